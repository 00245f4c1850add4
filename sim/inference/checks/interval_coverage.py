"""Are the Monte Carlo intervals honest? One problem answered again and again, each time with new runs.

The answer is that of all repeats together; an honest 95 % interval holds it in 95 of 100 repeats. Axes: N repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.claims.definitions import evaluate
from sim.claims.estimate import LEVEL, estimate
from sim.claims.kind import TRUE, UNDEFINED
from sim.claims.types import Definition
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble, Plan, Progress, simulate
from sim.ensemble.execution.executor import Threads
from sim.inference.weights import weigh_ensemble
from sim.scenario.scenario import Scenario

STAGES = ("before the reports", "after the reports")


@dataclass(frozen=True)
class IntervalCheck:
    """One definition before or after the reports. ``answer`` of all repeats; ``low``, ``high`` float64 [N]."""

    name: str
    stage: str
    answer: float
    low: np.ndarray
    high: np.ndarray

    @property
    def held(self) -> float:
        """Share of the intervals that hold the answer; no interval (NaN) holds nothing."""
        return float(((self.low <= self.answer) & (self.answer <= self.high)).mean())


def allowed(repeats: int, error_count: float) -> tuple[float, float]:
    """Least and largest share of honest intervals that hold the answer, ``error_count`` standard errors of LEVEL."""
    error = float(np.sqrt(LEVEL * (1 - LEVEL) / repeats))
    return LEVEL - error_count * error, min(1.0, LEVEL + error_count * error)


def answer_again(
    scenario: Scenario,
    definitions: Sequence[Definition],
    repeats: int,
    runs: int,
    *,
    seed: int = 1,
    first: int = 0,
    workers: int | None = None,
    progress: Progress = lambda done, total, reused: None,
) -> list[IntervalCheck]:
    """Every definition before and after the scenario's reports, in ``repeats`` ensembles of ``runs`` runs each.

    first   block of the first run; every repeat has run numbers of its own, and none is stored
    """
    blocks = -(-runs // BLOCK)
    low, high = np.full((2, repeats, len(STAGES), len(definitions)), np.nan)
    sums = np.zeros(
        (2, len(STAGES), len(definitions))
    )  # weight of the runs in which it is true, and is defined
    for number in range(repeats):
        begin = (first + number * blocks) * BLOCK
        ensemble = simulate(Plan(scenario, seed, runs, begin, keep=False), Threads(workers))
        for stage, weights in enumerate(both_stages(ensemble)):
            for place, definition in enumerate(definitions):
                verdicts = evaluate(definition, ensemble.record)
                sums[:, stage, place] += weights[verdicts == TRUE].sum(), weights[verdicts != UNDEFINED].sum()
                share = estimate(verdicts, weights)
                if share.low is not None and share.high is not None:
                    low[number, stage, place], high[number, stage, place] = share.low, share.high
        progress((number + 1) * runs, repeats * runs, 0)
    return [
        IntervalCheck(definition_asked.id, name, sums[0, stage, place] / sums[1, stage, place], low[:, stage, place], high[:, stage, place])
        for place, definition_asked in enumerate(definitions)
        for stage, name in enumerate(STAGES)
    ]  # fmt: skip


def both_stages(ensemble: Ensemble) -> tuple[np.ndarray, np.ndarray]:
    """Weights [R] before and after the reports, on one scale in every ensemble: the likelihood itself."""
    return np.full(ensemble.runs, 1.0), np.exp(weigh_ensemble(ensemble).log_values)
