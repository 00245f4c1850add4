"""A filter within runs: islands of particles that follow the reports, joined to the prior runs.

Islands (see ``island.py``) know nothing of each other: they share out the work, and their scatter is the filter's
error. Axes: R runs, Q quantities.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import replace

import numpy as np
from scipy import special

from sim.ensemble.block import BLOCK
from sim.ensemble.draws import laws_of, starts_of, variants_of
from sim.ensemble.engine import Ensemble, Progress, make_record
from sim.ensemble.join import append
from sim.ensemble.lineage import Lineage
from sim.ensemble.numbers import Numbers
from sim.inference.island import Island, Survivors, Task
from sim.inference.weights import log_sum, select, weigh_ensemble
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

ISLAND = 512  # particles that compete with each other


def run_filter(
    ensemble: Ensemble,
    evidence: str,
    particles: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """A prior ensemble with ``particles`` runs of the filter behind it, weighed so that all count as prior draws.

    evidence   all | seed: which of the scenario's counts weigh
    The joined runs count as draws of the mixture of the prior and of the target the particles follow (see
    ``join.py``), so everything that reads an ensemble reads this one. Unchanged if no particle survives.
    """
    scenario = ensemble.scenario
    counts = select(scenario.counts, evidence, frozenset(one.id for one in scenario.statements))
    first = -(-int(ensemble.record.run[-1] + 1) // BLOCK) * BLOCK
    task = Task(scenario, counts, ensemble.seed)
    found = [one for one in all_islands(task, first, particles, workers, progress) if one is not None]
    return ensemble if not found else joined(ensemble, evidence, found)


def all_islands(
    task: Task, first: int, particles: int, workers: int | None, progress: Progress | None
) -> list[Survivors | None]:
    """Every island, in order, on ``workers`` threads; an interruption ends them at their next slice."""
    lock, done = threading.Lock(), 0

    def survive(place: tuple[int, int]) -> Survivors | None:
        begin, size = place

        def told() -> None:
            nonlocal done
            with lock:
                done += size
                if progress is not None:
                    progress(done // len(task.stages), particles, 0)

        return Island(task, first + begin, size).survive(told)

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        futures = [pool.submit(survive, place) for place in sizes_of(particles)]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
            return [future.result() for future in futures]
        finally:
            task.stop.set()
            for future in futures:
                future.cancel()


def joined(ensemble: Ensemble, evidence: str, islands: Sequence[Survivors]) -> Ensemble:
    """The prior runs and all survivors as one ensemble."""
    tail = ensemble_of(ensemble, islands)
    both = append(ensemble, tail)
    log_likelihood = weigh_ensemble(both, evidence).log_values - both.log_prior
    sizes = np.array([island.block.runs for island in islands])
    evidences = np.array([island.log_evidence for island in islands])
    overall = log_sum(evidences + np.log(sizes)) - float(np.log(sizes.sum()))
    share = sizes.sum() / both.runs
    height = np.where(np.isfinite(log_likelihood), log_likelihood - overall, -np.inf)
    mixture = np.logaddexp(np.log1p(-share), np.log(share) + height)
    own = np.concatenate([np.zeros(ensemble.runs), np.repeat(evidences - overall, sizes)])
    return replace(both, log_prior=own - mixture, dependence=dependence(both, sizes, evidences - overall))


def ensemble_of(ensemble: Ensemble, islands: Sequence[Survivors]) -> Ensemble:
    """The survivors of all islands as an ensemble of their own."""
    scenario, lineage = ensemble.scenario, lineage_of(islands)
    numbers = Numbers(ensemble.seed, lineage.run, lineage.numbers)
    blocks = [island.block for island in islands]
    series = {n: np.concatenate([b.counts[..., k] for b in blocks]) for k, n in enumerate(SERIES_COUNTS)}
    series |= {n: np.concatenate([b.levels[..., k] for b in blocks]) for k, n in enumerate(SERIES_LEVELS)}
    end, used, events = (
        np.concatenate([getattr(b, n) for b in blocks]) for n in ("end", "event_count", "events")
    )
    return replace(
        ensemble,
        record=make_record(scenario, lineage.run, series, end, used, events),
        parameters=laws_of(scenario, numbers),
        variant=variants_of(scenario, numbers),
        tracker=starts_of(scenario, numbers)[0],
        failed={run: text for island in islands for run, text in island.failed.items()},
        reused=0,
        log_prior=np.zeros(len(lineage.run)),
        lineage=lineage,
    )


def lineage_of(islands: Sequence[Survivors]) -> Lineage:
    """One lineage of all survivors."""
    lines = [island.lineage for island in islands]
    numbers = {name: np.concatenate([line.numbers[name] for line in lines]) for name in lines[0].numbers}
    run, dice = (np.concatenate([getattr(line, name) for line in lines]) for name in ("run", "dice"))
    return Lineage(run, lines[0].until, dice, numbers)


def dependence(ensemble: Ensemble, sizes: np.ndarray, log_weights: np.ndarray) -> float:
    """Effective runs among the survivors as their islands scatter, over what their weights alone would say; at most 1.

    Particles of one island share ancestors. How much that costs shows in the scatter of the islands' means: over all
    scores and the held districts and capitals on the day of the report and on the last, the variance of the mean
    beside that of a single run.
    """
    if len(sizes) < 2:
        return 1.0
    table = looked_at(ensemble, int(sizes.sum()))
    edges = np.cumsum(sizes)[:-1]
    means, spreads = (
        np.array([f(part, axis=0) for part in np.split(table, edges)]) for f in (np.mean, np.var)
    )
    shares = np.exp(log_weights) * sizes
    shares = shares / shares.sum()
    overall = shares @ means
    between = (shares**2) @ (means - overall) ** 2 * len(sizes) / (len(sizes) - 1)
    single = shares @ (spreads + (means - overall) ** 2)
    moving = single > 0
    runs = float(single[moving].size / (between[moving] / single[moving]).sum())
    return min(1.0, runs * float((shares**2 / sizes).sum()))


def looked_at(ensemble: Ensemble, runs: int) -> np.ndarray:
    """Quantities of the last ``runs`` runs whose island means are compared: float64 [runs, Q]."""
    series, last = ensemble.series, (ensemble.record.as_of_day, ensemble.days)
    maps = [series[name][-runs:, day, :].astype(np.float64) for name in ("held", "capitals") for day in last]
    numbers = {} if ensemble.lineage is None else ensemble.lineage.numbers
    return np.concatenate([*maps, *(special.ndtri(number)[:, None] for number in numbers.values())], axis=1)


def sizes_of(particles: int) -> Sequence[tuple[int, int]]:
    """(first, size) of each island; the last may be smaller."""
    return [(first, min(ISLAND, particles - first)) for first in range(0, particles, ISLAND)]
