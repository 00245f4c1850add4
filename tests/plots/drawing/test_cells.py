"""Polygons for districts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import Voronoi

from sim.plots.drawing.cells import clip, clip_segment, disc, district_cells, plane, province_borders
from sim.plots.drawing.tile_layout import tile_places
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


@pytest.mark.parametrize("cut_off", [0, 1])
def test_a_border_is_drawn_where_only_one_of_its_two_cells_reaches(cut_off: int) -> None:
    terrain = replace(grid_terrain(2, 1), provinces=("left", "right"))
    centres = plane(terrain)
    frame = centres.mean(axis=0) + 50 * np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    windows = [disc(centre, 5.0) for centre in centres]
    windows[cut_off] = disc(centres[cut_off], 1e-3)
    (border,) = province_borders(terrain, Voronoi(np.vstack([centres, frame])), windows)
    assert np.linalg.norm(border[1] - border[0]) > 5


def test_unknown_coordinates_give_tiles_on_which_neighbours_lie_near_each_other() -> None:
    terrain = grid_terrain(known=False)
    cells = district_cells(terrain)
    assert cells.tiles and {area(polygon) for polygon in cells.polygons} == {1.0}
    assert len({tuple(centre) for centre in cells.centres.tolist()}) == terrain.districts and cells.borders


@pytest.mark.parametrize(("size", "mean", "most"), [(20, 1.5, 4), (33, 12, 70)])
def test_tiles_do_not_depend_on_the_order_of_the_file(size: int, mean: float, most: int) -> None:
    shuffled = np.random.default_rng(3).permutation(size * size)
    across = [(k, k + 1) for k in range(size * size) if k % size < size - 1]
    down = [(k, k + size) for k in range(size * (size - 1))]
    edge_a, edge_b = shuffled[np.array(across + down)].T
    places = tile_places(size * size, edge_a, edge_b)
    assert len({tuple(place) for place in places.tolist()}) == size * size
    far = np.abs(places[edge_a] - places[edge_b]).sum(axis=1)
    assert (
        far.mean() < mean and far.max() <= most
    )  # in the order of the file: a third of the width, 13 and 22 squares
    assert (places == tile_places(size * size, edge_a, edge_b)).all()


def test_a_line_of_districts_is_a_line_of_tiles_and_parts_stand_apart() -> None:
    line = tile_places(6, np.array([5, 3, 0, 4, 1]), np.array([3, 0, 4, 1, 2]))
    order = line[[5, 3, 0, 4, 1, 2]]
    assert (np.abs(np.diff(order[:, 0])) == 1).all()
    both = tile_places(6, np.array([0, 1, 3, 4]), np.array([1, 2, 4, 5]))
    inside = np.abs(both[[0, 1, 3, 4]] - both[[1, 2, 4, 5]]).sum(axis=1)
    assert inside.max() <= 2


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("place", [np.nan, 7.0])
def test_very_small_networks_and_equal_places_have_cells(count: int, place: float) -> None:
    terrain = make_terrain(count, capitals=(), national=-1)
    terrain = replace(terrain, lon=np.full(count, place), lat=np.full(count, place))
    cells = district_cells(terrain)
    assert len(cells.polygons) == count and all(area(polygon) > 0 for polygon in cells.polygons)
