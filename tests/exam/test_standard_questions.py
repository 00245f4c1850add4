"""Standard questions: what really came of them, by the truth that the exam reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.exam.standard_questions import TOPICS, WINDOWS, ask_standard_questions, known
from sim.exam.truth import CENSORED, Truth, read_truth
from sim.scenario.campaign import Campaign, read_campaign


@pytest.fixture(scope="module")
def kunduz() -> tuple[Campaign, Truth]:
    campaign = read_campaign("kunduz_2015")
    return campaign, read_truth(campaign)


def outcome(found: tuple[Campaign, Truth], topic: str, origin: date, side: int, days: int) -> int | None:
    return TOPICS[topic].truly(*found, origin, side, days)


def test_every_topic_is_asked_of_either_side_at_every_window(kunduz: tuple[Campaign, Truth]) -> None:
    campaign, truth = kunduz
    for origin in campaign.origins:
        asked = ask_standard_questions(campaign, truth, origin)
        assert {(one.side, one.horizon) for one in asked if one.topic == "net loss"} == {
            (side, days) for side in (0, 1) for days in WINDOWS
        }
        assert all(one.outcome in (0, 1) for _, one in known(asked))


def test_a_net_gain_of_one_side_is_a_net_loss_of_the_other(kunduz: tuple[Campaign, Truth]) -> None:
    pairs = [
        (
            outcome(kunduz, "no net gain", origin, side, days),
            outcome(kunduz, "net loss", origin, 1 - side, days),
        )
        for side in (0, 1)
        for origin in kunduz[0].origins
        for days in WINDOWS
    ]
    certain = [(stalls, loses) for stalls, loses in pairs if CENSORED not in (stalls, loses)]
    assert {stalls for stalls, _ in certain} == {0, 1}
    assert all(stalls == 1 - (loses or 0) for stalls, loses in certain)


def test_who_took_the_city_took_a_capital_and_a_district(kunduz: tuple[Campaign, Truth]) -> None:
    campaign, truth = kunduz
    row = campaign.scenario.terrain.row["AF1901"]
    fell = next(one for one in truth.changes[row] if one.side == 0)
    before = fell.day - timedelta(days=1)
    for topic in ("takes a capital", "takes a district"):
        assert outcome(kunduz, topic, before, 0, 14) == 1
    assert outcome(kunduz, "takes a capital", fell.day, 0, 14) is None  # none is left to take


def test_what_lies_beyond_the_known_days_is_not_known(kunduz: tuple[Campaign, Truth]) -> None:
    campaign, truth = kunduz
    late = truth.known_until - timedelta(days=5)
    assert outcome(kunduz, "no net gain", late, 0, 90) == CENSORED
    assert outcome(kunduz, "slower next", min(row.day for row in campaign.holdings), 0, 14) is None
