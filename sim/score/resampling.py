"""How sure a score is: over campaigns by bootstrap, over runs by leaving groups of runs out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

LEVEL = 0.95


def bootstrap(
    statistic: Callable[[np.ndarray], float | None], draws: np.ndarray
) -> tuple[float, float] | None:
    """95 % interval of a statistic of groups drawn with replacement (Efron 1979); None if it never exists.

    statistic   (group numbers int64 [N]) -> value, None where it does not exist for such a draw
    draws       int64 [B, N]: which of N groups each of B repetitions has
    """
    statistics = [statistic(draw) for draw in draws]
    finite = [number for number in statistics if number is not None and np.isfinite(number)]
    if not finite:
        return None
    low, high = np.quantile(finite, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def left_out_error(values: np.ndarray) -> float:
    """Standard error of a statistic from its values with each of G groups of runs left out: float64 [G].

    Delete-a-group jackknife (Kott 2001).
    """
    groups = len(values)
    return float(np.sqrt((groups - 1) / groups * ((values - values.mean()) ** 2).sum()))
