"""For notebooks: tables of everything as Arrow or pandas, the page of an ensemble, and its figures one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.analysis.pipeline import condition, judge, make_result
from sim.base.errors import UsageError, nearest
from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights
from sim.output.json_documents import verdict_row
from sim.output.parquet import event_block, run_table, series_block
from sim.session.job import Job

if TYPE_CHECKING:
    from sim.plots.drawing.report_data import Report

TABLES = {"series": series_block, "events": event_block}
EXPECTED = "expected verdicts, an ensemble (with its weights: its runs), or a scenario"
Plain = Mapping[str, Any]


def frame(value: Any, table: str = "series", *, weights: Weights | None = None, pandas: bool = False) -> Any:
    """A value as an Arrow table, or with ``pandas=True`` as a pandas data frame.

    value   verdicts: one row per definition, with probability (0 to 1), interval and outcome;
            an ensemble: one row per run, day and faction (``table="series"``) or per event (``table="events"``);
            an ensemble with its ``weights``: one row per run, with parameters and weight
    The columns and their units are those of docs/parameters.md. Raises UsageError for any other value or table.
    """
    converted = arrow_table(value, table, weights)
    return converted.to_pandas() if pandas else converted


def arrow_table(value: Any, table: str, weights: Weights | None) -> pa.Table:
    """The table of a value. UsageError for a value without one."""
    if isinstance(value, Verdict):
        value = [value]
    if isinstance(value, (list, tuple)) and all(isinstance(item, Verdict) for item in value):
        rows = [
            verdict_row(verdict.claim.id, verdict.claim.headline, asdict(definition))
            for verdict in value
            for definition in verdict.definitions
        ]
        return pa.Table.from_pylist(rows)
    if not isinstance(value, Ensemble):
        raise UsageError(f"a frame of {type(value).__name__} is unknown; {EXPECTED}")
    if weights is not None:
        return run_table(value, weights)
    check_known("table", table, TABLES)
    return TABLES[table](value.record, np.arange(value.runs))


def check_known(setting: str, name: str, names_known: Iterable[str]) -> None:
    """UsageError for a name that is not known, with the nearest that is."""
    names = list(names_known)
    if name not in names:
        raise UsageError(
            f"{setting} = {name!r} is unknown; expected one of {', '.join(names)}{nearest(name, names)}"
        )


def report(
    ensemble: Ensemble, weights: Weights | None = None, verdicts: Sequence[Verdict] | None = None
) -> Page:
    """The report page of an ensemble, shown by a notebook and written by ``save``.

    ``weights`` and ``verdicts`` are computed (``condition``, ``judge``) where they are not given.
    """
    from sim.output.report_files import finish
    from sim.page.summary.brief import make_brief

    weights = weights or condition(ensemble)
    ensemble = weights.ensemble or ensemble
    verdicts = judge(ensemble, weights) if verdicts is None else verdicts
    job = Job(ensemble.scenario.folder or ensemble.scenario.name, runs=ensemble.runs, seed=ensemble.seed)
    values = finish(make_result(job, ensemble, weights, verdicts)).report
    return Page(values, make_brief(values))


@dataclass(frozen=True, repr=False)
class Page:
    """A page in hand: ``values`` are what it is made from, ``brief`` what it says first."""

    values: Report
    brief: Plain

    def __repr__(self) -> str:
        return f"Page({self.brief['answer']!r})"

    def _repr_html_(self) -> str:
        """The brief, in a frame of its own so that its style stays there."""
        from sim.page.page import brief_page

        return html_frame(brief_page(self.brief), 900)

    def figure(self, name: str) -> Picture:
        """One drawing: course, map, falls. UsageError for another name, or if the report has none."""
        from sim.page.summary.brief_drawings import shown

        brief_parts = shown(self.brief)
        check_known(
            "figure",
            name,
            [figure_name for figure_name in ("course", "map", "falls") if brief_parts[figure_name]],
        )
        title = self.brief["ground" if name == "map" else name]["title"]
        return Picture(str(title), str(brief_parts[name]))

    def plot(self, name: str) -> Any:
        """A figure of the folder's ``figures/`` as a matplotlib figure: claims, fan, maps, cities, evidence, ...

        UsageError for a figure that the folder does not have.
        """
        from sim.plots.drawing.sheet import new_figure
        from sim.plots.reports.registry import FIGURES

        check_known("plot", name, FIGURES)
        figure = new_figure()
        FIGURES[name](figure, self.values)
        return figure

    def save(self, folder: str | Path) -> Path:
        """Write ``report.html`` and ``figures/`` into a folder; returns the path of the page."""
        from sim.page.page import write_page
        from sim.plots.reports.registry import draw_all

        home = Path(folder)
        return write_page(self.values, draw_all(self.values, home), home, self.brief)


@dataclass(frozen=True, repr=False)
class Picture:
    """A drawing of its own: shown in a notebook, or saved as an SVG file."""

    title: str
    drawn: str

    def __repr__(self) -> str:
        return f"Picture({self.title!r})"

    def _repr_html_(self) -> str:
        """The drawing with the page's style, in a frame of its own."""
        from sim.page.page import own_file

        page = f"<!DOCTYPE html><meta charset='utf-8'><style>{own_file('page.css')}</style><div id='brief'><h2>{escape(self.title)}</h2>{self.drawn}</div>"
        return html_frame(page, 380)

    def save(self, path: str | Path) -> Path:
        """Write an SVG file that carries its style; UsageError for a map, whose days are several drawings."""
        from sim.page.page import own_file

        if self.drawn.count("<svg") != 1:
            raise UsageError(f"{self.title!r} is several drawings; expected one: save the page instead")
        style = f"<style><![CDATA[{own_file('page.css')}]]></style>"
        head, _, svg_body = self.drawn.partition(">")
        target = Path(path)
        target.write_text(f'{head} xmlns="http://www.w3.org/2000/svg">{style}{svg_body}\n', encoding="utf-8")
        return target


def html_frame(page: str, height: int) -> str:
    """A page inside a page, apart from its style and scripts."""
    return f'<iframe srcdoc="{escape(page)}" width="100%" height="{height}" style="border:0" sandbox="allow-scripts"></iframe>'
