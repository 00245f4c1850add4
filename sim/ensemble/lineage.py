"""How the runs of a filter came about, complete enough to replay each of them. Axes: R runs, S stretches of days."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.errors import UsageError
from sim.ensemble.draws import laws_of, starts_of
from sim.ensemble.resumable_runs import Opening, ResumableRuns
from sim.ensemble.uniforms import Numbers
from sim.ensemble.world import build_world
from sim.law.state import World
from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Lineage:
    """R runs whose random numbers and parameters come from many addresses.

    run       int64 [R], their own run numbers
    until     int64 [S], last day of each stretch; the last is the last day of the run
    dice      int64 [R, S], the run number whose random numbers are used during the stretch
    numbers   name -> float64 [R], the uniform numbers the run is made of; others are those of its own address
    """

    run: np.ndarray
    until: np.ndarray
    dice: np.ndarray
    numbers: Mapping[str, np.ndarray]

    def check(self, days: int) -> None:
        """UsageError unless there are run numbers of every run for every stretch, and the stretches reach just ``days``."""
        until = self.until.tolist()
        is_rising = all(a < b for a, b in zip([-1, *until], until, strict=False))
        if self.dice.shape != (len(self.run), len(until)) or not is_rising or until[-1:] != [days]:
            raise UsageError(
                f"a lineage of {len(self.run)} runs with stretches to day {', '.join(map(str, until)) or 'none'} and random numbers "
                f"{self.dice.shape} does not fit {days} days; expected rising days, the last of them {days}, and random "
                "numbers of every run for each"
            )

    def numbers_after(self, before: Numbers) -> Numbers:
        """The numbers of an ensemble whose last R runs are these, given those of all its addresses."""
        first = len(before.runs) - len(self.run)
        joined_values = {
            name: np.concatenate([before.of(name)[:first], values]) for name, values in self.numbers.items()
        }
        return Numbers(before.seed, before.runs, joined_values)

    def only(self, rows: np.ndarray) -> Lineage:
        """The lineage of the runs ``rows`` int64 [M] or bool [R]."""
        numbers = {name: values[rows] for name, values in self.numbers.items()}
        return Lineage(self.run[rows], self.until, self.dice[rows], numbers)

    def replay(self, scenario: Scenario, seed: int) -> ResumableRuns:
        """All R runs, replayed from day 0 bit for bit."""
        self.check(scenario.days)
        runs = open_runs(scenario, Numbers(seed, self.run, self.numbers))
        runs.advance(self.until, seed, self.dice)
        return runs


def plain_lineage(run: int, days: int) -> Lineage:
    """That of an ordinary run: its own random numbers on all days."""
    own_run = np.array([run], dtype=np.int64)
    return Lineage(own_run, np.array([days], dtype=np.int64), own_run[:, None], {})


def open_runs(
    scenario: Scenario, numbers: Numbers, world: World | None = None, stop: threading.Event | None = None
) -> ResumableRuns:
    """Runs made of the given numbers, not yet begun; ``world`` spares building it again."""
    _, held_counts, contested_counts = starts_of(scenario, numbers)
    opening = Opening(laws_of(scenario, numbers), held_counts, contested_counts)
    return ResumableRuns(world or build_world(scenario, scenario.days), scenario.days, opening, stop)
