"""Nothing hangs on the order of a table, on who moves first, or on the number of districts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import CAPITULATION, TRUCE
from sim.law.day import most_events
from sim.law.doors import DOORS
from sim.scenario.scenario import Faction
from tests.worlds import BLUE, RED, TWO, Walk, campaign, dated, everything, grid, made, medians, permuted

LIVELY = {
    **medians(),
    "capitulation.quiet_logit": 4.5,
    "accounts.reserve_challenger": 15.0,
    "accounts.reserve_incumbent": 20.0,
    "posture.low": 0.4,
    "phase.share": 0.3,
    "uneven.contrast": 0.5,
    "ending.truce": 0.02,
}
EVENTS = (dated("lull", 0.5, "red", 20, 25), dated("talks", 0, None, 30, 35))
SHUFFLE = np.random.default_rng(3).permutation(36)


def test_the_order_of_the_district_table_changes_no_event_of_any_run() -> None:
    plain = campaign(made(grid(6), LIVELY, held={"red": 8}, contested={"red": 5}, events=EVENTS), 100)
    terrain = permuted(grid(6), SHUFFLE)
    mixed = campaign(made(terrain, LIVELY, held={"red": 8}, contested={"red": 5}, events=EVENTS), 100)
    assert sum(len(plain.named_events(run)) for run in range(100)) > 1000
    assert [plain.named_events(run) for run in range(100)] == [mixed.named_events(run) for run in range(100)]


def test_the_order_of_the_table_changes_nothing_in_a_war_with_known_places_events_and_people() -> None:
    plain, mixed = campaign(everything(), 60), campaign(everything(SHUFFLE), 60)
    assert sum(len(plain.named_events(run)) for run in range(60)) > 1000
    assert [plain.named_events(run) for run in range(60)] == [mixed.named_events(run) for run in range(60)]


def test_a_run_with_reports_leaves_nothing_behind_in_the_arrays_of_the_next() -> None:
    many = campaign(everything(), 12)
    alone = Walk(everything(), run=11).days(40)
    assert list(many.counts(0)[11, -1]) == list(alone.sides["held"])
    assert many.block.levels[11, -1, :, 1].tobytes() == alone.sides["reserve"].astype(np.float32).tobytes()


def test_one_day_never_brings_more_events_than_there_is_room_for() -> None:
    runs = campaign(everything(), 60)
    most = int(most_events.py_func(Walk(everything()).world))  # type: ignore[attr-defined]
    for run in range(60):
        assert np.bincount(runs.events_of(run)["day"]).max() <= most


def test_dice_belong_to_the_id_of_a_district_and_not_to_its_row() -> None:
    renamed = replace(grid(6), ids=tuple(f"other{row:03d}" for row in range(36)))
    plain = campaign(made(grid(6), LIVELY, held={"red": 8}), 8)
    other = campaign(made(renamed, LIVELY, held={"red": 8}), 8)
    assert plain.block.events.tobytes() != other.block.events.tobytes()


def test_moving_first_is_no_advantage_because_both_orders_of_the_factions_give_the_same_events() -> None:
    first = campaign(
        made(grid(6), LIVELY, held={"red": 8}, contested={"red": 5, "blue": 2}, events=EVENTS), 100
    )
    swapped = made(
        grid(6), LIVELY, held={"red": 8}, contested={"red": 5, "blue": 2}, events=EVENTS, factions=TWO[::-1]
    )
    second = campaign(swapped, 100)
    names = [
        [e for e in runs.named_events(run) if e[4] != TRUCE] for runs in (first, second) for run in range(100)
    ]
    assert names[:100] == names[100:]
    assert (first.block.end == second.block.end).all()


def test_two_takers_of_one_district_win_it_in_proportion_to_their_chances_whoever_is_listed_first() -> None:
    law = {**medians(), "capitulation.quiet_logit": -30.0, "posture.grip": 0.0, "posture.low": 0.0}
    law |= {
        "accounts.reserve_challenger": 100.0,
        "capitulation.spread": 0.0,
        "pressure.tempo_challenger": 0.0,
    }
    pair = (replace(TWO[0], strength=1.0), Faction("amber", "Ambers", "challenger"), TWO[1])
    wars = (("red", "blue"), ("amber", "blue"))
    shares = []
    for factions in (pair, (pair[1], pair[0], pair[2])):
        held = {"red": 0, "amber": 0}
        world = made(
            grid(2, seats={}),
            law,
            days=2,
            held=held,
            contested={"red": 4, "amber": 4},
            factions=factions,
            wars=wars,
        )
        runs = campaign(world, 4000)
        shares.append([runs.captures(f) for f in range(2)])
    total = np.array(shares).sum(axis=1)
    for (first, second), n in zip(shares, total, strict=True):
        assert abs(first - second) < stats.norm.isf(5e-5) * math.sqrt(n)


def test_belief_does_not_make_both_sides_surrender_in_turn() -> None:
    trap = {
        **LIVELY,
        "momentum.gain": 4.0,
        "capitulation.quiet_logit": 6.0,
        "external.level": 0.3,
        "external.after": 0.0,
    }
    trap |= {"accounts.reserve_challenger": 80.0, "accounts.reserve_incumbent": 100.0}
    runs = campaign(made(grid(14), trap, held={"red": 50}, contested={"red": 30}, days=120), 100)
    assert runs.captures(RED, CAPITULATION) > 1000
    assert runs.captures(BLUE, CAPITULATION) < 0.05 * runs.captures(RED, CAPITULATION)


@pytest.mark.parametrize("side", [6, 24])
def test_momentum_is_scaled_by_the_number_of_districts(side: int) -> None:
    law = {**LIVELY, "momentum.limit": 100.0, "momentum.half_life": 5.0}
    walk = Walk(made(grid(side), law, held={"red": side}))
    walk.sides["net"] = (
        np.array([1, -1]) * side * side * 0.02
    )  # two per cent of all districts change hands in a day
    DOORS["update_beliefs"](walk.world, walk.state, walk.law)
    assert walk.sides["momentum"] == pytest.approx(np.array([2, -2]) * (1 - 2 ** (-1 / 5)))


def test_momentum_and_shock_stay_within_their_bounds_however_much_falls_in_a_day() -> None:
    walk = Walk(made(grid(6), LIVELY, held={"red": 6}))
    for _ in range(60):
        walk.sides["net"], walk.sides["net_capitals"] = [4000.0, -4000.0], [50.0, -50.0]
        DOORS["update_beliefs"](walk.world, walk.state, walk.law)
    assert list(walk.sides["momentum"]) == [3.0, -3.0]
    assert list(walk.sides["shock"]) == [12.0, -12.0]
