"""Quantiles of mass functions and of weighted runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
        for row, (column, places, running) in enumerate(distribution(columns, weights[weights > 0])):
            goals = level_values * running[-1] * (1 - 1e-12)
            level_columns[:, row] = column[
                places[np.minimum(np.searchsorted(running, goals), len(running) - 1)]
            ]
    shaped = level_columns.reshape(len(level_values), *values.shape[1:])
    return shaped[0] if np.ndim(levels) == 0 else shaped


def distribution(columns: np.ndarray, weights: np.ndarray) -> Iterator[tuple[np.ndarray, ...]]:
    """Of each row of ``columns`` [T, R]: its values, where in them the smallest stands and the next, and the ``weights`` [R] up to each."""
    if columns.dtype.kind != "i" or columns.itemsize > 2:
        order = np.argsort(columns, axis=1)
        yield from zip(columns, order, np.cumsum(weights[order], axis=1), strict=True)
        return
    # few different values: they are counted, not sorted
    low, rows = int(columns.min()), len(columns)
    span = int(columns.max()) - low + 1
    cells = columns.astype(np.int64) + (span * np.arange(rows)[:, None] - low)
    mass = np.bincount(cells.ravel(), np.tile(weights, rows), span * rows).reshape(rows, span)
    for running in mass.cumsum(axis=1):
        yield np.arange(low, low + span), np.arange(span), running
