"""Simple forecasts of a count from its own history: what a model must beat to be worth its trouble.

Each is a function (history, days) -> (mean [T], sd [T]) in districts. What looks like a spread of zero is given the
counting error of the source. Axes: K known counts, T days asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

MODEL = "model"  # how the model's own forecasts are called among the methods
WIDEST = 1.0  # share of the total: no standard deviation is larger


@dataclass(frozen=True)
class History:
    """Counts known at an origin.

    days, values   float64 [K], rising days; the first is the start
    total          B, the total the counts refer to
    noise          standard deviation of counting
    """

    days: np.ndarray
    values: np.ndarray
    total: float
    noise: float

    @property
    def last(self) -> tuple[float, float]:
        """Day and value of the latest count."""
        return float(self.days[-1]), float(self.values[-1])


Forecast = tuple[np.ndarray, np.ndarray]
Baseline = Callable[[History, np.ndarray], Forecast]


def persistence(history: History, days: np.ndarray) -> Forecast:
    """What is held stays held; the spread is that of the steps so far (random walk without drift).

    Mean and standard deviation on ``days`` [N]: float64 [N] each.
    """
    day, value = history.last
    days_ahead = np.maximum(days - day, 0.0)
    steps, gaps = np.diff(history.values), np.diff(history.days)
    pace = float((steps**2 / np.maximum(gaps, 1.0)).mean()) if len(steps) else 0.0
    return np.full(len(days), value), np.sqrt(history.noise**2 + pace * days_ahead)


def constant_rate(history: History, days: np.ndarray) -> Forecast:
    """Gains arrive as a Poisson process at the mean rate so far; no rate is known from one count.

    Mean and standard deviation on ``days`` [N]: float64 [N] each.
    """
    day, value = history.last
    span = max(day - float(history.days[0]), 1.0)
    gain = max(value - float(history.values[0]), 0.0)
    days_ahead = np.maximum(days - day, 0.0)
    mean = gain / span * days_ahead
    return value + mean, np.sqrt(history.noise**2 + mean + (days_ahead / span) ** 2 * gain)


def trend(degree: int) -> Baseline:
    """Polynomial of time by least squares with its prediction error; fewer counts give a lower degree."""

    def forecast(history: History, days: np.ndarray) -> Forecast:
        mean, sd = regress(history.days, history.values, days, degree)
        return mean, np.sqrt(sd**2 + history.noise**2)

    return forecast


def regress(x: np.ndarray, y: np.ndarray, at: np.ndarray, degree: int) -> Forecast:
    """Mean and standard deviation of prediction at ``at`` [N] by a polynomial fit to (x, y) [K]: float64 [N] each.

    Fewer points than the degree asks for give a lower one. The standard deviation is 0 where the fit is exact.
    """
    degree = min(degree, len(x) - 1)
    scale = max(float(np.ptp(x)), 1.0)
    powers = np.arange(degree + 1)
    design = (((x - x[0]) / scale)[:, None]) ** powers
    terms_at = (((at - x[0]) / scale)[:, None]) ** powers
    coefficients, *_ = np.linalg.lstsq(design, y, rcond=None)
    spare = len(x) - degree - 1
    variance = float(((y - design @ coefficients) ** 2).sum()) / spare if spare > 0 else 0.0
    lever = np.einsum("tp,pq,tq->t", terms_at, np.linalg.pinv(design.T @ design), terms_at)
    return terms_at @ coefficients, np.sqrt(variance * (1 + lever))


def exponential(history: History, days: np.ndarray) -> Forecast:
    """Growth at a constant rate: a straight line through the logarithms.

    Mean and standard deviation on ``days`` [N]: float64 [N] each.
    """
    mean, sd = regress(history.days, np.log(np.maximum(history.values, 0.5)), days, 1)
    value = np.exp(np.minimum(mean, np.log(history.total)))
    return value, np.sqrt(history.noise**2 + (value * sd) ** 2)


def logistic(history: History, days: np.ndarray) -> Forecast:
    """Growth that fills the whole: a straight line through the logits of the share (Verhulst).

    Mean and standard deviation on ``days`` [N]: float64 [N] each.
    """
    share = np.clip(history.values / history.total, 0.5 / history.total, 1 - 0.5 / history.total)
    mean, sd = regress(history.days, special.logit(share), days, 1)
    value = special.expit(mean)
    slope = value * (1 - value)
    return history.total * value, np.sqrt(history.noise**2 + (history.total * slope * sd) ** 2)


def lanchester(history: History, days: np.ndarray) -> Forecast:
    """Aimed fire of two sides that recruit where they hold: h' = a h - b (1 - h), clipped to 0..1.

    In the manner of Atkinson, Gutfraind & Kress (2012), whose revolts also live off the territory they hold; reduced
    to the share held. a, b >= 0 by least squares; restarted at the latest count.
    Mean and standard deviation on ``days`` [N]: float64 [N] each.
    """
    share = history.values / history.total

    def misfit(rates: np.ndarray) -> np.ndarray:
        return np.asarray(flow(rates, share[0], history.days - history.days[0]) - share)

    if len(share) < 2:
        return np.full(len(days), history.values[-1]), np.full(len(days), history.noise)
    from scipy import optimize  # slow to import, and few jobs fit anything

    optimum = optimize.least_squares(misfit, [0.01, 0.001], bounds=(0, 0.5))
    spare = max(len(share) - 2, 1)
    error = float(np.sqrt((optimum.fun**2).sum() / spare))
    day, value = history.last
    mean = history.total * flow(optimum.x, value / history.total, np.maximum(days - day, 0.0))
    return mean, np.full(len(days), np.hypot(history.noise, history.total * error))


def flow(rates: np.ndarray, start: float, ahead: np.ndarray) -> np.ndarray:
    """Solution of h' = a h - b (1 - h) from ``start`` after ``ahead`` [N] days, clipped to 0..1: float64 [N]."""
    a, b = float(rates[0]), float(rates[1])
    total = max(a + b, 1e-9)
    equilibrium = b / total
    return np.asarray(
        np.clip(equilibrium + (start - equilibrium) * np.exp(np.minimum(total * ahead, 50.0)), 0.0, 1.0)
    )


COUNT_BASELINES: dict[str, Baseline] = {
    "persistence": persistence,
    "constant rate": constant_rate,
    "linear trend": trend(1),
    "quadratic trend": trend(2),
    "exponential trend": exponential,
    "logistic": logistic,
    "Lanchester": lanchester,
}


def normal_mass(mean: float, sd: float, total: float) -> np.ndarray:
    """Mass function [B+1] of a normal forecast on 0..B, what lies beyond put on the ends."""
    width = min(max(sd, 0.3), WIDEST * total)
    edges = np.concatenate([[-np.inf], np.arange(round(total)) + 0.5, [np.inf]])
    return np.asarray(np.diff(special.ndtr((edges - mean) / width)))


def uniform_mass(total: float) -> np.ndarray:
    """Mass function [B+1] that knows nothing."""
    size = round(total) + 1
    return np.full(size, 1.0 / size)


def poisson_mass(mean: float, total: int) -> np.ndarray:
    """Mass function [B+1] of a Poisson count, what lies beyond put on the end."""
    cumulative = np.concatenate([special.pdtr(np.arange(total), mean), [1.0]])
    return np.asarray(np.diff(cumulative, prepend=0.0))


def event_rate(events: float, exposure: float) -> float:
    """Events a day after ``events`` in ``exposure`` days, with Jeffreys' half event: never zero."""
    return (events + 0.5) / max(exposure, 1.0)


def chance_within(rate: float, days: float) -> float:
    """Chance of at least one event of a Poisson process within so many days."""
    return float(-np.expm1(-rate * days))


def normal_below(limit: float, sd: float) -> float:
    """Chance that a normal value around 0 lies below ``limit``."""
    return float(special.ndtr(limit / max(sd, 1e-9)))
