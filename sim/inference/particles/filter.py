"""A filter within runs: islands of particles that follow the reports, joined to the prior runs.

A few pilot swarms first teach all islands how to draw their roots (see ``shift.py``); they are small islands too. Islands (see ``island.py``) know
nothing of each other: they share out the work, and their scatter is the filter's error. More are asked until enough runs are
effective. Axes: R runs, Q quantities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from math import ceil

import numpy as np

from sim.ensemble.block import BLOCK
from sim.ensemble.draws import laws_of, starts_of, variants_of
from sim.ensemble.engine import Ensemble, Progress, make_record
from sim.ensemble.execution.executor import Threads
from sim.ensemble.execution.work import Executor
from sim.ensemble.join import append
from sim.ensemble.lineage import Lineage
from sim.ensemble.uniforms import Numbers
from sim.inference.particles.island import SWARM, Survivors
from sim.inference.particles.island_jobs import Islands, Pilots, Place
from sim.inference.particles.shift import Shift, learn_shift
from sim.inference.weights import Weights, log_sum, reweigh, weigh_ensemble
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS

ISLAND = 4096  # roots that compete with each other
FEWEST = 8  # islands simulated before the first look at what they and the pilots leave
STEP = 4  # islands are asked for in so many
PILOTS = 4  # swarms that teach the islands how to draw their roots, beside being small islands themselves


def run_filter(
    ensemble: Ensemble,
    evidence: str,
    roots: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
    enough: float = float("inf"),
    keep: bool = True,
) -> tuple[Ensemble, Weights]:
    """A prior ensemble with what the filter leaves of ``roots`` further prior runs behind it, and their weights.

    evidence   all | seed: which of the scenario's counts weigh
    enough     effective runs at which no more islands are asked; see ``next_number`` for when that is looked at
    keep       False: the store of islands is neither read nor filled
    The joined runs count as draws of the mixture of the prior and of the target the particles follow (see
    ``join.py``), so everything that reads an ensemble reads this one. Unchanged if no particle survives.
    """
    first, workers = -(-int(ensemble.record.run[-1] + 1) // BLOCK) * BLOCK, executor or Threads()
    shift, survivors, pilot_roots = run_pilots(ensemble, evidence, first, workers, keep)
    first += pilot_roots
    places, last, wanted = sizes_of(roots), 0, FEWEST
    both: tuple[Ensemble, Weights] | None = None
    while last < len(places):
        begin, last, wanted = last, min(len(places), wanted), 2 * wanted
        now = [(first + at, size) for at, size in places[begin:last]]
        work = Islands(ensemble.scenario, ensemble.seed, evidence, keep, shift=shift)
        asked = sum(size for _, size in places[:last])
        reported = partial(part_done, progress, places[begin][0], asked)
        survivors += [left for left in all_islands(work, now, workers, reported) if left is not None]
        if survivors:
            both = joined(ensemble, evidence, survivors, pilot_roots + asked)
            effective = both[1].ess
            if effective >= enough:
                break
            wanted = next_number(last, effective, enough)
    return both or (ensemble, weigh_ensemble(ensemble, evidence))


def next_number(islands: int, effective: float, enough: float) -> int:
    """How many islands to have at the next look: as many as ``enough`` would need and a tenth more, in fours, at most twice as many."""
    most = 2 * islands
    needed = 1.1 * islands * enough / effective if effective > 0.0 else most
    return min(most, max(islands + 1, STEP * ceil(min(most, needed) / STEP)))


def run_pilots(
    ensemble: Ensemble, evidence: str, first: int, executor: Executor, keep: bool
) -> tuple[Shift | None, list[Survivors], int]:
    """How the roots of all islands are drawn, learned from PILOTS swarms of prior runs ``first ..``; what these leave of how many."""
    work = Pilots(ensemble.scenario, ensemble.seed, evidence, keep)
    places = [(first + number * SWARM, SWARM) for number in range(PILOTS)]
    with closing(executor.each(work, places)) as result:
        as_they_came = dict(result)
    pilots = {place: as_they_came[place] for place in places}
    shift = learn_shift([pilot for pilot, _ in pilots.values()])
    return shift, [left for _, left in pilots.values() if left is not None], PILOTS * SWARM


def part_done(progress: Progress | None, before: int, asked: int, done: int, reused: int) -> None:
    """Tell how many of the roots ``asked`` for up to the next look are done, ``before`` of them at earlier looks."""
    if progress is not None:
        progress(before + done, asked, reused)


def all_islands(
    work: Islands, places: Sequence[Place], executor: Executor, progress: Callable[[int, int], None]
) -> list[Survivors | None]:
    """What islands leave, in order; an interruption ends them at their next slice and keeps those that are done."""
    stored = {place for place in places if work.keep and work.path(place).is_file()}
    left: dict[Place, Survivors | None] = {}
    with closing(executor.each(work, list(places))) as result:
        for place, survivors in result:
            left[place] = survivors
            progress(sum(size for _, size in left), sum(size for _, size in stored & left.keys()))
    return [left[place] for place in places]


def joined(
    ensemble: Ensemble, evidence: str, islands: Sequence[Survivors], tried: int
) -> tuple[Ensemble, Weights]:
    """The prior runs and all survivors of ``tried`` roots as one ensemble, and their weights."""
    both = append(ensemble, ensemble_of(ensemble, islands))
    before = weigh_ensemble(both, evidence)
    log_likelihood = before.log_values - both.log_prior
    sizes = np.array([island.block.runs for island in islands])
    masses = np.array([island.log_evidence + np.log(island.roots) for island in islands])
    overall = log_sum(masses) - float(np.log(tried))
    share = sizes.sum() / both.runs
    height = np.where(np.isfinite(log_likelihood), log_likelihood - overall, -np.inf)
    mixture = np.logaddexp(np.log1p(-share), np.log(share) + height)
    heavy = (
        masses - log_sum(masses) + np.log(sizes.sum() / sizes)
    )  # of a particle, 0 if all islands found alike
    values = np.concatenate([island.log_weight for island in islands])
    own = np.concatenate([np.zeros(ensemble.runs), np.repeat(heavy, sizes) + values])
    island = np.concatenate([np.full(ensemble.runs, -1), np.repeat(np.arange(len(sizes)), sizes)])
    both = replace(
        both,
        log_prior=own - mixture,
        dependence=dependence(both, sizes, heavy),
        islands=island.astype(np.int32),
    )
    drawn = replace(before, log_prior=both.log_prior, dependence=both.dependence, islands=both.islands)
    return both, reweigh(drawn, before.terms)


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
    sizes         int [I], survivors of each island
    log_weights   float64 [N], of all survivors, island by island
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
    """Quantities of the last ``runs`` = N runs whose island means are compared: float64 [N, Q]."""
    from scipy import special  # slow to import; see draws.quantile

    series, last = ensemble.series, (ensemble.record.as_of_day, ensemble.days)
    maps = [series[name][-runs:, day, :].astype(np.float64) for name in ("held", "capitals") for day in last]
    numbers = {} if ensemble.lineage is None else ensemble.lineage.numbers
    return np.concatenate([*maps, *(special.ndtri(number)[:, None] for number in numbers.values())], axis=1)


def sizes_of(roots: int) -> Sequence[tuple[int, int]]:
    """(first, size) of each island; the last may be smaller."""
    return [(first, min(ISLAND, roots - first)) for first in range(0, roots, ISLAND)]
