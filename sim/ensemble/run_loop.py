"""The compiled loop over runs and days, the one door into the law for all who simulate many runs.

One door rather than one for each user: all of the law is inlined in it, and compiling it takes seconds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.compiled import door
from sim.base.dice import run_key
from sim.law.day import live_on, look_at_capitals, most_events, write_series
from sim.law.start import start_run
from sim.law.state import EVENT, RETAKE_DAYS, State, World

NOT_BEGUN = -1  # last day simulated before the start


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
                    look_at_capitals(world, state)
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
