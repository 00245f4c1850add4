"""Made-up past calls of a known slope."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.calibration.calls import Calls, PastCalls, PastClaim, PastCounts, War
from sim.calibration.topics import class_of
from sim.score.recalibration import logistic

STALLS = class_of("no net gain", True)


def past_calls(
    slope: float = 0.5, level: float = -0.4, wars: int = 10, each: int = 60, planted: str = ""
) -> PastCalls:
    """Calls of ``wars`` wars whose true log-odds are level + slope x; those of ``planted`` all came out the other way."""
    dice = np.random.default_rng(7)
    groups = np.repeat([f"war{n}" for n in range(wars)], each)
    x = dice.normal(0.0, 1.5, len(groups))
    true = dice.random(len(groups)) < logistic(level + slope * x)
    true = np.where(groups == planted, x < 0, true)
    calls = Calls(
        groups, np.full(len(groups), 30), logistic(x), np.ones(len(groups)), true.astype(np.float64)
    )
    claims = tuple(
        PastClaim(f"war{n}", f"C{n}{k}", STALLS, bool(k), 30, False, 0.8, n % 2 == 0)
        for n in range(wars)
        for k in range(2)
    )
    spans = tuple(
        War(f"campaign{n}", f"war{n}", date(2000 + n, 1, 1), date(2000 + n, 6, 1), (10.0 * n, 0.0, 10.0 * n + 5, 5.0))
        for n in range(wars)
    )  # fmt: skip
    counts = PastCounts(groups, np.full(len(groups), 30), np.abs(dice.normal(0.0, 1.0, len(groups))))
    return PastCalls("law", "priors", 500, f"digest{planted}{slope}", spans, {STALLS: calls}, claims, counts)
