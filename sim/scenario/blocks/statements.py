"""Statements without numbers of a scenario file, checked."""

from __future__ import annotations

from collections.abc import Sequence

from sim.evidence.signals import Signal
from sim.scenario.blocks.priors import clean, hint
from sim.scenario.files.loader import Document
from sim.scenario.files.schema import ReportEntry, ScenarioFile, SignalEntry

PUBLIC = "public"  # a statement that is none of the report's
COMPARED = ("fit", "check")
Path_ = tuple[str | int, ...]


def read_signals(main: Document, what: ScenarioFile, factions: Sequence[str]) -> tuple[Signal, ...]:
    """All statements of all reports; faults go into ``main``."""
    used = {count.id for report in what.reports for count in report.counts}
    result = []
    for r, report in enumerate(what.reports):
        for n, entry in enumerate(report.signals):
            path: Path_ = ("reports", r, "signals", n)
            if entry.id in used:
                main.blame((*path, "id"), f" = {entry.id!r} is used twice; expected names that differ")
            used.add(entry.id)
            check_signal(main, path, entry, report, what, factions)
            result.append(signal(report, entry, what))
    return tuple(result)


def signal(report: ReportEntry, entry: SignalEntry, what: ScenarioFile) -> Signal:
    """A statement with what its report says about it."""
    return Signal(
        entry.id, report.source, entry.statement, entry.faction, entry.signal,
        entry.date or report.published or what.dates.as_of, report.published, entry.use,
        clean(entry.quote or report.quote), clean(entry.note), clean(entry.reason), entry.origin,
    )  # fmt: skip


def check_signal(
    main: Document,
    path: Path_,
    entry: SignalEntry,
    report: ReportEntry,
    what: ScenarioFile,
    factions: Sequence[str],
) -> None:
    """Faults of one statement: its faction, its statement, its day."""
    if entry.faction not in factions:
        known = hint(entry.faction, factions, main)
        main.blame((*path, "faction"), f" = {entry.faction!r} is no faction of this scenario{known}")
    statements = [PUBLIC, *(statement.id for statement in what.statements)]
    if entry.statement not in statements:
        known = hint(entry.statement, statements, main)
        main.blame((*path, "statement"), f" = {entry.statement!r} is no statement of this scenario{known}")
    if entry.date is None:
        return
    if report.published is not None and entry.date > report.published:
        main.blame(
            (*path, "date"),
            f" = {entry.date} is after published = {report.published}; expected a day up to that",
        )
    if entry.use in COMPARED and entry.date < what.dates.start:
        main.blame(
            (*path, "date"),
            f" = {entry.date} is before start = {what.dates.start}, where there are no runs; expected a later day, or use: context",
        )
