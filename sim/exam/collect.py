"""From the sheets of all origins to one table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.exam.baselines import RATE, SPREAD, constant_rate, contagion, learned
from sim.exam.origin_sheet import OriginAnswers
from sim.exam.table import ASKED, MODEL, PRIOR, QuestionTable
from sim.exam.truth import CENSORED


def make_table(sheets: Sequence[OriginAnswers], baselines: bool = True) -> QuestionTable:
    """The table of all sheets; baselines that learn do so on the campaigns of other groups. ``baselines`` False: the model alone."""
    parts = [rows_of(sheet, baselines) for sheet in sheets]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name != "views"}
    views = np.concatenate([part["views"] for part in parts], axis=1)
    is_known = columns["outcome"] != CENSORED
    columns["happened"] = columns.pop("outcome") == 1
    table = QuestionTable(
        **{name: columns[name][is_known] for name in ASKED},
        p={name: columns[name][is_known] for name in (MODEL, PRIOR, RATE, SPREAD) if name in columns},
        views=views[:, is_known],
        censored=int((~is_known).sum()),
    )
    if baselines:
        table.p.update(learned(table))
    return table


def rows_of(sheet: OriginAnswers, baselines: bool = True) -> dict[str, np.ndarray]:
    """Column -> array [N] of one sheet, one entry a question, censored ones too."""
    paper, questions = sheet.paper, sheet.paper.asked
    size, scenario = len(questions), paper.campaign.scenario
    ids = np.array(scenario.terrain.ids)
    columns = {
        "campaign": np.full(size, scenario.name),
        "group": np.full(size, paper.campaign.group),
        "origin": np.full(size, paper.origin.isoformat()),
        "kind": questions.kind,
        "district": ids[questions.district] if size else np.array([], dtype=str),
        "mover": questions.mover,
        "horizon": questions.horizon,
        "steps": questions.steps,
        "who": paper.who,
        "outcome": questions.outcome,
        MODEL: sheet.answers.chance[0],
        PRIOR: sheet.answers.prior[0],
        "views": sheet.answers.chance,
    }
    if baselines:
        columns |= {RATE: constant_rate(paper), SPREAD: contagion(paper)}
    return columns
