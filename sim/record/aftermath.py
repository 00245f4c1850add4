"""The map of a war that is over: with its last national capital a state falls, and what it held passes to the victor.

Whoever wins by conquest has what it took and no more: a place that the beaten side still holds when the run ends was not
taken. Places of third sides pass to nobody. Axes: R runs, C places.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import CAPITAL_LOST, END
from sim.record.holdings import NEVER, first_passages, victors
from sim.record.observables import holders, level
from sim.record.record import Record

WHOLE = ("held", "capitals", "population")  # levels that pass with the state; others end with the war


def fallen(record: Record, day: int | None = None) -> np.ndarray:
    """Faction that lost the war with its national capital, by the end of ``day`` if one is given: int8 [R], -1 for none."""

    def read() -> np.ndarray:
        losers = np.full(record.runs, -1, dtype=np.int8)
        rows = np.flatnonzero(record.event_manner == END)
        losers[record.event_run[rows]] = record.event_from[rows]
        has_ended = (record.end_cause == CAPITAL_LOST) & (record.end_day >= 0) & (victors(record) >= 0)
        return np.where(has_ended, losers, np.int8(-1))

    losers = record.view("fallen", read)
    return losers if day is None else np.where(record.end_day <= day, losers, np.int8(-1))


def passed_to(record: Record, faction: int) -> np.ndarray:
    """Day on which what a fallen state held passed to ``faction``: int32 [R], NEVER if it did not."""

    def read() -> np.ndarray:
        has_won = (fallen(record) >= 0) & (victors(record) == faction)
        return np.where(has_won, record.end_day, NEVER).astype(np.int32)

    return record.view(("passed to", faction), read)


def passing(record: Record, faction: int, places: np.ndarray) -> np.ndarray:
    """bool [R, C]: places that passed to ``faction`` with the state that held them."""

    def read() -> np.ndarray:
        held_by_fallen = holders(record, record.days, places=places) == fallen(record)[:, None]
        return np.asarray(held_by_fallen & (passed_to(record, faction) != NEVER)[:, None])

    return record.view(("passing", faction, places.tobytes()), read)


def holders_after(record: Record, day: int, places: np.ndarray | None = None) -> np.ndarray:
    """Who holds each place at the end of a day, what passed with a state included: int8 [R, C]."""
    holders_then, losers = holders(record, day, places=places), fallen(record, day)
    passed_over = (holders_then == losers[:, None]) & (losers >= 0)[:, None]
    return np.where(passed_over, victors(record)[:, None], holders_then).astype(np.int8)


def falls_after(record: Record, faction: int, places: np.ndarray, after: int = -1) -> np.ndarray:
    """Day each place first comes to ``faction`` after day ``after``, what passes with a state included: int32 [R, C]."""
    passage_days = first_passages(record, faction, places, after)
    day = passed_to(record, faction)
    is_passed = (passage_days == NEVER) & (day > after)[:, None] & passing(record, faction, places)
    return np.where(is_passed, day[:, None], passage_days).astype(np.int32)


def level_after(record: Record, name: str, faction: int, day: int) -> np.ndarray:
    """A level at the end of a day, what passed with a state included: float64 [R]."""
    levels, losers = level(record, name, faction, day), fallen(record, day)
    fallen_runs = np.flatnonzero(losers >= 0)
    if name not in WHOLE:
        levels[fallen_runs] = 0
        return levels
    won_runs = fallen_runs[victors(record)[fallen_runs] == faction]
    levels[won_runs] += record.series[name][won_runs, day, losers[won_runs]]
    levels[losers == faction] = 0
    return levels
