"""``sim calibrate``: simulation-based calibration on a made-up network, and a planted fault that must be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim.app.console import Console, Stopwatch, table_of
from sim.app.documents import versions, write_json
from sim.app.folder import Folder, complete, open_folder
from sim.app.job import Job
from sim.app.options import OPTIONS
from sim.app.retold import TRACKER, make_retold, over_trusted
from sim.base.errors import DONE, UsageError
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.inference.calibration import BINS, FALSE_ALARM, LEVELS, WITHIN, Ranks, assess, calibrate
from sim.scenario.reader import with_law

RUNS = 1_000
Row = dict[str, Any]


def main(job: Job) -> int:
    """Rank made-up truths, rank them again with an over-trusted source, tell and write; 0 whatever is found."""
    console, watch = Console(), Stopwatch()
    own = f"made_{job.districts}"
    if job.scenario not in (OPTIONS["scenario"].default, own):
        raise UsageError(f"scenario = {job.scenario}: sim calibrate makes its own war; expected districts=60")
    job = replace(job, scenario=own, runs=job.runs or RUNS)
    scenario = with_law(make_retold(job.districts), job.law_texts, job.without)
    console.say(
        f"calibrating on {job.districts} made-up districts: {job.replications} truths, {job.runs:,} runs each, seed {job.seed}"
    )
    with open_folder(job) as folder:
        with console.progress() as progress:
            ensemble = run_ensemble(
                scenario, runs=job.runs or RUNS, seed=job.seed, workers=job.workers, progress=progress
            )
        watch.lap("run")
        found = calibrate(ensemble, scenario.counts, job.replications, dice=job.seed)
        wrong = over_trusted(scenario.sources)
        planted = calibrate(ensemble, scenario.counts, job.replications, dice=job.seed, true_sources=wrong)
        watch.lap("calibrate")
        rows, planted_rows = assess(found), assess(planted)
        tell(console, found, rows, planted_rows, watch)
        draw(folder, job, (found, planted), (rows, planted_rows))
        write_json(folder.part / "calibration.json", document(job, ensemble, found, rows, planted_rows))
        write_json(
            folder.part / "manifest.json",
            {
                "schema": "sim.manifest/1",
                "command": job.command,
                "config": job.config,
                "timing": watch.seconds,
            },
        )
        complete(replace(folder, automatic=False))
    console.say(f"written: {folder.path / 'calibration.json'}")
    return DONE


def tell(
    console: Console, found: Ranks, rows: Sequence[Row], planted: Sequence[Row], watch: Stopwatch
) -> None:
    """The rank tests in a table: what hangs on the reports, then whatever cries out."""
    console.say(verdict(rows))
    shown = [row for row in rows if row["of_data"] or row["flagged"] or row["coverage_off"]]
    head = ("quantity", "p chi2", "p ecdf", "50 %", "90 %", "90 % truth left out", "")
    lines = [cells(row) for row in shown]
    for line in table_of([head, *lines]):
        console.say(line)
    console.say(
        f"all {len(rows)} quantities: mean coverage "
        + ", ".join(f"{100 * level:.0f} %: {mean_coverage(rows, level):.3f}" for level in LEVELS)
        + f"; effective runs without the truth: median {np.median(found.ess):.0f}"
    )
    console.say(
        f"planted, the {TRACKER} errs three times as much as believed: {names(flagged(planted)) or 'not seen'}"
    )
    console.say(f"{watch.seconds['calibrate']:.0f} s for two times {found.replications} truths")


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


def draw(folder: Folder, job: Job, ranks: Sequence[Ranks], rows: Sequence[Sequence[Row]]) -> None:
    """Two pictures: as believed, and with the planted fault."""
    from sim.plots.plain import save_plain  # brings matplotlib
    from sim.plots.ranks import draw_ranks

    place: Path = folder.part / "figures"
    foot = f"{job.districts} made-up districts, {job.replications} truths, {job.runs:,} runs, seed {job.seed}"
    titles = (
        verdict(rows[0]),
        f"With a tracker that errs three times as much as believed, {verdict(rows[1])}",
    )
    for name, one, table, title in zip(("ranks", "ranks_planted"), ranks, rows, titles, strict=True):
        save_plain(
            partial(draw_ranks, ranks=one, rows=table, title=title[0].upper() + title[1:], foot=foot),
            place,
            name,
        )


def document(
    job: Job, ensemble: Ensemble, found: Ranks, rows: Sequence[Row], planted: Sequence[Row]
) -> dict[str, Any]:
    """``calibration.json``."""
    return {
        "schema": "sim.calibration/1",
        "districts": job.districts,
        "replications": job.replications,
        "runs": ensemble.runs,
        "seed": job.seed,
        "bins": BINS,
        "false_alarm": FALSE_ALARM,
        "within_standard_errors": WITHIN,
        "ess_left_out": {"median": np.median(found.ess), "least": found.ess.min()},
        "law_version": ensemble.law_version,
        "versions": versions(ensemble.law_version),
        "flagged": flagged(rows),
        "planted_flagged": flagged(planted),
        "quantities": list(rows),
        "planted": list(planted),
    }
