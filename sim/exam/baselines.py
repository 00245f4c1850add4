"""What simple forecasts say to the same questions from the same information. Axes: Q questions, D districts."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from sim.exam.questions import FAR, FARTHEST, UNIT, Paper
from sim.exam.table import QuestionTable
from sim.exam.truth import code_of, side_codes
from sim.scenario.campaign import CHALLENGING, DEFENDING
from sim.score.baselines import History, chance_within, event_rate
from sim.score.contagion import ContagionNetwork, fit_rate, spread
from sim.score.hazard import fit_hazards, log_distance

HALF, BASE, STILL, RATE = "one half", "base rate", "persistence", "constant rate"
SPREAD, RULES, DISTANCE = "SI contagion", "hazard rules", "log distance"
BASELINES = (HALF, BASE, STILL, RATE, SPREAD, RULES, DISTANCE)
NOTHING_NEW = 0.05  # chance that persistence gives to a change
RECENT = 60  # days over which a rate is taken


def learned(table: QuestionTable) -> dict[str, np.ndarray]:
    """Baseline -> probabilities float64 [N] that need no history of the campaign itself; what they know is of the other groups.

    The base rate is that of the same kind of question; rules and distance are learned on units, and asked of all kinds.
    """
    size = len(table)
    chances = {HALF: np.full(size, 0.5), STILL: np.full(size, NOTHING_NEW)}
    chances |= {name: np.full(size, 0.5) for name in (BASE, RULES, DISTANCE)}
    for group in np.unique(table.group):
        group_rows, other_rows = table.group == group, table.group != group
        for kind in np.unique(table.kind[group_rows]):
            training_rows = other_rows & (table.kind == kind)
            rate = fit_hazards(
                [(horizon,) for horizon in table.horizon[training_rows]], table.happened[training_rows]
            )
            kind_rows = group_rows & (table.kind == kind)
            chances[BASE][kind_rows] = [rate.chance((horizon,)) for horizon in table.horizon[kind_rows]]
        training_rows = other_rows & (table.kind == UNIT)
        if training_rows.any():
            rules = fit_hazards(classes(table, training_rows), table.happened[training_rows])
            chances[RULES][group_rows] = [rules.chance(key) for key in classes(table, group_rows)]
            past = table.steps[training_rows], table.horizon[training_rows], table.happened[training_rows]
            chances[DISTANCE][group_rows] = log_distance(
                *past, near(table.steps[group_rows]), table.horizon[group_rows]
            )
    return chances


def classes(table: QuestionTable, is_asked: np.ndarray) -> list[tuple[Hashable, ...]]:
    """Classes of the hazard rules for the questions ``is_asked`` bool [N]: horizon, steps from the front, who moved last."""
    steps = np.minimum(table.steps[is_asked], FARTHEST).tolist()
    return list(zip(table.horizon[is_asked].tolist(), steps, table.who[is_asked].tolist(), strict=True))


def near(steps: np.ndarray) -> np.ndarray:
    """Steps [N] with FARTHEST + 1 where no way leads: int64 [N]."""
    return np.where(steps >= FAR, FARTHEST + 1, steps)


def side_history(paper: Paper, side: int) -> tuple[History, int]:
    """(districts a side held on every day a row published by the origin changed something, captures of late)."""
    campaign, codes = paper.campaign, side_codes(paper.campaign)
    rows = [row for row in campaign.known(paper.origin) if row.day <= paper.origin]
    holder = np.full(campaign.scenario.terrain.districts, codes[campaign.scenario.default])
    held_by_day, capture_count = {}, 0
    first = rows[0].day if rows else paper.origin
    for row in rows:
        new_side, old_side = code_of(row, codes), holder[row.district]
        holder[row.district] = new_side
        if (
            row.day > first
            and new_side == side
            and old_side != side
            and (paper.origin - row.day).days <= RECENT
        ):
            capture_count += 1
        held_by_day[row.day] = int((holder == side).sum())
    days = np.array([(day - first).days for day in held_by_day], dtype=np.float64)
    values = np.array(list(held_by_day.values()), dtype=np.float64)
    return History(days, values, float(campaign.scenario.terrain.districts), 1.0), capture_count


def constant_rate(paper: Paper) -> np.ndarray:
    """Chance of each question if captures of the last RECENT days go on and every unit asked is as likely: [Q]."""
    questions, rates = paper.asked, np.zeros(len(paper.asked))
    for mover in (CHALLENGING, DEFENDING):
        mover_rows = questions.mover == mover
        units = max(len(np.unique(questions.district[mover_rows])), 1)
        history, capture_count = side_history(paper, mover)
        days_seen = min(float(RECENT), max(paper.origin.toordinal() - first_day(paper), 1))
        rate = event_rate(float(capture_count), days_seen) / units
        rates[mover_rows] = [chance_within(rate, float(days)) for days in questions.horizon[mover_rows]]
    return rates


def first_day(paper: Paper) -> int:
    """Ordinal of the first day of any row."""
    return min(row.day for row in paper.campaign.holdings).toordinal()


def contagion(paper: Paper) -> np.ndarray:
    """Chance of each question by SI contagion from the mover's map, its rate fitted to the mover's past counts: [Q]."""
    questions, terrain = paper.asked, paper.campaign.scenario.terrain
    first, neighbour, share = terrain.adjacency
    network = ContagionNetwork(
        np.repeat(np.arange(terrain.districts), np.diff(first)), neighbour, share, terrain.districts
    )
    chances_asked = np.zeros(len(questions))
    for mover in (CHALLENGING, DEFENDING):
        mover_rows = np.flatnonzero(questions.mover == mover)
        if not len(mover_rows):
            continue
        history, _ = side_history(paper, mover)
        start, current_map = map_of(paper, mover, first=True), map_of(paper, mover)
        rate = fit_rate(network, start, history)
        chances = spread(network, current_map, rate, int(questions.horizon.max()))
        chances_asked[mover_rows] = chances[questions.horizon[mover_rows], questions.district[mover_rows]]
    return chances_asked


def map_of(paper: Paper, side: int, first: bool = False) -> np.ndarray:
    """1 where a side holds a district, by what was published by the origin; on the first day or the last: float64 [D]."""
    campaign, codes = paper.campaign, side_codes(paper.campaign)
    holder = np.full(campaign.scenario.terrain.districts, codes[campaign.scenario.default])
    rows = campaign.known(paper.origin)
    for row in rows:
        if not first or row.day == rows[0].day:
            holder[row.district] = code_of(row, codes)
    return (holder == side).astype(np.float64)
