"""The joint check: chances are what they say, contradictions are found, few runs say nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import logsumexp

from sim.ensemble.engine import Ensemble
from sim.evidence.source_and_count import Count
from sim.inference.checks.prior_predictive_check import (
    FEWEST,
    LEAST,
    Joint,
    PredictedReport,
    check_together,
    closeness,
    pick,
)
from sim.inference.checks.simulated_reports import Reporter, simulate_reports
from sim.inference.report_terms import ReportContext
from sim.inference.weights import combine
from tests.inference.problems import conditioned, four_counts, prior_runs

WORLDS = 150


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    """2,048 runs of the problem with four counts and trustworthy sources."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        scenario = four_counts()
        honest = {name: replace(source, unreliable=0.0) for name, source in scenario.sources.items()}
        return prior_runs(replace(scenario, sources=honest), 2048)


def checked(runs: Ensemble, counts: tuple[Count, ...], seed: int = 1) -> Joint:
    """The check of some counts on the runs."""
    weights = conditioned(runs)
    return check_together(
        ReportContext(runs.record, runs.scenario.sources, weights.bias), weights, counts, seed
    )


def test_reports_of_a_world_of_the_prior_are_rarely_unlikely(runs: Ensemble, own_store: Path) -> None:
    few = prior_runs(runs.scenario, 600)  # a check takes as long as the square of their number
    weights = conditioned(few)
    witness = ReportContext(few.record, few.scenario.sources, weights.bias)
    found = []
    for row in np.flatnonzero(weights.possible)[:WORLDS]:
        reporter = Reporter(few.record, few.scenario.sources, few.seed, 77, int(row))
        told = simulate_reports(reporter, int(row), few.scenario.counts)
        found.append(check_together(witness, weights, told, 1).p)
    assert len(found) == WORLDS
    for level in (0.1, 0.5):
        share = np.mean([p is not None and p <= level for p in found])
        assert abs(share - level) < 3.9 * np.sqrt(level * (1 - level) / WORLDS) + 1 / FEWEST


def test_stocks_that_swing_more_than_any_run_are_outside_though_each_is_inside(runs: Ensemble) -> None:
    first, middle, last, _ = runs.scenario.counts
    swung = (
        first,
        replace(middle, low=first.low + 14, high=first.high + 14),
        replace(last, low=first.low, high=first.high),
    )
    assert not any(checked(runs, (one,)).outside for one in swung)
    joint = checked(runs, swung)
    assert joint.p is not None and joint.p < LEAST and joint.outside


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_vague_words_are_not_held_to_be_unlikely(runs: Ensemble, share: float) -> None:
    """Words are about as unlikely as what they mean: "more than" a number that most runs, or half of them, exceed."""
    sharp = runs.scenario.counts[2]
    exceeded = float(np.quantile(runs.series["held"][:, 60, 0], share))
    found = checked(runs, (replace(sharp, low=exceeded, high=exceeded, modifier="more_than"),))
    assert found.p is not None and found.p > 0.1


def test_the_check_repeats_to_the_bit_and_hangs_on_its_seed(runs: Ensemble) -> None:
    counts = runs.scenario.counts
    assert checked(runs, counts) == checked(runs, counts)
    assert checked(runs, counts) != checked(runs, counts, seed=2)


def test_few_runs_or_no_reports_say_nothing(runs: Ensemble, own_store: Path) -> None:
    few = prior_runs(runs.scenario, 2 * FEWEST - 2)
    assert checked(few, runs.scenario.counts).p is None
    assert checked(runs, ()).p is None and not checked(runs, ()).outside


def test_runs_of_batches_are_picked_by_what_they_weigh_in_the_prior() -> None:
    weights = np.array([1.0, 1.0, 0.0, 2.0]) / 4
    assert sorted(pick(np.arange(4), weights, 1).tolist()) == [0, 1, 3, 3]
    assert pick(np.arange(5), np.full(5, 0.2), 1).tolist() == [0, 1, 2, 3, 4]
    assert len(pick(np.zeros(0, dtype=np.int64), np.zeros(0), 1)) == 0


def test_runs_whose_war_is_over_make_no_reports(runs: Ensemble) -> None:
    weights = conditioned(runs)
    alive = np.zeros(runs.runs, dtype=bool)
    alive[:150] = True
    some = combine(weights.terms, alive, alive, "all", weights.bias, None, 1.0)
    witness = ReportContext(runs.record, runs.scenario.sources, weights.bias)
    assert check_together(witness, some, runs.scenario.counts, 1).sets == 75


def test_what_every_run_leads_to_is_not_unlikely(runs: Ensemble) -> None:
    sure = replace(runs.scenario.sources["gazette"], noise=0.0)
    sources = {**runs.scenario.sources, "gazette": sure}
    start = replace(runs.scenario.counts[0], date=runs.record.calendar.start, low=11.0, high=11.0)
    weights = conditioned(runs)
    found = check_together(ReportContext(runs.record, sources, weights.bias), weights, [start], 1)
    assert found.p == 1.0


def test_a_number_said_by_many_sets_is_compared_with_the_runs_once(runs: Ensemble) -> None:
    lags = np.arange(10.0).reshape(2, 5) ** 1.5
    seen = PredictedReport(runs.scenario.counts[0], lags, 1.5, 0.0, "")
    table, place = closeness(seen, np.array([7.0, 3.0, 7.0, 7.0]), 2)
    assert table.shape == (2, 3) and place.tolist() == [1, 0, 1, 1]
    deviations = (7.0 - lags[:, 2:]) / 1.5
    assert np.array_equal(table[1], logsumexp(-0.5 * deviations * deviations, axis=0))
