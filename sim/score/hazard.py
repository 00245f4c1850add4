"""Rules on paper: the chance that a unit falls by how far it lies, how long one waits and who moved last.

A table of shares and a logistic of the logarithm of distance; nothing of a simulation. Axes: N past questions.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.score.ranking import fit_logistic

BELIEVED = 10.0  # questions that the next wider class counts for in each class


@dataclass(frozen=True)
class HazardTable:
    """Shares that happened by class, each drawn towards the wider class that its key begins with."""

    shares: dict[tuple[Hashable, ...], float]

    def chance(self, key: Sequence[Hashable]) -> float:
        """Chance of a class; of the widest known one that it begins with."""
        for length in range(len(key), -1, -1):
            if tuple(key[:length]) in self.shares:
                return self.shares[tuple(key[:length])]
        return 0.5


def fit_hazards(keys: Sequence[Sequence[Hashable]], outcomes: np.ndarray) -> HazardTable:
    """A table from past questions: ``keys`` of each, wide classes first; ``outcomes`` bool [N].

    A class of n questions of which k happened has (k + BELIEVED share of the wider class) / (n + BELIEVED); the widest
    begins from one half.
    """
    counts: dict[tuple[Hashable, ...], tuple[float, float]] = {}
    for key, outcome in zip(keys, outcomes, strict=True):
        for length in range(len(key) + 1):
            part = tuple(key[:length])
            hits, number = counts.get(part, (0.0, 0.0))
            counts[part] = hits + float(outcome), number + 1.0
    shares: dict[tuple[Hashable, ...], float] = {}
    for part in sorted(counts, key=len):
        wider = shares[part[:-1]] if part else 0.5
        weight = BELIEVED if part else 1.0
        hits, number = counts[part]
        shares[part] = (hits + weight * wider) / (number + weight)
    return HazardTable(shares)


def log_distance(
    steps: np.ndarray, days: np.ndarray, outcomes: np.ndarray, steps_asked: np.ndarray, days_asked: np.ndarray
) -> np.ndarray:
    """Chances from a logistic regression on the logarithms of steps and days, learned on past questions [N]."""
    values = fit_logistic(np.column_stack([np.log(steps), np.log(days)]), outcomes.astype(np.float64))
    line = values[0] + np.column_stack([np.log(steps_asked), np.log(days_asked)]) @ values[1:]
    return np.asarray(1 / (1 + np.exp(-np.clip(line, -30, 30))))
