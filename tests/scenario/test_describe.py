"""``sim check``: what was read, in words, without simulating."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.scenario.describe import describe, events, parts
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario
from tests.scenario.folders import MAIN, PRIORS, Edit, read_edited

SEED = "afghanistan_2021_08_05"


def said(tmp_path: Path, *edits: Edit) -> str:
    """The description of the edited toy on one line."""
    return " ".join(describe(read_edited(tmp_path, *edits)).split())


def test_what_an_earlier_campaign_says_is_told() -> None:
    assert "learned from afghanistan_2017: the draws of 16 parameters" in describe(read_scenario(SEED))
    assert "learned from" not in describe(read_scenario("toy_corridor"))


@pytest.mark.parametrize("name", ["toy_corridor", "afghanistan_2018", SEED])
def test_the_description_has_every_part_and_no_raw_values(name: str) -> None:
    scenario = read_scenario(name)
    found = describe(scenario)
    for heading in (
        "Network",
        "Sides",
        "Days",
        "Start",
        "Used in the likelihood",
        "Sources",
        "Dated events",
        "Claims",
        "Assumed",
        "Unknown",
    ):
        assert re.search(rf"^{heading}", found, re.MULTILINE), heading
    assert not re.search(r"None|\bnan\b|Prior\(|Count\(|\{|array", found)
    assert max(len(line) for line in found.splitlines() if "http" not in line) <= 112
    assert all(
        one.id in found for one in (*scenario.counts, *scenario.claims, *scenario.events, *scenario.trackers)
    )


def test_headings_come_with_their_lines() -> None:
    found = parts(read_scenario("toy_corridor"))
    assert found[0] == ("toy_corridor: A made-up corridor of twelve districts", [])
    assert dict(found)["Network"][0] == "12 districts in 3 provinces, 16 edges, 1 part"


def test_the_days_are_told_before_anything_runs() -> None:
    assert dict(parts(read_scenario(SEED)))["Days"][:2] == [
        "start 2021-05-01 is day 0; the question is asked on 2021-08-05, day 96",
        "horizon 30 days, longest hold required by a claim 28 days",
    ]


def test_start_counts_are_told_as_mapped_to_this_network() -> None:
    lines = dict(parts(read_scenario(SEED)))["Start"]
    assert lines[0] == "long_war_journal: drawn for 70% of the runs"
    assert lines[1] == "  taliban holds 73 of 407, about 71 of the 398 here (lwj_start_held)"


def test_the_headline_of_each_claim_is_marked_and_dated() -> None:
    found = describe(read_scenario("toy_corridor"))
    assert found.count("\n    * ") == 2
    assert "* slower_than_before: Reds gained fewer districts a day" in found
    assert "[2030-03-05 to 2030-04-15]" in found


def test_priors_changed_after_their_freeze_are_told_twice(tmp_path: Path) -> None:
    assert "priors frozen on 2026-11-24, unchanged since" in describe(read_scenario("toy_corridor"))
    assert (
        said(tmp_path, (PRIORS, "noise: 0.7", "noise: 0.8")).count(
            "priors frozen on 2026-11-24, changed since"
        )
        == 2
    )


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ((MAIN, 'quote: "they cannot take and hold a city", role: claim', 'quote: "", role: claim'), "statements without a quote (1): S3"),
        ((MAIN, "use: fit,\n         reason: the only count after the start", "use: score,\n         reason: x"), "For scoring only"),
        (("districts.csv", "30.0,10.5", ","), "districts without coordinates (1): T02"),
        (("districts.csv", "31000", "0"), "districts without people (1): T02"),
        ((PRIORS, ", baseline: {red: {controls: 3, basis: 12}}", ""), "own start unknown"),
        ((MAIN, "after: 14", "after: 60"), "undefined in every run (1): losing_steam.no_net_gain_14"),
        ((MAIN, "    headline: any_city_7\n", "    testable: false\n    why_not: nobody counts\n"), "no_city is not testable: nobody counts"),
    ],
)  # fmt: skip
def test_what_is_unknown_is_told(edit: Edit, expected: str, tmp_path: Path) -> None:
    assert expected not in " ".join(describe(read_scenario("toy_corridor")).split())
    assert expected in said(tmp_path, edit)


def test_a_share_is_told_in_per_cent() -> None:
    found = describe(read_scenario(SEED))
    assert "aan_14_july_share [aan] 2021-07-14: 50 % to 54 % of the districts held by taliban" in found
    assert "more than 80 of 407 districts gained by taliban" in found


def test_support_from_outside_is_told_only_where_somebody_has_it(toy: Scenario) -> None:
    alone = replace(toy, factions=tuple(replace(one, supported=False) for one in toy.factions))
    helped = replace(toy, factions=tuple(replace(one, supported=True) for one in toy.factions))
    assert not any("external support" in line for line in events(alone))
    assert any("external support begins to change" in line for line in events(helped))


def test_what_looks_back_before_the_start_is_told_apart_from_what_looks_beyond_the_last_day(
    tmp_path: Path,
) -> None:
    told = said(
        tmp_path,
        (MAIN, "recent: 14, earlier: 28}", "recent: 14, earlier: 40}"),
        (MAIN, "after: 14", "after: 60"),
    )
    assert (
        "look back before the start, so undefined in every run (1): losing_steam.slower_than_before (by 9 days, the headline)"
        in told
    )
    assert (
        "look ahead beyond the last day, so undefined in every run (1): losing_steam.no_net_gain_14 (by 23 days)"
        in told
    )
