"""The filter beside a published one on a small problem: python -m benchmarks.published_filter [repeats] [particles]

The library particles (Chopin & Papaspiliopoulos 2020; pip install particles) weighs, resamples and adds up; the runs
themselves are ours either way. It keeps all its particles to the end and moves none; the project's filter keeps fewer and fewer, integrates the
biases of the sources, and moves those that are left. Both estimate the same log evidence and the same means, as do
plain weights of many runs. Needs a checkout, since the problem is that of the tests.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.inference.particles.island import LEFT, FilterTask, Swarm, run_island
from sim.inference.weights import weigh_ensemble
from tests.inference.problems import four_counts, prior_runs

PLAIN, DAY = 40_960, 60  # plain runs to compare with; day of the last report


class Runs:
    """Runs the library can resample like an array."""

    def __init__(self, swarm: Swarm) -> None:
        self.swarm, self.before = swarm, np.zeros(len(swarm.runs))
        self.shape = (len(swarm.runs),)

    def __getitem__(self, chosen: np.ndarray) -> Runs:
        self.swarm, self.before = self.swarm.picked(chosen), self.before[chosen]
        return self

    def live(self, stage: int) -> Runs:
        """To the day of a stage, with each particle's own dice."""
        own = self.swarm
        own.advance(own.trajectories, own.dice, own.task.stages[stage].day)
        return self

    def gain(self, stage: int) -> np.ndarray:
        """What the reports of a stage add to the log-likelihood."""
        own = self.swarm
        after = own.likelihood(own.trajectories, own.own, own.task.stages[stage], {})
        added, self.before = after - self.before, np.where(np.isfinite(after), after, 0.0)
        return added


def published(task: FilterTask, first: int, particles: int) -> tuple[float, float]:
    """(log evidence, mean held on DAY) by the library's filter without moves."""
    from particles import SMC  # the library is asked for by this benchmark only
    from particles.core import FeynmanKac

    class War(FeynmanKac):  # type: ignore[misc]  # the library is untyped
        """The project's runs and reports as the library wants them."""

        def M0(self, N: int) -> Runs:  # noqa: N802, N803  # the library's names
            return Runs(Swarm(task, first, N)).live(0)

        def M(self, t: int, xp: Runs) -> Runs:  # noqa: N802
            return xp.live(t)

        def logG(self, t: int, xp: Any, x: Runs) -> np.ndarray:  # noqa: N802
            return x.gain(t)

    sampler = SMC(fk=War(T=len(task.stages)), N=particles, resampling="systematic", ESSrmin=LEFT)
    sampler.run()
    held = sampler.X.swarm.trajectories.counts[:, DAY, 0, 0]
    return float(sampler.logLt), float(sampler.W @ held)


def own(task: FilterTask, first: int, particles: int) -> tuple[float, float]:
    """The same by the project's filter."""
    left = run_island(task, first, particles)
    if left is None:
        return -np.inf, np.nan
    return left.log_evidence, float(left.block.counts[:, DAY, 0, 0].mean())


def main(words: Sequence[str]) -> None:
    """Repeat both, and print means, their scatter, time, and what plain weights say."""
    repeats, particles = (int(word) for word in (*words, *("20", "512")[len(words) :]))
    problem = four_counts()
    plain = prior_runs(problem, PLAIN)
    weights = weigh_ensemble(plain)
    mean = float(weights.values @ plain.series["held"][:, DAY, 0])
    print(f"plain weights, {PLAIN:,} runs, {weights.ess:.0f} effective: log evidence {weights.log_evidence:.2f}, "
          f"held on day {DAY} {mean:.2f}")  # fmt: skip
    task = FilterTask(problem, problem.counts, 1)
    for name, method in (("published, no moves", published), ("this project's", own)):
        begun = time.process_time()
        estimates = np.array([method(task, 100_000 + k * particles, particles) for k in range(repeats)])
        spent = (time.process_time() - begun) / repeats
        (log, held), (log_sd, held_sd) = estimates.mean(axis=0), estimates.std(axis=0, ddof=1)
        print(f"{name}: log evidence {log:.2f} (scatter {log_sd:.2f}), held on day {DAY} {held:.2f} (scatter {held_sd:.2f}), "
              f"{spent:.2f} s of CPU for {particles} particles, {repeats} times")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
