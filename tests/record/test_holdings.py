"""Holdings, first passages, recaptures and victories."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.codes import BY_TRUCE, CAPITAL_LOST, CONQUEST
from sim.record import aftermath
from sim.record.aftermath import fallen, passed_to
from sim.record.holdings import (
    FOREVER,
    NEVER,
    beaten,
    first_passages,
    holdings,
    retaken,
    stable_order,
    victors,
)
from tests.record.test_observables import busy
from tests.records import BLUE, RED, make_record

PLACES = np.array([3, 7])


def test_a_holding_lasts_from_its_capture_to_its_loss() -> None:
    record = make_record([[(10, 3, RED), (14, 3, BLUE), (20, 3, RED)], [(5, 7, RED)]])
    found = holdings(record, RED)
    assert found.run.tolist() == [0, 0, 1] and found.district.tolist() == [3, 3, 7]
    assert found.since.tolist() == [10, 20, 5]
    assert found.until.tolist() == [14, 61, 61]
    assert found.lost_to.tolist() == [BLUE, -1, -1]
    assert found.lost_before.tolist() == [-1, 14, -1]
    assert found.lasts(4).tolist() == [True, True, True]
    assert found.lasts(5).tolist() == [False, True, True]
    assert found.undecided(42).tolist() == [False, True, False]


def test_holdings_agree_with_the_days_seen_on_the_map() -> None:
    record = busy()
    found = holdings(record, RED)
    days = np.minimum(found.until, record.days + 1) - found.since
    from_start = sum(
        sum(1 for day in range(61) if not _lost(record, run, row, day))
        for run in range(record.runs)
        for row in _start(record, run)
    )
    assert days.sum() + from_start == record.series["held"][:, :, RED].sum()


def _start(record, run):  # type: ignore[no-untyped-def]
    rows = slice(record.event_first[run], record.event_first[run + 1])
    return record.event_district[rows][record.event_manner[rows] == 0]


def _lost(record, run, row, day):  # type: ignore[no-untyped-def]
    rows = slice(record.event_first[run], record.event_first[run + 1])
    mine = (record.event_district[rows] == row) & (record.event_manner[rows] > 0)
    return bool(len(record.event_day[rows][mine])) and record.event_day[rows][mine][0] <= day


def test_what_is_held_when_a_war_ends_is_held_for_ever_unless_an_enemy_won() -> None:
    ends = {0: (30, CAPITAL_LOST, RED), 1: (30, BY_TRUCE), 2: (30, CONQUEST, BLUE)}
    record = make_record([[(29, 3, RED)]] * 4, ends=ends)
    assert holdings(record, RED).until.tolist() == [FOREVER, FOREVER, 30, 61]
    assert victors(record).tolist() == [RED, -1, BLUE, -1]
    assert beaten(record, RED).tolist() == [False, False, True, False]


def test_who_fell_and_to_whom_it_passed_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {0: (30, CAPITAL_LOST, RED), 1: (30, BY_TRUCE), 2: (30, CONQUEST, BLUE)}
    record = make_record([[(29, 3, RED)]] * 4, ends=ends)
    read: list[object] = []
    monkeypatch.setattr(aftermath, "victors", lambda of: read.append(of) or victors(of))
    for _ in range(2):
        assert fallen(record).tolist() == [BLUE, -1, -1, -1]
        assert fallen(record, 29).tolist() == [-1] * 4
        assert fallen(record, 30).tolist() == [BLUE, -1, -1, -1]
        assert passed_to(record, RED).tolist() == [30, NEVER, NEVER, NEVER]
        assert passed_to(record, BLUE).tolist() == [NEVER] * 4
    assert len(read) == 3  # for the fallen, and for each faction


def test_places_that_were_not_won_back_are_no_recaptures() -> None:
    record = make_record([[(10, 0, RED), (14, 0, BLUE), (20, 1, RED), (21, 0, RED), (30, 0, BLUE)]])
    assert len(retaken(record, BLUE, np.array([1])).run) == 0


def test_first_passages_are_first_and_know_the_start() -> None:
    stories = [[(10, 3, RED), (12, 3, BLUE), (30, 3, RED)], [], [(5, 3, BLUE), (9, 3, RED)]]
    record = make_record(stories, start=[{}, {7: RED}, {3: RED}])
    assert first_passages(record, RED, PLACES).tolist() == [[10, NEVER], [NEVER, 0], [0, NEVER]]
    assert first_passages(record, RED, PLACES, after=9).tolist() == [
        [10, NEVER],
        [NEVER, NEVER],
        [NEVER, NEVER],
    ]
    assert first_passages(record, RED, PLACES, after=10).tolist()[0] == [30, NEVER]
    assert first_passages(record, BLUE, PLACES).tolist()[2] == [5, 0]


def test_a_third_faction_between_loss_and_recapture_changes_nothing() -> None:
    record = make_record([[(10, 0, RED), (12, 0, 2), (15, 0, BLUE)]])
    assert holdings(record, RED).lost_to.tolist() == [2]


def test_holdings_are_read_once_a_record_and_those_of_places_are_the_same_ones() -> None:
    record = busy()
    found = holdings(record, RED)
    assert holdings(record, RED) is found and retaken(record, RED) is retaken(record, RED)
    some = holdings(record, RED, PLACES)
    assert some is holdings(record, RED, PLACES) and holdings(record, RED, np.array([3])) is not some
    inside = np.isin(found.district, PLACES)
    for name in ("run", "district", "event", "since", "until", "lost_to", "lost_before"):
        np.testing.assert_array_equal(getattr(some, name), getattr(found, name)[inside])
    assert inside.any() and not inside.all()


def test_what_stands_beside_the_runs_goes_with_its_owner() -> None:
    record, first, second = busy(), np.zeros(1), np.zeros(1)
    record.view_for("rows", first)["a"] = 1
    assert record.view_for("rows", first) == {"a": 1}
    assert record.view_for("rows", second) == {}
    assert record.view_for("rows", first) == {}


@pytest.mark.parametrize("largest", [0, 5, 2**31 - 1, 2**31, 2**40])
def test_equal_keys_keep_their_order(largest: int) -> None:
    keys = np.random.default_rng(3).integers(0, 7, 500) * (largest // 6)
    assert stable_order(keys).tolist() == np.argsort(keys, kind="stable").tolist()
    assert stable_order(keys[:0]).tolist() == []
