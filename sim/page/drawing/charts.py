"""Charts of the folded sections: rows of marks on one scale, lines over days, dots in a square, bars. Plain numbers in, SVG out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from sim.page.drawing.axes import (
    ChartFrame,
    circle,
    days_below,
    drawing,
    levels_left,
    line,
    path,
    steps,
    text,
    width_of,
)
from sim.plots.drawing.sheet import spread
from sim.plots.drawing.text import clean, wrap

WIDTH, HEIGHT = 360, 240
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Chart:
    """A figure of a section: its finding as the title, and either one drawing or rows {label, strip, said}."""

    title: str
    caption: str = ""
    drawn: Markup = Markup("")
    rows: Sequence[Row] = ()


@dataclass(frozen=True)
class ChartLine:
    """One line over days: (day, middle, low or None, high or None) with its name, and days marked apart."""

    name: str
    points: Sequence[tuple[int, float, float | None, float | None]]
    style: str = "them"
    happened: tuple[int, float] | None = None  # known only afterwards
    today: tuple[int, float] | None = None  # the same number in this report


@dataclass(frozen=True)
class Axes:
    """What lines are drawn on: the first day, the top (1 for shares), a day to mark."""

    start: date
    top: float
    share: bool = True
    as_of: int | None = None
    dates: Sequence[int] = field(default_factory=tuple)


def lines_chart(title: str, lines: Sequence[ChartLine], axes: Axes) -> Markup:
    """Lines with bands, named at their right ends."""
    drawn_lines = [item for item in lines if item.points]
    if not drawn_lines:
        return Markup("")
    labels = [wrap(item.name, 20, 2).split("\n") for item in drawn_lines]
    days = [point[0] for item in drawn_lines for point in item.points]
    right_margin = min(max(width_of(part, 11.5) for label in labels for part in label) + 12, 0.45 * WIDTH)
    frame = ChartFrame(
        WIDTH, HEIGHT, min(days), max(max(days), min(days) + 1), 0, axes.top, left=46, right=right_margin
    )
    levels = [axes.top * part / 4 for part in (0, 2, 4)] if axes.share else steps(0, axes.top, 4)
    parts = [*levels_left(frame, levels, share=axes.share), *days_below(frame, axes.start, most=3)]
    if axes.as_of is not None and frame.x0 <= axes.as_of <= frame.x1:
        x = frame.x(axes.as_of)
        parts.append(line((x, frame.top), (x, frame.floor), "asof"))
    spots = spread(
        [frame.y(item.points[-1][1]) for item in drawn_lines],
        14 * max(map(len, labels)),
        frame.top + 4,
        max(frame.floor, frame.top + 18),
    )
    for row, (curve, label, spot) in enumerate(zip(drawn_lines, labels, spots, strict=True)):
        parts += draw_line(frame, curve, row)
        end = frame.at(curve.points[-1][0], curve.points[-1][1])
        parts.append(path([(end[0] + 2, end[1]), (frame.end + 5, spot)], "leader"))
        parts += [
            text(frame.end + 7, spot + 4 + 13 * place, part, "note small") for place, part in enumerate(label)
        ]
    return drawing(frame, "chart", title, parts)


def draw_line(frame: ChartFrame, entry: ChartLine, row: int) -> list[Markup]:
    """One line, its band, and its marks."""
    parts = []
    banded = [(day, low, high) for day, _, low, high in entry.points if low is not None and high is not None]
    if len(banded) > 1:
        upper = [frame.at(day, high) for day, _, high in banded]
        lower = [frame.at(day, low) for day, low, _ in banded]
        parts.append(path([*upper, *reversed(lower)], f"band {entry.style}", closed=True))
    points = [frame.at(day, middle) for day, middle, _, _ in entry.points]
    parts.append(path(points, f"rise {entry.style} dash{row % 3}"))
    if entry.today is not None:
        x, y = frame.at(*entry.today)
        parts.append(path([(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)], "today", closed=True))
    if entry.happened is not None:
        parts.append(Markup('<g class="later">{}</g>').format(circle(frame.at(*entry.happened), 4.5, "fell")))
    return parts


def square_chart(title: str, dots: Sequence[tuple[float, float, int]]) -> Markup:
    """Share that happened over forecast probability; a dot's area is its number, the line is where they agree."""
    frame = ChartFrame(300, 300, 0, 1, 0, 1, left=46, right=14, top=14, bottom=34)
    largest = max((number for _, _, number in dots), default=1)
    parts = [*levels_left(frame, [0, 0.25, 0.5, 0.75, 1], share=True)]
    for value in (0, 0.5, 1):
        anchor = "end" if value == 1 else "middle"
        parts.append(text(frame.x(value), 280, f"{100 * value:.0f}\u00a0%", anchor=anchor))
    parts.append(text(frame.x(0.5), 296, "said", anchor="middle"))
    parts.append(line(frame.at(0, 0), frame.at(1, 1), "asof"))
    parts += [
        circle(frame.at(p, share), 3 + 8 * math.sqrt(number / largest), "spot") for p, share, number in dots
    ]
    return drawing(frame, "chart square", title, parts)


def bars_chart(title: str, shares: Sequence[float], even: float) -> Markup:
    """Bars side by side from the lowest to the highest tenth; the line is where all would be equal."""
    top = 1.1 * max([*shares, even])
    frame = ChartFrame(WIDTH, 200, 0, len(shares), 0, top, left=46, right=10, top=12, bottom=26)
    parts = levels_left(frame, [0, top / 2.2, top / 1.1], share=True)
    for place, share in enumerate(shares):
        corners = [(place + 0.08, 0), (place + 0.08, share), (place + 0.92, share), (place + 0.92, 0)]
        parts.append(path([frame.at(*corner) for corner in corners], "column", closed=True))
    parts.append(line(frame.at(0, even), frame.at(len(shares), even), "asof"))
    parts.append(text(frame.left, 194, "below the forecast"))
    parts.append(text(frame.end, 194, "above it", anchor="end"))
    return drawing(frame, "chart", title, parts)


def day_of(day: str, start: date) -> int:
    """Days from ``start`` to an ISO date."""
    return (date.fromisoformat(day) - start) // timedelta(days=1)


def first_day(days: Sequence[str]) -> date:
    """The earliest of some ISO dates."""
    return min(date.fromisoformat(day) for day in days)


def named(text_of: object) -> str:
    """An id of strangers as words."""
    return clean(text_of).replace("_", " ")
