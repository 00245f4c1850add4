"""``Record``: R runs of T days as flat tables. The map of any day is rebuilt from start and events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import START, TRUCE
from sim.terrain.terrain import Terrain

V = TypeVar("V")
PORTION = 2**18  # events whose columns together are a few megabytes
SERIES_COUNTS = (  # integer columns of the daily series, in order
    "held",
    "contested",
    "capitals",
    "posture",
    "assaults",
    "assaults_even",
    "won_even",
    "capitals_threatened",
)
SERIES_LEVELS = ("population", "reserve", "garrison", "momentum")  # float columns, in order


@dataclass(frozen=True)
class Record:
    """What R runs did. Row r of every array is the run numbered ``run[r]``.

    factions     ids, F long; ``roles`` int8 [F]; ``war`` int8 [F, F]
    default      index of the faction that holds what no event gives to another
    series       name -> [R, T+1, F]; day 0 is the start. Names: SERIES_COUNTS and SERIES_LEVELS.
                 held, contested (enemy districts in which f is present), capitals (held),
                 capitals_threatened (enemy capitals mostly surrounded by f or in which f is present),
                 assaults / assaults_even / won_even: assaults that f began that day, those begun at odds of at
                 least 1:1, and those of the latter that f won that day; population (persons), reserve and
                 garrison (FU), momentum (1)
    event_*      one entry per event, sorted by run row, then day; ``event_first`` int64 [R+1] gives each run's
                 slice. day int32, district int32 (row of the terrain, -1 for none), from/to int8 (faction),
                 manner int8 (codes.MANNERS). Day-0 rows (START) give every district not held by ``default``.
                 ATTACKED rows (capitals) change no holder; one TRUCE or END row closes a run.
    earlier      bool [F, D], places each faction held before day 0 by control rows; None without any
    end_day      int32 [R], -1 while the war is on; end_cause int8 [R] (codes.END_CAUSES). After its end a run
                 is frozen: its series repeat the last day, with no assaults.
    """

    terrain: Terrain
    factions: tuple[str, ...]
    roles: np.ndarray
    war: np.ndarray
    default: int
    calendar: Calendar
    horizon: int
    days: int
    run: np.ndarray
    end_day: np.ndarray
    end_cause: np.ndarray
    series: dict[str, np.ndarray]
    event_first: np.ndarray
    event_day: np.ndarray
    event_district: np.ndarray
    event_from: np.ndarray
    event_to: np.ndarray
    event_manner: np.ndarray
    earlier: np.ndarray | None = None

    @property
    def runs(self) -> int:
        """R."""
        return len(self.run)

    @property
    def as_of_day(self) -> int:
        """t0, the day the question is asked."""
        return self.calendar.as_of_day

    @cached_property
    def views(self) -> dict[Any, Any]:
        """What was read from these runs before, by what was asked, so that a job reads nothing twice."""
        return {}

    def view_for(self, name: str, owner: object) -> dict[Any, Any]:
        """A table beside the runs that stays as long as it is asked for by the same ``owner``; empty for another one."""
        cached_table = self.views.get(name)
        if cached_table is None or cached_table[0] is not owner:
            cached_table = self.views[name] = (owner, {})
        table: dict[Any, Any] = cached_table[1]
        return table

    def view(self, key: Any, read: Callable[[], V]) -> V:
        """What ``read`` gives under ``key``, read once from these runs."""
        if key not in self.views:
            self.views[key] = read()
        cached_value: V = self.views[key]
        return cached_value

    @cached_property
    def event_run(self) -> np.ndarray:
        """Run row of each event: int64 [M]."""
        return np.repeat(np.arange(self.runs), np.diff(self.event_first))

    def portions(self, size: int | None = None) -> Iterator[tuple[slice, slice]]:
        """(run rows, their events), a portion of about ``size`` events after the other: what is made of one stays in the cache."""
        size = size or PORTION
        ends = np.searchsorted(self.event_first, np.arange(size, self.event_first[-1] + size, size))
        ends[-1:] = self.runs
        first = 0
        for last in ends.tolist():
            if last > first:
                yield slice(first, last), slice(int(self.event_first[first]), int(self.event_first[last]))
                first = last

    @cached_property
    def captures(self) -> np.ndarray:
        """Rows of the events that change a holder after day 0: int64 [N]."""
        manner = self.event_manner
        return np.flatnonzero((manner != START) & (manner < TRUCE))

    def faction(self, name: str) -> int:
        """Index of a faction id."""
        return self.factions.index(name)
