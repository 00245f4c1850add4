"""Parquet tables: columns, order, nulls, and the data dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.base.codes import CAPITAL_LOST, END
from sim.law.parameters import PARAMETERS
from sim.output import parquet
from sim.output.json_documents import plain, write_json
from sim.output.parquet import (
    EVENT_COLUMNS,
    SERIES_COLUMNS,
    TABLES,
    blocks,
    columns_document,
    event_block,
    series_block,
    stream,
)
from tests.records import BLUE, RED, make_record

HAPPENINGS = [[(2, 4, RED), (5, 4, BLUE)], [(3, 1, RED), (9, 11, RED)], []]
SERIES = [
    "run",
    "day",
    "faction",
    "held",
    "contested",
    "capitals",
    "population",
    "reserve",
    "garrison",
    "momentum",
    "posture",
    "assaults",
    "assaults_even",
    "won_even",
    "capitals_threatened",
]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row groups of two runs, so that three runs need two."""
    monkeypatch.setattr(parquet, "BLOCK", 2)


@pytest.mark.usefixtures("small_blocks")
def test_series_are_sorted_by_run_day_and_faction_whatever_the_blocks(tmp_path: Path) -> None:
    record = make_record(HAPPENINGS, start={0: RED}, days=12, as_of=6, horizon=6, runs=(0, 1, 7))
    rows = stream(tmp_path / "s.parquet", SERIES_COLUMNS, blocks(record, series_block))
    file = pq.ParquetFile(tmp_path / "s.parquet")
    table = file.read()
    assert file.num_row_groups == 2
    assert table.column_names == SERIES
    assert rows == len(table) == 3 * 13 * 2
    keys = list(zip(*(table[name].to_pylist() for name in ("run", "day")), strict=True))
    assert keys == sorted(keys)
    assert set(table["run"].to_pylist()) == {0, 1, 7}
    assert table["faction"].to_pylist() == ["red", "blue"] * 39
    held = np.array(table["held"].to_pylist()).reshape(3, 13, 2)
    assert np.array_equal(held, record.series["held"])


@pytest.mark.usefixtures("small_blocks")
def test_events_name_places_factions_and_manners_and_leave_out_what_is_not_there(tmp_path: Path) -> None:
    record = make_record(HAPPENINGS, start={0: RED}, days=12, as_of=6, horizon=6, ends={1: (9, CAPITAL_LOST)})
    stream(tmp_path / "e.parquet", EVENT_COLUMNS, blocks(record, event_block))
    table = pq.read_table(tmp_path / "e.parquet")
    assert table.column_names == ["run", "day", "district", "from", "to", "manner"]
    rows = table.to_pylist()
    assert {"run": 0, "day": 0, "district": "T01", "from": "blue", "to": "red", "manner": "start"} in rows
    assert {"run": 0, "day": 5, "district": "T05", "from": "red", "to": "blue", "manner": "assault"} in rows
    ends = [row for row in rows if row["manner"] == "end"]
    assert [(row["run"], row["day"], row["district"]) for row in ends] == [(1, 9, None)]
    assert int((record.event_manner == END).sum()) == len(ends)


def test_a_table_without_events_is_still_a_table(tmp_path: Path) -> None:
    record = make_record([[]], days=5, as_of=2, horizon=3)
    assert stream(tmp_path / "e.parquet", EVENT_COLUMNS, blocks(record, event_block)) == 0
    assert pq.read_table(tmp_path / "e.parquet").column_names == [column.name for column in EVENT_COLUMNS]


def test_the_data_dictionary_describes_every_column_and_parameter() -> None:
    document = columns_document()
    assert document["schema"] == "sim.columns/1"
    assert list(document["tables"]) == list(TABLES)
    for columns in document["tables"].values():
        for column in columns:
            assert list(column) == ["name", "type", "unit", "meaning"]
            assert column["meaning"]
    assert set(PARAMETERS) <= {column["name"] for column in document["tables"]["runs.parquet"]}


def test_json_has_six_digits_and_no_nan(tmp_path: Path) -> None:
    data = {
        "a": 1 / 3,
        "b": float("nan"),
        "c": np.float64("inf"),
        "d": np.int64(3),
        "e": [True, None],
        "f": np.arange(2),
    }
    write_json(tmp_path / "x.json", data)
    text = (tmp_path / "x.json").read_text()
    assert json.loads(text) == {"a": 0.333333, "b": None, "c": None, "d": 3, "e": [True, None], "f": [0, 1]}
    assert plain(np.bool_(True)) is True


def test_levels_are_stored_to_the_last_bit_in_32_bits(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(size=(3, 13, 2)).astype(np.float32)
    record = make_record(
        HAPPENINGS, days=12, as_of=6, horizon=6, series={"momentum": noise, "reserve": 1000 * noise}
    )
    stream(tmp_path / "s.parquet", SERIES_COLUMNS, blocks(record, series_block))
    table = pq.read_table(tmp_path / "s.parquet")
    assert str(table.schema.field("momentum").type) == "float"
    np.testing.assert_array_equal(table["momentum"].to_numpy(), noise.ravel())
    np.testing.assert_array_equal(table["reserve"].to_numpy(), (1000 * noise).ravel())
    column = pq.ParquetFile(tmp_path / "s.parquet").metadata.row_group(0).column(SERIES.index("reserve"))
    assert "BYTE_STREAM_SPLIT" in column.encodings and "float" in json.dumps(columns_document())
