"""The coverage gate and the model variants as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import number, percent, share_text

INSIDE = {True: "inside", False: "outside", None: "–"}
Row = dict[str, Any]


def gate_words(report: Report) -> list[tuple[str, str]]:
    """How the weighed reports lie to the prior runs when taken together."""
    taken_together = report.past.get("together") or {}
    if not taken_together.get("reports"):
        return []
    chance, least = taken_together["p"], percent(taken_together["least"])
    if chance is None:
        phrase = "too few runs to say"
    else:
        end = (
            "so the runs could not have led to them"
            if chance < taken_together["least"]
            else f"and {least} is enough"
        )
        phrase = f"{percent(chance)} of runs lead to reports as unlikely as these, {end}"
    return [("all reports used together", phrase)]


def rate_table(report: Report) -> list[Row]:
    """Change per week between two stocks of a tracker, reported and in the prior runs."""
    return [
        {
            "name": f"{report.source_name(row['source'])}, {row['from']} to {row['to']}",
            **spread(row["prior_predictive"], signed_rate),
            "reported": signed_rate(row["reported"]["p50"]),
            "inside": INSIDE[row["inside"]],
        }
        for row in report.past.get("rates", ())
    ]


def signed_rate(value: float) -> str:
    """``+17.6`` or ``−1.9``."""
    return f"{value:+.1f}".replace("-", "−")


def pattern_table(report: Report) -> list[Row]:
    """Patterns of the known past, reported (if anybody told them) and in the prior runs."""
    return [
        {
            "name": f"{row['meaning']}, to {row['day']}",
            **spread(row["prior_predictive"], teller(row["unit"])),
            "reported": range_text(row["reported"], row["unit"]),
            "inside": INSIDE[row["inside"]],
            "source": row["source"],
        }
        for row in report.past.get("patterns", ())
    ]


def teller(unit: str) -> Callable[[float], str]:
    """How a number of this unit is written."""
    return share_text if unit == "share" else number


def range_text(value: Mapping[str, float] | None, unit: str) -> str:
    """A reported range, one number if both ends are the same; a dash if nothing was reported."""
    if value is None:
        return "–"
    if unit != "share":
        ends = [number(value["low"]), number(value["high"])]
    else:
        ends = [f"{100 * value[end]:g}" for end in ("low", "high")]
    return "–".join(dict.fromkeys(ends)) + ("\u00a0%" if unit == "share" else "")


def spread(quantiles: Mapping[str, float] | None, say: Callable[[float], str]) -> dict[str, str]:
    """5 %, median and 95 % as text."""
    names = (("low", "p05"), ("median", "p50"), ("high", "p95"))
    return {label: "–" if quantiles is None else say(quantiles[key]) for label, key in names}


def structure_table(report: Report, claim_ids: Sequence[str]) -> list[Row]:
    """Model variants: weights, evidence, effective runs, and within each the headlines of the claims ``claim_ids``."""
    return [structure_row(row, claim_ids) for row in report.variants] if len(report.variants) > 1 else []


def structure_row(row: Mapping[str, Any], claim_ids: Sequence[str]) -> Row:
    """One variant; a headline below 20 effective runs has no number."""
    estimates = {
        headline["claim"]: headline["posterior"] or headline["prior"] for headline in row["headlines"]
    }
    return {
        "name": str(row["name"]).replace("_", " "),
        "before": percent(row["prior"]),
        "after": interval_text(row),
        "evidence": evidence_text(row),
        "ess": number(round(row["ess"])),
        "cells": [cell(estimates.get(claim)) for claim in claim_ids],
    }


def interval_text(row: Mapping[str, Any]) -> str:
    """``22 % (17–27 %)``; a dash without evidence."""
    if row["posterior"] is None:
        return "–"
    return f"{percent(row['posterior'])} ({percent(row['low'])} to {percent(row['high'])})"


def evidence_text(row: Mapping[str, Any]) -> str:
    """log of the marginal likelihood relative to the prior average, with its Monte Carlo error."""
    if row["log_evidence"] is None:
        return "–"
    return f"{row['log_evidence']:+.2f} ± {row['error']:.2f}".replace("-", "−")


def cell(row: Mapping[str, Any] | None) -> str:
    """A headline within a variant."""
    if row is None:
        return "–"
    return percent(row["p"]) if row["p"] is not None else f"too few ({row['ess']:.0f})"
