"""The map of day 0: as many as reported, where they are likely, never the same for all, never a capital."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.codes import RURAL, START
from tests.worlds import BLUE, NEUTRAL, RED, TWO, Campaign, Walk, campaign, exactly, grid, made, medians

LAW = medians()


def maps(runs: Campaign, faction: int = RED) -> np.ndarray:
    """bool [R, D]: districts of a faction on day 0, from the record."""
    out = np.zeros((runs.block.runs, runs.scenario.terrain.districts), dtype=bool)
    for run in range(runs.block.runs):
        events = runs.events_of(run)
        rows = events["district"][(events["manner"] == START) & (events["taker"] == faction)]
        out[run, rows] = True
    return out


def neighbour_share(found: np.ndarray, side: int) -> float:
    """Mean over chosen districts of the share of edges of the grid that join two chosen ones."""
    at = found.reshape(len(found), side, side)
    both = (at[:, 1:] & at[:, :-1]).sum() + (at[:, :, 1:] & at[:, :, :-1]).sum()
    return float(both / at.sum())


def test_every_run_starts_with_the_number_reported() -> None:
    runs = campaign(made(grid(10), LAW, days=4, held={"red": 23}, contested={"red": 11}), 50)
    assert (maps(runs).sum(axis=1) == 23).all()
    assert (runs.counts(0)[:, 0, RED] == 23).all()
    assert (runs.counts(0)[:, 0, BLUE] == 77).all()
    assert (runs.counts(1)[:, 0, RED] == 11).all()


def test_a_count_of_another_total_is_scaled_to_the_districts_of_the_network() -> None:
    runs = campaign(made(grid(10), LAW, days=4, held={"red": exactly(40, 200)}), 20)
    assert (runs.counts(0)[:, 0, RED] == 20).all()


def test_an_uncertain_count_gives_starts_that_spread_as_its_words_do() -> None:
    about = exactly(20, 100, "range", high=30)
    held = campaign(made(grid(10), LAW, days=4, held={"red": about}), 400).counts(0)[:, 0, RED]
    assert 15 <= held.min() <= 20 and 30 <= held.max() <= 35
    assert abs(held.mean() - 25) < 3.9 * held.std() / 20


def test_no_two_runs_share_a_start_map() -> None:
    found = maps(campaign(made(grid(10), LAW, days=4, held={"red": 23}), 200))
    assert len(np.unique(found, axis=0)) == 200


def test_capitals_are_never_given_away_by_the_start_map() -> None:
    runs = campaign(made(grid(10), LAW, days=4, held={"red": 60}, contested={"red": 10}), 100)
    seats = runs.scenario.terrain.seat
    assert not maps(runs)[:, seats != RURAL].any()
    walk = Walk(runs.scenario)
    assert not walk.state.pairs["presence"].reshape(2, -1)[:, seats != RURAL].any()


def test_more_districts_than_there_are_rural_ones_means_all_of_them() -> None:
    runs = campaign(made(grid(4), LAW, days=4, held={"red": 16}), 5)
    assert (runs.counts(0)[:, 0, RED] == (runs.scenario.terrain.seat == RURAL).sum()).all()


def test_clustering_makes_neighbours_of_chosen_districts_likelier() -> None:
    loose, dense = (
        campaign(made(grid(10), {**LAW, "start.cluster": weight}, days=4, held={"red": 25}), 300)
        for weight in (0.0, 4.0)
    )
    assert neighbour_share(maps(dense), 10) > 1.2 * neighbour_share(maps(loose), 10)


def test_a_known_past_draws_the_start_map_towards_it() -> None:
    past = np.zeros(100)
    past[50:] = 1.0
    runs = campaign(made(grid(10, past=past), {**LAW, "start.cluster": 0.0}, days=4, held={"red": 25}), 200)
    found = maps(runs).mean(axis=0)
    assert found[50:].mean() > 3 * found[:50].mean()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_small_counts_are_drawn_exactly_although_the_map_is_filled_in_rounds(count: int) -> None:
    runs = campaign(made(grid(5), LAW, days=4, held={"red": count}, contested={"red": count}), 20)
    assert (runs.counts(0)[:, 0, RED] == count).all()
    assert (runs.counts(1)[:, 0, RED] == count).all()


def test_three_factions_never_start_in_the_same_district() -> None:
    wars = (("red", "blue"),)
    runs = campaign(
        made(grid(6), LAW, days=4, held={"red": 9, "green": 7}, factions=(*TWO, NEUTRAL), wars=wars), 50
    )
    red, green = maps(runs, 0), maps(runs, 2)
    assert (red.sum(axis=1) == 9).all() and (green.sum(axis=1) == 7).all()
    assert not (red & green).any()


def test_firmness_has_the_mean_and_spread_of_its_parameters() -> None:
    law = {**LAW, "capitulation.spread": 0.8, "capitulation.quiet_logit": 7.0}
    firm = Walk(made(grid(60, seats={}), law)).state.districts["firmness"]
    assert abs(firm.mean() - 7.0) < 3.9 * 0.8 / 60
    assert abs(firm.std() / 0.8 - 1.0) < 3.9 * np.sqrt(3.2 / 4) / 60  # kurtosis of the logistic is 4.2


def test_a_run_leaves_nothing_behind_in_the_arrays_of_the_next() -> None:
    scenario = made(grid(6), LAW, held={"red": 9}, contested={"red": 6})
    many = campaign(scenario, 12)
    alone = Walk(scenario, run=11).days(60)
    assert list(many.counts(0)[11, -1]) == list(alone.sides["held"])
