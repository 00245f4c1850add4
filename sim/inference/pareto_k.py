"""Shape of the tail of importance weights: above 0.7 a weighted mean cannot be trusted.

Tail and threshold as in Vehtari, Simpson, Gelman, Yao & Gabry (2024), "Pareto smoothed importance sampling";
estimator of Zhang & Stephens (2009), "A new and efficient estimation method for the generalized Pareto".
"""

from __future__ import annotations

import numpy as np

SHORTEST_TAIL = 5


def tail_length(runs: int) -> int:
    """Number of largest weights that make the tail: min(R/5, 3 sqrt(R))."""
    return int(np.ceil(min(0.2 * runs, 3.0 * np.sqrt(runs))))


def pareto_k(log_weights: np.ndarray) -> float | None:
    """Shape k of the generalised Pareto tail of weights given as logs [R] (-inf for zero).

    None if it cannot be computed: fewer than five weights stand out above the rest (few runs, all alike, or
    most of them zero).
    """
    length = tail_length(len(log_weights))
    return shape_of_tail(np.sort(log_weights)[-length - 1 :], length)


def shape_of_tail(largest: np.ndarray, length: int) -> float | None:
    """``pareto_k`` from the ``length`` + 1 largest logs in rising order: ``largest`` float64 [N]."""
    if length < SHORTEST_TAIL or len(largest) <= length or not np.isfinite(largest[-1]):
        return None
    scaled = np.exp(largest - largest[-1])
    excess = scaled[1:] - scaled[0]
    # ties with the threshold are no tail; differences below rounding are none either
    if excess[quartile_place(length)] <= 1e-12:
        return None
    return fit_shape(excess)


def quartile_place(number: int) -> int:
    """Place of the lower quartile among ``number`` ordered values."""
    return int(number / 4 + 0.5) - 1


def fit_shape(excess: np.ndarray) -> float:
    """Shape k of a generalised Pareto from positive excesses in rising order [M]; k < 0: bounded, 0: exponential.

    Posterior mean of theta = -k/sigma on a fixed set of points under a data-dependent prior, then k given
    theta; drawn towards 0.5 as by ten further observations, which steadies short tails.
    """
    number = len(excess)
    points = 30 + int(np.sqrt(number))
    quartile = excess[quartile_place(number)]
    steps = np.arange(1, points + 1)
    theta = 1.0 / excess[-1] + (1.0 - np.sqrt(points / (steps - 0.5))) / (3.0 * quartile)
    shape = np.log1p(-theta[:, None] * excess[None, :]).mean(axis=1)
    profile = number * (np.log(-theta / shape) - shape - 1.0)
    trust = np.exp(profile - profile.max())
    best = float((theta * trust).sum() / trust.sum())
    raw_shape = float(np.log1p(-best * excess).mean())
    return (number * raw_shape + 10 * 0.5) / (number + 10)
