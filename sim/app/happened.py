"""What happened, as the tables beside a scenario tell it. For scoring only, after every forecast is made."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.base.calendar import Calendar
from sim.scenario.place import locate
from sim.scenario.reader import read_outcomes
from sim.scenario.scenario import Scenario

CAPITALS, DISTRICTS = "outcomes_capitals.csv", "outcomes_districts.csv"
VAGUE = ("final_upper_bound", "province_upper_bound")  # say only that the war was over


@dataclass(frozen=True)
class Happened:
    """Days are dates; districts by id.

    capitals    best date of each capital's fall
    districts   (not before, not after) of each district whose capture is dated closer than the end of the war
    retaken     districts that changed hands more than once: left out of maps
    intervals   (not before or None, not after) of every district's capture, those dated by the end of the war too
    claims      (claim, definition) -> (outcome, source)
    """

    capitals: Mapping[str, date]
    districts: Mapping[str, tuple[date, date]]
    retaken: frozenset[str]
    intervals: Mapping[str, tuple[date | None, date]]
    claims: Mapping[tuple[str, str], tuple[bool | None, str]]

    def fallen(self, place: str, after: date, last: date) -> bool:
        """Whether the capital fell after ``after``, by the end of ``last``."""
        when = self.capitals.get(place)
        return when is not None and after < when <= last


def read_happened(scenario: Scenario) -> Happened:
    """The tables of a scenario; empty where there are none."""
    capitals, districts = (read_rows(scenario, name) for name in (CAPITALS, DISTRICTS))
    dated = [row for row in districts if row["evidence"] not in VAGUE]
    return Happened(
        capitals={row["district"]: date.fromisoformat(row["best"]) for row in capitals if row["best"]},
        districts={
            row["district"]: (date.fromisoformat(row["not_before"]), date.fromisoformat(row["not_after"]))
            for row in dated
        },
        intervals={
            row["district"]: (
                date.fromisoformat(row["not_before"]) if row["not_before"] else None,
                date.fromisoformat(row["not_after"]),
            )
            for row in districts
        },
        retaken=frozenset(row["district"] for row in districts if row["retaken"]),
        claims=read_outcomes(scenario),
    )


def known_held(happened: Happened, calendar: Calendar, days: int, total: int) -> list[tuple[int, int, int]]:
    """(day, fewest, most) districts taken, from ``as_of`` on, where the record pins them to a tenth of ``total``."""
    found = []
    for day in range(calendar.as_of_day, days + 1) if happened.intervals else ():
        when = calendar.date(day)
        low = sum(last <= when for _, last in happened.intervals.values())
        high = sum(first is None or first <= when for first, _ in happened.intervals.values())
        if high - low <= total / 10:
            found.append((day, low, high))
    return found


def read_rows(scenario: Scenario, name: str) -> list[dict[str, str]]:
    """Rows of a table beside the scenario; none if it is not there."""
    path = locate(scenario.folder).own(name)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clusters(days: list[date], gap: int = 14) -> int:
    """How many groups of events lie more than ``gap`` days apart: what falls together counts as one."""
    ordered = sorted(days)
    return sum(n == 0 or (day - ordered[n - 1]).days > gap for n, day in enumerate(ordered))
