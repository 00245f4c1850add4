"""Claims of a scenario file: definitions in plain YAML, combined by all / any / not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.base.errors import nearest
from sim.claims.definitions import check_definition
from sim.claims.kind import Context
from sim.claims.kinds import COMBINATIONS, KINDS
from sim.claims.types import Claim, Definition
from sim.scenario.loader import Document
from sim.scenario.schema import ClaimEntry, ScenarioFile
from sim.terrain.terrain import Terrain

Path_ = tuple[str | int, ...]
MOST_PARTS = 1000


def read_claims(main: Document, what: ScenarioFile, terrain: Terrain, factions: Sequence[str]) -> tuple[Claim, ...]:
    """All claims; faults go into ``main``."""
    context = Context(frozenset(factions), frozenset(terrain.ids))
    return tuple(read_claim(main, ("claims", n), entry, context, what) for n, entry in enumerate(what.claims))


def read_claim(main: Document, path: Path_, entry: ClaimEntry, context: Context, what: ScenarioFile) -> Claim:
    """One claim with its definitions, checked."""
    definitions = tuple(
        read_definition(main, (*path, "definitions", n), one, context) for n, one in enumerate(entry.definitions)
    )
    ids = [definition.id for definition in definitions]
    for n, one in enumerate(ids):
        if one in ids[:n]:
            main.blame((*path, "definitions", n, "id"), f" = {one!r} is used twice; expected ids that differ")
    if entry.testable and entry.headline not in ids:
        main.blame((*path, "headline"), f" = {entry.headline!r} is no definition of this claim{nearest(entry.headline, ids)}")
    if not entry.testable and not entry.why_not:
        main.blame((*path, "why_not"), " is missing; expected the reason why the claim is not testable")
    source = entry.source or next((one.name for one in what.sources if one.id == seed_source(what)), "")
    return Claim(
        id=entry.id,
        statement=entry.statement,
        quote=entry.quote.strip(),
        source=source,
        role=entry.role,
        testable=entry.testable,
        why_not_testable=entry.why_not.strip(),
        headline=entry.headline,
        definitions=definitions,
        text=entry.text.strip(),
    )


def seed_source(what: ScenarioFile) -> str:
    """Source of the first report that speaks of a statement of the scenario."""
    statements = {one.id for one in what.statements}
    for report in what.reports:
        if any(count.statement in statements for count in report.counts):
            return report.source
    return ""


def read_definition(
    main: Document, path: Path_, entry: Mapping[str, Any], context: Context, top: bool = True
) -> Definition:
    """A definition and its parts; faults of leaves are given with their paths."""
    rest = {name: value for name, value in entry.items() if name not in ("id", "text", "kind", *COMBINATIONS)}
    combined = [name for name in COMBINATIONS if name in entry]
    name = entry.get("id", "" if not top else None)
    if not isinstance(name, str):
        main.blame((*path, "id"), " is missing; expected a short name of the definition")
        name = ""
    text = str(entry.get("text", ""))
    if combined:
        if len(combined) > 1 or rest or "kind" in entry:
            extra = [*combined[1:], *rest, *(["kind"] if "kind" in entry else [])]
            main.blame(path, f" has {combined[0]} and also {', '.join(extra)}; expected one of all, any, not alone")
        parts = read_parts(main, (*path, combined[0]), entry[combined[0]], context)
        return Definition(name, combined[0], text, {}, parts)
    definition = Definition(name, str(entry.get("kind", "")), text, rest)
    problems = check_definition(definition, context)
    if not problems:
        return replace(definition, parameters=KINDS[definition.kind].complete(rest))
    for problem in problems:
        dotted = problem.split(" ", 1)[0]
        if dotted == "kind" or dotted in entry:
            main.blame((*path, dotted), f" {problem.split(' ', 1)[1]}")
        else:
            main.blame(path, f".{problem}")
    return definition


def read_parts(main: Document, path: Path_, value: Any, context: Context) -> tuple[Definition, ...]:
    """Parts of a combination: a list, or one definition for ``not``."""
    combination = path[-1]
    entries = [value] if combination == "not" and isinstance(value, dict) else value
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        main.blame(path, f" = {value!r:.60}; expected {'one definition' if combination == 'not' else 'a list of definitions'}")
        return ()
    if combination == "not" and len(entries) != 1:
        main.blame(path, f" has {len(entries)} parts; expected exactly 1")
    steps = [path] if isinstance(value, dict) else [(*path, n) for n in range(len(entries))]
    return tuple(
        read_definition(main, step, one, context, top=False) for step, one in zip(steps, entries, strict=True)
    )
