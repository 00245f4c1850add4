"""The same campaign on a coarser partition of the same ground, where its folder has one: what should not change answers.

``coarse/`` holds districts.csv, edges.csv and members.csv (district, coarse). A coarse unit belongs to whoever holds
most of its districts; another side that holds some contests it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np

from sim.base.errors import ScenarioError
from sim.scenario.blocks.population import law_on
from sim.scenario.campaign import Campaign, Holding, read_own_table
from sim.scenario.files.paths import locate
from sim.scenario.scenario import Scenario
from sim.terrain.sources import read_network
from sim.terrain.terrain import Terrain

FOLDER = "coarse"
MEMBERS = f"{FOLDER}/members.csv"
NETWORK = {
    "districts": f"{FOLDER}/districts.csv",
    "edges": f"{FOLDER}/edges.csv",
    "weights": "border_km",
    "parts": 1,
    "source": "as the finer one",
}


def coarsen(campaign: Campaign) -> Campaign:
    """The campaign on its coarser partition; without claims, since they name the finer places."""
    terrain, member = read_coarse(campaign.scenario.folder, campaign.scenario.terrain.ids)
    rows = [*rest(campaign, member, terrain), *merge(campaign.holdings, member)]

    def at(origin: date) -> Scenario:
        return move(campaign.at(origin), terrain, [row for row in rows if row.published <= origin])

    known_rows = [row for row in rows if row.published <= max(campaign.origins)]
    return replace(
        campaign,
        scenario=move(campaign.scenario, terrain, known_rows),
        holdings=tuple(rows),
        named=tuple(dict.fromkeys(int(member[row]) for row in campaign.named)),
        reader=at,
    )


@lru_cache(maxsize=8)
def read_coarse(folder: str, ids: tuple[str, ...]) -> tuple[Terrain, np.ndarray]:
    """(the coarser network, row in it of each of the finer districts ``ids``: int64 [D]); ScenarioError with every fault."""
    place = locate(folder)
    terrain = read_network(NETWORK, place.inside, place.label)
    table = read_own_table(place, MEMBERS, ("district", "coarse"))
    owner = {}
    for row in table.rows:
        coarse_row = table.value(row, "coarse", terrain.row, "not a district of the coarser network")
        if coarse_row is not None:
            owner[row[1]["district"]] = coarse_row
    for name in ids:
        if name not in owner and not table.faults:
            table.blame(None, "", f"has no row for the district {name!r}")
    if table.faults:
        raise ScenarioError(table.listed())
    return terrain, np.array([terrain.row[owner[name]] for name in ids], dtype=np.int64)


def move(scenario: Scenario, terrain: Terrain, rows: list[Holding]) -> Scenario:
    """A scenario on another network with the rows known there."""
    control = (row.control(scenario.calendar.start) for row in rows if row.holder >= 0)
    law = law_on(scenario, terrain, scenario.population)
    return replace(scenario, terrain=terrain, law=law, control=tuple(control), claims=(), claims_elsewhere=())


def rest(campaign: Campaign, member: np.ndarray, terrain: Terrain) -> list[Holding]:
    """Rows of the units that have no district on the finer network: the default holder's, from the first day.

    member   int64 [D], coarser unit of each finer district
    """
    first = campaign.holdings[0]
    default = campaign.scenario.default
    return [
        Holding(first.day, unit, default, -1, first.published, 0.0, first.source)
        for unit in range(terrain.districts)
        if not (member == unit).any()
    ]


def merge(holdings: tuple[Holding, ...], member: np.ndarray) -> list[Holding]:
    """Rows of the coarser units: one whenever most of a unit, or who else holds some of it, changed.

    member   int64 [D], coarser unit of each finer district
    """
    holder = np.full(len(member), -1, dtype=np.int64)
    contester = np.full(len(member), -1, dtype=np.int64)
    state: dict[int, tuple[int, int]] = {}
    merged_rows = []
    for day in sorted({row.day for row in holdings}):
        rows_by_unit: dict[int, list[Holding]] = {}
        for row in holdings:
            if row.day == day:
                holder[row.district], contester[row.district] = row.holder, row.present
                rows_by_unit.setdefault(int(member[row.district]), []).append(row)
        for unit, rows in sorted(rows_by_unit.items()):
            unit_state = shared(holder[member == unit], contester[member == unit])
            if state.get(unit) != unit_state:
                state[unit] = unit_state
                published, error = (max(getattr(row, key) for row in rows) for key in ("published", "error"))
                merged_rows.append(Holding(day, unit, *unit_state, published, error, rows[-1].source))
    return merged_rows


def shared(holder: np.ndarray, contesters: np.ndarray) -> tuple[int, int]:
    """(who holds most, who else holds most of the rest or contests it, -1 for nobody); the first of equals.

    holder, present   int [N], of the districts of one unit
    """
    names, first, number = np.unique(holder, return_index=True, return_counts=True)
    order = np.lexsort((first, -number))
    main_holder = int(names[order[0]])
    other_sides = [int(names[n]) for n in order[1:] if names[n] >= 0]
    other_sides += [int(side) for side in contesters if side >= 0 and side != main_holder]
    return main_holder, (other_sides[0] if other_sides and main_holder >= 0 else -1)
