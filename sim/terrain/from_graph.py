"""A network from a graph file: GraphML, an edge list, or node-link JSON; through networkx."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx

from sim.base.errors import nearest
from sim.terrain.assemble import (
    COLUMNS,
    Border,
    District,
    Faults,
    assemble,
    check_size,
    finish,
    read_district,
    read_weight,
)
from sim.terrain.folder import Folder
from sim.terrain.from_tables import EQUAL, read_districts
from sim.terrain.options import Option, short
from sim.terrain.terrain import Terrain

FORMATS = ("graphml", "edgelist", "json")
SUFFIXES = {
    ".graphml": "graphml",
    ".xml": "graphml",
    ".json": "json",
    ".edges": "edgelist",
    ".txt": "edgelist",
}

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
    weights    edge attribute, or "equal"
    ScenarioError with every fault.
    """
    name = options["file"]
    graph = read_graph(folder, name, options["format"])
    check_size(graph.number_of_nodes(), folder, name)
    faults, table = Faults(folder.show(name)), Faults(folder.show(options["districts"]))
    if options["districts"]:
        districts = read_districts(folder, options["districts"], table)
        check_nodes(graph, {district.id for district in districts}, faults)
    else:
        districts = read_nodes(graph, faults)
    borders = read_edges(graph, options["weights"], faults)
    finish(table, faults)
    return assemble(districts, borders, source=options["source"], parts=options["parts"])


def read_graph(folder: Folder, name: str, form: str) -> nx.Graph:
    """The graph of a file; ScenarioError if it is directed, has parallel edges or cannot be understood."""
    form = form or SUFFIXES.get(PurePosixPath(name).suffix.lower(), "")
    if form not in READERS:
        raise folder.refuse(name, f"has no known suffix; expected format: {', '.join(READERS)}")
    text = folder.read_text(name)
    try:
        graph = READERS[form](text)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        ParseError,
        nx.NetworkXError,
    ) as error:
        raise folder.refuse(name, f"cannot be understood as {form}: {short(str(error))}") from None
    if graph.is_directed() or graph.is_multigraph():
        raise folder.refuse(name, "is directed or has parallel edges; expected an undirected simple graph")
    return graph


def read_graphml(text: str) -> nx.Graph:
    """A graph from GraphML; ValueError if the text declares entities, which could grow without end."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("declares a document type; expected plain GraphML")
    return nx.read_graphml(io.BytesIO(text.encode()))


def read_edge_list(text: str) -> nx.Graph:
    """A graph from lines ``a b`` or ``a b weight``; # begins a comment. ValueError names a faulty line."""
    graph = nx.Graph()
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) not in (2, 3):
            raise ValueError(f"line {number} has {len(words)} words; expected a b or a b weight")
        if graph.has_edge(words[0], words[1]):
            raise ValueError(f"line {number} joins {words[0]} and {words[1]} again")
        graph.add_edge(words[0], words[1], weight=words[2] if len(words) == 3 else 1.0)
    return graph


def read_node_link(text: str) -> nx.Graph:
    """A graph from node-link JSON with ``nodes`` and ``links`` (or ``edges``)."""
    data = json.loads(text)
    if data.get("directed") or data.get("multigraph"):
        return nx.MultiDiGraph()
    graph = nx.Graph()
    for node in data["nodes"]:
        graph.add_node(str(node["id"]), **{key: value for key, value in node.items() if key in COLUMNS})
    for link in data["links"] if "links" in data else data["edges"]:
        a, b = str(link["source"]), str(link["target"])
        if a not in graph or b not in graph:
            raise ValueError(f"a link joins {a} and {b}; expected two of the nodes")
        if graph.has_edge(a, b):
            raise ValueError(f"two links join {a} and {b}; expected one")
        graph.add_edge(a, b, **{key: value for key, value in link.items() if key not in ("source", "target")})
    return graph


READERS: dict[str, Callable[[str], nx.Graph]] = {
    "graphml": read_graphml,
    "edgelist": read_edge_list,
    "json": read_node_link,
}


def read_nodes(graph: nx.Graph, faults: Faults) -> list[District]:
    """A district for each node; faults for attributes that cannot be read."""
    found = []
    for node, values in graph.nodes(data=True):
        district = read_district({**values, "id": node}, faults, None, f"node {short(node)} ")
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
            borders.append(Border(str(a), str(b), weight))
        except ValueError as problem:
            faults.add(None, f"{where}{weights}", f" = {short(values.get(weights))}: {problem}")
    return borders
