"""Reports told of runs whose sources' biases are integrated: against sums over many biases, and drawn back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble
from sim.ensemble.uniforms import Numbers
from sim.inference.particles.bias_cells import CELLS, BiasMarginal, from_cells
from sim.inference.weights import normalise, weigh_ensemble
from sim.scenario.scenario import Scenario
from tests.inference.problems import four_counts, prior_runs


@pytest.fixture(scope="module")
def problem() -> Scenario:
    return four_counts()


@pytest.fixture(scope="module")
def prior(problem: Scenario) -> Ensemble:
    return prior_runs(problem, BLOCK)


def told_of(
    ensemble: Ensemble, scenario: Scenario, moved: dict[str, np.ndarray] | None = None
) -> BiasMarginal:
    """All reports of a scenario, told of an ensemble's runs."""
    numbers = Numbers(ensemble.seed, ensemble.record.run, moved or {})
    return BiasMarginal(
        ensemble.record, tuple(scenario.counts), scenario.sources, scenario.semantics, numbers
    )


def test_the_integral_is_the_mean_over_many_biases(problem: Scenario, prior: Ensemble) -> None:
    middles = (np.arange(400) + 0.5) / 400
    told = told_of(prior, problem)
    logs = []
    for u in middles:
        numbers = Numbers(prior.seed, prior.record.run, {"source.envoy.bias": np.full(prior.runs, u)})
        whole = replace(told, numbers=numbers)
        logs.append(whole.log_likelihood(told.counts, whole.own(told.counts, numbers)))
    exact = np.logaddexp.reduce(logs, axis=0) - np.log(len(logs))
    apart = np.abs(told.integrated() - exact)
    assert np.median(apart) < 0.02
    assert apart.max() < 0.3  # far from what was reported; the correction of a drawn bias takes it back


def test_drawn_biases_and_their_correction_give_the_posterior_of_the_bias(
    problem: Scenario, prior: Ensemble
) -> None:
    told = told_of(prior, problem)
    numbers, correction = told.drawn()
    assert set(numbers) == {"source.envoy.bias"}
    weights = normalise(told.integrated() + correction)
    mean = weights @ numbers["source.envoy.bias"]
    plain = prior_runs(problem, 80 * BLOCK)
    own = weigh_ensemble(plain)
    u = Numbers(plain.seed, plain.record.run).of("source.envoy.bias")
    expected = own.values @ u
    spread = float(np.sqrt(own.values @ (u - expected) ** 2))
    error = spread * np.hypot(own.ess**-0.5, float((weights**2).sum()) ** 0.5)
    assert abs(mean - expected) <= 3.5 * error
    assert np.abs(correction).max() < 1.0


def test_a_fixed_bias_is_told_as_it_is(problem: Scenario, prior: Ensemble) -> None:
    alone = replace(problem, counts=tuple(one for one in problem.counts if one.source == "gazette"))
    told = told_of(prior, alone)
    assert told.drawn()[0] == {}
    own = weigh_ensemble(replace(prior, scenario=alone))
    possible = np.isfinite(own.log_values)
    assert np.allclose(told.integrated()[possible], own.log_values[possible], rtol=0, atol=1e-9)


def test_biases_that_share_a_switch_stay_the_runs_own(problem: Scenario, prior: Ensemble) -> None:
    bias = problem.sources["envoy"].bias
    both = {**problem.sources, "gazette": replace(problem.sources["gazette"], bias=bias)}
    shared = replace(
        problem, sources=both, counts=tuple(replace(one, origin="agency") for one in problem.counts)
    )
    told = told_of(prior, shared)
    assert [free for free, _ in told.bundles()] == [None]
    assert told.drawn()[0] == {}
    own = weigh_ensemble(replace(prior, scenario=shared))
    possible = np.isfinite(own.log_values)
    assert np.allclose(told.integrated()[possible], own.log_values[possible], rtol=0, atol=1e-9)


def test_numbers_from_cells_follow_their_likelihood_and_keep_the_order_of_the_dice() -> None:
    cells = np.log(np.repeat(np.arange(1.0, CELLS + 1)[:, None], 4000, axis=1))
    u = (np.arange(4000) + 0.5) / 4000
    numbers, chosen = from_cells(cells, u)
    assert (np.diff(numbers) > 0).all()
    shares = np.bincount(chosen, minlength=CELLS) / 4000
    assert np.abs(shares - np.arange(1, CELLS + 1) / (CELLS * (CELLS + 1) / 2)).max() < 1e-3
    assert ((numbers * CELLS).astype(int) == chosen).all()
