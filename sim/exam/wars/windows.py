"""A campaign cut into windows of equal length, each begun from the map of its first day: what is learned over wars from.

One long run of a campaign says little: it has left the course of the war after some weeks, and what it does later depends on
that. Windows begin anew from known holders, and a parameter means the same in all windows of a war.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from sim.base.calendar import Calendar
from sim.exam.origin_scenario import tracker
from sim.exam.truth import draw_map
from sim.scenario.campaign import Campaign
from sim.scenario.scenario import Scenario

# days of a window, about: a burst and the lull after it fit in, and most runs still resemble the war
LENGTH = 60


@dataclass(frozen=True)
class Window:
    """Days ``start`` to ``end`` of a campaign; who holds what at the end of ``start`` is known."""

    campaign: Campaign
    start: date
    end: date
    number: int

    @property
    def days(self) -> int:
        """T."""
        return (self.end - self.start).days


def cut_windows(campaign: Campaign) -> list[Window]:
    """Windows of about LENGTH days from the first map to the last day whose changes are known; at least one."""
    first = campaign.maps[0]
    span = (campaign.known_until - first).days
    count = max(1, round(span / LENGTH))
    edges = [first + timedelta(days=span * n // count) for n in range(count + 1)]
    return [Window(campaign, edges[n], edges[n + 1], n) for n in range(count)]


def map_of(window: Window) -> tuple[np.ndarray, np.ndarray]:
    """(holder, contested by) at the end of the first day by the last row of each district: int16 [D] each.

    The default holder where that row names none or there is no row; -1 for nobody.
    """
    rows = {row.district: row for row in window.campaign.holdings if row.day <= window.start}
    return draw_map(window.campaign.scenario, rows.values())


def scenario_of(window: Window) -> Scenario:
    """What is run: begun from the map of the first day, with the events known at the end; nothing is conditioned or asked.

    Rows of earlier days stay, since they say who moved last; none of a later day is given.
    """
    scenario = window.campaign.scenario
    holder, contester = map_of(window)
    rows = [row for row in window.campaign.holdings if row.holder >= 0 and row.day <= window.start]
    return replace(
        scenario,
        calendar=Calendar(window.start, window.start + timedelta(days=1)),
        horizon=window.days - 1,
        trackers=(tracker(scenario, window.start, holder, contester),),
        counts=(),
        known_past=(),
        claims=(),
        claims_elsewhere=(),
        control=tuple(row.control(window.start) for row in rows),
        control_checks=(),
        fight_checks=(),
    )
