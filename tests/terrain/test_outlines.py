"""Outlines for maps: those of the file, simplified together, drawn with the lines between provinces and the rim."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

shapely = pytest.importorskip("shapely")

from sim.app.report.export import geometry  # noqa: E402
from sim.page.drawing.ground import extent, fitted, flat, outline, plane_of  # noqa: E402
from sim.plots.drawing.cells import district_cells, signed_area  # noqa: E402
from sim.terrain.outlines import MOST_CORNERS, outlines_of  # noqa: E402
from sim.terrain.plane import from_degrees  # noqa: E402
from sim.terrain.sources import read_network  # noqa: E402
from sim.terrain.terrain import Terrain  # noqa: E402
from tests.terrain.maps import box, features, write_geojson  # noqa: E402

HOLE = [(0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.6, 0.4)]


@pytest.fixture
def country(tmp_path: Path) -> Terrain:
    """An enclave inside its district, of the same province, and a neighbour of another to the east."""
    shapes = {
        "ring": box(0, 0, 1, 1, holes=[HOLE]),
        "inner": box(0.4, 0.4, 0.6, 0.6),
        "east": box(1, 0, 2, 1),
    }
    found: list[dict[str, Any]] = features(shapes)
    for feature, province in zip(found, ("west", "west", "far"), strict=True):
        feature["properties"].update(province=province, seat=0, population=10)
    name = write_geojson(tmp_path, found)
    return read_network({"from": "geo", "file": name, "source": "made up"}, lambda one: tmp_path / one, "")


def test_a_map_of_boundaries_is_drawn_as_it_is_with_holes(country: Terrain) -> None:
    cells = district_cells(country)
    assert not cells.tiles and [len(rings) for rings in cells.rings] == [2, 1, 1]
    areas = [sum(signed_area(ring) for ring in rings) for rings in country.outlines]
    assert areas == pytest.approx([0.96, 0.04, 1.0])  # a hole runs the other way round


def test_lines_are_drawn_between_provinces_and_around_the_country_only(country: Terrain) -> None:
    drawn = shapely.union_all([shapely.linestrings(line) for line in district_cells(country).borders])
    narrow = float(np.cos(np.radians(country.lat.mean())))
    assert drawn.length == pytest.approx(4 * narrow + 2 + 1)  # rim, and the one line at 1 degree east
    assert drawn.distance(shapely.Point(0.5 * narrow, 0.4)) > 0.3  # not around the enclave


def test_neighbours_keep_one_common_line_and_corners_are_few() -> None:
    steps = np.linspace(0, 1, 9_000)
    wave = np.column_stack([1 + 0.05 * np.sin(90 * steps) + 0.0001 * np.cos(9e4 * steps), steps])
    west = shapely.Polygon([(0, 0), *wave, (0, 1)])
    east = shapely.Polygon([(2, 1), *wave[::-1], (2, 0)])
    plane = from_degrees(np.array([west, east], dtype=object))
    (one,), (other,) = outlines_of(plane.shapes, plane)
    assert 20 < len(one) < 300 < MOST_CORNERS
    common = {tuple(corner) for corner in one} & {tuple(corner) for corner in other}
    assert len(common) == len(one) - 2


def test_real_outlines_leave_as_they_came_holes_included(country: Terrain) -> None:
    cells = district_cells(country)
    scale, _ = fitted(flat(cells))
    plane = plane_of(cells, country)
    assert plane is not None and extent(flat(cells))[2] > 1
    left = [geometry(outline([scale(ring) for ring in rings]), plane) for rings in cells.rings]
    shapes = [shapely.geometry.shape(one) for one in left]
    assert all(one.is_valid for one in shapes)
    assert [one.area for one in shapes] == pytest.approx([0.96, 0.04, 1.0], abs=0.01)
