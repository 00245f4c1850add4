"""From a scenario to the flat arrays the law reads."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ROLES, RURAL
from sim.base.dice import stable_key
from sim.law.state import FRAME, MEETING, NEIGHBOUR, OUTSIDE, PLACE, POWER, PROVINCE, SUSPENDED, World, empty
from sim.scenario.scenario import Event, Scenario
from sim.terrain.terrain import Terrain


def build_world(scenario: Scenario, days: int) -> World:
    """The ``World`` of a scenario for ``days`` days."""
    places, neighbours, provinces = build_terrain(scenario.terrain)
    powers = empty(POWER, len(scenario.factions))
    for f, faction in enumerate(scenario.factions):
        powers[f].key = stable_key(f"faction.{faction.id}")
        powers[f].strength = faction.strength
        powers[f].role = ROLES.index(faction.role)
        powers[f].supported = faction.supported
    frame = empty(FRAME, 1)
    frame[0].support_day = scenario.calendar.day(scenario.support_from)
    frame[0].default_holder = scenario.faction_ids.index(scenario.default_holder)
    return World(
        places=places,
        neighbours=neighbours,
        capitals=scenario.terrain.capitals,
        provinces=provinces,
        members=np.argsort(scenario.terrain.province_of, kind="stable").astype(np.int32),
        powers=powers,
        war=war_matrix(scenario).ravel(),
        outside=dated_records(scenario, days),
        frame=frame,
    )


def build_terrain(terrain: Terrain) -> tuple[np.recarray, np.recarray, np.recarray]:
    """(places PLACE [D], neighbours NEIGHBOUR [E], provinces PROVINCE [P]) of a terrain."""
    first, neighbour, share = terrain.adjacency
    places = empty(PLACE, terrain.districts)
    places["key"], places["population"], places["past"] = terrain.keys, terrain.population, terrain.past
    places["first"], places["last"] = first[:-1], first[1:]
    places["province"], places["seat"] = terrain.province_of, terrain.seat
    neighbours = empty(NEIGHBOUR, len(neighbour))
    neighbours["to"], neighbours["share"] = neighbour, share
    provinces = empty(PROVINCE, len(terrain.province_names))
    rural = terrain.province_of[terrain.seat == RURAL]
    provinces["rural"] = np.bincount(rural, minlength=len(provinces))
    provinces["capital"] = terrain.province_capital
    edges = np.searchsorted(np.sort(terrain.province_of), np.arange(len(provinces) + 1))
    provinces["first"], provinces["last"] = edges[:-1], edges[1:]
    return places, neighbours, provinces


def war_matrix(scenario: Scenario) -> np.ndarray:
    """int8 [F, F], symmetric: 1 where two factions fight."""
    ids = scenario.faction_ids
    war = np.zeros((len(ids), len(ids)), dtype=np.int8)
    for a, b in scenario.wars:
        war[ids.index(a), ids.index(b)] = war[ids.index(b), ids.index(a)] = 1
    return war


def dated_records(scenario: Scenario, days: int) -> np.recarray:
    """Dated events as OUTSIDE records [(T+1) * F]."""
    factions = len(scenario.factions)
    outside = empty(OUTSIDE, (days + 1) * factions)
    outside["support"] = outside["tempo"] = 1.0
    table = outside.reshape(days + 1, factions)
    for event in scenario.events:
        rows = days_of(event, scenario, days)
        columns = slice(None)
        if event.faction:
            f = scenario.faction_ids.index(event.faction)
            columns = slice(f, f + 1)
        apply_event(event, table, rows, columns)
    return outside


def apply_event(event: Event, table: np.ndarray, rows: slice, columns: slice) -> None:
    """Write one event into OUTSIDE records [T+1, F]; multipliers multiply, incomes add up, switches switch."""
    if event.kind == "entry":
        table["tempo"][: rows.start, columns] = 0.0
    elif event.kind == "support":
        table["support"][rows, columns] *= event.value
    elif event.kind == "lull":
        table["tempo"][rows, columns] *= event.value
    elif event.kind == "income":
        table["income"][rows, columns] += event.value
    elif event.kind == "relocation":
        table["relocate"][rows, columns] = event.value
    elif event.kind == "phase":
        table["open_phase"][rows, columns] = np.sign(event.value)
    else:
        table["talks"][rows] = SUSPENDED if event.value >= 0.5 else MEETING


def days_of(event: Event, scenario: Scenario, days: int) -> slice:
    """Days on which an event works; a relocation works on its first day only."""
    begin = scenario.calendar.day(event.start)
    last = days if event.end is None else scenario.calendar.day(event.end)
    if event.kind == "relocation":
        last = begin
    return slice(min(days + 1, max(0, begin)), max(0, min(days, last) + 1))
