"""What ``sim bench`` measures in a process of its own: the first compilation, and the peak of memory.

``python -m sim.app.bench_child compile|memory SCENARIO SEED RUNS DAYS`` prints one number (seconds or bytes).
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.app.measure import Arena
from sim.ensemble.engine import run_ensemble
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario


def main(words: Sequence[str]) -> int:
    """Print what the first word asks for."""
    what, scenario = words[0], read_scenario(words[1])
    seed, runs, days = (int(word) for word in words[2:])
    if what == "compile":
        print(first_call(Arena(scenario, days, seed, 1)))
    else:
        print(peak_memory(scenario, seed, runs, days))
    return 0


def first_call(arena: Arena) -> float:
    """Seconds of the first call of the compiled loop; with an empty cache that is compilation."""
    rows = np.zeros(1, dtype=np.int64)
    _ = arena.starts, arena.laws, arena.workers
    begun = time.perf_counter()
    arena.run(rows)
    return time.perf_counter() - begun


def peak_memory(scenario: Scenario, seed: int, runs: int, days: int) -> int:
    """Largest resident size (bytes) of this process after an ensemble of ``runs`` runs of ``days`` days."""
    beyond = scenario.days - scenario.horizon  # days that no horizon changes
    ensemble = run_ensemble(replace(scenario, horizon=max(1, days - beyond)), runs=runs, seed=seed)
    if ensemble.failed:
        raise SystemExit(f"{len(ensemble.failed)} runs failed")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
