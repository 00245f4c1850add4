"""``Kind``: a meaning a claim may have, as a function of one run's record. ``kinds.py`` lists them all.

A verdict of a run is an int8: TRUE, FALSE or UNDEFINED. t0 is the day of the report (``as_of``); windows (a, b] are
whole days. A kind whose window begins before day 0 or ends after the simulated days is undefined in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.codes import NATIONAL, NOT_ENDED, RURAL
from sim.base.errors import UsageError, nearest
from sim.record.holdings import enemies, victors
from sim.record.record import Record
from sim.terrain.terrain import Terrain

TRUE, FALSE, UNDEFINED = np.int8(1), np.int8(0), np.int8(-1)
Parameters = Mapping[str, Any]
Window = tuple[int, int]
Span = Callable[[int, Parameters], Window]

REQUIRED = object()  # a parameter without default
# lists of places every network has, and what they are called
LISTED = {"provincial_capitals": "the provincial capitals", "national": "the national capital"}
LISTS = tuple(LISTED)

# How a run whose war is over is judged, by who won and when: up to t0 ("before") or within the window ("inside").
ENDS = ("won before", "lost before", "truce before", "won inside", "lost inside", "truce inside")
FROZEN = "frozen"  # as the map stood when the war ended
NO_WAR = dict.fromkeys(ENDS, "undefined")  # a question about a war that is on
AS_RECORDED = dict.fromkeys(ENDS, FROZEN)  # a question about what happened
OUTCOMES = {"true": TRUE, "false": FALSE, "undefined": UNDEFINED}


@dataclass(frozen=True)
class ParameterSpec:
    """What a kind accepts under one name; ``low`` and ``high`` are included; ``choices`` bound texts."""

    type: str
    meaning: str
    default: Any = REQUIRED
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """True if it must be given."""
        return self.default is REQUIRED


@dataclass(frozen=True)
class Context:
    """What names may stand in a definition: of a scenario, or of a record."""

    factions: frozenset[str]
    districts: frozenset[str]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    provinces: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Names:
    """How factions and places are called in sentences; ids stand for what is not named."""

    factions: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def faction(self, name: str) -> str:
        """Name of a faction id."""
        return self.factions.get(name, name)

    def place(self, name: str) -> str:
        """Name of a district id."""
        return self.places.get(name, name)


@dataclass(frozen=True)
class Kind:
    """One meaning, with everything the reader, the judge and the page need.

    summary      what is asked, in a line
    parameters   name -> ParameterSpec
    judge_runs   (record, parameters) -> int8 [R], the map of an ended run taken as it stands
    span         (t0, parameters) -> (a, b): the days looked at are a + 1 .. b; a = b: the level at the end of b
    sentence     a clause that reads after "that", with parameters in braces (see ``fill``); or (parameters, names) -> clause
    ends         ENDS -> true | false | undefined | frozen: the verdict where the war is over
    clash        problems between parameters
    decided_by   (record, parameters) -> rows of the captures that decided it; None if it is not about places
    """

    name: str
    summary: str
    parameters: Mapping[str, ParameterSpec]
    judge_runs: Callable[[Record, Parameters], np.ndarray]
    span: Span
    sentence: str | Callable[[Parameters, Names], str]
    ends: Mapping[str, str] = field(default_factory=lambda: AS_RECORDED)
    clash: Callable[[Parameters], list[str]] = lambda parameters: []
    decided_by: Callable[[Record, Parameters], np.ndarray] | None = None

    def complete(self, parameters: Parameters) -> dict[str, Any]:
        """``parameters`` with the defaults filled in, in the order of the specification."""
        filled = {name: parameters.get(name, spec.default) for name, spec in self.parameters.items()}
        return {name: value for name, value in filled.items() if value is not REQUIRED}

    def check(self, parameters: Parameters, context: Context) -> list[str]:
        """Everything wrong with the parameters, one text each: name, value, what was expected."""
        problems = [
            f"{name} is unknown to {self.name}{nearest(name, self.parameters)}"
            for name in parameters
            if name not in self.parameters
        ]
        for name, spec in self.parameters.items():
            if name in parameters:
                problems += [f"{name} = {problem}" for problem in fault(spec, parameters[name], context)]
            elif spec.required:
                problems.append(f"{name} is missing; expected {expectation(spec)}: {spec.meaning}")
        return problems or self.clash(self.complete(parameters))

    def judge(self, record: Record, parameters: Parameters) -> np.ndarray:
        """Verdict of every run: int8 [R]."""
        full = self.complete(parameters)
        window = self.span(record.as_of_day, full)
        if window[0] < 0 or window[1] > record.days:
            return np.full(record.runs, UNDEFINED)
        verdicts = self.judge_runs(record, full).astype(np.int8)
        for end, runs in ended_runs(record, full.get("faction"), window[1]).items():
            if self.ends[end] != FROZEN:
                verdicts[runs] = OUTCOMES[self.ends[end]]
        return verdicts

    def window(self, t0: int, parameters: Parameters) -> Window:
        """(a, b] in days since the start, asked on day ``t0``."""
        return self.span(t0, self.complete(parameters))

    def text(self, parameters: Parameters, names: Names | None = None) -> str:
        """The meaning as a clause in plain language."""
        full, names_used = self.complete(parameters), names or Names()
        if isinstance(self.sentence, str):
            return fill(self.sentence, self.parameters, full, names_used)
        return self.sentence(full, names_used)


def ended_runs(record: Record, faction: str | None, last: int) -> dict[str, np.ndarray]:
    """Rows of the runs in each class of ENDS for a window that closes on day ``last``: bool [R] each.

    Without a faction every victory counts as won. A war won by somebody who is no enemy ends like a truce. Definitions of
    a faction that look equally far share them.
    """
    return record.view(("ended", faction, last), lambda: find_ended(record, faction, last))


def find_ended(record: Record, faction: str | None, last: int) -> dict[str, np.ndarray]:
    """``ended_runs``, read from the record."""
    has_ended = (record.end_cause != NOT_ENDED) & (record.end_day >= 0)
    before, winner = record.end_day <= record.as_of_day, victors(record)
    if faction is None:
        is_won, is_lost = winner >= 0, np.full(record.runs, False)
    else:
        is_won = winner == record.faction(faction)
        is_lost = np.isin(winner, enemies(record, record.faction(faction)))
    outcome = {"won": is_won, "lost": is_lost, "truce": ~(is_won | is_lost)}
    ended_when = {"before": has_ended & before, "inside": has_ended & ~before & (record.end_day <= last)}
    return {end: outcome[end.split()[0]] & ended_when[end.split()[1]] for end in ENDS}


def three_valued(true: np.ndarray, defined: np.ndarray | bool = True) -> np.ndarray:
    """int8 [R]: TRUE or FALSE where ``defined``, UNDEFINED elsewhere."""
    return np.where(defined, np.where(true, TRUE, FALSE), UNDEFINED)


def expectation(spec: ParameterSpec) -> str:
    """What may stand there, in words."""
    if spec.choices:
        return ("one of " if spec.type == "text" else "some of ") + ", ".join(spec.choices)
    words = {
        "int": "a whole number",
        "float": "a number",
        "faction": "the id of a faction",
        "place": "the id of a district",
        "places": "a list of district ids",
        "province": "the name of a province",
        "list": "the name of a list of places",
    }[spec.type]
    if spec.low is not None and spec.high is not None:
        words += f" from {spec.low:g} to {spec.high:g}"
    elif spec.low is not None:
        words += f" of at least {spec.low:g}"
    return f"{words} {spec.unit}".rstrip()


def fault(spec: ParameterSpec, value: Any, context: Context) -> list[str]:
    """What is wrong with one value, each text beginning with the value."""
    if value is None and spec.default is None:
        return []
    if spec.type in ("int", "float"):
        return number_fault(spec, value)
    if spec.type in ("places", "texts"):
        return sequence_fault(spec, value, context)
    valid_names = known_names(spec, context)
    if not isinstance(value, str) or value not in valid_names:
        return [f"{value!r}: expected {expectation(spec)}{nearest(value, valid_names)}"]
    return []


def number_fault(spec: ParameterSpec, value: Any) -> list[str]:
    """A value that is no number, not whole, not finite, or out of range."""
    kinds = (int, np.integer) if spec.type == "int" else (int, float, np.integer, np.floating)
    number = isinstance(value, kinds) and not isinstance(value, bool) and np.isfinite(value)
    low = -np.inf if spec.low is None else spec.low
    high = np.inf if spec.high is None else spec.high
    return [] if number and low <= value <= high else [f"{value!r}: expected {expectation(spec)}"]


def sequence_fault(spec: ParameterSpec, value: Any, context: Context) -> list[str]:
    """A value that is no list, is empty, names a thing twice or something unknown."""
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return [f"{value!r}: expected {expectation(spec)}"]
    valid_names = known_names(spec, context)
    unknown = [
        f"{item!r}: expected {expectation(spec)}{nearest(item, valid_names)}"
        for item in value
        if item not in valid_names
    ]
    repeated = sorted({str(item) for item in value if list(value).count(item) > 1})
    return unknown + [f"{name!r} twice: expected each once" for name in repeated]


def known_names(spec: ParameterSpec, context: Context) -> frozenset[str]:
    """Names that may stand for a value of this type."""
    if spec.type == "faction":
        return context.factions
    if spec.type in ("place", "places"):
        return context.districts
    if spec.type == "province":
        return context.provinces
    return frozenset(spec.choices or (*LISTS, *context.lists))


def place_rows(parameters: Parameters, terrain: Terrain) -> np.ndarray:
    """Rows of the places meant by ``places``, ``place`` or ``list``: int64 [C].

    UsageError for a list only the scenario knows: the reader turns those into ``places``.
    """
    if parameters.get("places"):
        return np.array([terrain.row[name] for name in parameters["places"]])
    if parameters.get("within"):
        return np.flatnonzero(np.array(terrain.provinces) == parameters["within"]).astype(np.int64)
    if parameters.get("place"):
        return np.array([terrain.row[parameters["place"]]])
    name = parameters.get("list")
    if name == "national":
        return np.flatnonzero(terrain.seat == NATIONAL)
    if name == "provincial_capitals":
        return np.flatnonzero(terrain.seat != RURAL)
    raise UsageError(f"list = {name!r} is not a list of the network{nearest(name, LISTS)}")


def days(meaning: str, default: Any = REQUIRED, low: int = 1) -> ParameterSpec:
    """A number of days."""
    return ParameterSpec("int", meaning, default, unit="days", low=low, high=3650)


def whole(meaning: str, default: Any) -> ParameterSpec:
    """A number of districts, provinces or assaults, at least 1."""
    return ParameterSpec("int", meaning, default, low=1, high=100_000)


FACTION = ParameterSpec("faction", "whose")
PLACE = ParameterSpec("place", "which district")
PLACES = {
    "places": ParameterSpec("places", "which districts", None),
    "list": ParameterSpec("list", "or the name of a list of places", None),
}
HORIZON = days("length of the window after t0", 30)


def ahead(name: str) -> Span:
    """The days after t0 that the parameter ``name`` counts."""
    return lambda t0, parameters: (t0, t0 + parameters[name])


def back(*names: str) -> Span:
    """The days up to t0 that the parameters ``names`` count together, or all since the start where one is None."""

    def span(t0: int, parameters: Parameters) -> Window:
        widths = [parameters[name] for name in names]
        return (0 if None in widths else t0 - sum(widths)), t0

    return span


def on_day(t0: int, parameters: Parameters) -> Window:
    """The level at the end of the parameter ``day``, counted from t0; at t0 where there is none."""
    day = t0 + parameters.get("day", 0)
    return day, day


def fill(sentence: str, specs: Mapping[str, ParameterSpec], parameters: Parameters, names: Names) -> str:
    """``sentence`` with each name in braces replaced: a parameter in words, or one of

    where   the places asked about
    part    "" for the whole network, else which part of it, after a blank
    when    the parameter ``day`` in words
    """
    words = {name: in_words(spec, parameters[name], names) for name, spec in specs.items()}
    place_text, part = describe_places(parameters, names), describe_part(parameters, names)
    return sentence.format(
        **words, where=place_text, part=part, when=days_from_report(parameters.get("day", 0))
    )


def in_words(spec: ParameterSpec, value: Any, names: Names) -> str:
    """A value in a sentence: factions by their names, ``14 days``, ``2.5``."""
    if spec.type == "faction":
        return names.faction(value)
    if spec.unit == "days":
        return count_days(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def describe_places(parameters: Parameters, names: Names) -> str:
    """The places of ``places``, ``place`` or ``list`` in words; empty without them."""
    places = parameters.get("places") or ([parameters["place"]] if parameters.get("place") else None)
    if places is None:
        list_name = parameters.get("list") or ""
        return LISTED.get(list_name, list_name.replace("_", " "))
    place_names = [names.place(name) for name in places]
    if len(place_names) > 8:
        return f"the {len(place_names)} places listed"
    return (
        place_names[0] if len(place_names) == 1 else ", ".join(place_names[:-1]) + " and " + place_names[-1]
    )


def describe_part(parameters: Parameters, names: Names) -> str:
    """`` in Helmand``, `` among A and B``; empty for the whole network."""
    if parameters.get("within") is not None:
        return f" in {parameters['within']}"
    return f" among {describe_places(parameters, names)}" if parameters.get("places") else ""


def count_days(number: int) -> str:
    """``1 day``, ``14 days``."""
    return f"{number} day" + ("" if number == 1 else "s")


def days_from_report(day: int) -> str:
    """``14 days after the report``, ``1 day before the report``."""
    if day == 0:
        return "on the day of the report"
    return f"{count_days(abs(day))} {'after' if day > 0 else 'before'} the report"


def lately(width: int | None) -> str:
    """``in the last 14 days``; ``since the start`` for None."""
    return "since the start" if width is None else f"in the last {count_days(width)}"
