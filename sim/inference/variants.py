"""Model variants after the evidence: how well each explains the reports, beside the average over all of them.

A variant's evidence is the mean likelihood of its runs over the prior. It is reported relative to the mean over all runs,
because the likelihood itself carries no scale that means anything. Axes: R runs, V variants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.claims.estimate import LEAST_SHOWN, effective, estimate, island_variance
from sim.claims.kind import FALSE, TRUE
from sim.inference.weights import Weights, normalise
from sim.scenario.scenario import Variant

BARELY = 3.0  # ratio of evidence "not worth more than a bare mention" below it (Kass & Raftery 1995)
ERRORS = (
    3.0  # standard errors a ratio must clear to be reported; the two variants compared are the most extreme
)
LARGEST = 50.0  # log of a ratio, either way, beyond which none is reported


@dataclass(frozen=True)
class VariantWeight:
    """One model variant before and after the evidence.

    prior         declared share of the prior
    posterior     share of the weight of all runs, with its 95 % Monte Carlo interval; None without evidence
    log_evidence  natural log of its mean likelihood over that of all runs; None without evidence or if no run has a positive weight
    error         Monte Carlo standard error of ``log_evidence``
    ess           effective runs among its own
    """

    name: str
    prior: float
    posterior: float | None
    low: float | None
    high: float | None
    log_evidence: float | None
    error: float | None
    ess: float


@dataclass(frozen=True)
class Contrast:
    """How far the evidence separates the best variant from the worst.

    ratio    evidence of ``best`` over that of ``worst``, between ``low`` and ``high`` by ERRORS standard errors
    apart    True: above BARELY with certainty; False: below it with certainty; None: too few runs to say
    """

    best: str
    worst: str
    ratio: float
    low: float
    high: float

    @property
    def apart(self) -> bool | None:
        """See the class."""
        if self.low > BARELY:
            return True
        return False if self.high < BARELY else None


def weigh_variants(
    weights: Weights, variant: np.ndarray, variants: Sequence[Variant]
) -> tuple[VariantWeight, ...]:
    """Every variant, in file order; ``variant`` int16 [R] says to which each run belongs."""
    total = sum(model.weight for model in variants)
    return tuple(
        weigh_variant(weights, variant == number, model.name, model.weight / total)
        for number, model in enumerate(variants)
    )


def weigh_variant(weights: Weights, in_variant: np.ndarray, name: str, prior: float) -> VariantWeight:
    """The variant whose runs ``in_variant`` bool [R] marks."""
    if weights.evidence == "none":
        return VariantWeight(name, prior, None, None, None, None, None, effective(weights.prior[in_variant]))
    share = estimate(
        np.where(in_variant, TRUE, FALSE).astype(np.int8), weights.values, weights.dependence, weights.islands
    )
    log, error = relative(weights, in_variant, np.ones(len(in_variant), dtype=bool))
    return VariantWeight(
        name,
        prior,
        share.p,
        share.low,
        share.high,
        log,
        error,
        weights.dependence * effective(weights.values[in_variant]),
    )


def relative(
    weights: Weights, in_variant: np.ndarray, in_other: np.ndarray
) -> tuple[float | None, float | None]:
    """(log ratio, standard error) of the mean likelihood of the runs ``in_variant`` to that of ``in_other``, bool [R] each.

    Means are over the prior: runs of later batches count by their ratio to it. The error is that of the delta
    method: each run moves the ratio by its influence, and runs of a filter count as fewer independent ones, as its islands
    scatter about this ratio. None where one of the two does not weigh.
    """
    first, second = influence(weights, in_variant), influence(weights, in_other)
    if first is None or second is None:
        return None, None
    influences = first[1] - second[1]
    apart = float((influences**2).sum())  # the variance if no run resembled another
    variance = apart / weights.dependence
    if weights.islands is not None:
        variance = max(apart, island_variance(influences, weights.values, weights.islands, variance))
    return first[0] - second[0], float(np.sqrt(variance))


def influence(weights: Weights, in_variant: np.ndarray) -> tuple[float, np.ndarray] | None:
    """(log of the mean likelihood of the runs ``in_variant`` up to a common constant, influence of each run on it [R])."""
    before, after = weights.prior, normalise(weights.log_values)
    base, weight = float(before[in_variant].sum()), float(after[in_variant].sum())
    if base <= 0 or weight <= 0:
        return None
    return float(np.log(weight / base)), in_variant * (after / weight - before / base)


def contrast(
    weights: Weights, variant: np.ndarray, variant_weights: Sequence[VariantWeight]
) -> Contrast | None:
    """The two variants that lie farthest apart; None below two that weigh.

    Below LEAST_SHOWN effective runs in one of the two nothing is known of the ratio.
    variant   int16 [R], the variant of each run
    """
    ranked_variants = sorted(
        (weight.log_evidence, row)
        for row, weight in enumerate(variant_weights)
        if weight.log_evidence is not None
    )
    if len(ranked_variants) < 2:
        return None
    (_, worst), *_, (_, best) = ranked_variants
    log, error = relative(weights, variant == best, variant == worst)
    if log is None or error is None:
        return None
    is_small = min(variant_weights[best].ess, variant_weights[worst].ess) < LEAST_SHOWN
    width = LARGEST if is_small else ERRORS * error
    low, high = (float(np.exp(np.clip(log + way * width, -LARGEST, LARGEST))) for way in (-1.0, 1.0))
    return Contrast(variant_weights[best].name, variant_weights[worst].name, float(np.exp(log)), low, high)
