"""Runs side by side that can stop on any day, be copied or replaced, and go on to the last bit as if they never had.

A ``ResumableRuns`` holds the state of each of its n runs, so a later stretch of days needs nothing but the random numbers to continue
it. ``dice`` are run numbers: run r simulates stretch s with the random numbers of run ``dice[r, s]``. With ``dice`` equal to the
runs' own numbers throughout, the runs are those of the batch, whatever the stretches.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import UsageError
from sim.ensemble.block import (
    NOT_BEGUN,
    Block,
    advance_many,
    find_errors,
    no_events,
    twice_as_wide,
    used_events,
)
from sim.law.state import EVENT, ROOM, State, World, allocate
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

SLICE = 64  # most runs in one compiled call


@dataclass(frozen=True)
class Opening:
    """What n runs begin with: parameter records [n], and int32 [n, F] districts held and contested."""

    laws: np.recarray
    held: np.ndarray
    contested: np.ndarray


class ResumableRuns:
    """n runs in motion; ``last_day`` int64 [n] is the last day of each."""

    def __init__(
        self, world: World, days: int, opening: Opening, stop: threading.Event | None = None
    ) -> None:
        n, most_events = len(opening.laws), (1 + len(world.powers)) * len(world.places) + 2
        self.world, self.days, self.opening = world, days, opening
        self.stop = stop or threading.Event()
        self.states = stacked(world, n)
        shape = (n, days + 1, len(world.powers))
        self.counts = np.zeros((*shape, len(SERIES_COUNTS)), dtype=np.int16 if len(world.places) < 32_000 else np.int32)  # fmt: skip
        self.levels = np.zeros((*shape, len(SERIES_LEVELS)), dtype=np.float32)
        self.last_day = np.full(n, NOT_BEGUN, dtype=np.int64)
        self.events = no_events(n, 2 * most_events)

    @property
    def runs(self) -> int:
        """n."""
        return len(self.last_day)

    @property
    def end(self) -> np.ndarray:
        """int32 [n, 2]: day on which the war ended (-1 none) and cause, so far."""
        return np.stack([self.states.run["end_day"], self.states.run["end_cause"]], axis=1)

    def advance(self, until: np.ndarray, seed: int, dice: np.ndarray) -> None:
        """Simulate the stretches that end on the days ``until`` int [S], with the random numbers of the runs ``dice`` uint64 [n, S].

        KeyboardInterrupt at the next slice after a request to stop; UsageError if days or dice do not fit these runs.
        """
        # one order of the axes: another is another type, for which all of the law would be compiled once more
        days, words, row = until.astype(np.int64), dice.astype(np.uint64, order="C"), 0
        if words.shape != (self.runs, len(days)) or (len(days) and int(days.max()) > self.days):
            raise UsageError(
                f"stretches to day {days.max(initial=0)} with dice {words.shape} do not fit {self.runs} runs of {self.days} "
                "days; expected days within them and dice of every run for each stretch"
            )
        while row < self.runs:
            if self.stop.is_set():
                raise KeyboardInterrupt
            stop = min(self.runs, row + SLICE)
            with np.errstate(over="ignore"):  # uint64 arithmetic of the uncompiled law wraps, as it must
                row = advance_many(
                    np.uint64(seed), words, days, row, stop, self.last_day, self.opening.held, self.opening.contested,
                    self.world, self.states, self.opening.laws, self.events, self.counts, self.levels,
                )  # fmt: skip
            if row < stop:
                self.events = twice_as_wide(self.events)

    def replace(self, rows: np.ndarray, other: ResumableRuns, chosen: np.ndarray) -> None:
        """Make the runs ``rows`` copies of the runs ``chosen`` of ``other`` (which may be these runs), state and past.

        rows, chosen   int64 [M]
        """
        for own_array, other_array in zip(self.arrays(), other.arrays(), strict=True):
            own_array[rows] = other_array[chosen]
        most_events = int(other.states.run["events"].max(initial=0))
        if most_events > self.events.shape[1]:
            extra_events = np.zeros((self.runs, other.events.shape[1] - self.events.shape[1]), dtype=EVENT)
            self.events = np.concatenate([self.events, extra_events], axis=1).view(np.recarray)
        self.events[rows, :most_events] = other.events[chosen, :most_events]

    def picked(self, rows: np.ndarray) -> ResumableRuns:
        """The runs ``rows`` [m], state and past; a run may be picked several times, each continues by itself."""
        own_opening, copies = self.opening, copy(self)
        copies.opening = Opening(own_opening.laws[rows], own_opening.held[rows], own_opening.contested[rows])
        copies.states = of_each_run(self.states, lambda array: picked_runs(array, self.runs, rows))
        copies.counts, copies.levels, copies.last_day = (
            self.counts[rows],
            self.levels[rows],
            self.last_day[rows],
        )
        most_events = int(self.states.run["events"].max(initial=0))
        copies.events = no_events(len(rows), self.events.shape[1])
        if most_events:
            as_bytes(copies.events, len(rows), most_events)[:] = as_bytes(
                self.events, self.runs, most_events
            )[rows]
        return copies

    def resampled(self, chosen: np.ndarray) -> tuple[ResumableRuns, np.ndarray]:
        """Copies of the runs ``chosen`` int64 [M], M at most n, and which run each is, int64 [M]: ``chosen`` in another order.

        These runs are used up. A run that is chosen stays where it is, and only its further copies are written, over runs that
        are not: copying is mostly memory. Few that are left move out, so that the memory of the others is given back.
        """
        size = len(chosen)
        if 2 * size <= self.runs:
            return self.picked(chosen), chosen
        copies = np.bincount(chosen, minlength=self.runs)
        parents = np.where(copies[:size] > 0, np.arange(size), -1)
        free_rows = np.flatnonzero(parents < 0)
        copies[:size] -= parents >= 0
        parents[free_rows] = np.repeat(np.arange(self.runs), copies)
        most_events = int(self.states.run["events"].max(initial=0))
        widths = [(array, array.size // self.runs) for array in self.arrays()]
        for array, width in [*widths, (self.events, most_events)] if most_events else widths:
            lumps = as_bytes(array, self.runs, width)
            for begin in range(0, len(free_rows), SLICE):  # what is between two copies stays in the cache
                rows = free_rows[begin : begin + SLICE]
                lumps[rows] = lumps[parents[rows]]
        return self.first(size), parents

    def first(self, size: int) -> ResumableRuns:
        """The first ``size`` runs, in the same memory."""
        own_opening, first_runs = self.opening, copy(self)
        first_runs.states = of_each_run(self.states, lambda array: array[: len(array) // self.runs * size])
        first_runs.opening = Opening(
            own_opening.laws[:size].view(np.recarray), own_opening.held[:size], own_opening.contested[:size]
        )
        first_runs.counts, first_runs.levels = self.counts[:size], self.levels[:size]
        first_runs.events = self.events[:size].view(np.recarray)
        first_runs.last_day = self.last_day[:size]
        return first_runs

    def arrays(self) -> tuple[np.ndarray, ...]:
        """Everything a run has but its events: views whose first axis is [n]."""
        states = (
            array.reshape(self.runs, -1) for name, array in self.states._asdict().items() if name not in ROOM
        )
        own_opening = self.opening
        return (
            *states,
            self.counts,
            self.levels,
            self.last_day,
            own_opening.laws,
            own_opening.held,
            own_opening.contested,
        )

    def block(self, first: int) -> Block:
        """What the runs have left so far, as runs ``first ..``; the series are those of this object."""
        event_counts = self.states.run["events"].astype(np.int64)
        events = used_events(self.events, event_counts)
        return Block(
            first, self.counts, self.levels, events, event_counts, self.end, find_errors(first, self.levels)
        )


def picked_runs(array: np.ndarray, runs: int, rows: np.ndarray) -> Any:
    """The parts of ``array`` [n * k] that belong to the runs ``rows`` [M], in sequence; each is copied in one piece.

    To index an array of records copies it field by field.
    """
    run_bytes = as_bytes(array, runs, len(array) // runs)
    return run_bytes[rows].view(array.dtype).view(type(array))


def as_bytes(array: np.ndarray, runs: int, width: int) -> np.ndarray:
    """The first ``width`` entries of each run as one lump of bytes: a view [N] of ``runs`` = N lumps."""
    lump, step = np.dtype((np.void, width * array.itemsize)), array.nbytes // runs
    return np.ndarray((runs,), lump, array, strides=(step,))


def concatenate(parts: Sequence[ResumableRuns]) -> ResumableRuns:
    """All runs of ``parts`` behind each other, each living on as it would have."""
    first = parts[0]
    joined_runs = copy(first)
    openings = [part.opening for part in parts]
    laws, held_counts, contested_counts = (
        np.concatenate([getattr(opening, name) for opening in openings])
        for name in ("laws", "held", "contested")
    )
    joined_runs.opening = Opening(laws.view(np.recarray), held_counts, contested_counts)
    states = zip(*(part.states for part in parts), strict=True)
    joined_runs.states = State(*(np.concatenate(arrays).view(type(arrays[0])) for arrays in states))
    joined_runs.counts, joined_runs.levels, joined_runs.last_day = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("counts", "levels", "last_day")
    )
    width = max(part.events.shape[1] for part in parts)
    joined_runs.events = no_events(joined_runs.runs, width)
    row = 0
    for part in parts:
        joined_runs.events[row : row + part.runs, : part.events.shape[1]] = part.events
        row += part.runs
    return joined_runs


def stacked(world: World, runs: int) -> State:
    """Room for the states of ``runs`` runs, behind each other in each array."""
    buffer = allocate(len(world.places), len(world.powers), len(world.provinces))
    return of_each_run(buffer, lambda array: np.zeros(len(array) * runs, dtype=array.dtype).view(type(array)))


def of_each_run(states: State, change: Callable[[Any], Any]) -> State:
    """``states`` with ``change`` applied to what each run has of its own, and new room: others may be simulated meanwhile."""
    arrays = states._asdict().items()
    return State(**{name: np.zeros_like(array) if name in ROOM else change(array) for name, array in arrays})
