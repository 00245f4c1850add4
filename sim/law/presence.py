"""Presence: the contested class. A faction may be present in a district it does not hold."""

from __future__ import annotations

from sim.base.codes import CONSOLIDATE
from sim.base.compiled import compiled
from sim.base.dice import PRESENCE, day_key, die
from sim.base.parameters import Fixed, LogNormal, parameter
from sim.law.front import leave_front_if_quiet

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
        "presence.memory", Fixed(7), "days", "a district counts as contested this long after an operation",
        low=0, high=60, source="MODEL: contested = presence or an operation within a week; assumed",
    ),
)  # fmt: skip

OFF = {"presence": {"presence.known": 0.0, "presence.spread": 0.0}}


@compiled
def spread_presence(t, key, world, state, law):  # type: ignore[no-untyped-def]
    """Presence appears beside hostile neighbours and fades where the holder consolidates."""
    factions, districts = len(world.powers), len(world.places)
    dice = day_key(key, t, PRESENCE)
    n = state.run[0].fronts - 1
    while n >= 0:  # backwards, because a quiet district leaves the front by swapping with the last
        i = state.front[n]
        e = state.districts[i].holder
        for f in range(factions):
            if world.war[f * factions + e] == 0:
                continue
            here = f * districts + i
            if state.pairs[here].presence == 0:
                chance = law.presence_spread * state.pairs[here].near
                if chance > 0.0 and die(dice, world.places[i].key + world.powers[f].key) < chance:
                    state.pairs[here].presence = 1
                    state.sides[f].contested += 1
            elif state.sides[e].posture == CONSOLIDATE and float(t - state.pairs[here].last_operation) > law.presence_memory:
                if die(dice, world.places[i].key + world.powers[f].key) < law.presence_fade:
                    state.pairs[here].presence = 0
                    state.sides[f].contested -= 1
        leave_front_if_quiet(i, world, state)
        n -= 1
