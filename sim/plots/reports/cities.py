"""Fall of cities: share of runs in which a city is not yet lost, and the number of capitals lost."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from sim.base.codes import NATIONAL
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
from sim.plots.drawing.text import day_name, number, percent, shorten
from sim.plots.reports.maps import WHY_PROVINCES, holding_by_day
from sim.record.holdings import NEVER
from sim.record.regimes import capital_falls

SEEN = 0.005  # change of a share that can be seen
LINES = (("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("#CC79A7", ":"))


def draw_cities(figure: Figure, report: Report) -> Drawing:
    """At most four curves, named at their ends, and the fan of capitals held by the challenger."""
    names, curves = provinces_held(report) if report.by_province else cities_held(report)
    rows = biggest_provinces(report, curves) if report.by_province else biggest_cities(report)
    total = len(report.record.terrain.capitals)
    bands = report.level_bands("capitals", report.focus, total)
    title = cities_title(report, [names[row] for row in rows], [curves[row, -1] for row in rows], bands)
    sheet = open_sheet(figure, 3.3, title, subtitle(report), report)
    first = first_shown(report, curves, bands)
    draw_curves(sheet, report, [names[row] for row in rows], curves[rows], first)
    draw_number(sheet, report, bands, first)
    return Drawing(title, alt(report, names, curves, rows), columns(report, names, curves, bands))


def first_shown(report: Report, curves: np.ndarray, bands: np.ndarray) -> int:
    """First day drawn: two weeks before the report, or a week before anything happens if that is earlier."""
    has_changed = (np.abs(curves - curves[:, :1]) > SEEN).any(axis=0) | (bands != bands[:, :1]).any(axis=0)
    first_change = int(np.argmax(has_changed)) if has_changed.any() else report.last_day
    return max(0, min(report.record.as_of_day - 14, first_change - 7))


def cities_held(report: Report) -> tuple[list[str], np.ndarray]:
    """Names of the capitals, and float64 [C, T+1]: weighted share of runs in which each is not yet lost.

    As for the claims: when the faction wins the war, what it did not hold by then is lost that day.
    """
    terrain, last = report.record.terrain, report.last_day
    first = capital_falls(report.record, report.focus, -1)
    share_lost = np.zeros((first.shape[1], last + 1))
    for city in range(first.shape[1]):
        falls = (first[:, city] != NEVER) & (first[:, city] <= last)
        share_lost[city] = np.cumsum(
            np.bincount(first[falls, city], weights=report.shares[falls], minlength=last + 1)
        )
    names = [terrain.names[row] for row in terrain.capitals]
    return names, np.clip(1.0 - share_lost, 0.0, 1.0)


def provinces_held(report: Report) -> tuple[list[str], np.ndarray]:
    """Names of the provinces, and float64 [P, T+1]: mean share of their districts the challenger does not hold.

    Every fifth day is computed, the days between lie on a line.
    """
    last, province = report.last_day, report.record.terrain.province_of
    days = sorted({*range(0, last + 1, 5), last})
    _, first = np.unique(province, return_index=True)
    knots = holding_by_day(report, days)[:, first]
    curves = [1.0 - np.interp(np.arange(last + 1), days, column) for column in knots.T]
    return list(report.record.terrain.province_names), np.array(curves)


def biggest_cities(report: Report) -> list[int]:
    """Places among the capitals of the national one and the most populous others, four at most.

    What the side holds from the first day cannot fall to it, and is left out while there is another.
    """
    terrain = report.record.terrain
    rows = terrain.capitals
    first = capital_falls(report.record, report.focus, -1)
    held_at_start = (report.shares[:, None] * (first == 0)).sum(axis=0) > 0.5
    order = sorted(
        [city for city in range(len(rows)) if not held_at_start[city] or held_at_start.all()],
        key=lambda i: (terrain.seat[rows[i]] != NATIONAL, -terrain.population[rows[i]], i),
    )
    return order[:4]


def biggest_provinces(report: Report, curves: np.ndarray) -> list[int]:
    """Places of the four most populous provinces."""
    people = np.bincount(report.record.terrain.province_of, weights=report.record.terrain.population)
    return [int(row) for row in np.argsort(-people, kind="stable")[:4]]


def cities_title(report: Report, names: list[str], ends: list[float], bands: np.ndarray) -> str:
    """What is left at the horizon."""
    end_date = report.when(report.last_day)
    if not names:
        return "The network has no capitals"
    measure_text = "Share of districts not lost by" if report.by_province else "Chance of not being lost by"
    parts = [f"{shorten(name, 22)} {percent(end)}" for name, end in zip(names, ends, strict=True)]
    return f"{measure_text} {end_date}: {', '.join(parts)}; median of capitals lost: {number(float(bands[2, -1]))}"


def subtitle(report: Report) -> str:
    """What is drawn."""
    faction = shorten(report.faction_name(report.focus), 30)
    if report.by_province:
        return f"Runs {report.after}. Left: mean share of a province's districts not held by {faction}. {WHY_PROVINCES}"
    return f"Runs {report.after}. Left: share of runs in which the city is not yet taken by {faction}. Right: median, 50 and 90 % of runs. After a victory of {faction} in the war every city counts as lost."


def draw_curves(sheet: Sheet, report: Report, names: list[str], curves: np.ndarray, first: int) -> None:
    """Steps with their names and last values at the right, from day ``first`` on."""
    axes = sheet.panel(0.5, 0.3, 3.75, 2.75)
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    date_axis(axes, report, first, most=4)
    mark_as_of(axes, report, words=False)
    places = spread([float(curve[-1]) for curve in curves], 0.06, 0.0, 1.02)
    for name, curve, place, (colour, dashes) in zip(names, curves, places, LINES, strict=False):
        days = np.arange(first, len(curve))
        axes.step(days, curve[first:], where="post", color=colour, ls=dashes, lw=1.8)
        text = f"{shorten(name, 15)} {percent(float(curve[-1]))}"
        write(axes, 1.02, place, text, transform=axes.get_yaxis_transform(), color=colour, va="center")
    write(
        axes,
        0,
        1.03,
        "districts not lost" if report.by_province else "not yet lost",
        transform=axes.transAxes,
        color=GREY,
        va="bottom",
    )


def draw_number(sheet: Sheet, report: Report, bands: np.ndarray, first: int) -> None:
    """Fan of the number of capitals the challenger holds, from day ``first`` on."""
    axes = sheet.panel(6.0, 0.3, 2.15, 2.75)
    draw_fan(axes, bands, report.colour(report.focus))
    total = len(report.record.terrain.capitals)
    axes.set_ylim(0, max(1.04 * total, 1.0))
    level_ticks(axes, whole=True)
    date_axis(axes, report, first, most=4)
    mark_as_of(axes, report, words=False)
    write(axes, 0, 1.03, f"capitals lost (of {total})", transform=axes.transAxes, color=GREY, va="bottom")
    span = axes.get_ylim()
    ends = [float(end) for end in bands[[0, 2, 4], -1]]
    for name, end, place in zip(
        ("5 %", "median", "95 %"), ends, spread(ends, 0.06 * span[1], *span), strict=True
    ):
        write(
            axes,
            1.03,
            place,
            f"{number(end)} ({name})",
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=7,
        )


def alt(report: Report, names: list[str], curves: np.ndarray, rows_shown: list[int]) -> str:
    """The figure in words."""
    end_date = day_name(report.record.calendar.date(report.last_day), year=True)
    parts = [f"{shorten(names[row], 40)} {percent(float(curves[row, -1]))}" for row in rows_shown]
    return f"Share of runs in which each place is not lost by {end_date}: " + ", ".join(parts) + "."


def columns(report: Report, names: list[str], curves: np.ndarray, bands: np.ndarray) -> dict[str, list[Any]]:
    """One row a day: every capital (or province), and the fan of capitals lost."""
    table: dict[str, list[Any]] = {"day": list(range(bands.shape[1]))}
    for name, curve in zip(names, curves, strict=True):
        table[f"not lost: {name}"] = curve.tolist()
    for name, band in zip(("p05", "p25", "p50", "p75", "p95"), bands, strict=True):
        table[f"capitals_{name}"] = band.tolist()
    return table
