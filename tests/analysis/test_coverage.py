"""The coverage gate: planted pasts that the runs could not have led to, told by the main job; and what is compared."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.analysis.coverage import control_rows, coverage_document, sides_meet, why_capped, why_outside
from sim.analysis.quiet_year import MEDIAN, SPREAD, quiet_sentence, quiet_year
from sim.app.entry import cli
from sim.base.codes import CAPITAL_LOST, CAPITULATION
from sim.inference.evidence_table import ensemble_rows
from sim.record.observables import holders
from sim.record.summer_2021 import pattern_of_2021, scaled
from tests.records import BLUE, RED, make_record
from tests.scenario.folders import MAIN, PRIORS, Edit, toy

RUNS = 600
pytestmark = pytest.mark.usefixtures("blank_pictures")
WORDS = "low: 2, high: 4, modifier: range"
STOCK = """
  - {id: early, source: gazette, published: 2030-04-01, counts: [{id: gazette_early, faction: red, relation: controls,
     unit: districts, kind: stock, low: 8, high: 8, modifier: exactly, date: 2030-03-31, basis: 12, use: fit}]}
  - {id: later, source: courier, published: 2030-04-02, counts: [{id: courier_later, faction: red, relation: controls,
     unit: districts, kind: stock, low: 2, high: 2, modifier: exactly, date: 2030-04-01, basis: 12, use: fit}]}

events:"""
COURIER = "sources:\n  - {id: courier, name: Courier, kind: press}"
TRUST = "sources:\n  courier: {unreliable: 0.1, noise: 0.5, argument: made up}"
SHARP: Edit = (PRIORS, "noise: 0.7, lag: [0, 5]", "noise: 0.5, lag: [0, 0]")
JOINTLY: tuple[Edit, ...] = (
    (MAIN, "\nevents:", STOCK),
    (MAIN, "sources:", COURIER),
    (PRIORS, "sources:", TRUST),
    SHARP,
)
SINGLE, FIRST, NEXT = (
    11,
    8,
    2,
)  # planted: a gain no run can have; a fall from one day to the next that none sees
ALONE: tuple[Edit, ...] = (
    (MAIN, WORDS, "low: 11, high: 11, modifier: exactly"),
    (PRIORS, "noise: 0.7", "noise: 0.1"),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in with a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path


def judged(home: Path, *edits: Edit) -> tuple[dict[str, Any], dict[str, Any], str]:
    """verdicts.json, evidence.json and the page of the main job on the toy with edits."""
    place = toy(home / "planted", *edits)
    cli.main([f"scenario={place}", f"runs={RUNS}", "out=done"])
    texts = [
        (home / "done" / name).read_text(encoding="utf-8") for name in ("verdicts.json", "evidence.json")
    ]
    page = (home / "done" / "report.html").read_text(encoding="utf-8")
    return json.loads(texts[0]), json.loads(texts[1]), page


def graded(verdicts: dict[str, Any]) -> set[tuple[bool, str]]:
    """(graded, reason up to the colon) of every definition of testable claims."""
    return {
        (one["graded"], one["why_not"].partition(":")[0])
        for claim in verdicts["claims"]
        if claim["testable"]
        for one in claim["definitions"]
    }


def test_what_is_planted_lies_where_no_run_of_the_toy_comes(home: Path) -> None:
    """The gate is the middle 99.8 % of runs, and for pasts together one in a hundred: the law decides what is outside."""
    scenario = sim.read_scenario(str(toy(home / "plain")))
    held = sim.run_ensemble(scenario, runs=4 * RUNS, seed=1).series["held"][:, :, 0]
    day = {name: scenario.calendar.day(date.fromisoformat(name)) for name in ("2030-03-31", "2030-04-01")}
    first, later = held[:, day["2030-03-31"]], held[:, day["2030-04-01"]]
    assert scenario.terrain.districts - held[:, 0].min() < SINGLE  # more gained than there is to gain
    assert (first - later >= FIRST - NEXT).mean() < 0.001
    assert min((first >= FIRST).mean(), (later <= NEXT).mean()) > 0.001  # each of the two alone is inside


def test_an_impossible_count_is_outside_support_and_nothing_is_graded(home: Path) -> None:
    verdicts, evidence, page = judged(home, *ALONE)
    assert graded(verdicts) == {(False, "outside support")}
    assert evidence["coverage"]["graded"] is False
    assert "gazette_april" in evidence["coverage"]["why_not"]
    assert "Reports outside what the runs can produce" in page


def test_two_counts_each_possible_alone_that_contradict_are_outside_support_together(home: Path) -> None:
    verdicts, evidence, page = judged(home, *JOINTLY)
    outside = {row["id"] for row in evidence["reports"] if row["outside_support"]}
    assert outside == set(), "each is possible alone"
    together = evidence["coverage"]["together"]
    assert {"gazette_early", "courier_later"} <= set(together["reports"])
    assert together["p"] < together["least"]
    assert graded(verdicts) == {(False, "outside support")}
    assert "could not have led to all reports used together" in page
    assert "of runs lead to reports as unlikely as these, so the runs could not have led to them" in page


def test_the_toy_as_it_is_lies_inside_and_is_graded(home: Path) -> None:
    verdicts, evidence, page = judged(home)
    assert (True, "") in graded(verdicts)
    together = evidence["coverage"]["together"]
    assert together["p"] > together["least"] and 0 <= RUNS // 2 - together["made"] < 10  # a few wars are over
    assert "all reports used together" in page


def test_the_gate_is_the_same_in_judge_and_in_the_document(home: Path) -> None:
    scenario = sim.read_scenario(str(toy(home / "planted", *JOINTLY)))
    ensemble = sim.run_ensemble(scenario, runs=RUNS, seed=1)
    weights = sim.condition(ensemble)
    rows = ensemble_rows(ensemble, weights)
    assert coverage_document(ensemble, weights, rows)["why_not"] == why_outside(ensemble, weights) != ""
    without = sim.condition(ensemble, evidence="none")
    assert why_outside(ensemble, without) == ""


def test_reported_patterns_stand_beside_those_of_the_runs_and_silent_ones_have_no_judgement(
    home: Path,
) -> None:
    told = (
        "\nknown_past:\n  - {id: soft, pattern: without_fighting, faction: red, low: 0.0, high: 1.0, date: 2030-04-10,"
        " published: 2030-04-12, source: made up}\n  - {id: odd, pattern: days_until_taken_back, faction: red, low: 900,"
        " high: 900, date: 2030-04-10, published: 2030-04-10, source: made up}\n\nclaims:"
    )
    scenario = sim.read_scenario(str(toy(home / "told", (MAIN, "\nclaims:", told))))
    ensemble = sim.run_ensemble(scenario, runs=300, seed=1)
    weights = sim.condition(ensemble)
    rows = {row["pattern"]: row for row in coverage_document(ensemble, weights, [])["patterns"]}
    assert rows["days_until_taken_back"]["inside"] is False
    assert rows["days_until_taken_back"]["day"] == "2030-04-10"
    assert rows["without_fighting"]["inside"] is not None
    assert rows["capitals_in_14_days"]["inside"] is None and rows["capitals_in_14_days"]["reported"] is None


def test_the_season_of_2021_is_looked_for_only_on_networks_large_enough() -> None:
    assert pattern_of_2021(make_record([[]] * 3)) is None
    assert scaled(make_record([[]]))[2] == 3


def quiet_record() -> Any:
    """Five runs: three in which nothing happens, one that grows by two, one lost on day 40 (as_of is day 30)."""
    return make_record(
        [[], [], [], [(35, 0, RED, CAPITULATION), (36, 1, RED, CAPITULATION)], [(40, 11, RED, CAPITULATION)]],
        ends={4: (40, CAPITAL_LOST)},
    )


def test_the_quiet_year_counts_ends_and_changes_after_the_day_of_the_report() -> None:
    record = quiet_record()
    found = quiet_year(record, RED, np.array([0.3, 0.2, 0.3, 0.1, 0.1]) * 1.0)
    assert found["days"] == record.days - record.as_of_day
    assert found["change"]["p50"] == 0.0 and found["change"]["p95"] == 2.0
    assert found["holds"] is True
    assert quiet_year(record, BLUE)["change"]["p05"] == -2.0


def test_a_year_with_a_heavy_tail_is_said_not_to_be_quiet() -> None:
    found = quiet_year(quiet_record(), RED)
    wild = {
        **found,
        "change": {"p05": -20.0, "p50": -2.0, "p95": 100.0},
        "spread_holds": False,
        "holds": False,
    }
    said = quiet_sentence(wild, "the Reds")
    assert f"does not lie inside ±{SPREAD}" in said and f"lies within ±{MEDIAN}" in said
    assert "the model does not keep the year quiet" in said and "-20 to +100" in said
    assert "keeps the year quiet" in quiet_sentence(found, "the Reds")


def test_a_year_in_which_no_run_is_at_war_has_no_figures() -> None:
    record = make_record(
        [[(2, 11, RED, CAPITULATION)]] * 2, ends={0: (2, CAPITAL_LOST), 1: (2, CAPITAL_LOST)}
    )
    assert "in no run is the war still on" in quiet_sentence(quiet_year(record, RED), "the Reds")


def test_a_map_that_was_only_compared_stands_in_the_coverage_and_opens_the_word(home: Path) -> None:
    rows = (
        "{date: 2030-03-20, places: [T01, T11], holder: red}, {date: 2030-04-10, places: [T12], holder: blue}"
    )
    edits = (
        (MAIN, "use: fit", "use: context"),
        (MAIN, "use: fit", "use: context"),
        (MAIN, "\nclaims:", f"\ncontrol:\n  - {{id: told, source: gazette, use: check, published: same_day, rows: [{rows}]}}\n\nclaims:"),
    )  # fmt: skip
    for name, some, reason in (
        ("mapped", edits, "no report was used in the likelihood"),
        ("bare", edits[:2], "no past observation"),
    ):
        scenario = sim.read_scenario(str(toy(home / name, *some)))
        ensemble = sim.run_ensemble(scenario, runs=RUNS, seed=1)
        weights = sim.condition(ensemble)
        assert why_capped(ensemble.record, scenario, weights.used).startswith(reason)
    found = control_rows(
        sim.run_ensemble(sim.read_scenario(str(home / "mapped")), runs=RUNS, seed=1), weights
    )
    assert [(one["day"], one["rows"]) for one in found] == [("2030-03-20", 2), ("2030-04-10", 1)]
    assert 0 < found[0]["prior"] < 2 and 0 < found[1]["prior"] <= 1


def test_fights_are_compared_with_where_the_two_sides_meet() -> None:
    """Red holds T01 to T03 of a line until run 1 takes T04 on day 2: only there T05 lies at the front."""
    record = make_record([[], [(2, 3, RED)]], start={0: RED, 1: RED, 2: RED})
    for day, place, expected in ((1, 3, [1, 1]), (2, 4, [0, 1]), (2, 8, [0, 0])):
        assert sides_meet(record, holders(record, day), place, (RED, BLUE)).tolist() == expected
