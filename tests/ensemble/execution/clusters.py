"""A real Dask scheduler and real worker processes on loopback, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.test_floors import SIM

LIMIT = 60.0  # seconds in which a process has to be there


def start(*words: str, cwd: Path) -> subprocess.Popen[bytes]:
    """A quiet process of this interpreter that can import the program."""
    environment = {**os.environ, "PYTHONPATH": str(SIM.parent)}
    environment.pop("SIM_CACHE_DIR", None)  # compiled code is that of the checkout
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        env=environment,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, dead when the block is left."""
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """Address of a scheduler that listens on loopback only."""
    told = folder / "scheduler.json"
    words = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with ended(start(*words, "--scheduler-file", str(told), cwd=folder)):
        limit = time.monotonic() + LIMIT
        while not told.exists() or not told.read_text():
            assert time.monotonic() < limit, "the scheduler does not start"
            time.sleep(0.05)
        yield json.loads(told.read_text())["address"]


@contextmanager
def worker(address: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process with one thread, working in ``folder``."""
    words = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    local = ("--local-directory", str(folder), "--host", "127.0.0.1")
    with ended(start(*words, *local, cwd=folder)) as process:
        yield process


def wait_for_workers(address: str, wanted: int) -> None:
    """Until so many workers have come."""
    from distributed import Client

    with Client(address) as client:
        client.wait_for_workers(wanted, timeout=LIMIT)
