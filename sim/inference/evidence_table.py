"""Every report beside what the runs would have made its source say: the rows of evidence.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.ensemble.engine import Ensemble
from sim.evidence.count_words import count_mass
from sim.evidence.quantiles import quantiles
from sim.evidence.source_and_count import Count
from sim.inference.predict import WORTH, why_not_predicted
from sim.inference.report_terms import ReportContext
from sim.inference.weights import Weights, ess

LEVELS = (0.05, 0.5, 0.95)
SUPPORT = (0.001, 0.999)  # a report whose 5-95 % lies outside this range of the prior is outside support
SHOWN = ("start", "fit", "check", "context")  # counts for scoring never come near a verdict


def ensemble_rows(
    ensemble: Ensemble, weights: Weights, counts: Sequence[Count] | None = None
) -> list[dict[str, Any]]:
    """Rows of the ensemble's counts, or of ``counts``, but those for scoring only: the fields of evidence.json ``reports``.

    use                     as declared; ``check`` for a count with use ``fit`` that was not used this time
    implied                 5, 50, 95 % of what the words mean, in districts or capitals of the source's total;
                            of shares of area or people in units of its basis, null where the network does not know these
    prior_predictive        the same of the report all runs would have led to; bias, lag and counting error included
    posterior_predictive    the same with ``weights``; null if no report was used or no run is possible
    weight_loss             share of the effective sample size lost to this report alone, ended runs included; null if it was not used
    fitted                  the implied interval meets the posterior's 0.1 to 99.9 %; null where no report was used
    outside_support         the implied interval does not meet the prior's 0.1 to 99.9 %; null without prediction
    """
    witness, row_by_count = (
        report_context(ensemble, weights),
        ensemble.record.view_for("evidence rows", weights.values),
    )
    counts_shown = shown_counts(ensemble.scenario.counts if counts is None else counts)
    for count in counts_shown:
        if count not in row_by_count:
            row_by_count[count] = evidence_row(witness, count, weights)
    return [row_by_count[count] for count in counts_shown]


def shown_counts(counts: Sequence[Count]) -> list[Count]:
    """The counts that are not for scoring only."""
    return [count for count in counts if count.use in SHOWN]


def report_context(ensemble: Ensemble, weights: Weights) -> ReportContext:
    """The context of an ensemble's own scenario; what it predicts is found once, whoever asks with the same weights."""
    scenario, predictions = ensemble.scenario, ensemble.record.view_for("predicted", weights.bias)
    return ReportContext(
        ensemble.record, scenario.sources, weights.bias, scenario.semantics, seen=predictions
    )


def evidence_row(witness: ReportContext, count: Count, weights: Weights) -> dict[str, Any]:
    """The row of one count, see ``ensemble_rows``."""
    prior = posterior = None
    is_predictable = why_not_predicted(witness.record, count) is None
    implied_mass = count_mass(count, witness.words) if is_predictable or count.measure not in WORTH else None
    if is_predictable:
        is_conditioned = weights.evidence != "none" and weights.ess > 0
        weightings = [weights.prior, weights.values] if is_conditioned else [weights.prior]
        masses = predictive(witness, count, np.stack(weightings))
        prior, posterior = masses[0], masses[1] if is_conditioned else None
    log = weights.by_report.get(count.id)
    return {
        **described(count),
        "use": "check" if count.use == "fit" and log is None else count.use,
        "implied": spread(implied_mass),
        "prior_predictive": spread(prior),
        "posterior_predictive": spread(posterior),
        "weight_loss": None if log is None else 1.0 - ess(log + weights.log_prior) / ess(weights.log_prior),
        "outside_support": None if implied_mass is None or prior is None else is_outside(implied_mass, prior),
        "fitted": None
        if implied_mass is None or posterior is None
        else not is_outside(implied_mass, posterior),
    }


def described(count: Count) -> dict[str, Any]:
    """What the report says, as plain values."""
    return {
        "id": count.id,
        "source": count.source,
        "statement": count.statement,
        "published": None if count.published is None else count.published.isoformat(),
        "date": count.date.isoformat(),
        "relation": count.relation,
        "measure": count.measure,
        "kind": count.kind,
        "window": None
        if count.window_from is None
        else [count.window_from.isoformat(), count.date.isoformat()],
        "basis": count.basis,
        "low": count.low,
        "high": count.high,
        "modifier": count.modifier,
        "use": count.use,
    }


def predictive(witness: ReportContext, count: Count, weights: np.ndarray) -> np.ndarray:
    """Mass function of the report that runs with each of the weights [W, R] would have led to, over all lags: [W, B+1]."""
    predicted = witness.predicted(count)
    return witness.error(count).predictive(
        predicted.ravel(), np.tile(weights, (1, len(predicted))), count.basis
    )


def spread(mass: np.ndarray | None) -> dict[str, int] | None:
    """``{"p05", "p50", "p95"}`` of a mass function [B+1], None for None."""
    if mass is None:
        return None
    return dict(zip(("p05", "p50", "p95"), quantiles(mass, LEVELS), strict=True))


def is_outside(implied: np.ndarray, prior: np.ndarray) -> bool:
    """True if the 5-95 % interval of the report does not meet the prior's 0.1-99.9 %; mass functions [B+1] both."""
    low, high = quantiles(implied, (LEVELS[0], LEVELS[-1]))
    bottom, top = quantiles(prior, SUPPORT)
    return high < bottom or low > top
