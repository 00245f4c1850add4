"""From a scenario to the flat arrays the law reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.codes import CAPITULATION, NATIONAL, REPORTED, ROLES, RURAL
from sim.base.dice import stable_key
from sim.law.state import (
    BACKGROUND,
    CONTROL,
    FRAME,
    MEETING,
    NEIGHBOUR,
    NOTHING_MOVED,
    OUTSIDE,
    PLACE,
    POWER,
    PROVINCE,
    SOMETHING_MOVED,
    SUSPENDED,
    World,
    empty,
)
from sim.scenario.scenario import (
    HANDOVERS,
    ControlRow,
    Event,
    Scenario,
    reported_captures,
    restatement_days,
)
from sim.terrain.terrain import Terrain

NO_DECLINE = 1e9  # the day of a decline of external support that nobody announced
RECENT = 60  # days over which reports say who moved
REACH = 3  # days that reports have to reach back to say it
MISSED = 0.1  # chance that a change of a place is reported late: 14 of 262 in the campaign library, and wider (assumed)


def build_world(scenario: Scenario, days: int) -> World:
    """The ``World`` of a scenario for ``days`` days."""
    places, backgrounds, neighbours, provinces = build_terrain(scenario.terrain)
    capitals = scenario.terrain.capitals
    write_start_map(scenario.control, backgrounds)
    powers = empty(POWER, len(scenario.factions))
    for f, faction in enumerate(scenario.factions):
        powers[f].key = stable_key(f"faction.{faction.id}")
        powers[f].strength = faction.strength
        powers[f].role = ROLES.index(faction.role)
        powers[f].supported = faction.supported
    frame = empty(FRAME, 1)
    frame[0].support_day = (
        NO_DECLINE if scenario.support_from is None else scenario.calendar.day(scenario.support_from)
    )
    frame[0].default_holder = scenario.faction_ids.index(scenario.default_holder)
    return World(
        places=places,
        backgrounds=backgrounds,
        keys=scenario.terrain.keys,
        neighbours=neighbours,
        capitals=capitals,
        national_seats=capitals[scenario.terrain.seat[capitals] == NATIONAL],
        provinces=provinces,
        members=np.argsort(scenario.terrain.province_of, kind="stable").astype(np.int32),
        lots=np.argsort(scenario.terrain.keys).astype(np.int32),
        powers=powers,
        war=war_matrix(scenario).ravel(),
        outside=dated_records(scenario, days),
        control=control_records(scenario, days),
        loyalty=loyalties(scenario),
        frame=frame,
    )


def build_terrain(terrain: Terrain) -> tuple[np.recarray, np.recarray, np.recarray, np.recarray]:
    """(places PLACE [D], backgrounds BACKGROUND [D], neighbours NEIGHBOUR [E], provinces PROVINCE [P]) of a terrain."""
    first, neighbour, share = terrain.adjacency
    backgrounds = empty(BACKGROUND, terrain.districts)
    backgrounds["population"], backgrounds["past"] = terrain.population, terrain.past
    places = empty(PLACE, terrain.districts)
    places["first"], places["last"] = first[:-1], first[1:]
    places["province"], places["seat"] = terrain.province_of, terrain.seat
    neighbours = empty(NEIGHBOUR, len(neighbour))
    neighbours["to"], neighbours["share"] = neighbour, share
    neighbours["open"] = 1.0 - terrain.barriers
    provinces = empty(PROVINCE, len(terrain.province_names))
    rural = terrain.province_of[terrain.seat == RURAL]
    provinces["rural"] = np.bincount(rural, minlength=len(provinces))
    provinces["capital"] = terrain.province_capital
    edges = np.searchsorted(np.sort(terrain.province_of), np.arange(len(provinces) + 1))
    provinces["first"], provinces["last"] = edges[:-1], edges[1:]
    return places, backgrounds, neighbours, provinces


def war_matrix(scenario: Scenario) -> np.ndarray:
    """int8 [F, F], symmetric: 1 where two factions fight."""
    ids = scenario.faction_ids
    war = np.zeros((len(ids), len(ids)), dtype=np.int8)
    for a, b in scenario.wars:
        war[ids.index(a), ids.index(b)] = war[ids.index(b), ids.index(a)] = 1
    return war


def write_start_map(rows: Sequence[ControlRow], backgrounds: np.recarray) -> None:
    """Write into ``backgrounds`` BACKGROUND [D] what is known of day 0: the last row of each district up to the start."""
    backgrounds["known"] = backgrounds["known_present"] = -1
    for row in rows:
        if row.day <= 0:
            background = backgrounds[row.district]
            background.known, background.known_present, background.doubt = row.holder, row.present, row.error


def control_records(scenario: Scenario, days: int) -> np.recarray:
    """What is reported of places after day 0, and places that dated events hand over: CONTROL [K], by day."""
    rows = [(row.day, row.error, row) for row in scenario.control if row.day > 0]
    rows += [(day, 1.0 - (1.0 - row.error) * (1.0 - MISSED), row) for day, row in restated(scenario)]
    control_rows = [
        (error, 0.0, max(0, row.day), day, row.district, row.holder, row.present, REPORTED)
        for day, error, row in rows
    ]
    control_rows += [
        (fight.error, 0.0, max(1, fight.day), max(1, fight.day), fight.district, -1, side, REPORTED)
        for fight in scenario.fights
        for side in fight.sides  # that of the two which holds the place is not contesting it
    ]
    for event in scenario.events:
        control_rows += place_records(event, scenario)
    control_rows = [record_row for record_row in control_rows if record_row[3] <= days]
    records = empty(CONTROL, len(control_rows))
    keys = scenario.terrain.keys  # not rows: who is served first does not depend on the order of a table
    for n, record in enumerate(sorted(control_rows, key=lambda entry: (entry[3], keys[entry[4]]))):
        records[n] = record
    return records


def restated(scenario: Scenario) -> list[tuple[int, ControlRow]]:
    """What complete tables say of districts that did not change since their last row: (day, that row).

    Between two rows of a district runs move by themselves; a table that would have named a change sets them back, but
    for the places of a run of which a change would not have been reported.
    """
    rows = sorted((row for row in scenario.control if row.complete), key=lambda row: row.day)
    restated_rows = []
    for day in restatement_days(rows, scenario.calendar.as_of_day):
        newest = {row.district: row for row in rows if row.day <= day}
        restated_rows += [(day, row) for row in newest.values() if max(0, row.day) < day]
    return restated_rows


def place_records(
    event: Event, scenario: Scenario
) -> list[tuple[float, float, int, int, int, int, int, int]]:
    """What a dated event does to single places, as CONTROL fields; nothing before day 1."""
    ids = scenario.faction_ids
    day = max(1, scenario.calendar.day(event.start))
    rows = [scenario.terrain.ids.index(place) for place in event.places]
    if event.kind in HANDOVERS and event.to is not None:
        return [(0.0, 0.0, 0, day, row, ids.index(event.to), -1, CAPITULATION) for row in rows]
    if event.kind == "entry" and event.faction is not None:
        return [(0.0, 0.0, 0, day, row, -1, ids.index(event.faction), REPORTED) for row in rows]
    if event.kind != "garrison":
        return []
    records = [(0.0, event.value, day, day, row, -1, -1, REPORTED) for row in rows]
    if event.end is not None:
        until = max(1, scenario.calendar.day(event.end) + 1)
        records += [(0.0, -event.value, day, until, row, -1, -1, REPORTED) for row in rows]
    return records


def loyalties(scenario: Scenario) -> np.ndarray:
    """What is known of the people: -1 against a faction to 1 for it, float64 [F*D]; empty if nothing is."""
    if not scenario.allegiance:
        return np.zeros(0)
    table = np.zeros((len(scenario.factions), scenario.terrain.districts))
    for faction, shares in scenario.allegiance.items():
        table[scenario.faction_ids.index(faction)] = 2.0 * np.asarray(shares, dtype=np.float64) - 1.0
    return table.ravel()


def write_movements(scenario: Scenario, table: np.ndarray) -> None:
    """Write into OUTSIDE records [T+1, F] who moved within RECENT days, on the days up to which reports reach:
    those of a row, and those on which a complete table says that nothing else has changed.

    A capture is a row whose holder is not that of the row before. One map alone says nothing of movement: rows have
    to reach back REACH days.
    """
    captures, war = reported_captures(scenario.control), war_matrix(scenario)
    report_days = {max(0, row.day) for row in scenario.control}
    report_days |= set(restatement_days(scenario.control, scenario.calendar.as_of_day))
    for day in sorted(day for day in report_days if day < len(table)):
        if day - scenario.control[0].day < REACH:
            continue
        recent = [taker for capture_day, taker in captures if day - RECENT < capture_day <= day]
        for f in range(len(scenario.factions)):
            own_captures, other_captures = recent.count(f), sum(war[f, taker] for taker in recent)
            table["reported"][day, f] = SOMETHING_MOVED if own_captures + other_captures else NOTHING_MOVED
            table["moved"][day, f] = (
                own_captures / (own_captures + other_captures) if own_captures + other_captures else 0.0
            )


def dated_records(scenario: Scenario, days: int) -> np.recarray:
    """Dated events: OUTSIDE [N] with N = (T+1) * F, one record a day and faction."""
    factions = len(scenario.factions)
    outside_records = empty(OUTSIDE, (days + 1) * factions)
    outside_records["tempo"] = 1.0
    table = outside_records.reshape(days + 1, factions)
    table["support"] = [float(faction.supported) for faction in scenario.factions]
    write_movements(scenario, table)
    for event in scenario.events:
        rows = days_of(event, scenario, days)
        columns = slice(None)
        if event.faction:
            f = scenario.faction_ids.index(event.faction)
            columns = slice(f, f + 1)
        apply_event(event, table, rows, columns)
    return outside_records


def apply_event(event: Event, table: np.ndarray, rows: slice, columns: slice) -> None:
    """Write one event into OUTSIDE records [T+1, F]; multipliers multiply, incomes add up, switches switch."""
    if event.kind == "entry":
        table["tempo"][: rows.start, columns] = 0.0
        table["absent"][: rows.start, columns] = 1
    elif event.kind == "support":
        current_support = table["support"][rows, columns]
        initial_support = 0.0 if event.faction is None else event.value  # of all: those that have some
        table["support"][rows, columns] = np.where(
            current_support > 0.0, current_support * event.value, initial_support
        )
    elif event.kind == "offensive":
        table["orders"][rows, columns] = np.sign(event.value)
    elif event.kind == "ceasefire":
        table["talks"][rows, columns] = SUSPENDED
    elif event.kind == "lull":
        table["tempo"][rows, columns] *= event.value
    elif event.kind == "income":
        table["income"][rows, columns] += event.value
    elif event.kind == "relocation":
        table["relocate"][rows, columns] = event.value
    elif event.kind == "phase":
        table["open_phase"][rows, columns] = np.sign(event.value)
    elif event.kind == "talks":
        table["talks"][rows] = SUSPENDED if event.value >= 0.5 else MEETING


def days_of(event: Event, scenario: Scenario, days: int) -> slice:
    """Days on which an event works; a relocation works on its first day only."""
    begin = scenario.calendar.day(event.start)
    last = days if event.end is None else scenario.calendar.day(event.end)
    if event.kind == "relocation":
        last = begin
    return slice(min(days + 1, max(0, begin)), max(0, min(days, last) + 1))
