"""What happened within a window, as a handful of numbers that runs and the truth have alike.

All but two are read from one daily level: districts that the defending side does not hold. Districts of which nothing
is reported any more
after that side held it count as lost to it. Axes: R runs, T+1 days, D districts, S happenings.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from sim.base.codes import RURAL
from sim.exam.questions import steps_from_held
from sim.exam.truth import Truth, side_codes
from sim.exam.wars.windows import Window, map_of
from sim.record.aftermath import fallen, holders_after
from sim.record.record import Record
from sim.scenario.campaign import DEFENDING

HAPPENINGS = ("net", "taken", "lost", "burst", "rebound", "turns", "still", "capitals", "deep")  # S
DATED = ("burst", "rebound", "turns", "still")  # need the day of a change
TAILED = ("taken", "lost", "burst", "rebound", "capitals", "deep")  # small in most runs; their tail matters
BURST = 14  # days
WEEK = 7
DEEP = 3  # steps behind the front of the first day
VAGUE_DAYS, VAGUE_SHARE = 7, 0.2  # a change is vague within more days; more of such and DATED are not known


def of_levels(levels: np.ndarray) -> dict[str, np.ndarray]:
    """Happenings of daily levels [R, T+1]: each float64 [R].

    net      level at the end less that at the start; taken, lost: sums of daily rises and falls
    burst    largest rise within BURST days, rebound: largest fall; turns: how often weekly changes change sign
    still    share of days without a change
    """
    steps = np.diff(levels, axis=1)
    days = steps.shape[1]
    span = min(BURST, days)
    net_changes = levels[:, span:] - levels[:, :-span]
    weekly = np.diff(levels[:, ::WEEK], axis=1)
    return {
        "net": levels[:, -1] - levels[:, 0],
        "taken": np.maximum(steps, 0).sum(axis=1),
        "lost": np.maximum(-steps, 0).sum(axis=1),
        "burst": np.maximum(net_changes.max(axis=1), 0),
        "rebound": np.maximum(-net_changes.min(axis=1), 0),
        "turns": np.array([turns(row) for row in weekly], dtype=np.float64),
        "still": (steps == 0).mean(axis=1),
    }


def turns(changes: np.ndarray) -> int:
    """How often the sign of ``changes`` [T] changes, zeros left out."""
    signs = np.sign(changes[changes != 0])
    return int((signs[1:] != signs[:-1]).sum())


def of_maps(window: Window, lost_at_end: np.ndarray) -> dict[str, np.ndarray]:
    """Capitals, and units DEEP behind the front, that changed sides from the first to the last day: float64 [R] each.

    lost_at_end   bool [R, D]: not held by the defending side
    """
    terrain = window.campaign.scenario.terrain
    is_lost = side_codes(window.campaign)[map_of(window)[0]] != DEFENDING
    steps = np.where(is_lost, steps_from_held(terrain, ~is_lost), steps_from_held(terrain, is_lost))
    has_changed = lost_at_end != is_lost
    return {
        "capitals": has_changed[:, terrain.seat != RURAL].sum(axis=1).astype(np.float64),
        "deep": has_changed[:, steps >= DEEP].sum(axis=1).astype(np.float64),
    }


def of_runs(window: Window, record: Record) -> np.ndarray:
    """Happenings of runs: float64 [R, S]."""
    sides = side_codes(window.campaign)
    defenders = np.flatnonzero(sides == DEFENDING)
    levels_held = record.series["held"][:, : window.days + 1, defenders].sum(axis=2).astype(np.float64)
    fallen_sides = fallen(record)
    has_fallen = np.isin(fallen_sides, defenders) & (record.end_day >= 0)
    for run in np.flatnonzero(has_fallen):  # what a fallen state held passes to its victor
        held_after_fall = record.series["held"][run, record.end_day[run] : window.days + 1, fallen_sides[run]]
        levels_held[run, record.end_day[run] :] -= held_after_fall
    lost_at_end = sides[holders_after(record, window.days)] != DEFENDING
    by_happening = of_levels(record.terrain.districts - levels_held) | of_maps(window, lost_at_end)
    return np.stack([by_happening[name] for name in HAPPENINGS], axis=1)


def of_truth(window: Window, truth: Truth) -> np.ndarray:
    """What happened: float64 [S], NaN where it is not known."""
    days = np.array([window.start + timedelta(days=n) for n in range(window.days + 1)])
    is_lost = np.zeros((len(days), len(truth.changes)), dtype=bool)
    vague_count = count = 0
    for district, changes in enumerate(truth.changes):
        for change in changes:
            is_lost[days >= change.day, district] = change.side != DEFENDING
            if window.start < change.day <= window.end:
                count += 1
                vague_count += (change.day - change.after).days > VAGUE_DAYS
    by_happening = of_levels(is_lost.sum(axis=1, dtype=np.float64)[None]) | of_maps(window, is_lost[-1:])
    values = np.array([by_happening[name][0] for name in HAPPENINGS])
    if vague_count > VAGUE_SHARE * count:
        values[[HAPPENINGS.index(name) for name in DATED]] = np.nan
    if not (window.campaign.scenario.terrain.seat != RURAL).any():
        values[HAPPENINGS.index("capitals")] = np.nan
    return values
