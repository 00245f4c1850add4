"""Morris and Sobol indices of rows of a sweep, through SALib (extra ``explore``). Axes: P points, K inputs."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.base.errors import SimError, UsageError
from sim.base.errors import extra as install
from sim.explore.axes import Axis, prior_of, value_at
from sim.explore.settings import Point, Value
from sim.scenario.scenario import Scenario

MORRIS_LEVELS = 4
EDGES = {"morris": (0.05, 0.95), "sobol": (0.001, 0.999)}  # quantiles of the priors that 0 and 1 stand for
LEAST = {"morris": 4, "sobol": 8}  # trajectories; base points


@dataclass(frozen=True)
class Index:
    """Morris: ``main`` is mu* and ``other`` sigma. Sobol: ``main`` is the total, ``other`` the first-order index."""

    name: str
    main: float
    main_low: float
    main_high: float
    other: float
    other_low: float | None
    other_high: float | None

    def to_dict(self) -> dict[str, float | str | None]:
        """Plain."""
        return asdict(self)


def extra(name: str, purpose: str) -> Any:
    """A module of a library of the extra ``explore``; UsageError that names the extra if it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise UsageError(
            f"{purpose} needs {name.partition('.')[0]}, which is not installed; {install('explore')}"
        ) from error


def library(name: str) -> Any:
    """A module of SALib."""
    return extra(f"SALib.{name}", "morris, saltelli or sobol")


def problem(names: Sequence[str]) -> dict[str, Any]:
    """SALib's description of K inputs on the unit interval."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


WIDEST, BEYOND = 0.5, 0.05  # of intervals of a share, and above 1


def rounds(method: str, names: Sequence[str], points: int) -> int:
    """Trajectories (Morris) or base points (Sobol, a power of 2) that ``points`` allow; UsageError if too few."""
    cost = len(names) + (1 if method == "morris" else 2)
    number = points // cost
    if method == "sobol" and number:
        number = 2 ** (number.bit_length() - 1)
    if number < LEAST[method]:
        raise UsageError(
            f"points = {points} is too few for {method} over {len(names)} inputs; "
            f"expected at least {LEAST[method] * cost:,}, or fewer inputs in over"
        )
    return number


def sample(method: str, names: Sequence[str], points: int, seed: int) -> np.ndarray:
    """Places in the unit cube: float64 [P, K], P at most ``points``."""
    number, folded = rounds(method, names, points), seed % 2**32
    if method == "morris":
        design = library("sample.morris").sample(
            problem(names), number, num_levels=MORRIS_LEVELS, seed=folded
        )
    else:
        design = library("sample.sobol").sample(problem(names), number, calc_second_order=False, seed=folded)
    return np.asarray(design, dtype=np.float64)


def through_priors(
    method: str, inputs: Sequence[str | Axis], unit: np.ndarray, scenario: Scenario
) -> list[Point]:
    """Points at the places ``unit`` [P, K]: quantiles of the prior for a parameter's name, else a place on the axis."""
    low, high = EDGES[method]
    priors = {name: prior_of(scenario, name) for name in inputs if isinstance(name, str)}

    def setting(axis: str | Axis, u: float) -> tuple[str, Value]:
        if isinstance(axis, str):
            return f"law.{axis}", value_at(axis, priors[axis], low + (high - low) * u)
        return axis.name, axis.at(u)

    return [dict(setting(axis, float(u)) for axis, u in zip(inputs, row, strict=True)) for row in unit]


def analyse(
    method: str, names: Sequence[str], unit: np.ndarray, values: Sequence[float | None], seed: int
) -> list[Index]:
    """Indices with 95 % intervals, the largest first; SimError if a point has no value.

    unit   float64 [P, K], points in the unit cube; values   of each point
    """
    y = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    if not np.isfinite(y).all():
        raise SimError(
            f"{int((~np.isfinite(y)).sum())} of {len(y)} points have no value; {method} needs all of them"
        )
    if np.ptp(y) == 0:
        return []
    folded = seed % 2**32
    if method == "morris":
        estimates = library("analyze.morris").analyze(
            problem(names), unit, y, conf_level=0.95, num_levels=MORRIS_LEVELS, seed=folded
        )
        columns = [
            ranged(name, estimates["mu_star"][k], estimates["mu_star_conf"][k], estimates["sigma"][k], None)
            for k, name in enumerate(names)
        ]
    else:
        estimates = library("analyze.sobol").analyze(problem(names), y, calc_second_order=False, seed=folded)
        columns = [
            ranged(
                name, estimates["ST"][k], estimates["ST_conf"][k], estimates["S1"][k], estimates["S1_conf"][k]
            )
            for k, name in enumerate(names)
        ]
    return sorted(columns, key=lambda index: (-index.main, index.name))


def ranged(name: str, main: float, half: float, second_index: float, other_half: float | None) -> Index:
    """An index from values and half-widths."""
    ends = (
        (None, None)
        if other_half is None
        else (float(second_index - other_half), float(second_index + other_half))
    )
    return Index(name, float(main), float(main - half), float(main + half), float(second_index), *ends)


def settled(
    method: str, names: Sequence[str], unit: np.ndarray, values: Sequence[float | None], seed: int
) -> tuple[list[Index], str]:
    """(indices, why there are none): those of ``analyse``, unless the points are too few for them to say anything.

    A Sobol index is a share of the variance. Points whose estimates lie clearly outside 0 to 1, or whose intervals span
    half of it, do not separate the inputs; others are cut off at 0 and 1.
    unit   float64 [P, K], points in the unit cube
    """
    indices = analyse(method, names, unit, values, seed)
    if method != "sobol" or not indices:
        return indices, ""
    widest = max(index.main_high - index.main_low for index in indices)
    farthest = max(index.main for index in indices)
    if widest > WIDEST or farthest > 1.0 + BEYOND:
        return [], (
            f"{len(values):,} points are too few: intervals of total indices, shares of 1, are up to {widest:.2g} wide and "
            f"values reach {farthest:.2g}; more points= are needed"
        )
    return [bounded(index) for index in indices], ""


def bounded(index: Index) -> Index:
    """An index with everything that is a share inside 0 to 1."""

    def inside(value: float | None) -> Any:
        return None if value is None else min(1.0, max(0.0, value))

    ends = inside(index.other), inside(index.other_low), inside(index.other_high)
    return Index(index.name, inside(index.main), inside(index.main_low), inside(index.main_high), *ends)
