"""Who borders whom: shares of hostile edges, the front of each faction, the list of campaign gains."""

from __future__ import annotations

import math

import numpy as np

from sim.base.codes import RURAL
from sim.base.compiled import compiled
from sim.base.dice import die, mix
from sim.law.state import State, World


@compiled
def look_around(i: int, world: World, state: State, law: np.record) -> None:
    """Recompute what the surroundings of district ``i`` make of it: shares of neighbours, isolation, lean, its place on fronts."""
    factions, districts = len(world.powers), len(world.places)
    for f in range(factions):
        state.pairs[f * districts + i].near = 0.0
        state.pairs[f * districts + i].reach = 0.0
    for k in range(world.places[i].first, world.places[i].last):
        here = int(state.districts[world.neighbours[k].to].holder) * districts + i
        state.pairs[here].near += world.neighbours[k].share
        state.pairs[here].reach = max(state.pairs[here].reach, world.neighbours[k].open)
    e = int(state.districts[i].holder)
    isolation = 0.0
    for f in range(factions):
        if world.war[f * factions + e] == 1:
            isolation += state.pairs[f * districts + i].near
    state.districts[i].isolation = min(1.0, isolation)
    state.districts[i].lean = lean(i, world, state, law)
    look_at_seat(i, world, state)
    for f in range(factions):
        look_at_exposure(f, i, world, state, law)


@compiled
def look_around_capture(i: int, world: World, state: State, law: np.record) -> None:
    """``look_around`` district ``i``, each of its neighbours, and whoever looks at it as part of the own province."""
    # one call for all, since each call is compiled by itself
    for k in range(world.places[i].first - 1, world.places[i].last):
        look_around(i if k < world.places[i].first else int(world.neighbours[k].to), world, state, law)
    p = world.places[i].province
    c = int(world.provinces[p].capital)
    for k in range(world.provinces[p].first, world.provinces[p].last):
        j = int(world.members[k])
        if world.places[i].seat != RURAL or j == c:
            state.districts[j].lean = lean(j, world, state, law)
            tell_lean(j, world, state)


@compiled
def tell_lean(i: int, world: World, state: State) -> None:
    """Have the fronts on which district ``i`` stands know its lean."""
    districts = len(world.places)
    for f in range(len(world.powers)):
        n = state.pairs[f * districts + i].front_place
        if n >= 0:
            state.front[f * districts + n].lean = state.districts[i].lean
            state.sides[f].surveyed = 0


@compiled
def tell_garrison(i: int, world: World, state: State, law: np.record) -> None:
    """Have the fronts on which district ``i`` stands know that its garrison has changed."""
    districts = len(world.places)
    for f in range(len(world.powers)):
        n = state.pairs[f * districts + i].front_place
        if n >= 0:
            state.pulls[f * districts + n] = pull(i, world, state, law)
            state.sides[f].surveyed = 0


@compiled
def look_at_exposure(f: int, i: int, world: World, state: State, law: np.record) -> None:
    """Put ``i`` on the front of ``f`` or renew it there: an enemy district beside which, or in which, ``f`` is; else take it off."""
    districts = len(world.places)
    here = f * districts + i
    place = int(state.pairs[here].front_place)
    if world.war[f * len(world.powers) + state.districts[i].holder] == 1 and (
        state.pairs[here].reach > 0.0 or state.pairs[here].presence == 1
    ):
        if place < 0:
            place = int(state.sides[f].front)
            state.sides[f].front += 1
            state.pairs[here].front_place = place
            state.keys[f * districts + place] = world.keys[i] + world.powers[f].key
            state.front[f * districts + place].district = i
            state.front[f * districts + place].seat = world.places[i].seat
        state.front[f * districts + place].holder = state.districts[i].holder
        state.front[f * districts + place].lean = state.districts[i].lean
        state.pulls[f * districts + place] = pull(i, world, state, law)
        state.sides[f].surveyed = 0
    elif place >= 0:  # the last takes its place
        state.sides[f].front -= 1
        last = f * districts + state.sides[f].front
        state.front[f * districts + place] = state.front[last]
        state.keys[f * districts + place] = state.keys[last]
        state.pulls[f * districts + place] = state.pulls[last]
        state.pairs[f * districts + state.front[last].district].front_place = place
        state.pairs[here].front_place = -1
        state.sides[f].surveyed = 0


@compiled
def look_at_seat(i: int, world: World, state: State) -> None:
    """Count ``i`` anew among the capitals that each side threatens, if it is one."""
    if world.places[i].seat == RURAL:
        return
    factions, districts = len(world.powers), len(world.places)
    e = int(state.districts[i].holder)
    for f in range(factions):
        here = f * districts + i
        around = state.pairs[here].near > 0.5 or state.pairs[here].presence == 1
        threat = 1 if around and world.war[f * factions + e] == 1 else 0
        state.sides[f].threatened += threat - state.pairs[here].threat
        state.pairs[here].threat = threat


@compiled
def appear(f: int, i: int, world: World, state: State) -> None:
    """``f`` is present in ``i`` from now on, which an enemy holds."""
    state.pairs[f * len(world.places) + i].presence = 1
    state.sides[f].contested += 1
    look_at_seat(i, world, state)


@compiled
def survey_front(f: int, world: World, state: State, law: np.record) -> None:
    """Sum and largest values over the front of ``f``; anew only where something has changed since the last survey.

    Pull counts without capitals while they are closed to ``f``; lean includes what the people of a place are for.
    """
    if state.sides[f].surveyed == 1:
        return
    first = f * len(world.places)
    pull_sum, most_lean = 0.0, -math.inf
    for entry in range(first, first + state.sides[f].front):
        e = int(state.front[entry].holder)
        if state.front[entry].seat == RURAL or state.sides[f].phase == 1:
            pull_sum += state.pulls[entry] / state.sides[e].cohesion
        leaning = state.front[entry].lean
        if len(world.loyalty) > 0:
            leaning += law.allegiance_weight * liking(int(state.front[entry].district), f, e, world)
        most_lean = max(most_lean, leaning)
    state.sides[f].pull_sum = pull_sum
    state.sides[f].most_lean = most_lean
    state.sides[f].surveyed = 1


@compiled
def outdate_surveys(world: World, state: State) -> None:
    """Have every front surveyed anew: the cohesion of a side has changed."""
    for f in range(len(world.powers)):
        state.sides[f].surveyed = 0


@compiled
def liking(i: int, f: int, e: int, world: World) -> float:
    """How much more the people of ``i`` are for ``f`` than for ``e``: -1 to 1, 0 where nothing is known."""
    districts = len(world.places)
    return 0.5 * (world.loyalty[f * districts + i] - world.loyalty[e * districts + i])


@compiled
def lean(i: int, world: World, state: State, law: np.record) -> float:
    """Part of the capitulation logit of ``i`` that changes with the map only: surroundings less firmness."""
    around = law.capitulation_isolation * state.districts[i].isolation
    around += law.capitulation_province * province_fallen(i, world, state)
    return around - state.districts[i].firmness


@compiled
def resistance(i: int, world: World, state: State, law: np.record) -> float:
    """Worth of the garrison of ``i`` at full cohesion and without air support (FU): g D (1 - iota/2)."""
    walls = 1.0 if world.places[i].seat == RURAL else law.assault_urban_defence
    return max(0.1, state.districts[i].garrison) * walls * (1.0 - 0.5 * state.districts[i].isolation)


@compiled
def pull(i: int, world: World, state: State, law: np.record) -> float:
    """Weight of ``i`` in the choice of operations; focus 0 chooses at random, a large focus greedily."""
    city = 0.0 if world.places[i].seat == RURAL else law.pressure_city
    liking = (
        law.pressure_isolation * state.districts[i].isolation
        + city
        - math.log(resistance(i, world, state, law))
    )
    return math.exp(min(50.0, law.pressure_focus * liking))


@compiled
def province_fallen(i: int, world: World, state: State) -> float:
    """For a capital the share of its province held by enemies; for a rural district 1 if its capital is."""
    factions = len(world.powers)
    p = world.places[i].province
    e = int(state.districts[i].holder)
    if world.places[i].seat == RURAL:
        c = world.provinces[p].capital
        return 1.0 if c >= 0 and world.war[state.districts[c].holder * factions + e] == 1 else 0.0
    provinces = len(world.provinces)
    hostile = 0.0
    for f in range(factions):
        if world.war[f * factions + e] == 1:
            hostile += state.province_held[f * provinces + p]
    return hostile / max(1.0, world.provinces[p].rural)


@compiled
def goes_before(f: int, worth: float, best: int, most: float, i: int, dice: np.uint64, world: World) -> bool:
    """True if ``worth`` of side ``f`` is more than ``most`` of ``best`` (-1: nobody's); of equals the least die of ``i``."""
    if worth != most or best < 0:
        return worth > most
    word = mix(dice ^ world.keys[i])
    return die(word, world.powers[f].key) < die(word, world.powers[best].key)


@compiled
def note_gain(i: int, loser: int, state: State) -> None:
    """Keep the list of districts that are not held by their holder of day 0; ``i`` has just fallen."""
    place = int(state.districts[i].gains_place)
    if state.districts[i].holder != state.districts[i].origin:
        if place < 0:
            place = int(state.run[0].gains)
            state.districts[i].gains_place = place
            state.run[0].gains += 1
        state.gains[place].district = i
        state.gains[place].since = state.districts[i].since
        state.gains[place].holder = state.districts[i].holder
        state.gains[place].origin = state.districts[i].origin
        state.gains[place].loser = loser
    elif place >= 0:  # the last takes its place
        state.run[0].gains -= 1
        state.gains[place] = state.gains[state.run[0].gains]
        state.districts[state.gains[place].district].gains_place = place
        state.districts[i].gains_place = -1
