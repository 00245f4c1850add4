"""Rows of control as they are written, in a table or in the scenario file, before any name is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sim.base.errors import Faults, ScenarioError, short
from sim.scenario.files.date_texts import read_span
from sim.scenario.files.loader import Document
from sim.scenario.files.paths import ScenarioPath
from sim.scenario.files.schema import ControlEntry
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.from_tables import read_table

MOST_ROWS = 1_000_000
SAME_DAY = "same_day"
TAKEN, FOUGHT, SKIP = "taken", "fought", "skip"
EVENTS = {  # event types of conflict tables that say who holds a place from that day on
    "Non-state actor overtakes territory": TAKEN,
    "Government regains territory": TAKEN,
    "Non-violent transfer of territory": TAKEN,
}


@dataclass(frozen=True)
class Written:
    """One row as it stands: a place and a day, who holds it there, and where that is written."""

    file: str
    line: int | None
    path: str  # of the row, inside the file
    first: date  # day, or first day of the month
    last: date  # the same, or its last day
    published: date | None
    # by role: district, province, holder, present, error, source, event; what it means
    values: Mapping[str, str]


class Writing:
    """All rows of one ``control`` entry; what is wrong goes into the documents."""

    def __init__(self, place: ScenarioPath, main: Document, number: int, entry: ControlEntry) -> None:
        self.place, self.main, self.number, self.entry = place, main, number, entry
        self.path: tuple[str | int, ...] = ("control", number)
        self.skipped = 0  # events that do not say who holds a place

    def rows(self) -> Iterator[Written]:
        """Rows of the table, then those written out."""
        table_entry = self.entry
        if table_entry.table is None and not table_entry.rows:
            self.main.blame(self.path, " has neither table nor rows; expected one of them")
        if table_entry.table is not None:
            yield from self.table_rows(table_entry.table)
        elif table_entry.columns:
            problem = " are given without a table; expected table: a file of the folder"
            self.main.blame((*self.path, "columns"), problem)
        yield from self.own_rows()

    def own_rows(self) -> Iterator[Written]:
        """A row for each place of each entry under ``rows``."""
        file, _ = self.main.written(self.path)
        for n, row in enumerate(self.entry.rows):
            path = (*self.path, "rows", n)
            published = self.day_published(row.published, row.date, self.main.line(path), path)
            for at, name in enumerate(row.places):
                values = {"district": name, "holder": row.holder, "present": row.contested_by or ""}
                if row.error is not None:
                    values["error"] = repr(row.error)
                location = f"control[{self.number}].rows[{n}].places[{at}]"
                line = self.main.line((*path, "places", at))
                yield Written(file, line, location, *row.date, published, values)

    def day_published(
        self,
        row_day: date | None,
        span: tuple[date, date],
        line: int | None,
        path: tuple[str | int, ...] = (),
    ) -> date | None:
        """Day on which a row became known; None with a fault if nothing says so."""
        default_day = self.entry.published
        day = row_day or (span[1] if default_day == SAME_DAY else default_day)
        if day is None and path:
            expectation = "expected published: a day here, or same_day of the table"
            self.main.blame(path, f" has no day of publication; {expectation}")
        return day if isinstance(day, date) else None

    def table_rows(self, name: str) -> Iterator[Written]:
        """Rows of the table whose columns are read as the entry says."""
        folder = ScenarioFolder(self.place.inside, self.place.label)
        faults = Faults(folder.show(name))
        columns: dict[str, str] = {role: role for role in ("date", "district", "holder")}
        columns |= self.entry.columns
        try:
            rows = read_table(folder, name, tuple(columns.values()), faults)
        except ScenarioError as error:
            self.main.faults += error.faults
            return
        self.main.faults += faults.listed()
        if len(rows) > MOST_ROWS:
            self.main.blame((*self.path, "table"), f" has {len(rows):,} rows; expected at most {MOST_ROWS:,}")
            return
        if "published" not in columns and self.entry.published is None:
            problem = " is missing; expected same_day, a day, or columns: {published: COLUMN}"
            self.main.blame((*self.path, "published"), problem)
            return
        row_faults = Faults(folder.show(name))
        for line, cells in rows:
            values = {role: cells[column] for role, column in columns.items()}
            row = self.table_row(row_faults, line, columns, values)
            if row is not None:
                yield row
        self.main.faults += row_faults.listed()

    def table_row(
        self, row_faults: Faults, line: int, columns: Mapping[str, str], values: dict[str, str]
    ) -> Written | None:
        """One row; None if its event says nothing of control, or a day is wrong."""
        if "event" in columns:
            values = {**values, "means": self.meaning(values["event"])}
            if values["means"] == SKIP:
                self.skipped += 1
                return None
        spans: dict[str, tuple[date, date]] = {}
        for role in ("date", "published"):
            if role in columns and (role == "date" or values[role]):
                try:
                    spans[role] = read_span(values[role])
                except ValueError as problem:
                    joint = " " if str(problem).startswith("is ") else ": "
                    row_faults.blame(line, columns[role], f" = {short(values[role])}{joint}{problem}")
                    return None
        row_day = spans["published"][1] if "published" in spans else None
        published = self.day_published(row_day, spans["date"], line)
        if published is None:
            column = columns.get("published", "published")
            row_faults.blame(line, column, " is empty; expected the day it was published")
            return None
        return Written(row_faults.file, line, "", *spans["date"], published, values)

    def meaning(self, event: str) -> str:
        """What an event type does to control."""
        event_meanings = self.entry.events
        return event_meanings.get(event, EVENTS.get(event, SKIP))
