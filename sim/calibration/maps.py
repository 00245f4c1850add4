"""From the chance of the runs to the chance that past calls in other wars allow: two steps, few numbers.

1. Per class of questions a line from log-odds to log-odds, learned on what the exam asks always and everywhere, so that
   nobody chose the moment or the window: what the model is worth there, around the base rate. A claim about the days before
   the report gets this chance.
2. Claims about what will come are made at turning points, and their windows often by those who knew the end: the base rate
   of step 1 is not theirs, and a claim and its denial are as likely to be asked. One number, learned on the claims of the
   other wars, says how far they follow what the model adds to the base rate, from one half. It is 0 unless that did better
   than one half there: what adds nothing is not shown as skill.

Every war counts alike. Axes: B samples, the fit first, then bootstrap over wars; N calls; G groups (wars).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np

from sim.calibration.calls import Calls, PastCalls
from sim.calibration.topics import OTHERS, Asked
from sim.ensemble.uniforms import addressed
from sim.score.proper import log_score
from sim.score.recalibration import (
    Lines,
    fit_levels,
    fit_lines,
    group_weights,
    logistic,
    most_allowed,
    regress,
    ridge,
)

SAMPLES = 200  # bootstrap samples of wars
LEVEL = 0.95  # of the interval
FOLLOWS = 0.5  # prior standard deviation, around 0, of how far a claim follows what the model adds
LEAST_WARS = 3  # below it there is no calibration
LEAST_OF_EACH = 5  # calls that came true, and that did not, for a class to stand alone


@dataclass(frozen=True)
class Outside:
    """Past calls of one class, each as the other wars alone would have had it.

    strength, wrong, weight   of each call: max(p, 1 - p), whether it was wrong (or how many), how many it counts for
    score, base               log score of each war, calibrated and by the base rate of the others: [G]
    """

    strength: np.ndarray
    wrong: np.ndarray
    weight: np.ndarray
    score: np.ndarray
    base: np.ndarray

    @property
    def record(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Strength, wrong, weight: float64 [N] each."""
        return self.strength, self.wrong, self.weight

    @property
    def adds(self) -> bool:
        """True if the model, calibrated, did better than the base rate by more than the standard error over wars."""
        gain = self.base - self.score
        return len(gain) > 1 and bool(gain.mean() > gain.std(ddof=1) / np.sqrt(len(gain)))


@dataclass(frozen=True)
class Chance:
    """A calibrated chance with the interval of the fit.

    always   the chance of step 1: if nobody had chosen the moment or the window
    most     the largest chance the record allows on either side; ``capped`` if it bounds this one
    """

    p: float
    low: float
    high: float
    always: float
    most: float
    capped: bool


@dataclass(frozen=True)
class Calibration:
    """All that is needed to set chances of one scenario right.

    lines     class -> Lines [B]; OTHERS is the mean over classes, at one half
    follows   float64 [B]: how far claims follow; the first is 0 unless that did better than one half
    records   class -> Outside
    claims    the claims of the other wars, each called without its own
    """

    past: PastCalls
    lines: Mapping[str, Lines]
    follows: np.ndarray
    records: Mapping[str, Outside]
    claims: Outside

    def known(self, asked: Asked) -> bool:
        """True if such questions were asked of other wars."""
        return asked.topic in self.records

    def chance(self, asked: Asked, p: float) -> Chance:
        """The calibrated chance of a definition to which the runs give ``p``; ``asked.topic`` is a class."""
        level, log_odds_added = parts_of(
            self.lines[asked.topic if self.known(asked) else OTHERS], asked.contrary, p
        )
        direct_chances = logistic(level + log_odds_added)
        direct = asked.past and self.known(asked)
        values = direct_chances if direct else logistic(self.follows * log_odds_added)
        largest = self.most(asked.topic if direct else OTHERS)
        calibrated_p = float(np.clip(values[0], 1.0 - largest, largest))
        low, high = np.quantile(values[1:] if len(values) > 1 else values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Chance(
            p=calibrated_p,
            low=min(float(low), calibrated_p),
            high=max(float(high), calibrated_p),
            always=float(direct_chances[0]),
            most=largest,
            capped=abs(calibrated_p - float(values[0])) > 1e-9,
        )

    def most(self, name: str) -> float:
        """The largest chance that the record of a class allows, on either side; of claims about what will come for OTHERS."""
        return most_allowed(*self.records.get(name, self.claims).record)


def parts_of(lines: Lines, contrary: bool, p: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """(base rate, what the model adds to it) of a definition, in log-odds: [B] each."""
    sign = -1.0 if contrary else 1.0
    return sign * lines.level, sign * lines.beyond(1.0 - np.asarray(p) if contrary else p)


@lru_cache(maxsize=32)
def calibration(past: PastCallsKey) -> Calibration:
    """Fit everything; of a PastCalls wrapped so that it can be cached."""
    return fit(past.past)


@dataclass(frozen=True, eq=False)
class PastCallsKey:
    """A PastCalls that compares by digest and groups."""

    past: PastCalls

    def __hash__(self) -> int:
        return hash((self.past.digest, self.past.groups))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PastCallsKey) and (self.past.digest, self.past.groups) == (
            other.past.digest,
            other.past.groups,
        )


def fit(past: PastCalls, samples: int = SAMPLES) -> Calibration:
    """Lines of every class, how far claims follow, and what the record allows; ``samples`` of wars for the intervals."""
    names = np.array(past.groups)
    times = drawn(len(names))[: samples + 1]
    leave_one_out = 1.0 - np.eye(len(names))  # each war left out in turn
    lines, outside_lines, records = {}, {}, {}
    for topic in past.calls:
        calls = enough_calls(past.calls, topic)
        if len(np.unique(calls.group)) < LEAST_WARS:
            continue
        lines[topic] = lines_of(calls, names, times)
        outside_lines[topic] = lines_of(calls, names, leave_one_out)
        records[topic] = record_of(calls, names, outside_lines[topic])
    lines[OTHERS], outside_lines[OTHERS] = mean_line(lines), mean_line(outside_lines)
    follows, claims = follow(past, names, times, outside_lines)
    return Calibration(past, lines, follows, records, claims)


def enough_calls(calls: Mapping[str, Calls], name: str) -> Calls:
    """The calls of a class; with those of its topic's other class where hardly any came true, or hardly any did not."""
    own_calls = calls[name]
    if min(own_calls.true.sum(), (own_calls.number - own_calls.true).sum()) >= LEAST_OF_EACH:
        return own_calls
    topic = name.rpartition(", ")[0]
    related_calls = [call for other_name, call in calls.items() if other_name.rpartition(", ")[0] == topic]
    return Calls(
        *(
            np.concatenate([getattr(topic_calls, field.name) for topic_calls in related_calls])
            for field in fields(Calls)
        )
    )


def drawn(groups: int) -> np.ndarray:
    """How often each of G groups counts in each sample: once in the first, then as drawn with replacement: [B, G]."""
    numbers = addressed(1, np.arange(SAMPLES))
    uniforms = np.column_stack([numbers.of(f"bootstrap.{number}") for number in range(groups)])
    place = np.minimum((uniforms * groups).astype(np.int64), groups - 1)
    group_counts = np.array([np.bincount(row, minlength=groups) for row in place], dtype=np.float64)
    return np.vstack([np.ones(groups), group_counts])


def lines_of(calls: Calls, names: np.ndarray, times: np.ndarray) -> Lines:
    """The lines of a topic in each of B samples of groups.

    names   [G], all groups in order; times   float64 [B, G], how often each sample has each group
    """
    weight = group_weights(calls.group, calls.number) * times[:, np.searchsorted(names, calls.group)]
    return fit_lines(calls.p, weight * calls.true, weight * calls.number)


def mean_line(lines: Mapping[str, Lines]) -> Lines:
    """What the model is worth on average of the topics, around one half."""
    slope = np.mean([line.slope for line in lines.values()], axis=0)
    return Lines(np.zeros_like(slope), slope, np.zeros_like(slope))


def record_of(calls: Calls, names: np.ndarray, leave_one_out: Lines) -> Outside:
    """The calls of a topic by the lines of the other wars, beside the base rate of the other wars.

    names   [G], all groups in order; outside   one line a group, fitted without it
    """
    place = np.searchsorted(names, calls.group)
    values = leave_one_out.only(place).chance(calls.p)
    weight = group_weights(calls.group, calls.number)
    mass = weight * (1.0 - np.eye(len(names)))[:, place]
    base = logistic(fit_levels(mass * calls.true, mass * calls.number))[place]
    group_numbers = np.unique(place)

    def scored(p: np.ndarray) -> np.ndarray:
        """Mean log score of each war."""
        log_scores = calls.true * log_score(p, True) + (calls.number - calls.true) * log_score(p, False)
        number = np.bincount(place, calls.number, minlength=len(names))
        return np.bincount(place, log_scores, minlength=len(names))[group_numbers] / number[group_numbers]

    wrong_shares = np.where(values > 0.5, calls.number - calls.true, calls.true) / calls.number
    return Outside(
        np.maximum(values, 1 - values), wrong_shares, weight * calls.number, scored(values), scored(base)
    )


def follow(
    past: PastCalls, names: np.ndarray, times: np.ndarray, leave_one_out: Mapping[str, Lines]
) -> tuple[np.ndarray, Outside]:
    """How far claims follow [B], and the claims as they are called without their own war."""
    claims = [claim for claim in past.claims if not claim.past]
    if not claims:
        empty_array = np.zeros(0)
        return np.zeros(len(times)), Outside(empty_array, empty_array, empty_array, empty_array, empty_array)
    place = np.searchsorted(names, [claim.group for claim in claims])
    log_odds_added = np.array([
        parts_of(leave_one_out[past_claim.topic if past_claim.topic in leave_one_out else OTHERS], past_claim.contrary, past_claim.p)[1][war]
        for past_claim, war in zip(claims, place, strict=True)
    ])  # fmt: skip
    outcomes = np.array([claim.happened for claim in claims], dtype=np.float64)
    weight = group_weights(place)

    def fitted(counted: np.ndarray) -> np.ndarray:
        mass = weight * counted[:, place]
        return np.maximum(regress(log_odds_added[:, None], mass * outcomes, mass, ridge(FOLLOWS))[:, 0], 0.0)

    held_out_chances = logistic(fitted(1.0 - np.eye(len(names)))[place] * log_odds_added)
    score = by_war(log_score(held_out_chances, outcomes > 0), place)
    record = Outside(*called(held_out_chances, outcomes), weight, score, np.full(len(score), np.log(2.0)))
    follows = fitted(times)
    if not record.adds:
        follows[0] = 0.0
        strength, is_wrong = called(np.full(len(held_out_chances), 0.5), outcomes)
        record = replace(record, strength=strength, wrong=is_wrong)
    return follows, record


def called(p: np.ndarray, outcomes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(strength, whether wrong) of calls with probabilities ``p`` and ``outcomes`` [N]: float64 [N] each; an even one is half wrong."""
    is_wrong = np.where(p == 0.5, 0.5, (p > 0.5) != (outcomes > 0))
    return np.maximum(p, 1 - p), is_wrong


def by_war(scores: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Mean score of each of G wars that has one: float64 [G]; ``scores``, ``place`` [N]."""
    return np.array([scores[place == war].mean() for war in np.unique(place)])
