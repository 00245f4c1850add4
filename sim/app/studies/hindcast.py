"""``sim hindcast``: forecasts from earlier days with what was published by then, scored beside baselines.

The prior runs are simulated once, from the start to the last day asked; an origin changes their weights and adds runs
where what was known then leaves too few. What is known too early at an origin, because the scenario was written on a
later day, is listed in ``LOOKED_AHEAD``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sim.analysis.conditioning import conditioned
from sim.app.entry.start import start_session
from sim.base.errors import DONE, UsageError
from sim.claims.likelihood_words import percent
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.execution.executor import Threads
from sim.forecast.origins import GROUPS, OriginView, as_known, choose_origins, tracker_counts, view_at
from sim.forecast.outcomes import Outcomes, clusters, read_happened
from sim.forecast.revisions import history_rows, question_rows
from sim.forecast.scoring import Row, comparison_table, pit_table, pooled, reliability_table, rows_of
from sim.forecast.targets import Forecast, forecasts, ledger, spread_from
from sim.forecast.timing import passages
from sim.output.folder import RunFolderWriter, open_folder
from sim.output.json_documents import finish_study, write_json, write_rows
from sim.page.sections.hindcast import difference
from sim.scenario.files.stored_scores import SCORES
from sim.scenario.scenario import Scenario
from sim.score.anchors import LEDGER, PublicClaim
from sim.score.baselines import MODEL
from sim.session.console import Console
from sim.session.job import Job
from sim.session.session import Session

COLUMNS = ("origin", "target", "metric", "method", "value", "low", "high", "n", "group")
STANDINGS = (
    "target", "score", "n", "model", "+-", "best baseline", "", "difference, 95 %", "the model loses to, beyond both errors",
)  # fmt: skip
LOOKED_AHEAD = (
    "the counts of the start are used at every origin, whenever they were published",
    "the dated events of the scenario act in every run, whenever they became known",
    "priors and mechanisms are those chosen for the scenario as a whole, with knowledge of the outcome",
)


def main(job: Job) -> int:
    """Simulate once, look from every origin, score, print, write. UsageError for an option it cannot use."""
    session, scenario = start_session(job)
    console = session.console
    origins = choose_origins(scenario, job.origins)
    if not origins:
        raise UsageError(
            f"{scenario.name} asks {scenario.calendar.as_of_day} days after its start: expected at least 31 for a hindcast"
        )
    read_happened(
        scenario
    )  # faults in the tables are reported now; outcomes are looked at after every forecast
    console.say(f"{scenario.title}: {len(origins)} origins, {origins[0]} to {origins[-1]}")
    with open_folder(session.job) as folder:
        document, scored_forecasts, views = run_hindcast(session, scenario, origins)
        session.watch.lap("look back")
        print_hindcast(console, document)
        write(folder, session, document, scored_forecasts, views)
    return DONE


def run_hindcast(
    session: Session, scenario: Scenario, origins: Sequence[date]
) -> tuple[dict[str, Any], list[Forecast], list[OriginView]]:
    """``scores.json``, the forecasts it scores, and what was known at each origin."""
    job, console = session.job, session.console
    with console.progress() as progress:
        ensemble = run_ensemble(
            scenario, runs=job.run_count, seed=job.seed, workers=job.workers, progress=progress
        )
    outcomes = read_happened(ensemble.scenario)
    days = sorted({*origins, *(claim.published for claim in ledger_asked(ensemble, outcomes))})
    views = {day: view_from(job, ensemble, day, console) for day in days}
    scored_forecasts = all_forecasts(ensemble, outcomes, origins, views)
    spreads = {day: spread_from(views[day]) for day in origins}
    left_out = []
    for group in range(GROUPS):  # of the runs, left out at every origin
        fewer = {day: view.without(group) for day, view in views.items()}
        without = all_forecasts(ensemble, outcomes, origins, fewer, spreads)
        left_out.append(rows_of(forecast for forecast in without if forecast.method == MODEL))
    at_origins = [views[day] for day in origins]
    return (
        scores_document(ensemble, at_origins, scored_forecasts, outcomes, left_out),
        scored_forecasts,
        at_origins,
    )


def view_from(job: Job, ensemble: Ensemble, origin: date, console: Console) -> OriginView:
    """The view from an origin, with as many further runs as what was known then asks for."""
    console.say(f"as of {origin}:")
    conditioned_ensemble, _ = conditioned(
        as_known(ensemble, origin), "all", job.inference, Threads(job.workers), console.say, console.progress
    )
    view = view_at(replace(conditioned_ensemble, scenario=ensemble.scenario), origin)
    console.say(f"as of {origin}: {len(view.known)} counts known, {view.weights.ess:.0f} effective runs")
    return view


def all_forecasts(
    ensemble: Ensemble,
    outcomes: Outcomes,
    origins: Sequence[date],
    views: Mapping[date, OriginView],
    spreads: Mapping[date, Any] | None = None,
) -> list[Forecast]:
    """Everything forecast from the origins, nothing where no run is possible, and the public claims from their days.

    spreads   how falls spread, by origin, from all runs; by default from the runs of the view
    """
    scored_forecasts = []
    for day in origins:
        view = views[day]
        if view.weights.ess > 0:
            scored_forecasts += [
                *forecasts(view, outcomes, (spreads or {}).get(day)),
                *passages(view, outcomes),
            ]
    return [*scored_forecasts, *ledger_forecasts(ensemble, outcomes, views)]


def ledger_asked(ensemble: Ensemble, outcomes: Outcomes) -> list[PublicClaim]:
    """Public claims about the capitals that the runs reach; none if the record has no capitals."""
    scenario = ensemble.scenario
    return [
        claim
        for claim in LEDGER
        if outcomes.capitals
        and claim.scenario == scenario.name
        and scenario.calendar.day(claim.until) <= ensemble.days
    ]


def ledger_forecasts(
    ensemble: Ensemble, outcomes: Outcomes, views: Mapping[date, OriginView]
) -> list[Forecast]:
    """Public claims about the capitals, each from the day it was made; ``views`` by day."""
    return [
        forecast
        for claim in ledger_asked(ensemble, outcomes)
        if views[claim.published].weights.ess > 0
        for forecast in ledger(views[claim.published], claim, outcomes)
    ]


def scores_document(
    ensemble: Ensemble,
    views: Sequence[OriginView],
    scored: Sequence[Forecast],
    outcomes: Outcomes,
    left_out: Sequence[Sequence[Row]] = (),
) -> dict[str, Any]:
    """``scores.json``."""
    rows = rows_of(scored)
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
        "independent_events": independent_events(outcomes, scored, views[-1].origin),
        "origins": [origin_row(view) for view in views],
        "standings": comparison_table(rows, left_out),
        "reliability": reliability_table(scored),
        "pit": pit_table(scored),
        "history": [row for view in views for row in history_rows(view)],
        "questions": [row for view in views for row in question_rows(view, outcomes)],
        "rows": [*pooled(rows), *rows],
    }


def independent_events(outcomes: Outcomes, result: Sequence[Forecast], last: date) -> dict[str, Any]:
    """How many nearly independent events the scores rest on."""
    recent_falls = [day for day in outcomes.capitals.values() if 0 < (day - last).days <= 30]
    count_number = len({forecast.target for forecast in result if forecast.group == "count"})
    return {
        "falls_of_capitals": len(recent_falls),
        "nearly_independent": clusters(recent_falls),
        "counts": count_number,
        "note": "falls of capitals at most 14 days apart count as one event; counts are stocks of one list",
    }


def origin_row(view: OriginView) -> Row:
    """What an origin knew."""
    return {
        "origin": view.origin.isoformat(),
        "weighed": [count.id for count in view.known],
        "ess": view.weights.ess,
        "pareto_k": view.weights.pareto_k,
    }


def print_hindcast(console: Console, document: dict[str, Any]) -> None:
    """Origins, standings with every baseline that beats the model, updating history."""
    console.say("\ninformation at each origin")
    origins = [(row["origin"], f"{row['ess']:.0f}", str(len(row["weighed"]))) for row in document["origins"]]
    console.say_table([("origin", "effective runs", "counts used"), *origins])
    console.say("\nmean scores over the origins (smaller is better)")
    console.say_table([STANDINGS, *map(score_cells, document["standings"])])
    console.say("\nheadlines over the origins")
    console.say_table(chances_by_origin(document, "history", "claim"))
    console.say("\nprobabilities by a fixed day over the origins")
    console.say_table(chances_by_origin(document, "questions", "question"))
    events = document["independent_events"]
    console.say(
        f"\nnearly independent events: {events['nearly_independent']} "
        f"({events['falls_of_capitals']} falls of capitals, {events['counts']} counts of one list)"
    )
    for text in document["looked_ahead"]:
        console.say(f"looked ahead: {text}")


def score_cells(row: Row) -> tuple[str, ...]:
    """The model's mean score of one target beside the best baseline, as STANDINGS has it."""
    best = "" if row["best"] is None else f"{row['best']:.3g}"
    error = "" if row["model_error"] is None else f"{row['model_error']:.2g}"
    return (
        row["target"], row["metric"], str(row["n"]), f"{row['model']:.3g}", error, row["best_rival"], best, difference(row),
        ", ".join(row["loses_clearly_to"]) or "none",
    )  # fmt: skip


def chances_by_origin(document: Mapping[str, Any], part: str, key: str) -> list[tuple[str, ...]]:
    """Heads, and one row an origin with the probability of every name under ``key`` in a part of ``scores.json``."""
    names = list(dict.fromkeys(row[key] for row in document[part]))
    p = {(row["origin"], row[key]): row["p"] for row in document[part]}
    origins = [row["origin"] for row in document["origins"]]
    return [
        ("origin", *names),
        *((origin, *(percent(p[origin, name]) for name in names)) for origin in origins),
    ]


def write(
    folder: RunFolderWriter,
    session: Session,
    document: dict[str, Any],
    result: Sequence[Forecast],
    views: Sequence[OriginView],
) -> None:
    """scores.json, scores.csv, manifest and pictures; the folder is completed."""
    write_json(folder.part / SCORES, document)
    write_rows(folder.part / "scores.csv", document["rows"], COLUMNS)
    draw(folder.part / "figures", document, result, views)
    session.watch.lap("write")
    finish_study(folder, session, SCORES, document["simulation_hash"], runs=document["runs"])


def draw(
    place: Path, document: dict[str, Any], result: Sequence[Forecast], views: Sequence[OriginView]
) -> None:
    """Updating history, counts forecast, scores by method, reliability."""
    from sim.plots.drawing.files import save_figure  # brings matplotlib
    from sim.plots.studies.hindcast import (
        draw_counts,
        draw_history,
        draw_pit,
        draw_questions,
        draw_reliability,
        draw_standings,
    )

    foot = f"{document['scenario']} · {document['runs']:,} runs · seed {document['seed']} · law {document['law_version']}"
    figures = {
        "updating": (draw_history, document["history"]),
        "questions": (draw_questions, document["questions"]),
        "pit": (draw_pit, document["pit"]),
        "scores": (draw_standings, document["standings"]),
        "reliability": (draw_reliability, document["reliability"]),
    }
    for name, (draw_rows, rows) in figures.items():
        if rows or name == "updating":
            save_figure(place, name, partial(draw_rows, rows=rows, foot=foot))
    tracked = [
        (forecast.origin, forecast.target, forecast.mass, forecast.outcome)
        for forecast in result
        if forecast.group == "count" and forecast.method == MODEL
    ]
    if tracked:
        dates = {count.id: count.date for count in tracker_counts(views[-1].scenario)}
        save_figure(place, "counts", partial(draw_counts, forecasts=tracked, dates=dates, foot=foot))
