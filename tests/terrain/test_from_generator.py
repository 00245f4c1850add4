"""Made-up networks: the same from the same numbers, whole at any size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.base.codes import NATIONAL, PROVINCIAL
from sim.base.errors import UsageError
from sim.terrain.terrain import Terrain
from tests.terrain.files import read

SHAPES = (
    {"shape": "grid", "rows": 6, "columns": 8, "provinces": 5},
    {"shape": "ring", "cities": 5, "between": 7},
    {"shape": "irregular", "districts": 47, "provinces": 6},
)


def made(**block: object) -> Terrain:
    """A made-up network."""
    return read(Path(), {"from": "generator", **block})


def test_a_grid_joins_each_square_to_its_neighbours() -> None:
    grid = made(shape="grid", rows=3, columns=4)
    assert (grid.districts, len(grid.edge_a)) == (12, 3 * 3 + 2 * 4)
    steps = abs(grid.lon[grid.edge_a] - grid.lon[grid.edge_b]) + abs(
        grid.lat[grid.edge_a] - grid.lat[grid.edge_b]
    )
    assert np.allclose(steps, steps[0])


def test_a_ring_is_closed_and_each_city_rules_its_stretch() -> None:
    ring = made(shape="ring", cities=4, between=2)
    assert dict(ring.graph.degree()) == dict.fromkeys(ring.ids, 2)
    assert [len(ring.province_names), len(ring.capitals)] == [4, 4]


def test_borders_of_an_irregular_map_do_not_cross() -> None:
    terrain = made(shape="irregular", districts=150, seed=7)
    x, y, a, b = terrain.lon, terrain.lat, terrain.edge_a, terrain.edge_b

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.sign((x[q] - x[p]) * (y[r] - y[p]) - (y[q] - y[p]) * (x[r] - x[p]))

    first, second = np.triu_indices(len(a), 1)
    p, q, r, s = a[first], b[first], a[second], b[second]
    apart = (p != r) & (p != s) & (q != r) & (q != s)
    crossing = apart & (side(p, q, r) != side(p, q, s)) & (side(r, s, p) != side(r, s, q))
    assert not crossing.any()


@pytest.mark.parametrize("block", SHAPES)
def test_the_same_seed_gives_the_same_map_and_another_seed_another(block: dict[str, object]) -> None:
    one, same, other = made(seed=1, **block), made(seed=1, **block), made(seed=2, **block)
    assert np.array_equal(one.population, same.population)
    assert np.array_equal(one.edge_weight, same.edge_weight)
    assert not np.array_equal(one.population, other.population)


@pytest.mark.parametrize("block", SHAPES)
def test_each_province_has_one_city_and_the_last_one_the_capital(block: dict[str, object]) -> None:
    terrain = made(**block)
    assert (terrain.province_capital >= 0).all()
    assert (terrain.seat == NATIONAL).sum() == 1
    assert (terrain.seat == PROVINCIAL).sum() == len(terrain.province_names) - 1


def test_the_known_past_lies_in_the_west() -> None:
    grid = made(shape="grid", rows=10, columns=10, past=0.3)
    assert grid.past.sum() == 30
    assert grid.lon[grid.past == 1].max() < grid.lon[grid.past == 0].min()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_smallest_networks_are_whole(number: int) -> None:
    for block in ({"shape": "irregular", "districts": number}, {"shape": "grid", "rows": 1, "columns": number},
                  {"shape": "ring", "cities": number, "between": 0}):  # fmt: skip
        terrain = made(**block)
        assert (terrain.districts, terrain.problems(), terrain.national >= 0) == (number, [], True)
        assert len(terrain.adjacency[0]) == number + 1


def test_forty_thousand_districts_are_made_without_a_problem() -> None:
    terrain = made(shape="irregular", districts=40_000, provinces=400)
    assert terrain.problems() == []


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ({"shape": "grid"}, ".shape = grid with rows = 0, columns = 0 has 0 districts; expected 1 to 100,000"),
        ({"shape": "ring", "cities": 1000, "between": 1000},
         ".shape = ring with cities = 1000, between = 1000 has 1,001,000 districts; expected 1 to 100,000"),
        ({"shape": "grid", "rows": "3"}, ".rows = '3'; expected a whole number from 0 to 100,000"),
        ({"shape": "grid", "rows": True}, ".rows = True; expected a whole number from 0 to 100,000"),
        ({"shape": "gird"}, ".shape = 'gird'; expected one of grid, ring, irregular; nearest: grid"),
        ({}, ".shape is missing; expected the form of the map"),
        ({"shape": "grid", "rows": 1, "columns": 1, "past": 1.2}, ".past = 1.2; expected a number from 0 to 1"),
    ],
)  # fmt: skip
def test_numbers_that_make_no_network_are_refused(block: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        made(**block)
    assert str(caught.value) == message
