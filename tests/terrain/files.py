"""Small networks written to a folder, and the reading of one block from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import UsageError
from sim.terrain.sources import read_network
from sim.terrain.terrain import Terrain

DISTRICTS = """id,name,province,seat,population,past,lon,lat
A1,Alder,West,1,1000,1,30,10
A2,Birch,West,0,2000,0.5,30.5,10
B1,Cedar,East,2,3000,0,31,10
"""
EDGES = """a,b,border_km
A1,A2,20
A2,B1,15.5
"""
TABLES = {"districts": "districts.csv", "edges": "edges.csv", "weights": "border_km"}


def write_tables(folder: Path, districts: str = DISTRICTS, edges: str = EDGES) -> None:
    """The two tables, byte for byte as given."""
    (folder / "districts.csv").write_text(districts, encoding="utf-8", newline="")
    (folder / "edges.csv").write_text(edges, encoding="utf-8", newline="")


def read(folder: Path, block: Mapping[str, Any]) -> Terrain:
    """The network of a block whose files lie in ``folder``, which errors call ``here``."""

    def inside(name: str) -> Path:
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"= {name!r} leads out of the scenario's folder; expected a file inside it")
        return path

    return read_network(block, inside, "here")
