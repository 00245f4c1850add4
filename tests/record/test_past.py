"""Patterns of the known past on records made by hand."""

from __future__ import annotations

import pytest

from sim.base.codes import ASSAULT, CAPITULATION
from sim.record.past import PATTERNS
from tests.records import BLUE, RED, make_record

RUNS = [
    [(2, 0, RED, CAPITULATION), (3, 1, RED, ASSAULT), (9, 0, BLUE, ASSAULT), (12, 3, RED, CAPITULATION)],
    [],
    [(20, 2, RED, CAPITULATION), (21, 7, RED, CAPITULATION), (25, 3, RED, CAPITULATION)],
]


def read(name: str, day: int) -> tuple[list[float], list[int]]:
    """Values and run rows of a pattern by a day."""
    values, run = PATTERNS[name].read(make_record(RUNS), RED, day)
    return [pytest.approx(float(value)) for value in values], [int(row) for row in run]


def test_captures_without_fighting_are_a_share_of_those_made_by_the_day() -> None:
    assert read("without_fighting", 5) == ([0.5], [0])
    assert read("without_fighting", 30) == ([2 / 3, 1.0], [0, 2])


def test_what_is_taken_back_counts_once_it_is_and_for_as_long_as_it_was_held() -> None:
    assert read("taken_back", 8) == ([0.0], [0])
    assert read("taken_back", 30) == ([1 / 3, 0.0], [0, 2])
    assert read("days_until_taken_back", 8) == ([], [])
    assert read("days_until_taken_back", 30) == ([7.0], [0])


def test_the_largest_gain_within_days_is_net_and_never_below_none() -> None:
    assert read("districts_in_7_days", 30) == ([2.0, 0.0, 3.0], [0, 1, 2])
    assert read("districts_in_7_days", 3)[0] == [2.0, 0.0, 0.0]
    assert read("capitals_in_14_days", 30) == ([1.0, 0.0, 2.0], [0, 1, 2])
