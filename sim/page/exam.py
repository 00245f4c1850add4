"""``record.html``: the record over campaigns as one offline file in the manner of the report's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.page.page import picture, script, style, template, write_html
from sim.plots.drawing.files import Drawn

NAME = "record.html"


@dataclass(frozen=True)
class ExamTable:
    """Rows under their headings; the first column is read as words."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class ExamFigure:
    """A figure by its name, and what stands for it where it cannot be shown."""

    name: str
    alt: str


@dataclass(frozen=True)
class ExamSection:
    """A part of the record under its heading: texts, lists of sentences, tables and figures in their order."""

    title: str
    parts: Sequence[str | Sequence[str] | ExamTable | ExamFigure]


@dataclass(frozen=True)
class ExamPage:
    """What Markdown and page share.

    findings  one sentence a kind of question, computed
    about     how it was asked
    notes     how to read the tables
    command   how to make it again
    """

    title: str
    head: str
    findings: Sequence[str]
    about: str
    notes: str
    sections: Sequence[ExamSection]
    command: str = ""


def write_exam_page(page: ExamPage, pictures_drawn: Mapping[str, Drawn], folder: Path) -> Path:
    """``folder/record.html`` with its figures inside; OutputError if it cannot be written."""
    css, policy = style()
    js, allowed = script()
    pictures = {name: picture(figure) for name, figure in pictures_drawn.items()}
    sections = [
        (section.title, [piece(part, pictures) for part in section.parts]) for section in page.sections
    ]
    html = template("exam.html.j2").render(
        css=css, js=js, policy=policy + allowed, page=page, sections=sections
    )
    return write_html(Path(folder) / NAME, html)


def piece(
    part: str | Sequence[str] | ExamTable | ExamFigure, pictures: Mapping[str, object]
) -> tuple[str, object]:
    """A part with its kind, as the template reads it."""
    if isinstance(part, ExamTable):
        return "table", part
    if isinstance(part, ExamFigure):
        return "figure", pictures.get(part.name)
    return ("text", part) if isinstance(part, str) else ("list", part)
