"""From a scenario to the arrays the law reads: terrain, war, dated events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.base.codes import PROVINCIAL, RURAL
from sim.base.dice import stable_key
from sim.ensemble.world import build_world
from sim.law.state import MEETING, NOTHING_MOVED, SUSPENDED, World
from sim.scenario.scenario import ControlRow, Scenario
from tests.worlds import BLUE, NEUTRAL, RED, TWO, dated, grid, line, made

DAYS = 20


def world_of(*events: object, **kwargs: object) -> World:
    """The world of a chain of five with the events."""
    return build_world(made(line(5), days=DAYS, events=events, **kwargs), DAYS)  # type: ignore[arg-type]


def column(world: World, name: str) -> np.ndarray:
    """A field of the dated records as [T+1, F]."""
    return np.asarray(world.outside[name]).reshape(DAYS + 1, len(world.powers))


def test_edges_lie_behind_each_other_and_their_shares_sum_to_one() -> None:
    terrain = replace(line(5), edge_weight=np.array([1.0, 3.0, 2.0, 2.0]))
    world = build_world(made(terrain), DAYS)
    for place in world.places:
        assert world.neighbours["share"][place["first"] : place["last"]].sum() == pytest.approx(1.0)
    second = world.neighbours[world.places["first"][1] : world.places["last"][1]]
    assert dict(zip(second["to"].tolist(), second["share"].tolist(), strict=True)) == {0: 0.25, 2: 0.75}


def test_provinces_know_their_members_their_capital_and_their_rural_districts() -> None:
    world = build_world(made(grid(4)), DAYS)
    for p, province in enumerate(world.provinces):
        members = world.members[province["first"] : province["last"]]
        assert set(members) == set(np.flatnonzero(world.places["province"] == p))
        seats = world.places["seat"][members]
        assert province["rural"] == (seats == RURAL).sum()
        assert province["capital"] == (members[seats == PROVINCIAL][0] if (seats == PROVINCIAL).any() else -1)


def test_dice_keys_are_those_of_the_names() -> None:
    world = world_of()
    assert list(world.keys) == [stable_key(f"D{row:03d}") for row in range(5)]
    assert list(world.powers["key"]) == [stable_key("faction.red"), stable_key("faction.blue")]


def test_war_is_mutual_and_only_between_those_named() -> None:
    world = world_of(factions=(*TWO, NEUTRAL))
    assert world.war.reshape(3, 3).tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_without_events_nothing_outside_happens() -> None:
    world = world_of()
    assert (column(world, "support") == [0.0, 1.0]).all()  # red has no support from outside
    assert (column(world, "tempo") == 1.0).all()
    for name in ("income", "relocate", "open_phase", "talks", "orders", "absent", "reported", "moved"):
        assert (column(world, name) == 0).all()


@pytest.mark.parametrize(
    ("kind", "value", "field", "quiet", "set_to"),
    [
        ("support", 0.5, "support", 0.0, 0.5),
        ("offensive", 1, "orders", 0, 1),
        ("offensive", -1, "orders", 0, -1),
        ("ceasefire", 1, "talks", 0, SUSPENDED),
        ("lull", 0.3, "tempo", 1.0, 0.3),
        ("income", 4.0, "income", 0.0, 4.0),
        ("phase", 1, "open_phase", 0, 1),
        ("phase", -1, "open_phase", 0, -1),
    ],
)
def test_an_event_works_on_both_end_days_and_for_its_faction_only(
    kind: str, value: float, field: str, quiet: float, set_to: float
) -> None:
    found = column(world_of(dated(kind, value, "red", 3, 6)), field)
    assert found[:, 0].tolist() == [quiet] * 3 + [set_to] * 4 + [quiet] * 14
    assert (found[:, 1] == (1.0 if kind == "support" else quiet)).all()


def test_an_event_without_a_faction_works_for_all_and_one_without_an_end_to_the_last_day() -> None:
    found = column(world_of(dated("income", 2.0, None, 18)), "income")
    assert found[17:].tolist() == [[0, 0], [2, 2], [2, 2], [2, 2]]


def test_events_before_the_start_and_after_the_last_day_are_cut_off() -> None:
    early, late = dated("income", 2.0, "red", -9, 1), dated("income", 5.0, "red", 30, 40)
    assert column(world_of(early, late), "income")[:, 0].tolist() == [2.0, 2.0] + [0.0] * 19


def test_incomes_add_up_and_an_entry_silences_the_days_before() -> None:
    world = world_of(
        dated("income", 2.0, "red", 1, 3), dated("income", 1.0, "red", 3, 4), dated("entry", 0, "red", 5)
    )
    assert column(world, "income")[:6, 0].tolist() == [0, 2, 2, 3, 1, 0]
    assert column(world, "tempo")[:, 0].tolist() == [0.0] * 5 + [1.0] * 16


def test_a_relocation_works_on_its_first_day_only() -> None:
    found = column(world_of(dated("relocation", 0.4, "blue", 3, 9)), "relocate")
    assert found[:, 1].tolist() == [0.0] * 3 + [0.4] + [0.0] * 17


def test_talks_are_a_meeting_or_suspend_the_war() -> None:
    found = column(world_of(dated("talks", 0, None, 2, 3), dated("talks", 1, None, 5, 6)), "talks")[:, 0]
    assert found[:8].tolist() == [0, 0, MEETING, MEETING, 0, SUSPENDED, SUSPENDED, 0]


def test_the_decline_of_support_is_anchored_to_its_date() -> None:
    scenario = made(line(5))
    later = replace(scenario, support_from=scenario.calendar.date(9))
    assert build_world(later, DAYS).frame[0].support_day == 9.0


def rows_of(scenario: Scenario) -> list[tuple[int, int, int]]:
    """(day, district, holder) of the records that runs are set to."""
    control = build_world(scenario, 60).control
    return sorted((int(one.day), int(one.district), int(one.holder)) for one in control)


def test_a_table_that_names_every_change_says_every_month_that_the_others_are_as_before() -> None:
    rows = (ControlRow(0, 0, RED), ControlRow(0, 1, BLUE), ControlRow(5, 2, RED), ControlRow(9, 1, RED))
    scenario = made(line(4), days=80)
    partial = replace(scenario, control=rows)
    complete = replace(scenario, control=tuple(replace(row, complete=True) for row in rows))
    assert rows_of(partial) == [(5, 2, RED), (9, 1, RED)]
    assert scenario.calendar.as_of_day == 40
    every = [(day, district, RED) for day in (10, 40) for district in (0, 1, 2)]
    assert rows_of(complete) == sorted([(5, 2, RED), (9, 1, RED), *every])


def test_a_complete_map_without_a_change_says_until_the_question_that_nothing_moved() -> None:
    rows = tuple(ControlRow(0, district, BLUE, complete=True) for district in range(4))
    scenario = replace(made(line(4), days=80), control=rows)
    assert rows_of(scenario) == [(day, district, BLUE) for day in (10, 40) for district in range(4)]
    outside = build_world(scenario, 60).outside.reshape(61, 2)
    assert outside["reported"][:, 0].nonzero()[0].tolist() == [10, 40]
    assert set(outside["reported"][[10, 40]].ravel()) == {NOTHING_MOVED}


def test_reports_say_who_moved_within_sixty_days_once_they_reach_back() -> None:
    rows = (ControlRow(0, 1, BLUE), ControlRow(0, 2, RED), ControlRow(10, 1, RED), ControlRow(80, 2, BLUE))
    outside = build_world(replace(made(line(4), days=120), control=rows), 120).outside.reshape(121, 2)
    assert outside["reported"][0].tolist() == [0, 0]  # one map says nothing of movement
    assert outside["moved"][10].tolist() == [1.0, 0.0]
    assert outside["moved"][80].tolist() == [0.0, 1.0]  # the capture of day 10 is too old
