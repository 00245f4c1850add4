"""R32: boundary, graph and table files that were damaged: a whole network or one clear error, quickly, and never a crash."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sim.app.drafting.network_files import copy_network
from sim.base.errors import SimError
from sim.terrain.terrain import Terrain
from tests.terrain.files import DISTRICTS, EDGES
from tests.terrain.maps import box, features, write_any, write_geojson, write_parquet, write_topojson, zip_up
from tests.terrain.sheets import write_sheet
from tests.terrain.test_from_graph import write_graphml, write_json
from tools.torture.mutate_bytes import damaged, other_json
from tools.torture.trial import Trial

FULL, FAST = 2000, 300
SLOW = 2.0  # seconds for one small file
LONGEST = 4000  # characters of an error
BINARY = (
    ".gpkg",
    ".shp",
    ".shx",
    ".dbf",
    ".fgb",
    ".zip",
    ".geoparquet",
)  # which say themselves how much they hold
MAP = {"A": box(20, 40, 21, 41), "B": box(21, 40, 22, 41), "C": box(20, 41, 22, 42)}


def gpkg(folder: Path) -> str:
    """A GeoPackage."""
    return write_any(folder, "net.gpkg", MAP, "EPSG:4326", "GPKG")


def flatgeobuf(folder: Path) -> str:
    """FlatGeobuf."""
    return write_any(folder, "net.fgb", MAP, "EPSG:4326", "FlatGeobuf")


def shapefile(folder: Path) -> str:
    """A shapefile."""
    return write_any(folder, "net.shp", MAP, "EPSG:4326", "ESRI Shapefile")


def zipped(folder: Path) -> str:
    """A shapefile in an archive."""
    shapefile(folder)
    return zip_up(folder, "net")


def geoparquet(folder: Path) -> str:
    """GeoParquet called by its own suffix."""
    return (folder / write_parquet(folder, MAP)).rename(folder / "net.geoparquet").name


def gexf(folder: Path) -> str:
    """GEXF."""
    import networkx as nx

    from tests.terrain.test_from_graph import made

    nx.write_gexf(made(), folder / "net.gexf")
    return "net.gexf"


def edge_list(folder: Path) -> str:
    """A table of edges as networkx writes it."""
    (folder / "net.edgelist").write_text("A B {'weight': 2}\nB C {'weight': 1.5}\n", encoding="utf-8")
    return "net.edgelist"


def tables(folder: Path) -> str:
    """Two tables."""
    (folder / "edges.csv").write_text(EDGES, encoding="utf-8")
    (folder / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    return "edges.csv"


def workbook(folder: Path) -> str:
    """A table of Excel."""
    return write_sheet(folder / "edges.xlsx", [["a", "b", "km"], ["A", "B", 2.5], ["B", "C", 1.0]])


def parquet(folder: Path) -> str:
    """A table of Parquet."""
    import pyarrow as pa
    from pyarrow import parquet as files

    files.write_table(
        pa.table({"a": ["A", "B"], "b": ["B", "C"], "km": [2.5, 1.0]}), folder / "edges.parquet"
    )
    return "edges.parquet"


KINDS: dict[str, Callable[[Path], str]] = {
    "GeoJSON": lambda folder: write_geojson(folder, features(MAP)),
    "TopoJSON": lambda folder: write_topojson(folder, name="net.topojson"),
    "quantised TopoJSON": lambda folder: write_topojson(folder, True, "net.topojson"),
    "GeoPackage": gpkg,
    "FlatGeobuf": flatgeobuf,
    "shapefile": shapefile,
    "zipped shapefile": zipped,
    "GeoParquet": geoparquet,
    "GraphML": write_graphml,
    "node-link JSON": write_json,
    "GEXF": gexf,
    "edge list": edge_list,
    "CSV tables": tables,
    "Excel": workbook,
    "Parquet": parquet,
}


def run(trial: Trial) -> None:
    """Damage every kind of file in turn."""
    per_kind = trial.size(FULL, FAST) // len(KINDS) + 1
    slowest, read = 0.0, 0
    for kind, write in KINDS.items():
        whole = trial.folder / kind.replace(" ", "_")
        whole.mkdir()
        name = write(whole)
        bring(trial, whole, name)  # libraries are loaded outside the time that is measured
        for number in range(per_kind):
            problem, seconds, fine = try_one(trial, whole, name)
            slowest, read = max(slowest, seconds), read + fine
            trial.count(f"{kind} {number}: {problem}" if problem else "")
    trial.figure(f"{len(KINDS)} formats; {read} read all the same, slowest {slowest:.2f} s")


def bring(trial: Trial, given: Path, name: str) -> Terrain:
    """The network of a file, as sim new brings it into a new scenario."""
    with tempfile.TemporaryDirectory(dir=trial.folder) as part:
        return copy_network(Path(part), {"network": str(given / name)}).terrain


def try_one(trial: Trial, whole: Path, name: str) -> tuple[str, float, bool]:
    """What is wrong with how one damaged copy was taken ("" if nothing), the seconds, and whether it was read."""
    with tempfile.TemporaryDirectory(dir=trial.folder) as scratch:
        given = Path(scratch) / "given"
        shutil.copytree(whole, given)
        victim = given / trial.chance.choice(sorted(path.name for path in given.iterdir()))
        data = victim.read_bytes()
        as_json = data[:1] == b"{" and trial.chance.random() < 0.6
        victim.write_bytes(other_json(data, trial.chance) if as_json else damaged(data, trial.chance))
        before = time.process_time()
        try:
            terrain = bring(trial, given, name)
        except SimError as error:
            problem, fine = fault_of_message(str(error)), False
        except Exception as error:
            problem, fine = f"{type(error).__name__}: {str(error)[:200]}", False
        else:
            problem, fine = fault_of_network(terrain, victim.suffix in BINARY), True
        seconds = time.process_time() - before
        problem = problem or (f"took {seconds:.1f} s" if seconds > SLOW else "")
        if problem:
            kept = Path(tempfile.gettempdir()) / "torture-kept"
            kept.mkdir(exist_ok=True)
            shutil.copytree(given, kept / f"{whole.name}-{trial.tried}", dirs_exist_ok=True)
        return problem, seconds, fine


def fault_of_message(text: str) -> str:
    """Why an error is none that helps."""
    if not text.strip() or len(text) > LONGEST:
        return f"an error of {len(text)} characters"
    if any(not one.isprintable() and one != "\n" for one in text):
        return f"an error that cannot be printed: {json.dumps(text[:200])}"
    return ""


def fault_of_network(terrain: Terrain, binary: bool) -> str:
    """Why a network that was read is none, or is less than the file says it holds."""
    problems = [one for one in terrain.problems() if "unconnected parts" not in one]
    if binary and terrain.districts < len(MAP):
        return f"{terrain.districts} of {len(MAP)} districts read, and nothing said of the rest"
    if problems:
        return f"a network with problems: {problems[:2]}"
    numbers = (terrain.edge_weight, terrain.population[terrain.population == terrain.population])
    if not all(np.isfinite(one).all() and (one >= 0).all() for one in numbers):
        return "a network with numbers that are none"
    return ""
