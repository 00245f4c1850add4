"""What an executor is, and what it does: the protocols that work, executors and whoever asks them share."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
In = TypeVar("In", contravariant=True)
Out = TypeVar("Out", covariant=True)


class Work(Protocol[In, Out]):
    """What is done to each item. A work that goes to another process is pickled; its items should be small."""

    stop: threading.Event  # set when nobody waits any more: end at the next slice

    def here(self, item: In) -> Out:
        """The result, in this process."""

    def away(self, item: In, shared: bool) -> Any:
        """What another process sends back; ``shared``: it sees the store of the process that asks."""

    def receive(self, item: In, parcel: Any) -> Out:
        """The result, from what ``away`` sent."""


class Executor(Protocol):
    """``workers`` items at a time; ``shared``: all that do the work see the store of this process."""

    workers: int
    shared: bool
    where: str  # where the work is done, in words; empty for threads of this process

    def each(self, work: Work[T, R], items: Sequence[T]) -> Generator[tuple[T, R], None, None]:
        """(item, result) as they are done; closing the generator ends the work."""
