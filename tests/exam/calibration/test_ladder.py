"""The ladder: each rung out of sample, the pool without negative weights, and a war that teaches only the others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.exam.calibration.ladder import (
    BASE,
    CALIBRATED,
    FEATURES,
    HALF,
    KIND,
    MODEL,
    POOL,
    Questions,
    climb,
    numbered,
    pool_weights,
    rung_rows,
)
from sim.score.recalibration import logistic  # fmt: skip

WARS, EACH = 6, 80


def questions(use: float, seed: int = 3) -> Questions:
    """Six wars; log-odds of the truth are -1 + ``use`` times what the model says, more in kind b."""
    dice = np.random.default_rng(seed)
    size = WARS * EACH
    x = dice.normal(0.0, 1.5, size)
    kind = np.where(dice.random(size) < 0.5, "a", "b")
    chance = logistic(-1.0 + use * x + 2.0 * (kind == "b"))
    return Questions(
        group=np.repeat([f"war{n}" for n in range(WARS)], EACH),
        kind=kind,
        line=kind,
        features=np.column_stack([dice.normal(size=size), np.zeros(size), dice.normal(size=size)]),
        p=logistic(x),
        happened=dice.random(size) < chance,
        given={},
    )


def test_rungs_that_know_more_score_better() -> None:
    asked = questions(1.0)
    score = {row["rung"]: float(str(row["log_by_war"])) for row in rung_rows("made", asked, climb(asked))}
    assert score[HALF] == pytest.approx(np.log(2))
    assert score[CALIBRATED] < score[KIND] < score[BASE]
    assert score[POOL] < score[KIND] - 0.05
    assert score[CALIBRATED] < score[MODEL]
    slopes = {row["rung"]: row["slope"] for row in rung_rows("made", asked, climb(asked))}
    assert float(str(slopes[CALIBRATED])) == pytest.approx(1.0, abs=0.4)


def test_a_useless_model_gets_the_base_rate_of_its_line() -> None:
    asked = questions(0.0)
    rungs = climb(asked)
    assert np.abs(rungs[CALIBRATED] - rungs[KIND]).mean() < 0.08
    assert (pool_weights(numbered(asked), np.ones(len(asked), dtype=bool)) >= 0).all()


def test_a_war_teaches_only_the_others() -> None:
    asked = questions(1.0)
    mine = asked.group == "war2"
    turned = replace(asked, happened=np.where(mine, ~asked.happened, asked.happened))
    before, after = climb(asked), climb(turned)
    for rung in (BASE, KIND, FEATURES, CALIBRATED, POOL):
        assert np.array_equal(before[rung][mine], after[rung][mine]), rung
        assert not np.allclose(before[rung][~mine], after[rung][~mine]), rung


def test_extreme_calls_are_counted() -> None:
    asked = replace(questions(1.0), p=np.tile([0.01, 0.99, 0.5, 0.5], WARS * EACH // 4))
    row = next(one for one in rung_rows("made", asked, climb(asked)) if one["rung"] == MODEL)
    assert row["extreme"] == WARS * EACH // 2
    low, high = asked.p == 0.01, asked.p == 0.99
    assert row["wrong"] == (low & asked.happened).sum() + (high & ~asked.happened).sum()
