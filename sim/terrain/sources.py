"""Where a network may come from: a plain dictionary; to add a source, one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.base.errors import UsageError, nearest
from sim.terrain.from_tables import Finder, read_tables
from sim.terrain.terrain import Terrain

SOURCES: dict[str, Callable[[Mapping[str, Any], Finder, str], Terrain]] = {
    "tables": read_tables,
}


def read_network(block: Mapping[str, Any], find: Finder, label: str) -> Terrain:
    """The network a scenario's ``network`` block asks for; UsageError with one line a fault.

    find    name of a file in the scenario -> path inside its folder
    label   how errors call the folder
    """
    name = str(block.get("from", "tables"))
    if name not in SOURCES:
        raise UsageError(f".from = {name!r} is no source of networks{nearest(name, SOURCES)}")
    return SOURCES[name](block, find, label)
