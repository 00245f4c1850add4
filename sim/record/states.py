"""States of a side that reports without numbers describe, read from a run's record: 0 to 1 for each run. Axis: R runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.base.codes import ABANDONMENT, ADVANCE, CAPITULATION
from sim.record.observables import by_run, gross_captures, level
from sim.record.record import Record

WEEK, FORTNIGHT = 7, 14  # days up to the statement that it covers
AHEAD = 21  # days in which an announced offensive begins, if it does
SPENT = 0.5  # of the reserve of day 0: below it a side is short


def advancing(record: Record, faction: int, after: int, last: int) -> np.ndarray:
    """Share of the days within (after, last] on which the side advances: float64 [R]."""
    days = record.series["posture"][:, max(after + 1, 0) : last + 1, faction]
    return np.asarray((days == ADVANCE).mean(axis=1))


def on_offensive(record: Record, faction: int, day: int) -> np.ndarray:
    """Share of the week up to the day on which it advances: float64 [R]."""
    return advancing(record, faction, day - WEEK, day)


def paused(record: Record, faction: int, day: int) -> np.ndarray:
    """Share of the week up to the day on which it does not advance: float64 [R]."""
    return 1.0 - on_offensive(record, faction, day)


def will_advance(record: Record, faction: int, day: int) -> np.ndarray:
    """It advances on some day of the three weeks that follow: float64 [R], 1 or 0."""
    return (advancing(record, faction, day, min(day + AHEAD, record.days)) > 0).astype(np.float64)


def counter_attacking(record: Record, faction: int, day: int) -> np.ndarray:
    """Share of the week up to the day on which it advances, 0 unless it has captured something within a fortnight: float64 [R]."""
    has_captured = gross_captures(record, faction, day - FORTNIGHT, day) > 0
    return np.where(has_captured, on_offensive(record, faction, day), 0.0)


def soft_losses(record: Record, faction: int, day: int) -> np.ndarray:
    """Places it lost without a fight within a fortnight: int64 [R]."""
    rows = record.captures
    days, manner = record.event_day[rows], record.event_manner[rows]
    is_soft = (manner == CAPITULATION) | (manner == ABANDONMENT)
    is_recent = (days > day - FORTNIGHT) & (days <= day)
    return by_run(record, rows[is_soft & is_recent & (record.event_from[rows] == faction)])


def surrendering(record: Record, faction: int, day: int) -> np.ndarray:
    """It has lost a place without a fight within a fortnight: float64 [R], 1 or 0."""
    return (soft_losses(record, faction, day) > 0).astype(np.float64)


def fleeing(record: Record, faction: int, day: int) -> np.ndarray:
    """It has lost several places without a fight within a fortnight: float64 [R], 1 or 0."""
    return (soft_losses(record, faction, day) > 1).astype(np.float64)


def losing_heart(record: Record, faction: int, day: int) -> np.ndarray:
    """Its momentum is against it: float64 [R], 1 or 0."""
    return (level(record, "momentum", faction, day) < 0).astype(np.float64)


def spent(record: Record, faction: int, day: int) -> np.ndarray:
    """Its reserve is below half of that of day 0: float64 [R], 1 or 0."""
    is_low = level(record, "reserve", faction, day) < SPENT * level(record, "reserve", faction, 0)
    return is_low.astype(np.float64)


STATES: dict[str, Callable[[Record, int, int], np.ndarray]] = {
    "on_offensive": on_offensive,
    "paused": paused,
    "offensive_announced": will_advance,
    "counter_offensive": counter_attacking,
    "surrendered_without_fight": surrendering,
    "low_effectiveness": losing_heart,
    "crossed_border": fleeing,
    "low_morale": losing_heart,
    "short_of_supply": spent,
}
