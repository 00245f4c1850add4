"""Fan of districts held by the challenger, with what was reported drawn in at its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.evidence.source_and_count import Count
from sim.inference.predict import own_start
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import (
    GREY,
    HALO,
    INK,
    PALE,
    Drawing,
    date_axis,
    draw_fan,
    laid_out,
    level_ticks,
    mark_as_of,
    open_sheet,
    spread,
    write,
)
from sim.plots.drawing.text import day_name, number, shorten

SINGLE = 5
NAMED = ("fit", "start")  # the other reports are only marked: small, hollow, without a name
SHOWN = (*NAMED, "check")


@dataclass(frozen=True)
class ReportedInterval:
    """A reported interval on this network's number of districts."""

    id: str
    label: str  # empty: not named
    use: str
    day: int
    x: float  # where it is drawn
    low: float
    middle: float
    high: float


def draw_fan_of_districts(figure: Figure, report: Report) -> Drawing:
    """Median, 50 and 90 %, a few single runs, reported intervals, the line of the forecast origin."""
    total = report.record.terrain.districts
    held_by_run = report.after_victory(report.record.series["held"][:, :, report.focus], total)
    bands, singles = report.level_bands("held", report.focus, total), single_runs(report.shares, SINGLE)
    bars = reported_bars(report, bands[2])
    title = fan_title(report, bands)
    sheet = open_sheet(figure, 4.25, title, subtitle(report, bars), report)
    axes = sheet.panel(0.72, 0.3, 7.2, 3.88)
    colour = report.colour(report.focus)
    draw_fan(axes, bands, colour)
    wide_band = report.wide_ends(bands)
    if wide_band is not None:
        draw_wide_ends(axes, wide_band, report.last_day, colour)
    for run in singles:
        axes.plot(held_by_run[run, : report.last_day + 1], color=colour, lw=0.6, alpha=0.75)
    top = max(
        [
            float(bands.max()),
            0.0 if wide_band is None else float(wide_band.max()),
            *(bar.high for bar in bars),
            1.0,
            *held_by_run[singles, : report.last_day + 1].max(axis=1),
        ]
    )
    axes.set_ylim(0, min(1.06 * top, 1.03 * max(total, top)))
    level_ticks(axes, whole=True)
    date_axis(axes, report)
    mark_as_of(axes, report)
    write(axes, 0, 1.01, f"districts held (of {total})", transform=axes.transAxes, color=GREY, va="bottom")
    label_ends(axes, bands[:, -1], colour)
    draw_bars(axes, bars)
    label_bars(figure, axes, bars)
    return Drawing(
        title, alt(report, bands, bars), columns(report, bands, wide_band, held_by_run[singles], bars)
    )


def draw_wide_ends(axes: Any, wide_band: np.ndarray, last: int, colour: str) -> None:
    """The ends [2, D] of the calibrated band, up to the last day."""
    for ends in wide_band:
        axes.plot(np.arange(last + 1 - len(ends), last + 1), ends, "--", color=colour, lw=0.9, alpha=0.9)


def fan_title(report: Report, bands: np.ndarray) -> str:
    """Where half of the runs end, and which side that is."""
    faction = shorten(report.faction_name(report.focus), 30)
    end_date = day_name(report.record.calendar.date(report.last_day), year=True)
    low, high = number(float(bands[1, -1])), number(float(bands[3, -1]))
    span = f"{low}" if low == high else f"{low} to {high}"
    total = report.record.terrain.districts
    return f"Districts held by {faction} on {end_date}: {span} of {total} in half of the runs"


def subtitle(report: Report, bars: Sequence[ReportedInterval]) -> str:
    """What is drawn, and how reported numbers were put on this network."""
    text = f"Runs {report.after}. Line: median; bands: 50 and 90 %; thin lines: {SINGLE} single runs; after a victory all districts count as held."
    if report.band is not None and report.last_day > report.record.as_of_day:
        text += f" Dashed: the 90 % band if it grew {report.band.value:.1f} times as much from the report on, as it had to in {report.band.wars} other campaigns to hold nine tenths of {report.band.dates:,} known dates."
    if bars:
        checks = sum(not bar.label for bar in bars)
        checks_note = f", small and hollow: {checks} only checked" if checks else ""
        text += f" Upright bars: what reports imply (5 to 95 %), scaled to this network; filled and named: used or set the start{checks_note}. Gains, and stocks of a source with its own count of the start, stand on the median of that day."
    return text


def single_runs(shares: np.ndarray, count: int) -> np.ndarray:
    """int64: rows of runs at even steps of cumulative weight, so that they stand for the weighted runs."""
    steps = (np.arange(count) + 0.5) / count * shares.sum()
    return np.unique(np.minimum(np.searchsorted(np.cumsum(shares), steps), len(shares) - 1))


def reported_bars(report: Report, median: np.ndarray) -> list[ReportedInterval]:
    """Stocks and gains of districts of the followed faction; other reports are in the tables."""
    counts = {count.id: count for count in report.scenario.counts}
    faction = report.scenario.faction_ids[report.focus]
    bars = []
    for row in report.evidence:
        count, implied_quantiles = counts.get(row["id"]), row["implied"]
        fits = (
            count
            and count.unit == "districts"
            and count.faction == faction
            and count.measure == "count"
            and count.whole
        )
        if (
            not fits
            or count is None
            or implied_quantiles is None
            or count.relation not in ("controls", "gained")
        ):
            continue
        day = report.record.calendar.day(count.date)
        if count.use not in SHOWN or not (0 <= day <= report.last_day or count.use == "start"):
            continue
        day = min(max(day, 0), report.last_day)
        base, scale = bar_base(report, median, count), report.record.terrain.districts / max(count.basis, 1.0)
        low, middle, high = (base + scale * implied_quantiles[name] for name in ("p05", "p50", "p95"))
        label = bar_label(report, count) if count.use in NAMED else ""
        bars.append(ReportedInterval(count.id, label, count.use, day, day, low, middle, high))
    return dodge(bars, report.last_day)


def bar_label(report: Report, count: Count) -> str:
    """``Long War Journal: 105`` or ``Russian Foreign Ministry: +80–100``."""
    plus = "+" if count.relation == "gained" else ""
    return f"{shorten(report.source_name(count.source), 30)}: {plus}{words(count.low, count.high)}"


def bar_base(report: Report, median: np.ndarray, count: Count) -> float:
    """What a reported number is added to, in districts of this network.

    A gain: the median at the start of its window. A stock of a source that counted the start itself: the median of
    day 0 less that source's own count of it, because only the change since then is compared with the runs.
    """
    if count.relation == "gained":
        return window_base(report, median, count.window_from)
    source = report.scenario.sources.get(count.source)
    start_count = None if source is None or count.use == "start" else own_start(count, source)
    return (
        0.0
        if start_count is None
        else float(median[0]) - start_count.controls / start_count.basis * report.record.terrain.districts
    )


def words(low: float, high: float) -> str:
    """``80–100`` or ``223``."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def window_base(report: Report, median: np.ndarray, start: date | None) -> float:
    """Median held on the first day of a window."""
    day = 0 if start is None else report.record.calendar.day(start)
    return float(median[min(max(day, 0), len(median) - 1)])


def dodge(bars: Sequence[ReportedInterval], last: int) -> list[ReportedInterval]:
    """Bars of one day moved apart by a hundredth of the axis, into the past; on the first day to the right."""
    bars_by_day: dict[int, int] = {}
    shifted_bars = []
    for bar in sorted(bars, key=lambda reported_interval: (reported_interval.day, reported_interval.id)):
        turn = bars_by_day.get(bar.day, 0)
        bars_by_day[bar.day] = turn + 1
        step = turn * last * 0.01 * (-1 if bar.day > 0 else 1)
        shifted_bars.append(replace(bar, x=bar.day + step))
    return shifted_bars


def draw_bars(axes: Any, bars: Sequence[ReportedInterval]) -> None:
    """Interval with a mark in its middle; what was used lies over what was only checked."""
    for bar in bars:
        if bar.use not in NAMED:
            axes.plot([bar.x] * 2, [bar.low, bar.high], color=INK, lw=0.7, alpha=0.7, zorder=4, clip_on=False)
            axes.plot(
                [bar.x], [bar.middle], "o", ms=3, mfc="white", mec=INK, mew=0.7, zorder=5, clip_on=False
            )
            continue
        mark = "s" if bar.use == "start" else "o"
        axes.plot([bar.x] * 2, [bar.low, bar.high], color="white", lw=3.4, zorder=6, clip_on=False)
        axes.plot([bar.x] * 2, [bar.low, bar.high], color=INK, lw=1.8, zorder=7, clip_on=False)
        axes.plot([bar.x], [bar.middle], mark, ms=5.5, mfc=INK, mec="white", mew=0.8, zorder=8, clip_on=False)


def label_ends(axes: Any, ends: np.ndarray, colour: str) -> None:
    """Numbers at the end of the fan, moved apart."""
    span = axes.get_ylim()
    names = ("5 %", "25 %", "median", "75 %", "95 %")
    places = spread([float(end) for end in ends], 0.045 * (span[1] - span[0]), span[0], span[1])
    for name, end, place in zip(names, ends, places, strict=True):
        weight = "bold" if name == "median" else "normal"
        x = axes.get_xlim()[1]
        style = {"color": colour, "va": "center", "fontweight": weight, "fontsize": 8}
        axes.annotate(
            "",
            (x, end),
            (1.018, place),
            "data",
            ("axes fraction", "data"),
            {"arrowstyle": "-", "color": PALE, "lw": 0.6},
        )
        write(
            axes, 1.022, place, f"{number(float(end))}  {name}", transform=axes.get_yaxis_transform(), **style
        )


def label_bars(figure: Figure, axes: Any, bars: Sequence[ReportedInterval]) -> None:
    """Each bar's source beside it, at the first place where it covers no text, no other bar and stays inside."""
    renderer = laid_out(figure)
    boxes = [text.get_window_extent(renderer) for text in axes.texts if text.get_text()]
    boxes += [bar_box(axes, bar) for bar in bars]
    frame = axes.get_window_extent(renderer)
    for bar in (bar for bar in bars if bar.label):
        label = write(axes, 0, 0, bar.label, va="center", fontsize=8, path_effects=HALO, zorder=9)
        box = label.get_window_extent(renderer)
        place = free_place(bar_box(axes, bar), box.width, box.height, boxes, frame)
        if place is None:
            label.remove()
            continue
        boxes.append(place.padded(8, 1))  # two labels in a line must not read as one
        x, y = axes.transData.inverted().transform((place.x0, (place.y0 + place.y1) / 2))
        label.set_position((x, y))
        draw_leader(axes, bar_box(axes, bar), place)


def bar_box(axes: Any, bar: ReportedInterval) -> Bbox:
    """Extent of a bar in pixels, with room for its mark."""
    (x, low), (_, high) = axes.transData.transform([(bar.x, bar.low), (bar.x, bar.high)])
    return Bbox.from_extents(x - 5, low - 3, x + 5, high + 3)


def free_place(bar: Bbox, width: float, tall: float, boxes_taken: Sequence[Bbox], frame: Bbox) -> Bbox | None:
    """The nearest free box of this size left or right of a bar; None if there is none within the frame."""
    middle = (bar.y0 + bar.y1) / 2
    candidates = []
    for step in range(41):
        y = middle + (step + 1) // 2 * (1 if step % 2 else -1) * 0.6 * tall
        for reach in (3, 22, 60, 110):
            candidates.append((abs(y - middle) + reach, bar.x0 - reach - width, y))
            candidates.append((abs(y - middle) + reach, bar.x1 + reach, y))
    for _, x, y in sorted(candidates):
        box = Bbox.from_extents(x, y - tall / 2, x + width, y + tall / 2)
        is_inside = (
            box.x0 >= frame.x0 + 2
            and box.x1 <= frame.x1 - 2
            and box.y0 >= frame.y0 + 2
            and box.y1 <= frame.y1
        )
        if is_inside and not any(box.overlaps(box_taken) for box_taken in boxes_taken):
            return box
    return None


def draw_leader(axes: Any, bar: Bbox, label: Bbox) -> None:
    """A thin line from a label that stands off to its bar."""
    is_left = label.x1 < bar.x0
    start = (label.x1 + 2 if is_left else label.x0 - 2, (label.y0 + label.y1) / 2)
    end = ((bar.x0 + bar.x1) / 2, min(max(start[1], bar.y0), bar.y1))
    if abs(start[0] - end[0]) + abs(start[1] - end[1]) > 16:
        places = axes.transData.inverted().transform([start, end])
        axes.plot(places[:, 0], places[:, 1], color=GREY, lw=0.6, zorder=8, scalex=False, scaley=False)


def alt(report: Report, bands: np.ndarray, bars: Sequence[ReportedInterval]) -> str:
    """The fan in words."""
    as_of = min(report.record.as_of_day, report.last_day)
    faction = shorten(report.faction_name(report.focus), 40)
    text = (
        f"Districts held by {faction} over time {report.after}. Median {number(float(bands[2, 0]))} at the start, "
        f"{number(float(bands[2, as_of]))} on the day of the report, {number(float(bands[2, -1]))} at the horizon "
        f"(90 %: {number(float(bands[0, -1]))} to {number(float(bands[4, -1]))})."
    )
    wide_band = report.wide_ends(bands)
    if wide_band is not None:
        text += f" Calibrated on other campaigns: {number(float(wide_band[0, -1]))} to {number(float(wide_band[1, -1]))}."
    return text + (f" {len(bars)} reported intervals are drawn in." if bars else "")


def columns(
    report: Report,
    bands: np.ndarray,
    wide_band: np.ndarray | None,
    singles: np.ndarray,
    bars: Sequence[ReportedInterval],
) -> dict[str, list[Any]]:
    """One row a day, then one row a reported interval."""
    days = bands.shape[1]
    blank: list[Any] = [None] * len(bars)
    table: dict[str, list[Any]] = {
        "day": [*range(days), *(bar.day for bar in bars)],
        "report": [""] * days + [bar.id for bar in bars],
        "use": [""] * days + [bar.use for bar in bars],
    }
    report_columns = {
        "p05": [bar.low for bar in bars],
        "p50": [bar.middle for bar in bars],
        "p95": [bar.high for bar in bars],
    }
    for name, band in zip(("p05", "p25", "p50", "p75", "p95"), bands, strict=True):
        table[name] = [*band.tolist(), *report_columns.get(name, blank)]
    if wide_band is not None:
        before: list[Any] = [None] * (days - wide_band.shape[1])
        for name, ends in zip(("p05_calibrated", "p95_calibrated"), wide_band, strict=True):
            table[name] = [*before, *ends.tolist(), *blank]
    for place, run_held in enumerate(singles):
        table[f"single_{place + 1}"] = [*run_held[:days].tolist(), *blank]
    return table
