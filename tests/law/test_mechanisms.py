"""Conformance: every mechanism, switched off by its identity values, leaves no trace; switched on it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from sim.base.codes import ADVANCE, ASSAULT, BY_TRUCE, CAPITULATION
from sim.law.parameters import OFF, PARAMETERS
from sim.scenario.scenario import Event
from tests.worlds import BLUE, RED, Campaign, Walk, campaign, dated, grid, made, medians, network

Law = Mapping[str, float]
LIVELY = {
    "capitulation.quiet_logit": 4.5,
    "uneven.contrast": 0.8,
    "uneven.wave": 2.0,
    "presence.spread": 0.1,
    "accounts.reserve_challenger": 12.0,
    "accounts.reserve_incumbent": 40.0,
    "ending.truce": 0.05,
    "posture.low": 0.4,
    "phase.share": 0.2,
    "phase.departure": 5.0,
    "shock.gain": 2.0,
}
UNMOVED = {"posture.despair": -3.0}  # postures look at momentum too; these do not
ON = {
    "tempo": {"tempo.spread": 0.7, "tempo.memory": 5.0},
    "intervention": {"intervention.rate": 0.05, "intervention.size": 0.8},
    "initiative": {
        "initiative.spell": 15.0,
        "initiative.pause_challenger": 15.0,
        "initiative.pause_incumbent": 15.0,
    },
    "rout": {"rout.rate_challenger": 0.2, "rout.rate_incumbent": 0.2, "rout.surprise": 0.2},
    "rising": {"presence.rise": 0.002},
}  # what is calm unless it is looked at
FOR_RED = {"red": tuple(row / 35 for row in range(36))}
PAST = np.random.default_rng(7).uniform(size=36).round(2)


def lively(
    law: Law,
    contested: int = 6,
    provinces: int | None = None,
    past: bool = True,
    events: tuple[Event, ...] = (),
    allegiance: Mapping[str, tuple[float, ...]] | None = None,
) -> Campaign:
    """32 runs of 60 days on a grid of 36 districts."""
    terrain = grid(6)
    if past:
        terrain = replace(terrain, past=PAST)
    if provinces is not None:
        terrain = replace(terrain, provinces=("one",) * 36, seat=terrain.seat)
    held = {"red": 8}
    near = {"red": contested}
    return campaign(made(terrain, law, held=held, contested=near, events=events, allegiance=allegiance))


def differences(a: Campaign, b: Campaign) -> float:
    """In how many numbers two records differ, the momentum series left out; different events count as one."""
    levels = (a.block.levels[..., :3] != b.block.levels[..., :3]).sum()
    other = a.block.events.tobytes() != b.block.events.tobytes()
    return float(levels + (a.block.counts != b.block.counts).sum() + other)


def of_change(**changes: float) -> Callable[[Law], float]:
    """Trace: what the record shows of changed values of other parameters of the mechanism."""
    dotted = {name.replace("__", "."): value for name, value in changes.items()}
    return lambda law: differences(lively(law), lively({**law, **dotted}))


def of_ledger(field: str) -> Callable[[Law], float]:
    """Trace: an entry of the ledger after 30 days of one run, over both sides."""
    scenario = lambda law: made(grid(6), law, held={"red": 8}, contested={"red": 6})  # noqa: E731
    return lambda law: float(Walk(scenario(law), run=3).days(30).sides[field].sum())


def of_recruits(law: Law) -> float:
    """Trace: reserves above their start where nothing is ever spent and territory grows."""
    free = dict.fromkeys(("assault.losses", "accounts.overhead", "accounts.loot", "accounts.escape"), 0.0)
    free |= {name: 0.0 for name in PARAMETERS if name.startswith("garrison.")}
    reserve = lively({**law, **free}).block.levels[:, :, RED, 1]
    return float(np.abs(reserve / reserve[:, :1] - 1.0).max().round(5))


def of_counter_offensive(law: Law) -> float:
    """Trace: captures by an incumbent that can neither win fresh losses back nor run operations."""
    return lively(
        {
            **law,
            "retake.chance": 0.0,
            "pressure.tempo_incumbent": 0.0,
            "capitulation.rural": 0.0,
            "capitulation.urban": 0.0,
            "initiative.start_incumbent": 1.0,
        }
    ).captures(BLUE)


def of_initiative(law: Law) -> float:
    """Trace: days on which a challenger is not on the offensive although it has the means, or an incumbent is."""
    posture = lively({**law, "posture.low": 0.0}).counts(3)
    return float((posture[..., RED] != ADVANCE).sum() + (posture[..., BLUE] == ADVANCE).sum())


def of_rising(law: Law) -> float:
    """Trace: contested districts where presence begins in no other way."""
    idle = {**law, "presence.spread": 0.0, "pressure.tempo_challenger": 0.0, "pressure.tempo_incumbent": 0.0}
    return float(lively({**idle, "capitulation.rural": 0.0, "capitulation.urban": 0.0}, 0).counts(1).sum())


def of_presence(law: Law) -> float:
    """Trace: contested districts where nobody runs operations or surrenders, and any effect of the reported ones."""
    idle = {
        **law,
        "pressure.tempo_challenger": 0.0,
        "pressure.tempo_incumbent": 0.0,
        "capitulation.rural": 0.0,
    }
    return float(lively(idle | {"capitulation.urban": 0.0}).counts(1).sum()) + differences(
        lively(law), lively(law, 2)
    )


def of_contested_class(law: Law) -> float:
    """Trace: chance of capitulation with presence, against without, in two districts alike (5,000 runs)."""
    apart = {**law, "presence.spread": 0.0, "pressure.tempo_challenger": 0.0, "retake.chance": 0.0}
    pair = network([(0, 1)])
    firm = [campaign(made(pair, apart, days=20, contested={"red": n}), 5000).captures(RED) for n in (0, 1)]
    chance = np.array(firm) / 5000
    error = np.sqrt((chance * (1 - chance)).sum() / 5000)
    return float(max(0.0, abs(chance[1] - chance[0]) - 3.9 * error))  # false alarm 1e-4


TRACES: dict[str, Callable[[Law], float]] = {
    "start_knowledge": lambda law: differences(lively(law), lively(law, past=False)),
    "support": of_change(external__level=1.0, external__after=0.4, external__decline=30.0),
    "uneven": of_change(uneven__share=0.1, uneven__wave_day=3.0, uneven__wave_half_life=3.0),
    "presence": of_presence,
    "rising": of_rising,
    "tempo": of_change(tempo__memory=30.0),
    "intervention": of_change(intervention__size=0.2, intervention__firmness=0.0),
    "initiative": of_initiative,
    "rout": of_change(rout__depth=0.0, rout__length=60.0),
    "allegiance": lambda law: differences(lively(law), lively(law, allegiance=FOR_RED)),
    "posture": lambda law: float((lively(law).counts(3)[..., RED] != ADVANCE).sum()),
    "phase": lambda law: differences(lively(law), lively(law, events=(dated("phase", 1),))),
    "target_choice": of_change(pressure__city=4.0, pressure__isolation=3.0),
    "assault": lambda law: float(
        lively({**law, "retake.chance_challenger": 0.0, "retake.counter": 0.0}).captures(RED, ASSAULT)
    ),
    "capitulation": lambda law: float(
        lively(law).captures(RED, CAPITULATION) + lively(law).captures(BLUE, CAPITULATION)
    ),
    "province": lambda law: differences(lively(law), lively(law, provinces=1)),
    "contested_class": of_contested_class,
    "retake": of_change(retake__fade=1.0),
    "counter_offensive": of_counter_offensive,
    "loot": of_ledger("loot"),
    "overhead": of_ledger("overhead"),
    "momentum": lambda law: of_change(momentum__limit=0.05)({**law, **UNMOVED}),
    "shock": of_change(shock__limit=0.0),
    "territory_recruits": of_recruits,
    "truce": lambda law: float(
        (lively(law, events=(dated("talks", 1, None),)).block.end[:, 1] == BY_TRUCE).sum()
    ),
}


def values(mechanism: str = "", off: bool = False) -> dict[str, float]:
    """Median priors made lively, one mechanism on, or at its identity values."""
    return {**medians(), **LIVELY, **ON.get(mechanism, {})} | (OFF[mechanism] if off else {})


def test_every_mechanism_has_a_trace_to_look_for() -> None:
    assert set(TRACES) == set(OFF)


def test_every_switch_names_known_parameters_within_their_ranges() -> None:
    switches = [(name, value) for pairs in OFF.values() for name, value in pairs.items()]
    assert [
        name for name, value in switches if not PARAMETERS[name].low <= value <= PARAMETERS[name].high
    ] == []


@pytest.mark.parametrize("mechanism", OFF)
def test_a_mechanism_switched_off_leaves_no_trace(mechanism: str) -> None:
    assert TRACES[mechanism](values(mechanism, off=True)) == 0.0


@pytest.mark.parametrize("mechanism", OFF)
def test_a_mechanism_switched_on_leaves_a_trace(mechanism: str) -> None:
    assert TRACES[mechanism](values(mechanism)) > 0.0


@pytest.mark.parametrize("mechanism", OFF)
def test_runs_without_a_mechanism_repeat_to_the_bit_and_stay_finite(mechanism: str) -> None:
    first, again = (lively(values(mechanism, off=True)) for _ in range(2))
    assert differences(first, again) == 0.0
    assert np.isfinite(first.block.levels).all()
    assert first.block.errors == {}


def test_with_every_mechanism_off_nothing_is_ever_captured() -> None:
    off = {name: value for pairs in OFF.values() for name, value in pairs.items()}
    still = lively({**values(), **off})
    assert still.captures(RED) + still.captures(BLUE) == 0
