"""Maps of the probability that the challenger holds a district, at three dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from sim.base.codes import START, TRUCE
from sim.plots.drawing.cells import MapCells
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.sheet import GREY, INK, WIDTH, Drawing, Sheet, open_sheet
from sim.plots.drawing.text import day_name, shorten

EDGES = np.array([0.0, 0.05, 0.20, 0.40, 0.60, 0.80, 0.95, 1.0])
SHADES = ("#2166ac", "#67a9cf", "#d1e5f0", "#ededed", "#fddbc7", "#ef8a62", "#b2182b")
WHY_PROVINCES = "Shown by province only: the report is so recent (as_of within 90 days of today) that no single place is named."


def draw_maps(figure: Figure, report: Report) -> Drawing:
    """As of the report, ten days on (or half-way), and at the horizon."""
    days = map_days(report)
    chance = holding_by_day(report, days)
    cells = report.cells
    title = map_title(report, days, chance)
    tall = panel_height(cells, len(days))
    sheet = open_sheet(figure, tall + 1.0, title, subtitle(report, cells), report)
    for place, day in enumerate(days):
        width = (WIDTH - 0.24) / len(days)
        axes = sheet.panel(0.12 + place * width, 0.72, width - 0.06, tall)
        sheet.write(
            0.12 + place * width,
            0.76 + tall,
            day_name(report.record.calendar.date(day), year=True),
            fontsize=9,
            fontweight="bold",
        )
        draw_map(axes, cells, chance[place], report)
    draw_key(sheet, shorten(report.faction_name(report.focus), 40), report.by_province)
    return Drawing(title, alt(report, days, chance), columns(report, days, chance))


def map_days(report: Report) -> list[int]:
    """``as_of``, then ten days on or half-way if that is sooner, then the horizon; equal days once."""
    as_of, last = report.record.as_of_day, report.last_day
    return sorted({min(as_of, last), as_of + min(10, (last - as_of) // 2), last} & set(range(last + 1)))


def holding_by_day(report: Report, days_shown: Sequence[int]) -> np.ndarray:
    """float64 [days, D]: chance that the followed faction holds each district, everything once it won the war.

    Where single places are hidden: the mean of its province.
    """
    view = report.record.view_for("holding by day", report.shares)
    if report.focus not in view:
        view[report.focus] = holding_every_day(report)
    total = np.clip(view[report.focus][:, list(days_shown)].T, 0.0, 1.0)
    if not report.by_province:
        return np.asarray(total)
    province = report.record.terrain.province_of
    means = np.array([np.bincount(province, weights=holding) for holding in total]) / np.bincount(province)
    return np.asarray(means[:, province])


def holding_every_day(report: Report) -> np.ndarray:
    """float64 [D, T+2]: that chance by district on every day, in one pass over the changes of holder."""
    record, rows = report.record, report.heavy
    districts, days, focus = record.terrain.districts, record.days + 2, report.focus
    weight = np.zeros(record.runs)
    weight[rows] = report.shares[rows]
    weight /= weight.sum() or 1.0
    delta = np.zeros(districts * days)
    for _, events in record.portions():
        manner, taker, run = record.event_manner[events], record.event_to[events], record.event_run[events]
        former_holder = np.where(manner == START, record.default, record.event_from[events])
        is_move = (manner < TRUCE) & ((taker == focus) != (former_holder == focus)) & (weight[run] > 0)
        moves = np.flatnonzero(is_move & (record.event_day[events] <= report.won_day[run]))
        run, day = run[moves], record.event_day[events][moves]
        size = np.where(taker[moves] == focus, weight[run], -weight[run])
        at = record.event_district[events][moves].astype(np.int64) * days
        delta += np.bincount(at + day, weights=size, minlength=districts * days)
        delta -= np.bincount(  # what the winner holds is given back: it holds everything from then on
            at + np.minimum(report.won_day[run], days - 1), weights=size, minlength=districts * days
        )
    if record.default == focus:  # held from the start, so a victory only gives back what was lost
        won_share = np.eye(1, days)[0]
    else:
        won_share = np.bincount(np.minimum(report.won_day, days - 1), weights=weight, minlength=days)
    holding = delta.reshape(districts, days) + won_share
    return np.asarray(np.cumsum(holding, axis=1))


def panel_height(cells: MapCells, panels: int) -> float:
    """Inches that keep the shape of the map."""
    corners = np.vstack([ring for rings in cells.rings for ring in rings])
    width, tall = np.ptp(corners, axis=0)
    return float(np.clip((WIDTH - 0.24) / panels * tall / max(width, 1e-9), 1.0, 3.2))


def draw_map(axes: Any, cells: MapCells, chance: np.ndarray, report: Report) -> None:
    """Districts in seven classes, borders of provinces, small rings at capitals."""
    shades = [SHADES[min(int(np.searchsorted(EDGES, p, side="right")) - 1, 6)] for p in chance]
    edge = shades if report.by_province else "white"
    shapes = [
        Path.make_compound_path(*(Path([*ring, ring[0]], closed=True) for ring in rings))
        for rings in cells.rings
    ]
    rim = PathCollection(shapes, facecolors=GREY, edgecolors=GREY, linewidths=1.3, joinstyle="round")
    axes.add_collection(rim)  # under everything: the outline of the country
    axes.add_collection(PathCollection(shapes, facecolors=shades, edgecolors=edge, linewidths=0.35))
    axes.add_collection(LineCollection(cells.borders, colors=INK, linewidths=0.7, capstyle="round"))
    if not report.by_province:
        rows = report.record.terrain.capitals
        places = cells.centres[rows]
        axes.plot(places[:, 0], places[:, 1], "o", ms=2.4, mfc="white", mec=INK, mew=0.6)
    corners = np.vstack([ring for rings in cells.rings for ring in rings])
    (left, low), (right, high) = corners.min(axis=0), corners.max(axis=0)
    edge_room = 0.005 * max(right - left, high - low)
    axes.set(xlim=(left - edge_room, right + edge_room), ylim=(low - edge_room, high + edge_room))
    axes.set_aspect("equal")
    axes.axis("off")


def draw_key(sheet: Sheet, faction_name: str, by_province: bool) -> None:
    """The seven classes in equal boxes with their edges."""
    axes = sheet.panel(1.6, 0.36, 5.8, 0.16)
    for place, shade in enumerate(SHADES):
        axes.barh(0, 1, left=place, color=shade, edgecolor=GREY, linewidth=0.4, height=1)
    axes.set(xlim=(0, 7), ylim=(-0.5, 0.5), yticks=[])
    axes.set_xticks(range(8), [f"{100 * edge:.0f}" + (" %" if edge in (0, 1) else "") for edge in EDGES])
    axes.spines[["left", "bottom"]].set_visible(False)
    chance_text = "mean chance over the province's districts" if by_province else "chance"
    sheet.write(
        WIDTH / 2,
        0.02,
        f"{chance_text} that the district is held by {faction_name}",
        ha="center",
        va="bottom",
        color=GREY,
    )


def map_title(report: Report, days: list[int], chance: np.ndarray) -> str:
    """How many districts are very likely held, date by date."""
    sure_counts = [int((row > 0.8).sum()) for row in chance]
    dates = [report.when(day) for day in days]
    parts = [f"{count} on {date_text}" for count, date_text in zip(sure_counts, dates, strict=True)]
    faction = shorten(report.faction_name(report.focus), 30)
    if report.by_province:
        return f"Expected districts held by {faction}, by province: " + ", ".join(
            f"{row.sum():.0f} on {date_text}" for row, date_text in zip(chance, dates, strict=True)
        )
    return f"Districts held by {faction} with more than 80 % chance: {', '.join(parts)}"


def subtitle(report: Report, cells: MapCells) -> str:
    """What is drawn and what is not real about it."""
    form = (
        "Equal tiles laid out by the network: neighbours lie near each other, positions are not known."
        if cells.tiles
        else "Borders of the scenario's file, simplified."
        if cells.parts
        else "Cells around centroids, not real boundaries."
    )
    ring = (
        WHY_PROVINCES
        if report.by_province
        else "Dark lines: between provinces; rings: capitals. After a victory all districts count as held."
    )
    return f"Runs {report.after}. {form} {ring}"


def alt(report: Report, days: list[int], chance: np.ndarray) -> str:
    """The maps in words."""
    faction = shorten(report.faction_name(report.focus), 40)
    parts = [
        f"{day_name(report.record.calendar.date(day), year=True)}: expected {row.sum():.0f} of {len(row)} districts"
        for day, row in zip(days, chance, strict=True)
    ]
    return (
        f"Maps of the chance that {faction} holds each {'province' if report.by_province else 'district'}. "
        + "; ".join(parts)
        + "."
    )


def columns(report: Report, days: list[int], chance: np.ndarray) -> dict[str, list[Any]]:
    """One row a district, or a province where single places are hidden."""
    terrain, calendar = report.record.terrain, report.record.calendar
    if report.by_province:
        rows = [terrain.provinces.index(name) for name in terrain.province_names]
        table: dict[str, list[Any]] = {"province": list(terrain.province_names)}
    else:
        rows = list(range(terrain.districts))
        table = {
            "district": list(terrain.ids),
            "name": list(terrain.names),
            "province": list(terrain.provinces),
        }
    for day, row in zip(days, chance, strict=True):
        table[f"p_{calendar.date(day)}"] = row[rows].tolist()
    return table
