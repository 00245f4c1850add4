"""What the exam leaves in a folder: record.json, every question as CSV, the page and its figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sim.app.exam.page import exam_page
from sim.app.exam.tables import KINDS
from sim.exam.summary import METHODS
from sim.exam.table import Table
from sim.output.folder import Folder, complete, write_text
from sim.output.json_documents import plain, versions, write_json
from sim.session.job import Job

QUESTIONS = (
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
MOVERS = ("challenger", "incumbent")


def write_exam(folder: Folder, job: Job, found: dict[str, Any], table: Table) -> None:
    """Fill and complete the folder."""
    write_json(folder.part / "record.json", found)
    write_rows(folder.part / "questions.csv", (*QUESTIONS, *METHODS), question_rows(table))
    for name in ("dates", "claims"):
        rows = found[name]
        columns = tuple(rows[0]) if rows else ()
        write_rows(folder.part / f"{name}.csv", columns, ([row[key] for key in columns] for row in rows))
    draw(folder.part / "figures", found)
    write_text(folder.part / "record.md", exam_page(found))
    identity = {"schema": "sim.manifest/1", "command": job.command, "config": job.config}
    write_json(folder.part / "manifest.json", identity | {"versions": versions(found["law_version"])})
    complete(replace(folder, automatic=False))


def question_rows(table: Table) -> Iterable[list[Any]]:
    """One row a question with a known answer: what was asked, what happened, what every method said."""
    columns = [getattr(table, name) for name in QUESTIONS]
    for row in range(len(table)):
        asked = [column[row].item() for column in columns]
        asked[QUESTIONS.index("mover")] = MOVERS[asked[QUESTIONS.index("mover")]]
        asked[-1] = int(asked[-1])
        yield [*asked, *(float(table.p[method][row]) for method in METHODS)]


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as CSV, floats with six digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([["" if (v := plain(value)) is None else v for value in row] for row in rows])


def draw(place: Path, found: dict[str, Any]) -> None:
    """The figures of the page."""
    from sim.plots.drawing.single import save_figure  # brings matplotlib
    from sim.plots.studies.exam import draw_paths, draw_said, draw_steps

    foot = f"{found['origins']} origins · {found['runs']:,} runs each · seed {found['seed']} · law {found['law_version']}"
    save_figure(place, "said", partial(draw_said, rows=found["reliability"], titles=KINDS, foot=foot))
    save_figure(place, "steps", partial(draw_steps, rows=found["steps"], foot=foot))
    save_figure(place, "paths", partial(draw_paths, rows=found["dates"], foot=foot))
