"""Roots drawn nearer to where the reports lie: the prior's numbers, their normal scores moved by a constant.

What the reports say of parameters is mostly a shift: the scores of the survivors' numbers have about the variance of the prior
and another mean. A few pilot swarms find it, as the mean over their roots by what their descendants are worth. Roots of all
islands are drawn from a mixture of the prior and the prior so shifted, and weigh the prior over that mixture (importance
sampling by exponential tilting, Siegmund 1976; defensive mixture, Hesterberg 1995). Nothing of the target changes, only which
roots are tried. Axes: N particles, K numbers, S stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.ensemble.history_prior import LEAST, MOST
from sim.inference.weights import normalise

PLAIN = 0.1  # share of the roots that are drawn from the prior itself: no weight exceeds one over it
FAMILIES = 100.0  # effective families of the pilot from which a mean is learned
CLEAR = 2.0  # standard errors from which a number's mean is told from none
TAKEN = 0.6  # of the mean: half is best where chance decides who survives, all of it where numbers do


@dataclass(frozen=True)
class Shift:
    """Constants ``by`` float64 [K] that are added to the normal scores of the numbers."""

    by: np.ndarray

    def numbers(self, own: np.ndarray, plain: np.ndarray) -> np.ndarray:
        """Prior numbers [N, K] shifted, but for the rows ``plain`` bool [N]."""
        from scipy import special  # slow to import; see draws.quantile

        result, rows = own.copy(), np.flatnonzero(~plain)
        for k in np.flatnonzero(self.by):
            result[rows, k] = np.clip(special.ndtr(scores(own[rows, k]) + self.by[k]), LEAST, MOST)
        return result

    def log_weight(self, own: np.ndarray) -> np.ndarray:
        """Log density of the prior over that of the mixture, of numbers [N, K] drawn from it: float64 [N]."""
        along = np.zeros(len(own))
        for k in np.flatnonzero(self.by):  # one by one, so that a particle's bits do not depend on N
            along += self.by[k] * scores(own[:, k]) - 0.5 * self.by[k] ** 2
        mixture: np.ndarray = np.logaddexp(np.log(PLAIN), np.log1p(-PLAIN) + along)
        return -mixture


@dataclass(frozen=True)
class Pilot:
    """What a pilot swarm shows at each stage.

    log_mass   float64 [S], log evidence of the reports so far; -inf once no particle is left
    families   float64 [S], effective number of its roots by what their descendants are worth
    mean       float64 [S, K], mean normal scores of the roots' numbers by the same
    """

    log_mass: np.ndarray
    families: np.ndarray
    mean: np.ndarray


def learn_shift(pilots: Sequence[Pilot]) -> Shift | None:
    """The shift of the latest stage at which FAMILIES are effective among all pilots; None if there is no such stage.

    Numbers whose mean lies within CLEAR standard errors of the prior's stay as they are.
    """
    masses, families, means = (
        np.array([getattr(pilot, name) for pilot in pilots]) for name in ("log_mass", "families", "mean")
    )
    for stage in reversed(range(masses.shape[1])):
        parts, own = normalise(masses[:, stage]), np.maximum(families[:, stage], 1.0)
        if parts.any() and (number := 1.0 / float((parts**2 / own).sum())) >= FAMILIES:
            mean = (parts[:, None] * means[:, stage]).sum(axis=0)
            clear = np.abs(mean) * np.sqrt(number) > CLEAR
            return Shift(np.where(clear, TAKEN * mean, 0.0)) if clear.any() else None
    return None


def scores(numbers: np.ndarray) -> np.ndarray:
    """Normal scores of uniform numbers, finite also at the ends."""
    from scipy import special  # slow to import; see draws.quantile

    result: np.ndarray = special.ndtri(np.clip(numbers, LEAST, MOST))
    return result
