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
        ("n.edges", "a b 2\nb a 3\n", "edge 'a' 'b' weight = 3, but 2 where it stands before; expected one weight"),
        ("n.edges", "a b x\n", "edge 'a' 'b' weight = 'x': expected a number"),
        ("n.edges", "a a\n", "joins a district to itself; expected another"),
        ("n.edges", "", "has 0 districts; expected 1 to 100,000"),
        ("n.pkl", "a b\n", "has no known suffix; expected format: graphml, edgelist, json"),
        ("n.graphml", "<nonsense", "cannot be understood as graphml"),
        ("n.graphml", '<!DOCTYPE x [<!ENTITY a "b">]><graphml/>', "declares a document type; expected plain GraphML or GEXF"),
        ("n.graphml", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="a"/><node id="b"/>'
         '<node id="c"/><edge source="a" target="b"/><edge source="b" target="a"/><edge source="a" target="c"/></graph></graphml>',
         "edge 'a' 'c' goes one way, while others go both ways; expected an undirected graph"),
        ("n.gexf", '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph><attributes class="x"/></graph></gexf>',
         "cannot be understood as gexf"),
        ("n.json", "[]", "cannot be understood as json"),
        ("n.json", "[]", "has no list nodes; expected node-link JSON, {nodes: [...], links: [...]}"),
        ("n.json", '{"nodes": [{"id": "a"}], "adjacency": [[]]}', "has adjacency, nodes and no list links or edges; expected node-link"),
        ("n.json", '{"geometryType": "esriGeometryPolygon", "features": []}', "has no list nodes: it is Esri JSON (ask the server"),
        ("n.json", '{"elements": []}', "it is an answer of Overpass or JSON of Cytoscape"),
        ("n.json", '{"nodes": [{"x": 1}], "links": []}', "node {'x': 1} has no id; expected nodes with id"),
        ("n.json", '{"nodes": [{"id": "a"}, {"name": "b"}], "links": []}', "node {'name': 'b'} has no id; expected nodes with id"),
        ("n.json", '{"nodes": [{"name": "a"}, {"name": "a"}], "links": []}', "node {'name': 'a'} has the name of another node"),
        ("n.json", '{"nodes": [{"id": 1}], "links": [{"from": 1}]}', "link {'from': 1} has no source or no target; expected both (or from and to)"),
        ("n.json", '{"nodes": [{"id": 1}], "links": ["a b"]}', "link 'a b' has no source or no target"),
        ("n.json", '{"nodes": [{"name": "a"}, {"name": "b"}], "links": [{"source": 0, "target": 2}]}', "a link joins a and 2; expected two of the nodes"),
        ("n.json", '{"graph": {"nodes": {"A": {}}, "edges": []}}', "has no list nodes: it is JSON Graph Format (convert to GraphML)"),
        ("n.edges", "New York Boston\n", "weight = 'Boston': expected a number from 1e-09 to 1e+12, or quotes around ids with blanks"),
        ("n.txt", "1 Alder\n2 Birch\n#\n1 2\n", "has a line # below others, as Trivial Graph Format has"),
        ("n.edges", "a b 2,5\n", "weight = '2,5': expected a number from 1e-09 to 1e+12, with a point before its decimals"),
        ("n.edges", "a b c d e\n", "line 1 has 5 words; expected a b or a b weight (ids with"),
        ("n.json", "[" * 5000, "cannot be understood as json"),
        ("n.json", '{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "z"}]}', "a link joins a and z"),
        ("n.json", '{"directed": true, "nodes": [], "links": []}', "has 0 districts; expected 1 to 100,000"),
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


GRAPHML = '<?xml version="1.0" encoding="UTF-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'
BOTH_WAYS = '<edge source="A" target="B"/><edge source="B" target="A"/>'
YED = (
    '<key for="node" id="d0" yfiles.type="nodegraphics"/><key for="node" id="d1" attr.name="seat" attr.type="int"><default>1</default></key>'
    '<graph edgedefault="directed" id="G" xmlns:y="http://www.yworks.com/xml/graphml">'
    '<node id="n0"><data key="d0"><y:ShapeNode><y:NodeLabel>Kabul</y:NodeLabel></y:ShapeNode></data></node>'
    '<node id="n1" yfiles.foldertype="folder"><data key="d0"><y:ShapeNode><y:NodeLabel>West</y:NodeLabel></y:ShapeNode></data>'
    '<graph edgedefault="directed" id="n1:"><node id="n1::n0"><data key="d1">0</data></node><node id="n1::n1"/>'
    '<edge source="n1::n0" target="n1::n1"/></graph></node><edge source="n0" target="n1::n0"/></graph>'
)
GEPHI = (
    '<key attr.name="label" attr.type="string" for="node" id="label"/><key attr.name="weight" attr.type="double" for="edge" id="weight"/>'
    '<key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/><key attr.name="r" attr.type="int" for="node" id="r"/>'
    '<graph edgedefault="undirected"><node id="A"><data key="label">Alder</data><data key="r">5</data></node><node id="B"/>'
    '<edge id="e0" source="A" target="B"><data key="weight">2.0</data></edge></graph>'
)
DEFAULTS = (
    '<key id="w" for="edge" attr.name="weight" attr.type="double"><default>3</default></key>'
    '<graph edgedefault="undirected"><node id="A"/><node id="B"/><node id="C"/><edge source="A" target="B"/>'
    '<edge source="B" target="C"><data key="w">5</data></edge></graph>'
)
GEXF = (
    '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="undirected"><nodes><node id="A" label="Alder"/>'
    '<node id="B" label="Birch"/></nodes><edges><edge id="0" source="A" target="B" weight="2.0"/></edges></graph></gexf>'
)
OPEN_GROUPS = (
    '<key for="node" id="d6" yfiles.type="nodegraphics"/><graph edgedefault="directed" id="G" xmlns:y="http://www.yworks.com/xml/graphml">'
    '<node id="n0" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers active="0"><y:GroupNode>'
    "<y:NodeLabel>West</y:NodeLabel></y:GroupNode><y:GroupNode><y:NodeLabel>Folder 1</y:NodeLabel></y:GroupNode></y:Realizers>"
    '</y:ProxyAutoBoundsNode></data><graph edgedefault="directed" id="n0:"><node id="n0::n0"/><node id="n0::n1"/>'
    '<edge source="n0::n0" target="n0::n1"/></graph></node></graph>'
)
BORDER_OF_A_GROUP = YED.replace('target="n1::n0"/></graph>', 'target="n1"/></graph>')
NODES_OF_D3 = [{"name": "Alder", "group": 1}, {"name": "Birch"}, {"name": "Cedar"}]
WRITTEN = {
    "networkx edge list": ("n.edges", "A B {'weight': 2}\nB C {'weight': 5}\n", {"A B": 2, "B C": 5}),
    "networkx edge list without data": ("n.edgelist", "A B {}\n", {"A B": 1}),
    "networkx weighted edge list": ("n.edges", "#nx\n# GMT\n#\nA B 2.5\n", {"A B": 2.5}),
    "each border twice": ("n.edges", "A B 2\nB A 2\nA B 2\n", {"A B": 2}),
    "Gephi's table of edges": ("n.tsv", "Source\tTarget\tWeight\nNorth Shan\tSouth Shan\t2\n", {"North_Shan South_Shan": 2}),
    "commas": ("n.txt", "A,B,2\nB,C,4\n", {"A B": 2, "B C": 4}),
    "semicolons": ("n.txt", "A;B\nB;C\n", {"A B": 1, "B C": 1}),
    "ids in quotes": ("n.edges", '"North Shan" B 2\n', {"B North_Shan": 2}),
    "symmetric directed GraphML": ("n.graphml", GRAPHML.format(
        f'<graph edgedefault="directed"><node id="A"/><node id="B"/>{BOTH_WAYS}</graph>'), {"A B": 1}),
    "parallel edges": ("n.graphml", GRAPHML.format(
        f'<graph edgedefault="undirected"><node id="A"/><node id="B"/>{BOTH_WAYS}</graph>'), {"A B": 1}),
    "Gephi's GraphML": ("n.graphml", GRAPHML.format(GEPHI), {"A B": 2}),
    "defaults of keys": ("n.graphml", GRAPHML.format(DEFAULTS), {"A B": 3, "B C": 5}),
    "yEd's groups": ("n.graphml", GRAPHML.format(YED), {"n0 n1_n0": 1, "n1_n0 n1_n1": 1}),
    "yEd's open groups": ("n.graphml", GRAPHML.format(OPEN_GROUPS), {"n0_n0 n0_n1": 1}),
    "source and target as src and dst": ("n.csv", "src,dst\nA,B\nB,C\n", {"A B": 1, "B C": 1}),
    "a header of our own tables": ("n.tsv", "a\tb\nA\tB\nB\tC\n", {"A B": 1, "B C": 1}),
    "districts called a and b": ("n.tsv", "a\tb\nb\tc\n", {"a b": 1, "b c": 1}),
    "a tab behind the last word": ("n.edges", "North Shan\tB\t\nB\tC\t\n", {"B North_Shan": 1, "B C": 1}),
    "commas between names with blanks": ("n.txt", "North Shan, B\nB, New Town\n", {"B North_Shan": 1, "B New_Town": 1}),
    "vis.js": ("n.json", json.dumps({"nodes": [{"id": 1, "label": "Alder"}, {"id": 2}, {"id": "3"}],
        "edges": [{"from": 1, "to": 2, "arrows": "to"}, {"from": 2, "to": 3, "weight": 4}]}).replace('"arrows": "to"', '"weight": 2'),
        {"1 2": 2, "2 3": 4}),
    "d3": ("n.json", json.dumps({"nodes": [{"id": "A"}, {"id": "B"}], "links": [{"source": "A", "target": "B", "value": 3}]}), {"A B": 1}),
    "d3 of old, links by number": ("n.json", json.dumps({"nodes": NODES_OF_D3,
        "links": [{"source": 0, "target": 1}, {"source": 2, "target": 1}]}), {"Alder Birch": 1, "Birch Cedar": 1}),
    "d3 after its simulation": ("n.json", json.dumps({"nodes": [{"id": "A", "index": 0}, {"id": "B", "index": 1}],
        "links": [{"source": {"id": "A", "index": 0}, "target": {"id": "B", "index": 1}}]}), {"A B": 1}),
    "sigma.js": ("n.json", json.dumps({"nodes": [{"key": "A", "attributes": {"label": "Alder"}}, {"key": "B"}],
        "edges": [{"key": "e", "source": "A", "target": "B", "attributes": {"weight": 2}}]}), {"A B": 2}),
    "GEXF": ("n.gexf", GEXF, {"A B": 2}),
    "directed node-link": ("n.json", json.dumps({"directed": True, "multigraph": True, "graph": {}, "nodes": [{"id": 1}, {"id": 2}],
        "edges": [{"source": 1, "target": 2, "key": 0}, {"source": 2, "target": 1, "key": 0}]}), {"1 2": 1}),
    "node-link with a byte order mark": ("n.json", "\ufeff" + json.dumps({"nodes": [{"id": "A"}, {"id": "B"}],
        "links": [{"source": "A", "target": "B", "weight": 4}]}), {"A B": 4}),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_networkx_gephi_and_yed_write_is_read(name: str, tmp_path: Path) -> None:
    file, text, expected = WRITTEN[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    terrain = read(tmp_path, {"from": "graph", "file": file})
    found = {
        " ".join(sorted((terrain.ids[a], terrain.ids[b]))): weight
        for a, b, weight in zip(terrain.edge_a, terrain.edge_b, terrain.edge_weight, strict=True)
    }
    assert found == expected
    assert terrain.problems() == [] and terrain.districts == len(
        {end for pair in expected for end in pair.split()}
    )


def test_labels_groups_and_defaults_become_names_provinces_and_seats(tmp_path: Path) -> None:
    (tmp_path / "n.graphml").write_text(GRAPHML.format(YED), encoding="utf-8")
    terrain = read(tmp_path, {"from": "graph", "file": "n.graphml"})
    known = dict(
        zip(
            terrain.ids,
            zip(terrain.names, terrain.provinces, terrain.seat.tolist(), strict=True),
            strict=True,
        )
    )
    assert known == {
        "n0": ("Kabul", "all", 1),
        "n1_n0": ("n1::n0", "West", 0),
        "n1_n1": ("n1::n1", "West", 1),
    }
    assert terrain.aliases == {"n1::n0": "n1_n0", "n1::n1": "n1_n1"}
    assert terrain.notes == (
        "ids made from what the file writes (2): 'n1::n0' is n1_n0, 'n1::n1' is n1_n1",
        "arrows of the graph taken as borders, which have no direction",
    )


def test_an_open_group_of_yed_gives_its_label_to_the_districts_in_it(tmp_path: Path) -> None:
    (tmp_path / "n.graphml").write_text(GRAPHML.format(OPEN_GROUPS), encoding="utf-8")
    assert read(tmp_path, {"from": "graph", "file": "n.graphml"}).provinces == ("West", "West")


def test_an_edge_that_ends_at_a_group_of_yed_is_refused_with_the_districts_in_it(tmp_path: Path) -> None:
    message = refused(tmp_path, "n.graphml", GRAPHML.format(BORDER_OF_A_GROUP))
    assert (
        "edge 'n0' 'n1' ends at the group 'West'; expected an edge for each district of it that touches, of n1::n0, n1::n1"
        in message
    )


def test_labels_of_json_are_names_and_numbers_of_links_that_weigh_nothing_are_named(tmp_path: Path) -> None:
    nodes = [{"id": 1, "label": "Alder"}, {"id": 2, "label": "Birch"}]
    (tmp_path / "n.json").write_text(
        json.dumps({"nodes": nodes, "edges": [{"from": 1, "to": 2, "value": 3, "id": 7, "title": "a road"}]})
    )
    terrain = read(tmp_path, {"from": "graph", "file": "n.json"})
    assert terrain.names == ("Alder", "Birch")
    assert terrain.notes == (
        "all borders have equal weight; numbers of them that are not read: value (network.weights; sim new: --weights)",
    )
    assert read(tmp_path, {"from": "graph", "file": "n.json", "weights": "value"}).edge_weight.tolist() == [3]
    assert read(tmp_path, {"from": "graph", "file": "n.json", "weights": "equal"}).notes == ()


def test_a_weight_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    text = GRAPHML.format(
        '<graph edgedefault="undirected"><node id="A"/><node id="B"/><edge source="A" target="B"/></graph>'
    )
    assert "edge 'A' 'B' km = None: expected a number" in refused(tmp_path, "n.graphml", text, weights="km")


def test_two_names_that_give_one_id_are_refused(tmp_path: Path) -> None:
    assert "node 'a_b' has the id a_b of another node" in refused(tmp_path, "n.edges", '"a b" c\na_b c\n')
