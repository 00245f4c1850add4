"""Quantiles of mass functions and of weighted runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def quantiles(mass: np.ndarray, levels: Sequence[float] = (0.05, 0.5, 0.95)) -> tuple[int, ...]:
    """Smallest values whose cumulative mass reaches each level; ``mass`` float64 [B+1] on 0..B."""
    total = np.cumsum(mass)
    places = np.searchsorted(total, np.asarray(levels) * total[-1] * (1 - 1e-12))
    return tuple(int(place) for place in np.minimum(places, len(mass) - 1))


def weighted_quantile(values: np.ndarray, weights: np.ndarray, levels: float | Sequence[float]) -> np.ndarray:
    """Smallest values of the runs at which the cumulative weight reaches each level.

    values    [R] or [R, T]: one column per day
    weights   float64 [R], not negative; need not sum to 1
    levels    one number q, or Q of them
    Result    [] or [T] for one level, [Q] or [Q, T] for several; float64, NaN where all weights are zero.
    """
    level_values = np.atleast_1d(levels)
    # a row is read in one go
    columns = np.ascontiguousarray(values.reshape(len(values), -1)[weights > 0].T)
    level_columns = np.full((len(level_values), len(columns)), np.nan)
    if columns.shape[1]:
        ordered, reached = distribution(columns, weights[weights > 0])
        for row, (column, running) in enumerate(zip(ordered, reached, strict=True)):
            goals = level_values * running[-1] * (1 - 1e-12)
            level_columns[:, row] = column[np.minimum(np.searchsorted(running, goals), len(running) - 1)]
    shaped = level_columns.reshape(len(level_values), *values.shape[1:])
    return shaped[0] if np.ndim(levels) == 0 else shaped


def distribution(columns: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values of each row of ``columns`` [T, R] in ascending order, and the sum of ``weights`` [R] up to each: [T, K] both."""
    if columns.dtype.kind != "i" or columns.itemsize > 2:
        order = np.argsort(columns, axis=1)
        return np.take_along_axis(columns, order, axis=1), np.cumsum(weights[order], axis=1)
    # few different values: they are counted, not sorted
    low, rows = int(columns.min()), len(columns)
    span = int(columns.max()) - low + 1
    place = columns.astype(np.int64) + (span * np.arange(rows)[:, None] - low)
    mass = np.bincount(place.ravel(), np.tile(weights, rows), span * rows)
    return np.tile(np.arange(low, low + span), (rows, 1)), mass.reshape(rows, span).cumsum(axis=1)
