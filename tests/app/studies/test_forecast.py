from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.pipeline import condition
from sim.app.entry import cli
from sim.app.studies.forecast import daily_rows, passage_row
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.forecast.questions import RECENT, ForecastQuestion, capital_labels, questions
from sim.scenario.scenario import Scenario
from tests.app.stores import check_manifest


@pytest.fixture(scope="module")
def ensemble(toy: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        return run_ensemble(toy, runs=600, seed=1)


def test_daily_chances_rise_and_end_at_the_chance_within_the_horizon(ensemble: Ensemble) -> None:
    weights = condition(ensemble)
    for one in questions(ensemble):
        rows = daily_rows(ensemble, weights, one)
        p = [row["p"] for row in rows]
        assert len(rows) == ensemble.scenario.horizon
        assert (np.diff(p) >= -1e-12).all()
        assert p[-1] == pytest.approx(passage_row(ensemble, weights, one)["p_horizon"])
        assert all(row["low"] <= row["p"] <= row["high"] for row in rows)


def test_more_capitals_fall_later(ensemble: Ensemble) -> None:
    found = {one.id: one for one in questions(ensemble)}
    assert (found["capitals:1"].days <= found["capitals:3"].days).all()
    assert "capitals:10" not in found  # there are three


def test_quantiles_are_days_and_empty_beyond_the_horizon(ensemble: Ensemble) -> None:
    weights = condition(ensemble)
    t0 = ensemble.record.as_of_day
    soon = ForecastQuestion("soon", "settled at once", np.full(ensemble.runs, t0 + 3))
    row = passage_row(ensemble, weights, soon)
    assert row["day_5"] == row["day_95"] == ensemble.record.calendar.date(t0 + 3).isoformat()
    late = ForecastQuestion("late", "never", np.full(ensemble.runs, 10**6))
    assert [passage_row(ensemble, weights, late)[f"day_{q}"] for q in (5, 50, 95)] == [None] * 3


def test_cities_of_a_fresh_report_are_named_by_their_province(ensemble: Ensemble) -> None:
    as_of = ensemble.scenario.calendar.as_of
    fresh = capital_labels(ensemble, as_of + timedelta(days=RECENT - 1))
    old = capital_labels(ensemble, as_of + timedelta(days=RECENT))
    assert all(label.startswith("the capital of ") for _, label in fresh)
    assert not any(label.startswith("the capital of ") for _, label in old)


def test_every_question_says_how_it_is_settled(ensemble: Ensemble) -> None:
    for one in questions(ensemble):
        assert "first day at whose end" in one.text
        assert str(ensemble.scenario.calendar.as_of) in one.text


def test_no_question_has_a_verb_that_would_have_to_agree_with_the_side_s_name(ensemble: Ensemble) -> None:
    names = "|".join(faction.name for faction in ensemble.scenario.factions)
    texts = [one.text for one in questions(ensemble)]
    assert [text for text in texts if re.search(rf"\b({names}) (hold|have|take|has|is|are)", text)] == []
    assert all(re.search(rf"(held by|fallen to) ({names})", text) for text in texts)


def test_the_verb_writes_both_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    assert cli.main(["forecast", "scenario=toy_corridor", "runs=600", "out=done"]) == 0
    daily = list(
        csv.DictReader((tmp_path / "done" / "forecast.csv").read_text(encoding="utf-8").splitlines())
    )
    asked = list(
        csv.DictReader((tmp_path / "done" / "questions.csv").read_text(encoding="utf-8").splitlines())
    )
    assert {row["question"] for row in daily} == {row["question"] for row in asked}
    assert date.fromisoformat(daily[0]["date"]) == date(2030, 4, 16)
    assert "within the horizon" in capsys.readouterr().out
    check_manifest(tmp_path / "done")
