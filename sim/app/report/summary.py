"""Summary of a main job on the terminal."""

from __future__ import annotations

from sim.analysis.leave_one_out import dependence_line
from sim.analysis.result import Result
from sim.analysis.variant_table import cells, spans
from sim.calibration.verdicts import basis_of
from sim.claims.estimate import LEAST_GRADED, LEAST_SHOWN
from sim.claims.likelihood_words import interval, percent
from sim.claims.sentences import calibrated_estimate, likelihood, model_text
from sim.claims.types import DefinitionVerdict, Estimate, Verdict
from sim.inference.weights import Weights, culprit
from sim.session.console import Console, Stopwatch


def print_verdicts(console: Console, result: Result, watch: Stopwatch) -> None:
    """Runs, time, effective sample size, and one line per claim."""
    stored = f", {result.reused:,} from the store" if result.reused else ""
    failure_text = f", {result.failed:,} failed" if result.failed else ""
    console.say(
        f"{result.runs:,} runs{stored}{failure_text}; {watch.total:.1f} s; {sample_text(result.weights)}"
    )
    scale = result.ensemble.scenario.words
    console.say_table([claim_cells(verdict, scale) for verdict in result.verdicts], "  ")
    basis = basis_of(result.ensemble.scenario)
    if basis is not None and result.verdicts:
        console.say(f"  {basis.text}")


def print_dependence(console: Console, result: Result) -> None:
    """The definition and the source that the verdicts are most sensitive to, if known."""
    if line := dependence_line(result.ensemble.scenario, result.verdicts, result.without):
        console.say(f"  {line}")


def print_variants(console: Console, result: Result) -> None:
    """Weights of the model variants before and after conditioning, and the range of each headline over them."""
    if len(result.variants) < 2:
        return
    console.say("  model variants, prior -> posterior weight")
    console.say_table(cells(result.variants), "    ")
    for line in (result.apart, "; ".join(spans(result.variants))):
        if line:
            console.say(f"  {line}")


def sample_text(weights: Weights) -> str:
    """The effective sample size, and whether it suffices for verdicts and grades."""
    if weights.evidence == "none":
        return "not conditioned on any report"
    size = f"effective sample size (ESS) {weights.ess:,.0f}"
    if weights.ess < LEAST_SHOWN:
        name = culprit(weights)
        blame = f"; the report that lowers it most: {name}" if name else ""
        return f"{size}: no verdict possible, at least {LEAST_SHOWN} are needed{blame}"
    return size if weights.ess >= LEAST_GRADED else f"{size}: below {LEAST_GRADED}, so nothing is graded"


def claim_cells(verdict: Verdict, scale: str = "icd203") -> tuple[str, str, str, str]:
    """Claim, probability, interval and likelihood word of its headline: calibrated, the model's own probability in brackets."""
    headline = verdict.headline
    if headline is None:
        return verdict.claim.id, "-", "", "not testable"
    estimate = calibrated_estimate(headline)
    if estimate.p is None or estimate.low is None or estimate.high is None:
        return verdict.claim.id, "-", "", headline.why_not or "too few effective runs"
    return (
        verdict.claim.id,
        percent(estimate.p),
        interval(estimate.low, estimate.high),
        likelihood_text(headline, estimate, scale),
    )


def likelihood_text(headline: DefinitionVerdict, estimate: Estimate, scale: str) -> str:
    """The likelihood word of the printed number, as on the page; or why it is not graded."""
    model_note = f" ({model_text(headline)})" if headline.calibrated else ""
    if not headline.graded or estimate.p is None:
        return f"not graded: {headline.why_not}{model_note}"
    undefined = f" (undefined in {percent(estimate.undefined)} of runs)" if estimate.undefined > 0.005 else ""
    return likelihood(headline, scale) + model_note + undefined
