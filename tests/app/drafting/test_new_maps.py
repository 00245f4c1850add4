"""sim new on maps as they are published: columns, layers, parts and a table of districts proposed, days and priors that fit."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.base.parameters import SCALE
from sim.law.parameters import PARAMETERS
from sim.scenario.drafting.draft_file import read_draft
from sim.scenario.files.loader import load
from sim.scenario.reader import read_scenario
from tests.terrain.maps import box, features, write_any, write_geojson, write_topojson, zip_up
from tests.terrain.sheets import write_sheet

PAIR = {"XX0101": box(20, 40, 21, 41), "XX0102": box(21, 40, 22, 41)}
SIDES = ("--challenger", "Reds", "--incumbent", "Blues")
START = "On 1 March the Reds held 1 of 12 districts, the Gazette wrote.\n"
CLAIM = "An army spokesman said the offensive of the Reds is losing steam.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two reports."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "2030-03-02_gazette.txt").write_text(START, encoding="utf-8")
    (tmp_path / "reports" / "2030-04-15_radio.txt").write_text(CLAIM, encoding="utf-8")
    return tmp_path


def new(network: str, *more: str) -> int:
    """``sim new hills`` on that network."""
    return cli.main(["new", "hills", "--reports", "reports", "--network", network, *SIDES, *more])


def block() -> dict[str, object]:
    """The network block that was written."""
    value: dict[str, object] = load(Path("hills/scenario.yaml"), "").value["network"]
    return value


def cod(folder: Path) -> str:
    """Boundaries as OCHA publishes them."""
    found = features(PAIR, "ADM2_PCODE", ADM2_EN="Hill", ADM1_EN="West", OBJECTID=1)
    return write_geojson(folder, found, "cod.geojson")


def test_columns_are_proposed_and_a_table_of_districts_begun(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(cod(here)) == 0
    told = capsys.readouterr().out
    assert "borders found within a tolerance of 100 m (network.tolerance)" in told
    assert "network.source, network.columns, network.districts" in told
    assert block()["columns"] == {"id": "ADM2_PCODE", "name": "ADM2_EN", "province": "ADM1_EN"}
    assert (here / "hills" / "districts.csv").read_text(encoding="utf-8").splitlines() == [
        "id,name,province,seat,population,lon,lat", "XX0101,Hill,West,0,,20.5000,40.5000", "XX0102,Hill,West,0,,21.5000,40.5000",
    ]  # fmt: skip
    assert cli.main(["check", "hills"]) == 0
    assert "2 districts in 1 province, 1 edge, 1 part" in capsys.readouterr().out


def test_an_option_that_boundaries_do_not_read_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(cod(here), "--weights", "length") == 2
    assert (
        "--weights does not apply to boundaries, whose borders are weighted by length; cod.geojson"
        in capsys.readouterr().err
    )
    assert not Path("hills").exists()


def test_columns_may_be_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(cod(here), "--columns", "id=ADM2_PCODE,name=ADM2_PCODE") == 0
    assert block()["columns"] == {"id": "ADM2_PCODE", "name": "ADM2_PCODE"}
    assert (
        cli.main(["new", "b", "--reports", "reports", "--network", "cod.geojson", "--columns", "ADM2_PCODE"])
        == 2
    )
    assert "expected COLUMN=PROPERTY,... such as id=ADM2_PCODE,name=ADM2_EN" in capsys.readouterr().err
    assert (
        cli.main(
            ["new", "b", "--reports", "reports", "--network", "cod.geojson", "--columns", "id=ADM3_PCODE"]
        )
        == 2
    )
    assert "properties: ADM2_PCODE, ADM2_EN, ADM1_EN, OBJECTID" in capsys.readouterr().err
    assert not Path("b").exists()


def test_coordinates_of_a_file_that_names_none_may_be_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write_any(here, "net.shp", PAIR, None, "ESRI Shapefile", key="ADM2_PCODE")
    assert new(name) == 2
    assert "net.shp names no coordinate system; expected crs: EPSG:NNNN" in capsys.readouterr().err
    assert new(name, "--crs", "EPSG:4326") == 0
    assert block()["crs"] == "EPSG:4326"


def test_names_of_a_shapefile_keep_their_encoding(here: Path) -> None:
    found = {"Zürich": PAIR["XX0101"], "Évora": PAIR["XX0102"]}
    name = write_any(here, "net.shp", found, "EPSG:4326", "ESRI Shapefile", key="NAME", encoding="UTF-8")
    assert new(name) == 0
    assert read_scenario("hills", drafts="leave").terrain.names == ("Zürich", "Évora")


def test_pairs_side_by_side_without_a_border_are_named_by_new_and_by_check(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    apart = {"A": box(20, 40, 21, 41), "B": box(21.003, 40, 22, 41)}
    assert new(write_geojson(here, features(apart))) == 0
    said = (
        "side by side without a border (1; a river, or a gap wider than the tolerance): A and B (254 m apart)"
    )
    assert said in capsys.readouterr().out
    assert cli.main(["check", "hills"]) == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_parts_are_counted_and_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = write_geojson(here, features({**PAIR, "Isle": box(30, 40, 31, 41)}), "map.json")
    assert new(name) == 0
    assert "2 unconnected parts; beside the largest, of 2: Isle" in capsys.readouterr().out
    assert block()["parts"] == 2
    written = " ".join(Path("hills/scenario.yaml").read_text(encoding="utf-8").split())
    assert "borders that were missed; beside the largest, of 2: Isle" in written
    assert cli.main(["new", "b", "--reports", "reports", "--network", name, "--parts", "1"]) == 2
    told = capsys.readouterr().err
    assert (
        "b/scenario.yaml:" in told
        and "has 2 unconnected parts; expected 1 (network.parts); beside the largest, of 2: Isle" in told
    )


def shapefile(folder: Path) -> str:
    """A shapefile of four files."""
    return write_any(folder, "adm2.shp", PAIR, "EPSG:4326", "ESRI Shapefile", key="ADM2_PCODE")


def zipped(folder: Path) -> str:
    """The same in an archive."""
    shapefile(folder)
    return zip_up(folder, "adm2", "adm2.zip")


def marked(folder: Path) -> str:
    """A FeatureCollection called .json with a byte order mark."""
    (folder / "m.json").write_text(
        "\ufeff" + json.dumps({"type": "FeatureCollection", "features": features(PAIR)}), encoding="utf-8"
    )
    return "m.json"


def a_line_each(folder: Path) -> str:
    """Features a line each behind the mark of RFC 8142, called .json."""
    (folder / "l.json").write_text(
        "".join(f"\x1e{json.dumps(one)}\n" for one in features(PAIR)), encoding="utf-8"
    )
    return "l.json"


def well_known_text(folder: Path) -> str:
    """A table with a column of well-known text that names its coordinates."""
    rows = "".join(
        f'"SRID=4326;POLYGON (({west} 40, {west + 1} 40, {west + 1} 41, {west} 41, {west} 40))",{name}\n'
        for name, west in (("XX0101", 20), ("XX0102", 21))
    )
    (folder / "w.csv").write_text(f"WKT,ADM2_PCODE\n{rows}", encoding="utf-8")
    return "w.csv"


def visjs(folder: Path) -> str:
    """A graph of vis.js."""
    (folder / "v.json").write_text(
        json.dumps({"nodes": [{"id": "A"}, {"id": "B"}], "edges": [{"from": "A", "to": "B"}]}),
        encoding="utf-8",
    )
    return "v.json"


def in_capitals(folder: Path) -> str:
    """A shapefile whose parts have suffixes in capitals."""
    shapefile(folder)
    for path in folder.glob("adm2.*"):
        path.rename(path.with_suffix(path.suffix.upper()))
    return "adm2.SHP"


def neighbours(folder: Path) -> str:
    """A table of neighbours alone, both ways, ids with blanks."""
    (folder / "n.csv").write_text("a,b\nNorth Shan,South Shan\nSouth Shan,North Shan\n", encoding="utf-8")
    return "n.csv"


def gephi(folder: Path) -> str:
    """A table of edges as Gephi exports it."""
    (folder / "g.csv").write_text(
        "Source,Target,Type,Id,Label,Weight\nA,B,Undirected,0,,2.0\n", encoding="utf-8"
    )
    return "g.csv"


def sheet(folder: Path) -> str:
    """A table of edges as Excel writes it."""
    return write_sheet(folder / "edges.xlsx", [["a", "b", "km"], ["A", "B", 2.5]])


def parquet(folder: Path) -> str:
    """A table of edges as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet as files

    files.write_table(pa.table({"a": ["A"], "b": ["B"]}), folder / "e.parquet")
    return "e.parquet"


NETWORKS = {
    "shapefile": (shapefile, "geo", ["XX0101", "XX0102"]),
    "zip": (zipped, "geo", ["XX0101", "XX0102"]),
    "byte order mark": (marked, "geo", ["XX0101", "XX0102"]),
    "features a line each": (a_line_each, "geo", ["XX0101", "XX0102"]),
    "well-known text": (well_known_text, "geo", ["XX0101", "XX0102"]),
    "shapefile in capitals": (in_capitals, "geo", ["XX0101", "XX0102"]),
    "vis.js": (visjs, "graph", ["A", "B"]),
    "neighbours": (neighbours, "tables", ["North_Shan", "South_Shan"]),
    "Gephi": (gephi, "graph", ["A", "B"]),
    "Excel": (sheet, "tables", ["A", "B"]),
    "Parquet": (parquet, "tables", ["A", "B"]),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_in_any_form_begins_a_scenario(name: str, here: Path) -> None:
    write, kind, ids = NETWORKS[name]
    assert new(write(here)) == 0
    scenario = read_scenario("hills", drafts="leave")
    assert (block()["from"], list(scenario.terrain.ids), scenario.terrain.parts) == (kind, ids, 1)


def test_topojson_needs_its_parts_and_layers(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(write_topojson(here, layers=("sea", "land"))) == 2
    assert "has 2 layers; expected layer: one of land, sea" in capsys.readouterr().err
    assert new("net.json", "--layer", "land") == 0
    assert (block()["layer"], block()["parts"]) == ("land", 2)


def test_a_file_of_another_kind_is_told_what_is_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "edges.doc").write_text("a", encoding="utf-8")
    assert new("edges.doc") == 2
    told = capsys.readouterr().err
    assert all(
        suffix in told
        for suffix in (".csv", ".xlsx", ".parquet", ".graphml", ".json", ".geojson", ".gpkg", ".shp")
    )


def test_a_table_of_another_program_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "edges.xls").write_bytes(b"\xd0\xcf")
    assert new("edges.xls") == 2
    told = capsys.readouterr().err
    assert "--network = edges.xls is a table of an old Excel, which is not read; expected one of .csv" in told
    assert "a spreadsheet saves as CSV UTF-8" in told


def test_a_folder_of_another_program_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "net.gdb").mkdir()
    assert new("net.gdb") == 2
    assert "--network = net.gdb is an Esri geodatabase, which is not read" in capsys.readouterr().err


def test_an_end_that_is_missing_is_named_in_the_file_that_was_given(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "e.csv").write_text("a,b\nA,B\nB,\n", encoding="utf-8")
    assert new("e.csv") == 2
    assert "e.csv:3 b = '': expected 1 to 64 letters" in capsys.readouterr().err
    assert not Path("hills").exists()


def grid(folder: Path) -> str:
    """Twelve districts in a row."""
    names = [f"D{n}" for n in range(12)]
    (folder / "e.csv").write_text(
        "a,b\n" + "".join(f"{a},{b}\n" for a, b in zip(names, names[1:], strict=False)), encoding="utf-8"
    )
    return "e.csv"


def write_reports(folder: Path, reports: dict[str, str]) -> None:
    """These reports and no others."""
    for path in (folder / "reports").iterdir():
        path.unlink()
    for name, text in reports.items():
        (folder / "reports" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("reports", "start", "windows"),
    [
        ({"2030-03-02_a.txt": START, "2030-04-15_b.txt": CLAIM}, "2030-03-01", (14, 28)),
        ({"2030-04-02_a.txt": START.replace("March", "April"), "2030-04-16_b.txt": CLAIM}, "2030-04-01", (5, 10)),
        ({"2030-04-16_b.txt": CLAIM}, "2030-03-05", (14, 28)),
    ],
)  # fmt: skip
def test_the_start_is_the_day_of_the_start_count_and_every_headline_is_defined(
    reports: dict[str, str],
    start: str,
    windows: Sequence[int],
    here: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_reports(here, reports)
    assert new(grid(here)) == 0
    told = capsys.readouterr().out
    assert ("to fit the 15 since the start" in told) == (windows[0] < 14)
    assert str(load(Path("hills/scenario.yaml"), "").value["dates"]["start"]) == start
    plain = read_draft(Path("hills/drafts.yaml"), "")
    (headline,) = [
        one for claim in plain["claims"] for one in claim["definitions"] if one["id"] == claim["headline"]
    ]
    assert (headline["recent"], headline["earlier"]) == tuple(windows)
    path = Path("hills/drafts.yaml")
    path.write_text(
        re.sub("status: draft", "status: confirmed", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    if "gazette" in told or len(reports) > 1:
        assert cli.main(["check", "hills"]) == 0
        assert "undefined in every run" not in capsys.readouterr().out


def test_a_count_of_days_before_the_start_is_proposed_as_context(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = {
        "2030-03-20_a.txt": "On 18 March the Reds held 5 of 12 districts.",
        "2030-04-15_b.txt": "The Reds have taken 4 districts since 1 March, the radio said.",
    }
    write_reports(here, reports)
    assert new(grid(here)) == 0
    assert (
        "proposed as context, because they refer to days before the start: 2030_04_15_b_gained"
        in capsys.readouterr().out
    )
    counts = [
        one for report in read_draft(Path("hills/drafts.yaml"), "")["reports"] for one in report["counts"]
    ]
    assert [one["use"] for one in counts] == ["start", "context"]
    path = Path("hills/drafts.yaml")
    text = path.read_text(encoding="utf-8").replace("basis: null", "basis: 12")
    path.write_text(text.replace("status: draft", "status: confirmed"), encoding="utf-8")
    assert cli.main(["check", "hills"]) == 0


def test_a_start_that_was_given_is_kept(here: Path) -> None:
    assert new(grid(here), "--start", "2030-02-01") == 0
    assert str(load(Path("hills/scenario.yaml"), "").value["dates"]["start"]) == "2030-02-01"


def test_a_scenario_begun_has_the_priors_of_its_size(here: Path) -> None:
    assert new(grid(here)) == 0
    law = read_scenario("hills", drafts="leave").law
    prior = PARAMETERS["accounts.reserve_challenger"].prior
    assert law["accounts.reserve_challenger"].prior.a == pytest.approx(prior.a * 12 / SCALE)
    assert law["accounts.reserve_challenger"].origin == "code"
