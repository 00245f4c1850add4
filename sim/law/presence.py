"""Presence: the contested class. A faction may be present in a district it does not hold."""

from __future__ import annotations

import numpy as np

from sim.base.codes import CONSOLIDATE
from sim.base.compiled import compiled
from sim.base.parameters import Fixed, LogNormal, parameter
from sim.law.front import look_at_exposure
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
        "presence.memory", Fixed(7), "days", "a district counts as contested this long after an operation",
        low=0, high=60, source="assumed; contested means presence or an operation within a week",
    ),
)  # fmt: skip

OFF = {"presence": {"presence.known": 0.0, "presence.spread": 0.0}}


@compiled
def stir_presence(
    t: int, i: int, f: int, e: int, u: float, world: World, state: State, law: np.record
) -> None:
    """Presence of ``f`` appears beside its own districts and fades where the holder ``e`` consolidates."""
    here = f * len(world.places) + i
    if state.pairs[here].presence == 0:
        if u < law.presence_spread * state.pairs[here].near:
            state.pairs[here].presence = 1
            state.sides[f].contested += 1
    elif u < law.presence_fade and state.sides[e].posture == CONSOLIDATE:
        if float(t - state.pairs[here].last_operation) > law.presence_memory:
            state.pairs[here].presence = 0
            state.sides[f].contested -= 1
            look_at_exposure(f, i, world, state)
