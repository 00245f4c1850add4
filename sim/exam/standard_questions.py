"""Standard questions: what claims are about, asked of either side from every origin at fixed horizons, by nobody's choice.

A claim is made at a turning point by somebody, and its horizon often by one who knew the end. These are asked always, so
how often they came true is a reference class, and the model's answers to them can be calibrated. Axes: R runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import numpy as np

from sim.base.codes import RURAL
from sim.exam.truth import CENSORED, UNKNOWN, Truth
from sim.record.aftermath import falls_after, level_after
from sim.record.holdings import retaken
from sim.record.observables import holders
from sim.record.record import Record
from sim.scenario.campaign import CHALLENGING, DEFENDING, Campaign, Sides

WINDOWS = (14, 30, 90)  # days; claims have windows of some weeks
NEVER = np.iinfo(np.int32).max
LARGE = 0.05  # share of all districts that a large gain exceeds
EARLIER = 2  # times the recent window is the one before it, as in the kind ``slower_than_before``


@dataclass(frozen=True)
class StandardQuestion:
    """One question of an origin about a side; ``outcome`` is 1, 0 or CENSORED."""

    topic: str
    side: int
    horizon: int
    outcome: int


@dataclass(frozen=True)
class Topic:
    """A question that can be put to the truth and to runs.

    truly   (campaign, truth, origin, side, days) -> 1, 0 or CENSORED; None where it cannot be asked
    in_runs (record, sides, side, days) -> bool [R]
    """

    truly: Callable[[Campaign, Truth, date, int, int], int | None]
    in_runs: Callable[[Record, Sides, int, int], np.ndarray]


def ask_standard_questions(campaign: Campaign, truth: Truth, origin: date) -> tuple[StandardQuestion, ...]:
    """Every topic for either side at every window; those whose answer is not known are marked."""
    questions = []
    for (name, topic), side, days in product(TOPICS.items(), (CHALLENGING, DEFENDING), WINDOWS):
        outcome = topic.truly(campaign, truth, origin, side, days)
        if outcome is not None:
            questions.append(StandardQuestion(name, side, days, outcome))
    return tuple(questions)


def answer_standard_questions(
    record: Record, sides: Sides, questions: tuple[StandardQuestion, ...]
) -> np.ndarray:
    """What each run says to each question: bool [R, S]."""
    answers = [TOPICS[q.topic].in_runs(record, sides, q.side, q.horizon) for q in questions]
    return np.column_stack(answers) if answers else np.zeros((record.runs, 0), dtype=bool)


# ---- what was held


def held_by(record: Record, sides: Sides, side: int, day: int) -> np.ndarray:
    """Districts a side holds at the end of a day: float64 [R]; what a fallen state held passes to its victor."""
    held_by_faction = [level_after(record, "held", faction, day) for faction in sides[side]]
    return np.asarray(np.sum(held_by_faction, axis=0), dtype=np.float64)


def changes(test: Callable[[np.ndarray, int], np.ndarray]) -> Topic:
    """The topic that compares what a side holds at the end of the window with what it holds at the origin.

    test   (districts gained [R], districts in all) -> bool [R]
    """

    def truly(campaign: Campaign, truth: Truth, origin: date, side: int, days: int) -> int | None:
        held_at_origin, held_after = truth.held(side, origin), truth.held(side, origin + timedelta(days=days))
        if held_at_origin is None or held_after is None:
            return CENSORED
        return int(test(np.array(held_after - held_at_origin), campaign.scenario.terrain.districts))

    def in_runs(record: Record, sides: Sides, side: int, days: int) -> np.ndarray:
        t0 = record.as_of_day
        gain = held_by(record, sides, side, t0 + days) - held_by(record, sides, side, t0)
        return test(gain, record.terrain.districts)

    return Topic(truly, in_runs)


def slower(ahead: bool) -> Topic:
    """Less is gained in the window than before it: in the one after the origin, or in the last before twice as much."""

    def spans(days: int) -> tuple[int, int, int]:
        """Begin of the earlier window, its end, end of the later one; days from the origin."""
        return (-days, 0, days) if ahead else (-(EARLIER + 1) * days, -days, 0)

    def truly(campaign: Campaign, truth: Truth, origin: date, side: int, days: int) -> int | None:
        first = min(row.day for row in campaign.holdings)
        opens, middle, closes = (origin + timedelta(days=span) for span in spans(days))
        if opens < first or (not ahead and days > min(WINDOWS)):
            return None
        held_numbers = [truth.held(side, day) for day in (opens, middle, closes)]
        if None in held_numbers:
            return CENSORED
        begin, turn, end = (float(number or 0) for number in held_numbers)
        return int((end - turn) * (middle - opens).days < (turn - begin) * (closes - middle).days)

    def in_runs(record: Record, sides: Sides, side: int, days: int) -> np.ndarray:
        opens, middle, closes = (record.as_of_day + span for span in spans(days))
        begin, turn, end = (held_by(record, sides, side, max(day, 0)) for day in (opens, middle, closes))
        return np.asarray((end - turn) * (middle - opens) < (turn - begin) * (closes - middle))

    return Topic(truly, in_runs)


# ---- what is taken


def takes(
    rows_of: Callable[[Campaign, Truth, date, int], np.ndarray],
    rows_in_runs: Callable[[Record, Sides, int], np.ndarray],
) -> Topic:
    """The side takes at least one of some districts of the other side within the window.

    rows_of, rows_in_runs   these districts by the truth, bool [D], and in each run, bool [R, D]
    """

    def truly(campaign: Campaign, truth: Truth, origin: date, side: int, days: int) -> int | None:
        open_ = rows_of(campaign, truth, origin, side)
        if not open_.any():
            return None
        outcomes = truth.taken(side, origin, origin + timedelta(days=days))[open_]
        return 1 if (outcomes == 1).any() else CENSORED if (outcomes == CENSORED).any() else 0

    def in_runs(record: Record, sides: Sides, side: int, days: int) -> np.ndarray:
        is_fallen = first_falls(record, sides, side) <= record.as_of_day + days
        return np.asarray((rows_in_runs(record, sides, side) & is_fallen).any(axis=1))

    return Topic(truly, in_runs)


def first_falls(record: Record, sides: Sides, side: int) -> np.ndarray:
    """Day after ``as_of`` on which a side first takes each district: int32 [R, D], NEVER if it does not."""
    places = np.arange(record.terrain.districts)
    falls = [falls_after(record, faction, places, record.as_of_day) for faction in sides[side]]
    return np.asarray(np.where(np.array(falls) < 0, NEVER, falls).min(axis=0).astype(np.int32))


def other_districts(campaign: Campaign, truth: Truth, origin: date, side: int) -> np.ndarray:
    """Districts the other side holds at the origin: bool [D]."""
    return truth.sides_at(origin) == 1 - side


def other_capitals(campaign: Campaign, truth: Truth, origin: date, side: int) -> np.ndarray:
    """Capitals among them: bool [D]."""
    return other_districts(campaign, truth, origin, side) & (campaign.scenario.terrain.seat != RURAL)


def lost_districts(campaign: Campaign, truth: Truth, origin: date, side: int) -> np.ndarray:
    """Those among them that the side held on the first day: bool [D]."""
    first = min(row.day for row in campaign.holdings)
    return other_districts(campaign, truth, origin, side) & (truth.sides_at(first) == side)


def other_districts_in_runs(record: Record, sides: Sides, side: int) -> np.ndarray:
    """Districts the other side holds at the origin in each run: bool [R, D]."""
    return np.isin(holders(record, record.as_of_day), sides[1 - side])


def other_capitals_in_runs(record: Record, sides: Sides, side: int) -> np.ndarray:
    """Capitals among them: bool [R, D]."""
    return other_districts_in_runs(record, sides, side) & (record.terrain.seat != RURAL)[None, :]


def lost_districts_in_runs(record: Record, sides: Sides, side: int) -> np.ndarray:
    """Those among them that the side held on the first day: bool [R, D]."""
    return other_districts_in_runs(record, sides, side) & np.isin(holders(record, 0), sides[side])


def taken_back() -> Topic:
    """By the origin the side has taken back, within the longest window, a district that it had lost, and holds it."""

    def truly(campaign: Campaign, truth: Truth, origin: date, side: int, days: int) -> int | None:
        first = min(row.day for row in campaign.holdings)
        after = origin - timedelta(days=days)
        if days < max(WINDOWS) or first > after:
            return None
        sides_now, sides_at_start = truth.sides_at(origin), truth.sides_at(first)
        if (sides_now == UNKNOWN).any():
            return CENSORED
        is_regained = (sides_now == side) & (sides_at_start == side) & (truth.taken(side, after, origin) == 1)
        return int(is_regained.any())

    def in_runs(record: Record, sides: Sides, side: int, days: int) -> np.ndarray:
        t0, has_capture = record.as_of_day, np.zeros(record.runs, dtype=bool)
        for faction in sides[side]:
            holdings = retaken(record, faction)
            is_recent = (holdings.since > t0 - days) & (holdings.since <= t0) & (holdings.until > t0)
            has_capture[holdings.run[is_recent]] = True
        return has_capture

    return Topic(truly, in_runs)


TOPICS: dict[str, Topic] = {
    "no net gain": changes(lambda gained, total: gained <= 0),
    "net loss": changes(lambda gained, total: gained < 0),
    "large gain": changes(lambda gained, total: gained > LARGE * total),
    "slower than before": slower(ahead=False),
    "slower next": slower(ahead=True),
    "takes a district": takes(other_districts, other_districts_in_runs),
    "takes a capital": takes(other_capitals, other_capitals_in_runs),
    "takes back": takes(lost_districts, lost_districts_in_runs),
    "has taken back": taken_back(),
}


def known(questions: tuple[StandardQuestion, ...]) -> Iterator[tuple[int, StandardQuestion]]:
    """Place and question of those whose answer is known."""
    return ((place, question) for place, question in enumerate(questions) if question.outcome != CENSORED)
