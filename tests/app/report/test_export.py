"""What other tools take: GeoJSON and CSV of a finished folder; and the small verbs around them."""

from __future__ import annotations

import csv
import json
import re
import shutil
import webbrowser
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.app.entry import cli
from sim.app.entry.version import commit_of
from sim.app.report import workbook
from sim.app.report.citations import bibtex, citations
from sim.app.report.export import chance_features
from sim.app.report.geopackage import no_library
from sim.law.parameters import PARAMETERS
from sim.output.json_documents import VERDICT_COLUMNS, compact, plain
from sim.page.summary.brief import make_brief
from sim.scenario.files.paths import locate
from tests.plots.made_reports import grid_terrain, made_report
from tests.plots.reports.test_registry import REPORTS

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def finished(folder: Path, kind: str = "plain") -> Path:
    report = REPORTS[kind]()
    claims = [verdict.to_dict() for verdict in report.verdicts]
    folder.mkdir()
    (folder / "brief.json").write_text(compact(plain(make_brief(report))), encoding="utf-8")
    (folder / "verdicts.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    (folder / "evidence.json").write_text(json.dumps({"reports": list(report.evidence)}), encoding="utf-8")
    known = {"sources": list(report.scenario.sources.values()), "counts": list(report.scenario.counts)}
    told = {name: [asdict(one) for one in some] for name, some in known.items()}
    (folder / "scenario.resolved.yaml").write_text(json.dumps(told, default=str), encoding="utf-8")
    (folder / "report.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    return folder


def test_chances_lie_where_the_districts_do() -> None:
    report = made_report()
    found = chance_features(make_brief(report)["ground"])
    terrain = report.record.terrain
    assert found["type"] == "FeatureCollection" and len(found["features"]) == terrain.districts
    for row, feature in enumerate(found["features"]):
        corners = np.array(feature["geometry"]["coordinates"][0][0])
        assert (corners[0] == corners[-1]).all() and feature["properties"]["name"] == terrain.names[row]
        low, high = corners.min(axis=0) - 0.02, corners.max(axis=0) + 0.02
        assert (low <= [terrain.lon[row], terrain.lat[row]]).all()
        assert (high >= [terrain.lon[row], terrain.lat[row]]).all()
        assert np.ptp(corners, axis=0).max() < 2.5
    chance = [feature["properties"]["p_2021_06_10"] for feature in found["features"]]
    assert 0 <= min(chance) < max(chance) <= 1


def test_a_folder_is_exported_for_maps_and_spreadsheets(tmp_path: Path) -> None:
    home = finished(tmp_path / "done")
    assert cli.main(["export", str(home), f"--out={tmp_path / 'out'}"]) == 0
    assert json.loads((tmp_path / "out" / "chances.geojson").read_text(encoding="utf-8"))["features"]
    with (tmp_path / "out" / "verdicts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    verdicts = made_report().verdicts
    assert list(rows[0]) == list(VERDICT_COLUMNS) and len(rows) == sum(
        len(one.definitions) for one in verdicts
    )
    assert float(rows[0]["p"]) == pytest.approx(0.41) and rows[0]["outcome"] == "true"


def test_a_workbook_holds_texts_as_texts_and_is_the_same_again(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    home = finished(tmp_path / "done")
    held = json.loads((home / "verdicts.json").read_text(encoding="utf-8"))
    held["claims"][0]["definitions"][0]["text"] = '=HYPERLINK("http://a")'
    (home / "verdicts.json").write_text(json.dumps(held), encoding="utf-8")
    assert cli.main(["export", str(home)]) == 0
    with zipfile.ZipFile(home / "report.xlsx") as book:
        names = re.findall(r'<sheet name="(\w+)"', book.read("xl/workbook.xml").decode())
        sheet, texts = (
            book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings")
        )
    assert names == ["verdicts", "reports", "cities"]
    assert "<f>" not in sheet and "=HYPERLINK" in texts and "<v>0.41</v>" in sheet
    first = (home / "report.xlsx").read_bytes()
    assert cli.main(["export", str(home)]) == 0 and (home / "report.xlsx").read_bytes() == first


def test_without_the_library_the_rest_is_written_and_the_way_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.app.report.export.has_library", lambda: False)
    assert cli.main(["export", str(finished(tmp_path / "done"))]) == 0
    assert workbook.NO_LIBRARY in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "done" / "verdicts.csv").is_file() and not (tmp_path / "done" / "report.xlsx").exists()


def test_places_without_coordinates_have_no_map_and_recent_reports_no_districts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", str(finished(tmp_path / "tiles", "tiles"))]) == 0
    assert "no chances.geojson" in capsys.readouterr().out
    assert not (tmp_path / "tiles" / "chances.geojson").exists()
    recent = chance_features(make_brief(REPORTS["by province"]())["ground"])
    assert [one["properties"]["name"] for one in recent["features"]] == [
        "Province 0",
        "Province 1",
        "Province 2",
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(tmp_path: Path) -> None:
    home = finished(tmp_path / "done")
    path = home / "verdicts.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["claims"][0]["definitions"][0]["text"] = '=HYPERLINK("http://a")'
    path.write_text(json.dumps(held), encoding="utf-8")
    assert cli.main(["export", str(home)]) == 0
    assert "'=HYPERLINK" in (home / "verdicts.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words,expected",
    [
        (["export"], "required: RUN_DIR; the form is sim export RUN_DIR"),
        (["export", "nowhere"], "expected sim export RUN_DIR [--out FOLDER]: the folder of a finished job"),
        (["open", "a", "b"], "unrecognized arguments: b; the form is sim open [RUN_DIR]"),
        (["open", "nowhere"], "nowhere holds no report.html or sweep.html"),
        (["list", "scenario"], "invalid choice: 'scenario' (choose from"),
        (["list", "verbs", "b"], "unrecognized arguments: b"),
    ],
)
def test_mistakes_are_told(words: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2 and expected in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("opened", [True, False])
def test_the_page_is_opened_or_at_least_named(
    opened: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or opened)
    assert cli.main(["open", str(finished(tmp_path / "done"))]) == 0
    assert asked == [(tmp_path / "done" / "report.html").resolve().as_uri()]
    assert ("no browser" in " ".join(capsys.readouterr().out.split())) is not opened


@pytest.mark.parametrize("kind", ["scenarios", "experiments", "parameters", "verbs"])
def test_what_there_is_can_be_listed(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", kind]) == 0
    told = capsys.readouterr().out
    known = {
        "scenarios": "toy_corridor  ",
        "experiments": "experiment=quick ",
        "parameters": f"law.{next(iter(PARAMETERS))} ",
        "verbs": "brief  ",
    }
    assert known[kind] in told
    if kind == "experiments":  # a sentence over two lines of the file is whole
        assert "and that no capital was held.\n" in told and "tries up to a million" not in told


@pytest.mark.parametrize("words", [["list"], ["list", "scenarios"], ["scenarios"]])
def test_scenarios_of_the_folder_are_listed_too(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("hills", "toy_corridor"):
        shutil.copytree(locate("toy_corridor").folder, tmp_path / name)
    assert cli.main(words) == 0
    named = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.split()]
    assert {"hills", "toy_corridor", "./toy_corridor"} <= set(named)


def test_a_scenario_begun_by_new_is_listed_with_its_size_and_a_broken_one_with_its_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_git(tmp_path, {
        "reports/2024-03-10_radio.txt": "The Reds control two of the three districts.",
        "edges.csv": "a,b\nAlder,Birch\nBirch,Cedar\n",
        "broken/scenario.yaml": "schema: sim.scenario/1\n",
    })  # fmt: skip
    assert (
        cli.main(["new", "hills", "--reports", "reports", "--network", "edges.csv", "--challenger", "Reds"])
        == 0
    )
    capsys.readouterr()
    assert cli.main(["list", "scenarios"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (hills,) = (line for line in lines if line.split()[0] == "hills")
    (broken,) = (line for line in lines if line.split()[0] == "broken")
    assert "3 districts" in hills and "cannot be read" in broken


def write_git(home: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home


@pytest.mark.parametrize(
    "files,commit",
    [
        ({".git/HEAD": f"{COMMIT}\n"}, COMMIT),
        ({".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": f"{COMMIT}\n"}, COMMIT),
        (
            {".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": f"# x\n{COMMIT} refs/heads/main\n"},
            COMMIT,
        ),
        (
            {
                ".git": "gitdir: other/worktrees/w\n",
                "other/worktrees/w/HEAD": "ref: refs/heads/w\n",
                "other/worktrees/w/commondir": "../..\n",
                "other/refs/heads/w": f"{COMMIT}\n",
            },
            COMMIT,
        ),
        ({".git/HEAD": "ref: refs/heads/none\n"}, ""),
        ({"readme": ""}, ""),
    ],
)
def test_the_commit_is_read_from_the_files_of_a_checkout(
    files: dict[str, str], commit: str, tmp_path: Path
) -> None:
    assert commit_of(write_git(tmp_path, files)) == commit


def test_tiles_have_no_plane() -> None:
    ground: dict[str, Any] = make_brief(made_report(grid_terrain(known=False)))["ground"]
    assert ground["plane"] is None and ground["tiles"]


@pytest.mark.skipif(bool(no_library()), reason=no_library())
def test_a_geopackage_holds_what_the_geojson_does_and_is_the_same_again(tmp_path: Path) -> None:
    import pyogrio
    import shapely

    home = finished(tmp_path / "done")
    for name in ("a", "b"):
        assert cli.main(["export", str(home), "--out", str(tmp_path / name)]) == 0
    data = json.loads((tmp_path / "a" / "chances.geojson").read_text(encoding="utf-8"))["features"]
    meta, _, shapes, columns = pyogrio.raw.read(tmp_path / "a" / "chances.gpkg")
    assert meta["crs"] == "EPSG:4326" and meta["geometry_type"] == "MultiPolygon" and len(shapes) == len(data)
    for name, column in zip(meta["fields"], columns, strict=True):
        assert column.tolist() == [one["properties"][name] for one in data]
    assert shapely.equals(shapely.from_wkb(shapes[0]), shapely.geometry.shape(data[0]["geometry"]))
    first, again = ((tmp_path / name / "chances.gpkg").read_bytes() for name in ("a", "b"))
    assert first == again


def count(name: str, **given: Any) -> dict[str, Any]:
    """A count of a resolved scenario."""
    plain_one = {"id": name, "source": "paper", "published": "2021-08-05", "url": "", "date": "2021-08-01"}
    return {**plain_one, "quote": "", "language": "en", "archived": "", **given}


def test_publications_become_citations_once_each_and_safe_for_latex() -> None:
    paper = {"id": "paper", "name": "Müller & Sons {50 %}", "kind": "press"}
    said = "held 3_4 of $x$ \\ ~ ^ # {places} " + "word " * 40
    counts = [
        count("b", url="https://example.org/a b{c}", quote=said),
        count("a", url="https://example.org/a b{c}"),
        count("c", published=None),
        count("d", url="https://example.org/2"),
    ]
    items = citations({"sources": [paper], "counts": counts})
    assert [one["note"] for one in items] == ["counts: c", "counts: d", "counts: b, a"]
    assert [one["id"] for one in items] == ["paper", "paper_2021_08_05", "paper_2021_08_05_2"]
    assert items[2]["issued"] == {"date-parts": [[2021, 8, 5]]} and items[2]["type"] == "article-newspaper"
    assert items[0]["title"] == "Report of 2021-08-01" and "issued" not in items[0]
    text = bibtex(items)
    assert r"{{Müller \& Sons \{50 \%\}}}" in text and "url = {https://example.org/a%20b%7Bc%7D}" in text
    assert r"3\_4 of \$x\$ \textbackslash{} \textasciitilde{} \textasciicircum{} \# \{places\}" in text
    assert text.count("@misc{") == 3 and "month = aug," in text and max(map(len, text.splitlines())) < 230


@pytest.mark.parametrize("kind", ["plain", "tiles"])
def test_citations_lie_beside_the_tables(kind: str, tmp_path: Path) -> None:
    home = finished(tmp_path / "done", kind)
    assert cli.main(["export", str(home)]) == 0
    items = json.loads((home / "sources.json").read_text(encoding="utf-8"))
    assert {one["author"][0]["literal"] for one in items} <= {
        one.name for one in REPORTS[kind]().scenario.sources.values()
    }
    assert (home / "sources.bib").read_text(encoding="utf-8").count("@") == len(items) > 0
