"""Chances read from runs, and scores of a table with known answers."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.calibration.calls import from_plain
from sim.calibration.topics import PLACE
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.exam.answers import NEVER, first_days, held_by, views
from sim.exam.baselines import BASE, BASELINES
from sim.exam.calibration.past_calls import past_calls
from sim.exam.calibration.scores import lessons
from sim.exam.collect import make_table
from sim.exam.origin_sheet import OriginAnswers, answers_of, cached_sheet, row_of, run_prior
from sim.exam.questions import set_paper
from sim.exam.standard_questions import StandardQuestion, answer_standard_questions, known
from sim.exam.stock_scores import claim_summary, count_summary, stock_rows
from sim.exam.summary import binary_rows, expected_rows, extreme_rows, windows_within
from sim.exam.table import MODEL, QuestionTable
from sim.exam.truth import read_truth
from sim.record.observables import held, holders
from sim.scenario.campaign import read_campaign
from sim.scenario.reader import read_scenario

SIDES = ((0,), (1,))


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        return run_ensemble(read_scenario("toy_corridor"), runs=200, seed=1)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[OriginAnswers]:
    """Two campaigns, few runs."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        for name in ("kunduz_2015", "kharkiv_2022"):
            campaign = read_campaign(name)
            truth = read_truth(campaign)
            for origin in campaign.origins[:2]:
                paper = set_paper(campaign, truth, origin)
                sheet, kept = cached_sheet(paper, 40, 1, run_prior(40, 1, 1))
                again, stored = cached_sheet(paper, 40, 1, run_prior(40, 1, 1))
                assert (kept, stored) == (False, True)
                assert np.array_equal(sheet.answers.chance, again.answers.chance)
                found.append(sheet)
    return found


def test_first_days_agree_with_the_maps_of_every_day(ensemble: Ensemble) -> None:
    record = ensemble.record
    first = first_days(record, SIDES, 0)
    seen = np.full_like(first, NEVER)
    for day in range(record.days, record.as_of_day - 1, -1):
        seen = np.where(holders(record, day) == 0, day, seen)
    ended = record.end_day >= 0
    assert np.array_equal(first[~ended], seen[~ended])
    assert (first[ended] <= seen[ended]).all()


def test_what_both_sides_hold_is_all_there_is(ensemble: Ensemble) -> None:
    record = ensemble.record
    won = np.flatnonzero(record.end_day >= 0)
    both = sum(held_by(record, SIDES, side, record.days) for side in (0, 1))
    assert (both == record.terrain.districts).all()
    alive = np.setdiff1d(np.arange(record.runs), won)
    assert np.array_equal(held_by(record, SIDES, 0, 10)[alive], held(record, 0, 10)[alive])


def test_a_run_that_gains_has_taken_something(ensemble: Ensemble) -> None:
    record = ensemble.record
    for side in (0, 1):
        asked = tuple(
            StandardQuestion(topic, side, 14, 0)
            for topic in ("no net gain", "takes a district", "net loss", "takes a capital")
        )
        stalls, takes, loses, capital = answer_standard_questions(record, SIDES, asked).T
        assert (stalls | takes).all()
        assert (stalls | ~loses).all()
        assert (takes | ~capital).all()
        assert not stalls.all()


def test_past_calls_are_read_as_they_were_said(sheets: list[OriginAnswers]) -> None:
    table = make_table(sheets)
    told = past_calls(sheets, table, stock_rows(sheets), 40, 1, "history")
    past = from_plain(json.loads(json.dumps(told)))
    assert past.groups == ("afghanistan", "ukraine")
    asked = [one for sheet in sheets for _, one in known(sheet.paper.standard_questions)]
    places = sum(calls.number.sum() for name, calls in past.calls.items() if name.startswith(PLACE))
    assert places == len(table)
    assert sum(calls.number.sum() for calls in past.calls.values()) == places + len(asked)
    assert sum(calls.true.sum() for calls in past.calls.values()) == table.happened.sum() + sum(
        one.outcome for one in asked
    )
    assert lessons(sheets, table, told) == {
        "ladder": [],
        "classes": [],
    }  # two wars teach nothing about a third


def test_views_leave_each_group_of_runs_out() -> None:
    found = views(np.full(20, 1 / 20))
    assert found.shape == (11, 20)
    assert found.sum(axis=1) == pytest.approx(np.ones(11))
    assert (found[1:] == 0).sum(axis=0).tolist() == [1] * 20


def test_answers_survive_being_kept(sheets: list[OriginAnswers]) -> None:
    answers = sheets[0].answers
    again = answers_of(row_of(answers))
    assert np.array_equal(again.chance, answers.chance)
    assert again.stocks == answers.stocks
    assert all(
        np.array_equal(again.claims[one], share, equal_nan=True) for one, share in answers.claims.items()
    )


def test_the_base_rate_is_that_of_the_other_group(sheets: list[OriginAnswers]) -> None:
    table = make_table(sheets)
    here = (table.kind == "unit") & (table.horizon == 7) & (table.group == "afghanistan")
    there = (table.kind == "unit") & (table.horizon == 7) & (table.group == "ukraine")
    share, n = table.happened[there].mean(), there.sum()
    whole = table.happened[(table.kind == "unit") & (table.group == "ukraine")]
    wide = (whole.sum() + 0.5) / (len(whole) + 1)
    assert table.p[BASE][here] == pytest.approx((share * n + 10 * wide) / (n + 10))
    mine = replace(table, happened=np.where(table.group == "afghanistan", ~table.happened, table.happened))
    assert np.array_equal(make_table(sheets).p[BASE][here], table.p[BASE][here])
    assert mine.happened[here].tolist() != table.happened[here].tolist()


def made(p: list[float], happened: list[int]) -> QuestionTable:
    """Units of two campaigns with the chances ``p``."""
    size = len(p)
    chance = np.array(p)
    return QuestionTable(
        campaign=np.array(["a", "b"] * (size // 2)), group=np.array(["a", "b"] * (size // 2)), origin=np.full(size, "2030-03-11"),
        kind=np.full(size, "unit"), district=np.array([f"T{n:02d}" for n in range(size)]), mover=np.zeros(size, dtype=np.int64),
        horizon=np.full(size, 30), steps=np.ones(size, dtype=np.int64), who=np.full(size, "mover"),
        happened=np.array(happened, dtype=bool), p={MODEL: chance, "before the reports": chance, **{name: np.full(size, 0.5) for name in BASELINES}},
        views=np.tile(chance, (11, 1)), censored=0,
    )  # fmt: skip


def test_scores_of_a_table_with_known_answers() -> None:
    table = made([0.0, 0.2, 1.0, 0.8], [0, 0, 1, 1])
    row = next(one for one in binary_rows(table) if one["method"] == MODEL and one["horizon"] == "all")
    assert row["brier"] == pytest.approx(0.02)
    assert row["skill"] == pytest.approx(1 - 0.02 / 0.25)
    assert row["auc"] == 1.0
    assert row["brier_error"] == 0.0  # all views agree
    low, high = row["brier_range"]
    assert low == pytest.approx(0.0) and high == pytest.approx(0.04)


def test_extremes_that_were_wrong_are_counted() -> None:
    (row,) = extreme_rows(made([0.0, 0.04, 0.97, 0.5], [1, 0, 0, 1]))
    assert (row["n"], row["wrong"], row["below"], row["below_true"]) == (3, 2, 1, 1)


def test_expected_units_of_a_window_stand_beside_the_real_ones() -> None:
    table = made([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0])
    (row,) = expected_rows(table)
    assert (row["role"], row["windows"], row["expected"], row["real"]) == ("challenger", 2, 1.0, 1.0)
    assert windows_within(table) == (1, 2)  # 1.5 of 2.5 is within, 1.5 of 0.5 is not


def test_counts_and_claims_are_summed_up(sheets: list[OriginAnswers]) -> None:
    rows = stock_rows(sheets)
    for row in rows:
        assert row["low"] <= row["median"] <= row["high"]
        assert row["inside_90"] == (row["low"] <= row["known"] <= row["high"])
        assert 0 <= row["pit"] <= 1
    halves = [
        {**row, "factor": 2.0, "inside_90_calibrated": place % 2 == 0} for place, row in enumerate(rows)
    ]
    whole, first = count_summary(halves)[:2]
    assert whole["dates"] == len(rows)
    assert (whole["factor"], first["factor"]) == (None, 2.0)
    assert whole["inside_90_calibrated"] == (len(rows) + 1) // 2
    without = [{**row, "factor": None, "inside_90_calibrated": None} for row in rows]
    assert count_summary(without)[0]["inside_90_calibrated"] is None
    told = claim_summary(
        [{"p": 0.98, "prior": 0.5, "happened": False}, {"p": 0.0, "prior": 0.5, "happened": True}]
    )
    assert (told["extreme"], told["wrong"], told["below_true"]) == (2, 2, 1)
    assert told["brier_before"] == 0.25
