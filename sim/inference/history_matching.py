"""What a campaign says of the parameters, as a formula another scenario can take over (history matching).

A prior run is accepted if no report of the likelihood rules it out: each lies within three standard deviations of what the run would
have had reported (three sigma hold 95 % under any distribution with one mode, Pukelsheim 1994), and the war is on. A
probit with a ceiling explains acceptance by the scores of the run's parameters: chance = ceiling Phi(intercept + sum
slope score). Without its ceiling, which says how often chance alone spoils a run, this is what the campaign says of the
parameters. Craig et al. (1997) rule parameter sets out by an emulator; here they lose weight instead.
Axes: R runs, K parameters, V model variants, P = V + K + 1 coefficients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.errors import UsageError
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble
from sim.ensemble.proposal import scores
from sim.evidence.source_and_count import Count
from sim.inference.report_terms import ReportContext
from sim.inference.weights import Weights

SIGMA = 3.0  # standard deviations by which a report may miss a run
CLEAR = 4.0  # standard errors by which a slope must differ from zero to be used; some forty are looked at
EVENTS = (
    10  # runs accepted, and ruled out, per coefficient: fewer leave slopes to chance (Peduzzi et al. 1996)
)
SETTLED = 1e-4  # largest slope of the cost, per run, at which a fit is one
GROUPS = 5  # of equal size, by predicted probability, in which predicted and observed shares are compared
LEAST = 1000  # runs below which nothing is fitted
FLOOR = 1e-9  # least chance a run is given


@dataclass(frozen=True)
class HistoryMatch:
    """The formula, and how well it predicts.

    names       parameters it looks at, [K]; slopes, errors [K]
    intercepts  [V]
    predicted, observed, spread  [GROUPS] of runs the formula was not fitted to: mean probability, share accepted, its standard
                                 error
    accepted    share of the runs that are accepted
    """

    names: tuple[str, ...]
    slopes: np.ndarray
    errors: np.ndarray
    intercepts: np.ndarray
    ceiling: float
    predicted: np.ndarray
    observed: np.ndarray
    spread: np.ndarray
    accepted: float

    def chance(self, k: int, score: float, intercept: float) -> float:
        """Probability of accepting a run whose parameter ``k`` has ``score`` and all others the middle of their priors."""
        from scipy import special  # slow to import; see draws.quantile

        return self.ceiling * float(special.ndtr(intercept + score * float(self.slopes[k])))


def match(ensemble: Ensemble, weights: Weights) -> HistoryMatch:
    """What the reports used in the likelihood of an ensemble of prior runs say of its parameters; UsageError if too little."""
    names, runs = varying(ensemble.scenario), ensemble.record.run
    if len(runs) < LEAST:
        raise UsageError(f"{len(runs):,} runs are too few to match; expected {LEAST:,} or more")
    if not names:
        raise UsageError(
            "every parameter is fixed, so nothing can be learned of one; expected some that vary"
        )
    witness = ReportContext(
        ensemble.record, ensemble.scenario.sources, weights.bias, ensemble.scenario.semantics
    )
    is_accepted = not_ruled_out(witness, weights, ensemble.scenario.counts)
    check_enough(is_accepted, len(names) + len(ensemble.scenario.variants))
    table = scores(names, ensemble.seed, runs)
    variants = np.eye(len(ensemble.scenario.variants))[ensemble.variant]
    is_clear = clear_ones(table, variants, is_accepted)
    is_even = np.arange(len(runs)) % 2 == 0
    half = fitted(table[is_even][:, is_clear], variants[is_even], is_accepted[is_even])
    predicted = chance(half, table[~is_even][:, is_clear], variants[~is_even])
    coefficients = fitted(table[:, is_clear], variants, is_accepted)
    errors = standard_errors(coefficients, table[:, is_clear], variants, is_accepted)
    expected_rates, observed_rates, spread = groups(predicted, is_accepted[~is_even])
    first = variants.shape[1]
    return HistoryMatch(
        tuple(name for name, is_chosen in zip(names, is_clear, strict=True) if is_chosen),
        coefficients[first:-1],
        errors[first:-1],
        coefficients[:first],
        float(ceiling_of(coefficients)),
        expected_rates,
        observed_rates,
        spread,
        float(is_accepted.mean()),
    )


def not_ruled_out(witness: ReportContext, weights: Weights, counts: Sequence[Count]) -> np.ndarray:
    """1 for a run that no report of the likelihood rules out, its source taken at its word, else 0: float64 [R].

    A report misses by z standard deviations where its log-likelihood is z^2 / 2 below that of a run it fits exactly.
    """
    count_by_id = {count.id: count for count in counts}
    is_accepted = weights.possible.copy()
    for term in weights.terms:
        is_accepted &= term.alone >= witness.best(count_by_id[term.id]) - SIGMA**2 / 2
    return is_accepted.astype(np.float64)


def check_enough(accepted: np.ndarray, coefficients: int) -> None:
    """UsageError if too few runs are accepted, or ruled out, to estimate so many coefficients.

    accepted   float64 [R], 1 or 0
    """
    accepted_count, runs_needed = int(accepted.sum()), EVENTS * coefficients
    for number, outcome in ((accepted_count, "accepted"), (len(accepted) - accepted_count, "ruled out")):
        if number < runs_needed:
            raise UsageError(
                f"{number:,} of {len(accepted):,} runs are {outcome}, too few to estimate {coefficients} coefficients; "
                f"expected {runs_needed:,} or more: raise runs, or use other counts"
            )


def clear_ones(table: np.ndarray, variants: np.ndarray, accepted: np.ndarray) -> np.ndarray:
    """Which of the parameters [K] have a slope that is clearly not zero."""
    values = fitted(table, variants, accepted)
    errors = standard_errors(values, table, variants, accepted)
    part = slice(variants.shape[1], -1)
    is_clear: np.ndarray = np.abs(values[part]) > CLEAR * errors[part]
    return is_clear


def fitted(table: np.ndarray, variants: np.ndarray, accepted: np.ndarray) -> np.ndarray:
    """Coefficients [P] of largest quasi-likelihood: intercepts, slopes, logit of the ceiling.

    table      float64 [R, K], scores of the parameters
    variants   int16 [R]; accepted   float64 [R], 1 or 0
    UsageError if the fit does not converge.
    """
    from scipy import optimize  # slow to import

    start = np.zeros(variants.shape[1] + table.shape[1] + 1)
    start[-1] = 2.0

    def cost(coefficients: np.ndarray) -> tuple[float, np.ndarray]:
        p, slope = chance_and_slope(coefficients, table, variants)
        total = -(accepted * np.log(p) + (1 - accepted) * np.log1p(-p)).mean()
        return float(total), -slope.T @ ((accepted - p) / (p * (1 - p))) / len(accepted)

    optimum = optimize.minimize(cost, start, jac=True, method="L-BFGS-B")
    coefficients: np.ndarray = optimum.x
    if not np.abs(cost(coefficients)[1]).max() < SETTLED:
        raise UsageError(
            "the fit of the runs not ruled out does not converge; raise runs, or use other counts"
        )
    return coefficients


def standard_errors(
    coefficients: np.ndarray, table: np.ndarray, variants: np.ndarray, accepted: np.ndarray
) -> np.ndarray:
    """Of the coefficients [P]; by the sandwich, since a line through scores is no more than near the truth."""
    p, slope = chance_and_slope(coefficients, table, variants)
    bread = np.linalg.pinv(slope.T @ (slope / (p * (1 - p))[:, None]))
    score_terms = slope * ((accepted - p) / (p * (1 - p)))[:, None]
    errors: np.ndarray = np.sqrt(np.diag(bread @ (score_terms.T @ score_terms) @ bread))
    return errors


def chance(coefficients: np.ndarray, table: np.ndarray, variants: np.ndarray) -> np.ndarray:
    """Probability that a run is accepted: float64 [R]."""
    return chance_and_slope(coefficients, table, variants)[0]


def chance_and_slope(
    coefficients: np.ndarray, table: np.ndarray, variants: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(chance [R], its slope in each coefficient [R, P])."""
    from scipy import special

    design, ceiling = np.concatenate([variants, table], axis=1), ceiling_of(coefficients)
    line = design @ coefficients[:-1]
    share = np.asarray(special.ndtr(line))
    density = np.exp(-0.5 * line**2) / np.sqrt(2 * np.pi)
    slope = np.concatenate(
        [ceiling * density[:, None] * design, (share * ceiling * (1 - ceiling))[:, None]], axis=1
    )
    return np.clip(ceiling * share, FLOOR, 1 - FLOOR), slope


def ceiling_of(coefficients: np.ndarray) -> float:
    """The ceiling, from its logit at the end of ``coefficients`` [P]."""
    return float(1.0 / (1.0 + np.exp(-coefficients[-1])))


def groups(predicted: np.ndarray, accepted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean predicted and observed share and its standard error, float64 [GROUPS] each, in groups by predicted probability."""
    parts = np.array_split(np.argsort(predicted, kind="stable"), GROUPS)
    means = [np.array([values[part].mean() for part in parts]) for values in (predicted, accepted)]
    return means[0], means[1], np.array([accepted[part].std() / np.sqrt(len(part)) for part in parts])
