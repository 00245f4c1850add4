"""Postures, presence, retreat and counter-offensive: what a faction agent decides, and what follows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.codes import ABANDONMENT, ADVANCE, ASSAULT, CONSOLIDATE, RETREAT
from sim.law.doors import DOORS
from tests.worlds import BLUE, RED, Walk, campaign, dated, grid, line, made, medians

LAW = {**medians(), "posture.low": 0.3, "posture.step": 0.2, "posture.dwell": 7.0}
LAW |= {"posture.slow": 0.2, "posture.grip": 0.2}
STILL = {
    **LAW,
    "pressure.tempo_challenger": 0.0,
    "pressure.tempo_incumbent": 0.0,
    "capitulation.rural": 0.0,
    "capitulation.urban": 0.0,
    "retake.chance": 0.0,
    "retake.chance_challenger": 0.0,
    "retake.counter": 0.0,
}


def decided(f: int, now: int, stock: float, momentum: float, rested: int = 100) -> int:
    """Posture that faction ``f`` takes from ``now``, with so much of its reserve, ``rested`` days after a change."""
    walk = Walk(made(grid(4), LAW, held={"red": 4}))
    side = walk.sides[f]
    side.posture, side.offensive, side.initiative_day = now, int(now == ADVANCE), 50 - rested
    side.momentum, side.reserve = momentum, stock * side.full_reserve
    DOORS["decide_posture"](50, walk.key, f, walk.world, walk.state, walk.law)
    return int(side.posture)


@pytest.mark.parametrize(
    ("now", "stock", "momentum", "then"),
    [
        (ADVANCE, 0.31, 0.0, ADVANCE),
        (ADVANCE, 0.29, 0.0, CONSOLIDATE),
        (ADVANCE, 0.29, -0.6, RETREAT),
        (CONSOLIDATE, 0.49, 0.0, CONSOLIDATE),
        (CONSOLIDATE, 0.51, 0.0, ADVANCE),
        (RETREAT, 0.40, 0.0, CONSOLIDATE),
    ],
)
def test_a_challenger_advances_until_its_reserve_is_low_and_again_once_it_has_recovered(
    now: int, stock: float, momentum: float, then: int
) -> None:
    assert decided(RED, now, stock, momentum) == then


@pytest.mark.parametrize(
    ("stock", "momentum", "then"),
    [
        (0.9, 0.3, CONSOLIDATE),
        (0.2, -0.6, RETREAT),
        (0.2, -0.4, CONSOLIDATE),
    ],
)
def test_a_side_in_defence_holds_and_retreats_only_when_it_is_poor_and_loses(
    stock: float, momentum: float, then: int
) -> None:
    assert decided(BLUE, CONSOLIDATE, stock, momentum) == then


def test_a_pause_is_kept_for_the_time_of_dwelling_and_an_offensive_as_long_as_it_can_be_paid() -> None:
    assert decided(RED, CONSOLIDATE, 1.0, 0.0, rested=6) == CONSOLIDATE
    assert decided(RED, CONSOLIDATE, 1.0, 0.0, rested=7) == ADVANCE
    assert decided(RED, ADVANCE, 0.0, 0.0, rested=6) == CONSOLIDATE


@pytest.mark.parametrize(
    ("posture", "tempo", "grip"), [(ADVANCE, 5.0, 1.0), (CONSOLIDATE, 1.0, 0.2), (RETREAT, 0.0, 0.0)]
)
def test_orders_follow_the_posture(posture: int, tempo: float, grip: float) -> None:
    walk = Walk(made(grid(4), {**LAW, "pressure.tempo_challenger": 5.0, "phase.share": 0.0}, held={"red": 4}))
    walk.sides[RED].posture, walk.sides[RED].phase = posture, 1
    DOORS["decide_operations"](1, RED, walk.world, walk.state, walk.law)
    pulls = walk.state.pulls[: walk.sides[RED].front]
    assert walk.sides[RED].rate * pulls.sum() == pytest.approx(tempo)
    assert walk.sides[RED].grip == grip


def test_operations_are_never_more_than_the_reserve_has_parties_for() -> None:
    walk = Walk(made(grid(4), {**LAW, "pressure.tempo_challenger": 50.0}, held={"red": 4}))
    walk.sides[RED].reserve, walk.sides[RED].phase = 2.4, 1
    DOORS["decide_operations"](1, RED, walk.world, walk.state, walk.law)
    pulls = walk.state.pulls[: walk.sides[RED].front]
    assert walk.sides[RED].rate * pulls.sum() == pytest.approx(2.4 / LAW["assault.party"])


def test_a_retreating_incumbent_gives_up_only_what_is_nearly_cut_off_and_saves_most_of_the_garrison() -> None:
    law = {**STILL, "posture.low": 0.4, "accounts.reserve_incumbent": 0.0, "retake.given_up": 0.75}
    walk = Walk(made(grid(5, seats={}), law, held={"red": 12}), run=1)
    walk.sides[BLUE].momentum = -1.0
    at = walk.state.districts
    cut_off = (walk.holders == BLUE) & (at["isolation"] > 0.75)
    assert 0 < cut_off.sum() < (walk.holders == BLUE).sum()
    force = at["garrison"][cut_off].sum()
    walk.days(1)
    assert (walk.holders[cut_off] == RED).all()
    assert (walk.holders == BLUE).sum() == 25 - 12 - cut_off.sum()
    events = walk.events[: walk.state.run[0].events]
    assert set(events["manner"][events["day"] == 1]) == {ABANDONMENT}
    assert walk.sides[BLUE].dispersed == pytest.approx(0.2 * force)


def test_presence_spreads_beside_own_districts_and_fades_where_the_holder_consolidates() -> None:
    law = {**STILL, "presence.spread": 0.3, "presence.fade": 0.0}
    grown = campaign(made(line(12), law, held={"red": 1}), 64).counts(1)[..., RED]
    assert grown[:, 0].sum() == 0 and grown.max() <= 2 and grown[:, -1].mean() > 0.9
    faded = campaign(
        made(grid(6), {**STILL, "presence.spread": 0.0, "presence.fade": 0.1}, contested={"red": 12}), 64
    )
    share = faded.counts(1)[:, 20, RED].mean() / 12
    assert abs(share - 0.9**20) < 3.9 * np.sqrt(0.9**20 / (64 * 12))


def test_a_district_stays_contested_for_a_week_after_an_operation_and_only_then_fades() -> None:
    law = {
        **STILL,
        "pressure.tempo_challenger": 1000.0,
        "assault.losses": 0.0,
        "assault.rate": 0.0,
        "presence.fade": 1.0,
    }
    law |= {
        "presence.spread": 0.0,
        "presence.memory": 7.0,
        "posture.low": 0.0,
        "accounts.reserve_challenger": 5000.0,
    }
    lull = dated("lull", 0.0, "red", 3)
    contested = campaign(made(line(2), law, events=(lull,), days=20), 1).counts(1)[0, :, RED]
    assert list(contested[:12]) == [0] + [1] * 9 + [0] * 2  # operations on days 1 and 2, memory until day 9


def test_one_assault_is_a_run_of_operations_and_is_counted_once() -> None:
    law = {
        **STILL,
        "pressure.tempo_challenger": 1000.0,
        "assault.losses": 0.0,
        "assault.rate": 0.0,
        "posture.low": 0.0,
    }
    law |= {"accounts.reserve_challenger": 5000.0}
    begun = campaign(
        made(line(2), law, events=(dated("lull", 0.0, "red", 10, 15), dated("lull", 0.0, "red", 20, 29))), 1
    )
    assert list(np.flatnonzero(begun.counts(4)[0, :, RED])) == [
        1,
        30,
    ]  # six idle days are the same assault, ten are not


def test_the_counter_offensive_wins_back_bordering_losses_while_their_holder_consolidates() -> None:
    law = {
        **STILL,
        "retake.counter": 3.0,
        "accounts.recovery": 1e5,
        "posture.low": 0.0,
        "assault.losses": 0.0,
    }
    start = Walk(made(grid(6), law, held={"red": 2}), run=4)
    lost = np.flatnonzero((start.holders == BLUE) & (start.world.places["seat"] == 0))[:8]
    for own, theirs, regained in (
        (ADVANCE, ADVANCE, 0.0),
        (ADVANCE, CONSOLIDATE, 3.0),
        (CONSOLIDATE, CONSOLIDATE, 0.0),
    ):
        walk = Walk(made(grid(6), law, held={"red": 2}), run=4)
        fall(walk, lost)
        walk.sides[BLUE].posture, walk.sides[RED].posture = own, theirs
        walk.sides[BLUE].reserve = walk.sides[BLUE].full_reserve
        DOORS["decide_winning_back"](40, BLUE, walk.world, walk.state, walk.law)
        bordering = (walk.state.pairs["near"].reshape(2, -1)[BLUE, lost] > 0).sum()
        assert walk.sides[BLUE].regain * bordering == pytest.approx(regained)


def fall(walk: Walk, districts: np.ndarray) -> None:
    """Let red take the districts by assault on day 1."""
    falls = walk.state.falls
    for n, i in enumerate(districts):
        falls[n] = (1.0, n / 100, i, RED, ASSAULT)
    walk.state.run[0].falls = len(districts)
    DOORS["carry_out_falls"](1, walk.world, walk.state, walk.law, walk.events)
    assert (walk.holders[districts] == RED).all()
