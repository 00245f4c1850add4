"""Rolling origins on the seed scenario with few runs: what is known when, and who is scored how."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.app.entry import cli
from sim.app.studies.hindcast import ledger_asked, ledger_forecasts
from sim.base.errors import UsageError
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.forecast.origins import (
    as_known,
    choose_origins,
    history_at,
    known_at,
    tracker_counts,
    view_at,
    weigh_at,
)
from sim.forecast.outcomes import Outcomes, clusters, read_happened
from sim.forecast.revisions import question_rows
from sim.forecast.scoring import comparison_table, pooled, reliability_table, rows_of, score
from sim.forecast.targets import WITHIN, WORD, Forecast, ahead_of_last, capital_ids, forecasts, major_places
from sim.forecast.timing import EACH, LATER, NATIONAL, days_until, passages
from sim.record.holdings import NEVER, first_passages
from sim.scenario.scenario import ControlRow, Scenario
from sim.score.anchors import LEDGER
from sim.score.baselines import MODEL
from tests.app.stores import check_manifest

BEFORE, JULY = date(2021, 7, 1), date(2021, 7, 15)
RUNS = 512


@pytest.fixture(scope="module")
def ensemble(seed_scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        return run_ensemble(seed_scenario, runs=RUNS, seed=1)


@pytest.fixture(scope="module")
def happened(seed_scenario: Scenario) -> Outcomes:
    return read_happened(seed_scenario)


def test_origins_end_with_the_report_and_begin_a_month_after_the_start(seed_scenario: Scenario) -> None:
    weekly = choose_origins(seed_scenario, "weekly")
    assert weekly[-1] == seed_scenario.calendar.as_of
    assert weekly[0] == date(2021, 6, 3)
    assert {b - a for a, b in zip(weekly, weekly[1:], strict=False)} == {timedelta(days=7)}
    published = choose_origins(seed_scenario, "reports")
    assert published[-1] == seed_scenario.calendar.as_of
    assert date(2021, 7, 14) in published


def test_a_count_enters_an_origin_only_if_it_was_published_by_then(seed_scenario: Scenario) -> None:
    for origin in choose_origins(seed_scenario, "reports"):
        for count in known_at(seed_scenario, origin):
            assert count.published is not None
            assert count.published <= origin
            assert count.date <= origin
    ids = {count.id for count in known_at(seed_scenario, date(2021, 7, 13))}
    assert "lwj_29_june_held" not in ids  # about 29 June, published on 14 July
    assert "lwj_29_june_held" in {count.id for count in known_at(seed_scenario, date(2021, 7, 14))}


def test_counts_for_scoring_and_context_are_never_weighed(seed_scenario: Scenario) -> None:
    uses = {count.id: count.use for count in seed_scenario.counts}
    known = known_at(seed_scenario, date(2022, 1, 1))
    assert {uses[count.id] for count in known} == {"fit", "check"}


def test_what_is_published_later_changes_no_weight(ensemble: Ensemble) -> None:
    scenario = ensemble.scenario
    later = tuple(
        replace(count, low=0.0, high=0.0) if count.published is None or count.published > JULY else count
        for count in scenario.counts
    )
    altered = replace(ensemble, scenario=replace(scenario, counts=later))
    np.testing.assert_array_equal(weigh_at(ensemble, JULY).values, weigh_at(altered, JULY).values)
    earlier = tuple(
        replace(count, low=90.0, high=90.0) if count.id == "lwj_june_held" else count
        for count in scenario.counts
    )
    changed = replace(ensemble, scenario=replace(scenario, counts=earlier))
    assert not np.array_equal(weigh_at(ensemble, JULY).values, weigh_at(changed, JULY).values)


def test_the_outcomes_change_no_forecast(ensemble: Ensemble, happened: Outcomes) -> None:
    view = view_at(ensemble, JULY)
    quiet = replace(happened, capitals={place: date(2030, 1, 1) for place in happened.capitals})
    pairs = list(zip(forecasts(view, happened), forecasts(view, quiet), strict=True))
    assert any(np.any(one.outcome != other.outcome) for one, other in pairs)
    for one, other in pairs:
        assert (one.mass is None) != (one.p is None)
        if one.mass is not None:
            np.testing.assert_array_equal(one.mass, other.mass)
        else:
            np.testing.assert_array_equal(one.p, other.p)


def test_the_war_is_on_at_every_origin(ensemble: Ensemble) -> None:
    ended = ensemble.record.end_day
    for origin in (JULY, date(2021, 8, 5)):
        day = ensemble.record.calendar.day(origin)
        values = weigh_at(ensemble, origin).values
        assert values[(ended >= 0) & (ended <= day)].sum() == 0.0


def test_the_history_starts_with_the_start_and_holds_what_was_published(seed_scenario: Scenario) -> None:
    history = history_at(seed_scenario, date(2021, 7, 15))
    np.testing.assert_array_equal(history.days, [0, 45, 59, 70])
    np.testing.assert_array_equal(history.values, [73, 105, 157, 204])
    assert (history.total, history.noise) == (407.0, 12.0)
    assert [count.id for count in tracker_counts(seed_scenario)][-1] == "lwj_13_august_held"


def test_every_probability_lies_between_0_and_1_and_every_mass_sums_to_1(
    ensemble: Ensemble, happened: Outcomes
) -> None:
    found = list(forecasts(view_at(ensemble, JULY), happened))
    assert {one.group for one in found} == {"count", "capitals", "event", "map"}
    for one in found:
        if one.mass is not None:
            assert one.mass.sum() == pytest.approx(1.0), (one.target, one.method)
            assert (one.mass >= 0).all()
        else:
            assert one.p is not None
            assert ((one.p >= 0) & (one.p <= 1)).all(), (one.target, one.method)


def test_every_target_has_the_model_and_rivals(ensemble: Ensemble, happened: Outcomes) -> None:
    last = list(forecasts(view_at(ensemble, date(2021, 8, 5)), happened))
    methods: dict[str, set[str]] = {}
    for one in last:
        methods.setdefault(one.target, set()).add(one.method)
    assert all(MODEL in found and len(found) >= 3 for found in methods.values())
    assert WORD in methods["capitals lost in 30 days"]
    assert "panel of July 2021" in methods["national capital by 2021-08-31"]
    assert not any(one.method == WORD for one in forecasts(view_at(ensemble, JULY), happened))


def test_outcomes_are_those_of_the_record(ensemble: Ensemble, happened: Outcomes) -> None:
    view = view_at(ensemble, date(2021, 8, 5))
    found = {(one.target, one.method): one.outcome for one in forecasts(view, happened)}
    assert found["capitals lost in 7 days", MODEL] == 12.0  # to 12 August
    assert found["capitals lost in 14 days", MODEL] == 33.0
    assert bool(found["national capital in 30 days", MODEL][0])
    assert len(major_places(view)) == 6


def test_claims_of_the_ledger_are_asked_on_their_day_and_all_five_failed(
    ensemble: Ensemble, happened: Outcomes
) -> None:
    days = {claim.published for claim in ledger_asked(ensemble, happened)}
    found = ledger_forecasts(ensemble, happened, {day: view_at(ensemble, day) for day in days})
    own = {one.target: one for one in found if one.method == MODEL}
    assert len(own) == len(LEDGER) == 5
    for said in LEDGER:
        one = own[f"{said.id} ({said.speaker})"]
        assert one.origin == said.published
        assert said.source.count("https://") == 1
        assert not one.outcome[0]
        assert one.p is not None
        assert 0 <= one.p[0] <= 1
    assert own["two_or_three_centres (Russian envoy)"].p is not None
    assert ledger_forecasts(ensemble, replace(happened, capitals={}), {}) == []


def test_falls_close_together_count_as_one_event() -> None:
    august = [date(2021, 8, day) for day in (6, 8, 15)]
    assert clusters([*august, date(2021, 9, 6)]) == 2
    assert clusters(august) == 1
    assert clusters([]) == 0


def made(method: str, p: float, happened: bool, origin: int = 1) -> Forecast:
    return Forecast(date(2021, 7, origin), "t", "event", method, np.array([happened]), p=np.array([p]))


def test_standings_name_every_rival_that_beats_the_model() -> None:
    found = [made(MODEL, 0.4, True, day) for day in (1, 8)] + [made("anybody", 0.5, True, d) for d in (1, 8)]
    found += [made("uniform", 0.9, True, day) for day in (1, 8)]  # a line to compare with, and no rival
    found += [made("persistence", 0.01, True, day) for day in (1, 8)] + [made("panel", 0.9, True)]
    means, row = pooled(rows_of(found)), comparison_table(rows_of(found))[0]
    assert row["loses_to"] == row["loses_clearly_to"] == ["anybody"]
    assert row["scores"]["uniform"] == pytest.approx(0.01)
    assert row["model"] == pytest.approx(0.36)
    assert "panel" not in row["scores"]  # asked at one origin of two: not the same cases
    assert next(one for one in means if one["method"] == "panel")["origin"] == "1 of 2"


def test_the_difference_to_the_best_rival_has_the_width_of_its_origins() -> None:
    found = [made(MODEL, p, True, day) for p, day in ((0.4, 1), (0.8, 8))] + [
        made("anybody", 0.5, True, day) for day in (1, 8)
    ]
    row = comparison_table(rows_of(found))[0]
    gaps = np.array([0.36 - 0.25, 0.04 - 0.25])
    assert row["difference"] == pytest.approx(gaps.mean())
    assert row["difference_high"] - row["difference"] == pytest.approx(1.96 * gaps.std(ddof=1) / np.sqrt(2))
    assert not row["loses_to"]


def test_a_lead_within_the_monte_carlo_error_is_no_loss() -> None:
    found = [made(MODEL, 0.4, True, day) for day in (1, 8)] + [made("anybody", 0.5, True, d) for d in (1, 8)]
    shaky = [rows_of([made(MODEL, p, True, 1), made(MODEL, p, True, 8)]) for p in (0.2, 0.4, 0.6)]
    row = comparison_table(rows_of(found), shaky)[0]
    scores = np.array([0.64, 0.36, 0.16])
    assert row["model_error"] == pytest.approx(np.sqrt(2 * scores.var()))
    assert (row["loses_to"], row["loses_clearly_to"]) == (["anybody"], [])


def test_every_public_stock_weighs_and_that_no_capital_was_held(seed_scenario: Scenario) -> None:
    known = {count.id: count for count in known_at(seed_scenario, date(2021, 7, 8))}
    assert {"lwj_june_held", "bild_22_june_held", "ap_4_july_held", "eiu_third_6_july_held"} < set(known)
    assert not {"milley_23_june_held", "taliban_8_july_held"} & set(known)  # an official, a party to the war
    none = known["no_capital_held_2021-07-08"]
    assert (none.date, none.high, none.unit) == (date(2021, 7, 8), 0.0, "capitals")
    last = {count.id for count in known_at(seed_scenario, seed_scenario.calendar.as_of)}
    assert "no_capital_held" in last and not any(name.startswith("no_capital_held_") for name in last)


def test_what_was_known_is_conditioned_on_runs_of_the_same_days(ensemble: Ensemble) -> None:
    known = as_known(ensemble, JULY)
    assert known.scenario.days == ensemble.scenario.days == known.days
    assert known.scenario.calendar.as_of == known.record.calendar.as_of == JULY
    assert known.scenario.counts == known_at(ensemble.scenario, JULY)


def test_a_forecast_goes_on_from_the_last_number_of_the_list(ensemble: Ensemble) -> None:
    view = view_at(ensemble, JULY)
    last = next(one for one in tracker_counts(ensemble.scenario) if one.id == "lwj_10_july_held")
    assert ahead_of_last(view, last) + view.witness.predicted(last).mean(axis=0) == pytest.approx(204.0)
    assert ahead_of_last(view_at(ensemble, date(2021, 6, 3)), last) == 0.0  # no number yet


def test_forecasts_of_one_day_are_left_out_together() -> None:
    rows = [
        {"origin": f"2021-07-0{day}", "target": f"{n}", "metric": "crps", "method": MODEL, "value": value, "group": "count"}
        for day, value in ((1, 1.0), (2, 3.0))
        for n in range(5)
    ]  # fmt: skip
    one = pooled(rows)[0]
    assert (one["value"], one["n"]) == (2.0, 10)
    assert one["high"] == pytest.approx(2 + 1.96)  # two days, not ten forecasts


def test_reliability_gathers_the_models_events() -> None:
    rows = reliability_table([made(MODEL, 0.25, True), made(MODEL, 0.21, False), made("uniform", 0.5, True)])
    assert [(row["n"], row["share"]) for row in rows] == [(2, 0.5)]


def test_the_day_of_each_fall_is_scored_with_all_that_is_later_in_one(
    ensemble: Ensemble, happened: Outcomes
) -> None:
    view = view_at(ensemble, date(2021, 8, 5))
    found = {(one.target, one.method): one for one in passages(view, happened)}
    own = found[EACH, MODEL]
    assert own.mass is not None
    np.testing.assert_allclose(own.mass.sum(axis=1), 1.0)
    ids = capital_ids(view)
    assert own.outcome[ids.index("AF0101")] == 10.0  # Kabul, 15 August
    within = found[EACH, MODEL].mass[:, : WITHIN + 1].sum(axis=1)  # type: ignore[index]
    event = next(
        o for o in forecasts(view, happened) if (o.target, o.method) == ("each capital in 30 days", MODEL)
    )
    np.testing.assert_allclose(within, event.p, atol=1e-12)
    assert found[NATIONAL, MODEL].mass.shape == (1, LATER + 1)  # type: ignore[union-attr]
    for (target, method), one in found.items():
        if one.mass is not None:
            np.testing.assert_allclose(one.mass.sum(axis=1), 1.0, err_msg=f"{target} {method}")
            assert (one.mass >= -1e-12).all()


def test_a_fall_before_the_origin_or_too_late_is_no_fall_ahead() -> None:
    assert days_until(date(2021, 8, 15), date(2021, 8, 5)) == 10.0
    for fell in (date(2021, 8, 5), date(2021, 9, 5), None):
        assert days_until(fell, date(2021, 8, 5)) == LATER


def test_the_chance_of_a_capture_interval_is_that_of_the_runs_inside_it(
    ensemble: Ensemble, happened: Outcomes
) -> None:
    view = view_at(ensemble, JULY)
    place = ensemble.scenario.terrain.ids[7]
    spans = {"inside": (date(2021, 7, 20), date(2021, 7, 30)), "open": (None, date(2021, 7, 30))}
    first = first_passages(view.record, view.faction, np.array([7]))[:, 0]
    last = view.record.calendar.day(date(2021, 7, 30))
    by_then = (first != NEVER) & (first <= last)
    expected = {"inside": by_then & (first >= last - 10), "open": by_then}
    for name, span in spans.items():
        only = replace(happened, capitals={}, intervals={place: span}, retaken=frozenset())
        found = {one.method: one for one in passages(view, only)}
        p = found[MODEL].p
        assert p is not None
        assert p[0] == pytest.approx(view.weights.values @ expected[name])
        assert set(score(found[MODEL])) == {"log"}
        assert {"uniform", "persistence", "constant rate", "SI contagion"} < set(found)


def test_districts_captured_by_the_origin_or_more_than_once_are_not_asked_for(
    ensemble: Ensemble, happened: Outcomes
) -> None:
    one = next(iter(passages(view_at(ensemble, JULY), replace(happened, capitals={}))))
    asked = [
        place
        for place, (_, last) in happened.intervals.items()
        if last > JULY and place not in happened.retaken
    ]
    assert one.p is not None
    assert len(one.p) == len(asked) < len(happened.intervals)
    assert not any(
        row["n"] for row in reliability_table([one])
    )  # known to have happened: no test of reliability


def test_questions_with_a_fixed_day_are_asked_at_every_origin(ensemble: Ensemble, happened: Outcomes) -> None:
    early, late = (question_rows(view_at(ensemble, day), happened) for day in (BEFORE, JULY))
    assert [row["question"] for row in early] == [
        "1 of 34 capitals", "3 of 34 capitals", "10 of 34 capitals", "national capital",
    ]  # fmt: skip
    assert {row["until"] for row in (*early, *late)} == {"2021-09-04"}
    assert [row["happened"] for row in late] == ["2021-08-06", "2021-08-08", "2021-08-12", "2021-08-15"]
    p = [row["p"] for row in early]
    assert 1 > p[0] > p[1] > p[2] > p[3] > 0
    unknown = question_rows(view_at(ensemble, BEFORE), replace(happened, capitals={}))
    assert [row["happened"] for row in unknown] == [None] * 4
    assert [row["p"] for row in unknown] == p


def test_the_verb_writes_scores_as_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    assert cli.main(["hindcast", "runs=300", "inference=weights", "out=done"]) == 0
    document = json.loads((tmp_path / "done" / "scores.json").read_text(encoding="utf-8"))
    assert document["schema"] == "sim.scores/1"
    for row in document["rows"]:
        assert {"origin", "target", "metric", "method", "value", "low", "high", "n"} <= set(row)
    assert document["independent_events"]["nearly_independent"] == 1
    assert len(document["looked_ahead"]) == 3
    table = list(csv.DictReader((tmp_path / "done" / "scores.csv").read_text(encoding="utf-8").splitlines()))
    assert len(table) == len(document["rows"])
    names = {path.name for path in (tmp_path / "done" / "figures").iterdir()}
    pictures = ("updating", "questions", "scores", "counts", "reliability", "pit")
    assert {f"{name}.png" for name in pictures} <= names
    assert sum(row["share"] for row in document["pit"]) == pytest.approx(1.0, abs=1e-4)
    assert {row["metric"] for row in document["rows"] if row["group"] == "interval"} == {"log"}
    said = capsys.readouterr().out
    assert "the model loses to" in said
    assert "looked ahead" in said


def test_a_scenario_without_a_month_before_its_report_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.app.studies import hindcast

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(hindcast, "choose_origins", lambda scenario, how: [])
    assert cli.main(["hindcast", "scenario=toy_corridor", "runs=300"]) == 2
    assert "toy_corridor asks 45 days after its start" in capsys.readouterr().err


def test_a_scenario_without_tables_of_outcomes_is_still_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    assert cli.main(["hindcast", "scenario=toy_corridor", "runs=300", "out=toy"]) == 0
    assert json.loads((tmp_path / "toy" / "scores.json").read_text(encoding="utf-8"))["history"]
    check_manifest(tmp_path / "toy")


@pytest.mark.parametrize("row", [ControlRow(3, 0, 0), ControlRow(0, 0, 0, complete=True)])
def test_runs_that_know_maps_of_later_days_are_not_seen_from_earlier_ones(
    seed_scenario: Scenario, row: ControlRow
) -> None:
    with pytest.raises(UsageError, match="carries out control rows after its start"):
        choose_origins(replace(seed_scenario, control=(row,)), "weekly")
