"""``sim sweep``: a whole design in one job, every point a batch of runs with the same random numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sim.analysis.progress_lines import COMPILING
from sim.app.entry.start import start_session
from sim.app.sweeps.ranking import Ranking, rank
from sim.app.sweeps.result import (
    SWEEP_POINTS,
    SWEEP_RUNS,
    SweepResult,
    axis_texts,
    check_points,
    column_meaning,
    finish,
    latest_estimate,
    make_sweep,
    point_text,
    read_points,
    table_rows,
)
from sim.base.compiled import is_compiled_before
from sim.base.errors import DONE, FAILED_RUNS, MOST_FAULTS, Fault, ScenarioError, UsageError
from sim.claims.likelihood_words import percent
from sim.explore.axes import Axis, parse_axes
from sim.explore.contours import find_line, two_ranges
from sim.explore.designs import make_points
from sim.explore.optimise import check_search, search
from sim.explore.point_runs import ReportProgress, Sweep, SweepProgress, run_points
from sim.explore.row_store import Row
from sim.explore.settings import Point, Setup, Value, choose
from sim.explore.targets import choose_targets
from sim.output.differences import SCENARIO
from sim.output.folder import RunFolderWriter, open_folder, write_text
from sim.output.json_documents import write_json
from sim.output.sweep_cache import address_of, cache_files, restore_files
from sim.scenario.files.resolved import resolved_yaml
from sim.session.console import Console
from sim.session.job import Job
from sim.session.point_progress import points_progress
from sim.session.session import Session, with_executor

PAGE = "sweep.html"


def main(job: Job) -> int:
    """Run the design, print and write what came out; returns the exit code."""
    session, scenario = start_session(job, SWEEP_RUNS)
    job, console, watch = session.job, session.console, session.watch
    setup = Setup(scenario, job.evidence)
    targets = choose_targets(job.of or (), scenario)
    axes, points = plan_points(job, setup)
    sweep = make_sweep(setup, job)
    with open_folder(job) as folder:
        tally = SweepProgress(len(points) or job.points or SWEEP_POINTS)
        print_beginning(console, job, tally.total)
        watch.lap("read")
        with with_executor(session) as running, points_progress(console) as report:
            sweep = replace(sweep, executor=running.executor)
            points, rows = run_design(job.design, sweep, axes, points, targets, tally, report)
        watch.lap("run")
        sweep_result = SweepResult(job, sweep, axes, points, rows, targets, tally)
        print_points(console, sweep_result, watch.seconds["run"])
        path = write(folder, session, sweep_result)
        console.say(f"page: {path / PAGE}")
    return FAILED_RUNS if any(row["error"] or row["runs_failed"] for row in rows) else DONE


def plan_points(job: Job, setup: Setup) -> tuple[tuple[Axis, ...], list[Point]]:
    """The axes and the points of the design; a tipping line and a search find their points as they go."""
    if job.design == "file":
        return (), file_points(job, setup)
    axes = parse_axes(axis_texts(job), setup)
    if job.design == "tipping":
        return two_ranges(axes), []
    if job.design == "optimise":
        check_search(axes, job.evidence)
        return axes, []
    points = make_points(job.design, axes, job.points or SWEEP_POINTS, job.seed)
    check_points(points, setup)
    return axes, points


def file_points(job: Job, setup: Setup) -> list[Point]:
    """Points from a CSV file with one column per setting, at most ``points`` of them.

    UsageError or ScenarioError for a file that is no table of settings.
    """
    if not job.over or len(job.over) != 1:
        raise UsageError(
            f"design = file reads one CSV file, over=POINTS.csv; over has {len(job.over or ())} entries"
        )
    path = Path(job.over[0]).expanduser()
    rows = read_points(path, setup.scenario)[: job.points]
    points: list[Point] = [{name: number_or_text(text) for name, text in cells.items()} for _, cells in rows]
    faults = []
    for (line, _), point in zip(rows, points, strict=True):
        try:
            choose(setup, point)
        except UsageError as error:
            faults.append(Fault(f"over = {path}", line, "", str(error)))
    if faults:
        raise ScenarioError(faults[:MOST_FAULTS])
    return points


def number_or_text(text: str) -> Value:
    """A cell as a number if it is one."""
    try:
        return float(text)
    except ValueError:
        return text


def run_design(
    design: str,
    sweep: Sweep,
    axes: tuple[Axis, ...],
    points: list[Point],
    targets: Sequence[str],
    tally: SweepProgress,
    report: ReportProgress,
) -> tuple[list[Point], list[Row]]:
    """The points and their rows; a tipping line (of the first target) and a search find them on the way."""
    if points:
        return points, run_points(sweep, points, tally, report)
    points_done: list[Point] = []
    rows: list[Row] = []

    def ask(new_points: list[Point]) -> list[Row]:
        new_rows = run_points(sweep, new_points, tally, report)
        points_done.extend(new_points)
        rows.extend(new_rows)
        return new_rows

    if design == "optimise":
        search(axes, tally.total, sweep.seed, ask)
    else:
        line = two_ranges(axes)
        find_line(line, tally.total, lambda more: [latest_estimate(row, targets[0]) for row in ask(more)])
    return points_done, rows


def print_beginning(console: Console, job: Job, points: int) -> None:
    """What is about to happen."""
    if not is_compiled_before():
        console.say(COMPILING)
    bound_text = "at most " if job.design == "tipping" else ""
    console.say(
        f"sweep of {job.scenario}: {bound_text}{points:,} points of {job.run_count:,} runs, seed {job.seed}"
    )


def print_points(console: Console, swept: SweepResult, seconds: float) -> None:
    """How many points were reused, computed and failed in so many seconds, and how far each target ranged."""
    tally = swept.tally
    reuse_text = f", reused {tally.reused:,} of {tally.done:,} points" if tally.reused else ""
    console.say(f"{tally.done:,} points in {seconds:.1f} s{reuse_text}, {tally.failed:,} failed")
    if failures := [row["error"] for row in swept.rows if row["error"]]:
        console.say(f"the first that failed: {failures[0]}")
    lines = [("target", "lowest", "at", "highest", "at")]
    for target in swept.targets:
        if (ends := swept.extremes(target)) is not None:
            (low, first), (high, last) = ends
            text = percent if swept.is_share(target) else "{:.4g}".format
            highest = ("", "") if first == last else (text(high), point_text(swept.points[last]))
            place = swept.constant_text(target) if first == last else point_text(swept.points[first])
            lines.append((target, text(low), place, *highest))
    console.say_table(lines)
    for sentence in swept.best_sentences():
        console.say(sentence)
    if thin_points := swept.thin:
        console.say(
            f"{thin_points:,} points have an effective sample size below 20 and are reported under the prior; "
            f"use more runs per point, or evidence=none"
        )


def write(folder: RunFolderWriter, session: Session, swept: SweepResult) -> Path:
    """Fill the folder, from the cache of the very same sweep if there is one, and complete it; returns its path."""
    address = address_of(swept.job, swept.scenario, swept.points, swept.rows)
    if not restore_files(address, folder.part):
        write_files(folder.part, swept)
        cache_files(address, folder.part)
    tally = swept.tally
    timing = {"reused_points": tally.reused, "simulated_runs": tally.runs}
    run_facts = {"points": len(swept.rows), "points_failed": tally.failed, "timing": timing}
    return finish(folder, session, swept.scenario, runs=swept.sweep.runs, **run_facts)


def write_files(part: Path, swept: SweepResult) -> None:
    """Tables, figures, documents and the page."""
    from sim.app.sweeps.figures import draw_sweep  # brings matplotlib
    from sim.app.sweeps.page import page_of
    from sim.app.sweeps.tables import write_table
    from sim.page.sweep import write_sweep_page

    rows = table_rows(swept.points, swept.rows)
    write_table(part, "sweep", rows)
    columns = [{"name": name, "meaning": column_meaning(name)} for name in rows[0]]
    write_json(part / "columns.json", {"schema": "sim.columns/1", "tables": {"sweep": columns}})
    write_text(part / SCENARIO, resolved_yaml(swept.scenario))
    rankings = {target: rank(swept, target) for target in swept.targets}
    pictures = draw_sweep(part / "figures", swept, rankings)
    write_json(part / "sweep.json", sweep_document(swept, rankings, pictures.lines))
    write_sweep_page(page_of(swept, rankings, pictures), part)


def sweep_document(
    swept: SweepResult, rankings: Mapping[str, Ranking], lines: Mapping[str, Any]
) -> dict[str, Any]:
    """``sweep.json``: axes, where lines of 5, 50 and 95 % run, influences on each target, and the best fit of a search."""
    axes = [
        {"name": axis.name, "low": axis.low, "high": axis.high}
        if axis.ranged
        else {"name": axis.name, "values": axis.values}
        for axis in swept.axes
    ]
    best = swept.best
    return {
        "schema": "sim.sweep/1",
        "scenario": swept.scenario.name,
        "design": swept.job.design,
        "axes": axes,
        "targets": swept.targets,
        "lines": lines,
        "rankings": {
            name: {
                "index": ranking.main,
                "inputs": [asdict(bar) for bar in ranking.bars],
                "why_not": ranking.why_not,
            }
            for name, ranking in rankings.items()
        },
        "best": None if best is None else {**asdict(best), "is": "a best fit, not a posterior"},
    }
