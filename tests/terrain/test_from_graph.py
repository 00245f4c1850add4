"""Graph files: three formats, one network, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from sim.base.errors import UsageError
from tests.terrain.files import DISTRICTS, read

NODES = {
    "A1": {
        "name": "Alder",
        "province": "West",
        "seat": 1,
        "population": 1000.0,
        "past": 1.0,
        "lon": 30.0,
        "lat": 10.0,
    },
    "A2": {
        "name": "Birch",
        "province": "West",
        "seat": 0,
        "population": 2000.0,
        "past": 0.5,
        "lon": 30.5,
        "lat": 10.0,
    },
    "B1": {
        "name": "Cedar",
        "province": "East",
        "seat": 2,
        "population": 3000.0,
        "past": 0.0,
        "lon": 31.0,
        "lat": 10.0,
    },
}


def made() -> nx.Graph:
    """Three districts in a row."""
    graph = nx.Graph()
    graph.add_nodes_from(NODES.items())
    graph.add_weighted_edges_from([("A1", "A2", 20.0), ("A2", "B1", 15.5)])
    return graph


def write_graphml(folder: Path) -> str:
    """The network as GraphML."""
    nx.write_graphml_xml(made(), folder / "net.graphml")
    return "net.graphml"


def write_json(folder: Path) -> str:
    """The network as node-link JSON."""
    nodes = [{"id": name, **values} for name, values in NODES.items()]
    links = [{"source": a, "target": b, **values} for a, b, values in made().edges(data=True)]
    (folder / "net.json").write_text(json.dumps({"nodes": nodes, "links": links}))
    return "net.json"


def refused(folder: Path, name: str, text: str, **block: object) -> str:
    """The message with which a graph file is refused."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read(folder, {"from": "graph", "file": name, **block})
    return str(caught.value)


@pytest.mark.parametrize("write", [write_graphml, write_json])
def test_attributes_of_nodes_become_districts(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    terrain = read(tmp_path, {"from": "graph", "file": write(tmp_path)})
    assert terrain.ids == ("A1", "A2", "B1")
    assert terrain.names == ("Alder", "Birch", "Cedar")
    assert terrain.seat.tolist() == [1, 0, 2]
    assert terrain.past.tolist() == [1, 0.5, 0]
    assert terrain.edge_weight.tolist() == [20, 15.5]
    assert terrain.problems() == []


def test_an_edge_list_takes_its_districts_from_a_table(tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_text(DISTRICTS)
    (tmp_path / "net.edges").write_text("# two borders\nA1 A2 20\nA2 B1\n")
    terrain = read(tmp_path, {"from": "graph", "file": "net.edges", "districts": "districts.csv"})
    assert terrain.names == ("Alder", "Birch", "Cedar")
    assert terrain.edge_weight.tolist() == [20, 1]


def test_an_edge_list_alone_makes_plain_districts(tmp_path: Path) -> None:
    (tmp_path / "net.txt").write_text("1 2\n2 3\n")
    terrain = read(tmp_path, {"from": "graph", "file": "net.txt", "weights": "equal"})
    assert (terrain.ids, terrain.names) == (("1", "2", "3"), ("1", "2", "3"))
    assert np.isnan(terrain.lon).all()


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("n.edges", "a b 1 2\n", "line 1 has 4 words; expected a b or a b weight"),
        ("n.edges", "a b\nb a\n", "line 2 joins b and a again"),
        ("n.edges", "a b x\n", "edge 'a' 'b' weight = 'x': expected a number"),
        ("n.edges", "a a\n", "joins a district to itself; expected another"),
        ("n.edges", "", "has 0 districts; expected 1 to 100,000"),
        ("n.pkl", "a b\n", "has no known suffix; expected format: graphml, edgelist, json"),
        ("n.graphml", "<nonsense", "cannot be understood as graphml"),
        ("n.graphml", '<!DOCTYPE x [<!ENTITY a "b">]><graphml/>', "declares a document type; expected plain GraphML"),
        ("n.graphml", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="a"/></graph></graphml>',
         "is directed or has parallel edges"),
        ("n.json", "[]", "cannot be understood as json"),
        ("n.json", "[" * 5000, "cannot be understood as json"),
        ("n.json", '{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "z"}]}', "a link joins a and z"),
        ("n.json", '{"directed": true, "nodes": [], "links": []}', "is directed or has parallel edges"),
        ("n.json", '{"nodes": [{"id": "a", "seat": 7}], "links": []}', "node 'a' seat = 7: expected 0 (rural)"),
        ("n.json", '{"nodes": [{"id": "a", "population": true}], "links": []}', "population = True: expected a number"),
    ],
)  # fmt: skip
def test_a_graph_that_is_no_network_is_refused_with_its_reason(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    message = refused(tmp_path, name, text)
    assert message.startswith(f"here/{name} ")
    assert problem in message


def test_a_node_that_the_table_does_not_know_is_named(tmp_path: Path) -> None:
    (tmp_path / "districts.csv").write_text(DISTRICTS)
    message = refused(tmp_path, "n.edges", "A1 A9\n", districts="districts.csv")
    assert message == "here/n.edges node 'A9' is not in the table of districts; known: A1, A2, B1"


def test_an_alias_that_two_nodes_claim_belongs_to_nobody(tmp_path: Path) -> None:
    nodes = [{"id": "a", "aliases": "x;y"}, {"id": "b", "aliases": "x"}]
    (tmp_path / "n.json").write_text(json.dumps({"nodes": nodes, "links": [{"source": "a", "target": "b"}]}))
    assert read(tmp_path, {"from": "graph", "file": "n.json", "weights": "equal"}).aliases == {"y": "a"}
