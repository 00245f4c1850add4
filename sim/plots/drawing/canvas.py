"""A canvas that sets a text once: measured and drawn from one layout, which all figures share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag
from matplotlib.font_manager import findfont, get_font

TEXTS = 1024  # kept; a report writes about 400 different ones


@dataclass(frozen=True)
class Lettering:
    """One line of text in pixels.

    cover     uint8 [H, W]: how much of each pixel the letters cover
    left      whole pixels from the pen to the left edge of ``cover``, below 0 where a letter reaches back
    width, height, descent   of the line, as matplotlib lays it out
    """

    cover: np.ndarray
    left: int
    width: float
    height: float
    descent: float


@lru_cache(TEXTS)
def set_letters(text: str, face: str, points: float, dpi: float) -> Lettering:
    """``text`` without mathematics in the face of a font file."""
    font = get_font(face)
    font.set_size(points, dpi)
    font.set_text(text, 0.0, flags=get_hinting_flag())
    font.draw_glyphs_to_bitmap(antialiased=True)
    measures = (measure / 64 for measure in (*font.get_width_height(), font.get_descent()))
    return Lettering(np.array(font.get_image()), font.get_bitmap_offset()[0] // 64, *measures)


class Renderer(RendererAgg):
    """Agg, but level text is put down line by line instead of letter by letter, on whole pixels."""

    def letters(self, text: str, style: Any) -> Lettering:
        """A line of text in the style (``FontProperties``) of its artist."""
        return set_letters(text, findfont(style), style.get_size_in_points(), self.dpi)

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        """Pixels; the names are matplotlib's."""
        if ismath:
            measures: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)
            return measures
        line = self.letters(s, prop)
        return line.width, line.height, line.descent

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:  # fmt: skip
        """Write ``s`` with its pen at ``x``, ``y`` pixels from the upper left corner; the names are matplotlib's."""
        if ismath or angle:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        line = self.letters(s, prop)
        picture = np.empty((*line.cover.shape, 4), dtype=np.uint8)
        picture[...] = np.round(255 * np.array(gc.get_rgb()))
        picture[::-1, :, 3] = line.cover  # its first row lies lowest
        self.draw_image(gc, round(x) + line.left, round(self.height - y - line.descent) - 1, picture)


class Canvas(FigureCanvasAgg):
    """A canvas with this renderer; one as long as the figure keeps its size."""

    def get_renderer(self) -> Renderer:
        """The renderer of the figure's present size."""
        size = (*self.figure.bbox.size, self.figure.dpi)
        if getattr(self, "size_drawn", None) != size:
            self.size_drawn, self.renderer = size, Renderer(*size)
        return self.renderer
