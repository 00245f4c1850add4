"""A campaign of the library: a scenario, who held what when, and the days it is forecast from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sim.base.csv_tables import CsvTable, read_table
from sim.base.errors import ScenarioError, nearest
from sim.base.limited_files import read_limited
from sim.scenario.files.loader import about_file, load, refusal
from sim.scenario.files.paths import LIBRARY, SHIPPED, ScenarioPath, locate
from sim.scenario.files.schema import Day, Name, Strict
from sim.scenario.files.validate import shape
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import ControlRow, Scenario

EXAM, CONTROL, LATER = "exam.yaml", "control.csv", "outcomes.csv"
COLUMNS = ("date", "district", "holder", "contested_by", "published", "error", "source")
SNAPSHOT = "map"  # id of the source of whole maps: its changes happened on some day since the map before
CHALLENGING, DEFENDING = 0, 1  # the two sides, as they stand in ``Campaign.sides``
Sides = tuple[tuple[int, ...], tuple[int, ...]]


class ExamFile(Strict):
    """exam.yaml: how a campaign is examined."""

    schema_: Literal["sim.exam/1"] = Field(alias="schema")
    known_until: Day
    sides: dict[Literal["challenger", "incumbent"], Annotated[list[Name], Field(min_length=1)]]
    maps: Annotated[list[Day], Field(min_length=1)]
    origins: Annotated[list[Day], Field(min_length=1)]
    named: list[Name]
    group: Name


@dataclass(frozen=True)
class Holding:
    """Who held a district at the end of a day, as one row of a table says."""

    day: date
    district: int  # row of the terrain
    holder: int  # index of the faction, -1 if nothing is reported any more
    present: int  # faction that contests it, -1 for nobody
    published: date
    error: float  # chance that the row is wrong
    source: str

    @property
    def snapshot(self) -> bool:
        """True if the row is of a whole map, so that the day of the change is not known."""
        return self.source == SNAPSHOT

    def control(self, start: date) -> ControlRow:
        """What a scenario that starts on ``start`` has of the row."""
        day = (self.day - start).days
        return ControlRow(day, self.district, self.holder, self.present, self.error, self.source)


@dataclass(frozen=True)
class Campaign:
    """One campaign: the scenario as of its last origin, and the truth about its places.

    holdings      rows of control.csv and outcomes.csv, by day; those published by an origin are known there
    known_until   last day up to which changes of holder are known
    sides         faction indices of the challenging and of the defending side; others are neutral
    maps          days on which every holder is known, the first is the start map
    named         rows of the places that the claims name
    group         country and time; campaigns of one group are left out together
    reader        gives the scenario as of an origin, if it is not simply read
    """

    scenario: Scenario
    holdings: tuple[Holding, ...]
    known_until: date
    sides: Sides
    maps: tuple[date, ...]
    origins: tuple[date, ...]
    named: tuple[int, ...]
    group: str
    reader: Callable[[date], Scenario] | None = None

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.scenario.name

    def at(self, origin: date) -> Scenario:
        """The scenario as of an origin, with the claims made that day."""
        return read_as_of(self.scenario.folder, origin) if self.reader is None else self.reader(origin)

    def known(self, origin: date) -> tuple[Holding, ...]:
        """Rows published by ``origin``."""
        return tuple(row for row in self.holdings if row.published <= origin)


@lru_cache(maxsize=64)
def read_as_of(folder: str, origin: date) -> Scenario:
    """A scenario as of a day; cached, since every part of an exam asks."""
    return read_scenario(folder, as_of=origin)


def campaign_names() -> list[str]:
    """Names of the campaigns that come with the program."""
    roots = (root / LIBRARY for root in SHIPPED)
    return sorted({path.parent.name for root in roots if root.is_dir() for path in root.glob(f"*/{EXAM}")})


def read_campaign(name_or_path: str | Path) -> Campaign:
    """The checked campaign of that name or path; ScenarioError with what is wrong."""
    place = locate(str(name_or_path))
    scenario = read_scenario(name_or_path)
    path = place.own(EXAM)
    if not path.is_file():
        names_text = f"(campaigns: {', '.join(campaign_names())})"
        raise about_file(place.file(EXAM), f"is missing; expected how the campaign is examined {names_text}")
    document = load(path, place.file(EXAM))
    exam = shape(document, ExamFile)
    if exam is None or document.faults:
        raise refusal(document)
    rows = [*read_holdings(place, CONTROL, scenario), *read_holdings(place, LATER, scenario)]
    ids = scenario.faction_ids
    return Campaign(
        scenario=scenario,
        holdings=tuple(sorted(rows, key=lambda row: row.day)),
        known_until=exam.known_until,
        sides=(
            tuple(ids.index(name) for name in exam.sides["challenger"]),
            tuple(ids.index(name) for name in exam.sides["incumbent"]),
        ),
        maps=tuple(exam.maps),
        origins=tuple(exam.origins),
        named=tuple(scenario.terrain.row[name] for name in exam.named),
        group=exam.group,
    )


def read_holdings(place: ScenarioPath, name: str, scenario: Scenario) -> list[Holding]:
    """Rows of a table of dated holders, in file order; ScenarioError with every fault."""
    if not place.own(name).is_file():
        raise about_file(place.file(name), "is missing; expected dated holders")
    table = read_own_table(place, name, COLUMNS)
    rows = []
    for line, row in table.rows:
        try:
            rows.append(read_holding(row, scenario))
        except ValueError as problem:
            table.blame(line, "", str(problem))
    if table.faults:
        raise ScenarioError(table.listed())
    return rows


def read_own_table(place: ScenarioPath, name: str, columns: Sequence[str]) -> CsvTable:
    """A table of the scenario's folder, its faults in it; ScenarioError if it cannot be read at all."""
    try:
        return read_table(read_limited(place.inside(name)), place.file(name), columns)
    except OSError as error:
        raise about_file(place.file(name), f"cannot be read: {error.strerror}") from None


def read_holding(row: Mapping[str, str], scenario: Scenario) -> Holding:
    """One row; ValueError with the column, its value and what was expected."""
    factions, places = scenario.faction_ids, scenario.terrain.row
    names_by_column = {"district": places, "holder": factions, "source": scenario.sources}
    for column, names in names_by_column.items():
        if row[column] not in names and (column, row[column]) != ("holder", ""):
            raise ValueError(f"{column} = {row[column]!r} is unknown{nearest(row[column], names)}")
    contester = row["contested_by"]
    if contester and contester not in factions:
        raise ValueError(f"contested_by = {contester!r} is not a faction{nearest(contester, factions)}")
    return Holding(
        day=date.fromisoformat(row["date"]),
        district=places[row["district"]],
        holder=factions.index(row["holder"]) if row["holder"] else -1,
        present=factions.index(contester) if contester else -1,
        published=date.fromisoformat(row["published"]),
        error=float(row["error"]),
        source=row["source"],
    )
