"""Which process fills a folder: a lock of the operating system, beside a line that says whose it is.

The lock ends with its process, however that ends, so a mark left behind by a crash holds nobody up.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sim.base.errors import UsageError

OWNER = ".owner"
HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}  # somebody else has the lock
LONGEST = 10_000  # characters read of it
FAR = 1 << 30  # the byte that is locked where locks are of ranges, far behind what is read


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """``folder`` as this process's own for the block. UsageError, naming the owner, if another one fills it."""
    path = folder / OWNER
    file = acquire(path)
    try:
        yield
    finally:
        if os.name != "nt":  # taken away while still locked, so that nobody locks what is about to go
            path.unlink(missing_ok=True)
        file.close()
        if os.name == "nt":  # an open file cannot be taken away there, nor one that the next owner has open
            with suppress(OSError):
                path.unlink(missing_ok=True)


def acquire(path: Path) -> IO[str]:
    """The locked file, this process named in it; closing it releases the lock. UsageError if another process has it."""
    while True:
        file = open(path, "a+", encoding="utf-8", opener=unless_link)  # noqa: SIM115 - Path.open takes no opener
        try:
            if not try_lock(file):
                raise UsageError(
                    f"out = {path.parent} is being filled by {owner_of(file)}; expected to wait for its end, or another out="
                )
            if is_current_file(file, path):
                file.truncate(0)
                file.write(json.dumps(this_process()))
                file.flush()
                return file
        except BaseException:
            file.close()
            raise
        file.close()


def unless_link(path: str, flags: int) -> int:
    """Open a file itself; OSError if it is a link, which whoever shares the folder can point at any file of ours."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def try_lock(file: IO[str]) -> bool:
    """Lock a file without waiting; False if it is locked. A disk that knows no locks is taken as nobody else's."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in HELD:
            return False
        if error.errno not in {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}:
            raise
    return True


def is_current_file(file: IO[str], path: Path) -> bool:
    """True if the locked file is still the one at ``path``: its owner of before may just have taken it away."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def this_process() -> dict[str, object]:
    """Who locks."""
    timestamp = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": timestamp}


def owner_of(file: IO[str]) -> str:
    """The process named in a lock file, in words."""
    file.seek(0)
    try:
        owner = json.loads(file.read(LONGEST))
        return f"process {owner['pid']} on {owner['host']} since {owner['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
