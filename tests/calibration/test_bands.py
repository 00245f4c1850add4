"""The factor by which bands of counts have to be wider, on dates that were made with a known one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calibration.bands import COVERED, BandFactor, factor, multiples
from sim.calibration.calls import PastCounts, shipped


def dates(width: float, wars: int = 10, each: int = 400, planted: float = 1.0) -> PastCounts:
    """Counts that are normal around the median with ``width`` times the spread that the 90 % bands allow for.

    planted   factor on the first war's own multiples
    """
    dice = np.random.default_rng(3)
    group = np.repeat([f"war{number}" for number in range(wars)], each)
    multiple = np.abs(dice.normal(0.0, width / 1.645, len(group)))
    multiple = np.where(group == "war0", planted * multiple, multiple)
    return PastCounts(group, np.full(len(group), 30), multiple)


@pytest.mark.parametrize("width", [1.0, 1.7, 3.0])
def test_the_factor_is_the_width_that_bands_lacked(width: float) -> None:
    """Bands whose spread is too small by a factor are asked for just that factor."""
    found = factor(dates(width))
    assert found is not None
    assert found.value == pytest.approx(width, rel=0.05)
    assert found.low <= found.value <= found.high
    assert (found.dates, found.wars) == (4000, 10)


def test_bands_are_never_made_narrower() -> None:
    """Easy dates do not make a model better than it says."""
    found = factor(dates(0.3))
    assert found is not None
    assert found.value == 1.0


def test_every_war_counts_alike() -> None:
    """A war with very many dates of its own does not decide."""
    one, many = dates(1.0, planted=9.0), 20
    group = np.concatenate([one.group, np.repeat("war0", many * 400)])
    multiple = np.concatenate([one.multiple, np.tile(one.multiple[one.group == "war0"], many)])
    long = PastCounts(group, np.full(len(group), 30), multiple)
    before, after = factor(one), factor(long)
    assert before is not None
    assert after is not None
    assert after.value == pytest.approx(before.value, rel=0.05)
    assert np.quantile(multiple, COVERED) > 2 * after.value  # every date alike would have asked for far more


def test_too_few_wars_ask_for_nothing() -> None:
    """Two wars are no record."""
    assert factor(dates(2.0, wars=2)) is None


def test_multiples_count_half_bands_of_the_side_where_the_truth_lies() -> None:
    """A band without width still has half a district on either side; the ends of a band lie inside it."""
    low, median, high = np.array([3.0, 10.0, 0.0]), np.array([5.0, 10.0, 4.0]), np.array([9.0, 10.0, 40.0])
    assert multiples(np.array([5.0, 10.0, 4.0]), low, median, high).tolist() == [0.0, 0.0, 0.0]
    assert multiples(np.array([0.0, 11.0, 77.0]), low, median, high).tolist() == [2.0, 2.0, 2.0]
    assert (multiples(low, low, median, high) <= 1).all()
    assert (multiples(high, low, median, high) <= 1).all()


def test_only_what_a_band_grows_by_is_multiplied() -> None:
    """At the origin the calibrated band is that of the runs; ends stay on the map."""
    band = BandFactor(3.0, 2.0, 4.0, 660, 11)
    median = np.array([50.0, 50.0, 60.0, 60.0])
    low, high = median - [10, 8, 15, 60], median + [5, 10, 20, 30]
    lower, upper = band.widen(low, median, high, 100)
    assert lower.tolist() == [40.0, 42.0, 60 - (10 + 3 * 5), 0.0]
    assert upper.tolist() == [55.0, 50 + 5 + 3 * 5, 100.0, 100.0]


def test_the_shipped_dates_leave_a_war_out() -> None:
    """A scenario does not see the dates of its own war."""
    past = shipped()
    assert past is not None
    rest = past.without(["syria"])
    assert set(rest.counts.group) == set(past.counts.group) - {"syria"}
    assert len(rest.counts) < len(past.counts)
    whole, without = factor(past.counts), factor(rest.counts)
    assert whole is not None
    assert without is not None
    assert whole.value > 1.0
    assert without.value != whole.value
