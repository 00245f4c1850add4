"""Where work is done: on threads of this process, or in the processes of a Dask cluster (``sim.ensemble.execution.cluster``).

An executor gives out items one by one and hands back what came of each, in whatever order it is done. Items have
addresses (a block's number, a point's settings), so the result depends on no order, no number of workers and no place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from sim.base.errors import UsageError
from sim.ensemble.execution.work import Executor, Work

T = TypeVar("T")
R = TypeVar("R")
EXECUTORS = ("local", "dask")
AHEAD = 8  # items a worker given out before they are begun: to wait for thousands at once costs more than many of them do


class Threads:
    """Threads of this process; the compiled law releases the interpreter's lock."""

    shared = True
    where = ""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1

    def each(self, work: Work[T, R], items: Sequence[T]) -> Generator[tuple[T, R], None, None]:
        """See ``Executor``; an interruption lets items in work end at their next slice."""
        with ThreadPoolExecutor(max_workers=self.workers) as pool:
            todo, waiting = iter(items), dict[Future[R], T]()
            try:
                while True:
                    next_items = islice(todo, AHEAD * self.workers - len(waiting))
                    waiting |= {pool.submit(work.here, item): item for item in next_items}
                    if not waiting:
                        return
                    finished, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                    for future in finished:
                        yield waiting.pop(future), future.result()
            finally:
                work.stop.set()
                for future in waiting:
                    future.cancel()


@contextmanager
def open_executor(
    name: str | Executor = "local",
    workers: int | None = None,
    address: str | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Iterator[Executor]:
    """The executor ``name`` as long as the ``with`` block lasts; ``say`` receives what is worth knowing.

    name      of an executor, or one that is open already, which stays open
    address   tcp://HOST:PORT of a running Dask scheduler; None: processes of this machine are started for the block
    UsageError for an unknown name, an address without dask, a missing extra, or a scheduler that does not answer.
    """
    if not isinstance(name, str):
        yield name
        return
    if name not in EXECUTORS:
        raise UsageError(f"executor = {name!r} is unknown; expected one of {', '.join(EXECUTORS)}")
    if name == "local":
        if address is not None:
            raise UsageError(
                f"executor.address = {address} is read with executor=dask only; expected executor=dask beside it"
            )
        yield Threads(workers)
        return
    from sim.ensemble.execution.cluster import open_cluster  # an extra: nobody else waits for it

    with open_cluster(workers or os.cpu_count() or 1, address, say) as cluster:
        yield cluster
