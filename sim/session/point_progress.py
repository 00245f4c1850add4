"""Progress over the points of a sweep: one bar on a terminal, a line every tenth elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.explore.point_runs import Tally, Tell
from sim.session.console import Console


def told(tally: Tally, pace: float) -> str:
    """``940 reused, 1 failed, 2,100 runs/s``; what is zero is left out."""
    parts = [
        f"{tally.reused:,} reused" if tally.reused else "",
        f"{tally.failed:,} failed" if tally.failed else "",
        f"{pace:,.0f} runs/s" if pace else "",
    ]
    return ", ".join(part for part in parts if part)


class Pace:
    """Runs a second since the sweep began."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def of(self, tally: Tally) -> float:
        """The pace; 0 before anything was simulated."""
        return tally.runs / max(time.monotonic() - self.begun, 1e-3)

    def left(self, tally: Tally) -> float:
        """Seconds to go, from the points computed so far; NaN before the first."""
        computed = tally.done - tally.reused
        if computed <= 0:
            return float("nan")
        return (time.monotonic() - self.begun) / computed * (tally.total - tally.done)


@contextmanager
def points_progress(console: Console) -> Iterator[Tell]:
    """A callable to report tallies to while the ``with`` block lasts; who interrupts it is told how far it came."""
    last: list[Tally] = []
    try:
        with bar_or_lines(console, Pace()) as show:

            def tell(tally: Tally) -> None:
                last[:] = [tally]
                show(tally)

            yield tell
    except KeyboardInterrupt:
        for tally in last:
            console.say(f"stopped with {tally.done:,} of {tally.total:,} points done")
        raise


@contextmanager
def bar_or_lines(console: Console, pace: Pace) -> Iterator[Tell]:
    """One bar on a terminal, a line every tenth elsewhere."""
    if not console.terminal:
        yield PlainPoints(console, pace)
        return
    columns = (
        TextColumn("points"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}, left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console.rich, transient=True) as bar:
        task = bar.add_task("")

        def tell(tally: Tally) -> None:
            bar.update(task, completed=tally.done, total=tally.total, description=told(tally, pace.of(tally)))

        yield tell


class PlainPoints:
    """One line each time another tenth of the points is done."""

    def __init__(self, console: Console, pace: Pace) -> None:
        self.console, self.pace, self.tenth = console, pace, 0

    def __call__(self, tally: Tally) -> None:
        """Note how far the sweep is."""
        tenth = 10 * tally.done // max(tally.total, 1)
        if tenth <= self.tenth or tally.done == tally.reused:
            return
        self.tenth = tenth
        left = f", about {self.pace.left(tally):.0f} s left" if tally.done < tally.total else ""
        extra = told(tally, self.pace.of(tally))
        self.console.say(
            f"{10 * tenth:3d} %  {tally.done:,} of {tally.total:,} points{f' ({extra})' if extra else ''}{left}"
        )
