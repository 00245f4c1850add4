"""Presence: the contested class. A faction may be present in a district it does not hold."""

from __future__ import annotations

import numpy as np

from sim.base.codes import CONSOLIDATE
from sim.base.compiled import compiled
from sim.base.dice import RISING, day_key, die, mix
from sim.base.parameters import Fixed, LogNormal, parameter
from sim.law.front import appear, look_at_exposure, look_at_seat
from sim.law.state import State, World

PARAMETERS = (
    parameter(
        "presence.known", Fixed(1.0), "1", "share of the reported contested districts in which presence starts",
        low=0, high=1, source="reported contested class; 0 switches the class off",
    ),
    parameter(
        "presence.spread", LogNormal(0.01, 0.5), "1/day", "chance of presence in a neighbour, at full isolation",
        low=0, high=1, source="assumed",
    ),
    parameter(
        "presence.fade", LogNormal(0.02, 0.5), "1/day", "chance that presence ends while the holder consolidates",
        low=0, high=1, source="assumed",
    ),
    parameter(
        "presence.rise", LogNormal(0.00002, 1.0), "1/day",
        "chance of presence in an enemy district far from own ground: infiltration, a rising", low=0, high=1,
        source="assumed: a few a year on 400 districts",
    ),
    parameter(
        "presence.uprising", Fixed(50), "1", "times as likely while an enemy is in rout", low=0, high=1e4,
        source="assumed: risings away from any front came within days of a rout (Syria 2024)",
    ),
    parameter(
        "presence.memory", Fixed(7), "days", "a district counts as contested this long after an operation",
        low=0, high=60, source="assumed; contested means presence or an operation within a week",
    ),
)  # fmt: skip

OFF = {"presence": {"presence.known": 0.0, "presence.spread": 0.0}, "rising": {"presence.rise": 0.0}}


@compiled
def stir_presence(
    t: int, i: int, f: int, e: int, u: float, world: World, state: State, law: np.record
) -> None:
    """Presence of ``f`` appears beside its own districts and fades where the holder ``e`` consolidates."""
    here = f * len(world.places) + i
    if state.pairs[here].presence == 0:
        if u < law.presence_spread * state.pairs[here].near * float(state.pairs[here].reach):
            appear(f, i, world, state)
    elif u < law.presence_fade and state.sides[e].posture == CONSOLIDATE:
        if float(t - state.pairs[here].last_operation) > law.presence_memory:
            state.pairs[here].presence = 0
            state.sides[f].contested -= 1
            look_at_seat(i, world, state)
            look_at_exposure(f, i, world, state, law)


@compiled
def rise(t: int, key: np.uint64, f: int, world: World, state: State, law: np.record) -> None:
    """Presence of ``f`` appears in districts of an enemy, anywhere; where the people are for it rather than not.

    A district drawn by lot with a chance that is the number expected that day; several where that is above one.
    """
    if world.outside[t * len(world.powers) + f].absent == 1:
        return
    districts = len(world.places)
    rate = law.presence_rise * float(districts)
    for e in range(len(world.powers)):
        if world.war[f * len(world.powers) + e] == 1 and state.sides[e].rout_until >= t:
            rate = law.presence_rise * float(districts) * law.presence_uprising
    dice = day_key(key, t, RISING)
    times = int(rate)
    if float(times) < rate:
        times += 1
    word = dice
    for _ in range(times):
        word = mix(word ^ world.powers[f].key)
        if die(word, world.powers[f].key) * float(times) < rate:
            i = int(world.lots[int(die(word, ~world.powers[f].key) * float(districts))])
            rise_in(i, f, word, world, state, law)


@compiled
def rise_in(i: int, f: int, word: np.uint64, world: World, state: State, law: np.record) -> None:
    """``f`` appears in ``i`` if an enemy holds it, and its people are for ``f`` (a die, where that is known)."""
    here = f * len(world.places) + i
    if world.war[f * len(world.powers) + state.districts[i].holder] == 0 or state.pairs[here].presence == 1:
        return
    if len(world.loyalty) > 0 and die(word, world.keys[i]) >= 0.5 * (1.0 + world.loyalty[here]):
        return
    appear(f, i, world, state)
    look_at_exposure(f, i, world, state, law)
