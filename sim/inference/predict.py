"""What a source would have reported in each run, apart from counting error.

y = b (B/N) x(t - lag): b the source's bias, B its total, N the network's (capitals: number of capitals).
A source that told what it counted on the start day is compared with its own start:
y = y0 + b (B/N) (x(t - lag) - x(0)). Axes: R runs.
"""

from __future__ import annotations

import re

import numpy as np

from sim.base.codes import RURAL, START
from sim.ensemble.draws import quantile
from sim.ensemble.numbers import Numbers
from sim.evidence.types import Baseline, Count, Source
from sim.record.record import Record

PREDICTED_MEASURES = (
    "count",
    "share_of_districts",
)  # areas and populations are never converted into districts
HELD = {"districts": "held", "capitals": "capitals"}
CONTESTED = {"districts": "contested", "capitals": "capitals_threatened"}
FALLEN_CAPITAL_NOISE = 0.5  # capitals; whether a city has fallen is public, doubt is about the day; assumed
GROSS = re.compile(r"\bgross\b", re.IGNORECASE)


def bias_draws(seed: int, runs: np.ndarray, source: Source) -> np.ndarray:
    """Factor of the source on true changes, one draw a run addressed by its id: float64 [R]."""
    return bias_of(Numbers(seed, runs), source)


def bias_of(numbers: Numbers, source: Source) -> np.ndarray:
    """``bias_draws`` from given numbers."""
    return quantile(source.bias, numbers.of(bias_name(source)))


def bias_name(source: Source) -> str:
    """Name of the number a source's bias is drawn with."""
    return f"source.{source.id}.bias"


def why_not_predicted(record: Record, count: Count) -> str | None:
    """Why a run says nothing about this number, or None if it does."""
    if count.measure not in PREDICTED_MEASURES:
        return f"measured as {count.measure}; expected {' or '.join(PREDICTED_MEASURES)}"
    if count.faction not in record.factions:
        return f"faction {count.faction!r} takes no part in the runs"
    if total(record, count) == 0:
        return f"the network has no {count.unit}"
    if (count.kind == "flow") != (count.window_from is not None):
        return f"a {count.kind} with window_from = {count.window_from}; expected one for a flow, none for a stock"
    day = record.calendar.day(count.date)
    if not 0 <= day <= record.days:
        return f"day {day} lies outside the runs (0 to {record.days})"
    return None


def reporting_noise(record: Record, count: Count, source: Source) -> float:
    """Standard deviation of the source's counting error for this count, in its unit.

    The source's own number is for districts. The fall of a capital is public: FALLEN_CAPITAL_NOISE. Whether a
    capital is threatened is a matter of definition, judged one by one like a district, so the error grows with
    the square root of how many are judged.
    """
    if count.unit == "districts":
        return source.noise
    if count.relation == "contests":
        judged = len(record.terrain.capitals) / record.terrain.districts
        return max(FALLEN_CAPITAL_NOISE, source.noise * float(np.sqrt(judged)))
    return min(FALLEN_CAPITAL_NOISE, source.noise)


def predict(record: Record, count: Count, source: Source, bias: np.ndarray, lag: int) -> np.ndarray:
    """The number the source would have reported in each run with this lag (days): float64 [R].

    bias   [R], see ``bias_draws``
    A flow's window moves with the lag as a whole and is cut at the start of the run, so "since the start of the
    offensive" keeps its beginning. gained and lost are net changes of what is held, unless the note says gross;
    recaptured counts events by which the faction takes back what it held at the start.
    """
    return predict_lags(record, count, source, bias, np.array([lag]))[0]


def predict_lags(
    record: Record, count: Count, source: Source, bias: np.ndarray, lags: np.ndarray
) -> np.ndarray:
    """``predict`` for each of L lags: float64 [L, R]."""
    series = observed_series(record, count)
    scale = bias * (count.basis / total(record, count))
    last = np.maximum(record.calendar.day(count.date) - lags, 0)
    if count.window_from is not None:
        after = np.clip(record.calendar.day(count.window_from) - 1 - lags, 0, last)
        return scale * (series[:, last] - series[:, after]).astype(np.float64).T
    own = own_start(count, source)
    if own is None:
        return scale * series[:, last].astype(np.float64).T
    changed = (series[:, last] - series[:, :1]).astype(np.float64).T
    return own.controls * (count.basis / own.basis) + scale * changed


def total(record: Record, count: Count) -> int:
    """N: districts, or capitals, of the network."""
    return len(record.terrain.capitals) if count.unit == "capitals" else record.terrain.districts


def own_start(count: Count, source: Source) -> Baseline | None:
    """What the source itself counted on the start day, for districts controlled; None if it did not."""
    if (count.relation, count.unit) != ("controls", "districts"):
        return None
    return (source.baseline or {}).get(count.faction)


def observed_series(record: Record, count: Count) -> np.ndarray:
    """What the source watches, day by day: signed numbers [R, T+1]; a flow is the change within its window.

    Held or contested for stocks and net flows (less what is held for ``lost``); the number of captures so far
    for gross flows and recaptures.
    """
    faction = record.faction(count.faction)
    gross = GROSS.search(count.note) is not None
    if count.relation == "recaptured":
        events = captures_of(record, count.unit, record.event_to, faction)
        return captures_so_far(record, events[regained(record, events, faction)])
    if gross and count.relation in ("gained", "lost"):
        side = record.event_to if count.relation == "gained" else record.event_from
        return captures_so_far(record, captures_of(record, count.unit, side, faction))
    names = CONTESTED if count.relation == "contests" else HELD
    series = record.series[names[count.unit]][:, :, faction]
    return -series if count.relation == "lost" else series


def captures_so_far(record: Record, events: np.ndarray) -> np.ndarray:
    """Number of these events by the end of each day: int64 [R, T+1]."""
    cells = record.event_run[events] * (record.days + 1) + record.event_day[events]
    daily = np.bincount(cells, minlength=record.runs * (record.days + 1))
    return daily.reshape(record.runs, record.days + 1).cumsum(axis=1)


def captures_of(record: Record, unit: str, side: np.ndarray, faction: int) -> np.ndarray:
    """Rows of the events that change the holder of a district (or capital), ``faction`` being on that side."""
    rows = record.captures
    rows = rows[(side[rows] == faction) & (record.event_district[rows] >= 0)]
    if unit == "capitals":
        rows = rows[record.terrain.seat[record.event_district[rows]] != RURAL]
    return rows


def regained(record: Record, events: np.ndarray, faction: int) -> np.ndarray:
    """bool: which of the events concern a district that ``faction`` held on day 0 of the same run."""
    place = record.event_run * record.terrain.districts + record.event_district
    start = np.flatnonzero(record.event_manner == START)
    own = np.full(record.runs * record.terrain.districts, faction == record.default)
    own[place[start]] = record.event_to[start] == faction
    return own[place[events]]
