"""Forecasts from an origin: the model's, and those of the baselines, about the same targets. Axes: C capitals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.claims.definitions import evaluate, leaves
from sim.claims.estimate import estimate
from sim.evidence.count_words import count_mass
from sim.evidence.likelihood import predictive_mass
from sim.evidence.quantiles import quantiles
from sim.evidence.source_and_count import Count
from sim.forecast.origins import OriginView, tracker_counts
from sim.forecast.outcomes import Outcomes
from sim.record.holdings import NEVER
from sim.record.observables import hold_probability
from sim.record.regimes import capital_falls
from sim.score.anchors import ANCHORS, PublicClaim
from sim.score.baselines import (
    COUNT_BASELINES,
    MODEL,
    chance_within,
    event_rate,
    normal_mass,
    poisson_mass,
    uniform_mass,
)
from sim.score.contagion import ContagionNetwork, count_distribution, fit_rate, seeded, spread

CONTAGION, WORD = "SI contagion", "report at its word"
SPEAKER = "speaker at their word"
AHEAD = (7, 14, 30)  # days, of the number of capitals
WITHIN, MAP_DAYS = 30, 14
SURE = 0.01  # what a forecast that rules something out leaves to it
STAYS = 0.95  # chance that persistence gives to no change at all


@dataclass(frozen=True)
class Forecast:
    """One method's forecast of one target from one origin, and what happened.

    mass   [B+1] of a count or [n, B+1] of several, or None
    p      probabilities [n] of events, or None; ``low`` and ``high`` bound a single one
    """

    origin: date
    target: str
    group: str
    method: str
    outcome: Any
    mass: np.ndarray | None = None
    p: np.ndarray | None = None
    low: float | None = None
    high: float | None = None


def forecasts(
    view: OriginView, outcomes: Outcomes, contagion: np.ndarray | None = None
) -> Iterator[Forecast]:
    """Every forecast from one origin.

    contagion   float64 [N, D], as ``spread_from`` gives it; None: fitted here
    """
    contagion = spread_from(view) if contagion is None else contagion
    yield from counts(view, contagion)
    if outcomes.capitals:
        yield from capitals(view, outcomes, contagion)
        yield from events(view, outcomes, contagion)
    if outcomes.districts:
        yield from maps(view, outcomes, contagion)
    if view.origin == view.scenario.calendar.as_of:
        yield from claims(view, outcomes)


def counts(view: OriginView, contagion: np.ndarray) -> Iterator[Forecast]:
    """The tracker's counts still to come, in its own districts.

    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    for count in tracker_counts(view.scenario):
        if count.date <= view.origin or view.record.calendar.day(count.date) > view.record.days:
            continue
        truth = quantiles(count_mass(count), (0.5,))[0]
        for method, mass in count_masses(view, count, contagion).items():
            yield Forecast(view.origin, count.id, "count", method, float(truth), mass=mass)


def count_masses(view: OriginView, count: Count, contagion: np.ndarray) -> dict[str, np.ndarray]:
    """Mass functions of one count by method: float64 [B+1] each.

    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    basis, history = round(count.basis), view.history
    scale, day = basis / history.total, float(view.record.calendar.day(count.date))
    predicted = view.witness.predicted(count) + ahead_of_last(view, count)
    weights = np.tile(view.weights.values, len(predicted))
    masses = {MODEL: predictive_mass(predicted.ravel(), weights, view.witness.noise(count), basis)}
    for name, baseline in COUNT_BASELINES.items():
        mean, sd = (float(array[0]) for array in baseline(history, np.array([day])))
        masses[name] = normal_mass(mean * scale, sd, basis)
    chances = contagion[min(int(day - history.days[-1]), len(contagion) - 1)]
    spreading = float(np.hypot(history.noise, np.sqrt((chances * (1 - chances)).sum())))
    masses[CONTAGION] = normal_mass(float(chances.mean()) * basis, spreading, basis)
    masses["uniform"] = uniform_mass(basis)
    if word := own_word(view):
        masses[WORD] = normal_mass((float(history.values[0]) + word) * scale, history.noise, basis)
    return masses


def ahead_of_last(view: OriginView, count: Count) -> np.ndarray | float:
    """Offset [L, R] with which a run's count continues from the tracker's last number, as its later stocks do.

    A later stock of one list contains the earlier one, its error included; the likelihood treats it so, and so does the forecast.
    """
    earlier_stocks = [
        tracker_count
        for tracker_count in tracker_counts(view.scenario)
        if tracker_count.use in ("fit", "check")
        and tracker_count.published is not None
        and tracker_count.published <= view.origin
    ]
    if not earlier_stocks:
        return 0.0
    last = earlier_stocks[-1]
    median_reported = quantiles(count_mass(last), (0.5,))[0]
    shift: np.ndarray = (
        (median_reported - view.witness.predicted(last).mean(axis=0)) * count.basis / last.basis
    )
    return shift


def own_word(view: OriginView) -> float | None:
    """The middle of what the report says was gained, on the day of the report only."""
    statements = {statement.id for statement in view.scenario.statements}
    gains = [c for c in view.known if c.statement in statements and c.relation == "gained"]
    return (
        (gains[0].low + gains[0].high) / 2 if gains and view.origin == view.scenario.calendar.as_of else None
    )


def capitals(view: OriginView, outcomes: Outcomes, contagion: np.ndarray) -> Iterator[Forecast]:
    """How many capitals are lost within AHEAD days.

    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    falls = falls_of(view)
    number = falls.shape[1]
    days_elapsed = float(view.day)
    for days in AHEAD:
        last = view.origin + timedelta(days=days)
        truth = float(sum(outcomes.fallen(place, view.origin, last) for place in capital_ids(view)))
        fall_count = ((falls != NEVER) & (falls <= view.day + days)).sum(axis=1)
        masses = {
            MODEL: np.bincount(fall_count, view.weights.values, minlength=number + 1),
            "persistence": np.append(STAYS, np.full(number, (1 - STAYS) / number)),
            "constant rate": poisson_mass(event_rate(0.0, days_elapsed) * days, number),
            CONTAGION: count_distribution(capital_chances(view, contagion, days)),
            "uniform": uniform_mass(number),
        }
        if own_word(view):
            masses[WORD] = np.append(1 - SURE, np.full(number, SURE / number))
        for method, mass in masses.items():
            yield Forecast(view.origin, f"capitals lost in {days} days", "capitals", method, truth, mass=mass)


def events(view: OriginView, outcomes: Outcomes, contagion: np.ndarray) -> Iterator[Forecast]:
    """Falls within WITHIN days: each capital, a major city, the national capital; the last also as people were asked.

    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    falls, ids = falls_of(view), capital_ids(view)
    rate = event_rate(0.0, float(view.day)) / len(ids)
    for target, places in event_places(view).items():
        columns = [ids.index(place) for place in places]
        is_single = target != "each capital in 30 days"
        truth = np.array(
            [outcomes.fallen(ids[k], view.origin, view.origin + timedelta(days=WITHIN)) for k in columns]
        )
        has_fallen = (falls[:, columns] != NEVER) & (falls[:, columns] <= view.day + WITHIN)
        chances = capital_chances(view, contagion, WITHIN)[columns]
        p = {
            MODEL: view.weights.values @ has_fallen,
            "persistence": np.full(len(columns), SURE),
            "constant rate": np.full(len(columns), chance_within(rate, WITHIN)),
            CONTAGION: chances,
            "uniform": np.full(len(columns), 0.5),
        }
        if own_word(view):
            p[WORD] = np.full(len(columns), SURE)
        if is_single:
            truth, p = np.array([truth.any()]), {name: any_of(name, values) for name, values in p.items()}
            p[MODEL] = np.array([float(view.weights.values @ has_fallen.any(axis=1))])
        yield from event_forecasts(view, target, truth, p)
    yield from anchors(view, outcomes, falls)


def any_of(name: str, p: np.ndarray) -> np.ndarray:
    """Probability of at least one of ``p`` [N]: float64 [1]; independent for rates and contagion, the same number for flat forecasts."""
    if name in ("persistence", "uniform", WORD):
        return p[:1]
    return np.array([1 - np.prod(1 - p)])


def event_forecasts(
    view: OriginView, target: str, truth: np.ndarray, p: Mapping[str, np.ndarray]
) -> Iterator[Forecast]:
    """A forecast a method; the model's single probabilities with their Monte Carlo interval.

    truth   bool [N]; p   method -> float64 [N]
    """
    for method, values in p.items():
        low = high = None
        if method == MODEL and len(values) == 1 and view.weights.ess > 1:
            low, high = wilson(float(values[0]), view.weights.ess)
        yield Forecast(view.origin, target, "event", method, truth, p=values, low=low, high=high)


def wilson(p: float, n: float, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share ``p`` among ``n`` effective runs."""
    middle, width = p + z * z / (2 * n), z * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return max(0.0, (middle - width) / (1 + z * z / n)), min(1.0, (middle + width) / (1 + z * z / n))


def event_places(view: OriginView) -> dict[str, list[str]]:
    """Target -> ids of the capitals it is about."""
    ids = capital_ids(view)
    places_by_target = {"each capital in 30 days": ids}
    if major_ids := major_places(view):
        places_by_target["a major city in 30 days"] = major_ids
    if view.scenario.terrain.national >= 0:
        places_by_target["national capital in 30 days"] = [
            view.scenario.terrain.ids[view.scenario.terrain.national]
        ]
    return places_by_target


def major_places(view: OriginView) -> list[str]:
    """The places of the first headline that names several capitals."""
    ids = set(capital_ids(view))
    for claim in view.scenario.claims:
        for definition in claim.definitions:
            for leaf in leaves(definition) if definition.id == claim.headline else ():
                places = [place for place in leaf.parameters.get("places", ()) if place in ids]
                if len(places) > 1:
                    return places
    return []


def anchors(view: OriginView, outcomes: Outcomes, falls: np.ndarray) -> Iterator[Forecast]:
    """The national capital by the day people were asked about, beside what they answered; ``falls`` int [R], day of its fall in each run."""
    national = view.scenario.terrain.national
    for anchor in ANCHORS:
        last = view.record.calendar.day(anchor.until)
        fits = (
            anchor.scenario == view.scenario.name
            and view.origin >= anchor.published
            and last <= view.record.days
        )
        if not fits or national < 0:
            continue
        place = view.scenario.terrain.ids[national]
        column = capital_ids(view).index(place)
        has_fallen = (falls[:, column] != NEVER) & (falls[:, column] <= last)
        rate = event_rate(0.0, float(view.day)) / falls.shape[1]
        truth = np.array([outcomes.fallen(place, view.origin, anchor.until)])
        p = {
            MODEL: np.array([float(view.weights.values @ has_fallen)]),
            anchor.name: np.array([anchor.p]),
            "constant rate": np.array([chance_within(rate, last - view.day)]),
            "uniform": np.array([0.5]),
        }
        yield from event_forecasts(view, f"national capital by {anchor.until}", truth, p)


def maps(view: OriginView, outcomes: Outcomes, contagion: np.ndarray) -> Iterator[Forecast]:
    """Who holds each district MAP_DAYS later, where the record of captures decides it.

    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    day, end_date = view.day + MAP_DAYS, view.origin + timedelta(days=MAP_DAYS)
    if day > view.record.days:
        return
    terrain = view.scenario.terrain
    rows, truth = [], []
    for place, (first, last) in outcomes.districts.items():
        if place not in outcomes.retaken and (last <= end_date or first > end_date):
            rows.append(terrain.row[place])
            truth.append(last <= end_date)
    chances = contagion[min(int(day - view.history.days[-1]), len(contagion) - 1)]
    share = view.history.last[1] / view.history.total
    p = {
        MODEL: hold_probability(view.record, view.faction, day, view.weights.values)[rows],
        "persistence": np.full(len(rows), share),
        CONTAGION: chances[rows],
        "uniform": np.full(len(rows), 0.5),
    }
    for method, values in p.items():
        yield Forecast(view.origin, f"districts in {MAP_DAYS} days", "map", method, np.array(truth), p=values)


def claims(view: OriginView, happened: Outcomes) -> Iterator[Forecast]:
    """Every definition of every claim whose outcome is known."""
    for claim in view.scenario.claims:
        for definition in claim.definitions:
            outcome, _ = happened.claims.get((claim.id, definition.id), (None, ""))
            share = estimate(evaluate(definition, view.record), view.weights.values)
            if outcome is None or share.p is None:
                continue
            headline = ", headline" if definition.id == claim.headline else ""
            target, truth = f"{claim.id}: {definition.id}{headline}", np.array([outcome])
            chances = {MODEL: share.p, "uniform": 0.5, WORD: 1 - SURE}
            for method, p in chances.items():
                low, high = (share.low, share.high) if method == MODEL else (None, None)
                yield Forecast(
                    view.origin, target, "claim", method, truth, p=np.array([p]), low=low, high=high
                )


def ledger(view: OriginView, claim: PublicClaim, outcomes: Outcomes) -> Iterator[Forecast]:
    """The chance that a public claim about the capitals is true, on the day it was made."""
    ids, terrain = capital_ids(view), view.scenario.terrain
    places = [terrain.ids[terrain.national]] if claim.national else ids
    columns = [ids.index(place) for place in places]
    falls = falls_of(view)[:, columns]
    last = view.record.calendar.day(claim.until)
    lost_count = ((falls != NEVER) & (falls <= last)).sum(axis=1)
    rate = event_rate(0.0, float(view.day)) * len(places) / len(ids)
    fall_masses = poisson_mass(rate * (last - view.day), len(ids))
    truth = sum(outcomes.fallen(place, view.origin, claim.until) for place in places) <= claim.most
    p = {
        MODEL: np.array([float(view.weights.values @ (lost_count <= claim.most))]),
        "persistence": np.array([1 - SURE]),
        "constant rate": np.array([float(fall_masses[: claim.most + 1].sum())]),
        "uniform": np.array([0.5]),
        SPEAKER: np.array([1 - SURE]),
    }
    for event_forecast in event_forecasts(view, f"{claim.id} ({claim.speaker})", np.array([truth]), p):
        yield replace(event_forecast, group="ledger")


def capital_ids(view: OriginView) -> list[str]:
    """Ids of the capitals, in the order of the terrain."""
    return [view.scenario.terrain.ids[row] for row in view.scenario.terrain.capitals]


def falls_of(view: OriginView) -> np.ndarray:
    """Day of each capital's fall after the origin: int32 [R, C]; with the national capital the rest counts as lost."""
    return capital_falls(view.record, view.faction, view.day)


def capital_chances(view: OriginView, contagion: np.ndarray, days: int) -> np.ndarray:
    """Contagion's chance for each capital within so many days: float64 [C]; none had fallen at the origin."""
    gap = int(view.day - view.history.days[-1])
    rows = view.scenario.terrain.capitals
    first, last = (contagion[min(gap + days_ahead, len(contagion) - 1)][rows] for days_ahead in (0, days))
    chances: np.ndarray = np.clip((last - first) / np.maximum(1 - first, 1e-9), 0.0, 1.0)
    return chances


def spread_from(view: OriginView) -> np.ndarray:
    """SI contagion fitted to the tracker's counts and restarted at the latest: float64 [N, D], from its day to the last simulated one."""
    terrain, history = view.scenario.terrain, view.history
    first, neighbour, share = terrain.adjacency
    network = ContagionNetwork(
        np.repeat(np.arange(terrain.districts), np.diff(first)), neighbour, share, terrain.districts
    )
    rural = np.where(terrain.seat == 0, 1.0, 0.0)
    start = seeded(rural * (0.2 + terrain.past), float(history.values[0]) / history.total)
    rate = fit_rate(network, start, history)
    spread_now = spread(network, start, rate, int(history.days[-1]))[-1]
    restart = seeded(rural * np.maximum(spread_now, 1e-6), history.last[1] / history.total)
    return spread(network, restart, rate, int(view.record.days - history.days[-1]))
