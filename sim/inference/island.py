"""An island of the filter within runs: particles live from report to report, the likelier ones are copied, all are moved on.

Sequential Monte Carlo with resample-move (Gilks & Berzuini 2001). A particle is a run: its numbers (scores, standard
normal under the prior) and the run numbers whose dice it throws on each stretch of days. Between two reports it goes
on from its stored state. Where the likelier ones have been copied, all are moved by Metropolis steps that live the
whole run again: new scores by a Crank-Nicolson step around a normal fitted to the particles (Cotter et al. 2013), or
fresh dice on one stretch. Both leave the target as it is, since numbers and dice are independent under the prior. A
report that would leave too few particles is let in by powers (Neal 2001). So every particle is an ordinary run with
an address (``Lineage``), and nothing of the law or of the reports is written again here.

Axes: N particles of an island, K numbers, S stretches of days.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import special

from sim.base.dice import uniforms
from sim.ensemble.block import Block, only
from sim.ensemble.draws import start_names, varying
from sim.ensemble.engine import make_record
from sim.ensemble.lineage import Lineage, open_march
from sim.ensemble.march import March
from sim.ensemble.numbers import Numbers
from sim.ensemble.proposal import scores
from sim.ensemble.world import build_world
from sim.evidence.types import Count
from sim.inference.predict import bias_name, bias_of
from sim.inference.terms import Witness, make_terms
from sim.inference.weights import ess, group_log, groups_of, log_sum, normalise
from sim.law.state import World
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS
from sim.scenario.scenario import Scenario

STRETCH = 7  # most days that share a die address to be thrown anew
LEFT = 0.5  # share of the effective particles that letting in a report may leave before they are copied and moved
MOVES, LAST_MOVES = 4, 12  # Metropolis steps after copying, and after the last report
FRESH = 2**32  # fresh dice are those of run numbers above any real one
MOVED = 6.0  # numbers moved in one step, on average
NARROWEST = 0.2  # least spread of the normal a step is taken around
FIRST_STEP, WANTED = 0.5, 0.3  # of the Crank-Nicolson step: its size at first, and the share to be accepted
SMALLEST, LARGEST = 0.02, 0.9


@dataclass(frozen=True)
class Stage:
    """The end of a stretch of days: the reports about the time up to then."""

    day: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Task:
    """What the filter is asked: a scenario, the counts weighed, and the seed of all dice."""

    scenario: Scenario
    counts: tuple[Count, ...]
    seed: int
    stop: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def world(self) -> World:
        """What all particles share."""
        return build_world(self.scenario, self.scenario.days)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The K numbers that make particles differ: start, parameters, biases of the sources weighed."""
        told = dict.fromkeys(count.source for count in self.counts)
        biased = [self.scenario.sources[name] for name in told if not self.scenario.sources[name].bias.fixed]
        return (*start_names(self.scenario), *varying(self.scenario), *map(bias_name, biased))

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Days at which particles are weighed, in order; the last is ``as_of``, when the war must be on."""
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
    """What an island leaves: N runs that weigh alike, and the log of the evidence as this island found it."""

    lineage: Lineage
    block: Block
    log_evidence: float
    accepted: float  # share of the Metropolis steps that were taken
    failed: Mapping[int, str]  # run number -> what went wrong in runs left out


class Island:
    """N particles on their way. ``before`` and ``after``: log target [N] without and with the stage's reports."""

    def __init__(self, task: Task, first: int, size: int) -> None:
        self.task, self.runs = task, np.arange(first, first + size)
        self.scores = scores(task.names, task.seed, self.runs)
        self.dice = np.repeat(self.runs[:, None], len(task.until), axis=1)
        self.march = self.open(self.scores)
        self.log_weight, self.log_evidence = np.zeros(size), 0.0
        self.before = self.after = np.zeros(size)
        self.step, self.drawn, self.tried, self.taken = FIRST_STEP, 0, 0, 0

    # ---- the way

    def survive(self, told: Callable[[], None] = lambda: None) -> Survivors | None:
        """Live through all stages and to the last day; None if a stage leaves no particle. ``told`` after each stage."""
        for number, stage in enumerate(self.task.stages):
            self.live(self.march, self.dice, stage.day)
            self.before, self.after = self.after, self.target(self.march, self.scores, stage)
            if not self.let_in(number):
                return None
            told()
        self.live(self.march, self.dice, self.task.scenario.days)
        lineage = Lineage(self.runs, self.task.until, self.dice, self.numbers(self.scores).moved)
        block = self.march.block(int(self.runs[0]))
        sound = ~np.isin(self.runs, list(block.errors))  # after the last report a run may still fail
        if not sound.any():
            return None
        return Survivors(
            lineage.only(sound),
            only(block, sound),
            self.log_evidence,
            self.taken / max(1, self.tried),
            block.errors,
        )

    def let_in(self, number: int) -> bool:
        """Weigh the particles by the reports of a stage, copying and moving them as often as needed."""
        power, last = 0.0, number == len(self.task.stages) - 1
        while power < 1.0:
            if not np.isfinite(self.after + self.log_weight).any():
                return False
            further = self.next_power(power)
            self.log_weight = self.log_weight + (further - power) * self.gained
            power = further
            if power < 1.0 or last or ess(self.log_weight) < LEFT * len(self.runs):
                self.copy(self.task.stages[number].day)
                for _ in range(LAST_MOVES if last and power == 1.0 else MOVES):
                    self.move(number, power)
        return True

    @property
    def gained(self) -> np.ndarray:
        """What the stage's reports add to the log target [N]; -inf for particles that are out."""
        out = ~np.isfinite(self.after)
        return np.where(out, -np.inf, self.after - np.where(out, 0.0, self.before))

    def next_power(self, power: float) -> float:
        """The largest power up to 1 that leaves LEFT of the particles' effective number, by bisection."""
        possible = np.where(np.isfinite(self.after), self.log_weight, -np.inf)
        least = LEFT * ess(possible)

        def left(to: float) -> float:
            return ess(
                np.where(np.isfinite(self.after), self.log_weight + (to - power) * self.gained, -np.inf)
            )

        if left(1.0) >= least:
            return 1.0
        low, high = power, 1.0
        for _ in range(20):
            middle = (low + high) / 2
            low, high = (middle, high) if left(middle) >= least else (low, middle)
        return max(low, power + 1e-4)

    def copy(self, day: int) -> None:
        """Systematic resampling on a day: particles in proportion to their weight, all of weight 1 afterwards.

        Copies share their past; the dice of the days to come are each particle's own.
        """
        self.log_evidence += log_sum(self.log_weight) - float(np.log(len(self.runs)))
        places = (np.arange(len(self.runs)) + self.draw("copy", self.runs[:1])[0]) / len(self.runs)
        shares = np.cumsum(normalise(self.log_weight))
        chosen = np.minimum(np.searchsorted(shares / shares[-1], places), len(self.runs) - 1)
        dice = np.where(self.task.until > day, self.runs[:, None], self.dice[chosen])
        targets = self.before[chosen], self.after[chosen]
        self.take(np.arange(len(self.runs)), self.march, self.scores[chosen], dice, targets, chosen)
        self.log_weight = np.zeros(len(self.runs))

    # ---- moves

    def move(self, number: int, power: float) -> None:
        """One Metropolis step a particle; steps on numbers and on dice take turns."""
        fresh = self.dice if (numbers := self.drawn % 2 == 0) else self.fresh_dice(number)
        moved, correction = self.moved_scores() if numbers else (self.scores, np.zeros(len(self.runs)))
        march = self.open(moved)
        self.live(march, fresh, self.task.stages[number].day)
        after = self.target(march, moved, self.task.stages[number])
        before = after  # does not matter once the stage's reports are in
        if power < 1.0:
            before = (
                self.target(march, moved, self.task.stages[number - 1]) if number else np.zeros(len(after))
            )
        rise = tempered(before, after, power) - tempered(self.before, self.after, power)
        taken = np.flatnonzero(np.log(self.draw("accept", self.runs)) < rise + correction)
        self.take(taken, march, moved[taken], fresh[taken], (before[taken], after[taken]), taken)
        self.tried, self.taken = self.tried + len(self.runs), self.taken + len(taken)
        if numbers:
            grown = self.step * float(np.exp(len(taken) / len(self.runs) - WANTED))
            self.step = min(max(grown, SMALLEST), LARGEST)

    def moved_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """Scores [N, K] with some moved, and the log correction of the step's ratio [N].

        Each particle moves a few numbers by a Crank-Nicolson step around the particles' own normal: many reports say
        nothing about most numbers, which may then go far, and little about all of them together.
        """
        mean, spread = self.scores.mean(axis=0), np.clip(self.scores.std(axis=0), NARROWEST, 1.0)
        drawn = [
            (self.draw(f"{name}.which", self.runs), self.draw(name, self.runs)) for name in self.task.names
        ]
        chosen = np.stack([which for which, _ in drawn], axis=1) < MOVED / len(drawn)
        noise = np.stack([special.ndtri(number) for _, number in drawn], axis=1)
        away = (self.scores - mean) / spread
        moved = np.where(chosen, np.sqrt(1.0 - self.step**2) * away + self.step * noise, away)
        there = np.where(chosen, mean + spread * moved, self.scores)
        return there, 0.5 * ((moved**2 - away**2) - (there**2 - self.scores**2)).sum(axis=1)

    def fresh_dice(self, number: int) -> np.ndarray:
        """The dice [N, S] with one stretch before the stage, drawn for each particle, thrown anew."""
        lived = int(np.searchsorted(self.task.until, self.task.stages[number].day)) + 1
        stretch = (self.draw("stretch", self.runs) * lived).astype(np.int64)
        fresh = self.dice.copy()
        fresh[np.arange(len(self.runs)), stretch] = self.runs + FRESH * self.drawn
        return fresh

    def take(
        self, rows: np.ndarray, march: March, moved: np.ndarray, dice: np.ndarray,
        targets: tuple[np.ndarray, np.ndarray], taken: np.ndarray,
    ) -> None:  # fmt: skip
        """Make the particles ``rows`` the runs ``taken`` of a march, with these scores, dice and log targets."""
        self.march.replace(rows, march, taken)
        self.scores, self.dice = self.scores.copy(), self.dice.copy()
        self.before, self.after = self.before.copy(), self.after.copy()
        self.scores[rows], self.dice[rows] = moved, dice
        self.before[rows], self.after[rows] = targets

    # ---- what particles are

    def draw(self, what: str, runs: np.ndarray) -> np.ndarray:
        """Uniform numbers with an address of their own: float64, one a run."""
        if what in ("copy", "accept", "stretch"):
            self.drawn += what != "stretch"
        return uniforms(self.task.seed, f"filter.{self.drawn}.{what}", runs)

    def numbers(self, moved: np.ndarray) -> Numbers:
        """The numbers of particles with these scores [N, K]."""
        named = {name: np.asarray(special.ndtr(moved[:, k])) for k, name in enumerate(self.task.names)}
        return Numbers(self.task.seed, self.runs, named)

    def open(self, moved: np.ndarray) -> March:
        """Runs made of these scores, not yet begun."""
        return open_march(self.task.scenario, self.numbers(moved), self.task.world, self.task.stop)

    def live(self, march: March, dice: np.ndarray, day: int) -> None:
        """Go on to ``day``, stretch by stretch."""
        lived = self.task.until <= day
        march.advance(self.task.until[lived], self.task.seed, dice[:, lived])

    def target(self, march: March, moved: np.ndarray, stage: Stage) -> np.ndarray:
        """log of what the reports up to a stage make of each particle [N]: their likelihood, -inf if its war is over."""
        block = march.block(int(self.runs[0]))
        series = {name: block.counts[..., k] for k, name in enumerate(SERIES_COUNTS)}
        series |= {name: block.levels[..., k] for k, name in enumerate(SERIES_LEVELS)}
        record = make_record(
            self.task.scenario, self.runs, series, block.end, block.event_count, block.events
        )
        sources, numbers = self.task.scenario.sources, self.numbers(moved)
        bias = {count.source: bias_of(numbers, sources[count.source]) for count in stage.counts}
        terms = make_terms(Witness(record, sources, bias, self.task.scenario.semantics), stage.counts)
        logs = [group_log([one for one in terms if one.group == group]) for group in groups_of(terms)]
        over = (record.end_day >= 0) & (record.end_day <= stage.day)
        over[[run - block.first for run in block.errors]] = True  # a particle that failed follows nothing
        return np.where(over, -np.inf, np.sum([np.zeros(len(self.runs)), *logs], axis=0))


def tempered(before: np.ndarray, after: np.ndarray, power: float) -> np.ndarray:
    """log target [N] with a stage's reports let in to a power; -inf where they rule a particle out."""
    if power == 1.0:
        return after
    possible = np.isfinite(after) & np.isfinite(before)
    return np.where(
        possible,
        (1 - power) * np.where(possible, before, 0.0) + power * np.where(possible, after, 0.0),
        -np.inf,
    )
