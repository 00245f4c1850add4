"""Who is on the offensive: any side can begin and end one, by its own rhythm, by order, or as reports say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import ADVANCE, ASSAULT, CAPITULATION, CONSOLIDATE, RETREAT
from sim.base.compiled import door
from sim.base.dice import INITIATIVE, day_key, die
from sim.law.doors import DOORS
from sim.law.initiative import most_swing
from sim.law.state import NEVER, NOTHING_MOVED, SOMETHING_MOVED
from tests.worlds import BLUE, RED, Walk, campaign, dated, grid, line, made, medians

SWING, DIE, DAY_KEY = door(most_swing), door(die), door(day_key)
DAYS = 3000
LAW = {
    **medians(),
    "posture.low": 0.3,
    "posture.step": 0.2,
    "initiative.spell": 20.0,
    "initiative.pause_challenger": 30.0,
    "initiative.pause_incumbent": 60.0,
    "initiative.opening": 2.0,
    "initiative.success": 0.5,
}
SIDES = [RED, BLUE]


def agrees(count: int, of: int, chance: float) -> bool:
    """True if so many of so many are what the chance says; false alarm 1e-4, seeds are fixed."""
    return abs(count / of - chance) < float(stats.norm.isf(5e-5)) * math.sqrt(chance * (1 - chance) / of)


def changes(
    f: int, *, offensive: int, momentum: float = 0.0, stock: float = 1.0, enemy: int = 0, might: float = 1.0
) -> int:
    """On how many of DAYS days side ``f`` begins or ends an offensive, its state set anew each day."""
    walk = Walk(made(line(3), LAW, days=DAYS))
    side, other = walk.sides[f], walk.sides[1 - f]
    side.momentum, side.reserve, side.might = momentum, stock * side.full_reserve, might
    other.attacking = enemy  # what counts is yesterday, whoever of the two decides first
    found = 0
    for t in range(1, DAYS + 1):
        side.offensive, side.initiative_day = offensive, NEVER
        DOORS["decide_posture"](t, walk.key, f, walk.world, walk.state, walk.law)
        found += int(side.offensive != offensive)
    return found


@pytest.mark.parametrize(("f", "pause"), [(RED, 30.0), (BLUE, 60.0)])
def test_a_side_in_defence_begins_an_offensive_with_the_hazard_of_its_own_pause(f: int, pause: float) -> None:
    assert agrees(changes(f, offensive=0, enemy=1), DAYS, 1 - math.exp(-1 / pause))


@pytest.mark.parametrize("f", SIDES)
def test_an_offensive_begins_sooner_while_no_enemy_is_on_one_and_with_help_and_momentum(f: int) -> None:
    pause = (30.0, 60.0)[f]
    assert agrees(changes(f, offensive=0), DAYS, 1 - math.exp(-2 / pause))
    assert agrees(changes(f, offensive=0, enemy=1, might=3.0), DAYS, 1 - math.exp(-3 / pause))
    faster = math.exp(0.5 * 2.0) / pause
    assert agrees(changes(f, offensive=0, enemy=1, momentum=2.0), DAYS, 1 - math.exp(-faster))


@pytest.mark.parametrize("f", SIDES)
def test_an_offensive_ends_with_the_hazard_of_its_spell_which_own_momentum_lengthens(f: int) -> None:
    assert agrees(changes(f, offensive=1), DAYS, 1 - math.exp(-1 / 20))
    assert agrees(changes(f, offensive=1, momentum=1.0), DAYS, 1 - math.exp(-math.exp(-0.5) / 20))


@pytest.mark.parametrize("f", SIDES)
def test_a_spent_reserve_ends_an_offensive_at_once_and_lets_none_begin(f: int) -> None:
    assert changes(f, offensive=1, stock=0.29) == DAYS
    assert changes(f, offensive=0, stock=0.49) == 0
    assert changes(f, offensive=0, stock=0.51) > 0


def test_an_offensive_and_a_pause_last_at_least_the_time_of_dwelling() -> None:
    walk = Walk(made(line(3), {**LAW, "initiative.spell": 1.0, "initiative.pause_incumbent": 1.0}, days=400))
    side, changed = walk.sides[BLUE], [0]
    for t in range(1, 401):
        before = int(side.offensive)
        DOORS["decide_posture"](t, walk.key, BLUE, walk.world, walk.state, walk.law)
        assert side.posture == (ADVANCE if side.offensive else CONSOLIDATE)
        changed += [t] if side.offensive != before else []
    assert len(changed) > 20
    assert min(np.diff(changed)) >= 7


def surprises(walk: Walk, t: int) -> bool:
    """Whether side BLUE, which breaks at the first surprise, does so on day ``t``."""
    walk.law.rout_surprise, walk.law.rout_backing = 1e9, 0.0
    DOORS["break_sides"](t, walk.key, walk.world, walk.state, walk.law)
    return bool(walk.sides[BLUE].rout_until >= t)


def test_who_goes_over_to_the_offensive_surprises_on_the_next_day_and_who_was_on_one_at_the_start_does_not() -> (
    None
):
    on = {**LAW, "initiative.start_challenger": 1.0, "initiative.spell": 1e9}
    walk = Walk(made(line(3), on, days=20))
    assert walk.sides[RED].offensive == 1 and not surprises(walk, 1)
    off = {**LAW, "initiative.start_challenger": 0.0, "initiative.start_incumbent": 0.0}
    ordered = (dated("offensive", 1, "red", 5, 9),)
    walk = Walk(made(line(3), {**off, "initiative.pause_challenger": 1e9}, days=20, events=ordered))
    for t in range(1, 6):
        assert not surprises(walk, t)
        DOORS["decide_posture"](t, walk.key, RED, walk.world, walk.state, walk.law)
    assert surprises(walk, 6)


def test_an_offensive_that_an_event_dates_before_the_start_is_on_at_the_start_and_surprises_nobody() -> None:
    off = {**LAW, "initiative.start_challenger": 0.0, "initiative.pause_challenger": 1e9}
    walk = Walk(made(line(3), off, days=20, events=(dated("offensive", 1, "red", 0, 9),)))
    assert walk.sides[RED].offensive == 1
    for t in (1, 2):
        assert not surprises(walk, t)
        DOORS["decide_posture"](t, walk.key, RED, walk.world, walk.state, walk.law)


def test_a_report_of_who_moved_last_surprises_nobody() -> None:
    walk = Walk(made(line(3), {**LAW, "initiative.start_challenger": 0.0, "initiative.moved": 1.0}, days=20))
    walk.world.outside["reported"], walk.world.outside["moved"] = SOMETHING_MOVED, 1.0
    DOORS["assess_reports"](4, walk.key, walk.world, walk.state, walk.law)
    assert walk.sides[RED].offensive == 1 and not surprises(walk, 5)


def test_both_sides_see_yesterday_so_that_the_first_to_decide_has_no_advantage() -> None:
    walk = Walk(made(line(3), LAW, days=20))
    walk.sides["offensive"] = 0
    DOORS["begin_day"](walk.world, walk.state)
    walk.sides[RED].offensive = 1  # RED went over to the offensive this morning
    assert list(walk.sides["attacking"]) == [0, 0]


def test_a_side_that_has_not_entered_yet_begins_nothing() -> None:
    law = {**LAW, "initiative.start_incumbent": 0.0, "initiative.pause_incumbent": 1.0}
    walk = Walk(made(line(3), law, days=40, events=(dated("entry", 1, "blue", 20),)))
    for t in range(1, 20):
        DOORS["decide_posture"](t, walk.key, BLUE, walk.world, walk.state, walk.law)
        assert walk.sides[BLUE].offensive == 0
    for t in range(20, 41):
        DOORS["decide_posture"](t, walk.key, BLUE, walk.world, walk.state, walk.law)
    assert walk.sides[BLUE].launched >= 20


def test_a_dated_offensive_is_ordered_or_ruled_out_on_its_days() -> None:
    ordered, ruled_out = dated("offensive", 1, "blue", 3, 6), dated("offensive", -1, "red", 3, 6)
    still = {"capitulation.rural": 0.0, "assault.rate": 0.0, "initiative.pause_challenger": 1e9}
    runs = campaign(made(grid(5), {**medians(), **still}, held={"red": 5}, events=(ordered, ruled_out)), 8)
    posture = runs.counts(3)
    assert (posture[:, 1:3, RED] == ADVANCE).all() and (posture[:, 1:3, BLUE] == CONSOLIDATE).all()
    assert (posture[:, 3:7, RED] == CONSOLIDATE).all() and (posture[:, 3:7, BLUE] == ADVANCE).all()


@pytest.mark.parametrize(
    ("reported", "moved", "chance"),
    [
        (SOMETHING_MOVED, 1.0, 0.8),
        (SOMETHING_MOVED, 0.0, 0.1),
        (SOMETHING_MOVED, 0.5, 0.45),
        (NOTHING_MOVED, 0.0, 0.3),
    ],
)
@pytest.mark.parametrize("f", SIDES)
def test_reports_of_who_moved_last_set_the_initiative(
    f: int, reported: int, moved: float, chance: float
) -> None:
    law = {**LAW, "initiative.moved": 0.8, "initiative.beaten": 0.1, "initiative.still": 0.3}
    walk = Walk(made(line(3), law, days=DAYS))
    walk.world.outside["reported"], walk.world.outside["moved"] = reported, moved
    found = 0
    for t in range(1, DAYS + 1):
        DOORS["assess_reports"](t, walk.key, walk.world, walk.state, walk.law)
        found += int(walk.sides[f].offensive)
    assert agrees(found, DAYS, chance)


def test_a_report_that_confirms_an_offensive_does_not_make_it_a_new_one() -> None:
    law = {**LAW, "initiative.moved": 1.0}
    walk = Walk(made(line(3), law, days=20))
    walk.world.outside["reported"], walk.world.outside["moved"] = SOMETHING_MOVED, 1.0
    walk.sides[RED].offensive, walk.sides[RED].initiative_day = 1, 2
    DOORS["assess_reports"](9, walk.key, walk.world, walk.state, walk.law)
    assert walk.sides[RED].initiative_day == 2
    assert walk.sides[BLUE].initiative_day == 9  # it was in defence


def test_without_reports_the_role_says_how_likely_a_side_starts_on_the_offensive() -> None:
    law = {**LAW, "initiative.start_challenger": 0.7, "initiative.start_incumbent": 0.2}
    posture = campaign(made(line(3), law, days=2), DAYS).counts(3)[:, 0]
    assert agrees(int((posture[:, RED] == ADVANCE).sum()), DAYS, 0.7)
    assert agrees(int((posture[:, BLUE] == ADVANCE).sum()), DAYS, 0.2)


def test_what_a_challenger_held_on_day_0_can_be_taken_by_the_other_side() -> None:
    turned = {"initiative.start_challenger": 0.0, "initiative.start_incumbent": 1.0}
    turned |= {"initiative.pause_challenger": 1e9, "capitulation.quiet_logit": 4.0}
    runs = campaign(made(grid(6), {**medians(), **turned}, held={"red": 18}, contested={"blue": 6}), 32)
    assert runs.captures(BLUE, ASSAULT) > 0 and runs.captures(BLUE, CAPITULATION) > 0
    assert runs.captures(BLUE) > 3 * runs.captures(RED)
    assert runs.counts(0)[:, -1, RED].mean() < 15


def test_a_side_in_rout_retreats_whatever_its_initiative() -> None:
    walk = Walk(made(line(3), LAW))
    walk.sides[RED].rout_until = 5
    for t, posture in ((5, RETREAT), (6, ADVANCE)):
        walk.sides[RED].offensive, walk.sides[RED].initiative_day = 1, t
        DOORS["decide_posture"](t, walk.key, RED, walk.world, walk.state, walk.law)
        assert walk.sides[RED].posture == posture


@pytest.mark.parametrize("success", [-7.5, -1.0, -1e-9, 0.0, 1e-9, 0.3, 1.0, 1.4999, 1.5, 1.5001, 7.5])
def test_no_swing_is_larger_than_its_bound(success: float) -> None:
    assert SWING(success) > np.exp(success)
    assert success > 1.5 or SWING(success) < 1.2 * max(1.0, np.exp(success))


def test_a_die_beyond_the_bound_is_one_that_decides_nothing() -> None:
    """The initiative of every run and day is that of the rate itself, looked at without a bound."""
    walk = Walk(made(line(3), LAW, days=DAYS))
    ended = 0
    for f, momentum in ((RED, 2.9), (RED, -2.9), (BLUE, 0.4), (BLUE, -3.0)):
        side = walk.state.sides[f]
        for t in range(20, 220):
            side.offensive, side.initiative_day, side.momentum, side.reserve = (
                1,
                0,
                momentum,
                side.full_reserve,
            )
            rate = 1.0 / (walk.law.initiative_spell * np.exp(0.5 * momentum))
            u = DIE(np.uint64(DAY_KEY(walk.key, t, INITIATIVE)), walk.world.powers[f].key)
            ends = u < 1.0 - np.exp(-rate)
            DOORS["decide_posture"](t, walk.key, f, walk.world, walk.state, walk.law)
            assert (side.offensive == 0) == ends
            ended += ends
    assert ended > 10
