"""What a job says on the terminal before its runs."""

from __future__ import annotations

from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.job import Job

COMPILING = "compiling the model (once per version, about 25 s)"


def print_start(console: Console, scenario: Scenario, job: Job, *, compiled: bool) -> None:
    """One line on what will run, and one more if the law has to be compiled first."""
    days, districts = scenario.days, scenario.terrain.districts
    console.say(
        f"{scenario.name}: {job.runs:,} runs of {days} days on {districts} districts, seed {job.seed}"
    )
    if not compiled:
        console.say(COMPILING)
