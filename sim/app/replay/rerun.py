"""``sim rerun RUN_DIR --run K``: one run of a finished folder replayed, printed, and compared with its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.agents.model import TerritoryModel
from sim.analysis.pipeline import read
from sim.analysis.series_sample import series_sample
from sim.app.entry.arguments import FORMS, read_form
from sim.app.entry.flag_values import whole
from sim.app.report.watch import day_lines, print_compilation
from sim.base.errors import DONE, INTERNAL, SimError, UsageError
from sim.ensemble.draws import in_range
from sim.ensemble.engine import Ensemble
from sim.ensemble.replay import replay
from sim.law.parameters import PARAMETERS, law_records
from sim.output.lineage_table import read_lineage
from sim.output.parquet import event_block, series_block
from sim.output.run_folder import RunFolder, motion_differences, read_run_folder, version_differences
from sim.scenario.scenario import Scenario
from sim.session.console import Console
from sim.session.options import EVENTS

USAGE = "sim rerun RUN_DIR --run K [--every DAYS] [--until DAY]: the folder of a finished main job"
Row = Mapping[str, Any]
TABLES = {"events.parquet": event_block, "series.parquet": series_block}


def main(words: Sequence[str]) -> int:
    """Print the run and whether it is the stored one to the last bit; 1 if it is not."""
    rest, given = read_form(FORMS["rerun"], words)
    run = whole(given, "run", USAGE)
    if len(rest) != 1 or run is None:
        raise UsageError(f"sim rerun {' '.join(words)}: expected {USAGE}")
    stored = read_run_folder(Path(rest[0]), USAGE)
    row, scenario, console = stored_run(stored.path, run), read(stored.job), Console()
    law = stored_law(row, stored.path)
    console.say(
        f"{scenario.name}: run {run}, seed {stored.job.seed}, weight {row['weight']:.3g}, of {stored.path}"
    )
    try:
        lineage = read_lineage(stored.path, run)
        again = replay(scenario, stored.job.seed, run, law=law, lineage=lineage)
    except SimError as error:
        return print_failure(console, row, str(error))
    print_compilation(console)
    model = TerritoryModel(scenario, stored.job.seed, run, law[0], lineage)
    last = min(scenario.days, whole(given, "until", USAGE) or scenario.days)
    for line in day_lines(model, last, whole(given, "every", USAGE) or 7):
        console.say(line)
    return compare(console, stored, again, scenario)


def stored_run(folder: Path, run: int) -> Row:
    """The row of a run in runs.parquet; UsageError if the folder has no such run."""
    rows = read_rows(folder / "runs.parquet", run).to_pylist()
    if not rows:
        raise UsageError(
            f"run = {run} is not in {folder / 'runs.parquet'}; its column run names those that are"
        )
    return dict(rows[0])


def read_rows(path: Path, run: int) -> pa.Table:
    """The rows of one run, names as plain text; UsageError if the table cannot be read."""
    try:
        result = pq.read_table(path, filters=[("run", "=", run)])
    except (OSError, pa.ArrowException) as error:
        problem = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise UsageError(f"{path} cannot be read ({problem}); expected {USAGE}") from None
    return result


def stored_law(row: Row, folder: Path) -> np.recarray:
    """The run's own parameters, exact: LAW_DTYPE [1]; whatever batch drew them, the table keeps them."""
    missing = [name for name in PARAMETERS if row.get(name) is None]
    if missing:
        raise UsageError(
            f"{folder / 'runs.parquet'} has no {missing[0]}, which this version of the law reads; "
            "expected a folder of the same law"
        )
    law = law_records({name: np.array([row[name]], dtype=np.float64) for name in PARAMETERS}, 1)
    try:
        in_range(law[0])
    except UsageError as error:
        raise UsageError(f"{folder / 'runs.parquet'} run {row['run']}: {error}") from None
    return law


def print_failure(console: Console, row: Row, problem: str) -> int:
    """A run that fails again; 0 if it is known to have failed."""
    console.say(problem)
    known = row["error"] is not None
    console.say(f"stored: {row['error']}" if known else "stored: this run did not fail")
    return DONE if known else INTERNAL


def compare(console: Console, original: RunFolder, again: Ensemble, scenario: Scenario) -> int:
    """A line a table: equal, or the first row that is not; then what explains it."""
    result = []
    for name, block in TABLES.items():
        run = int(again.record.run[0])
        now = block(again.record, np.array([0])).to_pylist()
        stored = read_rows(original.path / name, run).to_pylist()
        if not stored and name == "series.parquet" and not in_sample(original, run):
            console.say(f"{name}: a sample of the runs, without this one (keep=all keeps every run)")
            continue
        differing = first_difference(stored, now)
        result += differing
        console.say(
            f"{name}: {len(now)} rows equal to the last bit" if not differing else f"{name}: {differing[0]}"
        )
    if not result:
        return DONE
    for line in [*version_differences(original), *motion_differences(original, scenario)] or [
        "nothing on record explains it"
    ]:
        console.say(f"  {line}")
    return INTERNAL


def in_sample(stored: RunFolder, run: int) -> bool:
    """Whether the folder's daily series should hold a run, by the numbers and weights in runs.parquet."""
    if stored.job.keep not in (None, EVENTS):
        return True
    rows = pq.read_table(stored.path / "runs.parquet", columns=["run", "weight", "error"])
    finished = rows["error"].is_null().to_numpy()
    runs, weights = rows["run"].to_numpy()[finished], rows["weight"].to_numpy()[finished]
    return bool(series_sample(runs, weights)[runs == run].any())


def first_difference(stored: Sequence[Row], now: Sequence[Row]) -> list[str]:
    """The first row in which two tables of a run differ, in one line; empty if there is none."""
    for number, (before, after) in enumerate(zip_longest(stored, now)):
        if before != after:
            return [f"row {number + 1} of {len(stored)} differs: {row_text(before)} -> {row_text(after)}"]
    return []


def row_text(row: Row | None) -> str:
    """A row in one line."""
    return (
        "none"
        if row is None
        else ", ".join(f"{name} {value}" for name, value in row.items() if name != "run")
    )
