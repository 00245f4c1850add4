"""Sensitivity of a target, read from one ensemble without new runs. Axes: R runs, K inputs, B resamples.

For each input: the rank correlation with the target, its first-order share of the target's variance (estimated from
the means of BINS bins of equal weight, less what noise alone would give), and the target among the lowest and highest
fifth. Intervals: weighted bootstrap with exponential weights from addressed random numbers (Rubin 1981).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from sim.base.dice import uniforms
from sim.explore.targets import Target

BINS = 10
RESAMPLES = 100
Z = 1.959964  # of the 95 % intervals


@dataclass(frozen=True)
class Effect:
    """Association of a target with one input."""

    name: str
    correlation: float
    correlation_low: float
    correlation_high: float
    first: float  # share of the target's variance that this input alone accounts for
    first_low: float
    first_high: float
    lowest: (
        float  # the target's mean in the fifth of the weight with the lowest values (or at the lowest value)
    )
    highest: float

    def to_dict(self) -> dict[str, float | str]:
        """Plain."""
        return asdict(self)


def find_effects(
    columns: Mapping[str, np.ndarray], target: Target, weights: np.ndarray, seed: int = 0
) -> list[Effect]:
    """One effect an input, the largest share of variance first; inputs that do not vary are left out.

    columns   float64 [R] by name
    weights   [R], not negative
    Empty if the target is defined nowhere or the same everywhere.
    """
    share = np.where(target.defined, weights, 0.0)
    has_weight = share > 0
    share, y = share[has_weight] / max(share.sum(), 1e-300), target.numbers[has_weight]
    if not has_weight.any() or np.ptp(y) == 0:
        return []
    cloud = resampled(share, seed)
    effects = [
        effect_of_column
        for name, column in columns.items()
        if (effect_of_column := effect(name, column[has_weight], y, share, cloud))
    ]
    return sorted(effects, key=lambda item: (-item.first, -abs(item.correlation), item.name))


def resampled(share: np.ndarray, seed: int) -> np.ndarray:
    """The weights themselves in the first row and RESAMPLES resamples below: float64 [B+1, R]; rows sum to 1."""
    runs = np.arange(len(share))
    dice = np.stack([-np.log(uniforms(seed, f"bootstrap.{b}", runs)) for b in range(RESAMPLES)])
    cloud = np.vstack([share[None, :], dice * share])
    shares: np.ndarray = cloud / cloud.sum(axis=1, keepdims=True)
    return shares


def effect(
    name: str, column: np.ndarray, y: np.ndarray, share: np.ndarray, cloud: np.ndarray
) -> Effect | None:
    """The effect of one input; None if it does not vary.

    column, y, share   float64 [R], input, target and weights; cloud   float64 [B+1, R] as ``resampled`` gives it
    """
    if np.ptp(column) == 0:
        return None
    ranks = midranks(column, share)
    correlation = correlations(ranks, y, cloud)
    first = variance_shares(ranks, y, cloud)
    low, high = (
        ranks <= max(0.2, ranks.min()),
        ranks > min(0.8, np.nextafter(ranks.max(), 0)),
    )  # few values: the outermost
    return Effect(
        name,
        *interval(correlation, -1.0, 1.0),
        *interval(first, 0.0, 1.0),
        lowest=mean_of(y, share, low),
        highest=mean_of(y, share, high),
    )


def midranks(column: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Weighted ranks in 0..1, equal values sharing theirs: float64 [R]."""
    values, place = np.unique(column, return_inverse=True)
    mass = np.bincount(place, share, len(values))
    ranks: np.ndarray = (np.cumsum(mass) - mass / 2)[place]
    return ranks


def correlations(x: np.ndarray, y: np.ndarray, cloud: np.ndarray) -> np.ndarray:
    """Weighted correlation in every resample: float64 [B+1]."""
    mean_x, mean_y = cloud @ x, cloud @ y
    covariance = cloud @ (x * y) - mean_x * mean_y
    spread = (cloud @ (x * x) - mean_x**2) * (cloud @ (y * y) - mean_y**2)
    return np.divide(
        covariance, np.sqrt(np.maximum(spread, 0)), out=np.zeros(len(cloud)), where=spread > 1e-24
    )


def variance_shares(ranks: np.ndarray, y: np.ndarray, cloud: np.ndarray) -> np.ndarray:
    """First-order share of the variance in every resample, less what noise in the bins' means gives: [B+1]."""
    bins = np.minimum((ranks * BINS).astype(np.int64), BINS - 1)
    member = (bins[:, None] == np.arange(BINS)).astype(np.float64)  # [R, BINS]
    mass, squared = cloud @ member, (cloud**2) @ member
    mass_or_one = np.where(mass > 0, mass, 1.0)
    means, squares = (cloud @ (member * power[:, None]) / mass_or_one for power in (y, y * y))
    total_mean, total = cloud @ y, cloud @ (y * y) - (cloud @ y) ** 2
    variance_within = np.maximum(squares - means**2, 0.0)
    noise = np.where(mass > 0, variance_within * squared / mass_or_one**2, 0.0)  # variance of each bin's mean
    between = (mass * ((means - total_mean[:, None]) ** 2 - noise)).sum(axis=1) + (noise * mass).sum(
        axis=1
    ) / BINS
    return np.divide(between, total, out=np.zeros(len(cloud)), where=total > 1e-24)


def interval(values: np.ndarray, lowest: float, highest: float) -> tuple[float, float, float]:
    """(value, low, high): the first entry of ``values`` [B+1], and a normal 95 % interval from the spread of the others."""
    value, half = float(values[0]), Z * float(values[1:].std())
    value = min(max(value, lowest), highest)
    return value, max(lowest, value - half), min(highest, value + half)


def mean_of(y: np.ndarray, share: np.ndarray, rows: np.ndarray) -> float:
    """Weighted mean of the runs ``rows`` bool [R] of ``y`` [R] with weights ``share`` [R]; NaN without weight."""
    mass = float(share[rows].sum())
    return float(share[rows] @ y[rows]) / mass if mass > 0 else float("nan")
