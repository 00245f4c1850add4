"""Small records written by hand, for tests of observables, claims, evidence and weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import (
    ASSAULT,
    ATTACKED,
    BY_TRUCE,
    CHALLENGER,
    END,
    INCUMBENT,
    NATIONAL,
    PROVINCIAL,
    RURAL,
    START,
    TRUCE,
)
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS, Record
from sim.terrain.terrain import Terrain

START_DATE = date(2030, 3, 1)
FACTIONS = ("red", "blue")
RED, BLUE = range(2)

Happening = tuple[int, int, int] | tuple[int, int, int, int]  # day, district, to[, manner]


def make_terrain(districts: int = 12, capitals: Sequence[int] = (3, 7), national: int = 11) -> Terrain:
    """A chain of ``districts``, four to a province; ``national`` -1 for none."""
    seat = np.full(districts, RURAL, dtype=np.int8)
    seat[[row for row in capitals if row < districts]] = PROVINCIAL
    if 0 <= national < districts:
        seat[national] = NATIONAL
    ids = tuple(f"T{row + 1:02d}" for row in range(districts))
    return Terrain(
        ids=ids,
        names=ids,
        provinces=tuple(f"P{row // 4}" for row in range(districts)),
        seat=seat,
        population=np.full(districts, 1000.0),
        past=np.zeros(districts),
        lon=np.full(districts, np.nan),
        lat=np.full(districts, np.nan),
        edge_a=np.arange(districts - 1, dtype=np.int32),
        edge_b=np.arange(1, districts, dtype=np.int32),
        edge_weight=np.ones(districts - 1),
        source="made up",
    )


def make_record(
    happenings: Sequence[Sequence[Happening]] = ((),),
    *,
    start: Sequence[Mapping[int, int]] | Mapping[int, int] | None = None,
    terrain: Terrain | None = None,
    days: int = 60,
    as_of: int = 30,
    horizon: int = 30,
    ends: Mapping[int, tuple[int, ...]] | None = None,
    series: Mapping[str, np.ndarray] | None = None,
    runs: Sequence[int] | None = None,
) -> Record:
    """A record of two factions, red (challenger) and blue (incumbent, holds everything by default).

    happenings  for each run a list of (day, district row, taker) or (..., manner); manner is ASSAULT if absent,
                ATTACKED changes no holder
    start       {district row: holder} of day 0, one for all runs or one a run; blue holds the rest
    ends        {run row: (day, cause)} or (day, cause, victor); red wins if nobody is named, nobody in a truce
    series      arrays [R, T+1, F] that replace the ones counted from the events (held, capitals, population)
    runs        run numbers, 0.. by default
    """
    terrain = terrain or make_terrain()
    rows = len(happenings)
    starts = [start or {}] * rows if start is None or isinstance(start, Mapping) else list(start)
    tables = [_run_events(starts[r], happenings[r], (ends or {}).get(r)) for r in range(rows)]
    flat = np.array([event for table in tables for event in table], dtype=np.int64).reshape(-1, 5)
    counted = {name: np.zeros((rows, days + 1, 2), dtype=np.int32) for name in SERIES_COUNTS}
    counted |= {name: np.zeros((rows, days + 1, 2)) for name in SERIES_LEVELS}
    for r in range(rows):
        _count_holdings(tables[r], terrain, days, {name: array[r] for name, array in counted.items()})
    end_day, end_cause = np.full(rows, -1, dtype=np.int32), np.zeros(rows, dtype=np.int8)
    for r, end in (ends or {}).items():
        end_day[r], end_cause[r] = end[:2]
    return Record(
        terrain=terrain,
        factions=FACTIONS,
        roles=np.array([CHALLENGER, INCUMBENT], dtype=np.int8),
        war=np.array([[0, 1], [1, 0]], dtype=np.int8),
        default=BLUE,
        calendar=Calendar(START_DATE, START_DATE + timedelta(days=as_of)),
        horizon=horizon,
        days=days,
        run=np.arange(rows) if runs is None else np.asarray(runs),
        end_day=end_day,
        end_cause=end_cause,
        series={**counted, **(series or {})},
        event_first=np.cumsum([0] + [len(table) for table in tables]),
        event_day=flat[:, 0].astype(np.int32),
        event_district=flat[:, 1].astype(np.int32),
        event_from=flat[:, 2].astype(np.int8),
        event_to=flat[:, 3].astype(np.int8),
        event_manner=flat[:, 4].astype(np.int8),
    )


def _run_events(
    start: Mapping[int, int], happenings: Sequence[Happening], end: tuple[int, ...] | None
) -> list[tuple[int, int, int, int, int]]:
    holder = dict(start)
    rows = [(0, district, BLUE, to, START) for district, to in sorted(start.items()) if to != BLUE]
    for day, district, to, *manner in sorted(happenings, key=lambda one: one[0]):
        code = manner[0] if manner else ASSAULT
        rows.append((day, district, holder.get(district, BLUE), to, code))
        if code != ATTACKED:
            holder[district] = to
    if end is not None:
        victor = end[2] if len(end) > 2 else RED
        rows.append((end[0], -1, 1 - victor, victor, TRUCE if end[1] == BY_TRUCE else END))
    return rows


def _count_holdings(
    events: Sequence[tuple[int, int, int, int, int]],
    terrain: Terrain,
    days: int,
    into: Mapping[str, np.ndarray],
) -> None:
    """Write held, capitals and population of every day: from each day on which a district changes hands to the last."""
    holder = np.full(terrain.districts, BLUE)
    for day in sorted({0, *(event[0] for event in events if event[0] <= days)}):
        for _, district, _, to, manner in (event for event in events if event[0] == day):
            if manner not in (ATTACKED, END, TRUCE):
                holder[district] = to
        for faction in (RED, BLUE):
            held = holder == faction
            into["held"][day:, faction] = held.sum()
            into["capitals"][day:, faction] = held[terrain.capitals].sum()
            into["population"][day:, faction] = terrain.population[held].sum()


def held_series(held: np.ndarray, days: int, districts: int) -> np.ndarray:
    """int32 [R, T+1, 2] from red's districts: [R] (the same every day) or [R, T+1]; blue has the rest."""
    red = np.broadcast_to(held[:, None], (len(held), days + 1)) if held.ndim == 1 else held
    return np.stack([red, districts - red], axis=2).astype(np.int32)
