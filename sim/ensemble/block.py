"""The compiled loop over runs and days, and blocks of runs: simulated one after another, and the value they leave.

The loop is the one door into the law for all who simulate many runs: all of the law is inlined in it, and compiling it takes seconds.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.compiled import door
from sim.base.dice import run_key
from sim.base.mapped_arrays import mapped_zeros
from sim.law.day import live_on, most_events, write_series
from sim.law.start import start_run
from sim.law.state import EVENT, RETAKE_DAYS, RUN, State, World, allocate, empty
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

BLOCK = 256  # runs on the fixed grid of the store
SLICE_DISTRICTS = (
    3_000  # of the runs of a compiled call: it costs next to nothing, and Ctrl-C and progress work
)
NOT_BEGUN = -1  # last day simulated before the start


@dataclass(frozen=True)
class Block:
    """What the runs ``first .. first + n`` left.

    counts   int16 or int32 [n, T+1, F, 8], levels float32 [n, T+1, F, 4]: the daily series
    events   EVENT records of all runs behind each other, ``event_count`` int64 [n] of each run
    end      int32 [n, 2]: day (-1 none) and cause
    errors   run number -> what went wrong; the rows of such a run are zero
    """

    first: int
    counts: np.ndarray
    levels: np.ndarray
    events: np.ndarray
    event_count: np.ndarray
    end: np.ndarray
    errors: dict[int, str]

    @property
    def runs(self) -> int:
        """n."""
        return len(self.end)


def only(block: Block, rows: np.ndarray) -> Block:
    """Some rows of a block, bool [n]; its errors are left behind."""
    events = block.events[np.repeat(rows, block.event_count)]
    counts, levels = block.counts[rows], block.levels[rows]
    return Block(block.first, counts, levels, events, block.event_count[rows], block.end[rows], {})


@door
def advance_many(
    seed: np.uint64,
    dice: np.ndarray,
    until: np.ndarray,
    begin: int,
    stop: int,
    last_day: np.ndarray,
    held: np.ndarray,
    contested: np.ndarray,
    world: World,
    states: Any,  # State
    laws: np.recarray,
    events: np.ndarray,
    counts: np.ndarray,
    levels: np.ndarray,
) -> int:
    """The rows ``begin .. stop`` of n runs continue through the stretches that end on the days ``until`` int64 [S].

    dice              uint64 [n, S], run numbers whose random numbers are used
    last_day          int64 [n], last day that each row has simulated, updated in place; NOT_BEGUN draws the start first
    held, contested   int [n, F], districts of each side, as ``start_run`` takes them; laws   LAW_DTYPE [n], parameters
    states            the state of every row behind each other, and room for one
    events            EVENT [n, E]
    counts, levels    [n, T+1, F, 8] and [n, T+1, F, 4], daily series
    Where there are fewer states, RUN records or rows of events than runs, the runs take them in turn: those of a run that
    has ended are overwritten.
    Returns the first row whose events might not fit (it has completed a day, if it has begun), ``stop`` if all did.
    """
    districts, factions = len(world.places), len(world.powers)
    pairs, provinces, ages = factions * districts, factions * len(world.provinces), RETAKE_DAYS + 1
    for row in range(begin, stop):
        own, run = row % (len(states.districts) // districts), row % len(states.run)
        own_events = events[row % len(events)]
        state = State(
            states.districts[own * districts : (own + 1) * districts],
            states.pairs[own * pairs : (own + 1) * pairs],
            states.sides[own * factions : (own + 1) * factions],
            states.province_held[own * provinces : (own + 1) * provinces],
            states.front[own * pairs : (own + 1) * pairs],
            states.keys[own * pairs : (own + 1) * pairs],
            states.pulls[own * pairs : (own + 1) * pairs],
            states.gains[own * districts : (own + 1) * districts],
            states.retake_table[own * ages : (own + 1) * ages],
            states.run[run : run + 1],
            states.falls,
            states.hits,
            states.candidates,
            states.scores,
        )
        for stretch in range(len(until)):
            if last_day[row] < until[stretch]:
                key = run_key(seed, dice[row, stretch])
                if last_day[row] < 0:
                    if most_events(world) > len(own_events):
                        return row
                    start_run(key, held[row], contested[row], world, state, laws[row], own_events)
                    write_series(0, counts[row], levels[row], world, state)
                    last_day[row] = 0
                last_day[row] = live_on(
                    key,
                    last_day[row] + 1,
                    until[stretch],
                    world,
                    state,
                    laws[row],
                    own_events,
                    counts[row],
                    levels[row],
                )
                if last_day[row] < until[stretch]:
                    return row
    return stop


def twice_as_wide(events: np.ndarray) -> np.recarray:
    """Events EVENT [n, E] as EVENT [n, 2 E], for runs that need more room."""
    return np.concatenate([events, np.zeros_like(events)], axis=1).view(np.recarray)


def no_events(rows: int, room: int) -> np.recarray:
    """Room for events: EVENT [rows, room]."""
    return np.zeros((rows, room), dtype=EVENT).view(np.recarray)


def used_events(events: np.ndarray, used: np.ndarray) -> np.recarray:
    """The first ``used`` int64 [n] events of each row of EVENT [n, E], behind each other."""
    ends = np.cumsum(used)
    starts = np.arange(len(used)) * events.shape[1]
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - used), used)
    return events.reshape(-1).view(np.ndarray).take(places).view(np.recarray)


class Worker:
    """Arrays for one thread; simulates any number of blocks."""

    def __init__(self, world: World, days: int, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()  # set when the user interrupts: end at the next slice
        self.world = world
        self.days = days
        self.districts = len(world.places)
        self.factions = len(world.powers)
        self.slice = max(1, min(BLOCK, SLICE_DISTRICTS // self.districts))
        # one state for all runs in turn: it stays in the processor's cache
        state: State = allocate(self.districts, self.factions, len(world.provinces))
        self.state = state._replace(run=empty(RUN, self.slice))
        self.events = no_events(self.slice, 2 * self.districts + days + (4 + self.factions) * self.districts)

    def run_block(
        self, seed: int, first: int, laws: np.recarray, held: np.ndarray, contested: np.ndarray
    ) -> Block:
        """Simulate the runs ``first .. first + n``; a failing run is named, the others stand.

        laws              LAW_DTYPE [n], parameters
        held, contested   int [n, F], districts each side holds, and enemy districts in which it is present
        KeyboardInterrupt if the worker was asked to stop.
        """
        n = len(laws)
        shape = (n, self.days + 1, self.factions)
        counts = mapped_zeros((*shape, len(SERIES_COUNTS)), np.int16 if self.districts < 32_000 else np.int32)
        levels = mapped_zeros((*shape, len(SERIES_LEVELS)), np.float32)
        end, event_counts = np.full((n, 2), -1, dtype=np.int32), np.zeros(n, dtype=np.int64)
        until, last_day = np.array([self.days]), np.full(n, NOT_BEGUN)
        dice = np.arange(first, first + n, dtype=np.uint64)[:, None]
        parts: list[np.ndarray] = []
        for begin in range(0, n, self.slice):
            row, stop = begin, min(n, begin + self.slice)
            while row < stop:
                if self.stop.is_set():
                    raise KeyboardInterrupt
                with np.errstate(over="ignore"):  # uint64 arithmetic of the uncompiled law wraps, as it must
                    row = advance_many(
                        np.uint64(seed), dice, until, row, stop, last_day, held, contested,
                        self.world, self.state, laws, self.events, counts, levels,
                    )  # fmt: skip
                if row < stop:
                    self.events = twice_as_wide(self.events)
            left, used = self.state.run[: stop - begin], event_counts[begin:stop]
            used[:], end[begin:stop, 0], end[begin:stop, 1] = (
                left["events"],
                left["end_day"],
                left["end_cause"],
            )
            parts.append(used_events(self.events, used))
        return Block(
            first, counts, levels, np.concatenate(parts), event_counts, end, find_errors(first, levels)
        )


def find_errors(first: int, levels: np.ndarray) -> dict[int, str]:
    """Runs that left a number that is not finite, by run number; ``levels`` float32 [n, T+1, F, 4]."""
    faulty_rows = np.flatnonzero(~np.isfinite(levels).all(axis=(1, 2, 3)))
    return {first + int(row): "a series of this run is not finite" for row in faulty_rows}
