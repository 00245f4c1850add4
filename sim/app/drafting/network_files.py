"""The network of a new scenario: its files copied, its columns, parts and table of districts proposed."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.errors import Faults, UsageError, short
from sim.base.limited_files import read_json, read_limited
from sim.session.exit_codes import usage
from sim.terrain.assemble import EQUAL, raise_faults, read_id
from sim.terrain.files.columns import differ, filled, propose
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.layers import BESIDE, MOST_BYTES, OTHER, READERS, is_sequence, part_name, read_layer
from sim.terrain.from_tables import read_edges
from sim.terrain.sources import read_network
from sim.terrain.terrain import Terrain

Remarks = dict[tuple[str | int, ...], str]
DISTRICTS = "districts.csv"
TABLES = (".csv", ".xlsx", ".xlsm", ".parquet")
# those left out may hold a graph or a table too
BOUNDARIES = tuple(suffix for suffix in READERS if suffix not in (".json", ".parquet", ".csv"))
GRAPHS = (".graphml", ".xml", ".gexf", ".edges", ".edgelist", ".txt", ".tsv")
# columns of a CSV table of boundaries
GEOMETRY_COLUMNS = {"wkt", "geometry", "geom", "the_geom", "wkt_geom", "geog", "wkb_geometry"}
ENDS = ({"a", "b"}, {"source", "target"}, {"from", "to"}, {"src", "dst"})  # columns of a table of edges
# types of JSON that hold boundaries
GEOMETRIC = ("FeatureCollection", "Topology", "Feature", "GeometryCollection", "Polygon", "MultiPolygon")
FORMATS = {
    ".gml": "GML", ".net": "a graph of Pajek", ".dot": "a graph of Graphviz", ".gv": "a graph of Graphviz", ".tgf": "Trivial Graph Format",
    ".xls": "a table of an old Excel", ".ods": "a table of OpenDocument", ".adjlist": "a list of adjacencies", ".gdf": "a graph of GUESS", ".gal": "a matrix of neighbours",
}  # fmt: skip
PROPOSED = ("id", "name", "province", "population")
OF_BOUNDARIES = ("columns", "layer", "crs")
COLUMNS = ("id", "name", "province", "seat", "population", "lon", "lat")


@dataclass
class ProposedNetwork:
    """What was brought: the ``network`` block, the terrain it gives, and remarks on what is to be looked at."""

    block: dict[str, Any]
    terrain: Terrain
    remarks: Remarks = field(default_factory=dict)


def copy_network(part: Path, arguments: Mapping[str, Any]) -> ProposedNetwork:
    """Copy the files of the network into ``part`` and read it; UsageError or ScenarioError says what is wrong."""
    file, districts_file = network_and_districts(Path(arguments["network"]), arguments.get("districts"))
    kind = network_kind(file)
    check_options(file, kind, arguments)
    for path in (file, *shapefile_parts(file), *([districts_file] if districts_file else [])):
        copy_file(path, part)
    block: dict[str, Any] = {
        "from": kind,
        "file": file.name,
        **({"districts": districts_file.name} if districts_file else {}),
    }
    if kind == "tables":
        block = {
            "from": kind,
            "districts": districts_file.name if districts_file else DISTRICTS,
            "edges": file.name,
        }
        if districts_file is None:
            write_districts(part, [{"id": name, "name": name} for name in edge_ids(part, file.name)])
    remarks: Remarks = {}
    if kind == "geo":
        block |= {key: arguments[key] for key in ("layer", "crs") if key in arguments}
        block |= propose_columns(part, block, arguments, remarks)
    if kind != "geo" and "weights" in arguments:
        block["weights"] = arguments["weights"]
    terrain = read_network(block, part.joinpath, "")
    if districts_file is None and not terrain.capitals.size:
        remarks[("network", "districts")] = (
            "TO SET: created by sim new; mark the capitals (seat 1, the national one 2) and fill in the population"
        )
        if kind != "tables":
            write_districts(part, district_rows(terrain))
            block["districts"] = DISTRICTS
    block |= propose_parts(terrain, arguments, remarks)
    return ProposedNetwork(block, terrain, remarks)


def check_options(file: Path, kind: str, arguments: Mapping[str, Any]) -> None:
    """UsageError for an option that the file given does not have."""
    if kind == "geo" and "weights" in arguments:
        raise usage(
            f"--weights does not apply to boundaries, whose borders are weighted by length; {file.name} is such a file"
        )
    unread_options = [key for key in OF_BOUNDARIES if kind != "geo" and key in arguments]
    if unread_options:
        raise usage(
            f"--{unread_options[0]} applies to boundaries only, and {file.name} is a {'table' if kind == 'tables' else kind}; "
            f"expected the columns of its districts to be called {', '.join(COLUMNS)}"
        )


def network_and_districts(file: Path, districts: str | None) -> tuple[Path, Path | None]:
    """The file of the network and that of its districts, if there is one; UsageError for a folder without edges."""
    if file.is_dir() and file.suffix.lower() not in OTHER:
        tables = {name: sorted(file / f"{name}{suffix}" for suffix in TABLES if (file / f"{name}{suffix}").is_file())
                 for name in ("edges", "districts")}  # fmt: skip
        if not tables["edges"]:
            raise usage(f"--network = {file}: the folder contains no edges.csv; expected the name of a file")
        return tables["edges"][0], tables["districts"][0] if tables["districts"] else None
    if districts is not None:
        return file, Path(districts)
    districts_file = file.parent / DISTRICTS
    return (
        file,
        districts_file
        if file.suffix.lower() in TABLES and districts_file.is_file() and districts_file != file
        else None,
    )


def network_kind(file: Path) -> str:
    """Which source of networks reads a file: tables, geo or graph; UsageError for another kind of file."""
    suffix = file.suffix.lower()
    if suffix in BOUNDARIES:
        return "geo"
    if suffix in GRAPHS:
        return "graph"
    try:
        if suffix == ".json":
            return "geo" if holds_geometry(file) else "graph"
        if suffix == ".parquet":
            from pyarrow import parquet

            return "geo" if b"geo" in (parquet.read_schema(file).metadata or {}) else "tables"
        if suffix == ".csv":
            header = {column.strip().lower() for column in csv_header(file)}
            if header & GEOMETRY_COLUMNS:
                return "geo"
            return "graph" if any(ends <= header for ends in ENDS[1:]) and not ENDS[0] <= header else "tables"
    except OSError as error:
        raise UsageError(
            f"--network = {file} cannot be read: {error.strerror or short(str(error))}"
        ) from None
    except ValueError:  # what is wrong with it is reported when it is read
        return "graph" if suffix == ".json" else "tables"
    if suffix in TABLES:
        return "tables"
    suffixes = ", ".join((*TABLES, *GRAPHS, ".json", *BOUNDARIES))
    form = {**OTHER, **FORMATS}.get(suffix)
    problem = f" is {form}, which" if form else f": {suffix or 'no suffix'}"
    converters = (
        " (QGIS, ogr2ogr, Gephi and networkx convert; a spreadsheet saves as CSV UTF-8)" if form else ""
    )
    raise usage(f"--network = {file}{problem} is not read; expected one of {suffixes}{converters}")


def holds_geometry(file: Path) -> bool:
    """True if a file of JSON is one of boundaries: GeoJSON, also with a feature on each line, or TopoJSON."""
    try:
        data = read_json(file, MOST_BYTES)
    except ValueError:
        return is_sequence(read_limited(file, MOST_BYTES).decode("utf-8-sig"))
    data = data[0] if isinstance(data, list) and data else data
    return isinstance(data, dict) and data.get("type") in GEOMETRIC


def csv_header(file: Path) -> list[str]:
    """Names of the columns of a CSV file."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        line = text.readline(100_000)
    signs = [sign for sign in ("\t", ";", ",") if sign in line]
    return next(csv.reader([line], delimiter=signs[0] if signs else ","), [])


def shapefile_parts(file: Path) -> list[Path]:
    """The other parts of a shapefile."""
    if file.suffix.lower() != ".shp":
        return []
    return [path for part in BESIDE if (path := file.with_name(part_name(file, part))).is_file()]


def copy_file(path: Path, part: Path) -> None:
    """Copy a file into the scenario's folder; UsageError if it cannot be read."""
    try:
        shutil.copyfile(path, part / path.name)
    except OSError as error:
        raise UsageError(f"--network = {path} cannot be read: {error.strerror}") from None


def edge_ids(part: Path, name: str) -> list[str]:
    """Ids that a table of edges speaks of, in order of appearance."""
    faults = Faults(name)
    rows = read_edges(ScenarioFolder(part.joinpath, ""), name, EQUAL, faults)
    for line, row in rows:
        for end in ("a", "b"):
            try:
                read_id(row[end])
            except ValueError as problem:
                faults.blame(line, end, f" = {short(row[end])}: {problem}")
    raise_faults(faults)
    return list(dict.fromkeys(row[end] for _, row in rows for end in ("a", "b")))


def write_districts(part: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """A table of districts to be filled in."""
    given_columns = {name for row in rows for name in row}
    columns = [column for column in COLUMNS if column in given_columns or column not in ("lon", "lat")]
    with (part / DISTRICTS).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows({"province": "all", "seat": 0, **row} for row in rows)


def district_rows(terrain: Terrain) -> list[dict[str, Any]]:
    """The districts of a network as rows of a table."""
    has_population = terrain.population > 0
    return [
        {
            "id": name, "name": terrain.names[row], "province": terrain.provinces[row],
            **({"population": f"{terrain.population[row]:.0f}"} if has_population.all() else {}),
            **({"lon": f"{terrain.lon[row]:.4f}", "lat": f"{terrain.lat[row]:.4f}"} if terrain.lon[row] == terrain.lon[row] else {}),
        }
        for row, name in enumerate(terrain.ids)
    ]  # fmt: skip


def propose_columns(
    part: Path, block: Mapping[str, Any], arguments: Mapping[str, Any], remarks: Remarks
) -> dict[str, Any]:
    """The ``columns`` of a file of boundaries: as given, else proposed from its own properties. UsageError for pairs that are none."""
    if "columns" in arguments:
        pairs = [pair.partition("=") for pair in arguments["columns"].split(",")]
        if not all(column.strip() and equals and key.strip() for column, equals, key in pairs):
            raise usage(
                f"--columns = {arguments['columns']!r}; expected COLUMN=PROPERTY,... such as id=ADM2_PCODE,name=ADM2_EN"
            )
        return {"columns": {column.strip(): key.strip() for column, _, key in pairs}}
    layer = read_layer(ScenarioFolder(part.joinpath, ""), str(block["file"]), str(block.get("layer", "")))
    given_columns = [column for column in PROPOSED if filled(layer.rows, column) and layer.rows]
    if "id" in given_columns and not differ(layer.rows, "id"):
        given_columns.remove("id")
    proposed = {
        column: key
        for column, key in propose(layer.rows, layer.members).items()
        if column not in given_columns
    }
    if not proposed:
        return {}
    remarks[("network", "columns")] = (
        f"TO SET: proposed from the properties of the file: {', '.join(layer.fields[:20])}"
    )
    return {"columns": proposed}


def propose_parts(terrain: Terrain, arguments: Mapping[str, Any], remarks: Remarks) -> dict[str, int]:
    """The number of unconnected parts: as given, else as counted, with their districts named."""
    if "parts" in arguments:
        return {"parts": arguments["parts"]}
    if terrain.parts == 1:
        return {}
    remarks[("network", "parts")] = (
        f"TO SET: islands and exclaves, or borders that were missed{terrain.apart()}"
    )
    return {"parts": terrain.parts}
