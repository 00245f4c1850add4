"""Points: many setups of one scenario, each a batch of runs with the same random numbers, judged and dropped.

Points that differ in evidence only share their runs. Memory: one batch a worker, whatever the number of points.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import cache_root
from sim.base.errors import OutputError, UsageError
from sim.claims.estimate import LEAST_SHOWN, Shares, effective, estimate
from sim.ensemble.engine import Ensemble, Plan, assemble, check_code
from sim.ensemble.execution.executor import Threads
from sim.ensemble.execution.memory import available_memory, run_bytes
from sim.ensemble.execution.work import Executor
from sim.ensemble.store import MOTION_VERSION
from sim.evidence.quantiles import weighted_quantile
from sim.explore.row_store import Row, RowStore, row_version
from sim.explore.settings import Setup, Value, choose
from sim.explore.targets import Target, observe
from sim.inference.weights import Weights, weigh_ensemble
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.scenario import Scenario

QUANTILES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
ReportProgress = Callable[["SweepProgress"], None]


@dataclass
class SweepProgress:
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
    root: Path = field(default_factory=cache_root)  # of the store of blocks
    executor: Executor | None = None  # None: ``workers`` threads of this process


@dataclass(frozen=True)
class PointTask:
    """One point to compute, small enough to be sent anywhere."""

    number: int
    point: Mapping[str, Value]
    address: str


def memory_needed(sweep: Sweep) -> int:
    """Bytes that all workers together hold at most."""
    return sweep.workers * sweep.runs * run_bytes(sweep.base.scenario)


def check_memory(sweep: Sweep) -> None:
    """UsageError if the batches of all workers do not fit into the memory a job may plan to use."""
    bytes_available, bytes_needed = available_memory(), memory_needed(sweep)
    if bytes_available is not None and bytes_needed > bytes_available:
        raise UsageError(
            f"runs = {sweep.runs:,} a point on {sweep.workers} workers needs about {bytes_needed / 1e9:,.1f} GB; "
            f"expected at most {int(bytes_available * sweep.runs / bytes_needed):,} runs a point in {bytes_available / 1e9:,.1f} GB, or fewer workers"
        )


def run_points(
    sweep: Sweep, points: Sequence[dict[str, Value]], tally: SweepProgress, report: ReportProgress
) -> list[Row]:
    """One row per point, in their order: from the store, or simulated and stored.

    A point that fails leaves a row with ``error`` and does not stop the others; it is tried again next time.
    Same points, seed and runs give the same rows for any number of workers on any executor. OutputError if the disk refuses.
    """
    executor = sweep.executor or Threads(sweep.workers)
    check_storing(sweep, executor)
    report(tally)  # so that even an early interruption sees how far it came
    rows: dict[int, Row] = {}
    sharing: dict[str, list[PointTask]] = {}  # by simulation hash: one group shares its runs
    for number, point in enumerate(points):
        setup = choose(sweep.base, point)
        simulation = simulation_hash(setup.scenario)
        address = sweep.rows.address(setup, simulation, sweep.seed, sweep.runs)
        if (row := sweep.rows.read(address)) is None:
            sharing.setdefault(simulation, []).append(PointTask(number, point, address))
        else:
            rows[number] = row
    tally.done += len(rows)
    tally.reused += len(rows)
    report(tally)
    groups = list(sharing.values())
    inner = max(
        1, executor.workers // max(len(groups), 1)
    )  # few large groups: their blocks share the threads
    points_work = PointWork(sweep, inner)
    with closing(executor.each(points_work, groups)) as ready:  # an interruption here must stop the workers
        for group, new_rows in ready:
            tally.runs += sweep.runs
            for task, row in zip(group, new_rows, strict=True):
                store_row(sweep, task, row)
                rows[task.number] = row
                tally.done += 1
                tally.failed += bool(row["error"])
                report(tally)
    return [rows[number] for number in range(len(points))]


def check_storing(sweep: Sweep, executor: Executor) -> None:
    """UsageError if blocks are to be stored by processes that cannot reach the store."""
    if sweep.keep and not executor.shared:
        raise UsageError(
            f"keep = events: {executor.where}; expected workers that see {sweep.root} (SIM_CACHE_DIR), or keep=aggregates"
        )


def store_row(sweep: Sweep, task: PointTask, row: Row) -> None:
    """Store the row of a point that did not fail."""
    if not row["error"]:
        sweep.rows.write(task.address, row)


class PointWork:
    """The ``Work`` whose items are groups of points that share their runs; what comes of one is one row per point."""

    def __init__(self, sweep: Sweep, threads: int) -> None:
        """``threads`` of this process share the blocks of a group."""
        self.sweep, self.threads, self.stop = sweep, threads, threading.Event()

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process without the rows, which stay with the one that asks."""
        sweep = self.sweep
        code = f"{MOTION_VERSION}-{sweep.rows.version}"
        return rebuild, (code, sweep.base, sweep.runs, sweep.seed, sweep.keep, sweep.root)

    def here(self, group: Sequence[PointTask]) -> list[Row]:
        """The rows of a group."""
        return work(self.sweep, group, self.stop, self.threads)

    def away(self, group: Sequence[PointTask], shared: bool) -> list[Row]:
        """The rows of a group, computed elsewhere; blocks are stored only where the store is the asker's."""
        keep_blocks = self.sweep.keep and shared
        root = self.sweep.root if shared else cache_root()
        return work(replace(self.sweep, keep=keep_blocks, root=root), group, self.stop, 1)

    def receive(self, group: Sequence[PointTask], parcel: list[Row]) -> list[Row]:
        """The rows, as they were sent."""
        return parcel


def rebuild(code: str, base: Setup, runs: int, seed: int, keep: bool, root: Path) -> PointWork:
    """The work that came from another process; SimError if that has other code."""
    check_code(code, f"{MOTION_VERSION}-{row_version()}")
    return PointWork(Sweep(base, runs, seed, 1, keep, root=root), 1)


def work(sweep: Sweep, group: Sequence[PointTask], stop: threading.Event, threads: int) -> list[Row]:
    """Simulate what a group shares and judge each of its points: a row each."""
    setups = [choose(sweep.base, task.point) for task in group]
    try:
        ensemble = simulate_once(sweep, setups[0].scenario, stop, threads)
    except (KeyboardInterrupt, OutputError):
        raise
    except Exception as error:
        return [failure(sweep, error) for _ in group]
    setups_by_address = {task.address: setup for task, setup in zip(group, setups, strict=True)}
    rows = {
        address: judge(sweep, setup, ensemble) for address, setup in setups_by_address.items()
    }  # some differ in what is read only
    return [rows[task.address] for task in group]


def judge(sweep: Sweep, setup: Setup, ensemble: Ensemble) -> Row:
    """The row of one point; a row with the error if judging failed."""
    try:
        return summarise(ensemble, setup)
    except Exception as error:
        return failure(sweep, error)


def failure(sweep: Sweep, error: Exception) -> Row:
    """The row of a point that failed."""
    first = (str(error).splitlines() or [""])[0]
    return {"runs": sweep.runs, "runs_failed": sweep.runs, "error": f"{type(error).__name__}: {first}"}


def simulate_once(sweep: Sweep, scenario: Scenario, stop: threading.Event, threads: int) -> Ensemble:
    """The runs of one setup on ``threads`` threads, the caller's own among them."""
    plan = Plan(scenario, sweep.seed, sweep.runs, keep=sweep.keep, root=sweep.root)
    plan.stop = stop
    if threads == 1:
        return assemble(plan, {number: plan.fetch(number) for number in plan.numbers})
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return assemble(plan, dict(zip(plan.numbers, pool.map(plan.fetch, plan.numbers), strict=True)))


def summarise(ensemble: Ensemble, setup: Setup) -> Row:
    """The stored values of a point: every target before and (from LEAST_SHOWN effective runs on) after the evidence."""
    weights = weigh_ensemble(judged_with(ensemble, setup.scenario), setup.evidence)
    is_conditioned = setup.evidence != "none"
    row: Row = {
        "runs": ensemble.runs + len(ensemble.failed),
        "runs_failed": len(ensemble.failed),
        "ess": weights.ess,
        "pareto_k": weights.pareto_k if is_conditioned else None,
        "fit": weights.log_evidence if is_conditioned else None,
        "fit_error": error_of_fit(weights) if is_conditioned else None,
        "error": "",
    }
    prior, after = Shares(np.exp(ensemble.log_prior)), Shares(weights.values) if is_conditioned else None
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


def described(target: Target, shares: Shares | None) -> dict[str, float | None]:
    """A share with its interval, or the mean and quantiles of a level; all None without (enough) weights, ``shares`` of R."""
    if target.share:
        if shares is None:
            return dict.fromkeys(("p", "low", "high", "undefined"))
        share = estimate(target.values, shares)
        return {"p": share.p, "low": share.low, "high": share.high, "undefined": share.undefined}
    weights = None if shares is None else shares.weights
    if weights is None or effective(weights) < LEAST_SHOWN:
        return dict.fromkeys(("mean", *QUANTILES))
    levels = weighted_quantile(target.values, weights, tuple(QUANTILES.values()))
    mean = float(weights @ target.values) / float(weights.sum())
    return {"mean": mean, **dict(zip(QUANTILES, map(float, levels), strict=True))}


def as_plain(value: Any) -> Any:
    """A number JSON can hold."""
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
