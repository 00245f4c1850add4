"""``Trial``: what a row reports of what it tried, and the result that comes of it."""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

MOST_FAILURES = 20  # of a row that are kept word for word
PASSED, FAILED, NOT_RUN = "passed", "FAILED", "not run"


@dataclass
class Result:
    """One row of the table.

    tried    how many things were tried; failed: how many of them did not end as they must
    figure   the measured number the row is about, in words
    failures the first failures, each with what was tried
    reason   why a row was not run, or why it cannot pass
    cpu      seconds of processor time, of the row's process and all it started
    when     the minute it ended, as 2030-03-01T12:00
    """

    row: str
    what: str
    status: str
    tried: int
    failed: int
    figure: str
    seconds: float
    fast: bool
    failures: list[str] = field(default_factory=list)
    reason: str = ""
    cpu: float = 0.0
    when: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M"))

    def line(self) -> str:
        """The result as a line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


class CannotRunError(Exception):
    """A row lacks something of the machine: a browser, a mount, a network."""


class Trial:
    """The work of one row.

    fast    True for the short form that CI can afford
    folder  an empty folder for whatever the row writes
    chance  random numbers of the row, the same at every repeat
    """

    def __init__(self, row: str, fast: bool, folder: Path, seed: int = 1) -> None:
        self.fast, self.folder = fast, folder
        self.chance = random.Random(f"{row} {seed}")
        self.tried = self.failed = 0
        self.failures: list[str] = []
        self.figures: list[str] = []
        self.reason = ""

    def size(self, full: int, fast: int) -> int:
        """How often to try."""
        return fast if self.fast else full

    def count(self, problem: str = "", number: int = 1) -> None:
        """``number`` things were tried; ``problem`` says what was wrong, "" if nothing was."""
        self.tried += number
        if problem:
            self.failed += 1
            if len(self.failures) < MOST_FAILURES:
                self.failures.append(problem[:600])

    @contextmanager
    def attempt(self, what: str) -> Iterator[None]:
        """One thing tried; any exception is its failure."""
        try:
            yield
        except CannotRunError:
            raise
        except Exception as error:
            self.count(f"{what}: {type(error).__name__}: {error}")
        else:
            self.count()

    def figure(self, text: str) -> None:
        """A measured number for the table."""
        self.figures.append(text)


def run_row(row: str, what: str, work: Callable[[Trial], None], trial: Trial) -> Result:
    """The result of a row's work."""
    before = time.monotonic()
    status = PASSED
    try:
        work(trial)
    except CannotRunError as error:
        status, trial.reason = NOT_RUN, str(error)
    except Exception as error:  # the row's own fault counts as a failure, never as a pass
        trial.count(f"the row itself: {type(error).__name__}: {error}")
    if trial.failed or (status == PASSED and not trial.tried):
        status = FAILED
    return Result(
        row, what, status, trial.tried, trial.failed, "; ".join(trial.figures), round(time.monotonic() - before, 1),
        trial.fast, trial.failures, trial.reason, round(processor_time(), 1),
    )  # fmt: skip


def processor_time() -> float:
    """Seconds of processor time of this process and of all that it started and waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
