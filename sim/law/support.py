"""External support A(t) of the supported factions; exogenous, anchored to dates."""

from __future__ import annotations

import numpy as np

from sim.base.codes import RURAL
from sim.base.compiled import compiled
from sim.base.parameters import Fixed, Uniform, parameter
from sim.law.front import tell_garrison
from sim.law.state import State, World

PARAMETERS = (
    parameter(
        "external.level", Uniform(0.5, 1.0), "1", "external support on the first day", low=0, high=1,
        source="assumed; 1 is the support of the quiet year",
    ),
    parameter(
        "external.after", Uniform(0.0, 0.4), "1", "external support once the decline is over", low=0, high=1,
        source="assumed; contractors and air support leave with the troops",
    ),
    parameter(
        "external.decline", Uniform(62, 122), "days", "time from the start of the decline to its end", low=1,
        high=3650, source="dates of withdrawal announced or reported by as_of (scenario events)",
    ),
    parameter(
        "uneven.share", Uniform(0.1, 0.5), "1", "share of rural districts that feel the decline more", low=0.01,
        high=0.99, source="assumed",
    ),
    parameter(
        "uneven.contrast", Fixed(0.0), "1", "how much more they feel it; the mean is kept", low=0, high=1,
        source="assumed; 0 unless a structure variant says otherwise",
    ),
    parameter(
        "uneven.wave", Fixed(0.0), "1", "strength of a dated wave of withdrawal from rural districts", low=0,
        high=3, source="assumed; 0 unless a structure variant says otherwise",
    ),
    parameter(
        "uneven.wave_day", Uniform(0, 96), "day", "day on which the wave begins", low=0, high=3650, source="assumed",
    ),
    parameter(
        "uneven.wave_half_life", Uniform(7, 28), "days", "time for the wave to halve", low=0.5, high=365,
        source="assumed",
    ),
)  # fmt: skip

OFF = {
    "support": {"capitulation.support": 0.0, "assault.air": 0.0},
    "uneven": {"uneven.contrast": 0.0, "uneven.wave": 0.0},
}


@compiled
def look_outside(t: int, world: World, state: State, law: np.record) -> None:
    """Set today's external support, move garrisons where a dated event says so."""
    factions = len(world.powers)
    passed = 0.0
    if float(t) > world.frame[0].support_day:
        passed = min(1.0, (float(t) - world.frame[0].support_day) / law.external_decline)
    level = law.external_level + (law.external_after - law.external_level) * passed
    for f in range(factions):
        given = world.outside[t * factions + f].support
        share = level if world.powers[f].supported == 1 else 1.0
        state.sides[f].support_now = min(1.0, max(0.0, share * given))
        if world.outside[t * factions + f].relocate > 0.0:
            relocate(f, world.outside[t * factions + f].relocate, world, state, law)
    if float(t) >= law.uneven_wave_day:
        state.run[0].wave = (
            law.uneven_wave if state.run[0].wave_begun == 0 else state.run[0].wave * state.run[0].keep_wave
        )
        state.run[0].wave_begun = 1


@compiled
def relocate(f: int, share: float, world: World, state: State, law: np.record) -> None:
    """Move ``share`` of the rural garrisons of ``f`` to its capitals, in equal parts."""
    cities = state.sides[f].held_capitals
    if cities == 0:
        return
    moved = 0.0
    for i in range(len(world.places)):
        if state.districts[i].holder == f and world.places[i].seat == RURAL:
            moved += share * state.districts[i].garrison
            state.districts[i].garrison -= share * state.districts[i].garrison
    for i in world.capitals:
        if state.districts[i].holder == f:
            state.districts[i].garrison += moved / float(cities)
    for i in range(len(world.places)):
        if state.districts[i].holder == f:
            tell_garrison(i, world, state, law)


@compiled
def missing_support(i: int, e: int, world: World, state: State) -> float:
    """How far the holder ``e`` of district ``i`` is below full support: 0 at full support, 1 at none.

    An unsupported faction is as firm as a fully supported one: firmness differs by side, else both sides
    would surrender in turn.
    """
    if world.powers[e].supported == 0:
        return 0.0
    missing = 1.0 - state.sides[e].support_now
    if world.places[i].seat != RURAL:
        return missing
    return missing + state.districts[i].unevenness * missing + state.run[0].wave
