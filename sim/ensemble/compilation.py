"""Compile the law before anything is asked of it: ``python -m sim.ensemble.compilation``.

Needs no more of the installation than numpy and numba, so that it can go on while the rest is still being installed.
"""

from __future__ import annotations

import sys

import numpy as np

from sim.ensemble.block import advance_many, no_events
from sim.law.parameters import LAW_DTYPE
from sim.law.state import (
    BACKGROUND,
    CONTROL,
    FRAME,
    NEIGHBOUR,
    OUTSIDE,
    PLACE,
    POWER,
    PROVINCE,
    World,
    allocate,
    empty,
)
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS


def compile_law() -> None:
    """Compile the loop over runs for networks of ordinary size, or read it from where it is stored; simulates nothing."""
    world = World(
        places=empty(PLACE, 1),
        backgrounds=empty(BACKGROUND, 1),
        keys=np.zeros(1, dtype=np.uint64),
        neighbours=empty(NEIGHBOUR, 1),
        capitals=np.zeros(1, dtype=np.int32),
        national_seats=np.zeros(1, dtype=np.int32),
        provinces=empty(PROVINCE, 1),
        members=np.zeros(1, dtype=np.int32),
        lots=np.zeros(1, dtype=np.int32),
        powers=empty(POWER, 1),
        war=np.zeros(1, dtype=np.int8),
        outside=empty(OUTSIDE, 1),
        control=empty(CONTROL, 1),
        loyalty=np.zeros(1),
        frame=empty(FRAME, 1),
    )
    days, districts, series = np.zeros(1, dtype=np.int64), np.zeros((1, 1), dtype=np.int32), (1, 1, 1)
    advance_many(
        np.uint64(0), np.zeros((1, 1), dtype=np.uint64), days, 0, 0, days, districts, districts,
        world, allocate(1, 1, 1), empty(LAW_DTYPE, 1), no_events(1, 1),
        np.zeros((*series, len(SERIES_COUNTS)), dtype=np.int16), np.zeros((*series, len(SERIES_LEVELS)), dtype=np.float32),
    )  # fmt: skip


def main() -> int:
    """Compile the law, or find that it has been."""
    compile_law()
    return 0


if __name__ == "__main__":
    sys.exit(main())
