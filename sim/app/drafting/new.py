"""``sim new``: the folder of a scenario from a folder of reports and a network; what nobody stated is named as a gap."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sim.app.drafting.default_windows import HORIZON, fit_windows, needed_horizon, set_horizons
from sim.app.drafting.network_files import ProposedNetwork, copy_network
from sim.app.drafting.report_texts import print_remarks, read_texts
from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE, ScenarioError, UsageError, nearest
from sim.base.texts import folded
from sim.output.folder import disk_trouble, write_text
from sim.output.timestamps import new_stamp
from sim.reading.quantities import read_all
from sim.scenario.blocks.population import default_population
from sim.scenario.drafting.draft import Text, draft_texts, draft_yaml, identifier
from sim.scenario.drafting.to_count import KnownNames
from sim.scenario.files.yaml_writer import emit, safe
from sim.scenario.reader import read_scenario
from sim.session.console import Console
from sim.session.exit_codes import usage
from sim.terrain.terrain import Terrain

DRAFTS, REPORTS = "drafts.yaml", "reports"
DAYS = 42  # from start to as_of where no count gives the start: what the usual headline looks back on
LONGEST = 365  # days back to what a count may speak of, to be taken as the start
LONGEST_NAME = 64
NAME = re.compile(rf"(?=.*[A-Za-z0-9])[A-Za-z0-9_][A-Za-z0-9_.-]{{0,{LONGEST_NAME - 1}}}")
STOCK = {"relation": "controls", "unit": "districts", "measure": "count", "kind": "stock"}
HEAD = """\
Created by sim new as a template: TO SET marks what the reports do not say, and drafts.yaml holds what was read from them, for you to confirm (sim draft --walk drafts.yaml). sim check lists what is still missing."""
PRIORS_HEAD = """\
Assumptions, to be frozen before any verdict (docs/extend.md). TO SET for every source used in the likelihood, under its
id: unreliable, the probability that it carries no information; noise, the standard deviation of its counts in districts; argument, the reason. Example:
  sources: {radio: {unreliable: 0.1, noise: 2, argument: "a local station, checked against two others"}}
Parameters not given here have the priors of the law; reserves and tempo grow with the number of districts.
population: priors learned from earlier wars, a file named by its hash, or none (sim check says which)."""


@dataclass(frozen=True)
class ProposedSide:
    """A faction as the command names it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class ScenarioDraft:
    """What the command and the reports say of a scenario before anybody fills a gap."""

    name: str
    challenger: ProposedSide
    incumbent: ProposedSide
    start: date
    as_of: date
    start_given: bool = False  # and stays, whatever day a count speaks of
    horizon: int = HORIZON


def main(words: Sequence[str]) -> int:
    """Make the folder whole or not at all, and name its gaps; returns the exit code.

    UsageError or ScenarioError for words, reports or a network that cannot be read, OutputError for a folder that cannot.
    """
    arguments = read_arguments("new", words)
    folder = Path(arguments["NAME"])
    check_free(folder)
    texts = read_texts(Path(arguments["reports"]), arguments.get("published"), arguments.get("source"))
    print_remarks(texts)
    frame = begin_draft(folder.name, arguments, texts)
    part = folder.with_name(f".{folder.name}.{new_stamp()}.part")
    try:
        with disk_trouble("NAME", folder):
            gaps, decisions = write_scenario(part, arguments, texts, frame)
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    print_scenario(Console(), folder, gaps, decisions)
    return DONE


def check_free(folder: Path) -> None:
    """UsageError unless the name can be a scenario's and nothing stands there."""
    if not NAME.fullmatch(folder.name):
        raise usage(f"NAME = {folder.name!r}; expected up to {LONGEST_NAME} letters, digits, _ and -")
    if folder.exists():
        raise usage(f"{folder} exists; expected the name of a new folder")


def begin_draft(name: str, arguments: Mapping[str, Any], texts: Sequence[Text]) -> ScenarioDraft:
    """The frame; UsageError if both sides share a name or the days do not fit."""
    challenger, incumbent = faction_given(arguments, "challenger"), faction_given(arguments, "incumbent")
    if set(faction_names(challenger)) & set(faction_names(incumbent)):
        raise usage("--challenger and --incumbent share a name; expected two sides")
    last = arguments.get("as-of") or last_day(texts)
    first = arguments.get("start") or first_day(texts, last)
    if first >= last:
        raise usage(f"--start = {first} is not before --as-of = {last}; expected an earlier day")
    return ScenarioDraft(name, challenger, incumbent, first, last, "start" in arguments)


def faction_given(arguments: Mapping[str, Any], role: str) -> ProposedSide:
    """A faction from its flag; a placeholder without one."""
    names = [safe(name) for name in arguments.get(role, "").split(",") if name.strip()]
    if not names:
        return ProposedSide(role, f"the {role}", (), role)
    return ProposedSide(identifier(names[0]), names[0], tuple(names[1:]), role)


def faction_names(faction: ProposedSide) -> list[str]:
    """Everything that means a side, as names are compared."""
    return [folded(name) for name in (faction.id, faction.name, *faction.aliases)]


def last_day(texts: Sequence[Text]) -> date:
    """The day of the last report; UsageError if no report has a day."""
    published = [text.published for text in texts if text.published is not None]
    if not published:
        raise usage(
            "no report has a day of publication; expected --published DATE, --as-of DATE, or names like 2021-08-05_radio.txt"
        )
    return max(published)


def first_day(texts: Sequence[Text], last: date) -> date:
    """The first day any count speaks of, at least DAYS before the last: the start where no count gives one."""
    first_days = [
        days[0] for text in texts for days in read_all(text.text, text.published, text.days).windows if days
    ]
    recent_days = [day for day in first_days if 0 < (last - day).days <= LONGEST]
    return min([last - timedelta(DAYS), *recent_days])


def write_scenario(
    part: Path, arguments: Mapping[str, Any], texts: Sequence[Text], frame: ScenarioDraft
) -> tuple[list[str], list[str]]:
    """Write every file of the scenario into ``part`` and read it as ``sim check`` does; UsageError if that fails.

    Returns the gaps that are left, and what was decided for the reader, a line each.
    """
    part.mkdir(parents=True)
    network = copy_network(part, arguments)
    texts = [copy_report(part, Path(arguments["reports"]), text) for text in texts]
    content, first, stock_day = draft_reports(texts, frame, network.terrain)
    if stock_day is not None and not frame.start_given:
        frame = replace(frame, start=stock_day)
    too_early = mark_early_counts(content["reports"], frame.start)
    claims = content.get("claims", ())
    late_claims = set_horizons(claims, frame.as_of)
    shortened = fit_windows(claims, (frame.as_of - frame.start).days)
    horizon, horizon_note = needed_horizon(claims)
    frame = replace(frame, horizon=horizon)
    write_text(part / DRAFTS, draft_yaml(content))
    main, remarks = scenario_frame(frame, network, first)
    write_text(part / "scenario.yaml", emit(main, remarks, HEAD))
    priors = {
        "schema": "sim.priors/1",
        "frozen": {"date": str(frame.as_of), "sha256": "pending"},
        "sources": {},
        "law": {},
        "population": default_population(),
    }
    write_text(part / "priors.yaml", emit(priors, {}, PRIORS_HEAD))
    try:
        scenario = read_scenario(part, drafts="leave")
    except ScenarioError as error:
        raise UsageError(str(error).replace(f"{part}/", f"{frame.name}/")) from None
    waiting = [f"{draft.id}: {', '.join(draft.gaps) or 'to be confirmed'}" for draft in scenario.unconfirmed]
    open_keys = ", ".join(".".join(map(str, path)) for path in remarks)
    return (
        [f"scenario.yaml: {open_keys}", *waiting],
        [*unnamed_factions(arguments, texts, frame), *scenario.terrain.notes, *scenario.terrain.doubts, *parts_note(scenario.terrain),
         *too_early, *late_claims, *shortened, *([horizon_note] if horizon_note else []),
         f"priors: those of the law, reserves and tempo for {scenario.terrain.districts} districts"],
    )  # fmt: skip


def unnamed_factions(arguments: Mapping[str, Any], texts: Sequence[Text], frame: ScenarioDraft) -> list[str]:
    """The sides given that no report calls by any of their names, each with the party read that comes nearest."""
    words = " ".join(folded(text.text) for text in texts)
    quantities = [quantity for text in texts for quantity in read_all(text.text).quantities]
    parties = {str(quantity["faction_text"]) for quantity in quantities if quantity["faction_text"]}
    return [
        f"--{faction.role} {faction.name}: no report names it{nearest(faction.name, parties)}"
        for faction in (frame.challenger, frame.incumbent)
        if faction.role in arguments
        and not any(re.search(rf"\b{re.escape(name)}\b", words) for name in faction_names(faction))
    ]


def parts_note(terrain: Terrain) -> list[str]:
    """The parts of a network that has several."""
    return [f"{terrain.parts} unconnected parts{terrain.apart()}"] if terrain.parts > 1 else []


def copy_report(part: Path, reports: Path, text: Text) -> Text:
    """Copy a report's file into the scenario, so that a change of it is seen."""
    origin = reports / text.name.rpartition("/")[2] if reports.is_dir() else reports
    name = f"{REPORTS}/{safe(origin.name)}"
    (part / REPORTS).mkdir(exist_ok=True)
    shutil.copyfile(origin, part / name)
    return replace(text, name=name)


def draft_reports(
    texts: Sequence[Text], frame: ScenarioDraft, terrain: Terrain
) -> tuple[dict[str, Any], str, date | None]:
    """The draft of all texts, the id of the draft count from which runs are to start, and the day it speaks of if it says one."""
    sides = frame.challenger, frame.incumbent
    factions = {name: side.id for side in sides for name in faction_names(side)}
    totals = {"districts": terrain.districts, "capitals": len(terrain.capitals)}
    draft = draft_texts(texts, KnownNames(factions, {}, totals, frozenset(("start", "start_held")))).plain()
    proposed = earliest_stock(draft["reports"], frame.challenger.id, frame.as_of)
    if proposed is not None:
        count, text = proposed
        count["use"] = "start"
        return draft, str(count["id"]), date.fromisoformat(text)
    gap = {
        "id": "start_held", "status": "draft", "reading": "how many districts the challenger holds on the first day",
        "faction": frame.challenger.id, "relation": "controls", "unit": "districts", "kind": "stock", "low": None,
        "high": None, "modifier": None, "date": str(frame.start), "basis": None, "use": "start",
    }  # fmt: skip
    start = {"id": "start", "source": None, "published": None, "quote": "", "counts": [gap]}
    return {**draft, "reports": [start, *draft["reports"]]}, "start_held", None


def mark_early_counts(reports: Sequence[Mapping[str, Any]], start: date) -> list[str]:
    """Propose as context the counts of days before the first, for no run says anything of them; their ids, in words."""
    ids = []
    for report in reports:
        for count in report["counts"]:
            days = [str(day) for day in (*(count.get("window") or ()), count.get("date")) if day]
            if count["use"] is None and days and min(days) < str(start):
                count["use"] = "context"
                ids.append(str(count["id"]))
    return (
        [f"proposed as context, because they refer to days before the start: {', '.join(ids)}"] if ids else []
    )


def earliest_stock(
    reports: Sequence[Mapping[str, Any]], faction: str, as_of: date
) -> tuple[dict[str, Any], str] | None:
    """The count of the earliest report that says how many districts a side holds before the day of the question, and its day."""
    stock_keys = {"faction": faction, **STOCK}
    for report in sorted(reports, key=lambda row: row["published"] or str(as_of)):
        for count in report["counts"]:
            day = count.get("date") or report["published"]
            if day and day < str(as_of) and all(count[key] == value for key, value in stock_keys.items()):
                return count, str(day)
    return None


def scenario_frame(
    frame: ScenarioDraft, network: ProposedNetwork, first: str
) -> tuple[dict[str, Any], dict[tuple[str | int, ...], str]]:
    """The frame of scenario.yaml, and the remarks that mark what is open in it."""
    challenger, incumbent = frame.challenger, frame.incumbent
    main = {
        "schema": "sim.scenario/1",
        "name": frame.name,
        "title": frame.name.replace("_", " "),
        "about": "",
        "dates": {"start": str(frame.start), "as_of": str(frame.as_of), "horizon": frame.horizon},
        "factions": [
            {"id": faction.id, "name": faction.name, "role": faction.role, "aliases": list(faction.aliases)}
            for faction in (challenger, incumbent)
        ],
        "wars": [[challenger.id, incumbent.id]],
        "default_holder": incumbent.id,
        "network": {**network.block, "source": ""},
        "sources": [],
        "start": [{"id": "start", "held": {challenger.id: first}}],
        "reports": [],
        "claims": [],
        "drafts": [DRAFTS],
    }
    remarks: dict[tuple[str | int, ...], str] = {
        ("title",): "TO SET: one line on what this is",
        ("about",): "TO SET: what was reported, by whom, and what is asked",
        ("dates",): "TO SET: the first day is that of the start count; the last is the day of the question",
        ("factions",): "TO SET: names, and under aliases the exact names that reports use for each side",
        ("network", "source"): "TO SET: who made the data",
        **network.remarks,
    }
    return main, remarks


def print_scenario(console: Console, folder: Path, gaps: Sequence[str], decisions: Sequence[str]) -> None:
    """What was written, what was decided for the reader, and what is still open."""
    console.say(f"{folder}: scenario.yaml, priors.yaml, {DRAFTS}, {REPORTS}/ and the network")
    console.say(
        "\n".join([*(f"  {line}" for line in decisions), "still open:", *(f"  {gap}" for gap in gaps)])
    )
    console.say(f"next: sim draft --walk {folder / DRAFTS}, then sim check {folder}")
