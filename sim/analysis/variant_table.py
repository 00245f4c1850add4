"""Model variants as rows for verdicts.json, the page and the terminal. Axes: R runs, V variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from sim.analysis.leave_one_out import headlines
from sim.claims.estimate import estimate
from sim.claims.likelihood_words import percent
from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble
from sim.inference.variants import BARELY, Contrast, contrast, weigh_variants
from sim.inference.weights import Weights

Row = dict[str, Any]


def variant_rows(
    ensemble: Ensemble, weights: Weights, verdicts: Sequence[Verdict], truth: Mapping[str, np.ndarray]
) -> list[Row]:
    """``variants`` of verdicts.json: weights, evidence and every headline within each variant, in file order.

    truth   int8 [R] of each headline, by claim id
    """
    definition_of = {claim: definition.id for claim, definition in headlines(verdicts).items()}
    variant_weights = weigh_variants(weights, ensemble.variant, ensemble.scenario.variants)
    return [
        {
            **asdict(variant),
            "headlines": [
                {"claim": claim, "definition": definition_of[claim], **within(values, weights, ensemble.variant == number)}
                for claim, values in truth.items()
            ],
        }
        for number, variant in enumerate(variant_weights)
    ]  # fmt: skip


def within(truth: np.ndarray, weights: Weights, in_variant: np.ndarray) -> Row:
    """Estimates of one headline before and after the evidence among the runs ``in_variant`` bool [R]."""
    is_conditioned = weights.evidence != "none"
    prior = estimate(truth, np.where(in_variant, weights.prior, 0.0))
    own_weights = np.where(in_variant, weights.values, 0.0)
    posterior = estimate(truth, own_weights, weights.dependence, weights.islands) if is_conditioned else None
    return {
        "prior": prior.to_dict(),
        "posterior": None if posterior is None else posterior.to_dict(),
    }


def conclusion(ensemble: Ensemble, weights: Weights) -> str:
    """Whether the reports discriminate between the variants, in a sentence; empty with one variant or without evidence."""
    variants = ensemble.scenario.variants
    if len(variants) < 2 or weights.evidence == "none":
        return ""
    variant_weights = weigh_variants(weights, ensemble.variant, variants)
    excluded = [variant.name for variant in variant_weights if variant.log_evidence is None]
    text = sentence(contrast(weights, ensemble.variant, variant_weights))
    return text + (f" No run of {', '.join(excluded)} agrees with the reports." if excluded else "")


def sentence(result: Contrast | None) -> str:
    """A Bayes factor between two variants, in words."""
    if result is None:
        return "Fewer than two model variants agree with the reports."
    pair = f"Bayes factor {result.ratio:.1f} for {result.best.replace('_', ' ')} against {result.worst.replace('_', ' ')}"
    if not np.isfinite(result.ratio) or result.apart is None:
        return f"Too few effective runs to discriminate between model variants ({pair}, within Monte Carlo error)."
    if result.apart:
        return f"The reports discriminate between model variants: {pair}, at least {result.low:.1f}."
    return (
        f"The reports do not discriminate between model variants: no Bayes factor exceeds {BARELY:g} "
        f"({pair}), so differences between variants rest on their prior weights."
    )


def cells(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Lines of the terminal's table: weight before and after with its interval, and effective runs."""
    return [
        (row["name"], percent(row["prior"]), "->", after(row), f"{row['ess']:.0f} effective") for row in rows
    ]


def after(row: Mapping[str, Any]) -> str:
    """Weight of a variant after the evidence; a dash where it has none."""
    if row["posterior"] is None:
        return "-"
    return f"{percent(row['posterior'])} ({percent(row['low'])} to {percent(row['high'])})"


def spans(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """``claim 25 % to 48 %``: each headline between the variants that have enough effective runs for a number."""
    shares_by_claim: dict[str, list[float]] = {}
    for row in rows:
        for headline in row["headlines"]:
            headline_row = headline["posterior"] or headline["prior"]
            if headline_row["p"] is not None:
                shares_by_claim.setdefault(headline["claim"], []).append(headline_row["p"])
    return [
        f"{claim} {percent(min(p))} to {percent(max(p))}"
        for claim, p in shares_by_claim.items()
        if len(p) > 1 and percent(min(p)) != percent(max(p))
    ]
