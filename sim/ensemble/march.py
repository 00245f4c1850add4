"""Runs side by side that can stop on any day, be copied or replaced, and go on to the last bit as if they never had.

A ``March`` keeps the state of each of its n runs, so a later stretch of days needs nothing but the dice to throw on
it. ``dice`` are run numbers: run r lives the stretch with the dice of run ``dice[r]``. With ``dice`` equal to the
runs' own numbers throughout, a march is the batch, whatever the stretches.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from sim.base.compiled import door
from sim.base.dice import run_key
from sim.ensemble.block import Block, find_errors
from sim.law.day import live_on, look_at_capitals, most_events, write_series
from sim.law.start import start_run
from sim.law.state import EVENT, State, World, allocate, empty
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

SLICE = 64  # most runs in one compiled call
NOT_BEGUN = -1  # day of a march before its start


@dataclass(frozen=True)
class Opening:
    """What n runs begin with: parameter records [n], and int32 [n, F] districts held and contested."""

    laws: np.recarray
    held: np.ndarray
    contested: np.ndarray


@door
def march_many(
    seed: np.uint64,
    dice: np.ndarray,
    begin: int,
    stop: int,
    after: int,
    until: int,
    held: np.ndarray,
    contested: np.ndarray,
    world: World,
    states: State,
    laws: np.recarray,
    events: np.ndarray,
    used: np.ndarray,
    counts: np.ndarray,
    levels: np.ndarray,
    end: np.ndarray,
) -> int:
    """The days after ``after`` to ``until`` of the rows ``begin .. stop``; ``after`` below 0 draws the start first.

    ``states`` holds the state of every row behind each other. A row's events of this stretch follow those of the row
    before it in ``events``; ``used`` int64 [n] counts them. Returns the first row that might not have found room.
    """
    districts, factions = len(world.places), len(world.powers)
    pairs, provinces = factions * districts, factions * len(world.provinces)
    ages = len(states.retake_table) // len(states.run)
    most = (until - after + 1) * most_events(world)
    total = 0
    for row in range(begin, stop):
        if total + most > len(events):
            return row
        state = State(
            states.districts[row * districts : (row + 1) * districts],
            states.pairs[row * pairs : (row + 1) * pairs],
            states.sides[row * factions : (row + 1) * factions],
            states.province_held[row * provinces : (row + 1) * provinces],
            states.front[row * pairs : (row + 1) * pairs],
            states.gains[row * districts : (row + 1) * districts],
            states.falls[row * (districts + 1) : (row + 1) * (districts + 1)],
            states.scores[row * districts : (row + 1) * districts],
            states.retake_table[row * ages : (row + 1) * ages],
            states.run[row : row + 1],
        )
        key = run_key(seed, dice[row])
        room = events[total:]
        state.run[0].events = 0
        if after < 0:
            start_run(key, held[row], contested[row], world, state, laws[row], room)
            look_at_capitals(world, state)
            write_series(0, counts[row], levels[row], world, state)
        live_on(key, max(after, 0) + 1, until, world, state, laws[row], room, counts[row], levels[row])
        used[row] = state.run[0].events
        total += used[row]
        end[row, 0] = state.run[0].end_day
        end[row, 1] = state.run[0].end_cause
    return stop


class March:
    """n runs in motion; ``day`` is the last day lived."""

    def __init__(self, world: World, days: int, opening: Opening, stop: threading.Event | None = None) -> None:
        n = len(opening.laws)
        self.world, self.days, self.opening = world, days, opening
        self.stop = stop or threading.Event()
        self.day = NOT_BEGUN
        self.states = stacked(world, n)
        shape = (n, days + 1, len(world.powers))
        self.counts = np.zeros((*shape, len(SERIES_COUNTS)), dtype=np.int16 if len(world.places) < 32_000 else np.int32)  # fmt: skip
        self.levels = np.zeros((*shape, len(SERIES_LEVELS)), dtype=np.float32)
        self.end = np.full((n, 2), -1, dtype=np.int32)
        self.events: list[np.ndarray] = [empty(EVENT, 0)] * n  # of each run so far

    @property
    def runs(self) -> int:
        """n."""
        return len(self.events)

    def advance(self, until: int, seed: int, dice: np.ndarray) -> None:
        """Live on to the end of day ``until`` with the dice of the runs ``dice`` [n]."""
        most = (until - self.day + 1) * ((1 + len(self.world.powers)) * len(self.world.places) + 2)
        room, used, row = empty(EVENT, 2 * most), np.zeros(self.runs, dtype=np.int64), 0
        while row < self.runs:
            if self.stop.is_set():
                raise KeyboardInterrupt
            stop = min(self.runs, row + SLICE)
            with np.errstate(over="ignore"):  # uint64 arithmetic of the uncompiled law wraps, as it must
                done = march_many(
                    np.uint64(seed), dice.astype(np.uint64), row, stop, self.day, until, self.opening.held,
                    self.opening.contested, self.world, self.states, self.opening.laws, room, used, self.counts,
                    self.levels, self.end,
                )  # fmt: skip
            pieces = np.split(room[: used[row:done].sum()].copy(), np.cumsum(used[row:done])[:-1])
            self.events[row:done] = [
                np.concatenate([old, new]) for old, new in zip(self.events[row:done], pieces, strict=True)
            ]
            row = done
        self.day = until

    def replace(self, rows: np.ndarray, other: March, taken: np.ndarray) -> None:
        """Make the runs ``rows`` copies of the runs ``taken`` of ``other`` (which may be this march), state and past."""
        for mine, theirs in zip(self.arrays(), other.arrays(), strict=True):
            mine[rows] = theirs[taken]
        copied = [other.events[row] for row in taken]
        for row, events in zip(rows, copied, strict=True):
            self.events[row] = events

    def arrays(self) -> tuple[np.ndarray, ...]:
        """Everything a run has, one row a run; views."""
        kept = (array.reshape(self.runs, -1) for array in self.states)
        mine = self.opening
        return (*kept, self.counts, self.levels, self.end, mine.laws, mine.held, mine.contested)

    def block(self, first: int) -> Block:
        """What the runs have left so far, as runs ``first ..``."""
        used = np.array([len(events) for events in self.events], dtype=np.int64)
        errors = find_errors(first, self.levels)
        return Block(first, self.counts, self.levels, np.concatenate(self.events), used, self.end, errors)


def stacked(world: World, runs: int) -> State:
    """Room for the states of ``runs`` runs, behind each other in each array."""
    one = allocate(len(world.places), len(world.powers), len(world.provinces))
    return State(*(np.tile(array, runs).view(type(array)) for array in one))
