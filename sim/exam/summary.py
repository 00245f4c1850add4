"""Scores of the exam: what is printed, written and drawn comes from here as plain rows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from sim.ensemble.uniforms import addressed
from sim.exam.baselines import BASE, BASELINES
from sim.exam.questions import HORIZONS, OTHER, SAME, STATIC
from sim.exam.table import MODEL, PRIOR, QuestionTable
from sim.scenario.campaign import CHALLENGING, DEFENDING
from sim.score.proper import brier, log_score, reliability, skill
from sim.score.ranking import areas, auc, calibration_line
from sim.score.resampling import bootstrap, left_out_error

Row = dict[str, Any]
METHODS = (MODEL, PRIOR, *BASELINES)
EXTREME, HOPELESS = 0.05, 0.001
RANKED_WELL = 0.8  # area of a campaign that counts as well ranked
REPEATS = 2000  # bootstrap samples of campaigns
ROLES = {CHALLENGING: "challenger", DEFENDING: "incumbent"}
ALL = "all"


def binary_rows(table: QuestionTable) -> list[Row]:
    """Scores of every method by kind of question and horizon, all horizons first."""
    rows = []
    horizons: tuple[str | int, ...] = (ALL, *HORIZONS)
    for kind, horizon in product(np.unique(table.kind), horizons):
        in_group = (table.kind == kind) & (np.array(horizon == ALL) | (table.horizon == horizon))
        if in_group.any():
            rows += [scores(table.only(in_group), str(kind), horizon, method) for method in METHODS]
    return rows


def scores(table: QuestionTable, kind: str, horizon: str | int, method: str) -> Row:
    """All scores of one method on some questions."""
    p, outcomes = table.p[method], table.happened
    points = brier(p, outcomes)
    line = calibration_line(p, outcomes)
    campaign_areas = areas(p, outcomes, table.campaign)
    base = float(brier(table.p[BASE], outcomes).mean())
    row: Row = {
        "kind": kind,
        "horizon": horizon,
        "method": method,
        "n": len(table),
        "happened": int(outcomes.sum()),
        "brier": float(points.mean()),
        "brier_by_campaign": float(np.mean(by_campaign(table, points))),
        "log": float(log_score(p, outcomes).mean()),
        "auc": auc(p, outcomes),
        "auc_by_campaign": float(np.mean(campaign_areas)) if campaign_areas else None,
        "ranked": len(campaign_areas),
        "ranked_well": sum(number >= RANKED_WELL for number in campaign_areas),
        "slope": None if line is None else line[1],
        "intercept": None if line is None else line[0],
        "skill": skill(float(points.mean()), base),
    }
    if method == MODEL:
        row |= uncertainty(table, points)
    return row


def by_campaign(table: QuestionTable, values: np.ndarray) -> list[float]:
    """Mean of values [Q] in each campaign."""
    return [float(values[table.campaign == campaign].mean()) for campaign in np.unique(table.campaign)]


def uncertainty(table: QuestionTable, points: np.ndarray) -> Row:
    """Bootstrap over campaigns of the model's Brier score and skill, and Monte Carlo errors; ``points`` float64 [N]."""
    _, place = np.unique(table.campaign, return_inverse=True)
    base = brier(table.p[BASE], table.happened)
    size = np.bincount(place).astype(np.float64)
    model_sums, base_sums = np.bincount(place, points), np.bincount(place, base)

    def mean(group_draw: np.ndarray) -> float:
        return float(model_sums[group_draw].sum() / size[group_draw].sum())

    def gained(group_draw: np.ndarray) -> float | None:
        return skill(float(model_sums[group_draw].sum()), float(base_sums[group_draw].sum()))

    draws = drawn_groups(len(size))
    return {
        "brier_range": bootstrap(mean, draws),
        "skill_range": bootstrap(gained, draws),
        "brier_error": over_views(table, lambda p: float(brier(p, table.happened).mean())),
        "log_error": over_views(table, lambda p: float(log_score(p, table.happened).mean())),
        "auc_error": over_views(table, lambda p: auc(p, table.happened)),
    }


def drawn_groups(groups: int) -> np.ndarray:
    """Group numbers of REPEATS bootstrap samples: int64 [REPEATS, groups]."""
    numbers = addressed(1, np.arange(REPEATS))
    group_draws = [numbers.of(f"bootstrap.{number}") for number in range(groups)]
    return np.minimum((np.column_stack(group_draws) * groups).astype(np.int64), groups - 1)


def over_views(table: QuestionTable, statistic: Callable[[np.ndarray], float | None]) -> float | None:
    """Monte Carlo error of a statistic of the model's probabilities [N]."""
    statistics = [statistic(p) for p in table.views[1:]]
    defined = [number for number in statistics if number is not None]
    return left_out_error(np.array(defined)) if len(defined) == len(statistics) else None


def extreme_rows(table: QuestionTable) -> list[Row]:
    """How many of the model's chances beyond EXTREME were wrong, and what came true below HOPELESS."""
    rows = []
    for kind in np.unique(table.kind):
        kind_table = table.only(table.kind == kind)
        p, outcomes = kind_table.p[MODEL], kind_table.happened
        low, high, hopeless = p < EXTREME, p > 1 - EXTREME, p < HOPELESS
        row: Row = {"kind": str(kind), "n": int((low | high).sum())}
        row["wrong"] = int((low & outcomes).sum() + (high & ~outcomes).sum())
        rows.append({**row, "below": int(hopeless.sum()), "below_true": int((hopeless & outcomes).sum())})
    return rows


def expected_rows(table: QuestionTable) -> list[Row]:
    """Units expected and real per window (an origin, a mover, a horizon), by who moved last and the mover's role."""
    units = table.only(table.kind == "unit")
    rows = []
    for (role, name), mover_class, horizon in product(ROLES.items(), (SAME, STATIC, OTHER), HORIZONS):
        group_table = units.only(
            (units.mover == role) & (units.who == mover_class) & (units.horizon == horizon)
        )
        if not len(group_table):
            continue
        windows = len(set(zip(group_table.campaign, group_table.origin, strict=True)))
        is_near = group_table.steps <= 2
        rows.append(
            {
                "role": name,
                "moved_last": mover_class,
                "horizon": horizon,
                "windows": windows,
                "expected": float(group_table.p[MODEL].sum()) / windows,
                "real": float(group_table.happened.sum()) / windows,
                "near_model": float(group_table.p[MODEL][is_near].mean()) if is_near.any() else None,
                "near_real": float(group_table.happened[is_near].mean()) if is_near.any() else None,
            }
        )
    return rows


def windows_within(table: QuestionTable) -> tuple[int, int]:
    """(windows whose expected number of units lies within a factor of 2 of the real one, windows); half a unit is added to both."""
    units = table.only(table.kind == "unit")
    windows = zip(units.campaign, units.origin, units.mover, units.horizon, strict=True)
    _, place = np.unique(["|".join(map(str, window)) for window in windows], return_inverse=True)
    expected_numbers, real_numbers = (
        np.bincount(place, units.p[MODEL]) + 0.5,
        np.bincount(place, units.happened) + 0.5,
    )
    ratio = expected_numbers / real_numbers
    return int(((ratio <= 2.0) & (ratio >= 0.5)).sum()), len(ratio)


def reliability_rows(table: QuestionTable) -> list[Row]:
    """Reliability of the model in ten bins, by kind."""
    return [
        {"kind": str(kind), **bin_}
        for kind in np.unique(table.kind)
        for bin_ in reliability(table.p[MODEL][table.kind == kind], table.happened[table.kind == kind])
    ]


def steps_rows(table: QuestionTable) -> list[Row]:
    """Share that fell and mean chance by steps and horizon, units only."""
    units = table.only(table.kind == "unit")
    rows = []
    for steps, horizon in product(np.unique(units.steps), HORIZONS):
        step_table = units.only((units.steps == steps) & (units.horizon == horizon))
        if len(step_table):
            means = {"real": float(step_table.happened.mean()), "model": float(step_table.p[MODEL].mean())}
            rows.append({"steps": int(steps), "horizon": horizon, "n": len(step_table), **means})
    return rows


def per_campaign(table: QuestionTable) -> list[Row]:
    """Brier score and area of the model and the base rate in every campaign, by kind."""
    rows = []
    for kind, name, method in product(np.unique(table.kind), np.unique(table.campaign), (MODEL, BASE)):
        campaign_table = table.only((table.kind == kind) & (table.campaign == name))
        if len(campaign_table):
            p, outcomes = campaign_table.p[method], campaign_table.happened
            row: Row = {"kind": str(kind), "campaign": str(name), "method": method, "n": len(campaign_table)}
            score_values = {"brier": float(brier(p, outcomes).mean()), "auc": auc(p, outcomes)}
            rows.append({**row, "happened": int(outcomes.sum()), **score_values})
    return rows
