"""Compile what the tests call, before several processes of them start: python -m tests.warm batch|agents

A process that finds no compiled code makes its own, a minute of work; two test processes would both do it.
"""

from __future__ import annotations

import subprocess
import sys

from sim.ensemble.compilation import compile_law
from sim.scenario.reader import read_scenario
from tests.agents.uncompiled import by_mesa

SCENARIO, SEED, DAYS = "toy_corridor", 1, 3
FACES = ("batch", "agents")


def compile_agents() -> None:
    """The doors of single steps of the law."""
    by_mesa(read_scenario(SCENARIO), SEED, DAYS, 0)


def compile_all() -> None:
    """Both faces at once, each in a process of its own; a law that does not compile is left for the tests to tell."""
    processes = [subprocess.Popen([sys.executable, "-m", "tests.warm", face]) for face in FACES]
    for process in processes:
        process.wait()


if __name__ == "__main__":
    {"batch": compile_law, "agents": compile_agents}[sys.argv[1]]()
