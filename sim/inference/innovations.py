"""What runs did by themselves between known maps, against what is known to have happened: a term for each month and side.

Runs are set to a complete control table as they go on (``sim.law.reports``), so the map itself cannot weigh them. What
enters is the innovation: how many places a side took in the run of its own accord, against how many it took. Both are
counts of one intensity that nobody sees, so the known number given the run's is negative binomial (a Poisson number whose
rate has the gamma posterior that the run's number leaves of Jeffreys' prior). Where a front stood still, quiet runs weigh more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.base.codes import REPORTED
from sim.inference.report_terms import Term
from sim.record.record import Record
from sim.scenario.scenario import MONTH, ControlRow, reported_captures, restatement_days

MONTHS = 3  # of the scenario's MONTH, compared before as_of: tempo is forgotten within weeks, rhythm within a season (assumed)
CLUSTER = 3.0  # places that fall together on average; they are one observation (assumed)
JEFFREYS = 0.5  # shape of the gamma prior of an intensity before anything is counted
CONTROL = "control"  # behind the source in the name of a group of these terms


def innovation_terms(record: Record, control: Sequence[ControlRow]) -> tuple[Term, ...]:
    """A term for each month and warring side that complete control tables cover; () without such tables."""
    rows = [row for row in control if row.complete]
    if not rows:
        return ()
    first = max(0, min(row.day for row in rows))
    ends = restatement_days(rows, min(record.as_of_day, record.days))[-MONTHS:]
    captures_known = reported_captures(rows)
    source = max(rows, key=lambda row: row.day).source
    unreliable = float(np.mean([row.error for row in rows]))
    terms = []
    for until in ends:
        after = max(first, until - MONTH)
        captures_simulated = captures_run(record, after, until)
        for f, name in enumerate(record.factions):
            if not record.war[f].any():
                continue
            number = sum(after < day <= until for day, taker in captures_known if taker == f)
            log = log_likelihood(number, captures_simulated[:, f])
            terms.append(
                Term(
                    id=f"{CONTROL}:{name}:{record.calendar.date(until)}",
                    group=f"{source}:{CONTROL}",
                    outcomes=record.terrain.districts + 1.0,
                    power=1.0 / CLUSTER,
                    unreliable=unreliable,
                    alone=log,
                    joint=log,
                )
            )
    return tuple(terms)


def captures_run(record: Record, after: int, until: int) -> NDArray[np.int64]:
    """Districts that each side took by itself within (after, until], each once: [R, F]."""
    rows = record.captures
    day, manner = record.event_day[rows], record.event_manner[rows]
    rows = rows[(day > after) & (day <= until) & (manner != REPORTED)]
    factions, districts = len(record.factions), record.terrain.districts
    key = (record.event_run[rows] * factions + record.event_to[rows]) * districts + record.event_district[
        rows
    ]
    once = np.unique(key) // districts
    return np.bincount(once, minlength=record.runs * factions).reshape(record.runs, factions)


def log_likelihood(number: int, captures: NDArray[np.int64]) -> NDArray[np.float64]:
    """log P(number known | ``captures`` in the run) [R]: negative binomial, shape captures + JEFFREYS, equal exposure."""
    counts = np.arange(int(captures.max(initial=0)) + 1) + JEFFREYS
    table = np.zeros(len(counts))
    for k in range(number):  # gamma(number + shape) / gamma(shape) / number!
        table += np.log((counts + k) / (k + 1.0))
    table -= (number + counts) * np.log(2.0)
    return np.asarray(table[captures])
