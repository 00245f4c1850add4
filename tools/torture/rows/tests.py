"""Rows that are tests of the suite already: they run here by name, and each test counts."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

from tools.torture.commands import ROOT
from tools.torture.trial import CannotRunError, Trial

LONGEST = 2700.0  # seconds: less than the time of a row
MORE = "SIM_TEST_EXAMPLES"  # factor of the examples that property tests draw


def by_tests(trial: Trial, files: str, *more: str, needs: str = "", **environment: str) -> None:
    """Run test files and count every test; CannotRunError if none ran, with ``needs`` as the reason.

    A file that is not there, and one of which no test ran, is a failure: a test that was renamed must not leave a row
    that tries less than it says.
    """
    names = files.split()
    result = trial.folder / "tests.xml"
    result.unlink(missing_ok=True)
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--junit-xml={result}",
        *names,
        *more,
    ]
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, env={**os.environ, **environment}, check=False
    )  # fmt: skip
    if not result.exists():
        trial.count(f"pytest {files}: exit {done.returncode}: {(done.stderr or done.stdout)[-300:]}")
        return
    ran, seen = 0, set()
    for case in ElementTree.parse(result).iter("testcase"):  # noqa: S314 - our own file
        seen.add(str(case.get("classname")).replace(".", "/"))
        bad = next((child for child in case if child.tag in ("failure", "error")), None)
        if case.find("skipped") is not None:
            continue
        ran += 1
        trial.count(f"{case.get('name')}: {bad.get('message', '')[:300]}" if bad is not None else "")
    for name in names:
        place = name.split("::")[0].removesuffix(".py").rstrip("/")
        if not any(one == place or one.startswith(f"{place}/") for one in seen):
            trial.count(f"no test of {name} was found")
    if not ran and not trial.failed:
        raise CannotRunError(needs or f"every test of {files} was skipped")


def row(files: str, *more: str, figure: str, full: str = "", **environment: str) -> Callable[[Trial], None]:
    """The work of a row that is tests; ``full`` holds further files of the long form."""

    def work(trial: Trial) -> None:
        by_tests(trial, files if trial.fast or not full else f"{files} {full}", *more, **environment)
        trial.figure(f"{trial.tried} {figure}")

    return work


ALL = ("-m", "slow or not slow")
yaml_traps = row("tests/scenario/files/test_loader.py", figure="named files")
hostile = row("tests/scenario/test_hostile.py", figure="hostile scenarios")
numbers = row(
    "tests/scenario/test_faults.py", figure="faults of numbers and dates, each named with file, line and path"
)
dates = row(
    "tests/scenario/test_faults.py tests/scenario/test_as_of.py tests/reading/test_windows.py", "-k",
    "day or date or year or february or window or zone or reversed or as_of", figure="tests of dates",
)  # fmt: skip
contradiction = row(
    "tests/inference/test_weights.py tests/app/report/test_report.py", "-k", "culprit or too_few_effective or removal",
    figure="contradictions: exit 4 and the report that takes the weight named",
)  # fmt: skip
bits = row(
    "tests/ensemble/test_engine.py tests/agents/test_model.py", "-k", "bits or bit_for_bit or beginning or alone",
    figure="comparisons of bits: workers, blocks, resume, Mesa, uncompiled", full="tests/ensemble/execution/test_cluster.py",
)  # fmt: skip
checked = row(
    "tests/agents/test_model.py tests/ensemble/test_resumable_runs.py", "-k", "last_day or beyond or march or resum or room",
    figure="tests with every index of compiled code checked", NUMBA_BOUNDSCHECK="1",
)  # fmt: skip
intervals = row(
    "tests/claims/test_intervals.py",
    *ALL,
    figure="test of 200 repeats: intervals hold the answer as often as they say",
)
figures = row(
    "tests/plots", figure="tests: colours apart, no text on text, alt texts, data equal to verdicts"
)
supply = row("tests/test_security.py", figure="checks of code and locks")


def calibration(trial: Trial) -> None:
    """R22: ranks and coverages of replications; in the long form 500 of them, and intervals of the filter."""
    by_tests(
        trial,
        "tests/inference/checks/test_calibration.py tests/inference/checks/test_interval_coverage.py",
        *(() if trial.fast else ALL),
    )
    trial.figure(
        f"{trial.tried} tests of ranks and coverage" + ("" if trial.fast else ", 500 replications among them")
    )


def symmetry(trial: Trial) -> None:
    """R23: conservation, order and relabelling, on drawn wars."""
    times = trial.size(125, 1)
    by_tests(
        trial, "tests/law/test_symmetry.py tests/law/test_ledger.py tests/claims/test_kinds.py", **{MORE: str(times)}
    )  # fmt: skip
    trial.figure(f"{trial.tried} tests of conservation, order and relabelling; {2 * 40 * times:,} drawn wars")
