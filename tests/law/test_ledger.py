"""Property tests: force is conserved and every running count equals a recount, over priors and networks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.codes import RURAL
from sim.base.parameters import LogNormal
from sim.law.state import LEDGER_NAMES
from sim.scenario.scenario import ControlRow, Faction, Scenario
from sim.terrain.terrain import Terrain
from tests.strategies import examples
from tests.worlds import NEUTRAL, TWO, EngineWalk, Walk, campaign, dated, grid, made, medians, network

SMALL = {
    "accounts.reserve_challenger": LogNormal(8, 1),
    "accounts.reserve_incumbent": LogNormal(8, 1),
    "capitulation.quiet_logit": LogNormal(5, 0.3),
    "phase.share": 0.3,
    "posture.low": 0.4,
    "rout.surprise": 0.1,
    "rout.flight": 0.1,
    "presence.rise": 0.001,
    "initiative.pause_incumbent": 15.0,
    "initiative.pause_challenger": 15.0,
}
ALLIED = Faction("amber", "Ambers", "challenger", strength=0.5)
EVENTS = (
    dated("garrison", 1.5, None, 3, 20, places=("D001", "D003")),
    dated("agreement", 1, None, 9, places=("D002", "D005"), to="red"),
    dated("relocation", 0.4, "blue", 10),
    dated("income", 0.3, "red", 5),
    dated("income", -0.5, "blue", 5),
)
AIMS = settings(max_examples=examples(40), deadline=None, derandomize=True)


def random_network(seed: int, districts: int) -> Terrain:
    """A random tree with some further edges; every fifth district is the capital of a province of five."""
    rng = np.random.default_rng(seed)
    pairs = {(int(rng.integers(row)), row) for row in range(1, districts)}
    more = np.sort(rng.integers(districts, size=(districts, 2)), axis=1)
    pairs |= {(int(a), int(b)) for a, b in more if a != b}
    provinces = [f"P{row // 5}" for row in range(districts)]
    return network(sorted(pairs), seats=dict.fromkeys(range(4, districts, 5), 1), provinces=provinces)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Two or four factions on a random network of 6 to 40 districts."""
    terrain = random_network(draw(st.integers(0, 999)), draw(st.integers(6, 40)))
    rural = int((terrain.seat == RURAL).sum())
    held = {"red": draw(st.integers(1, rural // 2))}
    factions, wars = TWO, (("red", "blue"),)
    if draw(st.booleans()):
        factions, wars = (*TWO, NEUTRAL, ALLIED), (("red", "blue"), ("amber", "blue"))
        held |= {"green": draw(st.integers(0, rural // 4)), "amber": draw(st.integers(0, rural // 4))}
    contested = {"red": draw(st.integers(0, rural // 2))}
    control = tuple(
        ControlRow(day, row, draw(st.integers(0, len(factions) - 1)), error=0.3)
        for day, row in draw(st.lists(st.tuples(st.integers(-2, 40), st.integers(0, 5)), max_size=5))
    )
    return made(
        terrain, SMALL, held=held, contested=contested, factions=factions, wars=wars, events=EVENTS,
        control=tuple(sorted(control, key=lambda row: row.day)), calm=False,
    )  # fmt: skip


def force(walk: Walk) -> np.ndarray:
    """Reserve and garrisons at their worth of each faction, FU [F]."""
    at = walk.state.districts
    nominal = np.bincount(at["holder"], weights=at["garrison"], minlength=len(walk.sides))
    return np.asarray(walk.sides["reserve"] + walk.sides["cohesion"] * nominal)


def flows(walk: Walk) -> np.ndarray:
    """What came in less what went out since the start, FU [F]."""
    signs = {
        "recruits": 1,
        "external": 1,
        "loot": 1,
        "attrition": -1,
        "dispersed": -1,
        "overhead": -1,
        "desertion": -1,
    }
    assert set(signs) == set(LEDGER_NAMES)
    return np.asarray(sum(sign * walk.sides[name] for name, sign in signs.items()))


@AIMS
@given(scenarios(), st.integers(0, 50))
def test_force_now_is_force_at_the_start_plus_what_the_ledger_says(scenario: Scenario, run: int) -> None:
    walk = EngineWalk(scenario, run=run)
    start = force(walk)
    for _ in range(scenario.days):
        walk.days(1)
        assert force(walk) == pytest.approx(start + flows(walk), rel=1e-9, abs=1e-9)
        assert (walk.sides["reserve"] >= 0.0).all()
        assert (walk.state.districts["garrison"] >= 0.0).all()
        assert ((walk.sides["cohesion"] > 0.0) & (walk.sides["cohesion"] <= 1.0)).all()


def recount(walk: Walk) -> dict[str, np.ndarray]:
    """Counts of each faction from the map alone."""
    world, state, factions = walk.world, walk.state, len(walk.sides)
    war, places = world.war.reshape(factions, factions), world.places
    presence = state.pairs["presence"].reshape(factions, -1)
    near = np.zeros(presence.shape)
    edges = world.neighbours.view(np.ndarray)  # those of one place behind each other
    of = np.repeat(np.arange(len(places)), places["last"] - places["first"])
    np.add.at(near, (walk.holders[edges["to"]], of), edges["share"])
    enemy = war[:, walk.holders] == 1
    rural = places["seat"] == RURAL
    held = np.arange(factions)[:, None] == walk.holders
    return {
        "held": held.sum(axis=1),
        "held_capitals": (held & ~rural).sum(axis=1),
        "contested": (enemy & (presence == 1)).sum(axis=1),
        "people": (held * world.backgrounds["population"]).sum(axis=1),
        "nominal": (held * state.districts["garrison"]).sum(axis=1),
        "threatened": (enemy & ~rural & ((near > 0.5) | (presence == 1))).sum(axis=1),
        "front": (enemy & ((near > 0.0) | (presence == 1))).sum(axis=1),
    }


@AIMS
@given(scenarios(), st.integers(0, 50))
def test_every_running_count_equals_a_recount_of_the_map(scenario: Scenario, run: int) -> None:
    walk = EngineWalk(scenario, run=run)
    for _ in range(6):
        for name, counted in recount(walk).items():
            assert walk.sides[name] == pytest.approx(counted, abs=1e-9), name
        walk.days(10)
    gains = walk.state.gains[: walk.state.run[0].gains]
    assert sorted(gains["district"]) == list(np.flatnonzero(walk.holders != walk.state.districts["origin"]))
    for name in ("since", "holder", "origin"):
        assert list(gains[name]) == list(walk.state.districts[name][gains["district"]])


def test_the_days_of_the_batch_are_those_of_the_steps_called_one_by_one() -> None:
    scenario = made(grid(6), SMALL, held={"red": 8}, contested={"red": 5}, events=EVENTS)
    batch, walk, by_days = campaign(scenario, 4), Walk(scenario, run=3), EngineWalk(scenario, run=3)
    for t in range(1, scenario.days + 1):
        walk.days(1)
        by_days.days(1)
        assert list(batch.counts(0)[3, t]) == list(walk.sides["held"])
        assert (by_days.state.districts == walk.state.districts).all()
        assert (by_days.sides == walk.sides).all()
        assert batch.block.levels[3, t, :, 1].tobytes() == walk.sides["reserve"].astype(np.float32).tobytes()


def test_a_posted_garrison_never_exceeds_what_the_reserve_could_give() -> None:
    poor = {
        **medians(),
        **{"accounts.reserve_challenger": 0.3, "accounts.overhead": 0.1, "accounts.loot": 0.0},
    }
    poor |= {"capitulation.quiet_logit": -5.0, "garrison.challenger_rural": 5.0, "accounts.recovery": 1e5}
    poor |= {
        "posture.grip": 0.0,
        "posture.low": 0.0,
        "pressure.tempo_challenger": 0.0,
        "pressure.tempo_incumbent": 0.0,
        "retake.counter": 0.0,
    }
    walk = Walk(made(grid(5), poor, held={"red": 2})).days(60)
    taken = (walk.holders == 0) & (walk.state.districts["origin"] == 1)
    assert taken.sum() == 1  # overhead .1 of .3, then .2 to the garrison, then no overhead for a second
    assert walk.state.districts["garrison"][taken].sum() == pytest.approx(0.2, abs=1e-3)


def test_without_any_force_nothing_is_captured() -> None:
    penniless = {**medians(), **{"accounts.reserve_challenger": 0.0, "accounts.reserve_incumbent": 0.0}}
    penniless |= {"capitulation.quiet_logit": -5.0, "accounts.overhead": 0.01}
    runs = campaign(made(grid(5), penniless, held={"red": 5}, contested={"red": 3}), 64)
    assert runs.captures(0) + runs.captures(1) == 0
    rich = campaign(made(grid(5), {**penniless, "accounts.reserve_challenger": 50.0}, held={"red": 5}), 64)
    assert rich.captures(0) > 64


def test_what_the_reserve_cannot_pay_thins_all_garrisons_alike() -> None:
    law = {**medians(), "accounts.reserve_challenger": 12.0, "assault.losses": 5.0, "accounts.recovery": 1e5}
    law |= {"pressure.tempo_challenger": 1000.0, "capitulation.quiet_logit": 30.0, "assault.rate": 0.0}
    walk = Walk(made(grid(5), law, held={"red": 6}, contested={"red": 3}))
    walk.days(1)
    assert walk.sides[0].reserve < 0.01
    assert 0.0 < walk.sides[0].cohesion < 1.0
