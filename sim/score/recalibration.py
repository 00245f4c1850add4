"""Chances set right by past ones: a penalised logistic line, groups that share a fate, and how strong a word may be.

Axes: N past calls (or bins of them), G groups, B bootstrap samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RUNS = 100.0  # chances are read as if from so many runs: fewer are not graded, more cannot be distinguished between wars
ALIKE = (
    0.2  # correlation assumed between calls of one group: however many they are, they count at most 1 / ALIKE
)
LEVEL_SPREAD, SLOPE_SPREAD = 2.0, 1.0  # prior standard deviations of level and slope, both around 0
STEPS = 50  # of Newton's method


@dataclass(frozen=True)
class Lines:
    """Chance = logistic(level + slope (log-odds - centre)), one line a sample; a slope of 0 is the base rate.

    level, slope, centre   float64 [B]
    """

    level: np.ndarray
    slope: np.ndarray
    centre: np.ndarray

    def beyond(self, p: np.ndarray | float) -> np.ndarray:
        """What ``p``, one chance or one a sample, adds to the level: log-odds [B]."""
        log_odds_added: np.ndarray = self.slope * (log_odds(p) - self.centre)
        return log_odds_added

    def chance(self, p: np.ndarray | float) -> np.ndarray:
        """The chances that ``p``, one chance or one a sample, amounts to: float64 [B]."""
        return logistic(self.level + self.beyond(p))

    def only(self, samples: np.ndarray) -> Lines:
        """The lines of the samples ``samples`` int [M]."""
        return Lines(self.level[samples], self.slope[samples], self.centre[samples])


def log_odds(p: np.ndarray | float) -> np.ndarray:
    """Log-odds of probabilities [N] of RUNS runs with half a run added to either side: float64 [N], never infinite."""
    shrunk = (RUNS * np.asarray(p, dtype=np.float64) + 0.5) / (RUNS + 1.0)
    odds: np.ndarray = np.log(shrunk / (1.0 - shrunk))
    return odds


def logistic(x: np.ndarray | float) -> np.ndarray:
    """1 / (1 + exp(-x)) of ``x`` [N]: float64 [N]."""
    chances: np.ndarray = 1.0 / (1.0 + np.exp(-np.clip(np.asarray(x, dtype=np.float64), -30.0, 30.0)))
    return chances


def group_weights(groups: np.ndarray, number: np.ndarray | None = None) -> np.ndarray:
    """Weight of each call so that the n calls of a group count n / (1 + (n - 1) ALIKE): float64 [N].

    The design effect of clustered samples (Kish 1965). Groups with many calls weigh alike, at most 1 / ALIKE each.

    number   how many calls each entry stands for, if it is a bin
    """
    count = np.ones(len(groups)) if number is None else np.asarray(number, dtype=np.float64)
    _, place = np.unique(groups, return_inverse=True)
    total = np.bincount(place, count)
    weights: np.ndarray = 1.0 / (1.0 + (np.maximum(total, 1.0) - 1.0) * ALIKE)[place]
    return weights


def fit_lines(p: np.ndarray, hits: np.ndarray, mass: np.ndarray) -> Lines:
    """The lines of largest penalised likelihood for calls of chance ``p`` [N].

    hits, mass   float64 [B, N]: weighted number of those that came true, and of all
    Level (at the mean of the forecast log-odds) and slope have normal priors around 0. A negative slope would turn the
    model upside down: it becomes 0.
    """
    logits = log_odds(p)
    centre = mass @ logits / np.maximum(mass.sum(axis=1), 1e-12)
    design = np.column_stack([np.ones_like(logits), logits])
    level, slope = LEVEL_SPREAD**-2, SLOPE_SPREAD**-2
    penalty = np.empty((len(mass), 2, 2))  # of (level + slope centre) and slope, in terms of what is fitted
    penalty[:, 0, 0], penalty[:, 1, 1] = level, level * centre**2 + slope
    penalty[:, 0, 1] = penalty[:, 1, 0] = level * centre
    coefficients = regress(design, hits, mass, penalty)
    coefficients[:, 0] += coefficients[:, 1] * centre
    is_falling = coefficients[:, 1] < 0
    if is_falling.any():
        base = regress(design[:, :1], hits[is_falling], mass[is_falling], penalty[is_falling][:, :1, :1])
        coefficients[is_falling] = np.column_stack([base[:, 0], np.zeros(int(is_falling.sum()))])
    return Lines(coefficients[:, 0], coefficients[:, 1], centre)


def fit_levels(hits: np.ndarray, mass: np.ndarray) -> np.ndarray:
    """Base rates as log-odds with the prior that the level of a line has: float64 [B]."""
    return regress(np.ones((mass.shape[1], 1)), hits, mass, ridge(LEVEL_SPREAD))[:, 0]


def regress(
    design: np.ndarray,
    hits: np.ndarray,
    mass: np.ndarray,
    penalty: np.ndarray,
    middle: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Coefficients [B, K] of logistic regressions of weighted ``hits`` of ``mass`` [B, N] on ``design`` [N, K].

    penalty, middle   inverse covariance [K, K] or [B, K, K] and mean [K] of the coefficients' normal prior
    """
    prior_mean = np.zeros(design.shape[1]) + middle
    inverse = np.broadcast_to(penalty, (len(mass), *np.shape(penalty)[-2:]))
    coefficients = np.tile(prior_mean, (len(mass), 1))
    number = design.shape[1]
    pairs = (design[:, :, None] * design[:, None, :]).reshape(len(design), number * number)
    for _ in range(STEPS):
        chance = logistic(coefficients @ design.T)
        slope = (hits - mass * chance) @ design - (inverse @ (coefficients - prior_mean)[:, :, None])[:, :, 0]
        curve = ((mass * chance * (1.0 - chance)) @ pairs).reshape(len(mass), number, number)
        step = np.linalg.solve(curve + inverse, slope[:, :, None])[:, :, 0]
        coefficients = (
            coefficients + step * np.minimum(1.0, 4.0 / np.maximum(np.abs(step).max(axis=1), 1e-12))[:, None]
        )
        if np.abs(step).max() < 1e-9:
            break
    return coefficients


def ridge(*spreads: float) -> np.ndarray:
    """Inverse covariance of K independent coefficients with these standard deviations: float64 [K, K]."""
    return np.diag(np.array(spreads, dtype=np.float64) ** -2)


def most_allowed(strength: np.ndarray, wrong_shares: np.ndarray, count: np.ndarray) -> float:
    """The largest chance, on either side, that past calls allow: 0.5 to 1; arrays [N], one entry a past call.

    Of n past calls of strength s or more of which k were wrong, none stronger than 1 - (k + 1) / (n + 2) follows
    (Laplace 1774), so n with none wrong allow 1 - 1 / (n + 2). A strength is max(p, 1 - p).

    strength, wrong, count   of each past call: how strong, whether it was wrong (1, 0 or a share), how many it counts for
    """
    if not len(strength):
        return 0.5
    order = np.argsort(-strength, kind="stable")
    number, failures = np.cumsum(count[order]), np.cumsum((count * wrong_shares)[order])
    last = np.append(np.diff(strength[order]) != 0, True)  # every call as strong is counted
    allowed = np.minimum(strength[order], 1.0 - (failures + 1.0) / (number + 2.0))[last]
    return max(0.5, float(allowed.max()))
