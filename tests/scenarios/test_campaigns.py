"""The campaign library: readable as of every origin, nothing from later, sources with names, priors of the code."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from sim.ensemble.world import dated_records
from sim.exam.truth import UNKNOWN, analysed_map, read_truth, side_codes
from sim.scenario.campaign import COLUMNS, CONTROL, LATER, Campaign, campaign_names, read_campaign
from sim.scenario.reader import read_outcomes

LIBRARY = Path(__file__).resolve().parents[2] / "scenarios" / "campaigns"
NAMES = campaign_names()


@pytest.fixture(scope="module", params=NAMES)
def campaign(request: pytest.FixtureRequest) -> Campaign:
    """Each campaign of the library."""
    return read_campaign(request.param)


def test_the_seven_are_there() -> None:
    seven = "nigeria_2014_15 iraq_2014_15 syria_2024 ethiopia_2021 myanmar_2023_24 kharkiv_2022 kunduz_2015"
    assert set(seven.split()) <= set(NAMES)


def test_every_row_was_published_after_it_happened(campaign: Campaign) -> None:
    for row in campaign.holdings:
        assert row.day <= row.published
        assert 0 <= row.error <= 0.2


def test_control_holds_what_the_last_origin_knew_and_outcomes_the_rest(campaign: Campaign) -> None:
    last = max(campaign.origins)
    assert last == campaign.scenario.calendar.as_of
    for name, early in ((CONTROL, True), (LATER, False)):
        with (LIBRARY / campaign.name / name).open(encoding="utf-8") as file:
            table = csv.DictReader(file)
            assert tuple(table.fieldnames or ()) == COLUMNS
            rows = list(table)
        assert all((row["published"] <= last.isoformat()) == early for row in rows)


def test_as_of_an_origin_nothing_later_is_read(campaign: Campaign) -> None:
    for origin in campaign.origins:
        scenario = campaign.at(origin)
        assert scenario.calendar.as_of == origin
        assert all(count.published is not None and count.published <= origin for count in scenario.counts)
        assert all(event.published <= origin for event in scenario.events)
        assert all(scenario.calendar.date(row.day) <= origin for row in scenario.control)
        assert all(claim.as_of == origin for claim in scenario.claims)


def test_the_scenario_and_the_exam_read_the_same_map(campaign: Campaign) -> None:
    for origin in campaign.origins:
        holder, _ = analysed_map(campaign, origin)
        read = {row.district: row.holder for row in campaign.at(origin).control}
        assert {place: int(holder[place]) for place in read} == read


def test_the_map_of_an_origin_is_nearly_the_truth(campaign: Campaign) -> None:
    truth, codes = read_truth(campaign), side_codes(campaign)
    for origin in campaign.origins:
        real, drawn = truth.sides_at(origin), codes[analysed_map(campaign, origin)[0]]
        known = real != UNKNOWN
        late = int((real[known] != drawn[known]).sum())  # taken, and not yet told
        assert late <= max(1, 0.07 * len(real))


def test_every_claim_has_a_day_and_an_outcome(campaign: Campaign) -> None:
    asked = 0
    for origin in campaign.origins:
        scenario = campaign.at(origin)
        outcomes = read_outcomes(scenario)
        for claim in scenario.claims:
            asked += 1
            assert outcomes[claim.id, claim.headline][0] is not None
    elsewhere = len(campaign.scenario.claims) + len(campaign.scenario.claims_elsewhere)
    assert asked == elsewhere  # every claim is made on an origin


def test_no_prior_of_the_law_is_a_campaigns_own(campaign: Campaign) -> None:
    assert {given.origin for given in campaign.scenario.law.values()} == {"code"}
    assert [variant.law for variant in campaign.scenario.variants] == [{}]
    assert campaign.scenario.frozen["valid"] == "true"


@pytest.mark.parametrize(
    ("name", "faction", "before", "after"),
    [
        ("nigeria_2014_15", "government", "2015-01-15", "2015-02-15"),
        ("mali_2012_13", "government", "2013-01-01", "2013-01-15"),
        ("cabo_delgado_2020_21", "government", "2021-05-01", "2021-07-15"),
        ("iraq_2014_15", "krg", "2014-07-15", "2014-09-15"),
    ],
)
def test_who_entered_a_war_helps_from_then_on_and_not_before(
    name: str, faction: str, before: str, after: str
) -> None:
    campaign = read_campaign(name)
    for origin, helped in ((before, 0.0), (after, 1.0)):
        scenario = campaign.at(date.fromisoformat(origin))
        outside = dated_records(scenario, scenario.days).reshape(scenario.days + 1, -1)
        given = outside["support"][:, scenario.faction_ids.index(faction)]
        assert given[0] == 0.0
        assert given[-1] == helped  # it stays, as nobody announced an end
