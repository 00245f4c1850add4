"""Distances of all districts from some or one: steps across borders, kilometres between their points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.terrain.terrain import Terrain, kilometres_between


def steps_from(terrain: Terrain, rows: Sequence[int]) -> np.ndarray:
    """Borders crossed on the shortest way from the nearest of some districts: float64 [D], infinite where no way leads.

    rows   of the districts that ways begin at
    """
    first, neighbour, _ = terrain.adjacency
    step_counts = np.full(terrain.districts, np.inf)
    step_counts[rows] = 0.0
    reached, steps = list(rows), 0.0
    while reached:
        steps += 1.0
        adjacent = np.unique(
            np.concatenate([neighbour[first[number] : first[number + 1]] for number in reached])
        )
        reached = adjacent[np.isinf(step_counts[adjacent])].tolist()
        step_counts[reached] = steps
    return step_counts


def kilometres_from(terrain: Terrain, row: int) -> np.ndarray:
    """Great-circle distance of the districts' points from that of one: float64 [D], NaN where one is unknown."""
    rows = np.arange(terrain.districts)
    return kilometres_between(terrain.lon, terrain.lat, rows, np.full_like(rows, row))
