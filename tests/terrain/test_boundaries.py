"""Boundary files in the shape of public ones, each with the borders it must give, or the words in which it is refused."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from sim.base.errors import UsageError
from sim.terrain.borders import coverage
from sim.terrain.files.columns import propose
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.layers import read_layer
from sim.terrain.terrain import Terrain
from tests.terrain.files import read
from tests.terrain.maps import (
    box,
    crs_member,
    features,
    polygon,
    several,
    write_any,
    write_geojson,
    write_parquet,
    write_topojson,
    zip_up,
)

Write = Callable[[Path], str | Mapping[str, Any]]
PAIR = {"A": box(20, 40, 21, 41), "B": box(21, 40, 22, 41)}
METRE = 1 / 111_195.08  # degrees of latitude


def edges(terrain: Terrain) -> dict[str, float]:
    """``"A B"`` -> km of every border."""
    return {
        " ".join(sorted((terrain.ids[a], terrain.ids[b]))): float(km)
        for a, b, km in zip(terrain.edge_a, terrain.edge_b, terrain.edge_weight, strict=True)
    }


def read_case(folder: Path, write: Write) -> Terrain:
    """The network of what ``write`` writes: the name of the file, or more of the block."""
    block = write(folder)
    return read(folder, {"from": "geo", **({"file": block} if isinstance(block, str) else block)})


def geojson(shapes: Mapping[str, Any], key: str = "id", **members: Any) -> Write:
    """GeoJSON whose property ``key`` is named as the id."""

    def write(folder: Path) -> Mapping[str, Any]:
        columns = {} if key == "id" else {"columns": {"id": key}}
        return {"file": write_geojson(folder, features(shapes, key), **members), **columns}

    return write


def with_members(folder: Path) -> str:
    """Ids as members of the features (RFC 7946, 3.2), in properties only a name."""
    return write_geojson(
        folder,
        [
            {"type": "Feature", "id": name, "properties": {"name": f"{name}-land"}, "geometry": one}
            for name, one in PAIR.items()
        ],
    )


def lines(folder: Path, name: str, mark: str = "", end: str = "\n", encoding: str = "utf-8") -> str:
    """Features a line each, as GDAL's GeoJSONSeq."""
    text = "".join(f"{mark}{json.dumps(one)}{end}" for one in features(PAIR))
    (folder / name).write_text(text, encoding=encoding, newline="")
    return name


def wkt(folder: Path, before: str = "", between: str = ",") -> str:
    """A table with a column of well-known text, as QGIS and ogr2ogr write it; one cell is longer than Python reads by itself."""
    (far,) = (shapely.from_geojson(json.dumps(shape)).segmentize(1e-4).wkt for shape in [PAIR["A"]])
    assert len(far) > csv.field_size_limit()
    rows = [
        ["WKT", "id"],
        [before + far, "A"],
        [before + shapely.from_geojson(json.dumps(PAIR["B"])).wkt, "B"],
    ]
    with (folder / "net.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=between).writerows(rows)
    return "net.csv"


def two_systems(folder: Path) -> str:
    """A table whose shapes have their coordinates in two systems."""
    path = folder / wkt(folder, "SRID=4326;", ";")
    path.write_text(path.read_text(encoding="utf-8").replace("SRID=4326", "SRID=32642", 1), encoding="utf-8")
    return path.name


def wkb(folder: Path) -> str:
    """A table with a column of hexadecimal digits, as a dump of PostGIS holds it."""
    shapes = shapely.set_srid(shapely.from_geojson([json.dumps(shape) for shape in PAIR.values()]), 4326)
    digits = shapely.to_wkb(shapes, hex=True, include_srid=True)
    text = "".join(f"{name},{geometry}\n" for name, geometry in zip(PAIR, digits, strict=True))
    (folder / "net.csv").write_text(f"id,geom\n{text}", encoding="utf-8")
    return "net.csv"


def with_points(folder: Path) -> str:
    """A GeoPackage with a layer of districts and one of their capitals."""
    write_any(folder, "net.gpkg", PAIR, "EPSG:4326", "GPKG", "districts")
    points = {name: {"type": "Point", "coordinates": [20, 40]} for name in PAIR}
    return write_any(
        folder, "net.gpkg", points, "EPSG:4326", "GPKG", "capitals", append=True, geometry="Point"
    )


def in_capitals(folder: Path) -> str:
    """A shapefile whose parts have suffixes in capitals."""
    write_any(folder, "net.shp", PAIR, "EPSG:4326", "ESRI Shapefile")
    for path in folder.glob("net.*"):
        path.rename(path.with_suffix(path.suffix.upper()))
    return "net.SHP"


def western(folder: Path, named: str) -> str:
    """A shapefile whose table is in the encoding of western Europe and says that it is in ``named``."""
    shapes = {"Zürich": PAIR["A"], "Évora": PAIR["B"]}
    write_any(folder, "net.shp", shapes, "EPSG:4326", "ESRI Shapefile", encoding="ISO-8859-1")
    (folder / "net.cpg").write_text(named, encoding="utf-8")
    return "net.shp"


def without_properties(folder: Path) -> str:
    """Ids as members, properties null."""
    return write_geojson(
        folder,
        [{"type": "Feature", "id": name, "properties": None, "geometry": one} for name, one in PAIR.items()],
    )


def scaled(shapes: Mapping[str, Any], size: float, east: float, north: float) -> dict[str, Any]:
    """Shapes in degrees as shapes of another plane: ``size`` a degree."""

    def change(value: Any) -> Any:
        if isinstance(value[0], list):
            return [change(one) for one in value]
        return [east + (value[0] - 20) * size, north + (value[1] - 40) * size]

    return {name: {**one, "coordinates": change(one["coordinates"])} for name, one in shapes.items()}


def gdal(
    name: str, driver: str, shapes: Mapping[str, Any] = PAIR, crs: str | None = "EPSG:4326", **more: Any
) -> Write:
    """A file by GDAL."""
    return lambda folder: {"file": write_any(folder, name, shapes, crs, driver), **more}


def zipped(folder: Path) -> str:
    """A shapefile in an archive, as portals hand it out."""
    write_any(folder, "adm1.shp", PAIR, "EPSG:4326", "ESRI Shapefile")
    return zip_up(folder, "adm1")


def zipped_geojson(folder: Path) -> str:
    """GeoJSON in an archive."""
    write_geojson(folder, features(PAIR), "adm1.json")
    return zip_up(folder, "adm1")


def two_layers(folder: Path) -> Mapping[str, Any]:
    """A GeoPackage of two levels of administration."""
    write_any(folder, "net.gpkg", {"X": box(20, 40, 22, 41)}, "EPSG:4326", "GPKG", "adm0")
    return {
        "file": write_any(folder, "net.gpkg", PAIR, "EPSG:4326", "GPKG", "adm1", append=True),
        "layer": "adm1",
    }


def collection(folder: Path) -> str:
    """A GeometryCollection of a polygon and a line, as repairs leave behind."""
    line = {"type": "LineString", "coordinates": [[20, 40], [20, 39]]}
    shapes = {"A": {"type": "GeometryCollection", "geometries": [PAIR["A"], line]}, "B": PAIR["B"]}
    return write_geojson(folder, features(shapes))


DEG = 111.195  # km of a degree along a meridian
AT_40 = 85.2  # km of a degree along the 40th parallel
# a slanted border whose vertex on one side only lies off the line by what floating point leaves
SLANTED = {
    "A": polygon((30, 10), (30.7, 10.1), (31.0, 11.2), (30, 11)),
    "B": polygon((30.7, 10.1), (32, 10), (32, 11.2), (31.0, 11.2), (30.7 + 0.1, 10.1 + 1.1 / 3)),
}
HAIR = {"A": SLANTED["A"], "B": polygon((30.7 + 1e-9, 10.1), (32, 10), (32, 11.2), (31.0 + 1e-9, 11.2))}
MERCATOR_GAP = {
    "A": box(20, 40, 21, 41),
    "B": box(21 + 150 / 222_640, 40, 22, 41),
}  # 150 m of the map are 75 m of the ground
CITY = [(20.4, 40.4), (20.6, 40.4), (20.6, 40.6), (20.4, 40.6)]
CITY_ROUND = 2 * (0.2 * DEG + 0.2 * DEG * 0.7626)

FILES: dict[str, tuple[Write, dict[str, float]]] = {
    "OCHA COD-AB": (geojson(PAIR, "ADM2_PCODE"), {"A B": DEG}),
    "geoBoundaries": (geojson(PAIR, "shapeID", crs=crs_member("urn:ogc:def:crs:OGC:1.3:CRS84")), {"A B": DEG}),
    "GADM": (geojson({"AFG.1.1_1": PAIR["A"], "AFG.1.2_1": PAIR["B"]}, "GID_2"), {"AFG.1.1_1 AFG.1.2_1": DEG}),
    "Natural Earth": (geojson({"AF-BDS": PAIR["A"], "AF-TAK": PAIR["B"]}, "iso_3166_2"), {"AF-BDS AF-TAK": DEG}),
    "OpenStreetMap ids": (geojson({"relation/1": PAIR["A"], "relation/2": PAIR["B"]}, "@id"), {"relation_1 relation_2": DEG}),
    "numbers as ids": (geojson({"1": PAIR["A"], "2": PAIR["B"]}, "OBJECTID"), {"1 2": DEG}),
    "features a line": (lambda folder: lines(folder, "net.geojsonl"), {"A B": DEG}),
    "features a line behind record separators": (lambda folder: lines(folder, "net.geojsons", "\x1e"), {"A B": DEG}),
    "features a line, called .json, from Windows": (lambda folder: lines(folder, "net.json", end="\r\n", encoding="utf-8-sig"), {"A B": DEG}),
    "features a line, called .ndjson": (lambda folder: lines(folder, "net.ndjson"), {"A B": DEG}),
    "well-known text in a table": (lambda folder: {"file": wkt(folder), "crs": "EPSG:4326"}, {"A B": DEG}),
    "well-known text that names its coordinates": (lambda folder: wkt(folder, "SRID=4326;", ";"), {"A B": DEG}),
    "well-known binary of PostGIS in a table": (wkb, {"A B": DEG}),
    "GeoPackage of districts and capitals": (with_points, {"A B": DEG}),
    "GeoPackage known by its numbers": (
        lambda folder: {"file": write_any(folder, "net.gpkg", PAIR, "EPSG:4326", "GPKG", key="назва"), "columns": {"id": "fid"}}, {"1 2": DEG},
    ),
    "shapefile in capitals": (in_capitals, {"A B": DEG}),
    "member id": (with_members, {"A B": DEG}),
    "member id, no properties": (without_properties, {"A B": DEG}),
    "TopoJSON": (lambda folder: {"file": write_topojson(folder), "parts": 2}, {"A B": DEG}),
    "TopoJSON, quantised": (lambda folder: {"file": write_topojson(folder, True, "n.topojson"), "parts": 2}, {"A B": 104.5}),
    "TopoJSON of two objects": (
        lambda folder: {"file": write_topojson(folder, layers=("sea", "land")), "layer": "land", "parts": 2}, {"A B": DEG},
    ),
    "GeoPackage": (gdal("net.gpkg", "GPKG"), {"A B": DEG}),
    "GeoPackage of two layers": (two_layers, {"A B": DEG}),
    "GeoPackage in UTM": (gdal("net.gpkg", "GPKG", scaled(PAIR, 1e5, 5e5, 3.8e6), "EPSG:32642"), {"A B": 100.0}),
    "shapefile": (gdal("net.shp", "ESRI Shapefile"), {"A B": DEG}),
    "shapefile in US feet": (gdal("net.shp", "ESRI Shapefile", scaled(PAIR, 1e5, 6e5, 6e5), "EPSG:2236"), {"A B": 30.48}),
    "zipped shapefile": (zipped, {"A B": DEG}),
    "zipped GeoJSON": (zipped_geojson, {"A B": DEG}),
    "FlatGeobuf": (gdal("net.fgb", "FlatGeobuf"), {"A B": DEG}),
    "GeoParquet": (lambda folder: {"file": write_parquet(folder, PAIR), "columns": {"id": "ADM1_PCODE"}}, {"A B": DEG}),
    "GeoParquet in UTM": (
        lambda folder: {"file": write_parquet(folder, scaled(PAIR, 1e5, 5e5, 3.8e6), "EPSG:32642"), "columns": {"id": "ADM1_PCODE"}},
        {"A B": 100.0},
    ),
    "web Mercator at 60 degrees": (
        geojson(scaled(PAIR, 222_640, 2_226_390, 8_399_738), crs=crs_member("urn:ogc:def:crs:EPSG::3857")), {"A B": 109.5},
    ),
    "a gap in web Mercator at 60 degrees": (
        geojson(scaled(MERCATOR_GAP, 222_640, 2_226_390, 8_399_738), crs=crs_member("EPSG:3857")), {"A B": 109.5},
    ),
    "a gap of 250 US feet": (
        gdal("net.shp", "ESRI Shapefile", scaled({"A": PAIR["A"], "B": box(21 + 250 / 1e5, 40, 22, 41)}, 1e5, 6e5, 6e5), "EPSG:2236"), {"A B": 30.48},
    ),
    "crs said by hand": (
        lambda folder: {"file": write_geojson(folder, features(scaled(PAIR, 1e5, 5e5, 3.8e6))), "crs": "EPSG:32642"}, {"A B": 100.0},
    ),
    "another datum": (geojson(PAIR, crs=crs_member("EPSG:4267")), {"A B": DEG}),
    "EPSG:4326 by its number": (geojson(PAIR, crs={"type": "EPSG", "properties": {"code": 4326}}), {"A B": DEG}),
    "0 to 360": (geojson({"A": box(350, 10, 360, 11), "B": box(0, 10, 8, 11), "C": box(345, 10, 350, 11)}),
                 {"A B": DEG, "A C": DEG}),
    "beyond 180": (geojson({"A": box(178, 60, 180, 62), "B": box(180, 60, 183, 62)}), {"A B": 2 * DEG}),
    "seam at 180": (geojson({"W": box(178, 60, 180, 62), "E": box(-180, 60, -178, 62)}), {"E W": 2 * DEG}),
    "a ring across 180": (
        geojson({"A": polygon((179, 60), (-179, 60), (-179, 61), (179, 61)), "B": box(-179, 60, -178, 61)}), {"A B": DEG},
    ),
    "a district cut at 180": (
        geojson({"A": several(box(179, 60, 180, 61), box(-180, 60.5, -179, 61)), "B": box(-179, 60, -178, 61), "C": box(178, 60, 179, 61),
                 "D": box(-180, 60, -179, 60.5)}),
        {"A B": DEG / 2, "A C": DEG, "A D": DEG / 2 + 54.75, "B D": DEG / 2},
    ),
    "one more vertex on a slanted line": (geojson(SLANTED), {"A B": 126.7}),
    "hairline gap": (geojson(HAIR), {"A B": 126.7}),
    "gap of 60 m": (geojson({"A": PAIR["A"], "B": box(21 + 60 * METRE, 40, 22, 41)}), {"A B": DEG}),
    "overlap of 300 m": (geojson({"A": PAIR["A"], "B": box(21 - 300 * METRE, 40, 22, 41)}), {"A B": DEG}),
    "T-junction": (
        geojson({"A": PAIR["A"], "B": box(21, 40, 22, 40.3), "C": box(21 + 20 * METRE, 40.3, 22, 41)}),
        {"A B": 0.3 * DEG, "A C": 0.7 * DEG, "B C": AT_40},
    ),
    "city in a hole": (geojson({"A": box(20, 40, 21, 41, [CITY[::-1]]), "city": polygon(*CITY)}), {"A city": CITY_ROUND}),
    "city over its district": (geojson({"A": PAIR["A"], "city": polygon(*CITY)}), {"A city": CITY_ROUND}),
    "city over two districts": (
        geojson({**PAIR, "city": box(20.9, 40.4, 21.1, 40.6)}), {"A B": 0.8 * DEG, "A city": 39.3, "B city": 39.3},
    ),
    "corners do not touch": (
        lambda folder: {"file": write_geojson(folder, features({"A": PAIR["A"], "D": box(21, 41, 22, 42)})), "parts": 2}, {},
    ),
    "bow-tie": (geojson({"A": polygon((20, 40), (21, 41), (21, 40), (20, 41)), "B": PAIR["B"]}), {"A B": DEG}),
    "hole outside": (geojson({"A": box(20, 40, 21, 41, [[(25, 40), (26, 40), (26, 41)]]), "B": PAIR["B"]}), {"A B": DEG}),
    "ring that touches itself": (
        geojson({"A": polygon((20, 40), (21, 40), (21, 41), (20.5, 40), (20, 41)), "B": PAIR["B"]}), {"A B": DEG},
    ),
    "an empty hole": (geojson({"A": {"type": "Polygon", "coordinates": [*box(20, 40, 21, 41)["coordinates"], []]}, "B": PAIR["B"]}), {"A B": DEG}),
    "vertices twice": (geojson({"A": polygon((20, 40), (21, 40), (21, 40), (21, 41), (21, 41), (20, 41)), "B": PAIR["B"]}), {"A B": DEG}),
    "heights": (geojson({"A": polygon((20, 40, 5), (21, 40, 6), (21, 41, 7), (20, 41, 8)), "B": PAIR["B"]}), {"A B": DEG}),
    "a collection that holds a polygon": (collection, {"A B": DEG}),
    "islands": (
        lambda folder: {"file": write_geojson(folder, features({**PAIR, "I": box(25, 40, 25.2, 40.2)})), "parts": 2}, {"A B": DEG},
    ),
    "exclave": (
        geojson({"A": several(box(20, 40, 21, 41), box(21.4, 40.4, 21.6, 40.6)), "B": box(21, 40, 22, 41, [[(21.4, 40.4), (21.4, 40.6), (21.6, 40.6), (21.6, 40.4)]])}),
        {"A B": DEG + CITY_ROUND},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_public_file_gives_its_borders(name: str, tmp_path: Path) -> None:
    write, expected = FILES[name]
    terrain = read_case(tmp_path, write)
    assert edges(terrain) == pytest.approx(expected, rel=0.005)
    assert terrain.problems() == []
    assert (abs(terrain.lon) <= 180).all() and (abs(terrain.lat) <= 90).all()


REFUSED: dict[str, tuple[Write, str]] = {
    "well-known text of two systems": (two_systems, "net.csv WKT has shapes in several coordinate systems: EPSG:32642, EPSG:4326; expected the same SRID"),
    "no geometry": (geojson({"A": PAIR["A"], "B": None}), "net.geojson feature 1 (B) has no geometry; expected a Polygon or MultiPolygon"),
    "empty": (geojson({"A": PAIR["A"], "B": {"type": "MultiPolygon", "coordinates": []}}), "feature 1 (B) is empty; expected a Polygon"),
    "points": (geojson({"A": {"type": "Point", "coordinates": [20, 40]}}), "feature 0 (A) is Point; expected a Polygon or MultiPolygon"),
    "lines": (geojson({"A": {"type": "LineString", "coordinates": [[20, 40], [21, 40]]}}), "feature 0 (A) is LineString"),
    "no number": (geojson({"A": polygon((20, 40), (float("nan"), 40), (21, 41))}), "feature 0 has a geometry that cannot be read"),
    "a hole beyond the pole": (geojson({"A": box(20, 40, 21, 41, [[(20, 40), (1e300, 40), (20, 1e300)]])}), "which are no degrees"),
    "beyond the pole": (geojson({"A": polygon((20, 40), (21, 140), (21, 41))}), "which are no degrees; expected crs: EPSG:NNNN"),
    "ids twice": (
        lambda folder: write_geojson(folder, [*features({"A": PAIR["A"]}), *features({"A": PAIR["B"]})]),
        "feature 1 id = 'A' appears twice, first in feature 0",
    ),
    "a shape twice": (geojson({"A": PAIR["A"], "B": PAIR["B"], "C": PAIR["B"]}), "has no land of its own"),
    "a country with its provinces": (geojson({"all": box(20, 40, 22, 41), **PAIR}), "has no land of its own: it lies under all"),
    "no id": (
        lambda folder: write_geojson(folder, features(PAIR, "ADM2_PCODE", ADM2_EN="x")),
        "feature 0 id is missing, and of 2 of 2 features; properties: ADM2_PCODE, ADM2_EN; "
        "expected columns: {id: ADM2_PCODE, name: ADM2_EN} in the network block",
    ),
    "no such property": (
        lambda folder: {"file": write_geojson(folder, features(PAIR)), "columns": {"name": "NAME_2"}},
        "columns.name = 'NAME_2' is not a property of the file; expected one of id",
    ),
    "no features": (geojson({}), "has 0 districts; expected 1 to 100,000"),
    "a single feature": (lambda folder: dump(folder, features(PAIR)[0]), "is not a GeoJSON FeatureCollection: its type is 'Feature'"),
    "cut off": (lambda folder: dump(folder, '{"type": "FeatureCollection", "fea'), "is not a GeoJSON FeatureCollection: not JSON"),
    "unknown coordinates": (geojson(PAIR, crs=crs_member("urn:ogc:def:crs:EPSG::999999")), "is unknown; expected crs: EPSG:NNNN"),
    "coordinates of nothing": (geojson(PAIR, crs=None), "names no coordinate system; expected crs: EPSG:NNNN in the network block"),
    "metres that nobody names": (geojson(scaled(PAIR, 1e5, 5e5, 3.8e6)), "which are no degrees; expected crs: EPSG:NNNN"),
    "a plan of a building": (
        geojson(PAIR, crs=crs_member('LOCAL_CS["site",UNIT["metre",1]]')), "neither degrees nor a projection of the earth",
    ),
    "coordinates off the projection": (
        geojson(scaled(PAIR, 1e9, 5e9, 3.8e9), crs=crs_member("EPSG:32642")), "which is no place in WGS 84 / UTM zone 42N",
    ),
    "GeoPackage without coordinates": (gdal("net.gpkg", "GPKG", crs=None), "names no coordinate system"),
    "shapefile without .prj": (gdal("net.shp", "ESRI Shapefile", crs=None), "net.shp names no coordinate system; expected crs: EPSG:NNNN"),
    "GeoParquet without coordinates": (
        lambda folder: {"file": write_parquet(folder, PAIR, None), "columns": {"id": "ADM1_PCODE"}}, "names no coordinate system",
    ),
    "layers": (
        lambda folder: {**two_layers(folder), "layer": ""}, "net.gpkg has 2 layers; expected layer: one of adm0, adm1",
    ),
    "no such layer": (lambda folder: {**two_layers(folder), "layer": "adm3"}, "layer = 'adm3' is unknown; expected layer: one of adm0, adm1"),
    "no GeoPackage": (lambda folder: dump(folder, "<OGRVRTDataSource/>", "net.gpkg"), "cannot be read as GeoPackage: it does not begin like one"),
    "half a shapefile": (lambda folder: half(folder), "net.dbf does not exist"),
    "a shapefile cut off": (lambda folder: cut_off(folder, "shx"), "net.shp cannot be read as shapefile: '.shx is cut off: 116 bytes"),
    "a table of a shapefile cut off": (lambda folder: cut_off(folder, "dbf"), "cannot be read as shapefile: '.dbf is cut off"),
    "a shapefile in an archive, cut off": (lambda folder: (cut_off(folder, "shx"), zip_up(folder, "net"))[1], "net.zip cannot be read as zip: '.shx is cut off"),
    "coordinates that begin to be something": (lambda folder: bad_prj(folder), "net.shp cannot be read as shapefile"),
    "KML": (lambda folder: dump(folder, "<kml/>", "net.kml"), "net.kml is KML; expected .geojson, .geojsonl, .geojsons, .json, .topojson"),
    "an encoding that is another": (
        lambda folder: western(folder, "UTF-8"), "holds text that is not UTF-8; expected its encoding in the file .cpg beside it",
    ),
    "two levels and a layer of points": (
        lambda folder: (with_points(folder), write_any(folder, "net.gpkg", PAIR, "EPSG:4326", "GPKG", "adm0", append=True))[1],
        "net.gpkg has 2 layers; expected layer: one of adm0, districts",
    ),
    "well-known text of nowhere": (wkt, "net.csv names no coordinate system; expected crs: EPSG:NNNN in the network block"),
    "a table without geometry": (lambda folder: dump(folder, "id,name\nA,Alder\n", "net.csv"), "net.csv holds no polygons as well-known text: id, name"),
    "well-known text that is none": (
        lambda folder: dump(folder, 'id,wkt\nA,"POLYGON ((0 0, 1 0, 1 1, 0 0))"\nB,"POLYGON ((0 0"\n', "net.csv"),
        "net.csv:3 wkt cannot be read as well-known text",
    ),
    "a list of features": (lambda folder: dump(folder, features(PAIR)), "is not a GeoJSON FeatureCollection: it is a list; expected {"),
    "a broken line": (lambda folder: dump(folder, json.dumps(features(PAIR)[0]) + "\n\n{broken\n"), "not JSON: 'line 3: Expecting property"),
    "a ring that is not closed": (
        geojson({"A": {"type": "Polygon", "coordinates": [[[20, 40], [21, 40], [21, 41], [20, 41]]]}}), "; expected closed rings of four or more positions",
    ),
    "a table of Parquet": (lambda folder: plain_parquet(folder), "is Parquet without geometry"),
}  # fmt: skip


def dump(folder: Path, value: Any, name: str = "net.geojson") -> str:
    """A file of this text, or of this value as JSON."""
    (folder / name).write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return name


def half(folder: Path) -> str:
    """A shapefile without its table."""
    write_any(folder, "net.shp", PAIR, "EPSG:4326", "ESRI Shapefile")
    (folder / "net.dbf").unlink()
    return "net.shp"


def cut_off(folder: Path, suffix: str) -> str:
    """A shapefile one of whose parts lacks its end, as after a download that broke off; GDAL reads two of three districts."""
    write_any(folder, "net.shp", {**PAIR, "C": box(22, 40, 23, 41)}, "EPSG:4326", "ESRI Shapefile")
    part = folder / f"net.{suffix}"
    part.write_bytes(part.read_bytes()[:-8])
    return "net.shp"


def bad_prj(folder: Path) -> str:
    """A shapefile whose .prj holds bytes that are no UTF-8, on which the library fails in its own way."""
    write_any(folder, "net.shp", PAIR, "EPSG:4326", "ESRI Shapefile")
    wkt = (folder / "net.prj").read_bytes()
    (folder / "net.prj").write_bytes(wkt.replace(b"Greenwich", b"Green\xee"))
    return "net.shp"


def plain_parquet(folder: Path) -> str:
    """Parquet without geometry."""
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"id": ["A"]}), folder / "net.parquet")
    return "net.parquet"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_network_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    write, problem = REFUSED[name]
    with pytest.raises(UsageError) as caught:
        read_case(tmp_path, write)
    assert problem in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_names_are_read_in_the_encoding_that_a_shapefile_says(tmp_path: Path) -> None:
    terrain = read_case(tmp_path, lambda folder: western(folder, "ISO-8859-1"))
    assert (terrain.ids, terrain.names) == (("Zurich", "Evora"), ("Zürich", "Évora"))


def test_numbers_of_a_geopackage_are_the_last_resort_for_ids(tmp_path: Path) -> None:
    write_any(tmp_path, "net.gpkg", PAIR, "EPSG:4326", "GPKG", key="назва")
    layer = read_layer(ScenarioFolder(tmp_path.joinpath, ""), "net.gpkg")
    assert layer.rows == [{"назва": "A", "fid": 1}, {"назва": "B", "fid": 2}]
    assert propose([{**row, "назва": name} for row, name in zip(layer.rows, ("Альфа", "Бета"), strict=True)]) == {
        "id": "fid", "name": "назва",
    }  # fmt: skip


def notes(folder: Path, shapes: Mapping[str, Any], **block: Any) -> str:
    """What reading says of a GeoJSON file."""
    terrain = read_case(folder, lambda path: {"file": write_geojson(path, features(shapes)), **block})
    return "\n".join([*terrain.notes, *terrain.doubts])


# properties with the values of two districts, as statistical offices and other publishers name them
NATIONAL: dict[str, tuple[dict[str, tuple[object, object]], dict[str, str]]] = {
    "two prefixes": ({"CD_MUN": ("2900108", "2900207"), "NM_MUN": ("Alfa", "Beta"), "SIGLA_UF": ("BA", "BA"), "AREA_KM2": (1.5, 2.5)},
                     {"id": "CD_MUN", "name": "NM_MUN"}),
    "a code in parts": ({"CVEGEO": ("01001", "01002"), "CVE_ENT": ("01", "01"), "CVE_MUN": ("001", "002"), "NOMGEO": ("Alfa", "Beta")},
                        {"id": "CVEGEO", "name": "NOMGEO"}),
    "code and name in French": ({"code": ("01", "02"), "nom": ("Alfa", "Beta")}, {"id": "code", "name": "nom"}),
    "a key of a database": ({"OBJID": ("DEX1", "DEX2"), "AGS": ("01001", "01002"), "GEN": ("Alfa", "Beta"), "BEZ": ("Kreis", "Stadt")},
                            {"id": "AGS", "name": "GEN"}),
    "a year in the names": ({"FID": (1, 2), "LAD23CD": ("E061", "E062"), "LAD23NM": ("Alfa", "Beta"), "BNG_E": (5, 6)},
                            {"id": "LAD23CD", "name": "LAD23NM"}),
    "three levels": ({"OBJECTID": (1, 2), "ST": ("Sandland", "Sandland"), "ST_PCODE": ("M1", "M1"), "TS": ("Alfa", "Beta"), "TS_PCODE": ("M11", "M12")},
                     {"id": "TS_PCODE", "name": "TS", "province": "ST"}),
    "one word": ({"FID": (0, 1), "lgacode": (1, 2), "lganame": ("Alfa", "Beta"), "statename": ("Sand", "Sand")},
                 {"id": "lgacode", "name": "lganame", "province": "statename"}),
    "names cut off": ({"COUNTY_NAM": ("Alfa", "Beta"), "COUNTY_COD": (1, 2)}, {"id": "COUNTY_COD", "name": "COUNTY_NAM"}),
    "names in Spanish": ({"municipio": ("Alfa", "Beta"), "departamento": ("Arena", "Arena")},
                         {"id": "municipio", "name": "municipio", "province": "departamento"}),
    "a level above by its number": ({"GUID": ("{A-1}", "{B-2}"), "ADM2_VIZ_NAME": ("Alfa", "Beta"), "ADM1_VIZ_NAME": ("Sand", "Sand"), "ADM2_CODE": ("AA", "AB")},
                                    {"id": "ADM2_CODE", "name": "ADM2_VIZ_NAME", "province": "ADM1_VIZ_NAME"}),
    "names of which no id can be made": ({"fid": (1, 2), "назва": ("Альфа", "Бета")}, {"id": "fid", "name": "назва"}),
    "measures only": ({"area": (1.5, 2.5), "perimeter": (1.1, 2.2)}, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", NATIONAL)
def test_columns_of_national_files_are_told_by_their_values(name: str) -> None:
    columns, expected = NATIONAL[name]
    assert propose([{key: values[row] for key, values in columns.items()} for row in (0, 1)]) == expected


def test_numbers_of_rows_written_as_ids_of_features_are_no_ids() -> None:
    rows = [{"kecamatan": "Alfa"}, {"kecamatan": "Beta"}]
    assert propose(rows, ["0", "1"]) == {"id": "kecamatan", "name": "kecamatan"}  # as GeoPandas writes them
    assert propose(rows, ["4401", "4407"]) == {"name": "kecamatan"}


def test_neighbours_beyond_the_tolerance_are_named(tmp_path: Path) -> None:
    apart = {"A": PAIR["A"], "B": box(21 + 300 * METRE, 40, 22, 41)}
    told = notes(tmp_path, apart, parts=2)
    assert "borders found within a tolerance of 100 m (network.tolerance)" in told
    assert "side by side without a border (1; a river, or a gap wider than the tolerance): A and B (2" in told
    terrain = read(tmp_path, {"from": "geo", "file": "net.geojson"})
    (problem,) = terrain.problems()
    assert problem.startswith(
        "the network has 2 unconnected parts; expected 1 (network.parts); beside the largest, of 1: B;"
    )
    assert "A and B (2" in problem
    assert edges(read(tmp_path, {"from": "geo", "file": "net.geojson", "tolerance": 400})) == pytest.approx(
        {"A B": DEG}, rel=0.01
    )


def test_a_border_left_out_for_its_length_is_named_with_it(tmp_path: Path) -> None:
    told = notes(tmp_path, PAIR, parts=2, shortest=200)
    assert "borders left out (1), as shorter than network.shortest = 200 km: A and B (111 km)" in told
    assert "side by side" not in told
    terrain = read(tmp_path, {"from": "geo", "file": "net.geojson", "shortest": 200})
    (problem,) = terrain.problems()
    assert "A and B (111 km)" in problem  # an unconnected part says what was left out
    assert "left out" not in notes(tmp_path, PAIR, shortest=100)


def test_what_was_repaired_or_overlaps_is_said(tmp_path: Path) -> None:
    bow = {
        "A": polygon((20, 40), (21, 41), (21, 40), (20, 41)),
        "B": PAIR["B"],
        "city": box(21.4, 40.4, 21.6, 40.6),
    }
    told = notes(tmp_path, bow)
    assert "repaired, as their outlines cross or touch themselves (1): A" in told
    assert "drawn over in part by others, which keep what both cover (1): B" in told


@pytest.mark.parametrize("name", ["bow-tie", "hole outside", "ring that touches itself"])
def test_what_was_repaired_in_a_public_file_is_said(name: str, tmp_path: Path) -> None:
    terrain = read_case(tmp_path, FILES[name][0])
    assert "repaired, as their outlines cross or touch themselves (1): A" in terrain.notes


def test_small_districts_have_a_small_tolerance(tmp_path: Path) -> None:
    wards = {"A": box(0, 0, 0.005, 0.005), "B": box(0.005 + 30 * METRE, 0, 0.01, 0.005)}
    assert "within a tolerance of 5.5 m" in notes(tmp_path, wards, parts=2)


def test_exact_files_are_measured_as_they_are(tmp_path: Path) -> None:
    wavy = [(21 + (0.0005 if n % 2 else 0), 40 + n / 1000) for n in range(1001)]
    shapes = {
        "A": polygon((20, 40), *wavy, (20, 41)), "B": polygon((22, 41), *wavy[::-1], (22, 40)),
    }  # fmt: skip
    km = edges(read_case(tmp_path, geojson(shapes)))["A B"]
    assert km == pytest.approx(DEG * (1 + 0.38**2) ** 0.5, rel=0.01)


PUBLIC: dict[str, tuple[list[str], dict[str, str]]] = {
    "OCHA": (["OBJECTID", "ADM0_EN", "ADM1_EN", "ADM1_PCODE", "ADM2_EN", "ADM2_PCODE", "date"],
             {"id": "ADM2_PCODE", "name": "ADM2_EN", "province": "ADM1_EN"}),
    "OCHA, newer": (["adm2_pcode", "adm2_name", "adm1_pcode", "adm1_name", "area_sqkm"],
                    {"id": "adm2_pcode", "name": "adm2_name", "province": "adm1_name"}),
    "OCHA, older": (["OBJECTID", "admin2Pcode", "admin2Name_en", "admin1Name_en"],
                    {"id": "admin2Pcode", "name": "admin2Name_en", "province": "admin1Name_en"}),
    "OCHA, francophone": (["ADM2_FR", "ADM2_PCODE", "ADM1_FR"], {"id": "ADM2_PCODE", "name": "ADM2_FR", "province": "ADM1_FR"}),
    "geoBoundaries": (["shapeName", "shapeISO", "shapeID", "shapeGroup", "shapeType"], {"id": "shapeID", "name": "shapeName"}),
    "GADM": (["GID_0", "COUNTRY", "GID_1", "NAME_1", "GID_2", "NAME_2", "HASC_2"], {"id": "GID_2", "name": "NAME_2", "province": "NAME_1"}),
    "Natural Earth": (["featurecla", "adm1_code", "iso_3166_2", "name", "admin"], {"id": "adm1_code", "province": "admin"}),
    "Natural Earth countries": (["featurecla", "ADM0_A3", "NAME", "CONTINENT", "POP_EST"],
                                {"id": "ADM0_A3", "name": "NAME", "population": "POP_EST"}),
    "Eurostat": (["NUTS_ID", "LEVL_CODE", "NUTS_NAME", "NAME_LATN"], {"id": "NUTS_ID", "name": "NUTS_NAME"}),
    "US Census": (["STATEFP", "GEOID", "NAME", "NAMELSAD"], {"id": "GEOID", "name": "NAME"}),
    "names only": (["DISTRICT", "PROVINCE"], {"id": "DISTRICT", "name": "DISTRICT", "province": "PROVINCE"}),
    "numbers only": (["OBJECTID", "Shape_Area"], {"id": "OBJECTID"}),
    "nothing": (["area"], {}),
}  # fmt: skip
SAME = {
    "date",
    "area",
    "featurecla",
    "LEVL_CODE",
    "shapeGroup",
    "shapeType",
    "STATEFP",
    "COUNTRY",
    "ADM0_EN",
    "GID_0",
}


@pytest.mark.parametrize("name", PUBLIC)
def test_columns_of_public_files_are_proposed(name: str) -> None:
    fields, expected = PUBLIC[name]
    rows = [{key: "x" if key in SAME else f"{key} {n}" for key in fields} for n in range(3)]
    assert propose(rows) == expected


def test_an_id_of_the_feature_goes_before_numbers_of_rows_and_behind_codes() -> None:
    rows = [{"OBJECTID": n, "title": "x"} for n in range(3)]
    assert propose(rows, ["a", "b", "c"]) == {}
    assert propose([{**row, "ADM1_PCODE": f"X{row['OBJECTID']}"} for row in rows], [1, 2, 3]) == {
        "id": "ADM1_PCODE"
    }
    assert propose([{"shapeID": "same"}, {"shapeID": "same"}]) == {}


def test_numbers_that_are_not_finite_on_the_way_are_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = shapely.coverage_clean

    def on_the_way(shapes: np.ndarray, **given: Any) -> Any:
        assert np.isnan(np.array([np.inf]) - np.array([np.inf])).all()
        return clean(shapes, **given)

    monkeypatch.setattr(shapely, "coverage_clean", on_the_way)
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(0.9, 0, 2, 1)])
    covered, remarks = coverage(["a", "b"], shapes, 0.001)
    assert shapely.area(covered).sum() == pytest.approx(2.0)
    assert len(remarks) == 1
