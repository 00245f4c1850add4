"""``sim forecast``: daily chances of what a reader may ask, as a table for people. Axes: R runs, T days ahead.

One row per question and day: the chance that it has happened by the end of that day, and, once a question, the days by
which it has happened in 5, 25, 50, 75 and 95 % of the weight. Each question carries the text by which it is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.analysis.conditioning import condition_runs
from sim.analysis.pipeline import run
from sim.app.entry.start import start_session
from sim.base.errors import DONE, NO_VERDICT
from sim.claims.estimate import LEAST_SHOWN, jeffreys
from sim.ensemble.engine import Ensemble
from sim.ensemble.execution.executor import Threads
from sim.forecast.questions import ForecastQuestion, questions
from sim.inference.weights import Weights
from sim.output.folder import open_folder
from sim.output.json_documents import finish_study, write_rows
from sim.session.console import Console
from sim.session.job import Job

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def main(job: Job) -> int:
    """Run, condition, ask, print, write forecast.csv and questions.csv."""
    session, scenario = start_session(job)
    session = replace(session, executor=Threads(job.workers))
    with open_folder(session.job) as folder:
        ensemble, weights = condition_runs(run(scenario, session), session)
        if weights.ess < LEAST_SHOWN:
            session.console.say(
                f"effective runs {weights.ess:.0f}: fewer than {LEAST_SHOWN}, so there is no forecast"
            )
            return NO_VERDICT
        events = questions(ensemble)
        daily = [row for question in events for row in daily_rows(ensemble, weights, question)]
        passages = [passage_row(ensemble, weights, question) for question in events]
        print_forecast(session.console, passages)
        write_rows(folder.part / "forecast.csv", daily)
        write_rows(folder.part / "questions.csv", passages)
        finish_study(folder, session, "forecast.csv", ensemble.simulation_hash, runs=ensemble.runs)
    return DONE


def last_day(ensemble: Ensemble) -> int:
    """Last day of the horizon."""
    return ensemble.record.as_of_day + ensemble.scenario.horizon


def daily_rows(ensemble: Ensemble, weights: Weights, question: ForecastQuestion) -> list[dict[str, Any]]:
    """Chance that it has happened by the end of each day of the horizon, with its Monte Carlo interval."""
    calendar, t0 = ensemble.record.calendar, ensemble.record.as_of_day
    days = np.arange(t0 + 1, last_day(ensemble) + 1)
    chance = weights.values @ (question.days[:, None] <= days[None, :])
    rows = []
    for day, p in zip(days, np.clip(chance, 0.0, 1.0), strict=True):
        low, high = jeffreys(float(p), weights.ess)
        rows.append({"question": question.id, "date": calendar.date(int(day)).isoformat(), "p": float(p), "low": low, "high": high})  # fmt: skip
    return rows


def passage_row(ensemble: Ensemble, weights: Weights, question: ForecastQuestion) -> dict[str, Any]:
    """Chance within the horizon and the quantiles of the first day; empty where it lies beyond the horizon."""
    order = np.argsort(question.days, kind="stable")
    reached = np.cumsum(weights.values[order])
    last = last_day(ensemble)
    row: dict[str, Any] = {
        "question": question.id,
        "p_horizon": float(weights.values @ (question.days <= last)),
        "ess": weights.ess,
    }
    for level in LEVELS:
        place = min(int(np.searchsorted(reached, level * reached[-1] * (1 - 1e-12))), len(order) - 1)
        day = int(question.days[order[place]])
        passage_date = ensemble.record.calendar.date(day).isoformat() if day <= last else None
        row[f"day_{100 * level:.0f}"] = passage_date
    return row | {"settled_by": question.text}


def print_forecast(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """The questions with the highest chances."""
    lines: list[tuple[str, ...]] = [("question", "within the horizon", "5 % by", "half by")]
    for row in sorted(rows, key=lambda question: -question["p_horizon"])[:15]:
        lines.append((row["question"], f"{100 * row['p_horizon']:.1f} %", row["day_5"] or "later", row["day_50"] or "later"))  # fmt: skip
    console.say_table(lines)
