"""What a sweep watches: every definition of every claim, the regimes, and districts and capitals held. Axis: R runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.codes import CHALLENGER
from sim.base.errors import UsageError, nearest
from sim.claims.definitions import definition_text, evaluate
from sim.claims.kind import TRUE, UNDEFINED
from sim.record.observables import level
from sim.record.record import Record
from sim.record.regimes import REGIMES, regimes
from sim.scenario.scenario import Scenario

LEVELS = ("held", "contested", "capitals", "reserve", "momentum")
NOUNS = {
    "held": "districts held by",
    "contested": "districts contested by",
    "capitals": "capitals held by",
    "reserve": "reserve of",
    "momentum": "momentum of",
}
EVERY = "all"  # asks for all targets


@dataclass(frozen=True)
class Target:
    """One observable of every run. A ``share`` is three-valued int8 [R]; a level is float64 [R]."""

    name: str  # claim.definition | regime.NAME | held.FACTION.as_of
    values: np.ndarray
    share: bool

    @property
    def defined(self) -> np.ndarray:
        """bool [R]."""
        return self.values != UNDEFINED if self.share else np.ones(len(self.values), dtype=bool)

    @property
    def numbers(self) -> np.ndarray:
        """float64 [R]: 1 where a definition is true, or the level."""
        return (self.values == TRUE).astype(np.float64) if self.share else self.values


def target_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of all targets, in order."""
    return tuple(target_texts(scenario))


def target_texts(scenario: Scenario) -> dict[str, str]:
    """Every target in words by its name, in order."""
    texts = {
        f"{claim.id}.{definition.id}": definition_text(definition, scenario.names)
        for claim in scenario.claims for definition in claim.definitions
    }  # fmt: skip
    texts |= {f"regime.{name}": name.replace("_", " ") for name in REGIMES}
    return texts | {
        f"{level_name}.{faction}.{day_name}": f"{NOUNS[level_name]} {faction}, {day_name.replace('_', ' ')}"
        for level_name in LEVELS for faction in scenario.faction_ids for day_name in ("as_of", "horizon")
    }  # fmt: skip


def headline_names(scenario: Scenario) -> tuple[str, ...]:
    """Targets of the headlines of the testable claims."""
    return tuple(
        f"{claim.id}.{claim.headline}" for claim in scenario.claims if claim.testable and claim.headline
    )


def choose_targets(names_asked: Sequence[str], scenario: Scenario) -> tuple[str, ...]:
    """Full names of the targets asked for; a claim's id means its headline, nothing all headlines, EVERY everything.

    UsageError for a name that is none of them.
    """
    heads = {claim.id: f"{claim.id}.{claim.headline}" for claim in scenario.claims if claim.headline}
    all_names = target_names(scenario)
    if EVERY in names_asked:
        return all_names
    for name in names_asked:
        if name not in heads and name not in all_names:
            raise UsageError(
                f"of = {name!r} is not a claim, definition or series{nearest(name, (*heads, *all_names))}"
            )
    targets_chosen = tuple(dict.fromkeys(heads.get(name, name) for name in names_asked)) or headline_names(
        scenario
    )
    if not targets_chosen:
        raise UsageError(
            f"scenario {scenario.name} has no testable claim; expected of=[held.FACTION.horizon] or the like"
        )
    return targets_chosen


def observe(scenario: Scenario, record: Record) -> Iterator[Target]:
    """All targets of the runs, in order."""
    for claim in scenario.claims:
        for definition in claim.definitions:
            yield Target(f"{claim.id}.{definition.id}", evaluate(definition, record), share=True)
    side = challenger(record)
    values = regimes(record, side)
    for number, name in enumerate(REGIMES):
        yield Target(f"regime.{name}", (values == number).astype(np.int8), share=True)
    days = {"as_of": record.as_of_day, "horizon": min(record.as_of_day + record.horizon, record.days)}
    for level_name in LEVELS:
        for f, faction in enumerate(record.factions):
            for day_name, day in days.items():
                yield Target(
                    f"{level_name}.{faction}.{day_name}", level(record, level_name, f, day), share=False
                )


def challenger(record: Record) -> int:
    """The first challenger, or the first faction."""
    sides = np.flatnonzero(record.roles == CHALLENGER)
    return int(sides[0]) if len(sides) else 0
