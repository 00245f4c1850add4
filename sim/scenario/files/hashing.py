"""Hashes: of frozen priors, and of what motion reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sim.evidence.count_words import DEFAULT, mass
from sim.evidence.source_and_count import Count
from sim.scenario.scenario import LawPrior, Scenario

CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """sha256 hex digits of plain values over canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def canonical(value: Any) -> str:
    """The one JSON text of plain values."""
    return CANONICAL.encode(value)


def hash_priors(value: Mapping[str, Any]) -> str:
    """sha256 of priors.yaml as plain values without ``frozen``; neither comments nor layout count."""
    return digest({name: part for name, part in value.items() if name != "frozen"})


def simulation_hash(scenario: Scenario) -> str:
    """16 hex digits of exactly what motion reads.

    Network, factions, start counts, dated events, law priors, variants, what an earlier campaign says of them, days.
    Not: counts of the likelihood, claims, reliability of sources, titles, quotes, paths.
    """
    texts = {**LAST.texts(scenario), **law_texts(scenario.law)}
    # as canonical() writes it
    joined_text = "{" + ",".join(f'"{name}":{text}' for name, text in sorted(texts.items())) + "}"
    return hashlib.sha256(joined_text.encode()).hexdigest()[:16]


class LastScenario:
    """What motion reads of the scenario last asked for, but its law: in that alone most points of a sweep differ."""

    PARTS = (
        "terrain", "factions", "wars", "default_holder", "trackers", "events", "calendar", "horizon", "support_from", "variants",
        "matched", "control", "fights", "allegiance", "semantics",
    )  # fmt: skip

    def __init__(self) -> None:
        self.last: tuple[Scenario, dict[str, str]] | None = None

    def texts(self, scenario: Scenario) -> dict[str, str]:
        """Canonical JSON by name: worked out anew unless all parts are the same objects as before."""
        last = self.last
        if last is None or any(getattr(scenario, part) is not getattr(last[0], part) for part in self.PARTS):
            last = self.last = (scenario, texts_beside_law(scenario))
        return last[1]


LAST = LastScenario()


def law_texts(law: Mapping[str, LawPrior]) -> dict[str, str]:
    """Canonical JSON of priors, and of whether they were given for this job, which model variants do not override."""
    names = sorted(law)
    # comprehensions: for a thousand points of a sweep this is called as often as all priors together are read
    priors = ",".join([f'"{name}":{law[name].canonical}' for name in names])
    given = ",".join([f'"{name}":{law[name].given_text}' for name in names])
    return {"law": "{" + priors + "}", "origins": "{" + given + "}"}


def texts_beside_law(scenario: Scenario) -> dict[str, str]:
    """Canonical JSON by name of what motion reads beside the law."""
    read: dict[str, Any] = {
        "factions": [[faction.id, faction.role, faction.strength, faction.supported] for faction in scenario.factions],
        "wars": sorted(sorted(war) for war in scenario.wars),
        "default_holder": scenario.default_holder,
        "start": [
            [tracker.id, tracker.weight, numbers_of(tracker.held), numbers_of(tracker.contested)] for tracker in scenario.trackers
        ],
        "events": [
            [event.kind, event.faction, scenario.calendar.day(event.start),
             None if event.end is None else scenario.calendar.day(event.end), event.value, event.to, list(event.places)]
            for event in scenario.events
        ],
        "support_from": None if scenario.support_from is None else scenario.calendar.day(scenario.support_from),
        "variants": [
            [variant.name, variant.weight, {name: p.exact for name, p in variant.law.items()}]
            for variant in scenario.variants
        ],
        "days": scenario.days,
    }  # fmt: skip
    if scenario.matched is not None:
        # sums go in this order
        read["matched"] = [list(scenario.matched.scores.items()), dict(scenario.matched.intercept)]
    if scenario.control:
        read["control"] = [
            [row.day, row.district, row.holder, row.present, row.error, row.complete]
            for row in scenario.control
        ]
    if scenario.fights:
        read["fights"] = [[fight.day, fight.district, *fight.sides, fight.error] for fight in scenario.fights]
    if any(row.complete for row in scenario.control):
        read["complete_until"] = scenario.calendar.as_of_day
    if scenario.allegiance:
        read["allegiance"] = {name: list(values) for name, values in scenario.allegiance.items()}
    if starts_otherwise(scenario):
        read["words"] = asdict(scenario.semantics)
    return {name: canonical(value) for name, value in read.items()} | scenario.terrain.canonical


def starts_otherwise(scenario: Scenario) -> bool:
    """True if the scenario's own meaning of words gives some start count another mass function than the usual one."""
    if scenario.semantics == DEFAULT:
        return False
    starts = (count for tracker in scenario.trackers for count in tracker.counts)
    return any(
        (mass(start.low, start.high, start.modifier, int(start.basis), scenario.semantics)
         != mass(start.low, start.high, start.modifier, int(start.basis))).any()
        for start in starts
    )  # fmt: skip


def numbers_of(counts: Mapping[str, Count]) -> dict[str, list[Any]]:
    """What a start draw reads of its counts."""
    return {name: [count.low, count.high, count.modifier, count.basis] for name, count in counts.items()}
