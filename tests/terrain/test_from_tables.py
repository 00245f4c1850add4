"""Tables: what is read, and every fault with its file, line, value and what was expected."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.base.errors import UsageError
from sim.terrain.files import table_files
from tests.terrain.files import DISTRICTS, EDGES, TABLES, read, write_tables
from tests.terrain.sheets import write_sheet


def faults(folder: Path, districts: str = DISTRICTS, edges: str = EDGES, **block: object) -> list[str]:
    """Fault lines of two tables that must be refused."""
    write_tables(folder, districts, edges)
    with pytest.raises(UsageError) as caught:
        read(folder, {**TABLES, **block})
    return str(caught.value).splitlines()


def test_two_tables_become_a_network(tmp_path: Path) -> None:
    write_tables(tmp_path)
    terrain = read(tmp_path, {**TABLES, "source": "made up"})
    assert terrain.ids == ("A1", "A2", "B1")
    assert terrain.names == ("Alder", "Birch", "Cedar")
    assert terrain.province_names == ("West", "East")
    assert terrain.past.tolist() == [1, 0.5, 0]
    assert terrain.edge_weight.tolist() == [20, 15.5]
    assert (terrain.national, terrain.source, terrain.problems()) == (2, "made up", [])


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_a_byte_order_mark_and_other_line_ends_change_nothing(tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    write_tables(tmp_path, change(DISTRICTS), change(EDGES))
    assert read(tmp_path, TABLES).ids == ("A1", "A2", "B1")


def test_columns_that_may_be_left_out_have_their_defaults(tmp_path: Path) -> None:
    write_tables(tmp_path, "id,name,province,seat,population\nA,Å,P,0,5\n", "a,b\n")
    terrain = read(tmp_path, {"districts": "districts.csv", "edges": "edges.csv"})
    assert terrain.past.tolist() == [0.0]
    assert np.isnan(terrain.lon).all()
    assert terrain.problems() == []


def test_names_are_normalised(tmp_path: Path) -> None:
    write_tables(tmp_path, DISTRICTS.replace("Alder", "A\u030alder"))
    assert read(tmp_path, TABLES).names[0] == "\u00c5lder"


def test_aliases_lead_to_their_district(tmp_path: Path) -> None:
    write_tables(
        tmp_path, "id,name,province,seat,population,aliases\nA,A,P,0,5,old_A; AA\nB,B,P,0,5,\n", "a,b\nA,B\n"
    )
    assert read(tmp_path, {**TABLES, "weights": "equal"}).aliases == {"old_A": "A", "AA": "A"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("0.5,30.5", "1.5,30.5", "here/districts.csv:3 past = '1.5': expected a number from 0 to 1"),
        ("2000", "many", "here/districts.csv:3 population = 'many': expected a number from 0 to 1e+11"),
        ("2000", "", "here/districts.csv:3 population = '': expected a number from 0 to 1e+11"),
        ("2000", "nan", "here/districts.csv:3 population = 'nan': expected a number from 0 to 1e+11"),
        ("2000", "-1", "here/districts.csv:3 population = '-1': expected a number from 0 to 1e+11"),
        ("East,2", "East,3", "here/districts.csv:4 seat = '3': expected 0 (rural), 1 (provincial capital) or 2 (national capital)"),
        ("30.5,10", "30.5,91", "here/districts.csv:3 lat = '91': expected a number from -90 to 90"),
        ("A2,Birch", "A" * 65 + ",Birch", f"here/districts.csv:3 id = '{'A' * 56}...: expected 1 to 64 letters, digits, '_', '.' or '-'"),
        ("Birch", "Bir\u202ech", "here/districts.csv:3 name = 'Bir\\u202ech': holds a control character; take it out"),
        ("Birch", "", "here/districts.csv:3 name = '': expected a name of 1 to 200 characters"),
        (",Birch", "", "here/districts.csv:3 has 7 fields; expected 8"),
        ("past", "passed", None),
        ("seat", "seats", "here/districts.csv:1 has no column 'seat'; nearest: seats"),
        ("lon,lat", "lon,lon", "here/districts.csv:1 has the column 'lon' twice"),
        ("B1,Cedar", "A1,Cedar", "here/districts.csv:4 id = 'A1' appears twice; first on line 2"),
    ],
)  # fmt: skip
def test_a_fault_in_the_districts_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, fault: str | None
) -> None:
    changed = DISTRICTS.replace(old, new, 1)
    assert changed != DISTRICTS
    if fault is None:  # a column of another name is no column of ours
        write_tables(tmp_path, changed)
        assert read(tmp_path, TABLES).past.tolist() == [0, 0, 0]
    else:
        assert faults(tmp_path, changed) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("A1,A2,20", "A1,A3,20", "here/edges.csv:2 b = 'A3' is not a district; known: A1, A2, B1"),
        ("A1,A2,20", "A1,A1,20", "here/edges.csv:2 b = 'A1' joins a district to itself; expected another"),
        (
            "A2,B1,15.5",
            "A2,A1,15.5",
            "here/edges.csv:3 border_km = 15.5, but 20 on line 2 for the same two; expected one weight",
        ),
        ("15.5", "0", "here/edges.csv:3 border_km = '0': expected a number from 1e-09 to 1e+12"),
        ("15.5", "inf", "here/edges.csv:3 border_km = 'inf': expected a number from 1e-09 to 1e+12"),
        ("border_km", "border", "here/edges.csv:1 has no column 'border_km'; nearest: border"),
        ("A2,B1", '"A2,B1', "here/edges.csv:3 is not a CSV table: unexpected end of data"),
    ],
)
def test_a_fault_in_the_edges_is_named_with_its_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    changed = EDGES.replace(old, new, 1)
    assert changed != EDGES
    assert faults(tmp_path, edges=changed) == [fault]


def test_faults_of_both_tables_come_together(tmp_path: Path) -> None:
    districts = DISTRICTS.replace("2000", "many").replace("East,2", "East,7")
    assert [line.split(" ")[0] for line in faults(tmp_path, districts, EDGES.replace("20", "-20"))] == [
        "here/districts.csv:3", "here/districts.csv:4", "here/edges.csv:2",
    ]  # fmt: skip


def test_thousands_of_faults_are_counted_and_not_listed(tmp_path: Path) -> None:
    lines = faults(tmp_path, edges="a,b,border_km\n" + "A1,X9,1\n" * 3000)
    assert len(lines) == 51
    assert lines[-1] == "here/edges.csv has 2950 more faults"


def test_two_districts_may_not_share_an_alias(tmp_path: Path) -> None:
    table = "id,name,province,seat,population,aliases\nA,A,P,0,5,X\nB,B,P,0,5,X;A\n"
    assert faults(tmp_path, table, "a,b\n", weights="equal") == [
        "here/districts.csv:3 aliases = 'X' already means A",
        "here/districts.csv:3 aliases = 'A' already means A",
    ]


def test_a_table_without_districts_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, DISTRICTS.splitlines()[0] + "\n", "a,b,border_km\n") == [
        "here/districts.csv has 0 districts; expected 1 to 100,000"
    ]


def refused_name(folder: Path, key: str, name: str) -> str:
    """The one fault of a block in which a table has another name."""
    write_tables(folder)
    with pytest.raises(UsageError) as caught:
        read(folder, {**TABLES, key: name})
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


@pytest.mark.parametrize("key", ["districts", "edges"])
@pytest.mark.parametrize(
    "name", ["../secret.csv", "..\\secret.csv", "c:secret.csv", "link.csv", "/etc/hostname"]
)
def test_nothing_outside_the_folder_is_opened(tmp_path: Path, key: str, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "secret.csv").write_text(DISTRICTS)
    (home / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert "leads out of the scenario's folder" in refused_name(home, key, name)


@pytest.mark.parametrize("name", ["missing.csv", "folder.csv", ""])
def test_missing_files_and_folders_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert refused_name(tmp_path, "edges", name) == f"here/{name} does not exist, or is no file"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (DISTRICTS.encode("utf-16"), "here/districts.csv:1 is not UTF-8 at byte 0; save it as UTF-8"),
        (DISTRICTS.replace("Birch", "B\0").encode(), "here/districts.csv:3 holds a NUL byte; expected text"),
    ],
)
def test_other_encodings_and_nul_bytes_are_refused(tmp_path: Path, data: bytes, fault: str) -> None:
    write_tables(tmp_path)
    (tmp_path / "districts.csv").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        read(tmp_path, TABLES)
    assert str(caught.value).splitlines() == [fault]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edges=st.booleans(),
    at=st.integers(0, 140),
    drop=st.integers(0, 6),
    put=st.text(st.sampled_from('",;\n\r\t \x00\ufeff-+.eE019AZ\u202e\ud7ff'), max_size=6),
)
def test_a_table_with_any_small_change_is_read_or_refused_in_our_words(
    tmp_path: Path, edges: bool, at: int, drop: int, put: str
) -> None:
    text = EDGES if edges else DISTRICTS
    changed = text[:at] + put + text[at + drop :]
    write_tables(tmp_path, *((DISTRICTS, changed) if edges else (changed, EDGES)))
    try:
        assert read(tmp_path, TABLES).districts >= 1
    except UsageError as error:
        assert str(error).startswith("here/")


def test_a_border_told_from_both_sides_with_one_length_is_one_border(tmp_path: Path) -> None:
    write_tables(tmp_path, edges="a,b,border_km\nA1,A2,20\nA2,A1,20.0\nA2,B1,15.5\nB1,A2,15.5\n")
    terrain = read(tmp_path, TABLES)
    assert terrain.edge_weight.tolist() == [20, 15.5]
    write_tables(tmp_path, edges="a,b\nA1,A2\nA2,A1\nA2,B1\n")
    assert read(tmp_path, {**TABLES, "weights": "equal"}).edge_weight.tolist() == [1, 1]


def with_semicolons(text: str) -> str:
    """As a spreadsheet of a country that writes commas in its numbers."""
    return text.replace(",", ";")


def with_blanks(text: str) -> str:
    """As a spreadsheet that has once been wider and longer."""
    lines = text.splitlines()
    width = lines[0].count(",") + 2
    return "\n".join([f"{line},," for line in lines] + ["," * width, "," * width]) + "\n"


@pytest.mark.parametrize(
    "change",
    [
        with_semicolons,
        with_blanks,
        lambda text: text.replace(",", "\t"),
        lambda text: "sep=;\n" + with_semicolons(text),
        lambda text: with_semicolons(with_blanks(text)),
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]
    write_tables(tmp_path, change(DISTRICTS), change(EDGES))
    terrain = read(tmp_path, TABLES)
    assert (terrain.ids, terrain.edge_weight.tolist()) == (("A1", "A2", "B1"), [20, 15.5])


@pytest.mark.parametrize("start", [0, 1], ids=["pandas", "R"])
def test_the_numbers_of_rows_in_a_first_column_without_a_name_are_passed_over(
    tmp_path: Path, start: int
) -> None:
    def numbered(text: str) -> str:
        head, *rows = text.splitlines()
        return "\n".join(["," + head, *(f"{start + row},{cells}" for row, cells in enumerate(rows))]) + "\n"

    write_tables(tmp_path, numbered(DISTRICTS), numbered(EDGES))
    assert read(tmp_path, TABLES).ids == ("A1", "A2", "B1")


def with_titles(text: str) -> str:
    """As an office publishes it: what it is, and an empty line, above the header."""
    return f"Districts and borders, 2030;;\n\n{with_semicolons(text)}"


def test_titles_above_the_header_are_passed_over_and_a_line_keeps_its_number(tmp_path: Path) -> None:
    write_tables(tmp_path, with_titles(DISTRICTS), with_titles(EDGES))
    assert read(tmp_path, TABLES).edge_weight.tolist() == [20, 15.5]
    told = faults(tmp_path, edges=with_titles(EDGES).replace("15.5", "15,5"))
    assert told == [
        "here/edges.csv:5 border_km = '15,5': expected a number from 1e-09 to 1e+12, with a point before its decimals"
    ]


def test_the_first_row_of_a_table_without_a_header_is_no_title(tmp_path: Path) -> None:
    assert faults(tmp_path, edges="A1,A2\nA2,B1\na,b\n", weights="equal") == [
        "here/edges.csv:1 has no column 'a' or 'source' or 'from' or 'src'; known: A1, A2",
        "here/edges.csv:1 has no column 'b' or 'target' or 'to' or 'dst'; known: A1, A2",
    ]


@pytest.mark.parametrize("ends", ["Source,Target", "from,to", "SRC,DST"])
def test_the_ends_of_a_border_may_have_other_names(tmp_path: Path, ends: str) -> None:
    write_tables(tmp_path, edges=EDGES.replace("a,b", ends))
    assert read(tmp_path, TABLES).edge_weight.tolist() == [20, 15.5]


def test_a_source_of_the_data_is_no_end(tmp_path: Path) -> None:
    write_tables(tmp_path, edges="a,b,source\nA1,A2,survey\nA2,B1,survey\n")
    assert len(read(tmp_path, {**TABLES, "weights": "equal"}).edge_a) == 2


def test_numbers_of_borders_that_weigh_nothing_are_named(tmp_path: Path) -> None:
    write_tables(tmp_path, edges="a,b,km,road,id\nA1,A2,20,yes,1\nA2,B1,15.5,no,2\n")
    assert read(tmp_path, {**TABLES, "weights": "equal"}).notes == (
        "all borders have equal weight; numbers of them that are not read: km (network.weights; sim new: --weights)",
    )
    assert read(tmp_path, {**TABLES, "weights": "km"}).notes == ()


def test_a_cell_under_no_name_is_a_fault_and_a_line_keeps_its_number(tmp_path: Path) -> None:
    told = faults(tmp_path, edges="sep=;\na;b;border_km;\nA1;A2;20;\n;;;\nA2;B1;15.5;see note\n")
    assert told == ["here/edges.csv:5 holds 'see note' in column 4, which has no name"]


def test_each_border_may_stand_there_from_both_sides(tmp_path: Path) -> None:
    write_tables(tmp_path, edges="a,b,border_km\nA1,A2,20\nA2,A1,20.0\nA2,B1,15.5\nB1,A2,15.5\nA1,A2,20\n")
    terrain = read(tmp_path, TABLES)
    assert terrain.edge_weight.tolist() == [20, 15.5] and terrain.problems() == []


def test_ids_with_blanks_get_an_id_and_keep_their_name(tmp_path: Path) -> None:
    write_tables(
        tmp_path,
        "id,name,province,seat\nNorth Shan,North Shan,P,0\nSão João,São João,P,0\n",
        "a,b\nNorth Shan,São João\n",
    )
    terrain = read(tmp_path, {"districts": "districts.csv", "edges": "edges.csv"})
    assert (terrain.ids, terrain.names) == (("North_Shan", "Sao_Joao"), ("North Shan", "São João"))
    assert (
        terrain.aliases == {"North Shan": "North_Shan", "São João": "Sao_Joao"} and len(terrain.edge_a) == 1
    )
    assert terrain.notes == (
        "ids made from what the file writes (2): 'North Shan' is North_Shan, 'São João' is Sao_Joao",
    )


@pytest.mark.parametrize("column", ["", ",population"])
def test_the_population_may_be_unknown(tmp_path: Path, column: str) -> None:
    empty = "," * column.count(",")
    write_tables(tmp_path, f"id,name,province,seat{column}\nA,A,P,0{empty}\nB,B,P,1{empty}\n", "a,b\nA,B\n")
    terrain = read(tmp_path, {"districts": "districts.csv", "edges": "edges.csv"})
    assert terrain.population.tolist() == [0, 0] and terrain.problems() == []


def test_tables_of_excel_and_parquet_give_the_same_network(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    write_tables(tmp_path)
    rows = {
        name: [line.split(",") for line in text.splitlines()]
        for name, text in (("d", DISTRICTS), ("e", EDGES))
    }
    plain = read(tmp_path, TABLES)
    for name, (header, *body) in rows.items():
        numbers = [[float(one) if one.replace(".", "").isdigit() else one for one in row] for row in body]
        write_sheet(tmp_path / f"{name}.xlsx", [header, *numbers])
        columns = {key: [row[place] for row in numbers] for place, key in enumerate(header)}
        parquet.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    for suffix in ("xlsx", "parquet"):
        block = {"districts": f"d.{suffix}", "edges": f"e.{suffix}", "weights": "border_km"}
        assert read(tmp_path, block).canonical == plain.canonical


def test_a_small_file_that_stands_for_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    monkeypatch.setattr(table_files, "MOST_UNPACKED", 1_000_000)
    write_tables(tmp_path)
    once = pa.DictionaryArray.from_arrays(pa.array([0] * 500, pa.int32()), pa.array(["x" * 10_000]))
    parquet.write_table(pa.table({"a": once, "b": once}), tmp_path / "e.parquet", store_schema=False)
    with zipfile.ZipFile(tmp_path / "e.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", bytes(1_000_001))
    for name in ("e.parquet", "e.xlsx"):
        assert (tmp_path / name).stat().st_size < 20_000
        with pytest.raises(UsageError, match=f"here/{name} unpacks to more than 1,000,000 bytes"):
            read(tmp_path, {"districts": "districts.csv", "edges": name})


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("e.xlsx", b"PK nothing", "here/e.xlsx is not an Excel file (.xlsx); save it as CSV UTF-8"),
        ("e.xlsx", b"a,b\n", "here/e.xlsx is not an Excel file (.xlsx); save it as CSV UTF-8"),
        ("e.parquet", b"a,b\n", "here/e.parquet cannot be read as Parquet"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    write_tables(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=re.escape(problem)):
        read(tmp_path, {"districts": "districts.csv", "edges": name})


def test_a_sheet_may_have_titles_above_its_header_and_empty_rows_below(tmp_path: Path) -> None:
    write_tables(tmp_path)
    rows = [
        ["Borders of the districts", "", ""],
        ["", "", ""],
        ["Source", "Target", "km"],
        ["A1", "A2", 20],
        ["", "", ""],
        ["A2", "B1", 15.5],
    ]
    write_sheet(tmp_path / "e.xlsx", rows)
    block = {"districts": "districts.csv", "edges": "e.xlsx", "weights": "km"}
    assert read(tmp_path, block).edge_weight.tolist() == [20, 15.5]
    write_sheet(tmp_path / "e.xlsx", [*rows, ["A2", "Z9", 1]])
    with pytest.raises(UsageError, match="here/e.xlsx:7 b = 'Z9' is not a district"):
        read(tmp_path, block)
    write_sheet(tmp_path / "e.xlsx", [["District 1", "District 2"], ["A1", "A2"]])
    with pytest.raises(
        UsageError, match="here/e.xlsx:1 has no column 'a' or 'source'.*known: District 1, District 2"
    ):
        read(tmp_path, block)


def test_a_workbook_of_several_sheets_is_asked_which(tmp_path: Path) -> None:
    write_tables(tmp_path)
    write_sheet(tmp_path / "e.xlsx", [["a", "b"], ["A1", "A2"]], [["x"], ["y"]])
    with pytest.raises(UsageError, match="has 2 sheets: Sheet1, Sheet2; expected one, or one called e"):
        read(tmp_path, {"districts": "districts.csv", "edges": "e.xlsx"})
    write_sheet(tmp_path / "Sheet1.xlsx", [["a", "b"], ["A1", "A2"], ["A2", "B1"]], [["x"], ["y"]])
    assert len(read(tmp_path, {"districts": "districts.csv", "edges": "Sheet1.xlsx"}).edge_a) == 2
