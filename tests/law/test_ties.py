"""Where several sides are equal, the order of the table of factions decides nothing: a die does, or nobody is first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import ABANDONMENT, TRUCE
from sim.law.doors import DOORS
from sim.scenario.scenario import ControlRow, Faction
from tests.worlds import RED, TWO, Walk, campaign, dated, grid, line, made, medians

RUNS = 600
AMBER = Faction("amber", "Ambers", "challenger")
GREEN = Faction("green", "Greens", "challenger")
BREAKS = {  # blue breaks on the day after red goes over to the offensive, and nothing else happens
    **medians(),
    "initiative.start_challenger": 0.0,
    "initiative.start_incumbent": 0.0,
    "initiative.pause_challenger": 1e9,
    "rout.surprise": 1.0,
    "rout.backing": 0.0,
    "rout.length": 365.0,
    "rout.flight": 1.0,
    "rout.passes": 1.0,
    "accounts.overhead": 0.0,
    "capitulation.rural": 0.0,
    "capitulation.urban": 0.0,
    "assault.rate": 0.0,
}


def heirs(wars: tuple[tuple[str, str], ...], order: int) -> dict[str, int]:
    """Who gets the one place of blue between green and amber when blue breaks, over RUNS runs."""
    factions = (TWO[0], TWO[1], *(GREEN, AMBER)[::order])
    names = [one.id for one in factions]
    holders = ["red", "amber", "amber", "blue", "green", "green"]
    rows = tuple(ControlRow(0, row, names.index(holder)) for row, holder in enumerate(holders))
    attack = dated("offensive", 1, "red", 1, 1)
    world = made(
        line(6), BREAKS, days=4, held={}, factions=factions, wars=wars, control=rows, events=(attack,)
    )
    events = campaign(world, RUNS).block.events
    falls = events[(events["manner"] == ABANDONMENT) & (events["district"] == 3) & (events["day"] == 2)]
    return {name: int((falls["taker"] == f).sum()) for f, name in enumerate(names)}


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    "wars",
    [
        (("red", "blue"),),  # what it flees from goes to third sides next door
        (("red", "blue"), ("amber", "blue"), ("green", "blue")),  # what it gives up, to the closest enemy
    ],
    ids=["fled", "given_up"],
)
def test_of_two_equally_close_sides_either_gets_what_is_left(
    wars: tuple[tuple[str, str], ...], order: int
) -> None:
    found = heirs(wars, order)
    both = found["amber"] + found["green"]
    assert both > 0.5 * RUNS
    assert abs(found["amber"] - found["green"]) < stats.norm.isf(5e-5) * math.sqrt(both)


def test_who_spares_capitals_spares_them_in_pursuit() -> None:
    sure = {"rout.depth": 30.0, "rout.passes": 6.0, "capitulation.rural": 1.0, "capitulation.urban": 1.0}
    rows = tuple(ControlRow(0, row, int(row > 0)) for row in range(8))
    for value, held in ((-1.0, 3), (1.0, 7)):
        closed = dated("phase", value, "red", 0, 60)
        law = {**medians(), **sure, "rout.flight": 0.0, "accounts.overhead": 0.0}
        walk = Walk(made(line(8, seats={3: 1}), law, control=rows, events=(closed,)))
        walk.sides[1].rout_until = 1000
        assert walk.days(1).sides[RED].held == held


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("silent", [("red",), ("blue",), ("red", "blue")])
def test_a_truce_takes_all_who_fight_whoever_is_listed_first(order: int, silent: tuple[str, ...]) -> None:
    events = tuple(dated("ceasefire", 1, name, 3, 5) for name in silent)
    law = {**medians(), "ending.truce": 1.0}
    runs = campaign(made(grid(4), law, days=8, events=events, factions=TWO[::order]), 8)
    truces = (runs.block.events["manner"] == TRUCE).sum()
    assert truces == (8 if len(silent) == 2 else 0)


def test_many_risings_of_one_day_are_as_many_as_their_rate_says() -> None:
    walk = Walk(made(grid(8), {**medians(), "presence.rise": 0.1}, held={"red": 0}, days=2000))
    begun = []
    for t in range(1, 1001):
        DOORS["rise"](t, walk.key, RED, walk.world, walk.state, walk.law)
        begun.append(int(walk.sides[RED].contested))
        walk.state.pairs["presence"] = 0
        walk.sides[RED].contested = 0
    tries, chance = 7, 6.4 / 7  # of 64 districts, a tenth; the same one may be drawn twice
    expected = 64 * (1 - (1 - chance / 64) ** tries)
    assert abs(np.mean(begun) - expected) < 3.9 * np.std(begun) / math.sqrt(1000)
