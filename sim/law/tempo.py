"""Random variation from day to day: the tempo of operations, and interventions from outside."""

from __future__ import annotations

import math

import numpy as np

from sim.base.compiled import compiled
from sim.base.dice import INTERVENTION, TEMPO, bell, day_key, die, mix
from sim.base.parameters import Fixed, LogNormal, Uniform, parameter
from sim.law.state import NEVER, State, World

PARAMETERS = (
    parameter(
        "tempo.spread", Uniform(0.4, 1.0), "log rate", "standard deviation of the log tempo of a side", low=0, high=3,
        source="assumed: the rate of a fortnight changes by about a factor of two",
    ),
    parameter(
        "tempo.memory", LogNormal(20, 0.35), "days", "time constant of the tempo of a side", low=0.5, high=365,
        source="two to four weeks; the usual length scale of a time-varying rate is 21 days, sd 7 (EpiNow2)",
    ),
    parameter(
        "intervention.rate", LogNormal(0.0008, 0.7), "1/day",
        "chance a day that somebody outside changes the strength of a side", low=0, high=1,
        source="assumed: about once in three years and side; most wars see one entry or exit (Regan 2000)",
    ),
    parameter(
        "intervention.size", Uniform(0.2, 0.8), "log strength", "standard deviation of such a change", low=0, high=3,
        source="assumed",
    ),
    parameter(
        "intervention.length", LogNormal(120, 0.7), "days", "mean time it lasts", low=1, high=3650, source="assumed",
    ),
    parameter(
        "intervention.firmness", Fixed(2.0), "logit", "effect of one unit of log strength on capitulation", low=0,
        high=20, source="assumed; as capitulation.support for the loss of an air arm",
    ),
)  # fmt: skip

OFF = {"tempo": {"tempo.spread": 0.0}, "intervention": {"intervention.rate": 0.0}}


@compiled
def begin_tempo(key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Draw the tempo of every side from its stationary distribution; nobody has intervened."""
    keep = math.exp(-1.0 / law.tempo_memory)
    state.run[0].keep_rhythm = keep
    state.run[0].new_rhythm = math.exp(0.5 * math.log(1.0 - keep * keep))
    for f in range(len(world.powers)):
        state.sides[f].rhythm = bell(mix(day_key(key, 0, TEMPO) ^ world.powers[f].key))
        state.sides[f].pulse = 1.0
        state.sides[f].fortune = 0.0
        state.sides[f].might = 1.0
        state.sides[f].fortune_until = NEVER


@compiled
def vary_tempo(t: int, key: np.uint64, world: World, state: State, law: np.record) -> None:
    """Today's tempo and fortune of every side."""
    beats = day_key(key, t, TEMPO)
    for f in range(len(world.powers)):
        own = bell(mix(beats ^ world.powers[f].key))
        rhythm = state.run[0].keep_rhythm * state.sides[f].rhythm + state.run[0].new_rhythm * own
        state.sides[f].rhythm = rhythm
        state.sides[f].pulse = math.exp(law.tempo_spread * (rhythm - 0.5 * law.tempo_spread))
        intervene(t, key, f, world, state, law)


@compiled
def intervene(t: int, key: np.uint64, f: int, world: World, state: State, law: np.record) -> None:
    """Begin or end an intervention for or against ``f``: its size is drawn about 0, its end when it begins."""
    if state.sides[f].fortune != 0.0 and t > state.sides[f].fortune_until:
        state.sides[f].fortune = 0.0
        state.sides[f].might = 1.0
    dice = day_key(key, t, INTERVENTION)
    if die(dice, world.powers[f].key) < law.intervention_rate:
        word = mix(dice ^ ~world.powers[f].key)
        lasts = -math.log(die(word, world.powers[f].key)) * law.intervention_length
        state.sides[f].fortune = law.intervention_size * bell(word)
        state.sides[f].might = math.exp(state.sides[f].fortune)
        state.sides[f].fortune_until = t + int(lasts)
