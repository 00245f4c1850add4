"""The main job with ``keep=aggregates``: verdicts from sums over all runs, the page from runs replayed.

No run is stored: each portion leaves sums that merge exactly. What needs single runs (figures, coverage of past
observations, model variants) is made from runs replayed from their address: the first SHOWN stand for the time
before the evidence, and a priority sample by weight for the time after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.analysis.coverage import why_capped, why_outside
from sim.analysis.leave_one_out import headline_truth
from sim.analysis.result import Result
from sim.analysis.variant_table import conclusion, variant_rows
from sim.base.errors import SimError, UsageError
from sim.calibration.verdicts import calibrate_verdicts
from sim.claims.judge import VerdictStyle, channel_shares, pronounce
from sim.claims.types import Claim, Verdict
from sim.ensemble.engine import Ensemble, simulate
from sim.ensemble.execution.executor import Threads
from sim.ensemble.selected_runs import SelectedRuns
from sim.explore.sums.aggregate import SAMPLED, Aggregate
from sim.explore.sums.exact_sums import ratio
from sim.explore.sums.portions import aggregate
from sim.inference.weights import Weights, normalise, weigh_ensemble
from sim.record.observables import CHANNEL_NAMES
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from sim.session.session import Session

SHOWN = 4_000  # first runs that stand for all before the evidence
NEEDS_RUNS = {  # option -> values that read single runs
    "inference": ("batches", "filter"),
    "precision": None,
}


def refuse_what_needs_runs(job: Job) -> None:
    """UsageError for an option that reads every run, which keep=aggregates drops."""
    for name, values in NEEDS_RUNS.items():
        value = getattr(job, name)
        if value is not None and (values is None or value in values):
            raise UsageError(
                f"{name} = {value} needs every run, and keep=aggregates stores none; expected keep=events or keep=series with it, or more runs= instead"
            )


def judge_aggregates(scenario: Scenario, session: Session) -> Result:
    """The result of a job that keeps no run."""
    job, watch = session.job, session.watch
    with session.console.progress() as progress:
        total, reused = aggregate(
            scenario, job.seed, job.runs or scenario.runs, job.evidence, session.executor, progress
        )
    watch.lap("run")
    if not total.runs:
        raise SimError(f"all {total.failed} runs failed; the first: {next(iter(total.errors.values()), '')}")
    sample = simulate_sample(scenario, job, total)
    weights = weigh_shown(sample, job, total)
    voice = VerdictStyle(
        scenario.calendar, scenario.names, scenario.words, why_outside(sample, weights), total.pareto_k
    )
    voice = replace(voice, capped=why_capped(sample.record, scenario, weights.used))
    if job.evidence == "none":
        voice = replace(voice, blocked="", pareto_k=None)
    raw_verdicts = [verdict(voice, total, claim) for claim in scenario.claims]
    verdicts = calibrate_verdicts(raw_verdicts, scenario, sample.record, weights.values)
    truth = headline_truth(verdicts, sample.record)
    watch.lap("judge")
    return Result(
        job, sample, weights, verdicts, truth, without_groups(total, weights, scenario),
        variants=variant_rows(sample, weights, verdicts, truth), apart=conclusion(sample, weights),
        whole=total, reused=reused,
    )  # fmt: skip


def simulate_sample(scenario: Scenario, job: Job, total: Aggregate) -> Ensemble:
    """The first runs and those of the sample, replayed."""
    first = np.arange(min(SHOWN, total.runs + total.failed))
    run_numbers = np.union1d(first, total.sample.run[:SAMPLED])
    return simulate(SelectedRuns(scenario, job.seed, run_numbers), Threads(job.workers))


def weigh_shown(sample: Ensemble, job: Job, total: Aggregate) -> Weights:
    """Weights of the shown runs: before the evidence the first ones alike, after it the sample by what it counts."""
    run = sample.record.run
    before = np.where(run < SHOWN, 0.0, -np.inf)
    weights = weigh_ensemble(replace(sample, log_prior=before), job.evidence)
    if not total.weighed:
        return weights
    order = np.argsort(total.sample.run[:SAMPLED])
    sampled, log_counts = total.sample.run[order], total.sample.log_values[order]
    after = np.full(len(run), -np.inf)
    after[np.searchsorted(run, sampled)] = log_counts
    return replace(weights, values=normalise(after), log_values=after, ess=total.ess, pareto_k=total.pareto_k)


def verdict(voice: VerdictStyle, whole: Aggregate, claim: Claim) -> Verdict:
    """The verdict on one claim from the sums."""
    verdicts = []
    for definition in claim.definitions:
        name = f"{claim.id}.{definition.id}"
        after = whole.after(name) if whole.weighed else None
        verdicts.append(pronounce(voice, claim, definition, whole.before(name), after))
    return Verdict(claim, tuple(verdicts), channels_of(whole, claim))


def channels_of(total: Aggregate, claim: Claim) -> dict[str, float | None] | None:
    """Shares of the captures that decided the headline, by channel; None for a claim that is not about places."""
    if f"channels.{claim.id}" not in total.sums:
        return None
    if not total.weighed:
        return channel_shares([float(channel) for channel in total.sums[f"channels.{claim.id}"]])
    parts = [total.sums[f"mass.channels.{claim.id}.{name}"] for name in CHANNEL_NAMES]
    return channel_shares([ratio(part, np.sum(parts, axis=0)) for part in parts])


def without_groups(
    total: Aggregate, weights: Weights, scenario: Scenario
) -> dict[str, dict[str, float | None]]:
    """Headlines without each group of reports, from the sums."""
    return {group: without(total, group, scenario.claims) for group in weights.by_source}


def without(total: Aggregate, group: str, claims: Sequence[Claim]) -> dict[str, float | None]:
    """Headlines without one group of reports; None where no run has a positive weight."""
    headline_shares: dict[str, float | None] = {}
    for claim in claims:
        name = f"mass.without.{group}.{claim.id}"
        if f"{name}.true" in total.sums:
            true, defined = total.sums[f"{name}.true"], total.sums[f"{name}.defined"]
            headline_shares[claim.id] = ratio(true, defined) if defined.any() else None
    return headline_shares


def aggregates_note(result: Result) -> str:
    """What a page says of figures that were not drawn from every run."""
    return (
        f"Verdicts are sums over all {result.runs:,} runs, none of them stored. Figures, the coverage of past observations "
        f"and model variants are made from {result.ensemble.runs:,} replayed runs: the first "
        f"{min(SHOWN, result.runs):,} represent the prior, a sample by weight the posterior. "
        "aggregates.parquet holds every series of all runs as counts."
    )
