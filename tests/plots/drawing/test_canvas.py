"""Texts drawn a line at a time: the same letters at the same place as matplotlib's own, laid out once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from sim.plots.drawing import canvas
from sim.plots.drawing.canvas import Renderer
from sim.plots.drawing.sheet import DPI, new_figure, write
from sim.plots.drawing.text import FACE


def written(kind: type[RendererAgg], text: str, style: FontProperties, angle: float = 0.0) -> np.ndarray:
    """uint8 [H, W, 4] of a text on whole pixels."""
    renderer: Any = kind(600, 120, DPI)
    brush = renderer.new_gc()
    brush.set_foreground("#2C6FA6")
    renderer.draw_text(brush, 40.0, 60.0, text, style, angle)
    return np.array(renderer.buffer_rgba())


@pytest.mark.parametrize("text", ["Held by the Taliban (of 398)", "25\u00a0%", "● ○ ◇ Äq", "1"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("angle", [0.0, 90.0])
def test_letters_are_those_of_matplotlib(text: str, weight: str, angle: float) -> None:
    style = FontProperties(family=FACE, size=8, weight=weight)
    there, here = (written(kind, text, style, angle).astype(int) for kind in (RendererAgg, Renderer))
    inked = there[..., 3] > 0
    assert inked.any() and np.abs(there - here)[..., 3].max() <= 1
    assert np.abs(there - here)[there[..., 3] > 8].max() <= 16  # thin ink has hardly a colour of its own
    measures = [kind(600, 120, DPI).get_text_width_height_descent(text, style, False) for kind in (RendererAgg, Renderer)]  # fmt: skip
    assert measures[0] == measures[1]


def test_a_text_of_several_figures_is_laid_out_once() -> None:
    canvas.set_letters.cache_clear()
    for x in (0.1, 0.43, 0.5):
        figure: Any = new_figure()
        write(figure, x, 0.5, "first line\nsecond line")
        figure.canvas.draw()
        assert (np.array(figure.canvas.buffer_rgba())[..., :3] < 128).any()
    assert canvas.set_letters.cache_info().misses <= 3  # the lines, and the letters that space them


def test_a_figure_keeps_its_renderer_until_its_size_changes() -> None:
    figure: Any = new_figure()
    first = figure.canvas.get_renderer()
    assert figure.canvas.get_renderer() is first
    figure.set_size_inches(3, 2)
    assert figure.canvas.get_renderer() is not first
