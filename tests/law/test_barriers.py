"""Rivers, passes and closed borders: nobody passes a closed edge, and a half open one is passed half as often."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import CAPITULATION
from sim.law.doors import DOORS
from tests.law.test_chances import STEADY
from tests.worlds import BLUE, RED, Walk, campaign, line, made

YIELDING = {**STEADY, "assault.rate": 0.0, "capitulation.quiet_logit": -20.0, "capitulation.rural": 0.3}


def barred(*barriers: float, **law: float) -> object:
    """Red at the west end of a chain whose edges have the barriers, west to east."""
    terrain = replace(
        line(len(barriers) + 1, past=[1.0] + [0.0] * len(barriers)), edge_barrier=np.array(barriers)
    )
    dotted = {name.replace("__", "."): value for name, value in law.items()}
    return made(terrain, {**YIELDING, "start.past": 100.0, **dotted}, days=60)


def test_nobody_passes_a_closed_edge() -> None:
    runs = campaign(barred(0.0, 0.0, 1.0, 0.0), 64)  # type: ignore[arg-type]
    assert (runs.counts(0)[:, -1, RED] == 3).all()
    walk = Walk(barred(1.0, 0.0))  # type: ignore[arg-type]
    assert walk.sides["front"].tolist() == [0, 0]


def test_presence_beyond_a_closed_edge_is_a_way_in() -> None:
    walk = Walk(barred(1.0, 0.0))  # type: ignore[arg-type]
    walk.state.pairs["presence"].reshape(2, -1)[RED, 1] = 1
    walk.sides[RED].contested = 1
    DOORS["look_around"](1, walk.world, walk.state, walk.law)
    assert walk.sides["front"].tolist() == [1, 0]
    assert walk.days(40).holders.tolist() == [RED, RED, RED]


@pytest.mark.parametrize("barrier", [0.25, 0.5])
def test_a_barrier_lowers_the_chance_to_take_what_lies_behind_it_in_proportion(barrier: float) -> None:
    runs = campaign(barred(barrier), 4000)  # type: ignore[arg-type]
    events = runs.block.events
    first = events["day"][events["manner"] == CAPITULATION] == 1
    chance = 0.3 * (1 - barrier)
    assert abs(first.sum() / 4000 - chance) < stats.norm.isf(5e-5) * math.sqrt(chance * (1 - chance) / 4000)


def test_a_column_does_not_pass_a_closed_edge_within_the_day() -> None:
    sure = {"rout__depth": 30.0, "rout__passes": 5.0, "capitulation__rural": 1.0}
    walk = Walk(barred(0.0, 0.0, 1.0, 0.0, **sure))  # type: ignore[arg-type]
    walk.sides[BLUE].rout_until = 10
    assert walk.days(1).holders.tolist() == [RED, RED, RED, BLUE, BLUE]
