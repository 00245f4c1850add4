"""A population of wars: where a parameter lies in a war of which nothing is known yet, given earlier wars.

z_w ~ N(mean, spread) in war w, in scores of the prior (z ~ N(0, 1) each); mean ~ N(0, SHARED), spread about 1 - SHARED, so that
nothing learned is exactly the prior. The wars' likelihoods are normal (``sim.inference.lessons``); mean is integrated, spread is
its most likely value (expectation-maximisation; a random-effects meta-analysis in as many dimensions as there are parameters).
Axes: W wars, K parameters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SHARED = 0.5  # share of the prior's variance that is ignorance of what all wars have in common
WARS = 8.0  # wars that the prior of the spread is worth
ROUNDS, SETTLED = 500, 1e-6


@dataclass(frozen=True)
class PopulationDistribution:
    """Scores of a new war are N(mean, covariance); ``sure`` [K] is the standard error of the mean, ``spread`` [K] the variance between wars."""

    mean: np.ndarray
    covariance: np.ndarray
    sure: np.ndarray
    spread: np.ndarray

    @property
    def width(self) -> np.ndarray:
        """Standard deviation of each score in a new war: [K]."""
        width: np.ndarray = np.sqrt(np.diag(self.covariance))
        return width

    def strongest(self) -> tuple[int, int, float]:
        """The two parameters that go together most in a new war, and their correlation; (0, 0, 0) for a single one."""
        values = np.triu(self.covariance / np.outer(self.width, self.width), 1)
        a, b = np.unravel_index(np.argmax(np.abs(values)), values.shape)
        return int(a), int(b), float(values[a, b])


def population(precisions: Sequence[np.ndarray], pulls: Sequence[np.ndarray]) -> PopulationDistribution:
    """The population of wars with likelihoods of precision [K, K] and precision times mean [K] each; one war at least."""
    size = len(pulls[0])
    spread = np.full(size, 1.0 - SHARED)
    for _ in range(ROUNDS):
        mean, error, squares = expect(precisions, pulls, spread)
        values = (squares + WARS * (1.0 - SHARED)) / (len(pulls) + WARS)
        change = float(np.abs(values - spread).max())
        spread = values
        if change < SETTLED:
            break
    mean, error, _ = expect(precisions, pulls, spread)
    return PopulationDistribution(mean, error + np.diag(spread), np.sqrt(np.diag(error)), spread)


def expect(
    precisions: Sequence[np.ndarray], pulls: Sequence[np.ndarray], spread: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Given the spread [K] between wars: mean [K] of the population, its covariance [K, K], expected sum over wars of (z - mean)^2 [K]."""
    prior_precision = np.diag(1.0 / spread)
    total, pull_sum = np.eye(len(spread)) / SHARED, np.zeros(len(spread))
    wars = [
        np.linalg.inv(prior_precision + precision) for precision in precisions
    ]  # covariance of each war's z, the mean given
    for war_covariance, array in zip(wars, pulls, strict=True):
        total += prior_precision - prior_precision @ war_covariance @ prior_precision
        pull_sum += prior_precision @ war_covariance @ array
    error = np.linalg.inv(total)
    mean: np.ndarray = error @ pull_sum
    squares = np.zeros(len(spread))
    for war_covariance, array in zip(wars, pulls, strict=True):
        along = war_covariance @ prior_precision - np.eye(len(spread))  # of z - mean in the mean
        deviation = war_covariance @ array + along @ mean
        squares += deviation**2 + np.diag(war_covariance) + np.diag(along @ error @ along.T)
    return mean, error, squares
