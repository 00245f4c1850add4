"""What happened: which side held which district when, and what of it is not known. Axes: D districts, days of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.scenario.campaign import CHALLENGING, DEFENDING, Campaign, Holding
from sim.scenario.scenario import Scenario

UNKNOWN, NEUTRAL = -1, 2  # beside CHALLENGING and DEFENDING
FRESH = 60  # days for which a capture says who moved last
CENSORED = -1  # outcome of a question whose answer is not known


@dataclass(frozen=True)
class Change:
    """A district came to a side on ``day``, or on some day after ``after`` up to then; UNKNOWN: nothing is reported any more."""

    after: date
    day: date
    side: int


@dataclass(frozen=True)
class Truth:
    """Changes of side of every district, by day; the first is where the district becomes known."""

    changes: tuple[tuple[Change, ...], ...]
    known_until: date

    def sides_at(self, day: date) -> np.ndarray:
        """Side that holds each district at the end of a day: int8 [D], UNKNOWN where it may be another."""
        sides = np.full(len(self.changes), UNKNOWN, dtype=np.int8)
        if day > self.known_until:
            return sides
        for row, changes in enumerate(self.changes):
            for change in changes:
                if change.day <= day:
                    sides[row] = change.side
                elif change.after < day:
                    sides[row] = UNKNOWN
        return sides

    def taken(self, side: int, after: date, until: date) -> np.ndarray:
        """Whether ``side`` took each district within (after, until]: int8 [D], 1, 0 or CENSORED."""
        outcomes = np.zeros(len(self.changes), dtype=np.int8)
        if until > self.known_until:
            outcomes[:] = CENSORED
            return outcomes
        for row, changes in enumerate(self.changes):
            for change in changes:
                if change.side not in (side, UNKNOWN) or change.day <= after or change.after >= until:
                    continue
                if change.side == UNKNOWN:
                    outcomes[row] = outcomes[row] or CENSORED
                    continue
                is_certain = change.after >= after and change.day <= until
                outcomes[row] = 1 if is_certain or outcomes[row] == 1 else CENSORED
        return outcomes

    def held(self, side: int, day: date) -> int | None:
        """Districts held by a side at the end of a day; None if some holder is not known then."""
        sides = self.sides_at(day)
        return None if (sides == UNKNOWN).any() else int((sides == side).sum())

    def days(self, after: date, until: date) -> list[date]:
        """Days within (after, until] on which something changed, rising."""
        change_days = {change.day for changes in self.changes for change in changes}
        return sorted(day for day in change_days if after < day <= min(until, self.known_until))


def side_codes(campaign: Campaign) -> np.ndarray:
    """Side of each faction: int8 [F]."""
    codes = np.full(len(campaign.scenario.factions), NEUTRAL, dtype=np.int8)
    for side in (CHALLENGING, DEFENDING):
        codes[list(campaign.sides[side])] = side
    return codes


def read_truth(campaign: Campaign) -> Truth:
    """The truth by the rows of all days, whenever they were published.

    A row of a whole map after the first shows only that the change came after the map or row before it.
    """
    codes = side_codes(campaign)
    changes: list[list[Change]] = [[] for _ in range(campaign.scenario.terrain.districts)]
    last_days: list[date | None] = [None] * len(changes)  # day of the last row
    for row in campaign.holdings:
        side, before, last = code_of(row, codes), changes[row.district], last_days[row.district]
        last_days[row.district] = row.day
        if before and before[-1].side == side:
            continue
        after = row.day
        if row.snapshot and last is not None:
            after = max([last, *(day for day in campaign.maps if day < row.day)])
        elif last is not None:
            after = date.fromordinal(row.day.toordinal() - 1)
        before.append(Change(after, row.day, side))
    return Truth(tuple(tuple(change) for change in changes), campaign.known_until)


def code_of(row: Holding, codes: np.ndarray) -> int:
    """Side of the holder in a row; ``codes`` int [F], side of each faction."""
    return UNKNOWN if row.holder < 0 else int(codes[row.holder])


def analysed_map(campaign: Campaign, origin: date) -> tuple[np.ndarray, np.ndarray]:
    """The map an analyst draws from what was published by ``origin``: the last row of each district.

    (holder, contested by): int16 [D] each, faction indices; the default holder where there is no row, -1 for nobody.
    """
    return draw_map(campaign.scenario, campaign.known(origin))


def draw_map(scenario: Scenario, rows: Iterable[Holding]) -> tuple[np.ndarray, np.ndarray]:
    """The map of rows in order, those without a holder passed over: int16 [D] each, as ``analysed_map`` has them."""
    holder = np.full(scenario.terrain.districts, scenario.default, dtype=np.int16)
    contester = np.full(scenario.terrain.districts, -1, dtype=np.int16)
    for row in rows:
        if row.holder >= 0:
            holder[row.district], contester[row.district] = row.holder, row.present
    return holder, contester


def last_mover(campaign: Campaign, origin: date) -> int | None:
    """Side of the last dated capture published by ``origin`` and at most FRESH days old; None if nobody moved."""
    codes = side_codes(campaign)
    side: dict[int, int] = {}
    mover = None
    for row in campaign.known(origin):
        new_side, old_side = code_of(row, codes), side.get(row.district)
        side[row.district] = new_side
        is_recent = (origin - row.day).days <= FRESH
        if (
            not row.snapshot
            and old_side is not None
            and new_side not in (old_side, NEUTRAL, UNKNOWN)
            and is_recent
        ):
            mover = new_side
    return mover
