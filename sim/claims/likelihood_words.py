"""Words of likelihood. They say how often something happens in the runs, never how good the runs are.

icd203   Intelligence Community Directive 203 (United States, 2015)
ipcc     guidance note of the Intergovernmental Panel on Climate Change (Mastrandrea et al. 2010)
phia     yardstick of the Professional Head of Intelligence Assessment (United Kingdom); it leaves gaps between its
         bands, here closed at their middles
"""

from __future__ import annotations

import math
from bisect import bisect_right

from sim.base.errors import UsageError, nearest

SCALES: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {  # words, and the bounds between them
    "icd203": (
        ("almost no chance", "very unlikely", "unlikely", "roughly even chance",
         "likely", "very likely", "almost certain"),
        (0.05, 0.20, 0.45, 0.55, 0.80, 0.95),
    ),
    "ipcc": (
        ("exceptionally unlikely", "very unlikely", "unlikely", "about as likely as not",
         "likely", "very likely", "virtually certain"),
        (0.01, 0.10, 0.33, 0.66, 0.90, 0.99),
    ),
    "phia": (
        ("remote chance", "highly unlikely", "unlikely", "realistic possibility",
         "likely", "highly likely", "almost certain"),
        (0.075, 0.225, 0.375, 0.525, 0.775, 0.925),
    ),
}  # fmt: skip


def bands(scale: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Words and bounds of a scale; UsageError if it is unknown."""
    if scale not in SCALES:
        expectation = f"expected one of {', '.join(SCALES)}{nearest(scale, SCALES)}"
        raise UsageError(f"words = {scale!r} is unknown; {expectation}")
    return SCALES[scale]


def word(p: float, scale: str = "icd203") -> str:
    """The word for a probability; one on a bound gets the word above it. UsageError if it is not within 0 to 1."""
    names, bounds = bands(scale)
    if not 0 <= p <= 1:
        raise UsageError(f"p = {p!r} is not a probability; expected 0 to 1")
    return names[bisect_right(bounds, p)]


def printed(p: float) -> float:
    """The probability a reader sees: ``p`` rounded to a whole per cent as ``percent`` writes it."""
    return p if p < 0.01 or p > 0.99 else float(f"{100 * p:.0f}") / 100


def central_word(p: float, scale: str = "icd203") -> str:
    """The one word for a central value, graded on the number as printed, so that equal numbers have equal words."""
    return word(printed(p), scale)


def verdict_word(p: float, cap: str, scale: str = "icd203") -> str:
    """``central_word``, no nearer to certain than its neighbour where ``cap`` says why nothing may be."""
    nearest_word = central_word(p, scale)
    return capped(nearest_word, scale) if cap else nearest_word


def words(low: float, high: float, scale: str = "icd203") -> tuple[str, str | None]:
    """The word for an interval, and None if it lies in one band; else the words for its two ends.

    An interval that ends exactly on a bound stays in the band below.
    """
    first = word(low, scale)
    last = word(max(low, math.nextafter(high, 0.0)), scale)
    return first, None if last == first else last


def capped(chosen: str, scale: str = "icd203") -> str:
    """The word, or its neighbour where it is one of the two for near certainty."""
    names, _ = bands(scale)
    return {names[0]: names[1], names[-1]: names[-2]}.get(chosen, chosen)


def percent(p: float | None, ess: float | None = None) -> str:
    """A probability in per cent, never 0 % or 100 %: ``42 %``, ``<1 %``, ``>99 %``; ``-`` for None.

    ess   effective runs behind it: none of them (or all) says no more than ``<`` 3/ESS (or ``>`` 1 - 3/ESS)
    """
    if p is None:
        return "-"
    if ess is not None and ess > 0 and p in (0.0, 1.0):
        smallest = 100 * max(min(1.0, 3.0 / ess), 1e-6)
        text = f"{smallest:.0f}" if smallest >= 1 else f"{smallest:.1g}"
        return f"<{text} %" if p == 0 else f">{100 - float(text):.10g} %"
    if p < 0.01:
        return "<1 %"
    return ">99 %" if p > 0.99 else f"{100 * p:.0f} %"


def interval(low: float, high: float) -> str:
    """``31 to 47 %``, its ends as ``percent`` has them."""
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"
