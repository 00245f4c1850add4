"""What a main job says on the terminal after its runs."""

from __future__ import annotations

from sim.analysis.leave_one_out import dependence_line
from sim.analysis.result import Result
from sim.analysis.variant_table import cells, spans
from sim.calibration.verdicts import basis_of
from sim.claims.estimate import LEAST_GRADED, LEAST_SHOWN
from sim.claims.likelihood_words import interval, percent, verdict_word
from sim.claims.sentences import called, model_text
from sim.claims.types import DefinitionVerdict, Estimate, Verdict
from sim.inference.weights import Weights, culprit
from sim.session.console import Console, Stopwatch


def print_verdicts(console: Console, found: Result, watch: Stopwatch) -> None:
    """Runs, time, effective sample, and one line a claim."""
    stored = f", {found.reused:,} from the store" if found.reused else ""
    failed = f", {found.failed:,} failed" if found.failed else ""
    console.say(f"{found.runs:,} runs{stored}{failed}; {watch.total:.1f} s; {sample_text(found.weights)}")
    scale = found.ensemble.scenario.words
    console.say_table([claim_cells(verdict, scale) for verdict in found.verdicts], "  ")
    basis = basis_of(found.ensemble.scenario)
    if basis is not None and found.verdicts:
        console.say(f"  {basis.text}")


def print_dependence(console: Console, found: Result) -> None:
    """One last line on what the answer hangs on most, if that is known."""
    if line := dependence_line(found.ensemble.scenario, found.verdicts, found.without):
        console.say(f"  {line}")


def print_variants(console: Console, found: Result) -> None:
    """Structure variants before and after the evidence, and how far the headlines differ between them."""
    if len(found.variants) < 2:
        return
    console.say("  structure variants, prior -> after the reports")
    console.say_table(cells(found.variants), "    ")
    for line in (found.apart, "; ".join(spans(found.variants))):
        if line:
            console.say(f"  {line}")


def sample_text(weights: Weights) -> str:
    """The effective sample in words, and what it allows."""
    if weights.evidence == "none":
        return "no evidence weighed"
    size = f"effective sample {weights.ess:,.0f}"
    if weights.ess < LEAST_SHOWN:
        name = culprit(weights)
        blame = f"; the report that takes most weight away: {name}" if name else ""
        return f"{size}: no verdict possible, at least {LEAST_SHOWN} are needed{blame}"
    return size if weights.ess >= LEAST_GRADED else f"{size}: below {LEAST_GRADED}, so nothing is graded"


def claim_cells(verdict: Verdict, scale: str = "icd203") -> tuple[str, str, str, str]:
    """Claim, chance, interval and word of its headline: calibrated, with what the model alone says behind the word."""
    headline = verdict.headline
    if headline is None:
        return verdict.claim.id, "-", "", "not testable"
    told = called(headline)
    if told.p is None or told.low is None or told.high is None:
        return verdict.claim.id, "-", "", headline.why_not or "too few effective runs"
    return verdict.claim.id, percent(told.p), interval(told.low, told.high), word_of(headline, told, scale)


def word_of(headline: DefinitionVerdict, told: Estimate, scale: str) -> str:
    """The one word of the number as it is printed, as on the page; or why there is none."""
    alone = f" ({model_text(headline)})" if headline.calibrated else ""
    if not headline.graded or told.p is None:
        return f"not graded: {headline.why_not}{alone}"
    undefined = f" (undefined in {percent(told.undefined)} of runs)" if told.undefined > 0.005 else ""
    return verdict_word(told.p, headline.capped, scale) + alone + undefined
