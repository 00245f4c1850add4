"""``sim match``: what a campaign says of the parameters, as a block for the priors of another scenario.

With ``campaigns=`` it is what all of them say together, as priors for a new war (``sim.app.exam.population``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.analysis.pipeline import read
from sim.analysis.progress_lines import print_start
from sim.app.exam import population
from sim.app.sweeps.result import finish, write_table
from sim.base.compiled import is_compiled_before
from sim.base.errors import DONE, FAILED_RUNS, UsageError
from sim.claims.likelihood_words import percent
from sim.ensemble.engine import Plan, simulate
from sim.inference.history_matching import GROUPS, LEAST, SIGMA, HistoryMatch, match
from sim.inference.weights import Weights, select, weigh_ensemble
from sim.output.folder import RunFolderWriter, open_folder, write_text
from sim.output.json_documents import write_json
from sim.scenario.scenario import Scenario
from sim.session.console import Console, Stopwatch, table_of
from sim.session.executor import executor_of
from sim.session.job import Job

DIGITS = 2  # of slopes and intercepts as written: their standard errors are about 0.02
BLOCK = "match.yaml"


def main(job: Job) -> int:
    """Run the campaign, see which parameters its reports leave, tell and write; returns the exit code."""
    if job.campaigns is not None:
        return population.main(job)
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    job = replace(job, runs=job.runs or scenario.runs)
    check(scenario, job)
    with open_folder(job) as folder:
        print_start(console, scenario, job, compiled=is_compiled_before())
        watch.lap("read")
        with executor_of(job, console) as executor, console.progress() as progress:
            ensemble = simulate(Plan(scenario, job.seed, job.runs or scenario.runs), executor, progress)
        weights = weigh_ensemble(ensemble, job.evidence)
        found = match(ensemble, weights)
        watch.lap("run")
        print_match(console, scenario, found, weights)
        path = write(folder, job, scenario, found, weights, watch)
        if found.names:
            console.say(f"to take over into the priors.yaml of a scenario of the same war: {path / BLOCK}")
    return FAILED_RUNS if ensemble.failed else DONE


def check(scenario: Scenario, job: Job) -> None:
    """UsageError for a campaign that cannot teach, before anything is run."""
    if (job.runs or 0) < LEAST:
        raise UsageError(f"runs = {job.runs} are too few to match; expected {LEAST:,} or more")
    if scenario.matched is not None:
        raise UsageError(
            f"scenario = {scenario.name!r} has itself taken over what {scenario.matched.campaign} says, and only one "
            f"campaign can be taken over; expected a scenario without matched in its priors"
        )
    statements = frozenset(one.id for one in scenario.statements)
    if not select(scenario.counts, job.evidence, statements):
        raise UsageError(
            f"scenario = {scenario.name!r} weighs no count with evidence={job.evidence}; expected one with use fit"
        )


def print_match(console: Console, scenario: Scenario, found: HistoryMatch, weights: Weights) -> None:
    """Which share of the runs is kept, what it hangs on, and how well the formula knows."""
    console.say(
        f"{percent(found.kept)} of the runs are kept: no weighed report lies more than {SIGMA:g} standard deviations "
        f"off ({', '.join(weights.used)})"
    )
    if not found.names:
        console.say("no parameter has a clear part in it: there is nothing to take over")
        return
    lines: list[tuple[str, ...]] = [
        ("share kept, the other parameters at their medians", "this at 16 %", "at 84 %", "slope", "")
    ]
    middle = float(np.average(found.intercepts, weights=[one.weight for one in scenario.variants]))
    order = np.argsort(-np.abs(found.slopes), kind="stable")
    lines += [line(found, middle, int(k)) for k in order]
    for text in table_of(lines):
        console.say(text)
    pairs = zip(found.foretold, found.found, strict=True)
    told = ", ".join(f"{percent(float(a))} / {percent(float(b))}" for a, b in pairs)
    console.say(f"foretold / found in {GROUPS} groups of runs that its slopes were not fitted to: {told}")


def line(found: HistoryMatch, middle: float, k: int) -> tuple[str, ...]:
    """One parameter: chances at the 16th and the 84th of a hundred places in its prior."""
    slope = float(found.slopes[k])
    low, high = (percent(found.chance(k, score, middle)) for score in (-1.0, 1.0))
    return found.names[k], low, high, f"{slope:+.2f}".replace("-", "−"), f"± {found.errors[k]:.2f}"


def block(scenario: Scenario, found: HistoryMatch, weights: Weights, job: Job) -> str:
    """The block ``matched`` of priors.yaml; its argument is for people to write."""
    names = [one.name for one in scenario.variants]
    pairs = sorted(zip(found.names, found.slopes, strict=True), key=lambda pair: -abs(pair[1]))
    return "\n".join(
        (
            "matched:",
            f"  campaign: {scenario.name}",
            f"  intercept: {inline(dict(zip(names, found.intercepts, strict=True)))}",
            "  scores:",
            *(f"    {name}: {round(float(slope), DIGITS):g}" for name, slope in pairs),
            "  source: >-",
            f"    {job.command}: {percent(found.kept)} of the runs are kept by",
            f"    {', '.join(weights.used)}",
            '  argument: ""',
            "",
        )
    )


def inline(values: Mapping[str, float]) -> str:
    """``{binding: 1.7, loose: 1}``."""
    return f"{{{', '.join(f'{name}: {round(float(value), DIGITS):g}' for name, value in values.items())}}}"


def write(
    folder: RunFolderWriter,
    job: Job,
    scenario: Scenario,
    found: HistoryMatch,
    weights: Weights,
    watch: Stopwatch,
) -> Any:
    """``match.yaml|json|csv|parquet`` and the manifest; returns the folder."""
    rows = [
        {"parameter": name, "slope": float(slope), "error": float(error)}
        for name, slope, error in zip(found.names, found.slopes, found.errors, strict=True)
    ]
    document = {
        "schema": "sim.match/1",
        "scenario": scenario.name,
        "runs": job.runs,
        "seed": job.seed,
        "reports": list(weights.used),
        "sigma": SIGMA,
        "kept": found.kept,
        "ceiling": found.ceiling,
        "intercepts": {one.name: a for one, a in zip(scenario.variants, found.intercepts, strict=True)},
        "slopes": rows,
        "groups": {"foretold": found.foretold, "found": found.found, "spread": found.spread},
    }
    write_json(folder.part / "match.json", document)
    write_table(folder.part, "match", rows)
    if rows:
        write_text(folder.part / BLOCK, block(scenario, found, weights, job))
    return finish(folder, job, scenario, watch, runs=job.runs)
