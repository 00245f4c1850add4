"""What a main job says on the terminal after its runs."""

from __future__ import annotations

from sim.analysis.leave_one_out import hinge
from sim.analysis.result import Findings
from sim.analysis.variant_table import cells, spans
from sim.claims.likelihood_words import verdict_word
from sim.claims.types import DefinitionVerdict, Estimate, Verdict
from sim.inference.weights import Weights, culprit
from sim.session.console import Console, Stopwatch, table_of

FEW, ENOUGH = 20, 100  # effective runs: below FEW no verdict, below ENOUGH nothing is graded


def tell_verdicts(console: Console, found: Findings, watch: Stopwatch) -> None:
    """Runs, time, effective sample, and one line a claim."""
    stored = f", {found.reused:,} from the store" if found.reused else ""
    failed = f", {found.failed:,} failed" if found.failed else ""
    console.say(f"{found.runs:,} runs{stored}{failed}; {watch.total:.1f} s; {tell_sample(found.weights)}")
    scale = found.ensemble.scenario.words
    for line in table_of([tell_claim(verdict, scale) for verdict in found.verdicts]):
        console.say("  " + line)


def tell_hinge(console: Console, found: Findings) -> None:
    """One last line on what the answer hangs on most, if that is known."""
    if line := hinge(found.ensemble.scenario, found.verdicts, found.without):
        console.say(f"  {line}")


def tell_variants(console: Console, found: Findings) -> None:
    """Structure variants before and after the evidence, and how far the headlines differ between them."""
    if len(found.variants) < 2:
        return
    console.say("  structure variants, prior -> after the reports")
    for line in table_of(cells(found.variants)):
        console.say("    " + line)
    for line in (found.apart, "; ".join(spans(found.variants))):
        if line:
            console.say(f"  {line}")


def tell_sample(weights: Weights) -> str:
    """The effective sample in words, and what it allows."""
    if weights.evidence == "none":
        return "no evidence weighed"
    size = f"effective sample {weights.ess:,.0f}"
    if weights.ess < FEW:
        name = culprit(weights)
        blame = f"; the report that takes most weight away: {name}" if name else ""
        return f"{size}: no verdict possible, at least {FEW} are needed{blame}"
    return size if weights.ess >= ENOUGH else f"{size}: below {ENOUGH}, so nothing is graded"


def tell_claim(verdict: Verdict, scale: str = "icd203") -> tuple[str, str, str, str]:
    """Claim, probability, interval and word of its headline."""
    headline = verdict.headline
    if headline is None:
        return verdict.claim.id, "-", "", "not testable"
    told = headline.posterior or headline.prior
    if told.p is None or told.low is None or told.high is None:
        return verdict.claim.id, "-", "", headline.why_not or "too few effective runs"
    interval = f"{share(told.low)} to {share(told.high)} %"
    return verdict.claim.id, f"{share(told.p)} %", interval, word_of(headline, told, scale)


def word_of(headline: DefinitionVerdict, told: Estimate, scale: str) -> str:
    """The one word of the number as it is printed, as on the page; or why there is none."""
    if not headline.graded or told.p is None:
        return f"not graded: {headline.why_not}"
    undefined = f" (undefined in {share(told.undefined)} % of runs)" if told.undefined > 0.005 else ""
    return verdict_word(told.p, headline.capped, scale) + undefined


def share(p: float) -> str:
    """A probability in percent, never 0 or 100."""
    if p < 0.01:
        return "< 1"
    return "> 99" if p > 0.99 else f"{100 * p:.0f}"
