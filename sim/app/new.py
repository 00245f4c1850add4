"""``sim new``: the folder of a scenario from a folder of reports and a network; what nobody said is named as a gap."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sim.app.console import Console
from sim.app.folder import disk_trouble, write_text
from sim.app.guard import usage
from sim.app.plainly import day, read_words
from sim.app.stamp import new_stamp
from sim.app.texts import read_texts, tell_remarks
from sim.base.errors import DONE, ScenarioError, UsageError
from sim.reading.quantities import read_all
from sim.scenario.assumed import folded
from sim.scenario.draft import Text, draft_texts, draft_yaml, identifier
from sim.scenario.emit import emit, safe
from sim.scenario.reader import read_scenario
from sim.scenario.translate import Known
from sim.terrain.sources import read_network
from sim.terrain.terrain import Terrain

FORM = (
    "sim new NAME --reports FOLDER --network FILE [--districts FILE] [--weights COLUMN] "
    "[--challenger NAME,ALIAS] [--incumbent NAME,ALIAS] [--start DATE] [--as-of DATE] [--published DATE] [--source ID]"
)
OPTIONS = (
    "reports", "network", "districts", "weights", "challenger", "incumbent", "start", "as-of", "published", "source",
)  # fmt: skip
DRAFTS, REPORTS = "drafts.yaml", "reports"
DAYS = 30  # least from start to as_of, unless told
LONGEST = 365  # days back to what a count may speak of, to be taken as the start
LONGEST_NAME = 64
HEAD = """\
Begun by sim new. What stands here is a frame: TO SET marks what the reports do not say, and drafts.yaml holds what was
read from them, for you to confirm (sim draft --walk drafts.yaml). sim check tells what is still open."""
PRIORS_HEAD = """\
What is assumed, to be frozen before any verdict (docs/extend.md). TO SET for every source that is weighed, under its
id: unreliable, the chance that it says nothing; noise, the standard deviation of its counting in districts; argument,
why. As in
  sources: {radio: {unreliable: 0.1, noise: 2, argument: "a local station, checked against two others"}}"""


@dataclass(frozen=True)
class Side:
    """A faction as the command names it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class Frame:
    """What the command and the reports say of a scenario before anybody fills a gap."""

    name: str
    challenger: Side
    incumbent: Side
    start: date
    as_of: date


def main(words: Sequence[str]) -> int:
    """Make the folder whole or not at all, and name its gaps; returns the exit code."""
    places, given = read_words(words, OPTIONS, FORM)
    missing = [flag for flag in ("reports", "network") if flag not in given]
    if len(places) != 1 or missing:
        raise usage(f"sim new {' '.join(places)}: expected {FORM}")
    folder = Path(places[0])
    check_free(folder)
    texts = read_texts(Path(given["reports"]), day(given, "published", FORM), given.get("source"))
    tell_remarks(texts)
    frame = frame_of(folder.name, given, texts)
    part = folder.with_name(f".{folder.name}.{new_stamp()}.part")
    try:
        with disk_trouble("NAME", folder):
            gaps = fill(part, given, texts, frame)
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    tell(Console(), folder, gaps)
    return DONE


def check_free(folder: Path) -> None:
    """UsageError unless the name can be a scenario's and nothing stands there."""
    plain = folder.name.replace("_", "").replace("-", "").replace(".", "")
    if (
        not plain.isascii()
        or not plain.isalnum()
        or folder.name[0] in ".-"
        or len(folder.name) > LONGEST_NAME
    ):
        raise usage(f"NAME = {folder.name!r}; expected up to {LONGEST_NAME} letters, digits, _ and -")
    if folder.exists():
        raise usage(f"{folder} exists; expected the name of a new folder")


def frame_of(name: str, given: dict[str, str], texts: Sequence[Text]) -> Frame:
    """The frame; UsageError if both sides share a name or the days do not fit."""
    challenger, incumbent = side(given, "challenger"), side(given, "incumbent")
    if set(names_of(challenger)) & set(names_of(incumbent)):
        raise usage("--challenger and --incumbent share a name; expected two sides")
    start, as_of = days_of(texts, day(given, "start", FORM), day(given, "as-of", FORM))
    return Frame(name, challenger, incumbent, start, as_of)


def side(given: Mapping[str, str], role: str) -> Side:
    """A faction from its flag; a placeholder without one."""
    names = [safe(name) for name in given.get(role, "").split(",") if name.strip()]
    if not names:
        return Side(role, f"the {role}", (), role)
    return Side(identifier(names[0]), names[0], tuple(names[1:]), role)


def names_of(one: Side) -> list[str]:
    """Everything that means a side, as names are compared."""
    return [folded(name) for name in (one.id, one.name, *one.aliases)]


def days_of(texts: Sequence[Text], start: date | None, as_of: date | None) -> tuple[date, date]:
    """Start and day of the question: as told, else the first day a count speaks of (at least DAYS before) and the last report."""
    published = [text.published for text in texts if text.published is not None]
    if as_of is None and not published:
        raise usage(
            "no report has a day of publication; expected --published DATE, --as-of DATE, or names like 2021-08-05_radio.txt"
        )
    last = as_of or max(published)
    spoken = [
        days[0] for text in texts for days in read_all(text.text, text.published, text.days).windows if days
    ]
    near = [day for day in spoken if 0 < (last - day).days <= LONGEST]
    first = start or min([last - timedelta(DAYS), *near])
    if first >= last:
        raise usage(f"--start = {first} is not before --as-of = {last}; expected an earlier day")
    return first, last


def fill(part: Path, given: Mapping[str, str], texts: Sequence[Text], frame: Frame) -> list[str]:
    """Write every file of the scenario into ``part`` and read it as ``sim check`` does; returns its gaps in words."""
    part.mkdir(parents=True)
    block = bring_network(part, given)
    terrain = read_network(block, part.joinpath, "")
    texts = [bring_text(part, Path(given["reports"]), text) for text in texts]
    plain, first = drafted(texts, frame, terrain)
    write_text(part / DRAFTS, draft_yaml(plain))
    main, remarks = scenario_of(frame, block, first)
    write_text(part / "scenario.yaml", emit(main, remarks, HEAD))
    priors = {
        "schema": "sim.priors/1",
        "frozen": {"date": str(frame.as_of), "sha256": "pending"},
        "sources": {},
    }
    write_text(part / "priors.yaml", emit(priors, {}, PRIORS_HEAD))
    try:
        scenario = read_scenario(part, drafts="leave")
    except ScenarioError as error:
        raise UsageError(str(error).replace(f"{part}/", f"{frame.name}/")) from None
    waiting = [f"{one.id}: {', '.join(one.gaps) or 'to be confirmed'}" for one in scenario.unconfirmed]
    return [f"scenario.yaml: {', '.join('.'.join(map(str, path)) for path in remarks)}", *waiting]


def bring_network(part: Path, given: Mapping[str, str]) -> dict[str, Any]:
    """Copy the files of the network; the scenario's ``network`` block."""
    file, more = Path(given["network"]), given.get("districts")
    if file.is_dir():
        file, more = file / "edges.csv", str(file / "districts.csv")
    elif more is None and file.suffix.lower() == ".csv" and (file.parent / "districts.csv").is_file():
        more = str(file.parent / "districts.csv")
    if file.suffix.lower() == ".csv" and more is None:
        raise usage(f"--network = {file}: a table of edges needs one of districts; expected --districts FILE")
    names = {"file": file.name, **({"districts": Path(more).name} if more else {})}
    for path in (file, *([Path(more)] if more else [])):
        try:
            shutil.copyfile(path, part / path.name)
        except OSError as error:
            raise UsageError(f"--network = {path} cannot be read: {error.strerror}") from None
    kind = kind_of(file)
    if kind == "tables":
        names = {"districts": names["districts"], "edges": file.name}
    weights = {"weights": given["weights"]} if "weights" in given and kind != "geo" else {}
    return {"from": kind, **names, **weights}


def kind_of(file: Path) -> str:
    """Which source of networks reads a file: tables, geo or graph."""
    suffix = file.suffix.lower()
    if suffix in (".geojson", ".gpkg"):
        return "geo"
    if suffix == ".json":
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return "graph"
        return "geo" if isinstance(data, dict) and data.get("type") == "FeatureCollection" else "graph"
    return "tables" if suffix == ".csv" else "graph"


def bring_text(part: Path, reports: Path, text: Text) -> Text:
    """Copy a report's file into the scenario, so that a change of it is seen."""
    origin = reports / text.name.rpartition("/")[2] if reports.is_dir() else reports
    name = f"{REPORTS}/{safe(origin.name)}"
    (part / REPORTS).mkdir(exist_ok=True)
    shutil.copyfile(origin, part / name)
    return replace(text, name=name)


def drafted(texts: Sequence[Text], frame: Frame, terrain: Terrain) -> tuple[dict[str, Any], str]:
    """The draft of all texts, and the id of the draft count from which runs are to start."""
    factions = {name: one.id for one in (frame.challenger, frame.incumbent) for name in names_of(one)}
    totals = {"districts": terrain.districts, "capitals": len(terrain.capitals)}
    plain = draft_texts(texts, Known(factions, {}, totals, frozenset(("start", "start_held")))).plain()
    proposed = earliest_stock(plain["reports"], frame.challenger.id, frame.as_of)
    if proposed is not None:
        proposed["use"] = "start"
        return plain, str(proposed["id"])
    held = {
        "id": "start_held", "status": "draft", "reading": "how many districts the challenger holds on the first day",
        "faction": frame.challenger.id, "relation": "controls", "unit": "districts", "kind": "stock", "low": None,
        "high": None, "modifier": None, "date": str(frame.start), "basis": None, "use": "start",
    }  # fmt: skip
    start = {"id": "start", "source": None, "published": None, "quote": "", "counts": [held]}
    return {**plain, "reports": [start, *plain["reports"]]}, "start_held"


def earliest_stock(reports: Sequence[Mapping[str, Any]], faction: str, as_of: date) -> dict[str, Any] | None:
    """The count of the earliest report that says how many districts a side holds before the day of the question."""
    wanted = {
        "faction": faction,
        "relation": "controls",
        "unit": "districts",
        "measure": "count",
        "kind": "stock",
    }
    for report in sorted(reports, key=lambda one: one["published"] or str(as_of)):
        for count in report["counts"]:
            told = count["date"] if "date" in count and count["date"] else report["published"]
            if told and told < str(as_of) and all(count[key] == value for key, value in wanted.items()):
                found: dict[str, Any] = count
                return found
    return None


def scenario_of(
    frame: Frame, block: Mapping[str, Any], first: str
) -> tuple[dict[str, Any], dict[tuple[str | int, ...], str]]:
    """The frame of scenario.yaml, and the remarks that mark what is open in it."""
    sides = (frame.challenger, frame.incumbent)
    main = {
        "schema": "sim.scenario/1",
        "name": frame.name,
        "title": frame.name.replace("_", " "),
        "about": "",
        "dates": {"start": str(frame.start), "as_of": str(frame.as_of), "horizon": 30},
        "factions": [
            {"id": one.id, "name": one.name, "role": one.role, "aliases": list(one.aliases)} for one in sides
        ],
        "wars": [[sides[0].id, sides[1].id]],
        "default_holder": sides[1].id,
        "network": {**block, "source": ""},
        "sources": [],
        "start": [{"id": "start", "held": {frame.challenger.id: first}}],
        "reports": [],
        "claims": [],
        "drafts": [DRAFTS],
    }
    remarks: dict[tuple[str | int, ...], str] = {
        ("title",): "TO SET: one line on what this is",
        ("about",): "TO SET: what was reported, by whom, and what is asked",
        (
            "dates",
        ): "TO SET: the first day is the one your start count speaks of; the last that of the question",
        ("factions",): "TO SET: names, and under aliases how reports call each side, exactly",
        ("network", "source"): "TO SET: who made the data",
    }
    return main, remarks


def tell(console: Console, folder: Path, gaps: Sequence[str]) -> None:
    """What was made and what is still open."""
    console.say(f"{folder}: scenario.yaml, priors.yaml, {DRAFTS}, {REPORTS}/ and the network")
    console.say("still open:")
    for gap in gaps:
        console.say(f"  {gap}")
    console.say(f"next: sim draft --walk {folder / DRAFTS}, then sim check {folder}")
