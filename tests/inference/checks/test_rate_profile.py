"""The rate profile: which stocks make a pair, and rates of runs made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.evidence.source_and_count import Baseline, Count
from sim.inference.checks.rate_profile import rate_rows
from sim.inference.report_terms import ReportContext
from sim.inference.weights import weigh
from tests.records import RED, make_record
from tests.reports import make_count, make_source


def stock(name: str, day: int, value: float, **more: object) -> Count:
    """``value`` of 12 districts held on ``day``, compared only."""
    plain = make_count(name, day=day, low=value, high=value, basis=12.0)
    return replace(plain, **{"use": "check", **more})  # type: ignore[arg-type]  # fields of a count


def rows(counts: list[Count], baseline: float | None = None) -> list[dict[str, object]]:
    """Rate rows of four runs in which red takes one district each on days 3, 10 and 17."""
    events = [(day, row, RED, 1) for row, day in enumerate((3, 10, 17))]
    record = make_record([events] * 4)
    own = None if baseline is None else {"red": Baseline(baseline, 12.0)}
    source = make_source(noise=0.01, baseline=own)
    sources = {"gazette": source}
    weights = weigh(record, [], sources, 1)
    return rate_rows(ReportContext(record, sources, weights.bias), counts, weights, 1)


def test_a_tracker_with_its_own_start_begins_there_and_rates_are_a_week() -> None:
    first, second = rows([stock("a", 14, 4.0), stock("b", 28, 5.0)], baseline=2.0)
    assert first["prior_predictive"] == pytest.approx({"p05": 1.0, "p50": 1.0, "p95": 1.0}, abs=0.05)
    assert first["reported"] == pytest.approx({"p05": 1.0, "p50": 1.0, "p95": 1.0})
    assert second["reported"] == pytest.approx({"p05": 0.5, "p50": 0.5, "p95": 0.5})


def test_without_an_own_start_the_first_stock_makes_no_row() -> None:
    assert len(rows([stock("a", 14, 4.0), stock("b", 28, 5.0)])) == 1


def test_a_rate_that_no_run_has_is_outside() -> None:
    (row,) = rows([stock("a", 14, 4.0), stock("b", 28, 11.0)])
    assert row["inside"] is False


def test_stocks_less_than_a_week_apart_and_those_of_others_make_no_pair() -> None:
    assert rows([stock("a", 14, 4.0), stock("b", 18, 5.0)]) == []
    assert rows([stock("a", 14, 4.0), stock("b", 28, 5.0, origin="somebody")]) == []
    assert rows([stock("a", 14, 4.0), stock("b", 28, 5.0, use="context")]) == []
