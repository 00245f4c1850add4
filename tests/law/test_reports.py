"""What is known of single places: the map of day 0, and reported changes carried out on their day."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import CAPITULATION, REPORTED
from sim.scenario.scenario import ControlRow, Scenario
from tests.worlds import BLUE, RED, Walk, campaign, dated, grid, line, made, medians, permuted

SIGMAS = float(stats.norm.isf(5e-5))
STILL = {**medians(), "assault.rate": 0.0, "capitulation.rural": 0.0, "capitulation.urban": 0.0}
STILL |= {
    "retake.chance": 0.0,
    "retake.chance_challenger": 0.0,
    "retake.counter": 0.0,
    "presence.spread": 0.0,
}
STILL |= {"pressure.tempo_challenger": 0.0, "pressure.tempo_incumbent": 0.0, "presence.fade": 0.0}
WEST = [RED if row < 18 else BLUE for row in range(36)]  # three columns of the grid of six each


def control(holders: list[int], error: float = 0.0, day: int = 0) -> tuple[ControlRow, ...]:
    """A control table of the day."""
    return tuple(ControlRow(day, row, holder, error=error) for row, holder in enumerate(holders))


def reported(*rows: ControlRow, **kwargs: object) -> Scenario:
    """A war in which nothing moves but what is reported."""
    return made(grid(6), STILL, control=(*control(WEST), *rows), **kwargs)  # type: ignore[arg-type]


def starts(scenario: Scenario, runs: int) -> np.ndarray:
    """Holders on day 0: [R, D]."""
    return np.array([Walk(scenario, run=run).holders.copy() for run in range(runs)])


def test_a_map_without_error_is_the_start_of_every_run_capitals_included() -> None:
    scenario = reported()
    assert (starts(scenario, 10) == WEST).all()
    assert (scenario.terrain.seat[:18] > 0).any()  # red holds capitals on day 0
    runs = campaign(scenario, 4)
    seats = scenario.terrain.seat > 0
    assert (runs.counts(2)[:, :, RED] == seats[:18].sum()).all()
    assert (runs.counts(0)[:, :, RED] == 18).all()


def test_a_map_in_error_gives_places_to_holders_of_neighbours_and_never_deep_inside() -> None:
    wrong = replace(reported(), control=control(WEST, error=1.0))
    found = starts(wrong, 60)
    edge = np.isin(np.arange(36) // 6, (2, 3))
    assert (found[:, ~edge] == np.array(WEST)[~edge]).all()
    share = (
        found[:, edge] != np.array(WEST)[edge]
    ).mean()  # one of three or four neighbours is the other side's
    assert 0.2 < share < 0.4
    seldom = starts(replace(wrong, control=control(WEST, error=0.1)), 60)
    assert 0.0 < (seldom != WEST).mean() < 0.3 * (found != WEST).mean()


def test_counts_fill_what_a_map_leaves_open() -> None:
    some = tuple(row for row in control(WEST) if row.district % 3)
    scenario = made(grid(6), STILL, held={"red": 15}, contested={"red": 2}, control=some)
    for run in range(10):
        walk = Walk(scenario, run=run)
        rural = walk.world.places["seat"] == 0
        assert ((walk.holders == RED) & rural).sum() == 15
        known = np.array([row.district for row in some])
        assert (walk.holders[known] == np.array(WEST)[known]).all()
        presence = walk.state.pairs["presence"].reshape(2, -1)
        assert presence[RED].sum() == 2 and presence[RED, known].sum() == 0


def test_reported_presence_counts_among_the_contested_districts() -> None:
    rows = tuple(replace(row, present=RED) if row.district in (20, 21) else row for row in control(WEST)[:30])
    scenario = made(grid(6), STILL, contested={"red": 3}, control=rows)
    walk = Walk(scenario)
    assert walk.state.pairs["presence"].reshape(2, -1)[RED, [20, 21]].tolist() == [1, 1]
    assert walk.sides[RED].contested == 3


def test_a_reported_change_is_carried_out_on_its_day_unless_the_report_is_wrong() -> None:
    runs = campaign(reported(ControlRow(5, 30, RED, error=0.3), ControlRow(9, 3, BLUE)), 600)
    events = runs.block.events[runs.block.events["day"] > 0]
    assert set(events["manner"]) == {REPORTED}
    first = events[events["district"] == 30]
    assert set(first["day"]) == {5} and set(first["taker"]) == {RED}
    assert abs(len(first) / 600 - 0.7) < SIGMAS * math.sqrt(0.21 / 600)
    second = events[events["district"] == 3]
    assert len(second) == 600 and set(second["day"]) == {9} and set(second["taker"]) == {BLUE}


def test_a_report_of_what_is_so_already_changes_nothing() -> None:
    runs = campaign(reported(*control(WEST, day=7)), 4)
    assert (runs.block.events["day"] == 0).all()


def test_what_is_reported_is_no_fresh_loss_to_win_back_unless_it_is_a_city() -> None:
    law = {**STILL, "retake.chance": 1.0, "pressure.tempo_incumbent": 50.0, "retake.fade": 1.0}
    runs = campaign(replace(reported(ControlRow(5, 20, RED)), law=made(grid(6), law).law), 16)
    assert runs.captures(BLUE) == 0
    assert runs.captures(RED, REPORTED) == 16
    city = 24
    assert made(grid(6)).terrain.seat[city] > 0
    gone_for = campaign(replace(reported(ControlRow(5, city, RED)), law=made(grid(6), law).law), 16)
    assert gone_for.captures(BLUE) > 8


def test_a_reported_presence_begins_on_its_day_and_not_in_own_districts() -> None:
    rows = (ControlRow(4, 35, BLUE, present=RED), ControlRow(4, 0, RED, present=RED))
    walk = Walk(reported(*rows))
    assert walk.days(3).sides[RED].contested == 0
    assert walk.days(1).sides[RED].contested == 1
    assert walk.state.pairs["front_place"].reshape(2, -1)[RED, 35] >= 0  # exposed from now on


def test_a_garrison_stands_between_its_dates_and_is_paid_from_outside() -> None:
    walk = Walk(reported(events=(dated("garrison", 3.0, None, 4, 6, places=("D030",)),)))
    before, seen = float(walk.state.districts["garrison"][30]), []
    for _ in range(9):
        walk.days(1)
        seen.append(float(walk.state.districts["garrison"][30]) - before)
        held = walk.state.districts["garrison"][walk.holders == BLUE].sum()
        assert walk.sides[BLUE].nominal == pytest.approx(held)
    assert seen == pytest.approx([0, 0, 0, 3, 3, 3, 0, 0, 0])
    assert walk.sides[BLUE].external == pytest.approx(0.0)


@pytest.mark.parametrize("kind", ["agreement", "defection"])
def test_places_change_sides_without_a_fight_on_the_day_of_an_event(kind: str) -> None:
    event = dated(kind, 1, None, 6, places=("D030", "D031"), to="red")
    runs = campaign(reported(events=(event,)), 8)
    rows = runs.block.events[runs.block.events["day"] > 0]
    assert len(rows) == 16 and set(rows["day"]) == {6} and set(rows["district"]) == {30, 31}
    assert set(rows["manner"]) == {CAPITULATION} and set(rows["taker"]) == {RED}


def test_an_entrant_without_a_border_appears_at_its_places_on_its_day() -> None:
    scenario = made(
        line(9), STILL, held={"red": 0}, events=(dated("entry", 1, "red", 5, places=("D004", "D005")),)
    )
    contested = campaign(scenario, 4).counts(1)[..., RED]
    assert (contested[:, :5] == 0).all() and (contested[:, 5:] == 2).all()


def test_a_ceasefire_stops_one_side_or_all_on_its_days() -> None:
    busy = {**medians(), "pressure.tempo_challenger": 30.0, "pressure.tempo_incumbent": 30.0}
    busy |= {"initiative.start_incumbent": 1.0, "capitulation.rural": 0.0, "retake.chance": 0.0}
    for faction, begun in ((None, [0, 0]), ("red", [0, 1])):
        event = dated("ceasefire", 1, faction, 5, 9)
        runs = campaign(made(grid(6), busy, held={"red": 12}, events=(event,)), 32)
        assaults = runs.counts(4)[:, 5:10].sum(axis=(0, 1))
        assert (assaults > 0).astype(int).tolist() == begun
        assert (runs.counts(4)[:, 10:20].sum(axis=(0, 1)) > 0).all()


def test_the_order_of_the_table_decides_nothing_about_reports() -> None:
    order = np.random.default_rng(5).permutation(36)
    place = np.argsort(order)
    law = {**medians(calm=False), "accounts.reserve_challenger": 3.0, "accounts.overhead": 0.4}
    law |= {"presence.rise": 0.01, "posture.low": 0.0}
    rows = (*control(WEST, error=0.5), *control([RED] * 36, error=0.5, day=8))
    moved = tuple(replace(row, district=int(place[row.district])) for row in rows)
    plain = campaign(made(grid(6), law, control=rows, calm=False), 60)
    mixed = campaign(made(permuted(grid(6), order), law, control=moved, calm=False), 60)
    assert [plain.named_events(run) for run in range(60)] == [mixed.named_events(run) for run in range(60)]


def test_a_row_said_again_is_in_error_in_the_runs_in_which_it_was() -> None:
    rows = tuple(replace(row, complete=True) for row in control(WEST, error=0.5))
    told = replace(reported(), control=rows)
    assert told.calendar.as_of_day == 30
    first = starts(told, 40)
    walks = [Walk(told, run=run) for run in range(40)]
    for walk in walks:
        for _ in range(30):
            walk.live()
    last = np.array([walk.holders.copy() for walk in walks])
    assert (first != WEST).any() and (last == first).all()
