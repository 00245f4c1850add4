"""Forecasts of when: the day each capital falls, and the interval in which each district was captured.

Axes: R runs, C capitals, K districts, W + 2 values of a day ahead (0 to W, and later).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from sim.forecast.origins import OriginView
from sim.forecast.outcomes import Outcomes
from sim.forecast.targets import (
    CONTAGION,
    STAYS,
    SURE,
    WITHIN,
    WORD,
    Forecast,
    capital_chances,
    capital_ids,
    falls_of,
    own_word,
    spread_from,
)
from sim.record.holdings import NEVER, first_passages
from sim.score.baselines import MODEL, chance_within, event_rate

LATER = WITHIN + 1
EACH, NATIONAL = "day each capital falls", "day the national capital falls"
INTERVALS = "capture intervals of districts"


def passages(view: OriginView, outcomes: Outcomes) -> Iterator[Forecast]:
    """Every forecast of a day from one origin."""
    contagion = spread_from(view)
    if outcomes.capitals:
        yield from falls(view, outcomes, contagion)
    if outcomes.intervals:
        yield from captures(view, outcomes, contagion)


def falls(view: OriginView, outcomes: Outcomes, contagion: np.ndarray) -> Iterator[Forecast]:
    """Days until each capital falls, those beyond WITHIN as one value; the national capital also alone.

    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    ids, terrain = capital_ids(view), view.scenario.terrain
    truth = np.array([days_until(outcomes.capitals.get(place), view.origin) for place in ids])
    masses = fall_masses(view, contagion)
    targets = {EACH: np.arange(len(ids))}
    if terrain.national >= 0:
        targets[NATIONAL] = np.array([ids.index(terrain.ids[terrain.national])])
    for target, rows in targets.items():
        for method, mass in masses.items():
            yield Forecast(view.origin, target, "passage", method, truth[rows], mass=mass[rows])


def days_until(fell: date | None, origin: date) -> float:
    """Days from the origin to a fall; LATER beyond WITHIN, or if nothing is reported of one after the origin."""
    if fell is None or not origin < fell <= origin + timedelta(days=WITHIN):
        return float(LATER)
    return float((fell - origin).days)


def fall_masses(view: OriginView, contagion: np.ndarray) -> dict[str, np.ndarray]:
    """Mass functions [C, W + 2] of the days until each capital falls, by method."""
    days = falls_of(view)
    number = days.shape[1]
    days_ahead = np.where((days == NEVER) | (days > view.day + WITHIN), LATER, days - view.day)
    capital_masses = [
        np.bincount(days_ahead[:, column], view.weights.values, minlength=LATER + 1)
        for column in range(number)
    ]
    rate = event_rate(0.0, float(view.day)) / number
    chance_by_day = np.array([chance_within(rate, day) for day in range(LATER)])
    persistence_mass = np.concatenate([[0.0], np.full(WITHIN, (1 - STAYS) / WITHIN), [STAYS]])
    masses = {
        MODEL: np.stack(capital_masses),
        "persistence": np.tile(persistence_mass, (number, 1)),
        "constant rate": np.tile(mass_of(chance_by_day[None, :]), (number, 1)),
        CONTAGION: mass_of(np.stack([capital_chances(view, contagion, day) for day in range(LATER)], axis=1)),
        "uniform": np.tile(np.concatenate([[0.0], np.full(LATER, 1 / LATER)]), (number, 1)),
    }
    if own_word(view):
        masses[WORD] = np.tile(
            np.concatenate([[0.0], np.full(WITHIN, SURE / WITHIN), [1 - SURE]]), (number, 1)
        )
    return masses


def mass_of(chances: np.ndarray) -> np.ndarray:
    """Mass functions [n, W + 2] from chances [n, W + 1] of having fallen by the end of day 0, 1, ... W."""
    return np.diff(chances, axis=1, prepend=0.0, append=1.0)


def captures(view: OriginView, outcomes: Outcomes, contagion: np.ndarray) -> Iterator[Forecast]:
    """The chance each method gave to the interval in which the record puts a district's capture (censored).

    Districts whose interval ends after the origin. One that had begun by then says only "captured by its end". Only the
    log score is proper here: forecasts of days outside the interval are not looked at.
    contagion   float64 [N, D], as ``spread_from`` gives it
    """
    calendar, origin = view.record.calendar, view.origin
    spans = {
        place: (None if first is None or first <= origin else calendar.day(first) - 1, calendar.day(last))
        for place, (first, last) in outcomes.intervals.items()
        if place not in outcomes.retaken and last > origin and calendar.day(last) <= view.record.days
    }
    if not spans:
        return
    rows = np.array([view.scenario.terrain.row[place] for place in spans])
    has_opening = np.array([opens is not None for opens, _ in spans.values()])
    opens = np.array([view.day if before is None else before for before, _ in spans.values()])
    closes = np.array([last for _, last in spans.values()])
    for method, p in interval_chances(view, contagion, rows, has_opening, opens, closes).items():
        yield Forecast(
            origin, INTERVALS, "interval", method, np.ones(len(rows), dtype=bool), p=np.clip(p, 0.0, 1.0)
        )


def interval_chances(
    view: OriginView,
    contagion: np.ndarray,
    rows: np.ndarray,
    opened: np.ndarray,
    opens: np.ndarray,
    closes: np.ndarray,
) -> dict[str, np.ndarray]:
    """Chance [K] by method that a district was first held after ``opens`` (where ``opened``) and by ``closes``.

    The baselines are curves over the days from the share held now on: persistence gives all days to come a chance of SURE
    together, uniform one half.
    """
    day, share = view.history.last[0], view.history.last[1] / view.history.total
    first = first_passages(view.record, view.faction, rows)
    is_within = (first != NEVER) & (first <= closes) & (~opened | (first > opens))
    gain = max(float(view.history.values[-1] - view.history.values[0]), 0.0)
    rate = event_rate(gain, day - float(view.history.days[0])) / max(
        view.history.total - view.history.last[1], 1.0
    )

    def steady(days: np.ndarray) -> np.ndarray:
        curve: np.ndarray = 1 - (1 - share) * np.exp(-rate * np.maximum(days - day, 0.0))
        return curve

    def spreading(days: np.ndarray) -> np.ndarray:
        at = np.clip(days - int(day), 0, len(contagion) - 1).astype(np.int64)
        curve: np.ndarray = contagion[at, rows]
        return curve

    def level(days: np.ndarray, chance: float) -> np.ndarray:
        share_elapsed = (days - view.day) / max(view.record.days - view.day, 1)
        curve: np.ndarray = share + (1 - share) * chance * np.clip(share_elapsed, 0.0, 1.0)
        return curve

    return {
        MODEL: view.weights.values @ is_within,
        "persistence": level(closes, SURE) - opened * level(opens, SURE),
        "constant rate": steady(closes) - opened * steady(opens),
        CONTAGION: spreading(closes) - opened * spreading(opens),
        "uniform": level(closes, 0.5) - opened * level(opens, 0.5),
    }
