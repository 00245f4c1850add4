"""Figures and their data as files."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from sim.plots.drawing.sheet import DPI
from sim.plots.drawing.text import safe_cell


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
    full = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3])
    full.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, compress_level=7, dpi=(DPI, DPI)
    )


def write_columns(path: Path, columns: Mapping[str, list[Any]]) -> None:
    """Columns as CSV: text quoted and harmless to spreadsheets, numbers with six digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerow([safe_cell(name) for name in columns])
        for row in zip(*columns.values(), strict=True):
            writer.writerow([safe_cell(cell) for cell in row])
