"""Monte Carlo intervals tried again and again: honest ones hold the answer as often as they say, others are seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.claims.estimate import LEVEL
from sim.ensemble.engine import run_ensemble
from sim.inference.checks.calibration import WITHIN
from sim.inference.checks.interval_coverage import STAGES, IntervalCheck, allowed, answer_again
from sim.inference.checks.simulated_reports import Reporter, simulate_reports
from sim.scenario.scenario import Scenario
from sim.scenario.synthetic_reports import asked_again, make_reported_war


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A war of 60 districts reported as its first run would have been."""
    war = make_reported_war(60)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        ensemble = run_ensemble(war, runs=8, seed=1)
    return replace(
        war, counts=simulate_reports(Reporter(ensemble.record, war.sources, 1, 1, 0), 0, war.counts)
    )


def test_a_question_counts_the_intervals_that_hold_its_answer() -> None:
    low, high = np.array([0.1, 0.3, 0.2, np.nan]), np.array([0.4, 0.5, 0.25, np.nan])
    assert IntervalCheck("q", STAGES[0], 0.25, low, high).held == 0.5


def test_what_is_allowed_follows_from_the_number_of_repeats() -> None:
    low, high = allowed(600, WITHIN)
    assert (round(low, 2), round(high, 2)) == (0.92, 0.98)
    assert allowed(20, WITHIN)[1] == 1.0
    assert allowed(10**6, WITHIN) == pytest.approx((LEVEL, LEVEL), abs=1e-3)


def test_repeats_have_runs_of_their_own_and_store_none(told: Scenario, own_store: Path) -> None:
    found = answer_again(told, asked_again(told), 6, 256)
    assert [(one.name, one.stage) for one in found] == [
        (definition.id, stage) for definition in asked_again(told) for stage in STAGES
    ]
    for one in found:
        assert len(np.unique(one.low)) > 1
        assert 0 < one.answer < 1
    assert not own_store.exists()


def test_repeats_give_the_same_for_any_number_of_workers(told: Scenario, own_store: Path) -> None:
    one, two = (answer_again(told, asked_again(told), 3, 300, workers=workers) for workers in (1, 2))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a.low, b.low)
        assert a.answer == b.answer


def test_the_reports_move_the_answer(told: Scenario, own_store: Path) -> None:
    before, after, *_ = answer_again(told, asked_again(told), 6, 512)
    assert abs(before.answer - after.answer) > 0.02


@pytest.mark.slow
def test_intervals_of_six_hundred_repeats_hold_the_answer_in_92_to_98_of_100(
    told: Scenario, own_store: Path
) -> None:
    low, high = allowed(600, WITHIN)  # each of four misses this by luck in one of a thousand
    for one in answer_again(told, asked_again(told), 600, 512):
        print(f"{one.name}, {one.stage}: {one.held:.3f} hold {one.answer:.4f}")
        assert low <= one.held <= high, (one.name, one.stage)
