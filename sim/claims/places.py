"""What becomes of places on a day or by it: held, contested, retaken and held, near to held territory."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ATTACKED
from sim.claims.cities import held_enough, places_fault
from sim.claims.kind import (
    AS_RECORDED,
    FACTION,
    HORIZON,
    PLACE,
    PLACES,
    UNDEFINED,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    Window,
    ahead,
    days,
    fill,
    on_day,
    place_rows,
    three_valued,
    whole,
)
from sim.record.aftermath import falls_after, holders_after
from sim.record.holdings import NEVER, holdings
from sim.record.parts import had_before
from sim.record.record import Record
from sim.terrain.distances import kilometres_from, steps_from

DAY = ParameterSpec("int", "days after t0", unit="days", low=0, high=3650)
UNITS = {"steps": "district borders", "km": "km"}
AROUND = 0.5  # share of its border from which a place counts as mostly surrounded, as in the law's threatened capitals


def judge_held_on(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``number`` of the places (all, if none is given) are held at the end of the day: int8 [R]."""
    rows, day = place_rows(parameters, record.terrain), record.as_of_day + parameters["day"]
    held_count = (holders_after(record, day, rows) == record.faction(parameters["faction"])).sum(axis=1)
    number = parameters["number"]
    return three_valued(held_count >= (len(rows) if number is None else number))


def held_on_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    number_text = "" if parameters["number"] is None else "at least {number} of "
    return fill(
        f"{number_text}{{where}} will be in the hands of {{faction}} {{when}}", HELD_ON, parameters, names
    )


def judge_contested_on(record: Record, parameters: Parameters) -> np.ndarray:
    """The place is an enemy's, and the faction has lately fought for it or holds most of what lies around it: int8 [R]."""
    faction, place = record.faction(parameters["faction"]), record.terrain.row[parameters["place"]]
    day = record.as_of_day + parameters["day"]
    holder = holders_after(record, day, np.array([place]))[:, 0]
    enemy = record.war[faction][holder] == 1
    was_fought_for = fought_for(record, faction, place, (day - parameters["recent"], day))
    return three_valued(enemy & (was_fought_for | (share_around(record, faction, place, day) >= AROUND)))


def fought_for(record: Record, faction: int, place: int, window: Window) -> np.ndarray:
    """bool [R]: within (after, last] the faction attacked the place, or it passed between it and others."""
    after, last = window
    changes = np.full(len(record.event_day), False)
    changes[record.captures] = True
    is_own = (record.event_to == faction) | (record.event_from == faction)
    concerned = (record.event_district == place) & is_own & (changes | (record.event_manner == ATTACKED))
    rows = np.flatnonzero(concerned & (record.event_day > after) & (record.event_day <= last))
    values = np.full(record.runs, False)
    values[record.event_run[rows]] = True
    return values


def share_around(record: Record, faction: int, place: int, day: int) -> np.ndarray:
    """Share of the border of a place with districts the faction holds at the end of a day: float64 [R]."""
    first, neighbour, share = record.terrain.adjacency
    neighbours = slice(first[place], first[place + 1])
    is_held = holders_after(record, day, neighbour[neighbours].astype(np.int64)) == faction
    return np.asarray(is_held @ share[neighbours])


def judge_retaken(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``number`` of the places, once the faction's own, are taken back in the window and held: int8 [R]."""
    t0, faction = record.as_of_day, record.faction(parameters["faction"])
    recent = holdings(record, faction, place_rows(parameters, record.terrain))
    recent = recent.only((recent.since > t0) & (recent.since <= t0 + parameters["horizon"]))
    captures = record.captures[record.event_to[record.captures] == faction]
    is_retaken = np.full(len(record.event_day), False)
    is_retaken[captures] = had_before(record, captures, faction)
    certain, possible = held_enough(record, parameters, recent.only(is_retaken[recent.event]))
    return three_valued(certain, certain | ~possible)


def judge_distance(record: Record, parameters: Parameters) -> np.ndarray:
    """Held territory comes within the distance of the place by the end of the horizon: int8 [R]; undefined where km are unknown."""
    terrain, faction = record.terrain, record.faction(parameters["faction"])
    row = terrain.row[parameters["place"]]
    distances = steps_from(terrain, [row]) if parameters["unit"] == "steps" else kilometres_from(terrain, row)
    if not np.isfinite(distances).any():
        return np.full(record.runs, UNDEFINED)
    near_places = np.flatnonzero(distances <= parameters["at_most"])
    t0 = record.as_of_day
    is_held = (holders_after(record, t0, near_places) == faction).any(axis=1)
    falls = falls_after(record, faction, near_places, t0)
    return three_valued(is_held | ((falls != NEVER) & (falls <= t0 + parameters["horizon"])).any(axis=1))


def distance_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    distance_text = f"{parameters['at_most']:g} {UNITS[parameters['unit']]}"
    sentence = f"{{faction}} will hold ground at most {distance_text} from {{where}} within {{horizon}}"
    return fill(sentence, DISTANCE, parameters, names)


HELD_ON = {
    "faction": FACTION,
    **PLACES,
    "number": whole("least number of them; all if absent", None),
    "day": DAY,
}
DISTANCE = {
    "faction": FACTION,
    "place": PLACE,
    "at_most": ParameterSpec("float", "distance", low=0, high=20_000),
    "unit": ParameterSpec(
        "text", "steps across district borders, or km between their points", "steps", choices=tuple(UNITS)
    ),
    "horizon": HORIZON,
}
ON_PLACES = (
    Kind(
        "held_on",
        "places are held on a day",
        HELD_ON,
        judge_held_on,
        on_day,
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
        "{where} will be contested by {faction} {when}",
        {**AS_RECORDED, **dict.fromkeys(("won before", "lost before", "truce before"), "false")},
    ),
    Kind(
        "retaken_and_held",
        "places lost before or after the start are taken back after t0 and held",
        {
            "faction": FACTION,
            **PLACES,
            "number": whole("least number of places", 1),
            "hold": days("days that each must be held", 7),
            "horizon": HORIZON,
        },
        judge_retaken,
        ahead("horizon"),
        "{faction} will take back at least {number} of what it had ever lost among {where} within {horizon} "
        "and hold it for {hold}",
        {**AS_RECORDED, "lost before": "false"},
        places_fault,
    ),
    Kind(
        "distance",
        "held territory comes within a distance of a place",
        DISTANCE,
        judge_distance,
        ahead("horizon"),
        distance_sentence,
        {**AS_RECORDED, "lost before": "false"},
    ),
)
