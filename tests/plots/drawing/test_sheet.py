"""Labels moved apart, dates chosen, overlaps found."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.plots.drawing.sheet import date_ticks, new_figure, overlaps, spread, tick_names, write


@given(st.lists(st.floats(0, 10), max_size=12), st.floats(0.01, 3))
def test_labels_moved_apart_keep_order_gap_and_frame(places: list[float], gap: float) -> None:
    moved = spread(places, gap, 0.0, 10.0)
    assert len(moved) == len(places)
    room = min(gap, 10.0 / max(len(places) - 1, 1))
    ordered = np.array(moved)[np.argsort(places, kind="stable")]
    assert (np.diff(ordered) >= room - 1e-9).all()
    assert all(-1e-9 <= place <= 10 + 1e-9 for place in moved)


def test_labels_far_apart_stay_where_they_are() -> None:
    assert spread([8.0, 1.0, 4.0], 1.0, 0.0, 10.0) == [8.0, 1.0, 4.0]


@pytest.mark.parametrize("days", [0, 1, 6, 30, 126, 365, 2000])
def test_at_most_ten_dates_are_written(days: int) -> None:
    first = date(2021, 5, 1)
    ticks = date_ticks(first, first + timedelta(days=days))
    assert 1 <= len(ticks) <= 10 and ticks == sorted(set(ticks))
    assert first <= ticks[0] and ticks[-1] <= first + timedelta(days=days)


def test_overlapping_and_cut_texts_are_found() -> None:
    figure = new_figure()
    write(figure, 0.5, 0.5, "one label")
    write(figure, 0.51, 0.5, "another label")
    write(figure, 0.99, 0.2, "a label that is cut at the edge")
    found = overlaps(figure)
    assert ("one label", "another label") in found
    assert ("a label that is cut at the edge", "outside the figure") in found and len(found) == 2


def test_a_new_year_is_written_below_its_first_date() -> None:
    days = [date(2017, 7, 1), date(2017, 10, 1), date(2018, 1, 1), date(2018, 4, 1)]
    assert tick_names(days) == ["1\u00a0Jul\n2017", "1\u00a0Oct", "1\u00a0Jan\n2018", "1\u00a0Apr"]
    assert tick_names(days[2:]) == ["1\u00a0Jan", "1\u00a0Apr"]
