"""The one place where errors become a line on stderr and an exit code."""

from __future__ import annotations

import errno
import signal
import sys
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


def complain(text: str) -> None:
    """One message to stderr."""
    sys.stderr.write(f"sim: {text}\n")


def guarded(work: Callable[[], int], *, debug: bool = False) -> int:
    """Exit code of ``work``; an error is told in its own words, a traceback only with ``debug``.

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
        return tell_internal(error, debug)
    except Exception as error:
        show_traceback(debug)
        return tell_internal(error, debug)


def show_traceback(debug: bool) -> None:
    """The traceback of the error in hand, if asked for."""
    if debug:
        traceback.print_exc()


def tell_internal(error: Exception, debug: bool) -> int:
    """One line for an error nobody foresaw; returns exit code 1."""
    first = (str(error).splitlines() or [""])[0]
    hint = "" if debug else " (repeat with debug=true)"
    complain(f"internal error: {type(error).__name__}: {first}{hint}")
    return INTERNAL


def interruptible(work: Callable[[], int]) -> int:
    """Exit code of ``work``; Ctrl-C and SIGTERM end it with 130 and a word on how to go on."""
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        return work()
    except KeyboardInterrupt:
        complain("interrupted; finished blocks of runs are kept: repeat the same command to go on")
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Signal handler: SIGTERM ends a job as Ctrl-C does."""
    raise KeyboardInterrupt


def usage(text: str) -> UsageError:
    """A usage error that points to the help."""
    return UsageError(f"{text} (see sim --help)")
