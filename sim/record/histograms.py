"""Daily series as histograms with fixed bins: whole numbers that add up exactly over any runs, in any order.

A count has a bin for each value (districts above MOST_BINS share bins of equal width). A level has eight bins an
octave either side of zero, so that a bin's ends differ by at most an eighth whatever the unit is; they are cut from
the bits of the number, not computed; the end nearer to zero belongs to the bin. Axes: R runs, T+1 days, F factions, B bins.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import POSTURES
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS, Record
from sim.terrain.terrain import Terrain

MOST_BINS = 1_024
OCTAVES = (-10, 34)  # magnitudes below 2^-10 count as zero, those from 2^34 on share a bin
BITS = 20  # of a 32-bit number that a bin does not separate: three digits of the mantissa are left
FIRST = (127 + OCTAVES[0]) << 3  # exponent and first digits of the least magnitude
STEPS = (OCTAVES[1] - OCTAVES[0]) << 3
SERIES = (*SERIES_COUNTS, *SERIES_LEVELS)


def most(name: str, terrain: Terrain) -> int:
    """Largest value a column of counts can have."""
    if name == "posture":
        return len(POSTURES) - 1
    return len(terrain.capitals) if name.startswith("capitals") else terrain.districts


def width(name: str, terrain: Terrain) -> int:
    """Values that share a bin of a column of counts."""
    return -(-(most(name, terrain) + 1) // MOST_BINS)


def edges(name: str, terrain: Terrain) -> np.ndarray:
    """Lower end of every bin of a column and, last, the upper end of the last: float64 [B+1]."""
    if name in SERIES_COUNTS:
        bin_width = width(name, terrain)
        return np.arange(most(name, terrain) // bin_width + 2, dtype=np.float64) * bin_width
    codes = (FIRST + np.arange(STEPS + 1, dtype=np.uint32)) << np.uint32(BITS)
    magnitudes = codes.view(np.float32).astype(np.float64)
    return np.concatenate([[-np.inf], -magnitudes[::-1], magnitudes, [np.inf]])


def places(name: str, values: np.ndarray, terrain: Terrain) -> np.ndarray:
    """Number of the bin of each value [N]: int64 [N]."""
    if name in SERIES_COUNTS:
        return np.clip(values.astype(np.int64), 0, most(name, terrain)) // width(name, terrain)
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).astype(np.int64)
    magnitude = np.clip(((bits & 0x7FFF_FFFF) >> BITS) - FIRST + 1, 0, STEPS + 1)
    return STEPS + 1 + np.where(bits >> 31 == 1, -magnitude, magnitude)


def histogram(record: Record, name: str) -> np.ndarray:
    """How many runs have a column in each bin on each day: int64 [T+1, F, B]."""
    values = record.series[name]
    _, days, factions = values.shape
    bins = len(edges(name, record.terrain)) - 1
    cells = np.arange(days * factions, dtype=np.int64).reshape(days, factions) * bins
    run_counts = np.bincount(
        (places(name, values, record.terrain) + cells).ravel(), minlength=days * factions * bins
    )
    return run_counts.reshape(days, factions, bins)
