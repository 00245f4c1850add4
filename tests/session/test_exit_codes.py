"""Errors become one line and an exit code in one place."""

from __future__ import annotations

import errno
import os
import signal

import pytest

from sim.base.errors import Fault, OutputError, ScenarioError, UsageError
from sim.session.exit_codes import guarded, interruptible, worst_code


def raising(error: BaseException) -> int:
    """Raise ``error``."""
    raise error


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (UsageError("runs = -5"), 2, "sim: runs = -5\n"),
        (ScenarioError([Fault("a.yaml", 3, "x", " = 1")] * 2), 2, "sim: a.yaml:3 x = 1\na.yaml:3 x = 1\n"),
        (UsageError("x.parquet \x0f\x1b[2J no"), 2, "sim: x.parquet \\x0f\\x1b[2J no\n"),
        (OutputError("out = /x: no"), 5, "sim: out = /x: no\n"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/d/f"),
            5,
            "sim: /d/f: No space left on device; expected",
        ),
        (
            OSError(errno.ECHILD, "odd"),
            1,
            "sim: internal error: ChildProcessError: [Errno 10] odd (repeat with",
        ),
        (ValueError("two\nlines"), 1, "sim: internal error: ValueError: two (repeat with debug=true)\n"),
    ],
)
def test_an_error_is_told_in_its_own_words(
    error: Exception, code: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(lambda: raising(error)) == code
    told = capsys.readouterr().err
    assert told.startswith(text)
    assert "Traceback" not in told


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_job_says_how_to_go_on(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        os.kill(os.getpid(), number)
        return 0

    assert interruptible(lambda: guarded(work)) == 130
    assert "repeat the same command to resume" in capsys.readouterr().err


def test_the_worst_exit_code_counts() -> None:
    assert worst_code([]) == 0
    assert worst_code([0, 3, 4]) == 4
    assert worst_code([4, 2]) == 2
    assert worst_code([2, 5, 3]) == 5
    assert worst_code([5, 1]) == 1
    assert worst_code([1, 130, 0]) == 130
