"""A network from a graph file: GraphML, an edge list, or node-link JSON; through networkx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.base.errors import nearest
from sim.terrain.assemble import (
    BARRIER,
    Border,
    District,
    Faults,
    assemble,
    check_size,
    finish,
    read_barrier,
    read_district,
    read_weight,
)
from sim.terrain.folder import Folder
from sim.terrain.from_tables import EQUAL, read_districts
from sim.terrain.options import Option, short
from sim.terrain.terrain import Terrain

if TYPE_CHECKING:
    import networkx as nx

FORMATS = ("graphml", "edgelist", "json")

OPTIONS = {
    "file": Option("text", "the name of the graph's file"),
    "format": Option(
        "text", "how the file is written; by its suffix if left out", "", choices=("", *FORMATS)
    ),
    "districts": Option("text", "a table that replaces the attributes of the nodes", ""),
    "weights": Option("text", "an attribute of the edges, or equal", "weight"),
}


def build(folder: Folder, options: Mapping[str, Any]) -> Terrain:
    """The network of an undirected graph without parallel edges.

    file       the graph; its nodes are the districts, their attributes named as the columns of districts.csv
    format     graphml, edgelist (``a b [weight]`` a line) or json (node-link); "" = by the suffix of the file
    districts  optional table that replaces the attributes of the nodes
    weights    edge attribute, or "equal"; the edge attribute barrier is read where there is one
    ScenarioError with every fault.
    """
    from sim.terrain.graph_files import read_graph  # brings networkx

    name = options["file"]
    graph = read_graph(folder, name, options["format"])
    check_size(graph.number_of_nodes(), folder, name)
    faults, table = Faults(folder.show(name)), Faults(folder.show(options["districts"]))
    if options["districts"]:
        districts = read_districts(folder, options["districts"], table, options["allegiance"])
        check_nodes(graph, {district.id for district in districts}, faults)
    else:
        districts = read_nodes(graph, faults, options["allegiance"])
    borders = read_edges(graph, options["weights"], faults)
    finish(table, faults)
    return assemble(districts, borders, source=options["source"], parts=options["parts"])


def read_nodes(graph: nx.Graph, faults: Faults, allegiance: Mapping[str, str]) -> list[District]:
    """A district for each node; faults for attributes that cannot be read."""
    found = []
    for node, values in graph.nodes(data=True):
        district = read_district({**values, "id": node}, faults, None, f"node {short(node)} ", allegiance)
        if district is not None:
            found.append(district)
    return found


def check_nodes(graph: nx.Graph, ids: set[str], faults: Faults) -> None:
    """Faults for nodes that the table of districts does not know."""
    for node in graph:
        if node not in ids:
            faults.add(None, f"node {short(node)}", f" is not in the table of districts{nearest(node, ids)}")


def read_edges(graph: nx.Graph, weights: str, faults: Faults) -> list[Border]:
    """A border for each edge; faults for weights that cannot be read and for loops."""
    borders = []
    for a, b, values in graph.edges(data=True):
        where = f"edge {short(a)} {short(b)} "
        if a == b:
            faults.add(None, where, "joins a district to itself; expected another")
        try:
            weight = 1.0 if weights == EQUAL else read_weight(values.get(weights))
        except ValueError as problem:
            faults.add(None, f"{where}{weights}", f" = {short(values.get(weights))}: {problem}")
            continue
        try:
            borders.append(Border(str(a), str(b), weight, read_barrier(values.get(BARRIER))))
        except ValueError as problem:
            faults.add(None, f"{where}{BARRIER}", f" = {short(values.get(BARRIER))}: {problem}")
    return borders
