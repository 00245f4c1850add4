"""Blocks of runs: simulated one after another, and the value they leave."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from sim.ensemble.run_loop import NOT_BEGUN, advance_many, no_events, twice_as_wide, used_events
from sim.law.state import RUN, State, World, allocate, empty
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


class Worker:
    """Arrays for one thread; simulates any number of blocks."""

    def __init__(self, world: World, days: int, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()  # set when the user interrupts: end at the next slice
        self.world = world
        self.days = days
        self.districts = len(world.places)
        self.factions = len(world.powers)
        self.slice = max(SLICE, min(BLOCK, SLICE_DISTRICTS // self.districts))
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
        counts = np.zeros(
            (*shape, len(SERIES_COUNTS)), dtype=np.int16 if self.districts < 32_000 else np.int32
        )
        levels = np.zeros((*shape, len(SERIES_LEVELS)), dtype=np.float32)
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
