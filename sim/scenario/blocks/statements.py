"""Statements without numbers of a scenario file, checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sim.evidence.signals import Signal
from sim.scenario.blocks.checks import COMPARED, FACTION, NO_RUNS, STATEMENT, Path_, check_known, take_over
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import ReportEntry, ScenarioFile, SignalEntry

PUBLIC = "public"  # a statement that is none of the report's


def read_signals(main: Document, file: ScenarioFile, factions: Sequence[str]) -> tuple[Signal, ...]:
    """All statements of all reports; faults go into ``main``."""
    ids = {count.id for report in file.reports for count in report.counts}
    statements = [PUBLIC, *(statement.id for statement in file.statements)]
    signals = []
    for r, report in enumerate(file.reports):
        for n, signal in enumerate(report.signals):
            path: Path_ = ("reports", r, "signals", n)
            if signal.id in ids:
                main.blame((*path, "id"), f" = {signal.id!r} is used twice; expected names that differ")
            ids.add(signal.id)
            check_known(main, (*path, "faction"), signal.faction, factions, FACTION)
            check_known(main, (*path, "statement"), signal.statement, statements, STATEMENT)
            main.blame_all(path, date_faults(signal, report, file.dates.start))
            signals.append(read_signal(report, signal, file.dates.as_of))
    return tuple(signals)


def read_signal(report: ReportEntry, entry: SignalEntry, as_of: date) -> Signal:
    """A statement with what its report says about it."""
    day = entry.date or report.published or as_of
    quote = entry.quote or report.quote
    return take_over(Signal, entry, source=report.source, date=day, published=report.published, quote=quote)


def date_faults(entry: SignalEntry, report: ReportEntry, start: date) -> Iterator[tuple[str, str]]:
    """Key and problem of what is wrong with the day of one statement."""
    day, published = entry.date, report.published
    if day is not None and published is not None and day > published:
        yield "date", f" = {day} is after published = {published}; expected a day up to that"
    if day is not None and entry.use in COMPARED and day < start:
        yield "date", f" = {day} is before start = {start}, {NO_RUNS}"
