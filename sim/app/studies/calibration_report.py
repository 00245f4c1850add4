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
class CalibrationStudy:
    """Ranks as believed and with the planted fault, their rows, and the intervals of the repeats."""

    job: Job
    ensemble: Ensemble
    ranks: Ranks
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
        return off_by_luck(len(self.rows), self.ranks.replications)

    @property
    def allowed(self) -> tuple[float, float]:
        """Shares of honest intervals that hold the answer."""
        return allowed(max(self.job.repeats, 1), WITHIN)


def print_calibration(console: Console, calibration: CalibrationStudy, seconds: Mapping[str, float]) -> None:
    """The rank tests as a table: quantities that depend on the reports, then flagged ones; coverage; intervals."""
    console.say(rank_verdict(calibration.rows))
    shown_rows = [row for row in calibration.rows if row["of_data"] or row["flagged"] or row["coverage_off"]]
    head = ("quantity", "p chi2", "p ecdf", "50 %", "90 %", "90 % truth left out", "")
    console.say_table([head, *(cells(row) for row in shown_rows)])
    console.say(
        f"all {len(calibration.rows)} quantities: mean coverage "
        + ", ".join(f"{100 * level:.0f} %: {mean_coverage(calibration.rows, level):.3f}" for level in LEVELS)
        + f"; effective runs without the truth: median {np.median(calibration.ranks.ess):.0f}"
    )
    for line in (*coverage_lines(calibration), *interval_lines(calibration)):
        console.say(line)
    detected = quantity_names(flagged_quantities(calibration.planted_rows)) or "not seen"
    console.say(f"planted, the {TRACKER} errs three times as much as assumed: {detected}")
    console.say(f"{seconds['calibrate']:.0f} s for two times {calibration.ranks.replications} truths")


def coverage_lines(calibration: CalibrationStudy) -> list[str]:
    """How many coverages are off at the first look, how often luck does that, and what a second look says."""
    number = len(calibration.rows) * len(LEVELS)
    first = (
        f"{len(calibration.off)} of {len(calibration.rows)} quantities with a coverage more than {WITHIN} standard errors off; "
        f"with {number} coverages chance alone produces one in {100 * calibration.luck:.0f} % of such jobs"
    )
    return [first, *(fresh_truths_line(row, calibration.ranks.replications) for row in calibration.off)]


def fresh_truths_line(row: Mapping[str, Any], replications: int) -> str:
    """What fresh truths say about a quantity that was off."""
    text = ", ".join(
        f"{100 * level:.0f} %: {row[f'coverage_{100 * level:.0f}']:.3f} -> {row[f'coverage_{100 * level:.0f}_again']:.3f}"
        for level in LEVELS
    )
    end = "off again: wrong" if row["coverage_wrong"] else "within the limit: chance"
    errors = f"{row['coverage_errors']:.1f} -> {row['coverage_errors_again']:.1f} standard errors"
    return f"  {quantity_names([row['quantity']])} asked again with {AGAIN * replications:,} fresh truths: {text} ({errors}); {end}"


def interval_lines(calibration: CalibrationStudy) -> list[str]:
    """How often the 95 % intervals of the repeats hold the answer; no line without repeats."""
    if not calibration.questions:
        return []
    low, high = calibration.allowed
    lines = [
        f"  {question.name}, {question.stage}: {100 * question.held:.1f} % hold {question.answer:.3f}"
        + ("" if low <= question.held <= high else "  NOT HONEST")
        for question in calibration.questions
    ]
    return [
        f"95 % Monte Carlo intervals of {calibration.job.repeats:,} repeats of {calibration.repeat_runs} runs "
        f"(acceptable: {100 * low:.0f} to {100 * high:.0f} % contain the pooled answer):",
        *lines,
    ]


def rank_verdict(rows: Sequence[Row]) -> str:
    """One line: do the ranks look right?"""
    names = quantity_names(flagged_quantities(rows))
    outcome = f"not uniform: {names}" if names else f"uniform in all {len(rows)} quantities"
    return f"ranks are {outcome} (joint false-alarm rate {100 * FALSE_ALARM:g} %)"


def flagged_quantities(rows: Sequence[Row]) -> list[str]:
    """Quantities whose ranks are not uniform."""
    return [str(row["quantity"]) for row in rows if row["flagged"]]


def quantity_names(quantities: Sequence[str]) -> str:
    """Quantities as one text."""
    return ", ".join(name.removeprefix("map: ") for name in quantities)


def mean_coverage(rows: Sequence[Row], level: float) -> float:
    """Mean coverage of the central interval over all quantities."""
    return float(np.mean([row[f"coverage_{100 * level:.0f}"] for row in rows]))


def cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row of the table."""
    mark = "not uniform" if row["flagged"] else f"coverage off by {row['coverage_errors']:.1f} errors"
    return (
        str(row["quantity"]).removeprefix("map: "),
        f"{row['p_chi_square']:.2g}",
        f"{row['p_ecdf']:.2g}",
        f"{row['coverage_50']:.3f}",
        f"{row['coverage_90']:.3f}",
        f"{row['coverage_90_left_out']:.3f}",
        mark if row["flagged"] or row["coverage_off"] else "",
    )


def draw(place: Path, calibration: CalibrationStudy) -> None:
    """Ranks as believed and with the planted fault, and coverages with the intervals of the repeats."""
    from sim.plots.drawing.files import save_figure  # brings matplotlib
    from sim.plots.studies.coverage import draw_coverages
    from sim.plots.studies.ranks import draw_ranks

    job = calibration.job
    foot = f"{job.districts} synthetic districts, {job.replications} truths, {calibration.ensemble.runs:,} runs, seed {job.seed}"
    planted = (
        f"With a tracker that errs three times as much as assumed, {rank_verdict(calibration.planted_rows)}"
    )
    for name, ranks, rows, title in (
        ("ranks", calibration.ranks, calibration.rows, rank_verdict(calibration.rows)),
        ("ranks_planted", calibration.planted, calibration.planted_rows, planted),
    ):
        title = title[0].upper() + title[1:]
        save_figure(place, name, partial(draw_ranks, ranks=ranks, rows=rows, title=title, foot=foot))
    intervals_held = [
        (f"{question.name}, {question.stage}", question.held) for question in calibration.questions
    ]
    draw_coverage = partial(
        draw_coverages,
        rows=calibration.rows,
        luck=calibration.luck,
        held=intervals_held,
        allowed=calibration.allowed,
        foot=foot,
    )
    save_figure(place, "coverage", draw_coverage)


def document(calibration: CalibrationStudy) -> dict[str, Any]:
    """``calibration.json``."""
    ensemble, low_high = calibration.ensemble, calibration.allowed
    return {
        "schema": "sim.calibration/1",
        "districts": calibration.job.districts,
        "replications": calibration.job.replications,
        "runs": ensemble.runs,
        "seed": calibration.job.seed,
        "bins": BINS,
        "false_alarm": FALSE_ALARM,
        "within_standard_errors": WITHIN,
        "off_by_luck": calibration.luck,
        "ess_left_out": {"median": np.median(calibration.ranks.ess), "least": calibration.ranks.ess.min()},
        "law_version": ensemble.law_version,
        "versions": versions(ensemble.law_version),
        "flagged": flagged_quantities(calibration.rows),
        "coverage_off": [row["quantity"] for row in calibration.off],
        "coverage_wrong": [row["quantity"] for row in calibration.rows if row["coverage_wrong"]],
        "planted_flagged": flagged_quantities(calibration.planted_rows),
        "quantities": list(calibration.rows),
        "planted": list(calibration.planted_rows),
        "intervals": [
            {"question": question.name, "stage": question.stage, "answer": question.answer, "held": question.held,
             "repeats": calibration.job.repeats, "runs": calibration.repeat_runs, "honest": low_high[0] <= question.held <= low_high[1]}
            for question in calibration.questions
        ],
    }  # fmt: skip
