"""What kind of war a run was, read from its record alone; and the two patterns of the known past.

Axes: R runs, C capitals, T+1 days, N districts. Only days on which the war was on are looked at, so a finished run
does not look like one that ran out of steam. Shares are of N; the thresholds are assumed, chosen without outcomes.
"""

from __future__ import annotations

import numpy as np

from sim.base.codes import ASSAULT
from sim.record.holdings import FOREVER, NEVER, first_passages, victors
from sim.record.observables import count_captures, holders, level, net_change, running_captures
from sim.record.record import Record

REGIMES = ("other", "steady_advance", "culmination", "stalemate", "cascade", "reversal")
OTHER, STEADY_ADVANCE, CULMINATION, STALEMATE, CASCADE, REVERSAL = range(6)

LARGE = 0.075  # net gain since day 0 that makes a large advance: in a season, twice a quiet year's gain (15 of 398)
STALL_DAYS = 30  # without net gain: the advance has culminated
CASCADE_GAIN, CASCADE_DAYS = 0.15, 14  # net gain within so many days: a collapse
CASCADE_WITHOUT_FIGHT = 0.5  # least share of captures in those days that were no assault
GIVEN_BACK = 1 / 3  # of the largest gain, lost again by the last day: a reversal


def regimes(record: Record, faction: int) -> np.ndarray:
    """The regime of each run from the side of ``faction``, an index into REGIMES: int8 [R]; the first that fits.

    cascade         net gain of CASCADE_GAIN N within CASCADE_DAYS days, CASCADE_WITHOUT_FIGHT of it without assault
    reversal        after a large advance (LARGE N) GIVEN_BACK of the largest gain is lost again by the last
                    day of war; or by then LARGE N are lost on balance
    culmination     after a large advance STALL_DAYS days of war in a row bring no net gain
    steady_advance  a large advance and none of the above
    stalemate       never LARGE N above or below the start
    other           what is left: a loss made good again
    """
    return record.view(("regimes", faction), lambda: find_regimes(record, faction))


def find_regimes(record: Record, faction: int) -> np.ndarray:
    """``regimes``, read from the record: int8 [R]."""
    gain, last = net_gains(record, faction), last_days(record)
    top, end, low = gain.max(axis=1), gain[:, -1], gain.min(axis=1)
    large_gain = LARGE * record.terrain.districts
    advanced = top >= large_gain
    cases = [
        (CASCADE, cascades(record, faction, gain)),
        (REVERSAL, (advanced & (end <= (1 - GIVEN_BACK) * top)) | (end <= -large_gain)),
        (CULMINATION, stalled(gain, last, large_gain)),
        (STEADY_ADVANCE, advanced),
        (STALEMATE, low > -large_gain),
    ]
    kinds, fits = zip(*cases, strict=True)
    return np.select(fits, kinds, default=OTHER).astype(np.int8)


def net_gains(record: Record, faction: int) -> np.ndarray:
    """Districts held on each day above those of day 0: int32 [R, T+1]; frozen after the end."""
    held_counts = record.series["held"][:, :, faction].astype(np.int32)
    return held_counts - held_counts[:, :1]


def last_days(record: Record) -> np.ndarray:
    """Last day on which the war was on, T if it did not end: int64 [R]."""
    return np.where(record.end_day >= 0, record.end_day, record.days).astype(np.int64)


def stalled(gain: np.ndarray, last: np.ndarray, large: float) -> np.ndarray:
    """bool [R]: from some day with ``gain`` [R, T+1] at ``large`` or above, STALL_DAYS days of war without net gain.

    last   int64 [R], last day on which the war was on
    """
    if gain.shape[1] <= STALL_DAYS:
        return np.zeros(len(gain), dtype=bool)
    before, later_gain = gain[:, :-STALL_DAYS], gain[:, STALL_DAYS:]
    is_ongoing = np.arange(STALL_DAYS, gain.shape[1]) <= last[:, None]
    return np.any((before >= large) & (later_gain <= before) & is_ongoing, axis=1)


def cascades(record: Record, faction: int, gain: np.ndarray) -> np.ndarray:
    """bool [R]: a collapse of the other side, mostly without fighting; see ``regimes``."""
    is_fast = within(gain) >= CASCADE_GAIN * record.terrain.districts
    fast_runs = np.flatnonzero(is_fast.any(axis=1))  # the others need no count of their captures
    collapsed = np.zeros(record.runs, dtype=bool)
    total = within(running_captures(record, faction)[fast_runs])
    without = within(count_captures(record, faction, but=ASSAULT)[fast_runs].cumsum(axis=1))
    collapsed[fast_runs] = np.any(is_fast[fast_runs] & (without >= CASCADE_WITHOUT_FIGHT * total), axis=1)
    return collapsed


def within(running: np.ndarray) -> np.ndarray:
    """Change of a running total [R, T+1] over each window of CASCADE_DAYS days: [R, days]; the whole if shorter."""
    width = min(CASCADE_DAYS, running.shape[1] - 1)
    return running[:, width:] - running[:, : running.shape[1] - width]


def capital_falls(record: Record, faction: int, after: int) -> np.ndarray:
    """Day after ``after`` on which each capital fell to ``faction``: int32 [R, C]; NEVER if not.

    When ``faction`` wins the war, what it did not hold by then counts as fallen that day.
    """

    def read() -> np.ndarray:
        capitals = record.terrain.capitals
        falls = first_passages(record, faction, capitals, after)
        has_won = ((victors(record) == faction) & (record.end_day > after))[:, None]
        was_held = holders(record, after, places=capitals) == faction
        return np.where(has_won & ~was_held & (falls == NEVER), record.end_day[:, None], falls)

    return record.view(("capital falls", faction, after), read)


def burst(record: Record, faction: int, after: int, number: int, days: int) -> np.ndarray:
    """bool [R]: at least ``number`` capitals fell to ``faction`` within some ``days`` days after day ``after``."""
    falls = capital_falls(record, faction, after)
    falls = np.sort(np.where(falls == NEVER, FOREVER, falls))
    if falls.shape[1] < number:
        return np.zeros(record.runs, dtype=bool)
    first, last = falls[:, : falls.shape[1] - number + 1], falls[:, number - 1 :]
    return np.any((last < FOREVER) & (last.astype(np.int64) - first < days), axis=1)


def history_like(
    record: Record, faction: int, day: int, gain: tuple[float, float], capitals: float
) -> np.ndarray:
    """bool [R]: by the end of ``day`` the net gain lies in ``gain`` (both ends in) and at most ``capitals`` are won.

    Both are changes since day 0; the war must still be on.
    """
    districts = net_change(record, faction, 0, day)
    capitals_won = level(record, "capitals", faction, day) - level(record, "capitals", faction, 0)
    is_ongoing = (record.end_day < 0) | (record.end_day > day)
    return is_ongoing & (districts >= gain[0]) & (districts <= gain[1]) & (capitals_won <= capitals)
