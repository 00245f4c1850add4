"""Tipping lines: where in a plane of two settings a probability passes 5, 50 and 95 %.

A coarse lattice first; then the cells whose corners lie on both sides of a line are cut in four, the largest and
those at 50 % first, until the points are used up: points go where the line is instead of filling a dense grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sim.base.errors import UsageError
from sim.explore.axes import Axis, prior_of, value_at
from sim.explore.definition_axes import meanings_of
from sim.explore.settings import Point, Setup, split_name

LINES = (0.05, 0.5, 0.95)
FINEST = 256  # steps of an axis on which points may lie
COARSEST = (16, 8, 4, 2)  # cells of an axis to begin with, the finest that leaves two thirds of the points
SMALLEST = 4  # steps; a cell this small is not cut
RASTER = 101  # places of an axis of the picture
SMOOTH = 1.5  # places; evens out the noise of single points

Place = tuple[int, int]
Ask = Callable[[list[Point]], list[float | None]]


@dataclass(frozen=True)
class Cell:
    """A square of the lattice with its lower left corner."""

    x: int
    y: int
    size: int

    @property
    def corners(self) -> tuple[Place, ...]:
        """Its four corners."""
        s = self.size
        return (self.x, self.y), (self.x + s, self.y), (self.x, self.y + s), (self.x + s, self.y + s)

    def cut(self) -> tuple[Cell, ...]:
        """Its four quarters."""
        s = self.size // 2
        return tuple(Cell(self.x + a, self.y + b, s) for a in (0, s) for b in (0, s))


@dataclass(frozen=True)
class ProbabilityPlane:
    """Where points were put and what they gave: unit places [P, 2], settings, probability (NaN for none) [P]."""

    axes: tuple[Axis, Axis]
    unit: np.ndarray
    points: list[Point]
    p: np.ndarray


def two_ranges(axes: Sequence[Axis]) -> tuple[Axis, Axis]:
    """The two axes of a plane; UsageError unless they are two ranges."""
    if len(axes) != 2 or not all(axis.ranged for axis in axes):
        raise UsageError(
            f"over has {len(axes)} entries; expected exactly two ranges name:low:high for a tipping line"
        )
    return axes[0], axes[1]


def find_line(axes: tuple[Axis, Axis], points: int, ask: Ask) -> ProbabilityPlane:
    """At most ``points`` points, most of them near the lines; ``ask`` gives the probability of each new point.

    UsageError for fewer than 9 points.
    """
    if points < 9:
        raise UsageError(f"points = {points} is too few for a tipping line; expected at least 9")
    begin = next(n for n in COARSEST if (n + 1) ** 2 <= max(9, points // 3))
    step = FINEST // begin
    cells = [Cell(x, y, step) for x in range(0, FINEST, step) for y in range(0, FINEST, step)]
    known_places: dict[Place, float] = {}
    fill(known_places, new_places(cells, known_places), axes, ask)
    while cells_chosen := choose_cells(cells, known_places, points - len(known_places)):
        quarters = [quarter for cell in cells_chosen for quarter in cell.cut()]
        cells_cut = set(cells_chosen)
        cells = [cell for cell in cells if cell not in cells_cut] + quarters
        fill(known_places, new_places(quarters, known_places), axes, ask)
    return make_plane(axes, known_places)


def new_places(cells: Sequence[Cell], known_values: dict[Place, float]) -> list[Place]:
    """Corners not yet asked for, in order."""
    return [
        place
        for place in dict.fromkeys(c for cell in cells for c in cell.corners)
        if place not in known_values
    ]


def fill(known_values: dict[Place, float], places: list[Place], axes: tuple[Axis, Axis], ask: Ask) -> None:
    """Ask for places and note what they gave."""
    answers = ask([settings_at(axes, place) for place in places])
    known_values |= {place: np.nan if p is None else p for place, p in zip(places, answers, strict=True)}


def settings_at(axes: tuple[Axis, Axis], place: Place) -> Point:
    """The point at a place of the lattice."""
    return {axis.name: axis.at(step / FINEST) for axis, step in zip(axes, place, strict=True)}


def choose_cells(cells: Sequence[Cell], known_values: dict[Place, float], budget: int) -> list[Cell]:
    """The largest cells that a line crosses, those at 50 % first, as many as ``budget`` new points allow."""
    cells_ranked = sorted(
        (-cell.size, *importance(cell, known_values), cell.x, cell.y, cell)
        for cell in cells
        if cell.size > SMALLEST and crossed(cell, known_values)
    ) if budget > 0 else []  # fmt: skip
    cells_chosen: list[Cell] = []
    places_asked: set[Place] = set()
    for minus_size, *_, cell in cells_ranked:
        if cells_chosen and -minus_size < cells_chosen[0].size:
            break
        places_needed = places_asked | set(new_places(cell.cut(), known_values))
        if len(places_needed) > budget:
            break
        cells_chosen.append(cell)
        places_asked = places_needed
    return cells_chosen


def corner_values(cell: Cell, known_values: dict[Place, float]) -> np.ndarray:
    """Known probabilities at the corners of a cell: float64 [N], at most 4."""
    values = np.array([known_values[place] for place in cell.corners])
    return values[np.isfinite(values)]


def crossed(cell: Cell, known_values: dict[Place, float]) -> bool:
    """True if some line passes between the corners."""
    values = corner_values(cell, known_values)
    return len(values) > 1 and any(values.min() < line <= values.max() for line in LINES)


def importance(cell: Cell, known: dict[Place, float]) -> tuple[bool, float]:
    """Rank of a crossed cell: the 50 % line first, then nearness to it."""
    values = corner_values(cell, known)
    return not values.min() < LINES[1] <= values.max(), float(abs(values.mean() - LINES[1]))


def make_plane(axes: tuple[Axis, Axis], known_values: dict[Place, float]) -> ProbabilityPlane:
    """The plane of everything asked, in the order of asking."""
    places = list(known_values)
    unit = np.array(places, dtype=np.float64) / FINEST
    return ProbabilityPlane(
        axes, unit, [settings_at(axes, place) for place in places], np.array(list(known_values.values()))
    )


def plane_of(axes: tuple[Axis, Axis], points: Sequence[Point], p: Sequence[float | None]) -> ProbabilityPlane:
    """A plane from the points of any other design."""
    columns = [
        (np.array([float(point[axis.name]) for point in points]) - axis.low) / (axis.high - axis.low)
        for axis in axes
    ]
    values = np.array([np.nan if number is None else number for number in p], dtype=np.float64)
    return ProbabilityPlane(axes, np.stack(columns, axis=1), list(points), values)


def raster(plane: ProbabilityPlane) -> np.ndarray | None:
    """The probability on an even grid, [RASTER, RASTER] with y rows; None if too few points have one."""
    has_value = np.isfinite(plane.p)
    if has_value.sum() < 4 or np.ptp(plane.unit[has_value], axis=0).min() == 0:
        return None
    from scipy import interpolate, ndimage  # slow to import; nobody waits for it before the points are there

    ticks = np.linspace(0, 1, RASTER)
    grid = tuple(np.meshgrid(ticks, ticks))
    unit, p = plane.unit[has_value], plane.p[has_value]
    filled = interpolate.LinearNDInterpolator(triangulation(unit.tobytes()), p)(*grid)
    nearest = interpolate.NearestNDInterpolator(unit, p)(*grid)
    smoothed: np.ndarray = ndimage.gaussian_filter(
        np.where(np.isfinite(filled), filled, nearest), SMOOTH, mode="nearest"
    )
    return smoothed


@lru_cache(maxsize=1)
def triangulation(unit: bytes) -> Any:
    """Delaunay triangles of places, the bytes of a float64 [P, 2]: the planes of all targets have the same points."""
    from scipy import spatial

    return spatial.Delaunay(np.frombuffer(unit).reshape(-1, 2))


def crossings(plane: ProbabilityPlane, values: np.ndarray, line: float) -> list[tuple[float, float]]:
    """(x, y) in the units of the axes where the raster ``values`` [X, Y] passes ``line`` along each of its rows and columns."""
    ticks = np.linspace(0, 1, RASTER)
    places = []
    for is_transposed, grid in ((False, values), (True, values.T)):
        low, high = grid[:, :-1] - line, grid[:, 1:] - line
        for row, place in np.argwhere((low < 0) != (high < 0)):
            share = low[row, place] / (low[row, place] - high[row, place])
            along, crosswise = ticks[place] + share * (ticks[1] - ticks[0]), ticks[row]
            places.append((crosswise, along) if is_transposed else (along, crosswise))
    x, y = plane.axes
    return sorted((x.low + (x.high - x.low) * a, y.low + (y.high - y.low) * b) for a, b in places)


def baseline(axis: Axis, base: Setup) -> float:
    """Where the scenario itself stands on an axis: the median of a prior, or the value it gives."""
    group, middle, field = split_name(axis.name)
    if group == "law":
        name = axis.name.removeprefix("law.")
        return value_at(name, prior_of(base.scenario, name), 0.5)
    if group == "source":
        return float(getattr(base.scenario.sources[middle], field))
    if group == "definition":
        return float(meanings_of(base.scenario)[axis.name.removeprefix("definition.")].value)
    count = next(stock for stock in base.scenario.counts if stock.id == middle)
    return (count.low + count.high) / 2 if field == "exactly" else float(getattr(count, field))
