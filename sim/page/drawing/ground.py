"""The map: shapes of places and the chance that each is held, day by day, as plain values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.base.codes import RURAL
from sim.plots.drawing.cells import MapCells, narrowing
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import clean, number, shorten
from sim.plots.reports.maps import holding_by_day, map_days
from sim.terrain.terrain import Terrain

MOST = 130  # days of the slider
ACROSS, EDGE = 1000, 4  # units of the drawing, and of the room around the map
SURE = 80  # per cent
LETTERS = 22  # units a letter of a label takes at most
SMALL = 60  # cells whose names are written inside


def ground_data(report: Report, middle: float) -> dict[str, Any]:
    """Shapes, names, chances in whole per cent [frames][places], how many are above SURE [frames], and what is said of them.

    middle   districts held on the day of the report, as the course says

    Where single places are hidden a place is a province, and no district is named anywhere.
    """
    last = report.last_day
    days_shown = map_days(report)
    frames = sorted({*range(0, last + 1, -(-(last + 1) // MOST)), *days_shown})
    chance = holding_by_day(report, frames)
    if report.by_province:
        chance = chance[:, np.unique(report.record.terrain.province_of, return_index=True)[1]]
    chance = 100 * chance
    shapes = province_shapes(report) if report.by_province else district_shapes(report)
    calendar = report.record.calendar
    return {
        "title": ground_title(report, days_shown, chance[[frames.index(day) for day in days_shown]], middle),
        "side": shorten(report.faction_name(report.focus), 30),
        "unit": "provinces" if report.by_province else "districts",
        "dates": [calendar.date(day).isoformat() for day in frames],
        "three": [frames.index(day) for day in days_shown],
        "now": frames.index(min(report.record.as_of_day, last)),
        "chance": np.rint(chance).astype(int).tolist(),
        "sure": SURE,
        "sure_places": (chance > SURE)
        .sum(axis=1)
        .tolist(),  # before rounding, as the figure of maps counts them
        "counts": {
            name: report.count_name(name)
            for name in sorted({name for place in shapes["places"] for name in place["reports"]})
        },
        **shapes,
    }


def district_shapes(report: Report) -> dict[str, Any]:
    """One place a district."""
    terrain = report.record.terrain
    cells = report.cells
    scale, _ = fitted(flat(cells))
    centres = scale(cells.centres)
    fall_dates = report.happened_fallen
    return {
        **frame_of(cells, terrain),
        "places": [
            {
                "name": clean(terrain.names[row]),
                "in": clean(terrain.provinces[row]),
                "d": outline([scale(ring) for ring in cells.rings[row]]),
                "x": round(float(centres[row, 0])),
                "y": round(float(centres[row, 1])),
                "seat": int(terrain.seat[row] != RURAL),
                "fell": fall_dates[terrain.ids[row]].isoformat() if terrain.ids[row] in fall_dates else None,
                "reports": mentions(report, terrain.names[row]),
                "written": written(terrain.names[row], scale(cells.polygons[row]), cells.tiles)
                if terrain.districts <= SMALL
                else "",
            }
            for row in range(terrain.districts)
        ],
    }


def province_shapes(report: Report) -> dict[str, Any]:
    """One place a province: the cells of its districts together, without their lines and names."""
    terrain = report.record.terrain
    cells = report.cells
    scale, _ = fitted(flat(cells))
    members = [np.flatnonzero(terrain.province_of == row) for row in range(len(terrain.province_names))]
    centres = [scale(cells.centres[rows]).mean(axis=0) for rows in members]
    return {
        **frame_of(cells, terrain),
        "places": [
            {
                "name": clean(name),
                "in": "",
                "d": outline([scale(ring) for row in rows for ring in cells.rings[row]]),
                "x": round(float(centre[0])),
                "y": round(float(centre[1])),
                "seat": 0,
                "fell": None,
                "reports": mentions(report, name),
                "written": written(name, scale(cells.polygons[rows[0]]), cells.tiles)
                if len(members) <= SMALL
                else "",
            }
            for name, rows, centre in zip(terrain.province_names, members, centres, strict=True)
        ],
    }


def frame_of(cells: MapCells, terrain: Terrain) -> dict[str, Any]:
    """What a map holds beside its places: size, kind of cells, the plane's coordinates and the lines between provinces."""
    scale, size = fitted(flat(cells))
    return {
        **size,
        "tiles": cells.tiles,
        "real": bool(cells.parts),
        "plane": plane_of(cells, terrain),
        "borders": segments([scale(border) for border in cells.borders]),
    }


def written(name: str, shape: np.ndarray, tiles: bool) -> str:
    """What is written inside a shape: its name, cut in a tile; empty where it does not fit."""
    width, tall = np.ptp(shape, axis=0)
    letters = int(width / (0.75 * LETTERS)) if tall > 60 else 0
    label = clean(name)
    return label if len(label) <= letters else shorten(label, letters) if tiles and letters > 3 else ""


def with_labels(ground: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The same with ``label`` (dx, dy, anchor) at the named places: beside, above or below, where no other label is."""
    labelled = [
        place
        for place in ground["places"]
        if place["name"] in names and place["seat"] and not place["written"]
    ]
    boxes = [(item["x"] - 12, item["y"] - 12, item["x"] + 12, item["y"] + 12) for item in labelled]
    for row, place_row in enumerate(labelled):
        other_boxes = [other_box for number, other_box in enumerate(boxes) if number != row]
        for dx, dy, anchor in ((15, 11, "start"), (-15, 11, "end"), (0, -17, "middle"), (0, 40, "middle")):
            box = label_box(place_row, dx, dy, anchor)
            if (
                apart(box, other_boxes)
                and box[0] > 0
                and box[2] < ground["width"]
                and box[1] > 0
                and box[3] < ground["height"]
            ):
                boxes.append(box)
                place_row["label"] = [dx, dy, anchor]
                break
    return ground


def with_provinces(ground: dict[str, Any], report: Report) -> dict[str, Any]:
    """The same with ``provinces`` {name, x, y}: names written where they cover neither a label nor each other."""
    places = ground["places"]
    if ground["tiles"] or len(places) <= SMALL or report.by_province:
        return ground
    rows: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        rows.setdefault(place["in"], []).append(place)
    boxes = [label_box(place_row, *place_row["label"]) for place_row in places if "label" in place_row]
    boxes += [
        (place_row["x"] - 12, place_row["y"] - 12, place_row["x"] + 12, place_row["y"] + 12)
        for place_row in places
        if "label" in place_row
    ]
    labelled = {place_row["name"] for place_row in places if "label" in place_row}
    provinces = []
    for name, members in sorted(rows.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        x, y = (round(sum(member[axis] for member in members) / len(members)) for axis in ("x", "y"))
        half = 0.3 * LETTERS * len(name)
        box = (x - half, y - 12, x + half, y + 12)
        is_inside = box[0] > 0 and box[2] < ground["width"]
        if name and name not in labelled and is_inside and apart(box, boxes):
            boxes.append(box)
            provinces.append({"name": shorten(name, 24), "x": x, "y": y + 8})
    return {**ground, "provinces": provinces} if len(rows) > 1 else ground


Box = tuple[float, float, float, float]  # left, top, right, bottom


def label_box(entry: dict[str, Any], dx: float, dy: float, anchor: str) -> Box:
    """What a label of a place covers."""
    length = LETTERS * len(entry["name"])
    left = entry["x"] + dx - {"start": 0.0, "end": length, "middle": length / 2}[anchor]
    return (left, entry["y"] + dy - 28, left + length, entry["y"] + dy + 6)


def apart(box: Box, other_boxes: Sequence[Box]) -> bool:
    """True if a box covers none of the others."""
    return all(
        box[2] < other_box[0] or box[0] > other_box[2] or box[3] < other_box[1] or box[1] > other_box[3]
        for other_box in other_boxes
    )


def plane_of(cells: MapCells, terrain: Terrain) -> dict[str, float] | None:
    """Where units of the drawing lie in degrees; None where positions are not known."""
    if cells.tiles:
        return None
    low, high, factor = extent(flat(cells))
    narrow = narrowing(terrain)
    return {
        "west": (float(low[0]) - EDGE / factor) / narrow,
        "north": float(high[1]) + EDGE / factor,
        "degrees_x": 1 / (factor * narrow),
        "degrees_y": 1 / factor,
    }


def flat(cells: MapCells) -> list[np.ndarray]:
    """Every ring of the map."""
    return [ring for rings in cells.rings for ring in rings]


def extent(polygons: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, float]:
    """Lowest and highest corner of the map, and units of the drawing a unit of the map."""
    corners = np.vstack(polygons)
    low, high = corners.min(axis=0), corners.max(axis=0)
    factor = (ACROSS - 2 * EDGE) / max(float(high[0] - low[0]), 1e-9)
    return low, high, min(factor, 1.3 * ACROSS / max(float(high[1] - low[1]), 1e-9))


def fitted(polygons: Sequence[np.ndarray]) -> tuple[Any, dict[str, int]]:
    """How places of the map become whole units of a drawing ACROSS wide, north up; and its size."""
    low, high, factor = extent(polygons)
    width, height = (high - low) * factor + 2 * EDGE

    def scale(points: np.ndarray) -> np.ndarray:
        return np.column_stack([points[:, 0] - low[0], high[1] - points[:, 1]]) * factor + EDGE

    return scale, {"width": round(float(width)), "height": round(float(height))}


def outline(shapes: Sequence[np.ndarray]) -> str:
    """Closed shapes as the ``d`` of an SVG path."""
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in np.rint(shape).astype(int).tolist()) + "Z"
        for shape in shapes
        if len(shape)
    )


def segments(lines: Sequence[np.ndarray]) -> str:
    """Open lines as the ``d`` of an SVG path."""
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in np.rint(line).astype(int).tolist()) for line in lines
    )


def mentions(report: Report, name: str) -> list[str]:
    """Ids of the counts whose quoted words name the place."""
    if len(name) < 4:
        return []
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    return [count.id for count in report.scenario.counts if pattern.search(count.quote)]


def ground_title(report: Report, days: Sequence[int], chance: np.ndarray, middle: float) -> str:
    """How many places are very likely held; that which is less known than how many, where it is so."""
    faction = shorten(report.faction_name(report.focus), 30)
    dates = [report.when(day) for day in days]
    counts = [int((row > SURE).sum()) for row in chance]
    if report.by_province:
        parts = [
            f"{row.mean():.0f}\u00a0% on {date_text}" for row, date_text in zip(chance, dates, strict=True)
        ]
        return f"Share of an average province held by {faction}: {', '.join(parts)}"
    if counts[0] < middle / 3 and report.record.terrain.districts >= 50:
        return (
            f"Of about {number(round(middle))} districts held on {dates[0]}, "
            f"{counts[0] or 'none'} can be named with a chance above {SURE}\u00a0%"
        )
    parts = [f"{count} on {date_text}" for count, date_text in zip(counts, dates, strict=True)]
    if len(set(counts)) == 1 and len(counts) > 1:
        parts = [f"{counts[0] or 'none'} on {', '.join(dates[:-1])} and {dates[-1]} alike"]
    return f"Districts held by {faction} with a chance above {SURE}\u00a0%: {', '.join(parts)}"
