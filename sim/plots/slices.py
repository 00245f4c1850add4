"""A sweep over any number of settings: what was looked at against each of them, one panel a setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.plots.board import open_board
from sim.plots.sheet import INK, Drawing, Sheet, write
from sim.plots.text import drawable, number, percent, shorten

ACROSS, WIDE, HIGH = 3, 2.35, 1.75
DOT, LINE = "#2C6FA6", "#B5403A"
MOST = 9  # panels
BINS = 8


@dataclass(frozen=True)
class Slices:
    """Everything the figure shows. ``settings``: name and the value at each point [P]; ``p`` [P], NaN for none."""

    claim: str
    when: str
    share: bool
    settings: Sequence[tuple[str, Sequence[float | str]]]
    p: np.ndarray
    footer: str


def draw_slices(figure: Figure, data: Slices) -> Drawing:
    """Dots are points; the line is their mean in eighths of the range, or at each listed value."""
    shown = sorted(data.settings, key=lambda one: -spread_of(one[1], data.p))[:MOST]
    rows = max(1, -(-len(shown) // ACROSS))
    title = slices_title(data, shown)
    under = f"Each dot is a point of the sweep, {data.when}; the line is the mean of the dots. Settings that move it most come first."
    sheet = open_board(figure, rows * (HIGH + 0.75), title, under, data.footer)
    for place, (name, values) in enumerate(shown):
        left = 0.65 + (place % ACROSS) * (WIDE + 0.45)
        draw_panel(sheet, left, (rows - 1 - place // ACROSS) * (HIGH + 0.75) + 0.6, name, values, data)
    return Drawing(title, f"{title}. {len(data.p)} points.", columns(data))


def draw_panel(
    sheet: Sheet, left: float, bottom: float, name: str, values: Sequence[float | str], data: Slices
) -> None:
    """One setting."""
    axes = sheet.panel(left, bottom, WIDE, HIGH)
    x, labels = places_of(values)
    good = np.isfinite(data.p)
    axes.plot(x[good], data.p[good], ".", color=DOT, ms=3, alpha=0.5, mew=0)
    middle, mean = line_of(values, data.p)
    axes.plot(middle, mean, "-o" if labels else "-", color=LINE, lw=1.8, ms=4)
    known = data.p[good]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    gap = max(high - low, 0.02 if data.share else 1e-6)
    axes.set_ylim(low - 0.08 * gap, high + 0.08 * gap)
    ticks = [low, (low + high) / 2, high] if high > low else [low]
    axes.set_yticks(ticks, [percent(one) if data.share else number(one) for one in ticks])
    if labels:
        axes.set_xlim(-0.5, len(labels) - 0.5)
        wide = max(3, 28 // len(labels))
        names = [drawable(shorten(one, wide)) for one in labels]
        axes.set_xticks(range(len(labels)), names, parse_math=False)
    else:
        ends = sorted({float(x.min()), float(x.max())})
        axes.set_xticks(ends, [f"{one:.3g}".replace("-", "−") for one in ends])
    write(axes, 0.5, -0.2, shorten(name, 34), transform=axes.transAxes, ha="center", va="top", color=INK)


def places_of(values: Sequence[float | str]) -> tuple[np.ndarray, list[str]]:
    """(where each point stands on the axis, names of the places; none for numbers)."""
    if any(isinstance(value, str) for value in values):
        names = list(dict.fromkeys(str(value) for value in values))
        return np.array([names.index(str(value)) for value in values], dtype=np.float64), names
    return np.array(values, dtype=np.float64), []


def line_of(values: Sequence[float | str], p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(places, means) of the points in BINS equal parts of the range, or at each listed value."""
    x, names = places_of(values)
    good = np.isfinite(p)
    x, y = x[good], p[good]
    if not len(x):
        return np.array([]), np.array([])
    span = float(np.ptp(x))
    bins = (
        x.astype(int)
        if names or span == 0
        else np.minimum(((x - x.min()) / span * BINS).astype(int), BINS - 1)
    )
    found = np.unique(bins)
    return np.array([x[bins == one].mean() for one in found]), np.array(
        [y[bins == one].mean() for one in found]
    )


def spread_of(values: Sequence[float | str], p: np.ndarray) -> float:
    """How far the line of a setting rises and falls."""
    mean = line_of(values, p)[1]
    return float(np.ptp(mean)) if len(mean) else 0.0


def slices_title(data: Slices, shown: Sequence[tuple[str, Any]]) -> str:
    """How far the points range, and with which setting most."""
    known = data.p[np.isfinite(data.p)]
    if not len(known):
        return f"{data.claim}: no point has a number"
    low, high = (
        percent(float(one)) if data.share else number(float(one)) for one in (known.min(), known.max())
    )
    return f"{data.claim}: from {low} to {high} over {len(known):,} points; it moves most with {shown[0][0]}"


def columns(data: Slices) -> dict[str, list[Any]]:
    """One row a point."""
    plain = [float(one) if np.isfinite(one) else None for one in data.p]
    return {**{name: list(values) for name, values in data.settings}, "value": plain}
