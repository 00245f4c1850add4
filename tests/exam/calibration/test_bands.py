"""Bands of counts by the known dates of the other wars: a war never widens its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.calibration.bands import multiples
from sim.calibration.calls import PastCounts
from sim.exam.calibration.bands import past_counts, with_band_factors

NAMES = ("a", "b", "c", "d", "e")


def rows(wars: int = 5, wild: str = "e") -> list[dict[str, Any]]:
    """Twenty dates a war, known 0 to 19 half bands of 10 away from a median of 100 in steps of .1; ten times that in one war."""
    return [
        {"campaign": name, "ahead": 7, "known": 100 + step * (10 if name == wild else 1), "low": 90.0, "median": 100.0, "high": 110.0}
        for name in NAMES[:wars]
        for step in range(20)
    ]  # fmt: skip


def counts_of(dates: list[dict[str, Any]]) -> PastCounts:
    """The counts of the document, a campaign being its own group."""
    plain = past_counts(dates, NAMES)
    return PastCounts(
        np.array(NAMES)[plain["campaign"]], np.array(plain["days"]), np.array(plain["multiple"])
    )


def test_a_wild_war_widens_the_others_and_not_itself() -> None:
    dates = rows()
    result = with_band_factors(dates, counts_of(dates))
    own = {row["campaign"]: row["factor"] for row in result}
    assert own["a"] == own["b"] == own["c"] == own["d"] > 2 * own["e"]
    inside = {
        name: sum(row["inside_90_calibrated"] for row in result if row["campaign"] == name) for name in NAMES
    }
    assert inside["a"] == 20
    assert inside["e"] < 5


def test_multiples_are_those_of_the_bands() -> None:
    dates = rows()
    plain = past_counts(dates, NAMES)
    known = np.array([float(row["known"]) for row in dates])
    wanted = multiples(known, np.full(100, 90.0), np.full(100, 100.0), np.full(100, 110.0))
    assert np.allclose(plain["multiple"], wanted, atol=5e-4)
    assert plain["campaign"][:21] == [0] * 20 + [1]


def test_too_few_wars_give_no_factor() -> None:
    dates = rows(wars=3)
    assert {row["factor"] for row in with_band_factors(dates, counts_of(dates))} == {None}
    assert {row["inside_90_calibrated"] for row in with_band_factors(dates, counts_of(dates))} == {None}
