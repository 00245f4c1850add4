"""The stages between a scenario and its verdicts: read, run, condition, judge; two of them are public Python functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.analysis.aggregated import judge_aggregates
from sim.analysis.conditioning import condition_runs, conditioned, weighed_counts
from sim.analysis.coverage import why_capped, why_outside
from sim.analysis.leave_one_out import headline_truth, without_each
from sim.analysis.progress_lines import print_start
from sim.analysis.result import Result
from sim.analysis.variant_table import conclusion, variant_rows
from sim.base.compiled import is_compiled_before
from sim.base.errors import UsageError
from sim.calibration.verdicts import calibrate_verdicts
from sim.claims.judge import judge_claims
from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.execution.executor import Threads
from sim.inference.run_size import enough_runs
from sim.inference.weights import Weights
from sim.scenario.blocks.population import with_population
from sim.scenario.drafting.unconfirmed_text import unconfirmed_text
from sim.scenario.reader import read_scenario, with_law
from sim.scenario.scenario import Scenario
from sim.session.console import Console, Stopwatch
from sim.session.job import Job
from sim.session.options import OPTIONS
from sim.session.session import Session

METHODS = OPTIONS["inference"].choices


def find_in_runs(scenario: Scenario, session: Session) -> Result:
    """Run, weigh, judge, with every run in memory."""
    session = settle_runs(scenario, session)
    ensemble, weights = condition_runs(run(scenario, session), session)
    verdicts = judge(ensemble, weights)
    found = make_result(session.job, ensemble, weights, verdicts)
    session.watch.lap("judge")
    return found


def find_in_sums(scenario: Scenario, session: Session) -> Result:
    """The same from sums over runs that are dropped."""
    print_start(session.console, scenario, session.job, compiled=is_compiled_before())
    session.watch.lap("read")
    return judge_aggregates(scenario, session)


def read(job: Job) -> Scenario:
    """The scenario with what the command line says about counts, law, horizon and words; drafts it uses are told."""
    drafts = "use" if job.drafts else "refuse"
    reported = read_scenario(job.scenario, drafts=drafts, as_of=job.as_of)
    learned = with_population(weighed_counts(reported, job.fit), job.population)
    scenario = with_law(learned, job.law_texts, job.without)
    if scenario.unconfirmed:
        Console().say(unconfirmed_text(scenario))
    words = job.words or scenario.words
    return replace(scenario, words=words, horizon=job.horizon or scenario.horizon)


def settle_runs(scenario: Scenario, session: Session) -> Session:
    """The session with as many runs as ``precision`` asks for, at most those of its job; unchanged without one.

    Every look fills the store, so the job that follows simulates nothing twice.
    """
    job = session.job
    if job.precision is None:
        return session

    def half_width(runs: int) -> float:
        looked = replace(session, job=replace(job, runs=runs), watch=Stopwatch())
        width = widest_headline(judge(*condition_runs(run(scenario, looked), looked)))
        session.console.say(f"{runs:,} runs: widest headline +-{width:.3f}, wanted +-{job.precision:g}")
        return width

    runs = enough_runs(half_width, job.precision, job.runs or scenario.runs)
    return replace(session, job=replace(job, runs=runs))


def widest_headline(verdicts: Sequence[Verdict]) -> float:
    """Largest half-width of the headlines' intervals; infinite if one that can be tested has no number."""
    spoken = [
        found.posterior or found.prior
        for verdict in verdicts
        if verdict.claim.testable and (found := verdict.headline) is not None
    ]
    widths = [
        (one.high - one.low) / 2 if one.low is not None and one.high is not None else float("inf")
        for one in spoken
        if one.undefined < 1.0
    ]
    return max(widths, default=0.0)


def run(scenario: Scenario, session: Session) -> Ensemble:
    """The runs, with progress on the console."""
    job, watch = session.job, session.watch
    print_start(session.console, scenario, job, compiled=is_compiled_before())
    watch.lap("read")
    with session.console.progress() as progress:
        ensemble = run_ensemble(
            scenario,
            runs=job.runs or scenario.runs,
            seed=job.seed,
            executor=session.executor,
            progress=progress,
        )
    watch.lap("run")
    return ensemble


def condition(ensemble: Ensemble, *, evidence: str = "all", method: str = "auto") -> Weights:
    """Weights of the runs given the scenario's reports, as the command line makes them.

    evidence   "all", "seed" (the seed report only) or "none"
    method     "weights" weighs the runs there are; "batches" and "filter" add runs where the reports lie; "auto", as
               the command does, takes the first of these that leaves enough effective runs, and only the first of an
               ensemble of fewer than 2,000 runs
    ``ensemble`` of the result holds the runs that are weighed, the added ones behind those given. UsageError for
    another evidence or method.
    """
    if method not in METHODS:
        raise UsageError(f"method = {method!r} is unknown; expected one of {', '.join(METHODS)}")
    joined, weights = conditioned(ensemble, evidence, method, Threads())
    return replace(weights, ensemble=joined)


def judge(ensemble: Ensemble, weights: Weights | None = None) -> list[Verdict]:
    """A verdict on every claim of the scenario; without weights (or evidence "none") before the evidence only.

    Each definition has the chance of the runs and, beside it, ``calibrated`` on the record of other wars.

    Runs that ``condition`` added count too. UsageError for weights of another ensemble.
    """
    ensemble = weighed_runs(ensemble, weights)
    scenario, weighed = (
        ensemble.scenario,
        weights if weights is not None and weights.evidence != "none" else None,
    )
    verdicts = judge_claims(
        ensemble.record,
        scenario.claims,
        None if weighed is None else weighed.values,
        None if weighed is None else weighed.pareto_k,
        scale=scenario.words,
        names=scenario.names,
        prior=np.exp(ensemble.log_prior),
        blocked="" if weighed is None else why_outside(ensemble, weighed),
        dependence=1.0 if weighed is None else weighed.dependence,
        capped=why_capped(ensemble.record, scenario, () if weighed is None else weighed.used),
    )
    values = None if weighed is None else weighed.values
    return list(calibrate_verdicts(verdicts, scenario, ensemble.record, values))


def weighed_runs(ensemble: Ensemble, weights: Weights | None) -> Ensemble:
    """The runs that weights belong to: the ensemble itself, or what was made of it by adding runs."""
    if weights is None:
        return ensemble
    found = weights.ensemble or ensemble
    same = (found.simulation_hash, found.seed) == (ensemble.simulation_hash, ensemble.seed)
    if not same or weights.runs != found.runs:
        raise UsageError(
            f"weights of {weights.runs:,} runs do not belong to this ensemble of {ensemble.runs:,} runs, "
            f"seed {ensemble.seed}; expected condition(ensemble) of the same one"
        )
    return found


def make_result(job: Job, ensemble: Ensemble, weights: Weights, verdicts: Sequence[Verdict]) -> Result:
    """The findings, with what each headline would be without each source and within each model variant."""
    truth = headline_truth(verdicts, ensemble.record)
    return Result(
        job, ensemble, weights, tuple(verdicts), truth, without_each(truth, weights),
        variants=variant_rows(ensemble, weights, verdicts, truth), apart=conclusion(ensemble, weights),
        reused=ensemble.reused,
    )  # fmt: skip
