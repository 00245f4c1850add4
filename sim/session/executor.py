"""Where a job's work is done, and what the terminal says about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sim.ensemble.execution.executor import open_executor
from sim.ensemble.execution.work import Executor
from sim.session.console import Console
from sim.session.job import Job


@contextmanager
def executor_of(job: Job, console: Console) -> Iterator[Executor]:
    """The job's executor as long as the ``with`` block lasts; says where it is unless that is this process."""
    with open_executor(job.executor, job.workers, job.executor_address, console.say) as executor:
        if executor.where:
            console.say(executor.where)
        yield executor
