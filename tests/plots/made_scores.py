"""Scores of earlier forecasts, made up, as ``scores.json`` has them."""

from __future__ import annotations

from typing import Any


def made_scores(**changes: Any) -> dict[str, Any]:
    """Two origins, two targets; ``changes`` replace top-level entries."""
    said = (("2021-06-03", 0.3), ("2021-06-10", 0.6))
    found = {
        "schema": "sim.scores/1",
        "scenario": "made_up",
        "seed": 1,
        "runs": 40,
        "law_version": "0123456789ab",
        "frozen": {"date": "2026-11-24", "sha256": "ab" * 32},
        "looked_ahead": ["the priors are those of as_of"],
        "independent_events": {"falls_of_capitals": 3, "nearly_independent": 1, "counts": 2, "note": "made"},
        "origins": [{"origin": day, "weighed": ["one"], "ess": 12.4} for day, _ in said],
        "standings": [
            {"target": "counts of the tracker", "metric": "crps", "model": 20.0, "best_rival": "uniform", "best": 10.0,
             "loses_to": ["uniform"], "loses_clearly_to": None, "model_error": None, "scores": {"uniform": 10.0, "persistence": 40.0}, "n": 2,
             "difference": 10.0, "difference_low": -2.0, "difference_high": 22.0},
            {"target": "each capital in 30 days", "metric": "brier", "model": 0.1, "best_rival": "uniform", "best": 0.25,
             "loses_to": [], "loses_clearly_to": None, "model_error": None, "scores": {"uniform": 0.25}, "n": 2,
             "difference": -0.15, "difference_low": None, "difference_high": None},
        ],
        "reliability": [{"from": 0.2, "to": 0.3, "mean_p": 0.25, "share": 0.5, "n": 8}],
        "pit": [{"from": k / 4, "to": (k + 1) / 4, "share": 0.25, "n": 4} for k in range(4)],
        "questions": [
            {"origin": day, "question": "national capital", "until": "2021-08-01", "p": p, "low": p - 0.1, "high": p + 0.1,
             "happened": "2021-07-30"}
            for day, p in said
        ],
        "history": [
            {"origin": day, "claim": "losing_steam", "definition": "slower", "p": p, "low": p - 0.1, "high": p + 0.1}
            for day, p in said
        ],
        "rows": [
            {"origin": "all", "target": "counts of the tracker", "metric": name, "method": "model", "value": value, "n": 2, "group": "count"}
            for name, value in (("crps", 20.0), ("inside_50", 0.5), ("inside_90", 1.0))
        ],
    }  # fmt: skip
    return {**found, **changes}
