"""How many times as wide the runs' 90 % band of districts held must be to have held nine tenths of past dates.

A chance is calibrated by ``maps``; a count has a band instead, and the calibration of a band is one number. On every known
date of another war the real count lay some multiple of the half band away from the median; the factor is the multiple that
nine tenths of such dates do not exceed, every war counting alike. It is never below 1: some easy dates do not make a model
better than it says. This is split conformal prediction with wars as the groups (Lei et al. 2018, J. Am.
Stat. Assoc. 113), without its guarantee: with ten other wars the correction for their number (Lee, Barber and Willett 2023,
arXiv 2306.06342) asks for the .99 quantile, a band that says nothing.

    band = factor(shipped().counts)                 # and its 95 % over a bootstrap of wars
    low, high = band.widen(low, median, high, total)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.calibration.calls import PastCounts
from sim.calibration.maps import LEAST_WARS, LEVEL, drawn
from sim.evidence.quantiles import weighted_quantile
from sim.score.recalibration import group_weights

COVERED = 0.9  # of past dates
ROUNDING = 0.5  # districts: counts are whole, and a band whose ends agree still has a width


@dataclass(frozen=True)
class BandFactor:
    """The factor with its interval over wars, and on how many dates of how many wars it stands."""

    value: float
    low: float
    high: float
    dates: int
    wars: int

    def widen(
        self, low: np.ndarray, median: np.ndarray, high: np.ndarray, total: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the calibrated band of districts, day by day from the forecast origin on: float64 [D] each, from 0 to ``total``.

        low, median, high   of the runs: [D], the first at the origin

        What the band grows by after the origin is multiplied, not what it has there: past forecasts began from known maps, so
        the factor covers what was not foreseen and says nothing of how well a scenario knows its own start.
        """
        lower, upper = (
            half + (self.value - 1.0) * np.maximum(half - half[0], 0.0)
            for half in (median - low, high - median)
        )
        return np.clip(median - lower, 0, total), np.clip(median + upper, 0, total)

    def to_dict(self) -> dict[str, object]:
        """``calibration.band`` of verdicts.json."""
        return {
            "factor": round(self.value, 3), "low": round(self.low, 3), "high": round(self.high, 3),
            "dates": self.dates, "campaigns": self.wars,
        }  # fmt: skip


def multiples(
    reported_numbers: np.ndarray, low: np.ndarray, median: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """How far known counts lie from the median, in half bands of their side: float64 [N]; at most 1 lies inside."""
    half = np.where(reported_numbers >= median, high - median, median - low) + ROUNDING
    return np.asarray(np.abs(reported_numbers - median) / half, dtype=np.float64)


def factor(counts: PastCounts) -> BandFactor | None:
    """The factor that the known dates of some wars ask for; None with fewer than LEAST_WARS."""
    names = np.unique(counts.group)
    if len(names) < LEAST_WARS:
        return None
    place, weight = np.searchsorted(names, counts.group), group_weights(counts.group)
    values = [
        max(float(weighted_quantile(counts.multiple, weight * times[place], COVERED)), 1.0)
        for times in drawn(len(names))
    ]
    low, high = np.quantile(values[1:], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return BandFactor(values[0], float(low), float(high), len(counts), len(names))
