"""A scenario as it could have been read on an earlier day: what was published later is taken out before it is checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from sim.base.errors import UsageError
from sim.scenario.drafting.unconfirmed import listed
from sim.scenario.files.date_texts import read_day
from sim.scenario.files.loader import Document

LATE_USES = ("score",)  # of counts that may be published after as_of, or on an unknown day
NEEDED_USES = ("start",)  # of counts a scenario cannot do without: late ones are faults, not left out


def read_as_of(value: object) -> date:
    """The day asked for; UsageError if it is none."""
    if isinstance(value, date):
        return value
    try:
        return read_day(value)
    except ValueError as problem:
        text = str(problem)
        raise UsageError(f"as_of = {value!r}{' ' if text.startswith('is ') else '; '}{text}") from None


def look_back(main: Document, as_of: date) -> None:
    """Set ``dates.as_of`` back to ``as_of`` and take out what was published later; UsageError if it is no earlier day.

    Counts for scoring stay. Start counts published later are left for the checks to refuse.
    """
    start, last = written_day(main, "start"), written_day(main, "as_of")
    if start is None or last is None:
        return  # faults of the file, reported by the checks
    if not start < as_of <= last:
        expectation = f"expected a day after start = {start}, up to the scenario's as_of = {last}"
        raise UsageError(f"as_of = {as_of}; {expectation}")
    main.value["dates"]["as_of"] = as_of.isoformat()
    main.without(published_later(main.value, as_of))


def written_day(main: Document, key: str) -> date | None:
    """A day of ``dates`` as the file gives it; None if it gives none."""
    dates = main.value.get("dates") if isinstance(main.value, dict) else None
    return day_or_none(dates.get(key)) if isinstance(dates, dict) else None


def published_later(value: dict[str, Any], as_of: date) -> set[tuple[str | int, ...]]:
    """Paths of the counts, reports, statements, events and known patterns that nobody could read on ``as_of``."""
    removed_paths: set[tuple[str | int, ...]] = set()
    late_numbers = {r for r, report in listed(value, "reports") if is_late(report, as_of)}
    names = set()
    for r, report in listed(value, "reports"):
        if r not in late_numbers:
            continue
        entries = [(key, n, item) for key in ("counts", "signals") for n, item in listed(report, key)]
        late_uses = (*LATE_USES, *NEEDED_USES)
        dropped = {(key, n) for key, n, item in entries if item.get("use") not in late_uses}
        if len(dropped) == len(entries):
            removed_paths.add(("reports", r))
            names.add(str(report.get("id")))
        else:
            removed_paths |= {("reports", r, *item) for item in dropped}
    claimed_ids = {str(claim.get("statement")) for _, claim in listed(value, "claims")}
    for n, statement in listed(value, "statements"):
        if str(statement.get("report")) in names and str(statement.get("id")) not in claimed_ids:
            removed_paths.add(("statements", n))
    for key in ("events", "known_past"):
        removed_paths |= {(key, n) for n, item in listed(value, key) if is_late(item, as_of)}
    return removed_paths


def is_late(entry: dict[str, Any], as_of: date) -> bool:
    """True if the entry was published after ``as_of``."""
    published = day_or_none(entry.get("published"))
    return published is not None and published > as_of


def day_or_none(value: object) -> date | None:
    """The day, None where none is written."""
    try:
        return read_day(value)
    except ValueError:
        return None
