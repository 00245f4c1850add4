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
    numbered,
    pool_weights,
    rung_chances,
    rung_rows,
)
from sim.exam.calibration.scores import SCORED, with_errors
from sim.plots.drawing.sheet import new_figure
from sim.plots.studies.exam import draw_ladder
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
    score = {
        row["rung"]: float(str(row["log_by_war"])) for row in rung_rows("made", asked, rung_chances(asked))
    }
    assert score[HALF] == pytest.approx(np.log(2))
    assert score[CALIBRATED] < score[KIND] < score[BASE]
    assert score[POOL] < score[KIND] - 0.05
    assert score[CALIBRATED] < score[MODEL]
    slopes = {row["rung"]: row["slope"] for row in rung_rows("made", asked, rung_chances(asked))}
    assert float(str(slopes[CALIBRATED])) == pytest.approx(1.0, abs=0.4)


def test_a_useless_model_gets_the_base_rate_of_its_line() -> None:
    asked = questions(0.0)
    rungs = rung_chances(asked)
    assert np.abs(rungs[CALIBRATED] - rungs[KIND]).mean() < 0.08
    assert (pool_weights(numbered(asked), np.ones(len(asked), dtype=bool)) >= 0).all()


def test_a_war_teaches_only_the_others() -> None:
    asked = questions(1.0)
    mine = asked.group == "war2"
    turned = replace(asked, happened=np.where(mine, ~asked.happened, asked.happened))
    before, after = rung_chances(asked), rung_chances(turned)
    for rung in (BASE, KIND, FEATURES, CALIBRATED, POOL):
        assert np.array_equal(before[rung][mine], after[rung][mine]), rung
        assert not np.allclose(before[rung][~mine], after[rung][~mine]), rung


def test_extreme_calls_are_counted() -> None:
    asked = replace(questions(1.0), p=np.tile([0.01, 0.99, 0.5, 0.5], WARS * EACH // 4))
    row = next(one for one in rung_rows("made", asked, rung_chances(asked)) if one["rung"] == MODEL)
    assert row["extreme"] == WARS * EACH // 2
    low, high = asked.p == 0.01, asked.p == 0.99
    assert row["wrong"] == (low & asked.happened).sum() + (high & ~asked.happened).sum()


def test_monte_carlo_errors_come_from_leaving_groups_of_runs_out() -> None:
    """The jackknife of the mean over groups of equal size: the standard error of that mean."""
    dice = np.random.default_rng(5)
    parts = dice.normal(0.2, 0.05, 10)
    without = [(parts.sum() - one) / 9 for one in parts]
    rows = [{"sort": "made", "rung": MODEL, **dict.fromkeys(SCORED, float(parts.mean()))}]
    others = [[{**rows[0], **dict.fromkeys(SCORED, one)}] for one in without]
    (row,) = with_errors(rows, others)
    assert row["log_error"] == pytest.approx(parts.std(ddof=1) / np.sqrt(10))
    assert row["brier_by_war_error"] == row["log_error"]


def test_a_rung_that_is_missing_without_some_group_has_no_error() -> None:
    rows = [{"sort": "made", "rung": MODEL, **dict.fromkeys(SCORED, 0.2)}]
    (row,) = with_errors(rows, [rows, []])
    assert all(row[f"{name}_error"] is None for name in SCORED)


def test_the_figure_has_every_rung_and_says_what_lies_beyond_its_edge() -> None:
    asked = questions(1.0)
    rows = rung_rows("made", asked, rung_chances(asked))
    rows = [{**row, "log_by_war_error": None, "brier_by_war_error": None} for row in rows]
    rows[2] = {**rows[2], "log_by_war": 3.25}
    figure = new_figure()
    drawing = draw_ladder(figure, rows, ["made"], KIND, [MODEL], "foot")
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert drawing.columns["rung"] == [row["rung"] for row in rows]
    assert "3.25 \N{RIGHTWARDS ARROW}" in texts
