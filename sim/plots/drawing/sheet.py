"""A figure laid out in inches: title, subtitle, footer, panels, and text that cannot crash it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from sim.plots.drawing.canvas import Canvas
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import FACE, clean, day_name, drawable, number, wrap

WIDTH, DPI, FOOT, LINE = 9.0, 144, 0.34, 0.215
INK, GREY, PALE = "#1a1a1a", "#6b6b6b", "#c4c4c4"
PALETTE = (
    "#2C6FA6",
    "#AE4F25",
    "#4F8A4B",
    "#9976CE",
    "#A88B2C",
    "#65605B",
    "#2D9291",
    "#94316F",
)  # apart in all colour blindness
HALO = [withStroke(linewidth=2.5, foreground="white")]


@dataclass(frozen=True)
class Drawing:
    """What a figure says besides its lines: title, alt text, and its data as equally long columns."""

    title: str
    alt: str
    columns: dict[str, list[Any]]


@dataclass(frozen=True)
class Sheet:
    """A figure whose body, between title and footer, is measured in inches from its lower left corner."""

    figure: Figure
    body: float
    height: float
    notes: list[str] = field(default_factory=list)

    def panel(self, left: float, bottom: float, width: float, height: float) -> Any:
        """Axes at a place of the body, with a plain frame."""
        box = (left / WIDTH, (FOOT + bottom) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(box)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(GREY)
        axes.tick_params(labelsize=8, colors=INK, length=3, labelfontfamily=FACE)
        return axes

    def write(self, x: float, y: float, text: object, **style: Any) -> Any:
        """Text at a place of the body; see ``write``."""
        return write(self.figure, x / WIDTH, (FOOT + y) / self.height, text, **style)


def new_figure() -> Figure:
    """An empty figure with its own canvas: no global state, safe in threads."""
    figure = Figure(dpi=DPI, facecolor="white")
    Canvas(figure)
    return figure


def write(place: Any, x: float, y: float, text: object, **style: Any) -> Any:
    """Text on a figure or axes without mathematics; line breaks stay, controls and unknown letters go."""
    lines = "\n".join(drawable(line) for line in str(text).split("\n"))
    return place.text(
        x, y, lines, **{"parse_math": False, "fontfamily": FACE, "color": INK, "fontsize": 8, **style}
    )


def open_sheet(figure: Figure, body: float, title: str, subtitle: str, source: Report | str) -> Sheet:
    """``figure`` sized for a body of ``body`` inches, its title, subtitle and one line of provenance written.

    source   the report the figure belongs to, or the line itself
    """
    of_report = isinstance(source, Report)
    head, subtitle_text = (
        wrap(title, 88 if of_report else 78, 3),
        wrap(subtitle, 146 if of_report else 140, 4),
    )
    rows = head.count("\n") + 1, (subtitle_text.count("\n") + 1 if subtitle_text else 0)
    height = body + 0.26 + LINE * rows[0] + 0.155 * rows[1] + FOOT
    figure.set_size_inches(WIDTH, height)
    left, lower = 0.12 / WIDTH, 1 - (0.16 + LINE * rows[0]) / height
    foot = footer(source) if isinstance(source, Report) else wrap(source, 150, 1)
    write(figure, left, 1 - 0.1 / height, head, fontsize=12, fontweight="bold", va="top", linespacing=1.15)
    write(figure, left, lower, subtitle_text, color=GREY, va="top", linespacing=1.2)
    write(figure, left, 0.1 / height, foot, color=GREY, fontsize=6.5, va="bottom")
    return Sheet(figure, body, height)


def label_axes(axes: Any, x: str, y: str) -> None:
    """Names of both axes in the figures' face."""
    write(axes, 0.5, -0.16, x, transform=axes.transAxes, ha="center", va="top", fontsize=8)
    write(axes, 0.0, 1.03, y, transform=axes.transAxes, ha="left", va="bottom", fontsize=8, color=GREY)


def footer(report: Report) -> str:
    """Where the numbers come from, in one line."""
    manifest, runs = report.manifest, f"{report.runs_text} runs"
    if report.ess is not None:
        runs += f" (effective {number(round(report.ess))})"
    parts = [
        report.scenario.name,
        f"as of {report.record.calendar.as_of}",
        f"seed {manifest.get('seed', '?')}",
        runs,
    ]
    if version := manifest.get("law_version"):
        parts.append(f"law {version}")
    return " · ".join(clean(part)[:60] for part in parts)


def date_axis(axes: Any, report: Report, first: int = 0, most: int = 10) -> None:
    """Days ``first`` to the horizon with about seven dates written out, at most ``most``: four in a narrow panel."""
    calendar, last = report.record.calendar, report.last_day
    days = date_ticks(calendar.date(first), calendar.date(last))
    days = days[:: -(-len(days) // most)]
    axes.set_xticks([calendar.day(day) for day in days], tick_names(days))
    axes.set_xlim(first, max(last, first + 1))


def tick_names(days: Sequence[date]) -> list[str]:
    """Days of one year by day and month; of several, with the year below where it begins."""
    if days[0].year == days[-1].year:
        return [day_name(day) for day in days]
    begins = [number == 0 or day.year != days[number - 1].year for number, day in enumerate(days)]
    return [
        f"{day_name(day)}\n{day.year}" if begins_year else day_name(day)
        for day, begins_year in zip(days, begins, strict=True)
    ]


def level_ticks(axes: Any, *, whole: bool = False) -> None:
    """Fixes the ticks of the y axis to those that can be seen; ``whole`` for counts."""
    low, high = sorted(axes.get_ylim())
    places = MaxNLocator(nbins=7, integer=whole, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    visible_places = [float(place) for place in places if low <= place <= high]
    axes.set_yticks(visible_places, [f"{place:g}".replace("-", "−") for place in visible_places])


def date_ticks(first: date, last: date) -> list[date]:
    """Weeks, then halves of months, then months, quarters or years, so that at most ten dates remain."""
    span = [first + timedelta(days=day) for day in range(min((last - first).days, 40_000) + 1)]
    rules = (
        lambda d: (d - first).days % 7 == 0,
        lambda d: d.day in (1, 15),
        lambda d: d.day == 1,
        lambda d: d.day == 1 and d.month % 3 == 1,
        lambda d: d.day == 1 and d.month == 1,
    )
    tick_choices = [[day for day in span if rule(day)] for rule in rules]
    return next(
        (days for days in tick_choices if 2 <= len(days) <= 10), [first, last] if last > first else [first]
    )


def mark_as_of(axes: Any, report: Report, *, words: bool = True) -> None:
    """A dashed line at ``as_of``; with ``words``: as of 5 Aug | forecast."""
    day = report.record.as_of_day
    axes.axvline(day, color=GREY, lw=0.9, ls=(0, (4, 3)), zorder=3)
    if not words:
        return
    span = axes.get_xlim()
    place, span_width = axes.get_xaxis_transform(), span[1] - span[0]
    as_of_text = f"as of {day_name(report.record.calendar.as_of)}"
    sides = ((as_of_text, "right", day - span[0], -0.006), ("forecast", "left", span[1] - day, 0.006))
    for text, side, width_left, shift in sides:
        if width_left > 0.14 * span_width:
            x = day + shift * span_width
            write(axes, x, 0.02, text, ha=side, transform=place, color=GREY, path_effects=HALO, fontsize=7.5)


def draw_fan(axes: Any, bands: np.ndarray, colour: str, *, strong: float = 1.0) -> None:
    """Median, 50 % and 90 % of ``bands`` [5, T+1] (see ``Report.bands``)."""
    days = np.arange(bands.shape[1])
    axes.fill_between(days, bands[0], bands[4], color=colour, alpha=0.15 * strong, lw=0)
    axes.fill_between(days, bands[1], bands[3], color=colour, alpha=0.3 * strong, lw=0)
    axes.plot(days, bands[2], color=colour, lw=2)


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """``places`` moved as little as order allows so that neighbours are ``gap`` apart within low..high.

    Result is in the order given. If there is no room for all the gap shrinks.
    """
    if not places:
        return []
    gap = min(gap, (high - low) / max(len(places) - 1, 1))
    order = np.argsort(places, kind="stable")
    blocks: list[tuple[float, int]] = []  # sum of (place - own offset), number
    for target in np.asarray(places, dtype=float)[order]:
        total, count = float(target), 1
        while blocks and blocks[-1][0] / blocks[-1][1] + gap * blocks[-1][1] > total / count:
            before, earlier_count = blocks.pop()
            total, count = before + total - gap * earlier_count * count, earlier_count + count
        blocks.append((total, count))
    raw = [total / count + gap * step for total, count in blocks for step in range(count)]
    spread_places = np.maximum.accumulate(
        [max(low + gap * i, place) - gap * i for i, place in enumerate(raw)]
    )
    spread_places = np.minimum(spread_places, high - gap * (len(raw) - 1)) + gap * np.arange(len(raw))
    places_out = np.empty(len(raw))
    places_out[order] = spread_places
    return [float(place) for place in places_out]


def laid_out(figure: Figure) -> Any:
    """The renderer, after everything has its place, to measure texts with."""
    figure.draw_without_rendering()
    canvas: Any = figure.canvas
    return canvas.get_renderer()


def text_boxes(figure: Figure) -> list[tuple[str, Any]]:
    """(text, extent in pixels) of everything written and visible, after a layout as for saving."""
    renderer = laid_out(figure)
    visible_texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in visible_texts]


def overlaps(figure: Figure, slack: float = 1.0) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes overlap by more than ``slack`` pixels both ways, and texts outside the figure."""
    boxes = text_boxes(figure)
    pairs = [
        (first, second)
        for i, (first, a) in enumerate(boxes)
        for second, b in boxes[i + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > slack and min(a.y1, b.y1) - max(a.y0, b.y0) > slack
    ]
    frame = figure.bbox
    texts_outside = [
        (text, "outside the figure")
        for text, box in boxes
        if box.x0 < frame.x0 - slack
        or box.x1 > frame.x1 + slack
        or box.y0 < frame.y0 - slack
        or box.y1 > frame.y1 + slack
    ]
    return pairs + texts_outside
