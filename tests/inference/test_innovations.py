"""What runs did by themselves between known maps, against what is known to have happened."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.base.codes import ASSAULT, REPORTED
from sim.inference.innovations import captures_run, innovation_terms, log_likelihood
from sim.inference.weights import weigh
from sim.scenario.scenario import ControlRow, reported_captures
from tests.records import BLUE, RED, make_record
from tests.reports import make_source


def rows(*changes: tuple[int, int, int], complete: bool = True) -> tuple[ControlRow, ...]:
    """A map of day 0 on which blue holds every place, and changes (day, district, holder)."""
    start = [(0, district, BLUE) for district in range(4)]
    return tuple(
        ControlRow(*one, error=0.02, source="gazette", complete=complete) for one in [*start, *changes]
    )


def runs():
    """Three runs: red takes two places by itself, takes one by itself and one as reported, takes none."""
    own = [(12, 0, RED, ASSAULT), (15, 1, RED, ASSAULT)]
    return make_record([own, [(12, 0, RED, ASSAULT), (15, 1, RED, REPORTED)], []])


@pytest.mark.parametrize("number", [0, 1, 7])
def test_the_likelihood_is_negative_binomial(number: int) -> None:
    taken = np.array([0, 3, 12, 3])
    expected = stats.nbinom.logpmf(number, taken + 0.5, 0.5)
    assert log_likelihood(number, taken) == pytest.approx(expected)


def test_what_was_carried_out_as_reported_is_no_capture_of_the_run() -> None:
    assert captures_run(runs(), 0, 60)[:, RED].tolist() == [2, 1, 0]
    assert captures_run(runs(), 12, 60)[:, RED].tolist() == [1, 0, 0]  # day 12 itself is before
    again = make_record([[(3, 0, RED, ASSAULT), (5, 0, BLUE, ASSAULT), (9, 0, RED, ASSAULT)]])
    assert captures_run(again, 0, 60).tolist() == [[1, 1]]  # a place is counted once for each side


def test_a_change_of_holder_is_known_on_the_day_of_its_row() -> None:
    told = rows((10, 2, RED), (20, 2, RED), (30, 2, BLUE))
    assert reported_captures(told) == [(10, RED), (30, BLUE)]


def test_a_front_that_stood_still_favours_quiet_runs_and_one_that_moved_the_others() -> None:
    sources = {"gazette": make_source(unreliable=0.0)}
    still = weigh(runs(), [], sources, 1, control=rows()).values
    assert still[2] > still[1] > still[0]
    moved = weigh(runs(), [], sources, 1, control=rows((11, 3, RED), (13, 2, RED))).values
    assert moved[0] > moved[1] > moved[2]
    assert weigh(runs(), [], sources, 1, control=rows(), evidence="none").values == pytest.approx([1 / 3] * 3)


def test_tables_that_do_not_name_every_change_say_nothing_of_what_stayed() -> None:
    assert innovation_terms(runs(), rows((11, 3, RED), complete=False)) == ()
    assert innovation_terms(runs(), ()) == ()


def test_terms_are_of_the_last_three_months_and_share_the_switch_of_their_source() -> None:
    record = runs()
    late = replace(record, calendar=replace(record.calendar, as_of=record.calendar.date(55)))
    terms = innovation_terms(late, rows())
    assert len(terms) == 4  # days 0 to 25 and 25 to 55, two sides
    assert {term.group for term in terms} == {"gazette:control"}
    assert [term.unreliable for term in terms] == pytest.approx([0.02] * 4)
    assert len({term.id for term in terms}) == 4
