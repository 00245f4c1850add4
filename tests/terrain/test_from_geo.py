"""Boundary files: borders from common edges, lengths in km."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import UsageError
from tests.terrain.files import read
from tests.terrain.maps import write_any


def square(west: float, south: float, size: float = 1.0) -> dict[str, Any]:
    """A GeoJSON square."""
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(name: str, geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": {"code": name, **properties}}


# two by two squares at the equator: sides touch along a degree, opposite corners in a point
SQUARES = [
    feature("SW", square(0, 0), shape="South West", province="West"),
    feature("SE", square(1, 0), shape="South East", province="East"),
    feature("NW", square(0, 1), shape="North West", province="West"),
    feature("NE", square(1, 1), shape="North East", province="East", seat=2, population=1000),
]
BLOCK = {"from": "geo", "file": "net.geojson", "columns": {"id": "code", "name": "shape"}}


def write_geojson(folder: Path, features: list[dict[str, Any]]) -> None:
    """A FeatureCollection."""
    (folder / "net.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def test_without_shapely_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shapely", None)
    write_geojson(tmp_path, SQUARES)
    with pytest.raises(
        UsageError,
        match=r"needs shapely, which is not installed; expected the extra geo: pip install '.\[geo\]' in the folder of the checkout",
    ):
        read(tmp_path, BLOCK)


def test_squares_touch_along_sides_and_not_in_corners(tmp_path: Path) -> None:
    write_geojson(tmp_path, SQUARES)
    terrain = read(tmp_path, BLOCK)
    pairs = {
        frozenset((terrain.ids[a], terrain.ids[b]))
        for a, b in zip(terrain.edge_a, terrain.edge_b, strict=True)
    }
    assert pairs == {frozenset(pair) for pair in (("SW", "SE"), ("NW", "NE"), ("SW", "NW"), ("SE", "NE"))}
    assert terrain.edge_weight == pytest.approx([111.2] * 4, rel=0.001)
    assert terrain.names[0] == "South West"
    assert (terrain.national, terrain.problems()) == (3, [])
    assert (terrain.lon[0], terrain.lat[0]) == pytest.approx((0.5, 0.5))


def test_a_short_border_does_not_count(tmp_path: Path) -> None:
    write_geojson(tmp_path, SQUARES)
    assert len(read(tmp_path, {**BLOCK, "shortest": 112.0, "parts": 4}).edge_a) == 0


def test_a_table_replaces_the_properties(tmp_path: Path) -> None:
    write_geojson(tmp_path, SQUARES)
    rows = ["NE,Alder,P,1,5", "NW,Birch,P,0,6", "SE,Cedar,P,0,7", "SW,Elm,P,0,8"]
    (tmp_path / "districts.csv").write_text("\n".join(["id,name,province,seat,population", *rows]) + "\n")
    terrain = read(tmp_path, {**BLOCK, "districts": "districts.csv"})
    assert terrain.names == ("Alder", "Birch", "Cedar", "Elm")
    assert terrain.problems() == []


def test_a_geopackage_gives_the_same_network(tmp_path: Path) -> None:
    shapes = {one["properties"]["code"]: one["geometry"] for one in SQUARES}
    write_any(tmp_path, "net.gpkg", shapes, "EPSG:4326", "GPKG", 'odd "name"', key="code")
    write_geojson(tmp_path, SQUARES)
    packed = read(tmp_path, {"from": "geo", "file": "net.gpkg", "columns": {"id": "code"}})
    plain = read(tmp_path, BLOCK)
    assert packed.ids == plain.ids
    assert packed.edge_weight.tolist() == plain.edge_weight.tolist()


@pytest.mark.parametrize(
    ("features", "problem"),
    [
        (
            [feature("A", {"type": "Point", "coordinates": [0, 0]})],
            "feature 0 (A) is Point; expected a Polygon or MultiPolygon",
        ),
        ([feature("A", square(0, 0)), feature("A", square(1, 0))], "feature 1 id = 'A' appears twice"),
        ([{"type": "Feature", "geometry": square(0, 0), "properties": None}], "feature 0 id is missing"),
        ([], "has 0 districts; expected 1 to 100,000"),
        ([{"type": "Feature"}], "is not a GeoJSON FeatureCollection"),
        ([feature("A", None)], "feature 0 (A) has no geometry; expected a Polygon or MultiPolygon"),
    ],
)
def test_features_that_are_no_districts_are_named(
    tmp_path: Path, features: list[dict[str, Any]], problem: str
) -> None:
    write_geojson(tmp_path, features)
    with pytest.raises(UsageError) as caught:
        read(tmp_path, BLOCK)
    assert str(caught.value).startswith("here/net.geojson ")
    assert problem in str(caught.value)


@pytest.mark.parametrize("name", ["net.geojson", "net.gpkg"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"nonsense" * 200)
    with pytest.raises(UsageError, match=rf"^here/{name} (is not a GeoJSON|cannot be read as GeoPackage)"):
        read(tmp_path, {**BLOCK, "file": name})
