"""``sim noise``: what share of the spread of a war's course is chance, once every parameter is fixed."""

from __future__ import annotations

import numpy as np

from sim.app.entry.start import start_session
from sim.base.codes import CHALLENGER, ROLES
from sim.base.errors import DONE, UsageError
from sim.claims.likelihood_words import percent
from sim.inference.checks.noise import ChanceShare, chance_shares, simulate_groups
from sim.scenario.scenario import Scenario
from sim.session.job import Job

SIZE = 8  # runs of a group
RUNS = 2_000
LEAST = 80


def main(job: Job) -> int:
    """Simulate groups of runs that share their parameters and print the share of chance by day. UsageError for an option it cannot use."""
    session, scenario = start_session(job, RUNS)
    job, console = session.job, session.console
    if job.run_count < LEAST:
        raise UsageError(
            f"runs = {job.runs} are too few to separate chance from parameters; expected {LEAST} or more"
        )
    groups, faction = job.run_count // SIZE, leader(scenario)
    console.say(
        f"{scenario.name}: {groups:,} draws of the parameters, {SIZE} runs of each, {scenario.days} days, seed {job.seed}"
    )
    with np.errstate(over="ignore"):
        held_by_group = simulate_groups(scenario, faction, groups, SIZE, job.seed)
    console.say(f"share of chance in the variance of the log net gain of {scenario.factions[faction].name}")
    rows = chance_shares(held_by_group, days_asked(scenario), job.seed)
    console.say_table([chance_cells(row) for row in rows], "  ")
    return DONE


def chance_cells(row: ChanceShare) -> tuple[str, ...]:
    """Day, share of chance, its 95 % interval, and the spread in districts."""
    if np.isnan(row.share):
        return f"day {row.day:>4}", "nothing varies", "", ""
    interval = f"{percent(row.low)} to {percent(row.high)}"
    return f"day {row.day:>4}", f"{percent(row.share):>5}", interval, f"sd {row.spread:.1f} districts"


def leader(scenario: Scenario) -> int:
    """The first challenger, else the first faction."""
    roles = [faction.role for faction in scenario.factions]
    return roles.index(ROLES[CHALLENGER]) if ROLES[CHALLENGER] in roles else 0


def days_asked(scenario: Scenario) -> list[int]:
    """A quarter, half and all of the days to the question, and the last day; days before the first are left out."""
    as_of_day = scenario.calendar.as_of_day
    return sorted({day for day in (as_of_day // 4, as_of_day // 2, as_of_day, scenario.days) if day > 0})
