"""Counts and maps read from a ``Record``. Windows are (after, last]: day ``after`` excluded, ``last`` included.

Axes: R runs, D districts, T+1 days. ``faction`` is an index into ``record.factions``. After its end a run is frozen:
its map and levels stay, nothing more is captured.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import ABANDONMENT, ASSAULT, CAPITULATION, MANNERS, RURAL, START, TRUCE
from sim.record.record import Record

CHANNELS = (ASSAULT, CAPITULATION, ABANDONMENT)  # not REPORTED: nobody knows how such a place fell
NO_MANNER = -1
CHANNEL_NAMES = tuple(MANNERS[manner] for manner in CHANNELS)


def level(record: Record, name: str, faction: int, day: int) -> np.ndarray:
    """A column of the daily series at the end of a day: float64 [R], in the column's unit."""
    return record.series[name][:, day, faction].astype(np.float64)


def held(record: Record, faction: int, day: int) -> np.ndarray:
    """Districts held at the end of a day: float64 [R]."""
    return level(record, "held", faction, day)


def net_change(record: Record, faction: int, after: int, last: int, name: str = "held") -> np.ndarray:
    """Change of a level (held, capitals, population ...) within (after, last]: float64 [R]."""
    return level(record, name, faction, last) - level(record, name, faction, after)


def capture_rows(record: Record, faction: int, after: int, last: int, capitals: bool = False) -> np.ndarray:
    """Rows of the events by which ``faction`` captured a district (or capital) within (after, last]: int64 [N]."""
    rows = record.captures
    day = record.event_day[rows]
    rows = rows[(record.event_to[rows] == faction) & (day > after) & (day <= last)]
    return rows[record.terrain.seat[record.event_district[rows]] != RURAL] if capitals else rows


def by_run(record: Record, rows: np.ndarray) -> np.ndarray:
    """How many of the events belong to each run: int64 [R]."""
    return np.bincount(record.event_run[rows], minlength=record.runs)


def running_captures(record: Record, faction: int, side: str = "to") -> np.ndarray:
    """Captures by ``faction`` (``side`` "to") or from it ("from") up to the end of each day: int32 [R, T+1]; counted once."""
    return record.view(
        ("running captures", side, faction),
        lambda: count_captures(record, faction, side).cumsum(axis=1, dtype=np.int32),
    )


def count_captures(record: Record, faction: int, side: str = "to", but: int = NO_MANNER) -> np.ndarray:
    """Those captures on each day, without those of the manner ``but``: int16 [R, T+1], int32 on networks of 32,768 districts or more."""
    table = np.zeros(
        (record.runs, record.days + 1), dtype=np.int16 if record.terrain.districts < 2**15 else np.int32
    )
    sides = record.event_to if side == "to" else record.event_from
    for runs, events in record.portions():
        manner, place = record.event_manner[events], record.event_run[events] - runs.start
        place *= record.days + 1
        place += record.event_day[events]
        is_counted = (sides[events] == faction) & (manner != START) & (manner < TRUCE) & (manner != but)
        table[runs] = np.bincount(place[is_counted], minlength=table[runs].size).reshape(table[runs].shape)
    return table


def gross_captures(record: Record, faction: int, after: int, last: int) -> np.ndarray:
    """Captures by ``faction`` within (after, last], those later lost again included: int32 [R]."""
    running = running_captures(record, faction)
    last = min(max(last, 0), record.days)  # nothing is captured on day 0, before it or after the last
    return running[:, last] - running[:, min(max(after, 0), last)]


def ever_captured(record: Record, faction: int, after: int, last: int) -> np.ndarray:
    """Different districts that ``faction`` captured at least once within (after, last]: int64 [R]."""
    rows = capture_rows(record, faction, after, last)
    districts = record.terrain.districts
    places = np.unique(record.event_run[rows] * districts + record.event_district[rows])
    return np.bincount(places // districts, minlength=record.runs)


def change(record: Record, measure: str, faction: int, window: tuple[int, int]) -> np.ndarray:
    """Change within a window of held, capitals or population, net, or captures for ``gross``; float64 [R]."""
    if measure == "gross":
        return gross_captures(record, faction, *window).astype(np.float64)
    return net_change(record, faction, *window, name=measure)


def captures_by_channel(record: Record, faction: int, after: int, last: int) -> np.ndarray:
    """Captures by assault, capitulation and abandonment within (after, last]: int64 [R, 3], as CHANNELS."""
    return by_channel(record, capture_rows(record, faction, after, last))


def by_channel(record: Record, rows: np.ndarray) -> np.ndarray:
    """How many of the events each run has by channel: int64 [R, 3]; what is only reported has none."""
    rows = rows[np.isin(record.event_manner[rows], CHANNELS)]
    place = record.event_run[rows] * len(CHANNELS) + record.event_manner[rows] - CHANNELS[0]
    return np.bincount(place, minlength=record.runs * len(CHANNELS)).reshape(record.runs, len(CHANNELS))


def share_without_fighting(record: Record, faction: int, after: int, last: int) -> np.ndarray:
    """Share of captures within (after, last] that were no assault: float64 [R], NaN where nothing was captured.

    What is only reported says nothing of how it was taken, and is left out.
    """
    channels = captures_by_channel(record, faction, after, last)
    total = channels.sum(axis=1)
    return np.where(total > 0, 1.0 - channels[:, 0] / np.maximum(total, 1), np.nan)


def changes_until(record: Record, day: int) -> np.ndarray:
    """Rows of the start map and of every change of holder up to the end of a day, in order: int64 [N]."""
    return np.flatnonzero((record.event_manner < TRUCE) & (record.event_day <= day))


def changes_at(record: Record, places: np.ndarray) -> np.ndarray:
    """Rows of the start map and of every change of holder at the places (rows of the terrain [C]), in order: int64 [N].

    They are found once for each choice of places.
    """

    def read() -> np.ndarray:
        is_chosen = np.zeros(record.terrain.districts, dtype=bool)
        is_chosen[places] = True
        rows = np.flatnonzero(is_chosen[record.event_district])
        return rows[record.event_manner[rows] < TRUCE]

    return record.view(("changes at", places.tobytes()), read)


def holders(
    record: Record, day: int, rows: np.ndarray | None = None, places: np.ndarray | None = None
) -> np.ndarray:
    """Who holds each district at the end of a day: int8 [R, D], or only for some run rows and some places."""
    lines, line = numbered(rows, record.runs)
    columns, column = numbered(places, record.terrain.districts)
    events = changes_until(record, day) if places is None else changes_at(record, places)
    events = events[(record.event_day[events] <= day) & (line[record.event_run[events]] >= 0)]
    holder_rows = np.full((lines, columns), record.default, dtype=np.int8)
    at = line[record.event_run[events]], column[record.event_district[events]]
    holder_rows[at] = record.event_to[events]  # events are in order: the last one stays
    return holder_rows


def numbered(rows_chosen: np.ndarray | None, size: int) -> tuple[int, np.ndarray]:
    """How many are chosen (all if None), and for each of ``size`` = N its place among them, -1 if left out: int64 [N]."""
    if rows_chosen is None:
        return size, np.arange(size)
    place = np.full(size, -1, dtype=np.int64)
    place[rows_chosen] = np.arange(len(rows_chosen))
    return len(rows_chosen), place


def hold_probability(record: Record, faction: int, day: int, weights: np.ndarray | None = None) -> np.ndarray:
    """Weighted share of runs in which ``faction`` holds each district at the end of a day: float64 [D].

    weights   [R], None for equal ones; all zero gives NaN
    Each change of holder adds its run's weight to the taker and takes it from the giver, so no R x D map is built.
    """
    share = np.full(record.runs, 1.0) if weights is None else np.asarray(weights, dtype=np.float64)
    total = share.sum()
    if total <= 0:
        return np.full(record.terrain.districts, np.nan)
    share = share / total
    probability = np.full(record.terrain.districts, float(faction == record.default))
    events = changes_until(record, day)
    for side, sign in ((record.event_to, 1.0), (record.event_from, -1.0)):
        rows = events[side[events] == faction]
        probability += sign * np.bincount(
            record.event_district[rows], share[record.event_run[rows]], record.terrain.districts
        )
    return np.clip(probability, 0.0, 1.0)
