"""Who lives there: places are taken more easily where the people are for the taker; unknown means neutral."""

from __future__ import annotations

import pytest

from sim.base.codes import ASSAULT, CAPITULATION
from sim.law.doors import DOORS
from tests.worlds import RED, Campaign, Walk, campaign, grid, made, medians

LAW = {**medians(), "allegiance.weight": 2.0, "capitulation.quiet_logit": 5.0, "assault.rate": 0.1}


OTHER = {
    ASSAULT: {"capitulation.rural": 0.0, "capitulation.urban": 0.0},
    CAPITULATION: {"assault.rate": 0.0},
}  # switches off the other way of taking, which would be first


def taken(red: float | None = None, blue: float | None = None, manner: int = -1) -> Campaign:
    """32 runs in which all districts are that much for the sides, by one manner of taking or both."""
    shares = {f: (share,) * 36 for f, share in (("red", red), ("blue", blue)) if share is not None}
    law = {**LAW, **OTHER.get(manner, {})}
    return campaign(made(grid(6), law, held={"red": 8}, contested={"red": 6}, allegiance=shares))


@pytest.mark.parametrize("manner", [ASSAULT, CAPITULATION])
def test_taking_is_easier_where_the_people_are_for_the_taker(manner: int) -> None:
    against, unknown, favoured = (
        taken(*one, manner=manner).captures(RED, manner) for one in ((0, 1), (None, None), (1, 0))
    )
    assert against < 0.7 * unknown < 0.7 * favoured


def test_people_who_are_for_nobody_count_as_unknown_to_the_bit() -> None:
    plain, neutral, alike = taken(), taken(0.5, 0.5), taken(0.9, 0.9)
    assert plain.block.events.tobytes() == neutral.block.events.tobytes() == alike.block.events.tobytes()
    assert plain.block.levels.tobytes() == neutral.block.levels.tobytes()


def test_risings_come_where_the_people_are_for_the_side() -> None:
    shares = tuple(float(row < 18) for row in range(36))
    law = {**LAW, "presence.rise": 1.0}
    walk = Walk(made(grid(6), law, held={"red": 0}, allegiance={"red": shares}, days=400))
    for t in range(1, 401):
        DOORS["rise"](t, walk.key, RED, walk.world, walk.state, walk.law)
    presence = walk.state.pairs["presence"].reshape(2, -1)[RED]
    assert presence[:18].all() and not presence[18:].any()
    assert walk.sides[RED].contested == 18


def test_a_rising_comes_anywhere_at_its_rate_and_sooner_while_an_enemy_is_in_rout() -> None:
    begun = []
    for rout_until in (-1, 10_000):
        walk = Walk(made(grid(6), {**LAW, "presence.rise": 0.0005}, held={"red": 0}, days=2000))
        walk.sides[1].rout_until = rout_until
        count = 0
        for t in range(1, 2001):
            DOORS["rise"](t, walk.key, RED, walk.world, walk.state, walk.law)
            count += int(walk.sides[RED].contested)
            walk.state.pairs["presence"] = 0
            walk.sides[RED].contested = 0
        begun.append(count)
    expected = 2000 * 36 * 0.0005
    assert abs(begun[0] - expected) < 3.9 * expected**0.5
    assert begun[1] > 0.85 * 2000 * 36 * 0.0005 * 50
