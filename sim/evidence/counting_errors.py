"""How a source that can be trusted miscounts: a normal error of a number, or slips about single named places.

Axes: R runs, B the source's total.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from sim.evidence.likelihood import (
    COARSEST,
    FINEST_NOISE,
    each_normalised,
    log_counting_error,
    predictive_mass,
    report_log_likelihood,
)

NAMED_SLIP = 0.02
"""Chance that a source that can be trusted errs about one named place: captures announced before they were complete, and
places that share a name. Assumed, 0.005 to 0.05; what a source invents is its own chance of saying nothing."""

STEPS_PER_NOISE = 16  # grid points of a table within one standard deviation
REACH = 2.5  # tables hold predictions up to so many times a source's total, either way
Table = tuple[np.ndarray, np.ndarray]  # predictions, and the log-likelihood of each


@dataclass(frozen=True)
class NormalError:
    """A number of places, miscounted by a normal of standard deviation ``noise`` (in the source's unit)."""

    noise: float

    def log_likelihood(self, mass: np.ndarray, predicted: np.ndarray, first: int = 0) -> np.ndarray:
        """log P(report) in every run [R]; ``mass`` on first, first + 1, ... is what its words can mean."""
        return report_log_likelihood(mass, predicted, self.noise, first)

    def table(self, mass: np.ndarray, basis: float, first: int = 0) -> Table:
        """(predictions [N] within REACH of the total ``basis``, log-likelihood of each [N]); ``mass`` as in ``log_likelihood``."""
        reach = REACH * basis
        grid = np.arange(-reach, reach, max(self.noise, COARSEST) / STEPS_PER_NOISE)
        return grid, report_log_likelihood(mass, grid, self.noise, first)

    def predictive(self, predicted: np.ndarray, weights: np.ndarray, basis: float) -> np.ndarray:
        """Mass function [B+1] of the report that runs with these weights [R] would have led to; of W weights [W, R], [W, B+1]."""
        return predictive_mass(predicted, weights, self.noise, basis)

    def draw(self, seen: float, values: np.ndarray, u: float) -> int:
        """What is reported of ``seen``: the ``u``-quantile of the error on the whole numbers ``values`` [N]."""
        if self.noise < FINEST_NOISE:
            return round(min(max(seen, values[0]), values[-1]))
        chances = np.cumsum(np.exp(log_counting_error(np.array([seen]), self.noise, values)[0]))
        return int(values[min(np.searchsorted(chances, u * chances[-1]), len(values) - 1)])


@dataclass(frozen=True)
class NamedError:
    """How many of ``places`` named places have fallen: each is reported correctly but for a slip."""

    places: int
    slip: float = NAMED_SLIP

    @property
    def noise(self) -> float:
        """Standard deviation, in places."""
        return float(np.sqrt(self.places * self.slip * (1.0 - self.slip)))

    @property
    def chances(self) -> np.ndarray:
        """P(y | x), row x, column y: float64 [X, X] with X = places + 1."""
        return np.stack(
            [
                np.convolve(binomial(x, 1.0 - self.slip), binomial(self.places - x, self.slip))
                for x in range(self.places + 1)
            ]
        )

    def rows(self, predicted: np.ndarray) -> np.ndarray:
        """x of each prediction: int64: int64 [R]."""
        return np.asarray(np.clip(np.rint(predicted), 0, self.places).astype(np.int64))

    def log_likelihood(self, mass: np.ndarray, predicted: np.ndarray, first: int = 0) -> np.ndarray:
        """log P(report) in every run [R]."""
        chance_of_report = (self.chances * mass).sum(axis=1)  # no product: see ``batches.propose``
        return np.asarray(np.log(chance_of_report)[self.rows(predicted)])

    def table(self, mass: np.ndarray, basis: float, first: int = 0) -> Table:
        """(every number of places [X], log-likelihood of each [X]) with X = places + 1; ``mass`` as in ``log_likelihood``."""
        grid = np.arange(self.places + 1.0)
        return grid, self.log_likelihood(mass, grid, first)

    def predictive(self, predicted: np.ndarray, weights: np.ndarray, basis: float) -> np.ndarray:
        """As of a normal error."""
        rows, size = self.rows(predicted), self.places + 1
        return each_normalised(weights, lambda shares: np.bincount(rows, shares, size) @ self.chances)

    def draw(self, seen: float, values: np.ndarray, u: float) -> int:
        """What is reported of ``seen``: the ``u``-quantile on the whole numbers ``values`` [N]."""
        chances = np.cumsum(self.chances[self.rows(np.array([seen]))[0]])
        return int(min(np.searchsorted(chances, u * chances[-1]), self.places))


CountingError = NormalError | NamedError


def binomial(n: int, p: float) -> np.ndarray:
    """Mass function of a binomial: float64 [n + 1]."""
    return np.array([comb(n, k) * p**k * (1.0 - p) ** (n - k) for k in range(n + 1)])
