"""Discovery: a planted box comes back, and where there is none nothing is told."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.dice import uniforms
from sim.explore.prim import Bound, find_box, poisson_one, search, slice_inputs
from sim.explore.targets import Target

RUNS = 4000
ROWS = np.arange(RUNS)
COLUMNS = {f"x{k}": 10 * uniforms(2, f"x{k}", ROWS) for k in range(12)}
EQUAL = np.full(RUNS, 1.0 / RUNS)
INSIDE = (COLUMNS["x3"] < 4) & (COLUMNS["x7"] > 7)
DIE = uniforms(2, "truth", ROWS)


def claim(truth: np.ndarray) -> Target:
    return Target("c.d", truth.astype(np.int8), share=True)


def test_a_planted_box_is_found_with_its_density_coverage_and_support() -> None:
    truth = np.where(INSIDE, 0.95, 0.1) > DIE
    box = find_box(COLUMNS, claim(truth), EQUAL)
    assert box is not None
    bounds = {bound.name: bound for bound in box.bounds}
    assert set(bounds) == {"x3", "x7"}
    assert bounds["x3"].low is None
    assert bounds["x3"].high == pytest.approx(4, abs=0.4)
    assert bounds["x7"].low == pytest.approx(7, abs=0.4)
    assert bounds["x7"].high is None
    assert box.density == pytest.approx(0.92, abs=0.05)
    assert box.support == pytest.approx(0.12, abs=0.03)
    assert box.coverage == pytest.approx(0.95 * 0.12 / (0.95 * 0.12 + 0.1 * 0.88), abs=0.08)
    assert box.elsewhere > 0.75
    assert box.stability is not None
    assert min(box.stability.values()) >= 0.8


def test_where_a_claim_fails_is_found_as_well() -> None:
    truth = np.where(INSIDE, 0.05, 0.9) > DIE
    box = find_box(COLUMNS, claim(truth), EQUAL, wanted=False)
    assert box is not None
    assert {bound.name for bound in box.bounds} == {"x3", "x7"}
    assert not box.wanted


def test_the_box_follows_the_weights() -> None:
    truth = np.where(COLUMNS["x1"] < 5, COLUMNS["x2"] > 6, COLUMNS["x2"] < 4)
    weights = np.where(COLUMNS["x1"] < 5, 1.0, 1e-6)
    box = find_box(COLUMNS, claim(truth), weights)
    assert box is not None
    assert box.bounds[0] == Bound("x2", pytest.approx(5.8, abs=0.4), None)  # type: ignore[arg-type]  # approx compares


def test_noise_makes_no_box() -> None:
    assert find_box(COLUMNS, claim(DIE < 0.3), EQUAL) is None
    few = np.where(ROWS < 60, 1.0, 0.0)  # a box looks a tenth denser on the runs that made it
    assert find_box(COLUMNS, claim(DIE < 0.3), few) is None


def test_nothing_is_told_of_few_runs_or_of_what_always_holds() -> None:
    few = np.where(ROWS < 30, 1.0, 0.0)
    assert find_box(COLUMNS, claim(INSIDE), few) is None
    assert find_box(COLUMNS, claim(np.ones(RUNS)), EQUAL) is None
    assert find_box(COLUMNS, claim(DIE < 0.95), EQUAL) is None


def test_the_same_runs_give_the_same_box() -> None:
    truth = np.where(INSIDE, 0.95, 0.1) > DIE
    assert find_box(COLUMNS, claim(truth), EQUAL) == find_box(COLUMNS, claim(truth), EQUAL)


def test_peeling_never_leaves_fewer_than_the_least_support() -> None:
    sliced = slice_inputs(COLUMNS, EQUAL)
    truth = ((COLUMNS["x0"] < 0.1) & (COLUMNS["x1"] < 0.1)).astype(float)
    limits = search(sliced.code, truth, EQUAL)
    inside = ((sliced.code >= limits[:, 0]) & (sliced.code <= limits[:, 1])).all(axis=1)
    assert EQUAL[inside].sum() >= 0.05 - 1e-9


def test_copies_of_a_resample_are_poisson() -> None:
    copies = poisson_one(uniforms(1, "copies", np.arange(20_000)))
    assert np.mean(copies) == pytest.approx(1.0, abs=0.03)
    assert np.mean(copies == 0) == pytest.approx(np.exp(-1), abs=0.015)


def test_a_bound_reads_as_a_clause() -> None:
    assert Bound("x", None, 2.0).to_text() == "x stays below 2"
    assert Bound("x", 1.0, None).to_text() == "x stays above 1"
    assert Bound("x", 1.0, 2.0).to_text() == "x lies between 1 and 2"
