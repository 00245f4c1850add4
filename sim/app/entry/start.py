"""How a verb that runs a scenario begins: its session, its scenario, its first line."""

from __future__ import annotations

from dataclasses import replace

from sim.analysis.pipeline import read
from sim.analysis.progress_lines import print_start
from sim.base.compiled import is_compiled_before
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from sim.session.session import Session


def start_session(job: Job, runs: int | None = None) -> tuple[Session, Scenario]:
    """The session of a job whose number of runs is settled, and the scenario it names.

    runs   of a job that does not say how many; None: as many as the scenario says

    ScenarioError with every fault of the scenario, UsageError for options that do not fit it.
    """
    session = Session(job)
    scenario = read(job)
    return replace(session, job=job.with_runs(runs or scenario.runs)), scenario


def announce(session: Session, scenario: Scenario) -> None:
    """Print what will run and, if so, that the model is compiled first; ends the time of reading."""
    print_start(session.console, scenario, session.job, compiled=is_compiled_before())
    session.watch.lap("read")
