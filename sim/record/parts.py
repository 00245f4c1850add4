"""What is held of a part of the network, day by day, read from the events. Axes: R runs, D districts, T+1 days."""

from __future__ import annotations

import numpy as np

from sim.base.codes import TRUCE
from sim.record.holdings import retaken
from sim.record.record import Record


def held_worth(record: Record, faction: int, worth: np.ndarray) -> np.ndarray:
    """Sum of ``worth`` [D] over the districts ``faction`` holds at the end of each day: float64 [R, T+1].

    Worth 1 for the places of a part counts them; areas or populations give what is held of these. After its end a run is
    frozen, as in the daily series.
    """
    rows = np.flatnonzero((record.event_manner < TRUCE) & (record.event_district >= 0))
    rows = rows[worth[record.event_district[rows]] != 0]
    days = record.days + 1
    change = np.zeros(record.runs * days)
    for side, sign in ((record.event_to, 1.0), (record.event_from, -1.0)):
        own_events = rows[side[rows] == faction]
        cells = record.event_run[own_events] * days + record.event_day[own_events]
        change += sign * np.bincount(cells, worth[record.event_district[own_events]], record.runs * days)
    start = float(worth.sum()) if faction == record.default else 0.0
    return np.asarray(start + change.reshape(record.runs, days).cumsum(axis=1))


def held_before(record: Record, faction: int) -> np.ndarray:
    """bool [D]: places the faction had held at some time before day 0.

    What nobody else holds is the default holder's, so it is taken to have held everything; of others only what earlier
    control rows say is known.
    """
    if faction == record.default:
        return np.ones(record.terrain.districts, dtype=bool)
    earlier_places = record.earlier
    return (
        np.zeros(record.terrain.districts, dtype=bool) if earlier_places is None else earlier_places[faction]
    )


def had_before(record: Record, events: np.ndarray, faction: int) -> np.ndarray:
    """Which of the captures by ``faction`` (rows ``events`` int64 [N], in order) are of a place it had held before, in the run or earlier: bool [N]."""
    is_retaken = np.zeros(len(record.event_day), dtype=bool)
    is_retaken[retaken(record, faction).event] = True
    return np.asarray(is_retaken[events] | held_before(record, faction)[record.event_district[events]])
