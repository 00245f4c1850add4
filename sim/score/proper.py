"""Proper scores: the forecaster who says what is believed does best. Smaller is better, everywhere.

Axes: N forecasts, R runs, B+1 values of a count.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

LEAST = 1e-4  # probability below which a log score is not followed: nobody is infinitely wrong


def brier(p: np.ndarray | float, outcomes: np.ndarray | bool) -> np.ndarray:
    """(p - o)^2 of probabilities and outcomes [N]: float64 [N] (Brier 1950)."""
    scores: np.ndarray = (np.asarray(p, dtype=np.float64) - np.asarray(outcomes, dtype=np.float64)) ** 2
    return scores


def log_score(p: np.ndarray | float, outcomes: np.ndarray | bool) -> np.ndarray:
    """-log of the probability given to what happened, in nats: float64 [N]; p is at least LEAST away from 0 and 1 (Good 1952)."""
    clipped = np.clip(np.asarray(p, dtype=np.float64), LEAST, 1 - LEAST)
    scores: np.ndarray = -np.log(np.where(np.asarray(outcomes, dtype=bool), clipped, 1 - clipped))
    return scores


def crps_runs(values: np.ndarray, weights: np.ndarray, outcome: float) -> float:
    """Continuous ranked probability score of weighted runs [R], in the unit of the values.

    E|X - y| - E|X - X'|/2 with the weighted empirical distribution (Gneiting & Raftery 2007).
    """
    order = np.argsort(values, kind="stable")
    x, w = np.asarray(values, dtype=np.float64)[order], weights[order] / weights.sum()
    cumulative = np.cumsum(w)
    spread = float((np.diff(x) * cumulative[:-1] * (1 - cumulative[:-1])).sum())  # E|X - X'| / 2
    return float(w @ np.abs(x - outcome)) - spread


def crps_mass(mass: np.ndarray, outcome: float) -> float:
    """CRPS of a mass function [B+1] on 0..B: sum over the values of (F - step)^2, in the unit of the count.

    Divided by B it is the ranked probability score (Epstein 1969). ``outcome`` may lie between two values.
    """
    cumulative = np.cumsum(mass) / mass.sum()
    clipped_outcome = float(np.clip(outcome, 0, len(mass) - 1))
    whole_cut = int(np.floor(clipped_outcome))
    before = (cumulative[:whole_cut] ** 2).sum()
    after = ((1 - cumulative[whole_cut + 1 :]) ** 2).sum()
    at = (clipped_outcome - whole_cut) * cumulative[whole_cut] ** 2 + (whole_cut + 1 - clipped_outcome) * (
        1 - cumulative[whole_cut]
    ) ** 2
    return float(before + after + at) + abs(float(outcome) - clipped_outcome)


def mass_log_score(mass: np.ndarray, outcome: float) -> float:
    """-log of the probability of the nearest whole number, in nats; ``mass`` [B+1]; probabilities below LEAST count as LEAST."""
    place = int(np.clip(round(outcome), 0, len(mass) - 1))
    return -float(np.log(max(mass[place] / mass.sum(), LEAST)))


def inside(mass: np.ndarray, outcome: float, level: float) -> bool:
    """Whether ``outcome`` lies in the central interval of ``level`` of a mass function [B+1]."""
    total = np.cumsum(mass) / mass.sum()
    low, high = np.searchsorted(total, [(1 - level) / 2 + 1e-12, (1 + level) / 2 - 1e-12])
    return bool(low <= outcome <= high)


def reliability(p: Sequence[float], happened: Sequence[bool], bins: int = 10) -> list[dict[str, Any]]:
    """Forecasts gathered in equal bins: mean p, share that happened, number; empty bins are left out."""
    forecast, outcomes = np.asarray(p, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    place = np.minimum((forecast * bins).astype(np.int64), bins - 1)
    return [
        {
            "from": k / bins,
            "to": (k + 1) / bins,
            "mean_p": float(forecast[place == k].mean()),
            "share": float(outcomes[place == k].mean()),
            "n": int((place == k).sum()),
        }
        for k in range(bins)
        if (place == k).any()
    ]


def skill(score: float, reference: float) -> float | None:
    """1 - score / reference: 1 perfect, 0 as good as the reference, negative worse; None for a perfect reference."""
    return None if reference == 0 else 1.0 - score / reference


def jackknife(
    values: Sequence[float], groups: Sequence[Hashable] | None = None
) -> tuple[float, float, float]:
    """(mean, low, high) of scores: 95 % by leaving one group out, each value its own group without ``groups``.

    Groups are what shares its fate (forecasts of one day); where groups share theirs too, it is still too narrow.
    One group alone has no known width: low and high are the mean.
    """
    scores = np.asarray(values, dtype=np.float64)
    _, place = np.unique(
        [str(group) for group in groups] if groups else np.arange(len(scores)), return_inverse=True
    )
    sums, sizes = np.bincount(place, scores), np.bincount(place)
    mean = float(scores.mean())
    if len(sums) < 2:
        return mean, mean, mean
    without = (scores.sum() - sums) / (len(scores) - sizes)
    error = float(np.sqrt((len(sums) - 1) / len(sums) * ((without - mean) ** 2).sum()))
    return mean, mean - 1.96 * error, mean + 1.96 * error


def pit(mass: np.ndarray, outcome: float, bins: int = 10) -> np.ndarray:
    """Where the outcome lies in a mass function [B+1]: float64 [bins], sums to 1; flat on average if it is right.

    Probability integral transform of a count, spread evenly over the step of its value (Czado, Gneiting & Held 2009).
    """
    cumulative = np.concatenate([[0.0], np.cumsum(mass) / mass.sum()])
    place = int(np.clip(round(outcome), 0, len(mass) - 1))
    low, high = cumulative[place], max(cumulative[place + 1], cumulative[place] + 1e-9)
    edges = np.clip((np.linspace(0.0, 1.0, bins + 1) - low) / (high - low), 0.0, 1.0)
    edges[-1] = 1.0  # an outcome of no chance at the very end
    return np.asarray(np.diff(edges))
