"""What one stretch of a war says of the parameters of the law: Bayes linear (Goldstein and Wooff 2007), in normal scores.

Parameters have scores z, standard normal under their priors; what happened in a run becomes a score by its rank among all
runs. A line from z to these scores, with the spread around it, is a likelihood that needs few runs and no run near the truth,
where one run in thousands comes near a whole war. Only slopes clearly not zero count, so that a parameter without evidence
stays as it is. Axes: R runs, K parameters, S happenings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CLEAR = 4.0  # standard errors by which a slope must differ from zero; some four hundred are looked at in each window
MISFIT = 1.0  # variance of the model's error, in units of all that runs of the prior spread over
FARTHEST = (
    2.0  # standard deviations beyond which what happened says no more: tails of a wrong model teach nothing
)
OWN = 0.25  # further variance of that error in each happening by itself: fine contrasts of what goes together are not believed


@dataclass(frozen=True)
class Lesson:
    """Of one stretch: slopes [S, K] of the happenings that are known, noise [S, S] around them, surprise [S]."""

    slopes: np.ndarray
    noise: np.ndarray
    surprise: np.ndarray

    @property
    def precision(self) -> np.ndarray:
        """Of the scores z, beside that of their prior: float64 [K, K]."""
        values: np.ndarray = self.slopes.T @ np.linalg.solve(self.noise, self.slopes)
        return values

    @property
    def pull(self) -> np.ndarray:
        """Precision times mean: float64 [K]."""
        values: np.ndarray = self.slopes.T @ np.linalg.solve(self.noise, self.surprise)
        return values


def learn(scores: np.ndarray, simulated: np.ndarray, observed: np.ndarray, tailed: np.ndarray) -> Lesson:
    """The lesson of runs with scores [R, K] and happenings ``simulated`` [R, S], given the ``observed`` ones [S], NaN where unknown.

    tailed   bool [S]: counts that are small in most runs, whose tail is what matters; they have exponential scores
    """
    known_happenings = np.flatnonzero(np.isfinite(observed) & (simulated.min(axis=0) < simulated.max(axis=0)))
    ranked_pairs = [
        rank_scores(simulated[:, s], float(observed[s]), bool(tailed[s])) for s in known_happenings
    ]
    values = (
        np.stack([array for array, _ in ranked_pairs], axis=1) if len(known_happenings) else simulated[:, :0]
    )
    real_scores = [number for _, number in ranked_pairs]
    slopes = (
        np.stack([clear_slopes(scores, values[:, n]) for n in range(len(known_happenings))])
        if len(known_happenings)
        else np.zeros((0, scores.shape[1]))
    )
    centre, middle = values.mean(axis=0), scores.mean(axis=0)
    residuals = values - centre - (scores - middle) @ slopes.T
    spread, residual_covariance = np.atleast_2d(np.cov(values.T)), np.atleast_2d(np.cov(residuals.T))
    noise = (
        residual_covariance + MISFIT * spread + OWN * np.eye(len(known_happenings))
        if len(known_happenings)
        else np.zeros((0, 0))
    )
    surprise = np.array(real_scores) - centre + slopes @ middle
    return Lesson(slopes, noise, surprise)


def clear_slopes(scores: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Slopes [K] of values [R] in the scores, zero where not CLEAR; least squares."""
    is_clear = np.ones(scores.shape[1], dtype=bool)
    slopes = np.zeros(len(is_clear))
    for _ in range(2):  # all, then again those that are clear
        design = np.column_stack([np.ones(len(values)), scores[:, is_clear]])
        inverse = np.linalg.inv(design.T @ design)
        coefficients = inverse @ (design.T @ values)
        residuals = values - design @ coefficients
        error = np.sqrt(np.diag(inverse) * (residuals @ residuals) / (len(values) - design.shape[1]))
        slopes[:] = 0.0
        slopes[is_clear] = np.where(np.abs(coefficients[1:]) > CLEAR * error[1:], coefficients[1:], 0.0)
        is_clear = slopes != 0
    return slopes


def rank_scores(values: np.ndarray, observed: float, tailed: bool) -> tuple[np.ndarray, float]:
    """Scores by rank of values [R] and of ``observed`` among them, equal values alike: mean about 0, variance at most 1.

    Normal scores, or exponential ones (Savage 1956), which set the last tenth apart from the rest.
    """
    from scipy import special  # slow to import

    _, place, number = np.unique(values, return_inverse=True, return_counts=True)
    share = ((np.cumsum(number) - number / 2) / len(values))[place]
    number_below = float((values < observed).sum() + (values == observed).sum() / 2)
    real_share = (number_below + 0.5) / (len(values) + 1)
    if tailed:
        run_scores, real_score = -np.log1p(-share) - 1.0, -np.log1p(-real_share) - 1.0
    else:
        run_scores, real_score = np.asarray(special.ndtri(share)), special.ndtri(real_share)
    return np.clip(run_scores, -FARTHEST, FARTHEST), float(np.clip(real_score, -FARTHEST, FARTHEST))
