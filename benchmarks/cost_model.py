"""What runs cost: core-hours, memory and store from runs, districts, days and factions.

The two rates lie between those of two machines, one of them two and a half times as fast (x86, 2020s), on three sizes of network;
``sim bench`` prints how far the model is off where it runs. Weighing, judging and counting are included, the first compilation and the page are not.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.memory_plan import planned
from sim.ensemble.execution.memory import COPIES, run_bytes
from sim.scenario.scenario import Scenario
from sim.session.job import Job

A_DISTRICT_DAY = 12e-9  # seconds of one core: motion, and reading what happened
A_FACTION_DAY = 0.5e-6  # seconds of one core: the daily series counted and judged


@dataclass(frozen=True)
class Cost:
    """Core-seconds, bytes of memory at most, and bytes of the blocks if they are stored."""

    core_seconds: float
    memory: float
    store: float


def cost(scenario: Scenario, job: Job) -> Cost:
    """What the main job costs."""
    runs = job.runs or scenario.runs
    a_day = scenario.terrain.districts * A_DISTRICT_DAY + len(scenario.factions) * A_FACTION_DAY
    return Cost(
        core_seconds=runs * scenario.days * a_day,
        memory=planned(scenario, job),
        store=float(runs * run_bytes(scenario) / COPIES),
    )
