"""In a notebook: values show themselves briefly, tables come as Arrow, the page and its drawings as values."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import sim
from sim.base.errors import UsageError
from sim.output.notebook import Page, frame
from sim.page.summary.brief import make_brief
from tests.plots.made_reports import made_report

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """What each code cell of the notebook ends in, run one after the other in an empty folder."""
    names: dict[str, Any] = {}
    shown: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("notebook"))
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                shown.append(run_cell("".join(cell["source"]), names))
        yield shown


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """The value of a cell's last line, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - the documents are ours
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307


def test_every_cell_of_the_notebook_runs_and_shows_little(cells: list[Any]) -> None:
    scenario, (ensemble, weights), verdicts, (runs, columns), page, picture, path = cells
    for value in (scenario, ensemble, weights, page, picture):
        assert len(repr(value)) < 300 and "\n" not in repr(value) and "0x" not in repr(value)
    assert verdicts.column_names == ["claim", "definition", "p", "low", "high"] and verdicts.num_rows == 5
    assert runs == 300 and columns[:3] == ["run", "day", "faction"]
    assert path.name == "report.html" and (path.parent / "figures" / "claims.png").is_file()


def test_html_of_values_is_short_and_holds_no_markup_of_strangers(cells: list[Any]) -> None:
    scenario, (ensemble, weights), *_ = cells
    for value in (replace(scenario, title="<script>x"), ensemble, weights, *made_report().verdicts):
        assert len(value._repr_html_()) < 4000 and "<script" not in value._repr_html_()
        assert len(repr(value)) < 300
    assert "&lt;script&gt;x" not in scenario._repr_html_()
    assert "<table><caption>toy_corridor</caption>" in scenario._repr_html_()


def test_tables_by_name(cells: list[Any]) -> None:
    ensemble, weights = cells[1]
    assert frame(ensemble, "events").num_rows == len(ensemble.record.event_day)
    assert frame(ensemble).num_rows == 300 * (ensemble.days + 1) * 2
    assert float(sum(frame(ensemble, weights=weights)["weight"].to_pylist())) == pytest.approx(1.0)
    assert frame(made_report().verdicts[0]).num_rows == 3


@pytest.mark.parametrize(
    "value,words,expected",
    [
        ("a", {}, "a frame of str is unknown; expected verdicts, an ensemble"),
        (None, {}, "a frame of NoneType is unknown"),
        (["a"], {}, "a frame of list is unknown"),
    ],
)
def test_a_frame_of_anything_else_is_refused(value: Any, words: dict[str, Any], expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        frame(value, **words)


def test_an_unknown_table_or_figure_names_the_known_ones(cells: list[Any]) -> None:
    with pytest.raises(
        UsageError, match="table = 'event' is unknown; expected one of series, events; nearest"
    ):
        frame(cells[1][0], "event")
    page = Page(made_report(), make_brief(made_report()))
    with pytest.raises(UsageError, match="figure = 'maps' is unknown; expected one of course, map, falls"):
        page.figure("maps")
    with pytest.raises(UsageError, match="plot = 'course' is unknown; expected one of claims, "):
        page.plot("course")


def test_a_drawing_is_saved_as_a_whole_svg_file(tmp_path: Path) -> None:
    page = Page(made_report(), make_brief(made_report()))
    root = ElementTree.fromstring(page.figure("falls").save(tmp_path / "f.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and "--them" in (root[0].text or "")
    with pytest.raises(UsageError, match="several drawings"):
        page.figure("map").save(tmp_path / "m.svg")
    assert page.plot("fan").axes


def test_public_names_lead_here() -> None:
    assert sim.frame is frame and {"frame", "report"} <= set(dir(sim))
