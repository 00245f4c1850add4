"""The map of a war that is over: with the national capital the state falls, and what it held passes to the victor.

Whoever wins by conquest has what it took and no more: a place that the beaten side still holds when the run ends was not
taken. Places of third sides pass to nobody. Axes: R runs, C places.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import CAPITAL_LOST
from sim.record.holdings import NEVER, first_passages, victors
from sim.record.observables import holders, level
from sim.record.record import Record

WHOLE = ("held", "capitals", "population")  # levels that pass with the state; others end with the war


def state_ended(record: Record, day: int | None = None) -> np.ndarray:
    """bool [R]: the war was won by taking the national capital, by the end of ``day`` if one is given."""
    over = (record.end_cause == CAPITAL_LOST) & (record.end_day >= 0) & (victors(record) >= 0)
    return over if day is None else over & (record.end_day <= day)


def passed_to(record: Record, faction: int) -> np.ndarray:
    """Day on which what its beaten enemies held passed to ``faction``: int32 [R], NEVER if it did not."""
    won = state_ended(record) & (victors(record) == faction)
    return np.where(won, record.end_day, NEVER).astype(np.int32)


def holders_after(record: Record, day: int, places: np.ndarray | None = None) -> np.ndarray:
    """Who holds each place at the end of a day, what passed with a state included: int8 [R, C]."""
    out = holders(record, day, places=places)
    over = np.flatnonzero(state_ended(record, day))
    winner = victors(record)[over].astype(np.int64)
    beaten = record.war[winner[:, None], out[over]] == 1
    out[over] = np.where(beaten, winner[:, None], out[over])
    return out


def falls_after(record: Record, faction: int, places: np.ndarray, after: int = -1) -> np.ndarray:
    """Day each place first comes to ``faction`` after day ``after``, what passes with a state included: int32 [R, C]."""
    out = first_passages(record, faction, places, after)
    day = passed_to(record, faction)
    at_end = holders(record, record.days, places=places)
    passes = (out == NEVER) & (day > after)[:, None] & (record.war[faction][at_end] == 1)
    return np.where(passes, day[:, None], out).astype(np.int32)


def level_after(record: Record, name: str, faction: int, day: int) -> np.ndarray:
    """A level at the end of a day, what passed with a state included: float64 [R]."""
    out = level(record, name, faction, day)
    over, winner = state_ended(record, day), victors(record)
    if name not in WHOLE:
        out[over] = 0
        return out
    out[over & (winner >= 0) & (record.war[faction][np.maximum(winner, 0)] == 1)] = 0
    for enemy in np.flatnonzero(record.war[faction]):
        own = over & (winner == faction)
        out[own] += level(record, name, int(enemy), day)[own]
    return out
