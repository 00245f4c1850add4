"""Tipping lines: points go where the line is, and the line is where it was planted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import interpolate, ndimage, spatial

from sim.base.errors import UsageError
from sim.explore.axes import Axis
from sim.explore.contours import (
    RASTER,
    SMOOTH,
    ProbabilityPlane,
    baseline,
    crossings,
    find_line,
    plane_of,
    raster,
    two_ranges,
)
from sim.explore.settings import Point, Setup
from sim.scenario.scenario import Scenario

AXES = (Axis("law.momentum.gain", 0, 2), Axis("law.accounts.loot", 0, 1))


def planted(point: Point) -> float:
    """One half on the line loot = gain / 2, from 5 to 95 % within .06 of it."""
    gap = float(point["law.accounts.loot"]) - float(point["law.momentum.gain"]) / 2
    return float(1 / (1 + np.exp(-gap / 0.02)))


def found(points: int = 200) -> ProbabilityPlane:
    return find_line(AXES, points, lambda asked: [planted(point) for point in asked])


def test_the_line_is_found_where_it_was_planted() -> None:
    plane = found()
    grid = raster(plane)
    assert grid is not None
    line = crossings(plane, grid, 0.5)
    assert len(line) > 100
    assert max(abs(loot - gain / 2) for gain, loot in line if 0.2 < gain < 1.8) < 0.02


def test_most_points_lie_near_the_line_and_none_is_asked_twice() -> None:
    plane = found()
    assert 150 < len(plane.points) <= 200
    distance = np.abs(plane.unit[:, 1] - plane.unit[:, 0])
    assert (distance < 0.15).mean() > 0.6  # of an even grid it would be .28
    assert len({tuple(point.values()) for point in plane.points}) == len(plane.points)


def test_the_half_way_line_is_refined_before_the_outer_ones() -> None:
    def wide(point: Point) -> float:
        gap = float(point["law.accounts.loot"]) - float(point["law.momentum.gain"]) / 2
        return float(1 / (1 + np.exp(-gap / 0.1)))  # the outer lines lie .3 away

    plane = find_line(AXES, 81 + 40, lambda asked: [wide(point) for point in asked])
    later = np.abs(plane.unit[-40:, 1] - plane.unit[-40:, 0])
    assert later.max() < 0.2


def test_a_plane_without_a_line_stays_coarse() -> None:
    plane = find_line(AXES, 400, lambda asked: [0.3] * len(asked))
    assert len(plane.points) == 81
    grid = raster(plane)
    assert grid is not None
    assert crossings(plane, grid, 0.5) == []


@pytest.mark.parametrize("steps", [12, 2**30])
def test_the_picture_is_scipys_linear_interpolation_to_the_last_bit(steps: int) -> None:
    numbers = np.random.default_rng(steps)
    unit = np.unique(numbers.integers(0, steps + 1, (150, 2)), axis=0) / steps  # on a lattice there are ties
    for p in numbers.random((2, len(unit))):  # the second target of the same points
        ticks = np.linspace(0, 1, RASTER)
        linear, nearest = (
            interpolate.griddata(unit, p, tuple(np.meshgrid(ticks, ticks)), method=method)
            for method in ("linear", "nearest")
        )
        assert np.isnan(linear).any()
        expected = ndimage.gaussian_filter(
            np.where(np.isnan(linear), nearest, linear), SMOOTH, mode="nearest"
        )
        grid = raster(ProbabilityPlane(AXES, unit, [], p))
        assert grid is not None
        assert grid.tobytes() == expected.tobytes()


def test_planes_of_the_same_points_share_their_triangles(monkeypatch: pytest.MonkeyPatch) -> None:
    made, delaunay = [], spatial.Delaunay
    monkeypatch.setattr(spatial, "Delaunay", lambda places: made.append(places) or delaunay(places))
    unit = np.random.default_rng(7).random((40, 2))
    for p in (np.linspace(0, 1, 40), np.linspace(1, 0, 40)):
        assert raster(ProbabilityPlane(AXES, unit, [], p)) is not None
    assert len(made) == 1
    p[3] = np.nan  # one point fewer is another choice of points
    assert raster(ProbabilityPlane(AXES, unit, [], p)) is not None
    assert len(made) == 2


def test_points_without_a_number_are_left_out() -> None:
    plane = find_line(
        AXES, 60, lambda asked: [None if p["law.momentum.gain"] == 0 else planted(p) for p in asked]
    )
    assert np.isnan(plane.p).any()
    assert raster(plane) is not None
    nothing = plane_of(AXES, plane.points, [None] * len(plane.points))
    assert raster(nothing) is None


def test_a_tipping_line_needs_two_ranges_and_nine_points() -> None:
    with pytest.raises(UsageError, match="over has 1 entries; expected exactly two ranges"):
        two_ranges(AXES[:1])
    with pytest.raises(UsageError, match="points = 8 is too few for a tipping line; expected at least 9"):
        find_line(AXES, 8, lambda asked: [0.5] * len(asked))


def test_the_scenario_stands_at_the_median_of_a_prior_and_at_the_value_of_a_source(toy: Scenario) -> None:
    setup = Setup(toy)
    assert baseline(Axis("law.assault.rate", 0, 1), setup) == pytest.approx(toy.law["assault.rate"].prior.a)
    assert baseline(Axis("source.gazette.noise", 0, 1), setup) == 0.7
    assert baseline(Axis("count.gazette_april.low", 0, 3), setup) == 2.0
