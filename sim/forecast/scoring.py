"""Forecasts into scores: rows of scores.json, and the table that says where the model loses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.forecast.targets import Forecast
from sim.score.baselines import MODEL
from sim.score.proper import (
    brier,
    crps_mass,
    inside,
    jackknife,
    log_score,
    mass_log_score,
    pit,
    reliability,
)

COUNT_METRICS = ("crps", "log", "inside_50", "inside_90")
EVENT_METRICS = ("brier", "log")
MAIN_METRIC = {
    "count": "crps",
    "capitals": "crps",
    "passage": "crps",
    "event": "brier",
    "map": "brier",
    "interval": "log",  # of events of which only those that happened are known: nothing else is proper
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
    """Metric -> mean score of one forecast; smaller is better, but for the two shares of hits."""
    if one.mass is not None:
        found = [mass_scores(mass, outcome) for mass, outcome in each_mass(one)]
        return {name: float(np.mean([scores[name] for scores in found])) for name in found[0]}
    p: Any = one.p  # a forecast without a mass has p
    logs = {"log": float(log_score(p, one.outcome).mean())}
    return logs if one.group == "interval" else {"brier": float(brier(p, one.outcome).mean()), **logs}


def each_mass(one: Forecast) -> list[tuple[np.ndarray, float]]:
    """The mass functions of a forecast, each with what happened; none if it has none."""
    if one.mass is None:
        return []
    return list(zip(np.atleast_2d(one.mass), np.atleast_1d(one.outcome), strict=True))


def mass_scores(mass: np.ndarray, outcome: float) -> dict[str, float]:
    """Metric -> score of one mass function."""
    return {
        "crps": crps_mass(mass, outcome),
        "log": mass_log_score(mass, outcome),
        "inside_50": float(inside(mass, outcome, 0.5)),
        "inside_90": float(inside(mass, outcome, 0.9)),
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
            number = len(np.atleast_1d(one.outcome))
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


Key = tuple[str, str, str, str]  # pooled target, metric, method, group
Case = tuple[str, str]  # origin, target


def cases_of(rows: Sequence[Row]) -> dict[Key, dict[Case, float]]:
    """Scores of single forecasts gathered by what is pooled."""
    found: dict[Key, dict[Case, float]] = {}
    for row in rows:
        key = (str(TOGETHER.get(row["group"], row["target"])), row["metric"], row["method"], row["group"])
        found.setdefault(key, {})[row["origin"], row["target"]] = row["value"]
    return found


def mean_of(cases: Mapping[Case, float]) -> tuple[float, float, float]:
    """(mean, low, high) of scores, origins left out in turn; of one origin only, its targets."""
    origins = [origin for origin, _ in cases]
    groups = origins if len(set(origins)) > 1 else [target for _, target in cases]
    return jackknife(list(cases.values()), groups)


def pooled(rows: Sequence[Row]) -> list[Row]:
    """Means over all origins (and, for counts and claims, over all targets) that a method shares with the model.

    ``low`` and ``high`` come from leaving one origin out: too narrow, as neighbouring origins share their fate.
    """
    found = cases_of(rows)
    out = []
    for (target, metric, method, group), cases in found.items():
        own = found[target, metric, MODEL, group]
        mean, low, high = mean_of(cases)
        out.append(
            {
                "origin": "all" if cases.keys() == own.keys() else f"{len(cases)} of {len(own)}",
                "target": target,
                "metric": metric,
                "method": method,
                "value": mean,
                "low": max(low, 0.0),
                "high": high,
                "n": len(cases),
                "group": group,
            }
        )
    return out


def standings(rows: Sequence[Row]) -> list[Row]:
    """A row a pooled target: the model's score, each method's on the same cases, best rival, whether the model loses.

    ``difference`` is the model's score less the best rival's, with an interval from leaving one origin out.
    """
    found = cases_of(rows)
    targets = dict.fromkeys((target, group) for target, _, _, group in found)
    return [standing(found, target, group) for target, group in targets]


def standing(found: Mapping[Key, Mapping[Case, float]], target: str, group: str) -> Row:
    """The row of one target."""
    metric = MAIN_METRIC[group]
    own = found[target, metric, MODEL, group]
    rivals = {
        key[2]: cases
        for key, cases in found.items()
        if (key[0], key[1], key[3]) == (target, metric, group)
        and key[2] != MODEL
        and cases.keys() == own.keys()
    }
    scores = {name: mean_of(cases)[0] for name, cases in rivals.items()}
    model = mean_of(own)[0]
    best = min(scores, key=lambda name: scores[name], default="")
    gaps = mean_of({case: own[case] - rivals[best][case] for case in own}) if best else (None, None, None)
    return {
        "target": target,
        "metric": metric,
        "model": model,
        "best_rival": best,
        "best": scores.get(best),
        **dict(zip(("difference", "difference_low", "difference_high"), gaps, strict=True)),
        "loses_to": sorted((name for name in scores if scores[name] < model), key=lambda n: scores[n]),
        "scores": scores,
        "n": len(own),
    }


def pit_table(found: Iterable[Forecast], group: str = "count", method: str = MODEL) -> list[Row]:
    """Where the counts lay in their forecasts, in tenths: share of the forecasts; flat if they were right."""
    shares = [
        pit(mass, outcome)
        for one in found
        if (one.group, one.method) == (group, method)
        for mass, outcome in each_mass(one)
    ]
    if not shares:
        return []
    mean = np.mean(shares, axis=0)
    return [
        {"from": k / len(mean), "to": (k + 1) / len(mean), "share": float(share), "n": len(shares)}
        for k, share in enumerate(mean)
    ]


def reliability_table(found: Iterable[Forecast], method: str = MODEL) -> list[Row]:
    """Forecast probabilities of all events and maps against what happened, in tenths."""
    events = [
        one for one in found if one.p is not None and (one.method, one.group != "interval") == (method, True)
    ]
    if not events:
        return []
    p = np.concatenate([np.atleast_1d(np.asarray(one.p, dtype=np.float64)) for one in events])
    truth = np.concatenate([np.atleast_1d(one.outcome) for one in events])
    return reliability(p.tolist(), truth.tolist())
