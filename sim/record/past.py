"""Patterns of a war up to some day that people report about, beside its counts: read from the record of each run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.record.holdings import enemies, retaken
from sim.record.observables import gross_captures, share_without_fighting
from sim.record.record import Record

Values = tuple[np.ndarray, np.ndarray]  # values, and the run row of each; a run may have none or several


@dataclass(frozen=True)
class PastPattern:
    """One pattern, from the side of the faction that takes: ``read`` (record, faction, day) -> values up to that day."""

    meaning: str
    unit: str  # share | days | districts | capitals
    read: Callable[[Record, int, int], Values]


def without_fighting(record: Record, faction: int, day: int) -> Values:
    """Share of captures that were no assault, of runs with captures."""
    share = share_without_fighting(record, faction, 0, day)
    runs = np.flatnonzero(np.isfinite(share))
    return share[runs], runs


def taken_back(record: Record, faction: int, day: int) -> Values:
    """Captures taken back over captures, of runs with captures."""
    _, run = days_until_taken_back(record, faction, day)
    capture_counts = gross_captures(record, faction, 0, day)
    runs = np.flatnonzero(capture_counts)
    share = np.bincount(run, minlength=record.runs)[runs] / capture_counts[runs]
    return np.minimum(share, 1.0), runs


def days_until_taken_back(record: Record, faction: int, day: int) -> Values:
    """Days a district was in other hands, one value a recapture."""
    values, runs = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for enemy in enemies(record, faction):
        retaken_holdings = retaken(record, int(enemy))
        retaken_holdings = retaken_holdings.only(retaken_holdings.since <= day)
        values.append(retaken_holdings.since - retaken_holdings.lost_before)
        runs.append(retaken_holdings.run)
    return np.concatenate(values), np.concatenate(runs)


def most_within(name: str, days: int) -> Callable[[Record, int, int], Values]:
    """Reader of the largest net gain of a level within ``days`` days, 0 if there was none."""

    def read(record: Record, faction: int, day: int) -> Values:
        series = record.series[name][:, : day + 1, faction].astype(np.int64)
        width = min(days, day)
        gain = series[:, width:] - series[:, : series.shape[1] - width]
        return np.maximum(gain.max(axis=1), 0), np.arange(record.runs)

    return read


PATTERNS: dict[str, PastPattern] = {
    "without_fighting": PastPattern("share of captures without fighting", "share", without_fighting),
    "taken_back": PastPattern("share of captures taken back", "share", taken_back),
    "days_until_taken_back": PastPattern(
        "days until a district is taken back", "days", days_until_taken_back
    ),
    "districts_in_7_days": PastPattern("largest net gain within 7 days", "districts", most_within("held", 7)),
    "capitals_in_14_days": PastPattern(
        "most capitals won within 14 days", "capitals", most_within("capitals", 14)
    ),
}
