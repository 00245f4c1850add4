"""Counts of several reports that repeat one statement share one origin, hence one weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.scenario.assumed import folded

ECHO_DAYS = 7  # between two publications of the same figure that are taken for one statement
SAME = ("relation", "unit", "measure", "low", "high", "modifier", "basis")


def mark_origins(reports: Sequence[Mapping[str, Any]]) -> None:
    """Give counts of different reports that say the same figure within ECHO_DAYS one origin, the id of the first."""
    groups: dict[tuple[Any, ...], list[tuple[Mapping[str, Any], dict[str, Any]]]] = {}
    for report in sorted(reports, key=lambda one: (one["published"] or "", one["id"])):
        for count in report["counts"]:
            found = groups.setdefault(figure(count), [])
            if found and not echoes(found[0][0], report):
                found.clear()
            found.append((report, count))
            if any(other is not report for other, _ in found):
                for _, one in found:
                    one["origin"] = found[0][1]["id"]


def figure(count: Mapping[str, Any]) -> tuple[Any, ...]:
    """What two counts have in common that tell the same figure, before a person has filled anything in."""
    said = count["written"]
    return (*(count[key] for key in SAME), said["unit"], count["faction"] or folded(said["faction"] or ""))


def echoes(first: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """True if two reports lie close enough together; days nobody gave do not speak against it."""
    if first["published"] is None or later["published"] is None:
        return True
    return (date.fromisoformat(later["published"]) - date.fromisoformat(first["published"])).days <= ECHO_DAYS
