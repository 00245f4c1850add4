"""Arrow columns made from bytes: values, nulls, types, and that pandas stays out."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

from sim.ensemble.arrow_columns import lists, named, numbers, texts


@pytest.mark.parametrize("kind", [pa.int8(), pa.int32(), pa.int64(), pa.float32(), pa.float64()])
def test_numbers_are_those_of_pyarrow(kind: pa.DataType) -> None:
    values, missing = np.array([3, 0, -7, 100, 5, 6, 7, 8, 9, 10]), np.arange(10) % 3 == 1
    for dtype in (np.int16, np.int64):
        assert numbers(values.astype(dtype), kind, missing).equals(pa.array(values, kind, mask=missing))
    assert numbers(values[::2], kind).equals(pa.array(values[::2], kind))
    assert numbers(values[:0], kind).equals(pa.array([], kind))


def test_a_number_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(pa.ArrowInvalid, match="1099511627776"):
        numbers(np.array([2**40]), pa.int32())


def test_texts_names_and_lists_are_those_of_pyarrow() -> None:
    words = ["a", None, "Zābul", "", "x" * 300]
    assert texts(words).equals(pa.array(words, pa.string()))
    assert texts([]).equals(pa.array([], pa.string()))
    assert named(np.array([1, -1, 0]), ["x", "y"]).to_pylist() == ["y", None, "x"]
    assert lists(numbers(np.arange(6), pa.int64()), 3).equals(pa.array([[0, 1], [2, 3], [4, 5]], pa.list_(pa.int64())))  # fmt: skip
    assert lists(numbers(np.arange(0), pa.int64()), 0).equals(pa.array([], pa.list_(pa.int64())))


def test_pandas_is_not_imported_for_a_table() -> None:
    code = (
        "import sys, numpy as np, pyarrow as pa\n"
        "from sim.ensemble.arrow_columns import named, numbers, texts\n"
        "from sim.output.parquet import stream, Column, NAMES\n"
        "from pathlib import Path; import tempfile\n"
        "columns = (Column('a', pa.int32(), '', ''), Column('b', NAMES, '', ''), Column('c', pa.string(), '', ''))\n"
        "table = pa.Table.from_arrays([numbers(np.arange(2), pa.int32()), named(np.arange(2), 'xy'), texts(['k', None])],\n"
        "    names=['a', 'b', 'c']).sort_by('a')\n"
        "with tempfile.TemporaryDirectory() as place: stream(Path(place) / 't.parquet', columns, iter([table]))\n"
        "sys.exit('pandas' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
