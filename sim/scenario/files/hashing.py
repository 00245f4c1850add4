"""Hashes: of frozen priors, and of what motion reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sim.base.parameters import Prior
from sim.evidence.count_words import DEFAULT, mass
from sim.evidence.source_and_count import Count
from sim.scenario.scenario import Scenario

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
    Not: counts that are weighed, claims, trust in sources, titles, quotes, paths.
    """
    read: dict[str, Any] = {
        "factions": [[one.id, one.role, one.strength, one.supported] for one in scenario.factions],
        "wars": sorted(sorted(war) for war in scenario.wars),
        "default_holder": scenario.default_holder,
        "start": [
            [one.id, one.weight, numbers_of(one.held), numbers_of(one.contested)] for one in scenario.trackers
        ],
        "events": [
            [one.kind, one.faction, scenario.calendar.day(one.start),
             None if one.end is None else scenario.calendar.day(one.end), one.value, one.to, list(one.places)]
            for one in scenario.events
        ],
        "support_from": None if scenario.support_from is None else scenario.calendar.day(scenario.support_from),
        "law": {name: exact(one.prior) for name, one in scenario.law.items()},
        "origins": {name: one.origin in ("command line", "without") for name, one in scenario.law.items()},
        "variants": [
            [one.name, one.weight, {name: exact(p) for name, p in one.law.items()}]
            for one in scenario.variants
        ],
        "days": scenario.days,
    }  # fmt: skip
    if scenario.matched is not None:
        read["matched"] = [
            list(scenario.matched.scores.items()),
            dict(scenario.matched.intercept),
        ]  # sums go in this order
    if scenario.control:
        read["control"] = [
            [one.day, one.district, one.holder, one.present, one.error, one.complete]
            for one in scenario.control
        ]
    if scenario.fights:
        read["fights"] = [[one.day, one.district, *one.sides, one.error] for one in scenario.fights]
    if any(one.complete for one in scenario.control):
        read["complete_until"] = scenario.calendar.as_of_day
    if scenario.allegiance:
        read["allegiance"] = {name: list(values) for name, values in scenario.allegiance.items()}
    if starts_otherwise(scenario):
        read["words"] = asdict(scenario.semantics)
    texts = {
        name: canonical(value) for name, value in read.items()
    } | scenario.terrain.canonical  # its part is kept
    whole = (
        "{" + ",".join(f'"{name}":{text}' for name, text in sorted(texts.items())) + "}"
    )  # as canonical() writes it
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def starts_otherwise(scenario: Scenario) -> bool:
    """True if the scenario's own meaning of words gives some start count another mass function than the usual one."""
    if scenario.semantics == DEFAULT:
        return False
    starts = (one for t in scenario.trackers for one in (*t.held.values(), *t.contested.values()))
    return any(
        (mass(one.low, one.high, one.modifier, int(one.basis), scenario.semantics)
         != mass(one.low, one.high, one.modifier, int(one.basis))).any()
        for one in starts
    )  # fmt: skip


def exact(prior: Prior) -> list[Any]:
    """A prior without rounding."""
    return [prior.family, prior.a, prior.b, *([prior.shift, prior.width] if prior.shifted else [])]


def numbers_of(counts: Mapping[str, Count]) -> dict[str, list[Any]]:
    """What a start draw reads of its counts."""
    return {name: [one.low, one.high, one.modifier, one.basis] for name, one in counts.items()}
