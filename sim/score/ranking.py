"""Whether what happened was ranked above what did not, and whether chances are as wide as they should be.

Axes: N forecasts.
"""

from __future__ import annotations

import numpy as np

CUT = 1e-3  # probabilities are at least this far from 0 and 1 before their log-odds are taken
STEPS = 50  # of Newton's method


def auc(p: np.ndarray, happened: np.ndarray) -> float | None:
    """Area under the ROC curve: chance that what happened was given more than what did not, ties count half.

    p, happened   [N]
    Mann & Whitney (1947) over average ranks. None unless both kinds occur.
    """
    outcomes = np.asarray(happened, dtype=bool)
    hits, misses = int(outcomes.sum()), int((~outcomes).sum())
    if hits == 0 or misses == 0:
        return None
    values, place, number = np.unique(
        np.asarray(p, dtype=np.float64), return_inverse=True, return_counts=True
    )
    last = np.cumsum(number)
    rank = last - (number - 1) / 2  # average rank of each value
    return float((rank[place][outcomes].sum() - hits * (hits + 1) / 2) / (hits * misses))


def areas(p: np.ndarray, outcomes: np.ndarray, groups: np.ndarray) -> list[float]:
    """The area within each group that has one, in the order of their names; ``p``, ``outcomes``, ``groups`` [N]."""
    group_areas = [auc(p[groups == group], outcomes[groups == group]) for group in np.unique(groups)]
    return [number for number in group_areas if number is not None]


def calibration_line(p: np.ndarray, happened: np.ndarray) -> tuple[float, float] | None:
    """(intercept, slope) of the logistic regression of ``happened`` [N] on the log-odds of ``p`` [N] (Cox 1958).

    (0, 1) is calibrated; a slope below 1 says too extreme, 0 no relation. None unless both kinds occur and probabilities differ.
    """
    clipped = np.clip(np.asarray(p, dtype=np.float64), CUT, 1 - CUT)
    logits = np.log(clipped / (1 - clipped))
    outcomes = np.asarray(happened, dtype=np.float64)
    if len(outcomes) == 0 or outcomes.min() == outcomes.max() or np.ptp(logits) < 1e-12:
        return None
    line = fit_logistic(logits[:, None], outcomes)
    return float(line[0]), float(line[1])


def fit_logistic(features: np.ndarray, outcomes: np.ndarray, ridge: float = 1e-6) -> np.ndarray:
    """Intercept and slopes [K + 1] of a logistic regression on ``features`` [N, K], by Newton's method.

    ridge   penalty on the slopes, which keeps them finite where the kinds are separated
    """
    design = np.column_stack([np.ones(len(features)), features])
    penalty = ridge * len(features) * np.diag([0.0] + [1.0] * features.shape[1])
    values = np.zeros(design.shape[1])
    rate = float(np.clip(outcomes.mean(), 1e-6, 1 - 1e-6))
    values[0] = np.log(rate / (1 - rate))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ values, -30, 30)))
        slope = design.T @ (outcomes - chance) - penalty @ values
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.lstsq(curve, slope, rcond=None)[0]
        values = values + step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-10:
            break
    return values
