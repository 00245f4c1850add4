"""Every limit that SECURITY.md names: a file beyond it is refused in one line, before it fills memory or time."""

from __future__ import annotations

import json
import re
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from sim.app.drafting import pdf_files, report_texts
from sim.app.entry import cli
from sim.app.report.brief import read_brief
from sim.app.sweeps.result import read_points
from sim.base import csv_tables, limited_files
from sim.base.errors import SimError, UsageError
from sim.base.limited_files import read_json, read_limited
from sim.exam.coarse_partition import read_coarse
from sim.forecast.outcomes import open_table
from sim.output.run_folder import read_run_folder
from sim.scenario.campaign import read_holdings
from sim.scenario.files.paths import locate
from sim.scenario.reader import read_scenario
from sim.terrain import assemble
from sim.terrain.files import graph_files, layers, table_files
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.table_files import read_cells
from sim.terrain.sources import read_network
from tests.app.drafting.test_report_texts import line, pdf
from tests.scenario.folders import toy
from tests.terrain.maps import box, features, write_any, write_geojson, zip_up
from tests.terrain.sheets import MAIN, write_sheet

ROOT = Path(__file__).resolve().parents[1]
MAP = {"A": box(20, 40, 21, 41), "B": box(21, 40, 22, 41)}
DEEP = "[" * 200_000


def of_size(path: Path, size: int) -> str:
    """A file with a hole in it: as long as that, and no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)
    return path.name


def network(folder: Path, file: str, **block: Any) -> str:
    """The error that reading a network of a file raises."""
    kind = "graph" if file.endswith(("graphml", "edges")) else "geo"
    with pytest.raises(SimError) as caught:
        read_network(
            {"from": kind, "file": file, "source": "made up", **block}, lambda name: folder / name, "here"
        )
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_a_file_is_read_up_to_its_limit_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_limited(tmp_path / "a", 5) == b"12345"
    with pytest.raises(OSError, match="has more than 4 bytes"):
        read_limited(tmp_path / "a", 4)


@pytest.mark.parametrize("text", [DEEP, '{"a":' * 200_000, "{", "\udcff"])
def test_json_that_cannot_be_read_is_a_value_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ValueError):
        read_json(tmp_path / "a.json")


@pytest.mark.parametrize("name", ["net.graphml", "net.edges"])
def test_graphs_beyond_64_mb_are_refused(name: str, tmp_path: Path) -> None:
    assert f"{name} has more than 64,000,000 bytes" in network(tmp_path, of_size(tmp_path / name, 64_000_001))


def test_tables_beyond_64_mb_are_refused(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    of_size(folder / "edges.csv", 64_000_001)
    with pytest.raises(SimError, match=r"edges\.csv has more than 64,000,000 bytes"):
        read_scenario(folder)


def test_tables_beside_a_scenario_beyond_64_mb_are_refused(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    scenario = read_scenario(folder)
    for name in ("outcomes.csv", "exam.csv"):
        of_size(folder / name, 64_000_001)
    (fault,) = open_table(scenario, "outcomes.csv", ()).faults
    assert fault.problem == "cannot be read: has more than 64,000,000 bytes"
    with pytest.raises(SimError, match=r"exam\.csv cannot be read: has more than 64,000,000 bytes"):
        read_holdings(locate(scenario.folder), "exam.csv", scenario)
    with pytest.raises(UsageError, match="has more than 64,000,000 bytes"):
        read_points(folder / "exam.csv", scenario)


def coarse(folder: Path, members: str) -> Path:
    """The toy with a coarser partition of two units."""
    (toy(folder) / "coarse").mkdir()
    (folder / "coarse" / "districts.csv").write_text(
        "id,name,province,seat\nW,West,P,0\nE,East,P,0\n", encoding="utf-8"
    )
    (folder / "coarse" / "edges.csv").write_text("a,b,border_km\nW,E,3\n", encoding="utf-8")
    (folder / "coarse" / "members.csv").write_text(members, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ("district\nT01\n", "coarse"),
        ("district,coarse\nT01,N\n", "members.csv:2 coarse = 'N' is not a district of the coarser network"),
        ("district,coarse\nT01,W\n", "members.csv has no row for the district 'T02'"),
    ],
)  # fmt: skip
def test_a_coarser_partition_that_does_not_fit_is_refused(members: str, problem: str, tmp_path: Path) -> None:
    folder = coarse(tmp_path / "toy", members)
    with pytest.raises(SimError, match=re.escape(problem)):
        read_coarse(str(folder), ("T01", "T02"))


def test_a_coarser_partition_that_fits_is_read(tmp_path: Path) -> None:
    folder = coarse(tmp_path / "toy", "district,coarse\nT01,W\nT02,E\n")
    assert read_coarse(str(folder), ("T01", "T02"))[1].tolist() == [0, 1]


def test_boundary_files_beyond_their_limits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_geojson(tmp_path, features(MAP))
    write_any(tmp_path, "net.gpkg", MAP, "EPSG:4326", "GPKG")
    write_any(tmp_path, "net.shp", MAP, "EPSG:4326", "ESRI Shapefile")
    monkeypatch.setattr(layers, "MOST_BYTES", 200)
    assert "net.geojson has more than 200 bytes" in network(tmp_path, "net.geojson")
    assert re.search(r"net\.gpkg has [\d,]+ bytes; expected at most 800", network(tmp_path, "net.gpkg"))
    assert re.search(r"net\.shp has [\d,]+ bytes; expected at most 800", network(tmp_path, "net.shp"))
    assert "unpacks to more than 800 bytes" in network(tmp_path, zip_up(tmp_path, "net"))


@pytest.mark.parametrize(
    ("name", "driver"), [("net.gpkg", "GPKG"), ("net.shp", "ESRI Shapefile"), ("net.fgb", "FlatGeobuf")]
)
def test_features_beyond_the_limit_are_not_read(
    name: str, driver: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_any(tmp_path, name, MAP, "EPSG:4326", driver)
    monkeypatch.setattr(layers, "MOST_FEATURES", 1)
    assert "has 2 features; expected at most 1" in network(tmp_path, name)


def test_a_network_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert assemble.MOST_DISTRICTS == layers.MOST_FEATURES == 100_000
    write_geojson(tmp_path, features(MAP))
    monkeypatch.setattr(assemble, "MOST_DISTRICTS", 1)
    assert "has 2 districts; expected 1 to 1" in network(tmp_path, "net.geojson")


@pytest.mark.parametrize("text", [DEEP, '{"type":"FeatureCollection","features":' + DEEP])
def test_geojson_nested_without_end_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "net.geojson").write_text(text, encoding="utf-8")
    assert "net.geojson" in network(tmp_path, "net.geojson")


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "net.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", bytes(1000))
    assert "holds 0 files of boundaries" in network(tmp_path, "net.zip")


def refused(path: Path) -> str:
    """The error that reading the texts of a path raises."""
    with pytest.raises(UsageError) as caught:
        report_texts.read_texts(path, None, None)
    return str(caught.value)


def test_texts_beyond_their_limits_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_size(tmp_path / "a.txt", 20_000_001)
    assert refused(tmp_path / "a.txt").endswith(
        "has more than 20,000,000 bytes; expected the text of a report"
    )
    (tmp_path / "a.txt").write_text("x " * 500_001, encoding="utf-8")
    assert "has 1,000,002 characters; expected at most 1,000,000" in refused(tmp_path / "a.txt")
    assert report_texts.MOST_FILES == 500
    monkeypatch.setattr(report_texts, "MOST_FILES", 1)
    (tmp_path / "b.txt").write_text("x", encoding="utf-8")
    assert "holds 2 texts; expected at most 1" in refused(tmp_path)


def test_a_page_of_too_many_tags_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<td>" * 300_001)
    assert refused(tmp_path / "a.html").endswith(
        "has 300,001 tags; expected at most 300,000, one report a page"
    )


def test_pages_of_a_pdf_beyond_the_limit_are_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (pdf_files.MOST_PAGES, pdf_files.MOST_CONTENT, pdf_files.MOST_OPERATIONS) == (
        300,
        5_000_000,
        500_000,
    )
    monkeypatch.setattr(pdf_files, "MOST_PAGES", 2)
    sentences = (
        "The Reds hold 11 districts.",
        "The Blues lost 12 villages.",
        "Officials said 13 towns fell.",
    )
    around = [
        [f"{word} {place}." for word in ("Rain fell in", "Snow lay on", "Wind blew over", "Dust hid")]
        for place in ("A", "B", "C")
    ]
    pages = [
        [*map(line, other[:2]), line(one), *map(line, other[2:])]
        for one, other in zip(sentences, around, strict=True)
    ]
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    (text,) = report_texts.read_texts(tmp_path / "a.pdf", None, None)
    assert "12 villages" in text.text and "13 towns" not in text.text
    assert "1 of its 3 pages left out; only the first 2 are read" in text.remarks


VERBS: dict[str, Callable[[str], list[str]]] = {
    "brief": lambda folder: ["brief", folder],
    "diff": lambda folder: ["diff", folder, folder],
    "export": lambda folder: ["export", folder],
    "reproduce": lambda folder: ["reproduce", folder],
    "rerun": lambda folder: ["rerun", folder, "run=1"],
}
FORMS = {
    "nested": DEEP, "an empty list": "[]", "nothing": "", "an empty mapping": "{}", "only its schema": json.dumps({"schema": "sim.brief/1"}),
    "parts of another kind": json.dumps({"schema": "sim.brief/1", "claims": 3, "ground": [], "config": {}, "command": "sim", "hashes": 1}),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_folder_that_somebody_made_up_is_a_users_mistake(
    verb: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("brief.json", "verdicts.json", "evidence.json", "manifest.json"):
        (tmp_path / name).write_text(FORMS[form], encoding="utf-8")
    assert cli.main(VERBS[verb](str(tmp_path))) == 2
    said = capsys.readouterr().err
    assert "internal error" not in said and "expected" in said


def test_documents_of_a_folder_beyond_64_mb_are_refused(tmp_path: Path) -> None:
    assert limited_files.MOST_BYTES == 64_000_000
    for name in ("brief.json", "manifest.json"):
        of_size(tmp_path / name, 64_000_001)
    for read in (read_brief, lambda folder: read_run_folder(folder, "a folder")):
        with pytest.raises(UsageError, match="has more than 64,000,000 bytes"):
            read(tmp_path)


def test_the_limits_stand_in_the_document_as_they_are_in_the_code() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for words in (
        "2 MB", "50,000 values, 20 levels", "64 MB", "100,000 districts", "500 MB", "2 GB", "256 MB", "20 MB", "500 files", "300,000 tags", "300 pages",
        "5 MB of instructions", "10 MB of instructions and 500,000 drawing operations", "256 MB of the rows of one run", "1,000,000,000 rows",
        "1,000,000 lines, 10,000,000 cells", "131,072 characters", "2,500,000 parts", "200,000 nodes, 1,000,000 edges", "100 levels of elements", "10,000,000 defaults", "50,000,000 lists", "20,000,000 steps",
        "256 MB of cells", "1,000,000 rows, 10,000,000 cells", "100,000 rows, 200,000,000 cells",
    ):  # fmt: skip
        assert words in text, words


def test_a_table_of_too_many_lines_or_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (csv_tables.MOST_ROWS, csv_tables.MOST_CELLS) == (1_000_000, 10_000_000)
    for name, most in (("MOST_ROWS", 3), ("MOST_CELLS", 7)):
        with monkeypatch.context() as patch:
            patch.setattr(csv_tables, name, most)
            for data in (b"a,b\n" + b"1,2\n" * 3, b"a,b\n" + b",\n" * 3):
                (fault,) = csv_tables.read_table(data, "t.csv", ("a",)).faults
                assert "lines or" in fault.problem and f"{most} " in fault.problem
            assert not csv_tables.read_table(b"a,b\n" + b"1,2\n" * 2, "t.csv", ("a",)).faults


@pytest.mark.parametrize(
    ("name", "text"),
    [("net.edges", "a b\n" * 4), ("net.graphml", "<a/>" * 4), ("net.gexf", "<a/>" * 4), ("net.json", "[{}, {}, {}]")],
)  # fmt: skip
def test_parts_of_a_graph_are_counted_before_they_are_read(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graph_files.MOST_PARTS == 2_500_000
    assert set(graph_files.MARKS) == set(graph_files.READERS)
    monkeypatch.setattr(graph_files, "MOST_PARTS", 3)
    (tmp_path / name).write_text(text, encoding="utf-8")
    folder = ScenarioFolder(lambda file: tmp_path / file, "here")
    with pytest.raises(
        SimError, match=rf"here/{name} has 4 of the sign .*; expected at most 3: (leave|one line)"
    ):
        graph_files.read_graph(folder, name, "")


NODES = ["<node id='a'/>", "<node id='b'/>", "<node id='c'/>"]
EDGE = "<edge source='a' target='b'/>"


def graphml(*inner: str) -> str:
    """GraphML of these elements."""
    return f"<graphml xmlns='http://graphml.graphdrawing.org/xmlns'><graph edgedefault='undirected'>{''.join(inner)}</graph></graphml>"


def gexf(nodes: str, edges: str) -> str:
    """GEXF of these elements."""
    return f"<gexf xmlns='http://www.gexf.net/1.2draft' version='1.2'><graph><nodes>{nodes}</nodes><edges>{edges}</edges></graph></gexf>"


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("net.edges", "a b\nb c\nc d\n", "edges"),
        ("net.edges", "a b\rb c\u2028c d", "edges"),
        ("net.graphml", graphml(*NODES, EDGE), "nodes"),
        ("net.graphml", graphml(*NODES[:2], EDGE * 3).replace("<edge ", "<e:edge xmlns:e='http://graphml.graphdrawing.org/xmlns' "), "edges"),
        ("net.gexf", gexf("".join(NODES), EDGE), "nodes"),
        ("net.gexf", gexf("".join(NODES[:2]), EDGE * 3), "edges"),
        ("net.json", json.dumps({"nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "links": []}), "nodes"),
        ("net.json", json.dumps({"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"}] * 3}), "edges"),
    ],
)  # fmt: skip
def test_nodes_and_edges_of_a_graph_are_counted_before_it_is_built(
    name: str, text: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (graph_files.MOST_NODES, graph_files.MOST_EDGES) == (200_000, 1_000_000)
    (tmp_path / name).write_text(text, encoding="utf-8")
    folder = ScenarioFolder(lambda file: tmp_path / file, "here")
    assert graph_files.read_graph(folder, name, "").number_of_nodes() >= 2
    monkeypatch.setattr(graph_files, f"MOST_{what.upper()}", 2)
    with pytest.raises(SimError, match=rf"has 3 {what}; expected at most 2: give "):
        graph_files.read_graph(folder, name, "")


def test_levels_and_defaults_of_graphml_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (graph_files.MOST_LEVELS, graph_files.MOST_DEFAULTS) == (100, 10_000_000)
    key = "<key id='k' for='node' attr.name='k' attr.type='int'><default>1</default></key>"
    text = graphml(*NODES).replace("<graph ", f"{key}<graph ")
    assert graph_files.read_graphml(text).nodes["a"]["k"] == 1
    monkeypatch.setattr(graph_files, "MOST_DEFAULTS", 2)
    with pytest.raises(
        ValueError, match="has 1 keys with defaults for 3 nodes, 3 values; expected at most 2: leave out"
    ):
        graph_files.read_graphml(text)
    monkeypatch.setattr(graph_files, "MOST_LEVELS", 2)
    with pytest.raises(ValueError, match="has more than 2 levels of elements"):
        graph_files.read_graphml(text)


def test_links_by_number_and_groups_of_many_graphs_take_no_squared_time() -> None:
    nodes = [{"name": f"n{place}"} for place in range(8_000)]
    links = [{"source": place, "target": place + 1} for place in range(7_999)]
    before = time.process_time()
    graph = graph_files.read_node_link(json.dumps({"nodes": nodes, "links": links}))
    assert graph.number_of_edges() == 7_999 and time.process_time() - before < 5.0
    before = time.process_time()
    assert "a" not in graph_files.read_graphml(
        graphml("<node id='a'>", "<graph/>" * 20_000, "<graph><node id='b'/></graph></node>")
    )
    assert time.process_time() - before < 5.0


def test_forms_of_a_pdf_that_draw_forms_end_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pdf_files.MOST_CONTENTS == 10_000_000
    (tmp_path / "a.pdf").write_bytes(pdf_of_forms(levels=12, each=4))
    for name, most, problem in (
        ("MOST_OPERATIONS", 200, "needs more than 200 drawing operations"),
        ("MOST_CONTENTS", 2000, "has more than 2,000 bytes of instructions"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(pdf_files, name, most)
            before = time.process_time()
            said = refused(tmp_path / "a.pdf")
            assert problem in said and "cut it to the pages of the report" in said
            assert time.process_time() - before < 2.0


def pdf_of_forms(levels: int, each: int) -> bytes:
    """A page that draws a form ``each`` times, which draws another as often, and so on."""
    text, drawn = "BT /F1 9 Tf (a) Tj ET", "/X Do " * each
    own = "/Font << /F1 3 0 R >>"
    forms = [(text, own), *((drawn, f"{own} /XObject << /X {place + 4} 0 R >>") for place in range(levels))]
    last = f"<< {own} /XObject << /X {len(forms) + 3} 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{len(forms) + 5} 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {uses} >> /Length {len(stream)} >>\nstream\n{stream}\nendstream"
            for stream, uses in forms
        ),
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(forms) + 4} 0 R /Resources {last} >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()


def cells(folder: Path, name: str) -> str:
    """The error that reading a table of another kind than CSV raises."""
    with pytest.raises(SimError) as caught:
        read_cells(ScenarioFolder(lambda file: folder / file, "here"), name)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


@pytest.mark.parametrize("values", [pa.nulls(2_000_000), pa.array([False]).take(pa.array([0] * 2_000_000))])
def test_rows_that_take_no_room_in_a_parquet_file_are_counted(values: pa.Array, tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": values}), tmp_path / "e.parquet")
    assert (tmp_path / "e.parquet").stat().st_size < 20_000
    assert "has 2,000,000 rows of 1 columns; expected at most 1,000,000 rows" in cells(tmp_path, "e.parquet")


def test_a_large_text_that_stands_once_in_a_parquet_file_is_not_multiplied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "MOST_UNPACKED", 300_000)
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 50, pa.int32()), pa.array(["x" * 10_000]))
    pq.write_table(pa.table({"a": once}), tmp_path / "e.parquet", store_schema=False)
    assert "e.parquet unpacks to more than 300,000 bytes" in cells(tmp_path, "e.parquet")


def test_lists_of_a_parquet_file_are_left_alone(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["A1"], "b": [[None] * 3]}), tmp_path / "e.parquet")
    assert read_cells(ScenarioFolder(lambda file: tmp_path / file, "here"), "e.parquet") == [["a"], ["A1"]]


def workbook(path: Path, rows: str, text: str = "x") -> str:
    """A workbook of one sheet, whose cells may share one text."""
    write_sheet(path, [["a"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path.name


SHARED = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 50))
CORNERS = '<row r="1"><c r="A1"><v>1</v></c><c r="BZZ1"><v>1</v></c></row><row r="90000"><c r="A90000"><v>1</v></c></row>'


@pytest.mark.parametrize(("rows", "text"), [(SHARED, "x" * 6_000_000), (CORNERS, "x")])
def test_a_small_workbook_that_comes_to_gigabytes_is_refused(rows: str, text: str, tmp_path: Path) -> None:
    name = workbook(tmp_path / "e.xlsx", rows, text)
    assert (tmp_path / name).stat().st_size < 20_000
    assert "unpacks to more than 256,000,000 bytes of cells" in cells(tmp_path, name)


def lie(path: Path, member: str) -> None:
    """Have an archive say that a member is 10 bytes long, with the digest of those."""
    with zipfile.ZipFile(path) as archive:
        check = zlib.crc32(archive.read(member)[:10]).to_bytes(4, "little")
        place = archive.getinfo(member).header_offset
    data = bytearray(path.read_bytes())
    central = data.rindex(member.encode()) - 46
    for start, shift in ((place, 14), (central, 16)):
        data[start + shift : start + shift + 4] = check
        data[start + shift + 8 : start + shift + 12] = (10).to_bytes(4, "little")
    path.write_bytes(data)


def test_an_archive_that_lies_of_its_size_is_unpacked_no_further_than_it_says(tmp_path: Path) -> None:
    name = workbook(tmp_path / "e.xlsx", SHARED)
    lie(tmp_path / name, "xl/worksheets/sheet1.xml")
    assert "cannot be read" in cells(tmp_path, name) or "not XML" in cells(tmp_path, name)
    write_any(tmp_path, "net.gpkg", MAP, "EPSG:4326", "GPKG")
    with zipfile.ZipFile(tmp_path / "net.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "net.gpkg", "net.gpkg")
    lie(tmp_path / "net.zip", "net.gpkg")
    assert "net.zip" in network(tmp_path, "net.zip")


ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t)"
COMPUTED = {
    "endless": "CREATE VIEW odd AS ENDLESS SELECT x AS fid FROM t WHERE x < 0",
    "many": "CREATE VIEW odd AS ENDLESS SELECT x AS fid FROM t",
    "large": "CREATE VIEW odd AS SELECT printf('%.*c', 300000000, 'x') AS id",
    "of the file": "ALTER TABLE gpkg_contents RENAME TO c; CREATE VIEW gpkg_contents AS ENDLESS SELECT * FROM c, t WHERE x < 0",
    "a column": "CREATE TABLE odd (a, b AS (printf('%.*c', 300000000, 'x'))); INSERT INTO odd VALUES (1)",
}  # fmt: skip


@pytest.mark.parametrize("sql", COMPUTED.values(), ids=COMPUTED)
def test_a_geopackage_that_computes_without_end_is_refused(
    sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "read_any", lambda *_: pytest.fail("GDAL must not see it"))
    write_any(tmp_path, "net.gpkg", MAP, "EPSG:4326", "GPKG")
    with closing(sqlite3.connect(tmp_path / "net.gpkg")) as file:
        file.executescript(sql.replace("ENDLESS", ENDLESS))
        file.commit()
    assert "net.gpkg cannot be read as GeoPackage" in network(tmp_path, "net.gpkg")


def test_a_geopackage_with_a_small_view_is_read(tmp_path: Path) -> None:
    write_any(tmp_path, "net.gpkg", MAP, "EPSG:4326", "GPKG")
    with closing(sqlite3.connect(tmp_path / "net.gpkg")) as file:
        file.executescript("CREATE VIEW seen AS SELECT count(*) AS districts FROM gpkg_contents")
        file.commit()
    folder = ScenarioFolder(lambda file: tmp_path / file, "here")
    assert len(layers.read_layer(folder, "net.gpkg", "net").rows) == 2


def test_lists_of_a_geojson_file_are_counted_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "net.geojson").write_text('{"type": "FeatureCollection", "features": [[], []]}')
    monkeypatch.setattr(layers, "MOST_POSITIONS", 3)
    assert "has 4 lists and objects; expected at most 3" in network(tmp_path, "net.geojson")


def test_arcs_that_any_number_of_shapes_draw_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert layers.MOST_POSITIONS == 50_000_000
    arc, shape = [[0, 0], [1, 0], [1, 1], [0, 0]], {"type": "Polygon", "arcs": [[0], [-1]]}
    topology = {"type": "Topology", "arcs": [arc], "objects": {"o": {"type": "GeometryCollection", "geometries": [shape] * 5}}}  # fmt: skip
    assert layers.positions_drawn(topology) == 40
    (tmp_path / "net.topojson").write_text(json.dumps(topology), encoding="utf-8")
    monkeypatch.setattr(layers, "MOST_POSITIONS", 39)
    assert "draws 40 positions by its arcs; expected at most 39" in network(tmp_path, "net.topojson")
