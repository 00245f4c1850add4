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
    """How verdicts are put into words; fields as in ``JudgingContext``."""

    calendar: Calendar
    names: Names
    scale: str = "icd203"
    blocked: str = ""
    pareto_k: float | None = None
    capped: str = ""


@dataclass(frozen=True)
class JudgingContext:
    """What every claim is judged with.

    weights      [R] after the evidence, None without evidence
    pareto_k     of these weights
    scale        words: icd203 | ipcc | phia
    blocked      why nothing may be graded (the evidence lies outside what the runs can do), empty if it may
    capped       why nothing may be called nearly certain (no report was used in the likelihood), empty if it may
    dependence   factor on the effective runs of ``weights``, see ``estimate``
    """

    record: Record
    weights: np.ndarray | None
    pareto_k: float | None
    scale: str
    names: Names
    blocked: str = ""
    prior: np.ndarray | None = None
    dependence: float = 1.0
    capped: str = ""


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
    capped: str = "",
) -> tuple[Verdict, ...]:
    """A verdict for each claim, in their order; see ``JudgingContext``. Places are named by the network if not by ``names``.


    weights   float64 [R] that sum to 1, None without evidence
    prior     float64 [R], weights of the prior (None: all equal)
    """
    named = names or Names(places=dict(zip(record.terrain.ids, record.terrain.names, strict=True)))
    bench = JudgingContext(record, weights, pareto_k, scale, named, blocked, prior, dependence, capped)
    return tuple(judge_claim(bench, claim) for claim in claims)


def judge_claim(bench: JudgingContext, claim: Claim) -> Verdict:
    """The verdict on one claim."""
    judged = tuple(judge_definition(bench, claim, definition) for definition in claim.definitions)
    headline = next((definition for definition in claim.definitions if definition.id == claim.headline), None)
    return Verdict(claim, judged, None if headline is None else find_channels(bench, headline))


def judge_definition(bench: JudgingContext, claim: Claim, definition: Definition) -> DefinitionVerdict:
    """The verdict on one definition: estimates before and after, the word for the later one, or why there is none."""
    verdicts = evaluate(definition, bench.record)
    before = estimate(verdicts, bench.prior)
    after = None if bench.weights is None else estimate(verdicts, bench.weights, bench.dependence)
    voice = VerdictStyle(
        bench.record.calendar, bench.names, bench.scale, bench.blocked, bench.pareto_k, bench.capped
    )
    return pronounce(voice, claim, definition, before, after)


def pronounce(
    voice: VerdictStyle, claim: Claim, definition: Definition, before: Estimate, after: Estimate | None
) -> DefinitionVerdict:
    """The verdict that estimates before and after the evidence amount to."""
    spoken, pareto_k = (before, None) if after is None else (after, voice.pareto_k)
    why_not = not_testable(claim) or voice.blocked or why_not_graded(spoken, pareto_k)
    first, last = choose_words(voice.scale, spoken, why_not)
    why_capped = ""
    if voice.capped and first is not None:
        ends = tuple(capped(name, voice.scale) for name in (first, last or first))
        why_capped = voice.capped if ends != (first, last or first) else ""
        first, last = ends[0], None if ends[0] == ends[1] else ends[1]
    return DefinitionVerdict(
        id=definition.id,
        text=definition_text(definition, voice.names),
        parameters=definition_parameters(definition),
        window=window_text(definition_window(definition, voice.calendar), voice.calendar),
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


def find_channels(bench: JudgingContext, headline: Definition) -> Mapping[str, float | None] | None:
    """Weighted shares of assault, capitulation and abandonment among the captures that decided the headline.

    Captures that are only reported are left out: nobody knows how the place fell.
    None for a claim that is not about places; shares are None where no run that counts decided by a capture.
    """
    rows = deciding_captures(headline, bench.record)
    if rows is None:
        return None
    record = bench.record
    weights = np.ones(record.runs) if bench.weights is None else np.asarray(bench.weights, dtype=np.float64)
    sums = np.bincount(
        record.event_manner[rows], weights[record.event_run[rows]], minlength=max(CHANNELS) + 1
    )
    return channel_shares(sums[list(CHANNELS)])


def channel_shares(sums: Sequence[float] | np.ndarray) -> dict[str, float | None]:
    """Shares by channel of ``sums`` [C], in the order of CHANNELS; None of nothing."""
    total = sum(sums)
    return {
        name: float(channel / total) if total > 0 else None
        for name, channel in zip(CHANNEL_NAMES, sums, strict=True)
    }
