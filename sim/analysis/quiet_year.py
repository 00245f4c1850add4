"""The quiet year: a scenario in which little moved, and in which a model that predicts collapse is wrong. Axis: R runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.claims.estimate import estimate
from sim.claims.kind import FALSE, TRUE
from sim.claims.likelihood_words import percent
from sim.evidence.quantiles import weighted_quantile
from sim.record.observables import net_change
from sim.record.record import Record

YEAR = 365  # days looked ahead
MEDIAN, SPREAD = (
    15,
    60,
)  # districts: the median change is expected within the first, 5 and 95 % of runs within the second
LEVELS, NAMES = (0.05, 0.5, 0.95), ("p05", "p50", "p95")


def quiet_year(record: Record, side: int, weights: np.ndarray | None = None) -> dict[str, Any]:
    """What the year after ``as_of`` brings in the runs in which the war is on by then; weights [R], None for equal ones.

    ends           whether the war ends: an estimate as in verdicts.json
    change         5, 50 and 95 % of the net change of districts held by ``side``
    within_20      share of runs that change by at most 20
    median_holds, spread_holds, holds: whether the change is as quiet as expected
    The year ends with the simulated days if these are fewer; ``days`` says how many it has.
    """
    first, last = record.as_of_day, min(record.as_of_day + YEAR, record.days)
    is_ongoing = (record.end_day < 0) | (record.end_day > first)
    share = is_ongoing.astype(np.float64) if weights is None else weights * is_ongoing
    ended = is_ongoing & (record.end_day >= 0) & (record.end_day <= last)
    change = net_change(record, side, first, last)
    low, middle, high = weighted_quantile(change, share, LEVELS).tolist()
    median, spread = abs(middle) <= MEDIAN, low >= -SPREAD and high <= SPREAD
    return {
        "days": last - first,
        "ends": estimate(np.where(ended, TRUE, FALSE), share).to_dict(),
        "change": dict(zip(NAMES, (low, middle, high), strict=True)),
        "within_20": float(share[np.abs(change) <= 20].sum() / share.sum()) if is_ongoing.any() else None,
        "median_holds": median,
        "spread_holds": spread,
        "holds": median and spread,
    }


def quiet_sentence(result: Mapping[str, Any], taker: str) -> str:
    """What came of ``quiet_year``, and whether that is quiet, in plain words."""
    change, ends = result["change"], result["ends"]["p"]
    if result["within_20"] is None:
        return "Quiet year: in no run is the war still on at as_of."
    text = "in an unknown share" if ends is None else f"in {percent(ends, result['ends']['ess'])}"
    low, middle, high = (f"{change[name]:+.0f}" for name in NAMES)
    return (
        f"Quiet year: within {result['days']} days after the report the war ends {text} of runs before evidence; the "
        f"districts of {taker} change by {middle} (5 to 95 % of runs: {low} to {high}). The median "
        f"{'lies' if result['median_holds'] else 'does not lie'} within ±{MEDIAN} and the 90 % interval "
        f"{'lies' if result['spread_holds'] else 'does not lie'} inside ±{SPREAD}, as a year in which little moved would "
        f"have it: {'the model keeps the year quiet' if result['holds'] else 'the model does not keep the year quiet'}."
    )
