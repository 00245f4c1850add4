"""The pattern of the summer of 2021, neither in the likelihood nor a calibration target. Axis: R runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.codes import CHALLENGER
from sim.record.record import Record
from sim.record.regimes import burst, history_like


@dataclass(frozen=True)
class SummerPattern:
    """The pattern of the summer of 2021, defined in docs/model.md, on a network of 398 districts and 34 capitals.

    Looked for in every scenario of at least ``least`` capitals, scaled to its network; neither in the likelihood nor a target.
    """

    districts: float = 398.0
    gain: tuple[float, float] = (60.0, 220.0)  # net, from the start to the day before ``as_of``
    lost: float = 1.0  # capitals, at most, by then
    capitals: float = 34.0
    burst: float = 20.0  # capitals, at least, within ``days`` after ``as_of``
    days: int = 14
    least: int = 20


SUMMER = SummerPattern()


def scaled(record: Record) -> tuple[tuple[int, int], int, int]:
    """(range of the net gain in districts, capitals that make a burst, capitals in all) for the record's network."""
    capitals = len(record.terrain.capitals)
    share = record.terrain.districts / SUMMER.districts
    low, high = (round(share * end) for end in SUMMER.gain)
    return (low, high), max(1, round(SUMMER.burst * capitals / SUMMER.capitals)), capitals


def pattern_of_2021(record: Record) -> tuple[np.ndarray, np.ndarray] | None:
    """Which runs are history-like and which burst, from the side of the first challenger: bool [R] each.

    None where the network has too few capitals, or no day before ``as_of``.
    """
    gain, lost_count, capitals = scaled(record)
    if capitals < SUMMER.least or record.as_of_day < 1:
        return None
    side = int(next(iter(np.flatnonzero(record.roles == CHALLENGER)), 0))
    history_like_runs = history_like(record, side, record.as_of_day - 1, gain, SUMMER.lost)
    return history_like_runs, burst(record, side, record.as_of_day, lost_count, SUMMER.days)
