"""SI contagion on the same network: what spreads to neighbours and never leaves. Axes: D districts, E edges, T days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.score.baselines import History

FASTEST = 1.0  # infections a day at a full neighbourhood


@dataclass(frozen=True)
class ContagionNetwork:
    """Edges as weights: w[i, j] is the share of i's border with j; ``first`` [E], ``second`` [E], ``share`` [E]."""

    first: np.ndarray
    second: np.ndarray
    share: np.ndarray
    districts: int

    def pressure(self, infected: np.ndarray) -> np.ndarray:
        """Share of each district's neighbourhood that is infected: float64 [D]."""
        return np.bincount(self.first, self.share * infected[self.second], minlength=self.districts)


def spread(network: ContagionNetwork, start: np.ndarray, rate: float, days: int) -> np.ndarray:
    """Probability that each district is infected by the end of each day: float64 [T+1, D], T = ``days``.

    start   float64 [D], probabilities on day 0; rate   infections a day at a full neighbourhood
    Mean field: p_i <- p_i + (1 - p_i)(1 - exp(-rate pressure_i)) (Kermack & McKendrick 1927 on a graph).
    """
    values = np.empty((days + 1, network.districts))
    values[0] = start
    for day in range(days):
        infected = values[day]
        values[day + 1] = infected + (1 - infected) * -np.expm1(-rate * network.pressure(infected))
    return values


def fit_rate(network: ContagionNetwork, start: np.ndarray, history: History) -> float:
    """The rate (a day) whose sums fit the known shares best (least squares); ``start`` float64 [D]."""
    days = np.rint(history.days - history.days[0]).astype(np.int64)
    shares = history.values / history.total

    def misfit(rate: float) -> float:
        return float(((spread(network, start, rate, int(days[-1]))[days].mean(axis=1) - shares) ** 2).sum())

    if len(days) < 2:
        return 0.0
    from scipy import optimize  # slow to import, and few jobs fit anything

    return float(optimize.minimize_scalar(misfit, bounds=(0.0, FASTEST), method="bounded").x)


def seeded(weights: np.ndarray, share: float) -> np.ndarray:
    """Start chances [D] in proportion to ``weights``, at most 1, whose mean is ``share``."""
    low, high = 0.0, 1e6
    for _ in range(100):
        middle = (low + high) / 2
        if np.minimum(1.0, middle * weights).mean() < share:
            low = middle
        else:
            high = middle
    return np.asarray(np.minimum(1.0, high * weights))


def count_distribution(chances: np.ndarray) -> np.ndarray:
    """Mass function [C+1] of how many of C independent events happen (Poisson-binomial)."""
    mass = np.ones(1)
    for p in chances:
        mass = np.convolve(mass, [1 - p, p])
    return mass
