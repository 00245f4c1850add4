"""The law is compiled ahead for just what whole runs and runs that stop on any day ask of it."""

from __future__ import annotations

import subprocess
import sys

from sim.ensemble.block import advance_many
from sim.ensemble.compilation import compile_law
from sim.scenario.reader import read_scenario
from tests.agents.uncompiled import by_batch

ALONE = """
import sys
from sim.ensemble import compilation
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"scipy", "pandas", "pyarrow", "yaml", "networkx", "mesa"}))
"""


def test_what_is_compiled_ahead_is_what_runs_call() -> None:
    compile_law()
    by_batch(read_scenario("toy_corridor"), 1, 3, 0)
    assert len(advance_many.dispatcher().signatures) == 1


def test_compiling_needs_no_more_of_the_installation_than_numpy_and_numba() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == ""
