"""The main job, which reads like the picture in docs/design.md."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.memory_plan import check_memory_of_job
from sim.analysis.pipeline import find_in_runs, find_in_sums
from sim.analysis.result import Result
from sim.app.entry.start import start_session
from sim.app.report.summary import print_dependence, print_variants, print_verdicts
from sim.base.errors import DONE, FAILED_RUNS, NO_VERDICT
from sim.claims.estimate import LEAST_SHOWN
from sim.output.folder import RunFolderWriter, open_folder
from sim.scenario.reader import read_outcomes
from sim.session.console import Stopwatch
from sim.session.job import Job
from sim.session.options import AGGREGATES
from sim.session.session import with_executor


def main(job: Job) -> int:
    """The main job: read, run, condition, judge, print, write; returns the exit code."""
    session, scenario = start_session(job)
    job, console, watch = session.job, session.console, session.watch
    check_memory_of_job(scenario, job)
    read_outcomes(scenario)  # faults in them are reported now; outcomes are looked at after the verdicts
    with open_folder(job) as folder:
        with with_executor(session) as session:
            find = find_in_sums if job.keep == AGGREGATES else find_in_runs
            findings = find(scenario, session)
        print_verdicts(console, findings, watch)
        print_dependence(console, findings)
        print_variants(console, findings)
        page = write(folder, findings, watch)
        console.say(f"{watch.total:.1f} s in all, with the page")
        console.say(f"page: {page}")
    return exit_code(findings)


def write(folder: RunFolderWriter, result: Result, watch: Stopwatch) -> Path:
    """The finished folder; returns the path of its page."""
    from sim.output.report_files import (
        write_findings,
    )  # brings matplotlib: nobody waits for it before the verdicts are printed

    return write_findings(folder, result, watch)


def exit_code(result: Result) -> int:
    """0, 3 if some runs failed, 4 if the evidence leaves too few effective runs for a verdict."""
    if result.weights.ess < LEAST_SHOWN:
        return NO_VERDICT
    return FAILED_RUNS if result.failed else DONE
