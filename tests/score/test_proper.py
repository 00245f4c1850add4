from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.score.proper import (
    LEAST,
    brier,
    crps_mass,
    crps_runs,
    inside,
    jackknife,
    log_score,
    mass_log_score,
    pit,
    reliability,
    skill,
)

DICE = np.random.default_rng(11)


def test_brier_and_log_scores_of_known_forecasts() -> None:
    np.testing.assert_allclose(brier(np.array([0.0, 0.3, 1.0]), np.array([True, True, True])), [1, 0.49, 0])
    np.testing.assert_allclose(log_score(np.array([0.5, 0.25]), np.array([True, False])), [0.6931, 0.2877], atol=1e-4)  # fmt: skip
    assert float(log_score(0.0, True)) == pytest.approx(-np.log(LEAST))


def test_the_panel_of_july_2021_has_the_score_on_record() -> None:
    assert float(log_score(0.065, True)) == pytest.approx(2.733, abs=1e-3)


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_scores_are_proper_so_that_the_believed_probability_does_best(belief: float, said: float) -> None:
    for score in (brier, log_score):
        expected = [
            belief * float(score(p, True)) + (1 - belief) * float(score(p, False)) for p in (belief, said)
        ]
        assert expected[0] <= expected[1] + 1e-12


def test_crps_of_equal_runs_is_the_mean_distance_less_half_the_mean_spread() -> None:
    values = DICE.normal(50, 8, 60)
    weights = DICE.uniform(0, 1, 60)
    shares = weights / weights.sum()
    plain = shares @ np.abs(values - 43.2)
    spread = shares @ np.abs(values[:, None] - values[None, :]) @ shares / 2
    assert crps_runs(values, weights, 43.2) == pytest.approx(plain - spread)


def test_crps_of_a_normal_sample_is_the_analytic_one() -> None:
    from scipy.special import ndtri
    from scipy.stats import norm

    values = 10 + 3 * ndtri((np.arange(20_000) + 0.5) / 20_000)
    z = (12.5 - 10) / 3
    analytic = 3 * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - np.pi**-0.5)
    assert crps_runs(values, np.ones(20_000), 12.5) == pytest.approx(analytic, rel=1e-3)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30), st.floats(0, 12))
def test_crps_of_a_mass_function_is_that_of_its_runs(values: list[int], outcome: float) -> None:
    mass = np.bincount(values, minlength=13) / len(values)
    runs = np.array(values, dtype=float)
    assert crps_mass(mass, outcome) == pytest.approx(crps_runs(runs, np.ones(len(runs)), outcome), abs=1e-9)


def test_a_certain_forecast_scores_its_distance_even_beyond_the_ends() -> None:
    mass = np.eye(11)[4]
    assert crps_mass(mass, 7.0) == pytest.approx(3.0)
    assert crps_mass(mass, 4.0) == 0.0
    assert crps_mass(mass, 14.0) == pytest.approx(10.0)


def test_log_score_of_a_mass_function_looks_at_the_nearest_number() -> None:
    assert mass_log_score(np.array([0.1, 0.6, 0.3]), 1.4) == pytest.approx(-np.log(0.6))
    assert mass_log_score(np.array([0.0, 1.0]), 0.0) == pytest.approx(-np.log(LEAST))


def test_central_intervals_cover_what_they_promise() -> None:
    mass = np.full(100, 0.01)
    covered = [inside(mass, value, 0.9) for value in range(100)]
    assert sum(covered) == 90
    assert not inside(mass, 2, 0.9)
    assert inside(mass, 50, 0.5)


def test_reliability_gathers_forecasts_in_bins_and_leaves_empty_ones_out() -> None:
    rows = reliability([0.05, 0.08, 0.95, 1.0], [False, True, True, True], bins=10)
    assert [(row["from"], row["n"]) for row in rows] == [(0.0, 2), (0.9, 2)]
    assert rows[0]["mean_p"] == pytest.approx(0.065)
    assert rows[0]["share"] == 0.5


def test_skill_is_negative_for_a_forecast_worse_than_the_reference() -> None:
    assert skill(0.3, 0.2) == pytest.approx(-0.5)
    assert skill(0.1, 0.0) is None


def test_jackknife_of_equal_scores_has_no_width() -> None:
    assert jackknife([0.2, 0.2, 0.2]) == pytest.approx((0.2, 0.2, 0.2))
    mean, low, high = jackknife([0.0, 1.0])
    assert low < mean < high


def test_leaving_out_groups_of_equal_scores_is_leaving_out_their_means() -> None:
    values, groups = [1.0, 1.0, 3.0, 3.0, 5.0, 5.0], ["a", "a", "b", "b", "c", "c"]
    assert jackknife(values, groups) == pytest.approx(jackknife([1.0, 3.0, 5.0]))
    assert jackknife(values, ["a"] * 6) == pytest.approx((3.0, 3.0, 3.0))
    assert jackknife(values)[2] < jackknife(values, groups)[2]


def test_outcomes_drawn_from_the_forecast_lie_flat_in_it() -> None:
    mass = np.array([0.05, 0.3, 0.0, 0.45, 0.2])
    expected = sum(p * pit(mass, value) for value, p in enumerate(mass))
    np.testing.assert_allclose(expected, 0.1, atol=1e-7)


def test_an_outcome_lies_where_the_forecast_has_its_step() -> None:
    mass = np.array([0.2, 0.3, 0.5])
    np.testing.assert_allclose(pit(mass, 0), [0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0], atol=1e-9)
    np.testing.assert_allclose(pit(mass, 2, bins=4), [0, 0, 0.5, 0.5], atol=1e-9)
    for outcome in range(3):
        for certain in range(3):
            assert pit(np.eye(3)[certain], outcome).sum() == pytest.approx(1.0)
    assert pit(np.array([1.0, 0.0]), 1)[-1] == 1.0


def test_scores_agree_with_a_published_library() -> None:
    published = pytest.importorskip("scoringrules", reason="optional: pip install .[scores]")
    values, weights = DICE.normal(0, 1, 80), np.ones(80)
    assert crps_runs(values, weights, 0.4) == pytest.approx(float(published.crps_ensemble(0.4, values)))
    said, came = np.array([0.02, 0.3, 0.5, 0.97]), np.array([False, True, False, True])
    np.testing.assert_allclose(brier(said, came), published.brier_score(came.astype(float), said))
    np.testing.assert_allclose(log_score(said, came), published.log_score(came.astype(float), said))


def test_scores_of_counts_agree_with_a_published_library() -> None:
    published = pytest.importorskip("scoringrules", reason="optional: pip install .[scores]")
    mass = DICE.dirichlet(np.ones(7))
    for outcome in range(7):
        by_runs = published.crps_ensemble(float(outcome), np.arange(7.0), ens_w=mass)
        assert crps_mass(mass, outcome) == pytest.approx(float(by_runs))
    counts = DICE.poisson(6.0, 50)
    poisson = np.array([float(published.logs_poisson(float(k), 6.0)) for k in range(40)])
    for outcome in counts[:8]:
        assert mass_log_score(np.exp(-poisson), outcome) == pytest.approx(poisson[outcome], abs=1e-9)
    np.testing.assert_allclose(
        crps_mass(np.exp(-poisson), 4), float(published.crps_poisson(4.0, 6.0)), atol=1e-9
    )
