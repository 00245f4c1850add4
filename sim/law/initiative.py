"""Initiative: which side is on the offensive. Any side can win it and lose it; a role sets start and priors only.

A side flips between offensive and defence with chances a day of its own rhythm. Reports of who moved last set it.
"""

from __future__ import annotations

import math

import numpy as np

from sim.base.codes import CHALLENGER
from sim.base.compiled import compiled
from sim.base.dice import INITIATIVE, SLACK, day_key, die, happens
from sim.base.parameters import LogNormal, Uniform, parameter
from sim.law.state import NEVER, NOTHING_MOVED, State, World

PARAMETERS = (
    parameter(
        "initiative.start_challenger", Uniform(0.6, 1.0), "1",
        "chance that a challenger is on the offensive at the start, if no report says who moved last", low=0, high=1,
        source="assumed; a report of an advance is why a scenario is written",
    ),
    parameter(
        "initiative.start_incumbent", Uniform(0.0, 0.3), "1",
        "chance that an incumbent is on the offensive at the start, if no report says who moved last", low=0, high=1,
        source="assumed",
    ),
    parameter(
        "initiative.moved", Uniform(0.6, 0.95), "1",
        "chance of being on the offensive of the side that made all captures reported for the last 60 days", low=0,
        high=1, source="units near a front fell about ten times as often to the side that moved last (11 campaigns)",
    ),
    parameter(
        "initiative.still", Uniform(0.05, 0.35), "1",
        "chance of being on the offensive where no capture is reported for the last 60 days", low=0, high=1,
        source="as initiative.moved",
    ),
    parameter(
        "initiative.beaten", Uniform(0.0, 0.15), "1",
        "chance of being on the offensive of a side that made none of the captures of the last 60 days", low=0, high=1,
        source="as initiative.moved; few per cent are left for a reversal",
    ),
    parameter(
        "initiative.spell", LogNormal(20, 0.7), "days", "mean length of an offensive at no momentum", low=1, high=1e9,
        source="assumed: operations last weeks, campaigns a season",
    ),
    parameter(
        "initiative.pause_challenger", LogNormal(180, 1.2), "days", "mean time between offensives of a challenger",
        low=1, high=1e9, source="assumed; widely drawn, so that a standing front tells that it stands",
    ),
    parameter(
        "initiative.pause_incumbent", LogNormal(250, 1.2), "days", "mean time between offensives of an incumbent",
        low=1, high=1e9, source="assumed; widely drawn, so that a standing front tells that it stands",
    ),
    parameter(
        "initiative.success", Uniform(0.0, 0.5), "log rate",
        "effect of one unit of own momentum: offensives last longer and begin sooner", low=0, high=5, source="assumed",
    ),
    parameter(
        "initiative.opening", Uniform(1, 2), "1", "offensives begin this much sooner while no enemy is on one", low=0,
        high=20, source="assumed",
    ),
)  # fmt: skip

OFF = {
    "initiative": {
        "initiative.spell": 1e9,
        "initiative.pause_challenger": 1e9,
        "initiative.pause_incumbent": 1e9,
        "initiative.start_challenger": 1.0,
        "initiative.start_incumbent": 0.0,
    }
}


@compiled
def begin_initiative(key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Who is on the offensive on day 0: by a dated event, as reports of who moved last say, or by role.

    An offensive that is on at the start was launched before it, on a day nobody knows.
    """
    for f in range(len(world.powers)):
        chance = law.initiative_start_incumbent
        if world.powers[f].role == CHALLENGER:
            chance = law.initiative_start_challenger
        state.sides[f].offensive = 1 if initial_die(0, f, key, world) < chance else 0
        state.sides[f].initiative_day = 0
        state.sides[f].launched = NEVER
    assess_reports(0, key, world, state, law)
    for f in range(len(world.powers)):
        if world.outside[f].orders != 0:
            state.sides[f].offensive = 1 if world.outside[f].orders > 0 else 0
        state.sides[f].attacking = state.sides[f].offensive


@compiled
def initial_die(t: int, f: int, key: np.uint64, world: World) -> float:
    """The die that says whether ``f`` is on the offensive where something sets it."""
    return die(day_key(key, t, INITIATIVE), ~world.powers[f].key)


@compiled
def assess_reports(t: int, key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Set the initiative of every side by who moved in the last 60 days, on days on which reports end."""
    factions = len(world.powers)
    for f in range(factions):
        reported = world.outside[t * factions + f].reported
        if reported == 0:
            continue
        chance = law.initiative_still
        if reported != NOTHING_MOVED:
            share = world.outside[t * factions + f].moved
            chance = law.initiative_beaten + share * (law.initiative_moved - law.initiative_beaten)
        take_initiative(t, f, 1 if initial_die(t, f, key, world) < chance else 0, state)


@compiled
def decide_initiative(t: int, key: np.uint64, f: int, world: World, state: State, law: np.record) -> int:
    """Begin an offensive, go on with it or end it; returns 1 while it is on.

    An offensive ends for good reasons (a spent reserve) or by chance; it begins only with a reserve. Own momentum
    lengthens it and brings the next one sooner.
    """
    if world.outside[t * len(world.powers) + f].absent == 1:
        return int(state.sides[f].offensive)
    orders = world.outside[t * len(world.powers) + f].orders
    if orders != 0:
        return launch(t, f, 1 if orders > 0 else 0, state)
    now = int(state.sides[f].offensive)
    stock = state.sides[f].reserve / max(1e-9, state.sides[f].full_reserve)
    if now == 1 and stock < law.posture_low:
        return take_initiative(t, f, 0, state)
    if float(t - state.sides[f].initiative_day) < law.posture_dwell:
        return now
    u = die(day_key(key, t, INITIATIVE), world.powers[f].key)
    success = law.initiative_success * state.sides[f].momentum
    if now == 1:
        if u * law.initiative_spell > most_swing(-success):
            return now
        rate = 1.0 / (law.initiative_spell * math.exp(success))
    elif stock > law.posture_low + law.posture_step:
        soon = state.sides[f].might * opening(t, f, world, state, law)
        if u * pause(f, world, law) > soon * most_swing(success):
            return now
        rate = (
            math.exp(success) * state.sides[f].might * opening(t, f, world, state, law) / pause(f, world, law)
        )
    else:
        return now
    if happens(u, rate):
        return launch(t, f, 1 - now, state)
    return now


@compiled
def most_swing(success: float) -> float:
    """No less than exp(success), whatever rounding does to either; most dice are settled by it without an exponential."""
    if success > 1.5:
        return math.inf
    return 1.0 + SLACK + max(0.0, success) * (1.0 + max(0.0, success))


@compiled
def launch(t: int, f: int, offensive: int, state: State) -> int:
    """As ``take_initiative``, where the side itself goes over to the offensive or ends it: its enemies see that."""
    if offensive > state.sides[f].offensive:
        state.sides[f].launched = t
    return take_initiative(t, f, offensive, state)


@compiled
def take_initiative(t: int, f: int, offensive: int, state: State) -> int:
    """Write whether ``f`` is on the offensive, and the day of a change; returns it."""
    if offensive != state.sides[f].offensive:
        state.sides[f].offensive = offensive
        state.sides[f].initiative_day = t
    return offensive


@compiled
def pause(f: int, world: World, law: np.record) -> float:
    """Mean time between offensives of ``f`` (days)."""
    if world.powers[f].role == CHALLENGER:
        return law.initiative_pause_challenger
    return law.initiative_pause_incumbent


@compiled
def opening(t: int, f: int, world: World, state: State, law: np.record) -> float:
    """Factor on the chance to begin: larger where no enemy of ``f`` was on the offensive yesterday."""
    for g in range(len(world.powers)):
        if world.war[f * len(world.powers) + g] == 1 and state.sides[g].attacking == 1:
            if world.outside[t * len(world.powers) + g].absent == 0:
                return 1.0
    return law.initiative_opening
