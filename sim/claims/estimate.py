"""Weighted shares of runs with their Monte Carlo interval, and what forbids a grade."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sim.claims.kind import TRUE, UNDEFINED
from sim.claims.types import Estimate

LEVEL = 0.95  # of the intervals
LEAST_SHOWN, LEAST_GRADED = 20, 100  # effective runs below which there is no number, and no grade
MOST_UNDEFINED, MOST_PARETO_K = 0.2, 0.7
OVERALL = 4.0  # islands; assumed


def effective(weights: np.ndarray) -> float:
    """Effective sample size of weights [R]: (sum w)^2 / sum w^2; 0 if all are zero (Kish 1965)."""
    squared = float((weights * weights).sum())
    return float(weights.sum()) ** 2 / squared if squared > 0 else 0.0


class Shares:
    """Weights [R] as shares of their sum, with what every definition asks of them again."""

    def __init__(self, weights: np.ndarray) -> None:
        self.weights, self.total = weights, weights.sum()
        self.share = weights / self.total if self.total > 0 else weights
        self.counts = self.share > 0

    @cached_property
    def whole(self) -> tuple[float, float]:
        """Sum of the shares and effective sample size, of a definition that is defined in every run."""
        return float(self.share.sum()), effective(self.share)


def estimate(
    verdicts: np.ndarray,
    weights: np.ndarray | Shares | None = None,
    dependence: float = 1.0,
    islands: np.ndarray | None = None,
) -> Estimate:
    """Share of the defined runs in which a definition is true.

    verdicts     int8 [R]
    weights      [R], None for equal ones; they need not sum to 1; Shares of them if many definitions are asked
    dependence   factor on the effective number of runs that resemble each other
    islands      int [R], which island of a filter each run is of, -1 for a run by itself; None if all are
    The interval is Jeffreys' at the effective number of defined runs; below LEAST_SHOWN there is no number.
    """
    if not isinstance(weights, Shares):
        weights = Shares(np.full(len(verdicts), 1.0) if weights is None else np.asarray(weights))
    if weights.total <= 0:
        return Estimate(None, None, None, undefined=1.0, ess=0.0)
    share, defined, true = weights.share, verdicts != UNDEFINED, verdicts == TRUE
    undefined, (defined_share, ess) = 0.0, weights.whole
    if not defined.all():
        defined_share, ess = float(share[defined].sum()), effective(share[defined])
        undefined = min(1.0, float(share[~defined].sum()))
    p = min(1.0, float(share[true].sum()) / defined_share) if defined_share > 0 else 0.0
    if not true[weights.counts].any():
        p = 0.0
    elif true[defined & weights.counts].all():
        p = 1.0  # not a rounding error away from it
    effective_runs = dependence * ess
    if islands is not None and 0.0 < p < 1.0:
        influence = np.where(defined, share * (true - p), 0.0) / defined_share
        effective_runs = scattered(influence, np.where(defined, share, 0.0), islands, p, effective_runs, ess)
    return estimate_from(p, undefined, effective_runs)


def scattered(
    influence: np.ndarray, share: np.ndarray, islands: np.ndarray, p: float, overall: float, most: float
) -> float:
    """Effective runs as the islands scatter about this very share ``p``, ``most`` at most.

    overall   effective runs over all that was looked at; the others see ``island_variance``
    """
    variance = island_variance(influence, share, islands, p * (1.0 - p) / overall)
    return min(most, p * (1.0 - p) / variance)


def island_variance(influence: np.ndarray, share: np.ndarray, islands: np.ndarray, overall: float) -> float:
    """Monte Carlo variance of a number found from runs of islands, by how they scatter about this very number.

    Runs of an island share ancestors, which matters much for what parameters decide and little for what chance does: the variance
    is that of the sums of ``influence`` by island (clustered observations, Liang & Zeger 1986). Few islands may agree
    by luck, so ``overall``, the variance if runs resemble each other as in all that was looked at, counts as OVERALL islands more.
    influence, share   float64 [R], how far each run moves the number, and its share of the weight
    """
    in_island = islands >= 0
    sums, parts = (
        np.bincount(islands[in_island], weights=values[in_island]) for values in (influence, share)
    )
    number = effective(parts)
    if number <= 1.0:
        return overall
    variance = float((sums**2).sum()) * number / (number - 1.0) + float((influence[~in_island] ** 2).sum())
    freedom = number - 1.0
    return (freedom * variance + OVERALL * overall) / (freedom + OVERALL)


def estimate_from(p: float, undefined: float, ess: float) -> Estimate:
    """A share ``p`` of ``ess`` effective runs with its interval; no number below LEAST_SHOWN."""
    if ess < LEAST_SHOWN:
        return Estimate(None, None, None, undefined, ess)
    low, high = jeffreys(p, ess)
    return Estimate(p, low, high, undefined, ess)


def jeffreys(p: float, ess: float) -> tuple[float, float]:
    """Jeffreys' interval of a share ``p`` among ``ess`` effective runs; closed at 0 and 1 (Brown et al. 2001)."""
    from scipy.special import betaincinv  # slow to import, and a cached verdict needs no new interval

    hits, misses = p * ess + 0.5, (1 - p) * ess + 0.5
    low, high = (float(betaincinv(hits, misses, q)) for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return (0.0 if p == 0 else min(low, p)), (1.0 if p == 1 else max(high, p))


def why_not_graded(value: Estimate, pareto_k: float | None) -> str:
    """Why an estimate gets no word, in words; empty if it does."""
    if value.undefined > MOST_UNDEFINED and value.p is not None:
        return f"cannot be evaluated in {100 * value.undefined:.0f} % of the runs (limit {100 * MOST_UNDEFINED:.0f} %)"
    if value.p is None and value.undefined >= 1.0:
        return "cannot be evaluated in any run"
    if value.p is None or value.ess < LEAST_GRADED:
        size_needed = LEAST_SHOWN if value.p is None else LEAST_GRADED
        purpose = "for a number" if value.p is None else "to grade"
        return f"too few effective runs {purpose} ({value.ess:.0f}; {size_needed:.0f} needed)"
    if pareto_k is not None and not pareto_k <= MOST_PARETO_K:
        return f"the weights depend on too few runs (Pareto k {pareto_k:.2f}, above {MOST_PARETO_K:g})"
    return ""
