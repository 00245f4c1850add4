"""The order of the day: explicit calls, and the tuple that can be printed."""

from __future__ import annotations

import numpy as np

from sim.base.compiled import compiled
from sim.law.accounts import end_war, pay_losses, settle_accounts, update_beliefs
from sim.law.capture import carry_out_falls
from sim.law.contest import contest_districts
from sim.law.initiative import assess_reports
from sim.law.posture import decide_phase, decide_posture
from sim.law.presence import rise
from sim.law.pressure import decide_operations
from sim.law.reports import insert_reports
from sim.law.retake import decide_winning_back, give_up, win_back
from sim.law.rout import break_sides, pursue
from sim.law.state import State, World
from sim.law.support import look_outside
from sim.law.tempo import vary_tempo

DAY = (
    "begin_day",
    "look_outside",
    "vary_tempo",
    "break_sides",
    "rise",
    "decide_posture",
    "decide_phase",
    "decide_operations",
    "decide_winning_back",
    "contest_districts",
    "win_back",
    "give_up",
    "pay_losses",
    "carry_out_falls",
    "pursue",
    "insert_reports",
    "settle_accounts",
    "update_beliefs",
    "assess_reports",
    "end_war",
)


@compiled
def begin_day(world: World, state: State) -> None:
    """Set the counters of the day to zero; keep who was on the offensive yesterday."""
    for f in range(len(world.powers)):
        state.sides[f].attacking = state.sides[f].offensive
        state.sides[f].assaults = 0
        state.sides[f].assaults_even = 0
        state.sides[f].won_even = 0


@compiled
def day(t: int, key: np.uint64, world: World, state: State, law: np.record, events: np.ndarray) -> None:
    """One day. Every faction decides on yesterday's state; then all orders resolve jointly."""
    begin_day(world, state)
    look_outside(t, world, state, law)
    vary_tempo(t, key, world, state, law)
    break_sides(t, key, world, state, law)
    for f in range(len(world.powers)):
        rise(t, key, f, world, state, law)
    for f in range(len(world.powers)):
        decide_posture(t, key, f, world, state, law)
        decide_phase(t, f, world, state, law)
    for f in range(len(world.powers)):
        decide_operations(t, f, world, state, law)
        decide_winning_back(t, f, world, state, law)
    for f in range(len(world.powers)):
        contest_districts(t, key, f, world, state, law, events)
    win_back(t, key, world, state, law)
    for f in range(len(world.powers)):
        give_up(t, key, f, world, state, law)
    pay_losses(world, state)
    carry_out_falls(t, world, state, law, events)
    pursue(t, key, world, state, law, events)
    insert_reports(t, key, world, state, law, events)
    settle_accounts(t, world, state, law)
    update_beliefs(world, state, law)
    assess_reports(t, key, world, state, law)
    end_war(t, key, world, state, law, events)


@compiled
def write_series(row: int, counts: np.ndarray, levels: np.ndarray, world: World, state: State) -> None:
    """Write the day's series into ``counts`` [.., F, 8] and ``levels`` [.., F, 4] at flat row ``row``."""
    for f in range(len(world.powers)):
        counts[row, f, 0] = state.sides[f].held
        counts[row, f, 1] = state.sides[f].contested
        counts[row, f, 2] = state.sides[f].held_capitals
        counts[row, f, 3] = state.sides[f].posture
        counts[row, f, 4] = state.sides[f].assaults
        counts[row, f, 5] = state.sides[f].assaults_even
        counts[row, f, 6] = state.sides[f].won_even
        counts[row, f, 7] = state.sides[f].threatened
        levels[row, f, 0] = state.sides[f].people
        levels[row, f, 1] = state.sides[f].reserve
        levels[row, f, 2] = state.sides[f].cohesion * state.sides[f].nominal
        levels[row, f, 3] = state.sides[f].momentum


@compiled
def live_on(
    key: np.uint64,
    first: int,
    last: int,
    world: World,
    state: State,
    law: np.record,
    events: np.ndarray,
    counts: np.ndarray,
    levels: np.ndarray,
) -> int:
    """The days ``first .. last`` of a run whose ``state`` stands at the end of the day before ``first``.

    Returns the last day lived: ``last``, or an earlier one after which ``events`` might have had no room.
    """
    for t in range(first, last + 1):
        if state.run[0].end_day < 0:
            if state.run[0].events + most_events(world) > len(events):
                return t - 1
            day(t, key, world, state, law, events)
        elif state.run[0].end_day == t - 1:
            begin_day(world, state)
        write_series(t, counts, levels, world, state)
    return last


@compiled
def most_events(world: World) -> int:
    """Events that one day can bring: a place falls once, is reported once, and is attacked once by each side."""
    return (2 + len(world.powers)) * len(world.places) + 2
