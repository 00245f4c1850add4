from __future__ import annotations

import numpy as np
import pytest

from sim.score.baselines import (
    COUNT_BASELINES,
    History,
    chance_within,
    event_rate,
    flow,
    normal_mass,
    poisson_mass,
    uniform_mass,
)

DAYS = np.array([0.0, 20.0, 40.0, 60.0])
AHEAD = np.array([60.0, 70.0, 90.0])


def history(values: np.ndarray | list[float], total: float = 400.0, noise: float = 5.0) -> History:
    return History(DAYS[: len(values)], np.asarray(values, dtype=float), total, noise)


def mean(name: str, known: History) -> np.ndarray:
    return COUNT_BASELINES[name](known, AHEAD)[0]


def test_persistence_stays_and_widens_like_a_random_walk() -> None:
    middle, sd = COUNT_BASELINES["persistence"](history([70, 80, 70, 80]), AHEAD)
    np.testing.assert_array_equal(middle, 80.0)
    np.testing.assert_allclose(sd, np.sqrt(25 + 5.0 * np.array([0, 10, 30])))


def test_a_constant_rate_goes_on_at_the_mean_rate_so_far() -> None:
    np.testing.assert_allclose(mean("constant rate", history([70, 90, 110, 130])), [130, 140, 160], rtol=0.01)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("linear trend", 70 + 1.5 * DAYS),
        ("quadratic trend", 70 + 0.2 * DAYS + 0.02 * DAYS**2),
        ("exponential trend", 70 * np.exp(0.01 * DAYS)),
        ("logistic", 400 / (1 + 5 * np.exp(-0.03 * DAYS))),
        ("Lanchester", 400 * flow(np.array([0.02, 0.005]), 0.3, DAYS)),
    ],
)
def test_each_trend_goes_on_as_what_it_is(name: str, values: np.ndarray) -> None:
    whole = {
        "linear trend": 70 + 1.5 * AHEAD,
        "quadratic trend": 70 + 0.2 * AHEAD + 0.02 * AHEAD**2,
        "exponential trend": 70 * np.exp(0.01 * AHEAD),
        "logistic": 400 / (1 + 5 * np.exp(-0.03 * AHEAD)),
        "Lanchester": 400 * flow(np.array([0.02, 0.005]), 0.3, AHEAD),
    }
    np.testing.assert_allclose(mean(name, history(values)), whole[name], rtol=0.01)


@pytest.mark.parametrize("name", COUNT_BASELINES)
def test_every_baseline_lives_with_one_count_and_has_a_spread(name: str) -> None:
    middle, sd = COUNT_BASELINES[name](history([73.0]), AHEAD)
    assert middle.shape == sd.shape == AHEAD.shape
    np.testing.assert_allclose(middle, 73.0, atol=1.0)
    assert (sd >= 4.99).all()


def test_a_prediction_error_grows_with_the_distance_from_the_data() -> None:
    _, sd = COUNT_BASELINES["linear trend"](history([70, 95, 100, 135]), AHEAD)
    assert (np.diff(sd) > 0).all()


def test_masses_sum_to_one_and_sit_where_they_should() -> None:
    mass = normal_mass(50.0, 4.0, 100.0)
    assert mass.sum() == pytest.approx(1.0)
    assert mass @ np.arange(101) == pytest.approx(50.0)
    assert normal_mass(150.0, 4.0, 100.0)[-1] > 0.99
    assert uniform_mass(34.0) == pytest.approx(np.full(35, 1 / 35))
    poisson = poisson_mass(2.0, 34)
    assert poisson.sum() == pytest.approx(1.0)
    assert poisson[:3] == pytest.approx(np.exp(-2) * np.array([1, 2, 2]))


def test_a_rate_without_events_is_not_zero() -> None:
    assert event_rate(0, 100) == pytest.approx(0.005)
    assert chance_within(0.005, 30) == pytest.approx(1 - np.exp(-0.15))
