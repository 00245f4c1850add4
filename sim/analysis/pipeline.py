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
    """Run, condition, judge, with every run in memory."""
    session = settle_runs(scenario, session)
    ensemble, weights = condition_runs(run(scenario, session), session)
    verdicts = judge(ensemble, weights)
    findings = make_result(session.job, ensemble, weights, verdicts)
    session.watch.lap("judge")
    return findings


def find_in_sums(scenario: Scenario, session: Session) -> Result:
    """The same from sums over runs that are dropped."""
    print_start(session.console, scenario, session.job, compiled=is_compiled_before())
    session.watch.lap("read")
    return judge_aggregates(scenario, session)


def read(job: Job) -> Scenario:
    """The scenario with what the command line says about counts, law, horizon and words; drafts it uses are told."""
    drafts = "use" if job.drafts else "refuse"
    scenario_read = read_scenario(job.scenario, drafts=drafts, as_of=job.as_of)
    learned = with_population(weighed_counts(scenario_read, job.fit), job.population)
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
        quiet_session = replace(session, job=replace(job, runs=runs), watch=Stopwatch())
        width = widest_headline(judge(*condition_runs(run(scenario, quiet_session), quiet_session)))
        session.console.say(f"{runs:,} runs: widest headline +-{width:.3f}, wanted +-{job.precision:g}")
        return width

    runs = enough_runs(half_width, job.precision, job.runs or scenario.runs)
    return replace(session, job=replace(job, runs=runs))


def widest_headline(verdicts: Sequence[Verdict]) -> float:
    """Largest half-width of the headlines' intervals; infinite if one that can be tested has no number."""
    estimates = [
        definition.posterior or definition.prior
        for verdict in verdicts
        if verdict.claim.testable and (definition := verdict.headline) is not None
    ]
    widths = [
        (estimate.high - estimate.low) / 2
        if estimate.low is not None and estimate.high is not None
        else float("inf")
        for estimate in estimates
        if estimate.undefined < 1.0
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
    """Condition an ensemble on the reports of its scenario, as the command line does.

    evidence   counts used in the likelihood: "all", "seed" (only those of the report whose claims are judged) or "none"
    method     "weights": importance weights of the given runs; "batches": population Monte Carlo, "filter": particle
               filter, both of which add runs; "auto": the first of the three that is likely to leave a sufficient effective
               sample size (only "weights" for an ensemble of fewer than 2,000 runs)

    Returns weights [R] that sum to 1; ``ess`` is the effective sample size, and ``ensemble`` the runs they belong to,
    added runs behind those given. Raises UsageError for another evidence or method.
    """
    if method not in METHODS:
        raise UsageError(f"method = {method!r} is unknown; expected one of {', '.join(METHODS)}")
    ensemble_used, weights = conditioned(ensemble, evidence, method, Threads())
    return replace(weights, ensemble=ensemble_used)


def judge(ensemble: Ensemble, weights: Weights | None = None) -> list[Verdict]:
    """Judge every claim of the scenario, in the order of the file.

    weights   from ``condition``; None, or weights with evidence "none": only the prior probability of each definition

    Returns one Verdict per claim. Each definition has its probability among the runs (prior and posterior, 0 to 1, with
    a 95 % Monte Carlo interval) and, in ``calibrated``, the one after calibration on other wars. Runs that ``condition``
    added are included. Raises UsageError for weights of another ensemble.
    """
    ensemble = weighed_runs(ensemble, weights)
    scenario, conditioned_weights = (
        ensemble.scenario,
        weights if weights is not None and weights.evidence != "none" else None,
    )
    verdicts = judge_claims(
        ensemble.record,
        scenario.claims,
        None if conditioned_weights is None else conditioned_weights.values,
        None if conditioned_weights is None else conditioned_weights.pareto_k,
        scale=scenario.words,
        names=scenario.names,
        prior=np.exp(ensemble.log_prior),
        blocked="" if conditioned_weights is None else why_outside(ensemble, conditioned_weights),
        dependence=1.0 if conditioned_weights is None else conditioned_weights.dependence,
        islands=None if conditioned_weights is None else conditioned_weights.islands,
        capped=why_capped(
            ensemble.record, scenario, () if conditioned_weights is None else conditioned_weights.used
        ),
    )
    values = None if conditioned_weights is None else conditioned_weights.values
    return list(calibrate_verdicts(verdicts, scenario, ensemble.record, values))


def weighed_runs(ensemble: Ensemble, weights: Weights | None) -> Ensemble:
    """The runs that weights belong to: the ensemble itself, or what was made of it by adding runs."""
    if weights is None:
        return ensemble
    ensemble_used = weights.ensemble or ensemble
    is_same = (ensemble_used.simulation_hash, ensemble_used.seed) == (ensemble.simulation_hash, ensemble.seed)
    if not is_same or weights.runs != ensemble_used.runs:
        raise UsageError(
            f"weights of {weights.runs:,} runs do not belong to this ensemble of {ensemble.runs:,} runs, "
            f"seed {ensemble.seed}; expected condition(ensemble) of the same one"
        )
    return ensemble_used


def make_result(job: Job, ensemble: Ensemble, weights: Weights, verdicts: Sequence[Verdict]) -> Result:
    """The findings, with what each headline would be without each source and within each model variant."""
    truth = headline_truth(verdicts, ensemble.record)
    return Result(
        job, ensemble, weights, tuple(verdicts), truth, without_each(truth, weights),
        variants=variant_rows(ensemble, weights, verdicts, truth), apart=conclusion(ensemble, weights),
        reused=ensemble.reused,
    )  # fmt: skip
