"""A network from boundaries: districts touch where they share a border, within a stated tolerance.

Needs the extra ``geo`` (shapely; pyogrio and pyproj for what is not plain GeoJSON), imported only when asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.base.errors import Faults, short
from sim.base.texts import first_names
from sim.terrain.assemble import COLUMNS, District, assemble, check_size, raise_faults, read_district
from sim.terrain.borders import Touching, find_borders
from sim.terrain.files.columns import propose
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.layers import Layer, as_array, read_layer
from sim.terrain.files.options import NetworkOption
from sim.terrain.from_tables import read_districts
from sim.terrain.outlines import outlines_of
from sim.terrain.plane import ProjectedShapes, flatten
from sim.terrain.terrain import Terrain

OPTIONS = {
    "file": NetworkOption(
        "text",
        "the name of a file of boundaries: GeoJSON, TopoJSON, GeoPackage, shapefile, GeoParquet, FlatGeobuf, CSV with well-known text, zip",
    ),
    "layer": NetworkOption("text", "the layer of a file that has several", ""),
    "columns": NetworkOption("names", "column -> property that holds it, where the names differ", {}),
    "districts": NetworkOption("text", "a table that replaces the properties", ""),
    "crs": NetworkOption("text", "the coordinate system (EPSG:NNNN) of a file that does not say", ""),
    "tolerance": NetworkOption(
        "number",
        "metres within which two outlines are one border; 0 = a hundredth of the typical district's width, at most 100",
        0.0,
        low=0.0,
        high=1e4,
    ),
    "shortest": NetworkOption("number", "km; a shorter common border does not count", 0.0, low=0.0, high=1e4),
}
POLYGONS = ("Polygon", "MultiPolygon")
MOST_NAMED = 30  # properties of a file


def build(folder: ScenarioFolder, options: Mapping[str, Any]) -> Terrain:
    """The network of a file of polygons; the weight of a border is its length in km, on the sphere.

    UsageError without the libraries it needs, ScenarioError with every fault.
    """
    name = options["file"]
    layer = read_layer(folder, name, options["layer"])
    check_size(len(layer.rows), folder, name)
    faults, table = Faults(folder.show(name)), Faults(folder.show(options["districts"]))
    has_table = bool(options["districts"])
    support = {} if has_table else options["allegiance"]
    columns = options["columns"]
    shapes = check_shapes(layer, columns, faults)
    member_rows = [
        rename(row, member, columns, only_id=has_table, more=tuple(support.values()))
        for row, member in zip(layer.rows, layer.members, strict=True)
    ]
    check_ids(layer, member_rows, faults)
    raise_faults(faults)
    try:
        plane = flatten(shapes, options["crs"] or layer.crs)
    except ValueError as problem:
        raise folder.refuse(name, str(problem)) from None
    check_columns(layer, columns, faults)
    districts = place(member_rows, plane, faults, support)
    raise_faults(faults)
    ids = [district.id for district in districts]
    if has_table:
        districts = read_districts(folder, options["districts"], table, options["allegiance"])
        compare_ids(districts, ids, faults)
        raise_faults(table, faults)
    touching_borders = touching(folder, options, ids, plane)
    terrain = assemble(districts, touching_borders.borders, source=options["source"], parts=options["parts"])
    outline_by_id = dict(zip(ids, outlines_of(touching_borders.land, plane), strict=True))
    outlines = tuple(outline_by_id[name] for name in terrain.ids)
    return replace(
        terrain,
        notes=(*terrain.notes, *touching_borders.notes),
        doubts=touching_borders.doubts,
        outlines=outlines,
    )


def touching(
    folder: ScenarioFolder, options: Mapping[str, Any], ids: Sequence[str], plane: ProjectedShapes
) -> Touching:
    """The borders; ScenarioError if a district has no land of its own."""
    import shapely

    try:
        borders = find_borders(ids, plane, options["tolerance"], options["shortest"])
    except shapely.errors.ShapelyError as error:
        problem = f"has outlines that cannot be compared: {short(str(error))}"
        raise folder.refuse(options["file"], f"{problem}; expected polygons without faults") from None
    if borders.vanished:
        district, covering_id = borders.vanished[0]
        reason = f"lies under {covering_id}" if covering_id else "is smaller than the tolerance"
        problem = f"district {district} has no land of its own: it {reason}"
        expectation = "polygons of one level of administration, each once (or a smaller network.tolerance)"
        raise folder.refuse(options["file"], f"{problem}; expected {expectation}")
    return borders


def check_columns(layer: Layer, columns: Mapping[str, str], faults: Faults) -> None:
    """Faults for properties that no feature has and for columns nobody reads."""
    for column, key in columns.items():
        path, field_names = f"columns.{column}", first_names(layer.fields, MOST_NAMED)
        if column not in COLUMNS:
            faults.blame(None, path, f" is not a column; expected one of {', '.join(COLUMNS)}")
        elif key not in layer.fields:
            faults.blame(
                None, path, f" = {short(key)} is not a property of the file; expected one of {field_names}"
            )


def check_shapes(layer: Layer, columns: Mapping[str, str], faults: Faults) -> np.ndarray:
    """The polygons: object [D]; faults for features that have none. Polygons are taken out of collections."""
    import shapely

    polygons = []
    for number, shape in enumerate(layer.shapes):
        if getattr(shape, "geom_type", None) == "GeometryCollection":
            inner = [part for part in shapely.get_parts(shape) if part.geom_type in POLYGONS]
            shape = shapely.multipolygons(shapely.get_parts(inner)) if inner else shape
        problem = fault_of(shape)
        if problem:
            faults.blame(None, f"feature {number}{called(layer, columns, number)} ", problem)
        polygons.append(shape)
    return as_array(polygons)


def fault_of(shape: Any) -> str:
    """Why a geometry is not a district; "" if it is one."""
    import shapely

    if shape is None or shape.is_empty:
        return f"{'has no geometry' if shape is None else 'is empty'}; expected a Polygon or MultiPolygon"
    if shape.geom_type not in POLYGONS:
        return f"is {shape.geom_type}; expected a Polygon or MultiPolygon"
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return "has a coordinate that is not a number; expected finite ones"
    return ""


def called(layer: Layer, columns: Mapping[str, str], number: int) -> str:
    """`` (B)``: what shows a person which feature it is."""
    row = layer.rows[number]
    labels = (row.get(columns.get("id", "id")), layer.members[number], *propose_values(layer, row))
    name = next((value for value in labels if value not in (None, "")), None)
    return "" if name is None else f" ({name})"


def propose_values(layer: Layer, row: Mapping[str, Any]) -> list[Any]:
    """What a row holds where an id or name is likely."""
    proposal = propose(layer.rows, layer.members)
    return [row.get(proposal[column]) for column in ("id", "name") if column in proposal]


def rename(
    properties: Mapping[str, Any],
    member: Any,
    columns: Mapping[str, str],
    only_id: bool,
    more: Sequence[str] = (),
) -> dict[str, Any]:
    """Properties under the names of the columns, empty ones left out; nothing but the id if a table gives the rest.

    GeoJSON's own ``id`` of the feature serves where no property does.
    """
    columns_read = {
        **properties,
        **{column: properties.get(property_name) for column, property_name in columns.items()},
    }
    if columns_read.get("id") in (None, "") and "id" not in columns:
        columns_read["id"] = member
    column_names = ("id",) if only_id else (*COLUMNS, *more)
    return {
        column: value
        for column, value in columns_read.items()
        if column in column_names and value not in (None, "")
    }


def check_ids(layer: Layer, rows: Sequence[Mapping[str, Any]], faults: Faults) -> None:
    """One fault if features have no id, with the properties there are and what seems to be one."""
    without = [number for number, values in enumerate(rows) if "id" not in values]
    if not without:
        return
    proposal = propose(layer.rows, layer.members)
    hint = "{" + ", ".join(f"{column}: {key}" for column, key in proposal.items()) + "}"
    advice = f"columns: {hint}" if "id" in proposal else "columns: {id: PROPERTY}"
    problem = f" is missing, and of {len(without)} of {len(rows)} features"
    field_names = f"properties: {first_names(layer.fields, MOST_NAMED) or 'none'}"
    expectation = f"expected {advice} in the network block (sim new: --columns id=PROPERTY,name=PROPERTY)"
    faults.blame(None, f"feature {without[0]} id", f"{problem}; {field_names}; {expectation}")


def place(
    named: Sequence[Mapping[str, Any]], plane: ProjectedShapes, faults: Faults, allegiance: Mapping[str, str]
) -> list[District]:
    """Districts in file order, each placed at a point inside it; what is wrong goes into ``faults``."""
    import shapely

    with np.errstate(invalid="ignore"):
        inner_points = shapely.get_coordinates(shapely.point_on_surface(plane.shapes))
    has_no_point = ~np.isfinite(inner_points).all(axis=1)  # of a polygon with an empty hole
    inner_points[has_no_point] = shapely.get_coordinates(shapely.centroid(plane.shapes[has_no_point]))
    points = plane.degrees(inner_points)
    first: dict[str, int] = {}
    districts = []
    for number, (values, (lon, lat)) in enumerate(zip(named, points, strict=True)):
        fields = {"lon": (lon + 180) % 360 - 180, "lat": lat, **values}
        district = read_district(fields, faults, None, f"feature {number} ", allegiance)
        if district is None:
            continue
        before = first.setdefault(district.id, number)
        if before != number:
            problem = f" = {district.id!r} appears twice, first in feature {before}"
            advice = "(parts of one district: dissolve them into one MultiPolygon)"
            faults.blame(None, f"feature {number} id", f"{problem}; expected ids that differ {advice}")
        districts.append(district)
    return districts


def compare_ids(table: Sequence[District], ids: Sequence[str], faults: Faults) -> None:
    """Faults where table and polygons do not have the same ids."""
    problem = " stands either in the table or among the polygons; expected both"
    for name in sorted({district.id for district in table} ^ set(ids)):
        faults.blame(None, f"district {name}", problem)
