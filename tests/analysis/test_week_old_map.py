"""A forecast from a control table a week old, twenty named captures since, and counts that weigh: enough runs are left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from sim.analysis.pipeline import condition
from sim.base.codes import RURAL
from sim.ensemble.engine import run_ensemble
from sim.evidence.source_and_count import Count
from sim.record.observables import holders
from sim.scenario.scenario import ControlRow, Scenario
from sim.scenario.synthetic import START, make_scenario
from tests.reports import make_count, make_source

UNITS, AS_OF, HELD, CAPTURES = 200, 96, 50, 20
RUNS, ENOUGH = 2000, 200
ERROR = 0.05  # of a row
RED, BLUE = 0, 1


def week_old() -> Scenario:
    """A made-up war: the whole map of a week before ``as_of``, captures by the front on the days since, and what counts said of it."""
    made = make_scenario(UNITS, AS_OF + 24)
    order = np.argsort(made.terrain.lon, kind="stable")
    mapped = set(order[:HELD].tolist())
    taken = [int(one) for one in order[HELD:] if made.terrain.seat[one] == RURAL][:CAPTURES]
    whole = [
        ControlRow(AS_OF - 7, place, RED if place in mapped else BLUE, error=ERROR, source="gazette")
        for place in range(UNITS)
    ]
    since = [
        ControlRow(AS_OF - 6 + number % 7, place, RED, error=ERROR, source="gazette")
        for number, place in enumerate(taken)
    ]
    return replace(
        made,
        control=tuple(sorted([*whole, *since], key=lambda row: (row.day, row.district))),
        sources={"gazette": make_source(noise=6.0)},
        counts=(
            told("month_ago", AS_OF - 30, HELD),
            told("now", AS_OF - 1, HELD + CAPTURES),
            replace(told("week", AS_OF - 1, CAPTURES), kind="flow", relation="gained", window_from=START + timedelta(days=AS_OF - 8)),
        ),
    )  # fmt: skip


def told(name: str, day: int, number: int) -> Count:
    """About so many districts are held by the red side."""
    when = START + timedelta(days=day)
    one = make_count(name, faction="red", low=number, high=number, modifier="about", basis=UNITS)
    return replace(one, date=when, published=when)


def test_a_table_a_week_old_and_twenty_captures_leave_enough_runs() -> None:
    scenario = week_old()
    ensemble = run_ensemble(scenario, runs=RUNS, seed=1)
    weights = condition(ensemble, method="weights")
    assert weights.ess >= ENOUGH
    found = holders(ensemble.record, AS_OF) == RED
    named = [row.district for row in scenario.control if row.day > AS_OF - 7]
    assert np.average(found[:, named].mean(axis=1), weights=weights.values) > 1 - 2 * ERROR
