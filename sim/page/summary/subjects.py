"""What a claim is about in two or three words, computed from the kind of its headline definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.claims.kind import Names
from sim.claims.sentences import capital, in_words
from sim.claims.types import Claim, Definition, Verdict
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import clean

Parameters = Mapping[str, Any]
LISTS = {"provincial_capitals": "the provincial capitals", "national": "the national capital"}
FEW = 2  # places named one by one; more are "the cities"


def place_or_cities(parameters: Parameters, names: Names) -> str:
    """``Kabul``, ``Kabul and Herat``, ``the cities``, ``the provincial capitals``."""
    if name := parameters.get("list"):
        return LISTS.get(name, in_words(name))
    named_place = parameters.get("place")
    places = [named_place] if named_place else list(parameters.get("places") or ())
    if 1 <= len(places) <= FEW:
        return " and ".join(names.place(place) for place in places)
    return "the cities"


def fixed(words: str) -> Callable[[Parameters, Names], str]:
    """The same words whatever the parameters."""
    return lambda parameters, names: words


SUBJECTS: dict[str, Callable[[Parameters, Names], str]] = {
    "slower_than_before": fixed("a slowdown"),
    "slower_gross": fixed("a slowdown"),
    "slower_by_population": fixed("a slowdown"),
    "slower_by_capitals": fixed("a slowdown"),
    "half_the_rate": fixed("a slowdown"),
    "bends_down": fixed("a slowdown"),
    "slower_next": fixed("a slowdown to come"),
    "no_net_gain": fixed("a halt"),
    "halted": fixed("a halt"),
    "reserve_low": fixed("low reserves"),
    "not_advancing": fixed("a standstill"),
    "regained": fixed("districts won back"),
    "will_be_retaken": lambda given, names: f"winning back {place_or_cities(given, names)}",
    "cannot_take_and_hold": place_or_cities,
    "falls_by": lambda given, names: f"the fall of {place_or_cities(given, names)}",
    "falls_in_window": lambda given, names: f"the fall of {place_or_cities(given, names)}",
    "loses_even_assaults": fixed("fighting strength"),
    "war_ends": fixed("an end of the war"),
    "stock_at": fixed("districts held"),
}  # kind of a definition -> noun; a kind that is missing here is called by its own name


def subjects(verdicts: Sequence[Verdict], names: Names) -> dict[str, str]:
    """Claim id -> what it is about; claims that would share a name are called by their ids."""
    subjects_by_claim = {verdict.claim.id: subject(verdict.claim, names) for verdict in verdicts}
    name_counts = Counter(subjects_by_claim.values())
    return {
        name: subject if name_counts[subject] == 1 else in_words(name)
        for name, subject in subjects_by_claim.items()
    }


def headings(report: Report) -> dict[str, str]:
    """Claim id -> what it is about as a heading: ``A slowdown``."""
    claim_subjects = subjects(report.verdicts, report.scenario.names)
    return {name: capital(clean(subject)) for name, subject in claim_subjects.items()}


def subject(claim: Claim, names: Names) -> str:
    """Of one claim: its title, else by its headline definition, else by its id."""
    if claim.title:
        return claim.title
    headline = next((definition for definition in claim.definitions if definition.id == claim.headline), None)
    kind = headline and simplest(headline)
    if not kind:
        return in_words(claim.id)
    subject_text = SUBJECTS.get(kind.kind)
    return subject_text(kind.parameters, names) if subject_text else in_words(kind.kind)


def simplest(definition: Definition) -> Definition:
    """The first definition inside a combination, or the definition itself."""
    while definition.parts:
        definition = definition.parts[0]
    return definition
