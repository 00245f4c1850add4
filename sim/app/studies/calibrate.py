"""``sim calibrate``: simulation-based calibration on a synthetic network, and a planted fault that must be detected.

Seeds are fixed before the first look: truths come from the random numbers of ``seed``, a second look from those of the next seed,
repeats for the Monte Carlo intervals from run numbers behind the ensemble's own.
"""

from __future__ import annotations

from dataclasses import replace

from sim.app.studies.calibration_report import CalibrationStudy, document, draw, print_calibration
from sim.base.errors import DONE, UsageError
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.inference.checks.calibration import AGAIN, assess, calibrate, confirm
from sim.inference.checks.interval_coverage import IntervalCheck, answer_again
from sim.inference.checks.simulated_reports import Reporter, simulate_reports
from sim.output.folder import open_folder
from sim.output.json_documents import finish_study, write_json
from sim.scenario.reader import with_law
from sim.scenario.synthetic_reports import asked_again, make_reported_war, over_trusted
from sim.session.console import Console
from sim.session.job import Job
from sim.session.options import OPTIONS
from sim.session.session import Session

RUNS = 1_000
REPEAT_RUNS = 512  # of each repeat


def main(job: Job) -> int:
    """Rank synthetic truths, again with an over-trusted source, print and write; exit code 0 whatever the result. UsageError for an option it cannot use."""
    synthetic_name = f"made_{job.districts}"
    if job.scenario not in (OPTIONS["scenario"].default, synthetic_name):
        raise UsageError(f"scenario = {job.scenario}: sim calibrate makes its own war; expected districts=60")
    session = Session(replace(job, scenario=synthetic_name).with_runs(RUNS))
    job, console = session.job, session.console
    console.say(
        f"calibrating on {job.districts} synthetic districts: {job.replications} truths, {job.runs:,} runs each, seed {job.seed}"
    )
    with open_folder(job) as folder:
        calibration = measure(session)
        print_calibration(console, calibration, session.watch.seconds)
        draw(folder.part / "figures", calibration)
        write_json(folder.part / "calibration.json", document(calibration))
        ensemble = calibration.ensemble
        finish_study(folder, session, "calibration.json", ensemble.simulation_hash, runs=ensemble.runs)
    return DONE


def measure(session: Session) -> CalibrationStudy:
    """Both rankings, a second look at what was off in the first, and the repeats."""
    job, console, watch = session.job, session.console, session.watch
    scenario = with_law(make_reported_war(job.districts), job.law_texts, job.without)
    with console.progress() as progress:
        ensemble = run_ensemble(
            scenario, runs=job.run_count, seed=job.seed, workers=job.workers, progress=progress
        )
    watch.lap("run")
    counts, number = scenario.counts, job.replications
    ranks = calibrate(ensemble, counts, number, dice=job.seed)
    false_sources = over_trusted(scenario.sources)
    planted = calibrate(ensemble, counts, number, dice=job.seed, true_sources=false_sources)
    watch.lap("calibrate")
    rows = assess(ranks)
    has_fault = any(row["coverage_off"] for row in rows)
    second_checks = (
        assess(calibrate(ensemble, counts, AGAIN * number, dice=job.seed + 1)) if has_fault else []
    )
    watch.lap("second look")
    questions = repeat_ensembles(job, ensemble, console) if job.repeats else []
    watch.lap("repeats")
    return CalibrationStudy(
        job, ensemble, ranks, planted, confirm(rows, second_checks), assess(planted), questions, REPEAT_RUNS
    )


def repeat_ensembles(job: Job, ensemble: Ensemble, console: Console) -> list[IntervalCheck]:
    """Intervals of repeats for one war, reported as the first run of the ensemble would have been."""
    scenario = ensemble.scenario
    is_ongoing = (ensemble.record.end_day < 0) | (ensemble.record.end_day > ensemble.record.as_of_day)
    reporter = Reporter(ensemble.record, scenario.sources, ensemble.seed, job.seed, 0)
    reported_war = replace(
        scenario, counts=simulate_reports(reporter, int(is_ongoing.argmax()), scenario.counts)
    )
    console.say(f"{job.repeats:,} repeats of {REPEAT_RUNS} runs each for the Monte Carlo intervals")
    with console.progress() as progress:
        return answer_again(
            reported_war,
            asked_again(scenario),
            job.repeats,
            REPEAT_RUNS,
            seed=job.seed,
            first=-(-ensemble.runs // BLOCK),
            workers=job.workers,
            progress=progress,
        )
