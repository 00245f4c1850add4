"""``sim match``: what a campaign says of the parameters, as a block for the priors of another scenario.

With ``campaigns=`` it is what all of them say together, as priors for a new war (``sim.app.exam.population``).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from sim.app.entry.start import announce, start_session
from sim.app.exam import population
from sim.app.sweeps.result import finish, used_counts
from sim.app.sweeps.tables import write_table
from sim.base.errors import DONE, FAILED_RUNS, UsageError
from sim.claims.likelihood_words import percent
from sim.ensemble.engine import Plan, simulate
from sim.inference.history_matching import GROUPS, LEAST, SIGMA, HistoryMatch, match
from sim.inference.weights import Weights, weigh_ensemble
from sim.output.folder import RunFolderWriter, open_folder, write_text
from sim.output.json_documents import write_json
from sim.scenario.files.yaml_writer import emit, safe
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job
from sim.session.session import Session, with_executor

DIGITS = 2  # of slopes and intercepts as written: their standard errors are about 0.02
BLOCK = "match.yaml"


def main(job: Job) -> int:
    """Run the campaign, see which parameters its reports leave, print and write; returns the exit code."""
    if job.campaigns is not None:
        return population.main(job)
    session, scenario = start_session(job)
    job, console = session.job, session.console
    check_campaign(scenario, job)
    with open_folder(job) as folder:
        announce(session, scenario)
        with with_executor(session) as running, console.progress() as progress:
            ensemble = simulate(Plan(scenario, job.seed, job.run_count), running.executor, progress)
        weights = weigh_ensemble(ensemble, job.evidence)
        matching = match(ensemble, weights)
        session.watch.lap("run")
        print_match(console, scenario, matching, weights)
        path = write(folder, session, scenario, matching, weights)
        if matching.names:
            console.say(f"block to paste into the priors.yaml of a scenario of the same war: {path / BLOCK}")
    return FAILED_RUNS if ensemble.failed else DONE


def check_campaign(scenario: Scenario, job: Job) -> None:
    """UsageError for a campaign that cannot teach, before anything is run."""
    if job.run_count < LEAST:
        raise UsageError(f"runs = {job.runs} are too few to match; expected {LEAST:,} or more")
    if scenario.matched is not None:
        raise UsageError(
            f"scenario = {scenario.name!r} is already matched to {scenario.matched.campaign}, and priors can be "
            f"matched to one campaign only; expected a scenario without matched in its priors"
        )
    if not used_counts(scenario, job.evidence):
        raise UsageError(
            f"scenario = {scenario.name!r} has no count in the likelihood with evidence={job.evidence}; expected one with use fit"
        )


def print_match(console: Console, scenario: Scenario, result: HistoryMatch, weights: Weights) -> None:
    """Which share of the runs is accepted, what it depends on, and how well the formula predicts it."""
    console.say(
        f"{percent(result.accepted)} of the runs are not ruled out: no report used lies more than {SIGMA:g} standard deviations "
        f"off ({', '.join(weights.used)})"
    )
    if not result.names:
        console.say("no parameter has a clear slope: there is nothing to learn")
        return
    heads = (
        "share not ruled out, the other parameters at their medians",
        "this at 16 %",
        "at 84 %",
        "slope",
        "",
    )
    middle = float(np.average(result.intercepts, weights=[variant.weight for variant in scenario.variants]))
    order = np.argsort(-np.abs(result.slopes), kind="stable")
    console.say_table([heads, *(parameter_cells(result, middle, int(k)) for k in order)])
    pairs = zip(result.predicted, result.observed, strict=True)
    shares = ", ".join(f"{percent(float(a))} / {percent(float(b))}" for a, b in pairs)
    console.say(
        f"predicted / observed in {GROUPS} groups of runs that its slopes were not fitted to: {shares}"
    )


def parameter_cells(result: HistoryMatch, middle: float, k: int) -> tuple[str, ...]:
    """One parameter: chances at the 16th and the 84th of a hundred places in its prior."""
    slope = float(result.slopes[k])
    low, high = (percent(result.chance(k, score, middle)) for score in (-1.0, 1.0))
    return result.names[k], low, high, f"{slope:+.2f}".replace("-", "−"), f"± {result.errors[k]:.2f}"


def priors_block(scenario: Scenario, result: HistoryMatch, weights: Weights, job: Job) -> str:
    """The block ``matched`` of priors.yaml; its argument is for people to write."""
    names = [variant.name for variant in scenario.variants]
    slopes = sorted(zip(result.names, result.slopes, strict=True), key=lambda pair: -abs(pair[1]))
    acceptance_text = f"{percent(result.accepted)} of the runs are not ruled out by {', '.join(weights.used)}"
    block_content = {
        "campaign": scenario.name,
        "intercept": rounded(zip(names, result.intercepts, strict=True)),
        "scores": rounded(slopes),
        "source": safe(f"{job.command}: {acceptance_text}"),
        "argument": "",
    }
    return emit({"matched": block_content}, {})


def rounded(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Numbers by name, with DIGITS digits."""
    return {name: round(float(value), DIGITS) for name, value in pairs}


def write(
    folder: RunFolderWriter, session: Session, scenario: Scenario, result: HistoryMatch, weights: Weights
) -> Path:
    """``match.yaml|json|csv|parquet`` and the manifest; returns the folder."""
    job = session.job
    rows = [
        {"parameter": name, "slope": float(slope), "error": float(error)}
        for name, slope, error in zip(result.names, result.slopes, result.errors, strict=True)
    ]
    document = {
        "schema": "sim.match/1",
        "scenario": scenario.name,
        "runs": job.runs,
        "seed": job.seed,
        "reports": list(weights.used),
        "sigma": SIGMA,
        "kept": result.accepted,
        "ceiling": result.ceiling,
        "intercepts": {
            variant.name: a for variant, a in zip(scenario.variants, result.intercepts, strict=True)
        },
        "slopes": rows,
        "groups": {"foretold": result.predicted, "found": result.observed, "spread": result.spread},
    }
    write_json(folder.part / "match.json", document)
    write_table(folder.part, "match", rows)
    if rows:
        write_text(folder.part / BLOCK, priors_block(scenario, result, weights, job))
    return finish(folder, session, scenario, runs=job.runs)
