"""Areas, calibration lines, hazard tables and resampling, against answers known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.score.hazard import BELIEVED, fit_hazards, log_distance
from sim.score.ranking import areas, auc, calibration_line, fit_logistic
from sim.score.resampling import bootstrap, left_out_error


@pytest.mark.parametrize(
    ("p", "happened", "area"),
    [
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 1.0),
        ([0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1], 0.0),
        ([0.5, 0.5, 0.5], [0, 1, 0], 0.5),  # ties count half
        ([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], 0.75),  # three of four pairs
        ([0.3, 0.4], [1, 1], None),
    ],
)
def test_the_area_is_the_share_of_pairs_in_the_right_order(
    p: list[float], happened: list[int], area: float | None
) -> None:
    assert auc(np.array(p), np.array(happened)) == area


def test_areas_take_each_group_by_itself() -> None:
    p, came = np.array([0.8, 0.9, 0.1, 0.2, 0.5]), np.array([0, 1, 0, 1, 1])
    groups = np.array(["a", "a", "b", "b", "c"])
    assert areas(p, came, groups) == [1.0, 1.0]  # the third has one kind only
    assert auc(p, came) == pytest.approx(4 / 6)


def test_the_calibration_line_of_calibrated_chances_is_the_diagonal() -> None:
    p = np.repeat([0.2, 0.5, 0.8], 1000)
    came = np.concatenate([np.arange(1000) < 1000 * share for share in (0.2, 0.5, 0.8)])
    line = calibration_line(p, came)
    assert line == pytest.approx((0.0, 1.0), abs=1e-4)


def test_chances_twice_as_extreme_as_they_should_be_have_slope_one_half() -> None:
    true = np.array([0.2, 0.5, 0.8])
    odds = (true / (1 - true)) ** 2
    p = np.repeat(odds / (1 + odds), 1000)
    came = np.concatenate([np.arange(1000) < 1000 * share for share in true])
    line = calibration_line(p, came)
    assert line is not None
    assert line[1] == pytest.approx(0.5, abs=1e-4)


def test_a_logistic_regression_finds_the_log_odds_of_two_classes() -> None:
    features = np.repeat([[0.0], [1.0]], 100, axis=0)
    came = np.concatenate([np.arange(100) < 20, np.arange(100) < 60]).astype(float)
    found = fit_logistic(features, came, ridge=0.0)
    assert found == pytest.approx([np.log(0.25), np.log(1.5) - np.log(0.25)])


def test_a_class_of_a_hazard_table_is_drawn_towards_the_wider_one() -> None:
    keys = [(7, 1)] * 10 + [(7, 2)] * 10
    table = fit_hazards(keys, np.array([1] * 10 + [0] * 10))
    wide = table.chance((7,))
    assert wide == pytest.approx(0.5)
    assert table.chance((7, 1)) == pytest.approx((10 + BELIEVED * wide) / (10 + BELIEVED))
    assert table.chance((7, 9)) == wide  # unknown: the wider class
    assert table.chance((30, 1)) == pytest.approx(0.5)


def test_log_distance_gives_far_places_less() -> None:
    steps = np.repeat([1, 2, 4], 100)
    came = np.concatenate([np.arange(100) < share for share in (50, 25, 5)])
    days = np.full(300, 7)
    found = log_distance(steps, days, came, np.array([1, 2, 4]), np.full(3, 7))
    assert found[0] > found[1] > found[2]
    assert found == pytest.approx([0.5, 0.25, 0.05], abs=0.06)


def test_the_error_of_a_mean_is_that_of_its_groups() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])  # means of four groups of equal size
    left_out = (values.sum() - values) / 3
    assert left_out_error(left_out) == pytest.approx(values.std(ddof=1) / 2)


def test_the_bootstrap_spans_the_groups() -> None:
    values = np.array([0.0, 1.0])
    draws = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 25)
    assert bootstrap(lambda drawn: float(values[drawn].mean()), draws) == (0.0, 1.0)
    assert bootstrap(lambda drawn: None, draws) is None
