"""A made-up war on a regular network of any size, for measuring: like the seed scenario in what costs time."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import NATIONAL, PROVINCIAL, RURAL
from sim.evidence.types import Count
from sim.law.parameters import PARAMETERS
from sim.scenario.scenario import Faction, LawPrior, Scenario, Tracker, Variant
from sim.terrain.terrain import Terrain

TILE = (4, 3)  # columns and rows of a province: 12 districts, as in the seed scenario
USUAL = 398  # districts of the seed scenario; strength is measured against them
HELD, CONTESTED = 73 / 407, 210 / 407  # shares of the start of the seed scenario
START = date(2030, 3, 1)


def make_terrain(districts: int) -> Terrain:
    """``districts`` cells of a lattice with six neighbours each, in provinces of twelve with a capital each."""
    wide = math.ceil(math.sqrt(districts))
    rows = np.arange(districts)
    column, line = rows % wide, rows // wide
    province = (line // TILE[1]) * wide + column // TILE[0]
    seat = np.full(districts, RURAL, dtype=np.int8)
    seat[(column % TILE[0] == 1) & (line % TILE[1] == 1)] = PROVINCIAL
    capitals = np.flatnonzero(seat)
    seat[capitals[len(capitals) // 2 :][:1]] = NATIONAL
    a, b = lattice_edges(districts, wide)
    ids = tuple(f"D{row:06d}" for row in rows)
    past = ((column // 3 + line // 3) % 3 == 0).astype(float)  # patches, as insurgencies leave them
    return Terrain(
        ids=ids,
        names=ids,
        provinces=tuple(f"P{number:06d}" for number in province),
        seat=seat,
        population=np.full(districts, 80_000.0),
        past=past,
        lon=column.astype(float),
        lat=line.astype(float),
        edge_a=a,
        edge_b=b,
        edge_weight=1.0 + ((a + b) % 5) / 4.0,
        source="made for measuring",
    )


def lattice_edges(districts: int, wide: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of both ends of each edge, int32: right, below, below right."""
    rows = np.arange(districts)
    ends = []
    for step, last in ((1, True), (wide, False), (wide + 1, True)):
        a = rows[rows % wide < wide - 1] if last else rows
        a = a[a + step < districts]
        ends.append((a, a + step))
    a, b = (np.concatenate(side).astype(np.int32) for side in zip(*ends, strict=True))
    return a, b


def make_count(name: str, number: float, districts: int) -> Count:
    """A count of the start, about ``number`` of ``districts``."""
    return Count(
        id=name,
        source="made",
        statement="",
        quote="",
        published=START,
        date=START,
        window_from=None,
        faction="red",
        relation="controls",
        unit="districts",
        measure="count",
        kind="stock",
        low=round(number),
        high=round(number),
        modifier="about",
        basis=districts,
        use="start",
    )


def make_scenario(districts: int, days: int = 120) -> Scenario:
    """A two-sided war of ``days`` days whose forces grow with the network, so that the fight stays alike."""
    strength = districts / USUAL
    return Scenario(
        name=f"made_{districts}",
        title="made for measuring",
        about="",
        folder="",
        calendar=Calendar(START, START + timedelta(days=days - 24)),
        horizon=24,
        factions=(
            Faction("red", "Red", "challenger", strength),
            Faction("blue", "Blue", "incumbent", strength, supported=True),
        ),
        wars=(("red", "blue"),),
        default_holder="blue",
        terrain=make_terrain(districts),
        statements=(),
        sources={},
        counts=(),
        trackers=(
            Tracker(
                "made",
                1.0,
                {"red": make_count("held", HELD * districts, districts)},
                {"red": make_count("contested", CONTESTED * districts, districts)},
            ),
        ),
        events=(),
        support_from=START,
        claims=(),
        law={name: LawPrior(one.prior, one.source, "code") for name, one in PARAMETERS.items()},
        variants=(Variant("made", 1.0, {}),),
        frozen={},
    )
