"""``sim sweep``: a whole design in one job, every point a batch of runs with the same random numbers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sim.analysis.pipeline import read
from sim.app.sweeps.ranking import Ranking, rank
from sim.app.sweeps.result import (
    RESOLVED,
    SWEEP_POINTS,
    SWEEP_RUNS,
    SweepResult,
    alone,
    at,
    base_of,
    best_sentences,
    check_points,
    column_meaning,
    extremes,
    finish,
    keeps_blocks,
    latest_estimate,
    read_points,
    table_rows,
    texts_of,
    write_table,
)
from sim.base.compiled import is_compiled_before
from sim.base.errors import DONE, FAILED_RUNS, MOST_FAULTS, Fault, ScenarioError, UsageError
from sim.claims.likelihood_words import percent
from sim.explore.axes import Axis, parse_axes
from sim.explore.contours import find_line, two_ranges
from sim.explore.designs import make_points
from sim.explore.optimise import check_search, search
from sim.explore.point_runs import ReportProgress, Sweep, SweepProgress, check_memory, run_points
from sim.explore.row_store import Row
from sim.explore.settings import Point, Setup, Value, choose
from sim.explore.targets import choose_targets
from sim.output.folder import RunFolderWriter, open_folder, write_text
from sim.output.json_documents import write_json
from sim.output.sweep_cache import address_of, cache_files, take
from sim.scenario.files.resolved import resolved_yaml
from sim.session.console import Console, Stopwatch
from sim.session.executor import executor_of
from sim.session.job import Job
from sim.session.point_progress import points_progress

PAGE = "sweep.html"


def main(job: Job) -> int:
    """Run the design, print and write what came out; returns the exit code."""
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    job = replace(job, runs=job.runs or SWEEP_RUNS)
    setup = base_of(scenario, job)
    targets = choose_targets(job.of or (), scenario)
    axes, points = plan_points(job, setup)
    sweep = make_sweep(job, setup)
    check_memory(sweep)
    with open_folder(job) as folder:
        tally = SweepProgress(len(points) or job.points or SWEEP_POINTS)
        print_beginning(console, job, tally.total)
        watch.lap("read")
        with executor_of(job, console) as executor, points_progress(console) as report:
            sweep = replace(sweep, executor=executor)
            points, rows = carry_out(job.design, sweep, axes, points, targets, tally, report)
        watch.lap("run")
        swept = SweepResult(job, sweep, axes, points, rows, targets, tally)
        print_points(console, swept, watch)
        path = write(folder, swept, watch)
        console.say(f"page: {path / PAGE}")
    return FAILED_RUNS if any(row["error"] or row["runs_failed"] for row in rows) else DONE


def make_sweep(job: Job, setup: Setup) -> Sweep:
    """What all points share."""

    return Sweep(
        base=setup,
        runs=job.runs or SWEEP_RUNS,
        seed=job.seed,
        workers=job.workers or os.cpu_count() or 1,
        keep=keeps_blocks(job),
    )


def plan_points(job: Job, setup: Setup) -> tuple[tuple[Axis, ...], list[Point]]:
    """The axes and the points of the design; a tipping line and a search find their points as they go."""
    if job.design == "file":
        return (), file_points(job, setup)
    axes = parse_axes(texts_of(job.over, "over"), setup)
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
    points: list[Point] = [{name: as_value(text) for name, text in cells.items()} for _, cells in rows]
    faults = []
    for (line, _), point in zip(rows, points, strict=True):
        try:
            choose(setup, point)
        except UsageError as error:
            faults.append(Fault(f"over = {path}", line, "", str(error)))
    if faults:
        raise ScenarioError(faults[:MOST_FAULTS])
    return points


def as_value(text: str) -> Value:
    """A cell as a number if it is one."""
    try:
        return float(text)
    except ValueError:
        return text


def carry_out(
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
    asked: list[Point] = []
    rows: list[Row] = []

    def ask(more: list[Point]) -> list[Row]:
        result = run_points(sweep, more, tally, report)
        asked.extend(more)
        rows.extend(result)
        return result

    if design == "optimise":
        search(axes, tally.total, sweep.seed, ask)
    else:
        find_line(
            two_ranges(axes),
            tally.total,
            lambda more: [latest_estimate(row, targets[0]) for row in ask(more)],
        )
    return asked, rows


def print_beginning(console: Console, job: Job, points: int) -> None:
    """What is about to happen."""
    if not is_compiled_before():
        console.say("compiling the model (once per version, about half a minute)")
    console.say(
        f"sweep of {job.scenario}: {'at most ' if job.design == 'tipping' else ''}{points:,} points of {job.runs or SWEEP_RUNS:,} runs, seed {job.seed}"
    )


def print_points(console: Console, swept: SweepResult, watch: Stopwatch) -> None:
    """How many points were reused, computed and failed, and how far each target ranged."""
    tally = swept.tally
    reused = f", reused {tally.reused:,} of {tally.done:,} points" if tally.reused else ""
    console.say(f"{tally.done:,} points in {watch.seconds['run']:.1f} s{reused}, {tally.failed:,} failed")
    for row in swept.rows:
        if row["error"]:
            console.say(f"the first that failed: {row['error']}")
            break
    lines = [("target", "lowest", "at", "highest", "at")]
    for target in swept.targets:
        if (ends := extremes(swept, target)) is not None:
            (low, first), (high, last) = ends
            shown = percent if swept.is_share(target) else "{:.4g}".format
            if first == last:
                lines.append((target, shown(low), alone(swept, target), "", ""))
                continue
            lines.append((target, shown(low), at(swept.points[first]), shown(high), at(swept.points[last])))
    console.say_table(lines)
    for sentence in best_sentences(swept):
        console.say(sentence)
    if thin := swept.thin:
        console.say(
            f"{thin:,} points have an effective sample size below 20 and are reported under the prior; "
            f"use more runs per point, or evidence=none"
        )


def write(folder: RunFolderWriter, swept: SweepResult, watch: Stopwatch) -> Path:
    """Fill the folder, from the cache of the very same sweep if there is one, and complete it; returns its path."""
    address = address_of(swept.job, swept.setup.scenario, swept.points, swept.rows)
    if not take(address, folder.part):
        write_anew(folder.part, swept)
        cache_files(address, folder.part)
    more: dict[str, Any] = {
        "runs": swept.sweep.runs,
        "points": len(swept.rows),
        "points_failed": swept.tally.failed,
    }
    timing = {"reused_points": swept.tally.reused, "simulated_runs": swept.tally.runs}
    return finish(folder, swept.job, swept.setup.scenario, watch, **more, timing=timing)


def write_anew(part: Path, swept: SweepResult) -> None:
    """Tables, figures, documents and the page."""
    from sim.app.sweeps.figures import draw_sweep  # brings matplotlib
    from sim.app.sweeps.page import page_of
    from sim.page.sweep import write_sweep_page

    rows = table_rows(swept.points, swept.rows)
    write_table(part, "sweep", rows)
    columns = [{"name": name, "meaning": column_meaning(name)} for name in rows[0]]
    write_json(part / "columns.json", {"schema": "sim.columns/1", "tables": {"sweep": columns}})
    write_text(part / RESOLVED, resolved_yaml(swept.setup.scenario))
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
        "scenario": swept.setup.scenario.name,
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
        "best": None if best is None else {**asdict(best), "is": "a best fit, no posterior"},
    }
