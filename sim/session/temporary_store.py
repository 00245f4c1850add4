"""A store for one job alone: what is done in it is simulated anew, and nothing of it stays."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.base.compiled import cache_root, compiled_root


@contextmanager
def own_store() -> Iterator[None]:
    """No run of earlier jobs is found while the block lasts; compiled code is, and stays."""
    before, root = os.environ.get("SIM_CACHE_DIR"), cache_root().absolute()
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="own-", dir=root) as empty:
        with suppress(OSError):  # without links the law is compiled once more
            (Path(empty) / "compiled").symlink_to(compiled_root().absolute(), target_is_directory=True)
        os.environ["SIM_CACHE_DIR"] = empty
        try:
            yield
        finally:
            os.environ.pop("SIM_CACHE_DIR")
            if before is not None:
                os.environ["SIM_CACHE_DIR"] = before
