"""The tables of the exam: columns of ``record.json`` with their headings, and how a value is written."""

from __future__ import annotations

KINDS = {
    "named": "places that claims name",
    "capital": "capitals",
    "unit": "units within four steps of a front",
}
SCORES = {
    "brier": "Brier",
    "log": "log",
    "auc": "AUC",
    "auc_by_campaign": "mean AUC",
    "slope": "slope",
    "skill": "skill",
}
WINDOWS = {
    "role": "mover",
    "moved_last": "moved last",
    "horizon": "days",
    "windows": "windows",
    "expected": "expected",
    "real": "real",
    "near_model": "near: model",
    "near_real": "near: real",
}
COUNTS = {
    "campaign": "campaign",
    "n": "n",
    "model": "model",
    "before the reports": "before",
    "persistence": "persistence",
    "constant rate": "constant rate",
    "linear trend": "linear trend",
    "dates": "dates",
    "inside_90": "in 90 %",
    "share_90": "share",
    "factor": "band x",
    "inside_90_calibrated": "in 90 %, widened",
    "inside_50": "in 50 %",
    "below": "PIT < .05",
    "above": "PIT > .95",
}
LADDER = {
    "rung": "rung",
    "n": "n",
    "true": "true",
    "brier": "Brier",
    "log": "log",
    "brier_by_war": "mean Brier",
    "brier_by_war_error": "+-",
    "log_by_war": "mean log",
    "log_by_war_error": "+-",
    "slope": "slope",
    "auc": "AUC",
    "extreme": "beyond .05, .95",
    "wrong": "wrong",
}
CLASSES = {
    "class": "past questions",
    "n": "n",
    "true": "true",
    "wars": "wars",
    "slope": "slope",
    "slope_low": "95 % from",
    "slope_high": "to",
    "log": "mean log",
    "base_log": "base rate",
    "adds": "model adds",
    "most": "at most",
}
CLAIMS = {"campaign": "campaign", "claim": "claim", "p": "p", "prior": "before", "happened": "happened"}


def cell(value: object) -> str:
    """A value in a cell: three digits after the point, - for what is not known."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
