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
    result: dict[str, Parts] = {}
    for kind in ("named", "unit"):
        here = [table.only((table.kind == kind) & (table.campaign == name)) for name in names]
        points = [brier(question_table.p[MODEL], question_table.happened) for question_table in here]
        result[f"{kind}_brier"] = as_parts(
            [point.sum() for point in points], [len(point) for point in points]
        )
        ranked = [auc(question_table.p[MODEL], question_table.happened) for question_table in here]
        result[f"{kind}_auc"] = as_parts(
            [number or 0.0 for number in ranked], [number is not None for number in ranked]
        )
    units = table.only(table.kind == "unit")
    line = calibration_line(units.p[MODEL], units.happened)
    result[SLOPE] = as_parts([0.0 if line is None else line[1]], [line is not None])
    scores = [
        [stock[MODEL] for stock in stocks if stock["campaign"] == name and stock["fixed"]] for name in names
    ]
    result["crps"] = as_parts([sum(entry) for entry in scores], [len(entry) for entry in scores])
    inside = [[stock["inside_90"] for stock in stocks if stock["campaign"] == name] for name in names]
    result["share_90"] = as_parts(
        [sum(share) / max(len(share), 1) for share in inside], [len(share) > 0 for share in inside]
    )
    points = [
        np.array([(claim["p"] - claim["happened"]) ** 2 for claim in claims if claim["campaign"] == name])
        for name in names
    ]
    result["claims_brier"] = as_parts([point.sum() for point in points], [len(point) for point in points])
    return result


def as_parts(values: Sequence[float], weights: Sequence[float]) -> Parts:
    """Two arrays."""
    return np.array(values, dtype=np.float64), np.array(weights, dtype=np.float64)


def score(array: Parts) -> float | None:
    """The score of all campaigns; None if no campaign has one."""
    values, weights = array
    return float(values.sum() / weights.sum()) if weights.sum() > 0 else None


def figures(result: Mapping[str, Parts]) -> dict[str, float | None]:
    """Every score by name."""
    return {name: score(array) for name, array in result.items()}


def differences(result: Mapping[str, Parts], whole: Mapping[str, Parts]) -> dict[str, float | None]:
    """``NAME_change`` to another exam and its standard error ``NAME_error``, by bootstrap over campaigns; None where neither exists."""
    out: dict[str, float | None] = {}
    for name, array in result.items():
        mine, theirs = score(array), score(whole[name])
        out[f"{name}_change"] = None if mine is None or theirs is None else mine - theirs
        out[f"{name}_error"] = None if name == SLOPE else change_error(array, whole[name])
    return out


def change_error(array: Parts, other: Parts) -> float | None:
    """Standard deviation of the difference of two scores over bootstrap samples of campaigns; None for a single campaign."""
    campaigns = len(array[0])
    if campaigns < 2:
        return None
    draws = drawn_groups(campaigns)
    weights = [side[1][draws].sum(axis=1) for side in (array, other)]
    sums = [side[0][draws].sum(axis=1) for side in (array, other)]
    known = (weights[0] > 0) & (weights[1] > 0)
    if known.sum() < 2:
        return None
    return float(np.std(sums[0][known] / weights[0][known] - sums[1][known] / weights[1][known], ddof=1))
