import re
from dataclasses import replace

import numpy as np
import pytest

from sim.base.codes import ATTACKED
from sim.base.parameters import LogNormal
from sim.evidence.counting_errors import NamedError, NormalError
from sim.evidence.source_and_count import Baseline
from sim.inference.predict import bias_draws, counting_error, predict_lags, reporting_noise, why_not_predicted
from sim.record.parts import held_worth
from tests.records import BLUE, RED, make_record, make_terrain
from tests.reports import make_count, make_source

START = {0: RED, 1: RED, 2: RED}
RUNS = [
    [(5, 3, RED), (8, 4, RED), (10, 4, BLUE), (12, 4, RED), (20, 0, BLUE), (25, 0, RED)],
    [(6, 5, RED), (7, 7, RED, ATTACKED), (29, 2, BLUE)],
]
ONE = np.ones(2)


def predicted(count, source=None, bias=ONE, lag=0):
    record = make_record(RUNS, start=START)
    assert why_not_predicted(record, count) is None
    return predict_lags(record, count, source or make_source(), bias, np.array([lag]))[0].tolist()


def test_a_stock_is_what_is_held_scaled_by_total_and_bias():
    assert predicted(make_count(day=15)) == [5, 4]
    assert predicted(make_count(day=15, basis=24.0), bias=np.array([1.0, 2.0])) == [10, 16]
    assert predicted(make_count(day=15, faction="blue")) == [7, 8]


def test_a_source_that_counted_at_the_start_is_compared_with_its_own_start():
    source = make_source(baseline={"red": Baseline(controls=5, basis=24)})
    assert predicted(make_count(day=15, basis=24.0), source, bias=np.array([1.0, 1.5])) == [9, 8]
    assert predicted(make_count(day=15, basis=48.0), source) == [18, 14]
    assert predicted(make_count(day=15, faction="blue"), source) == [7, 8]


def test_a_lag_looks_at_an_earlier_world_and_never_before_the_start():
    assert predicted(make_count(day=8), lag=3) == [4, 3]
    assert predicted(make_count(day=8), lag=40) == [3, 3]


def test_gained_is_the_net_change_including_the_first_day_of_the_window():
    assert predicted(make_count(day=8, since=8)) == [1, 0]
    assert predicted(make_count(day=12, since=5)) == [2, 1]
    assert predicted(make_count(day=30, since=0)) == [2, 0]
    assert predicted(make_count(day=30, since=13, relation="lost")) == [0, 1]


def test_a_note_that_says_gross_counts_events():
    assert predicted(make_count(day=30, since=0, note="gross captures")) == [4, 1]
    assert predicted(make_count(day=30, since=0, relation="lost", note="Gross.")) == [2, 1]
    assert predicted(make_count(day=30, since=0, note="engrossing")) == [2, 0]


def test_gross_is_a_key_of_its_own():
    assert predicted(replace(make_count(day=30, since=0), gross=True)) == [4, 1]
    assert predicted(replace(make_count(day=30, since=0, relation="lost"), gross=True)) == [2, 1]


def test_recaptured_counts_what_the_faction_had_held_at_any_time_before():
    # row 4: taken on day 8, lost, taken again; row 0: held at the start, lost, taken again
    assert predicted(make_count(day=30, since=0, relation="recaptured")) == [2, 0]
    assert predicted(make_count(day=22, since=0, relation="recaptured")) == [1, 0]
    # row 2 of the second run was red's on day 0; the holder of everything else is taken to have had it before
    assert predicted(make_count(day=30, since=0, relation="recaptured", faction="blue")) == [2, 1]


def test_recaptured_knows_what_control_rows_say_of_the_time_before():
    earlier = np.zeros((2, 12), dtype=bool)
    earlier[RED, 5] = True
    record = replace(make_record(RUNS, start=START), earlier=earlier)
    count = make_count(day=30, since=0, relation="recaptured")
    assert predict_lags(record, count, make_source(), ONE, np.array([0]))[0].tolist() == [2, 1]


def of(*places, **fields):
    """A count of places by their rows."""
    count = make_count(**{"basis": float(len(places)), **fields})
    return replace(count, places=tuple(f"T{row + 1:02d}" for row in places))


def test_a_count_of_a_part_looks_at_its_districts_only():
    west = replace(of(0, 1, 2, 3, day=22), within="P0")
    assert predicted(west) == [3, 3]
    assert predicted(replace(west, basis=8.0)) == [6, 6]
    assert predicted(replace(west, faction="blue")) == [1, 1]
    assert predicted(replace(of(4, 5, 6, 7, day=9, since=6), within="P1")) == [1, 1]
    assert predicted(replace(of(0, 1, 2, 3, day=22, unit="capitals", basis=1.0), within="P0")) == [1, 0]


def test_named_places_are_counted_one_by_one_and_without_bias():
    assert predicted(of(3, 4, day=11), bias=np.array([3.0, 3.0])) == [1, 0]
    assert predicted(of(3, 4, day=9, since=4), bias=np.array([3.0, 3.0])) == [2, 0]
    assert predicted(of(3, 4, day=30, since=0)) == [2, 0], "a place taken twice is one place"
    assert predicted(of(0, day=30, since=0, relation="lost")) == [1, 0]


def test_the_counts_of_a_part_add_up_to_those_of_the_whole():
    record = make_record(RUNS, start=START)
    parts = [held_worth(record, RED, np.arange(12) // 4 == part) for part in range(3)]
    assert (sum(parts) == record.series["held"][:, :, RED]).all()
    both = held_worth(record, RED, np.ones(12)) + held_worth(record, BLUE, np.ones(12))
    assert (both == 12).all()


def test_shares_of_area_and_people_weigh_through_the_districts_own():
    area = np.arange(1.0, 13.0)
    terrain = replace(make_terrain(), area=area, population=area * 1000)
    record = make_record(RUNS, start=START, terrain=terrain)
    for measure in ("share_of_area", "share_of_population"):
        count = make_count(day=15, measure=measure, basis=100.0)
        held = [1 + 2 + 3 + 4 + 5, 1 + 2 + 3 + 6]
        expected = [100 * one / area.sum() for one in held]
        assert predict_lags(record, count, make_source(), ONE, np.array([0]))[0] == pytest.approx(expected)
    unequal = reporting_noise(record, count, make_source(noise=1.2))
    even = make_record(RUNS, start=START, terrain=replace(terrain, population=np.ones(12)))
    assert reporting_noise(even, count, make_source(noise=1.2)) == pytest.approx(
        100 * np.hypot(0.1 / np.sqrt(1), 0.03)
    )
    assert unequal > 11


def test_a_named_place_is_told_rightly_but_for_a_slip():
    record, source = make_record(), make_source(noise=12.0)
    assert counting_error(record, of(3, 4), source) == NamedError(2)
    assert counting_error(record, of(3, 4, relation="contests"), source) != NamedError(2)
    assert counting_error(record, replace(of(0, 1, 2, 3), within="P0"), source) == NormalError(
        12.0 * np.sqrt(4 / 12)
    )
    one = make_record(terrain=make_terrain(capitals=(3,), national=-1))
    assert counting_error(one, make_count(unit="capitals", basis=1.0), source) == NamedError(1)
    assert counting_error(record, make_count(unit="capitals", basis=3.0), source) == NormalError(0.5)


def test_a_window_moves_with_the_lag_as_a_whole_and_is_cut_at_the_start():
    assert predicted(make_count(day=10, since=10), lag=2) == [1, 0]
    assert predicted(make_count(day=10, since=-20), lag=4) == [1, 1]
    assert predicted(make_count(day=10, since=9), lag=30) == [0, 0]


def test_capitals_have_their_own_total_and_contests_of_capitals_their_own_series():
    assert predicted(make_count(day=15, unit="capitals", basis=3.0)) == [1, 0]  # row 3 is a capital
    assert predicted(make_count(day=15, unit="capitals", basis=6.0)) == [2, 0]
    threatened = np.zeros((2, 61, 2))
    threatened[:, 15, RED] = [1, 2]
    record = make_record(RUNS, start=START, series={"capitals_threatened": threatened})
    count = make_count(day=15, unit="capitals", basis=3.0, relation="contests")
    assert predict_lags(record, count, make_source(), ONE, np.array([0]))[0].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"measure": "share_of_area"}, "measured as share_of_area; expected a network that knows the areas"),
        ({"faction": "green"}, "faction 'green' takes no part"),
        ({"day": 61}, r"day 61 lies outside the runs \(0 to 60\)"),
        ({"day": -1}, "day -1 lies outside"),
        ({"kind": "flow"}, "a flow with window_from = None"),
    ],
)
def test_what_runs_cannot_predict_is_said_with_its_reason(fields, reason):
    assert re.match(reason, why_not_predicted(make_record(RUNS), make_count(**fields)) or "")


def test_a_network_without_capitals_predicts_none():
    record = make_record(terrain=make_terrain(capitals=(), national=-1))
    assert why_not_predicted(record, make_count(unit="capitals", basis=3.0)) == "the network has no capitals"


def test_the_fall_of_a_capital_is_public_but_being_threatened_is_judged_like_a_district():
    record, source = make_record(), make_source(noise=12.0)
    assert reporting_noise(record, make_count(), source) == 12.0
    assert reporting_noise(record, make_count(unit="capitals"), source) == 0.5
    assert reporting_noise(record, make_count(unit="capitals", relation="contests"), source) == pytest.approx(
        6.0
    )


def test_a_bias_is_the_same_for_a_run_in_any_batch_and_differs_by_source():
    source = make_source(bias=LogNormal(1.2, 0.2))
    many = bias_draws(7, np.arange(1000), source)
    assert bias_draws(7, np.array([17]), source)[0] == many[17]
    assert np.median(many) == pytest.approx(1.2, abs=3.3 * 1.25 * 0.2 * 1.2 / np.sqrt(1000))
    assert (bias_draws(7, np.arange(1000), make_source("other", bias=LogNormal(1.2, 0.2))) != many).all()
