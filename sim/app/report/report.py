"""The main job, which reads like the picture in docs/design.md."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.analysis.memory_plan import check_room
from sim.analysis.pipeline import FEWEST, find_in_runs, find_in_sums, read
from sim.analysis.result import Findings
from sim.app.report.summary import tell_hinge, tell_variants, tell_verdicts
from sim.base.errors import DONE, FAILED_RUNS, NO_VERDICT
from sim.output.folder import Folder, open_folder
from sim.scenario.reader import read_outcomes
from sim.session.console import Console, Stopwatch
from sim.session.executor import executor_of
from sim.session.job import Job
from sim.session.options import AGGREGATES


def main(job: Job) -> int:
    """The main job: read, run, weigh, judge, tell, write; returns the exit code."""
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    job = replace(job, runs=job.runs or scenario.runs)
    check_room(scenario, job)
    read_outcomes(scenario)  # a fault in them is told now; what they say is looked at after the verdicts
    with open_folder(job) as folder:
        with executor_of(job, console) as executor:
            find = find_in_sums if job.keep == AGGREGATES else find_in_runs
            found = find(scenario, job, console, watch, executor)
        tell_verdicts(console, found, watch)
        tell_hinge(console, found)
        tell_variants(console, found)
        page = write(folder, found, watch)
        console.say(f"{watch.total:.1f} s in all, with the page")
        console.say(f"page: {page}")
    return exit_code(found)


def write(folder: Folder, found: Findings, watch: Stopwatch) -> Path:
    """The finished folder; returns the path of its page."""
    from sim.output.report_files import (
        write_findings,
    )  # brings matplotlib: nobody waits for it before the verdicts are told

    return write_findings(folder, found, watch)


def exit_code(found: Findings) -> int:
    """0, 3 if some runs failed, 4 if the evidence leaves too few effective runs for a verdict."""
    if found.weights.ess < FEWEST:
        return NO_VERDICT
    return FAILED_RUNS if found.failed else DONE
