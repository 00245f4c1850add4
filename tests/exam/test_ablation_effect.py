"""What a mechanism does to the exam: scores as sums over campaigns, and differences of the same questions."""

from __future__ import annotations

import numpy as np
import pytest

from sim.exam.ablation_effect import Parts, all_scores, change_error, differences, parts, score
from sim.exam.table import MODEL, QuestionTable


def as_parts(values: list[float], weights: list[float]) -> Parts:
    """What campaigns add to a score, and their weights in it."""
    return np.array(values), np.array(weights, dtype=np.float64)


def table(p: list[float], happened: list[bool], campaign: list[str], kind: str = "unit") -> QuestionTable:
    """Questions of one kind with the model's chances."""
    text, whole = np.array(campaign), np.zeros(len(p), dtype=np.int64)
    return QuestionTable(
        campaign=text, group=text, origin=text, kind=np.full(len(p), kind), district=text, mover=whole, horizon=whole,
        steps=whole, who=text, happened=np.array(happened), p={MODEL: np.array(p)}, views=np.array([p]), censored=0,
    )  # fmt: skip


def stock(campaign: str, crps: float, inside: bool, fixed: bool = True) -> dict[str, object]:
    """A known day."""
    return {"campaign": campaign, MODEL: crps, "inside_90": inside, "fixed": fixed}


def claim(campaign: str, p: float, happened: bool) -> dict[str, object]:
    """A claim with its outcome."""
    return {"campaign": campaign, "p": p, "happened": happened}


ASKED = table([0.9, 0.2, 0.5, 0.5], [True, False, True, False], ["a", "a", "b", "b"])
STOCKS = [
    stock("a", 1.0, True),
    stock("a", 2.0, False),
    stock("a", 9.0, False, fixed=False),
    stock("b", 3.0, True),
]


def test_scores_are_those_of_the_record() -> None:
    found = all_scores(parts(ASKED, STOCKS, [claim("a", 0.5, True), claim("b", 1.0, True)]))
    assert found["unit_brier"] == pytest.approx((0.01 + 0.04 + 0.25 + 0.25) / 4)
    assert found["unit_auc"] == pytest.approx((1 + 0.5) / 2)  # mean over campaigns
    assert found["crps"] == pytest.approx(2.0)  # at fixed horizons
    assert found["share_90"] == pytest.approx((1 / 3 + 1) / 2)  # of all dates, mean over campaigns
    assert found["claims_brier"] == pytest.approx(0.125)
    assert found["named_brier"] is None  # nobody asked


def test_a_difference_is_that_of_the_scores_and_sure_when_all_campaigns_say_so() -> None:
    other = table([1.0, 0.1, 0.6, 0.4], [True, False, True, False], ["a", "a", "b", "b"])
    before, after = parts(ASKED, STOCKS, []), parts(other, STOCKS, [])
    found = differences(after, before)
    assert found["unit_brier_change"] == pytest.approx(
        all_scores(after)["unit_brier"] - all_scores(before)["unit_brier"]
    )  # type: ignore[operator]
    assert found["crps_change"] == 0.0 and found["crps_error"] == 0.0
    assert found["named_brier_change"] is None
    same, apart = as_parts([1.0, 1.0], [2, 2]), as_parts([0.0, 2.0], [2, 2])
    base = as_parts([0.0, 0.0], [2, 2])
    assert score(same) == score(apart) == 0.5
    assert change_error(same, base) == 0.0
    assert change_error(apart, base) == pytest.approx(0.35, abs=0.02)  # sd of (0, .5, .5, 1)
    assert change_error(as_parts([1.0], [2]), as_parts([0.0], [2])) is None
