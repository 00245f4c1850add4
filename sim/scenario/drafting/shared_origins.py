"""Counts of several reports that repeat one statement share one origin, hence one weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.base.texts import folded

ECHO_DAYS = 7  # between two publications of the same figure that are taken for one statement
SAME = ("relation", "unit", "measure", "low", "high", "modifier", "basis")


def mark_origins(reports: Sequence[Mapping[str, Any]]) -> None:
    """Give draft counts of different reports that say the same figure within ECHO_DAYS one origin, the id of the first."""
    groups: dict[tuple[Any, ...], list[tuple[Mapping[str, Any], dict[str, Any]]]] = {}
    for report in sorted(reports, key=lambda entry: (entry.get("published") or "", entry["id"])):
        for count in report.get("counts") or []:
            rows = groups.setdefault(figure(count), [])
            if rows and not echoes(rows[0][0], report):
                rows.clear()
            rows.append((report, count))
            if any(other_report is not report for other_report, _ in rows):
                for row in (
                    written_count for _, written_count in rows if written_count.get("status") == "draft"
                ):
                    row["origin"] = rows[0][1]["id"]


def figure(count: Mapping[str, Any]) -> tuple[Any, ...]:
    """What two counts have in common that repeat one figure, before a person has filled anything in."""
    words = count.get("written") or {}
    faction = count.get("faction") or folded(words.get("faction") or "")
    return (*(count.get(key) for key in SAME), words.get("unit"), faction)


def echoes(first: Mapping[str, Any], later_report: Mapping[str, Any]) -> bool:
    """True if two reports lie close enough together; missing days do not count against it."""
    days = [first.get("published"), later_report.get("published")]
    if None in days:
        return True
    opens, closes = (date.fromisoformat(str(day)) for day in days)
    return (closes - opens).days <= ECHO_DAYS
