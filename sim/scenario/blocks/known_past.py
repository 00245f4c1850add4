"""Patterns of the known past as the scenario tells them: looked up, and checked against its dates."""

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
    check_once(document, ("known_past",), "id", [one.id for one in what.known_past])
    for number, one in enumerate(what.known_past):
        check_entry(document, ("known_past", number), one, what)
    return tuple(
        KnownPast(
            one.id, one.pattern, one.faction, one.low, one.high, one.date, one.published, clean(one.source),
            clean(one.quote), one.url, clean(one.note),
        )
        for one in what.known_past
    )  # fmt: skip


def check_entry(
    document: Document, path: Sequence[str | int], one: KnownPastEntry, what: ScenarioFile
) -> None:
    """Faults of one entry: its faction, its numbers, and its days."""
    dates, factions = what.dates, [faction.id for faction in what.factions]
    if one.faction not in factions:
        text = f" = {one.faction!r} is no faction of this scenario{nearest(one.faction, factions)}"
        document.blame((*path, "faction"), text)
    if one.high < one.low:
        document.blame((*path, "high"), f" = {one.high:g} is below low = {one.low:g}")
    if PATTERNS[one.pattern].unit == "share" and one.high > 1:
        document.blame((*path, "high"), f" = {one.high:g} is more than a share of 1")
    if not dates.start < one.date <= dates.as_of:
        text = f" = {one.date} lies outside the runs; expected a day after start = {dates.start}, up to as_of = {dates.as_of}"
        document.blame((*path, "date"), text)
    if not one.date <= one.published <= dates.as_of:
        text = f" = {one.published} is before date = {one.date} or after as_of = {dates.as_of}; expected what was known then"
        document.blame((*path, "published"), text)
