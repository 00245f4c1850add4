"""What the exam leaves in a folder: record.json, every question as CSV, the page and its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.app.exam.page import exam_page, markdown
from sim.app.exam.tables import KINDS
from sim.exam.calibration.ladder import CALIBRATED, KIND, MODEL, POOL
from sim.exam.calibration.scores import SORTS
from sim.exam.summary import METHODS
from sim.exam.table import ASKED, QuestionTable
from sim.output.folder import RunFolderWriter, write_text
from sim.output.json_documents import finish_study, write_json, write_rows
from sim.page.exam import write_exam_page
from sim.session.session import Session

if TYPE_CHECKING:
    from sim.plots.drawing.files import Drawn

MOVERS = ("challenger", "incumbent")
OURS = (MODEL, CALIBRATED, POOL)  # rungs of the ladder that use the model


def write_exam(
    folder: RunFolderWriter,
    session: Session,
    result: dict[str, Any],
    table: QuestionTable,
    past: dict[str, Any],
) -> None:
    """Fill and complete the folder; ``past`` are the past calls that calibrate verdicts."""
    write_json(folder.part / "record.json", result)
    write_text(folder.part / "past_calls.json", json.dumps(past, separators=(",", ":")) + "\n")
    write_rows(folder.part / "questions.csv", question_rows(table), (*ASKED, *METHODS))
    for name in ("dates", "claims", "ladder", "classes"):
        write_rows(folder.part / f"{name}.csv", result[name])
    page = exam_page(result, session.job.command)
    write_text(folder.part / "record.md", markdown(page))
    write_exam_page(page, draw(folder.part / "figures", result), folder.part)
    finish_study(folder, session, "record.md", runs=result["runs"])


def question_rows(table: QuestionTable) -> Iterable[dict[str, Any]]:
    """One row a question with a known answer: what was asked, what happened, the probability of every method."""
    for row in range(len(table)):
        question = {name: getattr(table, name)[row].item() for name in ASKED}
        chances = {method: float(table.p[method][row]) for method in METHODS}
        yield {
            **question,
            "mover": MOVERS[question["mover"]],
            "happened": int(question["happened"]),
            **chances,
        }


def draw(place: Path, result: dict[str, Any]) -> dict[str, Drawn]:
    """The figures of the page, by name."""
    from sim.plots.drawing.files import save_figure  # brings matplotlib
    from sim.plots.studies.exam import draw_ladder, draw_paths, draw_reliability_by_kind, draw_steps

    foot = f"{result['origins']} origins · {result['runs']:,} runs each · seed {result['seed']} · law {result['law_version']}"
    figures: dict[str, Callable[..., Any]] = {
        "said": partial(draw_reliability_by_kind, rows=result["reliability"], titles=KINDS, foot=foot),
        "steps": partial(draw_steps, rows=result["steps"], foot=foot),
        "paths": partial(draw_paths, rows=result["dates"], foot=foot),
    }
    if result["ladder"]:
        sorts = [
            sort_name for sort_name in SORTS if any(row["sort"] == sort_name for row in result["ladder"])
        ]
        figures["ladder"] = partial(
            draw_ladder, rows=result["ladder"], sorts=sorts, base=KIND, ours=OURS, foot=foot
        )
    return {name: save_figure(place, name, figure) for name, figure in figures.items()}
