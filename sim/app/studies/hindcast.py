"""``sim hindcast``: forecasts from earlier days with what was published by then, scored beside simple rivals.

The runs are simulated once, from the start to the last day asked; an origin changes only their weights. What is
known too early at an origin, because the scenario was written on a later day, is said in ``LOOKED_AHEAD``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sim.analysis.conditioning import ENOUGH, with_batches
from sim.analysis.pipeline import read
from sim.base.errors import DONE, UsageError
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.execution.executor import Threads
from sim.forecast.origins import View, choose_origins, look, tracker_counts, weigh_at
from sim.forecast.outcomes import Happened, clusters, read_happened
from sim.forecast.revisions import history_rows, question_rows
from sim.forecast.scoring import Row, pit_table, pooled, reliability_table, rows_of, standings
from sim.forecast.targets import Forecast, forecasts, ledger
from sim.forecast.timing import passages
from sim.output.folder import Folder, complete, open_folder
from sim.output.json_documents import manifest, plain, write_json
from sim.page.sections.hindcast import difference
from sim.scenario.files.kept_scores import SCORES
from sim.score.anchors import LEDGER
from sim.score.baselines import MODEL
from sim.session.console import Console, Stopwatch, table_of
from sim.session.job import Job

COLUMNS = ("origin", "target", "metric", "method", "value", "low", "high", "n", "group")
LOOKED_AHEAD = (
    "the counts of the start are used at every origin, whenever they were published",
    "the dated events of the scenario act in every run, whenever they became known",
    "priors and the choice of mechanisms are those of as_of, and the mechanisms were chosen with the end in view",
)


def main(job: Job) -> int:
    """Simulate once, look from every origin, score, tell, write."""
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    job = replace(job, runs=job.runs or scenario.runs)
    origins = choose_origins(scenario, job.origins)
    if not origins:
        raise UsageError(
            f"{scenario.name} asks {scenario.calendar.as_of_day} days after its start: expected at least 31 for a hindcast"
        )
    read_happened(
        scenario
    )  # a fault in the tables is told now; what they say is looked at after every forecast
    console.say(f"{scenario.title}: {len(origins)} origins, {origins[0]} to {origins[-1]}")
    with open_folder(job) as folder:
        document, found, views = look_back(job, origins, console)
        watch.lap("look back")
        tell(console, document)
        write(folder, job, document, found, views, watch)
    console.say(f"written: {folder.path / SCORES} ({watch.total:.0f} s)")
    return DONE


def look_back(
    job: Job, origins: Sequence[date], console: Console
) -> tuple[dict[str, Any], list[Forecast], list[View]]:
    """``scores.json``, the forecasts it scores, and what was known at each origin."""
    ensemble = simulate_once(job, origins[-1], console)
    views = [look(ensemble, origin) for origin in origins]
    happened = read_happened(ensemble.scenario)
    found = [
        one
        for view in views
        if view.weights.ess > 0
        for one in (*forecasts(view, happened), *passages(view, happened))
    ]
    found += ledger_forecasts(ensemble, happened)
    return scores_document(job, ensemble, views, found, happened), found, views


def simulate_once(job: Job, last: date, console: Console) -> Ensemble:
    """The prior runs and, where the counts known at the last origin leave too few, batches near them."""
    scenario = read(job)
    with console.progress() as progress:
        ensemble = run_ensemble(
            scenario, runs=job.runs or scenario.runs, seed=job.seed, workers=job.workers, progress=progress
        )
        if job.inference == "weights":
            return ensemble
        enough = float("inf") if job.inference == "batches" else ENOUGH
        weigh = partial(weigh_at, origin=last)
        joined, _ = with_batches(ensemble, weigh, enough, Threads(job.workers), progress)
    return joined


def ledger_forecasts(ensemble: Ensemble, happened: Happened) -> list[Forecast]:
    """Public claims about the capitals, each from the day it was made; none if the record tells no capitals."""
    scenario = ensemble.scenario
    asked = [
        said
        for said in LEDGER
        if happened.capitals
        and said.scenario == scenario.name
        and scenario.calendar.day(said.until) <= ensemble.days
    ]
    views = {said.said: look(ensemble, said.said) for said in asked}
    return [
        one
        for said in asked
        if views[said.said].weights.ess > 0
        for one in ledger(views[said.said], said, happened)
    ]


def scores_document(
    job: Job, ensemble: Ensemble, views: Sequence[View], found: Sequence[Forecast], happened: Happened
) -> dict[str, Any]:
    """``scores.json``."""
    rows = rows_of(found)
    scenario = ensemble.scenario
    return {
        "schema": "sim.scores/1",
        "scenario": scenario.name,
        "seed": ensemble.seed,
        "runs": ensemble.runs,
        "law_version": ensemble.law_version,
        "simulation_hash": ensemble.simulation_hash,
        "frozen": dict(scenario.frozen),
        "looked_ahead": list(LOOKED_AHEAD),
        "independent_events": independent(happened, found, views[-1].origin),
        "origins": [origin_row(view) for view in views],
        "standings": standings(rows),
        "reliability": reliability_table(found),
        "pit": pit_table(found),
        "history": [row for view in views for row in history_rows(view)],
        "questions": [row for view in views for row in question_rows(view, happened)],
        "rows": [*pooled(rows), *rows],
    }


def independent(happened: Happened, found: Sequence[Forecast], last: date) -> dict[str, Any]:
    """How many nearly independent events the scores rest on."""
    within = [day for day in happened.capitals.values() if 0 < (day - last).days <= 30]
    counted = len({one.target for one in found if one.group == "count"})
    return {
        "falls_of_capitals": len(within),
        "nearly_independent": clusters(within),
        "counts": counted,
        "note": "falls of capitals at most 14 days apart count as one event; counts are stocks of one list",
    }


def origin_row(view: View) -> Row:
    """What an origin knew."""
    return {
        "origin": view.origin.isoformat(),
        "weighed": [count.id for count in view.known],
        "ess": view.weights.ess,
        "pareto_k": view.weights.pareto_k,
    }


def tell(console: Console, document: dict[str, Any]) -> None:
    """Origins, standings with every rival that beats the model, updating history."""
    console.say("\nwhat each origin knew")
    lines: list[tuple[str, ...]] = [("origin", "effective runs", "counts weighed")]
    for row in document["origins"]:
        lines.append((row["origin"], f"{row['ess']:.0f}", str(len(row["weighed"]))))
    say_table(console, lines)
    console.say("\nmean scores over the origins (smaller is better)")
    lines = [("target", "score", "n", "model", "best rival", "", "difference, 95 %", "the model loses to")]
    for row in document["standings"]:
        best = "" if row["best"] is None else f"{row['best']:.3g}"
        lost = ", ".join(row["loses_to"]) or "none"
        lines.append((row["target"], row["metric"], str(row["n"]), f"{row['model']:.3g}", row["best_rival"], best, difference(row), lost))  # fmt: skip
    say_table(console, lines)
    console.say("\nheadlines over the origins")
    claims = list(dict.fromkeys(row["claim"] for row in document["history"]))
    lines = [("origin", *claims)]
    for origin in (row["origin"] for row in document["origins"]):
        cells = {row["claim"]: row["p"] for row in document["history"] if row["origin"] == origin}
        lines.append((origin, *(percent(cells[c]) for c in claims)))
    say_table(console, lines)
    console.say("\nchances by a fixed day over the origins")
    asked = list(dict.fromkeys(row["question"] for row in document["questions"]))
    lines = [("origin", *asked)]
    for origin in (row["origin"] for row in document["origins"]):
        cells = {row["question"]: row["p"] for row in document["questions"] if row["origin"] == origin}
        lines.append((origin, *(percent(cells[name]) for name in asked)))
    say_table(console, lines)
    told = document["independent_events"]
    console.say(
        f"\nnearly independent events: {told['nearly_independent']} "
        f"({told['falls_of_capitals']} falls of capitals, {told['counts']} counts of one list)"
    )
    for text in document["looked_ahead"]:
        console.say(f"looked ahead: {text}")


def percent(p: float | None) -> str:
    """A probability in a cell of a table."""
    return "-" if p is None else f"{100 * p:.0f} %"


def say_table(console: Console, lines: Sequence[Sequence[str]]) -> None:
    """Lines with their columns under each other."""
    for line in table_of([tuple(line) for line in lines]):
        console.say(line)


def write(
    folder: Folder,
    job: Job,
    document: dict[str, Any],
    found: Sequence[Forecast],
    views: Sequence[View],
    watch: Stopwatch,
) -> None:
    """scores.json, scores.csv, manifest and pictures; the folder is completed."""
    write_json(folder.part / SCORES, document)
    write_csv(folder.part / "scores.csv", COLUMNS, document["rows"])
    draw(folder.part / "figures", document, found, views)
    watch.lap("write")
    told = manifest(job, folder.part, watch, document["simulation_hash"], runs=document["runs"])
    write_json(folder.part / "manifest.json", told)
    complete(replace(folder, automatic=False))


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Rows as CSV, floats with six digits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([["" if (v := plain(row[name])) is None else v for name in columns] for row in rows])


def draw(place: Path, document: dict[str, Any], found: Sequence[Forecast], views: Sequence[View]) -> None:
    """Updating history, counts forecast, scores by method, reliability."""
    from sim.plots.drawing.single import save_figure  # brings matplotlib
    from sim.plots.studies.hindcast import (
        draw_counts,
        draw_history,
        draw_pit,
        draw_questions,
        draw_reliability,
        draw_standings,
    )

    foot = f"{document['scenario']} · {document['runs']:,} runs · seed {document['seed']} · law {document['law_version']}"
    save_figure(place, "updating", partial(draw_history, rows=document["history"], foot=foot))
    if document["questions"]:
        save_figure(place, "questions", partial(draw_questions, rows=document["questions"], foot=foot))
    if document["pit"]:
        save_figure(place, "pit", partial(draw_pit, rows=document["pit"], foot=foot))
    if document["standings"]:
        save_figure(place, "scores", partial(draw_standings, rows=document["standings"], foot=foot))
    if document["reliability"]:
        save_figure(place, "reliability", partial(draw_reliability, rows=document["reliability"], foot=foot))
    tracked = [
        (one.origin, one.target, one.mass, one.outcome)
        for one in found
        if one.group == "count" and one.method == MODEL
    ]
    if tracked:
        dates = {count.id: count.date for count in tracker_counts(views[-1].scenario)}
        save_figure(place, "counts", partial(draw_counts, forecasts=tracked, dates=dates, foot=foot))
