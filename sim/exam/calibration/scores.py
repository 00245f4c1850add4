"""The ladder of an exam and the calibration that follows from it, as plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.calibration.calls import PastCalls, from_plain
from sim.calibration.maps import LEAST_WARS, SAMPLES, fit
from sim.calibration.topics import OTHERS
from sim.exam.answers import VIEWS
from sim.exam.calibration.ladder import Questions, rung_chances, rung_rows
from sim.exam.calibration.past_calls import past_calls
from sim.exam.calibration.questions import (
    Histories,
    claim_questions,
    histories_of,
    place_questions,
    standard_questions,
)
from sim.exam.origin_sheet import OriginAnswers
from sim.exam.table import MODEL as TABLE_MODEL
from sim.exam.table import QuestionTable
from sim.score.resampling import left_out_error

# as results name them
SORTS = CLAIMS, STANDARD, PLACES = "claims as they stand", "standing questions", "places"
SCORED = ("brier", "log", "brier_by_war", "log_by_war")
Row = dict[str, Any]


def lessons(
    sheets: Sequence[OriginAnswers], table: QuestionTable, document: Mapping[str, Any]
) -> dict[str, list[Row]]:
    """``ladder``: a row a sort of question and rung; ``classes``: a row a class of past questions and its line.

    document   ``past_calls.json``. Both are empty where fewer than LEAST_WARS wars were examined.

    The Monte Carlo error of a rung is that of all it is made of: everything is learned and scored again with each group of
    runs left out.
    """
    if len(from_plain(document).groups) < LEAST_WARS:
        return {"ladder": [], "classes": []}
    histories = histories_of(sheets)
    ladder = ladder_rows(sheets, table, from_plain(document), histories)
    reduced_ladders = []
    for group in range(1, VIEWS + 1):
        reduced_sheets = [without_group(sheet, group) for sheet in sheets]
        reduced_table = replace(table, p={**table.p, TABLE_MODEL: table.views[group]})
        # known counts bear on no chance, so none are given
        past = from_plain(
            past_calls(
                reduced_sheets, reduced_table, (), document["runs"], document["seed"], document["start"]
            )
        )
        reduced_ladders.append(ladder_rows(reduced_sheets, reduced_table, past, histories))
    return {"ladder": with_errors(ladder, reduced_ladders), "classes": class_rows(document)}


def without_group(sheet: OriginAnswers, group: int) -> OriginAnswers:
    """The sheet as all runs but those of a group fill it in."""
    answers = sheet.answers
    claims = {name: shown_first(share, group) for name, share in answers.claims.items()}
    standard = shown_first(answers.standard, group)
    return replace(sheet, answers=replace(answers, claims=claims, standard=standard))


def shown_first(views: np.ndarray, group: int) -> np.ndarray:
    """Views [G + 1, ...] with that of a group in the place of that of all runs."""
    return np.concatenate([views[group : group + 1], views[1:]])


def with_errors(rows: Sequence[Row], reduced_ladders: Sequence[Sequence[Row]]) -> list[Row]:
    """The rows with the Monte Carlo error of each score, from those with a group of runs left out."""
    rows_by_key = [
        {(row["sort"], row["rung"]): row for row in matching_rows} for matching_rows in reduced_ladders
    ]
    rows_with_errors = []
    for row in rows:
        reduced_rows = [
            matching_rows[row["sort"], row["rung"]]
            for matching_rows in rows_by_key
            if (row["sort"], row["rung"]) in matching_rows
        ]
        errors = {
            f"{name}_error": left_out_error(np.array([ladder_row[name] for ladder_row in reduced_rows]))
            for name in SCORED
            if len(reduced_rows) == len(rows_by_key)
        }
        rows_with_errors.append({**row, **dict.fromkeys(f"{name}_error" for name in SCORED), **errors})
    return rows_with_errors


def ladder_rows(
    sheets: Sequence[OriginAnswers], table: QuestionTable, past: PastCalls, histories: Histories
) -> list[Row]:
    """A row a sort of question and rung."""
    ladder: list[Row] = []
    claims = claim_questions(sheets, past, histories)
    if len(np.unique(claims.group)) >= LEAST_WARS:
        ladder += rung_rows(CLAIMS, claims, rung_chances(claims))
    standard, topics = standard_questions(sheets, histories)
    rungs = rung_chances(standard)
    ladder += rung_rows(STANDARD, standard, rungs)
    for topic in np.unique(topics):
        topic_rows = topics == topic
        ladder += rung_rows(
            str(topic), only(standard, topic_rows), {name: p[topic_rows] for name, p in rungs.items()}
        )
    places = place_questions(table, histories)
    return ladder + rung_rows(PLACES, places, rung_chances(places))


def only(questions: Questions, is_chosen: np.ndarray) -> Questions:
    """The questions marked in bool ``is_chosen`` [N]."""
    names = ("group", "kind", "line", "features", "p", "happened")
    return replace(questions, **{name: getattr(questions, name)[is_chosen] for name in names}, given={})


def class_rows(document: Mapping[str, Any]) -> list[Row]:
    """The line of every class with its 95 % over wars, its scores out of sample, and whether the model adds something."""
    fitted = fit(from_plain(document), SAMPLES)
    rows: list[Row] = []
    for name, record in fitted.records.items():
        calls, line = fitted.past.calls[name], fitted.lines[name]
        low, high = np.quantile(line.slope[1:], [0.025, 0.975])
        rows.append(
            {
                "class": name, "n": int(calls.number.sum()), "true": int(calls.true.sum()), "wars": len(record.score),
                "level": float(line.level[0]), "slope": float(line.slope[0]), "slope_low": float(low), "slope_high": float(high),
                "log": float(record.score.mean()), "base_log": float(record.base.mean()), "adds": record.adds,
                "most": fitted.most(name),
            }
        )  # fmt: skip
    claims = fitted.claims
    if len(claims.score):
        rows.append(
            {
                "class": CLAIMS, "n": len(claims.strength), "true": sum(claim.happened for claim in fitted.past.claims if not claim.past),
                "wars": len(claims.score), "level": 0.0, "slope": float(fitted.follows[0]),
                "slope_low": float(np.quantile(fitted.follows[1:], 0.025)), "slope_high": float(np.quantile(fitted.follows[1:], 0.975)),
                "log": float(claims.score.mean()), "base_log": float(claims.base.mean()), "adds": claims.adds,
                "most": fitted.most(OTHERS),
            }
        )  # fmt: skip
    return rows
