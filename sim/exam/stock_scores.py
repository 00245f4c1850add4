"""Scores of the districts held on known days, and of the claims as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from sim.exam.baselines import side_history
from sim.exam.origin_sheet import OriginAnswers
from sim.exam.questions import HORIZONS
from sim.exam.table import MODEL, PRIOR
from sim.scenario.reader import read_outcomes
from sim.score.baselines import COUNT_BASELINES, normal_mass
from sim.score.proper import brier, crps_mass, log_score
from sim.score.resampling import left_out_error

Row = dict[str, Any]
STOCK_BASELINES = ("persistence", "constant rate", "linear trend")


def stock_rows(sheets: Sequence[OriginAnswers]) -> list[Row]:
    """One row a known day after each origin: what was held, where it lies in the forecast, CRPS of model and baselines."""
    rows: list[Row] = []
    for sheet in sheets:
        paper, answers = sheet.paper, sheet.answers
        fixed_days = {paper.origin.toordinal() + horizon for horizon in HORIZONS}
        for stock, before in zip(answers.stocks, answers.stocks_prior, strict=True):
            low, quarter, middle, upper_quarter, high = stock.quantiles
            rows.append(
                {
                    "campaign": paper.campaign.name,
                    "origin": paper.origin.isoformat(),
                    "day": stock.day.isoformat(),
                    "ahead": (stock.day - paper.origin).days,
                    "fixed": stock.day.toordinal() in fixed_days,
                    "known": stock.known,
                    "mean": stock.mean,
                    "low": low,
                    "median": middle,
                    "high": high,
                    "inside_50": quarter <= stock.known <= upper_quarter,
                    "inside_90": low <= stock.known <= high,
                    "pit": stock.pit,
                    MODEL: stock.crps[0],
                    PRIOR: before.crps[0],
                    "error": left_out_error(np.array(stock.crps[1:])),
                    **baseline_scores(sheet, stock.day, stock.side, stock.known),
                }
            )
    return rows


def baseline_scores(sheet: OriginAnswers, day: date, side: int, reported_number: int) -> dict[str, float]:
    """CRPS of the simple forecasts of a count, from the counts known at the origin."""
    paper = sheet.paper
    history, _ = side_history(paper, side)
    first = min(row.day for row in paper.campaign.known(paper.origin))
    at = np.array([float((day - first).days)])
    scores = {}
    for name in STOCK_BASELINES:
        mean, sd = COUNT_BASELINES[name](history, at)
        scores[name] = crps_mass(normal_mass(float(mean[0]), float(sd[0]), history.total), reported_number)
    return scores


def count_summary(rows: Sequence[Row]) -> list[Row]:
    """CRPS, coverage and path of every campaign and of all.

    rows   of ``stock_rows``, with the factors of ``with_band_factors``
    """
    summary_rows = []
    for name in ["all", *sorted({row["campaign"] for row in rows})]:
        campaign_rows = [row for row in rows if name in ("all", row["campaign"])]
        fixed_rows = [row for row in campaign_rows if row["fixed"]]
        calibrated_inside = [row["inside_90_calibrated"] for row in campaign_rows]
        row: Row = {"campaign": name, "dates": len(campaign_rows), "n": len(fixed_rows)}
        row |= {
            "inside_90": sum(date["inside_90"] for date in campaign_rows),
            "inside_90_calibrated": None if None in calibrated_inside else sum(calibrated_inside),
            "factor": campaign_rows[0]["factor"] if name != "all" else None,
            "inside_50": sum(date["inside_50"] for date in campaign_rows),
            "share_90": mean_share(campaign_rows),
            "below": sum(date["pit"] < 0.05 for date in campaign_rows),
            "above": sum(date["pit"] > 0.95 for date in campaign_rows),
        }
        row |= {
            method: float(np.mean([date[method] for date in fixed_rows])) if fixed_rows else None
            for method in (MODEL, PRIOR, *STOCK_BASELINES)
        }
        summary_rows.append(row)
    return summary_rows


def mean_share(rows: Sequence[Row]) -> float:
    """Share of dates inside the 90 % band, the mean over campaigns: dates of one campaign are not independent."""
    inside_by_campaign: dict[str, list[bool]] = {}
    for row in sorted(rows, key=lambda row: str(row["campaign"])):
        inside_by_campaign.setdefault(row["campaign"], []).append(row["inside_90"])
    return float(np.mean([np.mean(dates) for dates in inside_by_campaign.values()]))


def claim_rows(sheets: Sequence[OriginAnswers]) -> list[Row]:
    """Every claim whose outcome is known: chance before and after, and whether it came true."""
    rows: list[Row] = []
    for sheet in sheets:
        if not sheet.claims:
            continue
        outcomes = read_outcomes(sheet.paper.campaign.at(sheet.paper.origin))
        for claim in sheet.claims:
            outcome, _ = outcomes.get((claim.id, claim.headline), (None, ""))
            share, prior = sheet.answers.claims[claim.id], sheet.answers.claims_prior[claim.id]
            if outcome is None or np.isnan(share[0]):
                continue
            rows.append(
                {
                    "campaign": sheet.paper.campaign.name,
                    "claim": claim.id,
                    "origin": sheet.paper.origin.isoformat(),
                    "quote": claim.quote,
                    "happened": outcome,
                    "p": float(share[0]),
                    "prior": float(prior[0]),
                    "error": left_out_error(share[1:]),
                }
            )
    return rows


def claim_summary(rows: Sequence[Row]) -> Row:
    """Brier and log score of the claims after and before the reports, and how many extreme ones were wrong."""
    p, prior = (np.array([row[key] for row in rows]) for key in ("p", "prior"))
    outcomes = np.array([row["happened"] for row in rows], dtype=bool)
    wrong_calls = ((p < 0.05) & outcomes) | ((p > 0.95) & ~outcomes)
    return {
        "n": len(rows),
        "true": int(outcomes.sum()),
        "brier": float(brier(p, outcomes).mean()),
        "log": float(log_score(p, outcomes).mean()),
        "brier_before": float(brier(prior, outcomes).mean()),
        "extreme": int(((p < 0.05) | (p > 0.95)).sum()),
        "wrong": int(wrong_calls.sum()),
        "below_true": int(((p < 0.001) & outcomes).sum()),
    }
