"""What ``benchmarks.against`` measures inside one checkout, by names that older checkouts know too; prints one JSON object.

``python against_child.py WHAT SEED``, started in the checkout with nothing else on the path. Stands alone: it may import
nothing from ``benchmarks``.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np

DAYS, DRAWS = 120, 256
COUNTS = (
    "lwj_june_held bild_22_june_held lwj_29_june_held ap_4_july_held eiu_third_6_july_held lwj_10_july_held aan_14_july_share "
    "lwj_17_july_held apw_18_july_held lwj_27_july_held afp_5_august_share seed_gained_count no_capital_held"
)


def named(name: str, *homes: str) -> Any:
    """A function of the checkout from the first of its homes that exists."""
    for home in homes:
        try:
            return getattr(importlib.import_module(home), name)
        except (ImportError, AttributeError):
            continue
    raise SystemExit(f"{name} is in none of {', '.join(homes)}")


def scenario_of(name: str) -> Any:
    """A scenario by name, or a made-up war on as many districts as ``made_DISTRICTS`` says."""
    if name.startswith("made_"):
        make = named("make_scenario", "sim.scenario.synthetic", "sim.app.made")
        return make(int(name.removeprefix("made_")), DAYS)
    return named("read_scenario", "sim.scenario.reader")(name)


class Field:
    """A scenario whose runs can be timed: one worker, parameters drawn, the law compiled."""

    def __init__(self, name: str, seed: int, draws: int) -> None:
        draws_of = importlib.import_module("sim.ensemble.draws")
        self.scenario, self.seed = scenario_of(name), seed
        self.laws = draws_of.draw_laws(self.scenario, seed, np.arange(draws))
        _, self.held, self.contested = draws_of.draw_starts(self.scenario, seed, np.arange(draws))
        world = named("build_world", "sim.ensemble.world")(self.scenario, DAYS)
        self.worker = named("Worker", "sim.ensemble.block")(world, DAYS)
        self.spent(np.zeros(1, dtype=np.int64), 0)

    def spent(self, rows: np.ndarray, first: int) -> tuple[float, float]:
        """(CPU seconds a run, CPU seconds a district-day lived) of the runs with the parameters of ``rows``."""
        begun = time.thread_time()
        block = self.worker.run_block(
            self.seed, first, self.laws[rows], self.held[rows], self.contested[rows]
        )
        spent = time.thread_time() - begun
        days = np.where(block.end[:, 0] < 0, DAYS, block.end[:, 0]).sum()
        return spent / len(rows), spent / (float(days) * self.scenario.terrain.districts)


def law(seed: int) -> dict[str, float]:
    """CPU of runs on three networks, and of a district-day on small and large ones."""
    found = {}
    for name, title, draws in (
        ("afghanistan_2021_08_05", "law: CPU a run, seed scenario (ms)", DRAWS),
        ("toy_corridor", "law: CPU a run, toy (ms)", 4 * DRAWS),
        ("made_2000", "law: CPU a run, 2,000 units (ms)", 32),
    ):
        found[title] = 1e3 * Field(name, seed, draws).spent(np.arange(draws), draws)[0]
    days = {size: Field(f"made_{size}", seed, 8) for size in (400, 40_000)}
    small = days[400].spent(np.tile(np.arange(8), 24), 8)[1]
    found["law: 40,000 districts against linear from 400 (times)"] = (
        days[40_000].spent(np.arange(8), 8)[1] / small
    )
    return found


def memory(seed: int) -> dict[str, float]:
    """Largest resident size after 10,000 runs of 150 days."""
    scenario = scenario_of("afghanistan_2021_08_05")
    beyond = scenario.days - scenario.horizon
    shorter = replace(scenario, horizon=max(1, 150 - beyond))
    named("run_ensemble", "sim.ensemble.engine")(shorter, runs=10_000, seed=seed)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"peak memory, 10,000 runs of 150 days (MB)": size / 1e6}


def filtered(seed: int) -> dict[str, float]:
    """Thirteen counts by the filter: effective runs of 16,384 roots, and how many of them a CPU second leaves."""
    weighed = named("weighed_counts", "sim.analysis.conditioning", "sim.app.learning")
    run_filter = named("run_filter", "sim.inference.particles.filter", "sim.inference.filter")
    threads = named("Threads", "sim.ensemble.execution.executor", "sim.ensemble.executor")
    scenario = weighed(scenario_of("afghanistan_2021_08_05"), tuple(COUNTS.split()))
    prior = named("run_ensemble", "sim.ensemble.engine")(scenario, runs=2_048, seed=seed)
    run_filter(prior, "all", 8_192, threads(1))  # compiled, imported
    begun = time.process_time()
    joined = run_filter(prior, "all", 65_536, threads(2))
    ess = named("weigh_ensemble", "sim.inference.weights")(joined, "all").ess
    spent = time.process_time() - begun
    return {
        "thirteen counts, 65,536 roots: CPU (s)": spent,
        "thirteen counts: effective runs a CPU second": ess / spent,
    }


if __name__ == "__main__":
    measures = {"law": law, "memory": memory, "filter": filtered}
    print(json.dumps(measures[sys.argv[1]](int(sys.argv[2]))))
