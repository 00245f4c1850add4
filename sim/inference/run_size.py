"""How many runs are enough: more of them until the answer is as narrow as asked for, or no more are allowed."""

from __future__ import annotations

from collections.abc import Callable

from sim.base.errors import UsageError
from sim.ensemble.block import BLOCK

FIRST = 4 * BLOCK  # runs of the first look
MARGIN = 1.15  # more than the square-root law asks for, so that one step is often enough
FASTEST = 4.0  # most growth in one step


def enough_runs(half_width: Callable[[int], float], precision: float, most: int) -> int:
    """The number of runs at which ``half_width`` first falls to ``precision``, or ``most``.

    half_width   of the verdict asked about, with so many runs; infinite if there is no number yet
    precision    half-width wanted, above 0
    Looked at: FIRST runs, then as many as the square-root law asks for, in whole blocks. The answer depends on nothing
    but the numbers of runs looked at, so the ensemble is that of a fixed job of this size. UsageError for a
    precision that is not positive.
    """
    if not precision > 0:
        raise UsageError(f"precision = {precision:g}: expected a half-width above 0")
    runs = min(FIRST, most)
    while runs < most and (width := half_width(runs)) > precision:
        runs = min(next_size(runs, width / precision), most)
    return runs


def next_size(runs: int, excess: float) -> int:
    """Runs to try after ``runs`` whose half-width was ``excess`` times too wide: whole blocks, at least one more."""
    factor = min(MARGIN * excess * excess, FASTEST)
    return max(round(runs * factor / BLOCK), runs // BLOCK + 1) * BLOCK
