"""``Scenario``: everything a folder under ``scenarios/`` says, frozen and checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from sim.base.calendar import Calendar
from sim.base.html_display import html_table, plural
from sim.base.parameters import Prior
from sim.base.texts import folded
from sim.claims.kind import Names
from sim.claims.types import Claim
from sim.evidence.count_words import DEFAULT, Words
from sim.evidence.signals import Signal
from sim.evidence.source_and_count import Count, Source
from sim.terrain.terrain import Terrain

EVENT_KINDS = (
    "support", "income", "lull", "entry", "talks", "phase", "relocation", "offensive", "ceasefire", "defection",
    "agreement", "garrison",
)  # fmt: skip
HANDOVERS = ("defection", "agreement")  # places change sides without a fight


@dataclass(frozen=True)
class Faction:
    """One side. ``strength`` scales its reserve and tempo; ``supported`` lets external support work for it."""

    id: str
    name: str
    role: str  # challenger | incumbent
    strength: float = 1.0
    supported: bool = False
    colour: str = ""
    aliases: tuple[str, ...] = ()  # how reports call it
    neutral: bool = False  # fights nobody; it holds what it has, as an incumbent without a war

    @property
    def known_as(self) -> tuple[str, ...]:
        """Its id, name and aliases, folded for comparison."""
        return tuple(folded(name) for name in (self.id, self.name, *self.aliases) if name)


def ids_by_name(factions: Iterable[Faction]) -> dict[str, str]:
    """Folded id, name or alias -> id of the faction."""
    return {name: faction.id for faction in factions for name in faction.known_as}


@dataclass(frozen=True)
class Unconfirmed:
    """An entry read from a text that nobody has confirmed. ``used``: it counts all the same, as asked for."""

    id: str
    what: str  # count | claim
    where: str  # file and line
    reading: str  # the reading in words
    gaps: tuple[str, ...]
    why: str  # why it is none of the scenario's own
    used: bool


@dataclass(frozen=True)
class Event:
    """Something dated that the model does not explain.

    support     external support of the faction between the dates: times ``value`` if it has some, else ``value``
    income      adds ``value`` FU a day
    lull        multiplies the faction's operations by ``value``
    entry       the faction starts operations on ``start``; ``places`` says where it is from then on
    offensive   the faction is on the offensive between the dates (value 1) or certainly not (value -1)
    ceasefire   no operations between the dates, of ``faction`` or of all
    defection   ``places`` change sides to the faction ``to`` on ``start`` without a fight
    agreement   ``places`` are handed over to the faction ``to`` on ``start`` without a fight
    garrison    ``value`` FU more stand in each of ``places`` between the dates, whoever holds it
    talks       talks are on: a truce may be made; value 1 suspends operations meanwhile, value 0 is a meeting
    phase       capitals are open (value 1) or closed (value -1) to the faction between the dates
    relocation  share ``value`` of rural garrisons moves to the capitals on ``start``
    """

    id: str
    kind: str
    faction: str | None
    start: date
    end: date | None
    value: float
    published: date
    source: str
    quote: str = ""
    url: str = ""
    to: str | None = None  # faction that gets the places
    places: tuple[str, ...] = ()  # ids of districts


@dataclass(frozen=True)
class KnownPast:
    """What was reported of a pattern of the war up to a day; compared with the runs, never used in the likelihood."""

    id: str
    pattern: str  # a name of sim.record.past.PATTERNS
    faction: str  # the side that takes
    low: float
    high: float
    day: date  # up to which it was reported
    published: date
    source: str
    quote: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Tracker:
    """A set of start counts that hold together; one tracker is drawn for each run, by weight."""

    id: str
    weight: float
    held: Mapping[str, Count]  # by faction id; the default holder has the rest
    contested: Mapping[str, Count]  # by faction id that contests

    @property
    def counts(self) -> tuple[Count, ...]:
        """All its counts, those of districts held first."""
        return (*self.held.values(), *self.contested.values())


@dataclass(frozen=True)
class ControlRow:
    """Who held one district at the end of one day, as a control table or a dated report says.

    The rows of the days before the start make the start map (the last row of a district counts) and say who moved
    last; a row of a later day is what a run is set to on that day, unless the row is in error.
    """

    day: int  # of the calendar: 0 is the start, negative lies before it
    district: int  # row of the terrain
    holder: int  # index of the faction
    present: int = -1  # faction that contests it without holding it, -1 for nobody
    error: float = 0.0  # chance that the row is wrong
    source: str = ""  # id of its source
    complete: bool = False  # of a table that names every change up to as_of


@dataclass(frozen=True)
class Fight:
    """Two sides fought in a district on a day, as an event table says: who does not hold it is present in it.

    The row names no holder, so a run receives only the presence, unless the row is in error.
    """

    day: int  # of the calendar
    district: int  # row of the terrain
    sides: tuple[int, int]  # indices of factions, rising
    error: float = 0.0
    source: str = ""


MONTH = 30  # days after which a complete table says again what has not changed


def restatement_days(rows: Iterable[ControlRow], as_of: int) -> list[int]:
    """Days on which complete tables say again who holds what: ``as_of`` and every MONTH before it, rising; [] without one."""
    complete_days = [row.day for row in rows if row.complete]
    return list(range(as_of, max(0, min(complete_days, default=as_of)), -MONTH))[::-1]


def reported_captures(rows: Iterable[ControlRow]) -> list[tuple[int, int]]:
    """(day, taker) of each change of holder in the rows, by day: a holder who is not that of the row before."""
    holder: dict[int, int] = {}
    captures = []
    for row in sorted(rows, key=lambda row: row.day):
        if holder.get(row.district, row.holder) != row.holder:
            captures.append((row.day, row.holder))
        holder[row.district] = row.holder
    return captures


@dataclass(frozen=True)
class LawPrior:
    """A prior of one law parameter as the scenario gives it."""

    prior: Prior
    source: str
    origin: str  # "code" | "population" | "priors.yaml" | "command line" | "without"

    @property
    def given(self) -> bool:
        """True if it was given for this job: no model variant overrides it."""
        return self.origin in ("command line", "without")

    @cached_property
    def canonical(self) -> str:
        """The prior as JSON, without rounding."""
        return json.dumps(self.prior.exact, separators=(",", ":"), allow_nan=False)

    @cached_property
    def given_text(self) -> str:
        """``given`` as JSON."""
        return json.dumps(self.given)


@dataclass(frozen=True)
class Variant:
    """A named set of mechanism strengths with its prior weight."""

    name: str
    weight: float
    law: Mapping[str, Prior]
    argument: str = ""


@dataclass(frozen=True)
class Matched:
    """What an earlier campaign says of the parameters: it keeps scores z with chance Phi(intercept + sum slope z).

    The scores are those of the priors (standard normal whatever the prior); see ``sim.ensemble.history_prior``.
    """

    campaign: str  # the scenario it was
    scores: Mapping[str, float]  # slope of each parameter's score
    intercept: Mapping[str, float]  # of each model variant
    source: str
    argument: str = ""


@dataclass(frozen=True)
class Population:
    """What earlier wars say of the parameters of a new one; see ``sim.scenario.blocks.population``."""

    name: str  # 12 hex digits of its content
    campaigns: tuple[str, ...]  # it was learned from
    left_out: str  # country and time it knows nothing of, empty if none was left out
    law_version: str  # of the law it was learned with
    # parameter -> mean and standard deviation, in scores of its prior
    scores: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Statement:
    """One sentence of the judged report and the role it plays."""

    id: str
    quote: str
    role: str  # claim | evidence | context | event
    note: str = ""


@dataclass(frozen=True)
class Scenario:
    """A validated scenario: network, sides, reports, claims and priors. It holds nothing published after ``as_of``."""

    name: str
    title: str
    about: str
    folder: str  # as the user named it, never an absolute path of a machine
    calendar: Calendar
    horizon: int
    factions: tuple[Faction, ...]
    wars: tuple[tuple[str, str], ...]
    default_holder: str
    terrain: Terrain
    statements: tuple[Statement, ...]
    sources: Mapping[str, Source]
    counts: tuple[Count, ...]
    trackers: tuple[Tracker, ...]
    events: tuple[Event, ...]
    support_from: date | None  # day on which external support begins to decline; None: it stays
    claims: tuple[Claim, ...]
    law: Mapping[str, LawPrior]  # every parameter of the law, by dotted name
    variants: tuple[Variant, ...]
    frozen: Mapping[str, str]  # date and sha256 as written; "valid": "true" if the hash holds
    network_note: str = ""
    words: str = "icd203"
    runs: int = 10_000  # unless the command line says otherwise
    known_past: tuple[KnownPast, ...] = ()
    # little happened in the year after ``as_of``, and a model that predicts collapse is wrong
    quiet: bool = False
    reports: tuple[str, ...] = ()  # ids, in file order
    unconfirmed: tuple[Unconfirmed, ...] = ()
    awaited: frozenset[tuple[str, str]] = frozenset()  # (faction, id of a draft that a start names for it)
    semantics: Words = DEFAULT  # what the words of its counts mean
    matched: Matched | None = None  # what an earlier campaign says of the parameters
    population: Population | None = None  # what all earlier campaigns say of them
    control: tuple[ControlRow, ...] = ()  # by day, then district; published by ``as_of``
    allegiance: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # by faction: 0 to 1 a district
    origins: tuple[date, ...] = ()  # days from which it may also be read, by as_of=
    written_as_of: date | None = None  # the file's own as_of, also where it is read as of an earlier day
    claims_elsewhere: tuple[Claim, ...] = ()  # made on another day than ``as_of``, so not asked
    signals: tuple[Signal, ...] = ()  # statements without numbers, in file order
    fights: tuple[Fight, ...] = ()  # of event tables, by day, then district
    control_checks: tuple[ControlRow, ...] = ()  # rows of tables with use check, compared and not carried out
    fight_checks: tuple[Fight, ...] = ()  # fights of tables with use check
    control_notes: tuple[str, ...] = ()  # what of the control tables is not used, and why; for people

    def __repr__(self) -> str:
        return f"Scenario({self.name!r}: {', '.join(f'{fact} {value}' for fact, value in self._facts()[1:])})"

    def _facts(self) -> list[tuple[str, str]]:
        """What a notebook shows."""
        calendar = self.calendar
        return [
            ("scenario", self.title or self.name),
            ("network", f"{self.terrain.districts} districts, {len(self.terrain.capitals)} capitals"),
            ("sides", ", ".join(faction.name for faction in self.factions)),
            ("days", f"{calendar.start} to {calendar.as_of}, {self.horizon} ahead"),
            ("reports", f"{plural(len(self.counts), 'count')} of {plural(len(self.sources), 'source')}"),
            ("claims", str(len(self.claims))),
        ]

    def _repr_html_(self) -> str:
        """A small table."""
        return html_table(self.name, self._facts())

    @cached_property
    def faction_ids(self) -> tuple[str, ...]:
        """Ids in file order: axis F."""
        return tuple(faction.id for faction in self.factions)

    @property
    def default(self) -> int:
        """Index of the faction that holds what nobody else holds."""
        return self.faction_ids.index(self.default_holder)

    @cached_property
    def names(self) -> Names:
        """How factions and districts are called in sentences."""
        places = dict(zip(self.terrain.ids, self.terrain.names, strict=True))
        return Names({faction.id: faction.name for faction in self.factions}, places)

    @property
    def days(self) -> int:
        """Days simulated: to ``as_of``, the horizon, and the longest hold required by a claim."""
        return self.calendar.as_of_day + self.horizon + longest_hold(self.claims)

    def counts_for(self, *uses: str) -> tuple[Count, ...]:
        """Counts with one of the uses, in file order."""
        return tuple(count for count in self.counts if count.use in uses)


def earlier_holders(scenario: Scenario) -> np.ndarray | None:
    """bool [F, D]: places each faction held by control rows of the start or before; None without such rows."""
    rows = [row for row in scenario.control if row.day <= 0]
    if not rows:
        return None
    values = np.zeros((len(scenario.factions), scenario.terrain.districts), dtype=bool)
    for row in rows:
        values[row.holder, row.district] = True
    return values


def longest_hold(claims: tuple[Claim, ...]) -> int:
    """Longest ``hold`` (days) among all definitions, parts included; 0 if none asks for one."""
    hold_days = [0]
    todo = [definition for claim in claims for definition in claim.definitions]
    while todo:
        definition = todo.pop()
        hold_days.append(int(definition.parameters.get("hold", 0)))
        todo.extend(definition.parts)
    return max(hold_days)
