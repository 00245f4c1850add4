"""A scale from 0 to 100 per cent with marks on it, that stretches to any width: percentages as places, no letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sim.page.summary.brief import UNGRADED, spread
from sim.plots.drawing.text import percent

Plain = Mapping[str, Any]
TALL = 16
TRACK = Markup('<rect class="track" x="0" y="6" width="100%" height="4"/><line class="half" x1="50%" x2="50%" y1="1" y2="15"/>')  # fmt: skip


def place(p: float) -> str:
    """Where a probability lies, kept off the ends so that a dot is never cut."""
    return f"{min(max(100 * p, 1.2), 98.8):.1f}%"


def strip(marks: Sequence[Markup]) -> Markup:
    """One scale with its marks; what they say stands beside it in words."""
    return Markup('<svg class="strip" height="{}" width="100%" aria-hidden="true">{}{}</svg>').format(
        TALL, TRACK, Markup("").join(marks)
    )


def dot(p: float, name: str = "dot") -> Markup:
    """The answer."""
    return Markup('<circle class="{}" cx="{}" cy="8" r="5"/>').format(name, place(p))


def bar(low: float, high: float, name: str, top: int = 5, tall: int = 6) -> Markup:
    """A range."""
    left = min(max(100 * low, 1.2), 98.8)
    width = max(min(max(100 * high, 1.2), 98.8) - left, 0.4)
    return Markup('<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>').format(
        name, f"{left:.1f}", top, f"{width:.1f}", tall
    )


def tick(p: float, name: str = "mark") -> Markup:
    """Somebody's other answer."""
    return Markup('<line class="{}" x1="{}" x2="{}" y1="2" y2="14"/>').format(name, place(p), place(p))


def claim_strip(row: Plain) -> Markup:
    """The answer of one claim over the whole range that other readings and models give; hollow where not graded."""
    if row["p"] is None:
        return strip([])
    full_range = spread(dict(row))
    marks = [bar(*full_range, "wide")] if full_range and row["state"] != UNGRADED else []
    if row.get("model_p") is not None:
        marks.append(tick(row["model_p"]))
    return strip([*marks, dot(row["p"], "hollow" if row["state"] == UNGRADED else "dot")])


def lanes(row: Plain) -> list[dict[str, Any]]:
    """Label, strip and range in words: other readings, other models, and last and small the error of the number shown."""
    if row["p"] is None:
        return []
    own_dot = dot(row["p"], "hollow" if row["state"] == UNGRADED else "dot")
    lane_rows = []
    for label, name in (("Readings", "readings"), ("Models", "models")):
        chances = [mark["p"] for mark in row[name] if mark["p"] is not None]
        if len(chances) > 1:
            marks = [bar(min(chances), max(chances), "join"), *(tick(p) for p in chances), own_dot]
            lane_rows.append(
                {
                    "label": f"{label} ({len(chances)})",
                    "strip": strip(marks),
                    "range": span(chances),
                    "small": False,
                }
            )
    if row["low"] is not None:
        marks = [bar(row["low"], row["high"], "error"), own_dot]
        phrase = span([row["low"], row["high"]])
        label = "Simulation error" if row.get("model_p") is None else "Calibration"
        lane_rows.append({"label": label, "strip": strip(marks), "range": phrase, "small": True})
    return lane_rows


def span(values: Sequence[float]) -> str:
    """``30 to 62 %``; one number where both ends read the same."""
    low, high = percent(min(values)), percent(max(values))
    return high if low == high else f"{low.removesuffix(chr(160) + '%')} to {high}"
