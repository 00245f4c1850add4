"""Control tables and captures of named places: what is read of them, and what is refused with its place."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from sim.scenario.describe import describe
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import ControlRow, Fight
from tests.scenario.folders import MAIN, Edit, faults_at, toy
from tests.worlds import CALM, Walk, line
from tests.worlds import made as made_up

HEADER = ("date", "district", "holder", "by", "published", "doubt")
TABLE = "{id: maps, source: gazette, table: control.csv, columns: {present: by, published: published, error: doubt}}"
START = "start:\n  - id: gazette_start\n    weight: 1\n    held: {red: gazette_march}\n    contested: {red: gazette_march_contested}\n"
Row = tuple[str, ...]


def control(text: str, *more: Edit) -> tuple[Edit, ...]:
    """The toy with one entry under ``control``."""
    return ((MAIN, "\nclaims:", f"\ncontrol:\n  - {text}\n\nclaims:"), *more)


def folder(path: Path, rows: list[Row], entry: str = TABLE, *more: Edit, header: Row = HEADER) -> Path:
    """The toy with a control table."""
    made = toy(path, *control(entry, *more))
    with (made / "control.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return made


def row(date: str, district: str, holder: str, by: str = "", published: str = "", doubt: str = "") -> Row:
    """One row of the table, published on its day unless told otherwise."""
    return (date, district, holder, by, published or date, doubt)


def read(tmp_path: Path, rows: list[Row], entry: str = TABLE) -> list[tuple[int, str, str, str, float]]:
    """Control rows in words: day, district, holder, who contests it, chance of an error."""
    scenario = read_scenario(folder(tmp_path / "toy", rows, entry))
    names = (*scenario.faction_ids, "")
    return [
        (one.day, scenario.terrain.ids[one.district], names[one.holder], names[one.present], one.error)
        for one in scenario.control
    ]


def test_rows_are_found_by_id_name_and_faction_and_sorted(tmp_path: Path) -> None:
    rows = [
        row("2030-03-20", "birch", "Reds", "blue", doubt="0.02"),
        row("2030-02-20", "T01", "red"),
        row("2030-03-20", "T01", "BLUES", "yes"),
    ]
    assert read(tmp_path, rows) == [
        (-9, "T01", "red", "", 0.1),
        (19, "T01", "blue", "red", 0.1),
        (19, "T02", "red", "blue", 0.02),
    ]


def test_what_is_published_later_is_not_read_and_the_check_says_so(tmp_path: Path) -> None:
    made = folder(tmp_path / "toy", [row("2030-03-20", "T05", "red"), row("2030-04-20", "T06", "red")])
    scenario = read_scenario(made)
    assert len(scenario.control) == 1
    assert "maps: 1 rows published after 2030-04-15 are not read yet" in describe(scenario)


def test_a_holder_that_nobody_knows_yet_leaves_the_place_open(tmp_path: Path) -> None:
    assert read(tmp_path, [row("2030-03-01", "T05", "none"), row("2030-03-01", "T06", "red")]) == [
        (0, "T06", "red", "", 0.1)
    ]


def test_rows_may_be_written_out_and_a_month_ends_when_it_was_published(tmp_path: Path) -> None:
    entry = (
        "{id: told, source: gazette, published: same_day, error: 0.03, rows: ["
        "{date: 2030-04-01, places: [Dogwood, T05], holder: red}, "
        "{date: 2030-03, places: [T06], holder: red, published: 2030-03-20, error: 0.2}]}"
    )
    assert read(tmp_path, [], entry) == [
        (19, "T06", "red", "", 0.2),
        (31, "T04", "red", "", 0.03),
        (31, "T05", "red", "", 0.03),
    ]


def test_an_event_table_gives_the_places_that_changed_hands(tmp_path: Path) -> None:
    header = ("event_date", "sub_event_type", "actor1", "admin2", "admin1")
    rows: list[Row] = [
        ("05 March 2030", "Non-state actor overtakes territory", "Front of the Reds", "Cedar", "West"),
        ("06 March 2030", "Armed clash", "Nobody in particular", "Nowhere", "West"),
        ("2030-03-07 00:00:00.000", "Government regains territory", "Military Forces", "Cedar", "West"),
    ]
    entry = (
        "{id: events, source: gazette, table: control.csv, published: same_day, columns: {date: event_date, event: sub_event_type,"
        " holder: actor1, district: admin2, province: admin1}, holders: {Front of the Reds: red, Military Forces: blue}}"
    )
    scenario = read_scenario(folder(tmp_path / "toy", rows, entry, header=header))
    assert [(one.day, one.holder) for one in scenario.control] == [(4, 0), (6, 1)]
    assert "events: 1 events do not say who holds a place" in describe(scenario)


def test_an_event_table_says_where_two_sides_fought_though_not_who_holds_the_place(tmp_path: Path) -> None:
    header = ("date_end", "type_of_violence", "side_a", "side_b", "adm_2", "adm_1")
    rows: list[Row] = [
        ("2030-03-05 00:00:00.000", "1", "Military Forces", "Front of the Reds", "Cedar", "West"),
        ("2030-03-05 00:00:00.000", "1", "Front of the Reds", "Military Forces", "Cedar", "West"),
        ("2030-03-08 00:00:00.000", "3", "Front of the Reds", "Civilians", "Cedar", "West"),
        ("2030-03-09 00:00:00.000", "1", "Front of the Reds", "Villagers", "Cedar", "West"),
        ("2030-02-26 00:00:00.000", "1", "Military Forces", "Front of the Reds", "T05", ""),
        ("2030-01-26 00:00:00.000", "1", "Military Forces", "Front of the Reds", "T05", ""),
    ]
    columns = "date: date_end, event: type_of_violence, holder: side_a, present: side_b, district: adm_2, province: adm_1"
    entry = (
        f"{{id: ged, source: gazette, table: control.csv, published: same_day, error: 0.1, columns: {{{columns}}}, events: {{'1': fought}},"
        " holders: {Front of the Reds: red, Military Forces: blue, Villagers: none}}"
    )
    made = folder(tmp_path / "toy", rows, entry, header=header)
    scenario = read_scenario(made)
    cedar, fifth = scenario.terrain.row["T03"], scenario.terrain.row["T05"]
    assert scenario.fights == (
        Fight(-3, fifth, (0, 1), 0.1, "gazette"),
        Fight(4, cedar, (0, 1), 0.1, "gazette"),
    )
    assert scenario.control == ()
    said = describe(scenario)
    assert "reported fights, so that the side that does not hold the place is present in it: 2 rows" in said
    assert "ged: 1 fights lie more than 7 days before the start" in said
    assert "ged: 1 rows name no holder, or not two opposing sides" in said
    assert simulation_hash(scenario) != simulation_hash(replace(scenario, fights=()))


def test_where_two_sides_fought_the_one_that_does_not_hold_the_place_is_present(tmp_path: Path) -> None:
    rows = tuple(ControlRow(0, place, int(place > 2)) for place in range(9))
    told = (Fight(4, 8, (0, 1)), Fight(4, 0, (0, 1)), Fight(4, 7, (0, 1), error=1.0))
    walk = Walk(replace(made_up(line(9), CALM | {"presence.spread": 0.0}, control=rows), fights=told))
    red, blue = walk.state.pairs["presence"].reshape(2, -1)
    walk.days(3)
    assert not red[8] and not blue[0]
    walk.days(1)
    assert red[8] and blue[0] and not red[7]


def test_the_surer_of_two_reports_of_one_day_counts(tmp_path: Path) -> None:
    entry = f"{TABLE}\n  - {{id: told, source: gazette, published: same_day, error: 0.01, rows: [{{date: 2030-03-20, places: [T05], holder: blue}}]}}"
    assert read(tmp_path, [row("2030-03-20", "T05", "red")], entry) == [(19, "T05", "blue", "", 0.01)]


def test_a_map_makes_start_counts_unnecessary(tmp_path: Path) -> None:
    made = folder(tmp_path / "toy", [row("2030-02-20", "T01", "red")], TABLE, (MAIN, START, ""))
    assert [(one.id, dict(one.held)) for one in read_scenario(made).trackers] == [("map", {})]


def test_rows_to_be_compared_stand_apart(tmp_path: Path) -> None:
    scenario = read_scenario(
        folder(tmp_path / "toy", [row("2030-03-20", "T05", "red")], TABLE[:-1] + ", use: check}")
    )
    assert scenario.control == () and len(scenario.control_checks) == 1


def test_fights_to_be_compared_stand_apart(tmp_path: Path) -> None:
    header = ("date", "kind", "holder", "present", "district")
    rows: list[Row] = [
        ("2030-03-05", "1", "red", "blue", "T04"),
        ("2030-02-26", "1", "red", "blue", "T05"),
    ]
    entry = (
        "{id: clashes, source: gazette, table: control.csv, published: same_day, error: 0.1, use: check,"
        " columns: {event: kind, district: district, holder: holder, present: present, date: date}, events: {'1': fought}}"
    )
    scenario = read_scenario(folder(tmp_path / "toy", rows, entry, header=header))
    assert scenario.fights == ()
    assert scenario.fight_checks == (Fight(4, scenario.terrain.row["T04"], (0, 1), 0.1, "gazette"),)
    said = describe(scenario)
    assert "fights compared with where the sides meet in the runs: 1 row" in said
    assert "clashes: 1 fights lie before the start" in said


WRONG: list[tuple[str, list[Row], str, str]] = [
    (
        "a misspelt district",
        [row("2030-03-01", "Brich", "red")],
        TABLE,
        "toy/control.csv:2 district = 'Brich' is not a district; nearest: Birch (T02); if that is meant, write under control[0]: districts: {'Brich': T02}",
    ),
    (
        "a misspelt faction",
        [row("2030-03-01", "T01", "Redds")],
        TABLE,
        "toy/control.csv:2 holder = 'Redds' is not a faction of this scenario; known: blue, red; write under control[0]: holders: {'Redds': FACTION}, or none",
    ),
    (
        "a day that is none",
        [row("2030-03-32", "T01", "red")],
        TABLE,
        "toy/control.csv:2 date = '2030-03-32' is not a calendar date",
    ),
    (
        "a day in another form",
        [row("3/4/2030", "T01", "red")],
        TABLE,
        "toy/control.csv:2 date = '3/4/2030': expected a day like 2021-08-05 or a month like 2021-08",
    ),
    (
        "published before it happened",
        [row("2030-03-05", "T01", "red", published="2030-03-04")],
        TABLE,
        "toy/control.csv:2 date = 2030-03-05 is after published = 2030-03-04; expected a day up to that",
    ),
    (
        "two holders on one day",
        [row("2030-03-05", "T01", "red"), row("2030-03-05", "Alder", "blue")],
        TABLE,
        "toy/control.csv:3 holder = 'blue' holds T01 on 2030-03-05; line 2 says red; expected one holder a day",
    ),
    (
        "a chance above one",
        [row("2030-03-05", "T01", "red", doubt="5")],
        TABLE,
        "toy/control.csv:2 doubt = '5'; expected a number from 0 to 1",
    ),
    (
        "no day of publication",
        [row("2030-03-05", "T01", "red")],
        "{id: maps, source: gazette, table: control.csv}",
        "control[0].published is missing; expected same_day, a day, or columns: {published: COLUMN}",
    ),
    (
        "a missing column",
        [row("2030-03-05", "T01", "red")],
        TABLE.replace("error: doubt", "error: eror"),
        "toy/control.csv:1 has no column 'eror'",
    ),
    (
        "a missing table",
        [],
        TABLE.replace("control.csv", "contorl.csv"),
        "toy/contorl.csv does not exist, or is no file",
    ),
    (
        "another source",
        [],
        TABLE.replace("gazette", "gazete"),
        "control[0].source = 'gazete' is not a source of this scenario; nearest: gazette",
    ),
    (
        "a holder mapped to nobody known",
        [],
        TABLE[:-1] + ", holders: {IS: rad}}",
        "control[0].holders.IS = 'rad' is not a faction of this scenario; nearest: red",
    ),
    (
        "neither table nor rows",
        [],
        "{id: maps, source: gazette, published: same_day}",
        "control[0] has neither table nor rows; expected one of them",
    ),
    (
        "a place nobody knows among rows",
        [],
        "{id: told, source: gazette, published: same_day, rows: [{date: 2030-04-01, places: [T01, Atlantis], holder: red}]}",
        "control[0].rows[0].places[1] district = 'Atlantis' is not a district; write its id under control[0]: districts: {'Atlantis': ID}",
    ),
]


@pytest.mark.parametrize(("rows", "entry", "said"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_a_wrong_table_is_refused_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[Row], entry: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder(Path("toy"), rows, entry)
    assert said in "\n".join(faults_at("toy"))


def test_a_name_nobody_knows_is_told_once_however_often_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder(Path("toy"), [row(f"2030-03-{day:02d}", "Brich", "red") for day in range(1, 20)])
    (fault,) = faults_at("toy")
    assert fault.endswith("(19 rows)")


def test_without_counts_and_map_the_start_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder(Path("toy"), [row("2030-03-20", "T01", "red")], TABLE, (MAIN, START, ""))
    assert any("start is missing; expected start counts, or control rows" in one for one in faults_at("toy"))


def test_support_by_district_and_barriers_are_read_with_the_network(tmp_path: Path) -> None:
    made = toy(
        tmp_path / "toy",
        (MAIN, "  weights: border_km\n", "  weights: border_km\n  allegiance: {red: likes}\n"),
    )
    districts = (made / "districts.csv").read_text(encoding="utf-8").splitlines()
    (made / "districts.csv").write_text(
        "\n".join(
            [districts[0] + ",likes", *(f"{line},{0.05 * n:g}" for n, line in enumerate(districts[1:]))]
        ),
        encoding="utf-8",
    )
    edges = (made / "edges.csv").read_text(encoding="utf-8").splitlines()
    (made / "edges.csv").write_text(
        "\n".join([edges[0] + ",barrier", edges[1] + ",0.7", *(f"{line}," for line in edges[2:])]),
        encoding="utf-8",
    )
    scenario = read_scenario(made)
    assert scenario.allegiance["red"][:3] == (0.0, 0.05, 0.1)
    terrain = scenario.terrain
    first, neighbour, _ = terrain.adjacency
    closed = {
        (terrain.ids[row], terrain.ids[neighbour[k]])
        for row in range(terrain.districts)
        for k in range(first[row], first[row + 1])
        if terrain.barriers[k] == 0.7
    }
    assert closed == {("T01", "T03"), ("T03", "T01")}
    assert terrain.barriers.sum() == pytest.approx(1.4)


def test_support_for_a_faction_nobody_knows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    toy(Path("toy"), (MAIN, "  weights: border_km\n", "  weights: border_km\n  allegiance: {rad: past}\n"))
    assert any("network.allegiance.rad is not a faction" in one for one in faults_at("toy"))


@pytest.mark.parametrize("kind", ["text", "day", "time"])
def test_a_table_of_parquet_is_read_as_its_csv(tmp_path: Path, kind: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows = [row("2030-02-20", "T01", "red"), row("2030-03-20", "T02", "red", "blue", doubt="0.02")]
    wanted = read(tmp_path, rows)
    made = folder(tmp_path / "other", rows, TABLE.replace("control.csv", "control.parquet"))
    (made / "control.csv").unlink()
    days = [datetime.fromisoformat(one[0]) for one in rows]
    types = {"text": pa.string(), "day": pa.date32(), "time": pa.timestamp("us")}
    told = [one[0] for one in rows] if kind == "text" else days
    columns = {
        "date": pa.array(told, types[kind]),
        "district": ["T01", "T02"],
        "holder": ["red", "red"],
        "by": [None, "blue"],
        "published": pa.array(told, types[kind]),
        "doubt": [None, 0.02],
    }
    parquet.write_table(pa.table(columns), made / "control.parquet")
    scenario = read_scenario(made)
    names = (*scenario.faction_ids, "")
    assert [
        (one.day, scenario.terrain.ids[one.district], names[one.holder], names[one.present], one.error)
        for one in scenario.control
    ] == wanted
