"""The chance that places fall, rising day by day; as plain values, and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from markupsafe import Markup

from sim.page.drawing.axes import ChartFrame, circle, days_below, drawing, levels_left, path, text, width_of
from sim.page.drawing.course import MOST, as_of_line
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import spread
from sim.plots.drawing.text import clean, day_name, percent, shorten
from sim.plots.reports.cities import biggest_cities, biggest_provinces, cities_held, provinces_held

Plain = Mapping[str, Any]
FEWEST, SHOWN = 4, 6
SEEN = 0.005


def falls_data(report: Report) -> dict[str, Any] | None:
    """At most SHOWN places with their curves; None where the network has no capital."""
    names, not_fallen = provinces_held(report) if report.by_province else cities_held(report)
    places_shown = biggest_provinces(report, not_fallen) if report.by_province else asked_cities(report)
    if not places_shown:
        return None
    chance = 1.0 - not_fallen
    places_shown = sorted(places_shown, key=lambda row: -chance[row, -1])
    last, as_of = report.last_day, report.record.as_of_day
    has_moved = (np.abs(chance[places_shown] - chance[places_shown][:, :1]) > SEEN).any(axis=0)
    first = max(0, min(as_of - 14, (int(np.argmax(has_moved)) if has_moved.any() else last) - 7))
    step = -(-(last - first + 1) // MOST)
    days = sorted({*range(first, last + 1, step), last})
    rows = report.record.terrain.capitals
    return {
        "title": falls_title(report, [names[row] for row in places_shown], [float(chance[row, -1]) for row in places_shown]),
        "start": report.record.calendar.start.isoformat(),
        "as_of": as_of,
        "days": days,
        "places": [
            {
                "name": clean(names[row]),
                "chance": [round(float(chance[row, day]), 4) for day in days],
                "fell": None if report.by_province else fell(report, report.record.terrain.ids[rows[row]]),
            }
            for row in places_shown
        ],
    }  # fmt: skip


def asked_cities(report: Report) -> list[int]:
    """Places among the capitals: those a claim names, filled up with the biggest."""
    terrain = report.record.terrain
    place = {terrain.ids[row]: number for number, row in enumerate(terrain.capitals)}
    claim_places = [
        name
        for verdict in report.verdicts
        for definition in verdict.definitions
        for name in (definition.parameters.get("places") or [definition.parameters.get("place")])
        if name
    ]
    values = [place[name] for name in dict.fromkeys(claim_places) if name in place]
    other_cities = (
        [city for city in biggest_cities(report) if city not in values] if len(values) < FEWEST else []
    )
    return [*values, *other_cities][: max(len(values), FEWEST)][:SHOWN]


def fell(report: Report, district: str) -> int | None:
    """Day on which a capital is known to have fallen, within the days shown."""
    fall_date = report.happened_fallen.get(district)
    day = None if fall_date is None else report.record.calendar.day(fall_date)
    return day if day is not None and 0 <= day <= report.last_day else None


def falls_title(report: Report, names: list[str], ends: list[float]) -> str:
    """The range at the last day, and which is lowest."""
    faction, end_date = shorten(report.faction_name(report.focus), 24), report.when(report.last_day)
    high, low = percent(ends[0]), percent(ends[-1])
    span = high if high == low else f"{low.removesuffix(chr(160) + '%')} to {high}"
    tail = "" if high == low else f", lowest for {shorten(names[-1], 24)}"
    if report.by_province:
        return f"Chance that a district is held by {faction} on {end_date}, by province: {span}{tail}"
    place_name = shorten(names[0], 24) if len(names) == 1 else "each city"
    return f"Chance that {place_name} falls to {faction} by {end_date}: {span}{tail}"


def draw_falls(data: Plain, width: float = 360, height: float = 260) -> Markup:
    """One rising step curve a place, named at its end; a ring on the curve on the day it fell in fact."""
    days, places = data["days"], data["places"]
    labels = [
        f"{shorten(place['name'], 15)} {percent(place['chance'][-1])}".replace("\u00a0%", "%")
        for place in places
    ]
    right_margin = min(max(width_of(label, 11.5) for label in labels) + 12, 0.45 * width)
    top = max(place["chance"][-1] for place in places)
    high = next(level for level in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if top <= 0.96 * level or level == 1.0)
    frame = ChartFrame(
        width, height, days[0], max(days[-1], days[0] + 1), 0, high, left=46, right=right_margin
    )
    parts = [
        *levels_left(frame, [high * part / 4 for part in (0, 2, 4)], share=True),
        *days_below(frame, date.fromisoformat(data["start"]), most=3),
        *as_of_line(frame, data["as_of"], date.fromisoformat(data["start"])),
    ]
    spots = spread([frame.y(place["chance"][-1]) for place in places], 14, frame.top + 4, frame.floor)
    for row, (place_row, label, spot) in enumerate(zip(places, labels, spots, strict=True)):
        points = [frame.at(day, value) for day, value in zip(days, place_row["chance"], strict=True)]
        parts.append(path(points, f"rise dash{row % 3}"))
        end = frame.y(place_row["chance"][-1])
        if abs(end - spot) > 3:
            parts.append(path([(frame.end + 1, end), (frame.end + 5, spot)], "leader"))
        parts.append(text(frame.end + 7, spot + 4, label, "note small"))
    for place_row in places:
        if place_row["fell"] is not None and place_row["fell"] >= days[0]:
            at = float(np.interp(place_row["fell"], days, place_row["chance"]))
            parts.append(
                Markup('<g class="later">{}</g>').format(circle(frame.at(place_row["fell"], at), 4.5, "fell"))
            )
    return drawing(frame, "falls", data["title"], parts)


def fell_words(data: Plain) -> str:
    """``in fact taken: Kunduz 8 Aug, Herat 12 Aug``; empty where nothing is known."""
    start = date.fromisoformat(data["start"]).toordinal()
    falls = sorted((place["fell"], place["name"]) for place in data["places"] if place["fell"] is not None)
    return ", ".join(f"{name} {day_name(date.fromordinal(start + day))}" for day, name in falls)
