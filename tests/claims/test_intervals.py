"""Are the Monte Carlo intervals honest? Two hundred repeats of one small problem against all of them together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.claims.estimate import LEVEL, estimate
from tests.inference.problems import conditioned, four_counts, prior_runs

REPEATS, RUNS = 200, 2048
WITHIN = 3.3  # standard errors of the share of intervals that hold the answer


@pytest.mark.slow
def test_intervals_of_two_hundred_repeats_hold_the_answer_as_often_as_they_say(own_store: Path) -> None:
    problem = four_counts()
    found: dict[str, list[tuple[float, float]]] = {"prior": [], "posterior": []}
    sums = {"prior": np.zeros(2), "posterior": np.zeros(2)}
    for repeat in range(REPEATS):
        runs = prior_runs(problem, RUNS, first=repeat * RUNS)
        held = runs.series["held"][:, :, 0].astype(int)
        truth = (held[:, -1] - held[:, 60] >= 3).astype(np.int8)
        weights = conditioned(runs)
        for name, values, raw in (
            ("prior", None, np.ones(RUNS)),
            ("posterior", weights.values, np.exp(weights.log_values)),
        ):
            one = estimate(truth, values)
            assert one.low is not None
            assert one.high is not None
            found[name].append((one.low, one.high))
            sums[name] += raw @ truth, raw.sum()
    error = np.sqrt(LEVEL * (1 - LEVEL) / REPEATS)
    for name, intervals in found.items():
        answer = sums[name][0] / sums[name][1]
        held_by = np.mean([low <= answer <= high for low, high in intervals])
        print(f"{name}: {held_by:.3f} of {REPEATS} intervals hold {answer:.4f}")
        assert abs(held_by - LEVEL) <= WITHIN * error, name
