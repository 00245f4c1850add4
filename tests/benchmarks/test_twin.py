"""The law and its independent second writing in Mesa agree in distribution.

Each comparison is a mean over parameter draws that should be 0, in standard errors; the bound keeps the chance
that equal writings fail at 1 % over all comparisons of a test, and the seeds are fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pytest

from benchmarks.mesa_idiomatic import SETTINGS, TwinModel, live
from sim.ensemble.draws import draw_laws, draw_starts
from sim.scenario.reader import read_scenario
from sim.scenario.synthetic import make_scenario
from tests.benchmarks.twins import (
    Both,
    busy_scenario,
    lively_scenario,
    mean_scores,
    run_both,
    share_scores,
    spread_scores,
    too_far,
)

CASES = ("two_sides", "three_sides")


def compare(case: str, changes: Mapping[str, float] | None = None) -> Both:
    """Forty-eight districts for some weeks: two sides, or three, reports of places and an event of every kind."""
    if case == "two_sides":
        return run_both(lively_scenario(48, 60), 60, runs=100, throws=16, changes=changes)
    return run_both(busy_scenario(48, 40), 40, runs=100, throws=16, changes=changes)


small = cache(compare)


@cache
def seed_network() -> Both:
    """The scenario of the report itself."""
    return run_both(read_scenario("afghanistan_2021_08_05"), 120, runs=200, throws=16)


@pytest.mark.parametrize("case", CASES)
def test_the_twin_holds_and_captures_as_much_as_the_law(case: str) -> None:
    assert too_far(mean_scores(small(case))) == {}


@pytest.mark.parametrize("case", CASES)
def test_the_twin_spreads_as_much_as_the_law_at_equal_parameters(case: str) -> None:
    assert too_far(spread_scores(small(case))) == {}


@pytest.mark.parametrize("case", CASES)
def test_the_twin_captures_by_fighting_and_by_surrender_in_the_shares_of_the_law(case: str) -> None:
    assert too_far(share_scores(small(case))) == {}


def test_the_small_comparisons_have_something_to_compare() -> None:
    for case in CASES:
        for manner, least in (
            ("assault", 100),
            ("capitulation", 100),
            ("abandonment", 100),
            ("attacked", 50),
        ):
            assert small(case).engine[manner].sum() > least, f"{case}: hardly any {manner}"
    for manner in ("truce", "reported"):
        assert small("three_sides").engine[manner].sum() > 50


@pytest.mark.parametrize(
    ("case", "name", "factor"),
    [
        ("three_sides", "capitulation_quiet_logit", 1.3),
        ("two_sides", "assault_rate", 3.0),
        ("two_sides", "pressure_tempo_challenger", 0.5),
    ],
)
def test_a_twin_of_another_law_is_found_out(case: str, name: str, factor: float) -> None:
    other = compare(case, {name: factor})
    assert too_far({**mean_scores(other), **share_scores(other)}) != {}


def test_the_three_settings_of_the_twin_live_the_same_run() -> None:
    scenario = busy_scenario(48, 40)
    laws, (_, held, contested) = draw_laws(scenario, 1, np.arange(3)), draw_starts(scenario, 1, np.arange(3))
    happened = 0
    for run in range(3):
        models = [
            live(TwinModel(scenario, laws[run], held[run], contested[run], seed=run, setting=setting), 40)
            for setting in SETTINGS
        ]
        assert models[0].events == models[1].events == models[2].events
        happened += sum(day > 0 for day, *_ in models[0].events)
    assert happened > 20


def test_an_unknown_setting_is_refused() -> None:
    scenario = make_scenario(48, 10)
    laws, (_, held, contested) = draw_laws(scenario, 1, np.arange(1)), draw_starts(scenario, 1, np.arange(1))
    with pytest.raises(ValueError, match="setting = 'fast'; expected one of"):
        TwinModel(scenario, laws[0], held[0], contested[0], seed=1, setting="fast")


@pytest.mark.slow
@pytest.mark.parametrize("look", [mean_scores, spread_scores, share_scores], ids=lambda look: look.__name__)
def test_the_twin_agrees_with_the_law_on_the_network_of_the_report(
    look: Callable[[Both], dict[str, float]],
) -> None:
    assert too_far(look(seed_network())) == {}


@pytest.mark.slow
def test_a_twin_that_wins_back_half_as_often_is_found_out_on_the_network_of_the_report() -> None:
    scenario = read_scenario("afghanistan_2021_08_05")
    other = run_both(scenario, 60, runs=300, throws=16, changes={"retake_chance": 0.5})
    assert "assaults won by government" in too_far(mean_scores(other))
