"""Patterns of past observations of a scenario: looked up, and checked against its dates."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.errors import nearest
from sim.record.past import PATTERNS
from sim.scenario.blocks.priors import check_once, clean
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import KnownPastEntry, ScenarioFile
from sim.scenario.scenario import KnownPast


def read_known_past(document: Document, what: ScenarioFile) -> tuple[KnownPast, ...]:
    """What was reported of patterns, in file order; faults go into the document."""
    check_once(document, ("known_past",), "id", [item.id for item in what.known_past])
    for number, entry in enumerate(what.known_past):
        check_entry(document, ("known_past", number), entry, what)
    return tuple(
        KnownPast(
            item.id, item.pattern, item.faction, item.low, item.high, item.date, item.published, clean(item.source),
            clean(item.quote), item.url, clean(item.note),
        )
        for item in what.known_past
    )  # fmt: skip


def check_entry(
    document: Document, path: Sequence[str | int], entry: KnownPastEntry, what: ScenarioFile
) -> None:
    """Faults of one entry: its faction, its numbers, and its days."""
    dates, factions = what.dates, [faction.id for faction in what.factions]
    if entry.faction not in factions:
        text = f" = {entry.faction!r} is no faction of this scenario{nearest(entry.faction, factions)}"
        document.blame((*path, "faction"), text)
    if entry.high < entry.low:
        document.blame((*path, "high"), f" = {entry.high:g} is below low = {entry.low:g}")
    if PATTERNS[entry.pattern].unit == "share" and entry.high > 1:
        document.blame((*path, "high"), f" = {entry.high:g} is more than a share of 1")
    if not dates.start < entry.date <= dates.as_of:
        text = f" = {entry.date} lies outside the runs; expected a day after start = {dates.start}, up to as_of = {dates.as_of}"
        document.blame((*path, "date"), text)
    if not entry.date <= entry.published <= dates.as_of:
        text = f" = {entry.published} is before date = {entry.date} or after as_of = {dates.as_of}; expected what was known then"
        document.blame((*path, "published"), text)
