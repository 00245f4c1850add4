"""``Session``: one command while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sim.ensemble.execution.executor import Threads, open_executor
from sim.ensemble.execution.work import Executor
from sim.session.console import Console, Stopwatch
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
def with_executor(session: Session) -> Iterator[Session]:
    """The session with the executor its job asks for, while the block lasts; says where that is unless in this process."""
    job, console = session.job, session.console
    with open_executor(job.executor, job.workers, job.executor_address, console.say) as executor:
        if executor.where:
            console.say(executor.where)
        yield replace(session, executor=executor)
