"""What ``sim bench`` measures in a process of its own: the first compilation, peaks of memory, and the cost model.

``python -m benchmarks.child_process WHAT SCENARIO SEED RUNS DAYS`` prints one number: compile (seconds), memory and massed
(bytes, with every run kept and with none), cost and stored (measured over reckoned: CPU of runs that are not kept, and
bytes of stored blocks). SCENARIO may be made_DISTRICTS.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.cost_model import cost
from benchmarks.timing import Arena
from sim.analysis.aggregated import judge_aggregates
from sim.ensemble.engine import Plan, run_ensemble
from sim.ensemble.execution.executor import Threads
from sim.ensemble.store import pack
from sim.explore.sums.portions import aggregate
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario
from sim.scenario.synthetic import make_scenario
from sim.session.job import Job
from sim.session.options import AGGREGATES
from sim.session.session import Session


def main(words: Sequence[str]) -> int:
    """Print what the first word asks for."""
    what, scenario = words[0], scenario_of(words[1], int(words[4]))
    seed, runs, days = (int(word) for word in words[2:])
    print(MEASURES[what](scenario, seed, runs, days))
    return 0


def scenario_of(name: str, days: int) -> Scenario:
    """A scenario by name, or a made-up war of ``days`` days on as many districts as the name says."""
    districts = name.removeprefix("made_")
    return make_scenario(int(districts), days) if districts.isdigit() else read_scenario(name)


def compilation(scenario: Scenario, seed: int, runs: int, days: int) -> float:
    """Seconds of the first call."""
    return first_call(Arena(scenario, days, seed, 1))


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
    return peak()


def peak() -> int:
    """Largest resident size of this process so far, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def aggregate_memory(scenario: Scenario, seed: int, runs: int, days: int) -> int:
    """Largest resident size (bytes) of this process after verdicts on ``runs`` runs of which none is kept."""
    job = Job(scenario.name, runs=runs, seed=seed, keep=AGGREGATES)
    judge_aggregates(scenario, Session(job))
    return peak()


def cost_ratio(scenario: Scenario, seed: int, runs: int, days: int) -> float:
    """CPU of ``runs`` runs that are not kept, over what the cost model says; no other measure has stored them."""
    aggregate(scenario, seed + 1, 8, "all", Threads(1), lambda *_: None)  # compiled, imported
    begun = time.process_time()
    aggregate(scenario, seed + 2, runs, "all", Threads(1), lambda *_: None)
    spent = time.process_time() - begun
    return spent / cost(scenario, Job(scenario.name, runs=runs, seed=seed)).core_seconds


def stored_ratio(scenario: Scenario, seed: int, runs: int, days: int) -> float:
    """Bytes of the blocks of ``runs`` runs, over what the cost model says."""
    plan = Plan(scenario, seed, runs, keep=False)
    written = sum(len(pack(plan.simulate(number))) for number in plan.numbers)
    return written / cost(scenario, Job(scenario.name, runs=runs, seed=seed)).store


MEASURES: dict[str, Callable[[Scenario, int, int, int], float]] = {
    "compile": compilation,
    "memory": peak_memory,
    "aggregate": aggregate_memory,
    "cost": cost_ratio,
    "stored": stored_ratio,
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
