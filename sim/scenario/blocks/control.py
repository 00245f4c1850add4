"""Who held which place: control tables and dated captures, looked up and checked, as rows of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from sim.base.calendar import Calendar
from sim.base.errors import MOST_FAULTS, Fault, nearest, short
from sim.base.texts import folded
from sim.evidence.source_and_count import Source
from sim.scenario.blocks.checks import FACTION, SOURCE, check_known, check_once
from sim.scenario.blocks.control_rows import FOUGHT, Writing, Written
from sim.scenario.blocks.place_names import PlaceNames
from sim.scenario.files.loader import Document
from sim.scenario.files.paths import ScenarioPath
from sim.scenario.files.schema import ControlEntry, ScenarioFile
from sim.scenario.scenario import ControlRow, Fight
from sim.terrain.terrain import Terrain

OPEN = ("", "none", "unknown", "nobody")  # a holder that leaves the place to the counts
YES, NO = ("yes", "true", "1", "contested"), ("no", "false", "0")
FRESH = 7  # days before the start from which a fight still shows who is present (presence.memory)
MOST_NAMES = 20  # unknown names of one entry, each reported once


@dataclass
class Control:
    """What the control tables come to."""

    rows: list[ControlRow] = field(default_factory=list)
    checks: list[ControlRow] = field(default_factory=list)
    fights: list[Fight] = field(default_factory=list)
    fight_checks: list[Fight] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_control(
    place: ScenarioPath, main: Document, file: ScenarioFile, terrain: Terrain, sources: Mapping[str, Source]
) -> Control:
    """Rows by day, then district; faults go into ``main``. Rows published after ``as_of`` are left out."""
    control = Control()
    check_once(main, ("control",), "id", [table_entry.id for table_entry in file.control])
    for number, table_entry in enumerate(file.control):
        table = ControlTable(place, main, file, terrain, sources, number, table_entry)
        rows = table.read()
        (control.rows if table_entry.use == "map" else control.checks).extend(rows)
        (control.fights if table_entry.use == "map" else control.fight_checks).extend(table.fights.values())
        control.notes += table.notes()
    for fights in (control.fights, control.fight_checks):
        fights.sort(key=lambda fight: (fight.day, fight.district, fight.sides))
    control.rows, settled_count = settle(control.rows)
    control.checks, _ = settle(control.checks)
    if settled_count:
        note = "rows contradict another of the same day and place; the more certain one counts"
        control.notes.append(f"{settled_count} {note}")
    return control


def settle(rows: Sequence[ControlRow]) -> tuple[list[ControlRow], int]:
    """One row per day and district, by day, then district: the one least likely wrong, the later written of equals."""
    rows_by_place: dict[tuple[int, int], ControlRow] = {}
    contradicted = 0
    for row in rows:
        key = (row.day, row.district)
        earlier_row = rows_by_place.get(key)
        if earlier_row is not None and (earlier_row.holder, earlier_row.present) != (row.holder, row.present):
            contradicted += 1
        if earlier_row is None or row.error <= earlier_row.error:
            rows_by_place[key] = row
    return [rows_by_place[key] for key in sorted(rows_by_place)], contradicted


class ControlTable:
    """Reads one ``control`` entry."""

    def __init__(
        self,
        place: ScenarioPath,
        main: Document,
        file: ScenarioFile,
        terrain: Terrain,
        sources: Mapping[str, Source],
        number: int,
        entry: ControlEntry,
    ) -> None:
        self.main, self.file, self.entry, self.terrain, self.sources = main, file, entry, terrain, sources
        self.writing = Writing(place, main, number, entry)
        self.block = f"control[{number}]"
        self.path: tuple[str | int, ...] = ("control", number)
        self.calendar = Calendar(file.dates.start, file.dates.as_of)
        self.names = PlaceNames(terrain, entry.districts)
        self.ids = [faction.id for faction in file.factions]
        self.factions = faction_names(file)
        self.late = self.open = self.early = 0
        self.fights: dict[tuple[int, int, tuple[int, int]], Fight] = {}
        self.unknown: dict[tuple[str, str], tuple[Written, str, int]] = {}
        self.seen: dict[tuple[date, int], tuple[Written, int]] = {}

    def read(self) -> list[ControlRow]:
        """All rows that were public by ``as_of``; what is wrong goes into the document."""
        self.check_entry()
        read = [self.row(row) for row in self.writing.rows()]
        for row, problem, row_count in list(self.unknown.values())[:MOST_NAMES]:
            count_note = f" ({row_count} rows)" if row_count > 1 else ""
            self.fault(row, "", problem + count_note)
        if len(self.unknown) > MOST_NAMES:
            self.main.blame(self.path, f" has {len(self.unknown) - MOST_NAMES} more unknown names")
        return [row for row in read if row is not None]

    def check_entry(self) -> None:
        """Faults of what the entry says of itself."""
        check_known(self.main, (*self.path, "source"), self.entry.source, self.sources, SOURCE)
        for name, faction in self.entry.holders.items():
            if folded(faction) not in self.factions and folded(faction) not in OPEN:
                check_known(self.main, (*self.path, "holders", name), faction, self.ids, FACTION)
        for name, district in self.entry.districts.items():
            check_known(self.main, (*self.path, "districts", name), district, self.names.exact, "district")

    def row(self, row: Written) -> ControlRow | None:
        """The row with its names looked up; None if it is late, open or wrong."""
        if row.published is None:
            return None
        if row.published > self.calendar.as_of:
            self.late += 1
            return None
        if row.first > row.published:
            problem = f" = {row.first} is after published = {row.published}; expected a day up to that"
            self.fault(row, "date", problem)
            return None
        district = self.names.find(row.values["district"], row.values.get("province", ""))
        if district is None:
            name = row.values["district"]
            self.count_unknown(row, "district", name, self.names.problem(name, self.block))
        holder = self.faction(row, "holder")
        error, source = self.doubt(row)
        if district is None or holder is None or error is None:
            return None
        day_known = min(row.last, row.published)
        day = self.calendar.day(day_known)
        if row.values.get("means") == FOUGHT:
            self.fight(row, day, district, holder, error, source)
            return None
        if holder < 0:
            self.open += 1
            return None
        contester = self.present(row, holder)
        if contester is None or not self.agrees(row, day_known, district, holder):
            return None
        return ControlRow(day, district, holder, contester, error, source, self.entry.complete)

    def fight(self, row: Written, day: int, district: int, side: int, error: float, source: str) -> None:
        """Keep a fight of two sides of the scenario; what is not used of it is counted."""
        opponent = self.faction(row, "present")
        if opponent is None:
            return
        if min(side, opponent) < 0 or side == opponent:
            self.open += 1
        elif day < (-FRESH if self.entry.use == "map" else 0):
            self.early += 1
        else:
            sides = (min(side, opponent), max(side, opponent))
            earlier_fight = self.fights.get((day, district, sides))
            if earlier_fight is None or error < earlier_fight.error:
                self.fights[(day, district, sides)] = Fight(day, district, sides, error, source)

    def agrees(self, row: Written, day: date, district: int, holder: int) -> bool:
        """False with a fault if another row of the same entry names another holder on that day; events may follow each other."""
        if "event" in row.values:
            return True
        earlier_row, earlier_holder = self.seen.setdefault((day, district), (row, holder))
        if earlier_holder == holder:
            return True
        row_text = f"{short(row.values['holder'])} holds {self.terrain.ids[district]} on {day}"
        earlier_text = f"line {earlier_row.line} says {self.ids[earlier_holder]}"
        self.fault(row, "holder", f" = {row_text}; {earlier_text}; expected one holder a day")
        return False

    def faction(self, row: Written, role: str) -> int | None:
        """Index of the faction named, -1 for nobody; None if nobody is called so."""
        written_name = row.values.get(role, "")
        name = self.entry.holders.get(written_name, written_name)
        if folded(name) in OPEN:
            return -1
        index = self.factions.get(folded(name))
        if index is None:
            problem = f" = {short(written_name)} is not a {FACTION}{nearest(name, self.ids)}"
            mend = f"write under {self.block}: holders: {{{written_name!r}: FACTION}}, or none"
            self.count_unknown(row, role, written_name, f"{problem}; {mend}")
        return index

    def present(self, row: Written, holder: int) -> int | None:
        """Index of the faction that contests the place, -1 for nobody; None with a fault if it is unclear."""
        text = folded(row.values.get("present", ""))
        if text in NO:
            return -1
        if text not in YES or text in self.factions:
            contester = self.faction(row, "present")
            return -1 if contester == holder else contester
        side = self.ids[holder]
        enemies = {b if a == side else a for a, b in self.file.wars if side in (a, b)}
        if len(enemies) == 1:
            return self.ids.index(enemies.pop())
        problem = f" = {short(row.values['present'])} does not say by whom"
        self.fault(row, "present", f"{problem}; {side} has {len(enemies)} enemies; expected a faction")
        return None

    def doubt(self, row: Written) -> tuple[float | None, str]:
        """Chance that the row is wrong, and its source; None with a fault if one cannot be read."""
        name = row.values.get("source") or self.entry.source
        if name not in self.sources:
            if name != self.entry.source:
                problem = f" = {name!r} is not a {SOURCE}{nearest(name, self.sources)}"
                self.count_unknown(row, "source", name, problem)
            return None, name
        text = row.values.get("error", "")
        if not text:
            stated_error = self.entry.error
            return (self.sources[name].unreliable if stated_error is None else stated_error), name
        try:
            error = float(text)
        except ValueError:
            error = np.nan
        if not 0 <= error <= 1:
            self.fault(row, "error", f" = {short(text)}; expected a number from 0 to 1")
            return None, name
        return error, name

    def count_unknown(self, row: Written, role: str, name: str, problem: str) -> None:
        """Note an unknown name; it is reported once, however many rows have it."""
        first, problem_text, row_count = self.unknown.get(
            (role, name), (row, f"{self.column(role)}{problem}", 0)
        )
        self.unknown[(role, name)] = (first, problem_text, row_count + 1)

    def column(self, role: str) -> str:
        """How the file calls a role."""
        return self.entry.columns.get(role, role) if self.entry.table else role

    def fault(self, row: Written, role: str, problem: str) -> None:
        """Add a fault about one row."""
        if len(self.main.faults) < 2 * MOST_FAULTS:
            location = f"{row.path} {self.column(role)}".strip() if role else row.path
            location = f"{location} " if row.path and not role else location
            self.main.faults.append(Fault(row.file, row.line, location, problem))

    def notes(self) -> list[str]:
        """What of the entry is not used, and why."""
        distance_text = f"more than {FRESH} days " if self.entry.use == "map" else ""
        open_note = "rows name no holder, or not two opposing sides, and leave their place to the counts"
        sentences = (
            (self.late, f"rows published after {self.calendar.as_of} are not read yet"),
            (self.open, open_note),
            (self.early, f"fights lie {distance_text}before the start"),
            (self.writing.skipped, "events do not say who holds a place"),
        )
        return [f"{self.entry.id}: {number:,} {text}" for number, text in sentences if number]


def faction_names(file: ScenarioFile) -> dict[str, int]:
    """Index of each faction by id, name and aliases, folded."""
    return {
        folded(name): number
        for number, faction in enumerate(file.factions)
        for name in (faction.id, faction.name, *faction.aliases)
    }
