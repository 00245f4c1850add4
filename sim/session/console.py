"""What the terminal says: one bar on a terminal, plain lines elsewhere; no colour without a terminal or with NO_COLOR."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console as RichConsole

from sim.session.folding import fold_lines

Tick = Callable[[int, int, int], None]  # (done, total, reused) runs
Step = Callable[[int, int, int, str], None]  # (done, total, reused, note)
PLAIN_WIDTH = 110


class PipedConsole(RichConsole):
    """A console whose reader may go away (``| head``): the lines stop, the job does not."""

    def on_broken_pipe(self) -> None:
        """Say nothing more; what the interpreter still flushes at its end goes nowhere."""
        self.quiet = True
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open as long as the process


class Console:
    """Lines and progress on standard output."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else PLAIN_WIDTH
        self.rich = PipedConsole(highlight=False, markup=False, emoji=False, soft_wrap=True, width=width)

    @property
    def terminal(self) -> bool:
        """True if a person watches."""
        return self.rich.is_terminal

    def say(self, text: str = "", *, copied: bool = False) -> None:
        """Print one line (or several); on a terminal folded between words, unless it is there to be copied."""
        fold = self.terminal and not copied
        self.rich.print(fold_lines(text, self.rich.width) if fold else text)

    def say_table(self, rows: Sequence[Sequence[str]], lead: str = "") -> None:
        """Print rows, their columns under each other, ``lead`` before each."""
        for line in table_of([tuple(row) for row in rows]):
            self.say(lead + line)

    @contextmanager
    def progress(self) -> Iterator[Tick]:
        """A callable to report runs to while the ``with`` block lasts."""
        with self.bar("runs") as step:
            yield lambda done, total, reused: step(
                done, total, reused, f"{reused:,} from the store" if reused else ""
            )

    @contextmanager
    def bar(self, unit: str) -> Iterator[Step]:
        """A callable to report (done, total, reused, note) to: one bar on a terminal, a line every tenth elsewhere."""
        if not self.terminal:
            yield PlainProgress(self.say, unit)
            return
        from rich.progress import (  # brings much
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn(f"{unit}, left"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.rich, transient=True) as bar:
            task = bar.add_task("running")

            def step(done: int, total: int, reused: int, note: str) -> None:
                status = f"running ({note})" if note else "running"
                bar.update(task, completed=done, total=total, description=status)

            yield step


class PlainProgress:
    """One line each time another tenth is done; the time left is shown once two reports give a pace."""

    def __init__(self, say: Callable[[str], None], unit: str = "runs") -> None:
        self.say, self.unit, self.tenth, self.total = say, unit, 0, 0
        self.first: tuple[float, int] | None = None  # when the first new ones were reported, and how many

    def __call__(self, done: int, total: int, reused: int, note: str = "") -> None:
        """Note that ``done`` of ``total`` are there, ``reused`` of them from the store."""
        if done == reused:
            return
        time_left = self.left(done, total)
        tenth = 10 * done // max(total, 1)
        if total > self.total > 0:  # more has been asked for: a tenth is more now
            self.tenth = min(self.tenth, 10 * self.total // total)
        self.total = total
        if tenth > self.tenth:
            self.tenth = tenth
            note_text = f" ({note})" if note else ""
            self.say(f"{10 * tenth:3d} %  {done:,} of {total:,} {self.unit}{note_text}{time_left}")

    def left(self, done: int, total: int) -> str:
        """The time left, in words; empty before there is a pace (the first block may have waited for compilation)."""
        time_now = time.monotonic()
        if self.first is None or done == self.first[1]:
            self.first = self.first or (time_now, done)
            return ""
        start_time, start_count = self.first
        return f", about {(time_now - start_time) * (total - done) / (done - start_count):.0f} s left"


class Stopwatch:
    """Wall times of the parts of a job: they appear on the terminal and in ``manifest.json:timing`` only."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.last = self.begun
        self.seconds: dict[str, float] = {}

    def lap(self, name: str) -> float:
        """Seconds since the last lap, stored under ``name``."""
        time_now = time.monotonic()
        self.seconds[name] = time_now - self.last
        self.last = time_now
        return self.seconds[name]

    @property
    def total(self) -> float:
        """Seconds since the watch was started."""
        return time.monotonic() - self.begun


def table_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns stand under each other, two spaces apart."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))] if rows else []
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
