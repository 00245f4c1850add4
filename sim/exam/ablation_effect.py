"""Scores of one exam as sums over campaigns, so that two exams with the same questions are compared campaign by campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.exam.summary import drawn_groups
from sim.exam.table import MODEL, QuestionTable
from sim.score.proper import brier
from sim.score.ranking import auc, calibration_line

Row = Mapping[str, Any]
# float64 [C] each: what a campaign adds to a score, and its weight in it
Parts = tuple[np.ndarray, np.ndarray]
SLOPE = "unit_slope"  # no sum over campaigns: one campaign alone rarely has one


def parts(table: QuestionTable, stocks: Sequence[Row], claims: Sequence[Row]) -> dict[str, Parts]:
    """Every score by name as its parts; the score is the sum of the first over the sum of the second.

    named_brier, named_auc, unit_brier, unit_auc, claims_brier: as in the record; unit_slope: the slope of all
    crps       of the districts held, at the fixed horizons
    share_90   dates inside the 90 % band, mean over campaigns
    """
    names = sorted(set(table.campaign.tolist()) | {row["campaign"] for row in stocks})
    scores: dict[str, Parts] = {}
    for kind in ("named", "unit"):
        campaign_tables = [table.only((table.kind == kind) & (table.campaign == name)) for name in names]
        scores[f"{kind}_brier"] = means_of(
            [brier(campaign_table.p[MODEL], campaign_table.happened) for campaign_table in campaign_tables]
        )
        areas_by_campaign = [
            auc(campaign_table.p[MODEL], campaign_table.happened) for campaign_table in campaign_tables
        ]
        scores[f"{kind}_auc"] = means_of([[] if area is None else [area] for area in areas_by_campaign])
    units = table.only(table.kind == "unit")
    line = calibration_line(units.p[MODEL], units.happened)
    scores[SLOPE] = means_of([[] if line is None else [line[1]]])
    by_campaign = [[row for row in stocks if row["campaign"] == name] for name in names]
    scores["crps"] = means_of([[row[MODEL] for row in rows if row["fixed"]] for rows in by_campaign])
    inside_shares = [[row["inside_90"] for row in rows] for rows in by_campaign]
    scores["share_90"] = means_of([[np.mean(dates)] if dates else [] for dates in inside_shares])
    asked_of = [[row for row in claims if row["campaign"] == name] for name in names]
    misses = [np.array([row["p"] - row["happened"] for row in rows]) for rows in asked_of]
    scores["claims_brier"] = means_of([miss**2 for miss in misses])
    return scores


def means_of(points: Sequence[Sequence[float] | np.ndarray]) -> Parts:
    """Sum and number of the points of each of C campaigns: float64 [C] each."""
    sums = [row.sum() if isinstance(row, np.ndarray) else sum(row) for row in points]
    return np.array(sums, dtype=np.float64), np.array([len(row) for row in points], dtype=np.float64)


def score(whole: Parts) -> float | None:
    """The score of all campaigns; None if no campaign has one."""
    values, weights = whole
    return float(values.sum() / weights.sum()) if weights.sum() > 0 else None


def all_scores(scores: Mapping[str, Parts]) -> dict[str, float | None]:
    """Every score by name."""
    return {name: score(score_parts) for name, score_parts in scores.items()}


def differences(scores: Mapping[str, Parts], other_scores: Mapping[str, Parts]) -> dict[str, float | None]:
    """``NAME_change`` to another exam and its standard error ``NAME_error``, by bootstrap over campaigns; None where neither exists."""
    changes: dict[str, float | None] = {}
    for name, score_parts in scores.items():
        own_score, other_score = score(score_parts), score(other_scores[name])
        changes[f"{name}_change"] = (
            None if own_score is None or other_score is None else own_score - other_score
        )
        changes[f"{name}_error"] = None if name == SLOPE else change_error(score_parts, other_scores[name])
    return changes


def change_error(own_parts: Parts, other_parts: Parts) -> float | None:
    """Standard deviation of the difference of two scores over bootstrap samples of campaigns; None for a single campaign."""
    campaigns = len(own_parts[0])
    if campaigns < 2:
        return None
    draws = drawn_groups(campaigns)
    sums, weights = (
        np.array([exam[n][draws].sum(axis=1) for exam in (own_parts, other_parts)]) for n in (0, 1)
    )
    is_defined = (weights > 0).all(axis=0)
    if is_defined.sum() < 2:
        return None
    own_scores, other_scores = sums[:, is_defined] / weights[:, is_defined]
    return float(np.std(own_scores - other_scores, ddof=1))
