"""Evidence of model variants against normal distributions, whose evidence is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.inference.report_terms import Term
from sim.inference.variants import BARELY, ERRORS, contrast, relative, weigh_variant, weigh_variants
from sim.inference.weights import Weights, combine
from sim.scenario.scenario import Variant

CENTRES = (0.0, 1.0, 2.5)  # of the prior of x in each variant; its spread is 1
PRIORS = (2.0, 1.0, 1.0)  # declared weights
VARIANTS = tuple(
    Variant(f"v{number}", weight, {}) for number, weight in enumerate(PRIORS)
)  # 0 is reported, with noise 1
SHARES = np.array(PRIORS) / sum(PRIORS)
EVIDENCE = np.exp(-(np.array(CENTRES) ** 2) / 4) / np.sqrt(4 * np.pi)
LOG_EVIDENCE = np.log(EVIDENCE / (SHARES @ EVIDENCE))
POSTERIOR = SHARES * EVIDENCE / (SHARES @ EVIDENCE)


def weighed(
    log_likelihood: np.ndarray, log_prior: np.ndarray | None = None, evidence: str = "all"
) -> Weights:
    """Weights by one report that is surely trustworthy."""
    every = np.ones(len(log_likelihood), dtype=bool)
    term = Term("report", "report", 2.0, 1.0, 0.0, log_likelihood, log_likelihood)
    return combine([term] if evidence != "none" else [], every, every, evidence, {}, log_prior, 1.0)


def problem(runs: int, seed: int, spread: float = 1.0, evidence: str = "all") -> tuple[Weights, np.ndarray]:
    """Weights and variant of ``runs`` draws of x; a ``spread`` other than 1 is a proposal that has to be put right."""
    dice = np.random.default_rng(seed)
    variant = dice.choice(3, size=runs, p=SHARES).astype(np.int16)
    deviate = spread * dice.standard_normal(runs)
    ratio = -0.5 * deviate**2 + 0.5 * (deviate / spread) ** 2 + np.log(spread)
    x = np.array(CENTRES)[variant] + deviate
    return weighed(-0.5 * x**2 - 0.5 * np.log(2 * np.pi), ratio, evidence), variant


@pytest.mark.parametrize("spread", [1.0, 1.6])
def test_the_evidence_of_each_variant_is_the_known_one(spread: float) -> None:
    weights, variant = problem(40_000, 3, spread)
    for number, one in enumerate(weigh_variants(weights, variant, VARIANTS)):
        assert one.log_evidence is not None and one.error is not None
        assert abs(one.log_evidence - LOG_EVIDENCE[number]) < 3.9 * one.error  # false alarm 1e-4
        assert one.error < 0.05
        assert one.posterior == pytest.approx(POSTERIOR[number], abs=0.02)
        assert one.prior == pytest.approx(SHARES[number])


def test_the_stated_error_is_the_spread_of_four_hundred_repeats() -> None:
    found = [weigh_variants(*problem(1500, seed), VARIANTS) for seed in range(400)]
    for number in range(3):
        logs = np.array([one[number].log_evidence for one in found])
        errors = np.array([one[number].error for one in found])
        z = (logs - LOG_EVIDENCE[number]) / errors
        assert abs(z.std() - 1.0) < 3.9 / np.sqrt(2 * 400)  # of a standard deviation, false alarm 1e-4
        assert abs(z.mean()) < 3.9 / np.sqrt(400)


def test_evidence_does_not_hang_on_how_many_runs_a_variant_has() -> None:
    weights, variant = problem(30_000, 5)
    kept = (variant != 0) | (np.arange(30_000) % 4 == 0)  # a quarter of the runs of the first variant
    fewer = combine(
        [thinned(weights.terms[0], kept)], *2 * (np.ones(kept.sum(), dtype=bool),), "all", {}, None, 1.0
    )
    log, error = relative(fewer, variant[kept] == 0, variant[kept] == 1)
    assert log is not None and error is not None
    assert abs(log - np.log(EVIDENCE[0] / EVIDENCE[1])) < 3.9 * error


def thinned(term: Term, kept: np.ndarray) -> Term:
    """A term of the runs ``kept`` only."""
    few = term.alone[kept]
    return Term(term.id, term.group, term.outcomes, term.power, term.unreliable, few, few)


def test_variants_with_the_same_likelihood_cannot_be_told_apart() -> None:
    dice = np.random.default_rng(1)
    variant = dice.choice(3, size=20_000, p=SHARES).astype(np.int16)
    weights = weighed(-0.5 * dice.standard_normal(20_000) ** 2)
    found = contrast(weights, variant, weigh_variants(weights, variant, VARIANTS))
    assert found is not None
    assert found.apart is False
    assert 1.0 <= found.ratio < found.high < 1.1 < BARELY


def test_a_variant_that_explains_four_times_as_much_is_told_apart_and_named() -> None:
    weights, variant = problem(40_000, 2)
    found = contrast(weights, variant, weigh_variants(weights, variant, VARIANTS))
    assert found is not None
    assert (found.best, found.worst, found.apart) == ("v0", "v2", True)
    assert found.ratio == pytest.approx(EVIDENCE[0] / EVIDENCE[2], rel=0.1)
    assert found.high / found.ratio == pytest.approx(found.ratio / found.low)
    assert ERRORS == 3.0


def test_too_few_effective_runs_say_nothing_about_the_ratio() -> None:
    weights, variant = problem(60, 2)
    found = contrast(weights, variant, weigh_variants(weights, variant, VARIANTS))
    assert found is not None
    assert found.apart is None


def test_a_variant_in_which_no_run_weighs_has_no_evidence_and_no_share_is_made_up() -> None:
    _, variant = problem(400, 2)
    weights = weighed(np.where(variant == 1, -np.inf, -1.0))
    found = weigh_variants(weights, variant, VARIANTS)
    assert (found[1].log_evidence, found[1].error, found[1].ess) == (None, None, 0.0)
    assert found[1].posterior == 0.0
    assert found[0].posterior is not None and found[0].posterior > 0.5


def test_without_evidence_there_is_a_prior_share_and_nothing_else() -> None:
    weights, variant = problem(400, 2, evidence="none")
    found = weigh_variants(weights, variant, VARIANTS)
    assert [one.posterior for one in found] == [None] * 3
    assert [one.prior for one in found] == pytest.approx(SHARES)
    assert found[0].ess == pytest.approx(float((variant == 0).sum()))
    assert contrast(weights, variant, found) is None


def test_runs_that_resemble_each_other_make_every_number_of_a_variant_less_sure() -> None:
    weights, variant = problem(4000, seed=5)
    alike = replace(weights, dependence=0.04)
    own, same = (weigh_variant(one, variant == 0, "one", 0.5) for one in (weights, alike))
    assert (same.posterior, same.log_evidence) == (own.posterior, own.log_evidence)
    assert same.ess == pytest.approx(0.04 * own.ess)
    assert own.error is not None and same.error == pytest.approx(5.0 * own.error)
    assert None not in (own.low, same.low) and same.low < own.low  # type: ignore[operator]  # neither is None


@pytest.mark.parametrize(("alike", "times"), [(False, 1.0), (True, 10.0)])
def test_the_error_of_a_ratio_is_told_by_how_islands_scatter_about_it(alike: bool, times: float) -> None:
    # a hundred copies of each of sixty runs say no more than these, though in all that was looked at a run counts as a tenth
    weights, variant = problem(6000, seed=5)
    islands = np.repeat(np.arange(60), 100)
    rows = islands if alike else np.arange(6000)
    runs = replace(weighed(weights.log_values[rows]), dependence=0.1, islands=islands)
    _, error = relative(runs, variant[rows] == 0, variant[rows] == 1)
    _, by_itself = relative(weights, variant == 0, variant == 1)
    assert error is not None and by_itself is not None
    assert error == pytest.approx(times * by_itself, rel=0.4)
