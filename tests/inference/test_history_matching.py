"""History matching: a planted probit is found again, what plays no part is left out, and what cannot be learned is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import special

from sim.base.errors import UsageError
from sim.ensemble.engine import run_ensemble
from sim.inference.history_matching import (
    CLEAR,
    check_enough,
    clear_ones,
    fitted,
    groups,
    match,
    not_ruled_out,
    standard_errors,
)
from sim.inference.report_terms import ReportContext
from sim.inference.weights import weigh_ensemble
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario
from tests.inference.problems import conditioned, four_counts, prior_runs

TRUTH = np.array([0.5, -0.4, -0.8, 0.6])  # two intercepts, two slopes
R, IDLE = 12_000, 8


def planted(ceiling: float = 0.9) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(scores [R, 10] of which two matter, variants [R, 2], kept [R])."""
    dice = np.random.default_rng(11)
    table = dice.standard_normal((R, 2 + IDLE))
    variants = np.eye(2)[dice.integers(0, 2, R)]
    line = np.concatenate([variants, table[:, :2]], axis=1) @ TRUTH
    return table, variants, (dice.random(R) < ceiling * special.ndtr(line)).astype(float)


def test_a_planted_formula_is_found_within_its_errors() -> None:
    table, variants, kept = planted()
    found = fitted(table[:, :2], variants, kept)
    errors = standard_errors(found, table[:, :2], variants, kept)
    assert (np.abs(found[:-1] - TRUTH) < 4 * errors[:-1]).all()
    assert (errors[:-1] < 0.15).all()
    assert 1 / (1 + np.exp(-found[-1])) == pytest.approx(0.9, abs=0.05)


def test_errors_are_as_large_as_the_scatter_over_halves() -> None:
    table, variants, kept = planted()
    halves = [
        fitted(table[part, :2], variants[part], kept[part]) for part in np.array_split(np.arange(R), 12)
    ]
    scatter = np.std(halves, axis=0, ddof=1) / np.sqrt(12)
    errors = standard_errors(fitted(table[:, :2], variants, kept), table[:, :2], variants, kept)
    assert (errors[2:4] / scatter[2:4] > 0.5).all()
    assert (errors[2:4] / scatter[2:4] < 2.0).all()


def test_only_parameters_with_a_clear_part_are_told() -> None:
    table, variants, kept = planted()
    assert clear_ones(table, variants, kept).tolist() == [True, True, *[False] * IDLE]


def test_groups_are_ordered_and_of_all_runs() -> None:
    foretold, found, spread = groups(np.linspace(0, 1, 1000), np.repeat([0.0, 1.0], 500))
    assert foretold.tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9], abs=1e-3)
    assert found.tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
    assert spread[2] == pytest.approx(0.5 / np.sqrt(200))


def ruled(*log_likelihoods: list[float], possible: list[bool] | None = None) -> list[float]:
    """What is kept of runs with these log-likelihoods of single reports, told from that of a run that fits exactly."""
    problem = four_counts()
    ensemble = prior_runs(problem, 16)
    weights = conditioned(ensemble)
    witness = ReportContext(ensemble.record, problem.sources, weights.bias)
    first = weights.terms[0]
    top = witness.best(next(one for one in problem.counts if one.id == first.id))
    terms = tuple(replace(first, alone=top + np.array(alone)) for alone in log_likelihoods)
    alive = np.array(possible or [True] * len(log_likelihoods[0]))
    return not_ruled_out(witness, replace(weights, terms=terms, possible=alive), problem.counts).tolist()


def test_a_run_is_kept_up_to_three_standard_deviations_from_every_report() -> None:
    sharp = [-(z**2) / 2 for z in (0.0, 0.0, 2.9, 3.1, -2.9, -np.inf)]
    assert ruled(sharp) == [1, 1, 1, 0, 1, 0]
    other = [-(z**2) / 2 for z in (5.0, 0.0, 0.0, 0.0, 0.0, 0.0)]
    assert ruled(sharp, other) == [0, 1, 1, 0, 1, 0]
    assert ruled(sharp, possible=[True, False, *[True] * 4]) == [1, 0, 1, 0, 1, 0]


def test_reports_that_every_run_misses_rule_out_every_run() -> None:
    assert ruled([-(z**2) / 2 for z in (8.0, 9.0, 30.0)]) == [0, 0, 0]
    assert ruled([-np.inf] * 3) == [0, 0, 0]


@pytest.mark.parametrize("value", [16.0, 19.0, 22.0])
def test_the_best_likelihood_is_that_of_a_run_that_fits_exactly(value: float) -> None:
    problem = four_counts()
    ensemble = prior_runs(problem, 2000)
    weights = conditioned(ensemble)
    witness = ReportContext(ensemble.record, problem.sources, weights.bias)
    for count, term in zip(problem.counts[-4:], weights.terms, strict=True):
        assert count.id == term.id
        assert term.alone.max() <= witness.best(count) + 1e-3
    stock = next(one for one in problem.counts if one.low == value)
    near = np.abs(witness.predicted(stock)[0] - value) < 0.2
    assert near.any()
    alone = next(term.alone for term in weights.terms if term.id == stock.id)
    assert np.abs(alone[near] - witness.best(stock)).max() < 0.02


@pytest.mark.parametrize(
    ("kept", "what"), [(3, "3 of 4,000 runs are accepted"), (3_990, "10 of 4,000 runs are ruled out")]
)
def test_too_few_on_one_side_are_refused(kept: int, what: str) -> None:
    with pytest.raises(
        UsageError, match=f"{what}, too few to estimate 40 coefficients; expected 400 or more"
    ):
        check_enough(np.arange(4_000) < kept, 40)
    check_enough(np.arange(4_000) < 400, 40)


@pytest.mark.parametrize("seed", range(3))
def test_luck_alone_is_rarely_told_where_just_enough_runs_are_lost(seed: int) -> None:
    dice = np.random.default_rng(seed)
    table, variants = dice.standard_normal((6_000, 38)), np.eye(2)[dice.integers(0, 2, 6_000)]
    kept = np.ones(6_000)
    kept[dice.choice(6_000, 400, replace=False)] = 0.0
    check_enough(kept, 40)
    assert clear_ones(table, variants, kept).sum() <= 1


def test_what_moves_a_campaign_is_found_and_foretold_in_runs_not_used() -> None:
    ensemble = prior_runs(four_counts(), 4000)
    found = match(ensemble, conditioned(ensemble))
    assert found.names
    assert (np.abs(found.slopes) > CLEAR * found.errors / 2).all()
    assert (np.diff(found.predicted) > 0).all()
    assert found.observed[-1] - found.observed[0] > 0.1
    np.testing.assert_allclose(found.predicted, found.observed, atol=0.08)
    assert 0 < found.accepted < 1


def test_what_cannot_be_learned_is_said(toy: Scenario) -> None:
    few = run_ensemble(toy, runs=200, seed=1)
    with pytest.raises(UsageError, match="200 runs are too few to match; expected 1,000 or more"):
        match(few, weigh_ensemble(few, "all"))
    middles = {name: 0.5 * (one.prior.a + one.prior.b) if one.prior.family == "uniform" else one.prior.a
               for name, one in toy.law.items() if not one.prior.fixed}  # fmt: skip
    fixed = with_law(toy, middles, ())
    settled = run_ensemble(fixed, runs=1000, seed=1)
    with pytest.raises(UsageError, match="every parameter is fixed"):
        match(settled, weigh_ensemble(settled, "all"))
