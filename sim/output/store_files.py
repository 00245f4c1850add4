"""The store of earlier runs on this machine: its files, which of them may go, and the cap on them all."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.compiled import CODE_VERSION, cache_root
from sim.base.errors import UsageError
from sim.base.sizes import as_bytes, readable
from sim.ensemble.store import MOTION_VERSION
from sim.output.sweep_cache import program_version

DAY = 86_400.0
WORTH_SAYING = 1e9  # bytes from which a job says what the store holds
HOMES = {  # kind -> folder
    "blocks": "store",
    "rows": "rows",
    "portions": "portions",
    "islands": "islands",
    "sheets": "exam",
    "finished": "finished",
    "compiled": "compiled",
}


@dataclass(frozen=True)
class StoreFile:
    """One file of the store. ``kind`` of HOMES, or unfinished; ``version`` of the code that made it."""

    path: Path
    kind: str
    version: str
    group: str  # simulation hash and seed; empty for others
    size: int
    changed: float

    @property
    def current(self) -> bool:
        """True if this program's code would use it."""
        return self.version in (MOTION_VERSION, CODE_VERSION, program_version())


def stored_files() -> list[StoreFile]:
    """Every file of the store, sorted by path."""
    root = cache_root()
    kinds = {kind: root / name for kind, name in HOMES.items()}
    files = [
        describe_file(path, kind, home) for kind, home in kinds.items() for path in sorted(home.rglob("*"))
    ]
    return [file for file in files if file is not None]


def describe_file(path: Path, kind: str, home: Path) -> StoreFile | None:
    """What a path below ``home`` is; None for a folder or a file that has just gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    if path.is_dir():
        return None
    parts = path.relative_to(home).parts
    unfinished = path.name.startswith(".") and path.name.endswith(".tmp")
    group = "/".join(parts[1:-1]) if kind == "blocks" else ""
    return StoreFile(
        path, "unfinished" if unfinished else kind, parts[0], group, status.st_size, status.st_mtime
    )


def total_size(files: Iterable[StoreFile]) -> int:
    """Bytes of some files."""
    return sum(file.size for file in files)


def prunable(
    files: Sequence[StoreFile], *, other: bool = False, days: float | None = None, most: float | None = None
) -> list[StoreFile]:
    """What goes: of other versions, unchanged for so many days, and then the oldest until ``most`` bytes are left.

    Unfinished files go once they are a day old: nobody is writing them any more.
    """
    time_now = time.time()
    longest = {"unfinished": DAY}
    expired = [
        file
        for file in files
        if (other and not file.current)
        or time_now - file.changed > longest.get(file.kind, math.inf)
        or (days is not None and time_now - file.changed > days * DAY)
    ]
    remaining = [file for file in files if file not in expired]
    return expired if most is None else expired + over_cap(remaining, most, lambda file: file.changed)


def remove(files: Iterable[StoreFile]) -> None:
    """Delete files of the store, and folders that are empty then."""
    for file in files:
        file.path.unlink(missing_ok=True)
    drop_empty(cache_root())


def as_days(text: str) -> float:
    """Days from ``30`` or ``30d``. UsageError for anything else."""
    try:
        days = float(text.lower().removesuffix("days").removesuffix("d"))
    except ValueError:
        days = -1.0
    if not days >= 0:
        raise UsageError(f"older = {text!r}; expected a number of days, such as 30")
    return days


def drop_empty(root: Path) -> None:
    """Remove empty folders below the parts of the store."""
    for home in (root / name for name in HOMES.values()):
        for folder, _, _ in os.walk(home, topdown=False):
            if folder != str(home) and not os.listdir(folder):
                Path(folder).rmdir()


def keep_within(cap: str, *, always: bool = False) -> str:
    """Take away what other code made, then the oldest, until the store fits; what to say of it, "" if nothing went.

    always  report what is stored also where nothing was removed, if it is 1 GB or more: for a person at a terminal
    cap     as ``as_bytes`` reads it. Compiled code stays; a job that still reads a file that goes computes it again.
    """
    files = [file for file in stored_files() if file.kind != "compiled"]
    excess_files = over_cap(files, as_bytes(cap, "store.cap"), lambda file: (file.current, file.changed))
    if excess_files:
        remove(excess_files)
    remaining_size = total_size(files) - total_size(excess_files)
    if not excess_files and (remaining_size < WORTH_SAYING or not always):
        return ""
    removed = f"; {readable(total_size(excess_files))} of the oldest removed" if excess_files else ""
    return f"store: {readable(remaining_size)} stored for later jobs in {cache_root()} (store.cap={cap}; sim store prune){removed}"


def over_cap(files: Sequence[StoreFile], limit: float, order: Callable[[StoreFile], Any]) -> list[StoreFile]:
    """As many files, the first by ``order``, as must go for the rest to have at most ``limit`` bytes."""
    remaining_size, removed = total_size(files), []
    for file in sorted(files, key=order):  # of files alike the first by path
        if remaining_size <= limit:
            break
        removed.append(file)
        remaining_size -= file.size
    return removed
