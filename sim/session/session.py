"""``Session``: one command while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sim.ensemble.execution.executor import Threads
from sim.ensemble.execution.work import Executor
from sim.session.console import Console, Stopwatch
from sim.session.executor import executor_of
from sim.session.job import Job


@dataclass(frozen=True)
class Session:
    """A job, and what surrounds it.

    job        what was asked for
    console    where its lines and progress go
    watch      wall times of its parts
    executor   where its runs are simulated; threads of this process by default
    """

    job: Job
    console: Console = field(default_factory=Console)
    watch: Stopwatch = field(default_factory=Stopwatch)
    executor: Executor = field(default_factory=Threads)


@contextmanager
def open_session(job: Job, console: Console, watch: Stopwatch) -> Iterator[Session]:
    """The session of a job, with the executor it asks for, as long as the ``with`` block lasts."""
    with executor_of(job, console) as executor:
        yield Session(job, console, watch, executor)
