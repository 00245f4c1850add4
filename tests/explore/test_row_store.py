"""Rows on disk: what is written comes back in the same order, to the last bit."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from sim.explore.row_store import read_row, row_is_whole, write_row

ROWS = [
    {
        "runs": 100,
        "share": 0.1,
        "none": None,
        "error": "",
        "k": -0.0,
        "tiny": 5e-324,
        "flag": True,
        "last": 1e308,
    },
    {"lists": [0.1, [1, None]], "nested": {"b": 1.5, "a": 2}, "text": "two\nlines, ü"},
    {"only": 1 / 3},
    {"whole": 1.0, "number": 1},
    {},
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row) or "empty")
def test_a_row_comes_back_exactly(row: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "one.row"
    write_row(path, row, "a row")
    read = read_row(path)
    assert json.dumps(read) == json.dumps(row)  # also the order, and 1 beside 1.0
    assert row_is_whole(path)


def test_a_float_that_is_no_number_stays_one(tmp_path: Path) -> None:
    write_row(tmp_path / "one.row", {"a": math.nan, "b": math.inf, "c": 2.0}, "a row")
    read = read_row(tmp_path / "one.row")
    assert read is not None
    assert math.isnan(read["a"])
    assert (read["b"], read["c"]) == (math.inf, 2.0)


@pytest.mark.parametrize("row", ROWS[:4], ids=lambda row: "-".join(row))
def test_a_row_that_lost_or_changed_a_byte_is_not_read(row: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "one.row"
    write_row(path, row, "a row")
    whole = path.read_bytes()
    damaged = [whole[:end] for end in range(len(whole))]
    damaged += [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(len(whole))]
    for contents in damaged:
        path.write_bytes(contents)
        assert read_row(path) is None
