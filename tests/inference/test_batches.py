from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.parameters import Fixed
from sim.ensemble.block import BLOCK
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble
from sim.ensemble.execution.executor import Threads
from sim.ensemble.join import drawn_scores
from sim.ensemble.proposal import scores
from sim.inference.batches import ENOUGH, FLATTEST, HOPE, add_batches, clear, powered, propose, tempered
from sim.inference.weights import Weights, weigh
from sim.scenario.scenario import LawPrior, Scenario
from tests.inference.problems import (
    chunked_means,
    conditioned,
    four_counts,
    many_runs,
    mean_and_error,
    observed,
    prior_runs,
)

NEVER = float("inf")  # effective runs that are never enough: every batch is made


@pytest.fixture(scope="module")
def problem() -> Scenario:
    return four_counts()


def batched(problem: Scenario, runs: int = 4 * BLOCK, sizes: tuple[int, ...] = (512, 512)) -> tuple:
    """(joined ensemble, weights) of a prior batch and further ones."""
    return add_batches(prior_runs(problem, runs), conditioned, sizes=sizes, enough=NEVER)


def test_the_same_seed_gives_the_same_bits_whatever_was_stored(
    problem: Scenario, own_store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fresh = batched(problem)
    again = batched(problem)
    assert again[0].reused == again[0].runs
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "other"))
    prior_runs(problem, 9 * BLOCK)  # more prior runs are stored than are asked for, and no batch
    third = batched(problem)
    for ensemble, weights in (again, third):
        np.testing.assert_array_equal(weights.values, fresh[1].values)
        np.testing.assert_array_equal(ensemble.parameters, fresh[0].parameters)
        np.testing.assert_array_equal(ensemble.series["held"], fresh[0].series["held"])


def test_the_number_of_workers_changes_no_bit(
    problem: Scenario, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = []
    for workers in (1, 3):
        monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / str(workers)))
        prior = prior_runs(problem, 2 * BLOCK)
        found.append(add_batches(prior, conditioned, sizes=(512,), enough=NEVER, executor=Threads(workers)))
    np.testing.assert_array_equal(found[0][1].values, found[1][1].values)
    np.testing.assert_array_equal(found[0][0].series["held"], found[1][0].series["held"])


def compare(
    ensemble: Ensemble, weights: Weights, expected: dict[str, tuple[float, float]], limit: float
) -> None:
    """Fail unless every weighted mean lies within ``limit`` joint standard errors of the expected one."""
    for name, values in observed(ensemble).items():
        mean, error = mean_and_error(values, weights.values)
        plain, plain_error = expected[name]
        assert abs(mean - plain) <= limit * np.hypot(error, plain_error), name


def test_batches_agree_with_plain_weights_of_many_runs(problem: Scenario, own_store: Path) -> None:
    plain, weights = many_runs()
    expected = {name: mean_and_error(values, weights.values) for name, values in observed(plain).items()}
    ensemble, batch_weights = batched(problem, 4 * BLOCK, (1024, 1024))
    assert batch_weights.ess > 1.2 * conditioned(prior_runs(problem, ensemble.runs)).ess
    # 6 comparisons at a joint error rate of 0.1 %: 3.8 standard errors each
    compare(ensemble, batch_weights, expected, 3.8)
    assert batch_weights.log_evidence == pytest.approx(
        weights.log_evidence, abs=3.8 * (batch_weights.ess**-0.5 + weights.ess**-0.5)
    )


@pytest.mark.slow
def test_batches_agree_with_plain_weights_of_200_000_runs(problem: Scenario, own_store: Path) -> None:
    expected = chunked_means(problem, runs=200_704, chunk=80 * BLOCK)
    ensemble, weights = batched(problem, 8 * BLOCK, (2048, 2048, 2048))
    compare(ensemble, weights, expected, 3.8)


def test_a_weight_is_at_most_the_likelihood_over_the_share_of_the_prior_batch(
    problem: Scenario, own_store: Path
) -> None:
    ensemble, weights = batched(problem)
    share = 4 * BLOCK / ensemble.runs
    assert np.exp(weights.log_prior).max() <= 1 / share + 1e-9
    assert weights.log_prior.shape == (ensemble.runs,)


def test_a_parameter_the_evidence_does_not_touch_keeps_its_prior() -> None:
    drawn = scores(("touched", "untouched"), 1, np.arange(20_000))
    proposal = propose(
        ("touched", "untouched"), drawn, -0.5 * ((drawn[:, 0] - 1.5) / 0.5) ** 2, np.zeros(20_000)
    )
    assert proposal.mean[1] == 0.0
    assert (proposal.factor @ proposal.factor.T)[1].tolist() == pytest.approx([0.0, 1.0])
    # normal prior times normal likelihood: mean 1.2, variance 0.2, widened by 1.2
    assert proposal.mean[0] == pytest.approx(1.2, abs=0.05)
    assert (proposal.factor @ proposal.factor.T)[0, 0] == pytest.approx(0.24, abs=0.03)


def test_flat_evidence_proposes_the_prior_itself() -> None:
    drawn = scores(tuple("abcdef"), 3, np.arange(4_000))
    proposal = propose(tuple("abcdef"), drawn, np.zeros(4_000), np.zeros(4_000))
    np.testing.assert_array_equal(proposal.mean, 0.0)
    np.testing.assert_array_equal(proposal.factor, np.eye(6))


def test_a_clear_correlation_is_proposed_and_an_unclear_one_is_not() -> None:
    drawn = scores(tuple("abc"), 1, np.arange(20_000))
    together = -0.5 * ((drawn[:, 0] + drawn[:, 1]) / 0.4) ** 2
    covariance = (f := propose(tuple("abc"), drawn, together, np.zeros(20_000)).factor) @ f.T
    assert covariance[0, 1] < -0.3
    assert covariance[0, 2] == covariance[1, 2] == 0.0


def test_a_hopeless_correlation_matrix_is_damped_until_it_is_well_conditioned() -> None:
    strong = np.array([[1.0, 0.999], [0.999, 1.0]])
    kept = clear(strong, 0.1)
    assert np.linalg.eigvalsh(kept).min() >= 0.1
    np.testing.assert_array_equal(np.diag(kept), 1.0)


def test_nothing_free_to_propose_leaves_the_ensemble_unchanged(problem: Scenario, own_store: Path) -> None:
    fixed = {name: LawPrior(Fixed(p.prior.a), p.source, p.origin) for name, p in problem.law.items()}
    held = replace(problem, law=fixed)
    assert varying(held) == ()
    prior = prior_runs(held, BLOCK)
    ensemble, weights = add_batches(prior, conditioned, sizes=(256,), enough=NEVER)
    assert ensemble is prior
    assert weights.ess > 0


def test_enough_effective_runs_need_no_batch(problem: Scenario, own_store: Path) -> None:
    prior = prior_runs(problem, BLOCK)
    assert add_batches(prior, conditioned, sizes=(256,), enough=1.0)[0] is prior


def test_batches_end_once_the_rest_cannot_bring_enough(problem: Scenario, own_store: Path) -> None:
    prior, sizes = prior_runs(problem, 2 * BLOCK), (256,) * 6
    before, one = conditioned(prior).ess, batched(problem, 2 * BLOCK, (256,))[1].ess
    within = one + HOPE * (one - before) * 5
    assert one > before
    short, _ = add_batches(prior, conditioned, sizes=sizes, enough=1.01 * within)
    assert short.runs == prior.runs + 256
    more, _ = add_batches(prior, conditioned, sizes=sizes, enough=0.99 * within)
    assert more.runs > short.runs


@pytest.mark.parametrize("evidence", ["impossible", "one run"])
def test_weights_that_are_all_zero_or_all_on_one_run_are_survived(
    problem: Scenario, own_store: Path, evidence: str
) -> None:
    prior = prior_runs(problem, BLOCK)
    weighing = weighing_of(evidence)
    ensemble, weights = add_batches(prior, weighing, sizes=(256,), enough=NEVER)
    if evidence == "impossible":
        assert ensemble is prior
        assert (weights.ess, weights.values.sum()) == (0.0, 0.0)
    else:
        assert ensemble.runs == 2 * BLOCK
        assert np.isfinite(weights.log_prior).all()
        assert weights.ess == pytest.approx(1.0)


def weighing_of(evidence: str) -> Callable[[Ensemble], Weights]:
    """Weights that leave no run, or only run 7."""

    def weighing(ensemble: Ensemble) -> Weights:
        free = weigh(ensemble.record, (), {}, 1, evidence="all", log_prior=ensemble.log_prior)
        left = np.zeros(ensemble.runs, dtype=bool)
        left[7] = evidence == "one run"
        log = np.where(left, free.log_values, -np.inf)
        return replace(free, log_values=log, values=np.where(left, 1.0, 0.0), ess=float(left.sum()))

    return weighing


def test_tempering_stops_at_enough_effective_runs_or_the_flattest_power() -> None:
    drawn = scores(("a",), 1, np.arange(20_000))[:, 0]
    soft = tempered(-50.0 * (drawn - 2.0) ** 2, np.zeros(20_000))
    assert 1.0 / (soft**2).sum() >= ENOUGH
    sharp = tempered(-1e6 * (drawn - 2.0) ** 2, np.zeros(20_000))
    assert 0 < 1.0 / (sharp**2).sum() < ENOUGH
    assert FLATTEST > 0


def test_a_power_of_an_impossible_run_stays_impossible() -> None:
    np.testing.assert_array_equal(powered(np.array([-np.inf, -2.0]), 0.5), [-np.inf, -1.0])


def test_later_runs_have_the_parameters_their_scores_say(problem: Scenario, own_store: Path) -> None:
    ensemble, _ = batched(problem)
    names = varying(problem)
    drawn = drawn_scores(names, [prior_runs(problem, 4 * BLOCK)])
    assert drawn.shape == (4 * BLOCK, len(names))
    later = ensemble.proposals[0].uniforms(1, ensemble.record.run[4 * BLOCK : 6 * BLOCK])
    np.testing.assert_allclose(
        ensemble.parameters["posture_low"][4 * BLOCK : 6 * BLOCK],
        0.1 + 0.3 * later["posture.low"],
        atol=1e-12,
    )


def test_no_two_batches_share_a_run_number(problem: Scenario, own_store: Path) -> None:
    ensemble, _ = batched(problem, runs=300, sizes=(256, 256))
    run = ensemble.record.run
    assert len(np.unique(run)) == ensemble.runs == 300 + 512
