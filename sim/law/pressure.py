"""Pressure: how many operations a faction orders today, spread over exposed districts in proportion to pull.

The chance of an operation is min(1, K w_i / sum w), a logit choice in expectation; each district keeps its own
die, so no sort is needed and two sides order at the same time from yesterday's state.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import ADVANCE, CHALLENGER, CONSOLIDATE
from sim.base.compiled import compiled
from sim.base.parameters import Fixed, LogNormal, Uniform, parameter
from sim.law.front import survey_front
from sim.law.state import State, World

PARAMETERS = (
    parameter(
        "pressure.tempo_challenger", LogNormal(20, 0.8), "operations/day",
        "most operations a challenger runs at once on 400 districts", low=0, high=1e6, source="assumed", scaled=True,
    ),
    parameter(
        "pressure.tempo_incumbent", LogNormal(15, 0.8), "operations/day",
        "most operations an incumbent runs at once on 400 districts", low=0, high=1e6, source="assumed", scaled=True,
    ),
    parameter(
        "pressure.density", LogNormal(0.4, 0.8), "operations/day",
        "most operations a side runs for each enemy district on its front, neighbours 35 km apart", low=0, high=1e3,
        source="assumed; with assault.rate about one in ten districts next to a front falls in a month", spaced=True,
    ),
    parameter(
        "pressure.city", Uniform(1, 4), "log weight", "extra weight of capitals once they are open", low=-10, high=10,
        source="assumed",
    ),
    parameter(
        "pressure.isolation", Fixed(1.0), "log weight", "extra weight of a wholly surrounded district", low=-10,
        high=10, source="assumed",
    ),
    parameter(
        "pressure.focus", Fixed(1.0), "1", "0 chooses at random, 1 by weight, 5 and more greedily", low=0, high=20,
        source="assumed",
    ),
)  # fmt: skip

OFF = {"target_choice": {"pressure.focus": 0.0}}


@compiled
def decide_operations(t: int, f: int, world: World, state: State, law: np.record) -> None:
    """Set ``rate`` (operations per unit of pull) and ``grip`` (factor on capitulations) of faction ``f``."""
    factions = len(world.powers)
    posture = int(state.sides[f].posture)
    effort = 1.0 if posture == ADVANCE else (law.posture_slow if posture == CONSOLIDATE else 0.0)
    grip = 1.0 if posture == ADVANCE else (law.posture_grip if posture == CONSOLIDATE else 0.0)
    state.sides[f].grip = grip * state.sides[f].pulse
    if world.outside[t * factions + f].absent == 1:
        state.sides[f].grip = 0.0
    most = min(most_operations(f, world, law), law.pressure_density * float(state.sides[f].front))
    most *= state.sides[f].pulse * state.sides[f].might
    tempo = min(most, state.sides[f].reserve / law.assault_party)
    tempo *= effort * world.outside[t * factions + f].tempo
    state.sides[f].rate = 0.0
    if tempo > 0.0:
        survey_front(f, world, state, law)
        weights = state.sides[f].pull_sum
        state.sides[f].rate = tempo / weights if weights > 0.0 else 0.0


@compiled
def most_operations(f: int, world: World, law: np.record) -> float:
    """Operations that ``f`` can run at once, before the tempo of the day."""
    if world.powers[f].role == CHALLENGER:
        return law.pressure_tempo_challenger * world.powers[f].strength
    return law.pressure_tempo_incumbent * world.powers[f].strength
