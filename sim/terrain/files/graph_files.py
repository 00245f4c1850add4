"""Graph files read by networkx, which is slow to import: only ``from_graph`` asks for this file, once it has one to read."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import warnings
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

import networkx as nx

from sim.base.errors import SimError, short
from sim.terrain.files.folder import ScenarioFolder

SUFFIXES = {
    **dict.fromkeys((".graphml", ".xml"), "graphml"),
    ".gexf": "gexf",
    ".json": "json",
    **dict.fromkeys((".edges", ".edgelist", ".txt", ".tsv", ".csv"), "edgelist"),
}
STARTS, ENDS = ("source", "from", "src"), ("target", "to", "dst")  # names of the two ends of an edge
MARKS = {  # what begins a part of a graph, in each form
    "graphml": ("<",),
    "gexf": ("<",),
    "json": ("{", "["),
    "edgelist": (
        *"\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
        ",",
    ),  # ends of lines, and what parts cells or members
}
# The largest networks of districts have below 50,000 units and 150,000 borders, which come to 1,700,000 signs of GraphML
MOST_PARTS = 2_500_000  # of a graph: each takes a hundred times the room that it takes in the file
MOST_NODES = 200_000  # groups included
MOST_EDGES = 1_000_000
MOST_LEVELS = 100  # of elements of XML in each other
MOST_DEFAULTS = 10_000_000  # values filled in from the defaults of keys
FEWER = {
    "graphml": "leave out what only draws the graph",
    "gexf": "leave out what only draws the graph",
    "json": "leave out members that no network needs",
    "edgelist": "one line for each border, and no more columns than it needs",
}
FEWER_EDGES = "give each border once"
FEWER_NODES = "give one node for each district"
KEYS = ("id", "key", "name", "label")  # members by which a node of JSON is called, the first there is
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
# a line that ends in a number as some countries write it
DECIMAL_COMMA = re.compile(r"[^\s,]+ +[^\s,]+ +[0-9]+,[0-9]+")
JSON_FORMS = {
    "graph": "JSON Graph Format (convert to GraphML)",
    "geometryType": "Esri JSON (ask the server for f=geojson, or convert by ogr2ogr)",
    "osm3s": "an answer of Overpass (convert by osmtogeojson)",
    "elements": "an answer of Overpass or JSON of Cytoscape (convert to GeoJSON or to GraphML)",
}
NODE_LINK = "node-link JSON, {nodes: [...], links: [...]}"
YED_LABEL, FOLDER = "{http://www.yworks.com/xml/graphml}NodeLabel", "yfiles.foldertype"


def read_graph(folder: ScenarioFolder, name: str, form: str) -> nx.MultiDiGraph:
    """The graph of a file, every edge as it stands there; ScenarioError if it cannot be understood."""
    form = form or SUFFIXES.get(PurePosixPath(name).suffix.lower(), "")
    if form not in READERS:
        raise folder.refuse(name, f"has no known suffix; expected format: {', '.join(READERS)}")
    text = folder.read_text(name)
    mark = MARKS[form]
    if (parts := sum(map(text.count, mark))) > MOST_PARTS:
        problem = (
            f"has {parts:,} of the sign {' or '.join(map(repr, mark[:1] + mark[-1:] * (len(mark) > 1)))}"
        )
        raise folder.refuse(name, f"{problem}; expected at most {MOST_PARTS:,}: {FEWER[form]}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of ports and other drawing that no network needs
            return READERS[form](text)
    except SimError:
        raise
    # networkx fails on a damaged file in many ways; each means that it cannot be read
    except Exception as error:
        text = str(error)
        reason = text if "; expected " in text else short(text)
        raise folder.refuse(name, f"cannot be understood as {form}: {reason}") from None


def read_graphml(text: str) -> nx.Graph:
    """A graph from GraphML, groups taken apart and defaults filled in.

    A group (a node that holds a graph) is not a district: what lies in it belongs to a province of its name.
    ValueError if the text declares entities, which could grow without end.
    """
    check_xml(text)
    root = ElementTree.fromstring(text)  # noqa: S314 - no entities
    labels = group_labels(root)
    groups = flatten_groups(root)
    graph = nx.read_graphml(io.BytesIO(ElementTree.tostring(root)))
    for a, b in graph.edges():
        for end in (a, b):
            if groups.get(end):
                problem = f"edge {short(a)} {short(b)} ends at the group {short(labels.get(end) or end)}"
                expectation = f"an edge for each district of it that touches, of {', '.join(groups[end][:5])}"
                raise ValueError(f"{problem}; expected {expectation}")
    for group, inner in groups.items():
        name = labels.get(group) or (label_of(graph.nodes[group], group) if group in graph else group)
        for node in inner:
            if node in graph:
                graph.nodes[node].setdefault("province", name)
    graph.remove_nodes_from([group for group, inner in groups.items() if inner and group in graph])
    return with_defaults(graph)


def check_xml(text: str) -> None:
    """ValueError if an XML text declares a document type, is nested too deep or has too many nodes or edges."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("declares a document type; expected plain GraphML or GEXF")
    parser, seen, depth = expat.ParserCreate(), Counter[str](), 0

    def begin(tag: str, _: Any) -> None:
        nonlocal depth
        depth += 1
        seen[tag] += 1
        if depth > MOST_LEVELS:
            raise ValueError(
                f"has more than {MOST_LEVELS} levels of elements; expected at most that many groups in each other"
            )

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(text, True)
    numbers: Counter[str] = Counter()
    for tag, number in seen.items():
        numbers[tag.rpartition(":")[2]] += number
    check_numbers(numbers["node"], numbers["edge"])


def check_numbers(nodes: int, edges: int) -> None:
    """ValueError for more nodes or edges than any network needs."""
    for number, most, what, advice in (
        (nodes, MOST_NODES, "nodes", FEWER_NODES),
        (edges, MOST_EDGES, "edges", FEWER_EDGES),
    ):
        if number > most:
            raise ValueError(f"has {number:,} {what}; expected at most {most:,}: {advice}")


def group_labels(root: ElementTree.Element) -> dict[str, str]:
    """Label of every group that yEd has drawn: of its first drawing, the open one, which networkx does not look into."""
    labels = {}
    for node in root.iter(f"{GRAPHML}node"):
        drawn_labels = [label for data in node.findall(f"{GRAPHML}data") for label in data.iter(YED_LABEL)]
        if node.find(f"{GRAPHML}graph") is not None and drawn_labels:
            labels[node.get("id", "")] = (drawn_labels[0].text or "").strip()
    return labels


def flatten_groups(root: ElementTree.Element) -> dict[str, list[str]]:
    """Lift nodes and edges of nested graphs into the first one; ids of what each group held."""
    outer = root.find(f"{GRAPHML}graph")
    members_by_group: dict[str, list[str]] = {}
    if outer is None:
        return members_by_group
    waiting = list(outer.findall(f"{GRAPHML}node"))
    while waiting:
        group = waiting.pop()
        group.attrib.pop(FOLDER, None)  # networkx would look for the graph that is lifted here
        graphs = group.findall(f"{GRAPHML}graph")
        group[:] = [child for child in group if child.tag != f"{GRAPHML}graph"]
        for inner in graphs:
            nodes = inner.findall(f"{GRAPHML}node")
            members_by_group.setdefault(group.get("id", ""), []).extend(node.get("id", "") for node in nodes)
            outer.extend([*nodes, *inner.findall(f"{GRAPHML}edge")])
            waiting.extend(nodes)
    return members_by_group


def label_of(values: dict[str, Any], default: str) -> str:
    """What a node is called."""
    return str(values.get("name") or values.get("label") or default).strip() or default


def with_defaults(graph: nx.Graph) -> nx.Graph:
    """The graph with the defaults of its keys on every node and edge that has no value of its own."""
    for kind, entries in (("node_default", graph.nodes(data=True)), ("edge_default", graph.edges(data=True))):
        defaults = graph.graph.get(kind, {})
        if (filled := len(defaults) * len(entries)) > MOST_DEFAULTS:
            problem = f"has {len(defaults):,} keys with defaults for {len(entries):,} {kind.partition('_')[0]}s, {filled:,} values"
            raise ValueError(
                f"{problem}; expected at most {MOST_DEFAULTS:,}: leave out keys that no network needs"
            )
        for *_, values in entries if defaults else ():
            values.update({**defaults, **values})
    return graph


def read_gexf(text: str) -> nx.Graph:
    """A graph from GEXF, Gephi's own format."""
    check_xml(text)
    return nx.read_gexf(io.BytesIO(text.encode()))


def read_edge_list(text: str) -> nx.Graph:
    """A graph from lines ``a b``, ``a b weight`` or ``a b {'weight': 2}``; # begins a comment.

    Tabs, commas or semicolons may stand between the words, and a header with source and target above them, which may
    name further columns; ids with blanks stand in quotes or between tabs. ValueError names a faulty line.
    """
    graph = nx.MultiGraph()
    numbered_lines = list(enumerate(text.splitlines(), start=1))
    lines = [
        (number, line)
        for number, line in numbered_lines
        if line.strip() and not line.lstrip().startswith("#")
    ]
    check_numbers(0, len(lines))
    if lines and any(line.strip() == "#" for number, line in numbered_lines if number > lines[0][0]):
        problem = "has a line # below others, as Trivial Graph Format has"
        raise ValueError(f"{problem}; expected lines a b, or GraphML")
    between = separator([line for _, line in lines])
    header = columns_of(lines[0][1], between) if lines else {}
    has_header_names = (
        not header and len(lines) > 1 and names_ends([words_of(line, between)[0] for _, line in lines])
    )
    for number, line in lines[1:] if header or has_header_names else lines:
        words, values = words_of(line, between)
        if header:
            values = {name: words[place] for name, place in header.items() if place < len(words)}
            words = [values.pop("source", ""), values.pop("target", "")]
        if len(words) not in (2, 3) or not all(words):
            count = len(list(filter(None, words)))
            advice = "(ids with blanks in quotes, or with tabs between: networkx delimiter='\\t')"
            raise ValueError(f"line {number} has {count} words; expected a b or a b weight {advice}")
        weight = {"weight": words[2] if len(words) == 3 else 1.0}
        graph.add_edge(words[0], words[1], **(weight | values))
    return graph


def columns_of(line: str, between: str) -> dict[str, int]:
    """Place of source, target and the other columns of a header; empty if the line is none."""
    names = [word.lower() for word in words_of(line, between)[0]]
    ends = [next((name for name in head if name in names), None) for head in (STARTS, ENDS)]
    if None in ends:
        return {}
    column_places = {name: place for place, name in enumerate(names) if name}
    return {**column_places, "source": column_places[str(ends[0])], "target": column_places[str(ends[1])]}


def names_ends(rows: list[list[str]]) -> bool:
    """True if the first line is the header ``a b`` of our own tables, of which no other line speaks."""
    return rows[0][:2] == ["a", "b"] and not any({"a", "b"} & set(words[:2]) for words in rows[1:])


def separator(lines: list[str]) -> str:
    """What stands between the words of all lines: a tab, comma, semicolon or blanks."""
    contents = [line.partition("{")[0].partition("#")[0] for line in lines]
    if contents and all(DECIMAL_COMMA.fullmatch(line.strip()) for line in contents):
        return " "
    return next((sign for sign in "\t;," if contents and all(sign in line for line in contents)), " ")


def words_of(line: str, between: str) -> tuple[list[str], dict[str, Any]]:
    """The words of a line, and what networkx writes behind them in braces."""
    content, brace, data = line.partition("{")
    if not brace:
        content = line.partition("#")[0]
    if '"' in content:
        cells = next(csv.reader([content.strip(" ")], delimiter=between, skipinitialspace=True), [])
    else:
        cells = content.split(between)
    words = [cell.strip() for cell in cells]
    values = members_in_braces(brace + data.partition("#")[0].strip()) if brace else {}
    while words and not words[-1]:  # behind the last tab or comma
        words.pop()
    return [word for word in words if word] if between == " " else words, dict(values)


@lru_cache(maxsize=4096)
def members_in_braces(text: str) -> Any:
    """What Python's literals in braces say."""
    return ast.literal_eval(text)


def read_node_link(text: str) -> nx.Graph:
    """A graph from node-link JSON with ``nodes`` and ``links`` (or ``edges``), as networkx, d3, vis.js and sigma.js have it.

    The ends of a link are ids, nodes themselves, or, where no node has an id, numbers of nodes from 0 on.
    """
    data = json.loads(text)
    if not isinstance(data, dict) or not isinstance(data.get("nodes"), list):
        raise ValueError(f"has no list nodes{json_form(data)}; expected {NODE_LINK}")
    links = data.get("links", data.get("edges"))
    check_numbers(len(data["nodes"]), len(links) if isinstance(links, list) else 0)
    graph = nx.MultiDiGraph() if data.get("directed") else nx.MultiGraph()
    members = set().union(*(node for node in data["nodes"] if isinstance(node, dict)))
    key = next((key for key in KEYS if key in members), "id")
    for node in data["nodes"]:
        if not isinstance(node, dict) or key not in node:
            expectation = "expected nodes with id, which source and target of the links name"
            raise ValueError(f"node {short(node)} has no {key}; {expectation}")
        if str(node[key]) in graph:
            raise ValueError(f"node {short(node)} has the {key} of another node; expected ids that differ")
        graph.add_node(str(node[key]), **members_of(node, {"id"}))
    name_list = list(graph) if key in ("name", "label") else []
    known = set(name_list)
    if not isinstance(links, list):
        problem = f"has {', '.join(sorted(data))[:60]} and no list links or edges"
        raise ValueError(f"{problem}; expected {NODE_LINK} (networkx.node_link_data)")
    for link in links:
        link_values = link if isinstance(link, dict) else {}
        ends = [
            next((link_values[end] for end in names if end in link_values), None) for names in (STARTS, ENDS)
        ]
        if None in ends:
            raise ValueError(f"link {short(link)} has no source or no target; expected both (or from and to)")
        a, b = (end_of(end, key, name_list, known) for end in ends)
        if a not in graph or b not in graph:
            raise ValueError(f"a link joins {a} and {b}; expected two of the nodes")
        graph.add_edge(a, b, **members_of(link, {*STARTS, *ENDS, "key"}))
    return graph


def members_of(entry: dict[str, Any], without: set[str]) -> dict[str, Any]:
    """What a node or link of JSON says of itself, its ``attributes`` beside the rest."""
    inner = entry.get("attributes")
    values = {**entry, **(inner if isinstance(inner, dict) else {})}
    return {str(key): value for key, value in values.items() if key not in {*without, "attributes"}}


def end_of(end: Any, key: str, name_list: list[str], known: set[str]) -> str:
    """Id of the node that a link names by it, by the whole node, or by its number among those without ids."""
    if isinstance(end, dict):
        return str(end.get(key))
    if name_list and isinstance(end, int) and not isinstance(end, bool) and str(end) not in known:
        return name_list[end] if 0 <= end < len(name_list) else str(end)
    return str(end)


def json_form(data: Any) -> str:
    """``": it is Esri JSON (...)"`` for what is known by its members, else nothing."""
    forms = [form for member, form in JSON_FORMS.items() if isinstance(data, dict) and member in data]
    return f": it is {forms[0]}" if forms else ""


READERS: dict[str, Callable[[str], nx.Graph]] = {
    "graphml": read_graphml,
    "edgelist": read_edge_list,
    "json": read_node_link,
    "gexf": read_gexf,
}
