from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.ensemble.proposal import Proposal, scores
from sim.ensemble.uniforms import Numbers

NAMES = ("momentum.gain", "assault.rate", "posture.low")
PROPOSAL = Proposal(
    NAMES, np.array([0.8, -0.5, 0.0]), np.linalg.cholesky([[0.5, 0.1, 0], [0.1, 0.8, 0], [0, 0, 1.0]])
)
RUNS = np.arange(40_000)


def test_scores_of_prior_draws_are_standard_normal_and_independent() -> None:
    drawn = scores(NAMES, 1, RUNS)
    assert np.abs(drawn.mean(axis=0)).max() < 4 / np.sqrt(len(RUNS))
    np.testing.assert_allclose(np.cov(drawn.T), np.eye(3), atol=4 * np.sqrt(2 / len(RUNS)))


def test_a_density_ratio_integrates_to_one_under_the_prior() -> None:
    ratio = np.exp(PROPOSAL.log_ratio(scores(NAMES, 1, RUNS)))
    assert ratio.mean() == pytest.approx(1.0, abs=4 * ratio.std() / np.sqrt(len(RUNS)))


def test_the_ratio_is_that_of_the_two_normal_densities() -> None:
    drawn = scores(NAMES, 1, RUNS[:200])
    covariance = PROPOSAL.factor @ PROPOSAL.factor.T
    proposed = stats.multivariate_normal(PROPOSAL.mean, covariance).logpdf(drawn)
    prior = stats.multivariate_normal(np.zeros(3), np.eye(3)).logpdf(drawn)
    np.testing.assert_allclose(PROPOSAL.log_ratio(drawn), proposed - prior, atol=1e-10)


def test_placed_scores_have_the_mean_and_covariance_proposed() -> None:
    placed = PROPOSAL.place(scores(NAMES, 1, RUNS))
    np.testing.assert_allclose(placed.mean(axis=0), PROPOSAL.mean, atol=4 / np.sqrt(len(RUNS)))
    np.testing.assert_allclose(np.cov(placed.T), PROPOSAL.factor @ PROPOSAL.factor.T, atol=0.03)


def test_corrected_draws_of_the_proposal_have_the_mean_of_the_prior() -> None:
    placed = PROPOSAL.place(scores(NAMES, 1, RUNS))
    weights = np.exp(-PROPOSAL.log_ratio(placed))
    weights /= weights.sum()
    error = np.sqrt((weights[:, None] ** 2 * placed**2).sum(axis=0))
    assert (np.abs(weights @ placed) < 4 * error).all()


@given(st.integers(0, 2**40), st.integers(0, 10**6))
def test_a_run_draws_the_same_numbers_alone_and_in_a_batch(seed: int, run: int) -> None:
    alone = PROPOSAL.uniforms(seed, np.array([run]))
    among = PROPOSAL.uniforms(seed, np.array([run + 5, run, run + 1]))
    for name in NAMES:
        assert alone[name][0] == among[name][1]
        assert 0.0 < alone[name][0] < 1.0


def test_the_digest_names_everything_the_proposal_hangs_on() -> None:
    other = [
        Proposal(NAMES[::-1], PROPOSAL.mean, PROPOSAL.factor),
        Proposal(NAMES, PROPOSAL.mean + 1e-12, PROPOSAL.factor),
        Proposal(NAMES, PROPOSAL.mean, PROPOSAL.factor * (1 + 1e-12)),
    ]
    assert PROPOSAL.digest == Proposal(NAMES, PROPOSAL.mean.copy(), PROPOSAL.factor.copy()).digest
    assert len({PROPOSAL.digest, *(one.digest for one in other)}) == 4


def test_a_parameter_the_proposal_does_not_name_keeps_its_prior_number() -> None:
    runs = RUNS[:100]
    moved = PROPOSAL.uniforms(1, runs)
    assert "loot" not in moved
    np.testing.assert_array_equal(
        Numbers(1, runs, moved).of("accounts.loot"), Numbers(1, runs).of("accounts.loot")
    )
