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


def worst(codes: Iterable[int]) -> int:
    """The exit code that counts among ``codes``; 0 for none."""
    return max(codes, key=RISING.index, default=DONE)


GRACE = 1.5  # seconds between a signal and the end of a job that does not end by itself
GO_ON = (
    "interrupted; finished blocks of runs, islands and points are stored: repeat the same command to resume"
)


def complain(text: str) -> None:
    """One message to stderr; what cannot be printed is escaped, whatever file or library it came from."""
    sys.stderr.write("sim: " + "\n".join(map(one_line, text.split("\n"))) + "\n")


def guarded(work: Callable[[], int], *, debug: bool = False) -> int:
    """Exit code of ``work``; an error is printed in its own words, a traceback only with ``debug``.

    KeyboardInterrupt is left to ``interruptible``, which ends the whole command.
    """
    try:
        return work()
    except SimError as error:
        show_traceback(debug)
        complain(str(error))
        return error.exit_code
    except OSError as error:
        show_traceback(debug)
        if error.errno in DISK_TROUBLE:
            complain(f"{error.filename or 'disk'}: {error.strerror}; expected a place that can be written")
            return DISK
        return print_internal_error(error, debug)
    except Exception as error:
        show_traceback(debug)
        return print_internal_error(error, debug)


def show_traceback(debug: bool) -> None:
    """The traceback of the error in hand, if asked for."""
    if debug:
        traceback.print_exc()


def print_internal_error(error: Exception, debug: bool) -> int:
    """One line for an error nobody foresaw; returns exit code 1."""
    first = (str(error).splitlines() or [""])[0]
    hint = "" if debug else " (repeat with debug=true)"
    complain(f"internal error: {type(error).__name__}: {first}{hint}")
    return INTERNAL


def interruptible(work: Callable[[], int]) -> int:
    """Exit code of ``work``; Ctrl-C and SIGTERM end it with 130 and a word on how to go on."""
    stop = Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return work()
    except KeyboardInterrupt:
        complain(GO_ON)
        return INTERRUPTED
    finally:
        stop.settle()
        for number, handler in before.items():
            signal.signal(number, handler)


class Stop:
    """Signal handler: asks once, then leaves.

    An exception thrown into a thread that is just taking a lock can leave the lock taken, and the pool waits for
    ever. So whoever has not ended GRACE seconds after the signal is ended: every file is written whole or not at
    all, nothing is lost.
    """

    def __init__(self) -> None:
        self.timer: threading.Timer | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.timer is not None:
            leave()
        self.timer = threading.Timer(GRACE, leave)
        self.timer.daemon = True
        self.timer.start()
        raise KeyboardInterrupt

    def settle(self) -> None:
        """The work has ended by itself."""
        if self.timer is not None:
            self.timer.cancel()


def leave() -> None:
    """End the process now."""
    complain(GO_ON)
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def usage(text: str) -> UsageError:
    """A usage error that points to the help."""
    return UsageError(f"{text} (see sim --help)")
