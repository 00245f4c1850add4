"""How much of the spread of runs is chance rather than parameters: a one-way analysis of variance.

Groups of runs share every parameter and start count and differ in their random numbers only. Axes: G groups of K runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.dice import uniforms
from sim.ensemble.block import Worker
from sim.ensemble.draws import draw_laws, draw_starts
from sim.ensemble.world import build_world
from sim.scenario.scenario import Scenario

RESAMPLES = 400  # of the interval


@dataclass(frozen=True)
class ChanceShare:
    """Share of the variance of a quantity that is chance at fixed parameters, with a 90 % interval over groups."""

    day: int
    share: float
    low: float
    high: float
    spread: float  # standard deviation of the gain at fixed parameters, districts


def log_gain(held_counts: np.ndarray) -> np.ndarray:
    """Signed log of net gains ``held_counts`` [R, T] in districts, log(1 + gain) or -log(1 - gain) for losses: float64 of the same shape."""
    gain = np.asarray(held_counts, dtype=np.float64)
    return np.sign(gain) * np.log1p(np.abs(gain))


def chance_share(values: np.ndarray) -> float:
    """Variance within groups over the total variance of ``values`` [G, K]; NaN where nothing varies.

    The variance between groups is that of their means less what chance puts into means of K runs.
    """
    variance_within = float(values.var(axis=1, ddof=1).mean())
    between = max(0.0, float(values.mean(axis=1).var(ddof=1)) - variance_within / values.shape[1])
    total = variance_within + between
    return variance_within / total if total > 0.0 else float("nan")


def simulate_groups(scenario: Scenario, faction: int, groups: int, size: int, seed: int) -> np.ndarray:
    """Districts held by ``faction``: int64 [G, K, T+1]; the runs of a group share all but their random numbers."""
    numbers = np.arange(groups)
    laws = np.repeat(draw_laws(scenario, seed, numbers), size).view(np.recarray)
    _, held_counts, contested_counts = (
        np.repeat(array, size, axis=0) for array in draw_starts(scenario, seed, numbers)
    )
    worker = Worker(build_world(scenario, scenario.days), scenario.days)
    block = worker.run_block(seed, 0, laws, held_counts, contested_counts)
    series: np.ndarray = block.counts[:, :, faction, 0].astype(np.int64)
    return series.reshape(groups, size, -1)


def chance_shares(held_by_group: np.ndarray, days: list[int], seed: int = 1) -> list[ChanceShare]:
    """``ChanceShare`` of the log gain since day 0 for each day, from districts held [G, K, T+1]."""
    dice = uniforms(seed, "chance_shares", np.arange(RESAMPLES * len(held_by_group)))
    group_rows = (dice * len(held_by_group)).astype(np.int64).reshape(RESAMPLES, len(held_by_group))
    day_shares = []
    for day in days:
        gain = held_by_group[:, :, day] - held_by_group[:, :, 0]
        values = log_gain(gain)
        resampled = [chance_share(values[rows]) for rows in group_rows]
        low, high = np.nanquantile(resampled, (0.05, 0.95))
        spread = float(np.sqrt(gain.var(axis=1, ddof=1).mean()))
        day_shares.append(ChanceShare(day, chance_share(values), float(low), float(high), spread))
    return day_shares
