"""What becomes of places on a day or by it: held, contested, retaken and held, near to held territory."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ATTACKED
from sim.claims.cities import (
    HORIZON,
    PLACE,
    PLACES,
    describe_places,
    held_enough,
    look_ahead,
    places_fault,
)
from sim.claims.kind import (
    AS_RECORDED,
    FACTION,
    UNDEFINED,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    Window,
    count_days,
    days,
    place_rows,
    three_valued,
)
from sim.record.aftermath import falls_after, holders_after
from sim.record.holdings import NEVER, holdings
from sim.record.parts import had_before
from sim.record.record import Record
from sim.terrain.distances import kilometres_from, steps_from

DAY = ParameterSpec("int", "days after t0", unit="days", low=0, high=3650)
UNITS = {"steps": "district borders", "km": "km"}
AROUND = 0.5  # share of its border from which a place counts as mostly surrounded, as in the law's threatened capitals


def on_the_day(t0: int, parameters: Parameters) -> Window:
    """The level at the end of one day."""
    return t0 + parameters["day"], t0 + parameters["day"]


def when(parameters: Parameters) -> str:
    """``14 days after the report``."""
    day = parameters["day"]
    return f"{count_days(day)} after the report" if day else "on the day of the report"


def judge_held_on(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``number`` of the places (all, if none is given) are held at the end of the day: int8 [R]."""
    rows, day = place_rows(parameters, record.terrain), record.as_of_day + parameters["day"]
    held = (holders_after(record, day, rows) == record.faction(parameters["faction"])).sum(axis=1)
    number = parameters["number"]
    return three_valued(held >= (len(rows) if number is None else number))


def held_on_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    number = parameters["number"]
    some = "" if number is None else f"at least {number} of "
    return f"{some}{describe_places(parameters, names)} will be in the hands of {names.faction(parameters['faction'])} {when(parameters)}"


def judge_contested_on(record: Record, parameters: Parameters) -> np.ndarray:
    """The place is an enemy's, and the faction has lately fought for it or holds most of what lies around it: int8 [R]."""
    faction, place = record.faction(parameters["faction"]), record.terrain.row[parameters["place"]]
    day = record.as_of_day + parameters["day"]
    holder = holders_after(record, day, np.array([place]))[:, 0]
    enemy = record.war[faction][holder] == 1
    fought = fought_for(record, faction, place, (day - parameters["recent"], day))
    return three_valued(enemy & (fought | (share_around(record, faction, place, day) >= AROUND)))


def fought_for(record: Record, faction: int, place: int, window: Window) -> np.ndarray:
    """bool [R]: within (after, last] the faction attacked the place, or it passed between it and others."""
    after, last = window
    changes = np.zeros(len(record.event_day), dtype=bool)
    changes[record.captures] = True
    own = (record.event_to == faction) | (record.event_from == faction)
    about = (record.event_district == place) & own & (changes | (record.event_manner == ATTACKED))
    rows = np.flatnonzero(about & (record.event_day > after) & (record.event_day <= last))
    values = np.zeros(record.runs, dtype=bool)
    values[record.event_run[rows]] = True
    return values


def share_around(record: Record, faction: int, place: int, day: int) -> np.ndarray:
    """Share of the border of a place with districts the faction holds at the end of a day: float64 [R]."""
    first, neighbour, share = record.terrain.adjacency
    near = slice(first[place], first[place + 1])
    held = holders_after(record, day, neighbour[near].astype(np.int64)) == faction
    around: np.ndarray = held @ share[near]
    return around


def judge_retaken(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``number`` of the places, once the faction's own, are taken back in the window and held: int8 [R]."""
    t0, faction = record.as_of_day, record.faction(parameters["faction"])
    result = holdings(record, faction, place_rows(parameters, record.terrain))
    result = result.only((result.since > t0) & (result.since <= t0 + parameters["horizon"]))
    taken = record.captures[record.event_to[record.captures] == faction]
    again = np.zeros(len(record.event_day), dtype=bool)
    again[taken] = had_before(record, taken, faction)
    result = result.only(again[result.event])
    sure, perhaps = held_enough(record, parameters, result)
    return three_valued(sure, sure | ~perhaps)


def retaken_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    places, hold = describe_places(parameters, names), count_days(parameters["hold"])
    return (
        f"{names.faction(parameters['faction'])} will take back at least {parameters['number']} of what it had ever lost among "
        f"{places} within {count_days(parameters['horizon'])} and hold it for {hold}"
    )


def judge_distance(record: Record, parameters: Parameters) -> np.ndarray:
    """Held territory comes within the distance of the place by the end of the horizon: int8 [R]; undefined where km are unknown."""
    terrain, faction = record.terrain, record.faction(parameters["faction"])
    row = terrain.row[parameters["place"]]
    far = steps_from(terrain, row) if parameters["unit"] == "steps" else kilometres_from(terrain, row)
    if not np.isfinite(far).any():
        return np.full(record.runs, UNDEFINED)
    near = np.flatnonzero(far <= parameters["at_most"])
    t0, last = look_ahead(record.as_of_day, parameters)
    had = (holders_after(record, t0, near) == faction).any(axis=1)
    falls = falls_after(record, faction, near, t0)
    return three_valued(had | ((falls != NEVER) & (falls <= last)).any(axis=1))


def distance_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    far = f"{parameters['at_most']:g} {UNITS[parameters['unit']]}"
    return (
        f"{names.faction(parameters['faction'])} will hold ground at most {far} from {describe_places(parameters, names)} "
        f"within {count_days(parameters['horizon'])}"
    )


ON_PLACES = (
    Kind(
        "held_on",
        "places are held on a day",
        {
            "faction": FACTION,
            **PLACES,
            "number": ParameterSpec("int", "least number of them; all if absent", None, low=1, high=100_000),
            "day": DAY,
        },
        judge_held_on,
        on_the_day,
        held_on_sentence,
        AS_RECORDED,
        places_fault,
    ),
    Kind(
        "contested_on",
        "a place an enemy holds is fought over or mostly surrounded on a day",
        {
            "faction": ParameterSpec("faction", "who contests it"),
            "place": PLACE,
            "day": DAY,
            "recent": days("days up to then in which it was attacked or changed hands", 14),
        },
        judge_contested_on,
        lambda t0, parameters: (t0 + parameters["day"] - parameters["recent"], t0 + parameters["day"]),
        lambda parameters, names: (
            f"{describe_places(parameters, names)} will be contested by {names.faction(parameters['faction'])} {when(parameters)}"
        ),
        {**AS_RECORDED, **dict.fromkeys(("won before", "lost before", "truce before"), "false")},
    ),
    Kind(
        "retaken_and_held",
        "places lost before or after the start are taken back after t0 and held",
        {
            "faction": FACTION,
            **PLACES,
            "number": ParameterSpec("int", "least number of places", 1, low=1, high=100_000),
            "hold": days("days that each must be held", 7),
            "horizon": HORIZON,
        },
        judge_retaken,
        look_ahead,
        retaken_sentence,
        {**AS_RECORDED, "lost before": "false"},
        places_fault,
    ),
    Kind(
        "distance",
        "held territory comes within a distance of a place",
        {
            "faction": FACTION,
            "place": PLACE,
            "at_most": ParameterSpec("float", "distance", low=0, high=20_000),
            "unit": ParameterSpec(
                "text",
                "steps across district borders, or km between their points",
                "steps",
                choices=tuple(UNITS),
            ),
            "horizon": HORIZON,
        },
        judge_distance,
        look_ahead,
        distance_sentence,
        {**AS_RECORDED, "lost before": "false"},
    ),
)
