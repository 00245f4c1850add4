"""The sweep's page, what is kept of a finished sweep, designs with indices and the search, from the command line."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from sim.app.entry import cli
from sim.app.sweeps import sweep as design
from sim.base.errors import SimError
from sim.evidence.count_words import Words
from sim.explore import point_runs as room
from sim.output import sweep_cache
from sim.page.page import own_file
from tests.app.stores import TOY, cells, fresh_store

RANGES = "over=[law.assault.rate:0.01:0.5,law.momentum.gain:0:3]"
FILES = ("sweep.csv", "sweep.parquet", "sweep.json", "sweep.html", "columns.json")
pytestmark = pytest.mark.usefixtures("blank_pictures")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return fresh_store(tmp_path, monkeypatch)


def sweep(*words: str, out: str = "done", scenario: str = str(TOY)) -> int:
    return cli.main(["sweep", f"scenario={scenario}", "runs=60", f"out={out}", *words])


def page(folder: Path) -> str:
    return (folder / "sweep.html").read_text(encoding="utf-8")


def document(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.pictures
def test_the_page_holds_every_figure_loads_nothing_and_runs_only_its_own_script(elsewhere: Path) -> None:
    assert sweep(RANGES, "points=36", "evidence=none") == 0
    html = page(elsewhere / "done")
    pictures = list((elsewhere / "done" / "figures").glob("*.png"))
    assert html.count("<img ") == len(pictures) == 4  # a plane and a ranking of each headline
    assert "default-src 'none'; img-src data:" in unescape(html)
    own = f"<script>{own_file('page.js')}</script>"
    assert html.count(own) == 1
    assert not re.search(r"<script|<link|<iframe|\son\w+=|url\(|https?://", html.replace(own, ""))
    assert all((picture.with_suffix(".csv")).is_file() for picture in pictures)
    for part in ("bottom", "varied", "targets", "claims", "sources", "points", "on", "provenance"):
        assert f'<section id="{part}">' in html
        assert f'href="#{part}"' in html
    assert "No point failed." in html
    assert "design=tipping puts points near the contours" in html


def test_the_ranking_is_that_of_the_points_and_stands_in_page_and_document(elsewhere: Path) -> None:
    ranges = "over=[law.capitulation.quiet_logit:0:10,law.momentum.gain:0:3]"
    assert sweep(ranges, "points=40", "evidence=none", "of=[held.red.horizon]") == 0
    (first, *_) = document(elsewhere / "done")["rankings"]["held.red.horizon"]["inputs"]
    assert first["name"] == "capitulation.quiet_logit"
    assert first["ends"][1] < first["ends"][0]
    html = page(elsewhere / "done")
    assert "Most associated with it: firmness of a contested rural district in a quiet year (logit)" in html
    assert "Where it is lowest" in html and "<th></th>" not in html


def test_failed_points_are_listed_with_settings_and_error(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate = room.simulate_once

    def fail(sweep: Any, scenario: Any, *rest: Any) -> Any:
        if scenario.law["momentum.gain"].prior.a > 2:
            raise SimError("all 60 runs <b>failed</b>")
        return simulate(sweep, scenario, *rest)

    monkeypatch.setattr(room, "simulate_once", fail)
    assert sweep("over=[law.momentum.gain:0:3]", "points=4", "design=grid") == 3
    html = page(elsewhere / "done")
    assert "1 of 4 points failed." in html
    assert "momentum.gain=3" in html
    assert "SimError: all 60 runs &lt;b&gt;failed&lt;/b&gt;" in html
    assert "points that failed are tried again" in html


@pytest.mark.pictures
def test_one_setting_gives_a_curve_with_its_interval(elsewhere: Path) -> None:
    assert sweep("over=[law.assault.rate:0.01:0.5]", "points=6", "design=grid", "evidence=none") == 0
    rows = cells(elsewhere / "done" / "figures" / "points_no_city.any_city_7.csv")
    assert len(rows) == 6
    for row in rows:
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"])


def test_what_is_unchanged_is_neither_drawn_nor_written_again(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sweep(RANGES, "points=9", "design=grid") == 0
    with monkeypatch.context() as patch:
        patch.setattr(design, "write_files", lambda *_: pytest.fail("written again"))
        assert sweep(RANGES, "points=9", "design=grid", out="again") == 0
    (held,) = (elsewhere / "cache" / "finished").rglob("*.zip")
    assert sweep_cache.is_intact(held)
    held.write_bytes(held.read_bytes()[:-3])
    assert not sweep_cache.is_intact(held)
    assert sweep(RANGES, "points=9", "design=grid", out="third") == 0
    assert sweep_cache.is_intact(held)
    for name in FILES:
        first = (elsewhere / "done" / name).read_bytes()
        assert first == (elsewhere / "again" / name).read_bytes() == (elsewhere / "third" / name).read_bytes()
    names = {one.name for one in (elsewhere / "done" / "figures").iterdir()}
    assert names == {one.name for one in (elsewhere / "again" / "figures").iterdir()}


def test_what_is_kept_depends_on_all_that_the_page_says(elsewhere: Path) -> None:
    copy = elsewhere / "toy"
    copy.mkdir()
    for file in TOY.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    assert sweep(RANGES, "points=4", "design=grid", scenario=str(copy)) == 0
    text = (copy / "scenario.yaml").read_text(encoding="utf-8")
    (copy / "scenario.yaml").write_text(re.sub(r"(?m)^title: .*$", "title: Renamed", text), encoding="utf-8")
    assert sweep(RANGES, "points=4", "design=grid", scenario=str(copy), out="second") == 0
    assert "<h1>Renamed</h1>" in page(elsewhere / "second")
    assert "<h1>Renamed</h1>" not in page(elsewhere / "done")


def test_a_design_for_sobol_indices_with_few_points_says_that_they_are_too_few(elsewhere: Path) -> None:
    pytest.importorskip("SALib")
    over = "over=[law.assault.rate:0.01:0.5,law.momentum.gain:0:3]"
    assert sweep(over, "points=32", "design=saltelli", "evidence=none", "of=no_city") == 0
    ranking = document(elsewhere / "done")["rankings"]["no_city.any_city_7"]
    assert ranking["inputs"] == []
    assert "points are too few" in ranking["why_not"]
    assert "points are too few" in page(elsewhere / "done")


@pytest.mark.parametrize(("name", "index"), [("morris", "mean change (mu*)")])
def test_designs_with_indices_rank_parameters_and_definitions(name: str, index: str, elsewhere: Path) -> None:
    pytest.importorskip("SALib")
    over = "over=[law.assault.rate:0.01:0.5,law.momentum.gain:0:3,definition.no_city]"
    assert sweep(over, "points=64", f"design={name}", "evidence=none", "of=no_city") == 0
    ranking = document(elsewhere / "done")["rankings"]["no_city.any_city_7"]
    assert ranking["index"] == index
    named = {one["name"]: one["main"] for one in ranking["inputs"]}
    assert set(named) == {"assault.rate", "momentum.gain", "definition.no_city"}
    assert named["definition.no_city"][0] > 0
    for value, low, high in named.values():
        assert low <= value <= high
    assert "Lowest fifth" not in (elsewhere / "done" / "sweep.html").read_text()  # these designs have none


def test_the_page_says_what_a_width_of_words_means_and_is(elsewhere: Path) -> None:
    assert sweep("over=[words.about:0.05:0.4]", "points=3", "evidence=none") == 0
    row = (elsewhere / "done" / "sweep.html").read_text().partition("<code>words.about</code>")[2][:400]
    assert "What a word of a count is taken to mean" in row
    assert f">{Words().about:g}<" in row


def test_a_search_goes_on_from_its_rows_and_says_what_it_is_not(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("optuna")
    words = ["over=[law.assault.rate:0.01:0.5,without:none|loot]", "design=optimise"]
    assert sweep(*words, "points=24", "workers=1") == 0
    told = capsys.readouterr().out
    assert "closest to the reports: assault.rate=" in told
    assert "a best fit, not a posterior" in told
    assert "never how a side fares" in told
    with monkeypatch.context() as patch:
        patch.setattr(room, "simulate_once", lambda *_: pytest.fail("simulated again"))
        assert sweep(*words, "points=24", "workers=2", out="again") == 0
    assert "reused 24 of 24 points" in capsys.readouterr().out
    assert (elsewhere / "done" / "sweep.parquet").read_bytes() == (
        elsewhere / "again" / "sweep.parquet"
    ).read_bytes()
    rows = cells(elsewhere / "done" / "sweep.csv")
    best = document(elsewhere / "done")["best"]
    assert best["fit"] == max(float(row["fit"]) for row in rows)
    assert "A best fit, not a posterior." in page(elsewhere / "done")
    assert sweep(*words, "points=32", out="longer") == 0
    assert "reused 24 of 32 points" in capsys.readouterr().out


def test_a_search_over_what_was_reported_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep("over=[source.gazette.unreliable:0:1]", "design=optimise") == 2
    assert "changes what was reported or who is believed" in capsys.readouterr().err
    assert sweep("over=[law.assault.rate:0:1]", "design=optimise", "evidence=none") == 2
    assert "leaves nothing to agree with" in capsys.readouterr().err


def test_runs_of_a_multirun_are_found_by_a_sweep(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    many = [f"scenario={TOY}", "runs=60", "out=many", "law.momentum.gain=0.5,1", "inference=weights", "-m"]
    assert cli.main(many) in (0, 4)
    monkeypatch.setattr(room.Plan, "here", lambda *_: pytest.fail("simulated though stored"))
    assert sweep("over=[law.momentum.gain:0.5|1]", "design=grid") == 0
    assert "2 points in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("0\n0.1\n", "the same at all 2 points"),
        ("0.1\n", "source.gazette.unreliable=0.1, the only point with a number"),
    ],
)
def test_a_target_that_no_point_moves_has_no_lowest_and_highest_point(
    values: str, said: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "points.csv").write_text(f"source.gazette.unreliable\n{values}")
    assert sweep("over=points.csv", "design=file", "evidence=none", "of=no_city") == 0
    (line,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith("no_city.any_city_7")]
    assert said in line and line.count("%") == 1
    assert f", {said}, before the evidence." in unescape(page(elsewhere / "done"))
