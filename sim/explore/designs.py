"""Designs: where in the space of the axes the points lie. Axes: P points, K axes.

Every point is a mapping from setting to value. Random designs use addressed random numbers, so the same
seed and axes give the same points, and leaving out the last axis leaves the other columns as they were.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from sim.base.dice import uniforms
from sim.base.errors import UsageError
from sim.explore.axes import Axis
from sim.explore.indices import sample
from sim.explore.settings import Point, Value

INDEXED = {"morris": "morris", "saltelli": "sobol"}  # designs made for indices -> their method


def make_points(design: str, axes: Sequence[Axis], points: int, seed: int) -> list[Point]:
    """The points of a design; UsageError if a grid does not fit into ``points``."""
    if design == "grid":
        return grid(axes, points)
    return place(axes, places(design, axes, points, seed))


def places(design: str, axes: Sequence[Axis], points: int, seed: int) -> np.ndarray:
    """Places in the unit cube: float64 [P, K]; UsageError if ``points`` are too few for a design with indices."""
    if design in INDEXED:
        return sample(INDEXED[design], [axis.name for axis in axes], points, seed)
    return latin(axes, points, seed) if design == "lhs" else sobol(axes, points, seed)


def place(axes: Sequence[Axis], unit: np.ndarray) -> list[Point]:
    """Points at the places ``unit`` [P, K] of the unit cube."""
    return [{axis.name: axis.at(float(u)) for axis, u in zip(axes, row, strict=True)} for row in unit]


def latin(axes: Sequence[Axis], points: int, seed: int) -> np.ndarray:
    """A Latin hypercube: each axis has one point in each of P equal strata. float64 [P, K]."""
    rows = np.arange(points)
    columns = [
        (
            np.argsort(uniforms(seed, f"lhs.order.{axis.name}", rows))
            + uniforms(seed, f"lhs.{axis.name}", rows)
        )
        / points
        for axis in axes
    ]
    return np.stack(columns, axis=1)


def sobol(axes: Sequence[Axis], points: int, seed: int) -> np.ndarray:
    """A Sobol sequence, each axis shifted by its own random number (Cranley & Patterson 1976). float64 [P, K]."""
    from scipy.stats import qmc  # takes most of a second to import, and only this design needs it

    power = max(1, (points - 1).bit_length())
    unshifted = qmc.Sobol(len(axes), scramble=False).random_base2(power)[:points]
    shift = np.array([uniforms(seed, f"sobol.{axis.name}", np.array([0]))[0] for axis in axes])
    shifted: np.ndarray = (unshifted + shift) % 1.0
    return shifted


def grid(axes: Sequence[Axis], points: int) -> list[Point]:
    """Every combination of listed values and of as many equal steps of each range as ``points`` allow. UsageError if they allow too few."""
    choice_count = 1
    for axis in axes:
        choice_count *= len(axis.values) or axis.steps or 1
    free_axes = sum(axis.ranged and axis.steps is None for axis in axes)
    steps = fit_steps(points // max(choice_count, 1), free_axes)
    if choice_count * max(steps, 1) ** free_axes > points or (free_axes and steps < 2):
        points_needed = choice_count * max(steps, 2) ** free_axes
        raise UsageError(f"points = {points} is too few for this grid; expected at least {points_needed:,}")
    levels = [levels_of(axis, steps) for axis in axes]
    names = [axis.name for axis in axes]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*levels)]


def fit_steps(budget: int, free: int) -> int:
    """Largest n with n**free <= room; 0 if nothing is free."""
    n = 0
    while free and (n + 1) ** free <= budget:
        n += 1
    return n


def levels_of(axis: Axis, steps: int) -> list[Value]:
    """The values of one axis of a grid."""
    if not axis.ranged:
        return list(axis.values)
    number = axis.steps or steps
    return [axis.at(step / (number - 1)) for step in range(number)]
