"""R1, R6, R7: jobs that are killed, whose workers are killed, or that are told to stop; then the same command again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil

from tools.torture.commands import TOY, differences, family, finish, home, run, start, traceback_in
from tools.torture.rows.tests import by_tests
from tools.torture.trial import Trial

OVER = "over=[law.momentum.gain:0:3]"
JOBS = {
    "report": (f"scenario={TOY}", "runs=3000", "out=done"),
    "sweep": ("sweep", f"scenario={TOY}", "runs=200", "points=40", OVER, "out=done"),
}


def whole(trial: Trial) -> dict[str, Path]:
    """The folder of every job that nothing disturbed, and how long each took."""
    found = {}
    for name, words in JOBS.items():
        folder = home(trial.folder / f"whole_{name}")
        code, _, told = run(folder, *words)
        if code not in (0, 4):
            raise RuntimeError(f"{name} does not run: {told[-300:]}")
        found[name] = folder / "done"
    return found


def kills(trial: Trial) -> None:
    """R1: kill -9 at random moments, again and again, then once to the end."""
    wanted = whole(trial)
    per_job = trial.size(100, 5)
    for name, words in JOBS.items():
        folder = home(trial.folder / f"killed_{name}")
        for _ in range(per_job):
            process = start(folder, *words)
            try:
                process.wait(timeout=trial.chance.uniform(0.2, 4.0))
                finish(process)
                forget(folder)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            trial.count(orphans(folder))
        code, _, told = run(folder, *words)
        problem = traceback_in(told) or ("" if code in (0, 4) else f"exit {code}: {told[-200:]}")
        trial.count(f"{name} after {per_job} kills: {problem}" if problem else "")
        gone = differences(folder / "done", wanted[name]) if not problem else ""
        trial.count(f"{name} after {per_job} kills: folders {gone}" if gone else "")
        code, said, _ = run(folder, "store", "verify")
        trial.count(f"store verify says {code}: {said[-300:]}" if code else "")
    trial.figure(f"{2 * per_job} kills; folders byte for byte those of undisturbed jobs, the store verified")


def forget(folder: Path) -> None:
    """Take away what a job finished before it was killed, so that the next has work again."""
    shutil.rmtree(folder / "done", ignore_errors=True)
    for name in ("store", "rows", "finished"):
        shutil.rmtree(folder / "cache" / name, ignore_errors=True)


def orphans(folder: Path) -> str:
    """Processes of a job that is gone."""
    left = [one.pid for one in psutil.process_iter() if works_in(one, folder)]
    return f"{len(left)} processes left behind" if left else ""


def works_in(process: psutil.Process, folder: Path) -> bool:
    """True if a living process works in the folder."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(folder)
    except psutil.Error:
        return False


def signals(trial: Trial) -> None:
    """R7: SIGINT and SIGTERM at random moments: 130 within two seconds, nothing left running, and resumable."""
    folder, slowest = home(trial.folder / "home"), 0.0
    words = ("sweep", f"scenario={TOY}", "runs=300", "points=5000", OVER, "out=done")
    for number in range(trial.size(50, 6)):
        process = start(folder, *words)
        if number % 2:  # every other one in mid-work, the others while the program begins
            wait_for_rows(folder, process)
        time.sleep(trial.chance.uniform(1.2, 4.0))  # the handler is there once the command line is read
        children, before = family(process), time.monotonic()
        os.kill(process.pid, trial.chance.choice((signal.SIGINT, signal.SIGTERM)))
        code, _, told = finish(process)
        seconds = time.monotonic() - before
        slowest = max(slowest, seconds)
        left = [one for one in children if one.is_running()]
        problem = traceback_in(told) or ("" if code == 130 else f"exit {code}: {told[-200:]}")
        problem = (
            problem
            or (f"took {seconds:.1f} s" if seconds > 2.5 else "")
            or (f"{len(left)} children left" if left else "")
        )
        trial.count(f"signal {number}: {problem}" if problem else "")
    rows = len(finished_points(folder))
    trial.count("" if rows else "nothing was kept of all sweeps")
    trial.figure(f"slowest end {slowest:.1f} s; {rows:,} finished points kept")


def finished_points(folder: Path) -> list[Path]:
    """Rows of a sweep that are stored."""
    return list((folder / "cache" / "rows").rglob("*.row"))


def wait_for_rows(folder: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a sweep has finished further points."""
    before, end = len(finished_points(folder)), time.monotonic() + 60
    while len(finished_points(folder)) == before and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)


def workers(trial: Trial) -> None:
    """R6: a real scheduler and a worker that is stopped and killed in mid-work; a run that truly fails ends with 3."""
    for _ in range(trial.size(10, 1)):
        by_tests(
            trial,
            "tests/ensemble/execution/test_cluster.py",
            "-k",
            "killed or died or waits or error_of_a_worker",
        )
    by_tests(
        trial,
        "tests/app/report/test_report.py tests/ensemble/test_engine.py",
        "-k",
        "failed_run or failing_runs or all_runs_fail",
    )
