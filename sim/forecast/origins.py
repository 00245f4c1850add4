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
from sim.inference.report_terms import ReportContext, is_absence
from sim.inference.weights import Weights, weigh
from sim.record.record import Record
from sim.scenario.scenario import Scenario
from sim.score.baselines import History

FIRST, STEP = 31, 7  # days after the start of the earliest origin; days between weekly ones
PUBLIC = ("tracker", "press")  # kinds of sources whose dated stocks weigh at an origin
GROUPS = 10  # of runs, left out in turn for the Monte Carlo error of a score


@dataclass(frozen=True)
class OriginView:
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
    def witness(self) -> ReportContext:
        """What every report needs to be predicted."""
        return ReportContext(self.record, self.scenario.sources, self.weights.bias, self.scenario.semantics)

    def without(self, group: int) -> OriginView:
        """The view without one of GROUPS groups of neighbouring runs; runs of one island of a filter lie together."""
        runs = self.weights.runs
        in_group = np.arange(runs) * GROUPS // max(runs, 1) == group
        values = np.where(in_group, 0.0, self.weights.values)
        total = values.sum()
        reduced = replace(self.weights, values=values / total if total > 0 else self.weights.values)
        return replace(self, weights=reduced)


def choose_origins(scenario: Scenario, spacing_rule: str) -> list[date]:
    """Origins from FIRST days after the start to as_of, rising: every week back from as_of, or each publication."""
    refuse_what_knows_more(scenario)
    first, last = scenario.calendar.start + timedelta(days=FIRST), scenario.calendar.as_of
    if spacing_rule == "weekly":
        weeks = range((last - first).days // STEP, -1, -1)
        return [last - timedelta(days=STEP * week) for week in weeks]
    days = {count.published for count in tracker_counts(scenario) if count.published is not None}
    return sorted({last, *(day for day in days if first <= day <= last)})


def refuse_what_knows_more(scenario: Scenario) -> None:
    """UsageError where one set of runs cannot be seen from earlier days: control rows carried out later, or no tracker."""
    if any(row.day > 0 or row.complete for row in scenario.control):
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
    tracker = max(scenario.trackers, key=lambda entry: entry.weight)
    return next(iter(tracker.held.values())).source


def tracker_counts(scenario: Scenario) -> tuple[Count, ...]:
    """Stocks of districts held by the challenger as the main tracker counts them, by date; for scoring ones too."""
    source, faction = main_tracker(scenario), scenario.faction_ids[challenger(scenario)]
    counts = [
        count
        for count in scenario.counts
        if (count.source, count.faction, count.relation, count.unit, count.measure, count.kind)
        == (source, faction, "controls", "districts", "count", "stock")
        and count.use != "context"
        and count.whole
    ]
    return tuple(sorted(counts, key=lambda count: count.date))


def challenger(scenario: Scenario) -> int:
    """Index of the first challenger."""
    return next(n for n, faction in enumerate(scenario.factions) if faction.role == "challenger")


def known_at(scenario: Scenario, origin: date) -> tuple[Count, ...]:
    """Counts used at an origin, of those published by then.

    Those the scenario weighs, every dated stock of districts of the challenger that trackers and the press published,
    and that no capital was held, if the scenario weighs that of a later day: what everybody could see.
    """
    stocks = {count.id for count in public_stocks(scenario)}
    known_counts = [
        replace(count, use="fit")
        for count in scenario.counts
        if count.published is not None
        and count.published <= origin
        and (count.use == "fit" or count.id in stocks)
    ]
    return (*known_counts, *absences(scenario, origin))


def public_stocks(scenario: Scenario) -> tuple[Count, ...]:
    """Dated stocks of the challenger's districts by sources of PUBLIC kinds, numbers or shares of their number."""
    faction = scenario.faction_ids[challenger(scenario)]
    return tuple(
        count
        for count in scenario.counts
        if (count.faction, count.relation, count.unit, count.kind)
        == (faction, "controls", "districts", "stock")
        and count.measure in ("count", "share_of_districts")
        and count.use in ("fit", "check")
        and count.whole
        and scenario.sources[count.source].kind in PUBLIC
    )


def absences(scenario: Scenario, origin: date) -> tuple[Count, ...]:
    """That no capital was held, as of an origin before the day it refers to: everybody could see it then."""
    return tuple(
        replace(count, id=f"{count.id}_{origin}", date=origin, published=origin)
        for count in scenario.counts
        if (count.use, count.unit) == ("fit", "capitals")
        and is_absence(count)
        and count.date > origin >= scenario.calendar.start
    )


def as_known(ensemble: Ensemble, origin: date) -> Ensemble:
    """The runs with the scenario as it was known at an origin, to be conditioned on that; runs are as many days long."""
    scenario = ensemble.scenario
    scenario_then = replace(
        scenario,
        calendar=Calendar(scenario.calendar.start, origin),
        horizon=scenario.calendar.as_of_day + scenario.horizon - scenario.calendar.day(origin),
        counts=known_at(scenario, origin),
        signals=tuple(
            signal for signal in scenario.signals if signal.published and signal.published <= origin
        ),
    )
    return replace(ensemble, scenario=scenario_then, record=shifted_to(ensemble.record, origin))


def weigh_at(ensemble: Ensemble, origin: date) -> Weights:
    """Weights of the runs given what was published by ``origin`` and that the war is on then."""
    scenario = ensemble.scenario
    return weigh(
        shifted_to(ensemble.record, origin),
        known_at(scenario, origin),
        scenario.sources,
        ensemble.seed,
        words=scenario.semantics,
        log_prior=ensemble.log_prior,
        signals=[signal for signal in scenario.signals if signal.published and signal.published <= origin],
    )


def shifted_to(record: Record, origin: date) -> Record:
    """The same runs asked about on another day."""
    return replace(record, calendar=Calendar(record.calendar.start, origin))


def view_at(ensemble: Ensemble, origin: date) -> OriginView:
    """The view from an origin."""
    scenario, record = ensemble.scenario, shifted_to(ensemble.record, origin)
    faction = int(np.flatnonzero(record.roles == CHALLENGER)[0])
    return OriginView(
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
    tracker = max(scenario.trackers, key=lambda entry: entry.weight)
    start = next(iter(tracker.held.values()))
    later_counts = [
        count
        for count in tracker_counts(scenario)
        if count.use in ("fit", "check") and count.published is not None and count.published <= origin
    ]
    counts = [start, *later_counts]
    return History(
        days=np.array([max(0.0, float(scenario.calendar.day(count.date))) for count in counts]),
        values=np.array([(count.low + count.high) / 2 * start.basis / count.basis for count in counts]),
        total=start.basis,
        noise=scenario.sources[source].noise if source in scenario.sources else 1.0,
    )
