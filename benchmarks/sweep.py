"""What ``sim bench`` measures of sweeps: a whole one, what store and Hydra take of it, and repeating it.

``python -m benchmarks.sweep WORDS`` does ``sim sweep WORDS`` and prints four numbers: wall seconds, CPU seconds,
and the CPU seconds of Hydra (from the command line to the job) and of the store (addresses, reading, writing).
Every sweep runs in a process of its own with a store of its own; what is compiled is shared, so that it is warm.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measurement import Measurement
from benchmarks.timing import median, own_process
from sim.base.compiled import cache_root
from sim.base.errors import DONE
from sim.scenario.scenario import Scenario
from sim.session.job import Job

POINTS, RUNS, DAYS = 1_000, 100, 120
REPEATS = 5  # of a finished sweep; the median is told
OVER = "over=[law.momentum.gain:0:3,law.accounts.loot:0:1]"
STORE = ("address", "read", "write")  # methods of the store of rows


def sweep_figures(job: Job, scenario: Scenario, points: int = POINTS) -> list[Measurement]:
    """One sweep of ``points`` points in an empty store, and the same repeated REPEATS times."""
    beyond = scenario.days - scenario.horizon  # days that no horizon changes
    with tempfile.TemporaryDirectory(prefix="sim-bench-") as home:
        (cache_root() / "compiled").mkdir(parents=True, exist_ok=True)
        (Path(home) / "compiled").symlink_to((cache_root() / "compiled").resolve(), target_is_directory=True)
        words = [
            f"scenario={job.scenario}",
            f"seed={job.seed}",
            f"points={points}",
            f"runs={RUNS}",
            f"horizon={max(1, DAYS - beyond)}",
            OVER,
            f"out={home}/out",
        ]
        wall, cpu, hydra, store = timed_sweep(words, home)
        again = median([timed_sweep(words, home)[0] for _ in range(REPEATS)])
    name = f"sweep, {points:,} points of {RUNS} runs"
    whole = points == POINTS  # the bars belong to the whole sweep
    return [
        Measurement(name, wall, "s", at_most=120 if whole else None),
        Measurement("its CPU", cpu, "s"),
        Measurement("store and Hydra, share of its CPU", 100 * (hydra + store) / cpu, "%", at_most=10),
        Measurement("repeating it, median", again, "s", at_most=3 if whole else None),
    ]


def timed_sweep(words: Sequence[str], cache: str) -> tuple[float, ...]:
    """What a process of its own prints; its wall seconds begin with the process. SimError if it fails."""
    warm = {**os.environ, "SIM_CACHE_DIR": cache, "PYTHONPYCACHEPREFIX": f"{cache}/bytecode"}
    warm.pop("PYTHONDONTWRITEBYTECODE", None)  # or every process would compile every module again
    begun = time.perf_counter()
    printed = own_process("benchmarks.sweep", words, warm)
    wall = time.perf_counter() - begun
    return wall, *(float(word) for word in printed.split()[-3:])


def main(words: Sequence[str]) -> int:
    """Do the sweep with clocks in it and print CPU seconds in all, of Hydra, and of the store."""
    from sim.app.entry import cli
    from sim.app.sweeps import sweep
    from sim.explore.row_store import RowStore

    spent = {name: clocked(RowStore, name) for name in STORE}
    hydra: list[float] = []
    begun, job_main = time.process_time(), sweep.main

    def first(job: Job) -> int:
        hydra.append(time.process_time() - begun)
        return job_main(job)

    sweep.main = first
    code = cli.main(["sweep", *words])
    if code == DONE:
        print(time.process_time(), hydra[0], sum(sum(times) for times in spent.values()))
    return code


def clocked(owner: Any, name: str) -> list[float]:
    """The CPU seconds of every later call of a method, in its own thread."""
    times: list[float] = []
    method: Callable[..., Any] = getattr(owner, name)

    def timed(*given: Any, **named: Any) -> Any:
        begun = time.thread_time()
        try:
            return method(*given, **named)
        finally:
            times.append(time.thread_time() - begun)

    setattr(owner, name, timed)
    return times


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
