"""Graph files read by networkx, which is slow to import: only ``from_graph`` asks for this file, once it has one to read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError

import networkx as nx

from sim.terrain.assemble import COLUMNS
from sim.terrain.folder import Folder
from sim.terrain.options import short

SUFFIXES = {
    ".graphml": "graphml",
    ".xml": "graphml",
    ".json": "json",
    ".edges": "edgelist",
    ".txt": "edgelist",
}


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
