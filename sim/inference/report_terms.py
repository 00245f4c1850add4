"""One ``Term`` per report used: its likelihood in every run, and with whom it shares a switch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.base.errors import UsageError, nearest
from sim.evidence.count_words import DEFAULT, Words, count_mass
from sim.evidence.counting_errors import CountingError
from sim.evidence.likelihood import group_log_likelihood, lag_points, log_mean
from sim.evidence.source_and_count import Count, Source
from sim.inference.predict import WORTH, counting_error, predict_lags, why_not_predicted
from sim.record.record import Record


@dataclass(frozen=True)
class Term:
    """A report turned into numbers.

    group        reports of one group are trustworthy or not together
    outcomes     how many values the report could have had
    power        exponent in the group: 1/n for each of n echoes of one origin
    unreliable   chance that its source says nothing about the world
    alone        log-likelihood of the report by itself, [R], source trusted
    joint        the same given the earlier stock of the same tracker, if there is one, [R]
    """

    id: str
    group: str
    outcomes: float
    power: float
    unreliable: float
    alone: np.ndarray
    joint: np.ndarray

    @property
    def log_likelihood(self) -> np.ndarray:
        """Of this report alone, its source perhaps not trustworthy: [R]."""
        return group_log_likelihood([self.alone], [self.outcomes], self.unreliable)

    def by_itself(self) -> Term:
        """The term as the only report there is."""
        return replace(self, power=1.0, joint=self.alone)


@dataclass(frozen=True)
class ReportContext:
    """What the likelihood of a report needs: runs, sources, their drawn biases and the words."""

    record: Record
    sources: Mapping[str, Source]
    bias: Mapping[str, np.ndarray]  # by source id, [R]
    words: Words = DEFAULT
    seen: dict[Count, np.ndarray] = field(default_factory=dict)  # what was predicted before

    def predicted(self, count: Count) -> np.ndarray:
        """What the source would have reported with each of its L equally likely lags: [L, R]."""
        if count not in self.seen:
            source = source_of(count, self.sources)
            self.seen[count] = predict_lags(
                self.record, count, source, self.bias[source.id], lags_of(count, source)
            )
        return self.seen[count]

    def error(self, count: Count) -> CountingError:
        """How the source miscounts, in the count's unit."""
        return counting_error(self.record, count, source_of(count, self.sources))

    def noise(self, count: Count) -> float:
        """Standard deviation of counting, in the count's unit."""
        return self.error(count).noise

    def best(self, count: Count) -> float:
        """The largest log L any run could have: that of a run of which the source would have counted what it reported."""
        mass = count_mass(count, self.words)
        return float(self.error(count).log_likelihood(mass, np.arange(len(mass))).max())

    def log_likelihood(self, count: Count, earlier: Count | None = None) -> np.ndarray:
        """log L [R] of the reported number, or of its increment since ``earlier``; the lag integrated."""
        mass, first, predicted = count_mass(count, self.words), 0, self.predicted(count)
        if earlier is not None:
            mass, first = difference(mass, count_mass(earlier, self.words))
            predicted = predicted - self.predicted(earlier)
        error = self.error(count)
        return log_mean([error.log_likelihood(mass, values, first) for values in predicted])


def lags_of(count: Count, source: Source) -> np.ndarray:
    """Equally likely lags in days: the source's own, and any day of the month where only that is given: int64 [N]."""
    days = 0 if count.date_from is None else (count.date - count.date_from).days
    return lag_points((source.lag[0], source.lag[1] + days))


def difference(later_mass: np.ndarray, earlier: np.ndarray) -> tuple[np.ndarray, int]:
    """Mass function [N] of later - earlier, both independent [B+1], and the value of its first entry."""
    return np.convolve(later_mass, earlier[::-1]), 1 - len(earlier)


def source_of(count: Count, sources: Mapping[str, Source]) -> Source:
    """The count's source; UsageError if it is not declared."""
    if count.source not in sources:
        raise UsageError(
            f"count {count.id}: source = {count.source!r} is unknown{nearest(count.source, sources)}"
        )
    return sources[count.source]


def make_terms(witness: ReportContext, counts: Sequence[Count]) -> tuple[Term, ...]:
    """A term for each count, in their order; UsageError for one that runs cannot predict."""
    return tuple(make_term(witness, count, counts) for count in counts)


def make_term(witness: ReportContext, count: Count, counts: Sequence[Count]) -> Term:
    """The term of one of the counts used in the likelihood. UsageError if the likelihood cannot use it."""
    joint = joint_log_likelihood(witness, count, counts)
    alone = joint if earlier_stock(count, counts) is None else witness.log_likelihood(count)
    return term_of(count, counts, witness.sources, alone, joint)


def joint_log_likelihood(witness: ReportContext, count: Count, counts: Sequence[Count]) -> np.ndarray:
    """log L [R] of one of the counts, given the earlier stock of the same tracker if there is one.

    UsageError if the likelihood cannot use it.
    """
    if reason := why_not_predicted(witness.record, count):
        raise UsageError(
            f"count {count.id} cannot be used in the likelihood: {reason}; use = check or context keeps it unweighed"
        )
    return witness.log_likelihood(count, earlier_stock(count, counts))


def term_of(
    count: Count, counts: Sequence[Count], sources: Mapping[str, Source], alone: np.ndarray, joint: np.ndarray
) -> Term:
    """The term of one of the counts, from its log-likelihoods ``alone`` and ``joint`` [R]; see ``Term``."""
    return Term(
        id=count.id,
        group=group_of(count),
        outcomes=round(count.basis) + 1,
        power=1.0 / echoes(count, counts),
        unreliable=doubt(count, sources),
        alone=alone,
        joint=joint,
    )


def group_of(count: Count) -> str:
    """Name of the switch: origin if given, else source. An absence ("none has fallen") has its own.

    What everybody can see has not happened stays believable when the source's numbers are not.
    """
    if is_absence(count):
        return f"{count.source}:{count.id}"
    return count.origin or count.source


def is_absence(count: Count) -> bool:
    """True for "none": a stock of zero."""
    return count.kind == "stock" and count.high == 0


def echoes(count: Count, counts: Iterable[Count]) -> int:
    """How many of the counts repeat the same origin, this one included; they share one weight."""
    if not count.origin or is_absence(count):
        return 1
    return sum(other_count.origin == count.origin and not is_absence(other_count) for other_count in counts)


def doubt(count: Count, sources: Mapping[str, Source]) -> float:
    """Probability that the number is worthless: that of the origin if it is a declared source, else of the source.

    UsageError for a source that is not declared.
    """
    teller = sources.get(count.origin) if count.origin else None
    return (teller or source_of(count, sources)).unreliable


def quantity_of(count: Count) -> tuple[object, ...]:
    """What two stocks of one tracker must share, so that the later contains the earlier."""
    worth = count.measure if count.measure in WORTH else "places"
    return count.source, count.faction, count.relation, count.unit, count.kind, worth, count.places


def earlier_stock(count: Count, counts: Iterable[Count]) -> Count | None:
    """The latest earlier stock of the same tracker and quantity among the counts used in the likelihood, or None.

    A later stock contains the earlier one, error included; only what it adds is new evidence. Reports on single
    places is checked anew.
    """
    if count.kind != "stock" or count.origin or is_absence(count) or count.of_single_places:
        return None
    quantity = quantity_of(count)
    before = [
        other_count
        for other_count in counts
        if quantity_of(other_count) == quantity
        and not other_count.origin
        and not is_absence(other_count)
        and other_count.date < count.date
    ]
    return max(before, key=lambda other: other.date, default=None)
