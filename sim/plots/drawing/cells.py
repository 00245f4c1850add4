"""Shapes of districts: their real outlines where the scenario has them, else Voronoi cells of centroids, else tiles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull, Voronoi

from sim.terrain.terrain import Terrain

CORNERS = 24
ALONG, ASIDE, ROUND = 0.54, 0.36, 0.6  # shares of the distance to a neighbour that a cell may reach
FAR = 0.85  # a corner farther off than this share of its longest side is a spike, not a corner


@dataclass(frozen=True)
class MapCells:
    """What is drawn of D districts, and how it was made.

    polygons   the largest ring [N, 2] of each district
    borders    lines [N, 2] between provinces; of real outlines the rim of the country too
    centres    [D, 2]
    tiles      True where no position is known
    parts      all rings of each district where they are real outlines, holes clockwise; empty otherwise
    """

    polygons: list[np.ndarray]
    borders: list[np.ndarray]
    centres: np.ndarray
    tiles: bool
    parts: tuple[tuple[np.ndarray, ...], ...] = ()

    @property
    def rings(self) -> list[list[np.ndarray]]:
        """Every ring to be drawn, district by district."""
        return [list(part) for part in self.parts] or [[polygon] for polygon in self.polygons]


def district_cells(terrain: Terrain) -> MapCells:
    """Voronoi cells cut off where the network has no neighbour; tiles if a coordinate is unknown."""
    if terrain.outlines and all(terrain.outlines) and np.isfinite(terrain.lon + terrain.lat).all():
        return outlined(terrain)
    if not (np.isfinite(terrain.lon).all() and np.isfinite(terrain.lat).all()):
        return tiles(terrain)
    centres = plane(terrain)
    frame = centres.mean(axis=0) + 50 * (np.ptp(centres, axis=0).max() + 1) * np.array(
        [[1, 1], [1, -1], [-1, 1], [-1, -1]]
    )
    diagram = Voronoi(np.vstack([centres, frame]))
    rows = range(terrain.districts)
    windows = reaches(terrain, centres, inner_corners(terrain, centres, diagram))
    corners = [diagram.vertices[diagram.regions[diagram.point_region[row]]] for row in rows]
    polygons = [clip(in_turn(corners[row], centres[row]), windows[row]) for row in rows]
    return MapCells(polygons, province_borders(terrain, diagram, windows), centres, False)


def narrowing(terrain: Terrain) -> float:
    """Length of a degree of longitude at the middle latitude, in degrees of latitude."""
    return float(np.cos(np.radians(terrain.lat.mean())))


def outlined(terrain: Terrain) -> MapCells:
    """The real outlines, and their lines between provinces and around the country."""
    scale = np.array([narrowing(terrain), 1.0])
    parts = tuple(tuple(ring * scale for ring in outline) for outline in terrain.outlines)
    largest = [max(part, key=lambda ring: abs(float(signed_area(ring)))) for part in parts]
    lines = [line * scale for line in common_lines(terrain)]
    turns = np.round(
        [
            (array[0][:, 0].mean() - lon) / 360
            for array, lon in zip(terrain.outlines, terrain.lon, strict=True)
        ]
    )
    # as the outlines run, across 180 too
    centres = np.column_stack([terrain.lon + 360 * turns, terrain.lat]) * scale
    return MapCells(largest, lines, centres, False, parts)


def signed_area(ring: np.ndarray) -> float:
    """Area of a ring, above 0 if it runs anticlockwise."""
    x, y = ring.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def common_lines(terrain: Terrain) -> list[np.ndarray]:
    """Lines [N, 2] of the outlines whose two sides belong to different provinces, or of which there is only one side."""
    sides: dict[frozenset[tuple[float, float]], list[int]] = defaultdict(list)
    rings = [
        (int(province), [(float(x), float(y)) for x, y in ring])
        for province, outline in zip(terrain.province_of, terrain.outlines, strict=True)
        for ring in outline
    ]
    for province, ring in rings:
        for pair in zip(ring, [*ring[1:], ring[0]], strict=True):
            sides[frozenset(pair)].append(province)
    paths: list[list[tuple[float, float]]] = []
    edges_drawn: set[frozenset[tuple[float, float]]] = set()
    for _, ring in rings:
        last = False
        for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
            edge = frozenset((start, end))
            is_border = edge not in edges_drawn and not (len(sides[edge]) > 1 and len(set(sides[edge])) == 1)
            edges_drawn.add(edge)
            if is_border and last:
                paths[-1].append(end)
            elif is_border:
                paths.append([start, end])
            last = is_border
    return [np.array(points) for points in paths]


def plane(terrain: Terrain) -> np.ndarray:
    """float64 [D, 2]: degrees with longitude shortened at the middle latitude; equal places moved a hair apart."""
    x = terrain.lon * narrowing(terrain)
    places = np.column_stack([x, terrain.lat])
    turn = np.arange(terrain.districts) * 2.399963
    hair = 1e-6 * np.ptp(places, axis=0).max() or 1.0
    return places + hair * np.column_stack([np.cos(turn), np.sin(turn)])


def inner_corners(terrain: Terrain, centres: np.ndarray, diagram: Voronoi) -> list[list[np.ndarray]]:
    """For each district the corners at which three districts meet that the network joins by two edges or more."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for pair, ends in zip(diagram.ridge_points.tolist(), diagram.ridge_vertices, strict=True):
        for end in ends:
            neighbours[end].update(pair)
    joined_pairs = {
        frozenset(pair) for pair in zip(terrain.edge_a.tolist(), terrain.edge_b.tolist(), strict=True)
    }
    corners_by_row: list[list[np.ndarray]] = [[] for _ in centres]
    for end, rows in neighbours.items():
        pairs = [(a, b) for a in rows for b in rows if a < b]
        if end < 0 or max(rows) >= len(centres) or sum(frozenset(pair) in joined_pairs for pair in pairs) < 2:
            continue
        longest = max(np.linalg.norm(centres[a] - centres[b]) for a, b in pairs)
        corner = diagram.vertices[end]
        if np.linalg.norm(corner - centres[pairs[0][0]]) <= FAR * longest:
            for row in rows:
                corners_by_row[row].append(corner)
    return corners_by_row


def reaches(terrain: Terrain, centres: np.ndarray, corners: list[list[np.ndarray]]) -> list[np.ndarray]:
    """One convex window [N, 2] a district: a disc around its centre, drawn out to each neighbour and corner."""
    way = centres[terrain.edge_b] - centres[terrain.edge_a]
    length = np.linalg.norm(way, axis=1)
    usual_length = float(np.median(length)) if len(length) else 1.0
    circle = disc(np.zeros(2), ROUND * usual_length)
    points = [
        [centre + circle, *(array[None] for array in cell_corners)]
        for centre, cell_corners in zip(centres, corners, strict=True)
    ]
    for a, b, step in zip(terrain.edge_a, terrain.edge_b, way, strict=True):
        offset = ASIDE * np.array([-step[1], step[0]])
        points[a].append(centres[a] + ALONG * step + np.array([offset, -offset]))
        points[b].append(centres[b] - ALONG * step + np.array([offset, -offset]))
    stacked = [np.vstack(parts) for parts in points]
    return [array[ConvexHull(array).vertices] for array in stacked]


def disc(centre: np.ndarray, radius: float) -> np.ndarray:
    """float64 [24, 2]: a regular polygon, anticlockwise."""
    turn = 2 * np.pi * np.arange(CORNERS) / CORNERS
    return np.asarray(centre + radius * np.column_stack([np.cos(turn), np.sin(turn)]))


def in_turn(corners: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """``corners`` of a convex cell, anticlockwise around ``centre``."""
    offsets = corners - centre
    return corners[np.argsort(np.arctan2(offsets[:, 1], offsets[:, 0]))]


def clip(polygon: np.ndarray, window: np.ndarray) -> np.ndarray:
    """The part of a convex polygon inside a convex anticlockwise window (Sutherland and Hodgman)."""
    for start, end in zip(window, np.roll(window, -1, axis=0), strict=True):
        side = end - start
        depth = side[0] * (polygon[:, 1] - start[1]) - side[1] * (polygon[:, 0] - start[0])
        if (depth >= 0).all():
            continue
        polygon = cut(polygon, depth)
        if len(polygon) == 0:
            return polygon
    return polygon


def cut(polygon: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The corners with ``depth`` >= 0, and the crossings of the edges that change side."""
    after, next_depth = np.roll(polygon, -1, axis=0), np.roll(depth, -1)
    corners = []
    for corner, follower, side, next_side in zip(polygon, after, depth, next_depth, strict=True):
        if side >= 0:
            corners.append(corner)
        if (side >= 0) != (next_side >= 0):
            corners.append(corner + (follower - corner) * side / (side - next_side))
    return np.array(corners).reshape(-1, 2)


def clip_segment(segment: np.ndarray, window: np.ndarray) -> np.ndarray | None:
    """The part of a segment inside a convex anticlockwise window; None if there is none."""
    sides = np.roll(window, -1, axis=0) - window
    depth = [sides[:, 0] * (end[1] - window[:, 1]) - sides[:, 1] * (end[0] - window[:, 0]) for end in segment]
    slope = depth[1] - depth[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings = np.where(slope != 0, -depth[0] / slope, np.where(depth[0] >= 0, -np.inf, np.inf))
    entry_share = max(0.0, float(crossings[slope >= 0].max(initial=0.0)))
    exit_share = min(1.0, float(crossings[slope < 0].min(initial=1.0)))
    if entry_share >= exit_share:
        return None
    return np.asarray(segment[0] + np.outer([entry_share, exit_share], segment[1] - segment[0]))


def province_borders(terrain: Terrain, diagram: Voronoi, windows: list[np.ndarray]) -> list[np.ndarray]:
    """Voronoi edges between districts of different provinces, as far as either cell is drawn."""
    borders = []
    for (a, b), ends in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        if max(a, b) >= terrain.districts or -1 in ends or terrain.provinces[a] == terrain.provinces[b]:
            continue
        parts = [clip_segment(diagram.vertices[ends], windows[row]) for row in (a, b)]
        borders += [part for part in parts if part is not None]
    return borders


def tiles(terrain: Terrain) -> MapCells:
    """Equal squares laid out by the network, so that neighbours lie near each other; nothing about the position is real."""
    from sim.plots.drawing.tile_layout import tile_places

    centres = tile_places(terrain.districts, terrain.edge_a, terrain.edge_b).astype(np.float64)
    square = 0.5 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return MapCells([centre + square for centre in centres], tile_borders(terrain, centres), centres, True)


def tile_borders(terrain: Terrain, centres: np.ndarray) -> list[np.ndarray]:
    """Sides between tiles of different provinces."""
    at = {(int(x), int(y)): row for row, (x, y) in enumerate(centres)}
    borders = []
    for (x, y), row in at.items():
        for step, side in (((1, 0), [[0.5, -0.5], [0.5, 0.5]]), ((0, 1), [[-0.5, 0.5], [0.5, 0.5]])):
            neighbour = at.get((x + step[0], y + step[1]))
            if neighbour is not None and terrain.provinces[neighbour] != terrain.provinces[row]:
                borders.append(np.array(side) + (x, y))
    return borders
