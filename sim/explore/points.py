"""Points: many setups of one scenario, each a batch of runs with the same dice, judged and dropped.

Points that differ in evidence only share their runs. Memory: one batch a worker, whatever the number of points.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.base.errors import OutputError, UsageError
from sim.claims.estimate import effective, estimate
from sim.ensemble.block import Block
from sim.ensemble.engine import Ensemble, Plan, assemble
from sim.ensemble.store import read_block
from sim.evidence.quantiles import weighted_quantile
from sim.explore.rows import Row, RowStore
from sim.explore.settings import Setup, Value, choose
from sim.explore.targets import Target, observe
from sim.inference.weights import Weights, weigh_ensemble
from sim.law.state import EVENT
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS
from sim.scenario.hashing import simulation_hash
from sim.scenario.scenario import Scenario

QUANTILES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
EVENTS_A_DISTRICT = 2  # of a run: its start and, on average over both sides, less than one change
SHARE_OF_MEMORY = 0.7
FEWEST = 20.0  # effective runs below which nothing is said after the evidence
Tell = Callable[["Tally"], None]


@dataclass
class Tally:
    """How far a sweep is. Points: total, done (reused ones included), reused, failed; runs simulated so far."""

    total: int
    done: int = 0
    reused: int = 0
    failed: int = 0
    runs: int = 0


@dataclass(frozen=True)
class Sweep:
    """What all points share. ``keep`` also stores the blocks of runs, for the main job and other sweeps."""

    base: Setup
    runs: int
    seed: int
    workers: int
    keep: bool = False
    rows: RowStore = field(default_factory=RowStore)


@dataclass(frozen=True)
class Task:
    """One point to compute."""

    number: int
    setup: Setup
    address: str


def memory_needed(sweep: Sweep) -> int:
    """Bytes that all workers together hold at most: series of a batch twice (blocks and record), and its events."""
    scenario = sweep.base.scenario
    series = (scenario.days + 1) * len(scenario.factions) * (2 * len(SERIES_COUNTS) + 4 * len(SERIES_LEVELS))
    events = EVENTS_A_DISTRICT * scenario.terrain.districts * EVENT.itemsize
    return sweep.workers * sweep.runs * 2 * (series + events)


def check_memory(sweep: Sweep) -> None:
    """UsageError if the batches of all workers do not fit into SHARE_OF_MEMORY of the machine's memory."""
    try:
        held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # a system that does not say
        return
    needed = memory_needed(sweep)
    if needed > SHARE_OF_MEMORY * held:
        most = int(SHARE_OF_MEMORY * held * sweep.runs / needed)
        raise UsageError(
            f"runs = {sweep.runs:,} a point on {sweep.workers} workers needs about {needed / 1e9:,.1f} GB; "
            f"expected at most {most:,} runs a point in {SHARE_OF_MEMORY * held / 1e9:,.1f} GB, or fewer workers"
        )


def run_points(sweep: Sweep, points: Sequence[dict[str, Value]], tally: Tally, tell: Tell) -> list[Row]:
    """A row a point, in their order: from the store, or simulated and stored.

    A point that fails leaves a row with ``error`` and does not stop the others; it is tried again next time.
    Same points, seed and runs give the same rows for any number of workers. OutputError if the disk refuses.
    """
    rows: dict[int, Row] = {}
    tasks = []
    for number, point in enumerate(points):
        setup = choose(sweep.base, point)
        address = sweep.rows.address(setup, sweep.seed, sweep.runs)
        if (row := sweep.rows.read(address)) is None:
            tasks.append(Task(number, setup, address))
        else:
            rows[number] = row
    tally.done += len(rows)
    tally.reused += len(rows)
    tell(tally)
    with closing(
        computed(sweep, by_simulation(tasks), tally)
    ) as done:  # an interruption here must stop the threads
        for number, row in done:
            rows[number] = row
            tally.done += 1
            tally.failed += bool(row["error"])
            tell(tally)
    return [rows[number] for number in range(len(points))]


def by_simulation(tasks: Iterable[Task]) -> list[list[Task]]:
    """Tasks that share their runs, together."""
    groups: dict[str, list[Task]] = {}
    for task in tasks:
        groups.setdefault(simulation_hash(task.setup.scenario), []).append(task)
    return list(groups.values())


def computed(
    sweep: Sweep, groups: Sequence[Sequence[Task]], tally: Tally
) -> Generator[tuple[int, Row], None, None]:
    """Rows as they are done; an interruption lets blocks in work end at their next slice."""
    stop = threading.Event()
    inner = max(1, sweep.workers // max(len(groups), 1))  # few large groups: their blocks share the threads
    with ThreadPoolExecutor(max_workers=sweep.workers) as pool:
        waiting: set[Future[list[tuple[int, Row]]]] = {
            pool.submit(work, sweep, group, stop, inner) for group in groups
        }
        try:
            while waiting:
                ready, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in ready:
                    found = future.result()
                    tally.runs += sweep.runs
                    yield from found
        finally:
            stop.set()
            for future in waiting:
                future.cancel()


def work(sweep: Sweep, group: Sequence[Task], stop: threading.Event, threads: int) -> list[tuple[int, Row]]:
    """Simulate what a group shares, judge each of its points, and store the rows that came out."""
    try:
        ensemble = simulate_once(sweep, group[0].setup.scenario, stop, threads)
    except (KeyboardInterrupt, OutputError):
        raise
    except Exception as error:
        return [(task.number, failure(sweep, error)) for task in group]
    asked = {task.address: task for task in group}  # points may differ in what is read of them only
    rows = {address: judge(sweep, task, ensemble) for address, task in asked.items()}
    return [(task.number, rows[task.address]) for task in group]


def judge(sweep: Sweep, task: Task, ensemble: Ensemble) -> Row:
    """The row of one point, stored; a row that tells the error if judging failed."""
    try:
        row = summarise(ensemble, task.setup)
    except Exception as error:
        return failure(sweep, error)
    sweep.rows.write(task.address, row)
    return row


def failure(sweep: Sweep, error: Exception) -> Row:
    """The row of a point that failed."""
    first = (str(error).splitlines() or [""])[0]
    return {"runs": sweep.runs, "runs_failed": sweep.runs, "error": f"{type(error).__name__}: {first}"}


class PointPlan(Plan):
    """A plan whose blocks are looked up in the store but written there only if they are to be kept."""

    def __init__(self, scenario: Scenario, sweep: Sweep, stop: threading.Event) -> None:
        super().__init__(scenario, sweep.seed, sweep.runs, keep=sweep.keep)
        self.stop = stop

    def fetch(self, number: int) -> Block:
        """A block from the store, or made."""
        found = read_block(self.folder, number, self.size(number))
        return self.make(number) if found is None else found


def simulate_once(sweep: Sweep, scenario: Scenario, stop: threading.Event, threads: int) -> Ensemble:
    """The runs of one setup on ``threads`` threads, the caller's own among them."""
    plan = PointPlan(scenario, sweep, stop)
    if threads == 1:
        return assemble(plan, {number: plan.fetch(number) for number in plan.numbers})
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return assemble(plan, dict(zip(plan.numbers, pool.map(plan.fetch, plan.numbers), strict=True)))


def summarise(ensemble: Ensemble, setup: Setup) -> Row:
    """What is kept of a point: every target before and (from FEWEST effective runs on) after the evidence."""
    weights = weigh_ensemble(judged_with(ensemble, setup.scenario), setup.evidence)
    weighed = setup.evidence != "none"
    row: Row = {
        "runs": ensemble.runs + len(ensemble.failed),
        "runs_failed": len(ensemble.failed),
        "ess": weights.ess,
        "pareto_k": weights.pareto_k if weighed else None,
        "fit": weights.log_evidence if weighed else None,
        "fit_error": error_of_fit(weights) if weighed else None,
        "error": "",
    }
    prior, after = np.exp(ensemble.log_prior), weights.values if weighed else None
    for target in observe(setup.scenario, ensemble.record):
        row |= {f"{target.name}.prior.{key}": value for key, value in described(target, prior).items()}
        row |= {f"{target.name}.posterior.{key}": value for key, value in described(target, after).items()}
    return {key: as_plain(value) for key, value in row.items()}


def error_of_fit(weights: Weights) -> float | None:
    """Standard error of the log of the mean likelihood (delta method); None if no run is possible."""
    return None if weights.ess == 0 else max(1.0 / weights.ess - 1.0 / weights.runs, 0.0) ** 0.5


def judged_with(ensemble: Ensemble, scenario: Scenario) -> Ensemble:
    """The same runs under a scenario that differs in what judging reads only."""
    return replace(ensemble, scenario=scenario)


def described(target: Target, weights: np.ndarray | None) -> dict[str, float | None]:
    """A share with its interval, or the mean and quantiles of a level; all None without (enough) weights."""
    if target.share:
        if weights is None:
            return dict.fromkeys(("p", "low", "high", "undefined"))
        found = estimate(target.values, weights)
        return {"p": found.p, "low": found.low, "high": found.high, "undefined": found.undefined}
    if weights is None or effective(weights) < FEWEST:
        return dict.fromkeys(("mean", *QUANTILES))
    levels = weighted_quantile(target.values, weights, tuple(QUANTILES.values()))
    mean = float(weights @ target.values) / float(weights.sum())
    return {"mean": mean, **dict(zip(QUANTILES, map(float, levels), strict=True))}


def as_plain(value: Any) -> Any:
    """A number JSON can hold."""
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
