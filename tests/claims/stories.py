"""Short wars told day by day, for tests of claims. t0 = day 45 of 120; red advances along a chain of 100 districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.codes import ASSAULT
from sim.record.record import Record
from sim.terrain.terrain import Terrain
from tests.records import BLUE, RED, Happening, make_record, make_terrain

T0, DAYS = 45, 120
CITIES = (90, 94, 98)
TERRAIN = make_terrain(100, capitals=CITIES, national=99)
PLACE = {city: TERRAIN.ids[city] for city in (*CITIES, 99)}


def march(days: Mapping[int, int], manner: int = ASSAULT, first: int = 0) -> list[Happening]:
    """Captures along the chain from district ``first``: {day: number}; negative numbers are lost again to blue."""
    happenings: list[Happening] = []
    line = first
    for day, number in sorted(days.items()):
        for _ in range(abs(number)):
            line -= number < 0
            happenings.append((day, line, RED if number > 0 else BLUE, manner))
            line += number > 0
    return happenings


def war(
    *happenings: Happening,
    end: tuple[int, ...] | None = None,
    terrain: Terrain | None = None,
    days: int = DAYS,
    series: Mapping[str, np.ndarray] | None = None,
) -> Record:
    """One run."""
    ends = None if end is None else {0: end}
    return make_record(
        [list(happenings)], terrain=terrain or TERRAIN, days=days, as_of=T0, ends=ends, series=series
    )


def steady(first: int, last: int, number: int = 1) -> dict[int, int]:
    """``number`` captures on each day first .. last."""
    return dict.fromkeys(range(first, last + 1), number)


def daily(**columns: Sequence[float] | Mapping[int, float]) -> dict[str, Any]:
    """Series of red: constant from the days named on, e.g. ``reserve={0: 100, 40: 20}``; blue has zeros."""
    out = {}
    for name, steps in columns.items():
        values = np.zeros((1, DAYS + 1, 2))
        for day, value in sorted(dict(steps).items()):
            values[0, day:, RED] = value
        out[name] = values
    return out
