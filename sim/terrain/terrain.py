"""``Terrain``: the districts (axis D) and the edges between them, checked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.base.codes import NATIONAL, PROVINCIAL, RURAL
from sim.base.dice import stable_key
from sim.base.parameters import Extent
from sim.base.texts import first_names

if TYPE_CHECKING:
    import networkx as nx


EARTH = 6371.0  # km, mean radius
MOST_NAMED = 5  # districts of a part, and parts, in a message


@dataclass(frozen=True)
class Terrain:
    """Districts in file order and their undirected weighted edges.

    ids, names, provinces   str, D long; ``provinces`` names the province of each district
    seat                    int8 [D]: RURAL, PROVINCIAL or NATIONAL capital
    population              float64 [D], persons
    past                    float64 [D], 0..1: how insurgent the district was known to be before the start
    lon, lat                float64 [D], degrees, NaN where unknown (maps, distances)
    edge_a, edge_b          int32 [E], rows of the two districts of an edge
    edge_weight             float64 [E], positive; border length, road or 1
    edge_barrier            float64 [E], 0..1: river, pass or closed border between the two; None where nothing is known
    area                    float64 [D], km2, 0 where unknown; None where nothing is known
    outlines                rings [N, 2] of lon and lat a district, for maps only; () where no border is known
    support                 faction id -> float64 [D], 0..1: how far the people there side with it
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    provinces: tuple[str, ...]
    seat: np.ndarray
    population: np.ndarray
    past: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    edge_a: np.ndarray
    edge_b: np.ndarray
    edge_weight: np.ndarray
    source: str = ""
    declared_parts: int = 1
    aliases: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what reading did with the file, for people
    doubts: tuple[str, ...] = ()  # where districts may touch though no border was found, for people
    edge_barrier: np.ndarray | None = None
    area: np.ndarray | None = None
    support: dict[str, np.ndarray] = field(default_factory=dict)
    outlines: tuple[tuple[np.ndarray, ...], ...] = ()

    @property
    def districts(self) -> int:
        """D."""
        return len(self.ids)

    @cached_property
    def spacing(self) -> float | None:
        """Median great-circle distance of neighbours, in km; None where it is known of fewer than half of the borders."""
        distances = kilometres_between(self.lon, self.lat, self.edge_a, self.edge_b)
        positive = distances[distances > 0.0]
        return float(np.median(positive)) if len(positive) and 2 * len(positive) >= len(distances) else None

    @property
    def extent(self) -> Extent:
        """What priors of the code ask of a network; the spacing they are written for where that of the network is unknown."""
        return Extent(self.districts) if self.spacing is None else Extent(self.districts, self.spacing)

    @cached_property
    def row(self) -> dict[str, int]:
        """Row of each district id."""
        return {name: number for number, name in enumerate(self.ids)}

    @cached_property
    def province_names(self) -> tuple[str, ...]:
        """Provinces in order of first appearance."""
        return tuple(dict.fromkeys(self.provinces))

    @cached_property
    def province_of(self) -> np.ndarray:
        """int32 [D]: index into ``province_names``."""
        index = {name: number for number, name in enumerate(self.province_names)}
        return np.array([index[name] for name in self.provinces], dtype=np.int32)

    @cached_property
    def capitals(self) -> np.ndarray:
        """Rows of all provincial and national capitals, in file order: int32 [C]."""
        return np.flatnonzero(self.seat != RURAL).astype(np.int32)

    @cached_property
    def national(self) -> int:
        """Row of the national capital, the first of several, -1 if there is none."""
        rows = np.flatnonzero(self.seat == NATIONAL)
        return int(rows[0]) if len(rows) else -1

    @cached_property
    def province_capital(self) -> np.ndarray:
        """int32 [P]: row of each province's capital, the first of several, -1 where it has none."""
        rows = np.full(len(self.province_names), -1, dtype=np.int32)
        for row in self.capitals[::-1]:
            rows[self.province_of[row]] = row
        return rows

    @cached_property
    def keys(self) -> np.ndarray:
        """uint64 [D]: stable key of each district id, for the random numbers."""
        return np.array([stable_key(name) for name in self.ids], dtype=np.uint64)

    @cached_property
    def graph(self) -> nx.Graph:
        """networkx graph; nodes are district ids with their attributes, edges carry ``weight``."""
        import networkx as nx  # slow to import; runs need arrays only

        graph = nx.Graph(name=self.source)
        for row, name in enumerate(self.ids):
            graph.add_node(
                name,
                row=row,
                name=self.names[row],
                province=self.provinces[row],
                seat=int(self.seat[row]),
                population=float(self.population[row]),
                lon=float(self.lon[row]),
                lat=float(self.lat[row]),
            )
        for a, b, weight in zip(self.edge_a, self.edge_b, self.edge_weight, strict=True):
            graph.add_edge(self.ids[a], self.ids[b], weight=float(weight))
        return graph

    @cached_property
    def canonical(self) -> dict[str, str]:
        """What runs read of the network, as JSON by name, the arrays by their digest; cached, since every point of a sweep asks."""
        arrays = hashlib.sha256()
        for array in (self.seat, self.population, self.past, self.edge_a, self.edge_b, self.edge_weight):
            arrays.update(np.ascontiguousarray(array).tobytes())
        if self.edge_barrier is not None and self.edge_barrier.any():
            arrays.update(np.ascontiguousarray(self.edge_barrier).tobytes())
        read = {"arrays": arrays.hexdigest(), "districts": self.ids, "provinces": self.provinces}
        return {name: json.dumps(value, separators=(",", ":")) for name, value in read.items()}

    @cached_property
    def adjacency(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Compressed rows (first int32 [D+1], neighbour int32 [2E], share float64 [2E]).

        ``share`` is an edge's part of all edge weight of the row's district: shares of a row sum to 1.
        Neighbours of a row are sorted by district id, so sums do not depend on the order of the file.
        """
        order = self.directed
        origin = np.concatenate([self.edge_a, self.edge_b])[order]
        target = np.concatenate([self.edge_b, self.edge_a])[order]
        weight = np.concatenate([self.edge_weight, self.edge_weight])[order]
        first = np.searchsorted(origin, np.arange(self.districts + 1)).astype(np.int32)
        total = np.bincount(origin, weights=weight, minlength=self.districts)
        return first, target.astype(np.int32), weight / total[origin]

    @cached_property
    def directed(self) -> np.ndarray:
        """Order of both directions of all edges (first a to b, then b to a) in ``adjacency``: int64 [N], N = 2 E."""
        rank = np.argsort(np.argsort(np.array(self.ids)))
        origin = np.concatenate([self.edge_a, self.edge_b])
        target = np.concatenate([self.edge_b, self.edge_a])
        return np.lexsort((rank[target], origin))

    @cached_property
    def barriers(self) -> np.ndarray:
        """Barrier of each directed edge as ``adjacency`` lists its neighbours: float64 [N], N = 2 E, zeros where none is known."""
        if self.edge_barrier is None:
            return np.zeros(2 * len(self.edge_a))
        return np.asarray(np.concatenate([self.edge_barrier, self.edge_barrier])[self.directed])

    def problems(self) -> list[str]:
        """What is wrong with the network, in words; empty if nothing."""
        problems: list[str] = []
        if self.districts == 0:
            return ["the network has 0 districts; expected at least 1"]
        if len(set(self.ids)) < self.districts:
            repeated = sorted(name for name, occurrences in Counter(self.ids).items() if occurrences > 1)
            problems.append(f"district ids appear more than once: {', '.join(repeated[:5])}")
        loops = np.flatnonzero(self.edge_a == self.edge_b)
        if len(loops):
            first = self.ids[self.edge_a[loops[0]]]
            problems.append(f"{len(loops)} edges join a district to itself, first {first}")
        pairs = {(min(a, b), max(a, b)) for a, b in zip(self.edge_a, self.edge_b, strict=True)}
        if len(pairs) < len(self.edge_a):
            problems.append(f"{len(self.edge_a) - len(pairs)} edges are listed more than once")
        if not (np.isfinite(self.edge_weight).all() and (self.edge_weight > 0).all()):
            problems.append("edge weights must be finite and positive")
        if not problems and self.parts != self.declared_parts:
            expectation = f"expected {self.declared_parts} (network.parts){self.apart()}"
            problems.append(f"the network has {self.parts} unconnected parts; {expectation}")
        return problems

    def apart(self) -> str:
        """The parts beside the largest by their districts, and where neighbours may have been missed."""
        largest, *smaller_parts = sorted(self.components, key=len, reverse=True)
        if not smaller_parts:
            return ""
        part_names = [
            first_names([self.name_row(row) for row in part], MOST_NAMED)
            for part in smaller_parts[:MOST_NAMED]
        ]
        remainder = (
            [f"{len(smaller_parts) - MOST_NAMED} more parts"] if len(smaller_parts) > MOST_NAMED else []
        )
        return "; ".join(
            [
                f"; beside the largest, of {len(largest)}: {part_names[0]}",
                *part_names[1:],
                *remainder,
                *self.doubts,
            ]
        )

    def name_row(self, row: int) -> str:
        """``AF0101 (Kabul)``, or the id alone where the name says no more."""
        name = self.names[row]
        return self.ids[row] if name == self.ids[row] else f"{self.ids[row]} ({name})"

    @property
    def parts(self) -> int:
        """Number of connected components."""
        return len(self.components)

    @cached_property
    def components(self) -> list[list[int]]:
        """Rows of each connected component, in file order, the component of the first row first."""
        first, neighbour, _ = self.adjacency
        parts, unseen = [], dict.fromkeys(range(self.districts))
        while unseen:
            todo = [next(iter(unseen))]
            del unseen[todo[0]]
            part = []
            while todo:
                row = todo.pop()
                part.append(row)
                adjacent = [
                    next_row
                    for next_row in neighbour[first[row] : first[row + 1]].tolist()
                    if next_row in unseen
                ]
                for next_row in adjacent:
                    del unseen[next_row]
                todo.extend(adjacent)
            parts.append(sorted(part))
        return parts


def seat_codes(flags: list[int]) -> np.ndarray:
    """Seats from 0 (rural), 1 (provincial capital), 2 (national capital): int8 [D]."""
    codes_by_flag = {0: RURAL, 1: PROVINCIAL, 2: NATIONAL}
    return np.array([codes_by_flag[flag] for flag in flags], dtype=np.int8)


def kilometres_between(lon: np.ndarray, lat: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Great-circle distance of the points of rows ``a`` from those of rows ``b``: float64 [N], NaN where one is unknown.

    lon, lat   float64 [D], degrees
    """
    lon, lat = np.radians(lon), np.radians(lat)
    half = (
        np.sin((lat[a] - lat[b]) / 2) ** 2
        + np.cos(lat[a]) * np.cos(lat[b]) * np.sin((lon[a] - lon[b]) / 2) ** 2
    )
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))
