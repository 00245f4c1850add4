"""Figures and their data as files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from sim.base.errors import OutputError
from sim.plots.drawing.sheet import DPI, Drawing, new_figure
from sim.plots.drawing.text import clean, missing_letters, safe_cell


@dataclass(frozen=True)
class Drawn:
    """A figure on disk; ``notice`` names letters that could not be drawn, empty if none."""

    name: str
    title: str
    alt: str
    file: Path
    csv: Path
    notice: str = ""


def save_png(figure: Figure, path: Path) -> None:
    """The figure with at most 256 colours: a third of the bytes of full colour, and nothing that can be seen is lost."""
    figure.set_dpi(DPI)
    canvas: Any = figure.canvas
    canvas.draw()
    in_few_colours(np.asarray(canvas.buffer_rgba())).save(path, compress_level=7, dpi=(DPI, DPI))


def in_few_colours(pixels: np.ndarray) -> Image.Image:
    """Opaque ``pixels`` uint8 [H, W, 4] with at most 256 colours, chosen among the different ones: few beside the pixels."""
    colours = np.ascontiguousarray(pixels).view("<u4")[..., 0] & 0xFFFFFF
    line = colours.ravel()
    changes = np.flatnonzero(line[1:] != line[:-1])  # most pixels are as the one before
    different = np.unique(np.append(line[changes], line[-1]))
    parts = different.astype("<u4").view(np.uint8).reshape(1, -1, 4)[..., :3]
    chosen = Image.fromarray(np.ascontiguousarray(parts)).quantize(
        256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    place = np.zeros(1 << 24, dtype=np.uint8)
    place[different] = np.asarray(chosen)[0]
    picture = Image.fromarray(place[colours])
    picture.putpalette(chosen.getpalette() or [])
    return picture


def write_columns(path: Path, columns: Mapping[str, list[Any]]) -> None:
    """Columns as CSV: text quoted and harmless to spreadsheets, numbers with six digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerow([safe_cell(name) for name in columns])
        for row in zip(*columns.values(), strict=True):
            writer.writerow([safe_cell(cell) for cell in row])


def save_figure(
    folder: Path, name: str, draw: Callable[[Figure], Drawing], names: Sequence[str] = ()
) -> Drawn:
    """Draw a figure as ``NAME.png`` with its data as ``NAME.csv``; OutputError if it cannot be written.

    names   what else is written in the figure, beside its columns and title
    """
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
    return Drawn(name, clean(drawing.title), clean(drawing.alt), file, table, notice(drawing, names))


def notice(drawing: Drawing, names: Sequence[str]) -> str:
    """Which letters of the figure have no glyph."""
    texts = [cell for column in drawing.columns.values() for cell in column if isinstance(cell, str)]
    missing_glyphs = missing_letters([*texts, *names, *drawing.columns, drawing.title])
    if not missing_glyphs:
        return ""
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in missing_glyphs[:8]) + (
        ", ..." if len(missing_glyphs) > 8 else ""
    )
    return f"{len(missing_glyphs)} letters have no glyph in the figures' face and are drawn as a box: {codes}"
