"""Progress over the points of a sweep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sim.explore.point_runs import ReportProgress, SweepProgress
from sim.session.console import Console


@contextmanager
def points_progress(console: Console) -> Iterator[ReportProgress]:
    """A callable to report tallies to while the ``with`` block lasts; who interrupts it sees how far it came."""
    start_time = time.monotonic()
    last: list[SweepProgress] = []
    try:
        with console.bar("points") as step:

            def report(tally: SweepProgress) -> None:
                last[:] = [tally]
                pace = tally.runs / max(time.monotonic() - start_time, 1e-3)
                step(tally.done, tally.total, tally.reused, progress_note(tally, pace))

            yield report
    except KeyboardInterrupt:
        for tally in last:
            console.say(f"stopped with {tally.done:,} of {tally.total:,} points done")
        raise


def progress_note(tally: SweepProgress, pace: float) -> str:
    """``940 reused, 1 failed, 2,100 runs/s``; what is zero is left out."""
    parts = [
        f"{tally.reused:,} reused" if tally.reused else "",
        f"{tally.failed:,} failed" if tally.failed else "",
        f"{pace:,.0f} runs/s" if pace else "",
    ]
    return ", ".join(part for part in parts if part)
