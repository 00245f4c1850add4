"""Made-up networks by numbers, the same from the same seed: a grid, a ring of cities, an irregular map.

A city lies at the heart of each province; the last province's city is the national capital. Populations, the known
past and the weights of borders are drawn from addressed random numbers; all sizes are assumed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.codes import NATIONAL, PROVINCIAL, RURAL
from sim.base.dice import uniforms
from sim.base.errors import UsageError
from sim.terrain.assemble import MOST_DISTRICTS
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.files.options import NetworkOption
from sim.terrain.terrain import Terrain

# persons in a rural district, and how many times that in a city
RURAL_PEOPLE, CITY, CAPITAL = (50_000.0, 5.0, 12.0)
JITTER = 0.24  # of a cell; below a quarter every cell stays convex, so no diagonal crosses a border
DEGREE = 0.25  # degrees between neighbours, so that synthetic maps have the size of a country
NUMBERS = {"grid": ("rows", "columns"), "ring": ("cities", "between"), "irregular": ("districts",)}


def size(meaning: str, least: int = 0) -> NetworkOption:
    """A number of rows, cities, districts or provinces; ``least`` unless it is given."""
    return NetworkOption("whole", meaning, least, low=least, high=MOST_DISTRICTS)


OPTIONS = {
    "shape": NetworkOption("text", "the form of the map", choices=("grid", "ring", "irregular")),
    "rows": size("rows of a grid"),
    "columns": size("columns of a grid"),
    "cities": size("cities of a ring"),
    "between": size("rural districts after each city of a ring"),
    "districts": size("districts of an irregular map"),
    "provinces": size("provinces of a grid or irregular map", 1),
    "past": NetworkOption(
        "number", "share of districts, the western ones, known to be insurgent", 0.3, low=0.0, high=1.0
    ),
    "seed": NetworkOption("whole", "number of the map; the same gives the same", 1, low=0, high=2**63 - 1),
}


@dataclass(frozen=True)
class Layout:
    """Where D districts lie, which touch, and to which of P provinces they belong.

    x, y     float64 [D], in cells
    a, b     int64 [E], rows of the districts that touch
    member   int64 [D], number of the province, 0..P-1, each with at least one district
    """

    x: np.ndarray
    y: np.ndarray
    a: np.ndarray
    b: np.ndarray
    member: np.ndarray


def build(folder: ScenarioFolder, options: Mapping[str, Any]) -> Terrain:
    """A synthetic network.

    shape       grid (rows, columns), ring (cities, between) or irregular (districts)
    provinces   number of provinces of a grid or irregular map
    past        share of districts, the western ones, known to have been insurgent before
    seed        whole number; the same numbers give the same network
    UsageError if there are no districts or more than a network may have.
    """
    shape, number = options["shape"], size_of(options)
    if not 1 <= number <= MOST_DISTRICTS:
        settings_text = ", ".join(f"{key} = {options[key]}" for key in NUMBERS[shape])
        raise UsageError(
            f".shape = {shape} with {settings_text} has {number:,} districts; expected 1 to {MOST_DISTRICTS:,}"
        )
    return furnish(SHAPES[shape](options), options)


def size_of(options: Mapping[str, Any]) -> int:
    """D."""
    sizes = {
        "grid": options["rows"] * options["columns"],
        "ring": options["cities"] * (options["between"] + 1),
        "irregular": options["districts"],
    }
    return int(sizes[options["shape"]])


def lattice(number: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Column and row, float64 [D], and the touching pairs (right and below), int64 [E], of D = ``number`` cells written row by row."""
    cell = np.arange(number)
    cells_right = cell[(cell % columns < columns - 1) & (cell + 1 < number)]
    cells_below = cell[cell + columns < number]
    a, b = (
        np.concatenate([cells_right, cells_below]),
        np.concatenate([cells_right + 1, cells_below + columns]),
    )
    return (cell % columns).astype(np.float64), (cell // columns).astype(np.float64), a, b


def lay_grid(options: Mapping[str, Any]) -> Layout:
    """Squares in rows and columns."""
    x, y, a, b = lattice(options["rows"] * options["columns"], options["columns"])
    return Layout(x, y, a, b, cut(x, y, options["provinces"]))


def lay_ring(options: Mapping[str, Any]) -> Layout:
    """Cities on a closed road with ``between`` rural districts after each; a city and those are a province."""
    number = size_of(options)
    place = np.arange(number)
    angle = 2 * math.pi * place / number
    radius = number / (2 * math.pi)
    after = (place + 1) % number
    first_ends = place if number > 2 else place[: number - 1]  # two districts touch once, one not at all
    member = place // (options["between"] + 1)
    return Layout(-radius * np.cos(angle), radius * np.sin(angle), first_ends, after[first_ends], member)


def lay_irregular(options: Mapping[str, Any]) -> Layout:
    """Shifted points of a lattice, with one diagonal in about half of the cells: planar and connected."""
    number, seed = options["districts"], options["seed"]
    columns = max(1, round(math.sqrt(number)))
    x, y, a, b = lattice(number, columns)
    cell = np.arange(number)
    corner = cell[(cell % columns < columns - 1) & (cell + columns + 1 < number)]
    die = uniforms(seed, "terrain.diagonal", corner)
    falling, rising = corner[die < 0.25], corner[die > 0.75]
    a, b = (
        np.concatenate([a, falling, rising + 1]),
        np.concatenate([b, falling + columns + 1, rising + columns]),
    )
    x = x + JITTER * (2 * uniforms(seed, "terrain.x", cell) - 1)
    y = y + JITTER * (2 * uniforms(seed, "terrain.y", cell) - 1)
    return Layout(x, y, a, b, cut(x, y, options["provinces"]))


SHAPES: dict[str, Callable[[Mapping[str, Any]], Layout]] = {
    "grid": lay_grid,
    "ring": lay_ring,
    "irregular": lay_irregular,
}


def cut(x: np.ndarray, y: np.ndarray, provinces: int) -> np.ndarray:
    """Province of each district: int64 [D]. Strips from west to east, each cut from south to north, equal in number."""
    number = len(x)
    provinces = min(provinces, number)
    strips = max(1, round(math.sqrt(provinces)))
    per_strip = np.diff(np.linspace(0, provinces, strips + 1).round().astype(int))
    member = np.empty(number, dtype=np.int64)
    eastward = np.argsort(x, kind="stable")
    first = 0
    bounds = (np.concatenate([[0], np.cumsum(per_strip)]) * number) // provinces
    for strip, parts in enumerate(per_strip):
        strip_cells = eastward[bounds[strip] : bounds[strip + 1]]
        northward = strip_cells[np.argsort(y[strip_cells], kind="stable")]
        member[northward] = first + (np.arange(len(strip_cells)) * parts) // len(strip_cells)
        first += parts
    return member


def furnish(layout: Layout, options: Mapping[str, Any]) -> Terrain:
    """The network of a layout, with seats, people, the known past and weights."""
    number = len(layout.x)
    cell, seed = np.arange(number), options["seed"]
    seat = seats(layout)
    people = RURAL_PEOPLE * (0.5 + uniforms(seed, "terrain.population", cell))
    people *= np.select([seat == NATIONAL, seat == PROVINCIAL], [CAPITAL, CITY], 1.0)
    past = np.zeros(number)
    past[np.argsort(layout.x, kind="stable")[: round(options["past"] * number)]] = 1.0
    width = len(str(number))
    return Terrain(
        ids=tuple(f"D{row + 1:0{width}d}" for row in range(number)),
        names=tuple(f"{'District' if seat[row] == RURAL else 'City'} {row + 1}" for row in range(number)),
        provinces=tuple(f"Province {int(district) + 1}" for district in layout.member),
        seat=seat,
        population=np.rint(people),
        past=past,
        lon=spread(layout.x, 180.0),
        lat=spread(layout.y, 80.0),
        edge_a=layout.a.astype(np.int32),
        edge_b=layout.b.astype(np.int32),
        edge_weight=0.5 + uniforms(seed, "terrain.border", np.arange(len(layout.a))),
        source=options["source"] or f"made up: {options['shape']}, {number} districts, seed {seed}",
        declared_parts=options["parts"],
    )


def seats(layout: Layout) -> np.ndarray:
    """int8 [D]: in each province the district nearest its middle is the city, the last province's the capital."""
    provinces = int(layout.member.max()) + 1
    size = np.bincount(layout.member, minlength=provinces)
    middle_x = np.bincount(layout.member, weights=layout.x) / size
    middle_y = np.bincount(layout.member, weights=layout.y) / size
    distances = (layout.x - middle_x[layout.member]) ** 2 + (layout.y - middle_y[layout.member]) ** 2
    order = np.lexsort((np.arange(len(distances)), np.round(distances, 9), layout.member))
    cities = order[np.concatenate([[0], np.cumsum(size)[:-1]])]
    seat = np.full(len(distances), RURAL, dtype=np.int8)
    seat[cities] = PROVINCIAL
    seat[cities[-1]] = NATIONAL
    return seat


def spread(cells: np.ndarray, limit: float) -> np.ndarray:
    """Degrees from cells [D], around 0 and within ``limit``: float64 [D]."""
    middle = cells - (cells.max() + cells.min()) / 2
    width = float(np.abs(middle).max())
    return middle * (DEGREE if width * DEGREE <= limit else limit / width)
