"""What a reported number can mean: words to mass functions on 0..B (B districts in the source's total).

Each mass function sums to 1; docs/parameters.md shows some. With N the numeral and g(N) its rounding:
range flat with soft shoulders; about N a triangle; more than N a shifted exponential, at least N a wider one that
holds N; nearly N rises below N; up to N flat below a soft top; several, dozens, scores, hundreds lognormal;
half and shares normal on the share. All widths are assumed and stand in ``Words``, the one table of them, to be swept
as ``words.NAME``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from sim.base.errors import UsageError, nearest
from sim.evidence.source_and_count import Count

SHARES = ("share_of_districts", "share_of_area", "share_of_population")


def width(value: float, low: float, high: float, unit: str, meaning: str) -> float:
    """A row of ``Words``: default, range, unit and meaning; assumed, since no report says how it uses a word."""
    metadata = {"low": low, "high": high, "unit": unit, "meaning": meaning}
    row: float = field(default=value, metadata=metadata)
    return row


@dataclass(frozen=True)
class Words:
    """What each word is taken to mean. g is the rounding of the numeral N, clamped between two shares of N."""

    shoulder: float = width(
        0.05, 0.0, 0.5, "width", "range: scale of the fall outside it; up to: of N, above it"
    )
    about: float = width(0.5, 0.05, 2.0, "g", "about: half-width of the triangle")
    more_than: float = width(0.3, 0.02, 3.0, "g", "more than: mean above N, which is itself excluded")
    at_least: float = width(0.45, 0.02, 3.0, "g", "at least: mean above N, which is itself included")
    nearly: float = width(0.15, 0.02, 1.0, "g", "nearly: mean below N")
    clamp_low: float = width(0.1, 0.01, 0.5, "N", "g is at least this share of N")
    clamp_high: float = width(0.5, 0.1, 1.0, "N", "g is at most this share of N")
    half_sd: float = width(
        0.035, 0.002, 0.15, "share", 'half: sd; wider than that of 50 %, for "half" is said loosely'
    )
    share_sd: float = width(
        0.2, 0.02, 1.0, "g of a share", "share: sd; g is 0.1 for 50 %, 0.05 for 55 %, 0.01 for 54 %"
    )
    several: float = width(4.5, 2.0, 10.0, "places", "several: median")
    dozens: float = width(40.0, 24.0, 80.0, "places", "dozens: median")
    scores: float = width(65.0, 40.0, 130.0, "places", "scores: median")
    hundreds: float = width(330.0, 150.0, 700.0, "places", "hundreds: median")
    vague_sd: float = width(0.42, 0.1, 1.0, "log", "several, dozens, scores, hundreds: sd of the logarithm")

    def __post_init__(self) -> None:
        for name, row in WIDTHS.items():
            low, high, value = row["low"], row["high"], getattr(self, name)
            if not low <= value <= high:
                problem = f"words.{name} = {value:g} is outside its range"
                raise UsageError(f"{problem}; expected {low:g} to {high:g}")
        least, largest = self.clamp_low, self.clamp_high
        if least > largest:
            raise UsageError(f"words.clamp_low = {least:g} is more than words.clamp_high = {largest:g}")


WIDTHS: dict[str, Mapping[str, Any]] = {width.name: width.metadata for width in fields(Words)}
VAGUE = ("several", "dozens", "scores", "hundreds")  # words without a numeral
DEFAULT = Words()


def rounding(numeral: float, settings: Words = DEFAULT) -> float:
    """Unit to which the numeral looks rounded: the largest of 1, 5, 10, 50, 100 ... dividing it, clamped.

    200 -> 100; 100 -> 50 (half of it); 32 -> 3.2 (a tenth of it).
    """
    unit, grid = 1.0, 1.0
    while numeral >= 1 and grid <= numeral:
        for step in (grid, 5 * grid):
            if step <= numeral and numeral % step == 0:
                unit = step
        grid *= 10
    return min(max(unit, settings.clamp_low * numeral), settings.clamp_high * numeral)


def share_rounding(share: float) -> float:
    """Unit to which a share looks rounded: 0.1, 0.05 or 0.01; thirds and quarters are as round as tenths."""
    if min(abs(share - round_share) for round_share in (0.25, 1 / 3, 2 / 3, 0.75)) < 0.005:
        return 0.1
    percent = 100 * share
    return next((unit / 100 for unit in (10, 5) if abs(percent / unit - round(percent / unit)) < 1e-6), 0.01)


def mass(low: float, high: float, modifier: str, basis: float, settings: Words = DEFAULT) -> np.ndarray:
    """Mass function of the number meant: float64 [B+1] on 0..B, sums to 1.

    low, high   as written (districts; shares 0..1 for ``share``, either for ``half``); equal for one numeral.
                The numeral of ``more_than`` and ``at_least`` is ``low``, that of ``nearly`` and ``up_to`` is
                ``high``: "more than 70", read as 71 to 79 by an editor, still says only "more than".
    modifier    one of MODIFIERS
    basis       B, the total the source had in mind; rounded to a whole number
    UsageError if the modifier is unknown or the numbers do not fit into 0..B.
    """
    shape = SHAPES.get(modifier)
    if shape is None:
        raise UsageError(f"modifier = {modifier!r} is unknown{nearest(modifier, SHAPES)}")
    if not 0 <= basis < 1e7:
        raise UsageError(f"basis = {basis:g}: expected a total between 0 and ten million")
    total = round(basis)
    top = {"share": 1, "half": max(total, 1)}.get(modifier, total)
    if modifier not in VAGUE and not 0 <= low <= high <= top:
        raise UsageError(f"{modifier} {low:g} to {high:g} of {basis:g}: expected 0 <= low <= high <= {top:g}")
    weight = shape(np.arange(total + 1.0), low, high, settings)
    return weight / weight.sum()


def count_mass(count: Count, settings: Words = DEFAULT) -> np.ndarray:
    """Mass function of a ``Count`` in units of its basis: float64 [B+1]; shares of districts become districts."""
    low, high = count.low, count.high
    if count.measure in SHARES and count.modifier not in ("share", "half"):
        low, high = low * count.basis, high * count.basis
    return mass(low, high, count.modifier, count.basis, settings)


Shape = Callable[[np.ndarray, float, float, Words], np.ndarray]


def flat(grid: np.ndarray, low: float, high: float, scale: float) -> np.ndarray:
    """1 from ``low`` to ``high``, falling outside as exp(-distance / scale); no tail for scale 0: float64 [B+1] on ``grid`` [B+1]."""
    distances = distance(grid, low, high)
    return np.exp(-distances / scale) if scale > 0 else (distances == 0).astype(float)


def distance(grid: np.ndarray, low: float, high: float) -> np.ndarray:
    """How far each value of ``grid`` [B+1] lies outside ``low`` to ``high``: float64 [B+1], 0 inside."""
    return np.asarray(np.maximum(0.0, np.maximum(low - grid, grid - high)))


def exactly(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """The nearest whole number, or every whole number from low to high alike: float64 [B+1], not normalised."""
    return flat(grid, round(low), round(high), 0.0)


def in_range(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Flat with shoulders that are a share of the width: float64 [B+1], not normalised; "80 to 80" is exactly 80."""
    return flat(grid, round(low), round(high), settings.shoulder * (high - low))


def about(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Triangle whose foot is ``about`` roundings away on either side (one district beyond it is impossible): float64 [B+1], not normalised."""
    foot = settings.about * rounding((low + high) / 2, settings) + 1.0
    return np.maximum(0.0, 1.0 - distance(grid, round(low), round(high)) / foot)


def more_than(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Exponential above the numeral, which is itself excluded unless it is the total: float64 [B+1], not normalised."""
    return exponential(grid, math.floor(low) + 1.0, settings.more_than * rounding(low, settings))


def at_least(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Exponential from the numeral upwards: float64 [B+1], not normalised."""
    return exponential(grid, low, settings.at_least * rounding(low, settings))


def exponential(grid: np.ndarray, start: float, mean: float) -> np.ndarray:
    """exp(-(y - start) / mean) from ``start`` on: float64 [B+1]; all at the end of the grid if ``start`` lies beyond it."""
    start = min(math.ceil(start), float(grid[-1]))
    distance = grid - start
    return np.where(distance >= 0, np.exp(-np.maximum(distance, 0.0) / max(mean, 0.5)), 0.0)


def nearly(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Rises towards the numeral and stays below it: float64 [B+1], not normalised."""
    places_below = float(grid[-1]) - math.ceil(high) + 1.0  # places from the end of the grid
    mirrored = exponential(grid, places_below, settings.nearly * rounding(high, settings))
    return mirrored[::-1]


def up_to(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Flat from 0 (or from ``low``, if given) to the numeral, with a soft top: float64 [B+1], not normalised."""
    bottom = low if low < high else 0.0
    excess = np.maximum(0.0, grid - high) / max(settings.shoulder * high, 0.25)
    return np.where(grid >= bottom, np.exp(-excess), 0.0)


def vague(word: str) -> Shape:
    """The lognormal of a word without a numeral; low and high are not used."""

    def shape(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
        median: float = getattr(settings, word)
        edges = np.concatenate([[0.0], grid + 0.5])
        scores = (np.log(np.maximum(edges, 1e-9)) - math.log(median)) / settings.vague_sd
        return np.diff(below_normal(scores))

    return shape


def half(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Normal around half of the total: float64 [B+1], not normalised; low and high say 0.5, or the count the speaker took for half.

    UsageError if they are not near half of the total.
    """
    total = float(grid[-1])
    middle = (low + high) / 2
    share = middle if middle <= 1 else middle / max(total, 1.0)
    if abs(share - 0.5) > 0.1:
        expectation = "expected 0.5, or a count near half of the total"
        raise UsageError(f"half = {low:g} to {high:g} of {total:g}: {expectation}")
    return soft_share(grid, share, share, settings.half_sd)


def stated_share(grid: np.ndarray, low: float, high: float, settings: Words) -> np.ndarray:
    """Flat from low to high (shares), with normal edges as wide as the finer rounding of the two figures: float64 [B+1], not normalised."""
    return soft_share(grid, low, high, settings.share_sd * min(share_rounding(low), share_rounding(high)))


def soft_share(grid: np.ndarray, low: float, high: float, sd: float) -> np.ndarray:
    """Normal fall outside ``low`` to ``high`` (shares of the last grid value), never narrower than half a district: float64 [B+1], not normalised."""
    total = max(float(grid[-1]), 1.0)
    return np.exp(-0.5 * (distance(grid / total, low, high) / max(sd, 0.5 / total)) ** 2)


def below_normal(scores: np.ndarray) -> np.ndarray:
    """Standard normal distribution function, exact in the lower tail: float64 [N] of ``scores`` [N]."""
    return np.array([0.5 * math.erfc(-score / math.sqrt(2.0)) for score in scores])


SHAPES: dict[str, Shape] = {
    "exactly": exactly,
    "range": in_range,
    "about": about,
    "more_than": more_than,
    "at_least": at_least,
    "nearly": nearly,
    "up_to": up_to,
    "several": vague("several"),
    "dozens": vague("dozens"),
    "scores": vague("scores"),
    "hundreds": vague("hundreds"),
    "half": half,
    "share": stated_share,
}
MODIFIERS = tuple(SHAPES)
