"""Distances of all districts from one: steps across borders, kilometres between their points."""

from __future__ import annotations

import numpy as np

from sim.terrain.terrain import Terrain, kilometres_between


def steps_from(terrain: Terrain, row: int) -> np.ndarray:
    """Borders crossed on the shortest way from a district: float64 [D], infinite where no way leads."""
    first, neighbour, _ = terrain.adjacency
    out = np.full(terrain.districts, np.inf)
    out[row] = 0.0
    reached, steps = [row], 0.0
    while reached:
        steps += 1.0
        near = np.unique(np.concatenate([neighbour[first[number] : first[number + 1]] for number in reached]))
        reached = near[np.isinf(out[near])].tolist()
        out[reached] = steps
    return out


def kilometres_from(terrain: Terrain, row: int) -> np.ndarray:
    """Great-circle distance of the districts' points from that of one: float64 [D], NaN where one is unknown."""
    rows = np.arange(terrain.districts)
    return kilometres_between(terrain.lon, terrain.lat, rows, np.full_like(rows, row))
