"""Where a network may come from: a plain dictionary; to add a source, one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.errors import ScenarioError, UsageError, nearest, short
from sim.terrain import from_generator, from_geo, from_graph, from_tables
from sim.terrain.files.folder import Finder, ScenarioFolder
from sim.terrain.files.options import NetworkOption, read_options
from sim.terrain.terrain import Terrain


@dataclass(frozen=True)
class NetworkSource:
    """A way to a network: the options its block may hold, and the function that builds it from them."""

    options: Mapping[str, NetworkOption]
    build: Callable[[ScenarioFolder, Mapping[str, Any]], Terrain]


SOURCES: dict[str, NetworkSource] = {
    "tables": NetworkSource(from_tables.OPTIONS, from_tables.build),
    "graph": NetworkSource(from_graph.OPTIONS, from_graph.build),
    "generator": NetworkSource(from_generator.OPTIONS, from_generator.build),
    "geo": NetworkSource(from_geo.OPTIONS, from_geo.build),
}


def read_network(block: Mapping[str, Any], find: Finder, label: str) -> Terrain:
    """The network a scenario's ``network`` block asks for; UsageError with one line per fault.

    find    name of a file in the scenario -> path inside its folder
    label   how errors call the folder
    """
    name = block.get("from", "tables")
    if not isinstance(name, str) or name not in SOURCES:
        raise UsageError(f".from = {short(name)} is not a source of networks{nearest(name, SOURCES)}")
    source = SOURCES[name]
    try:
        return source.build(ScenarioFolder(find, label), read_options(block, source.options))
    except ScenarioError as error:
        raise UsageError(str(error)) from error
