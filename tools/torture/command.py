"""The command: which rows, each in a process of its own, and where their results go."""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.warm import compile_all
from tools.torture.result_files import MUTANTS, RESULTS, newest_results, store_result
from tools.torture.table import ROWS, SLOW_ONLY, Row, write_table
from tools.torture.trial import FAILED, Result, Trial, run_row

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 3000.0  # seconds of one row in its full form
LOW = 12  # niceness of rows that run beside the others: ten sessions then have a quarter of two cores


def main(words: Sequence[str]) -> int:
    """Run the rows asked for; returns 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="R1 R32 ...; all without")
    parser.add_argument("--fast", action="store_true", help="the short form, under ten minutes in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--at-once", type=int, default=os.cpu_count() or 1, metavar="N", help="rows at the same time"
    )
    parser.add_argument("--keep", type=Path, help="file of results, a line of JSON each")
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"keep the results in {RESULTS.name} and write docs/trust.md from them",
    )
    parser.add_argument("--here", action="store_true", help="one row in this process")
    given = parser.parse_args(words)
    unknown = [row for row in given.rows if row not in ROWS]
    if unknown:
        parser.error(f"{' '.join(unknown)}: no row; known: {' '.join(ROWS)}")
    if given.write:
        given.keep = given.keep or RESULTS
    if given.here:
        faulthandler.enable()
        print(run_here(ROWS[given.rows[0]], given.fast, given.seed).line())
        return 0
    compile_all()  # once, so that no row waits for it or is measured with it
    results = []
    for result in run_all(given.rows or everything(given.fast), given):
        results.append(result)
        show(result)
        if given.keep is not None:
            store_result(given.keep, result)
    if given.write:
        write_table(ROOT / "docs" / "trust.md", given.keep, MUTANTS)
    bad = [one.row for one in results if one.status == FAILED]
    print(
        f"{len(results) - len(bad)} of {len(results)} rows without a failure"
        + (f"; failed: {' '.join(bad)}" if bad else "")
    )
    return 1 if bad else 0


def everything(fast: bool) -> list[str]:
    """All rows of the form."""
    return [row for row in ROWS if not (fast and row in SLOW_ONLY)]


def run_here(row: Row, fast: bool, seed: int) -> Result:
    """The result of a row in this process."""
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        module = importlib.import_module(f"tools.torture.rows.{row.module}")
        return run_row(
            row.id, row.what, getattr(module, row.function), Trial(row.id, fast, Path(folder), seed)
        )


def run_all(rows: Iterable[str], given: argparse.Namespace) -> Iterator[Result]:
    """The result of each row as it ends: several rows at the same time, and after them those whose measure is a time.

    Rows that go on by the clock run beside the others from the beginning.
    """
    names = longest_first(rows, given.fast)
    timed = [row for row in names if ROWS[row].timed]
    beside = [row for row in names if ROWS[row].beside and not ROWS[row].timed]
    others = [row for row in names if row not in {*timed, *beside}]
    with ThreadPoolExecutor(len(beside) or 1) as aside, ThreadPoolExecutor(given.at_once) as pool:
        begun = [aside.submit(run_apart, ROWS[row], given) for row in beside]
        begun += [pool.submit(run_apart, ROWS[row], given) for row in others]
        for ended in as_completed(begun):
            yield ended.result()
    for row in timed:
        yield run_apart(ROWS[row], given)


def longest_first(rows: Iterable[str], fast: bool) -> list[str]:
    """The rows by the processor time of their last result; in the long form those begin that have only a short one."""
    last = newest_results(RESULTS)

    def time_of(row: str) -> float:
        known = row in last and (fast or not last[row].fast)
        return last[row].cpu if known else 0.0 if fast else float("inf")

    return sorted(rows, key=time_of, reverse=True)


def run_apart(row: Row, given: argparse.Namespace) -> Result:
    """The result of a row in a process of its own."""
    words = [
        sys.executable,
        "-m",
        "tools.torture",
        row.id,
        "--here",
        "--seed",
        str(given.seed),
        *(["--fast"] if given.fast else []),
    ]
    if row.beside and (nice := shutil.which("nice")):
        words = [nice, "-n", str(LOW), *words]
    before = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=LONGEST, cwd=ROOT, env=environment
        )
        last = (done.stdout.splitlines() or [""])[-1]
        result = (
            Result(**json.loads(last))
            if done.returncode == 0
            else died(row, given.fast, f"exit {done.returncode}: {done.stderr[-400:]}")
        )
    except subprocess.TimeoutExpired:
        result = died(row, given.fast, f"not done after {LONGEST:.0f} s")
    result.seconds = round(time.monotonic() - before, 1)
    return result


def show(result: Result) -> None:
    """Print a result and its failures."""
    print(
        f"{result.row:<4} {result.status:<8} {result.failed} of {result.tried} failed  {result.seconds:>6.1f} s ({result.cpu:.1f} s of processor)  {result.what}: {result.figure}{result.reason}",
        flush=True,
    )
    for failure in result.failures:
        print(f"       {failure}", flush=True)


def died(row: Row, fast: bool, why: str) -> Result:
    """The result of a row whose process ended without one."""
    return Result(row.id, row.what, FAILED, 1, 1, "", 0.0, fast, [f"the process of the row: {why}"])
