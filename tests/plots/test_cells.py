"""Polygons for districts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.plots.cells import clip, clip_segment, district_cells
from tests.plots.made_reports import grid_terrain
from tests.records import make_terrain

SQUARE = np.array([[0.0, 0.0], [1, 0], [1, 1], [0, 1]])


def area(polygon: np.ndarray) -> float:
    x, y = polygon.T
    return float(0.5 * np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


def test_a_polygon_is_clipped_to_the_window() -> None:
    assert area(clip(SQUARE + 0.5, SQUARE)) == pytest.approx(0.25)
    assert len(clip(SQUARE + 5, SQUARE)) == 0 and area(clip(SQUARE, 3 * SQUARE - 1)) == pytest.approx(1)


def test_a_segment_is_clipped_to_the_window() -> None:
    found = clip_segment(np.array([[-1.0, 0.5], [0.25, 0.5]]), SQUARE)
    assert found is not None and found == pytest.approx(np.array([[0, 0.5], [0.25, 0.5]]))
    assert clip_segment(np.array([[-1.0, 2], [2, 2]]), SQUARE) is None


def test_each_district_has_a_cell_around_its_centre_and_cells_do_not_overlap() -> None:
    terrain = grid_terrain()
    cells = district_cells(terrain)
    assert not cells.tiles and len(cells.polygons) == terrain.districts
    for polygon, centre in zip(cells.polygons, cells.centres, strict=True):
        nearest = np.linalg.norm(polygon[:, None] - cells.centres[None], axis=2)
        own = np.linalg.norm(polygon - centre, axis=1)
        assert area(polygon) > 0 and (own <= nearest.min(axis=1) + 1e-9).all()


def test_borders_lie_between_districts_of_different_provinces_only() -> None:
    one = replace(grid_terrain(), provinces=("same",) * 24)
    assert district_cells(one).borders == [] and len(district_cells(grid_terrain()).borders) >= 8


def test_borders_of_provinces_have_no_gap_where_one_of_the_cells_is_cut_off() -> None:
    terrain = replace(grid_terrain(), edge_a=grid_terrain().edge_a[:1], edge_b=grid_terrain().edge_b[:1])
    cells = district_cells(replace(terrain, edge_weight=np.ones(1)))
    for polygon, province in zip(cells.polygons, terrain.provinces, strict=True):
        for other, neighbour in zip(cells.polygons, terrain.provinces, strict=True):
            for corner in polygon if province != neighbour else ():
                if np.linalg.norm(other - corner, axis=1).min() < 1e-9:  # a corner both cells share
                    ends = np.vstack(cells.borders)
                    assert np.linalg.norm(ends - corner, axis=1).min() < 1e-6


def test_unknown_coordinates_give_tiles_with_provinces_side_by_side() -> None:
    cells = district_cells(grid_terrain(known=False))
    assert cells.tiles and {area(polygon) for polygon in cells.polygons} == {1.0}
    steps = np.abs(np.diff(cells.centres, axis=0)).sum(axis=1)
    assert (steps == 1).all() and cells.borders


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("place", [np.nan, 7.0])
def test_very_small_networks_and_equal_places_have_cells(count: int, place: float) -> None:
    terrain = make_terrain(count, capitals=(), national=-1)
    terrain = replace(terrain, lon=np.full(count, place), lat=np.full(count, place))
    cells = district_cells(terrain)
    assert len(cells.polygons) == count and all(area(polygon) > 0 for polygon in cells.polygons)
