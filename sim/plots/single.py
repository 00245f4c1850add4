"""A figure that belongs to no report, as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from sim.base.errors import OutputError
from sim.plots.files import save_png, write_columns
from sim.plots.sheet import Drawing, new_figure


def save_figure(folder: Path, name: str, draw: Callable[[Figure], Drawing]) -> Drawing:
    """Draw a figure as ``NAME.png`` with its data as ``NAME.csv``; OutputError if it cannot be written."""
    figure = new_figure()
    drawing = draw(figure)
    try:
        save_png(figure, folder / f"{name}.png")
        write_columns(folder / f"{name}.csv", drawing.columns)
    except OSError as error:
        raise OutputError(
            f"{folder / name}: the figure cannot be written ({error.strerror or error}); expected a writable folder"
        ) from error
    return drawing
