"""Bands of districts held, as wide as the known dates of the other wars ask for: scored with each war left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.calibration.bands import factor, multiples
from sim.calibration.calls import PastCounts

DIGITS = 3  # of a multiple
Row = dict[str, Any]


def past_counts(rows: Sequence[Row], names: Sequence[str]) -> Row:
    """``counts`` of ``past_calls.json``: campaign, days ahead and multiple of every known date."""
    held_numbers, low, median, high = (
        np.array([row[name] for row in rows], dtype=np.float64) for name in ("known", "low", "median", "high")
    )
    return {
        "campaign": [names.index(row["campaign"]) for row in rows],
        "days": [row["ahead"] for row in rows],
        "multiple": [round(value, DIGITS) for value in multiples(held_numbers, low, median, high).tolist()],
    }


def with_band_factors(rows: Sequence[Row], counts: PastCounts) -> list[Row]:
    """The rows of dates with ``factor``, learned on the other wars, and ``inside_90_calibrated``; None with too few wars.

    counts   the dates of the same rows, in the same order
    """
    of_war = {group: factor(counts.without([group])) for group in np.unique(counts.group).tolist()}
    calibrated_rows = []
    for row, group, multiple in zip(rows, counts.group.tolist(), counts.multiple.tolist(), strict=True):
        band = of_war[group]
        is_inside = None if band is None else bool(multiple <= band.value)
        calibrated_rows.append(
            {**row, "factor": None if band is None else band.value, "inside_90_calibrated": is_inside}
        )
    return calibrated_rows
