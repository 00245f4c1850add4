"""Sifting a front leaves out no place whose dice decide something, and surveys are renewed when they have to be."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.codes import CONSOLIDATE, PROVINCIAL, RURAL
from sim.base.compiled import door
from sim.base.dice import ORDERS, TWO_32, below, day_key, happens, high_die, low_die, mix
from sim.law.contest import most_yielding, reach, sift_front, yielding
from sim.law.doors import DOORS
from sim.law.front import pull, survey_front
from sim.law.presence import stir_presence
from sim.scenario.reader import read_scenario
from tests.worlds import Walk, everything, grid, made

SIFT, SURVEY, MOST, YIELDING, REACH = map(door, (sift_front, survey_front, most_yielding, yielding, reach))
BELOW, KEY, MIX, HIGH, LOW, PULL = map(door, (below, day_key, mix, high_die, low_die, pull))
HAPPENS, STIR = door(happens), door(stir_presence)


def deciding(t: int, f: int, orders: np.uint64, belief: float, walk: Walk) -> list[int]:
    """Entries of the front of ``f`` whose dice decide something on day ``t``: every place looked at by itself."""
    world, state, law = walk.world, walk.state, walk.law
    found = []
    for n in range(state.sides[f].front):
        i = int(state.front[f * len(world.places) + n].district)
        e, here = int(state.districts[i].holder), state.pairs[f * len(world.places) + i]
        word = np.uint64(MIX(orders ^ (world.keys[i] + world.powers[f].key)))
        order, yields, u = 0.0, 0.0, LOW(word)
        if world.places[i].seat == RURAL or state.sides[f].phase == 1:
            yields = YIELDING(t, i, f, e, belief, HIGH(word), world, state, law)
            order = state.sides[f].rate * PULL(i, world, state, law) / state.sides[e].cohesion
            order *= REACH(i, f, world, state)
        if here.presence == 0:
            stirs = 1.0 - u < law.presence_spread * here.near * float(here.reach)
        else:
            stirs = 1.0 - u < law.presence_fade and state.sides[e].posture == CONSOLIDATE
        if yields > 0.0 or u < order or stirs:
            found.append(n)
    return found


def sifted(t: int, f: int, orders: np.uint64, belief: float, walk: Walk) -> list[int]:
    """Entries that are left for a closer look."""
    SURVEY(f, walk.world, walk.state, walk.law)
    yields = np.uint64(BELOW(MOST(t, f, belief, walk.world, walk.state, walk.law)))
    number = SIFT(f, orders, yields, walk.world, walk.state, walk.law)
    return [int(n) for n in walk.state.candidates[:number]]


def sum_of_keys(i: int, f: int, walk: Walk) -> int:
    """The key of a district and a side, which wraps."""
    return (int(walk.world.keys[i]) + int(walk.world.powers[f].key)) % 2**64


WARS = {
    "seed": lambda: read_scenario("afghanistan_2021_08_05"),
    "everything": everything,
    "three sides": lambda: read_scenario("scenarios/campaigns/iraq_2014_15"),
    "six sides": lambda: read_scenario("scenarios/campaigns/syria_2024"),
}


@pytest.mark.parametrize("war", WARS)
@pytest.mark.parametrize("run", range(3))
def test_no_die_that_decides_something_is_sifted_out(war: str, run: int) -> None:
    walk, decided, kept, places = Walk(WARS[war](), run=run), 0, 0, 0
    with np.errstate(over="ignore"):
        for _ in range(min(60, walk.scenario.days)):
            walk.day()
            if walk.over:
                break
            for f in range(len(walk.world.powers)):
                law, side = walk.law, walk.sides[f]
                orders = np.uint64(KEY(walk.key, walk.t, ORDERS))
                belief = law.momentum_gain * side.momentum + law.shock_gain * side.shock
                left = sifted(walk.t, f, orders, belief, walk)
                wanted = deciding(walk.t, f, orders, belief, walk)
                assert set(wanted) <= set(left)
                assert left == sorted(left, reverse=True)
                decided, kept, places = decided + len(wanted), kept + len(left), places + int(side.front)
    assert decided > 0
    assert kept < places / 2  # and it sifts


@pytest.mark.parametrize(
    "chance", [0.0, 1e-12, 1e-6, 0.25, 1.0 - 1e-12, 1.0, 7.0, float("inf"), float("nan")]
)
def test_a_die_below_a_chance_is_below_its_bound(chance: float) -> None:
    bound = int(BELOW(chance))
    assert 1 <= bound <= int(TWO_32)
    for die in {0, 1, max(0, bound - 1), min(2**32 - 1, bound), 2**32 - 1}:
        if LOW(np.uint64(die)) < chance or np.isnan(chance):
            assert die < bound
    if chance < 1.0:
        assert bound <= chance * 2**32 * (1 + 1e-8) + 1.0


@pytest.mark.parametrize("rate", [0.0, 1e-15, 1e-9, 1e-3, 0.5, 3.0, 800.0])
def test_what_comes_at_a_rate_comes_with_the_chance_of_that_rate(rate: float) -> None:
    chance = 1.0 - float(np.exp(-rate))
    for u in (1e-17, chance * 0.999999, chance, chance * 1.000001, 1.0 - 1e-16):
        assert HAPPENS(u, rate) == (u < 1.0 - float(np.exp(-rate)))


def test_a_front_is_surveyed_anew_after_whatever_changes_it() -> None:
    walk = Walk(made(grid(5), {"presence.rise": 0.0}, held={"red": 6}))
    world, state, law = walk.world, walk.state, walk.law

    def surveyed() -> bool:
        return bool(state.sides[0].surveyed == 1)

    SURVEY(0, world, state, law)
    assert surveyed()
    before = float(state.sides[0].pull_sum)
    i = int(
        state.front.district[: state.sides[0].front][state.front.seat[: state.sides[0].front] == RURAL][0]
    )
    state.districts[i].garrison *= 3.0
    DOORS["look_around"](i, world, state, law)
    assert not surveyed()
    SURVEY(0, world, state, law)
    assert surveyed()
    assert state.sides[0].pull_sum < before
    state.sides[1].due = state.sides[1].reserve + 1.0
    DOORS["pay_losses"](world, state)  # garrisons are thinned
    assert not surveyed()
    SURVEY(0, world, state, law)
    DOORS["settle_accounts"](1, world, state, law)  # and filled again
    assert not surveyed()
    SURVEY(0, world, state, law)
    state.sides[0].phase = 0
    DOORS["decide_phase"](1, 0, world, state, law)
    assert state.sides[0].phase == 1
    assert not surveyed()


@pytest.mark.parametrize("war", WARS)
def test_what_is_kept_of_fronts_and_capitals_is_what_a_fresh_look_finds(war: str) -> None:
    walk = Walk(WARS[war]())  # type: ignore[no-untyped-call]
    world, state, law = walk.world, walk.state, walk.law
    factions, districts = len(world.powers), len(world.places)
    changes, last = 0, None
    for _ in range(30):
        walk.days(1)
        if state.run[0].end_day >= 0:
            break
        threatened = np.zeros(factions, dtype=np.int32)
        for f in range(factions):
            first = f * districts
            for entry in range(first, first + int(state.sides[f].front)):
                i = int(state.front[entry].district)
                assert state.keys[entry] == sum_of_keys(i, f, walk)
                assert state.front[entry].holder == state.districts[i].holder
                assert state.front[entry].lean == state.districts[i].lean
                assert state.pairs[first + i].front_place == entry - first
                assert state.pulls[entry] == PULL(i, world, state, law)
            for c in world.capitals:
                here = state.pairs[first + c]
                if world.war[f * factions + state.districts[c].holder] == 1:
                    threatened[f] += bool(here.near > 0.5 or here.presence == 1)
        assert state.sides["threatened"].tolist() == threatened.tolist()
        changes, last = changes + (last is not None and last != threatened.tolist()), threatened.tolist()
    assert war == "everything" or changes > 0


def test_a_capital_is_threatened_no_more_when_presence_in_it_ends() -> None:
    walk = Walk(made(grid(5, seats={12: PROVINCIAL}), {"presence.fade": 1.0}, held={"red": 6}))
    state, law, blue = walk.state, walk.law, int(walk.state.districts[12].holder)
    red = 1 - blue
    here = state.pairs[red * len(walk.world.places) + 12]
    before = int(state.sides[red].threatened)
    here.presence, here.last_operation = 1, -100
    DOORS["look_around"](12, walk.world, state, law)
    assert state.sides[red].threatened == before + 1
    state.sides[blue].posture = CONSOLIDATE
    STIR(1, 12, red, blue, 0.0, walk.world, state, law)
    assert here.presence == 0
    assert state.sides[red].threatened == before
