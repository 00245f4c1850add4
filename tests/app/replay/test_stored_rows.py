"""Tables of a folder that anybody may have written: one run out of many, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.app.replay import stored_rows
from sim.app.replay.stored_rows import read_lineage, rows_of_run, weights_of_runs
from sim.base.errors import UsageError
from sim.output.parquet import EVENT_COLUMNS, LINEAGE_COLUMNS, schema_of, stream

FORM = "a finished folder"


def events(runs: range, each: int = 3, text: str = "T01") -> pa.Table:
    """Rows of events.parquet, ``each`` a run."""
    run = np.repeat(np.fromiter(runs, dtype=np.int32), each)
    codes = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(run), dtype=np.int32)), [text])
    columns = [pa.array(run), pa.array(np.arange(len(run), dtype=np.int32)), *[codes] * 4]
    schema = schema_of(EVENT_COLUMNS)
    return pa.Table.from_arrays(
        [column.cast(field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def test_the_rows_of_one_run_come_out_of_the_row_group_that_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    stream(path, EVENT_COLUMNS, iter([events(range(5)), events(range(5, 9))]))
    rows = rows_of_run(path, 6, FORM).to_pylist()
    assert [(row["run"], row["day"], row["district"]) for row in rows] == [
        (6, day, "T01") for day in (3, 4, 5)
    ]
    assert rows_of_run(path, 99, FORM).to_pylist() == []


def test_a_text_that_stands_once_and_counts_many_times_is_refused_before_it_is_unpacked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "events.parquet"
    pq.write_table(events(range(1), 50_000, "x" * 1_000_000), path)
    assert os.path.getsize(path) < 1_000_000
    with pytest.raises(
        UsageError, match=r"events\.parquet cannot be read \(unpacks to more than 256,000,000 bytes\)"
    ):
        rows_of_run(path, 0, FORM)


def test_rows_beyond_the_limits_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (stored_rows.MOST_BYTES, stored_rows.MOST_ROWS) == (256_000_000, 1_000_000_000)
    path = tmp_path / "events.parquet"
    pq.write_table(events(range(10)), path)
    monkeypatch.setattr(stored_rows, "MOST_BYTES", 50)
    with pytest.raises(UsageError, match="unpacks to more than 50 bytes"):
        rows_of_run(path, 0, FORM)
    monkeypatch.setattr(stored_rows, "MOST_ROWS", 29)
    with pytest.raises(UsageError, match="has 30 rows; expected at most 29"):
        rows_of_run(path, 0, FORM)


def test_weights_are_those_of_runs_that_did_not_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "runs.parquet"
    table = {
        "run": pa.array([0, 1, 2], pa.int32()),
        "weight": [0.5, 0.0, 0.25],
        "error": [None, "lost", None],
    }
    pq.write_table(pa.table(table), path)
    run, weight = weights_of_runs(path, FORM)
    assert run.tolist() == [0, 2] and weight.tolist() == [0.5, 0.25]
    monkeypatch.setattr(stored_rows, "MOST_BYTES", 40)
    with pytest.raises(UsageError, match="unpacks to more than 40 bytes"):
        weights_of_runs(path, FORM)


def texts(path: Path) -> None:
    """A table whose numbers of runs are text."""
    pq.write_table(pa.table({"run": ["0"], "weight": [1.0], "error": pa.array([None], pa.string())}), path)


def twice(path: Path) -> None:
    """A table with a column that stands in it twice."""
    pq.write_table(pa.Table.from_arrays([pa.array([0], pa.int32())] * 2, names=["run", "run"]), path)


@pytest.mark.parametrize(
    ("write", "problem"),
    [
        (texts, "column 'run' is string; expected int32"),
        (twice, "it has no column 'run'"),
        (lambda path: pq.write_table(pa.table({"weight": [1.0]}), path), "it has no column 'run'"),
        (lambda path: path.write_bytes(b"PAR1 and no more PAR1"), "cannot be read"),
        (lambda path: None, "No such file or directory"),
    ],
)
@pytest.mark.parametrize(
    "read", [lambda path: rows_of_run(path, 0, FORM), lambda path: weights_of_runs(path, FORM)]
)
def test_a_table_of_another_form_is_a_users_mistake(
    write: Callable[[Path], None], problem: str, read: Callable[[Path], object], tmp_path: Path
) -> None:  # fmt: skip
    write(tmp_path / "runs.parquet")
    with pytest.raises(UsageError) as caught:
        read(tmp_path / "runs.parquet")
    assert problem in str(caught.value) and str(caught.value).endswith("expected a finished folder")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [([], "zip"), ([1.5], "a is 1.5; expected a number from 0 to 1"), ([float("nan")], "nan")],
)
def test_a_lineage_with_numbers_that_were_never_drawn_is_refused(
    numbers: list[float], problem: str, tmp_path: Path
) -> None:  # fmt: skip
    columns = [[4], [[9]], [[1]], [["a"]], [numbers]]
    schema = schema_of(LINEAGE_COLUMNS)
    pq.write_table(
        pa.Table.from_arrays(
            [pa.array(one, f.type) for one, f in zip(columns, schema, strict=True)], schema=schema
        ),
        tmp_path / "lineage.parquet",
    )
    with pytest.raises(UsageError, match=rf"lineage\.parquet cannot be read \(ValueError: .*{problem}"):
        read_lineage(tmp_path, 4)
