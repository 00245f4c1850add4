"""Settings: named numbers and choices of a scenario that can be changed without reading its files again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sim.base.errors import UsageError, nearest
from sim.evidence.count_words import WIDTHS
from sim.evidence.source_and_count import Count
from sim.explore.definition_axes import claims_with_choice, judged_by, meanings_of
from sim.inference.weights import EVIDENCE
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario

Value = float | str
Point = dict[str, Value]  # settings by name
NOTHING = "none"  # as a value of ``without``: every mechanism on
PLUS = "+"  # joins mechanisms: without = capitulation+loot
SOURCE_FIELDS = {"unreliable": (0.0, 1.0), "noise": (0.01, 1e6)}
COUNT_FIELDS = ("low", "high", "exactly")
DEFINITION = "definition"
WORDED = ("without", "evidence", "start")  # settings that take a word


@dataclass(frozen=True)
class Setup:
    """A scenario and the reports that weigh its runs: all that a point of a sweep may change."""

    scenario: Scenario
    evidence: str = "all"


def known_names(scenario: Scenario) -> tuple[str, ...]:
    """Every name a setting may have in this scenario."""
    return (
        *(f"law.{name}" for name in PARAMETERS),
        *(f"source.{name}.{field}" for name in scenario.sources for field in SOURCE_FIELDS),
        *(f"count.{count.id}.{field}" for count in scenario.counts for field in COUNT_FIELDS),
        *(f"{DEFINITION}.{name}" for name in claims_with_choice(scenario)),
        *(f"{DEFINITION}.{name}" for name in meanings_of(scenario)),
        *WORDED,
        *(f"words.{name}" for name in WIDTHS),
    )


def choose(setup: Setup, settings: Mapping[str, Value]) -> Setup:
    """``setup`` with every named setting given its value, in the order given.

    UsageError for an unknown name (the nearest is shown) or a value that does not fit.
    """
    for is_law, group in groupby(settings.items(), lambda item: is_law_parameter(item[0])):
        if is_law:
            setup = set_law(setup, dict(group))
            continue
        for name, value in group:
            check_setting(name, setup.scenario)
            setup = SETTERS[name.partition(".")[0]](setup, name, value)
    return setup


def check_setting(name: str, scenario: Scenario) -> None:
    """UsageError for the name of a setting that the scenario has not; the nearest is shown."""
    if not is_law_parameter(name) and name not in (names := known_names(scenario)):
        raise UsageError(f"{name!r} cannot be set{nearest(name, names)}")


def is_law_parameter(name: str) -> bool:
    """True for the name of a setting that is a parameter of the law."""
    return name.startswith("law.") and name.removeprefix("law.") in PARAMETERS


def set_law(setup: Setup, settings: Mapping[str, Value]) -> Setup:
    """Parameters of the law fixed, or given priors in words."""
    law = {name.removeprefix("law."): value for name, value in settings.items()}
    return replace(setup, scenario=with_law(setup.scenario, law, ()))


def set_without(setup: Setup, name: str, value: Value) -> Setup:
    """Mechanisms switched off. UsageError for an unknown one."""
    mechanisms_off = [] if value == NOTHING else str(value).split(PLUS)
    for mechanism in mechanisms_off:
        if mechanism not in OFF:
            raise UsageError(
                f"without = {mechanism!r} is not a mechanism{nearest(mechanism, (*OFF, NOTHING))}"
            )
    return replace(setup, scenario=with_law(setup.scenario, {}, mechanisms_off))


def set_evidence(setup: Setup, name: str, value: Value) -> Setup:
    """Which reports are used in the likelihood. UsageError for another word."""
    if value not in EVIDENCE:
        raise UsageError(f"evidence = {value!r} is unknown; expected one of {', '.join(EVIDENCE)}")
    return replace(setup, evidence=str(value))


def set_start(setup: Setup, name: str, value: Value) -> Setup:
    """The set of start counts of one tracker in every run. UsageError for an unknown tracker."""
    tracker_ids = [tracker.id for tracker in setup.scenario.trackers]
    if value not in tracker_ids:
        raise UsageError(f"start = {value!r} is not a set of start counts{nearest(value, tracker_ids)}")
    trackers = tuple(tracker for tracker in setup.scenario.trackers if tracker.id == value)
    return replace(setup, scenario=replace(setup.scenario, trackers=trackers))


def set_definition(setup: Setup, name: str, value: Value) -> Setup:
    """A number inside a definition; or which definition is read as the claim's (every row holds all of them).

    UsageError for a definition or number that does not exist.
    """
    claim_id = name.removeprefix(f"{DEFINITION}.")
    if claim_id in claims_with_choice(setup.scenario):
        definition_ids = claims_with_choice(setup.scenario)[claim_id]
        if value not in definition_ids:
            raise UsageError(
                f"{name} = {value!r} is not a definition of {claim_id}{nearest(value, definition_ids)}"
            )
        return setup
    return replace(setup, scenario=judged_by(setup.scenario, claim_id, as_number(name, value)))


def set_source(setup: Setup, name: str, value: Value) -> Setup:
    """Trust in a source. UsageError for an unknown source or field."""
    _, source, field = split_name(name)
    number = as_number(name, value)
    low, high = SOURCE_FIELDS[field]
    if not low <= number <= high:
        raise UsageError(f"{name} = {number:g} is outside its range; expected {low:g} to {high:g}")
    fields: dict[str, Any] = {field: number}
    new_sources = {**setup.scenario.sources, source: replace(setup.scenario.sources[source], **fields)}
    return replace(setup, scenario=replace(setup.scenario, sources=new_sources))


def set_count(setup: Setup, name: str, value: Value) -> Setup:
    """One end of a reported interval, or both at one number, wherever the count is used: as evidence or as start.

    UsageError for an unknown count or end.
    """
    _, count_id, field = split_name(name)
    number = as_number(name, value)
    scenario = setup.scenario
    before = next(count for count in scenario.counts if count.id == count_id)
    fields: dict[str, Any] = {field: number}
    if field == "exactly":
        fields = {"low": number, "high": number, "modifier": "exactly"}
    after = replace(before, **fields)
    if not 0 <= after.low <= after.high <= after.basis:
        raise UsageError(
            f"{name} = {number:g} makes the interval {after.low:g} to {after.high:g}; "
            f"expected 0 <= low <= high <= {after.basis:g}"
        )

    def swap(counts: Mapping[str, Count]) -> dict[str, Count]:
        return {faction: after if count.id == count_id else count for faction, count in counts.items()}

    trackers = tuple(replace(t, held=swap(t.held), contested=swap(t.contested)) for t in scenario.trackers)
    counts = tuple(after if count.id == count_id else count for count in scenario.counts)
    return replace(setup, scenario=replace(scenario, counts=counts, trackers=trackers))


def set_words(setup: Setup, name: str, value: Value) -> Setup:
    """A width of the words of counts: of those in the likelihood, and of those the runs start from."""
    changes: dict[str, Any] = {name.removeprefix("words."): as_number(name, value)}
    words = replace(setup.scenario.semantics, **changes)
    return replace(setup, scenario=replace(setup.scenario, semantics=words))


def split_name(name: str) -> tuple[str, str, str]:
    """``source.ID.field`` in its three parts; the ID may hold dots."""
    group, _, remainder = name.partition(".")
    middle, _, field = remainder.rpartition(".")
    return group, middle, field


def as_number(name: str, value: Value) -> float:
    """A setting's value as a number; UsageError if it is none."""
    try:
        return float(value)
    except ValueError:
        raise UsageError(f"{name} = {value!r} is not a number") from None


def is_numeric(name: str, scenario: Scenario) -> bool:
    """True if the setting takes numbers and may be given a range."""
    words = (*WORDED, *(f"{DEFINITION}.{claim}" for claim in claims_with_choice(scenario)))
    return name not in words


SETTERS: dict[str, Callable[[Setup, str, Value], Setup]] = {
    "without": set_without,
    "evidence": set_evidence,
    "start": set_start,
    DEFINITION: set_definition,
    "source": set_source,
    "count": set_count,
    "words": set_words,
}
