"""``sim forecast``: daily chances of what a reader may ask, as a table for people. Axes: R runs, T days ahead.

One row a question and day: the chance that it has happened by the end of that day, and, once a question, the days by
which it has happened in 5, 25, 50, 75 and 95 % of the weight. Each question carries the text by which it is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from sim.app.console import Console, Stopwatch
from sim.app.documents import versions, write_json
from sim.app.folder import complete, open_folder
from sim.app.hindcast import say_table, write_csv
from sim.app.job import Job
from sim.app.steps import FEWEST, learn, read, run
from sim.base.codes import CHALLENGER
from sim.base.errors import DONE, NO_VERDICT
from sim.claims.estimate import jeffreys
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights
from sim.record.holdings import NEVER
from sim.record.regimes import capital_falls

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
NUMBERS = (1, 3, 10)  # of capitals asked together
RECENT = 90  # days since as_of within which cities are named by their province only
LATER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Question:
    """What is asked: ``days`` [R] is the day it came true in each run, LATER if not within the simulated days."""

    id: str
    text: str
    days: np.ndarray


def main(job: Job) -> int:
    """Run, weigh, ask, tell, write forecast.csv and questions.csv."""
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    job = replace(job, runs=job.runs or scenario.runs)
    with open_folder(job) as folder:
        ensemble, weights = learn(run(scenario, job, console, watch), job, console)
        if weights.ess < FEWEST:
            console.say(f"effective runs {weights.ess:.0f}: fewer than {FEWEST}, so there is no forecast")
            return NO_VERDICT
        asked = questions(ensemble)
        daily = [row for one in asked for row in daily_rows(ensemble, weights, one)]
        passages = [passage_row(ensemble, weights, one) for one in asked]
        tell(console, passages)
        write_csv(folder.part / "forecast.csv", list(daily[0]), daily)
        write_csv(folder.part / "questions.csv", list(passages[0]), passages)
        write_json(folder.part / "manifest.json", {"schema": "sim.manifest/1", "command": job.command, "config": job.config, "versions": versions(ensemble.law_version)})  # fmt: skip
        complete(replace(folder, automatic=False))
    console.say(f"written: {folder.path / 'forecast.csv'} ({len(daily):,} rows)")
    return DONE


def questions(ensemble: Ensemble) -> list[Question]:
    """Each capital, the national capital by name, and 1, 3 and 10 capitals together, from the day after as_of."""
    record, scenario = ensemble.record, ensemble.scenario
    side = int(np.flatnonzero(record.roles == CHALLENGER)[0])
    taker = scenario.factions[side].name
    falls = capital_falls(record, side, record.as_of_day)
    days = np.where(falls == NEVER, LATER, falls).astype(np.int64)
    after, first = scenario.calendar.as_of, "the first day at whose end"
    found = [
        Question(
            f"capital:{label}",
            f"{first} {taker} hold {label}, after {after}; settled by dated reports of two agencies; a place that "
            "changes hands without a fight counts; when the war is won all that is left counts as taken that day",
            days[:, column],
        )
        for column, label in capital_labels(ensemble, datetime.now(UTC).date())
    ]
    ordered = np.sort(days, axis=1)
    for number in (n for n in NUMBERS if n <= days.shape[1]):
        text = f"{first} {number} of the {days.shape[1]} provincial capitals have fallen to {taker} since {after}; later losses of them do not count back"
        found.append(Question(f"capitals:{number}", text, ordered[:, number - 1]))
    return found


def capital_labels(ensemble: Ensemble, today: date) -> list[tuple[int, str]]:
    """(column, name) of each capital; by province while the report is younger than RECENT days."""
    terrain = ensemble.scenario.terrain
    recent = (today - ensemble.scenario.calendar.as_of).days < RECENT
    names = terrain.provinces if recent else terrain.names
    prefix = "the capital of " if recent else ""
    return [(column, f"{prefix}{names[row]}") for column, row in enumerate(terrain.capitals)]


def last_day(ensemble: Ensemble) -> int:
    """Last day of the horizon."""
    return ensemble.record.as_of_day + ensemble.scenario.horizon


def daily_rows(ensemble: Ensemble, weights: Weights, one: Question) -> list[dict[str, Any]]:
    """Chance that it has happened by the end of each day of the horizon, with its Monte Carlo interval."""
    calendar, t0 = ensemble.record.calendar, ensemble.record.as_of_day
    days = np.arange(t0 + 1, last_day(ensemble) + 1)
    chance = weights.values @ (one.days[:, None] <= days[None, :])
    rows = []
    for day, p in zip(days, np.clip(chance, 0.0, 1.0), strict=True):
        low, high = jeffreys(float(p), weights.ess)
        rows.append({"question": one.id, "date": calendar.date(int(day)).isoformat(), "p": float(p), "low": low, "high": high})  # fmt: skip
    return rows


def passage_row(ensemble: Ensemble, weights: Weights, one: Question) -> dict[str, Any]:
    """Chance within the horizon and the quantiles of the first day; empty where it lies beyond the horizon."""
    order = np.argsort(one.days, kind="stable")
    reached = np.cumsum(weights.values[order])
    last = last_day(ensemble)
    row: dict[str, Any] = {
        "question": one.id,
        "p_horizon": float(weights.values @ (one.days <= last)),
        "ess": weights.ess,
    }
    for level in LEVELS:
        place = min(int(np.searchsorted(reached, level * reached[-1] * (1 - 1e-12))), len(order) - 1)
        day = int(one.days[order[place]])
        when = ensemble.record.calendar.date(day).isoformat() if day <= last else None
        row[f"day_{100 * level:.0f}"] = when
    return row | {"settled_by": one.text}


def tell(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """The questions with the highest chances."""
    lines: list[tuple[str, ...]] = [("question", "within the horizon", "5 % by", "half by")]
    for row in sorted(rows, key=lambda one: -one["p_horizon"])[:15]:
        lines.append((row["question"], f"{100 * row['p_horizon']:.1f} %", row["day_5"] or "later", row["day_50"] or "later"))  # fmt: skip
    say_table(console, lines)
