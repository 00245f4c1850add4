"""Sheets of figures that belong to no report: scores, ranks, ablations."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from sim.plots.drawing.sheet import FOOT, GREY, LINE, WIDTH, Sheet, write
from sim.plots.drawing.text import wrap

PALETTE = ("#2C6FA6", "#B5542B", "#4F8A4B", "#7A5BA8", "#A88B2C", "#5f5f5f", "#2A8C8C", "#A63D6B")


def open_plain(figure: Figure, body: float, title: str, subtitle: str, foot: str) -> Sheet:
    """``figure`` sized for a body of ``body`` inches, with title, subtitle and one line of provenance."""
    head, under = wrap(title, 88, 3), wrap(subtitle, 140, 4)
    rows = head.count("\n") + 1, (under.count("\n") + 1 if under else 0)
    height = body + 0.16 + LINE * rows[0] + 0.155 * rows[1] + 0.1 + FOOT
    figure.set_size_inches(WIDTH, height)
    left = 0.12 / WIDTH
    write(figure, left, 1 - 0.1 / height, head, fontsize=12, fontweight="bold", va="top", linespacing=1.15)
    lower = 1 - (0.16 + LINE * rows[0]) / height
    write(figure, left, lower, under, color=GREY, va="top", linespacing=1.2)
    write(figure, left, 0.1 / height, wrap(foot, 150, 1), color=GREY, fontsize=6.5, va="bottom")
    return Sheet(figure, body, height)


def label_axes(axes: Any, x: str, y: str) -> None:
    """Names of both axes in the figures' face."""
    write(axes, 0.5, -0.16, x, transform=axes.transAxes, ha="center", va="top", fontsize=8)
    write(axes, 0.0, 1.03, y, transform=axes.transAxes, ha="left", va="bottom", fontsize=8, color=GREY)
