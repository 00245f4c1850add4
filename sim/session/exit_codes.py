"""The one place where errors become a line on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from types import FrameType

from sim.base.errors import (
    DISK,
    DONE,
    FAILED_RUNS,
    INTERNAL,
    INTERRUPTED,
    NO_VERDICT,
    USAGE,
    SimError,
    UsageError,
    one_line,
)

RISING = (DONE, FAILED_RUNS, NO_VERDICT, USAGE, DISK, INTERNAL, INTERRUPTED)
DISK_TROUBLE = {
    getattr(errno, name)
    for name in ("EACCES", "EPERM", "ENOSPC", "EROFS", "EDQUOT", "EIO", "EMFILE", "ENAMETOOLONG")
    if hasattr(errno, name)
}


def worst_code(codes: Iterable[int]) -> int:
    """The exit code that counts among ``codes``; 0 for none."""
    return max(codes, key=RISING.index, default=DONE)


GRACE = 1.5  # seconds between a signal and the end of a job that does not end by itself
GO_ON = (
    "interrupted; finished blocks of runs, islands and points are stored: repeat the same command to resume"
)


def print_error(text: str) -> None:
    """One message to stderr; what cannot be printed is escaped, whatever file or library it came from."""
    sys.stderr.write("sim: " + "\n".join(map(one_line, text.split("\n"))) + "\n")


def guarded(work: Callable[[], int], *, debug: bool = False) -> int:
    """Exit code of ``work``; an error is printed in its own words, a traceback only with ``debug``.

    KeyboardInterrupt is left to ``interruptible``, which ends the whole command.
    """
    try:
        return work()
    except Exception as error:
        if debug:
            traceback.print_exc()
        text, code = message_and_code(error)
        print_error(text if code != INTERNAL or debug else f"{text} (repeat with debug=true)")
        return code


def message_and_code(error: Exception) -> tuple[str, int]:
    """What to print of an error, and its exit code: 1, and its first line, for one that nobody foresaw."""
    if isinstance(error, SimError):
        return str(error), error.exit_code
    if isinstance(error, OSError) and error.errno in DISK_TROUBLE:
        return f"{error.filename or 'disk'}: {error.strerror}; expected a place that can be written", DISK
    first = (str(error).splitlines() or [""])[0]
    return f"internal error: {type(error).__name__}: {first}", INTERNAL


def interruptible(work: Callable[[], int]) -> int:
    """Exit code of ``work``; Ctrl-C and SIGTERM end it with 130 and a word on how to go on."""
    stop = StopSignal()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return work()
    except KeyboardInterrupt:
        print_error(GO_ON)
        return INTERRUPTED
    finally:
        stop.settle()
        for number, handler in before.items():
            signal.signal(number, handler)


class StopSignal:
    """Signal handler: asks once, then leaves.

    An exception thrown into a thread that is just taking a lock can leave the lock taken, and the pool waits for
    ever. So whoever has not ended GRACE seconds after the signal is ended: every file is written whole or not at
    all, nothing is lost.
    """

    def __init__(self) -> None:
        self.timer: threading.Timer | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.timer is not None:
            end_process()
        self.timer = threading.Timer(GRACE, end_process)
        self.timer.daemon = True
        self.timer.start()
        raise KeyboardInterrupt

    def settle(self) -> None:
        """The work has ended by itself."""
        if self.timer is not None:
            self.timer.cancel()


def end_process() -> None:
    """End the process now."""
    print_error(GO_ON)
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def usage(text: str) -> UsageError:
    """A usage error that points to the help."""
    return UsageError(f"{text} (see sim --help)")
