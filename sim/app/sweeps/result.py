"""What sweep, sensitivity and compare share: the setup they start from, their tables, their manifest."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import LAW_VERSION
from sim.base.csv_tables import read_table
from sim.base.errors import ScenarioError, UsageError
from sim.base.limited_files import read_limited
from sim.claims.estimate import LEAST_SHOWN
from sim.claims.sentences import claim_names
from sim.evidence.source_and_count import Count
from sim.explore.axes import Axis
from sim.explore.definition_axes import headline_column
from sim.explore.optimise import Best, best_of
from sim.explore.point_runs import Sweep, SweepProgress, check_memory
from sim.explore.row_store import Row
from sim.explore.settings import Point, Setup, Value, check_setting, choose
from sim.inference.weights import select
from sim.output.differences import SCENARIO
from sim.output.folder import MANIFEST, RunFolderWriter, complete, write_text
from sim.output.json_documents import manifest, write_json
from sim.scenario.files.loader import load
from sim.scenario.files.resolved import resolved_yaml, simulation_hash
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from sim.session.options import AGGREGATES, ALL, EVENTS, SERIES
from sim.session.session import Session

SWEEP_RUNS = 256  # of a point, unless stated otherwise: one block of the store
SWEEP_POINTS = 100
MEANINGS = {  # endings of the columns of a sweep
    "p": "weighted share of runs in which the definition is true (or the run is of the regime)",
    "low": "lower end of its 95 % interval",
    "high": "upper end of its 95 % interval",
    "undefined": "weighted share of runs in which the definition is undefined",
    "mean": "mean over the runs",
    "p05": "5 % quantile over the runs",
    "p50": "median over the runs",
    "p95": "95 % quantile over the runs",
}
STAGES = {"prior": "before the evidence", "posterior": "after the evidence"}
PLAIN = {
    "point": "number of the point",
    "runs": "runs of the point",
    "runs_failed": "runs that failed",
    "ess": "effective runs after the evidence",
    "pareto_k": "shape of the tail of the weights",
    "fit": "log of the mean, over the runs, of the joint likelihood of all reports used",
    "fit_error": "its standard error",
    "error": "what went wrong with the point; empty if nothing did",
}


@dataclass(frozen=True)
class SweepResult:
    """A finished sweep: its axes (none for a file of points), points and rows, and the targets looked at."""

    job: Job
    sweep: Sweep
    axes: tuple[Axis, ...]
    points: list[Point]
    rows: list[Row]
    targets: tuple[str, ...]
    tally: SweepProgress

    @property
    def setup(self) -> Setup:
        """Where every point started."""
        return self.sweep.base

    @property
    def scenario(self) -> Scenario:
        """The scenario of that setup."""
        return self.sweep.base.scenario

    @property
    def varied(self) -> list[str]:
        """Names of all settings of the points, in order of appearance."""
        return list(dict.fromkeys(name for point in self.points for name in point))

    @property
    def is_plane(self) -> bool:
        """True if exactly two ranges were varied."""
        return len(self.axes) == 2 and all(axis.ranged for axis in self.axes)

    def label(self, target: str) -> str:
        """A target as people read it."""
        return target_label(self.scenario, target)

    def stage(self, target: str) -> str:
        """Whether the numbers of a target are after the evidence, before it, or now this and now that."""
        after = [row.get(f"{target}.posterior.p") is not None for row in self.rows if not row["error"]]
        if any(after) and not all(after):
            return "after the evidence where enough runs are effective, else before it"
        return "after the evidence" if after and all(after) else "before the evidence"

    @cached_property
    def best(self) -> Best | None:
        """What a search found; None for other designs."""
        return best_of(self.points, self.rows) if self.job.design == "optimise" else None

    @property
    def thin(self) -> int:
        """Points with too few effective runs for a posterior value."""
        if self.setup.evidence == "none":
            return 0
        return sum(row.get("ess") is not None and row["ess"] < LEAST_SHOWN for row in self.rows)

    def values(self, target: str) -> list[float | None]:
        """What each point says of a target, by the definition the point chooses where it chooses one."""
        return [latest_estimate(row, column) for row, column in self.rows_and_columns(target)]

    def intervals(self, target: str) -> np.ndarray:
        """The 95 % interval of each point, float64 [P, 2]; NaN where there is none (levels have none)."""
        bounds = [latest_interval(row, column) for row, column in self.rows_and_columns(target)]
        return np.array(bounds, dtype=np.float64).reshape(-1, 2)

    def rows_and_columns(self, target: str) -> list[tuple[Row, str]]:
        """Each row with the name its columns have of a target, by the definition its point chooses."""
        columns = [headline_column(self.scenario, point, target) for point in self.points]
        return list(zip(self.rows, columns, strict=True))

    def is_share(self, target: str) -> bool:
        """True for a target that is a share of runs."""
        return any(f"{target}.prior.p" in row for row in self.rows)

    def extremes(self, target: str) -> tuple[tuple[float, int], tuple[float, int]] | None:
        """(lowest, number of its point) and (highest, number of its point); None if no point has a number."""
        numbered_values = [
            (value, number) for number, value in enumerate(self.values(target)) if value is not None
        ]
        return (
            (min(numbered_values), max(numbered_values, key=lambda pair: (pair[0], -pair[1])))
            if numbered_values
            else None
        )

    def constant_text(self, target: str) -> str:
        """Where a target whose lowest and highest number are one has it: at a single point, or at all that have a number."""
        point_numbers = [number for number, value in enumerate(self.values(target)) if value is not None]
        if len(point_numbers) == 1:
            return f"{point_text(self.points[point_numbers[0]])}, the only point with a number"
        return f"the same at all {len(point_numbers):,} points"

    def best_sentences(self) -> list[str]:
        """What a search found, and what it is not; empty for other designs."""
        best = self.best
        if best is None:
            return []
        uncertainty_text = "no other point comes as close"
        if close := len(best.close) - 1:
            points = [self.points[number] for number in best.close]
            ranges = "; ".join(
                f"{name.removeprefix('law.')} {range_text(points, name)}" for name in best.point
            )
            uncertainty_text = f"{close:,} other points are statistically indistinguishable from it; among them and it: {ranges}"
        return [
            f"closest to the reports: {point_text(best.point, len(best.point))} (point {best.number}; log of their likelihood "
            f"{best.fit:.2f}, standard error {best.error:.2f}); {uncertainty_text}",
            "this is a best fit, not a posterior: it does not say how probable these values are; only agreement with the "
            "reports was optimised, never how a side fares",
        ]


def range_text(points: Sequence[Point], name: str) -> str:
    """Between which values of a setting (or by which of them) some points lie."""
    values = [point[name] for point in points]
    if all(isinstance(value, float) for value in values):
        return f"{min(values):.3g} to {max(values):.3g}"
    return ", ".join(sorted({str(value) for value in values}))


def point_text(point: Point, most: int = 3) -> str:
    """A point in few words: its first ``most`` settings."""
    words = [
        f"{name.removeprefix('law.')}={value:.3g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in point.items()
    ]
    return " ".join(words[:most]) + (" ..." if len(words) > most else "")


def latest_estimate(row: Row, target: str) -> float | None:
    """A target's share (or mean) after the evidence, before it where there is none after."""
    for stage in ("posterior", "prior"):
        for key in ("p", "mean"):
            if (value := row.get(f"{target}.{stage}.{key}")) is not None:
                return float(value)
    return None


def latest_interval(row: Row, target: str) -> tuple[float, float]:
    """The interval of ``latest_estimate``; NaN without one."""
    stage = "posterior" if row.get(f"{target}.posterior.p") is not None else "prior"
    ends = [row.get(f"{target}.{stage}.{end}") for end in ("low", "high")]
    low, high = (float("nan") if end is None else float(end) for end in ends)
    return low, high


def target_label(scenario: Scenario, target: str) -> str:
    """A target as people read it: the claim's own words, with the definition where it is not the headline."""
    names = claim_names(scenario.claims, names=scenario.names)
    for claim in scenario.claims:
        if target == f"{claim.id}.{claim.headline}":
            return names[claim.id]
        if target.startswith(f"{claim.id}."):
            return f"{names[claim.id]} ({target.removeprefix(claim.id + '.')})"
    return target


def axis_texts(job: Job) -> tuple[str, ...]:
    """The entries of ``over``; those of a YAML file if it names one. UsageError if the file has no list of texts."""
    axes_texts = job.over or ()
    if len(axes_texts) != 1 or not axes_texts[0].endswith((".yaml", ".yml")):
        return axes_texts
    document = load(Path(axes_texts[0]).expanduser(), axes_texts[0]).value
    entries = document.get("over") if isinstance(document, dict) else document
    if not isinstance(entries, list) or not all(isinstance(text, str) for text in entries):
        raise UsageError(
            f"{axes_texts[0]}: expected a list of texts such as law.momentum.gain:0:3, or a key over with one"
        )
    return tuple(entries)


def read_points(path: Path, scenario: Scenario) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file of points, with their lines. UsageError if it cannot be read, ScenarioError with every fault in it."""
    try:
        table = read_table(read_limited(path), f"over = {path}")
    except OSError as error:
        raise UsageError(
            f"over = {path} cannot be read ({error.strerror}); expected a CSV file with a column a setting"
        ) from error
    if not table.rows and not table.faults:
        table.blame(None, "", "holds no row; expected a header with the names of settings and a row a point")
    for name in filter(None, table.header):
        try:
            check_setting(name, scenario)
        except UsageError as error:
            table.blame(1, "", f"column {error}")
    for line, cells in table.rows:
        for name, cell in cells.items():
            if not cell:
                table.blame(line, name, " is empty; expected a value in every row")
    if table.faults:
        raise ScenarioError(table.listed())
    return table.rows


def check_points(points: Sequence[Point], setup: Setup) -> None:
    """UsageError names the first point the scenario cannot be given."""
    for number, point in enumerate(points):
        try:
            choose(setup, point)
        except UsageError as error:
            raise UsageError(f"point {number} of the design: {error}") from None


def table_rows(
    points: Sequence[Mapping[str, Value]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One flat row a point: its number, settings, and what came of it; every row has every column."""
    keys = dict.fromkeys([*(k for point in points for k in point), *(k for row in rows for k in row)])
    return [
        {"point": number, **dict.fromkeys(keys), **point, **row}
        for number, (point, row) in enumerate(zip(points, rows, strict=True))
    ]


def column_meaning(name: str) -> str:
    """What a column of a sweep says, in words."""
    *_, stage, end = ("", *name.split("."))
    if stage not in STAGES:
        return PLAIN.get(name, "value of this setting at the point")
    return f"{MEANINGS[end]}, {STAGES[stage]}"


def finish(folder: RunFolderWriter, session: Session, scenario: Scenario, **more: Any) -> Path:
    """Write the resolved scenario (if it is not there) and the manifest (``more`` beside the usual); complete the folder."""
    part, watch = folder.part, session.watch
    if not (part / SCENARIO).exists():
        write_text(part / SCENARIO, resolved_yaml(scenario))
    if not any((part / "figures").iterdir()):
        (part / "figures").rmdir()
    watch.lap("write")
    write_json(part / MANIFEST, manifest(session.job, part, watch, simulation_hash(scenario), **more))
    complete(folder)
    return folder.path


def keeps_blocks(job: Job) -> bool:
    """Whether a sweep stores the runs of its points; UsageError for what a block cannot be without."""
    if job.keep in (ALL, SERIES):
        raise UsageError(
            f"keep = {job.keep} is read by sim report; expected {AGGREGATES} (rows only) or {EVENTS} "
            "(blocks of runs, which hold series and events together)"
        )
    return job.keep == EVENTS


def make_sweep(setup: Setup, job: Job) -> Sweep:
    """What all points of a job share. UsageError if a batch of runs would not fit into memory, or for ``keep``."""
    sweep = Sweep(setup, job.run_count, job.seed, job.workers or os.cpu_count() or 1, keeps_blocks(job))
    check_memory(sweep)
    return sweep


def used_counts(scenario: Scenario, evidence: str) -> list[Count]:
    """The counts in the likelihood."""
    statements = frozenset(statement.id for statement in scenario.statements)
    return list(select(scenario.counts, evidence, statements))


def footer_of(scenario: Scenario, job: Job, runs: str) -> str:
    """One line under a figure: where its numbers come from."""
    return f"{scenario.name} · as of {scenario.calendar.as_of} · seed {job.seed} · {runs} · law {LAW_VERSION}"
