"""Who borders whom: shares of hostile edges, the list of exposed districts, the list of campaign gains."""

from __future__ import annotations

import math

from sim.base.codes import RURAL
from sim.base.compiled import compiled


@compiled
def look_around(i, world, state, law):  # type: ignore[no-untyped-def]
    """Recompute shares of neighbours, isolation, pull and front membership of district ``i``."""
    factions, districts = len(world.powers), len(world.places)
    for f in range(factions):
        state.pairs[f * districts + i].near = 0.0
    for k in range(world.places[i].first, world.places[i].last):
        state.pairs[state.districts[world.neighbours[k].to].holder * districts + i].near += world.neighbours[k].share
    e = state.districts[i].holder
    isolation = 0.0
    for f in range(factions):
        if world.war[f * factions + e] == 1:
            isolation += state.pairs[f * districts + i].near
    state.districts[i].isolation = min(1.0, isolation)
    state.districts[i].pull = pull(i, world, state, law)
    if is_exposed(i, world, state):
        join_front(i, state)
    else:
        leave_front(i, state)


@compiled
def look_around_neighbours(i, world, state, law):  # type: ignore[no-untyped-def]
    """``look_around`` for ``i`` and each of its neighbours."""
    look_around(i, world, state, law)
    for k in range(world.places[i].first, world.places[i].last):
        look_around(world.neighbours[k].to, world, state, law)


@compiled
def is_exposed(i, world, state):  # type: ignore[no-untyped-def]
    """True if an enemy of the holder is a neighbour or is present."""
    if state.districts[i].isolation > 0.0:
        return True
    factions, districts = len(world.powers), len(world.places)
    for f in range(factions):
        if world.war[f * factions + state.districts[i].holder] == 1 and state.pairs[f * districts + i].presence == 1:
            return True
    return False


@compiled
def resistance(i, world, state, law):  # type: ignore[no-untyped-def]
    """Worth of the garrison of ``i`` at full cohesion and without air support (FU): g D (1 - iota/2)."""
    walls = 1.0 if world.places[i].seat == RURAL else law.assault_urban_defence
    return max(0.1, state.districts[i].garrison) * walls * (1.0 - 0.5 * state.districts[i].isolation)


@compiled
def pull(i, world, state, law):  # type: ignore[no-untyped-def]
    """Weight of ``i`` in the choice of operations; focus 0 chooses at random, a large focus greedily."""
    city = 0.0 if world.places[i].seat == RURAL else law.pressure_city
    liking = law.pressure_isolation * state.districts[i].isolation + city - math.log(resistance(i, world, state, law))
    return math.exp(min(50.0, law.pressure_focus * liking))


@compiled
def join_front(i, state):  # type: ignore[no-untyped-def]
    """Add ``i`` to the exposed districts, once."""
    if state.districts[i].front_place < 0:
        state.districts[i].front_place = state.run[0].fronts
        state.front[state.run[0].fronts] = i
        state.run[0].fronts += 1


@compiled
def leave_front(i, state):  # type: ignore[no-untyped-def]
    """Take ``i`` out of the exposed districts; the last takes its place."""
    place = state.districts[i].front_place
    if place >= 0:
        state.run[0].fronts -= 1
        last = state.front[state.run[0].fronts]
        state.front[place] = last
        state.districts[last].front_place = place
        state.districts[i].front_place = -1


@compiled
def leave_front_if_quiet(i, world, state):  # type: ignore[no-untyped-def]
    """Take ``i`` out of the front if no enemy is near or present any more."""
    if not is_exposed(i, world, state):
        leave_front(i, state)


@compiled
def note_gain(i, state):  # type: ignore[no-untyped-def]
    """Keep the list of districts that are not held by their holder of day 0."""
    place = state.districts[i].gains_place
    if state.districts[i].holder != state.districts[i].origin and place < 0:
        state.districts[i].gains_place = state.run[0].gains
        state.gains[state.run[0].gains] = i
        state.run[0].gains += 1
    elif state.districts[i].holder == state.districts[i].origin and place >= 0:
        state.run[0].gains -= 1
        last = state.gains[state.run[0].gains]
        state.gains[place] = last
        state.districts[last].gains_place = place
        state.districts[i].gains_place = -1
