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
    own = bool(options["districts"])
    support = {} if own else options["allegiance"]
    columns = options["columns"]
    shapes = check_shapes(layer, columns, faults)
    named = [
        rename(row, member, columns, only_id=own, more=tuple(support.values()))
        for row, member in zip(layer.rows, layer.members, strict=True)
    ]
    check_ids(layer, named, faults)
    raise_faults(faults)
    try:
        plane = flatten(shapes, options["crs"] or layer.crs)
    except ValueError as problem:
        raise folder.refuse(name, str(problem)) from None
    check_columns(layer, columns, faults)
    districts = place(named, plane, faults, support)
    raise_faults(faults)
    ids = [district.id for district in districts]
    if own:
        districts = read_districts(folder, options["districts"], table, options["allegiance"])
        compare_ids(districts, ids, faults)
        raise_faults(table, faults)
    result = touching(folder, options, ids, plane)
    terrain = assemble(districts, result.borders, source=options["source"], parts=options["parts"])
    known = dict(zip(ids, outlines_of(result.land, plane), strict=True))
    outlines = tuple(known[name] for name in terrain.ids)
    return replace(terrain, notes=(*terrain.notes, *result.notes), doubts=result.doubts, outlines=outlines)


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
        district, above = borders.vanished[0]
        why = f"lies under {above}" if above else "is smaller than the tolerance"
        problem = f"district {district} has no land of its own: it {why}"
        expected = "polygons of one level of administration, each once (or a smaller network.tolerance)"
        raise folder.refuse(options["file"], f"{problem}; expected {expected}")
    return borders


def check_columns(layer: Layer, columns: Mapping[str, str], faults: Faults) -> None:
    """Faults for properties that no feature has and for columns nobody reads."""
    for column, key in columns.items():
        path, known = f"columns.{column}", first_names(layer.fields, MOST_NAMED)
        if column not in COLUMNS:
            faults.blame(None, path, f" is not a column; expected one of {', '.join(COLUMNS)}")
        elif key not in layer.fields:
            faults.blame(
                None, path, f" = {short(key)} is not a property of the file; expected one of {known}"
            )


def check_shapes(layer: Layer, columns: Mapping[str, str], faults: Faults) -> np.ndarray:
    """The polygons: object [D]; faults for features that have none. Polygons are taken out of collections."""
    import shapely

    result = []
    for number, shape in enumerate(layer.shapes):
        if getattr(shape, "geom_type", None) == "GeometryCollection":
            inner = [part for part in shapely.get_parts(shape) if part.geom_type in POLYGONS]
            shape = shapely.multipolygons(shapely.get_parts(inner)) if inner else shape
        problem = fault_of(shape)
        if problem:
            faults.blame(None, f"feature {number}{called(layer, columns, number)} ", problem)
        result.append(shape)
    return as_array(result)


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
    known = (row.get(columns.get("id", "id")), layer.members[number], *propose_values(layer, row))
    name = next((value for value in known if value not in (None, "")), None)
    return "" if name is None else f" ({name})"


def propose_values(layer: Layer, row: Mapping[str, Any]) -> list[Any]:
    """What a row holds where an id or name is likely."""
    likely = propose(layer.rows, layer.members)
    return [row.get(likely[column]) for column in ("id", "name") if column in likely]


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
    named = {**properties, **{column: properties.get(own) for column, own in columns.items()}}
    if named.get("id") in (None, "") and "id" not in columns:
        named["id"] = member
    taken = ("id",) if only_id else (*COLUMNS, *more)
    return {column: value for column, value in named.items() if column in taken and value not in (None, "")}


def check_ids(layer: Layer, named: Sequence[Mapping[str, Any]], faults: Faults) -> None:
    """One fault if features have no id, with the properties there are and what seems to be one."""
    without = [number for number, values in enumerate(named) if "id" not in values]
    if not without:
        return
    likely = propose(layer.rows, layer.members)
    hint = "{" + ", ".join(f"{column}: {key}" for column, key in likely.items()) + "}"
    advice = f"columns: {hint}" if "id" in likely else "columns: {id: PROPERTY}"
    problem = f" is missing, and of {len(without)} of {len(named)} features"
    known = f"properties: {first_names(layer.fields, MOST_NAMED) or 'none'}"
    expected = f"expected {advice} in the network block (sim new: --columns id=PROPERTY,name=PROPERTY)"
    faults.blame(None, f"feature {without[0]} id", f"{problem}; {known}; {expected}")


def place(
    named: Sequence[Mapping[str, Any]], plane: ProjectedShapes, faults: Faults, allegiance: Mapping[str, str]
) -> list[District]:
    """Districts in file order, each placed at a point inside it; what is wrong goes into ``faults``."""
    import shapely

    with np.errstate(invalid="ignore"):
        inside = shapely.get_coordinates(shapely.point_on_surface(plane.shapes))
    lost = ~np.isfinite(inside).all(axis=1)  # of a polygon with an empty hole
    inside[lost] = shapely.get_coordinates(shapely.centroid(plane.shapes[lost]))
    points = plane.degrees(inside)
    first: dict[str, int] = {}
    districts = []
    for number, (values, (lon, lat)) in enumerate(zip(named, points, strict=True)):
        placed = {"lon": (lon + 180) % 360 - 180, "lat": lat, **values}
        district = read_district(placed, faults, None, f"feature {number} ", allegiance)
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
