"""A line from scores to what happened as a likelihood, and wars put together."""

from __future__ import annotations

import numpy as np
import pytest

from sim.inference.lessons import FARTHEST, clear_slopes, learn, rank_scores
from sim.inference.population import SHARED, population

RUNS, PARAMETERS = 3000, 6
DICE = np.random.default_rng(1)
SCORES = DICE.normal(size=(RUNS, PARAMETERS))
HAPPENED = np.stack(
    [2 * SCORES[:, 0] - SCORES[:, 1] + DICE.normal(size=RUNS), DICE.normal(size=RUNS)], axis=1
)
PLAIN = np.zeros(2, dtype=bool)


def test_only_clear_slopes_count() -> None:
    slopes = clear_slopes(SCORES, HAPPENED[:, 0])
    np.testing.assert_allclose(slopes[:2], [2, -1], atol=0.1)
    assert (slopes[2:] == 0).all()


def test_a_lesson_pulls_where_more_happened_and_says_nothing_where_all_is_luck() -> None:
    more = learn(SCORES, HAPPENED, np.array([4.0, 0.0]), PLAIN)
    less = learn(SCORES, HAPPENED, np.array([-4.0, 0.0]), PLAIN)
    np.testing.assert_allclose(more.pull, -less.pull, atol=0.05)
    assert more.pull[0] > 0 > more.pull[1]
    assert (more.pull[2:] == 0).all() and (more.precision[2:] == 0).all()
    unknown = learn(SCORES, HAPPENED, np.array([np.nan, 0.0]), PLAIN)
    assert (unknown.pull == 0).all()
    nothing = learn(SCORES, HAPPENED, np.array([np.nan, np.nan]), PLAIN)
    assert nothing.precision.shape == (PARAMETERS, PARAMETERS) and (nothing.precision == 0).all()


def test_what_lies_beyond_all_runs_says_no_more_than_two_standard_deviations() -> None:
    far = [learn(SCORES, HAPPENED, np.array([value, 0.0]), PLAIN).pull for value in (10.0, 1000.0)]
    np.testing.assert_array_equal(*far)


def test_equal_values_share_a_score_and_a_tail_counts_more_in_exponential_ones() -> None:
    values = np.array([0.0] * 70 + [1.0] * 20 + [2.0] * 10)
    normal, zero = rank_scores(values, 0.0, tailed=False)
    assert len(set(normal.tolist())) == 3 and zero == pytest.approx(normal[0], abs=0.05)
    tailed, most = rank_scores(values, 2.0, tailed=True)
    assert tailed[-1] - tailed[70] > 1.5 * (normal[-1] - normal[70])
    assert tailed[70] < most <= FARTHEST


def test_without_anything_learned_a_new_war_has_the_prior() -> None:
    found = population([np.zeros((2, 2))] * 5, [np.zeros(2)] * 5)
    np.testing.assert_allclose(found.mean, 0)
    np.testing.assert_allclose(found.covariance, np.eye(2), atol=1e-4)


def test_a_new_war_is_less_sure_than_any_war_and_than_their_mean() -> None:
    precisions = [np.diag([4.0, 0.0])] * 8
    found = population(precisions, [np.array([4.0, 0.0])] * 8)  # each war says 1 +- 0.5
    assert 0.5 < found.mean[0] < 1
    own = 1 / (1 / found.spread[0] + 4.0)
    assert found.width[0] ** 2 > max(own, found.sure[0] ** 2)
    assert found.width[0] < 0.9
    assert (found.mean[1], found.width[1]) == (0, pytest.approx(1, abs=1e-3))


def test_wars_that_disagree_leave_the_spread_wide_and_the_mean_in_the_middle() -> None:
    precisions = [np.eye(1) * 9.0] * 8
    apart = population(precisions, [np.array([sign * 18.0]) for sign in (1, -1) * 4])  # +-2, each +-0.33
    alike = population(precisions, [np.zeros(1)] * 8)
    assert apart.mean[0] == pytest.approx(0, abs=1e-9)
    assert apart.spread[0] > 2 * (1 - SHARED) > 2 * alike.spread[0]


def test_what_only_a_sum_tells_of_makes_its_parts_go_against_each_other() -> None:
    both = np.array([[4.0, 4.0], [4.0, 4.0]])
    found = population([both] * 8, [np.array([4.0, 4.0])] * 8)
    a, b, together = found.strongest()
    assert (a, b) == (0, 1) and together < -0.2
