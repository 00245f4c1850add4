"""Work in the processes of a Dask cluster: one of a running scheduler, or one started here on loopback.

A process that dies costs the items it had in work: the scheduler gives them to another. Whether a process sees the
store of the one that asks is tried with a mark: a file with a random text, read where the asking process put it.
Dask sends pickles, so whoever can reach the scheduler can run code on every worker; see docs/scale.md.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from sim.base.compiled import PACKAGE, cache_root
from sim.base.errors import OutputError, SimError, UsageError, extra
from sim.ensemble.execution.work import Work

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = 5.0  # seconds a scheduler has to answer
NOTHING = (
    logging.CRITICAL + 1
)  # level of the library's log: a scheduler calls a client that has left critical
POLL = 0.02  # seconds between two looks for finished items
LOOK = 5.0  # seconds without any after which it is asked whether there are workers at all
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class StoreMark:
    """A file in the store by which another process knows that it sees the same store."""

    path: Path
    text: str

    def seen(self) -> bool:
        """True if this process finds the mark where it was put."""
        try:
            return self.path.read_text(encoding="utf-8") == self.text
        except (OSError, ValueError):
            return False


@contextmanager
def mark_store() -> Iterator[StoreMark]:
    """A mark in this process's store, taken away at the end; OutputError if it cannot be put there."""
    text = secrets.token_hex(16)
    mark = StoreMark(cache_root() / f".seen-{text[:8]}", text)
    try:
        mark.path.parent.mkdir(parents=True, exist_ok=True)
        mark.path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"cannot write {mark.path}: {error.strerror} (SIM_CACHE_DIR names another folder)"
        ) from error
    try:
        yield mark
    finally:
        mark.path.unlink(missing_ok=True)


def visit(cargo: bytes, mark: StoreMark, item: Any) -> Any:
    """What a worker does with one item."""
    return opened(cargo).away(item, mark.seen())


@lru_cache(maxsize=2)
def opened(cargo: bytes) -> Work[Any, Any]:
    """The work in a pickle, opened once a process: its arrays serve many items. It comes from our own scheduler."""
    work: Work[Any, Any] = pickle.loads(cargo)  # noqa: S301 - Dask has unpickled this very call before
    return work


class Cluster:
    """The workers of a scheduler; ``own``: the processes that were started here, if any."""

    def __init__(
        self,
        client: Any,
        mark: StoreMark,
        say: Callable[[str], None],
        own: Sequence[subprocess.Popen[bytes]] = (),
    ) -> None:
        self.client, self.mark, self.say, self.own = client, mark, say, own
        answers = self.ask_workers()
        self.workers = sum(client.nthreads().values()) or 1
        self.shared = all(answers)
        destination = "write their blocks into this store" if self.shared else "return their blocks"
        text = f"{len(answers)} processes {destination}" if answers else "no worker yet"
        self.where = f"dask at {client.scheduler.address}: {text}"

    def ask_workers(self) -> list[bool]:
        """Whether each worker that is there now sees our store. SimError if the scheduler or a worker fails."""
        try:
            return list(self.client.run(self.mark.seen).values())
        except Exception as error:
            raise translated(error) from error

    def each(self, work: Work[T, R], items: Sequence[T]) -> Generator[tuple[T, R], None, None]:
        """See ``sim.ensemble.execution.executor.Executor``; after an interruption workers finish the item they are at."""
        from distributed import as_completed

        # the cargo is itself a result: lost with its workers, it is made again
        cargo = self.client.submit(bytes, pickle.dumps(work), pure=False)
        waiting = {self.client.submit(visit, cargo, self.mark, item, pure=False): item for item in items}
        completed = as_completed(list(waiting))
        try:
            while waiting:
                for future in self.next_ready(completed):
                    item = waiting.pop(future)
                    parcel = result_of(future)
                    future.release()  # here, not in its finaliser, which would swallow an interruption
                    yield item, work.receive(item, parcel)
        finally:
            work.stop.set()
            with suppress(Exception):  # a scheduler that has gone has nothing to cancel
                self.client.cancel([*waiting, cargo])

    def next_ready(self, completed: Any) -> list[Any]:
        """The items that are done by now, at least one; says so once if there is nobody to do any."""
        start_time, is_reported = time.monotonic(), False
        while not completed.has_ready():
            time.sleep(POLL)
            if time.monotonic() - start_time > LOOK:
                start_time = time.monotonic()
                refuse_loss(self.own)
                is_idle = not self.worker_count()
                if is_idle and not is_reported:
                    self.say(f"no worker at {self.client.scheduler.address}: waiting for one")
                is_reported = is_idle
        return list(completed.next_batch(block=False))

    def worker_count(self) -> int:
        """How many workers there are; SimError if the scheduler has gone."""
        try:
            return len(self.client.nthreads())
        except Exception as error:
            raise translated(error) from error


def result_of(future: Any) -> Any:
    """What came of one item; SimError where the cluster failed rather than the work."""
    try:
        return future.result()
    except (SimError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise translated(error) from error


def translated(error: Exception) -> SimError:
    """An error of the cluster in our words."""
    text = f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
    if isinstance(error, ModuleNotFoundError):
        return SimError(
            f"a worker lacks {error.name!r}; expected this program, in this version, installed on every worker"
        )
    if type(error).__name__ == "KilledWorker":
        return SimError(
            f"workers died repeatedly on the same item ({text}); expected more memory for each, or fewer runs"
        )
    return SimError(
        f"the cluster failed ({text}); finished blocks are stored: repeat the same command to resume"
    )


@contextmanager
def open_cluster(workers: int, address: str | None, say: Callable[[str], None]) -> Iterator[Cluster]:
    """The cluster at ``address``, or one of ``workers`` processes on loopback that ends with the block.

    UsageError if the extra is not installed or no scheduler answers within PATIENCE seconds.
    """
    try:
        import distributed
    except ImportError as error:
        raise UsageError(
            f"executor = dask needs distributed, which is not installed; {extra('cluster')}"
        ) from error
    logging.getLogger("distributed").setLevel(NOTHING)  # what matters is reported in our own words
    with mark_store() as mark, connected(distributed, workers, address) as (client, own_processes):
        yield Cluster(client, mark, say, own_processes)


@contextmanager
def connected(
    distributed: Any, workers: int, address: str | None
) -> Iterator[tuple[Any, Sequence[subprocess.Popen[bytes]]]]:
    """(client of the scheduler at ``address``, or of one started here; the worker processes started here)."""
    if address is not None:
        refuse_silence(distributed, address)
        with distributed.Client(address, timeout=PATIENCE) as client:
            yield client, ()
        return
    quiet_options = {"dashboard_address": f"{LOOPBACK}:0", "silence_logs": NOTHING}
    with (
        distributed.LocalCluster(n_workers=0, host=LOOPBACK, **quiet_options) as local_cluster,
        hired(local_cluster.scheduler_address, workers) as processes,
        distributed.Client(local_cluster) as client,
    ):
        while len(client.nthreads()) < workers:
            time.sleep(POLL)
            refuse_loss(processes)
        yield client, processes


@contextmanager
def hired(address: str, workers: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes on loopback that end with the block, or when their scheduler is gone.

    Each leads a session of its own, so that Ctrl-C reaches the process that asks and nobody else.
    """
    path = os.pathsep.join([str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    words = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--host", LOOPBACK]
    words += ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--dashboard-address", f"{LOOPBACK}:0"]
    processes: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="sim-", ignore_cleanup_errors=True) as scratch:
        try:
            for _ in range(workers):
                processes.append(
                    subprocess.Popen(  # noqa: S603 - Dask's own module, words of ours
                        [*words, "--local-directory", scratch],
                        env={**os.environ, "PYTHONPATH": path},
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        start_new_session=True,
                    )
                )
            yield processes
        finally:
            for process in processes:
                process.kill()
            for process in processes:
                process.wait()


def refuse_loss(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """SimError if processes were started here and none is left."""
    codes = [process.poll() for process in processes]
    if codes and None not in codes:
        raise SimError(
            f"all {len(codes)} worker processes have ended (exit codes {codes}); "
            "finished blocks are stored: repeat the same command to resume"
        )


def refuse_silence(distributed: Any, address: str) -> None:
    """UsageError unless a scheduler at ``address`` says within PATIENCE seconds that it is one.

    A client alone waits for ever for a host that takes the call and says nothing.
    """

    async def ask() -> Any:
        async with distributed.rpc(address) as remote:
            return await remote.identity()

    try:
        answer = asyncio.run(asyncio.wait_for(ask(), PATIENCE))
        trouble = "" if answer.get("type") == "Scheduler" else f"a {answer.get('type')} does"
    except (OSError, ValueError, TypeError) as error:
        trouble = (str(error).splitlines() or [""])[0] or f"nothing within {PATIENCE:g} s"
    if trouble:
        raise UsageError(
            f"executor.address = {address}: no scheduler answers ({trouble}); "
            "expected tcp://HOST:PORT of a running dask scheduler"
        )
