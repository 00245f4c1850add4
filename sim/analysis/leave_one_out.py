"""What the verdicts are most sensitive to: definitions, and sources left out one at a time. Axes: R runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.claims.definitions import evaluate
from sim.claims.likelihood_words import percent
from sim.claims.sentences import claim_names, model_estimate
from sim.claims.types import Definition, Verdict
from sim.inference.weights import Weights, leave_one_out
from sim.record.record import Record
from sim.scenario.scenario import Scenario

NAME = 60  # letters of a claim


def headlines(verdicts: Sequence[Verdict]) -> dict[str, Definition]:
    """The headline definition of each testable claim, by claim id."""
    claims = [verdict.claim for verdict in verdicts if verdict.claim.testable]
    return {
        claim.id: definition
        for claim in claims
        for definition in claim.definitions
        if definition.id == claim.headline
    }


def headline_truth(verdicts: Sequence[Verdict], record: Record) -> dict[str, np.ndarray]:
    """Three-valued int8 [R] of each headline, by claim id."""
    return {claim: evaluate(definition, record) for claim, definition in headlines(verdicts).items()}


def shares(truth: Mapping[str, np.ndarray], weights: Weights) -> dict[str, float | None]:
    """Weighted share of defined runs in which each headline is true; None if no run has a positive weight."""
    headline_shares: dict[str, float | None] = {}
    for claim, values in truth.items():
        defined = float(weights.values[values >= 0].sum())
        headline_shares[claim] = float(weights.values[values == 1].sum()) / defined if defined > 0 else None
    return headline_shares


def without_each(truth: Mapping[str, np.ndarray], weights: Weights) -> dict[str, dict[str, float | None]]:
    """Headlines without each group of reports, by group."""
    return {name: shares(truth, reduced) for name, reduced in leave_one_out(weights).items()}


def dependence_line(
    scenario: Scenario, verdicts: Sequence[Verdict], without: Mapping[str, Mapping[str, float | None]]
) -> str:
    """The widest range over definitions, and the source without which a headline changes most; empty if neither is known."""
    names = claim_names([verdict.claim for verdict in verdicts], names=scenario.names)
    lines = widest_meaning(verdicts, names), strongest_source(scenario, verdicts, without, names)
    parts = [part for part in lines if part]
    return f"most sensitive to {'; and to '.join(parts)}" if parts else ""


def widest_meaning(verdicts: Sequence[Verdict], names: Mapping[str, str]) -> str:
    """The claim whose definitions lie farthest apart."""
    spreads = []
    for verdict in verdicts:
        estimates = [
            p for definition in verdict.definitions if (p := model_estimate(definition).p) is not None
        ]
        if len(estimates) > 1 and verdict.claim.testable:
            spreads.append(
                (
                    max(estimates) - min(estimates),
                    quoted(names[verdict.claim.id]),
                    min(estimates),
                    max(estimates),
                )
            )
    if not spreads:
        return ""
    _, name, low, high = max(spreads)
    if percent(low) == percent(high):
        return ""
    return f"the definition of {name} ({percent(low)} to {percent(high)})"


def strongest_source(
    scenario: Scenario,
    verdicts: Sequence[Verdict],
    without: Mapping[str, Mapping[str, float | None]],
    names: Mapping[str, str],
) -> str:
    """The source without which some headline changes most, and that headline."""
    full_shares = {
        v.claim.id: p
        for v in verdicts
        if v.headline is not None and (p := model_estimate(v.headline).p) is not None
    }
    changes = [
        (abs(p - full_shares[claim]), group, claim, p)
        for group, claims in without.items()
        for claim, p in claims.items()
        if p is not None and claim in full_shares
    ]
    if not changes:
        return ""
    _, group, claim, p = max(changes)
    if percent(p) == percent(full_shares[claim]):
        return ""
    first = next((count.source for count in scenario.counts if count.id == group), group.partition(":")[0])
    source = scenario.sources.get(first)  # an origin may be the id of the count that others repeat
    name = quoted(names[claim])
    return f"the source {source.short if source else group} ({name} {percent(p)} without it, {percent(full_shares[claim])} with it)"


def quoted(name: str) -> str:
    """A claim's name in quotation marks, cut."""
    name = name.strip("“”")
    return f"“{name if len(name) <= NAME else name[: NAME - 1].rstrip(' ,') + '…'}”"
