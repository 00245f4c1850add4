"""A figure that belongs to no report, as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from sim.base.errors import OutputError
from sim.plots.drawing.files import Drawn, save_png, write_columns
from sim.plots.drawing.sheet import Drawing, new_figure
from sim.plots.drawing.text import clean


def save_figure(folder: Path, name: str, draw: Callable[[Figure], Drawing]) -> Drawn:
    """Draw a figure as ``NAME.png`` with its data as ``NAME.csv``; OutputError if it cannot be written."""
    figure = new_figure()
    drawing = draw(figure)
    file, table = folder / f"{name}.png", folder / f"{name}.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_png(figure, file)
        write_columns(table, drawing.columns)
    except OSError as error:
        raise OutputError(
            f"{folder / name}: the figure cannot be written ({error.strerror or error}); expected a writable folder"
        ) from error
    return Drawn(name, clean(drawing.title), clean(drawing.alt), file, table)
