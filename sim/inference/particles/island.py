"""An island of the filter within runs: many roots are simulated from report to report, the likelier are resampled, ever fewer continue.

Sequential Monte Carlo over whole runs: go with the winners (Grassberger 2002), resample-move (Gilks & Berzuini 2001).
A particle is a run: its numbers and the run numbers whose random numbers it uses on
each stretch of days. It begins as a root, an ordinary prior run. Between two reports it goes on from its stored state;
where few carry weight, the likelier are copied, and no more particles continue than the families (descendants of one root)
that still count can use: most roots end at the first reports, so very many can be tried. What the sources' biases
make of a report is integrated over a grid and a bias drawn at the end, since no run depends on it. After the last
report the survivors are moved by Metropolis steps that simulate the whole run again, with a few numbers drawn anew or
with fresh random numbers on one stretch, as the prior draws them. So every particle is an ordinary run with an address
(``Lineage``), and nothing of the law or of the reports is written again here.

Axes: N particles of an island, ever fewer; K numbers; S stretches of days.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

import numpy as np

from sim.base.dice import uniforms
from sim.ensemble.block import Block, only
from sim.ensemble.draws import start_names, varying
from sim.ensemble.engine import make_record
from sim.ensemble.lineage import Lineage, open_runs
from sim.ensemble.resumable_runs import ResumableRuns, concatenate
from sim.ensemble.uniforms import Numbers
from sim.ensemble.world import build_world
from sim.evidence.source_and_count import Count
from sim.inference.particles.bias_cells import BiasMarginal, Logs, Tables
from sim.inference.particles.shift import PLAIN, Pilot, Shift, scores
from sim.inference.weights import ess, log_sum, normalise
from sim.law.state import World
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS
from sim.scenario.scenario import Scenario

STRETCH = 7  # most days whose random numbers are redrawn together
LEFT = 0.5  # share of the particles that may be effective before the likelier ones are copied
PATHS = 32  # particles for each effective family: chance decides more of a run than its numbers do
LEAST = 256  # particles at least until the last report
SWARM = 2048  # most roots simulated at the same time
LEAVES = 64  # particles left by a swarm after the last report, and by all swarms of an island
MOVES = 4  # Metropolis steps after the last report, so that copies part; more cost what as many roots do
REDRAWN = 4.0  # numbers drawn anew in one step, on average
FRESH = 2**32  # fresh random numbers are those of run numbers above any real one


@dataclass(frozen=True)
class Stage:
    """The end of a stretch of days: the reports about the time up to then."""

    day: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class FilterTask:
    """What the filter is asked: a scenario, the counts used, the random seed, and how roots are drawn (None: as the prior draws them)."""

    scenario: Scenario
    counts: tuple[Count, ...]
    seed: int
    stop: threading.Event = field(default_factory=threading.Event)
    shift: Shift | None = None
    tables: Tables = field(default_factory=dict)  # of the reports, shared by all islands

    @cached_property
    def world(self) -> World:
        """What all particles share."""
        return build_world(self.scenario, self.scenario.days)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The K numbers that make runs differ: start and parameters. Biases are drawn at the end."""
        return (*start_names(self.scenario), *varying(self.scenario))

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Days at which particles are weighted, in order; the last is ``as_of``, when the war must be on."""
        day = self.scenario.calendar.day
        days = sorted({*(day(count.date) for count in self.counts), self.scenario.calendar.as_of_day})
        return tuple(Stage(now, tuple(c for c in self.counts if day(c.date) <= now)) for now in days)

    @cached_property
    def until(self) -> np.ndarray:
        """Last day of each stretch [S]: day 0 alone, every stage, and in between at most STRETCH days."""
        ends = [0]
        for stop in (*(stage.day for stage in self.stages), self.scenario.days):
            pieces = -(-(stop - ends[-1]) // STRETCH)
            ends += [ends[-1] + (stop - ends[-1]) * (k + 1) // pieces for k in range(pieces)]
        return np.array(ends, dtype=np.int64)


@dataclass(frozen=True)
class Survivors:
    """Result of an island: N runs, and the log of the evidence as this island found it.

    roots        how many particles it began with
    log_weight   [N], near 0: what the drawn biases make of the reports over what their cells made of them
    failed       run number -> what went wrong in runs left out
    """

    roots: int
    lineage: Lineage
    block: Block
    log_evidence: float
    log_weight: np.ndarray
    failed: Mapping[int, str]


def run_island(task: FilterTask, first: int, size: int) -> Survivors | None:
    """What an island of ``size`` roots leaves, the first of them run ``first``; None if no particle survives."""
    swarms = []
    for begin in range(0, size, SWARM):
        swarm = Swarm(task, first + begin, min(SWARM, size - begin))
        if swarm.follow():
            swarms.append(swarm)
    return left_by(swarms, first, size)


def left_by(swarms: Sequence[Swarm], first: int, roots: int) -> Survivors | None:
    """What swarms that followed all reports leave together, see ``pooled``; None if there is none."""
    if not swarms:
        return None
    pool = pooled(swarms, first, roots)
    for _ in range(MOVES):
        pool.move()
    return pool.left()


def run_pilot(task: FilterTask, first: int, size: int) -> tuple[Pilot, Survivors | None]:
    """What the roots of a pilot swarm are worth at each stage, the first of them run ``first``, and what the swarm leaves."""
    swarm = Swarm(task, first, size)
    own, stages = scores(swarm.own), len(task.stages)
    log_mass, families = np.full(stages, -np.inf), np.zeros(stages)
    mean, swarms = np.zeros((stages, len(task.names))), [swarm]
    for number, stage in enumerate(task.stages):
        if not swarm.reach(stage):
            swarms = []
            break
        share = np.bincount(swarm.root, weights=normalise(swarm.log_weight), minlength=size)
        log_mass[number] = swarm.log_evidence + log_sum(swarm.log_weight) - float(np.log(len(swarm.runs)))
        families[number] = 1.0 / float((share**2).sum())
        mean[number] = (share[:, None] * own).sum(axis=0)  # the same bits on any number of processors
    return Pilot(log_mass, families, mean), left_by(swarms, first, size)


def pooled(swarms: Sequence[Swarm], first: int, roots: int) -> Swarm:
    """LEAVES particles of all swarms by the evidence each has found; ``roots``: of all swarms, those that left none too."""
    sizes = [len(swarm.runs) for swarm in swarms]
    masses = np.array([swarm.log_evidence + np.log(swarm.roots) for swarm in swarms])
    each = np.repeat(masses - np.log(sizes), sizes)
    size = min(LEAVES, sum(sizes))
    chosen = systematic(each, size, uniforms(swarms[0].task.seed, "filter.pool", np.array([first]))[0])
    where = np.concatenate([np.arange(n) for n in sizes])[chosen]
    which = np.repeat(np.arange(len(swarms)), sizes)[chosen]
    parts = [
        swarms[k].picked(where[which == k]) for k in np.unique(which)
    ]  # one with next to no evidence gives none
    pool = copy(swarms[0])
    pool.runs, pool.roots = np.arange(first, first + size), roots
    pool.trajectories = concatenate([part.trajectories for part in parts])
    pool.own, pool.root, pool.dice, pool.target = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("own", "root", "dice", "target")
    )
    ahead = pool.task.until > pool.task.stages[-1].day
    pool.dice = np.where(ahead, pool.runs[:, None], pool.dice)
    pool.logs = {name: np.concatenate([part.logs[name] for part in parts], axis=1) for name in parts[0].logs}
    pool.log_weight, pool.drawn = np.zeros(size), max(swarm.drawn for swarm in swarms)
    pool.log_evidence = log_sum(masses) - float(np.log(roots))
    return pool


def systematic(log_weights: np.ndarray, size: int, u: float) -> np.ndarray:
    """``size`` places drawn in proportion to ``log_weights`` [N], evenly spread from one uniform number, in order: int64 [size]."""
    shares = np.cumsum(normalise(log_weights))
    places = (np.arange(size) + u) / size
    return np.minimum(np.searchsorted(shares / shares[-1], places), len(log_weights) - 1)


def picked_logs(logs: Logs, rows: np.ndarray) -> Logs:
    """The columns ``rows`` int64 [M] of log-likelihoods by report: copies."""
    return {name: log.take(rows, axis=1) for name, log in logs.items()}


class Swarm:
    """Particles on their way.

    own      float64 [N, K], the numbers each is made of
    root     int64 [N], which root it descends from
    dice     int64 [N, S], the run number whose random numbers it uses on each stretch
    target   float64 [N], log-likelihood of the reports so far, biases integrated; -inf for a particle that is out
    logs     of single reports so far, see ``BiasMarginal``
    """

    def __init__(self, task: FilterTask, first: int, size: int) -> None:
        self.task, self.runs = task, np.arange(first, first + size)
        self.own = np.stack([uniforms(task.seed, name, self.runs) for name in task.names], axis=1)
        self.roots, self.root, self.drawn = size, np.arange(size), 0
        self.log_weight = np.zeros(size)
        if task.shift is not None:
            self.own = task.shift.numbers(self.own, self.draw("plain", self.runs) < PLAIN)
            self.log_weight = task.shift.log_weight(self.own)
        self.dice = np.repeat(self.runs[:, None], len(task.until), axis=1)
        self.trajectories = self.open(self.own)
        self.log_evidence, self.target = 0.0, np.zeros(size)
        self.logs: Logs = {}

    # ---- the way

    def follow(self) -> bool:
        """Simulate through all stages, copying; False if a stage leaves no particle."""
        return all(self.reach(stage) for stage in self.task.stages)

    def reach(self, stage: Stage) -> bool:
        """Simulate up to a stage, weigh, and copy where few carry weight; False if no particle is left."""
        self.advance(self.trajectories, self.dice, stage.day)
        self.weigh(stage)
        if not np.isfinite(self.log_weight).any():
            return False
        last = stage is self.task.stages[-1]
        size = self.wanted(last)
        if last or 2 * size <= len(self.runs) or ess(self.log_weight) < LEFT * len(self.runs):
            self.thin(stage.day, size)
        return True

    def weigh(self, stage: Stage) -> None:
        """Let in what the reports up to a stage add."""
        after = self.likelihood(self.trajectories, self.own, stage, self.logs)
        out = ~np.isfinite(after)
        self.log_weight = np.where(out, -np.inf, self.log_weight + np.where(out, 0.0, after) - self.target)
        self.target = np.where(out, 0.0, after)

    def wanted(self, last: bool) -> int:
        """How many particles to keep: PATHS for each effective family, LEAST at least; LEAVES after the last report."""
        shares = np.bincount(self.root, weights=normalise(self.log_weight))
        families = 1.0 / float((shares**2).sum())
        return min(len(self.runs), LEAVES if last else max(LEAST, ceil(PATHS * families)))

    def thin(self, day: int, size: int) -> None:
        """Systematic resampling to ``size`` particles on a day, in proportion to their weight; all have weight 1 afterwards.

        Copies share their past; the random numbers of the days to come are each particle's own.
        """
        self.log_evidence += log_sum(self.log_weight) - float(np.log(len(self.runs)))
        chosen = systematic(self.log_weight, size, self.draw("copy", self.runs[:1])[0])
        self.trajectories, rows = self.trajectories.resampled(chosen)
        self.own, self.root, self.dice, self.target = (
            self.own[rows],
            self.root[rows],
            self.dice[rows],
            self.target[rows],
        )
        self.logs = picked_logs(self.logs, rows)
        self.runs, self.log_weight = self.runs[:size], np.zeros(size)
        self.dice = np.where(self.task.until > day, self.runs[:, None], self.dice)

    def picked(self, rows: np.ndarray) -> Swarm:
        """The particles ``rows`` int64 [M], with weights and run numbers still to be set."""
        chosen = copy(self)
        chosen.own, chosen.root, chosen.dice = self.own[rows], self.root[rows], self.dice[rows]
        chosen.target, chosen.trajectories = self.target[rows], self.trajectories.picked(rows)
        chosen.logs = picked_logs(self.logs, rows)
        return chosen

    def move(self) -> None:
        """One Metropolis step a particle after the last report; steps on numbers and on random numbers take turns.

        New numbers and new random numbers are drawn as the prior draws them, so the ratio of likelihoods decides.
        """
        stage = self.task.stages[-1]
        own, dice = (self.new_numbers(), self.dice) if self.drawn % 2 else (self.own, self.new_dice(stage))
        trajectories = self.open(own)
        self.advance(trajectories, dice, stage.day)
        logs: Logs = {}
        target = self.likelihood(trajectories, own, stage, logs)
        accepted = np.flatnonzero(np.log(self.draw("accept", self.runs)) < target - self.target)
        self.trajectories.replace(accepted, trajectories, accepted)
        self.own, self.dice, self.target = self.own.copy(), self.dice.copy(), self.target.copy()
        self.own[accepted], self.dice[accepted], self.target[accepted] = (
            own[accepted],
            dice[accepted],
            target[accepted],
        )
        self.logs = picked_logs(self.logs, np.arange(len(self.runs)))
        for name, log in logs.items():
            self.logs[name][:, accepted] = log[:, accepted]

    def new_numbers(self) -> np.ndarray:
        """The numbers [N, K] with a few drawn anew: most reports say little about most, much about all together."""
        names = self.task.names
        anew = np.stack([self.draw(name, self.runs) for name in names], axis=1)
        which = np.stack([self.draw(f"{name}.which", self.runs) for name in names], axis=1)
        return np.where(which < REDRAWN / len(names), anew, self.own)

    def new_dice(self, stage: Stage) -> np.ndarray:
        """The random numbers [N, S] with one stretch up to the stage, drawn for each particle, redrawn."""
        stretches = int(np.searchsorted(self.task.until, stage.day)) + 1
        stretch = (self.draw("stretch", self.runs) * stretches).astype(np.int64)
        fresh = self.dice.copy()
        fresh[np.arange(len(self.runs)), stretch] = self.runs + FRESH * (self.drawn + 1)
        return fresh

    def with_biases(self) -> tuple[Numbers, np.ndarray]:
        """The particles' numbers with a bias drawn for each source, and the log correction [N] of the cells."""
        stage = self.task.stages[-1]
        block = self.trajectories.block(int(self.runs[0]))
        biases, correction = self.marginal_at(block, self.own, stage, self.logs).drawn()
        return Numbers(self.task.seed, self.runs, {**self.numbers(self.own).replaced, **biases}), correction

    def left(self) -> Survivors | None:
        """The particles on the last day, with biases; those that failed after the last report are left out."""
        numbers, log_weight = self.with_biases()
        self.advance(self.trajectories, self.dice, self.task.scenario.days)
        block = self.trajectories.block(int(self.runs[0]))
        sound = ~np.isin(self.runs, list(block.errors))
        if not sound.any():
            return None
        lineage = Lineage(self.runs, self.task.until, self.dice, numbers.replaced).only(sound)
        return Survivors(
            self.roots,
            lineage,
            only(block, sound),
            self.log_evidence,
            log_weight[sound],
            block.errors,
        )

    # ---- what particles are

    def draw(self, what: str, runs: np.ndarray) -> np.ndarray:
        """Uniform numbers with an address of their own: float64 [N] for ``runs`` [N]. "copy" and "accept" end a step."""
        values = uniforms(self.task.seed, f"filter.{self.drawn}.{what}", runs)
        self.drawn += what in ("copy", "accept")
        return values

    def numbers(self, own: np.ndarray) -> Numbers:
        """The numbers of particles made of ``own`` [N, K]."""
        return Numbers(self.task.seed, self.runs, {n: own[:, k] for k, n in enumerate(self.task.names)})

    def open(self, own: np.ndarray) -> ResumableRuns:
        """Runs with the numbers ``own`` float64 [N, K], not yet begun."""
        return open_runs(self.task.scenario, self.numbers(own), self.task.world, self.task.stop)

    def advance(self, trajectories: ResumableRuns, dice: np.ndarray, day: int) -> None:
        """Simulate up to ``day``, stretch by stretch; ``dice`` uint64 [N, S]."""
        reached = self.task.until <= day
        trajectories.advance(self.task.until[reached], self.task.seed, dice[:, reached])

    def likelihood(
        self, trajectories: ResumableRuns, own: np.ndarray, stage: Stage, logs: Logs
    ) -> np.ndarray:
        """Log-likelihood [N] of the reports up to a stage, biases integrated; -inf where the war is over or a run failed.

        logs   of single reports, those of earlier stages known; completed here
        """
        block = trajectories.block(int(self.runs[0]))
        bias_marginal = self.marginal_at(block, own, stage, logs)
        record = bias_marginal.record
        over = (record.end_day >= 0) & (record.end_day <= stage.day)
        over[np.isin(self.runs, list(block.errors))] = True
        return np.where(over, -np.inf, bias_marginal.integrated())

    def marginal_at(self, block: Block, own: np.ndarray, stage: Stage, logs: Logs) -> BiasMarginal:
        """The particles of ``own`` [N, K], which have left ``block`` so far, and the reports up to a stage."""
        scenario = self.task.scenario
        series = {name: block.counts[..., k] for k, name in enumerate(SERIES_COUNTS)}
        series |= {name: block.levels[..., k] for k, name in enumerate(SERIES_LEVELS)}
        record = make_record(scenario, self.runs, series, block.end, block.event_count, block.events)
        sources, words = scenario.sources, scenario.semantics
        return BiasMarginal(record, stage.counts, sources, words, self.numbers(own), self.task.tables, logs)
