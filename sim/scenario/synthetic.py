"""A made-up war on an irregular network of any size, for measuring: like the seed scenario in what costs time."""

from __future__ import annotations

from datetime import date, timedelta

from sim.base.calendar import Calendar
from sim.base.parameters import Extent
from sim.evidence.source_and_count import Count, start_count
from sim.law.parameters import PARAMETERS
from sim.scenario.scenario import Faction, LawPrior, Scenario, Tracker, Variant
from sim.terrain.from_generator import furnish, lay_irregular
from sim.terrain.terrain import Terrain

PROVINCE, PAST = 12, 0.3  # districts of a province, share of districts known to have been insurgent
HELD, CONTESTED = 73 / 407, 210 / 407  # shares of the start of the seed scenario
START = date(2030, 3, 1)


def make_terrain(districts: int) -> Terrain:
    """An irregular map of ``districts`` in provinces of twelve with a capital each; the west was insurgent before."""
    options = {
        "districts": districts,
        "provinces": max(1, round(districts / PROVINCE)),
        "past": PAST,
        "seed": 1,
        "source": "made for measuring",
        "parts": 1,
    }
    return furnish(lay_irregular(options), options)


def make_count(name: str, number: float, districts: int) -> Count:
    """A count of the start, about ``number`` of ``districts``."""
    return start_count(name, "made", "red", round(number), districts, START, modifier="about")


def make_scenario(districts: int, days: int = 120) -> Scenario:
    """A two-sided war of ``days`` days whose forces grow with the network, so that the fight stays alike.

    They grow because their priors do (``scaled`` in the parameters of the law); the strength of each side is 1.
    """
    held_range, contested_range = (
        make_count(name, share * districts, districts)
        for name, share in (("held", HELD), ("contested", CONTESTED))
    )
    return Scenario(
        name=f"made_{districts}",
        title="made for measuring",
        about="",
        folder="",
        calendar=Calendar(START, START + timedelta(days=days - 24)),
        horizon=24,
        factions=(
            Faction("red", "Red", "challenger"),
            Faction("blue", "Blue", "incumbent", supported=True),
        ),
        wars=(("red", "blue"),),
        default_holder="blue",
        terrain=make_terrain(districts),
        statements=(),
        sources={},
        counts=(),
        trackers=(Tracker("made", 1.0, {"red": held_range}, {"red": contested_range}),),
        events=(),
        support_from=START,
        claims=(),
        law={
            name: LawPrior(parameter.prior_for(Extent(districts)), parameter.source, "code")
            for name, parameter in PARAMETERS.items()
        },
        variants=(Variant("made", 1.0, {}),),
        frozen={},
    )
