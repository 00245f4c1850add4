"""Chances set right by past ones: slopes recovered, wars left out, caps kept, what is not known said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.calibration.maps import fit
from sim.calibration.topics import OTHERS, Asked, class_of
from sim.score.recalibration import fit_lines, group_weights, log_odds, logistic, most_allowed
from tests.calibration.past import STALLS, past_calls

ASKED = Asked(STALLS, past=True)


@pytest.mark.parametrize("slope", [0.0, 0.4, 1.0])
def test_a_known_slope_and_level_are_recovered(slope: float) -> None:
    calls = past_calls(slope, each=300).calls[STALLS]
    weight = group_weights(calls.group)
    line = fit_lines(calls.p, (weight * calls.true)[None], weight[None])
    assert line.slope[0] == pytest.approx(slope, abs=0.1)
    assert line.chance(0.5)[0] == pytest.approx(logistic(-0.4), abs=0.03)


def test_a_model_that_is_upside_down_gets_the_base_rate() -> None:
    calls = past_calls(-0.8).calls[STALLS]
    weight = group_weights(calls.group)
    line = fit_lines(calls.p, (weight * calls.true)[None], weight[None])
    assert line.slope[0] == 0
    assert line.chance(0.01)[0] == pytest.approx(line.chance(0.99)[0])
    assert line.chance(0.5)[0] == pytest.approx(calls.true.mean(), abs=0.03)


def test_many_calls_of_one_war_count_like_those_of_another() -> None:
    groups = np.array(["long"] * 13_000 + ["short"] * 60)
    weight = group_weights(groups)
    long, short = weight[groups == "long"].sum(), weight[groups == "short"].sum()
    assert long == pytest.approx(5.0, abs=0.01)
    assert short > 4.5
    bins = group_weights(np.array(["long", "long", "short"]), np.array([6_500, 6_500, 60]))
    assert bins * np.array([6_500, 6_500, 60]) == pytest.approx([long / 2, long / 2, short])


def test_a_planted_war_changes_the_maps_of_the_others_and_not_its_own() -> None:
    plain, planted = past_calls(), past_calls(planted="war3")
    mine = fit(plain.without(["war3"])), fit(planted.without(["war3"]))
    assert mine[0].chance(ASKED, 0.9) == mine[1].chance(ASKED, 0.9)
    assert np.array_equal(mine[0].lines[STALLS].level, mine[1].lines[STALLS].level)
    theirs = fit(plain.without(["war4"])), fit(planted.without(["war4"]))
    assert theirs[0].chance(ASKED, 0.9).p - theirs[1].chance(ASKED, 0.9).p > 0.02


def test_the_record_of_a_war_is_made_of_the_lines_without_it() -> None:
    plain, planted = fit(past_calls(), samples=0), fit(past_calls(planted="war3"), samples=0)
    here = past_calls().calls[STALLS].group == "war3"
    same = plain.records[STALLS].strength == planted.records[STALLS].strength
    assert same[here].all()
    assert not same[~here].any()


@pytest.mark.parametrize(
    ("strength", "wrong", "expected"),
    [
        ([], [], 0.5),
        ([0.95] * 10, [0] * 10, 1 - 1 / 12),
        ([0.99] * 1000, [0] * 1000, 0.99),
        ([0.95] * 10, [1] + [0] * 9, 1 - 2 / 12),
        ([0.99] * 3 + [0.9] * 80, [1] * 3 + [0] * 80, 0.9),
        ([0.95] * 4, [1] * 4, 0.5),
    ],
)
def test_no_chance_is_stronger_than_the_record_allows(
    strength: list[float], wrong: list[int], expected: float
) -> None:
    found = most_allowed(np.array(strength), np.array(wrong, dtype=float), np.ones(len(strength)))
    assert found == pytest.approx(expected)


def test_the_cap_bounds_what_is_said_and_is_told() -> None:
    made = fit(past_calls(slope=1.0, level=0.0, wars=4))
    chance = made.chance(ASKED, 0.9999)
    assert chance.capped
    assert chance.p == chance.most < 0.95
    assert chance.low <= chance.p <= chance.high


def test_a_claim_about_what_will_come_follows_only_if_that_did_better_than_one_half() -> None:
    made = fit(past_calls())
    assert not made.claims.adds  # in every other war a claim and its denial came true, whatever was said
    assert made.chance(replace(ASKED, past=False), 0.9).p == 0.5
    told = tuple(
        replace(one, happened=not one.contrary, p=0.2 if one.contrary else 0.8) for one in past_calls().claims
    )
    better = fit(replace(past_calls(), claims=told))
    assert better.claims.adds
    assert better.chance(replace(ASKED, past=False), 0.9).p > 0.55


def test_a_class_with_hardly_a_case_is_joined_with_the_other_of_its_topic() -> None:
    past = past_calls()
    calls = past.calls[STALLS]
    rare = replace(calls, true=np.where(np.arange(len(calls)) < 2, 1.0, 0.0))
    alone = class_of("no net gain", False)
    joined = fit(replace(past, calls={STALLS: calls, alone: rare}), samples=0)
    assert len(joined.records[STALLS].strength) == len(calls)
    assert len(joined.records[alone].strength) == 2 * len(calls)
    assert joined.lines[alone].chance(0.5)[0] > 0.05


def test_a_denial_has_the_complement() -> None:
    made = fit(past_calls())
    yes, no = made.chance(ASKED, 0.8), made.chance(replace(ASKED, contrary=True), 0.2)
    assert yes.p + no.p == pytest.approx(1.0)


def test_a_kind_nobody_asked_is_calibrated_around_one_half() -> None:
    made = fit(past_calls())
    assert not made.known(Asked(OTHERS))
    assert made.chance(Asked(OTHERS), 0.5).always == pytest.approx(0.5)
    assert not made.known(Asked(class_of("takes back", False)))


def test_the_same_country_and_time_is_left_out() -> None:
    past = past_calls()
    box = (21.0, 1.0, 22.0, 2.0)  # inside that of war2, of 2002
    assert past.same_war("new", date(2003, 1, 1), date(2003, 2, 1), box) == ("war2",)
    assert past.same_war("new", date(2012, 1, 1), date(2012, 2, 1), box) == ()
    assert past.same_war("campaign5", date(2030, 1, 1), date(2030, 2, 1), (np.nan,) * 4) == ("war5",)
    assert "war2" not in past.without(["war2"]).groups


def test_chances_of_no_and_of_all_runs_are_finite() -> None:
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
