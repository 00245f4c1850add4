"""Dated events do what they say, on the days they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.base.codes import BY_TRUCE, CAPITAL_LOST, CONQUEST, NATIONAL, NOT_ENDED, RURAL, TALKS
from sim.law.doors import DOORS
from sim.scenario.scenario import Event
from tests.worlds import BLUE, NEUTRAL, RED, TWO, Walk, campaign, dated, grid, line, made, medians

BUSY = {
    **medians(),
    "pressure.tempo_challenger": 30.0,
    "assault.rate": 0.3,
    "accounts.reserve_challenger": 60.0,
    "accounts.reserve_incumbent": 60.0,
    "capitulation.quiet_logit": 5.0,
    "posture.low": 0.0,
    "ending.conquest": 1.0,
}
HELD = {"red": 10}


def assaults(*events: Event) -> np.ndarray:
    """Assaults begun by red on each day, over 64 runs: [T+1]."""
    runs = campaign(made(grid(6), BUSY, held=HELD, contested={"red": 6}, events=events), 64)
    return runs.counts(4)[..., RED].sum(axis=0)


def test_a_lull_stops_operations_on_its_days_and_no_others() -> None:
    plain, quiet = assaults(), assaults(dated("lull", 0.0, "red", 5, 8))
    assert (quiet[5:9] == 0).all() and (plain[5:9] > 0).all()
    assert (quiet[1:5] == plain[1:5]).all()
    assert quiet[9] > 0


def test_two_lulls_on_one_day_multiply() -> None:
    lulls = (dated("lull", 0.5, "red", 5, 8), dated("lull", 0.2, "red", 8, 9))
    outside = Walk(made(line(3), BUSY, events=lulls)).world.outside["tempo"].reshape(-1, 2)
    assert list(outside[4:11, RED]) == [1.0, 0.5, 0.5, 0.5, 0.1, 0.2, 1.0]
    assert (outside[:, BLUE] == 1.0).all()


def test_an_entry_keeps_a_faction_out_of_the_war_until_its_day() -> None:
    runs = campaign(made(grid(6), BUSY, held=HELD, events=(dated("entry", 0, "red", 12),)), 32)
    taken = runs.block.events["day"][(runs.block.events["taker"] == RED) & (runs.block.events["day"] > 0)]
    assert taken.min() >= 12
    assert runs.counts(4)[:, 12, RED].sum() > 0


def test_income_arrives_every_day_of_its_window_and_no_debt_is_made_of_a_levy() -> None:
    still = {
        **BUSY,
        "pressure.tempo_challenger": 0.0,
        "pressure.tempo_incumbent": 0.0,
        "capitulation.rural": 0.0,
    }
    still |= {"capitulation.urban": 0.0, "accounts.recruits": 0.0}
    gifts = (dated("income", 2.0, "red", 3, 6), dated("income", -40.0, "blue", 3, 6))
    walk = Walk(made(grid(6), still, held=HELD, events=gifts)).days(10)
    assert walk.sides[RED].external == pytest.approx(8.0)
    assert walk.sides[BLUE].reserve >= 0.0
    assert -70.0 < walk.sides[BLUE].external < -60.0


def test_support_declines_between_its_dates_and_events_multiply_it() -> None:
    law = {**BUSY, "external.level": 0.8, "external.after": 0.2, "external.decline": 40.0}
    walk = Walk(made(grid(6), law, held=HELD, events=(dated("support", 0.5, "blue", 30, 35),)))
    seen = [walk.days(1).sides["support_now"].copy() for _ in range(50)]
    expected = {
        1: 0.8 - 0.6 / 40,
        20: 0.5,
        29: 0.8 - 0.6 * 29 / 40,
        30: 0.5 * 0.35,
        36: 0.8 - 0.6 * 36 / 40,
        45: 0.2,
    }
    assert {t: seen[t - 1][BLUE] for t in expected} == pytest.approx(expected)
    assert max(now[RED] for now in seen) == 0.0


def test_a_relocation_moves_rural_garrisons_to_the_capitals_once_and_loses_none() -> None:
    walk = Walk(
        made(
            grid(6), {**BUSY, "external.level": 1.0}, held=HELD, events=(dated("relocation", 0.5, "blue", 3),)
        )
    )
    world, at = walk.world, walk.state.districts
    at["garrison"] = np.where(walk.holders == BLUE, 2.0, at["garrison"])
    walk.sides["nominal"][BLUE] = at["garrison"][walk.holders == BLUE].sum()
    for t in (2, 3, 4):
        before = at["garrison"].copy()
        DOORS["look_outside"](t, world, walk.state, walk.law)
        moved = at["garrison"] - before
        assert moved.sum() == pytest.approx(0.0)
        rural = (walk.holders == BLUE) & (world.places["seat"] == RURAL)
        assert moved[rural] == pytest.approx(-1.0 if t == 3 else 0.0)
        assert (moved[walk.holders == RED] == 0.0).all()


def phase_days(
    *events: Event, share: float = 1.0, departure: float = 0.0, support_day: int = 0
) -> np.ndarray:
    """Whether capitals are open to red on days 1 .. 20 of one run."""
    law = {**BUSY, "phase.share": share, "phase.departure": departure}
    still = {**law, "pressure.tempo_challenger": 0.0, "capitulation.rural": 0.0}
    scenario = made(grid(6), still, held=HELD, events=events)
    scenario = replace(scenario, support_from=scenario.calendar.date(support_day))
    walk = Walk(scenario)
    return np.array([walk.days(1).sides[RED].phase for _ in range(20)])


def test_a_dated_phase_opens_and_closes_the_capitals() -> None:
    assert phase_days().sum() == 0
    assert list(np.flatnonzero(phase_days(dated("phase", 1, "red", 5, 9)))) == list(range(4, 20))
    both = phase_days(dated("phase", 1, "red", 5, 9), dated("phase", -1, "red", 12, 14))
    assert list(np.flatnonzero(both)) == list(range(4, 11))


def test_closed_capitals_are_neither_attacked_nor_do_they_surrender() -> None:
    runs = campaign(made(grid(6), BUSY, held=HELD, events=(dated("phase", -1, "red"),)), 64)
    seats = runs.scenario.terrain.seat[runs.block.events["district"]]
    assert (seats[runs.block.events["taker"] == RED] == RURAL).all()
    opened = campaign(made(grid(6), BUSY, held=HELD, events=(dated("phase", 1, "red"),)), 64)
    assert (opened.counts(2)[:, -1, RED] > 0).mean() > 0.9


def test_capitals_open_once_enough_of_them_are_mostly_surrounded() -> None:
    law = {**BUSY, "phase.share": 0.5}
    walk = Walk(made(grid(6), law, held=HELD))
    capitals, near = walk.world.capitals, walk.state.pairs["near"].reshape(2, -1)
    for ringed in range(len(capitals) + 1):
        walk.state.sides[RED].phase = 0
        near[RED, capitals] = 0.4
        near[RED, capitals[:ringed]] = 0.6
        DOORS["decide_phase"](1, RED, walk.world, walk.state, walk.law)
        assert walk.sides[RED].phase == int(ringed >= 0.5 * len(capitals))


def test_a_departure_keeps_the_capitals_closed_until_its_day_counted_from_the_decline() -> None:
    assert list(np.flatnonzero(phase_days(share=0.0, departure=9.0))) == list(range(8, 20))
    assert list(np.flatnonzero(phase_days(share=0.0, departure=9.0, support_day=4))) == list(range(12, 20))
    assert phase_days(share=0.0, departure=50.0).sum() == 0
    assert phase_days(share=1.0, departure=9.0).sum() == 0  # both restraints hold together


def test_without_a_departure_the_start_of_the_decline_closes_nothing() -> None:
    assert phase_days(share=0.0, support_day=15).sum() == 20


def test_an_event_opens_the_capitals_before_the_departure() -> None:
    opened = phase_days(dated("phase", 1, "red", 5, 9), share=0.0, departure=50.0)
    assert list(np.flatnonzero(opened)) == list(range(4, 20))


def test_suspended_talks_bring_postures_of_talks_no_captures_and_now_and_then_a_truce() -> None:
    law = {**BUSY, "ending.truce": 0.05}
    runs = campaign(
        made(grid(6), law, held=HELD, contested={"red": 6}, events=(dated("talks", 1, None, 6, 25),)), 200
    )
    alive = (runs.block.end[:, :1] < 0) | (np.arange(61) <= runs.block.end[:, :1])
    assert (runs.counts(3)[:, 6:26][alive[:, 6:26]] == TALKS).all()
    days = runs.block.events["day"][(runs.block.events["manner"] > 0) & (runs.block.events["manner"] < 4)]
    assert not ((days >= 7) & (days <= 25)).any()
    truces = (runs.block.end[:, 1] == BY_TRUCE).sum()
    expected = (~((runs.block.end[:, 0] >= 0) & (runs.block.end[:, 0] < 6))).sum() * (1 - 0.95**20)
    assert abs(truces - expected) < 3.9 * np.sqrt(expected * 0.95**20)


def test_talks_while_the_war_goes_on_leave_the_postures_alone() -> None:
    runs = campaign(made(grid(6), BUSY, held=HELD, events=(dated("talks", 0, None, 6, 25),)), 32)
    assert not (runs.counts(3) == TALKS).any()


def test_the_fall_of_the_national_capital_ends_the_war_and_freezes_the_record() -> None:
    weak = {
        **BUSY,
        "capitulation.quiet_logit": -10.0,
        "capitulation.urban": 0.5,
        "phase.share": 0.0,
        "posture.grip": 0.0,
    }
    runs = campaign(made(line(6, seats={3: NATIONAL}), weak, held={"red": 2}), 64)
    lost = runs.block.end[:, 1] == CAPITAL_LOST
    assert lost.sum() > 50
    for run in np.flatnonzero(lost):
        day = runs.block.end[run, 0]
        assert (runs.counts(0)[run, day:] == runs.counts(0)[run, day]).all()
        assert (runs.counts(4)[run, day + 1 :] == 0).all()
        assert runs.events_of(run)["day"].max() == day


def test_holding_nearly_everything_ends_the_war_only_if_it_was_not_so_at_the_start() -> None:
    still = {
        **BUSY,
        "ending.conquest": 0.97,
        "pressure.tempo_challenger": 0.0,
        "pressure.tempo_incumbent": 0.0,
    }
    still |= {"capitulation.rural": 0.0, "capitulation.urban": 0.0}
    runs = campaign(made(grid(8), still, held={"red": 1}), 8)  # blue holds 63 of 64
    assert (runs.block.end[:, 0] == -1).all()
    doomed = {**still, "capitulation.rural": 1.0, "capitulation.quiet_logit": -20.0, "posture.grip": 1.0}
    late = dated("entry", 1, "red", 59)  # red takes nothing meanwhile
    ends = campaign(made(grid(8), doomed, held={"red": 1}, events=(late,)), 8).block.end
    assert (ends[:, 1] == CONQUEST).all()


def test_a_war_is_not_won_while_the_enemy_contests_something_or_has_a_reserve() -> None:
    law = {**BUSY, "posture.low": 0.3}
    for held, contested, stock, cause in (
        (1, 0, 0.0, NOT_ENDED),
        (0, 1, 0.0, NOT_ENDED),
        (0, 0, 0.31, NOT_ENDED),
        (0, 0, 0.29, CONQUEST),
    ):
        walk = Walk(made(line(9), law, held={"red": 3}))
        walk.sides["held"] = [9 - held, held]
        walk.sides[BLUE].contested = contested
        walk.sides[BLUE].reserve = stock * walk.sides[BLUE].full_reserve
        assert ended(walk) == cause
        if cause == CONQUEST:
            assert walk.events[walk.state.run[0].events - 1]["taker"] == RED


def test_an_insurgency_that_held_nothing_on_day_0_is_never_beaten_by_that() -> None:
    still = {**BUSY, "capitulation.rural": 0.0, "capitulation.urban": 0.0, "pressure.tempo_challenger": 0.0}
    runs = campaign(made(grid(6), {**still, "accounts.reserve_challenger": 0.0}, held={"red": 0}), 8)
    assert (runs.block.end[:, 1] == NOT_ENDED).all()


def test_a_side_loses_the_war_with_its_last_national_capital() -> None:
    terrain = line(9, seats={4: NATIONAL, 8: NATIONAL})
    walk = Walk(made(terrain, BUSY, held={"red": 3}))
    for lost, cause in (((), NOT_ENDED), ((4,), NOT_ENDED), ((4, 8), CAPITAL_LOST)):
        for day, row in enumerate(lost):
            walk.state.districts[row].holder, walk.state.districts[row].since = RED, day
        assert ended(walk) == cause
    event = walk.events[walk.state.run[0].events - 1]
    assert (event["district"], event["giver"], event["taker"]) == (8, BLUE, RED)


def test_a_capital_in_friendly_hands_is_not_lost() -> None:
    three = {"factions": (*TWO, NEUTRAL), "wars": (("red", "blue"),)}
    walk = Walk(made(line(5, seats={4: NATIONAL}), BUSY, **three))  # type: ignore[arg-type]
    walk.state.districts[4].holder = 2
    assert ended(walk) == NOT_ENDED
    walk.state.districts[4].holder = RED
    assert ended(walk) == CAPITAL_LOST


def ended(walk: Walk) -> int:
    """Cause for which the war ends today."""
    with np.errstate(over="ignore"):
        DOORS["end_war"](1, walk.key, walk.world, walk.state, walk.law, walk.events)
    return int(walk.state.run[0].end_cause)


def test_an_entrant_takes_nothing_before_its_day_and_a_lull_stops_operations_only() -> None:
    soft = {**BUSY, "capitulation.quiet_logit": -20.0, "capitulation.rural": 0.5}
    for event, taken in ((dated("entry", 0, "red", 12), False), (dated("lull", 0.0, "red", 0, 11), True)):
        runs = campaign(made(grid(6), soft, held=HELD, events=(event,)), 8)
        early = (runs.block.events["day"] > 0) & (runs.block.events["day"] < 12)
        assert (runs.block.events["taker"][early] == RED).any() == taken


def test_support_can_come_to_a_side_that_had_none_and_stays_where_no_decline_is_told() -> None:
    law = {**BUSY, "external.level": 0.8, "external.after": 0.1, "external.decline": 10.0}
    event = dated("support", 0.6, "red", 5, 8)
    walk = Walk(replace(made(grid(6), law, held=HELD, events=(event,)), support_from=None))
    seen = np.array([walk.days(1).sides["support_now"].copy() for _ in range(30)])
    assert seen[:, BLUE] == pytest.approx(0.8)
    assert seen[:, RED] == pytest.approx(
        np.where((np.arange(1, 31) >= 5) & (np.arange(1, 31) <= 8), 0.6, 0.0)
    )


def test_support_of_all_is_that_of_those_who_have_some() -> None:
    outside = Walk(made(line(3), BUSY, events=(dated("support", 0.5, None, 5, 8),))).world.outside
    assert outside["support"].reshape(-1, 2)[4:10].tolist() == [[0, 1], *[[0, 0.5]] * 4, [0, 1]]
