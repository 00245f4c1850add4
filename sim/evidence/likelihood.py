"""How likely a report is, given what a run would have made its source report.

All functions are pure, take numbers and return logarithms, so that hopeless runs keep their order.
Axes: R runs, B the source's total, G points of a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

STEPS_PER_NOISE = 32  # grid points within one standard deviation
COARSEST = 0.55  # districts: a counted number varies by about this much between two whole numbers
FINEST_NOISE = 0.05  # districts; below it a whole number is reported as it is


def log_counting_error(predicted: np.ndarray, noise: float, values: np.ndarray) -> np.ndarray:
    """log phi(y | x): float64 [G, Y], a normal of sd ``noise`` around x, discretised and normalised over ``values``.

    predicted   x, [G]
    values      y, whole numbers in steps of 1, [Y]
    """
    spread = -0.5 * ((values[None, :] - predicted[:, None]) / noise) ** 2
    highest = spread.max(axis=1, keepdims=True)
    total = np.log(np.exp(spread - highest).sum(axis=1, keepdims=True)) + highest
    return np.asarray(spread - total)


def log_likelihood_direct(
    mass: np.ndarray, predicted: np.ndarray, noise: float, first: int = 0
) -> np.ndarray:
    """log sum_y f(y) phi(y | x) by summing over every y: float64 [R]; the slow twin of the function below."""
    possible = np.flatnonzero(mass > 0)
    values = first + np.arange(len(mass))
    terms = log_counting_error(predicted, noise, values)[:, possible] + np.log(mass[possible])
    highest = terms.max(axis=1)
    return np.asarray(highest + np.log(np.exp(terms - highest[:, None]).sum(axis=1)))


def report_log_likelihood(
    mass: np.ndarray, predicted: np.ndarray, noise: float, first: int = 0
) -> np.ndarray:
    """log sum_y f(y) phi(y | x_r): float64 [R].

    mass        f on first, first + 1, ...: what the words can mean, sums to 1
    predicted   x_r [R], the value the source would have found without counting error
    noise       standard deviation of the counting error; 0 means none (the nearest whole number is reported)
    The sum is tabulated in x and its logarithm interpolated. For f without gaps the logarithm's second derivative
    is below v/noise^4, v the variance of the error (noise^2, or COARSEST^2 where whole numbers matter), so the
    relative error is below 1/(8 * STEPS_PER_NOISE^2) = 1.2e-4.
    """
    if noise < FINEST_NOISE:
        return log_exact(mass, predicted, first)
    low, high = float(predicted.min()), float(predicted.max())
    step = noise * min(1.0, noise / COARSEST) / STEPS_PER_NOISE
    points = int(np.ceil((high - low) / step)) + 1
    if points >= len(predicted):
        return log_likelihood_direct(mass, predicted, noise, first)
    grid = np.linspace(low, high, points) if points > 1 else np.array([low])
    return np.interp(predicted, grid, log_likelihood_direct(mass, grid, noise, first))


def log_exact(mass: np.ndarray, predicted: np.ndarray, first: int = 0) -> np.ndarray:
    """log f(nearest whole number to x): float64 [R], -inf where f is 0 or x lies outside its values."""
    place = np.rint(predicted).astype(np.int64) - first
    is_inside = (place >= 0) & (place < len(mass))
    with np.errstate(divide="ignore"):
        log_values: np.ndarray = np.log(np.where(is_inside, mass[np.clip(place, 0, len(mass) - 1)], 0.0))
    return log_values


def group_log_likelihood(
    logs: Sequence[np.ndarray],
    outcomes: Sequence[float],
    unreliable: float,
    powers: Sequence[float] | None = None,
) -> np.ndarray:
    """log((1 - eps) prod L_k + eps prod 1/n_k): float64 [R]; one trustworthy-or-not switch for the whole group.

    logs         log L_k [R] of each report
    outcomes     n_k = B_k + 1, how many values report k could have had: an untrustworthy source says any of them
    unreliable   eps, 0..1
    powers       exponents of the reports, 1 each if absent; n echoes of one statement have 1/n each, on both sides
    """
    powers = [1.0] * len(logs) if powers is None else powers
    trusted = np.sum([power * log for power, log in zip(powers, logs, strict=True)], axis=0)
    noise = -sum(power * float(np.log(number)) for power, number in zip(powers, outcomes, strict=True))
    with np.errstate(divide="ignore"):
        log_values: np.ndarray = np.logaddexp(np.log1p(-unreliable) + trusted, np.log(unreliable) + noise)
    return log_values


def log_mean(logs: Sequence[np.ndarray]) -> np.ndarray:
    """log of the mean of likelihoods given as logs [R]: an unknown lag integrated over equally likely values."""
    stacked = np.stack(list(logs))
    highest = stacked.max(axis=0)
    finite_highest = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):
        log_values: np.ndarray = finite_highest + np.log(np.exp(stacked - finite_highest).mean(axis=0))
    return log_values


def lag_points(lag: tuple[float, float], most: int = 9) -> np.ndarray:
    """Whole days, equally likely, that stand for a lag uniform over low..high days: int64 [N], N at most ``most``."""
    low, high = round(lag[0]), round(lag[1])
    all_days = np.arange(low, high + 1)
    if len(all_days) <= most:
        return all_days
    # midpoints of equal slices: the mean lag is preserved
    return np.rint(low - 0.5 + (np.arange(most) + 0.5) * (len(all_days) / most)).astype(np.int64)


def predictive_mass(predicted: np.ndarray, weights: np.ndarray, noise: float, basis: float) -> np.ndarray:
    """Mass function of the report that weighted runs would have produced, counting error included: [B+1], or [W, B+1].

    predicted [R], weights [R] or W of them [W, R] (need not sum to 1, but not all zero). Predictions are gathered on a
    grid of an eighth of the noise before the error is added.
    """
    values = np.arange(round(basis) + 1.0)
    step = max(noise, FINEST_NOISE) / 8
    cells = np.rint(predicted / step).astype(np.int64)
    place = cells - cells.min()  # sorting them would cost more than all else here
    seen = np.flatnonzero(np.bincount(place))
    error = np.exp(log_counting_error((seen + cells.min()) * step, max(noise, FINEST_NOISE), values))
    return each_normalised(weights, lambda shares: np.bincount(place, weights=shares)[seen] @ error)


def each_normalised(weights: np.ndarray, total: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """``total`` [B+1] of the weights [R], or of each row of [W, R], divided by its sum: [B+1] or [W, B+1]."""
    totals = [total(shares) for shares in np.atleast_2d(weights)]
    masses = np.array([masses_of_row / masses_of_row.sum() for masses_of_row in totals])
    return masses if weights.ndim > 1 else np.asarray(masses[0])
