"""Counts of a part of the network, of a month, gross by their key: what is read, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.evidence.source_and_count import Count
from sim.scenario.describe import describe
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, Edit, faults_of, toy

APRIL = "low: 2, high: 4, modifier: range, window: [2030-03-01, 2030-04-15], basis: 12, use: fit,"
STOCK = "relation: gained, unit: districts, kind: flow,\n         " + APRIL


def april(text: str) -> Edit:
    """The toy with another count in April."""
    return (MAIN, STOCK, text)


def read_april(tmp_path: Path, text: str) -> Count:
    """That count as it is read."""
    scenario = read_scenario(toy(tmp_path / "toy", april(text)))
    return next(one for one in scenario.counts if one.id == "gazette_april")


def stock(
    text: str, low: int = 1, basis: int = 4, unit: str = "districts", relation: str = "controls"
) -> str:
    """A stock on 10 April with something more."""
    return (
        f"relation: {relation}, unit: {unit}, kind: stock, low: {low}, high: {low}, modifier: exactly, "
        f"date: 2030-04-10, basis: {basis}, use: fit, {text},"
    )


def test_a_province_stands_for_its_districts(tmp_path: Path) -> None:
    count = read_april(tmp_path, stock("within: {province: west}"))
    assert (count.places, count.within) == (("T01", "T02", "T03", "T04"), "west")
    described = describe(read_scenario(tmp_path / "toy"))
    assert "exactly 1 of 4 districts of west held by red" in described.replace(
        "2030-04-10: 1", "2030-04-10: exactly 1"
    )


def test_the_capital_of_a_province_is_one_place(tmp_path: Path) -> None:
    count = read_april(tmp_path, stock("within: {province: West}", basis=1, unit="capitals"))
    assert count.places == ("T04",) and count.of_single_places


def test_places_are_found_by_name_and_id(tmp_path: Path) -> None:
    assert read_april(tmp_path, stock("places: [Dogwood, T05]", basis=2)).places == ("T04", "T05")


def test_a_month_is_an_interval_of_days_that_ends_with_its_publication(tmp_path: Path) -> None:
    march = read_april(tmp_path, stock("gross: true").replace("2030-04-10", "2030-03"))
    assert (str(march.date_from), str(march.date), march.counts_events) == ("2030-03-01", "2030-03-31", True)
    flow = STOCK.replace("[2030-03-01, 2030-04-15]", "[2030-03, 2030-04]")
    count = next(
        one for one in read_scenario(toy(tmp_path / "b", april(flow))).counts if one.id == "gazette_april"
    )
    assert (str(count.window_from), str(count.date), count.date_from) == ("2030-03-01", "2030-04-15", None)


def test_shares_of_people_can_be_weighed_where_people_are_known(tmp_path: Path) -> None:
    text = STOCK.replace(
        "low: 2, high: 4, modifier: range",
        "low: 0.2, high: 0.4, modifier: share, measure: share_of_population",
    )
    assert read_april(tmp_path, text).measure == "share_of_population"


def test_a_note_that_says_gross_is_told_to_use_the_key(tmp_path: Path) -> None:
    made = toy(
        tmp_path / "toy",
        (MAIN, "reason: the only count after the start", 'note: "gross of losses", reason: the only count'),
    )
    assert "counts marked gross only in their note; write gross: true" in " ".join(
        describe(read_scenario(made)).split()
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (stock("within: {province: Wset}"), "within.province = 'Wset' is not a province of the network; nearest: West"),
        (stock("places: [Dogwod]", basis=1), "places[0] = 'Dogwod' is not a district; nearest: Dogwood (T04); if that is meant, write T04"),
        (stock("places: [T01, Alder]", basis=2), "places[1] = 'Alder' is named twice; expected each place once"),
        (stock("places: [T01, T02]", basis=12), "basis = 12; expected the 2 places named"),
        (stock("places: [T01], within: {province: West}", basis=1), "has places and within; expected one of the two"),
        (stock("places: [T01]", basis=1, unit="capitals"), "places[0] = 'T01' is not a capital of this network; expected unit: districts"),
        (stock("places: [T01]", basis=1, relation="contests"), "relation = 'contests' cannot be compared for a part"),
        (stock("gross: true").replace("2030-04-10", "2030-05"), "date = 2030-05-31 is after published = 2030-04-15"),
        (stock("gross: true").replace("2030-04-10", "2030-13"), "date = '2030-13' is not a calendar date"),
    ],
)  # fmt: skip
def test_a_wrong_part_is_refused_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    assert said in "\n".join(faults_of(tmp_path, monkeypatch, april(text)))


def test_a_start_count_speaks_of_the_whole_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = faults_of(
        tmp_path,
        monkeypatch,
        (
            MAIN,
            "modifier: exactly, date: 2030-03-01, basis: 12, use: start}",
            "modifier: exactly, date: 2030-03-01, basis: 4, use: start, within: {province: West}}",
        ),
    )
    assert any(
        "'gazette_march' refers to a part; expected a count of the whole network" in one for one in faults
    )
