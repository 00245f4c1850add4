"""Momentum and reserves of every faction."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import (
    GREY,
    Drawing,
    Sheet,
    date_axis,
    draw_fan,
    level_ticks,
    mark_as_of,
    open_sheet,
    spread,
    write,
)
from sim.plots.drawing.text import number, shorten

SHOWN = (
    ("momentum", "momentum (1 = one district in a hundred gained a day)"),
    ("reserve", "mobile reserve (FU, 100 fighters each)"),
)


def draw_reserves(figure: Figure, report: Report) -> Drawing:
    """Two panels, one fan a faction."""
    fans = {name: [report.level_bands(name, f) for f in factions(report)] for name, _ in SHOWN}
    title = reserves_title(report, fans["reserve"][report.focus])
    subtitle = f"Runs {report.after}. Lines: medians; bands: 50 and 90 % of runs. Dashed: day of the report."
    sheet = open_sheet(figure, 3.0, title, subtitle, report)
    for place, (name, label) in enumerate(SHOWN):
        draw_panel(sheet, report, 0.5 + 4.6 * place, fans[name], label)
    return Drawing(title, alt(report, fans), columns(report, fans))


def factions(report: Report) -> range:
    """Axis F."""
    return range(len(report.record.factions))


def reserves_title(report: Report, reserve: np.ndarray) -> str:
    """How much of its reserve the challenger has left."""
    as_of, last = min(report.record.as_of_day, report.last_day), report.last_day
    faction = shorten(report.faction_name(report.focus), 30)
    dates = [report.when(day) for day in (as_of, last)]
    first, level_now, end = (number(float(reserve[2, day])) for day in (0, as_of, last))
    return (
        f"{faction}: median reserve {first} FU at the start, {level_now} on {dates[0]}, {end} on {dates[1]}"
    )


def draw_panel(sheet: Sheet, report: Report, left: float, fans: list[np.ndarray], label: str) -> None:
    """Fans of all factions with their names at the end of the medians."""
    axes = sheet.panel(left, 0.3, 2.7, 2.45)
    for faction, bands in enumerate(fans):
        draw_fan(axes, bands, report.colour(faction), strong=0.75)
    level_ticks(axes)
    date_axis(axes, report, most=4)
    mark_as_of(axes, report, words=False)
    low, high = axes.get_ylim()
    places = spread([float(bands[2, -1]) for bands in fans], 0.125 * (high - low), low, high)
    for faction, place in enumerate(places):
        text = f"{shorten(report.faction_name(faction), 15)}\n{number(round(float(fans[faction][2, -1]), 2))}"
        write(
            axes,
            1.02,
            place,
            text,
            transform=axes.get_yaxis_transform(),
            va="center",
            color=report.colour(faction),
            fontsize=7.5,
        )
    write(axes, 0, 1.03, label, transform=axes.transAxes, color=GREY, va="bottom", fontsize=7.5)


def alt(report: Report, fans: dict[str, list[np.ndarray]]) -> str:
    """Medians in words."""
    as_of = min(report.record.as_of_day, report.last_day)
    parts = [
        f"{shorten(report.faction_name(f), 30)} {name} {number(float(bands[2, as_of]))} on the day of the report, {number(float(bands[2, -1]))} at the horizon"
        for name, rows in fans.items()
        for f, bands in enumerate(rows)
    ]
    return "Medians: " + "; ".join(parts) + "."


def columns(report: Report, fans: dict[str, list[np.ndarray]]) -> dict[str, list[Any]]:
    """One row a day."""
    table: dict[str, list[Any]] = {"day": list(range(report.last_day + 1))}
    for name, rows in fans.items():
        for faction, bands in enumerate(rows):
            for level, band in zip(("p05", "p25", "p50", "p75", "p95"), bands, strict=True):
                table[f"{name}_{report.record.factions[faction]}_{level}"] = band.tolist()
    return table
