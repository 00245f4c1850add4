"""Collapse: what breaks a side, how long, how far a column comes in a day, and who gets what is left behind."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import ABANDONMENT, NATIONAL, REPORTED
from sim.law.doors import DOORS
from sim.law.state import NEVER
from sim.scenario.scenario import ControlRow
from tests.worlds import BLUE, GREEN, NEUTRAL, RED, TWO, Walk, campaign, grid, line, made, medians

DAYS = 3000
SIGMAS = float(stats.norm.isf(5e-5))
BRITTLE = {
    **medians(),
    "rout.rate_challenger": 0.02,
    "rout.rate_incumbent": 0.05,
    "rout.surprise": 0.1,
    "rout.length": 6.0,
    "rout.backing": 0.8,
}


def routs(
    e: int, *, momentum: float = 0.0, shock: float = 0.0, surprise: bool = False, support: float = 0.0
) -> list[int]:
    """How many further days each rout lasts that side ``e`` gets into, over DAYS days under equal conditions."""
    walk = Walk(made(line(3), BRITTLE, days=DAYS))
    walk.sides[e].momentum, walk.sides[e].shock, walk.sides[e].support_now = momentum, shock, support
    enemy, found = walk.sides[1 - e], []
    for t in range(1, DAYS + 1):
        walk.sides["rout_until"] = NEVER
        walk.sides["launched"] = NEVER
        enemy.launched = t - 1 if surprise else t - 2
        DOORS["break_sides"](t, walk.key, walk.world, walk.state, walk.law)
        if walk.sides[e].rout_until != NEVER:
            found.append(int(walk.sides[e].rout_until) - t)
            assert walk.state.run[0].routs >= 1
    return found


def agrees(count: int, chance: float) -> bool:
    """True if so many of DAYS days are what the chance says."""
    return abs(count / DAYS - chance) < SIGMAS * math.sqrt(chance * (1 - chance) / DAYS)


@pytest.mark.parametrize("e", [RED, BLUE])
def test_without_stress_and_surprise_no_side_ever_breaks(e: int) -> None:
    assert routs(e) == []
    assert routs(e, momentum=2.0, shock=3.0) == []  # winners do not break


@pytest.mark.parametrize(("e", "rate"), [(RED, 0.02), (BLUE, 0.05)])
def test_a_side_breaks_at_its_own_rate_for_each_unit_of_stress(e: int, rate: float) -> None:
    assert agrees(len(routs(e, momentum=-1.5)), 1 - math.exp(-rate * 1.5 * 1.5 / 1.8))
    assert agrees(len(routs(e, shock=-2.0)), 1 - math.exp(-rate * 2.0))


@pytest.mark.parametrize("e", [RED, BLUE])
def test_the_first_blow_of_an_offensive_may_break_a_side_and_only_the_first(e: int) -> None:
    lasts = routs(e, surprise=True)
    assert agrees(len(lasts), 1 - math.exp(-0.1))
    mean = 1 / (math.exp(1 / 6) - 1)
    assert np.mean(lasts) == pytest.approx(mean, abs=SIGMAS * np.std(lasts) / math.sqrt(len(lasts)))


def test_support_from_outside_takes_part_of_the_chance_to_break_away() -> None:
    assert agrees(len(routs(BLUE, shock=-2.0, support=1.0)), 1 - math.exp(-0.05 * 2.0 * 0.2))
    assert agrees(len(routs(BLUE, surprise=True, support=0.5)), 1 - math.exp(-0.1 * 0.6))


def broken(**law: float) -> Walk:
    """Red at one end of a line of 30, all the rest blue's and in rout; whatever borders on red yields."""
    dotted = {name.replace("__", "."): value for name, value in law.items()}
    sure = {"rout.depth": 30.0, "rout.flight": 0.0, "capitulation.rural": 1.0, "accounts.overhead": 0.0}
    rows = tuple(ControlRow(0, row, RED if row == 0 else BLUE) for row in range(30))
    walk = Walk(made(line(30), {**medians(), **sure, **dotted}, control=rows))
    walk.sides[BLUE].rout_until = 1000
    return walk


@pytest.mark.parametrize("passes", [1, 3, 5])
def test_a_column_passes_so_many_places_a_day(passes: int) -> None:
    walk = broken(rout__passes=passes)
    held = [int(walk.days(1).sides[RED].held) for _ in range(4)]
    assert held == [1 + passes * day for day in (1, 2, 3, 4)]


def test_without_a_rout_a_column_takes_one_place_a_day_at_most() -> None:
    walk = broken()
    walk.sides[BLUE].rout_until = NEVER
    assert walk.days(3).sides[RED].held <= 4
    firm = broken(rout__depth=0.0)
    assert firm.days(3).sides[RED].held == 1


def test_a_place_falls_at_most_once_a_day_unless_a_report_says_more() -> None:
    wild = {**medians(calm=False), "rout.surprise": 0.5, "rout.flight": 0.1, "rout.passes": 6.0}
    wild |= {"initiative.spell": 5.0, "initiative.pause_incumbent": 5.0, "initiative.pause_challenger": 5.0}
    runs = campaign(made(grid(6), wild, held={"red": 12}, calm=False), 64)
    falls = 0
    for run in range(64):
        rows = runs.events_of(run)
        rows = rows[(rows["day"] > 0) & (rows["manner"] < REPORTED)]
        falls += len(rows)
        places = list(zip(rows["day"].tolist(), rows["district"].tolist(), strict=True))
        assert len(places) == len(set(places))
    assert falls > 1000


def test_places_far_from_any_enemy_are_left_to_a_third_side_next_door_or_to_the_strongest_enemy() -> None:
    holders = [RED, BLUE, BLUE, BLUE, BLUE, BLUE, GREEN, GREEN]
    rows = tuple(ControlRow(0, row, holder) for row, holder in enumerate(holders))
    law = {**medians(), "rout.flight": 1.0, "rout.passes": 1.0, "accounts.overhead": 0.0}
    law |= {"capitulation.rural": 0.0, "capitulation.urban": 0.0, "assault.rate": 0.0}
    three = {"factions": (*TWO, NEUTRAL), "control": rows}
    walk = Walk(made(line(8, seats={3: NATIONAL}), law, **three))  # type: ignore[arg-type]
    walk.sides[BLUE].rout_until = 1
    walk.sides["reserve"] += 20.0
    walk.days(1)
    left = [RED, BLUE, RED, BLUE, RED, GREEN, GREEN, GREEN]  # 1 borders on red, 3 is the national capital
    assert walk.holders.tolist() == left
    events = walk.events[: walk.state.run[0].events]
    assert set(events["manner"][events["day"] == 1]) == {ABANDONMENT}
    assert walk.sides["held"].tolist() == [3, 2, 3]


def test_a_taker_without_means_leaves_the_place_to_another_in_the_next_pass() -> None:
    walk = broken(rout__passes=2)
    walk.law.accounts_overhead = 1.0
    walk.sides[RED].reserve = 0.0
    walk.state.districts["falling"][1] = 1  # marked today, and refused for want of means
    walk.sides[RED].grip = 1.0
    walk.state.districts["since"][0] = 1  # red has just come
    walk.state.run[0].routs = 1
    walk.sides[RED].reserve = 10.0
    with np.errstate(over="ignore"):
        DOORS["pursue"](1, walk.key, walk.world, walk.state, walk.law, walk.events)
    assert walk.holders[1] == RED
