"""Files of boundaries as a ``Layer``: GeoJSON, TopoJSON, GeoPackage, shapefile, FlatGeobuf, GeoParquet, also zipped.

GeoJSON is read by the standard library, which keeps every property as it is written, as are tables with a column of
well-known text; Parquet by pyarrow; the rest by pyogrio (the extra ``geo``). A file is opened as what its first bytes say it is, never as a format that names other files.
"""

from __future__ import annotations

import csv
import json
import math
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from sim.base.csv_tables import MOST_CELLS, CsvTable, fill
from sim.base.errors import ScenarioError, SimError, UsageError, extra, short
from sim.terrain.files.archives import check_unpacked, copy_member
from sim.terrain.files.computed_tables import check_computed
from sim.terrain.files.folder import ScenarioFolder, UnusableError

MOST_BYTES = 500_000_000
MOST_FEATURES = 100_000  # as many as a network may have districts
MOST_POSITIONS = 50_000_000  # of a file, and of the shapes that a Topology draws
BATCH = 64  # rows of a Parquet file taken at once
DEGREES = "OGC:CRS84"  # longitude and latitude on WGS 84: what RFC 7946 says of GeoJSON
FLAT = re.compile("Point|Line|Curve$")  # kinds of layers that hold no districts
WRITTEN_BINARY = re.compile(r"[0-9A-Fa-f]{40,}$")
# a geometry in a cell
WRITTEN = re.compile(rf"(SRID=[0-9]+;)? *(MULTI)?POLYGON|{WRITTEN_BINARY.pattern}", re.IGNORECASE)
MAGIC = {".gpkg": b"SQLite format 3\0", ".shp": b"\0\0\x27\x0a", ".fgb": b"fgb", ".zip": b"PK"}
METADATA = re.compile(
    r"gpkg_|sqlite_|geometry_columns|spatial_ref_sys", re.IGNORECASE
)  # tables about the file
VIRTUAL_ANY = re.compile(r"\s*CREATE\s+VIRTUAL", re.IGNORECASE)
VIRTUAL = re.compile(r"(?!.*\bUSING\s+\"?rtree\b)", re.IGNORECASE | re.DOTALL)  # but for an index of places
BESIDE = (".dbf", ".shx", ".prj", ".cpg")  # parts of a shapefile
NO_COLLECTION = "is not a GeoJSON FeatureCollection"
HEAD = 32  # bytes in which a part of a shapefile says how long it is
LENGTHS: dict[str, Callable[[bytes], int]] = {
    ".shp": lambda head: 2 * int.from_bytes(head[24:28], "big"),
    ".shx": lambda head: 2 * int.from_bytes(head[24:28], "big"),
    ".dbf": lambda head: int.from_bytes(head[8:10], "little") + int.from_bytes(head[4:8], "little") * int.from_bytes(head[10:12], "little"),
}  # fmt: skip
OTHER = {
    ".kml": "KML", ".kmz": "KML", ".gml": "GML", ".gdb": "an Esri geodatabase", ".dbf": "a part of a shapefile",
    ".wkt": "well-known text (expected a column of a CSV table)", ".svg": "a picture", ".pbf": "OpenStreetMap data", ".osm": "OpenStreetMap data", ".xlsx": "an Excel table",
}  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """Features of one layer in file order.

    shapes   object [N]: shapely geometries in two dimensions, None where a feature has none
    rows     properties of each feature; values are text, whole or other numbers, true, or None
    members  GeoJSON's own ``id`` of each feature, None elsewhere
    crs      the coordinate system as the file names it; "" if it names none
    """

    shapes: np.ndarray
    rows: list[dict[str, Any]]
    members: list[Any]
    crs: str

    @property
    def fields(self) -> list[str]:
        """Names of all properties, in order of first appearance."""
        return list(dict.fromkeys(key for row in self.rows for key in row))


def need(library: str, purpose: str) -> Any:
    """A library of the extra ``geo``; UsageError naming the extra if it is not installed."""
    import importlib

    try:
        return importlib.import_module(library)
    except ImportError:
        raise UsageError(f"{purpose} needs {library}, which is not installed; {extra('geo')}") from None


def read_layer(folder: ScenarioFolder, name: str, layer: str = "") -> Layer:
    """The one layer of a file, or the one called ``layer``; ScenarioError if there is none that can be read."""
    shapely = need("shapely", "network.from = 'geo'")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in READERS:
        suffix_problem = f"is {OTHER[suffix]}" if suffix in OTHER else f"has the suffix {suffix!r}"
        raise folder.refuse(
            name, f"{suffix_problem}; expected {', '.join(READERS)} (QGIS and ogr2ogr convert)"
        )
    try:
        read = READERS[suffix](folder, name, layer)
    except SimError:
        raise
    except UnusableError as error:
        raise folder.refuse(name, str(error), error.line) from None
    except UnicodeDecodeError as error:
        problem = f"cannot be read as {FORMS[suffix]}: holds text that is not {error.encoding.upper()}"
        expectation = "expected its encoding in the file .cpg beside it, such as ISO-8859-1 or UTF-8"
        raise folder.refuse(name, f"{problem}; {expectation}") from None
    # libraries fail on a damaged file in many ways; each means that it cannot be read
    except Exception as error:
        raise folder.refuse(name, f"cannot be read as {FORMS[suffix]}: {short(str(error))}") from None
    return replace(read, shapes=shapely.force_2d(read.shapes))


def read_json(folder: ScenarioFolder, name: str, layer: str) -> Layer:
    """GeoJSON, or TopoJSON by its type."""
    return parse_json(folder, name, layer, folder.read_text(name, MOST_BYTES), str(folder.find(name)))


def parse_json(folder: ScenarioFolder, name: str, layer: str, text: str, path: str) -> Layer:
    """A FeatureCollection or Topology; UnusableError for another object."""
    if (parts := text.count("[") + text.count("{")) > MOST_POSITIONS:
        raise UnusableError(f"has {parts:,} lists and objects; expected at most {MOST_POSITIONS:,}")
    try:
        data = feature_lines(text) if is_sequence(text) else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableError(f"{NO_COLLECTION}: not JSON: {short(str(error))}") from None
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Topology":
        if (position_count := positions_drawn(data)) > MOST_POSITIONS:
            raise folder.refuse(
                name, f"draws {position_count:,} positions by its arcs; expected at most {MOST_POSITIONS:,}"
            )
        return read_any(folder, name, layer, path)
    if kind != "FeatureCollection" or not isinstance(data.get("features"), list):
        problem = "it is a list" if isinstance(data, list) else f"its type is {short(kind)}"
        collection = '{"type": "FeatureCollection", "features": [one for each district]}'
        raise UnusableError(f"{NO_COLLECTION}: {problem}; expected {collection}, or a feature on each line")
    shapes, rows, members = [], [], []
    for number, feature in enumerate(data["features"]):
        if not isinstance(feature, dict) or "geometry" not in feature:
            raise UnusableError(f"{NO_COLLECTION}: features[{number}] has no geometry")
        shapes.append(shape_of(number, feature["geometry"]))
        values = feature.get("properties")
        rows.append(dict(values) if isinstance(values, dict) else {})
        members.append(feature.get("id"))
    return Layer(as_array(shapes), rows, members, crs_member(data.get("crs", "missing")))


def positions_drawn(topology: dict[str, Any]) -> int:
    """Positions of all shapes of a Topology: an arc stands there once, and any number of shapes may be drawn by it."""
    arcs, objects = topology.get("arcs"), topology.get("objects")
    sizes = [len(arc) if isinstance(arc, list) else 0 for arc in arcs] if isinstance(arcs, list) else []
    todo, position_count = list(objects.values()) if isinstance(objects, dict) else [], 0
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            todo += [part[key] for key in ("arcs", "geometries") if key in part]
        elif isinstance(part, list):
            todo += part
        elif isinstance(part, int):
            place = ~part if part < 0 else part  # ~n is arc n backwards
            position_count += sizes[place] if place < len(sizes) else 0
    return position_count


def is_sequence(text: str) -> bool:
    """True if each line is a feature, as GDAL's GeoJSONSeq has them."""
    first, _, later_lines = text.lstrip("\x1e\ufeff \r\n").partition("\n")
    return (
        first.rstrip().endswith("}")
        and later_lines.lstrip("\x1e \r\n").startswith("{")
        and '"Feature"' in first
    )


def feature_lines(text: str) -> dict[str, Any]:
    """The features of all lines as one collection; ValueError names the first line that is no JSON."""
    features = []
    # not at the other signs that JSON may hold as they are
    for number, line in enumerate(text.split("\n"), start=1):
        json_line = line.strip("\x1e\ufeff \r")
        try:
            features += [json.loads(json_line)] if json_line else []
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    return {"type": "FeatureCollection", "features": features}


def shape_of(number: int, geometry: Any) -> Any:
    """The geometry of a GeoJSON feature, None where it has none; UnusableError names the feature."""
    import shapely

    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.ShapelyError as error:
        problem = f"feature {number} has a geometry that cannot be read: {short(str(error))}"
        expectation = "closed rings of four or more positions (ogr2ogr -makevalid mends many files)"
        raise UnusableError(f"{problem}; expected {expectation}") from None


def crs_member(crs: Any) -> str:
    """The coordinate system of GeoJSON: its old member ``crs``, else degrees; "" if it says that it is unknown."""
    if crs == "missing":
        return DEGREES
    if crs is None:
        return ""
    properties = crs.get("properties", {}) if isinstance(crs, dict) else {}
    code = properties.get("name") or properties.get("code")
    if not isinstance(code, (str, int)):
        raise UnusableError(f"crs = {short(crs)} names no coordinate system; expected {CRS_HINT}")
    return f"EPSG:{code}" if str(code).isdigit() else str(code)


CRS_HINT = "crs: EPSG:NNNN in the network block (crs: EPSG:4326 for degrees; sim new: --crs EPSG:NNNN)"


def read_any(folder: ScenarioFolder, name: str, layer: str, path: str) -> Layer:
    """What pyogrio reads: the one layer with geometry, or the one called ``layer``."""
    pyogrio = need("pyogrio", f"{folder.show(name)}")
    import shapely

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of measures dropped and rings closed; what matters is checked here
        forms = {str(layer_name): form for layer_name, form in pyogrio.list_layers(path) if form is not None}
        names = [name for name, form in forms.items() if not FLAT.search(form)] or list(forms)
        layer = layer or (names[0] if len(names) == 1 else "")
        if layer not in forms:
            problem = f"layer = {layer!r} is unknown" if layer else f"has {len(names)} layers"
            raise UnusableError(f"{problem}; expected layer: one of {', '.join(sorted(names))}")
        layer_info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
        if layer_info["features"] > MOST_FEATURES:
            raise UnusableError(
                f"has {layer_info['features']:,} features; expected at most {MOST_FEATURES:,}"
            )
        meta, keys, shapes, columns = pyogrio.raw.read(path, layer=layer, return_fids=True)
    fields = [str(field) for field in meta["fields"]]
    if layer_info["fid_column"]:  # the numbers of a GeoPackage are a column of it, called fid as a rule
        fields, columns = [*fields, str(layer_info["fid_column"])], [*columns, keys]
    rows = [dict(zip(fields, map(plain, values), strict=True)) for values in zip(*columns, strict=True)]
    rows = rows or [{} for _ in shapes]
    default_crs = DEGREES if PurePosixPath(name).suffix.lower().endswith("json") else ""
    return Layer(shapely.from_wkb(shapes), rows, [None] * len(rows), meta["crs"] or default_crs)


def read_magic(folder: ScenarioFolder, name: str, layer: str) -> Layer:
    """A GeoPackage, shapefile or FlatGeobuf, if its first bytes are those of one."""
    path = folder.find(name)
    suffix = PurePosixPath(name).suffix.lower()
    with path.open("rb") as file:
        if file.read(len(MAGIC[suffix])) != MAGIC[suffix]:
            raise UnusableError(f"cannot be read as {FORMS[suffix]}: it does not begin like one")
    parts = {part: path.with_name(part_name(path, part)) for part in BESIDE} if suffix == ".shp" else {}
    size = sum(member.stat().st_size for member in (path, *parts.values()) if member.is_file())
    if size > 4 * MOST_BYTES:
        raise UnusableError(f"has {size:,} bytes; expected at most {4 * MOST_BYTES:,}")
    for part, part_path in parts.items():
        if part in (".dbf", ".shx") or part_path.is_file():
            folder.find(str(PurePosixPath(name).with_name(part_path.name)))
    for part in LENGTHS if parts else ():
        part_path = parts.get(part, path)
        with part_path.open("rb") as file:
            check_length(part, file.read(HEAD), part_path.stat().st_size)
    if suffix == ".gpkg":
        check_computed(path)
    return read_any(folder, name, layer, str(path))


def part_name(path: Path, suffix: str) -> str:
    """Name of another part of a shapefile, in capitals if only that is there."""
    names = [path.with_suffix(suffix).name, path.with_suffix(suffix.upper()).name]
    return next((name for name in names if path.with_name(name).is_file()), names[0])


def check_length(part: str, head: bytes, size: int) -> None:
    """ValueError if a part of a shapefile is shorter than its head says: GDAL reads what is there as if it were all."""
    if len(head) < HEAD or size < LENGTHS[part](head):
        raise ValueError(f"{part} is cut off: {size:,} bytes, fewer than it says itself")


def read_zip(folder: ScenarioFolder, name: str, layer: str) -> Layer:
    """The one shapefile, GeoPackage or GeoJSON file of an archive, or the one whose name is ``layer``."""
    with zipfile.ZipFile(folder.find(name)) as archive, tempfile.TemporaryDirectory(prefix="sim-") as scratch:
        try:
            check_unpacked(archive, 4 * MOST_BYTES)
        except ValueError as error:
            raise UnusableError(str(error)) from None
        members = [
            member for member in archive.namelist()
            if PurePosixPath(member).suffix.lower() in (".shp", ".gpkg", ".geojson", ".json", ".topojson")
            and not member.startswith("__MACOSX")
        ]  # fmt: skip
        candidates = [member for member in members if layer in ("", PurePosixPath(member).stem, member)]
        if len(candidates) != 1:
            problem = (
                f"layer = {layer!r} is unknown" if layer else f"holds {len(members)} files of boundaries"
            )
            member_names = ", ".join(sorted(members)[:20]) or "them"
            raise UnusableError(f"{problem}; expected layer: one of {member_names}")
        suffix = PurePosixPath(candidates[0]).suffix.lower()
        for member in archive.namelist():
            part = PurePosixPath(member).suffix.lower()
            is_part = (
                suffix == ".shp" and part in BESIDE and member[: -len(part)] == candidates[0][: -len(part)]
            )
            if member == candidates[0] or is_part:
                copy_member(archive, member, Path(scratch) / f"boundaries{part}")
        inner = ScenarioFolder(lambda file: Path(scratch) / file, name)
        try:
            return READERS[suffix](inner, f"boundaries{suffix}", "")
        except ScenarioError as error:
            raise folder.refuse(name, error.faults[0].problem, error.faults[0].line) from None


def arrow_table(folder: ScenarioFolder, name: str, most: int, rows: int, cells: int) -> Any:
    """The columns of a Parquet file but lists and structures, as a table of Arrow.

    It is read in small batches, each text once: one value that stands in a file once may be meant for any number of rows.
    ScenarioError if it comes to more than ``most`` bytes, ``rows`` or ``cells``.
    """
    import pyarrow
    from pyarrow import parquet

    from sim.terrain.files.parquet_batches import holds_text, plain_batch, unpacked_bytes

    path, batches, bytes_read = folder.find(name), [], 0
    try:
        schema = parquet.read_schema(path)
        flat_fields = [field for field in schema if not pyarrow.types.is_nested(field.type)]
        names = [field.name for field in flat_fields]
        texts = [field.name for field in flat_fields if holds_text(field.type)]
        with parquet.ParquetFile(path, read_dictionary=texts) as file:
            number, groups = file.metadata.num_rows, range(file.metadata.num_row_groups)
            is_large = sum(file.metadata.row_group(group).total_byte_size for group in groups) > most
            if number > rows or number * len(names) > cells:
                large_text = f"has {number:,} rows of {len(names):,} columns; expected at most {rows:,} rows and {cells:,} cells"
                raise folder.refuse(name, large_text)
            for batch in () if is_large else file.iter_batches(BATCH, columns=names):
                bytes_read += unpacked_bytes(batch)
                if is_large := bytes_read > most:
                    break
                batches.append(plain_batch(batch))
    except SimError:
        raise
    except Exception as error:  # a damaged file fails in many ways; each means that it cannot be read
        raise folder.refuse(name, f"cannot be read as Parquet: {short(str(error))}") from None
    if is_large:
        raise folder.refuse(name, f"unpacks to more than {most:,} bytes; expected at most that")
    empty = pyarrow.schema(flat_fields, schema.metadata).empty_table()
    return pyarrow.Table.from_batches(batches).replace_schema_metadata(schema.metadata) if batches else empty


def read_parquet(folder: ScenarioFolder, name: str, layer: str) -> Layer:
    """GeoParquet: its primary column of well-known binary, the coordinate system beside it."""
    import shapely

    table = arrow_table(folder, name, 4 * MOST_BYTES, MOST_FEATURES, 20 * MOST_CELLS)
    meta = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    column = meta.get("primary_column")
    if column is None:
        problem = "is Parquet without geometry (no 'geo' in its metadata)"
        raise UnusableError(f"{problem}; expected GeoParquet, or a table of edges")
    column_meta = meta["columns"][column]
    if column_meta.get("encoding", "WKB") != "WKB":
        raise UnusableError(f"holds geometry as {column_meta['encoding']!r}; expected WKB")
    shapes = shapely.from_wkb(as_array(table.column(column).to_pylist()))
    rows = [
        {key: plain(value) for key, value in row.items() if not isinstance(value, (bytes, dict, list))}
        for row in table.drop_columns([column]).to_pylist()
    ]
    crs = column_meta.get("crs", DEGREES) or ""
    crs_text = crs if isinstance(crs, str) else json.dumps(crs)
    return Layer(shapes, rows or [{} for _ in shapes], [None] * len(shapes), crs_text)


def read_wkt(folder: ScenarioFolder, name: str, layer: str) -> Layer:
    """A table one of whose columns holds well-known text, or well-known binary as hexadecimal digits.

    ScenarioError with the faults of the table, UnusableError if its shapes cannot be read.
    """
    import shapely

    table = CsvTable(folder.show(name))
    text = folder.read_text(name, MOST_BYTES)
    longest = csv.field_size_limit(MOST_BYTES)
    try:
        fill(table, text, ())
    finally:
        csv.field_size_limit(longest)
    if table.faults:
        raise ScenarioError(table.listed())
    first = table.rows[0][1] if table.rows else {}
    column = next((key for key, cell in first.items() if WRITTEN.match(cell)), None)
    if column is None:
        columns = ", ".join(filter(None, table.header))
        expectation = "expected a column of POLYGON ((...))"
        raise UnusableError(f"holds no polygons as well-known text: {columns}; {expectation}")
    shapes, systems = [], set()
    for line, row in table.rows:
        system, _, geometry_text = row[column].rpartition(";")
        binary = WRITTEN_BINARY.match(geometry_text)
        try:
            shape = shapely.from_wkb(geometry_text) if binary else shapely.from_wkt(geometry_text or None)
        except shapely.errors.ShapelyError as error:
            problem = f"{column} cannot be read as well-known text: {short(str(error))}"
            raise UnusableError(f"{problem}; expected POLYGON ((...))", line) from None
        number = system.partition("=")[2] or (str(shapely.get_srid(shape)) if shape is not None else "0")
        systems.add("" if number == "0" else f"EPSG:{number}")
        shapes.append(shape)
    if len(systems) > 1:
        system_names = ", ".join(sorted(system or "none" for system in systems))
        problem = f"{column} has shapes in several coordinate systems: {system_names}"
        raise UnusableError(f"{problem}; expected the same SRID in each")
    rows = [{key: value for key, value in row.items() if key != column} for _, row in table.rows]
    return Layer(as_array(shapes), rows, [None] * len(rows), "".join(systems))


def as_array(values: Sequence[Any]) -> np.ndarray:
    """N objects as an array: object [N]."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def plain(value: Any) -> Any:
    """A value of a column as Python's own; what is no number is None, a whole number is one (12.0 -> 12)."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float):
        return int(value) if abs(value) < 1e15 and value.is_integer() else value
    return value if value is None or isinstance(value, (str, int)) else str(value)


Reader = Callable[[ScenarioFolder, str, str], Layer]
BY_SUFFIX: dict[str, tuple[str, Reader]] = {  # suffix -> what such a file is, its reader
    **dict.fromkeys((".geojson", ".geojsonl", ".geojsons", ".json"), ("GeoJSON", read_json)),
    ".topojson": ("TopoJSON", read_json),
    **dict.fromkeys((".jsonl", ".ndjson"), ("GeoJSON", read_json)),
    ".gpkg": ("GeoPackage", read_magic),
    ".shp": ("shapefile", read_magic),
    ".fgb": ("FlatGeobuf", read_magic),
    ".zip": ("zip", read_zip),
    **dict.fromkeys((".parquet", ".geoparquet"), ("GeoParquet", read_parquet)),
    ".csv": ("CSV", read_wkt),
}
FORMS = {suffix: form for suffix, (form, _) in BY_SUFFIX.items()}
READERS = {suffix: reader for suffix, (_, reader) in BY_SUFFIX.items()}
