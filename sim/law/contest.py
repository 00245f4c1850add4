"""Resolve the orders on every exposed district: capitulation and assault, all sides jointly."""

from __future__ import annotations

import math

import numpy as np

from sim.base.codes import ASSAULT, ATTACKED, CAPITULATION, CONSOLIDATE, NATIONAL, RURAL
from sim.base.compiled import compiled
from sim.base.dice import (
    FIGHT,
    LOW_32,
    ORDERS,
    S32,
    SLACK,
    TWO_32,
    below,
    day_key,
    die,
    high_die,
    low_die,
    mix,
)
from sim.base.parameters import Fixed, LogNormal, Normal, Uniform, parameter
from sim.law.capture import mark_fall, note_event
from sim.law.front import appear, liking, resistance, survey_front
from sim.law.presence import stir_presence
from sim.law.state import State, World
from sim.law.support import missing_support

PARAMETERS = (
    parameter(
        "assault.rate", LogNormal(0.05, 0.7), "1/day", "chance a day that overwhelming force takes a district",
        low=0, high=1, source="assumed",
    ),
    parameter(
        "assault.losses", LogNormal(0.05, 0.5), "FU/operation", "attrition of each side in a day of operations at even odds; the weaker loses more",
        low=0, high=10, source="assumed",
    ),
    parameter("assault.party", Fixed(1.2), "FU", "size of an assault party", low=0.01, high=100, source="assumed"),
    parameter(
        "assault.urban_defence", LogNormal(3.5, 0.4), "1", "worth of a garrison in a capital, against rural", low=0.1,
        high=100, source="assumed",
    ),
    parameter(
        "assault.air", Uniform(2, 5), "1", "a defender at full external support is 1 + this times as strong", low=0,
        high=100, source="assumed",
    ),
    parameter(
        "capitulation.rural", LogNormal(0.2, 0.5), "1/day", "ceiling of the rate of capitulation of a rural district, neighbours 35 km apart",
        low=0, high=1, source="assumed", spaced=True,
    ),
    parameter(
        "capitulation.urban", Uniform(0.1, 0.5), "1/day", "ceiling of the rate of capitulation of a capital", low=0,
        high=1, source="assumed",
    ),
    parameter(
        "capitulation.quiet_logit", Normal(7.3, 0.7), "logit", "firmness of a contested rural district in a quiet year",
        low=-20, high=30, source="5 districts lost in the year to May 2021, 4 retaken (UN, via IANS 8 June 2021)",
    ),
    parameter(
        "capitulation.spread", Uniform(0.2, 1.2), "logit", "standard deviation of firmness between districts", low=0,
        high=10, source="assumed",
    ),
    parameter(
        "capitulation.isolation", Fixed(1.5), "logit", "effect of being wholly surrounded", low=-10, high=10,
        source="assumed",
    ),
    parameter(
        "capitulation.province", Uniform(0, 3), "logit", "effect of the own province having fallen", low=-10, high=10,
        source="assumed",
    ),
    parameter(
        "capitulation.support", LogNormal(3, 0.3), "logit", "effect of losing all external support", low=0, high=20,
        source="assumed",
    ),
    parameter(
        "capitulation.uncontested", Uniform(0, 3), "logit", "extra firmness where the enemy is not present", low=-10,
        high=10, source="assumed",
    ),
    parameter(
        "allegiance.weight", LogNormal(2, 0.5), "logit",
        "effect of a people wholly for the taker and wholly against the holder", low=0, high=20,
        source="assumed; sign: control follows the population (Kalyvas 2006)",
    ),
    parameter(
        "capitulation.capital", Fixed(1.0), "logit", "extra firmness of a capital", low=-10, high=10, source="assumed",
    ),
    parameter(
        "capitulation.national", Fixed(2.0), "logit", "further firmness of the national capital", low=-10, high=10,
        source="assumed",
    ),
)  # fmt: skip

FEW = 16  # places on a front that are not worth two loops

OFF = {
    "assault": {"assault.rate": 0.0},
    "capitulation": {"capitulation.rural": 0.0, "capitulation.urban": 0.0},
    "province": {"capitulation.province": 0.0},
    "contested_class": {"capitulation.uncontested": 0.0},
    "allegiance": {"allegiance.weight": 0.0},
}


@compiled
def in_rout(t: int, e: int, state: State) -> bool:
    """True while side ``e`` is broken."""
    return bool(state.sides[e].rout_until >= t)


@compiled
def contest_districts(
    t: int, key: np.uint64, f: int, world: World, state: State, law: np.record, events: np.ndarray
) -> None:
    """Throw the dice of every enemy district exposed to ``f`` and mark those that fall today.

    One word gives two dice: the first decides on capitulation; the low end of the second orders an operation,
    its high end lets presence come or go.
    """
    if state.sides[f].front == 0:
        return
    districts = len(world.places)
    orders, fights = day_key(key, t, ORDERS), day_key(key, t, FIGHT)
    belief = law.momentum_gain * state.sides[f].momentum + law.shock_gain * state.sides[f].shock
    survey_front(f, world, state, law)
    yields = below(most_yielding(t, f, belief, world, state, law))
    for c in range(sift_front(f, orders, yields, world, state, law)):
        entry = f * districts + state.candidates[c]
        i = int(state.front[entry].district)
        e = int(state.front[entry].holder)
        place = state.keys[entry]
        word = mix(orders ^ place)
        chance = 0.0
        order = 0.0
        if state.front[entry].seat == RURAL or state.sides[f].phase == 1:
            if (word >> S32) < yields:
                chance = yielding(t, i, f, e, belief, high_die(word), world, state, law)
            order = state.sides[f].rate * state.pulls[entry] / state.sides[e].cohesion
            order *= reach(i, f, world, state)
        u = low_die(word)
        if chance > 0.0:
            mark_fall(t, i, f, CAPITULATION, chance, die(fights, place), state)
        elif u < order:
            assault(t, i, f, e, die(fights, place), world, state, law, events)
        else:
            stir_presence(t, i, f, e, 1.0 - u, world, state, law)


@compiled
def sift_front(
    f: int, orders: np.uint64, yields: np.uint64, world: World, state: State, law: np.record
) -> int:
    """Write into ``candidates`` which places of the front of ``f`` have dice that may decide something; returns how many.

    Most dice decide nothing whatever else is true of the place: they lie beyond what is possible on this front today (``yields``
    for a capitulation). The others are looked at one by one. Backwards, because a quiet district leaves the front and the last
    takes its place.
    """
    ordered = state.sides[f].rate / least_cohesion(f, world, state) * (1.0 + SLACK)  # for each unit of pull
    stirred = TWO_32 - below(most_stirring(f, world, state, law))
    first, front = f * len(world.places), int(state.sides[f].front)
    keys, pulls = state.keys[first : first + front], state.pulls[first : first + front]
    found = 0
    if front < FEW:
        for n in range(front - 1, -1, -1):
            state.candidates[found] = n
            found += may_decide(mix(orders ^ keys[n]), ordered * pulls[n], yields, stirred)
        return found
    # a loop of its own over plain arrays: a processor takes several places at once
    for n in range(len(keys)):
        state.hits[n] = may_decide(mix(orders ^ keys[n]), ordered * pulls[n], yields, stirred)
    for n in range(front - 1, -1, -1):
        state.candidates[found] = n
        found += int(state.hits[n])
    return found


@compiled
def may_decide(word: np.uint64, order: float, yields: np.uint64, stirred: np.uint64) -> int:
    """1 if one of the dice of ``word`` may decide something, else 0."""
    return int(((word >> S32) < yields) | (low_die(word) < order) | ((word & LOW_32) >= stirred))


@compiled
def least_cohesion(f: int, world: World, state: State) -> float:
    """The least cohesion of the enemies of ``f``; at most 1."""
    factions = len(world.powers)
    least = 1.0
    for e in range(factions):
        if world.war[f * factions + e] == 1:
            least = min(least, state.sides[e].cohesion)
    return least


@compiled
def most_yielding(t: int, f: int, belief: float, world: World, state: State, law: np.record) -> float:
    """No place on the front of ``f`` capitulates to it today with a larger chance: ``yielding`` with the most of each term."""
    factions = len(world.powers)
    most = -math.inf
    for e in range(factions):
        if world.war[f * factions + e] == 1:
            z = -law.intervention_firmness * state.sides[e].fortune
            if world.powers[e].supported == 1:
                missing = (1.0 - state.sides[e].support_now) * (1.0 + law.uneven_contrast)
                z += law.capitulation_support * (missing + state.run[0].wave)
            if state.sides[e].rout_until >= t:
                z += law.rout_depth
            most = max(most, z)
    most += belief + state.sides[f].most_lean + max(0.0, -law.capitulation_uncontested)
    rate = max(law.capitulation_rural, law.capitulation_urban) * state.sides[f].grip
    if most >= 0.0:
        return rate
    power = 1.0 - most / 16.0
    for _ in range(4):  # (1 + x / 16) ** 16 <= exp(x): close enough, and no exponential
        power *= power
    return rate / (1.0 + power)


@compiled
def most_stirring(f: int, world: World, state: State, law: np.record) -> float:
    """No presence of ``f`` on its front comes or goes today with a larger chance."""
    factions = len(world.powers)
    most = law.presence_spread
    for e in range(factions):
        if world.war[f * factions + e] == 1 and state.sides[e].posture == CONSOLIDATE:
            most = max(most, law.presence_fade)
    return most


@compiled
def yielding(
    t: int, i: int, f: int, e: int, belief: float, u: float, world: World, state: State, law: np.record
) -> float:
    """Today's chance of capitulation of ``i`` to ``f`` if the die ``u`` says it yields, else 0.

    The chance is rate * sigmoid(z). exp(-x) <= 1 / (1 + x + x^2/2 + x^3/6) for x >= 0, so most dice are
    settled by the cubic without an exponential; the result is the same.
    """
    rate = (
        (law.capitulation_rural if world.places[i].seat == RURAL else law.capitulation_urban)
        * state.sides[f].grip
        * reach(i, f, world, state)
    )
    z = belief + state.districts[i].lean + law.capitulation_support * missing_support(i, e, world, state)
    z -= law.intervention_firmness * state.sides[e].fortune
    if state.pairs[f * len(world.places) + i].presence == 0:
        z -= law.capitulation_uncontested
    if in_rout(t, e, state):
        z += law.rout_depth
    if len(world.loyalty) > 0:
        z += law.allegiance_weight * liking(i, f, e, world)
    x = max(0.0, -z)
    if u * (1.0 + x * (1.0 + x * (0.5 + x * 0.16666666666666666))) >= rate:
        return 0.0
    chance = rate / (1.0 + math.exp(min(700.0, max(-700.0, -z))))
    return chance if u < chance else 0.0


@compiled
def reach(i: int, f: int, world: World, state: State) -> float:
    """How well ``f`` can get at ``i``: 1, less where a river, a pass or a closed border lies between them."""
    here = f * len(world.places) + i
    return 1.0 if state.pairs[here].presence == 1 else float(state.pairs[here].reach)


@compiled
def firmness_of(i: int, deviation: float, world: World, law: np.record) -> float:
    """Firmness of district ``i`` for the whole run: quiet-year logit, kind of seat, own ``deviation``."""
    firm = law.capitulation_quiet_logit + law.capitulation_spread * deviation
    if world.places[i].seat != RURAL:
        firm += law.capitulation_capital
    if world.places[i].seat == NATIONAL:
        firm += law.capitulation_national
    return firm


@compiled
def assault(
    t: int, i: int, f: int, e: int, u: float, world: World, state: State, law: np.record, events: np.ndarray
) -> None:
    """One day of operations of ``f`` on ``i``: both sides bleed, the district may be marked to fall.

    An assault is a run of operations with gaps no longer than presence.memory; its odds are those of its
    first day.
    """
    here = f * len(world.places) + i
    odds = odds_of(i, f, e, world, state, law)
    if float(t - state.pairs[here].last_operation) > law.presence_memory:
        state.pairs[here].even = 1 if odds >= 1.0 else 0
        state.sides[f].assaults += 1
        state.sides[f].assaults_even += state.pairs[here].even
        if world.places[i].seat != RURAL:
            note_event(t, i, e, f, ATTACKED, state, events)
    state.pairs[here].last_operation = t
    if state.pairs[here].presence == 0:
        appear(f, i, world, state)
    state.sides[f].due += law.assault_losses * 2.0 / (1.0 + odds)
    state.sides[e].due += law.assault_losses * 2.0 * odds / (1.0 + odds)
    fourth = odds * odds * odds * odds
    if len(world.loyalty) > 0:
        fourth *= math.exp(law.allegiance_weight * liking(i, f, e, world))
    chance = law.assault_rate * fourth / (1.0 + fourth)
    if u < chance:
        mark_fall(t, i, f, ASSAULT, chance, u / chance, state)


@compiled
def odds_of(i: int, f: int, e: int, world: World, state: State, law: np.record) -> float:
    """Odds of an assault party of ``f`` against ``i``: party / (garrison, walls, isolation, cohesion, air).

    Help from outside counts on both sides.
    """
    air = 1.0 + law.assault_air * state.sides[e].support_now
    defence = state.sides[e].cohesion * resistance(i, world, state, law) * air * state.sides[e].might
    return min(1e6, law.assault_party * state.sides[f].might / max(1e-6, defence))
