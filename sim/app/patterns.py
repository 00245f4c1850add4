"""Patterns of the runs, before and after the evidence, for the page's trust block. Axes: R runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.claims.estimate import effective
from sim.evidence.quantiles import weighted_quantile
from sim.plots.report import Report
from sim.plots.text import day_name, number, percent
from sim.record.holdings import enemies, retaken
from sim.record.observables import by_run, share_without_fighting, taken
from sim.record.regimes import burst, history_like


@dataclass(frozen=True)
class Season:
    """The pattern of the summer of 2021, defined in docs/model.md, on a network of 398 districts and 34 capitals.

    Looked for in every scenario of at least ``least`` capitals, scaled to its network; never weighed, no target.
    """

    districts: float = 398.0
    gain: tuple[float, float] = (60.0, 220.0)  # net, from the start to the day before ``as_of``
    lost: float = 1.0  # capitals, at most, by then
    capitals: float = 34.0
    burst: float = 20.0  # capitals, at least, within ``days`` after ``as_of``
    days: int = 14
    least: int = 20


SEASON = Season()
FEWEST = 20  # effective runs below which no share is told
Row = dict[str, str]
Values = tuple[np.ndarray, np.ndarray]  # values, and the run row of each


def patterns(report: Report) -> list[Row]:
    """Rows {name, before, after}: how wars end, take and give back, and the pattern of ``SEASON``."""
    return [*ends(report), *season(report), *captures(report)]


def row_of(report: Report, name: str, said: Callable[[np.ndarray], str]) -> Row:
    """One row; ``said`` tells the pattern for weights [R]."""
    return {
        "name": name,
        "before": said(report.before),
        "after": said(report.shares) if report.weighed else "–",
    }


def share_row(report: Report, name: str, marked: np.ndarray, among: np.ndarray | None = None) -> Row:
    """Share of the runs ``marked`` bool [R], or of those ``among`` which bool [R]."""

    def said(weights: np.ndarray) -> str:
        base = weights if among is None else weights * among
        return (
            percent(float(base[marked].sum() / base.sum())) if effective(base) >= FEWEST else "too few runs"
        )

    return row_of(report, name, said)


def spread_row(report: Report, name: str, values: Values, said: Callable[[float], str]) -> Row:
    """Median and 5 to 95 % of values, each with the weight of its run."""
    found, run = values

    def spread(weights: np.ndarray) -> str:
        each = weights[run]
        if not each.sum() > 0:
            return "too few runs"
        low, middle, high = weighted_quantile(found, each, (0.05, 0.5, 0.95))
        return f"{said(float(middle))} ({said(float(low))} to {said(float(high))})"

    return row_of(report, name, spread)


def ends(report: Report) -> Iterator[Row]:
    """Whether the war is on when the question is asked, and whether it ends within the horizon."""
    record, calendar = report.record, report.record.calendar
    now, last = (day_name(calendar.date(day), year=True) for day in (record.as_of_day, report.last_day))
    over = record.end_day >= 0
    yield share_row(report, f"the war is still on, {now}", ~(over & (record.end_day <= record.as_of_day)))
    yield share_row(report, f"the war has ended by {last}", over & (record.end_day <= report.last_day))
    who = report.faction_name(report.focus)
    yield share_row(report, f"{who} have won it by {last}", report.won_day <= report.last_day)


def season(report: Report) -> Iterator[Row]:
    """How often the pattern of ``SEASON`` appears; nothing where the network has too few capitals for it."""
    record, capitals = report.record, len(report.record.terrain.capitals)
    if capitals < SEASON.least or record.as_of_day < 1:
        return
    scale = record.terrain.districts / SEASON.districts
    low, high = (round(scale * end) for end in SEASON.gain)
    many = max(1, round(SEASON.burst * capitals / SEASON.capitals))
    like = history_like(record, report.focus, record.as_of_day - 1, (low, high), SEASON.lost)
    fast = burst(record, report.focus, record.as_of_day, many, SEASON.days)
    day = day_name(record.calendar.date(record.as_of_day - 1), year=True)
    large = f"large advance with quiet capitals: net gain of {low} to {high} districts and at most {number(SEASON.lost)} capital lost by {day}"
    now, last = (day_name(record.calendar.date(one), year=True) for one in (record.as_of_day, record.days))
    sudden = f"burst: at least {many} of {capitals} capitals lost within some {SEASON.days} days from {now} to {last}"
    yield share_row(report, f"{large} (“history-like”)", like)
    yield share_row(report, sudden, fast)
    yield share_row(report, "burst, among the history-like runs", fast, like)


def captures(report: Report) -> Iterator[Row]:
    """Share of captures without fighting, share taken back, and after how many days."""
    record, now = report.record, report.record.as_of_day
    easy = share_without_fighting(record, report.focus, 0, now)
    some = np.flatnonzero(np.isfinite(easy))
    day = day_name(record.calendar.date(now), year=True)
    who = report.faction_name(report.focus)
    if not len(some):
        return
    name = f"captures by {who} without fighting, start to {day}: median over runs (5 to 95 %)"
    yield spread_row(report, name, (easy[some], some), percent)
    back = [retaken(record, int(enemy)) for enemy in enemies(record, report.focus)]
    back = [one.only(one.since <= now) for one in back]
    run = np.concatenate([np.zeros(0, dtype=np.int64), *(one.run for one in back)])
    held = np.concatenate([np.zeros(0, dtype=np.int64), *(one.since - one.lost_before for one in back)])
    taken_back = np.bincount(run, minlength=record.runs)[some]
    share = taken_back / by_run(record, taken(record, report.focus, 0, now))[some]
    name = f"captures taken back by {day}, as a share: median over runs (5 to 95 %)"
    yield spread_row(report, name, (np.minimum(share, 1.0), some), percent)
    if len(run):
        name = "days until a district is taken back: median over recaptures (5 to 95 %)"
        yield spread_row(report, name, (held, run), number)
