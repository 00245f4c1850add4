"""Paired differences: right on average, with intervals that cover, and narrower than unpaired ones."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.dice import uniforms
from sim.ensemble.engine import run_ensemble
from sim.explore.compare import PairedRuns, compare, headline_rows, observe_side
from sim.explore.settings import Setup, choose
from sim.scenario.scenario import Scenario


def side(values: np.ndarray, runs: np.ndarray | None = None, weights: np.ndarray | None = None) -> PairedRuns:
    n = len(values)
    equal = np.full(n, 1.0 / n)
    return PairedRuns(
        run=np.arange(n) if runs is None else runs,
        prior=equal,
        posterior=weights,
        ess=float(n),
        numbers={"t": (values, np.ones(n, dtype=bool))},
        texts={"t": "text"},
        shares=frozenset(),
    )


def test_pairing_takes_away_what_both_have_in_common() -> None:
    runs = np.arange(1000)
    common, own = uniforms(1, "common", runs), uniforms(1, "own", runs)
    (found,) = compare(side(common + 0.1 * own), side(common))
    assert found.difference == pytest.approx(0.05, abs=0.01)
    assert found.saved == pytest.approx(2 / 0.01, rel=0.2)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    inside = 0
    for trial in range(200):
        runs = np.arange(200)
        a, b, common = (uniforms(trial, name, runs) for name in "abc")
        (found,) = compare(side(common + a), side(common + b))
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 0 <= found.high
    assert 180 <= inside <= 199  # 190 expected; outside this once in a thousand


def test_runs_that_failed_on_one_side_are_not_paired() -> None:
    values = uniforms(1, "v", np.arange(100))
    (found,) = compare(side(values), side(values[:90], np.arange(90)))
    assert found.difference == pytest.approx(values.mean() - values[:90].mean())
    assert found.low is not None
    assert found.low < 0 < (found.high or 0)


def test_few_effective_runs_give_no_difference() -> None:
    weights = np.zeros(100)
    weights[:5] = 0.2
    found = compare(side(np.arange(100.0), weights=weights), side(np.arange(100.0), weights=weights))
    assert found[0].difference == 0
    assert (found[1].when, found[1].difference) == ("posterior", None)
    assert headline_rows(found, ["t"])[0].when == "prior"


def test_a_setting_that_changes_nothing_has_no_difference_and_one_that_does_has(
    toy: Scenario, own_store: object
) -> None:
    base = Setup(toy)
    strong = choose(base, {"law.external.level": 1.0, "law.external.after": 1.0})
    sides = {
        name: observe_side(run_ensemble(setup.scenario, runs=300), setup)
        for name, setup in {"a": strong, "b": base}.items()
    }
    for row in compare(sides["b"], sides["b"]):
        assert row.difference in (0.0, None)
        assert row.saved is None
    found = {(row.target, row.when): row for row in compare(sides["a"], sides["b"])}
    held = found["held.red.horizon", "prior"]
    assert held.high is not None
    assert held.high < 0  # support of the other side cannot help the challenger
    assert held.saved is not None
    assert held.saved > 1
