"""``sim export RUN_DIR``: chances for a map program, verdicts and reports for a spreadsheet, sources as citations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.entry.arguments import read_arguments
from sim.app.report.brief import read_brief
from sim.app.report.citations import bibtex, citations
from sim.app.report.geopackage import no_library, write_geopackage
from sim.app.report.spreadsheet_rows import verdicts_csv
from sim.app.report.workbook import NO_LIBRARY, has_library, tables_of, write_workbook
from sim.base.errors import DONE, UsageError
from sim.base.limited_files import read_limited
from sim.output.differences import SCENARIO
from sim.output.folder import disk_trouble, write_text
from sim.output.json_documents import BRIEF, compact
from sim.output.run_folder import expected_form, read_document
from sim.scenario.files.loader import parse
from sim.session.console import Console
from sim.session.verbs import VERBS

USAGE = f"{VERBS['export'].usage}: the folder of a finished job"
DOCUMENTS = ("verdicts.json", "evidence.json")
POINT = re.compile(r"(-?\d+) (-?\d+)")
Plain = Mapping[str, Any]


def main(words: Sequence[str]) -> int:
    """Write what the libraries here allow and name each file, or why it is not there; returns the exit code. UsageError for words it does not understand."""
    arguments = read_arguments("export", words)
    home = Path(arguments["RUN_DIR"])
    brief = read_brief(home, USAGE)
    verdicts, evidence = (read_document(home / name, USAGE) for name in DOCUMENTS)
    documents = [home / name for name in (BRIEF, *DOCUMENTS, SCENARIO)]
    out_folder = Path(arguments.get("out", home))
    console = Console()
    with disk_trouble("out", out_folder), expected_form(documents, "a folder as this program writes it"):
        out_folder.mkdir(parents=True, exist_ok=True)
        write_text(out_folder / "verdicts.csv", verdicts_csv(verdicts))
        console.say(f"verdicts: {out_folder / 'verdicts.csv'}")
        if has_library():
            write_workbook(out_folder / "report.xlsx", tables_of(brief, verdicts, evidence))
            console.say(f"workbook: {out_folder / 'report.xlsx'}")
        else:
            console.say(f"no report.xlsx: {NO_LIBRARY}")
        if brief["ground"]["plane"] is None:
            console.say(f"no chances.geojson: the places of {BRIEF} have no coordinates")
        else:
            write_maps(out_folder, chance_features(brief["ground"]), console)
        items = citations(read_scenario_values(home / SCENARIO))
        write_text(out_folder / "sources.json", json.dumps(items, ensure_ascii=False, indent=1) + "\n")
        write_text(out_folder / "sources.bib", bibtex(items))
        console.say(f"citations: {out_folder / 'sources.bib'}, {out_folder / 'sources.json'}")
    return DONE


def write_maps(out_folder: Path, collection: Plain, console: Console) -> None:
    """``chances.geojson``, and ``chances.gpkg`` where its library is."""
    write_text(out_folder / "chances.geojson", compact(collection))
    console.say(f"map: {out_folder / 'chances.geojson'}")
    if problem := no_library():
        console.say(f"no chances.gpkg: {problem}")
    else:
        write_geopackage(out_folder / "chances.gpkg", collection)
        console.say(f"map: {out_folder / 'chances.gpkg'}")


def read_scenario_values(path: Path) -> Plain:
    """The resolved scenario of a finished folder as plain values; UsageError if it cannot be read."""
    try:
        return dict(parse(read_limited(path).decode(), path.name).value)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); expected {USAGE}") from None


def chance_features(ground: Plain) -> dict[str, Any]:
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
    """The shape of a place in degrees: outlines as drawn, around centres where no borders are known.

    Rings that run clockwise are holes of the ring before them; what a coarse drawing made flat is left out.
    """
    parts: list[list[list[list[float]]]] = []
    for part in outline.split("Z"):
        ring = [to_degrees(int(x), int(y), plane) for x, y in POINT.findall(part)]
        area = signed_area(ring)
        if area < 0 and parts:
            parts[-1].append([*ring, ring[0]])
        elif area:
            parts.append([[*ring, ring[0]]])
    return {"type": "MultiPolygon", "coordinates": parts}


def signed_area(ring: Sequence[Sequence[float]]) -> float:
    """Area of a ring, above 0 if it runs anticlockwise."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def to_degrees(x: int, y: int, plane: Plain) -> list[float]:
    """Longitude and latitude of a point of the drawing."""
    return [
        round(plane["west"] + x * plane["degrees_x"], 4),
        round(plane["north"] - y * plane["degrees_y"], 4),
    ]
