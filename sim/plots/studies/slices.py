"""A sweep over any number of settings: what was looked at against each of them, one panel a setting.

With one setting the line joins the points and the band is their Monte Carlo interval. With several the line is the
mean of the points in eighths of the range, and the band holds the middle nine tenths of them: what the others do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.plots.drawing.sheet import INK, Drawing, Sheet, open_sheet, write
from sim.plots.drawing.text import drawable, number, percent, shorten, wrap

ACROSS, WIDE, HIGH = 3, 2.35, 1.75
DOT, LINE = "#2C6FA6", "#B5403A"
MOST = 9  # panels
BINS = 8


@dataclass(frozen=True)
class Slices:
    """Everything the figure shows. ``settings``: name and the value at each point [P]; ``p`` [P], NaN for none.

    interval   [P, 2] Monte Carlo interval of each point, NaN for none; None if points have none
    """

    claim: str
    when: str
    share: bool
    settings: Sequence[tuple[str, Sequence[float | str]]]
    p: np.ndarray
    footer: str
    interval: np.ndarray | None = None
    labels: Mapping[str, str] = field(default_factory=dict)  # settings in words, where known


def draw_slices(figure: Figure, data: Slices) -> Drawing:
    """Dots are points; line and band as told above."""
    settings = sorted(data.settings, key=lambda entry: -spread_of(entry[1], data))[:MOST]
    rows = max(1, -(-len(settings) // ACROSS))
    title = slices_title(data, settings)
    band = (
        "the band their Monte Carlo interval of 95\u00a0%"
        if is_curve(data)
        else "the band holds nine tenths of them"
    )
    order = "" if len(settings) < 2 else " Settings that move it most come first."
    subtitle = (
        f"Each dot is a point of the sweep, {data.when}; the line is the mean of the dots, {band}.{order}"
    )
    sheet = open_sheet(figure, rows * (HIGH + 0.75), title, subtitle, data.footer)
    for place, (name, values) in enumerate(settings):
        left = 0.65 + (place % ACROSS) * (WIDE + 0.45)
        draw_panel(sheet, left, (rows - 1 - place // ACROSS) * (HIGH + 0.75) + 0.6, name, values, data)
    return Drawing(title, f"{title}. {len(data.p)} points.", columns(data))


def draw_panel(
    sheet: Sheet, left: float, bottom: float, name: str, values: Sequence[float | str], data: Slices
) -> None:
    """One setting."""
    axes = sheet.panel(left, bottom, WIDE, HIGH)
    x, labels = places_of(values)
    is_finite = np.isfinite(data.p)
    axes.plot(x[is_finite], data.p[is_finite], ".", color=DOT, ms=3, alpha=0.5, mew=0)
    middle, mean, low_band, high_band = line_of(values, data)
    if labels:
        axes.vlines(middle, low_band, high_band, color=LINE, alpha=0.35, lw=5)
    else:
        axes.fill_between(middle, low_band, high_band, color=LINE, alpha=0.18, lw=0)
    axes.plot(middle, mean, "-o" if labels else "-", color=LINE, lw=1.8, ms=4)
    all_chances = np.concatenate([data.p[is_finite], low_band, high_band])
    low, high = (float(all_chances.min()), float(all_chances.max())) if len(all_chances) else (0.0, 1.0)
    gap = max(high - low, 0.02 if data.share else 1e-6)
    axes.set_ylim(low - 0.08 * gap, high + 0.08 * gap)
    ticks = [low, (low + high) / 2, high] if high > low else [low]
    axes.set_yticks(ticks, tick_labels(ticks, data.share))
    if labels:
        axes.set_xlim(-0.5, len(labels) - 0.5)
        width = max(3, 28 // len(labels))
        names = [drawable(shorten(label, width)) for label in labels]
        axes.set_xticks(range(len(labels)), names, parse_math=False)
    else:
        ends = sorted({float(x.min()), float(x.max())})
        axes.set_xticks(ends, [f"{end:.3g}".replace("-", "−") for end in ends])
    write(
        axes,
        0.5,
        -0.2,
        wrap(data.labels.get(name, name), 38, 3),
        transform=axes.transAxes,
        ha="center",
        va="top",
        color=INK,
    )


def tick_labels(ticks: Sequence[float], share: bool) -> list[str]:
    """The ticks in words, with as many digits as tell them apart."""
    tick_texts = [percent(tick) if share else number(tick) for tick in ticks]
    for digits in range(1, 5):
        if len(set(tick_texts)) == len(ticks):
            break
        finer = (f"{100 * tick:.{digits}f}\u00a0%" if share else f"{tick:.{digits + 2}g}" for tick in ticks)
        tick_texts = [text.replace("-", "−") for text in finer]
    return tick_texts


def places_of(values: Sequence[float | str]) -> tuple[np.ndarray, list[str]]:
    """(where each point stands on the axis, names of the places; none for numbers)."""
    if any(isinstance(value, str) for value in values):
        names = list(dict.fromkeys(str(value) for value in values))
        return np.array([names.index(str(value)) for value in values], dtype=np.float64), names
    return np.array(values, dtype=np.float64), []


def is_curve(data: Slices) -> bool:
    """True for one setting whose points have intervals: a curve rather than a cloud."""
    return len(data.settings) == 1 and data.interval is not None


def line_of(values: Sequence[float | str], data: Slices) -> tuple[np.ndarray, ...]:
    """(places, means, low and high end of the band) of the points of a curve, or of the parts of a cloud."""
    x, names = places_of(values)
    is_finite = np.isfinite(data.p)
    x, y = x[is_finite], data.p[is_finite]
    parts = parts_of(x, whole=bool(names) or is_curve(data))
    ends = data.interval[is_finite] if is_curve(data) and data.interval is not None else None
    rows = [np.flatnonzero(parts == part) for part in np.unique(parts)]
    places, means = (np.array([column[row].mean() for row in rows]) for column in (x, y))
    bands = [
        ends[row].mean(axis=0) if ends is not None else np.quantile(y[row], (0.05, 0.95)) for row in rows
    ]
    low, high = np.array(bands).reshape(-1, 2).T
    return places, means, low, high


def parts_of(x: np.ndarray, *, whole: bool) -> np.ndarray:
    """Which part of the range each point lies in: BINS equal ones, or every value its own if ``whole``."""
    span = float(np.ptp(x)) if len(x) else 0.0
    if whole or span == 0:
        return np.unique(x, return_inverse=True)[1]
    return np.minimum(((x - x.min()) / span * BINS).astype(int), BINS - 1)


def spread_of(values: Sequence[float | str], data: Slices) -> float:
    """How far the line of a setting rises and falls."""
    mean = line_of(values, data)[1]
    return float(np.ptp(mean)) if len(mean) else 0.0


def slices_title(data: Slices, settings_shown: Sequence[tuple[str, Any]]) -> str:
    """How far the points range, and with which setting most."""
    chances = data.p[np.isfinite(data.p)]
    if not len(chances):
        return f"{data.claim}: no point has a number"
    low, high = (
        percent(float(end)) if data.share else number(float(end)) for end in (chances.min(), chances.max())
    )
    if low == high:
        return f"{data.claim}: {low} at all {len(chances):,} points"
    strongest_note = (
        ""
        if len(settings_shown) < 2
        else f"; it depends most on {data.labels.get(settings_shown[0][0], settings_shown[0][0])}"
    )
    return f"{data.claim}: from {low} to {high} over {len(chances):,} points{strongest_note}"


def columns(data: Slices) -> dict[str, list[Any]]:
    """One row a point."""
    points = [float(p) if np.isfinite(p) else None for p in data.p]
    table: dict[str, list[Any]] = {**{name: list(values) for name, values in data.settings}, "value": points}
    if data.interval is not None:
        for place, end in enumerate(("low", "high")):
            column = data.interval[:, place]
            table[end] = [float(value) if np.isfinite(value) else None for value in column]
    return table
