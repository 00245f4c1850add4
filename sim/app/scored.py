"""Forecasts into scores: rows of scores.json, and the table that says where the model loses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sim.app.forecasts import Forecast
from sim.score.baselines import MODEL
from sim.score.proper import (
    brier,
    crps_mass,
    inside,
    jackknife,
    log_score,
    mass_log_score,
    reliability,
)

COUNT_METRICS = ("crps", "log", "inside_50", "inside_90")
EVENT_METRICS = ("brier", "log")
MAIN_METRIC = {
    "count": "crps",
    "capitals": "crps",
    "event": "brier",
    "map": "brier",
    "claim": "brier",
    "ledger": "brier",
}
TOGETHER = {
    "count": "counts of the tracker",
    "claim": "claims of the report",
    "ledger": "claims of the ledger",
}  # targets pooled, by group
Row = dict[str, Any]


def score(one: Forecast) -> dict[str, float]:
    """Metric -> score of one forecast; smaller is better, but for the two shares of hits."""
    if one.mass is not None:
        return {
            "crps": crps_mass(one.mass, one.outcome),
            "log": mass_log_score(one.mass, one.outcome),
            "inside_50": float(inside(one.mass, one.outcome, 0.5)),
            "inside_90": float(inside(one.mass, one.outcome, 0.9)),
        }
    return {
        "brier": float(brier(one.p, one.outcome).mean()),  # type: ignore[arg-type]  # a forecast without a mass has p
        "log": float(log_score(one.p, one.outcome).mean()),  # type: ignore[arg-type]  # as above
    }


def bounds(one: Forecast, metric: str) -> tuple[float | None, float | None]:
    """Least and largest score over the Monte Carlo interval of a single probability; None without one."""
    if one.low is None or one.high is None or metric not in EVENT_METRICS:
        return None, None
    function = brier if metric == "brier" else log_score
    found = [float(function(p, one.outcome).mean()) for p in (one.low, one.high)]
    return min(found), max(found)


def rows_of(found: Iterable[Forecast]) -> list[Row]:
    """A row a forecast and metric: origin, target, metric, method, value, low, high, n; the group beside them."""
    rows = []
    for one in found:
        for metric, value in score(one).items():
            low, high = bounds(one, metric)
            number = 1 if one.p is None else len(one.p)
            rows.append(
                {
                    "origin": one.origin.isoformat(),
                    "target": one.target,
                    "metric": metric,
                    "method": one.method,
                    "value": value,
                    "low": low,
                    "high": high,
                    "n": number,
                    "group": one.group,
                }
            )
    return rows


def pooled(rows: Sequence[Row]) -> list[Row]:
    """Means over all origins (and, for counts and claims, over all targets) that a method shares with the model.

    ``low`` and ``high`` come from leaving one forecast out: too narrow, as neighbouring origins share their fate.
    """
    found: dict[tuple[str, str, str, str], list[tuple[tuple[str, str], float]]] = {}
    for row in rows:
        key = (str(TOGETHER.get(row["group"], row["target"])), row["metric"], row["method"], row["group"])
        found.setdefault(key, []).append(((row["origin"], row["target"]), row["value"]))
    cases = {key: {case for case, _ in values} for key, values in found.items()}
    out = []
    for (target, metric, method, group), values in found.items():
        same = cases[target, metric, method, group] == cases.get((target, metric, MODEL, group))
        mean, low, high = jackknife([value for _, value in values])
        out.append(
            {
                "origin": "all" if same else f"{len(values)} of {len(cases[target, metric, MODEL, group])}",
                "target": target,
                "metric": metric,
                "method": method,
                "value": mean,
                "low": max(low, 0.0),
                "high": high,
                "n": len(values),
                "group": group,
            }
        )
    return out


def standings(means: Sequence[Row]) -> list[Row]:
    """A row a pooled target: the model's score, each method's on the same cases, best rival, whether the model loses."""
    out = []
    targets = dict.fromkeys((row["target"], row["group"]) for row in means)
    for target, group in targets:
        metric = MAIN_METRIC[group]
        scores = {
            row["method"]: row["value"]
            for row in means
            if (row["target"], row["metric"], row["origin"]) == (target, metric, "all")
        }
        own = scores.pop(MODEL)
        best = min(scores, key=lambda name: scores[name], default="")
        out.append(
            {
                "target": target,
                "metric": metric,
                "model": own,
                "best_rival": best,
                "best": scores.get(best),
                "loses_to": sorted((name for name in scores if scores[name] < own), key=lambda n: scores[n]),
                "scores": scores,
                "n": next(r["n"] for r in means if r["target"] == target and r["method"] == MODEL),
            }
        )
    return out


def reliability_table(found: Iterable[Forecast], method: str = MODEL) -> list[Row]:
    """Forecast probabilities of all events and maps against what happened, in tenths."""
    events = [one for one in found if one.p is not None and one.method == method]
    if not events:
        return []
    p = np.concatenate([np.atleast_1d(np.asarray(one.p, dtype=np.float64)) for one in events])
    truth = np.concatenate([np.atleast_1d(one.outcome) for one in events])
    return reliability(p.tolist(), truth.tolist())
