"""Integrity of the shipped data of the two real scenarios: totals, roles, dates, sources. Nothing is simulated."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from ruamel.yaml import YAML

from sim.scenario.reader import freeze_hash, read_scenario

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
SEED = "afghanistan_2021_08_05"
QUIET = "afghanistan_2018"
BALANCE = "afghanistan_2017"
REAL = (SEED, QUIET, BALANCE)
MAJOR = ["AF0101", "AF2701", "AF3201", "AF2101", "AF0601", "AF1901"]
BIDI_CONTROLS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def rows(name: str, table: str) -> list[dict[str, str]]:
    """Rows of a scenario's table."""
    with (FOLDER / name / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def loaded(name: str, file: str) -> dict[str, Any]:
    """A scenario's YAML file as plain values."""
    text = (FOLDER / name / file).read_text(encoding="utf-8")
    found: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return found


def counts(name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs (report, count) in file order."""
    return [
        (report, count) for report in loaded(name, "scenario.yaml")["reports"] for count in report["counts"]
    ]


def last_day(count: dict[str, Any]) -> date:
    """The day a count speaks of, or the last day of its window."""
    day: date = count["window"][1] if "window" in count else count["date"]
    return day


@pytest.mark.parametrize("name", REAL)
def test_there_are_398_districts_in_34_provinces_with_one_capital_each(name: str) -> None:
    table = rows(name, "districts.csv")
    assert len({row["id"] for row in table}) == len(table) == 398
    seats = Counter(row["province"] for row in table if row["seat"] != "0")
    assert len(seats) == 34
    assert set(seats.values()) == {1}
    assert [row["id"] for row in table if row["seat"] == "2"] == ["AF0101"]
    assert set(seats) == {row["province"] for row in table}


@pytest.mark.parametrize("name", REAL)
def test_population_and_known_past_add_up_to_their_published_totals(name: str) -> None:
    table = rows(name, "districts.csv")
    assert sum(int(row["population"]) for row in table) == 30_487_969
    assert min(int(row["population"]) for row in table) > 0
    assert sum(int(row["past"]) for row in table) == 177
    assert all(60 < float(row["lon"]) < 75 and 29 < float(row["lat"]) < 39 for row in table)


@pytest.mark.parametrize("name", REAL)
def test_the_network_is_connected_and_has_1087_borders(name: str) -> None:
    edges = rows(name, "edges.csv")
    graph = nx.Graph((row["a"], row["b"]) for row in edges)
    assert graph.number_of_edges() == len(edges) == 1087
    assert set(graph) == {row["id"] for row in rows(name, "districts.csv")}
    assert nx.is_connected(graph)
    assert all(row["a"] < row["b"] and float(row["border_km"]) > 0 for row in edges)
    assert list(graph["AF2101"]) == ["AF2102"]  # a city inside a ring district


def test_road_edges_are_the_steps_of_the_main_routes_that_cross_a_border() -> None:
    edges = {(row["a"], row["b"]): row for row in rows(SEED, "edges.csv")}
    steps = rows(SEED, "roads.csv")
    pairs = {tuple(sorted((row["a"], row["b"]))) for row in steps}
    assert {pair for pair, row in edges.items() if row["road"] == "1"} == pairs & set(edges)
    assert sum(row["shares_border"] == "0" for row in steps) == len(pairs - set(edges)) == 3
    for row in edges.values():
        assert float(row["border_road"]) == pytest.approx(float(row["border_km"]) * (1 + int(row["road"])))


def test_the_two_real_scenarios_share_one_network() -> None:
    for table in ("districts.csv", "edges.csv"):
        assert (FOLDER / SEED / table).read_bytes() == (FOLDER / QUIET / table).read_bytes()


def test_provinces_and_crossings_agree_with_the_districts() -> None:
    districts = rows(SEED, "districts.csv")
    for province in rows(SEED, "provinces.csv"):
        inside = [row for row in districts if row["province_id"] == province["province_id"]]
        assert len(inside) == int(province["districts"])
        assert sum(int(row["population"]) for row in inside) == int(province["population"])
        assert sum(int(row["past"]) for row in inside) == int(province["past"])
        assert [row["id"] for row in inside if row["seat"] != "0"] == [province["capital"]]
    where = {row["id"]: row["crossing"] for row in districts}
    assert all(row["crossing"] in where[row["district"]].split(";") for row in rows(SEED, "crossings.csv"))


def test_the_nine_statements_of_the_seed_have_their_roles() -> None:
    roles = {entry["id"]: entry["role"] for entry in loaded(SEED, "scenario.yaml")["statements"]}
    assert roles == {
        "T1": "claim", "T2": "claim", "T3": "claim", "T4": "evidence", "T5": "evidence", "T6": "claim",
        "T7": "context", "T8": "context", "T9": "event",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "claims", "evidence"),
    [
        (SEED, {"T1", "T2", "T3", "T6"}, {"T4", "T5"}),
        (QUIET, {"F1", "F2", "F3", "F4", "F5", "F6", "F7"}, {"E1"}),
    ],
)
def test_no_statement_is_both_weighed_and_judged(name: str, claims: set[str], evidence: set[str]) -> None:
    judged = {claim["statement"] for claim in loaded(name, "scenario.yaml")["claims"]}
    reported = {count["statement"] for _, count in counts(name) if "statement" in count}
    assert not judged & reported
    assert claims <= judged
    assert evidence <= reported


@pytest.mark.parametrize("name", REAL)
def test_nothing_that_is_used_was_published_after_the_day_of_the_question(name: str) -> None:
    scenario = loaded(name, "scenario.yaml")
    as_of = scenario["dates"]["as_of"]
    for report, count in counts(name):
        if count["use"] == "score":
            continue
        assert report["published"] is not None, report["id"]
        assert report["published"] <= as_of, report["id"]
        assert last_day(count) <= report["published"], count["id"]
    assert all(event["published"] <= as_of for event in scenario.get("events", []))


def test_scoring_counts_are_exactly_those_of_later_or_unknown_publication() -> None:
    as_of = loaded(SEED, "scenario.yaml")["dates"]["as_of"]
    for report, count in counts(SEED):
        late = report["published"] is None or report["published"] > as_of
        assert late == (count["use"] == "score"), count["id"]


@pytest.mark.parametrize("name", REAL)
def test_at_most_four_counts_are_weighed_each_with_a_reason(name: str) -> None:
    weighed = [count for _, count in counts(name) if count["use"] == "fit"]
    assert 1 <= len(weighed) <= 4
    assert all(count["reason"] for _, count in counts(name))
    absence = [c for c in weighed if c["unit"] == "capitals"]
    assert [(c["low"], c["high"], c["basis"]) for c in absence] == [(0, 0, 34)]


@pytest.mark.parametrize("name", REAL)
def test_every_count_names_its_source_its_total_and_fits_into_it(name: str) -> None:
    sources = {entry["id"] for entry in loaded(name, "scenario.yaml")["sources"]}
    trusted = set(loaded(name, "priors.yaml")["sources"])
    assert sources == trusted
    for report, count in counts(name):
        assert report["source"] in sources
        assert report["quote"]
        assert 0 <= count["low"] <= count["high"] <= count["basis"], count["id"]
        assert ("window" in count) == (count["kind"] == "flow"), count["id"]
        if "share" in count.get("measure", "count"):
            assert count["high"] <= 1, count["id"]
    ids = [count["id"] for _, count in counts(name)]
    assert len(ids) == len(set(ids))


def test_the_start_counts_are_those_of_the_two_trackers_with_their_own_totals() -> None:
    start = {c["id"]: (c["low"], c["high"], c["basis"]) for _, c in counts(SEED) if c["use"] == "start"}
    assert start == {
        "lwj_start_held": (73, 73, 407),
        "lwj_start_contested_count": (210, 210, 407),
        "aan_start_held": (33, 33, 421),
        "aan_start_contested_count": (210, 210, 407),
    }
    assert sum(tracker["weight"] for tracker in loaded(SEED, "scenario.yaml")["start"]) == pytest.approx(1)


def test_shares_of_territory_are_never_weighed_or_compared() -> None:
    uses = {count["use"] for _, count in counts(SEED) if count.get("measure") == "share_of_area"}
    assert uses == {"context", "score"}


@pytest.mark.parametrize("name", REAL)
def test_every_definition_has_an_outcome_and_every_outcome_a_definition(name: str) -> None:
    claims = loaded(name, "scenario.yaml")["claims"]
    asked = [(claim["id"], entry["id"]) for claim in claims for entry in claim.get("definitions", [])]
    outcomes = loaded(name, "outcomes.yaml")["outcomes"]
    answered = [(entry["claim"], entry["definition"]) for entry in outcomes]
    assert sorted(asked) == sorted(answered)
    assert len(set(asked)) == len(asked)
    assert all(entry["source"] and entry["outcome"] in (True, False, None) for entry in outcomes)


@pytest.mark.parametrize("name", REAL)
def test_every_claim_has_a_headline_or_says_why_it_cannot_be_tested(name: str) -> None:
    for claim in loaded(name, "scenario.yaml")["claims"]:
        if claim.get("testable", True):
            assert claim["headline"] in [entry["id"] for entry in claim["definitions"]]
        else:
            assert claim["why_not"]
            assert not claim.get("definitions")


def test_the_fall_of_each_capital_is_an_interval_after_the_day_of_the_seed() -> None:
    capitals = rows(SEED, "outcomes_capitals.csv")
    seats = {row["id"] for row in rows(SEED, "districts.csv") if row["seat"] != "0"}
    assert {row["district"] for row in capitals} == seats
    for row in capitals:
        low, best, high = (date.fromisoformat(row[column]) for column in ("low", "best", "high"))
        assert date(2021, 8, 5) < low <= best <= high
        assert row["source"] and row["how"]
    by_15_august = sum(date.fromisoformat(row["best"]) <= date(2021, 8, 15) for row in capitals)
    assert by_15_august == 33
    fell = {row["district"]: row["best"] for row in capitals}
    assert all(fell[city] <= "2021-08-15" for city in MAJOR)


def test_capture_intervals_cover_all_districts_and_run_forwards() -> None:
    intervals = rows(SEED, "outcomes_districts.csv")
    assert [row["district"] for row in intervals] == [row["id"] for row in rows(SEED, "districts.csv")]
    for row in intervals:
        assert row["not_before"] <= row["not_after"], row["district"]
        assert row["evidence"] and row["source"]
    weak = ("final_upper_bound",)
    assert sum(row["evidence"] not in weak for row in intervals) == 221


def test_no_table_read_by_the_model_tells_what_happened() -> None:
    for table in ("districts.csv", "edges.csv", "roads.csv", "crossings.csv", "provinces.csv"):
        text = (FOLDER / SEED / table).read_text(encoding="utf-8")
        assert "2021-" not in text, table
        assert "fell" not in text.splitlines()[0], table


@pytest.mark.parametrize("name", REAL)
def test_texts_are_composed_and_hold_no_direction_controls(name: str) -> None:
    for path in sorted((FOLDER / name).iterdir()):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name
        assert not BIDI_CONTROLS & set(text), path.name
        assert "\t" not in text and "\r" not in text, path.name


@pytest.mark.parametrize("name", REAL)
def test_addresses_are_http_and_never_local(name: str) -> None:
    scenario = loaded(name, "scenario.yaml")
    entries = scenario["sources"] + scenario["reports"] + scenario.get("events", [])
    for entry in entries:
        assert str(entry.get("url", "https://")).startswith(("http://", "https://")), entry["id"]


@pytest.mark.parametrize("name", REAL)
def test_every_prior_names_a_source_or_says_assumed(name: str) -> None:
    priors = loaded(name, "priors.yaml")
    assert all(entry["source"] for entry in priors["law"].values())
    assert all(entry["argument"] for entry in priors["sources"].values())
    weights = [variant["weight"] for variant in priors["variants"]]
    assert min(weights) == max(weights) > 0  # no variant was favoured


def test_the_quiet_year_keeps_external_support_at_its_full_level() -> None:
    law = loaded(QUIET, "priors.yaml")["law"]
    assert law["external.level"]["prior"] == law["external.after"]["prior"] == "fixed(1)"


def test_the_quiet_year_differs_from_the_seed_in_external_support_alone() -> None:
    seed, quiet = (loaded(name, "priors.yaml")["law"] for name in (SEED, QUIET))
    differing = {name for name in seed if seed[name]["prior"] != quiet[name]["prior"]}
    assert set(seed) == set(quiet)
    assert differing <= {"external.level", "external.after", "external.decline"}


@pytest.mark.parametrize("name", REAL)
def test_the_priors_are_those_that_were_frozen(name: str) -> None:
    assert loaded(name, "priors.yaml")["frozen"]["sha256"] == freeze_hash(FOLDER / name / "priors.yaml")


@pytest.mark.parametrize("name", REAL)
def test_the_scenario_is_read_without_a_fault_and_weighs_what_it_says(name: str) -> None:
    scenario = read_scenario(FOLDER / name)
    assert scenario.terrain.districts == 398
    assert [count.id for count in scenario.counts_for("fit")] == [
        count["id"] for _, count in counts(name) if count["use"] == "fit"
    ]
    assert {prior.origin for prior in scenario.law.values()} == {"priors.yaml"}  # none is left to the code


@pytest.mark.parametrize("name", [SEED, QUIET])
def test_scores_taken_over_are_of_the_priors_they_were_fitted_to(name: str) -> None:
    scenario, campaign = read_scenario(name), read_scenario(BALANCE)
    assert scenario.matched is not None
    assert scenario.matched.campaign == BALANCE
    assert campaign.matched is None
    for parameter in scenario.matched.scores:
        assert scenario.law[parameter].prior == campaign.law[parameter].prior, parameter
        for mine, theirs in zip(scenario.variants, campaign.variants, strict=True):
            assert mine.name == theirs.name
            assert mine.law.get(parameter) == theirs.law.get(parameter), (mine.name, parameter)
