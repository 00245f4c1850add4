"""Marks of a chart as SVG text: a frame that maps numbers to places, and one function a mark. No style: classes only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from sim.plots.drawing.sheet import date_ticks
from sim.plots.drawing.text import MONTHS

LETTER = 0.66  # width of a letter as a share of its height: the widest of the usual faces
Point = tuple[float, float]
GAP = 4  # px between two dates under an axis
EMPTY = Markup("")


@dataclass(frozen=True)
class ChartFrame:
    """A drawing of ``width`` x ``height`` px whose inner part shows ``x0..x1`` by ``y0..y1``."""

    width: float
    height: float
    x0: float
    x1: float
    y0: float
    y1: float
    left: float = 32
    right: float = 10
    top: float = 20
    bottom: float = 22

    def x(self, value: float) -> float:
        """Place of a value from the left, px."""
        inner = self.width - self.left - self.right
        return self.left + inner * (value - self.x0) / ((self.x1 - self.x0) or 1)

    def y(self, value: float) -> float:
        """Place of a value from the top, px."""
        inner = self.height - self.top - self.bottom
        return self.top + inner * (1 - (value - self.y0) / ((self.y1 - self.y0) or 1))

    def at(self, x: float, y: float) -> Point:
        """Both."""
        return self.x(x), self.y(y)

    @property
    def end(self) -> float:
        """Right end of the inner part."""
        return self.width - self.right

    @property
    def floor(self) -> float:
        """Lower end of the inner part."""
        return self.height - self.bottom


def drawing(frame: ChartFrame, name: str, label: str, parts: Iterable[Markup]) -> Markup:
    """A whole drawing with its words for those who do not see it."""
    return Markup(
        '<svg class="{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(
        name, short(frame.width), short(frame.height), short(frame.width), short(frame.height),
        label, EMPTY.join(parts),
    )  # fmt: skip


def short(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: object, name: str = "axis", anchor: str = "start") -> Markup:
    """Words; their baseline begins, is centred or ends at (x, y)."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        name, short(x), short(y), anchor, words
    )


def line(start: Point, end: Point, name: str) -> Markup:
    """A straight line."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        name, *(short(value) for value in (*start, *end))
    )


def circle(centre: Point, radius: float, name: str) -> Markup:
    """A dot."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(
        name, short(centre[0]), short(centre[1]), short(radius)
    )


def path(points: Sequence[Point], name: str, *, closed: bool = False) -> Markup:
    """A line through points, or the area inside them."""
    places = "L".join(f"{short(x)} {short(y)}" for x, y in points)
    return Markup('<path class="{}" d="M{}{}"/>').format(name, places, "Z" if closed else "")


def steps(low: float, high: float, most: int = 5) -> list[float]:
    """Round whole numbers from ``low`` to ``high``, at most ``most`` + 1 of them."""
    span = max(high - low, 1e-9)
    size = 10.0 ** max(math.floor(math.log10(span / most)), 0)
    step = next((size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= most), size)
    first = math.ceil(low / step - 1e-9)
    return [round(step * place, 10) for place in range(first, math.floor(high / step + 1e-9) + 1)]


def days_below(frame: ChartFrame, start: date, most: int = 4) -> list[Markup]:
    """Dates under the x axis, whose values are days since ``start``; years where several are shown.

    Evenly apart: fewer of them where neighbours would touch.
    """
    first, last = (start + timedelta(days=round(day)) for day in (frame.x0, frame.x1))
    days = date_ticks(first, last)
    with_year = first.year != last.year
    for stride in range(-(-len(days) // most), len(days) + 1):
        labels = [day_label(frame, start, day, with_year) for day in days[::stride]]
        if all(left_label.right + GAP <= right_label.left for left_label, right_label in pairwise(labels)):
            break
    return [text(label.x, frame.height - 6, label.words, anchor=label.anchor) for label in labels]


class DayLabel(NamedTuple):
    """A date under an axis: where it is tied, how, and the px it takes."""

    x: float
    words: str
    anchor: str
    left: float
    right: float


def day_label(frame: ChartFrame, start: date, day: date, with_year: bool) -> DayLabel:
    """A date inside the frame's ends."""
    x = frame.x((day - start).days)
    anchor = "start" if x < frame.left + 16 else "end" if x > frame.end - 16 else "middle"
    month = MONTHS[day.month - 1]
    words = f"{month} {day.year}" if with_year else f"{day.day}\u00a0{month}"
    left = x - width_of(words) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return DayLabel(x, words, anchor, left, left + width_of(words))


def levels_left(frame: ChartFrame, values: Sequence[float], *, share: bool = False) -> list[Markup]:
    """Numbers left of the frame, each with a thin line across it."""
    markup = []
    for value in values:
        y = frame.y(value)
        words = f"{100 * value:.0f}\u00a0%" if share else f"{value:,.10g}"
        markup += [
            line((frame.left, y), (frame.end, y), "grid"),
            text(frame.left - 5, y + 4, words, anchor="end"),
        ]
    return markup


def width_of(words: str, size: float = 12) -> float:
    """Px that words take at most."""
    return LETTER * size * len(words)
