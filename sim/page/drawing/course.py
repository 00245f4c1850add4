"""The course of the runs: districts held day by day with what was reported; as plain values, and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from sim.page.drawing.axes import (
    ChartFrame,
    Point,
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
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import spread
from sim.plots.drawing.text import clean, day_name, number, shorten
from sim.plots.reports.fan import NAMED, reported_bars

Plain = Mapping[str, Any]
NAMES = ("p05", "p25", "p50", "p75", "p95")
MOST = 130  # days drawn
LONGEST, SHORTER = 36, 22  # letters of a label, and where there is no room for so many
Box = tuple[float, float, float, float]


def course_data(report: Report) -> dict[str, Any]:
    """Bands, reported counts and what is known of later days, on this network's number of districts."""
    total, calendar = report.record.terrain.districts, report.record.calendar
    bands = report.level_bands("held", report.focus, total)
    wide_band, as_of = report.wide_ends(bands), min(report.record.as_of_day, report.last_day)
    step = -(-bands.shape[1] // MOST)
    days = sorted({*range(0, bands.shape[1], step), as_of, report.last_day})
    return {
        "title": course_title(report, bands),
        "total": total,
        "start": calendar.start.isoformat(),
        "as_of": report.record.as_of_day,
        "days": days,
        "bands": {
            name: [round(float(band[day]), 2) for day in days]
            for name, band in zip(NAMES, bands, strict=True)
        },
        "wide": [
            [day, *wide_band[:, day - as_of].tolist()] for day in days if wide_band is not None and day >= as_of
        ],
        "counts": [
            {
                "id": bar.id, "label": short_label(bar.label), "used": bar.use in NAMED, "day": bar.day,
                "x": round(bar.x, 2), "low": bar.low, "middle": bar.middle, "high": bar.high,
            }
            for bar in reported_bars(report, bands[2])
        ],
        "happened": [[day, low, high] for day, low, high in report.happened_held if day <= report.last_day],
    }  # fmt: skip


def short_label(label: str, longest: int = LONGEST) -> str:
    """``Russian Foreign…: +80–100``: the name is cut, between words where it has several, never the number."""
    name, colon, words = label.partition(": ")
    short_name = shorten(name, longest - len(words))
    if short_name != clean(name) and " " in short_name:
        short_name = f"{short_name[: short_name.rindex(' ')]}…"
    return f"{short_name}{colon}{clean(words)}"


def course_title(report: Report, bands: Any) -> str:
    """What is known of the day of the report, and how wide the end is."""
    total = report.record.terrain.districts
    as_of = min(report.record.as_of_day, report.last_day)
    faction = shorten(report.faction_name(report.focus), 30)
    low, high = (number(round(float(bands[row, -1]))) for row in (0, 4))
    top = f"all {total}" if float(bands[4, -1]) >= total else high
    end = f"{low} to {top}" if low != high else low
    if as_of == report.last_day:
        return f"{end} of {total} districts held by {faction} on {report.when(as_of)}"
    return (
        f"About {number(round(float(bands[2, as_of])))} of {total} districts held by {faction} on "
        f"{report.when(as_of)}; {end} by {report.when(report.last_day)}"
    )


def draw_course(data: Plain, width: float = 360, height: float = 260) -> Markup:
    """Middle, half and nine in ten of the runs, and the calibrated ends; what happened is a class of its own.

    Counts used are filled and named.
    """
    days, bands = data["days"], data["bands"]
    wide_band = data["wide"]
    top = max(
        [*bands["p95"], *(high for *_, high in wide_band), *(count["high"] for count in data["counts"]), 1.0]
    )
    frame = ChartFrame(width, height, days[0], max(days[-1], days[0] + 1), 0, 1.04 * top, right=44)
    parts = [*levels_left(frame, steps(0, min(top, data["total"]), 4)), *days_below(frame, date.fromisoformat(data["start"]))]  # fmt: skip
    for low, high, name in (("p05", "p95", "outer"), ("p25", "p75", "inner")):
        upper = [frame.at(day, value) for day, value in zip(days, bands[high], strict=True)]
        lower = [frame.at(day, value) for day, value in zip(days, bands[low], strict=True)]
        parts.append(path([*upper, *reversed(lower)], name, closed=True))
    for end in (1, 2) if wide_band else ():
        parts.append(path([frame.at(row[0], row[end]) for row in wide_band], "calibrated"))
    median = [frame.at(day, value) for day, value in zip(days, bands["p50"], strict=True)]
    parts.append(path(median, "median"))
    parts += as_of_line(frame, data["as_of"], date.fromisoformat(data["start"]))
    parts += end_numbers(frame, [bands[name][-1] for name in ("p05", "p50", "p95")])
    parts += draw_counts(frame, data["counts"], data["as_of"], median)
    parts += draw_happened(frame, data)
    return drawing(frame, "course", data["title"], parts)


def as_of_line(frame: ChartFrame, day: float, start: date) -> list[Markup]:
    """An upright line on the day of the report, named above."""
    x = frame.x(min(day, frame.x1))
    words = f"report, {day_name(start + timedelta(days=int(day)))}"
    anchor = "end" if x > frame.width / 2 else "start"
    return [
        line((x, frame.top - 5), (x, frame.floor), "asof"),
        text(x, frame.top - 9, words, "axis strong", anchor),
    ]


def end_numbers(frame: ChartFrame, values: Sequence[float]) -> list[Markup]:
    """Numbers at the right end, moved apart."""
    places = spread([frame.y(value) for value in values], 14, frame.top, frame.floor)
    return [
        text(frame.end + 5, place + 4, number(round(value)), "note strong" if row == 1 else "note")
        for row, (value, place) in enumerate(zip(values, places, strict=True))
    ]


def draw_counts(
    frame: ChartFrame, counts: Sequence[Plain], as_of: float, median: Sequence[Point] = ()
) -> list[Markup]:
    """What was reported: intervals with a dot; names of those used, the latest first, where they cover nothing."""
    line_of_report = frame.x(min(as_of, frame.x1))
    parts, boxes = [], [bar_box(frame, count) for count in counts]
    boxes.append((line_of_report - 2, 0, line_of_report + 2, frame.floor))
    boxes += [(x - 1, y - 2, x + 1, y + 2) for x, y in median]
    for row in sorted(counts, key=lambda count: count["used"]):
        kind = "used" if row["used"] else "check"
        if frame.y(row["low"]) - frame.y(row["high"]) > 3:
            ends = (frame.at(row["x"], row["low"]), frame.at(row["x"], row["high"]))
            parts.append(line(*ends, f"{kind} bar"))
        parts.append(circle(frame.at(row["x"], row["middle"]), 3.6 if row["used"] else 2.4, kind))
    labelled = [count for count in counts if count["used"] and count["label"]]
    for row in sorted(labelled, key=lambda count: -count["day"]):
        labels = dict.fromkeys((row["label"], short_label(row["label"], SHORTER)))
        spots = ((words, free_place(frame, bar_box(frame, row), width_of(words), boxes)) for words in labels)
        words, place = next(((words, spot) for words, spot in spots if spot is not None), ("", None))
        if place is not None:
            boxes.append(place)
            anchor_point = frame.at(row["x"], row["middle"])
            is_left = place[2] < anchor_point[0]
            tip = ((place[2] + 1) if is_left else (place[0] - 1), (place[1] + place[3]) / 2)
            if abs(tip[0] - anchor_point[0]) + abs(tip[1] - anchor_point[1]) > 12:
                parts.append(line(tip, anchor_point, "leader"))
            at, anchor = (place[2], "end") if is_left else (place[0], "start")
            parts.append(text(at, place[3] - 3, words, "note", anchor))
    return parts


def bar_box(frame: ChartFrame, row: Plain) -> Box:
    """Left, top, right, bottom of a reported interval with its dot."""
    x = frame.x(row["x"])
    return x - 4, frame.y(row["high"]) - 4, x + 4, frame.y(row["low"]) + 4


def free_place(
    frame: ChartFrame, bar: Box, width: float, boxes_taken: Sequence[Box], tall: float = 14
) -> Box | None:
    """The nearest box left or right of a bar that covers nothing and stays inside; None if there is none."""
    middle = (bar[1] + bar[3]) / 2
    candidates: list[tuple[float, Point]] = []
    for step in range(31):
        y = middle + (step + 1) // 2 * (1 if step % 2 else -1) * 0.6 * tall - tall / 2
        for reach in (3.0, 20.0, 50.0):
            distance = abs(y + tall / 2 - middle) + reach
            candidates += [(distance, (bar[0] - reach - width, y)), (distance, (bar[2] + reach, y))]
    for _, (x, y) in sorted(candidates):
        box = (x, y, x + width, y + tall)
        is_inside = (
            x >= frame.left + 2 and box[2] <= frame.end - 2 and y >= frame.top and box[3] <= frame.floor
        )
        is_clear = all(box[2] < b[0] or box[0] > b[2] or box[3] < b[1] or box[1] > b[3] for b in boxes_taken)
        if is_inside and is_clear:
            return box
    return None


def draw_happened(frame: ChartFrame, data: Plain) -> list[Markup]:
    """The line of what is known of later days, in the class that can be switched off."""
    outcomes = data["happened"]
    if not outcomes:
        return []
    points = [frame.at(day, (low + high) / 2) for day, low, high in outcomes]
    marks = [circle(points[0], 4, "truth"), *([path(points, "truth")] if len(points) > 1 else [])]
    return [Markup('<g class="later">{}</g>').format(Markup("").join(marks))]
