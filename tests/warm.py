"""Compile what the tests call, before several processes of them start: python -m tests.warm batch|agents

A process that finds no compiled code makes its own, a minute of work; two test processes would both do it.
"""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.resumable_runs import Opening, ResumableRuns
from sim.ensemble.world import build_world
from sim.scenario.reader import read_scenario
from tests.agents.uncompiled import by_batch, by_mesa

SCENARIO, SEED, DAYS = "toy_corridor", 1, 3
FACES = ("batch", "agents")


def compile_batch() -> None:
    """The doors of whole runs and of runs that stop on any day."""
    scenario, runs = read_scenario(SCENARIO), np.arange(1)
    by_batch(scenario, SEED, DAYS, 0)
    _, held, contested = draw_starts(scenario, SEED, runs)
    opening = Opening(draw_laws(scenario, SEED, runs), held, contested)
    resumable = ResumableRuns(build_world(scenario, scenario.days), DAYS, opening)
    resumable.advance(np.array([DAYS]), SEED, runs[:, None])


def compile_agents() -> None:
    """The doors of single steps of the law."""
    by_mesa(read_scenario(SCENARIO), SEED, DAYS, 0)


def compile_all() -> None:
    """Both faces at once, each in a process of its own; a law that does not compile is left for the tests to tell."""
    processes = [subprocess.Popen([sys.executable, "-m", "tests.warm", face]) for face in FACES]
    for process in processes:
        process.wait()


if __name__ == "__main__":
    {"batch": compile_batch, "agents": compile_agents}[sys.argv[1]]()
