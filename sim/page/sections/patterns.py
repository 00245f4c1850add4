"""Patterns of the runs, before and after the evidence, for the page's trust block. Axes: R runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.claims.estimate import LEAST_SHOWN, effective
from sim.evidence.quantiles import weighted_quantile
from sim.plots.drawing.report_data import Report
from sim.plots.drawing.text import day_name, number, percent, share_text
from sim.record.past import PATTERNS, Values
from sim.record.summer_2021 import SUMMER, pattern_of_2021, scaled

Row = dict[str, str]
Wording = Callable[[np.ndarray, float], str]  # of weights [R] and the factor on their effective runs


def patterns(report: Report) -> list[Row]:
    """Rows {name, before, after}: how wars end, take and give back, and the pattern of ``SUMMER``."""
    return [*ends(report), *summer(report), *captures(report)]


def row_of(report: Report, name: str, wording: Wording) -> Row:
    """One row; ``wording`` describes the pattern for weights [R]."""
    return {
        "name": name,
        "before": wording(report.before, 1.0),
        "after": wording(report.shares, report.dependence) if report.weighed else "–",
    }


def share_row(report: Report, name: str, marked: np.ndarray, among: np.ndarray | None = None) -> Row:
    """Share of the runs ``marked`` bool [R], or of those ``among`` which bool [R]."""

    def wording(weights: np.ndarray, dependence: float) -> str:
        base = weights if among is None else weights * among
        enough = dependence * effective(base) >= LEAST_SHOWN
        return percent(float(base[marked].sum() / base.sum())) if enough else "too few runs"

    return row_of(report, name, wording)


def spread_row(report: Report, name: str, values: Values, wording: Callable[[float], str]) -> Row:
    """Median and 5 to 95 % of values, each with the weight of its run."""
    values_read, run = values

    def spread(weights: np.ndarray, _: float) -> str:
        run_weights = weights[run]
        if not run_weights.sum() > 0:
            return "too few runs"
        low, middle, high = weighted_quantile(values_read, run_weights, (0.05, 0.5, 0.95))
        return f"{wording(float(middle))} ({wording(float(low))} to {wording(float(high))})"

    return row_of(report, name, spread)


def ends(report: Report) -> Iterator[Row]:
    """Whether the war is on when the question is asked, and whether it ends within the horizon."""
    record, calendar = report.record, report.record.calendar
    as_of_date, last = (
        day_name(calendar.date(day), year=True) for day in (record.as_of_day, report.last_day)
    )
    has_ended = record.end_day >= 0
    yield share_row(
        report, f"the war is still on, {as_of_date}", ~(has_ended & (record.end_day <= record.as_of_day))
    )
    yield share_row(report, f"the war has ended by {last}", has_ended & (record.end_day <= report.last_day))
    faction = report.faction_name(report.focus)
    yield share_row(report, f"the war has been won by {faction}, {last}", report.won_day <= report.last_day)


def summer(report: Report) -> Iterator[Row]:
    """How often the pattern of ``SUMMER`` appears; nothing where the network has too few capitals for it."""
    record, arrays = report.record, pattern_of_2021(report.record)
    if arrays is None:
        return
    (low, high), lost_count, capitals = scaled(record)
    dates = [
        day_name(record.calendar.date(day), year=True)
        for day in (record.as_of_day - 1, record.as_of_day, record.days)
    ]
    advance_text = f"large advance with quiet capitals: net gain of {low} to {high} districts and at most {number(SUMMER.lost)} capital lost by {dates[0]}"
    burst_text = f"burst: at least {lost_count} of {capitals} capitals lost within some {SUMMER.days} days from {dates[1]} to {dates[2]}"
    history_like, has_burst = arrays
    yield share_row(report, f"{advance_text} (“history-like”)", history_like)
    yield share_row(report, burst_text, has_burst)
    yield share_row(report, "burst, among the history-like runs", has_burst, history_like)


def captures(report: Report) -> Iterator[Row]:
    """Share of captures without fighting, share taken back, and after how many days."""
    record, as_of = report.record, report.record.as_of_day
    day, faction = day_name(record.calendar.date(as_of), year=True), report.faction_name(report.focus)
    for name, wording in (
        ("without_fighting", share_text),
        ("taken_back", share_text),
        ("days_until_taken_back", number),
    ):
        pattern = PATTERNS[name]
        values = pattern.read(record, report.focus, as_of)
        if len(values[0]):
            text = f"{pattern.meaning}, {faction}, start to {day}: median (5 to 95 %)"
            yield spread_row(report, text, values, wording)
