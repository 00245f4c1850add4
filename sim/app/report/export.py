"""``sim export RUN_DIR``: chances as GeoJSON for a map program, verdicts and reports for a spreadsheet."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.entry.arguments import FORMS, read_form
from sim.app.report.brief import read_brief
from sim.app.report.spreadsheet_rows import verdicts_csv
from sim.app.report.workbook import NO_LIBRARY, has_library, tables_of, write_workbook
from sim.base.errors import DONE, UsageError
from sim.output.folder import disk_trouble, write_text
from sim.output.json_documents import BRIEF, compact
from sim.session.console import Console

FORM = FORMS["export"]
USAGE = f"{FORM.usage}: the folder of a finished job"
POINT = re.compile(r"(-?\d+) (-?\d+)")
Plain = Mapping[str, Any]


def main(words: Sequence[str]) -> int:
    """Write ``chances.geojson``, ``verdicts.csv`` and ``report.xlsx``; returns the exit code."""
    rest, given = read_form(FORM, words)
    if len(rest) != 1:
        raise UsageError(f"{len(rest)} folders given; expected 1: {USAGE}")
    home = Path(rest[0])
    brief = read_brief(home)
    verdicts, evidence = (read_document(home / name) for name in ("verdicts.json", "evidence.json"))
    out = Path(given.get("out", home))
    console = Console()
    with disk_trouble("out", out):
        out.mkdir(parents=True, exist_ok=True)
        write_text(out / "verdicts.csv", verdicts_csv(verdicts))
        console.say(f"verdicts: {out / 'verdicts.csv'}")
        if has_library():
            write_workbook(out / "report.xlsx", tables_of(brief, verdicts, evidence))
            console.say(f"workbook: {out / 'report.xlsx'}")
        else:
            console.say(f"no report.xlsx: {NO_LIBRARY}")
        if brief["ground"]["plane"] is None:
            console.say(f"no chances.geojson: the places of {BRIEF} have no coordinates")
        else:
            write_text(out / "chances.geojson", compact(chances(brief["ground"])))
            console.say(f"map: {out / 'chances.geojson'}")
    return DONE


def read_document(path: Path) -> Plain:
    """A document of a finished folder; UsageError if it cannot be read."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        problem = getattr(error, "strerror", None) or "no JSON"
        raise UsageError(f"{path} cannot be read ({problem}); expected {USAGE}") from None


def chances(ground: Plain) -> dict[str, Any]:
    """One feature a place with its chance, 0 to 1, on every day of the map's slider: p_2021_08_05 and so on."""
    days = [f"p_{day.replace('-', '_')}" for day in ground["dates"]]
    return {
        "type": "FeatureCollection",
        "name": "chance of being held",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "name": place["name"],
                    "in": place["in"],
                    "side": ground["side"],
                    **{day: frame[row] / 100 for day, frame in zip(days, ground["chance"], strict=True)},
                },
                "geometry": geometry(place["d"], ground["plane"]),
            }
            for row, place in enumerate(ground["places"])
        ],
    }


def geometry(outline: str, plane: Plain) -> dict[str, Any]:
    """The shape of a place in degrees: outlines as drawn, around centres where no borders are known."""
    rings = [
        [degrees(int(x), int(y), plane) for x, y in POINT.findall(part)]
        for part in outline.split("Z")
        if part
    ]
    return {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]] for ring in rings if len(ring) > 2]}


def degrees(x: int, y: int, plane: Plain) -> list[float]:
    """Longitude and latitude of a point of the drawing."""
    return [
        round(plane["west"] + x * plane["degrees_x"], 4),
        round(plane["north"] - y * plane["degrees_y"], 4),
    ]
