"""Blocks of runs: the compiled loop over runs, and the value it leaves."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from sim.base.compiled import door
from sim.base.dice import run_key
from sim.law.day import live
from sim.law.state import EVENT, State, World, allocate, empty
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

BLOCK = 256  # runs on the fixed grid of the store
SLICE = 8  # fewest runs in one compiled call
SLICE_DISTRICTS = (
    3_000  # their districts in all: the call costs next to nothing, and Ctrl-C and progress work
)


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
def simulate_many(
    seed: np.uint64,
    begin: int,
    stop: int,
    first: int,
    days: int,
    held: np.ndarray,
    contested: np.ndarray,
    world: World,
    state: State,
    laws: np.recarray,
    events: np.ndarray,
    event_counts: np.ndarray,
    counts: np.ndarray,
    levels: np.ndarray,
    end: np.ndarray,
) -> int:
    """Simulate the runs ``begin .. stop`` (rows of a block of n) one after another; their events follow each other.

    held, contested   int16 [n, D], start maps; laws   LAW_DTYPE [n], parameters
    events            EVENT [M] and used int64 [n], events and their number in each run, written in place
    counts, levels    [n, T+1, F, 8] and [n, T+1, F, 4], daily series, written in place; end   int32 [n, 2], day and cause
    Returns the row whose events did not fit, ``stop`` if all did.
    """
    total = 0
    for row in range(begin, stop):
        key = run_key(seed, np.uint64(first + row))
        event_buffer = events[total:]
        if (
            live(
                key,
                days,
                held[row],
                contested[row],
                world,
                state,
                laws[row],
                event_buffer,
                counts[row],
                levels[row],
            )
            == 0
        ):
            return row
        event_counts[row] = state.run[0].events
        total += state.run[0].events
        end[row, 0] = state.run[0].end_day
        end[row, 1] = state.run[0].end_cause
    return stop


class Worker:
    """Arrays for one thread; simulates any number of blocks."""

    def __init__(self, world: World, days: int, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()  # set when the user interrupts: end at the next slice
        self.world = world
        self.days = days
        self.districts = len(world.places)
        self.factions = len(world.powers)
        self.state: State = allocate(self.districts, self.factions, len(world.provinces))
        self.slice = max(SLICE, min(BLOCK, SLICE_DISTRICTS // self.districts))
        self.room = self.slice * (2 * self.districts + days) + (4 + self.factions) * self.districts
        self.events = empty(EVENT, self.room)

    def run_block(
        self, seed: int, first: int, laws: np.recarray, held: np.ndarray, contested: np.ndarray
    ) -> Block:
        """Simulate the runs ``first .. first + n``; a failing run is named, the others stand.

        laws              LAW_DTYPE [n], parameters
        held, contested   int16 [n, D], start maps
        KeyboardInterrupt if the worker was asked to stop.
        """
        n = len(laws)
        shape = (n, self.days + 1, self.factions)
        counts = np.zeros(
            (*shape, len(SERIES_COUNTS)), dtype=np.int16 if self.districts < 32_000 else np.int32
        )
        levels = np.zeros((*shape, len(SERIES_LEVELS)), dtype=np.float32)
        end, event_counts = np.full((n, 2), -1, dtype=np.int32), np.zeros(n, dtype=np.int64)
        parts: list[np.ndarray] = []
        row = 0
        while row < n:
            if self.stop.is_set():
                raise KeyboardInterrupt
            stop = min(n, row + self.slice)
            with np.errstate(over="ignore"):  # uint64 arithmetic of the uncompiled law wraps, as it must
                runs_done = simulate_many(
                    np.uint64(seed), row, stop, first, self.days, held, contested, self.world, self.state, laws,
                    self.events, event_counts, counts, levels, end,
                )  # fmt: skip
            parts.append(self.events[: event_counts[row:runs_done].sum()].copy())
            if runs_done == row:  # even one run does not fit
                self.room *= 2
                self.events = empty(EVENT, self.room)
            row = runs_done
        return Block(
            first, counts, levels, np.concatenate(parts), event_counts, end, find_errors(first, levels)
        )


def find_errors(first: int, levels: np.ndarray) -> dict[int, str]:
    """Runs that left a number that is not finite, by run number; ``levels`` float32 [n, T+1, F, 4]."""
    faulty_rows = np.flatnonzero(~np.isfinite(levels).all(axis=(1, 2, 3)))
    return {first + int(row): "a series of this run is not finite" for row in faulty_rows}
