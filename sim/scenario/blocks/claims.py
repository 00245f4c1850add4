"""Claims of a scenario file: definitions in plain YAML, combined by all / any / not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.base.errors import nearest
from sim.base.texts import clean
from sim.claims.definitions import check_definition
from sim.claims.kind import Context
from sim.claims.kinds import COMBINATIONS, KINDS
from sim.claims.types import Claim, Definition
from sim.scenario.blocks.checks import Path_, check_once, hint, take_over
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import ClaimEntry, ScenarioFile
from sim.scenario.files.validate import show
from sim.terrain.terrain import Terrain

MOST_PARTS = 100  # of one combination
MOST_PLACES = 1000  # in one list
MOST_CHARACTERS = 10_000
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


def read_claims(
    main: Document, file: ScenarioFile, terrain: Terrain, factions: Sequence[str]
) -> tuple[Claim, ...]:
    """All claims; faults go into ``main``."""
    context = Context(frozenset(factions), frozenset(terrain.ids), {}, frozenset(terrain.provinces))
    return tuple(read_claim(main, ("claims", n), claim, context, file) for n, claim in enumerate(file.claims))


def read_claim(main: Document, path: Path_, entry: ClaimEntry, context: Context, file: ScenarioFile) -> Claim:
    """One claim with its definitions, checked."""
    definitions = tuple(
        read_definition(main, (*path, "definitions", n), definition, context)
        for n, definition in enumerate(entry.definitions)
    )
    ids = [definition.id for definition in definitions]
    check_once(main, (*path, "definitions"), "id", ids)
    if entry.testable and entry.headline not in ids:
        missing_problem = " is missing; expected one of its definitions"
        problem = (
            f" = {entry.headline!r} is not a definition of this claim" if entry.headline else missing_problem
        )
        main.blame((*path, "headline"), f"{problem}{nearest(entry.headline, filter(None, ids))}")
    if not entry.testable and not entry.why_not:
        main.blame((*path, "why_not"), " is missing; expected the reason why the claim is not testable")
    report_source = next((report.source for report in file.reports if report.id == entry.report), "")
    teller = report_source or seed_source(file)
    source = entry.source or next((source.name for source in file.sources if source.id == teller), "")
    return take_over(Claim, entry, source=source, why_not_testable=entry.why_not, definitions=definitions)


def seed_source(file: ScenarioFile) -> str:
    """Source of the first report that contains a statement of the scenario."""
    statements = {statement.id for statement in file.statements}
    for report in file.reports:
        if any(count.statement in statements for count in report.counts):
            return report.source
    return ""


def read_definition(
    main: Document, path: Path_, entry: Mapping[str, Any], context: Context, top: bool = True
) -> Definition:
    """A definition and its parts, parameters complete; faults of leaves are given with their paths."""
    name, text = read_name(main, path, entry, top), read_text(main, path, entry)
    parameters = {
        key: value for key, value in entry.items() if key not in ("id", "text", "kind", *COMBINATIONS)
    }
    combinations = [key for key in COMBINATIONS if key in entry]
    if not combinations:
        return read_leaf(main, path, Definition(name, entry.get("kind", ""), text, parameters), context)
    extra = [*combinations[1:], *parameters, *(["kind"] if "kind" in entry else [])]
    way = combinations[0]
    if extra:
        main.blame(path, f" has {way} and also {', '.join(extra)}; expected one of all, any, not alone")
    return Definition(name, way, text, {}, read_parts(main, (*path, way), entry[way], context))


def read_leaf(main: Document, path: Path_, definition: Definition, context: Context) -> Definition:
    """A definition without parts, its parameters complete; faults for what its kind does not accept."""
    if definition.kind == "" or not isinstance(definition.kind, str):
        kind_problem = " is missing" if definition.kind == "" else show(definition.kind)
        main.blame((*path, "kind"), f"{kind_problem}; expected the kind of definition{hint('', KINDS, main)}")
    elif all(plain(main, (*path, key), value) for key, value in definition.parameters.items()):
        problems = check_definition(definition, context)
        for problem in problems:
            key, _, message = problem.partition(" ")
            main.blame((*path, key), f" {message.replace(': expected', '; expected', 1)}")
        if not problems:
            return replace(definition, parameters=KINDS[definition.kind].complete(definition.parameters))
    return replace(definition, kind=str(definition.kind), parameters={})


def read_name(main: Document, path: Path_, entry: Mapping[str, Any], is_needed: bool) -> str:
    """The id of a definition; empty with a fault if it is needed and missing, or no name."""
    name = entry.get("id", None if is_needed else "part")
    if isinstance(name, str) and NAME.fullmatch(name):
        return name if "id" in entry else ""
    problem = f"{show(name)};" if "id" in entry else " is missing;"
    main.blame((*path, "id"), f"{problem} expected a short name of the definition, such as no_net_gain_14")
    return ""


def read_text(main: Document, path: Path_, entry: Mapping[str, Any]) -> str:
    """The scenario's own wording of a definition."""
    text = entry.get("text", "")
    if isinstance(text, str) and len(text) <= MOST_CHARACTERS:
        return clean(text)
    main.blame((*path, "text"), f"{show(text)}; expected text of at most {MOST_CHARACTERS:,} characters")
    return ""


def plain(main: Document, path: Path_, value: Any) -> bool:
    """True for a single value or a short list of single values, which is all a kind accepts; else a fault."""
    entries = value if isinstance(value, list) else [value]
    if len(entries) <= MOST_PLACES and not any(isinstance(item, (list, dict)) for item in entries):
        return True
    main.blame(path, f"{show(value)}; expected one value, or a list of at most {MOST_PLACES:,} values")
    return False


def read_parts(main: Document, path: Path_, value: Any, context: Context) -> tuple[Definition, ...]:
    """Parts of a combination: a list, or one definition for ``not``."""
    is_single = path[-1] == "not"
    entries = [value] if is_single and isinstance(value, dict) else value
    if not isinstance(entries, list) or not entries or not all(isinstance(part, dict) for part in entries):
        main.blame(
            path, f"{show(value)}; expected {'one definition' if is_single else 'a list of definitions'}"
        )
        return ()
    if is_single and len(entries) != 1:
        main.blame(path, f" has {len(entries)} parts; expected exactly 1")
    if len(entries) > MOST_PARTS:
        main.blame(path, f" has {len(entries):,} parts; expected at most {MOST_PARTS:,}")
        return ()
    steps = [path] if isinstance(value, dict) else [(*path, n) for n in range(len(entries))]
    return tuple(
        read_definition(main, step, part, context, top=False)
        for step, part in zip(steps, entries, strict=True)
    )
