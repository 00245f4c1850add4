"""All questions of all sheets as one table, with what every rival says. Axes: Q questions, G + 1 views."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.exam.questions import FAR, FARTHEST, UNIT, Paper, steps_from
from sim.exam.sheet import Sheet
from sim.exam.truth import CENSORED, NEUTRAL, side_codes
from sim.scenario.campaign import CHALLENGING, DEFENDING
from sim.score.baselines import History, chance_within, event_rate
from sim.score.contagion import Network, fit_rate, spread
from sim.score.hazard import fit_hazards, log_distance

MODEL, PRIOR = "model", "before the reports"
HALF, BASE, STILL, RATE = "one half", "base rate", "persistence", "constant rate"
SPREAD, RULES, DISTANCE = "SI contagion", "hazard rules", "log distance"
RIVALS = (HALF, BASE, STILL, RATE, SPREAD, RULES, DISTANCE)
NOTHING_NEW = 0.05  # chance that persistence gives to a change
RECENT = 60  # days over which a rate is taken


@dataclass(frozen=True)
class Table:
    """Q questions with a known answer.

    campaign, group, origin, kind, district, who   text [Q]; mover, horizon, steps int [Q]; happened bool [Q]
    p       method -> float64 [Q]
    views   float64 [G+1, Q] of the model after the reports, for its Monte Carlo error
    censored  questions whose answer is not known, left out
    """

    campaign: np.ndarray
    group: np.ndarray
    origin: np.ndarray
    kind: np.ndarray
    district: np.ndarray
    mover: np.ndarray
    horizon: np.ndarray
    steps: np.ndarray
    who: np.ndarray
    happened: np.ndarray
    p: dict[str, np.ndarray]
    views: np.ndarray
    censored: int

    def __len__(self) -> int:
        return len(self.happened)

    def only(self, chosen: np.ndarray) -> Table:
        """The questions marked in bool ``chosen`` [Q]."""
        columns = (
            "campaign",
            "group",
            "origin",
            "kind",
            "district",
            "mover",
            "horizon",
            "steps",
            "who",
            "happened",
        )
        return Table(
            **{name: getattr(self, name)[chosen] for name in columns},
            p={name: values[chosen] for name, values in self.p.items()},
            views=self.views[:, chosen],
            censored=self.censored,
        )


def make_table(sheets: Sequence[Sheet]) -> Table:
    """The table of all sheets; rivals that learn do so on the campaigns of other groups."""
    parts = [rows_of(sheet) for sheet in sheets]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name != "views"}
    views = np.concatenate([part["views"] for part in parts], axis=1)
    known = joined["outcome"] != CENSORED
    table = Table(
        **{
            name: joined[name][known]
            for name in joined
            if name not in ("outcome", MODEL, PRIOR, RATE, SPREAD)
        },
        happened=joined["outcome"][known] == 1,
        p={name: joined[name][known] for name in (MODEL, PRIOR, RATE, SPREAD)},
        views=views[:, known],
        censored=int((~known).sum()),
    )
    table.p.update(learned(table))
    return table


def rows_of(sheet: Sheet) -> dict[str, np.ndarray]:
    """Columns of one sheet, censored questions too."""
    paper, asked = sheet.paper, sheet.paper.asked
    size, scenario = len(asked), paper.campaign.scenario
    ids = np.array(scenario.terrain.ids)
    return {
        "campaign": np.full(size, scenario.name),
        "group": np.full(size, paper.campaign.group),
        "origin": np.full(size, paper.origin.isoformat()),
        "kind": asked.kind,
        "district": ids[asked.district] if size else np.array([], dtype=str),
        "mover": asked.mover,
        "horizon": asked.horizon,
        "steps": asked.steps,
        "who": paper.who,
        "outcome": asked.outcome,
        MODEL: sheet.answers.chance[0],
        PRIOR: sheet.answers.prior[0],
        RATE: constant_rate(paper),
        SPREAD: contagion(paper),
        "views": sheet.answers.chance,
    }


def learned(table: Table) -> dict[str, np.ndarray]:
    """Chances of the rivals that need no history of the campaign itself; what they know is of the other groups.

    The base rate is that of the same kind of question; rules and distance are learned on units, and asked of all kinds.
    """
    size = len(table)
    found = {HALF: np.full(size, 0.5), STILL: np.full(size, NOTHING_NEW)}
    found |= {name: np.full(size, 0.5) for name in (BASE, RULES, DISTANCE)}
    for group in np.unique(table.group):
        mine, others = table.group == group, table.group != group
        for kind in np.unique(table.kind[mine]):
            there = others & (table.kind == kind)
            rate = fit_hazards([(one,) for one in table.horizon[there]], table.happened[there])
            here = mine & (table.kind == kind)
            found[BASE][here] = [rate.chance((one,)) for one in table.horizon[here]]
        there = others & (table.kind == UNIT)
        if there.any():
            rules = fit_hazards(classes(table, there), table.happened[there])
            found[RULES][mine] = [rules.chance(one) for one in classes(table, mine)]
            found[DISTANCE][mine] = log_distance(
                table.steps[there],
                table.horizon[there],
                table.happened[there],
                near(table.steps[mine]),
                table.horizon[mine],
            )
    return found


def classes(table: Table, chosen: np.ndarray) -> list[tuple[Hashable, ...]]:
    """Classes of the hazard rules: horizon, steps from the front, who moved last."""
    steps = np.minimum(table.steps[chosen], FARTHEST).tolist()
    return list(zip(table.horizon[chosen].tolist(), steps, table.who[chosen].tolist(), strict=True))


def near(steps: np.ndarray) -> np.ndarray:
    """Steps with those where no way leads taken for FARTHEST + 1."""
    return np.where(steps >= FAR, FARTHEST + 1, steps)


def side_history(paper: Paper, side: int) -> tuple[History, int]:
    """(districts a side held on every day a row published by the origin changed something, captures of late)."""
    campaign, codes = paper.campaign, side_codes(paper.campaign)
    rows = [row for row in campaign.known(paper.origin) if row.day <= paper.origin]
    default = campaign.scenario.faction_ids.index(campaign.scenario.default_holder)
    holder = np.full(campaign.scenario.terrain.districts, codes[default])
    told, fresh = {}, 0
    first = rows[0].day if rows else paper.origin
    for row in rows:
        new, old = codes[row.holder], holder[row.district]
        holder[row.district] = new
        if row.day > first and new == side and old != side and (paper.origin - row.day).days <= RECENT:
            fresh += 1
        told[row.day] = int((holder == side).sum())
    days = np.array([(day - first).days for day in told], dtype=np.float64)
    values = np.array(list(told.values()), dtype=np.float64)
    return History(days, values, float(campaign.scenario.terrain.districts), 1.0), fresh


def constant_rate(paper: Paper) -> np.ndarray:
    """Chance of each question if captures of the last RECENT days go on and every unit asked is as likely: [Q]."""
    asked, out = paper.asked, np.zeros(len(paper.asked))
    for mover in (CHALLENGING, DEFENDING):
        here = asked.mover == mover
        units = max(len(np.unique(asked.district[here])), 1)
        history, fresh = side_history(paper, mover)
        seen = min(float(RECENT), max(paper.origin.toordinal() - first_day(paper), 1))
        rate = event_rate(float(fresh), seen) / units
        out[here] = [chance_within(rate, float(days)) for days in asked.horizon[here]]
    return out


def first_day(paper: Paper) -> int:
    """Ordinal of the first day a row tells of."""
    return min(row.day for row in paper.campaign.holdings).toordinal()


def contagion(paper: Paper) -> np.ndarray:
    """Chance of each question by SI contagion from the mover's map, its rate fitted to the mover's past counts: [Q]."""
    asked, terrain = paper.asked, paper.campaign.scenario.terrain
    first, neighbour, share = terrain.adjacency
    network = Network(
        np.repeat(np.arange(terrain.districts), np.diff(first)), neighbour, share, terrain.districts
    )
    out = np.zeros(len(asked))
    for mover in (CHALLENGING, DEFENDING):
        here = np.flatnonzero(asked.mover == mover)
        if not len(here):
            continue
        history, _ = side_history(paper, mover)
        start, now = map_of(paper, mover, first=True), map_of(paper, mover)
        rate = fit_rate(network, start, history)
        chances = spread(network, now, rate, int(asked.horizon.max()))
        out[here] = chances[asked.horizon[here], asked.district[here]]
    return out


def map_of(paper: Paper, side: int, first: bool = False) -> np.ndarray:
    """1 where a side holds a district, by what was published by the origin; on the first day or the last: float64 [D]."""
    campaign, codes = paper.campaign, side_codes(paper.campaign)
    default = campaign.scenario.faction_ids.index(campaign.scenario.default_holder)
    holder = np.full(campaign.scenario.terrain.districts, codes[default])
    rows = campaign.known(paper.origin)
    for row in rows:
        if not first or row.day == rows[0].day:
            holder[row.district] = codes[row.holder]
    return (holder == side).astype(np.float64)


__all__ = ["BASE", "MODEL", "NEUTRAL", "PRIOR", "RIVALS", "RULES", "Table", "make_table", "steps_from"]
