"""What the bottom line depends on, computed: meanings, sources, channels; and warnings that belong beside it."""

from __future__ import annotations

from sim.claims.estimate import LEAST_GRADED, LEAST_SHOWN, MOST_PARETO_K
from sim.claims.sentences import capital, model_estimate
from sim.claims.types import Verdict
from sim.page.sections.hindcast import with_more_counts
from sim.page.summary.subjects import headings
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.text import clean, percent
from sim.scenario.drafting.unconfirmed_text import CHANGED, NEVER, freeze_state, frozen_text, unconfirmed_text

MATTERS = 0.005  # change of a probability worth a sentence


def dependences(report: Report) -> list[dict[str, str]]:
    """One entry a claim: its name, how far its meanings lie apart, the source that moves it most, the channel."""
    claim_rows, claim_headings = [], headings(report)
    for verdict in report.verdicts:
        parts = [
            with_more_counts(report, verdict),
            definition_spread(verdict),
            strongest_source(report, verdict),
            channel(verdict),
        ]
        sentence = " ".join(part for part in parts if part)
        if sentence:
            claim_rows.append({"name": claim_headings[verdict.claim.id], "said": sentence})
    return claim_rows


def definition_spread(verdict: Verdict) -> str:
    """How far the definitions lie apart, in words; empty below two numbers."""
    estimates = [
        (p, definition.text or definition.id)
        for definition in verdict.definitions
        if (p := model_estimate(definition).p) is not None
    ]
    if len(estimates) < 2 or not verdict.claim.testable:
        return ""
    (low, first), (high, last) = min(estimates), max(estimates)
    if percent(low) == percent(high):
        quantifier = "Both" if len(estimates) == 2 else f"All {len(estimates)}"
        return f"{quantifier} readings of the words give {percent(low)}."
    return f"The {len(estimates)} readings of the words give {percent(low)} (“{clean(first)}”) to {percent(high)} (“{clean(last)}”)."


def strongest_source(report: Report, verdict: Verdict) -> str:
    """The reports whose absence changes the headline most; empty if none is known to."""
    headline = headline_of(verdict)
    full_p = None if headline is None else model_estimate(headline).p
    if full_p is None:
        return ""
    moves = [
        (abs(p - full_p), group, p)
        for group, claims in report.without.items()
        if (p := claims.get(verdict.claim.id)) is not None
    ]
    if not moves or max(moves)[0] < MATTERS:
        return ""
    _, group, p = max(moves)
    if percent(p) == percent(full_p):
        return ""
    return f"The source that matters most is {clean(report.group_name(group))}: {percent(p)} without it, {percent(full_p)} with it."


def channel(verdict: Verdict) -> str:
    """By which channel the captures come that decide a claim; empty where channels are not told apart."""
    shares = [(share, name) for name, share in (verdict.channels or {}).items() if share is not None]
    if not shares:
        return ""
    channel_shares = ", ".join(f"{name} {percent(share)}" for share, name in sorted(shares, reverse=True))
    return f"How the places fell in the runs that decide it: {channel_shares}."


def warnings(report: Report) -> list[str]:
    """What weakens the numbers, in plain sentences with dotted names of inputs; empty if nothing is known to."""
    sentences = []
    outside_reports = [report.count_name(str(row["id"])) for row in report.evidence if row["outside_support"]]
    failed_count = int(report.manifest.get("runs_failed", 0) or 0)
    if report.weights is not None and not report.weighed:
        sentences.append(
            "No run agrees with the evidence: there is no verdict, and all figures show runs before evidence."
        )
    elif report.ess is not None and report.ess < LEAST_SHOWN:
        sentences.append(f"Only {report.ess:.1f} effective runs: below {LEAST_SHOWN} no verdict is given.")
    elif report.ess is not None and report.ess < LEAST_GRADED:
        sentences.append(f"Only {report.ess:.0f} effective runs: below {LEAST_GRADED} nothing is graded.")
    if report.pareto_k is not None and report.pareto_k > MOST_PARETO_K:
        sentences.append(
            f"Pareto-k is {report.pareto_k:.2f}: above {MOST_PARETO_K} the weights cannot be trusted and nothing is graded."
        )
    if outside_reports:
        sentences.append(
            f"Reports outside what the runs can produce: {'; '.join(clean(report_name) for report_name in outside_reports)}."
        )
    elif report.past.get("why_not"):
        sentences.append(f"{capital(clean(str(report.past['why_not'])))}.")
    if failed_count:
        sentences.append(f"{failed_count} runs failed and are left out.")
    uncovered = [clean(row["name"]) for row in report.coverage if row["inside"] is False]
    if uncovered:
        sentences.append(
            f"{len(uncovered)} of {len(report.coverage)} known counts lay outside the range that nine in ten runs gave before "
            f"any evidence: {'; '.join(uncovered)}."
        )
    if report.prior_driven:
        inputs = "; ".join(name for name, _ in report.prior_driven)
        sentences.append(
            f"The answers depend on these inputs, which no report could narrow, so they rest on what was assumed: {inputs}."
        )
    if draft_warning := unconfirmed_text(report.scenario):
        sentences.append(f"{clean(draft_warning[0].upper() + draft_warning[1:])}.")
    if freeze_state(report.scenario.frozen) == CHANGED:
        sentences.append("The priors were changed after they were frozen.")
    return sentences


def remarks(report: Report) -> list[str]:
    """What a reader may want to know and is no fault, in plain sentences."""
    frozen = report.scenario.frozen
    return [f"{capital(frozen_text(frozen))}."] if freeze_state(frozen) == NEVER else []
