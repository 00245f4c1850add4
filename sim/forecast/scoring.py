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
REFERENCE = "uniform"  # a reference line, not a baseline: nobody forecasts so
Z95 = 1.96
Row = dict[str, Any]


def score(forecast: Forecast) -> dict[str, float]:
    """Metric -> mean score of one forecast; smaller is better, but for the two shares of hits."""
    if forecast.mass is not None:
        rows = [mass_scores(mass, outcome) for mass, outcome in each_mass(forecast)]
        return {name: float(np.mean([scores[name] for scores in rows])) for name in rows[0]}
    p: Any = forecast.p  # a forecast without a mass has p
    logs = {"log": float(log_score(p, forecast.outcome).mean())}
    return (
        logs if forecast.group == "interval" else {"brier": float(brier(p, forecast.outcome).mean()), **logs}
    )


def each_mass(forecast: Forecast) -> list[tuple[np.ndarray, float]]:
    """The mass functions [B+1] of a forecast, each with what happened; none if it has none."""
    if forecast.mass is None:
        return []
    return list(zip(np.atleast_2d(forecast.mass), np.atleast_1d(forecast.outcome), strict=True))


def mass_scores(mass: np.ndarray, outcome: float) -> dict[str, float]:
    """Metric -> score of one mass function [B+1]."""
    return {
        "crps": crps_mass(mass, outcome),
        "log": mass_log_score(mass, outcome),
        "inside_50": float(inside(mass, outcome, 0.5)),
        "inside_90": float(inside(mass, outcome, 0.9)),
    }


def bounds(forecast: Forecast, metric: str) -> tuple[float | None, float | None]:
    """Least and largest score over the Monte Carlo interval of a single probability; None without one."""
    if forecast.low is None or forecast.high is None or metric not in EVENT_METRICS:
        return None, None
    function = brier if metric == "brier" else log_score
    values = [float(function(p, forecast.outcome).mean()) for p in (forecast.low, forecast.high)]
    return min(values), max(values)


def rows_of(forecasts: Iterable[Forecast]) -> list[Row]:
    """One row per forecast and metric: origin, target, metric, method, value, low, high, n; the group beside them."""
    rows = []
    for forecast in forecasts:
        for metric, value in score(forecast).items():
            low, high = bounds(forecast, metric)
            number = len(np.atleast_1d(forecast.outcome))
            rows.append(
                {
                    "origin": forecast.origin.isoformat(),
                    "target": forecast.target,
                    "metric": metric,
                    "method": forecast.method,
                    "value": value,
                    "low": low,
                    "high": high,
                    "n": number,
                    "group": forecast.group,
                }
            )
    return rows


Key = tuple[str, str, str, str]  # pooled target, metric, method, group
Case = tuple[str, str]  # origin, target


def cases_of(rows: Sequence[Row]) -> dict[Key, dict[Case, float]]:
    """Scores of single forecasts gathered by what is pooled."""
    scores_by_case: dict[Key, dict[Case, float]] = {}
    for row in rows:
        key = (str(TOGETHER.get(row["group"], row["target"])), row["metric"], row["method"], row["group"])
        scores_by_case.setdefault(key, {})[row["origin"], row["target"]] = row["value"]
    return scores_by_case


def mean_of(cases: Mapping[Case, float]) -> tuple[float, float, float]:
    """(mean, low, high) of scores, origins left out in turn; of one origin only, its targets."""
    origins = [origin for origin, _ in cases]
    groups = origins if len(set(origins)) > 1 else [target for _, target in cases]
    return jackknife(list(cases.values()), groups)


def pooled(rows: Sequence[Row]) -> list[Row]:
    """Means over all origins (and, for counts and claims, over all targets) that a method shares with the model.

    ``low`` and ``high`` come from leaving one origin out: too narrow, as neighbouring origins share their fate.
    """
    scores_by_key = cases_of(rows)
    pooled_rows = []
    for (target, metric, method, group), cases in scores_by_key.items():
        model_cases = scores_by_key[target, metric, MODEL, group]
        mean, low, high = mean_of(cases)
        pooled_rows.append(
            {
                "origin": "all"
                if cases.keys() == model_cases.keys()
                else f"{len(cases)} of {len(model_cases)}",
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
    return pooled_rows


def comparison_table(rows: Sequence[Row], left_out: Sequence[Sequence[Row]] = ()) -> list[Row]:
    """A row a pooled target: the model's score, each method's on the same cases, best baseline, whether the model loses.

    left_out          rows of the model with each group of runs left out in turn
    difference        the model's score less the best baseline's, with an interval from leaving one origin out
    model_error       Monte Carlo standard error of the model's score; None without ``left_out``
    loses_to          baselines with a smaller score; REFERENCE is none
    loses_clearly_to  those of them whose lead is beyond both errors together
    """
    scores_by_key = cases_of(rows)
    groups = [cases_of(rows_left) for rows_left in left_out]
    targets = dict.fromkeys((target, group) for target, _, _, group in scores_by_key)
    return [comparison_row(scores_by_key, target, group, groups) for target, group in targets]


def comparison_row(
    result: Mapping[Key, Mapping[Case, float]],
    target: str,
    group: str,
    left_out: Sequence[Mapping[Key, Mapping[Case, float]]] = (),
) -> Row:
    """The row of one target."""
    metric = MAIN_METRIC[group]
    key = (target, metric, MODEL, group)
    model_cases = result[key]
    cases_by_method = {
        score_key[2]: cases
        for score_key, cases in result.items()
        if (score_key[0], score_key[1], score_key[3]) == (target, metric, group)
        and score_key[2] != MODEL
        and cases.keys() == model_cases.keys()
    }
    scores = {name: mean_of(cases)[0] for name, cases in cases_by_method.items()}
    baselines = [name for name in scores if name != REFERENCE]
    model, error = mean_of(model_cases)[0], monte_carlo_error([cases[key] for cases in left_out])
    gaps = {
        name: mean_of({case: model_cases[case] - cases_by_method[name][case] for case in model_cases})
        for name in baselines
    }
    best = min(baselines, key=lambda name: scores[name], default="")
    behind = sorted((name for name in baselines if scores[name] < model), key=lambda n: scores[n])
    return {
        "target": target,
        "metric": metric,
        "model": model,
        "model_error": error,
        "best_rival": best,
        "best": scores.get(best),
        **dict(
            zip(
                ("difference", "difference_low", "difference_high"),
                gaps[best] if best else (None, None, None),
                strict=True,
            )
        ),
        "loses_to": behind,
        "loses_clearly_to": [name for name in behind if beyond(gaps[name], error)],
        "scores": scores,
        "n": len(model_cases),
    }


def beyond(gap: tuple[float, float, float], error: float | None) -> bool:
    """True if a lead (mean, low, high) is larger than the spread over origins and the Monte Carlo error together."""
    mean, low, _ = gap
    return mean > float(np.hypot(mean - low, Z95 * (error or 0.0)))


def monte_carlo_error(left_out: Sequence[Mapping[Case, float]]) -> float | None:
    """Standard error of a mean score from its values with each group of runs left out in turn; None without."""
    if len(left_out) < 2:
        return None
    means = np.array([np.mean(list(scores.values())) for scores in left_out])
    return float(np.sqrt((len(means) - 1) * means.var()))


def pit_table(forecasts: Iterable[Forecast], group: str = "count", method: str = MODEL) -> list[Row]:
    """Where the counts lay in their forecasts, in tenths: share of the forecasts; flat if they were right."""
    shares = [
        pit(mass, outcome)
        for forecast in forecasts
        if (forecast.group, forecast.method) == (group, method)
        for mass, outcome in each_mass(forecast)
    ]
    if not shares:
        return []
    mean = np.mean(shares, axis=0)
    return [
        {"from": k / len(mean), "to": (k + 1) / len(mean), "share": float(share), "n": len(shares)}
        for k, share in enumerate(mean)
    ]


def reliability_table(forecasts: Iterable[Forecast], method: str = MODEL) -> list[Row]:
    """Forecast probabilities of all events and maps against what happened, in tenths."""
    events = [
        forecast
        for forecast in forecasts
        if forecast.p is not None and (forecast.method, forecast.group != "interval") == (method, True)
    ]
    if not events:
        return []
    p = np.concatenate([np.atleast_1d(np.asarray(event.p, dtype=np.float64)) for event in events])
    truth = np.concatenate([np.atleast_1d(event.outcome) for event in events])
    return reliability(p.tolist(), truth.tolist())
