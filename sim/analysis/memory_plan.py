"""What a main job will hold in memory, estimated before anything is simulated."""

from __future__ import annotations

import os

from sim.analysis.aggregated import SHOWN, refuse_what_needs_runs
from sim.analysis.conditioning import ASKED, LAST_RESORT, islands_of
from sim.base.errors import UsageError
from sim.ensemble.execution.memory import available_memory, resumable_run_bytes, run_bytes
from sim.explore.sums.aggregate import SAMPLED
from sim.explore.sums.portions import PORTION, sums_bytes
from sim.inference.particles.island import LEAVES, SWARM
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from sim.session.options import AGGREGATES

PROGRAM = 300_000_000  # bytes of the program and its libraries, before the first run


def check_memory_of_job(scenario: Scenario, job: Job) -> None:
    """UsageError if the job needs more memory than it may plan to use, or an option that its ``keep`` rules out."""
    aggregated = job.keep == AGGREGATES
    if aggregated:
        refuse_what_needs_runs(job)
    bytes_available, bytes_needed = available_memory(), planned(scenario, job)
    if bytes_available is None or bytes_needed <= bytes_available:
        return
    runs = job.runs or scenario.runs
    if aggregated:
        raise UsageError(
            f"keep = aggregates on {workers_of(job)} workers needs about {gigabytes(bytes_needed)}; "
            f"expected at most {gigabytes(bytes_available)}: fewer workers"
        )
    most_runs = max(0, int((bytes_available - PROGRAM) / (bytes_needed - PROGRAM) * runs))
    raise UsageError(
        f"runs = {runs:,} of {scenario.days} days on {scenario.terrain.districts:,} districts need about {gigabytes(bytes_needed)}; "
        f"expected at most {most_runs:,} runs in {gigabytes(bytes_available)}, or keep=aggregates, which needs about "
        f"{gigabytes(aggregate_bytes(scenario, job))} for any number of runs"
    )


def planned(scenario: Scenario, job: Job) -> float:
    """Bytes the job will hold at most."""
    if job.keep == AGGREGATES:
        return aggregate_bytes(scenario, job)
    runs = job.runs or scenario.runs
    record_bytes = PROGRAM + float(runs) * run_bytes(scenario)
    return record_bytes + (filter_bytes(scenario, job, runs) if job.inference == "filter" else 0.0)


def filter_bytes(scenario: Scenario, job: Job, runs: int) -> float:
    """Bytes of a filter beside ``runs`` prior runs: what islands leave, and twice the runs of an island a worker."""
    islands = islands_of(runs, ASKED if job.inference == "filter" else LAST_RESORT)
    moving = 2 * min(workers_of(job), islands) * SWARM * resumable_run_bytes(scenario)
    return islands * LEAVES * run_bytes(scenario) + moving


def aggregate_bytes(scenario: Scenario, job: Job) -> float:
    """Bytes with keep=aggregates: a portion and its sums a worker, the sums of all, and the runs shown."""
    portions = workers_of(job) * PORTION * run_bytes(scenario)
    sums = (2 * workers_of(job) + 1) * sums_bytes(scenario)
    return PROGRAM + portions + sums + (SHOWN + SAMPLED) * run_bytes(scenario)


def workers_of(job: Job) -> int:
    """Portions that are in work at a time on this machine."""
    return job.workers or os.cpu_count() or 1


def gigabytes(size: float) -> str:
    """``1.2 GB``."""
    return f"{size / 1e9:,.1f} GB"
