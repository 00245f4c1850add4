"""Small boundary files in the shape of public ones, made by code."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

Shape = Mapping[str, Any] | None
Point = Sequence[float]


def ring(*points: Point) -> list[list[float]]:
    """A closed ring."""
    return [list(point) for point in (*points, points[0])]


def polygon(*points: Point, holes: Sequence[Sequence[Point]] = ()) -> dict[str, Any]:
    """A polygon of GeoJSON."""
    return {"type": "Polygon", "coordinates": [ring(*points), *(ring(*hole) for hole in holes)]}


def box(
    west: float, south: float, east: float, north: float, holes: Sequence[Sequence[Point]] = ()
) -> dict[str, Any]:
    """A rectangle."""
    return polygon((west, south), (east, south), (east, north), (west, north), holes=holes)


def several(*shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Polygons as one MultiPolygon."""
    return {"type": "MultiPolygon", "coordinates": [one["coordinates"] for one in shapes]}


def features(shapes: Mapping[str, Shape], key: str = "id", **more: Any) -> list[dict[str, Any]]:
    """Features whose property ``key`` is the id; ``more`` are further properties, the same for all."""
    return [
        {"type": "Feature", "properties": {key: name, **more}, "geometry": shape}
        for name, shape in shapes.items()
    ]


def write_geojson(
    folder: Path, found: Sequence[Mapping[str, Any]], name: str = "net.geojson", **members: Any
) -> str:
    """A FeatureCollection."""
    (folder / name).write_text(
        json.dumps({"type": "FeatureCollection", **members, "features": found}), encoding="utf-8"
    )
    return name


def crs_member(name: str) -> dict[str, Any]:
    """The coordinate system as GeoJSON of 2008 names it."""
    return {"type": "name", "properties": {"name": name}}


def write_any(
    folder: Path, name: str, shapes: Mapping[str, Shape], crs: str | None, driver: str, layer: str | None = None, key: str = "id",
    append: bool = False, geometry: str = "", encoding: str | None = None,
) -> str:  # fmt: skip
    """A file by GDAL."""
    import pyogrio

    parsed = shapely.from_geojson([json.dumps(shape) for shape in shapes.values()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a file without coordinate system, which is wanted here
        pyogrio.raw.write(
            folder / name, geometry=shapely.to_wkb(parsed), field_data=[np.array(list(shapes), dtype=object)], fields=[key],
            geometry_type=geometry or ("Unknown" if driver != "ESRI Shapefile" else "Polygon"), crs=crs, driver=driver, layer=layer,
            append=append, encoding=encoding,
        )  # fmt: skip
    return name


def write_parquet(folder: Path, shapes: Mapping[str, Shape], crs: Any = "missing") -> str:
    """GeoParquet."""
    import pyarrow as pa
    from pyarrow import parquet

    parsed = shapely.to_wkb(shapely.from_geojson([json.dumps(shape) for shape in shapes.values()]))
    column = {"encoding": "WKB", "geometry_types": [], **({} if crs == "missing" else {"crs": crs})}
    told = {"version": "1.1.0", "primary_column": "shape", "columns": {"shape": column}}
    table = pa.table({"ADM1_PCODE": list(shapes), "shape": list(parsed)})
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(told)}), folder / "net.parquet")
    return "net.parquet"


def zip_up(folder: Path, stem: str, name: str = "net.zip") -> str:
    """All files of one stem in an archive, one folder down; the files themselves are taken away."""
    with zipfile.ZipFile(folder / name, "w") as archive:
        for path in sorted(folder.glob(f"{stem}.*")):
            if path.name != name:
                archive.write(path, f"boundaries/{path.name}")
                path.unlink()
    return name


def write_topojson(
    folder: Path, quantised: bool = False, name: str = "net.json", layers: Sequence[str] = ("land",)
) -> str:
    """Three districts of shared arcs: A and B share one, C touches neither."""
    arcs = [[[0, 0], [1, 0]], [[0, 0], [0, 1], [1, 1], [1, 0]], [[1, 0], [1, -1], [0, -1], [0, 0]],
            [[3, 0], [4, 0], [4, 1], [3, 1], [3, 0]]]  # fmt: skip
    topology: dict[str, Any] = {"type": "Topology"}
    if quantised:
        topology["transform"] = {"scale": [0.5, 0.5], "translate": [10, 20]}
        arcs = [[[2 * c for c in p] for p in arc] for arc in arcs]
        arcs = [
            [arc[0], *([b[0] - a[0], b[1] - a[1]] for a, b in zip(arc, arc[1:], strict=False))]
            for arc in arcs
        ]
    geometries = [
        {"type": "Polygon", "arcs": [[0, -2]], "id": "A", "properties": {"name": "Alder"}},
        {"type": "MultiPolygon", "arcs": [[[0, 2]]], "id": "B", "properties": {"name": "Birch"}},
        {"type": "Polygon", "arcs": [[3]], "id": "C", "properties": {"name": "Cedar"}},
    ]
    held = {layer: {"type": "GeometryCollection", "geometries": geometries} for layer in layers}
    (folder / name).write_text(json.dumps({**topology, "arcs": arcs, "objects": held}), encoding="utf-8")
    return name
