"""Sums of weights that come out the same in any order: whole numbers, one for each power of two.

A weight is read as m 2^e with m a whole number of FRACTION + 1 bits (relative error at most 2^-31), and the m of each
e are added as integers. So sums of sums of weights are exact, and only their ratio is rounded, once. Axes: R runs.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

FRACTION = 30  # bits of a weight after its first
LOWEST = -4_096  # power of two below which a weight counts as nothing
POWERS = 4_224  # from LOWEST up; likelihoods are at most 1


def split(log_weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(place among the powers int64 [R], m float64 [R]) of weights given as natural logs; m is 0 for nothing."""
    binary = np.where(np.isfinite(log_weights), log_weights, 2.0 * LOWEST) / np.log(2.0)
    power = np.floor(binary)
    place = (power - LOWEST).astype(np.int64)
    is_in_range = (place >= 0) & (place < POWERS)
    mantissa = np.rint(np.exp2(binary - power) * 2.0**FRACTION)
    return np.where(is_in_range, place, 0), np.where(is_in_range, mantissa, 0.0)


def add_up(log_weights: np.ndarray, times: np.ndarray | None = None) -> np.ndarray:
    """Sum of weights, each counted ``times`` (whole numbers [R], None: once): int64 [POWERS].

    Exact below 2^53, which some thousand runs counted some hundred times do not reach; add the results as integers.
    """
    place, mantissas = split(log_weights)
    times_mantissas = mantissas if times is None else mantissas * times
    return np.bincount(place, times_mantissas, minlength=POWERS).astype(np.int64)


def value(sums: np.ndarray) -> int:
    """A sum [POWERS] as one whole number, in units common to all sums."""
    return sum(int(sums[place]) << int(place) for place in np.flatnonzero(sums))


def ratio(part: np.ndarray, whole: np.ndarray) -> float:
    """part / whole of two sums [POWERS]; 0 if the whole is nothing."""
    denominator = value(whole)
    return float(Fraction(value(part), denominator)) if denominator else 0.0


def effective_runs(sums: np.ndarray, squares: np.ndarray) -> float:
    """(sum w)^2 / sum w^2 from two sums [POWERS]; 0 if all weights are nothing."""
    squared = value(squares)
    unit = FRACTION - LOWEST  # of one sum: 2^-unit; of the square of a sum: 2^(-2 unit)
    return float(Fraction(value(sums) ** 2, squared << unit)) if squared else 0.0
