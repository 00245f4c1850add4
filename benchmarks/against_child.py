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
    """CPU of runs on two networks."""
    figures = {}
    for name, title, draws in (
        ("afghanistan_2021_08_05", "law: CPU a run, seed scenario (ms)", DRAWS),
        ("toy_corridor", "law: CPU a run, toy (ms)", 4 * DRAWS),
    ):
        figures[title] = 1e3 * Field(name, seed, draws).spent(np.arange(draws), draws)[0]
    return figures


def compilation(seed: int) -> dict[str, float]:
    """CPU from the imports to the end of the first run, less that of another run."""
    begun = time.process_time()
    field = Field("toy_corridor", seed, 8)
    spent = time.process_time() - begun
    return {"compilation of the law: CPU (s)": spent - field.spent(np.zeros(1, dtype=np.int64), 8)[0]}


def job(*words: str) -> dict[str, float]:
    """CPU of each part of a main job, of all threads; what is not timed before the first lap counts to it."""
    watch, last = named("Stopwatch", "sim.session.console", "sim.app.console"), [0.0]
    laps: dict[str, float] = {}
    timed = watch.lap

    def lap(self: Any, name: str) -> float:
        now = time.process_time()
        laps[name] = laps.get(name, 0.0) + now - last[0]
        last[0] = now
        return float(timed(self, name))

    watch.lap = lap
    sys.argv = ["sim", *words]
    code = importlib.import_module("sim.__main__").main()
    if code:
        raise SystemExit(code)
    return laps


def memory(seed: int) -> dict[str, float]:
    """Largest resident size after 10,000 runs of 150 days."""
    scenario = scenario_of("afghanistan_2021_08_05")
    beyond = scenario.days - scenario.horizon
    shorter = replace(scenario, horizon=max(1, 150 - beyond))
    named("run_ensemble", "sim.ensemble.engine")(shorter, runs=10_000, seed=seed)
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"peak memory, 10,000 runs of 150 days (MB)": size / 1e6}


def filtered(seed: int, roots: int) -> dict[str, float]:
    """Thirteen counts by the filter: what so many roots leave, and how much of it a CPU second."""
    weighed = named("weighed_counts", "sim.analysis.conditioning", "sim.app.learning")
    run_filter = named("run_filter", "sim.inference.particles.filter", "sim.inference.filter")
    threads = named("Threads", "sim.ensemble.execution.executor", "sim.ensemble.executor")
    scenario = weighed(scenario_of("afghanistan_2021_08_05"), tuple(COUNTS.split()))
    prior = named("run_ensemble", "sim.ensemble.engine")(scenario, runs=2_048, seed=seed)
    weigh = named("weigh_ensemble", "sim.inference.weights")
    weigh(prior, "all")  # compiled, imported
    begun = time.process_time()
    found = run_filter(prior, "all", roots, threads(2), keep=False)
    # earlier states give the runs alone
    ess = found[1].ess if isinstance(found, tuple) else weigh(found, "all").ess
    spent = time.process_time() - begun
    return {
        f"thirteen counts, {roots:,} roots: CPU (s)": spent,
        f"thirteen counts, {roots:,} roots: effective runs": ess,
        "thirteen counts: effective runs a CPU second": ess / spent,
    }


if __name__ == "__main__":
    what, *told = sys.argv[1:]
    if what == "job":
        print(json.dumps(job(*told)))
    else:
        measures = {"law": law, "memory": memory, "filter": filtered, "compilation": compilation}
        print(json.dumps(measures[what](*map(int, told))))
