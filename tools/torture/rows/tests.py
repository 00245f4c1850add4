"""Rows that are tests of the suite already: they run here by name, and each test counts."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

from tools.torture.commands import ROOT
from tools.torture.trial import CannotRunError, Trial

LONGEST = 1200.0


def by_tests(trial: Trial, files: str, *more: str, needs: str = "", **environment: str) -> None:
    """Run test files (those that exist) and count every test; CannotRunError if none ran, with ``needs`` as the reason."""
    there = [name for name in files.split() if (ROOT / name.split("::")[0]).exists()]
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
        *there,
        *more,
    ]
    subprocess.run(
        words, cwd=ROOT, capture_output=True, timeout=LONGEST, env={**os.environ, **environment}, check=False
    )
    ran = 0
    for case in ElementTree.parse(result).iter("testcase") if result.exists() else ():  # noqa: S314 - our own file
        bad = next((child for child in case if child.tag in ("failure", "error")), None)
        if case.find("skipped") is not None:
            continue
        ran += 1
        trial.count(f"{case.get('name')}: {bad.get('message', '')[:300]}" if bad is not None else "")
    if not ran:
        raise CannotRunError(needs or f"no test of {files} ran")


def row(files: str, *more: str, figure: str, full: str = "", **environment: str) -> Callable[[Trial], None]:
    """The work of a row that is tests; ``full`` holds further files of the long form."""

    def work(trial: Trial) -> None:
        by_tests(trial, files if trial.fast or not full else f"{files} {full}", *more, **environment)
        trial.figure(f"{trial.tried} {figure}")

    return work


SLOW = ("-m", "slow or not slow")
yaml_traps = row(
    "tests/scenario/files/test_loader.py tests/scenario/test_faults.py",
    figure="named files",
)
hostile = row("tests/scenario/test_hostile.py", figure="hostile scenarios")
browser = row(
    "tests/browser",
    "-k",
    "quiet or console",
    figure="payloads and pages in Chromium",
    full="tests/plots/drawing/test_text.py tests/page/test_page.py",
    needs="no browser",
)
numbers = row(
    "tests/scenario/test_faults.py", figure="faults of numbers and dates, each named with file, line and path"
)
dates = row(
    "tests/scenario/test_faults.py tests/scenario/test_as_of.py",
    "-k",
    "day or date or year or february or window or zone or reversed or as_of",
    figure="dates",
)
texts = row("tests/reading/test_any_text.py tests/plots/drawing/test_text.py", figure="texts")
contradiction = row(
    "tests/inference/test_weights.py tests/app/report/test_report.py",
    "-k",
    "culprit or too_few_effective or removal",
    figure="contradictions",
)
bits = row(
    "tests/ensemble/test_engine.py tests/agents/test_model.py",
    "-k",
    "bits or bit_for_bit or beginning or alone",
    figure="comparisons of bits: workers, blocks, resume, Mesa, uncompiled",
)
checked = row("tests/agents/test_model.py tests/ensemble/test_resumable_runs.py", "-k", "last_day or beyond or march or resum or room",
              figure="tests with every index of compiled code checked", NUMBA_BOUNDSCHECK="1")  # fmt: skip
intervals = row(
    "tests/claims/test_intervals.py tests/inference/checks/test_calibration.py",
    *SLOW,
    figure="tests of intervals and ranks",
)
symmetry = row(
    "tests/law/test_symmetry.py tests/law/test_ledger.py tests/claims/test_kinds.py",
    figure="tests of conservation, order and relabelling",
)
figures = row("tests/plots", figure="figures: no text on text, data equal to verdicts")
networks = row(
    "tests/terrain",
    "-k",
    "smallest or forty_thousand or loop or itself or parts or parallel",
    figure="networks",
)
unlike = row(
    "tests/app/report/test_report.py tests/output/test_folder.py",
    "-k",
    "unwritable or refused or file",
    figure="places that cannot be written",
)
supply = row("tests/test_security.py", figure="checks of code and locks")
