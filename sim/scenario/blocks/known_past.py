"""Patterns of past observations of a scenario: looked up, and checked against its dates."""

from __future__ import annotations

from collections.abc import Iterator

from sim.record.past import PATTERNS
from sim.scenario.blocks.checks import FACTION, Path_, check_known, check_once, take_over
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import Dates, KnownPastEntry, ScenarioFile
from sim.scenario.scenario import KnownPast


def read_known_past(document: Document, file: ScenarioFile) -> tuple[KnownPast, ...]:
    """What was reported of patterns, in file order; faults go into the document."""
    factions = [faction.id for faction in file.factions]
    check_once(document, ("known_past",), "id", [pattern.id for pattern in file.known_past])
    for number, pattern in enumerate(file.known_past):
        path: Path_ = ("known_past", number)
        check_known(document, (*path, "faction"), pattern.faction, factions, FACTION)
        document.blame_all(path, pattern_faults(pattern, file.dates))
    return tuple(take_over(KnownPast, pattern, day=pattern.date) for pattern in file.known_past)


def pattern_faults(entry: KnownPastEntry, dates: Dates) -> Iterator[tuple[str, str]]:
    """Key and problem of everything wrong with the numbers and the days of one entry."""
    start, as_of = dates.start, dates.as_of
    if entry.high < entry.low:
        yield "high", f" = {entry.high:g} is below low = {entry.low:g}"
    if PATTERNS[entry.pattern].unit == "share" and entry.high > 1:
        yield "high", f" = {entry.high:g} is more than a share of 1"
    if not start < entry.date <= as_of:
        expectation = f"expected a day after start = {start}, up to as_of = {as_of}"
        yield "date", f" = {entry.date} lies outside the runs; {expectation}"
    if not entry.date <= entry.published <= as_of:
        problem = f" = {entry.published} is before date = {entry.date} or after as_of = {as_of}"
        yield "published", f"{problem}; expected what was known by then"
