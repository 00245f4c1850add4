"""From a campaign and an origin to the scenario that is run: the analysed map is where the runs start.

Written for a law that reads no control rows: the map goes in as the districts' known past with hardly any noise, and
capitals that the default holder does not hold lose their seat, since it starts with all of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import RURAL
from sim.base.parameters import Fixed
from sim.evidence.types import Count
from sim.exam.truth import analysed_map
from sim.scenario.campaign import Campaign
from sim.scenario.scenario import LawPrior, Scenario, Tracker

SHARP = {"start.past": 10.0, "start.cluster": 0.0, "start.noise": 0.01}  # the map as it is drawn


def scenario_at(campaign: Campaign, origin: date, horizon: int) -> Scenario:
    """The scenario as of ``origin``: what was published by then, started from its map on the day before."""
    scenario = campaign.at(origin)
    holder, present = analysed_map(campaign, origin)
    default = scenario.faction_ids.index(scenario.default_holder)
    start = origin - timedelta(days=1)
    shift = scenario.calendar.day(start)
    past = rank(holder, present, default, len(scenario.factions))
    seat = np.where(holder == default, scenario.terrain.seat, RURAL).astype(scenario.terrain.seat.dtype)
    terrain = replace(scenario.terrain, past=past, seat=seat)
    law = {
        **scenario.law,
        **{name: LawPrior(Fixed(value), "the map is known", "code") for name, value in SHARP.items()},
    }
    return replace(
        scenario,
        calendar=Calendar(start, origin),
        horizon=horizon,
        terrain=terrain,
        law=law,
        trackers=(tracker(scenario, start, holder, present, default),),
        counts=(),
        known_past=(),
        claims=(),
        control=tuple(replace(row, day=row.day - shift) for row in scenario.control),
    )


def rank(holder: np.ndarray, present: np.ndarray, default: int, factions: int) -> np.ndarray:
    """Known past of each district, so that each faction in turn finds its own on top: float64 [D], 0 to 1."""
    steps = 2 * factions + 1
    order = np.where(holder != default, steps - holder, np.where(present >= 0, factions - present, 0))
    return np.asarray(order / steps, dtype=np.float64)


def tracker(scenario: Scenario, day: date, holder: np.ndarray, present: np.ndarray, default: int) -> Tracker:
    """The start counts of the map."""
    held = {
        name: told(scenario, day, name, "controls", int((holder == f).sum()))
        for f, name in enumerate(scenario.faction_ids)
        if f != default
    }
    contested = {
        name: told(scenario, day, name, "contests", int((present == f).sum()))
        for f, name in enumerate(scenario.faction_ids)
        if (present == f).any()
    }
    return Tracker("map", 1.0, held, contested)


def told(scenario: Scenario, day: date, faction: str, relation: str, number: int) -> Count:
    """A count of the map."""
    first = next(iter(scenario.trackers[0].held.values()))
    return replace(
        first,
        id=f"map_{faction}_{relation}",
        published=day,
        date=day,
        faction=faction,
        relation=relation,
        low=float(number),
        high=float(number),
        basis=float(scenario.terrain.districts),
    )
