"""A network from a graph file: GraphML, an edge list, or node-link JSON; through networkx."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.base.errors import Faults, nearest, short
from sim.terrain.assemble import (
    BARRIER,
    COLUMNS,
    EQUAL,
    MOST_HINTS,
    Border,
    District,
    assemble,
    check_size,
    raise_faults,
    read_border,
    read_district,
    unread_numbers,
    written_id,
)
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.options import NetworkOption
from sim.terrain.from_tables import read_districts
from sim.terrain.terrain import Terrain

if TYPE_CHECKING:
    import networkx as nx

FORMATS = ("graphml", "edgelist", "json", "gexf")
WEIGHT = "weight"
SPOKEN = {"label": "name", "latitude": "lat", "longitude": "lon", "lng": "lon", "pop": "population"}

OPTIONS = {
    "file": NetworkOption("text", "the name of the graph's file"),
    "format": NetworkOption(
        "text", "how the file is written; by its suffix if left out", "", choices=("", *FORMATS)
    ),
    "districts": NetworkOption("text", "a table that replaces the attributes of the nodes", ""),
    "weights": NetworkOption("text", "an attribute of the edges, or equal", WEIGHT),
}


def build(folder: ScenarioFolder, options: Mapping[str, Any]) -> Terrain:
    """The network of a graph; the weight of a border is an attribute of its edge.

    file       the graph; its nodes are the districts, their attributes named as the columns of districts.csv
    format     graphml, gexf, edgelist (``a b [weight]`` a line) or json (node-link); "" = by the suffix of the file
    districts  optional table that replaces the attributes of the nodes
    weights    edge attribute, or "equal"; where no edge has a ``weight``, all count alike; the edge attribute barrier is
               read where there is one
    Edges given both ways, or several times, with one weight are one border. ScenarioError with every fault.
    """
    from sim.terrain.files.graph_files import read_graph  # brings networkx

    name = options["file"]
    graph = read_graph(folder, name, options["format"])
    check_size(graph.number_of_nodes(), folder, name)
    faults, table = Faults(folder.show(name)), Faults(folder.show(options["districts"]))
    if options["districts"]:
        districts = read_districts(folder, options["districts"], table, options["allegiance"])
        check_nodes(graph, {district.id for district in districts}, faults)
    else:
        districts = read_nodes(graph, faults, options["allegiance"])
    borders, notes = read_edges(graph, options["weights"], faults)
    raise_faults(table, faults)
    terrain = assemble(districts, borders, source=options["source"], parts=options["parts"])
    return replace(terrain, notes=(*terrain.notes, *notes))


def read_nodes(graph: nx.Graph, faults: Faults, allegiance: Mapping[str, str]) -> list[District]:
    """A district for each node; faults for attributes that cannot be read and for ids that fall together."""
    districts: dict[str, District] = {}
    for node, values in graph.nodes(data=True):
        location, values_read = f"node {short(node)}", attributes(node, values, allegiance)
        district = read_district(values_read, faults, None, f"{location} ", allegiance)
        if district is not None and district.id in districts:
            problem = f" has the id {district.id} of another node; expected ids that differ"
            faults.blame(None, location, problem)
        elif district is not None:
            districts[district.id] = district
    return list(districts.values())


def attributes(node: Any, values: Mapping[str, Any], allegiance: Mapping[str, str]) -> dict[str, Any]:
    """Attributes of a node under the names of the columns, whatever their case; a label serves as the name."""
    lower = {str(key).lower(): value for key, value in values.items() if value not in (None, "")}
    respelled = {column: lower[spelling] for spelling, column in SPOKEN.items() if spelling in lower}
    return {**respelled, **{key: value for key, value in lower.items() if key in COLUMNS},
            **{key: values[key] for key in allegiance.values() if key in values}, "id": node}  # fmt: skip


def check_nodes(graph: nx.Graph, ids: set[str], faults: Faults) -> None:
    """Faults for nodes that the table of districts does not know."""
    for node in graph:
        if written_id(str(node)) not in ids:
            hint = nearest(str(node), ids) if len(faults.faults) < MOST_HINTS else ""
            problem = f" is not in the table of districts{hint}"
            faults.blame(None, f"node {short(node)}", problem)


def read_edges(graph: nx.Graph, weights: str, faults: Faults) -> tuple[list[Border], list[str]]:
    """A border for each pair of nodes with an edge, and remarks; faults for weights that cannot be read or differ, and for loops."""
    edge_values = [values for _, _, values in graph.edges(data=True)]
    is_equal = weights == EQUAL or (weights == WEIGHT and not any(WEIGHT in values for values in edge_values))
    column = EQUAL if is_equal else weights
    borders: dict[tuple[str, str], Border] = {}
    ways: set[tuple[str, str]] = set()
    for a, b, values in graph.edges(data=True):
        location = f"edge {short(a)} {short(b)} "
        if a == b:
            faults.blame(None, location, "joins a district to itself; expected another")
            continue
        word = isinstance(values.get(column), str) and values[column][:1].isalpha()
        advice = ", or quotes around ids with blanks" if word else ""
        border = read_border((str(a), str(b)), values, column, faults, None, location, advice)
        if border is None:
            continue
        before = borders.setdefault(border.pair, border)
        ways.add((border.a, border.b))
        if before.weight != border.weight:
            earlier_text = f"{before.weight:g} where it stands before"
            faults.blame(
                None, f"{location}{weights}", f" = {border.weight:g}, but {earlier_text}; expected one weight"
            )
    unread_notes = unread_numbers(edge_values, (BARRIER,)) if is_equal and weights != EQUAL else []
    return list(borders.values()), [*directed(graph, ways, faults), *unread_notes]


def directed(graph: nx.Graph, ways: set[tuple[str, str]], faults: Faults) -> list[str]:
    """A remark on arrows taken as borders; a fault where some go both ways and others do not, so that they mean something."""
    two_way = [way for way in ways if way[::-1] in ways]
    if not graph.is_directed() or not ways or len(two_way) == len(ways):
        return []
    if not two_way:
        return ["arrows of the graph taken as borders, which have no direction"]
    a, b = min(way for way in ways if way[::-1] not in ways)
    problem = "goes one way, while others go both ways"
    expectation = "expected an undirected graph (networkx: graph.to_undirected())"
    faults.blame(None, f"edge {short(a)} {short(b)} ", f"{problem}; {expectation}")
    return []
