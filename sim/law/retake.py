"""Winning back: fresh losses within days, campaign losses while the enemy consolidates; giving up in retreat."""

from __future__ import annotations

import math

import numpy as np

from sim.base.codes import ABANDONMENT, ADVANCE, ASSAULT, CHALLENGER, CONSOLIDATE, RETREAT, RURAL, TALKS
from sim.base.compiled import compiled
from sim.base.dice import WIN_BACK, day_key, die
from sim.base.parameters import Fixed, LogNormal, Uniform, parameter
from sim.law.capture import mark_fall
from sim.law.front import goes_before
from sim.law.pressure import most_operations
from sim.law.state import RETAKE_DAYS, State, World

PARAMETERS = (
    parameter(
        "retake.chance", Uniform(0.0, 0.4), "1", "chance of an incumbent to win a fresh loss back, capacity permitting",
        low=0, high=1, source="assumed; up to 4 of 5 in a guerrilla war (UN, via IANS 8 June 2021)",
    ),
    parameter(
        "retake.chance_challenger", Uniform(0.0, 0.5), "1",
        "chance of a challenger to win a fresh loss back, capacity permitting", low=0, high=1,
        source="assumed; a guerrilla gives ground more readily",
    ),
    parameter(
        "retake.fade", LogNormal(5.8, 0.3), "days", "mean age of a loss when it is won back", low=0.1, high=365,
        source="'within several days' (UN, via IANS 8 June 2021); width assumed",
    ),
    parameter(
        "retake.counter", Uniform(0, 0.2), "districts/day",
        "own losses won back on 400 districts by a side on the offensive while their holder is not", low=0, high=1e4,
        source="assumed: home ground is known and its people are, too", scaled=True,
    ),
    parameter(
        "retake.given_up", Fixed(0.75), "1", "isolation above which a retreating faction gives a rural district up",
        low=0, high=1, source="assumed",
    ),
)  # fmt: skip

OFF = {
    "retake": {"retake.chance": 0.0, "retake.chance_challenger": 0.0},
    "counter_offensive": {"retake.counter": 0.0},
}


@compiled
def prepare_retaking(state: State, law: np.record) -> None:
    """Share of losses won back at each age: exp(-(a-1)/tau) - exp(-a/tau), a = 1 .. RETAKE_DAYS."""
    state.retake_table[0] = 0.0
    for age in range(1, RETAKE_DAYS + 1):
        still = math.exp(-float(age - 1) / law.retake_fade) - math.exp(-float(age) / law.retake_fade)
        state.retake_table[age] = still


@compiled
def decide_winning_back(t: int, f: int, world: World, state: State, law: np.record) -> None:
    """Set the orders of ``f`` against its losses.

    capacity   chance to go for each of its losses of the last RETAKE_DAYS days
    regain     chance a day for each own loss on its border, while it is on the offensive and the holder is not
    """
    factions, districts = len(world.powers), len(world.places)
    state.sides[f].capacity = 0.0
    state.sides[f].regain = 0.0
    posture = int(state.sides[f].posture)
    if posture == RETREAT or posture == TALKS or world.outside[t * factions + f].absent == 1:
        return
    fresh, bordering = 0, 0
    for n in range(state.run[0].gains):
        g = int(state.gains[n].holder)
        if world.war[f * factions + g] == 1:
            fresh += 1 if state.gains[n].loser == f and t - state.gains[n].since <= RETAKE_DAYS else 0
            if (
                posture == ADVANCE
                and state.gains[n].origin == f
                and state.sides[g].posture == CONSOLIDATE
                and state.pairs[f * districts + state.gains[n].district].reach > 0.0
            ):
                bordering += 1
    tempo = most_operations(f, world, law) * state.sides[f].pulse * world.outside[t * factions + f].tempo
    chance = law.retake_chance_challenger if world.powers[f].role == CHALLENGER else law.retake_chance
    if fresh > 0:
        state.sides[f].capacity = chance * min(1.0, tempo / float(fresh))
    if bordering > 0:
        stock = min(1.0, state.sides[f].reserve / max(1e-9, state.sides[f].full_reserve))
        state.sides[f].regain = law.retake_counter * world.powers[f].strength * stock / float(bordering)


@compiled
def win_back(t: int, key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Throw the dice of campaign losses and mark those that are won back."""
    factions, districts = len(world.powers), len(world.places)
    dice = day_key(key, t, WIN_BACK)
    for n in range(state.run[0].gains):
        i, g, e = int(state.gains[n].district), int(state.gains[n].holder), int(state.gains[n].loser)
        chance = 0.0
        age = t - state.gains[n].since
        if 0 < age <= RETAKE_DAYS and world.war[e * factions + g] == 1:
            chance = state.sides[e].capacity * state.retake_table[age]
        o = int(state.gains[n].origin)
        if (
            state.sides[o].regain > 0.0
            and world.war[o * factions + g] == 1
            and state.sides[g].posture == CONSOLIDATE
        ):
            if state.pairs[o * districts + i].reach > 0.0:
                e = o
                chance = 1.0 - (1.0 - chance) * (1.0 - min(1.0, state.sides[o].regain))
        if chance > 0.0:
            u = die(dice, world.keys[i])
            if u < chance:
                state.pairs[e * districts + i].even = 0  # no assault at even odds: a counter-attack
                mark_fall(t, i, e, ASSAULT, chance, u / chance, state)


@compiled
def give_up(t: int, key: np.uint64, e: int, world: World, state: State, law: np.record) -> None:
    """A retreating faction ``e`` leaves its most isolated rural districts to the enemy that surrounds them most."""
    factions, districts = len(world.powers), len(world.places)
    if state.sides[e].posture != RETREAT:
        return
    dice = day_key(key, t, WIN_BACK)
    for f in range(factions):
        for n in range(state.sides[f].front):
            i = int(state.front[f * districts + n].district)
            if state.districts[i].holder != e or world.places[i].seat != RURAL:
                continue
            if state.districts[i].isolation > law.retake_given_up and f == closest_enemy(
                i, e, dice, world, state
            ):
                mark_fall(t, i, f, ABANDONMENT, 1.0, die(dice, world.keys[i]), state)


@compiled
def closest_enemy(i: int, e: int, dice: np.uint64, world: World, state: State) -> int:
    """The enemy of ``e`` with the largest share of the edges of ``i``; of equals the one whose die is the least."""
    factions, districts = len(world.powers), len(world.places)
    best, most = -1, -1.0
    for f in range(factions):
        near = state.pairs[f * districts + i].near
        if world.war[f * factions + e] == 1 and goes_before(f, near, best, most, i, dice, world):
            best, most = f, near
    return best
