"""A figure that shows no report: title, subtitle, footer and room for panels, as on a report's sheet."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.plots.drawing.sheet import FOOT, GREY, LINE, WIDTH, Sheet, write
from sim.plots.drawing.text import clean, wrap


def open_board(figure: Figure, body: float, title: str, subtitle: str, footer: str) -> Sheet:
    """``figure`` sized for a body of ``body`` inches, its title, subtitle and footer written."""
    head, under = wrap(title, 78, 3), wrap(subtitle, 140, 3)
    rows = head.count("\n") + 1, (under.count("\n") + 1 if under else 0)
    height = body + 0.26 + LINE * rows[0] + 0.155 * rows[1] + FOOT
    figure.set_size_inches(WIDTH, height)
    left = 0.12 / WIDTH
    write(figure, left, 1 - 0.1 / height, head, fontsize=12, fontweight="bold", va="top", linespacing=1.15)
    lower = 1 - (0.16 + LINE * rows[0]) / height
    write(figure, left, lower, under, color=GREY, va="top", linespacing=1.2)
    write(figure, left, 0.1 / height, clean(footer), color=GREY, fontsize=6.5, va="bottom")
    return Sheet(figure, body, height)
