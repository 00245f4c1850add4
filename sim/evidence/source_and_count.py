"""``Source`` and ``Count``: a report as a value, with everything its number depends on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.base.parameters import Fixed, Prior

Day = date  # a field called date hides the type from the fields after it
GROSS = re.compile(r"\bgross\b", re.IGNORECASE)
SHORT_ENDS = re.compile(r"\s*[(,]")
RELATIONS = ("controls", "contests", "gained", "lost", "recaptured")
UNITS = ("districts", "capitals")
MEASURES = ("count", "share_of_districts", "share_of_area", "share_of_population")
KINDS = ("stock", "flow")
USES = ("start", "fit", "check", "score", "context")


@dataclass(frozen=True)
class Baseline:
    """What a source itself counted on the start day, so that its later stocks are compared with its own start."""

    controls: float
    basis: float


@dataclass(frozen=True)
class Source:
    """Who counted, and how far to trust the count. The numbers are frozen with the priors."""

    id: str
    name: str
    kind: str  # tracker | party | press | official | diplomat
    url: str = ""
    admiralty: str = ""  # letter and digit, a label
    unreliable: float = 0.1  # chance that the source as a whole says nothing about the world (eps)
    bias: Prior = Fixed(1.0)  # factor on true changes; drawn once per run
    noise: float = 12.0  # districts, standard deviation of counting (tau)
    lag: tuple[float, float] = (0.0, 0.0)  # days between the world described and the date given, uniform
    baseline: dict[str, Baseline] | None = None  # by faction id
    argument: str = ""  # why these numbers

    @property
    def short(self) -> str:
        """The name up to its first parenthesis or comma, for figures and single lines."""
        return SHORT_ENDS.split(self.name, maxsplit=1)[0].strip() or self.name


@dataclass(frozen=True)
class Count:
    """One reported quantity, in the words of the report and as numbers."""

    id: str
    source: str
    statement: str
    quote: str
    published: date | None
    date: date  # day it refers to, or last day of the window
    window_from: Day | None  # first day of a flow's window; None for a stock
    faction: str
    relation: str
    unit: str
    measure: str
    kind: str
    low: float
    high: float
    modifier: str
    basis: float  # total the source had in mind
    use: str
    url: str = ""
    origin: str = ""  # reports with one origin share one weight
    language: str = "en"
    translation: str = ""
    archived: str = ""
    note: str = ""
    reason: str = ""  # why it has this use
    speaker: str = ""  # who informed the source
    places: tuple[str, ...] = ()  # ids of the districts it refers to; none for the whole network
    within: str = ""  # province it refers to; its districts are then ``places``
    gross: bool = False  # captures, those later lost again included
    date_from: Day | None = None  # first day it may refer to, where a month is given; ``date`` is the last

    @property
    def whole(self) -> bool:
        """True if it refers to the whole network."""
        return not self.places

    @property
    def of_single_places(self) -> bool:
        """True if it says of single places that they were taken: places by name, or the one capital there is."""
        if self.relation == "contests" or self.measure not in ("count", "share_of_districts"):
            return False
        return bool(self.places and not self.within) or (self.unit == "capitals" and self.basis == 1)

    @property
    def counts_events(self) -> bool:
        """True if captures are counted, not what is held: ``gross``, or a note that says so."""
        return self.gross or GROSS.search(self.note) is not None


def start_count(
    name: str, source: str, faction: str, number: float, basis: float, day: date, **fields: Any
) -> Count:
    """A count of districts that sets the start: exactly ``number`` of ``basis`` held on ``day``, unless ``fields`` differ."""
    defaults: dict[str, Any] = {
        "statement": "", "quote": "", "published": day, "date": day, "window_from": None, "relation": "controls",
        "unit": "districts", "measure": "count", "kind": "stock", "modifier": "exactly", "use": "start",
    }  # fmt: skip
    values = {"faction": faction, "low": number, "high": number, "basis": basis, **defaults, **fields}
    return Count(id=name, source=source, **values)
