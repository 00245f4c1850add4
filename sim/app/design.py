"""``sim sweep``: a whole design in one job, every point a batch of runs with the same dice."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.app.console import Console, Stopwatch, table_of
from sim.app.documents import write_json
from sim.app.executing import executor_of
from sim.app.folder import Folder, open_folder
from sim.app.job import Job
from sim.app.pace import points_progress
from sim.app.steps import read
from sim.app.sweep import percent
from sim.app.swept import (
    SWEEP_POINTS,
    SWEEP_RUNS,
    Swept,
    base_of,
    column_meaning,
    finish,
    keeps_blocks,
    read_table,
    table_rows,
    texts_of,
    told,
    write_table,
)
from sim.base.compiled import is_compiled_before
from sim.base.errors import DONE, FAILED_RUNS, UsageError
from sim.explore.axes import Axis, parse_axes
from sim.explore.designs import Point, make_points
from sim.explore.points import Sweep, Tally, Tell, check_memory, run_points
from sim.explore.rows import Row
from sim.explore.settings import Setup, Value, choose
from sim.explore.targets import choose_targets
from sim.explore.tipping import find_line, two_ranges


def main(job: Job) -> int:
    """Run the design, tell and write what came out; returns the exit code."""
    console, watch = Console(), Stopwatch()
    scenario = read(job)
    job = replace(job, runs=job.runs or SWEEP_RUNS)
    setup = base_of(scenario, job)
    targets = choose_targets(job.of or (), scenario)
    axes, points = plan_points(job, setup)
    sweep = make_sweep(job, setup)
    check_memory(sweep)
    with open_folder(job) as folder:
        tally = Tally(len(points) or job.points or SWEEP_POINTS)
        tell_beginning(console, job, tally.total)
        watch.lap("read")
        with executor_of(job, console) as executor, points_progress(console) as tell:
            sweep = replace(sweep, executor=executor)
            points, rows = carry_out(sweep, axes, points, targets, tally, tell)
        watch.lap("run")
        swept = Swept(job, sweep, axes, points, rows, targets, tally)
        tell_points(console, swept, watch)
        path = write(folder, swept, watch)
        console.say(f"table: {path / 'sweep.csv'}")
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
    """The axes and the points of the design; a tipping line finds its points as it goes."""
    if job.design == "file":
        return (), file_points(job, setup)
    axes = parse_axes(texts_of(job.over, "over"), setup)
    if job.design == "tipping":
        return two_ranges(axes), []
    points = make_points(job.design, axes, job.points or SWEEP_POINTS, job.seed)
    check_points(points, setup)
    return axes, points


def file_points(job: Job, setup: Setup) -> list[Point]:
    """Points from a CSV file with a column a setting, at most ``points`` of them."""
    if not job.over or len(job.over) != 1:
        raise UsageError(f"design = file needs over=POINTS.csv; got {job.over}")
    rows = read_table(Path(job.over[0]).expanduser())
    points: list[Point] = [{name: as_value(text) for name, text in row.items()} for row in rows[: job.points]]
    check_points(points, setup)
    return points


def as_value(text: str) -> Value:
    """A cell as a number if it is one."""
    try:
        return float(text)
    except ValueError:
        return text


def check_points(points: Sequence[Point], setup: Setup) -> None:
    """UsageError names the first point the scenario cannot be given."""
    for number, point in enumerate(points):
        try:
            choose(setup, point)
        except UsageError as error:
            raise UsageError(f"point {number} of the design: {error}") from None


def carry_out(
    sweep: Sweep,
    axes: tuple[Axis, ...],
    points: list[Point],
    targets: Sequence[str],
    tally: Tally,
    tell: Tell,
) -> tuple[list[Point], list[Row]]:
    """The points and their rows; those of a tipping line are found on the way, by the first target."""
    if points:
        return points, run_points(sweep, points, tally, tell)
    asked: list[Point] = []
    rows: list[Row] = []

    def ask(more: list[Point]) -> list[float | None]:
        found = run_points(sweep, more, tally, tell)
        asked.extend(more)
        rows.extend(found)
        return [told(row, targets[0]) for row in found]

    find_line(two_ranges(axes), tally.total, ask)
    return asked, rows


def tell_beginning(console: Console, job: Job, points: int) -> None:
    """What is about to happen."""
    if not is_compiled_before():
        console.say("compiling the law (once, about half a minute)")
    console.say(
        f"sweep of {job.scenario}: {points:,} points of {job.runs or SWEEP_RUNS:,} runs, seed {job.seed}"
    )


def tell_points(console: Console, swept: Swept, watch: Stopwatch) -> None:
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
        known = [(p, n) for n, row in enumerate(swept.rows) if (p := told(row, target)) is not None]
        if known:
            (low, first), (high, last) = min(known), max(known, key=lambda one: (one[0], -one[1]))
            shown = percent if any(f"{target}.prior.p" in row for row in swept.rows) else "{:.4g}".format
            lines.append((target, shown(low), at(swept.points[first]), shown(high), at(swept.points[last])))
    for line in table_of(lines):
        console.say(line)
    if thin := sum(row.get("ess") is not None and row["ess"] < 20 for row in swept.rows):
        console.say(
            f"{thin:,} points have fewer than 20 effective runs after the evidence and are told before it; "
            f"more runs a point, or evidence=none"
        )


def at(point: Point) -> str:
    """A point in few words."""
    words = [
        f"{name.removeprefix('law.')}={value:.3g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in point.items()
    ]
    return " ".join(words[:3]) + (" ..." if len(words) > 3 else "")


def write(folder: Folder, swept: Swept, watch: Stopwatch) -> Path:
    """Fill the folder and complete it; returns its path."""
    from sim.app.planes import draw_sweep  # brings matplotlib

    rows = table_rows(swept.points, swept.rows)
    write_table(folder.part, "sweep", rows)
    columns = [{"name": name, "meaning": column_meaning(name)} for name in rows[0]]
    write_json(folder.part / "columns.json", {"schema": "sim.columns/1", "tables": {"sweep": columns}})
    lines = draw_sweep(folder.part / "figures", swept)
    write_json(folder.part / "sweep.json", sweep_document(swept, lines))
    more: dict[str, Any] = {
        "runs": swept.sweep.runs,
        "points": len(rows),
        "points_failed": swept.tally.failed,
    }
    timing = {"reused_points": swept.tally.reused, "simulated_runs": swept.tally.runs}
    return finish(folder, swept.job, swept.setup.scenario, watch, **more, timing=timing)


def sweep_document(swept: Swept, lines: dict[str, Any]) -> dict[str, Any]:
    """``sweep.json``: the axes, and where lines of 5, 50 and 95 % run."""
    axes = [
        {"name": one.name, "low": one.low, "high": one.high}
        if one.ranged
        else {"name": one.name, "values": one.values}
        for one in swept.axes
    ]
    return {
        "schema": "sim.sweep/1",
        "scenario": swept.setup.scenario.name,
        "design": swept.job.design,
        "axes": axes,
        "targets": swept.targets,
        "lines": lines,
    }
