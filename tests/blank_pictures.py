"""Pictures left blank, for tests of all that a job leaves beside them.

Writing letters and lines into pictures is most of the work of a small job. Each figure is still laid out and its table
written; ``tests/plots`` and one job of every verb draw the pictures themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def save_blank(figure: object, path: Path) -> None:
    """A PNG of one white point."""
    from PIL import Image

    Image.new("P", (1, 1), 255).save(path)


@contextmanager
def blank_pictures() -> Iterator[None]:
    """Every picture of a figure is one white point while the block lasts."""
    from sim.plots.drawing import files  # brings matplotlib

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "save_png", save_blank)
        yield
