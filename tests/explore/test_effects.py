"""Effects from one ensemble, indices from designs: both find what was planted and nothing else."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from sim.base.dice import uniforms
from sim.base.errors import SimError, UsageError
from sim.explore.effects import find_effects, midranks
from sim.explore.indices import analyse, rounds, sample, settled, through_priors
from sim.explore.targets import Target
from sim.scenario.scenario import Scenario

RUNS = 4000
ROWS = np.arange(RUNS)
COLUMNS = {f"x{k}": uniforms(1, f"x{k}", ROWS) for k in range(6)}
EQUAL = np.full(RUNS, 1.0 / RUNS)
NAMES = ("x0", "x1", "x2")


def level(values: np.ndarray) -> Target:
    return Target("held.red.as_of", values, share=False)


def test_first_order_shares_of_a_sum_are_those_of_its_terms() -> None:
    y = 3 * COLUMNS["x0"] + COLUMNS["x1"] + 0 * COLUMNS["x2"]  # shares of variance 9/10 and 1/10
    found = {one.name: one for one in find_effects(COLUMNS, level(y), EQUAL)}
    assert found["x0"].first == pytest.approx(0.9, abs=0.03)
    assert found["x1"].first == pytest.approx(0.1, abs=0.03)
    for name in ("x2", "x3", "x4", "x5"):
        assert found[name].first < 0.01  # four inputs that do nothing: noise is taken off
        assert found[name].correlation_low < 0 < found[name].correlation_high


def test_the_noise_of_the_bins_is_taken_off() -> None:
    rows = np.arange(300)
    idle = {f"idle{k}": uniforms(5, f"idle{k}", rows) for k in range(40)}
    found = find_effects(idle, level(uniforms(5, "y", rows)), np.full(300, 1.0))
    assert np.mean([one.first for one in found]) < 0.015  # ten bins of thirty runs: 0.03 if it were left in


def test_an_effect_that_is_no_slope_is_found_too() -> None:
    y = np.abs(COLUMNS["x3"] - 0.5)
    strongest = find_effects(COLUMNS, level(y), EQUAL)[0]
    assert strongest.name == "x3"
    assert strongest.first > 0.9
    assert abs(strongest.correlation) < 0.1


def test_weights_count_and_undefined_runs_do_not() -> None:
    truth = (COLUMNS["x0"] > 0.5).astype(np.int8)
    half = COLUMNS["x1"] < 0.5
    target = Target("c.d", np.where(half, truth, -1).astype(np.int8), share=True)
    first = find_effects(COLUMNS, target, EQUAL)
    weighted = find_effects(COLUMNS, Target("c.d", truth, share=True), np.where(half, 2.0, 0.0))
    assert first == weighted
    assert (first[0].name, first[0].lowest, first[0].highest) == ("x0", 0.0, pytest.approx(1.0))


def test_a_target_that_is_the_same_everywhere_has_no_effects() -> None:
    assert find_effects(COLUMNS, level(np.ones(RUNS)), EQUAL) == []
    assert find_effects({"x": np.ones(RUNS)}, level(COLUMNS["x0"]), EQUAL) == []


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    inside = 0
    for trial in range(40):
        rows = np.arange(400)
        x, noise = uniforms(trial, "a", rows), uniforms(trial, "b", rows)
        one = find_effects({"x": x}, level(x + noise), np.full(400, 1.0), seed=trial)[0]
        inside += one.first_low <= 0.5 <= one.first_high
    assert inside >= 33  # of 40 at 95 %: fewer than 33 happens once in two hundred thousand


def test_equal_values_share_their_rank() -> None:
    assert midranks(np.array([1.0, 1.0, 2.0, 5.0]), np.full(4, 0.25)).tolist() == [0.25, 0.25, 0.625, 0.875]


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_indices_rank_what_was_planted(method: str) -> None:
    pytest.importorskip("SALib")
    unit = sample(method, NAMES, 600, seed=1)
    assert unit.shape[1] == 3
    assert len(unit) <= 600
    y = 4 * unit[:, 0] + unit[:, 1]
    found = analyse(method, NAMES, unit, list(y), seed=1)
    assert [one.name for one in found] == list(NAMES)
    assert found[2].main == pytest.approx(0, abs=1e-9)
    expected = 4.0 if method == "morris" else 16 / 17
    assert found[0].main == pytest.approx(expected, rel=0.05)
    assert found[0].main_low <= expected <= found[0].main_high + 1e-9


def test_sobol_indices_are_shares_or_not_told_at_all() -> None:
    pytest.importorskip("SALib")
    unit = sample("sobol", NAMES, 2000, seed=1)
    y = list(4 * unit[:, 0] + 0.2 * unit[:, 1])
    found, why_not = settled("sobol", NAMES, unit, y, seed=1)
    assert why_not == "" and [one.name for one in found][0] == NAMES[0]
    for one in found:
        shares = [one.main_low, one.main, one.main_high, one.other_low, one.other, one.other_high]
        assert all(share is not None and 0 <= share <= 1 for share in shares)
    few = sample("sobol", NAMES, 40, seed=1)
    noise = list(uniforms(1, "noise", np.arange(len(few))))
    found, why_not = settled("sobol", NAMES, few, noise, seed=1)
    assert found == []
    assert why_not.startswith(f"{len(few)} points are too few: intervals of total indices")
    assert settled("morris", NAMES, sample("morris", NAMES, 40, 1), list(range(40)), seed=1)[1] == ""


def test_designs_repeat_with_their_seed() -> None:
    pytest.importorskip("SALib")
    for method in ("morris", "sobol"):
        assert (sample(method, NAMES, 100, 1) == sample(method, NAMES, 100, 1)).all()
        assert sample(method, NAMES, 100, 1).tolist() != sample(method, NAMES, 100, 2).tolist()


def test_places_become_quantiles_of_the_priors(toy: Scenario) -> None:
    (point,) = through_priors("morris", ["assault.rate"], np.array([[0.5]]), toy)
    assert point == {"law.assault.rate": pytest.approx(toy.law["assault.rate"].prior.a)}


def test_too_few_points_and_points_without_a_value_are_refused() -> None:
    with pytest.raises(
        UsageError, match="points = 10 is too few for morris over 3 inputs; expected at least 16"
    ):
        rounds("morris", NAMES, 10)
    with pytest.raises(SimError, match="1 of 2 points have no value; sobol needs all of them"):
        analyse("sobol", NAMES, np.zeros((2, 3)), [1.0, None], 1)


def test_without_the_library_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UsageError, match=r"expected the extra explore"):
        sample("morris", NAMES, 100, 1)
