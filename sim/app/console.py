"""What the terminal says: one bar on a terminal, plain lines elsewhere; no colour without a terminal or with NO_COLOR."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console as RichConsole
from rich.console import RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Tick = Callable[[int, int, int], None]  # (done, total, reused) runs
PLAIN_WIDTH = 110


class Console:
    """Lines and progress on standard output. A reader that went away (``| head``) stops the lines, not the job."""

    def __init__(self) -> None:
        terminal = sys.stdout.isatty()
        self.rich = RichConsole(
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=True,
            width=None if terminal else PLAIN_WIDTH,
        )

    @property
    def terminal(self) -> bool:
        """True if a person watches."""
        return self.rich.is_terminal

    def say(self, text: str = "") -> None:
        """Print one line (or several)."""
        self.show(text)

    def show(self, thing: RenderableType) -> None:
        """Print anything rich can draw."""
        try:
            self.rich.print(thing)
            self.rich.file.flush()
        except BrokenPipeError:
            self.rich = RichConsole(file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as we

    @contextmanager
    def progress(self) -> Iterator[Tick]:
        """A callable to report runs to while the ``with`` block lasts."""
        if not self.terminal:
            yield PlainProgress(self.say)
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("runs, left"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.rich, transient=True) as bar:
            task = bar.add_task("running")

            def tick(done: int, total: int, reused: int) -> None:
                note = f"running ({reused:,} from the store)" if reused else "running"
                bar.update(task, completed=done, total=total, description=note)

            yield tick


class PlainProgress:
    """One line each time another tenth of the runs is done."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.tenth = 0
        self.begun = time.monotonic()

    def __call__(self, done: int, total: int, reused: int) -> None:
        """Note that ``done`` of ``total`` runs are there, ``reused`` of them from the store."""
        tenth = 10 * done // max(total, 1)
        if tenth <= self.tenth or done == reused:
            return
        self.tenth = tenth
        passed = time.monotonic() - self.begun
        left = passed * (total - done) / max(done - reused, 1)
        self.say(f"{10 * tenth:3d} %  {done:,} of {total:,} runs, {passed:.0f} s, about {left:.0f} s left")


class Stopwatch:
    """Wall times of the parts of a job: they appear on the terminal and in ``manifest.json:timing`` only."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.last = self.begun
        self.seconds: dict[str, float] = {}

    def lap(self, name: str) -> float:
        """Seconds since the last lap, kept under ``name``."""
        now = time.monotonic()
        self.seconds[name] = now - self.last
        self.last = now
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
