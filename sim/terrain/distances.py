"""Distances of all districts from one: steps across borders, kilometres between their points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.terrain.terrain import Terrain

EARTH = 6371.0  # km, mean radius


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


def kilometres_between(lon: np.ndarray, lat: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Great-circle distance of the points of rows ``a`` from those of rows ``b``: float64 [N], NaN where one is unknown.

    lon, lat   float64 [D], degrees
    """
    lon, lat = np.radians(lon), np.radians(lat)
    half = (
        np.sin((lat[a] - lat[b]) / 2) ** 2
        + np.cos(lat[a]) * np.cos(lat[b]) * np.sin((lon[a] - lon[b]) / 2) ** 2
    )
    far: np.ndarray = 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return far
