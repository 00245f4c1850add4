"""``sim rerun RUN_DIR --run K``: one run of a finished folder replayed, printed, and compared with its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from sim.agents.model import TerritoryModel
from sim.analysis.pipeline import read
from sim.analysis.series_sample import series_sample
from sim.app.entry.arguments import read_arguments
from sim.app.replay.stored_rows import read_lineage, rows_of_run, weights_of_runs
from sim.app.report.watch import day_lines, print_compilation
from sim.base.errors import DONE, INTERNAL, SimError, UsageError
from sim.ensemble.draws import in_range
from sim.ensemble.engine import Ensemble
from sim.ensemble.replay import replay
from sim.law.parameters import PARAMETERS, law_records
from sim.output.parquet import event_block, series_block
from sim.output.run_folder import RunFolder, motion_differences, read_run_folder, version_differences
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.options import EVENTS, OPTIONS
from sim.session.verbs import VERBS

USAGE = f"{VERBS['rerun'].usage}: the folder of a finished main job"
RUNS = "runs.parquet"
Row = Mapping[str, Any]
TABLES = {"events.parquet": event_block, "series.parquet": series_block}


def main(words: Sequence[str]) -> int:
    """Print the run and whether it equals the stored one to the last bit; 1 if it does not. UsageError for words it does not understand."""
    arguments = read_arguments("rerun", words)
    run, original = arguments["run"], read_run_folder(Path(arguments["RUN_DIR"]), USAGE)
    row, scenario, console = stored_run(original.path, run), read(original.job), Console()
    law = stored_law(row, original.path)
    console.say(
        f"{scenario.name}: run {run}, seed {original.job.seed}, weight {row['weight'] or 0:.3g}, of {original.path}"
    )
    lineage = read_lineage(original.path, run)
    if lineage is not None:
        lineage.check(scenario.days)
    try:
        replayed = replay(scenario, original.job.seed, run, law=law, lineage=lineage)
    except SimError as error:
        return print_failure(console, row, str(error))
    print_compilation(console)
    model = TerritoryModel(scenario, original.job.seed, run, law[0], lineage)
    last = min(scenario.days, arguments.get("until", scenario.days))
    for line in day_lines(model, last, arguments.get("every", OPTIONS["every"].default)):
        console.say(line)
    return compare_tables(console, original, replayed, scenario)


def stored_run(folder: Path, run: int) -> Row:
    """The row of a run in runs.parquet; UsageError if the folder has no such run."""
    path = folder / RUNS
    rows = rows_of_run(path, run, USAGE).to_pylist()
    if not rows:
        raise UsageError(f"run = {run} is not in {path}; see its column run")
    if missing_columns := [name for name in ("weight", "error") if name not in rows[0]]:
        raise UsageError(f"{path} has no column {missing_columns[0]}; expected {USAGE}")
    return dict(rows[0])


def stored_law(row: Row, folder: Path) -> np.recarray:
    """The run's own parameters, exact: LAW_DTYPE [1]; whatever batch drew them, the table has them. UsageError for another table."""
    missing_names = [name for name in PARAMETERS if row.get(name) is None]
    if missing_names:
        raise UsageError(
            f"{folder / RUNS} has no {missing_names[0]}, which this version of the law reads; "
            "expected a folder of the same law"
        )
    law = law_records({name: np.array([row[name]], dtype=np.float64) for name in PARAMETERS}, 1)
    try:
        in_range(law[0])
    except UsageError as error:
        raise UsageError(f"{folder / RUNS} run {row['run']}: {error}") from None
    return law


def print_failure(console: Console, row: Row, problem: str) -> int:
    """A run that fails again; 0 if it is known to have failed."""
    console.say(problem)
    failed_before = row["error"] is not None
    console.say(f"stored: {row['error']}" if failed_before else "stored: this run did not fail")
    return DONE if failed_before else INTERNAL


def compare_tables(console: Console, original: RunFolder, replayed: Ensemble, scenario: Scenario) -> int:
    """A line a table: equal, or the first row that is not; then what explains it."""
    differences = []
    for name, block in TABLES.items():
        run = int(replayed.record.run[0])
        replayed_rows = block(replayed.record, np.array([0])).to_pylist()
        stored = rows_of_run(original.path / name, run, USAGE).to_pylist()
        if not stored and name == "series.parquet" and not in_sample(original, run):
            console.say(f"{name}: a sample of the runs, without this one (keep=all keeps every run)")
            continue
        difference = first_difference(stored, replayed_rows)
        differences += difference
        console.say(
            f"{name}: {len(replayed_rows)} rows equal to the last bit"
            if not difference
            else f"{name}: {difference[0]}"
        )
    if not differences:
        return DONE
    reasons = [*version_differences(original), *motion_differences(original, scenario)]
    for line in reasons or ["no recorded difference explains it"]:
        console.say(f"  {line}")
    return INTERNAL


def in_sample(original: RunFolder, run: int) -> bool:
    """Whether the folder's daily series should hold a run, by the numbers and weights in runs.parquet."""
    if original.job.keep not in (None, EVENTS):
        return True
    runs, weights = weights_of_runs(original.path / RUNS, USAGE)
    return bool(series_sample(runs, weights)[runs == run].any())


def first_difference(stored: Sequence[Row], replayed_rows: Sequence[Row]) -> list[str]:
    """The first row in which two tables of a run differ, in one line; empty if there is none."""
    for number, (before, after) in enumerate(zip_longest(stored, replayed_rows)):
        if before != after:
            return [f"row {number + 1} of {len(stored)} differs: {row_text(before)} -> {row_text(after)}"]
    return []


def row_text(row: Row | None) -> str:
    """A row in one line."""
    if row is None:
        return "none"
    return ", ".join(f"{name} {value}" for name, value in row.items() if name != "run")
