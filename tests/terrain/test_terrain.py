"""What holds for every network, whatever its source; and what a wrong one is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from sim.base.errors import UsageError
from sim.base.parameters import Extent
from sim.terrain.sources import SOURCES
from sim.terrain.terrain import Terrain
from tests.records import make_terrain
from tests.terrain.files import TABLES, read, write_tables
from tests.terrain.strategies import terrains


@settings(max_examples=60, deadline=None)
@given(terrain=terrains())
def test_a_network_has_no_problems_and_its_rows_agree_with_its_edges(terrain: Terrain) -> None:
    assert terrain.problems() == []
    first, neighbour, share = terrain.adjacency
    rows = np.repeat(np.arange(terrain.districts), np.diff(first))
    pairs = set(zip(rows.tolist(), neighbour.tolist(), strict=True))
    assert pairs == {(b, a) for a, b in pairs}
    assert len(pairs) == 2 * len(terrain.edge_a)
    totals = np.bincount(rows, weights=share, minlength=terrain.districts)
    assert np.allclose(totals[np.diff(first) > 0], 1.0)
    assert set(terrain.graph.nodes) == set(terrain.ids)
    assert all(
        terrain.provinces[row] == name
        for row, name in zip(terrain.province_capital, terrain.province_names, strict=True)
        if row >= 0
    )


@settings(max_examples=30, deadline=None)
@given(terrain=terrains(most=30))
def test_the_order_of_the_edges_does_not_matter(terrain: Terrain) -> None:
    turned = replace(
        terrain,
        edge_a=terrain.edge_b[::-1].copy(),
        edge_b=terrain.edge_a[::-1].copy(),
        edge_weight=terrain.edge_weight[::-1].copy(),
    )
    for one, other in zip(terrain.adjacency, turned.adjacency, strict=True):
        assert np.allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"ids": ("T01",) * 4}, "district ids appear more than once: T01"),
        ({"edge_b": np.array([0, 2, 3])}, "1 edges join a district to itself, first T01"),
        ({"edge_a": np.array([0, 0, 2]), "edge_b": np.array([1, 1, 3])}, "1 edges are listed more than once"),
        ({"edge_weight": np.array([1.0, 0.0, 1.0])}, "edge weights must be finite and positive"),
        ({"edge_weight": np.array([1.0, np.nan, 1.0])}, "edge weights must be finite and positive"),
        ({"declared_parts": 2}, "the network has 1 unconnected parts; expected 2 (network.parts)"),
    ],
)
def test_a_wrong_network_is_told_what_is_wrong(change: dict[str, object], problem: str) -> None:
    chain = make_terrain(4, capitals=(), national=-1)
    assert chain.problems() == []
    assert problem in replace(chain, **change).problems()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ({"from": "table"}, ".from = 'table' is not a source of networks; nearest: tables"),
        ({"from": ["tables"]}, ".from = ['tables'] is not a source of networks"),
        ({**TABLES, "edgs": "x"}, ".edgs is unknown; nearest: edges"),
        (
            {"districts": 3},
            ".districts = 3; expected text\n.edges is missing; expected the name of the table of edges",
        ),
        ({**TABLES, "parts": 0}, ".parts = 0; expected a whole number from 1 to 100,000"),
    ],
)
def test_a_block_that_asks_for_something_else_is_refused(
    tmp_path: Path, block: dict[str, object], message: str
) -> None:
    write_tables(tmp_path)
    with pytest.raises(UsageError) as caught:
        read(tmp_path, block)
    assert str(caught.value).startswith(message)


def test_every_source_says_what_its_options_mean() -> None:
    for source in SOURCES.values():
        assert all(option.meaning for option in source.options.values())
        assert source.build.__doc__


def test_how_far_apart_neighbours_lie_is_the_median_over_borders() -> None:
    degree = 111.195  # km of a degree on the equator, mean radius
    line = replace(make_terrain(4), lon=np.array([0.0, 1.0, 2.0, 4.0]), lat=np.zeros(4))
    assert line.spacing == pytest.approx(degree, rel=1e-4)
    assert line.extent == Extent(4, line.spacing)


@pytest.mark.parametrize("known", [0, 1, 2])
def test_a_network_whose_places_are_mostly_unknown_has_no_spacing(known: int) -> None:
    lon = np.where(np.arange(4) < known, np.arange(4.0), np.nan)
    terrain = replace(make_terrain(4), lon=lon, lat=np.zeros(4))
    assert terrain.spacing is None
    assert terrain.extent == Extent(4)
