"""Scenario discovery: a box of inputs inside which a claim (nearly) always holds, as a sentence.

The patient rule induction method (Friedman & Fisher 1999) on weighted runs: peel off a thin slice that raises the
share of true runs most, again and again; take the first box dense enough; drop every bound that is not needed.
Inputs are cut into SLICES of equal weight, so that one peel is one histogram. The stated density on runs not used
comes from resamples: each leaves out about a third of the runs, on which its box is tried.
Axes: R runs, K inputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from sim.base.dice import uniforms
from sim.claims.estimate import effective
from sim.explore.effects import find_effects, midranks
from sim.explore.targets import Target

SLICES = 40  # of equal weight, of each input
LEAST_SUPPORT = 0.05  # share of the weight a box must keep
WANTED = 0.9  # density at which peeling stops
MOST_BOUNDS = 4
MOST_INPUTS = 15  # looked at: those that account for most of the target's variance
LEAST_LIFT = 0.1  # density above the overall share that a region must have, on runs not used to find it too
WORTH = 0.02  # density a bound must add to stay
RESAMPLES = 20
FREE = np.array([0, SLICES - 1])
LEAST_EFFECTIVE = 40.0  # effective runs below which no box is sought


@dataclass(frozen=True)
class Bound:
    """One side of a box."""

    name: str
    low: float | None
    high: float | None

    def to_text(self) -> str:
        """``momentum.gain above 1.2``."""
        if self.low is not None and self.high is not None:
            return f"{self.name} lies between {self.low:.3g} and {self.high:.3g}"
        return (
            f"{self.name} stays below {self.high:.3g}"
            if self.low is None
            else f"{self.name} stays above {self.low:.3g}"
        )


@dataclass(frozen=True)
class Box:
    """A region and how well it predicts a claim.

    density    share of the region's weight in which the claim is true (or false, if ``wanted`` is False)
    coverage   share of all such weight that lies in the region
    support    share of all weight that lies in the region
    elsewhere  density on runs that were not used to find the box, the mean over resamples; NaN if there were none
    stability  input -> share of the resamples whose own box bounds it too
    """

    target: str
    wanted: bool
    bounds: tuple[Bound, ...]
    density: float
    coverage: float
    support: float
    overall: float
    elsewhere: float = float("nan")
    elsewhere_coverage: float = float("nan")
    stability: Mapping[str, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain."""
        return asdict(self)


@dataclass(frozen=True)
class Sliced:
    """Inputs as slice numbers int64 [R, K] and the value at each edge float64 [K, SLICES+1]."""

    names: tuple[str, ...]
    code: np.ndarray
    edges: np.ndarray


def find_box(
    columns: Mapping[str, np.ndarray],
    target: Target,
    weights: np.ndarray,
    *,
    wanted: bool = True,
    seed: int = 0,
) -> Box | None:
    """The box in which the claim is true (``wanted``) or false most surely; None if none is surer by LEAST_LIFT.

    columns   float64 [R] by name; weights [R] of the runs. Runs in which the claim is undefined are left out.
    """
    share = np.where(target.defined, weights, 0.0)
    has_weight = share > 0
    truth = (target.numbers[has_weight] == float(wanted)).astype(np.float64)
    share = share[has_weight] / max(share.sum(), 1e-300)
    base_share = float(share @ truth)
    if effective(share) < LEAST_EFFECTIVE or not 0.0 < base_share < WANTED:
        return None
    input_names = [effect.name for effect in find_effects(columns, target, weights)[:MOST_INPUTS]]
    sliced = slice_inputs({name: columns[name][has_weight] for name in input_names}, share)
    limits = search(sliced.code, truth, share)
    values = measure(sliced, limits, truth, share)
    if values is None or values[0] - base_share < LEAST_LIFT:
        return None
    density, coverage, bounds, support = values
    box = Box(target.name, wanted, bounds, density, coverage, support, base_share)
    candidate = with_resamples(box, sliced, truth, share, seed)
    return candidate if candidate.elsewhere - base_share >= LEAST_LIFT else None


def slice_inputs(columns: Mapping[str, np.ndarray], share: np.ndarray) -> Sliced:
    """Each input [R] cut into SLICES of equal weight ``share`` [R]; equal values stay together."""
    codes, edges = [], []
    for column in columns.values():
        code = np.minimum((midranks(column, share) * SLICES).astype(np.int64), SLICES - 1)
        starts = np.full(SLICES + 1, np.inf)
        np.minimum.at(starts, code, column)
        starts[:-1] = np.minimum.accumulate(starts[:-1][::-1])[
            ::-1
        ]  # an empty slice begins where the next one does
        codes.append(code)
        edges.append(starts)
    return Sliced(tuple(columns), np.stack(codes, axis=1), np.stack(edges))


def search(code: np.ndarray, truth: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The slices first..last (both in) of the box of each input: int64 [K, 2]."""
    inputs = code.shape[1]
    limits = np.tile(FREE, (inputs, 1))
    in_box = np.ones(len(code), dtype=bool)
    while True:
        weight = float(share[in_box].sum())
        density = float(share[in_box] @ truth[in_box]) / weight
        bounded = int((limits != FREE).any(axis=1).sum())
        peel = (
            None
            if density >= WANTED
            else best_peel(code[in_box], truth[in_box], share[in_box], limits, bounded)
        )
        if peel is None:
            return drop_idle(code, truth, share, limits)
        k, side = peel
        limits[k, side] += 1 if side == 0 else -1
        in_box &= (code[:, k] >= limits[k, 0]) & (code[:, k] <= limits[k, 1])


def best_peel(
    code: np.ndarray, truth: np.ndarray, share: np.ndarray, limits: np.ndarray, bounded: int
) -> tuple[int, int] | None:
    """(input, side) of the slice whose loss raises the density most per weight lost; None if none may go.

    code     int64 [R, K], slices; truth, share   float64 [R]; limits   int64 [K, 2], first and last slice of each input
    """
    weight, true = float(share.sum()), float(share @ truth)
    best, best_gain = None, 0.0
    for k, (first, last) in enumerate(limits):
        is_whole_range = (first, last) == (0, SLICES - 1)
        if first == last or (is_whole_range and bounded >= MOST_BOUNDS):
            continue
        for side, edge in enumerate((first, last)):
            rows = code[:, k] == edge
            weight_lost, lost_true = float(share[rows].sum()), float(share[rows] @ truth[rows])
            if weight - weight_lost < LEAST_SUPPORT:
                continue
            gain = (true - lost_true) / (weight - weight_lost) - true / weight
            per_weight = gain / max(weight_lost, 1.0 / SLICES / 4) if weight_lost > 0 else 1e-12
            if per_weight > best_gain:
                best, best_gain = (k, side), per_weight
    return best


def drop_idle(code: np.ndarray, truth: np.ndarray, share: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """The limits [K, 2] without the sides that add less than WORTH to the density, the least useful first.

    arguments as in ``best_peel``
    """
    while True:
        full_density = density_of(code, truth, share, limits)
        bounded = [(int(k), int(side)) for k, side in np.argwhere(limits != FREE)]
        without = {
            removed_side: density_of(code, truth, share, freed(limits, *removed_side))
            for removed_side in bounded
        }
        idle = max(without, key=lambda bound: without[bound], default=None)
        if idle is None or full_density - without[idle] >= WORTH:
            return limits
        limits = freed(limits, *idle)


def freed(limits: np.ndarray, k: int, side: int) -> np.ndarray:
    """The limits [K, 2] with one side of input ``k`` unbounded."""
    copy = limits.copy()
    copy[k, side] = FREE[side]
    return copy


def inside_of(code: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """bool [R]."""
    return np.all((code >= limits[:, 0]) & (code <= limits[:, 1]), axis=1)


def density_of(code: np.ndarray, truth: np.ndarray, share: np.ndarray, limits: np.ndarray) -> float:
    """Share of the box's weight that is true; 0 for an empty box. Arguments [R, K], [R] and [K, 2] as in ``best_peel``."""
    in_box = inside_of(code, limits)
    weight = float(share[in_box].sum())
    return float(share[in_box] @ truth[in_box]) / weight if weight > 0 else 0.0


def measure(
    sliced: Sliced, limits: np.ndarray, truth: np.ndarray, share: np.ndarray
) -> tuple[float, float, tuple[Bound, ...], float] | None:
    """(density, coverage, bounds, support) of a box; None if it is empty. Arguments [R] and [K, 2] as in ``best_peel``."""
    in_box = inside_of(sliced.code, limits)
    weight, true = float(share[in_box].sum()), float(share[in_box] @ truth[in_box])
    if weight <= 0:
        return None
    bounds = tuple(
        Bound(
            name,
            None if first == 0 else float(sliced.edges[k, first]),
            None if last == SLICES - 1 else float(sliced.edges[k, last + 1]),
        )
        for k, (name, (first, last)) in enumerate(zip(sliced.names, limits, strict=True))
        if (first, last) != (0, SLICES - 1)
    )
    return true / weight, true / float(share @ truth), bounds, weight


def with_resamples(box: Box, sliced: Sliced, truth: np.ndarray, share: np.ndarray, seed: int) -> Box:
    """The box with its resamples: how often its inputs came back, and how it did on runs left out; ``truth``, ``share`` [R]."""
    densities, coverages, names = [], [], []
    for number in range(RESAMPLES):
        copies = poisson_one(uniforms(seed, f"discover.{number}", np.arange(len(share))))
        left_out = copies == 0
        limits = search(sliced.code[~left_out], truth[~left_out], scaled(share * copies)[~left_out])
        names.append(
            {name for name, (a, b) in zip(sliced.names, limits, strict=True) if (a, b) != (0, SLICES - 1)}
        )
        measured = (
            measure(sliced, limits, truth * left_out, share * left_out) if truth[left_out].any() else None
        )
        if measured is not None:
            densities.append(measured[0])
            coverages.append(measured[1])
    stability = {limit.name: sum(limit.name in name for name in names) / RESAMPLES for limit in box.bounds}
    return replace(box, elsewhere=mean(densities), elsewhere_coverage=mean(coverages), stability=stability)


def poisson_one(u: np.ndarray) -> np.ndarray:
    """Poisson(1) copies of each run from uniform numbers [R], as in a bootstrap: int64 [R], at most 8."""
    factorials = np.array([1, 1, 2, 6, 24, 120, 720, 5040], dtype=np.float64)
    return np.searchsorted(np.cumsum(np.exp(-1.0) / factorials), u)


def scaled(share: np.ndarray) -> np.ndarray:
    """Weights [R] that sum to 1."""
    values: np.ndarray = share / share.sum()
    return values


def mean(values: Sequence[float]) -> float:
    """The mean; NaN of nothing."""
    return float(np.mean(values)) if values else float("nan")
