"""From runs to verdicts: every definition of every claim before and after the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.calendar import Calendar
from sim.claims.definitions import (
    deciding_captures,
    definition_parameters,
    definition_text,
    definition_window,
    evaluate,
    window_text,
)
from sim.claims.estimate import LEVEL, estimate, why_not_graded
from sim.claims.kind import Names
from sim.claims.likelihood_words import capped, printed, words
from sim.claims.types import Claim, Definition, DefinitionVerdict, Estimate, Verdict
from sim.record.observables import CHANNEL_NAMES, CHANNELS
from sim.record.record import Record


@dataclass(frozen=True)
class VerdictStyle:
    """How verdicts are put into words, and what forbids a word.

    scale      of likelihood words: icd203 | ipcc | phia
    blocked    why nothing may be graded (the evidence lies outside what the runs can do), empty if it may
    pareto_k   of the weights after the evidence
    capped     why nothing may be called nearly certain (no report was used in the likelihood), empty if it may
    """

    calendar: Calendar
    names: Names
    scale: str = "icd203"
    blocked: str = ""
    pareto_k: float | None = None
    capped: str = ""


@dataclass(frozen=True)
class JudgingContext:
    """The runs on which claims are judged.

    weights      float64 [R] after the evidence, None without evidence
    prior        float64 [R] before it, None: all alike
    dependence, islands   of the runs of a filter, see ``estimate``
    """

    record: Record
    style: VerdictStyle
    weights: np.ndarray | None
    prior: np.ndarray | None
    dependence: float
    islands: np.ndarray | None


def judge_claims(
    record: Record,
    claims: Sequence[Claim],
    weights: np.ndarray | None = None,
    pareto_k: float | None = None,
    *,
    scale: str = "icd203",
    names: Names | None = None,
    blocked: str = "",
    prior: np.ndarray | None = None,
    dependence: float = 1.0,
    islands: np.ndarray | None = None,
    capped: str = "",
) -> tuple[Verdict, ...]:
    """A verdict for each claim, in their order. Places are named by the network if not by ``names``.

    Arguments as in ``JudgingContext`` (weights and prior float64 [R]) and ``VerdictStyle``. UsageError for an unknown scale.
    """
    names_used = names or Names(places=dict(zip(record.terrain.ids, record.terrain.names, strict=True)))
    style = VerdictStyle(record.calendar, names_used, scale, blocked, pareto_k, capped)
    context = JudgingContext(record, style, weights, prior, dependence, islands)
    return tuple(judge_claim(context, claim) for claim in claims)


def judge_claim(context: JudgingContext, claim: Claim) -> Verdict:
    """The verdict on one claim."""
    verdicts = tuple(judge_definition(context, claim, definition) for definition in claim.definitions)
    headline = claim.headline_definition
    return Verdict(claim, verdicts, None if headline is None else find_channels(context, headline))


def judge_definition(context: JudgingContext, claim: Claim, definition: Definition) -> DefinitionVerdict:
    """The verdict on one definition: estimates before and after, the word for the later one, or why there is none."""
    verdicts = evaluate(definition, context.record)
    before = estimate(verdicts, context.prior)
    after = None
    if context.weights is not None:
        after = estimate(verdicts, context.weights, context.dependence, context.islands)
    return pronounce(context.style, claim, definition, before, after)


def pronounce(
    style: VerdictStyle, claim: Claim, definition: Definition, before: Estimate, after: Estimate | None
) -> DefinitionVerdict:
    """The verdict that estimates before and after the evidence amount to."""
    graded, pareto_k = (before, None) if after is None else (after, style.pareto_k)
    why_not = not_testable(claim) or style.blocked or why_not_graded(graded, pareto_k)
    first, last = choose_words(style.scale, graded, why_not)
    why_capped = ""
    if style.capped and first is not None:
        low, high = (capped(word, style.scale) for word in (first, last or first))
        why_capped = style.capped if (low, high) != (first, last or first) else ""
        first, last = low, None if low == high else high
    return DefinitionVerdict(
        id=definition.id,
        text=definition_text(definition, style.names),
        parameters=definition_parameters(definition),
        window=window_text(definition_window(definition, style.calendar), style.calendar),
        prior=before,
        posterior=after,
        level=LEVEL,
        word=first,
        word_high=last,
        graded=not why_not,
        why_not=why_not,
        capped=why_capped,
    )


def not_testable(claim: Claim) -> str:
    """Why the claim cannot be tested, empty if it can."""
    return "" if claim.testable else f"not testable: {claim.why_not_testable or 'no reason given'}"


def choose_words(scale: str, value: Estimate, why_not: str) -> tuple[str | None, str | None]:
    """Word or words for the interval as it is printed, so that equal rows have equal words; none without a grade."""
    if why_not or value.low is None or value.high is None:
        return None, None
    return words(printed(value.low), printed(value.high), scale)


def find_channels(context: JudgingContext, headline: Definition) -> Mapping[str, float | None] | None:
    """Weighted shares of assault, capitulation and abandonment among the captures that decided the headline.

    Captures that are only reported are left out: nobody knows how the place fell.
    None for a claim that is not about places; shares are None where no run that counts decided by a capture.
    """
    record, weights = context.record, context.weights
    rows = deciding_captures(headline, record)
    if rows is None:
        return None
    run = record.event_run[rows]
    mass = np.ones(len(rows)) if weights is None else weights[run]
    sums = np.bincount(record.event_manner[rows], mass, minlength=max(CHANNELS) + 1)
    return channel_shares(sums[list(CHANNELS)])


def channel_shares(sums: Sequence[float] | np.ndarray) -> dict[str, float | None]:
    """Shares by channel of ``sums`` [C], in the order of CHANNELS; None of nothing."""
    total = sum(sums)
    return {
        name: float(channel / total) if total > 0 else None
        for name, channel in zip(CHANNEL_NAMES, sums, strict=True)
    }
