"""What is known of single places: the map of day 0, and reported changes carried out on their day.

Direct insertion: every run is set to what was reported, unless the report is in error in that run. So all runs have
the known map on the day of the question; the parameters are learned from counts, which are weighed.
"""

from __future__ import annotations

import numpy as np

from sim.base.compiled import compiled
from sim.base.dice import REPORT, day_key, die, mix
from sim.law.capture import take_district
from sim.law.front import appear, look_at_exposure, tell_garrison
from sim.law.state import State, World


@compiled
def place_known_holders(key: np.uint64, world: World, state: State) -> None:
    """Give every place whose holder is known at the start to that holder.

    A report in error gives the place to a neighbour's known holder: mistakes are made at the edges of territory,
    never deep inside it.
    """
    dice = day_key(key, 0, REPORT)
    for i in range(len(world.places)):
        known = int(world.backgrounds[i].known)
        if known < 0:
            continue
        if die(dice, world.keys[i]) < world.backgrounds[i].doubt:
            known = neighbours_holder(i, known, dice, world)
        state.districts[i].holder = known
        f = int(world.backgrounds[i].known_present)
        if f >= 0 and world.war[f * len(world.powers) + known] == 1:
            state.pairs[f * len(world.places) + i].presence = 1


@compiled
def neighbours_holder(i: int, known: int, dice: np.uint64, world: World) -> int:
    """The known holder of a neighbour of ``i`` chosen by lot; ``known`` if there is none or nobody knows.

    The least of dice that belong to the neighbours' ids, so that the order of a table decides nothing.
    """
    least = 1.0
    found = known
    for k in range(world.places[i].first, world.places[i].last):
        j = world.neighbours[k].to
        u = die(mix(dice ^ world.keys[i]), world.keys[j])
        if u < least:
            least = u
            found = int(world.backgrounds[j].known)
    return found if found >= 0 else known


@compiled
def insert_reports(
    t: int, key: np.uint64, world: World, state: State, law: np.record, events: np.ndarray
) -> None:
    """Carry out what is reported for the end of day ``t``: who holds a place, who is present in it.

    A row said again on a later day is in error in the same runs as on the day it speaks of.
    """
    factions, districts = len(world.powers), len(world.places)
    n = int(state.run[0].next_report)
    while n < len(world.control) and world.control[n].day == t:
        i = int(world.control[n].district)
        dice = day_key(key, int(world.control[n].begun), REPORT)
        if die(dice, world.keys[i]) >= world.control[n].error:
            f = int(world.control[n].holder)
            if f >= 0 and state.districts[i].holder != f:
                take_district(t, i, f, int(world.control[n].manner), world, state, law, events)
            reinforce(i, world.control[n].garrison, int(world.control[n].begun), world, state, law)
            g = int(world.control[n].present)
            here = g * districts + i
            if g >= 0 and world.war[g * factions + state.districts[i].holder] == 1:
                if state.pairs[here].presence == 0:
                    appear(g, i, world, state)
                    look_at_exposure(g, i, world, state, law)
        n += 1
    state.run[0].next_report = n


@compiled
def reinforce(i: int, strength: float, begun: int, world: World, state: State, law: np.record) -> None:
    """Add to the garrison of ``i`` what a power sends there, or take it away again unless the place fell since ``begun``."""
    if strength == 0.0 or (strength < 0.0 and state.districts[i].since >= begun):
        return
    e = int(state.districts[i].holder)
    change = max(-state.districts[i].garrison, strength / state.sides[e].cohesion)
    state.districts[i].garrison += change
    state.sides[e].nominal = max(0.0, state.sides[e].nominal + change)
    state.sides[e].external += change * state.sides[e].cohesion
    tell_garrison(i, world, state, law)
