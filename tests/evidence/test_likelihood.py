import numpy as np
import pytest

from sim.evidence.count_words import MODIFIERS, mass
from sim.evidence.likelihood import (
    group_log_likelihood,
    lag_points,
    log_counting_error,
    log_likelihood_direct,
    log_mean,
    predictive_mass,
    report_log_likelihood,
)
from sim.evidence.quantiles import quantiles


def meaning(modifier: str, basis: int) -> np.ndarray:
    if modifier in ("share", "half"):
        return mass(0.5, 0.5, modifier, basis)
    return mass(basis // 4, basis // 3, modifier, basis)


@pytest.mark.parametrize("modifier", MODIFIERS)
@pytest.mark.parametrize(("basis", "noise"), [(398, 12.0), (34, 0.5), (12, 0.1)])
def test_the_tabulated_likelihood_stays_within_its_error_bound_of_the_direct_sum(modifier, basis, noise):
    predicted = np.random.default_rng(3).uniform(-0.2 * basis, 1.3 * basis, 4000)
    found = report_log_likelihood(meaning(modifier, basis), predicted, noise)
    np.testing.assert_allclose(
        found, log_likelihood_direct(meaning(modifier, basis), predicted, noise), atol=2e-4
    )


def test_the_counting_error_is_a_distribution_for_every_prediction_inside_or_outside():
    error = np.exp(log_counting_error(np.array([-30.0, 0.0, 200.3, 900.0]), 12.0, np.arange(399.0)))
    np.testing.assert_allclose(error.sum(axis=1), 1.0)


def test_a_likelihood_by_hand():
    # an exact 1 of 0..2 seen from x = 0 with noise 1: phi is e^0, e^-1/2, e^-2 over their sum
    expected = np.exp(-0.5) / (1 + np.exp(-0.5) + np.exp(-2))
    found = report_log_likelihood(mass(1, 1, "exactly", 2), np.array([0.0]), 1.0)
    assert np.exp(found[0]) == pytest.approx(expected, rel=1e-12)


def test_without_noise_the_nearest_whole_number_is_reported():
    found = report_log_likelihood(mass(3, 4, "range", 12), np.array([2.6, 3.4, 4.4, 5.0, -2.0, 40.0]), 0.0)
    np.testing.assert_allclose(np.exp(found), [0.5, 0.5, 0.5, 0, 0, 0], atol=1e-8)
    assert found[-1] == -np.inf


def test_hopeless_runs_keep_their_order():
    found = report_log_likelihood(mass(0, 0, "exactly", 34), np.array([10.0, 20.0, 34.0]), 0.5)
    assert np.isfinite(found).all()
    assert (np.diff(found) < 0).all()


def test_a_negative_first_value_serves_increments():
    plain = report_log_likelihood(mass(5, 5, "exactly", 12), np.array([4.0, 6.0]), 2.0)
    shifted = report_log_likelihood(mass(5, 5, "exactly", 12), np.array([-6.0, -4.0]), 2.0, first=-10)
    np.testing.assert_allclose(plain, shifted, atol=1e-9)


def test_one_switch_for_the_source_not_one_for_each_report():
    logs = [np.log(np.array([0.2, 1e-9])), np.log(np.array([0.1, 1e-9]))]
    found = np.exp(group_log_likelihood(logs, [10, 20], 0.1))
    np.testing.assert_allclose(found, [0.9 * 0.02 + 0.1 / 200, 0.9e-18 + 0.1 / 200])
    each = np.prod(
        [np.exp(group_log_likelihood([log], [n], 0.1)) for log, n in zip(logs, (10, 20), strict=True)], axis=0
    )
    assert not np.allclose(found, each)


def test_a_source_that_is_surely_trusted_or_surely_not_is_the_limit():
    logs = [np.log(np.array([0.2, 0.4]))]
    np.testing.assert_allclose(group_log_likelihood(logs, [10], 0.0), logs[0])
    np.testing.assert_allclose(group_log_likelihood(logs, [10], 1.0), np.log([0.1, 0.1]))


def test_echoes_weigh_as_much_as_one_statement():
    log = np.log(np.array([0.2, 0.01]))
    once = group_log_likelihood([log], [10], 0.1)
    np.testing.assert_allclose(group_log_likelihood([log] * 3, [10] * 3, 0.1, [1 / 3] * 3), once)


def test_an_unknown_lag_is_the_mean_of_likelihoods_not_of_their_logs():
    found = log_mean([np.log(np.array([0.2, 1e-12])), np.array([np.log(0.4), -np.inf])])
    np.testing.assert_allclose(np.exp(found), [0.3, 0.5e-12])
    assert log_mean([np.array([-np.inf]), np.array([-np.inf])])[0] == -np.inf


@pytest.mark.parametrize(("lag", "mean"), [((0, 40), 20), ((0, 5), 2.5), ((3, 3), 3), ((0, 8), 4)])
def test_lags_are_whole_days_inside_the_range_with_its_mean(lag, mean):
    points = lag_points(lag)
    assert len(points) <= 9
    assert points.min() >= lag[0]
    assert points.max() <= lag[1]
    assert points.mean() == pytest.approx(mean, abs=0.25)


def test_the_predictive_is_the_weighted_mean_of_the_error_around_each_prediction():
    predicted, weights = np.array([10.0, 10.0, 30.0]), np.array([1.0, 1.0, 2.0])
    error = np.exp(log_counting_error(predicted, 4.0, np.arange(51.0)))
    np.testing.assert_allclose(predictive_mass(predicted, weights, 4.0, 50), weights @ error / 4, atol=1e-12)
    assert quantiles(predictive_mass(predicted, np.array([1.0, 0, 0]), 0.0, 50)) == (10, 10, 10)
    both = np.stack([weights, weights[::-1]])
    for row, row_mass in zip(both, predictive_mass(predicted, both, 4.0, 50), strict=True):
        assert np.array_equal(row_mass, predictive_mass(predicted, row, 4.0, 50))
