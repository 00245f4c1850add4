"""Rolling origins: the same runs seen from earlier days, with only what was published by then. Axes: R runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import CHALLENGER
from sim.base.errors import UsageError
from sim.ensemble.engine import Ensemble
from sim.evidence.source_and_count import Count
from sim.inference.report_terms import Witness
from sim.inference.weights import Weights, weigh
from sim.record.record import Record
from sim.scenario.scenario import Scenario
from sim.score.baselines import History

FIRST, STEP = 31, 7  # days after the start of the earliest origin; days between weekly ones


@dataclass(frozen=True)
class View:
    """What is known at an origin: the runs with ``as_of`` moved to it, their weights, the tracker's counts."""

    scenario: Scenario
    record: Record
    origin: date
    weights: Weights
    known: tuple[Count, ...]
    history: History
    faction: int

    @property
    def day(self) -> int:
        """Day number of the origin."""
        return self.record.calendar.day(self.origin)

    @property
    def witness(self) -> Witness:
        """What every report needs to be predicted."""
        return Witness(self.record, self.scenario.sources, self.weights.bias, self.scenario.semantics)


def choose_origins(scenario: Scenario, how: str) -> list[date]:
    """Origins from FIRST days after the start to as_of, rising: every week back from as_of, or each publication."""
    refuse_what_knows_more(scenario)
    first, last = scenario.calendar.start + timedelta(days=FIRST), scenario.calendar.as_of
    if how == "weekly":
        weeks = range((last - first).days // STEP, -1, -1)
        return [last - timedelta(days=STEP * week) for week in weeks]
    days = {count.published for count in tracker_counts(scenario) if count.published is not None}
    return sorted({last, *(day for day in days if first <= day <= last)})


def refuse_what_knows_more(scenario: Scenario) -> None:
    """UsageError where one set of runs cannot be seen from earlier days: control rows carried out later, or no tracker."""
    if any(row.day > 0 for row in scenario.control):
        raise UsageError(
            f"{scenario.name} carries out control rows after its start, so its runs know what came after an earlier day; expected "
            "as_of=DAY for each day, or control rows with use: check"
        )
    if not any(tracker.held for tracker in scenario.trackers):
        raise UsageError(
            f"{scenario.name} has no start count, and what is forecast from earlier days are the counts of its tracker; expected "
            "start counts"
        )


def main_tracker(scenario: Scenario) -> str:
    """Source of the start count with the most weight: the tracker whose later counts are forecast."""
    tracker = max(scenario.trackers, key=lambda one: one.weight)
    return next(iter(tracker.held.values())).source


def tracker_counts(scenario: Scenario) -> tuple[Count, ...]:
    """Stocks of districts held by the challenger as the main tracker counts them, by date; for scoring ones too."""
    source, faction = main_tracker(scenario), scenario.faction_ids[challenger(scenario)]
    found = [
        count
        for count in scenario.counts
        if (count.source, count.faction, count.relation, count.unit, count.measure, count.kind)
        == (source, faction, "controls", "districts", "count", "stock")
        and count.use != "context"
        and count.whole
    ]
    return tuple(sorted(found, key=lambda count: count.date))


def challenger(scenario: Scenario) -> int:
    """Index of the first challenger."""
    return next(n for n, faction in enumerate(scenario.factions) if faction.role == "challenger")


def known_at(scenario: Scenario, origin: date) -> tuple[Count, ...]:
    """Counts weighed at an origin: those the scenario weighs and the main tracker's stocks, if published by then."""
    tracked = {count.id for count in tracker_counts(scenario) if count.use in ("fit", "check")}
    return tuple(
        replace(count, use="fit")
        for count in scenario.counts
        if count.published is not None
        and count.published <= origin
        and (count.use == "fit" or count.id in tracked)
    )


def weigh_at(ensemble: Ensemble, origin: date) -> Weights:
    """Weights of the runs given what was published by ``origin`` and that the war is on then."""
    scenario = ensemble.scenario
    return weigh(
        moved(ensemble.record, origin),
        known_at(scenario, origin),
        scenario.sources,
        ensemble.seed,
        words=scenario.semantics,
        log_prior=ensemble.log_prior,
        signals=[one for one in scenario.signals if one.published and one.published <= origin],
    )


def moved(record: Record, origin: date) -> Record:
    """The same runs asked about on another day."""
    return replace(record, calendar=Calendar(record.calendar.start, origin))


def look(ensemble: Ensemble, origin: date) -> View:
    """The view from an origin."""
    scenario, record = ensemble.scenario, moved(ensemble.record, origin)
    faction = int(np.flatnonzero(record.roles == CHALLENGER)[0])
    return View(
        scenario=scenario,
        record=record,
        origin=origin,
        weights=weigh_at(ensemble, origin),
        known=known_at(scenario, origin),
        history=history_at(scenario, origin),
        faction=faction,
    )


def history_at(scenario: Scenario, origin: date) -> History:
    """The main tracker's counts by ``origin``, its start count first (taken as known: see docs/record.md)."""
    source = main_tracker(scenario)
    tracker = max(scenario.trackers, key=lambda one: one.weight)
    start = next(iter(tracker.held.values()))
    later = [
        count
        for count in tracker_counts(scenario)
        if count.use in ("fit", "check") and count.published is not None and count.published <= origin
    ]
    counts = [start, *later]
    return History(
        days=np.array([max(0.0, float(scenario.calendar.day(count.date))) for count in counts]),
        values=np.array([(count.low + count.high) / 2 * start.basis / count.basis for count in counts]),
        total=start.basis,
        noise=scenario.sources[source].noise if source in scenario.sources else 1.0,
    )
