"""What happened, by the tables beside a scenario. For scoring only, after every forecast is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sim.base.calendar import Calendar
from sim.base.csv_tables import CsvTable, Row, read_table, short
from sim.base.errors import ScenarioError
from sim.base.limited_files import read_limited
from sim.scenario.files.date_texts import read_day
from sim.scenario.files.paths import locate
from sim.scenario.reader import read_outcomes
from sim.scenario.scenario import Scenario

CAPITALS, DISTRICTS = "outcomes_capitals.csv", "outcomes_districts.csv"
FALLS, CAPTURES = ("district", "best"), ("district", "not_before", "not_after", "evidence", "retaken")
VAGUE = ("final_upper_bound", "province_upper_bound")  # say only that the war was over
WITHOUT = {"not_before": f", or evidence one of {', '.join(VAGUE)}", "not_after": ""}  # when it may be empty


@dataclass(frozen=True)
class Outcomes:
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
        fall_day = self.capitals.get(place)
        return fall_day is not None and after < fall_day <= last


def read_happened(scenario: Scenario) -> Outcomes:
    """The tables of a scenario; empty where there are none. ScenarioError with every fault of both."""
    capitals, districts = open_table(scenario, CAPITALS, FALLS), open_table(scenario, DISTRICTS, CAPTURES)
    ids = scenario.terrain.ids
    falls = {place: day for row in capitals.rows for place, day in fall(capitals, row, ids)}
    captures = [captured for row in districts.rows if (captured := capture(districts, row, ids)) is not None]
    for table in (capitals, districts):
        refuse_twice(table)
    if faults := [*capitals.listed(), *districts.listed()]:
        raise ScenarioError(faults)
    return Outcomes(
        capitals=falls,
        districts={
            captured.district: (captured.first, captured.last)
            for captured in captures
            if captured.first and not captured.vague
        },
        intervals={captured.district: (captured.first, captured.last) for captured in captures},
        retaken=frozenset(captured.district for captured in captures if captured.retaken),
        claims=read_outcomes(scenario),
    )


def known_held(outcomes: Outcomes, calendar: Calendar, days: int, total: int) -> list[tuple[int, int, int]]:
    """(day, fewest, most) districts taken, from ``as_of`` on, where the record pins them to a tenth of ``total``."""
    pinned_days = []
    for day in range(calendar.as_of_day, days + 1) if outcomes.intervals else ():
        calendar_day = calendar.date(day)
        low = sum(last <= calendar_day for _, last in outcomes.intervals.values())
        high = sum(first is None or first <= calendar_day for first, _ in outcomes.intervals.values())
        if high - low <= total / 10:
            pinned_days.append((day, low, high))
    return pinned_days


def open_table(scenario: Scenario, name: str, columns_needed: Sequence[str]) -> CsvTable:
    """A table beside the scenario; one without rows if it is not there."""
    place = locate(scenario.folder)
    path = place.own(name)
    if not path.is_file():
        return CsvTable(place.file(name))
    try:
        return read_table(read_limited(path), place.file(name), columns_needed)
    except OSError as error:
        table = CsvTable(place.file(name))
        table.blame(None, "", f"cannot be read: {error.strerror}")
        return table


@dataclass(frozen=True)
class CaptureWindow:
    """One row of the districts: not before ``first`` (None if unknown), not after ``last``."""

    district: str
    first: date | None
    last: date
    vague: bool
    retaken: bool


def fall(table: CsvTable, row: Row, ids: Sequence[str]) -> Iterator[tuple[str, date]]:
    """The capital and the day of its fall, if it fell; faults go into the table."""
    place, day = (
        table.value(row, "district", ids, "not a district of the network"),
        read_date(table, row, "best"),
    )
    if place is not None and day is not None:
        yield place, day


def capture(table: CsvTable, row: Row, ids: Sequence[str]) -> CaptureWindow | None:
    """One capture; None if its row is faulty, and the faults go into the table."""
    line, cells = row
    before = len(table.faults)
    place = table.value(row, "district", ids, "not a district of the network")
    first, last = read_date(table, row, "not_before"), read_date(table, row, "not_after")
    is_vague = cells["evidence"] in VAGUE
    if not cells["not_after"] or not (cells["not_before"] or is_vague):
        column = "not_before" if cells["not_after"] else "not_after"
        table.blame(line, column, f" is empty; expected a day such as 2021-08-15{WITHOUT[column]}")
    if first is not None and last is not None and first > last:
        table.blame(line, "not_before", f" = {first} lies after not_after = {last}; expected the other order")
    if len(table.faults) > before or place is None or last is None:
        return None
    return CaptureWindow(place, first, last, is_vague, bool(cells["retaken"]))


def read_date(table: CsvTable, row: Row, column: str) -> date | None:
    """The day in a cell; None if it is empty or, with a fault, if it is no day."""
    line, cells = row
    if not cells[column]:
        return None
    try:
        return read_day(cells[column])
    except ValueError as error:
        problem = str(error) if str(error).startswith("is ") else f"is not a date; {error}"
        table.blame(line, column, f" = {short(cells[column])} {problem}")
        return None


def refuse_twice(table: CsvTable) -> None:
    """Faults for districts that have two rows."""
    lines: dict[str, int] = {}
    for line, cells in table.rows:
        first = lines.setdefault(cells["district"], line)
        if first != line:
            table.blame(
                line, "district", f" = {short(cells['district'])} appears twice; first on line {first}"
            )


def clusters(days: list[date], gap: int = 14) -> int:
    """How many groups of events lie more than ``gap`` days apart: what falls together counts as one."""
    ordered = sorted(days)
    return sum(n == 0 or (day - ordered[n - 1]).days > gap for n, day in enumerate(ordered))
