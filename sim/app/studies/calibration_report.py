"""What a calibration found: as lines, as pictures, as ``calibration.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.engine import Ensemble
from sim.inference.checks.calibration import AGAIN, BINS, FALSE_ALARM, LEVELS, WITHIN, Ranks, off_by_luck
from sim.inference.checks.interval_coverage import IntervalCheck, allowed
from sim.output.json_documents import versions
from sim.scenario.synthetic_reports import TRACKER
from sim.session.console import Console
from sim.session.job import Job

Row = dict[str, Any]


@dataclass(frozen=True)
class Calibration:
    """Ranks as believed and with the planted fault, their rows, and the intervals of the repeats."""

    job: Job
    ensemble: Ensemble
    found: Ranks
    planted: Ranks
    rows: Sequence[Row]
    planted_rows: Sequence[Row]
    questions: Sequence[IntervalCheck]
    repeat_runs: int

    @property
    def off(self) -> list[Row]:
        """Rows with a coverage off at the first look."""
        return [row for row in self.rows if row["coverage_off"]]

    @property
    def luck(self) -> float:
        """Chance that any coverage is off at the first look though all are right."""
        return off_by_luck(len(self.rows), self.found.replications)

    @property
    def allowed(self) -> tuple[float, float]:
        """Shares of honest intervals that hold the answer."""
        return allowed(max(self.job.repeats, 1), WITHIN)


def print_calibration(console: Console, one: Calibration, seconds: Mapping[str, float]) -> None:
    """The rank tests in a table: what hangs on the reports, then whatever cries out; coverage; intervals."""
    console.say(verdict(one.rows))
    shown = [row for row in one.rows if row["of_data"] or row["flagged"] or row["coverage_off"]]
    head = ("quantity", "p chi2", "p ecdf", "50 %", "90 %", "90 % truth left out", "")
    console.say_table([head, *(cells(row) for row in shown)])
    console.say(
        f"all {len(one.rows)} quantities: mean coverage "
        + ", ".join(f"{100 * level:.0f} %: {mean_coverage(one.rows, level):.3f}" for level in LEVELS)
        + f"; effective runs without the truth: median {np.median(one.found.ess):.0f}"
    )
    for line in (*coverage_lines(one), *interval_lines(one)):
        console.say(line)
    seen = names(flagged(one.planted_rows)) or "not seen"
    console.say(f"planted, the {TRACKER} errs three times as much as believed: {seen}")
    console.say(f"{seconds['calibrate']:.0f} s for two times {one.found.replications} truths")


def coverage_lines(one: Calibration) -> list[str]:
    """How many coverages are off at the first look, how often luck does that, and what a second look says."""
    number = len(one.rows) * len(LEVELS)
    first = (
        f"{len(one.off)} of {len(one.rows)} quantities with a coverage more than {WITHIN} standard errors off; "
        f"with {number} coverages luck alone makes one in {100 * one.luck:.0f} % of such jobs"
    )
    return [first, *(second_look(row, one.found.replications) for row in one.off)]


def second_look(row: Mapping[str, Any], replications: int) -> str:
    """What fresh truths say about a quantity that was off."""
    told = ", ".join(
        f"{100 * level:.0f} %: {row[f'coverage_{100 * level:.0f}']:.3f} -> {row[f'coverage_{100 * level:.0f}_again']:.3f}"
        for level in LEVELS
    )
    end = "off again: wrong" if row["coverage_wrong"] else "as it should be: luck"
    errors = f"{row['coverage_errors']:.1f} -> {row['coverage_errors_again']:.1f} standard errors"
    return f"  {names([row['quantity']])} asked again with {AGAIN * replications:,} fresh truths: {told} ({errors}); {end}"


def interval_lines(one: Calibration) -> list[str]:
    """How often the 95 % intervals of the repeats hold the answer; no line without repeats."""
    if not one.questions:
        return []
    low, high = one.allowed
    lines = [
        f"  {question.name}, {question.stage}: {100 * question.held:.1f} % hold {question.answer:.3f}"
        + ("" if low <= question.held <= high else "  NOT HONEST")
        for question in one.questions
    ]
    return [
        f"95 % Monte Carlo intervals of {one.job.repeats:,} repeats of {one.repeat_runs} runs "
        f"(honest: {100 * low:.0f} to {100 * high:.0f} % hold the answer of all):",
        *lines,
    ]


def verdict(rows: Sequence[Row]) -> str:
    """One line: do the ranks look right?"""
    crying = flagged(rows)
    if crying:
        return f"ranks are not uniform: {names(crying)} (joint false-alarm rate {100 * FALSE_ALARM:g} %)"
    return f"ranks are uniform in all {len(rows)} quantities (joint false-alarm rate {100 * FALSE_ALARM:g} %)"


def flagged(rows: Sequence[Row]) -> list[str]:
    """Quantities whose ranks cry out."""
    return [str(row["quantity"]) for row in rows if row["flagged"]]


def names(quantities: Sequence[str]) -> str:
    """Quantities as one text."""
    return ", ".join(name.removeprefix("map: ") for name in quantities)


def mean_coverage(rows: Sequence[Row], level: float) -> float:
    """Mean coverage of the central interval over all quantities."""
    return float(np.mean([row[f"coverage_{100 * level:.0f}"] for row in rows]))


def cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row of the table."""
    mark = "cries out" if row["flagged"] else f"coverage off by {row['coverage_errors']:.1f} errors"
    return (
        str(row["quantity"]).removeprefix("map: "),
        f"{row['p_chi_square']:.2g}",
        f"{row['p_ecdf']:.2g}",
        f"{row['coverage_50']:.3f}",
        f"{row['coverage_90']:.3f}",
        f"{row['coverage_90_left_out']:.3f}",
        mark if row["flagged"] or row["coverage_off"] else "",
    )


def draw(place: Path, one: Calibration) -> None:
    """Ranks as believed and with the planted fault, and coverages with the intervals of the repeats."""
    from sim.plots.drawing.files import save_figure  # brings matplotlib
    from sim.plots.studies.coverage import draw_coverages
    from sim.plots.studies.ranks import draw_ranks

    job = one.job
    foot = f"{job.districts} made-up districts, {job.replications} truths, {one.ensemble.runs:,} runs, seed {job.seed}"
    planted = f"With a tracker that errs three times as much as believed, {verdict(one.planted_rows)}"
    for name, ranks, rows, title in (
        ("ranks", one.found, one.rows, verdict(one.rows)),
        ("ranks_planted", one.planted, one.planted_rows, planted),
    ):
        title = title[0].upper() + title[1:]
        save_figure(place, name, partial(draw_ranks, ranks=ranks, rows=rows, title=title, foot=foot))
    held = [(f"{question.name}, {question.stage}", question.held) for question in one.questions]
    drawn = partial(draw_coverages, rows=one.rows, luck=one.luck, held=held, allowed=one.allowed, foot=foot)
    save_figure(place, "coverage", drawn)


def document(one: Calibration) -> dict[str, Any]:
    """``calibration.json``."""
    ensemble, low_high = one.ensemble, one.allowed
    return {
        "schema": "sim.calibration/1",
        "districts": one.job.districts,
        "replications": one.job.replications,
        "runs": ensemble.runs,
        "seed": one.job.seed,
        "bins": BINS,
        "false_alarm": FALSE_ALARM,
        "within_standard_errors": WITHIN,
        "off_by_luck": one.luck,
        "ess_left_out": {"median": np.median(one.found.ess), "least": one.found.ess.min()},
        "law_version": ensemble.law_version,
        "versions": versions(ensemble.law_version),
        "flagged": flagged(one.rows),
        "coverage_off": [row["quantity"] for row in one.off],
        "coverage_wrong": [row["quantity"] for row in one.rows if row["coverage_wrong"]],
        "planted_flagged": flagged(one.planted_rows),
        "quantities": list(one.rows),
        "planted": list(one.planted_rows),
        "intervals": [
            {"question": question.name, "stage": question.stage, "answer": question.answer, "held": question.held,
             "repeats": one.job.repeats, "runs": one.repeat_runs, "honest": low_high[0] <= question.held <= low_high[1]}
            for question in one.questions
        ],
    }  # fmt: skip
