"""Verification of whole wars: support and falls, the quiet year, the trade-off between alarm and surprise."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.base.codes import ABANDONMENT, ASSAULT
from sim.ensemble.engine import run_ensemble
from sim.scenario.scenario import Scenario
from tests.verification.pictures import keep, sheet
from tools.docs.record_measure import measure_quiet, trade_off

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


def falls(scenario: Scenario, level: float, runs: int) -> np.ndarray:
    """Captures by the challenger in each run with external support held at ``level``: [R]."""
    ensemble = run_ensemble(scenario, runs=runs, law={"external.level": level, "external.after": level})
    r = ensemble.record
    taken = (
        (r.event_to == 0) & (r.event_day > 0) & (r.event_manner >= ASSAULT) & (r.event_manner <= ABANDONMENT)
    )
    return np.bincount(r.event_run[taken], minlength=runs)


def test_more_external_support_never_raises_the_mean_number_of_falls(seed_scenario: Scenario) -> None:
    found = [falls(seed_scenario, level, 300) for level in LEVELS]
    for less, more in zip(found, found[1:], strict=False):
        paired = more - less  # the same dice, run by run
        assert paired.mean() < 3.9 * paired.std() / math.sqrt(len(paired))
    assert found[-1].mean() < 0.5 * found[0].mean()


@pytest.mark.slow
def test_falls_decline_with_support_in_the_mean(seed_scenario: Scenario) -> None:
    levels = np.linspace(0, 1, 11)
    found = np.array([falls(seed_scenario, float(level), 1500) for level in levels])
    figure, axes = sheet(
        "More external support, fewer falls: the mean only ever declines",
        "support",
        "falls of districts a run",
    )
    axes.plot(levels, found.mean(axis=1), "o-", ms=4)
    axes.fill_between(levels, *np.percentile(found, (25, 75), axis=1), alpha=0.2)
    lines = [f"support {a:.1f}: {b:.1f} falls" for a, b in zip(levels, found.mean(axis=1), strict=True)]
    keep(figure, "support_and_falls", lines)
    paired = np.diff(found, axis=0)
    assert (paired.mean(axis=1) < 3.9 * paired.std(axis=1) / math.sqrt(1500)).all()


@pytest.mark.slow
def test_a_quiet_year_is_no_cry_of_collapse(quiet_scenario: Scenario) -> None:
    found = measure_quiet(quiet_scenario, 2000)
    ensemble = run_ensemble(quiet_scenario, runs=2000)
    held = ensemble.series["held"][..., 0].astype(int)
    figure, axes = sheet(
        "Quiet year: the fan stays flat and few lines leave it", "day", "change of districts since day 0"
    )
    for low, high in ((5, 95), (25, 75)):
        axes.fill_between(
            np.arange(held.shape[1]), *np.percentile(held - held[:, :1], (low, high), axis=0), alpha=0.25
        )
    axes.plot(np.median(held - held[:, :1], axis=0), color="black", lw=1)
    ends, change = found["ends"], found["change"]
    lines = [
        f"P(the war ends within 365 days of as_of) {ends['p']:.4f} ({ends['low']:.4f} to {ends['high']:.4f}), {found['runs']} runs",
        f"change of districts in that year: 5/50/95 % {change['p05']:.0f} / {change['p50']:.0f} / {change['p95']:.0f}",
        f"share of runs within 20 districts {found['within_20']:.3f}",
    ]
    keep(figure, "quiet_year", lines)
    assert ends["high"] < 0.02
    assert found["within_20"] > 0.75
    assert found["median_holds"] and found["spread_holds"]


@pytest.mark.slow
def test_the_quiet_year_is_quiet_because_of_what_was_learned(quiet_scenario: Scenario) -> None:
    before = measure_quiet(replace(quiet_scenario, matched=None), 2000)
    assert not before["spread_holds"]
    assert before["change"]["p95"] > 100


@pytest.mark.slow
def test_the_trade_off_between_bursts_and_false_alarms_is_drawn_over_support() -> None:
    rows = trade_off(runs=2000)
    burst = [row["burst"]["p"] for row in rows]
    ends = [row["quiet"]["ends"]["p"] for row in rows]
    figure, axes = sheet(
        "Labels are support: as it declines, bursts are bought with false alarms",
        "P(end) of the quiet year",
        "burst share of history-like runs",
    )
    axes.plot(ends, [math.nan if p is None else p for p in burst], "o-", ms=4)
    lines = []
    for row, p, end in zip(rows, burst, ends, strict=True):
        axes.annotate(f"{row['support']:.1f}", (end, p or 0.0), fontsize=8)
        shown = "none" if p is None else f"{p:.4f} of {row['burst']['n']}"
        lines.append(
            f"support {row['support']:.1f}: bursts {shown} history-like runs, quiet year ends {end:.4f}"
        )
    keep(figure, "trade_off", lines)
    assert ends[-1] <= ends[0]
