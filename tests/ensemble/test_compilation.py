"""The law is compiled ahead for just what whole runs and runs that stop on any day ask of it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

AHEAD = """
import numpy as np
from sim.ensemble.block import advance_many
from sim.ensemble.compilation import compile_law
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.resumable_runs import Opening, ResumableRuns
from sim.ensemble.world import build_world
from sim.scenario.reader import read_scenario
from tests.agents.uncompiled import by_batch

compile_law()
scenario, runs = read_scenario("toy_corridor"), np.arange(1)
by_batch(scenario, 1, 3, 0)
_, held, contested = draw_starts(scenario, 1, runs)
opening = Opening(draw_laws(scenario, 1, runs), held, contested)
ResumableRuns(build_world(scenario, scenario.days), 3, opening).advance(np.array([1, 3]), 1, np.zeros((1, 2)))
print(len(advance_many.dispatcher().signatures))
"""
ALONE = """
import sys
from sim.ensemble import compilation
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"scipy", "pandas", "pyarrow", "yaml", "networkx", "mesa"}))
"""


def printed(code: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout.strip()


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_what_is_compiled_ahead_is_what_runs_call() -> None:
    assert printed(AHEAD) == "1"


def test_compiling_needs_no_more_of_the_installation_than_numpy_and_numba() -> None:
    assert printed(ALONE) == ""
