"""Who held which place from when to when: holdings, first passages, recaptures, and who won.

Axes: R runs, C places. A holding of k days is one seen at the end of k days in a row: taken on day d and lost on
day e it lasted e - d days. What is held when a run ends stays held for ever, unless an enemy won the war.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.codes import END
from sim.record.observables import changes_at, holders, numbered
from sim.record.record import Record

FOREVER = np.iinfo(np.int32).max
NEVER = -1


@dataclass(frozen=True)
class Holdings:
    """Holdings that began with a capture, one entry each, sorted by run, place and day.

    run, district, event   rows of the run, the terrain and the event by which it began
    since                  day of the capture
    until                  day of the loss; T+1 if it is still held when the simulated days are over;
                           FOREVER if it is held when the war ends
    lost_to                faction that took it, -1 if nobody did
    lost_before            day the faction had last lost the place, -1 if it had not in this run
    last                   T, the last simulated day
    """

    run: np.ndarray
    district: np.ndarray
    event: np.ndarray
    since: np.ndarray
    until: np.ndarray
    lost_to: np.ndarray
    lost_before: np.ndarray
    last: int

    def lasts(self, hold: int) -> np.ndarray:
        """Whether each is seen at the end of at least ``hold`` days in a row: bool [N]."""
        return self.until - self.since >= hold

    def undecided(self, hold: int) -> np.ndarray:
        """Whether the simulated days end before one can know if it lasts ``hold`` days: bool [N]."""
        return (self.until == self.last + 1) & ~self.lasts(hold)

    def only(self, keep: np.ndarray) -> Holdings:
        """Those marked in ``keep`` bool [N]."""
        names = ("run", "district", "event", "since", "until", "lost_to", "lost_before")
        rows = np.flatnonzero(keep)  # found once for all columns
        return Holdings(**{name: getattr(self, name)[rows] for name in names}, last=self.last)


def victors(record: Record) -> np.ndarray:
    """Index of the faction that won the war, -1 while it is on, after a truce or without a winner: int8 [R]."""

    def read() -> np.ndarray:
        last_holders = np.full(record.runs, -1, dtype=np.int8)
        rows = np.flatnonzero(record.event_manner == END)
        last_holders[record.event_run[rows]] = record.event_to[rows]
        return last_holders

    return record.view("victors", read)


def enemies(record: Record, faction: int) -> np.ndarray:
    """Indices of the factions at war with ``faction``: int64 [N]."""
    return np.flatnonzero(record.war[faction])


def beaten(record: Record, faction: int) -> np.ndarray:
    """bool [R]: an enemy of ``faction`` won the war."""
    return np.isin(victors(record), enemies(record, faction))


def mark_places(record: Record, places: np.ndarray) -> np.ndarray:
    """bool [D]: the places asked for, rows of the terrain [C]."""
    is_marked = np.zeros(record.terrain.districts, dtype=bool)
    is_marked[places] = True
    return is_marked


def holdings(record: Record, faction: int, places: np.ndarray | None = None) -> Holdings:
    """Every holding that ``faction`` began by a capture, in the places (rows of the terrain [C]; None: all).

    They are found once for each faction of a record, and for each choice of places.
    """
    all_places = record.view(("holdings", faction), lambda: all_holdings(record, faction))
    if places is None:
        return all_places
    key = "holdings", faction, places.tobytes()
    return record.view(key, lambda: all_places.only(mark_places(record, places)[all_places.district]))


def all_holdings(record: Record, faction: int) -> Holdings:
    """``holdings`` in all places, read from the events."""
    chain = captures_by_place(record)
    is_own = (chain.to == faction) | (chain.giver == faction)
    if not is_own.all():
        chain = chain.only(is_own)
    gains = np.flatnonzero(chain.to == faction)
    is_lost = chain.is_continued[gains + 1]
    loss = np.minimum(gains + 1, len(chain.rows) - 1)
    run = chain.run[gains]
    return Holdings(  # small numbers: they stay in memory as long as the runs
        run=run,
        district=chain.district[gains],
        event=chain.rows[gains],
        since=chain.day[gains],
        until=np.where(is_lost, chain.day[loss], unlost(record, faction)[run]).astype(np.int32, copy=False),
        lost_to=np.where(is_lost, chain.to[loss], np.int8(-1)),
        lost_before=np.where(chain.is_continued[gains], chain.day[gains - 1], np.int32(NEVER)),
        last=record.days,
    )


@dataclass(frozen=True)
class Chain:
    """Captures sorted by run, place and day, as columns [N]; ``is_continued`` [N + 1]: entry n is of the place of entry n - 1."""

    rows: np.ndarray
    run: np.ndarray
    district: np.ndarray
    day: np.ndarray
    giver: np.ndarray
    to: np.ndarray
    is_continued: np.ndarray

    def only(self, keep: np.ndarray) -> Chain:
        """The captures marked in ``keep`` bool [N]."""
        names = ("rows", "run", "district", "day", "giver", "to")
        chosen = np.flatnonzero(keep)
        columns = {name: getattr(self, name)[chosen] for name in names}
        return Chain(**columns, is_continued=continued(columns["run"], columns["district"]))


def continued(run: np.ndarray, district: np.ndarray) -> np.ndarray:
    """bool [N + 1], see ``Chain``; of entries sorted by ``run`` [N] and ``district`` [N]."""
    is_continued = np.zeros(len(run) + 1, dtype=bool)
    np.logical_and(run[1:] == run[:-1], district[1:] == district[:-1], out=is_continued[1:-1])
    return is_continued


def stable_order(keys: np.ndarray) -> np.ndarray:
    """Places [N] of ``keys`` int64 [N] >= 0 in ascending order, equal ones as they came: numpy's fastest sort, of keys and places in one."""
    if len(keys) >= 2**31 or int(keys.max(initial=0)) >= 2**31:
        return np.argsort(keys, kind="stable")
    both = keys << 32
    both |= np.arange(len(keys))
    both.sort()
    both &= 2**32 - 1
    return both


def captures_by_place(record: Record) -> Chain:
    """All captures, once for all factions."""

    def read() -> Chain:
        rows = record.captures  # of a run in order of days, and so are those of a place
        place = record.event_run[rows]
        place *= record.terrain.districts
        place += record.event_district[rows]
        rows = rows[stable_order(place)]
        run, district = record.event_run[rows].astype(np.int32), record.event_district[rows]
        return Chain(
            rows,
            run,
            district,
            record.event_day[rows].astype(np.int32, copy=False),
            record.event_from[rows],
            record.event_to[rows],
            continued(run, district),
        )

    return record.view("captures by place", read)


def unlost(record: Record, faction: int) -> np.ndarray:
    """Day on which what is never lost counts as lost: int64 [R]; see ``Holdings.until``."""
    ended = record.end_day >= 0
    after_end = np.where(beaten(record, faction), record.end_day, FOREVER)
    return np.where(ended, after_end, record.days + 1).astype(np.int64)


def retaken(record: Record, faction: int, places: np.ndarray | None = None) -> Holdings:
    """Holdings by which ``faction`` took back what it had lost in the same run; ``places`` as in ``holdings`` [C]."""
    all_periods = holdings(record, faction)
    retaken_holdings = record.view(
        ("retaken", faction), lambda: all_periods.only(all_periods.lost_before >= 0)
    )
    return (
        retaken_holdings
        if places is None
        else retaken_holdings.only(mark_places(record, places)[retaken_holdings.district])
    )


def first_passages(record: Record, faction: int, places: np.ndarray, after: int = -1) -> np.ndarray:
    """Day each place first came into the hands of ``faction`` after day ``after``: int32 [R, C]; NEVER if not.

    With the default ``after`` = -1 a place held at the start has day 0.
    """
    _, column = numbered(places, record.terrain.districts)
    rows = changes_at(record, places)
    # backwards: the earliest is written last and stays
    rows = rows[(record.event_to[rows] == faction) & (record.event_day[rows] > after)][::-1]
    passage_days = np.full((record.runs, len(places)), NEVER, dtype=np.int32)
    if after < 0:
        passage_days[holders(record, 0, places=places) == faction] = 0
        rows = rows[record.event_day[rows] > 0]
        rows = rows[passage_days[record.event_run[rows], column[record.event_district[rows]]] != 0]
    passage_days[record.event_run[rows], column[record.event_district[rows]]] = record.event_day[rows]
    return passage_days
