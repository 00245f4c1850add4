"""``sweep.html``: what was varied and what it did, as one offline file in the manner of the report's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sim.page.page import picture, script, style, template, write_html
from sim.plots.drawing.files import Drawn

NAME = "sweep.html"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """One target: its name, when it is told, figures, and what it goes with; ``why_not`` where that is not ranked."""

    name: str
    when: str
    figures: Sequence[Drawn]
    index: str
    other: str
    ranked: Sequence[Row]  # words, name, value, interval, other, lowest, highest
    ends: bool  # whether there is a lowest and a highest fifth
    why_not: str
    places: tuple[str, str, Sequence[Row]]  # lowest, highest, and where: words, name, lowest, highest


@dataclass(frozen=True)
class SweepPage:
    """Everything the page says, as text. Rows are mappings whose keys the template names."""

    title: str
    scenario: str
    as_of: str
    design: str
    head: str  # points, runs, seed, evidence
    sentences: Sequence[str]
    warnings: Sequence[str]
    varied: Sequence[Row]  # name, meaning, unit, values, own
    best: Sequence[str]
    fit: Drawn | None
    sections: Sequence[Section]
    claims: Sequence[
        tuple[str, Sequence[Row]]
    ]  # name, rows of definitions: text, headline, lowest, middle, highest, known
    sources: Sequence[Row]  # name, counts, unreliable, noise, varied
    failed: Sequence[Row]  # point, settings, error
    missing: Sequence[str]
    go_on: Sequence[str]
    command: str
    origins: Sequence[tuple[str, str]]


def write_sweep_page(page: SweepPage, folder: Path) -> Path:
    """``folder/sweep.html``; OutputError if it cannot be written."""
    css, policy = style()
    js, allowed = script()
    values: dict[str, Any] = {field.name: getattr(page, field.name) for field in fields(page)}
    values["fit"] = None if page.fit is None else picture(page.fit)
    values["pictures"] = [[picture(figure) for figure in section.figures] for section in page.sections]
    return write_html(
        folder / NAME, template("sweep.html.j2").render(css=css, js=js, policy=policy + allowed, **values)
    )
