"""Hypothesis strategies: networks, and small scenarios on them as the reader would give them."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from sim.base.calendar import Calendar
from sim.base.codes import ROLES
from sim.claims.types import Claim, Definition
from sim.evidence.source_and_count import Count
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Event, Faction, Scenario, Tracker
from sim.terrain.terrain import Terrain
from tests.terrain.strategies import terrains

__all__ = ["examples", "scenarios", "terrains"]


def examples(number: int) -> int:
    """How many examples a property test draws: ``number`` times SIM_TEST_EXAMPLES, which make torture raises."""
    return number * int(os.environ.get("SIM_TEST_EXAMPLES", "1"))


TOY = read_scenario("toy_corridor")
START = TOY.calendar.start
IDS = ("red", "blue", "green", "violet")
KINDS = (
    ("lull", 0.0, 1.0),
    ("support", 0.0, 2.0),
    ("income", -1.0, 1.0),
    ("talks", 0.0, 1.0),
    ("phase", -1.0, 1.0),
)


@st.composite
def scenarios(draw: st.DrawFn, most: int = 30) -> Scenario:
    """A scenario of two to four factions on a made-up network of 2 to ``most`` districts, with events and claims."""
    terrain = draw(terrains(most).filter(lambda one: one.districts >= 2))
    factions = draw(sides())
    asked = draw(st.integers(1, 40))
    return replace(
        TOY,
        terrain=terrain,
        factions=factions,
        wars=draw(wars(len(factions))),
        default_holder=draw(st.sampled_from(IDS[: len(factions)])),
        calendar=Calendar(START, START + timedelta(days=asked)),
        horizon=draw(st.integers(1, 20)),
        trackers=draw(trackers(terrain, factions)),
        events=draw(st.lists(events(len(factions)), max_size=3)),
        claims=(stall(draw(st.integers(1, 20))),),
    )


@st.composite
def sides(draw: st.DrawFn) -> tuple[Faction, ...]:
    """Two to four factions; the first is a challenger."""
    number = draw(st.integers(2, 4))
    roles = ["challenger", *draw(st.lists(st.sampled_from(ROLES), min_size=number - 1, max_size=number - 1))]
    strength = st.floats(0.1, 3.0)
    return tuple(
        Faction(name, name.title(), role, draw(strength), draw(st.booleans()))
        for name, role in zip(IDS, roles, strict=False)
    )


@st.composite
def wars(draw: st.DrawFn, number: int) -> tuple[tuple[str, str], ...]:
    """Some pairs of the factions, at least one."""
    pairs = [(IDS[a], IDS[b]) for a in range(number) for b in range(a)]
    return tuple(draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True)))


@st.composite
def trackers(draw: st.DrawFn, terrain: Terrain, factions: tuple[Faction, ...]) -> tuple[Tracker, ...]:
    """One start in which the factions together hold no more than the districts that are no capital."""
    left = int((terrain.seat == 0).sum())
    held, contested = {}, {}
    for faction in factions[:-1]:
        held[faction.id] = count(
            f"{faction.id}_held", faction.id, "controls", draw(st.integers(0, left)), terrain
        )
        left -= int(held[faction.id].high)
        contested[faction.id] = count(
            f"{faction.id}_near", faction.id, "contests", draw(st.integers(0, left)), terrain
        )
    return (Tracker("made_up", 1.0, held, contested),)


def count(name: str, faction: str, relation: str, number: int, terrain: Terrain) -> Count:
    """A start count of exactly ``number`` districts of the whole network."""
    start = TOY.counts[0]
    return replace(
        start, id=name, faction=faction, relation=relation, low=float(number), high=float(number),
        modifier="exactly", basis=float(terrain.districts),
    )  # fmt: skip


@st.composite
def events(draw: st.DrawFn, number: int) -> Event:
    """One dated event of any kind that lasts."""
    kind, low, high = draw(st.sampled_from(KINDS))
    first = draw(st.integers(-5, 40))
    last = draw(st.none() | st.integers(first, 60))
    return Event(
        id="made_up",
        kind=kind,
        faction=draw(st.none() | st.sampled_from(IDS[:number])),
        start=START + timedelta(days=first),
        end=None if last is None else START + timedelta(days=last),
        value=draw(st.floats(low, high)),
        published=START,
        source="made up",
    )


def stall(after: int) -> Claim:
    """The claim that the first faction will gain nothing."""
    definition = Definition("no_net_gain", "no_net_gain", "", {"faction": "red", "after": after})
    return Claim("stall", "S2", "made up", "made up", "forecast", True, "", "no_net_gain", (definition,))
