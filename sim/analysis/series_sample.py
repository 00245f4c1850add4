"""Whose daily series a folder keeps: a sample of the prior, and the runs that carry the weight.

A run is its address and its record, so the others are not lost: ``sim rerun`` lives any of them again, and its map of every
day follows from its events, which the folder keeps of every run.
"""

from __future__ import annotations

import numpy as np

FIRST, HEAVIEST = 1_024, 2_048  # runs kept by number: draws of the prior, equally likely; and by weight


def series_sample(run: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """bool [R]: the FIRST runs by number and the HEAVIEST of the others by weight, of equal ones the first by number.

    run      int64 [R], numbers of the runs, all different
    weights  float64 [R], their weights given the evidence
    """
    is_chosen = np.zeros(len(run), dtype=bool)
    is_chosen[np.argsort(run)[:FIRST]] = True
    other_rows = np.flatnonzero(~is_chosen)
    is_chosen[other_rows[np.lexsort((run[other_rows], -weights[other_rows]))[:HEAVIEST]]] = True
    return is_chosen


def described_sample(is_chosen: np.ndarray, weights: np.ndarray) -> str:
    """What a reader of the sample has to know, in one sentence."""
    if is_chosen.all():
        return f"all {len(is_chosen):,} runs"
    return (
        f"{int(is_chosen.sum()):,} of {len(is_chosen):,} runs: the first {FIRST:,} by number, which represent the prior, and the {HEAVIEST:,} heaviest of the others; together they carry {weights[is_chosen].sum():.1%} of the weight in runs.parquet. "
        "keep=all stores every run, sim rerun replays any of them"
    )
