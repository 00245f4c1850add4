"""Collapse: a side breaks under losses, and for days its places fall one after another, even far from the front.

Brittleness is a trait of a run (a rate with a heavy tail). What breaks a side is what belief is made of: net losses of
the last days and capitals lost. Or the first blow of an offensive does it.
"""

from __future__ import annotations

import math

import numpy as np

from sim.base.codes import ABANDONMENT, CAPITULATION, CHALLENGER, NATIONAL, RURAL
from sim.base.compiled import compiled
from sim.base.dice import FLIGHT, ROUT, day_key, die, happens, high_die, low_die, mix, pass_key
from sim.base.parameters import Fixed, LogNormal, Uniform, parameter
from sim.law.capture import carry_out_falls, mark_fall
from sim.law.contest import in_rout, yielding
from sim.law.front import goes_before
from sim.law.state import State, World

PARAMETERS = (
    parameter(
        "rout.rate_challenger", LogNormal(0.02, 1.2), "1/day",
        "chance a day that a challenger breaks, for one unit of stress", low=0, high=1,
        source="assumed; of ten armies that lost a large city at a blow, three or four broke (2001 to 2020)",
    ),
    parameter(
        "rout.rate_incumbent", LogNormal(0.02, 1.2), "1/day",
        "chance a day that an incumbent breaks, for one unit of stress", low=0, high=1,
        source="assumed; of ten armies that lost a large city at a blow, three or four broke (2001 to 2020)",
    ),
    parameter(
        "rout.surprise", LogNormal(0.02, 1.0), "1",
        "chance that a side breaks when an enemy begins an offensive", low=0, high=1,
        source="assumed; heavy tail, as for the rates: Mosul 2014 and Kharkiv 2022 broke at the first blow",
    ),
    parameter(
        "rout.backing", Uniform(0.5, 1.0), "1", "share of the chance to break that full external support takes away",
        low=0, high=1,
        source="sign: armies broke after a patron left that had held with it (1975, 2014 against 1972, 2007); size assumed",
    ),
    parameter(
        "rout.length", LogNormal(9, 0.6), "days", "mean length of a rout", low=1, high=365,
        source="assumed: routs of 2014, 2021, 2022 and 2024 took one to two weeks (general knowledge)",
    ),
    parameter(
        "rout.depth", Uniform(6, 14), "logit", "effect of a rout on the capitulation of every place of the side", low=0,
        high=30, source="assumed",
    ),
    parameter(
        "rout.flight", Uniform(0.0, 0.1), "1/day", "chance that a place far from any enemy is left during a rout",
        low=0, high=1, source="assumed",
    ),
    parameter(
        "rout.passes", Fixed(3), "1/day", "places that a pursuing column may pass in a day", low=1, high=16,
        source="assumed: 50 to 100 km a day on roads",
    ),
)  # fmt: skip

OFF = {"rout": {"rout.rate_challenger": 0.0, "rout.rate_incumbent": 0.0, "rout.surprise": 0.0}}


@compiled
def stress(e: int, state: State) -> float:
    """What breaks a side: net losses of the last days and capitals lost lately; small losses count for little."""
    shock = max(0.0, -state.sides[e].shock)
    if state.sides[e].momentum >= 0.0:
        return shock
    lost = -state.sides[e].momentum
    return lost * lost / (lost + 0.3) + shock


@compiled
def surprised(t: int, e: int, world: World, state: State) -> bool:
    """True on the day after an enemy of ``e`` went over to the offensive."""
    for f in range(len(world.powers)):
        if world.war[e * len(world.powers) + f] == 1 and state.sides[f].launched == t - 1:
            return True
    return False


@compiled
def break_sides(t: int, key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Throw the dice of every side that loses: it may break today, for a number of days drawn now."""
    state.run[0].routs = 0
    for e in range(len(world.powers)):
        if state.sides[e].rout_until >= t:
            state.run[0].routs += 1
            continue
        rate = law.rout_rate_challenger if world.powers[e].role == CHALLENGER else law.rout_rate_incumbent
        hazard = rate * stress(e, state)
        if surprised(t, e, world, state):
            hazard += law.rout_surprise
        hazard *= 1.0 - law.rout_backing * state.sides[e].support_now
        if hazard <= 0.0:
            continue
        dice = day_key(key, t, ROUT)
        if happens(die(dice, world.powers[e].key), hazard):
            lasts = -math.log(die(dice, ~world.powers[e].key)) * law.rout_length
            state.sides[e].rout_until = t + int(lasts)
            state.run[0].routs += 1
            if state.sides[e].offensive == 1:  # who runs does not attack; a new offensive has to begin anew
                state.sides[e].offensive = 0
                state.sides[e].initiative_day = t


@compiled
def pursue(t: int, key: np.uint64, world: World, state: State, law: np.record, events: np.ndarray) -> None:
    """Further passes of a day against sides in rout: places that a fall has just opened may give way the same day."""
    if state.run[0].routs == 0:
        return
    for turn in range(int(law.rout_passes)):
        if turn == 0:
            flee(t, key, world, state, law)
        else:
            for f in range(len(world.powers)):
                overrun(t, turn, key, f, world, state, law)
            if state.run[0].falls == 0:
                return
        carry_out_falls(t, world, state, law, events)


@compiled
def overrun(t: int, turn: int, key: np.uint64, f: int, world: World, state: State, law: np.record) -> None:
    """Mark places of sides in rout on the front of ``f`` that give way in this pass."""
    districts = len(world.places)
    dice = pass_key(key, t, turn)
    belief = law.momentum_gain * state.sides[f].momentum + law.shock_gain * state.sides[f].shock
    for n in range(state.sides[f].front):
        i = int(state.front[f * districts + n].district)
        e = int(state.districts[i].holder)
        if state.districts[i].since == t or not in_rout(t, e, state):  # a place falls once a day
            continue
        if not beside_fresh(t, i, f, world, state):
            continue
        if (
            world.places[i].seat != RURAL and state.sides[f].phase == 0
        ):  # who spares capitals does so in pursuit
            continue
        word = mix(dice ^ (world.keys[i] + world.powers[f].key))
        chance = yielding(t, i, f, e, belief, high_die(word), world, state, law)
        if chance > 0.0:
            mark_fall(t, i, f, CAPITULATION, chance, low_die(word), state)


@compiled
def beside_fresh(t: int, i: int, f: int, world: World, state: State) -> bool:
    """True if ``f`` has today taken a neighbour of ``i`` from which there is a way."""
    for k in range(world.places[i].first, world.places[i].last):
        j = world.neighbours[k].to
        if (
            state.districts[j].since == t
            and state.districts[j].holder == f
            and world.neighbours[k].open > 0.0
        ):
            return True
    return False


@compiled
def flee(t: int, key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Places far from any enemy are left: to a third side next door, else to the strongest enemy."""
    if law.rout_flight <= 0.0:
        return
    dice = day_key(key, t, FLIGHT)
    for i in range(len(world.places)):
        e = int(state.districts[i].holder)
        if state.districts[i].since == t or not in_rout(t, e, state) or state.districts[i].isolation > 0.0:
            continue
        u = die(dice, world.keys[i])
        if u < law.rout_flight and world.places[i].seat != NATIONAL:
            f = heir(i, e, dice, world, state)
            if f >= 0:
                mark_fall(t, i, f, ABANDONMENT, 1.0, u / law.rout_flight, state)


@compiled
def heir(i: int, e: int, dice: np.uint64, world: World, state: State) -> int:
    """Who takes a place that ``e`` leaves: the other side with most neighbours, else the enemy that holds most; -1.

    Of equals the one whose die is the least.
    """
    factions, districts = len(world.powers), len(world.places)
    best, most = -1, 0.0
    for f in range(factions):
        if f != e and goes_before(f, state.pairs[f * districts + i].near, best, most, i, dice, world):
            best, most = f, state.pairs[f * districts + i].near
    if best >= 0:
        return best
    for f in range(factions):
        if world.war[f * factions + e] == 1:
            if goes_before(f, float(state.sides[f].held), best, most, i, dice, world):
                best, most = f, float(state.sides[f].held)
    return best
