"""From a campaign and an origin to the scenario that is run.

history   the runs start where the scenario does, places are set as reported, and counts are in the likelihood: what a user gets
restart   the runs start on the day before the origin from the last known holders; earlier rows say who moved last
map       restart as it was asked of laws that read no control rows, for comparison with their rows of the record: the
          map goes in as the districts' known past with hardly any noise, and capitals that the default holder does not
          hold lose their seat, since it starts with all of them
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import RURAL
from sim.base.parameters import Fixed
from sim.evidence.source_and_count import Count, start_count
from sim.exam.truth import analysed_map
from sim.scenario.campaign import Campaign
from sim.scenario.scenario import LawPrior, Scenario, Tracker

SHARP = {"start.past": 10.0, "start.cluster": 0.0, "start.noise": 0.01}  # the map as it is drawn
Setting = Callable[[Campaign, date, int], Scenario]  # (campaign, origin, days ahead) -> what is run


def from_history(campaign: Campaign, origin: date, horizon: int) -> Scenario:
    """The scenario as of ``origin`` as it is read."""
    return replace(campaign.at(origin), horizon=horizon)


def restart(campaign: Campaign, origin: date, horizon: int) -> Scenario:
    """The scenario as of ``origin``, started on the day before from what was published by then; no count is in the likelihood."""
    scenario = campaign.at(origin)
    holder, contester = analysed_map(campaign, origin)
    start = origin - timedelta(days=1)
    shift = scenario.calendar.day(start)
    return replace(
        scenario,
        calendar=Calendar(start, origin),
        horizon=horizon,
        trackers=(tracker(scenario, start, holder, contester),),
        counts=(),
        known_past=(),
        claims=(),
        control=tuple(replace(row, day=min(row.day - shift, 0)) for row in scenario.control),
    )


def from_map(campaign: Campaign, origin: date, horizon: int) -> Scenario:
    """``restart`` for a law that reads no control rows."""
    scenario = restart(campaign, origin, horizon)
    holder, contester = analysed_map(campaign, origin)
    default, terrain = scenario.default, scenario.terrain
    seat = np.where(holder == default, terrain.seat, RURAL).astype(terrain.seat.dtype)
    sharp_priors = {name: LawPrior(Fixed(value), "the map is known", "code") for name, value in SHARP.items()}
    return replace(
        scenario,
        terrain=replace(
            terrain, past=past_by_faction(holder, contester, default, len(scenario.factions)), seat=seat
        ),
        law={**scenario.law, **sharp_priors},
        control=(),
    )


SETTINGS: dict[str, Setting] = {"history": from_history, "restart": restart, "map": from_map}


def past_by_faction(holder: np.ndarray, contesters: np.ndarray, default: int, factions: int) -> np.ndarray:
    """Known past of each district, so that each faction in turn finds its own on top: float64 [D], 0 to 1."""
    steps = 2 * factions + 1
    order = np.where(holder != default, steps - holder, np.where(contesters >= 0, factions - contesters, 0))
    return np.asarray(order / steps, dtype=np.float64)


def tracker(scenario: Scenario, day: date, holder: np.ndarray, contesters: np.ndarray) -> Tracker:
    """The start counts of a map: ``holder``, ``contesters`` int16 [D]."""
    held_counts, contested_counts = {}, {}
    for faction, name in enumerate(scenario.faction_ids):
        places, contests = int((holder == faction).sum()), int((contesters == faction).sum())
        if name != scenario.default_holder:
            held_counts[name] = map_count(scenario, day, name, "controls", places)
        if contests:
            contested_counts[name] = map_count(scenario, day, name, "contests", contests)
    return Tracker("map", 1.0, held_counts, contested_counts)


def map_count(scenario: Scenario, day: date, faction: str, relation: str, number: int) -> Count:
    """A count of a map."""
    name, districts = f"map_{faction}_{relation}", float(scenario.terrain.districts)
    fields = {"relation": relation, "statement": "start"}
    return start_count(name, "map", faction, float(number), districts, day, **fields)
