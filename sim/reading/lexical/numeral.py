"""``Numeral``: a number as a text states it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Numeral:
    """A number as stated. Tokens ``first`` to ``last`` (inclusive) of its clause; ``bare`` is where the digits start."""

    first: int
    bare: int
    last: int
    low: float | None
    high: float | None
    modifier: str = "exact"
    approx: bool = False
    share: bool = False  # a percentage
    fraction: float | None = None  # of a total still to be found
    left_out: bool = False  # "all but N"
    reason: str = ""  # why it cannot be a count; '' if it may be one
