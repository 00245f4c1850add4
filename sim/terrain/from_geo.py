"""A network from boundaries: GeoJSON or GeoPackage polygons; two districts touch where they share a border.

Needs shapely (the extra ``geo``), imported only here and only when asked for.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from sim.base.errors import UsageError
from sim.terrain.assemble import (
    COLUMNS,
    Border,
    District,
    Faults,
    assemble,
    check_size,
    finish,
    read_district,
)
from sim.terrain.folder import Folder
from sim.terrain.from_tables import read_districts
from sim.terrain.options import Option, short
from sim.terrain.terrain import Terrain

MOST_BYTES = 500_000_000
KM = 111.195  # of a degree of latitude, mean radius 6371.0088 km
ENVELOPES = (0, 32, 48, 48, 64)  # bytes of the envelope in a GeoPackage geometry, by its code
OPTIONS = {
    "file": Option("text", "the name of a .geojson, .json or .gpkg file"),
    "layer": Option("text", "the table of a GeoPackage that has several", ""),
    "columns": Option("names", "column -> property that holds it, where the names differ", {}),
    "districts": Option("text", "a table that replaces the properties", ""),
    "shortest": Option("number", "km; a shorter common border does not count", 0.0, low=0.0, high=1e4),
}
Feature = tuple[Any, dict[str, Any]]  # shapely geometry, properties


def build(folder: Folder, options: Mapping[str, Any]) -> Terrain:
    """The network of a file of polygons in degrees (GeoJSON) or in degrees or metres (GeoPackage).

    file       .geojson, .json or .gpkg
    layer      table of a GeoPackage, "" if there is but one
    columns    column of ``Terrain`` -> property that holds it, where the names differ
    districts  optional table that replaces the properties
    shortest   km; a shorter common border does not count
    The weight of a border is its length in km. UsageError without shapely, ScenarioError with every fault.
    """
    shapely = need_shapely()
    name = options["file"]
    read = read_geopackage if PurePosixPath(name).suffix.lower() == ".gpkg" else read_geojson
    features = read(shapely, folder, name, options["layer"])
    check_size(len(features), folder, name)
    faults, table = Faults(folder.show(name)), Faults(folder.show(options["districts"]))
    own = bool(options["districts"])
    support = {} if own else options["allegiance"]
    named = [
        (shape, rename(values, options["columns"], only_id=own, more=tuple(support.values())))
        for shape, values in features
    ]
    districts, shapes = read_features(named, faults, support)
    if own:
        districts = read_districts(folder, options["districts"], table, options["allegiance"])
        compare_ids(districts, shapes, faults)
    finish(table, faults)
    borders = shared_borders(shapely, shapes, options["shortest"])
    return assemble(districts, borders, source=options["source"], parts=options["parts"])


def need_shapely() -> Any:
    """The shapely module; UsageError naming the extra if it is not installed."""
    try:
        import shapely
    except ImportError:
        raise UsageError(
            "network.from = 'geo' needs shapely, which is not installed; expected: pip install 'territorial-sim[geo]'"
        ) from None
    return shapely


def read_geojson(shapely: Any, folder: Folder, name: str, layer: str) -> list[Feature]:
    """Polygons and properties of a GeoJSON FeatureCollection; ScenarioError if it is none."""
    try:
        data = json.loads(folder.read_text(name, MOST_BYTES))
        return [
            (polygon_of(shapely, feature["geometry"]), feature.get("properties") or {})
            for feature in data["features"]
        ]
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        shapely.errors.ShapelyError,
    ) as error:
        raise folder.refuse(name, f"is not a GeoJSON FeatureCollection: {short(str(error))}") from None


def polygon_of(shapely: Any, geometry: Any) -> Any:
    """The geometry of a GeoJSON feature, None where it has none."""
    return None if geometry is None else shapely.from_geojson(json.dumps(geometry))


def read_geopackage(shapely: Any, folder: Folder, name: str, layer: str) -> list[Feature]:
    """Polygons and attributes of a feature table of a GeoPackage; ScenarioError if there is none."""
    path = folder.find(name).resolve()
    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as base:
            base.row_factory = sqlite3.Row
            table, column = find_layer(base, folder, name, layer)
            quoted = table.replace('"', '""')
            rows = [dict(row) for row in base.execute(f'SELECT * FROM "{quoted}"')]  # noqa: S608 - a quoted name
        return [(shapely.from_wkb(plain_wkb(row.pop(column))), row) for row in rows]
    except (sqlite3.Error, ValueError, KeyError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise folder.refuse(name, f"cannot be read as GeoPackage: {short(str(error))}") from None


def find_layer(base: sqlite3.Connection, folder: Folder, name: str, layer: str) -> tuple[str, str]:
    """Table and geometry column; ScenarioError if ``layer`` is not there, or not named among several."""
    found = dict(base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall())
    layer = layer or (next(iter(found)) if len(found) == 1 else "")
    if layer not in found:
        raise folder.refuse(name, f"layer = {layer!r} is unknown; expected one of {', '.join(sorted(found))}")
    return layer, found[layer]


def plain_wkb(blob: bytes) -> bytes:
    """The well-known binary inside a GeoPackage geometry; ValueError if it is none."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise ValueError(f"geometry begins with {bytes(blob or b'')[:2]!r}; expected b'GP'")
    code = (blob[3] >> 1) & 7
    if code >= len(ENVELOPES):
        raise ValueError(f"geometry has envelope code {code}; expected 0 to 4")
    return blob[8 + ENVELOPES[code] :]


def rename(
    properties: Mapping[str, Any], columns: Mapping[str, str], only_id: bool, more: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Properties under the names of the columns, empty ones left out; nothing but the id if a table gives the rest."""
    named = {**properties, **{column: properties.get(own) for column, own in columns.items()}}
    kept = ("id",) if only_id else (*COLUMNS, *more)
    return {column: value for column, value in named.items() if column in kept and value is not None}


def read_features(
    features: Sequence[Feature], faults: Faults, allegiance: Mapping[str, str]
) -> tuple[list[District], dict[str, Any]]:
    """Districts in file order and their polygons by id; what is wrong goes into ``faults``."""
    districts: list[District] = []
    shapes: dict[str, Any] = {}
    for number, (shape, values) in enumerate(features):
        district = read_feature(number, shape, values, faults, allegiance)
        if district is None:
            continue
        if district.id in shapes:
            faults.add(
                None, f"feature {number} id", f" = {district.id!r} appears twice; expected ids that differ"
            )
        shapes[district.id] = shape
        districts.append(district)
    return districts, shapes


def read_feature(
    number: int, shape: Any, values: dict[str, Any], faults: Faults, allegiance: Mapping[str, str]
) -> District | None:
    """The district of one feature, placed at a point inside it; None if something is wrong."""
    where = f"feature {number} "
    if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        faults.add(None, where, f"is {getattr(shape, 'geom_type', None)}; expected a Polygon or MultiPolygon")
        return None
    if not shape.is_valid:
        faults.add(None, where, "crosses itself; expected a valid polygon")
        return None
    if "id" not in values:
        faults.add(None, f"{where}id", " is missing; expected a property id (or columns: {id: PROPERTY})")
        return None
    point = shape.representative_point()
    if abs(point.x) <= 180 and abs(point.y) <= 90:
        values = {"lon": point.x, "lat": point.y, **values}
    return read_district(values, faults, None, where, allegiance)


def compare_ids(table: Sequence[District], shapes: Mapping[str, Any], faults: Faults) -> None:
    """Faults where table and polygons do not have the same ids."""
    for name in sorted({district.id for district in table} ^ set(shapes)):
        faults.add(
            None, f"district {name}", " stands either in the table or among the polygons; expected both"
        )


def shared_borders(shapely: Any, shapes: Mapping[str, Any], shortest: float) -> list[Border]:
    """Borders at least ``shortest`` km long (and longer than 0) between polygons, with their lengths in km."""
    ids, plane = list(shapes), in_km(shapely, np.array(list(shapes.values()), dtype=object))
    first, second = shapely.STRtree(plane).query(plane, predicate="intersects")
    ahead = first < second
    first, second = first[ahead], second[ahead]
    outline = shapely.boundary(plane)
    lengths = shapely.length(shapely.intersection(outline[first], outline[second]))
    order = np.lexsort((second, first))
    return [
        Border(ids[first[k]], ids[second[k]], float(lengths[k]))
        for k in order
        if lengths[k] > 1e-6 and lengths[k] >= shortest
    ]


def in_km(shapely: Any, shapes: np.ndarray) -> np.ndarray:
    """The polygons on a plane in km: degrees by their mean latitude, else metres."""
    west, south, east, north = shapely.total_bounds(shapes)
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        scale = np.array([KM * math.cos(math.radians((south + north) / 2)), KM])
    else:
        scale = np.array([1e-3, 1e-3])
    moved: np.ndarray = shapely.transform(shapes, lambda xy: xy * scale)
    return moved
