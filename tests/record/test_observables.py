"""Counts and maps read from records, on hand-made runs and against plain re-counting."""

from __future__ import annotations

import numpy as np
import pytest

import sim.record.record as record_module
from sim.base.codes import ABANDONMENT, ASSAULT, ATTACKED, CAPITULATION, REPORTED
from sim.record.observables import (
    by_run,
    capture_rows,
    captures_by_channel,
    change,
    changes_at,
    count_captures,
    ever_captured,
    gross_captures,
    held,
    hold_probability,
    holders,
    net_change,
    running_captures,
    share_without_fighting,
)
from sim.record.record import Record
from tests.records import BLUE, RED, make_record


def busy(runs: int = 40, seed: int = 1) -> Record:
    """Runs in which random districts change hands on random days, from random starts."""
    rng = np.random.default_rng(seed)
    stories, starts = [], []
    for _ in range(runs):
        start = {int(row): RED for row in rng.choice(12, 3, replace=False)}
        holder = {row: start.get(row, BLUE) for row in range(12)}
        story = []
        for day in np.sort(rng.integers(1, 60, 25)):
            row, manner = int(rng.integers(12)), int(rng.integers(ASSAULT, ABANDONMENT + 1))
            holder[row] = 1 - holder[row]
            story.append((int(day), row, holder[row], manner))
        stories.append(story)
        starts.append(start)
    return make_record(stories, start=starts)


def test_windows_leave_out_their_first_day_and_include_their_last() -> None:
    record = make_record([[(10, 0, RED), (20, 1, RED)]])
    assert net_change(record, RED, 10, 20).tolist() == [1]
    assert net_change(record, RED, 9, 20).tolist() == [2]
    assert gross_captures(record, RED, 10, 19).tolist() == [0]
    assert held(record, RED, 20).tolist() == [2] and held(record, BLUE, 0).tolist() == [12]


def test_gross_net_and_ever_captured_differ_when_a_district_goes_to_and_fro() -> None:
    record = make_record([[(10, 0, RED), (12, 0, BLUE), (14, 0, RED), (16, 1, RED)], []])
    assert gross_captures(record, RED, 0, 30).tolist() == [3, 0]
    assert net_change(record, RED, 0, 30).tolist() == [2, 0]
    assert ever_captured(record, RED, 0, 30).tolist() == [2, 0]
    assert change(record, "gross", BLUE, (0, 30)).tolist() == [1, 0]


def test_attacks_and_the_start_map_are_no_captures() -> None:
    record = make_record([[(10, 3, RED, ATTACKED)]], start={0: RED, 1: RED})
    assert gross_captures(record, RED, -1, 60).tolist() == [0]
    assert len(capture_rows(record, RED, -1, 60)) == 0


def test_channels_tell_assault_from_surrender() -> None:
    story = [(1, 0, RED), (2, 1, RED, CAPITULATION), (3, 2, RED, CAPITULATION), (4, 4, RED, ABANDONMENT)]
    record = make_record([story, []])
    assert captures_by_channel(record, RED, 0, 60).tolist() == [[1, 2, 1], [0, 0, 0]]
    assert captures_by_channel(record, RED, 0, 3).tolist() == [[1, 2, 0], [0, 0, 0]]
    shares = share_without_fighting(record, RED, 0, 60)
    assert shares[0] == pytest.approx(0.75) and np.isnan(shares[1])


def test_what_is_only_reported_is_a_capture_of_no_channel() -> None:
    record = make_record([[(1, 0, RED), (2, 1, RED, REPORTED)], [(3, 2, RED, REPORTED)]])
    assert gross_captures(record, RED, 0, 60).tolist() == [2, 1]
    assert captures_by_channel(record, RED, 0, 60).tolist() == [[1, 0, 0], [0, 0, 0]]


def test_only_capitals_are_taken_where_capitals_are_asked_for() -> None:
    record = make_record([[(5, 0, RED), (6, 3, RED), (7, 7, RED)]])
    rows = capture_rows(record, RED, 0, 60, capitals=True)
    assert record.event_district[rows].tolist() == [3, 7]


def test_the_map_of_any_day_agrees_with_the_counted_series() -> None:
    record = busy()
    for day in (0, 1, 17, 60):
        for faction in (RED, BLUE):
            counted = (holders(record, day) == faction).sum(axis=1)
            assert counted.tolist() == record.series["held"][:, day, faction].tolist()


def test_some_runs_and_some_places_are_cut_out_of_the_whole_map() -> None:
    record = busy()
    whole = holders(record, 30)
    rows, places = np.array([7, 3, 30]), np.array([11, 0])
    assert np.array_equal(holders(record, 30, rows), whole[rows])
    assert np.array_equal(holders(record, 30, places=places), whole[:, places])
    assert np.array_equal(holders(record, 30, rows, places), whole[rows][:, places])


def test_hold_probability_agrees_with_the_weighted_map() -> None:
    record = busy()
    weights = np.random.default_rng(2).random(record.runs)
    for faction in (RED, BLUE):
        plain = (holders(record, 25) == faction).mean(axis=0)
        weighed = np.average(holders(record, 25) == faction, axis=0, weights=weights)
        assert hold_probability(record, faction, 25) == pytest.approx(plain)
        assert hold_probability(record, faction, 25, weights) == pytest.approx(weighed)
    assert np.isnan(hold_probability(record, RED, 25, np.zeros(record.runs))).all()


def test_changes_of_some_places_are_found_once_and_give_the_map_of_these() -> None:
    record, places = busy(), np.array([7, 2])
    assert changes_at(record, places) is changes_at(record, places)
    for day in (0, 12, record.days):
        assert np.array_equal(holders(record, day, places=places), holders(record, day)[:, places])
        assert np.array_equal(
            holders(record, day, np.array([5, 3]), places), holders(record, day)[[5, 3]][:, places]
        )


@pytest.mark.parametrize("size", [1, 7, 10**6])
def test_captures_counted_by_day_add_up_to_the_captures_of_a_window(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_module, "PORTION", size)
    record = busy()
    rows = capture_rows(record, RED, 10, 30)
    table = count_captures(record, RED)
    assert table.shape == (record.runs, record.days + 1)
    assert np.array_equal(table[:, 11:31].sum(axis=1), by_run(record, rows))
    assert np.array_equal(gross_captures(record, RED, 10, 30), by_run(record, rows))
    easy = by_run(record, rows[record.event_manner[rows] != ASSAULT])
    assert np.array_equal(count_captures(record, RED, but=ASSAULT)[:, 11:31].sum(axis=1), easy)
    lost = record.captures[record.event_from[record.captures] == RED]
    assert np.array_equal(running_captures(record, RED, "from")[:, -1], by_run(record, lost))


@pytest.mark.parametrize("window", [(-20, -5), (-3, 12), (30, 10), (50, 69), (65, 69)])
def test_captures_of_a_window_that_reaches_beyond_the_days_are_those_within_it(
    window: tuple[int, int],
) -> None:
    record = busy()
    expected = by_run(record, capture_rows(record, RED, *window))
    assert np.array_equal(gross_captures(record, RED, *window), expected)


@pytest.mark.parametrize("size", [1, 5, 10**6])
def test_portions_hold_every_run_and_every_event_once(size: int) -> None:
    record = make_record([[], [(10, 3, RED)], [], [(1, 0, RED), (2, 1, RED), (5, 0, BLUE)], []])
    portions = list(record.portions(size))
    assert np.concatenate([np.arange(record.runs)[runs] for runs, _ in portions]).tolist() == [0, 1, 2, 3, 4]
    assert np.array_equal(
        np.concatenate([record.event_day[events] for _, events in portions]), record.event_day
    )
    for runs, events in portions:
        assert set(record.event_run[events]) <= set(range(record.runs)[runs])


def test_a_record_of_narrow_integers_does_not_overflow() -> None:
    narrow = np.zeros((1, 61, 2), dtype=np.int8)
    narrow[:, 0, RED], narrow[:, 1:, RED] = -100, 100
    record = make_record([[]], series={"held": narrow})
    assert net_change(record, RED, 0, 5).tolist() == [200]
