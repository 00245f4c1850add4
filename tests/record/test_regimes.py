"""Regimes of a war, bursts and history-like runs, on wars told by hand."""

from __future__ import annotations

import math

import pytest

from sim.base.codes import ASSAULT, CAPITAL_LOST, CAPITULATION
from sim.record.record import Record
from sim.record.regimes import (
    CASCADE,
    CULMINATION,
    LARGE,
    OTHER,
    REGIMES,
    REVERSAL,
    STALEMATE,
    STEADY_ADVANCE,
    burst,
    capital_falls,
    history_like,
    regimes,
)
from tests.claims.stories import march, steady
from tests.records import BLUE, RED, make_record, make_terrain

TERRAIN = make_terrain(100, capitals=(80, 84, 88, 92, 96), national=99)


def war(*happenings: tuple, end: tuple[int, ...] | None = None, days: int = 120) -> Record:
    """One run on a chain of 100 districts."""
    ends = None if end is None else {0: end}
    return make_record([list(happenings)], terrain=TERRAIN, days=days, as_of=45, ends=ends)


def regime(record: Record) -> str:
    """Name of the regime from red's side."""
    return REGIMES[int(regimes(record, RED)[0])]


def test_each_regime_is_recognised_from_the_record_alone() -> None:
    assert regime(war(*march(dict.fromkeys(range(4, 121, 4), 1)))) == REGIMES[STEADY_ADVANCE]
    assert regime(war(*march(steady(10, 30)))) == REGIMES[CULMINATION]
    assert regime(war(*march({10: 5, 40: -5, 60: 5}))) == REGIMES[STALEMATE]
    assert regime(war(*march({50: 8, 55: 8}, CAPITULATION))) == REGIMES[CASCADE]
    assert regime(war(*march({**steady(10, 30), **steady(40, 47, -1)}))) == REGIMES[REVERSAL]
    assert regime(war()) == REGIMES[STALEMATE]


def test_a_loss_made_good_again_is_other_and_one_that_stays_is_reversal() -> None:
    start = dict.fromkeys(range(40), RED)
    lost = [(20, row, BLUE) for row in range(12)]
    back = [(60, row, RED) for row in range(6)]
    both = make_record([lost, lost + back], terrain=TERRAIN, days=120, as_of=45, start=start)
    assert regimes(both, RED).tolist() == [REVERSAL, OTHER]


def test_a_fast_advance_by_assault_is_no_cascade() -> None:
    fought = [*march({50: 8, 55: 8}, ASSAULT), *march(steady(60, 110), first=16)]
    assert regime(war(*fought)) == REGIMES[STEADY_ADVANCE]


def test_runs_too_slow_for_a_cascade_keep_their_place_beside_fast_ones() -> None:
    slow, fast = march(steady(10, 30)), march({50: 8, 55: 8}, CAPITULATION)
    wars = make_record([slow, fast, slow, fast], terrain=TERRAIN, days=120, as_of=45)
    assert regimes(wars, RED).tolist() == [CULMINATION, CASCADE, CULMINATION, CASCADE]


def test_falls_of_capitals_are_read_once_whoever_asks() -> None:
    record = war((50, 80, RED))
    assert capital_falls(record, RED, 45) is capital_falls(record, RED, 45)
    assert capital_falls(record, RED, 45)[0].tolist() == [50, -1, -1, -1, -1, -1]
    assert capital_falls(record, RED, 60)[0].tolist() == [-1] * 6


def test_a_finished_run_does_not_look_culminated() -> None:
    record = war(*march(steady(10, 40)), (41, 99, RED), end=(41, CAPITAL_LOST, RED))
    assert regime(record) == REGIMES[STEADY_ADVANCE]
    going_on = war(*march(steady(10, 40)))
    assert regime(going_on) == REGIMES[CULMINATION]


@pytest.mark.parametrize("districts", [20, 100])
def test_thresholds_scale_with_the_number_of_districts(districts: int) -> None:
    terrain, need = make_terrain(districts, capitals=(), national=-1), math.ceil(LARGE * districts)
    stories = [[(10 + row, row, RED) for row in range(number)] for number in (need, need - 1)]
    record = make_record(stories, terrain=terrain, days=120)
    assert regimes(record, RED).tolist() == [CULMINATION, STALEMATE]


def test_short_records_have_a_regime() -> None:
    assert regime(war(days=1)) == REGIMES[STALEMATE]
    assert regime(war(*march({3: 20}, CAPITULATION), days=5)) == REGIMES[CASCADE]


def test_a_burst_is_many_capitals_within_few_days_after_the_report() -> None:
    falls = [(50, 80, RED), (55, 84, RED), (63, 88, RED)]
    assert burst(war(*falls), RED, 45, 3, 14).tolist() == [True]
    assert burst(war(*falls), RED, 45, 3, 13).tolist() == [False]
    assert burst(war(*falls), RED, 50, 3, 14).tolist() == [False]
    assert burst(war(*falls), RED, 45, 7, 100).tolist() == [False]


def test_the_rest_counts_as_lost_when_the_national_capital_falls() -> None:
    record = war((30, 80, RED), (50, 84, RED), (60, 99, RED), end=(60, CAPITAL_LOST, RED))
    assert capital_falls(record, RED, 45).tolist() == [[-1, 50, 60, 60, 60, 60]]
    assert burst(record, RED, 45, 5, 14).tolist() == [True]
    assert burst(record, RED, 45, 6, 14).tolist() == [False]
    assert burst(record, RED, 60, 1, 14).tolist() == [False]


def test_history_like_runs_have_the_gain_the_capitals_and_a_war_that_is_on() -> None:
    stories = [
        march({10: 6}),
        march({10: 5}),
        march({10: 11}),
        [*march({10: 6}), (20, 80, RED), (21, 84, RED)],
        march({10: 6}),
    ]
    record = make_record(stories, terrain=TERRAIN, days=120, as_of=45, ends={4: (44, CAPITAL_LOST, RED)})
    assert history_like(record, RED, 44, (6, 10), 1).tolist() == [True, False, False, False, False]
    assert history_like(record, RED, 43, (6, 10), 2).tolist() == [True, False, False, True, True]
