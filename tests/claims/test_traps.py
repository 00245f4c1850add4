"""Traps met in trials: each a war on which a careless definition would be wrong."""

from __future__ import annotations

import dataclasses

import numpy as np

from sim.base.codes import BY_TRUCE, CAPITAL_LOST, CAPITULATION, CONQUEST, END
from sim.claims.kinds import KINDS
from sim.claims.momentum import curvature
from sim.record.record import Record
from tests.claims.cases import MAJOR, cities, recapture
from tests.claims.stories import CITIES, DAYS, PLACE, T0, TERRAIN, daily, march, steady, war
from tests.records import BLUE, RED, make_record


def verdict(kind: str, record: Record, **parameters: object) -> int:
    """Verdict on the only run."""
    return int(KINDS[kind].judge(record, {"faction": "red", **parameters})[0])


def blitz() -> Record:
    """Villages fall fast in early summer and slowly by t0; then the cities surrender one after another."""
    villages = march({**steady(5, 25, 2), **steady(26, 31), 38: 2, 44: 1})
    late = march({**steady(46, 55, 3)}, CAPITULATION, first=60)
    falls = [(47 + 3 * number, city, RED, CAPITULATION) for number, city in enumerate(CITIES)]
    return war(*villages, *late, *falls)


def test_the_blitz_that_turned_to_cities_was_slower_than_before_and_did_not_stall() -> None:
    record = blitz()
    assert verdict("slower_than_before", record) == 1
    assert verdict("half_the_rate", record) == 1
    assert verdict("no_net_gain", record, after=14) == 0
    assert verdict("no_net_gain", record, after=30) == 0
    assert verdict("slower_next", record, days=14) == 0
    assert verdict("cannot_take_and_hold", record, list="provincial_capitals") == 0


def saturation_forecast(held: np.ndarray, days: int) -> float:
    """Gain foretold by H(t) = c + a (1 - exp(-t/tau)) fitted by least squares over a grid of tau."""
    t = np.arange(len(held), dtype=float)
    fits = []
    for tau in np.geomspace(2, 200, 60):
        columns = np.stack([np.ones_like(t), 1 - np.exp(-t / tau)], axis=1)
        found, *_ = np.linalg.lstsq(columns, held, rcond=None)
        foretold = found[1] * (np.exp(-t[-1] / tau) - np.exp(-(t[-1] + days) / tau))
        fits.append((float(((columns @ found - held) ** 2).sum()), float(foretold)))
    return min(fits)[1]


def test_a_saturation_curve_would_have_endorsed_the_claim_that_the_offensive_stalls() -> None:
    record = blitz()
    held = record.series["held"][0, :, RED].astype(float)
    foretold = saturation_forecast(held[5 : T0 + 1], 14)
    happened = held[T0 + 14] - held[T0]
    earlier = held[T0 - 14] - held[T0 - 28]
    assert foretold < 0.5 * earlier  # "it levels off"
    assert happened > 3 * foretold  # and then the cities fell
    assert verdict("slower_next", record) == 0


def test_a_ratio_with_a_non_positive_earlier_rate_is_undefined() -> None:
    losing = march({2: 20, **steady(5, 31, -1), **steady(33, 44, -1)})
    assert verdict("half_the_rate", war(*losing[:48])) == -1
    assert verdict("half_the_rate", war()) == -1
    exactly_half = war(*march(dict.fromkeys(range(4, 32, 2), 1)))
    assert verdict("half_the_rate", exactly_half) == -1  # .5 a day is not above .5 a day
    assert verdict("half_the_rate", exactly_half, min_rate=0.4) == 1


def test_a_hold_cut_off_by_the_simulated_days_is_undefined_and_never_failed() -> None:
    late = [(T0 + 30, 90)]
    assert verdict("cannot_take_and_hold", cities(*late, days=T0 + 30), **MAJOR) == -1
    assert verdict("cannot_take_and_hold", cities(*late, days=T0 + 35), **MAJOR) == -1
    assert verdict("cannot_take_and_hold", cities(*late, days=T0 + 36), **MAJOR) == 0
    assert verdict("cannot_take_and_hold", cities(*late, (T0 + 36, -90), days=T0 + 40), **MAJOR) == 1
    assert verdict("cannot_take_and_hold", cities((T0 + 31, 90), days=T0 + 60), **MAJOR) == 1


def test_a_cut_off_hold_does_not_matter_where_the_number_cannot_be_reached() -> None:
    assert verdict("cannot_take_and_hold", cities((T0 + 30, 90), days=T0 + 32), **{**MAJOR, "number": 2}) == 1


def test_victory_holds_all_places_for_ever_and_a_truce_freezes_the_map() -> None:
    everything = {**MAJOR, "number": 3, "hold": 28}
    won = cities((T0 + 20, 99), end=(T0 + 20, CAPITAL_LOST))
    assert verdict("cannot_take_and_hold", won, **everything) == 0
    assert verdict("falls_by", won, place=PLACE[90]) == 1
    truce = cities((T0 + 20, 90), end=(T0 + 22, BY_TRUCE))
    assert verdict("cannot_take_and_hold", truce, **{**MAJOR, "hold": 28}) == 0
    assert verdict("cannot_take_and_hold", truce, **{**MAJOR, "number": 2}) == 1


def test_a_war_over_by_t0_makes_cannot_win_false_for_the_winner_and_true_for_the_loser() -> None:
    ends = {(CAPITAL_LOST, RED): 0, (CONQUEST, RED): 1, (CONQUEST, BLUE): 1, (BY_TRUCE, RED): 1}
    for end, expected in ends.items():
        assert verdict("cannot_take_and_hold", war((9, 5, RED), end=(20, *end)), **MAJOR) == expected


def test_no_definition_is_true_of_a_place_that_is_still_held() -> None:
    won = cities((T0 + 4, 90), end=(T0 + 5, CONQUEST, RED))  # and 94 is still blue's
    assert verdict("falls_by", won, place=PLACE[90]) == 1
    for kind, more in (
        ("falls_by", {}),
        ("falls_in_window", {"opens": 2}),
        ("held_on", {"places": [PLACE[94]], "day": 20}),
    ):
        asked = more if "places" in more else {**more, "place": PLACE[94]}
        assert verdict(kind, won, **asked) == 0
    assert verdict("cannot_take_and_hold", won, **{**MAJOR, "number": 2}) == 1
    assert verdict("stock_at", won, day=20, at_most=1) == 1
    assert verdict("pace_below", won, rate=1.0) == 1
    assert verdict("pace_above", won, rate=0.05) == 1


def test_with_its_capital_a_state_ends_and_its_places_pass_to_the_victor() -> None:
    won = cities((T0 + 4, 90), end=(T0 + 5, CAPITAL_LOST, RED))
    assert verdict("held_on", won, places=[PLACE[94]], day=20) == 1
    assert verdict("stock_at", won, day=20, at_least=100) == 1
    assert verdict("pace_below", won, rate=1.0) == 0
    assert verdict("stock_at", won, faction="blue", day=20, at_most=0) == 1
    green = np.where(won.event_manner == END, 2, won.event_from)  # the capital was that of a third side
    third = dataclasses.replace(won, factions=("red", "blue", "green"), event_from=green.astype(np.int8))
    assert verdict("held_on", third, places=[PLACE[94]], day=20) == 0
    assert verdict("falls_by", third, place=PLACE[94]) == 0


def test_what_was_lost_before_the_start_can_be_retaken_if_control_rows_say_so() -> None:
    mosul = dataclasses.replace(cities((50, 90)), earlier=np.eye(2, 100, 90, dtype=bool))
    asked = {"faction": "red", "places": [PLACE[90]], "hold": 3}
    assert verdict("retaken_and_held", cities((50, 90)), **asked) == 0
    assert verdict("retaken_and_held", mosul, **asked) == 1
    assert verdict("will_be_retaken", mosul, **asked) == -1, "nothing was lost since the start"


def test_a_distance_in_km_needs_points() -> None:
    asked = {"place": PLACE[90], "at_most": 250.0, "unit": "km"}
    near = war((50, 88, RED))
    assert verdict("distance", near, **asked) == -1
    placed = dataclasses.replace(TERRAIN, lon=np.arange(100.0), lat=np.zeros(100))
    assert verdict("distance", war((50, 88, RED), terrain=placed), **asked) == 1
    assert verdict("distance", war((50, 87, RED), terrain=placed), **asked) == 0


def test_a_defeat_ends_the_holds_of_the_loser() -> None:
    beaten = cities((T0 + 2, 90), end=(T0 + 5, CONQUEST, BLUE))
    assert verdict("cannot_take_and_hold", beaten, **MAJOR) == 1
    assert verdict("cannot_take_and_hold", beaten, **{**MAJOR, "hold": 3}) == 0


def test_a_city_taken_before_the_report_and_still_held_shows_that_it_can_be() -> None:
    assert verdict("cannot_take_and_hold", cities((T0 - 3, 90)), **MAJOR) == 0
    assert verdict("cannot_take_and_hold", cities((T0 - 30, 90), (T0 - 2, -90)), **MAJOR) == 1


def test_one_city_taken_twice_is_one_city() -> None:
    twice = cities((50, 90), (60, -90), (62, 90))
    assert verdict("cannot_take_and_hold", twice, **{**MAJOR, "number": 2}) == 1
    assert verdict("cannot_take_and_hold", twice, **{**MAJOR, "number": 1}) == 0


def test_windows_begin_after_their_first_day_and_include_their_last() -> None:
    assert verdict("no_net_gain", war((T0, 1, RED)), after=14) == 1
    assert verdict("no_net_gain", war((T0 + 14, 1, RED)), after=14) == 0
    assert verdict("no_net_gain", war((T0 + 15, 1, RED)), after=14) == 1
    start_of_recent = war(*march({T0 - 14: 3}))  # the earlier window's last day
    assert verdict("slower_than_before", start_of_recent) == 1
    assert verdict("slower_than_before", war(*march({T0 - 13: 3}))) == 0


def test_a_straight_line_does_not_bend() -> None:
    for points in (3, 4, 28, 29):
        weights = curvature(points)
        assert weights @ np.arange(points) == 0 and weights.sum() == 0
        assert weights @ np.arange(points) ** 2 > 0
    assert verdict("bends_down", war(*march(steady(10, T0, 2)))) == 0


def test_districts_held_before_the_run_are_not_lost_districts_regained() -> None:
    record = make_record(
        [[(20, 1, BLUE), (20, 5, BLUE)]], start={1: RED, 5: RED}, terrain=TERRAIN, days=DAYS, as_of=T0
    )
    kind = KINDS["regained"]
    assert kind.judge(record, {"faction": "blue", "window": 40}).tolist() == [0]
    lost_first = make_record(
        [[(5, 1, RED), (6, 5, RED), (20, 1, BLUE), (20, 5, BLUE)]], terrain=TERRAIN, days=DAYS, as_of=T0
    )
    assert kind.judge(lost_first, {"faction": "blue", "window": 40}).tolist() == [1]


def test_a_recapture_must_have_been_seen_held_by_the_day_of_the_report() -> None:
    kind, asked = KINDS["regained"], {"faction": "blue", "window": 40, "provinces": 1, "hold": 3}
    for back, expected in ((T0 - 2, 1), (T0 - 1, 0)):
        record = war((20, 4, RED), (back, 4, BLUE))
        assert kind.judge(record, asked).tolist() == [expected]


def test_after_a_victory_the_winner_has_everything() -> None:
    record = cities((T0 + 5, 99), end=(T0 + 5, CAPITAL_LOST))
    assert verdict("stock_at", record, what="capitals", day=10, at_least=4) == 1
    assert verdict("stock_at", record, what="capitals", day=4, at_least=1) == 0
    blue = KINDS["stock_at"].judge(record, {"faction": "blue", "what": "held", "day": 10, "at_most": 0})
    assert blue.tolist() == [1]


def test_a_record_in_narrow_integers_gives_the_same_verdicts() -> None:
    wide = blitz()
    narrow = {name: values.astype(np.int16) for name, values in wide.series.items()}
    record = war(series=narrow)
    for kind in ("slower_than_before", "bends_down", "slower_next"):
        assert verdict(kind, record) == verdict(kind, wide)


def test_an_even_pace_is_not_slower_than_before() -> None:
    even = war(*march(steady(4, 59)))
    for kind in (
        "slower_than_before",
        "slower_gross",
        "slower_by_population",
        "slower_by_capitals",
        "slower_next",
    ):
        assert verdict(kind, even) == 0


def test_regained_needs_both_the_number_of_districts_and_the_number_of_provinces() -> None:
    kind, blue = KINDS["regained"], {"faction": "blue", "window": 40}
    two = recapture(1, 2)
    assert kind.judge(two, {**blue, "number": 3, "provinces": 2}).tolist() == [0]
    assert kind.judge(two, {**blue, "number": 2, "provinces": 3}).tolist() == [0]
    assert kind.judge(two, {**blue, "provinces": 3}).tolist() == [0]  # one a province
    assert kind.judge(two, blue).tolist() == [1]
    assert kind.text({"faction": "blue", "provinces": 3}).startswith(
        "blue took back at least 3 lost districts"
    )
    one_province = war((20, 4, RED), (20, 5, RED), (30, 4, BLUE), (30, 5, BLUE))
    assert kind.judge(one_province, {**blue, "number": 2, "provinces": 1}).tolist() == [1]
    assert kind.judge(one_province, {**blue, "number": 2, "provinces": 2}).tolist() == [0]


def test_assaults_count_from_the_day_after_the_window_opens_to_the_day_of_the_report() -> None:
    kind, blue = KINDS["loses_even_assaults"], {"faction": "blue", "window": 10}
    for day, expected in ((T0 - 10, -1), (T0 - 9, 1), (T0, 1), (T0 + 1, -1)):
        fought = daily(assaults_even={day: 20, day + 1: 0}, won_even={day: 20, day + 1: 0})
        assert kind.judge(war(series=fought), blue).tolist() == [expected]


def test_a_place_held_when_the_window_opens_does_not_fall_in_it() -> None:
    record = cities((T0 + 5, 90), (T0 + 12, -90), (T0 + 15, 90))
    assert verdict("falls_in_window", record, place=PLACE[90], opens=10) == 0
    assert verdict("falls_in_window", record, place=PLACE[90], opens=13) == 1


def test_a_victory_within_the_window_takes_the_place_with_it() -> None:
    won = cities((T0 + 20, 99), end=(T0 + 20, CAPITAL_LOST))
    assert verdict("falls_in_window", won, place=PLACE[90], opens=10) == 1
    assert verdict("falls_in_window", won, place=PLACE[90], opens=20) == 0


def test_a_recapture_whose_hold_is_cut_off_is_undefined() -> None:
    kind, blue = (
        KINDS["will_be_retaken"],
        {"faction": "blue", "places": [PLACE[90]], "hold": 5, "horizon": 30},
    )
    for days, expected in ((T0 + 30, -1), (T0 + 34, 1)):
        record = cities((40, 90), (T0 + 30, -90), days=days)
        assert kind.judge(record, blue).tolist() == [expected]
