"""Posture and phase: where a faction agent decides to advance, consolidate or retreat, and to go for capitals."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ADVANCE, CHALLENGER, CONSOLIDATE, RETREAT, TALKS
from sim.base.compiled import compiled
from sim.base.parameters import Fixed, Uniform, parameter
from sim.law.contest import in_rout
from sim.law.initiative import decide_initiative
from sim.law.state import SUSPENDED, State, World

PARAMETERS = (
    parameter(
        "posture.low", Uniform(0.1, 0.4), "of the full reserve", "below it an offensive ends", low=0, high=1,
        source="assumed",
    ),
    parameter(
        "posture.step", Uniform(0.1, 0.4), "of the full reserve", "the next one can begin this much above the low mark",
        low=0, high=1, source="assumed",
    ),
    parameter("posture.dwell", Fixed(7), "days", "shortest offensive and shortest pause", low=0, high=365, source="assumed"),
    parameter(
        "posture.slow", Fixed(0.05), "1", "operations while consolidating, as a share", low=0, high=1, source="assumed",
    ),
    parameter(
        "posture.grip", Fixed(0.05), "1", "takeovers by capitulation while consolidating, as a share", low=0, high=1,
        source="assumed; a takeover needs a party of fighters",
    ),
    parameter(
        "posture.despair", Fixed(-0.5), "momentum", "momentum below it makes a poor faction retreat", low=-3, high=0,
        source="assumed",
    ),
    parameter(
        "phase.share", Fixed(0.0), "1", "capitals stay closed until this share of them is mostly surrounded; 0 = open",
        low=0, high=1, source="assumed; a scenario in which a side spares cities says so",
    ),
    parameter(
        "phase.departure", Fixed(0.0), "days",
        "capitals stay closed until so long after external support began to decline; 0 = no such date", low=0,
        high=3650, source="assumed; 0 unless a structure variant says otherwise",
    ),
)  # fmt: skip

OFF = {"posture": {"posture.low": 0.0}, "phase": {"phase.share": 0.0, "phase.departure": 0.0}}


@compiled
def decide_posture(t: int, key: np.uint64, f: int, world: World, state: State, law: np.record) -> int:
    """Advance, consolidate or retreat: yesterday's state of faction ``f``, and whether it has the initiative."""
    if world.outside[t * len(world.powers) + f].talks == SUSPENDED:
        return take_posture(t, f, TALKS, state)
    advancing = decide_initiative(t, key, f, world, state, law) == 1
    stock = state.sides[f].reserve / max(1e-9, state.sides[f].full_reserve)
    desperate = stock < law.posture_low and state.sides[f].momentum < law.posture_despair
    if in_rout(t, f, state) or (desperate and not advancing):
        return take_posture(t, f, RETREAT, state)
    return take_posture(t, f, ADVANCE if advancing else CONSOLIDATE, state)


@compiled
def take_posture(t: int, f: int, posture: int, state: State) -> int:
    """Write the posture of ``f`` and the day of a change; returns it."""
    if posture != state.sides[f].posture:
        state.sides[f].posture = posture
        state.sides[f].posture_day = t
    return posture


@compiled
def decide_phase(t: int, f: int, world: World, state: State, law: np.record) -> int:
    """Open the capitals to faction ``f``: by a dated event, or once foreign troops have left and the ring is closed.

    Incumbents are not restrained. Open stays open, unless an event closes it.
    """
    forced = world.outside[t * len(world.powers) + f].open_phase
    phase = int(state.sides[f].phase)
    if world.powers[f].role != CHALLENGER or forced == 1:
        phase = 1
    elif forced == -1:
        phase = 0
    elif phase == 0 and departed(t, world, law) and ring_closed(f, world, state, law):
        phase = 1
    if phase != state.sides[f].phase:
        state.sides[f].phase = phase
        state.sides[f].surveyed = 0
    return phase


@compiled
def departed(t: int, world: World, law: np.record) -> bool:
    """True once ``phase.departure`` days have passed since external support began to decline; always for 0."""
    waited = float(t) - world.frame[0].support_day
    return law.phase_departure <= 0.0 or waited >= law.phase_departure


@compiled
def ring_closed(f: int, world: World, state: State, law: np.record) -> bool:
    """True if at least ``phase.share`` of the capitals held by enemies of ``f`` are mostly surrounded by it."""
    factions, districts = len(world.powers), len(world.places)
    hostile = 0
    ringed = 0
    for c in world.capitals:
        if world.war[f * factions + state.districts[c].holder] == 1:
            hostile += 1
            ringed += 1 if state.pairs[f * districts + c].near > 0.5 else 0
    return float(ringed) >= law.phase_share * float(hostile)
