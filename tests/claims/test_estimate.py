"""Weighted shares, their intervals and what forbids a grade."""

from __future__ import annotations

import numpy as np
import pytest

from sim.claims import estimate as room
from sim.claims.estimate import Shares, effective, estimate, jeffreys, why_not_graded
from sim.claims.types import Estimate


def verdicts(true: int, false: int, undefined: int = 0) -> np.ndarray:
    """int8 of so many runs."""
    return np.repeat(np.array([1, 0, -1], dtype=np.int8), [true, false, undefined])


def test_the_share_is_that_of_the_defined_runs() -> None:
    found = estimate(verdicts(30, 70, 100))
    assert found.p == pytest.approx(0.3) and found.undefined == pytest.approx(0.5)
    assert found.ess == pytest.approx(100)


def test_weights_count_and_need_not_sum_to_one() -> None:
    runs = verdicts(50, 50)
    weights = np.repeat([3.0, 1.0], 50)
    found = estimate(runs, weights)
    assert found.p == pytest.approx(0.75)
    assert found.ess == pytest.approx(200**2 / (50 * 9 + 50))
    assert estimate(runs, weights / 1e6).p == pytest.approx(0.75)


def test_runs_without_weight_say_nothing() -> None:
    found = estimate(verdicts(50, 50, 50), np.repeat([1.0, 0.0, 0.0], 50))
    assert (found.p, found.high, found.undefined) == (1.0, 1.0, 0.0)
    assert found.low == pytest.approx(jeffreys(1.0, 50)[0])


def test_below_20_effective_runs_there_is_no_number() -> None:
    found = estimate(verdicts(9, 10))
    assert (found.p, found.low, found.high) == (None, None, None)
    assert found.ess == pytest.approx(19)
    assert estimate(verdicts(10, 10)).p == pytest.approx(0.5)


def test_without_any_weight_everything_is_undefined() -> None:
    assert estimate(verdicts(30, 30), np.zeros(60)) == Estimate(None, None, None, 1.0, 0.0)
    assert estimate(verdicts(0, 0, 60)) == Estimate(None, None, None, 1.0, 0.0)


def test_definitions_share_what_the_weights_alone_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.random.default_rng(3).random(120)
    asked = [verdicts(40, 80), verdicts(70, 50), verdicts(120, 0), verdicts(20, 60, 40)]
    alone = [estimate(one, weights) for one in asked]
    sizes: list[int] = []
    monkeypatch.setattr(room, "effective", lambda given: sizes.append(len(given)) or effective(given))
    shares = Shares(weights)
    assert [estimate(one, shares) for one in asked] == alone
    assert sizes == [120, 80]  # of all runs once, and of those in which the last is defined


@pytest.mark.parametrize(
    ("p", "n", "low", "high"),
    [(0.0, 10, 0.0, 0.217), (0.5, 10, 0.224, 0.776), (1.0, 10, 0.783, 1.0)],
)
def test_jeffreys_interval_agrees_with_published_values(p: float, n: int, low: float, high: float) -> None:
    assert jeffreys(p, n) == pytest.approx((low, high), abs=5e-4)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    truth, n, tries = 0.3, 200, 4000
    hits = rng.binomial(n, truth, tries)
    found = {int(k): jeffreys(k / n, n) for k in set(hits)}
    covered = np.mean([found[int(k)][0] <= truth <= found[int(k)][1] for k in hits])
    assert abs(covered - 0.95) < 0.02  # 3.3 standard errors are .011; the discreteness adds about .01


def test_effective_sample_of_equal_and_of_lonely_weights() -> None:
    assert effective(np.ones(7)) == pytest.approx(7)
    assert effective(np.array([1.0, 0.0])) == pytest.approx(1)
    assert effective(np.zeros(3)) == 0


@pytest.mark.parametrize(
    ("value", "pareto_k", "reason"),
    [
        (Estimate(0.4, 0.3, 0.5, 0.1, 200), 0.5, ""),
        (Estimate(0.4, 0.3, 0.5, 0.2, 100), 0.7, ""),
        (Estimate(0.4, 0.3, 0.5, 0.1, 200), None, ""),
        (
            Estimate(0.4, 0.3, 0.5, 0.21, 200),
            0.5,
            "cannot be evaluated in 21 % of the runs (limit 20 %)",
        ),
        (
            Estimate(0.4, 0.2, 0.6, 0.0, 57),
            0.5,
            "too few effective runs to grade (57; 100 needed)",
        ),
        (
            Estimate(None, None, None, 0.0, 12),
            0.5,
            "too few effective runs for a number (12; 20 needed)",
        ),
        (Estimate(None, None, None, 1.0, 0), 0.5, "cannot be evaluated in any run"),
        (
            Estimate(0.4, 0.3, 0.5, 0.1, 200),
            0.83,
            "the weights depend on too few runs (Pareto k 0.83, above 0.7)",
        ),
        (
            Estimate(0.4, 0.3, 0.5, 0.1, 200),
            float("nan"),
            "the weights depend on too few runs (Pareto k nan, above 0.7)",
        ),
    ],
)
def test_what_forbids_a_grade_is_said_with_its_value(
    value: Estimate, pareto_k: float | None, reason: str
) -> None:
    assert why_not_graded(value, pareto_k) == reason


def test_runs_of_islands_that_do_not_resemble_each_other_count_as_many_as_they_are() -> None:
    verdicts, weights, islands = islands_of(24, 64, alike=0.0)
    found = [estimate(made, weights, 0.2, islands).ess for made in verdicts]
    # the overall scatter, by which they would be a fifth, counts as four islands: 27 / (23 + 4 * 5)
    assert np.median(found) / len(weights) == pytest.approx(27 / 43, abs=0.1)


def test_islands_of_copies_count_as_many_as_there_are_islands() -> None:
    verdicts, weights, islands = islands_of(24, 64, alike=1.0)
    found = [estimate(made, weights, 24 / len(weights), islands).ess for made in verdicts]
    assert 18 < np.median(found) < 30


@pytest.mark.parametrize("alike", [0.0, 0.3, 1.0])
def test_intervals_by_the_scatter_of_islands_hold_what_they_promise(alike: float) -> None:
    verdicts, weights, islands = islands_of(40, 64, alike)
    overall = {0.0: 0.5, 0.3: 0.1, 1.0: 1 / 64}[alike]
    estimates = [estimate(made, weights, overall, islands) for made in verdicts]
    inside = [one.low <= 0.4 <= one.high for one in estimates if one.low is not None and one.high is not None]
    assert len(inside) > 200 and np.mean(inside) > 0.9


def test_one_island_and_runs_by_themselves_are_taken_by_the_overall_factor() -> None:
    verdicts = np.array([1, 0] * 200, dtype=np.int8)
    assert estimate(verdicts, None, 0.5, np.zeros(400, dtype=np.int32)).ess == pytest.approx(200)
    assert estimate(verdicts, None, 0.5, np.full(400, -1, dtype=np.int32)).ess == pytest.approx(200)
    assert estimate(np.ones(400, dtype=np.int8), None, 0.5, np.repeat([0, 1], 200)).ess == pytest.approx(200)


def islands_of(
    number: int, size: int, alike: float, chance: float = 0.4
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """400 times the verdicts of runs of islands, each with chance ``alike`` that of its ancestor; weights, and islands [R]."""
    rng = np.random.default_rng(11)
    islands = np.repeat(np.arange(number), size)
    made = []
    for _ in range(400):
        ancestors, own = rng.random(number) < chance, rng.random(number * size) < chance
        copied = rng.random(number * size) < alike
        made.append(np.where(copied, ancestors[islands], own).astype(np.int8))
    return made, np.full(number * size, 1.0), islands
