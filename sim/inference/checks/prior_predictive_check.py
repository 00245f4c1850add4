"""Could the prior runs have led to all reports used in the likelihood together? Each may be possible and the whole not.

Box's prior predictive check (1980): reports are simulated from prior runs, and the density of what came among what could
have come is compared with theirs. Sources are taken as trustworthy; whether they are is not what is asked. Axes: N
synthetic sets of reports, C runs that represent the prior, L lags, K reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.dice import uniforms
from sim.evidence.count_words import count_mass
from sim.evidence.likelihood import FINEST_NOISE
from sim.evidence.source_and_count import Count
from sim.inference.report_terms import ReportContext, earlier_stock
from sim.inference.weights import Weights

LEAST = (
    0.01  # chance of reports as unlikely as those that came, below which they lie outside the runs' support
)
MOST, FEWEST = (
    1000,
    100,
)  # sets of reports made up; below FEWEST the probability cannot be distinguished from LEAST
MEANINGS = 200  # draws of what vague words mean
SLICE = 100  # sets of reports compared at once


@dataclass(frozen=True)
class Joint:
    """Result of the check.

    p        probability that prior runs lead to reports at least as unlikely; None if not asked or with too few runs
    sets     N, number of simulated sets of reports
    reports  ids of the counts compared
    """

    p: float | None
    sets: int
    reports: tuple[str, ...]

    @property
    def outside(self) -> bool:
        """True if the reports together lie outside what the runs could have led to."""
        return self.p is not None and self.p < LEAST


@dataclass(frozen=True)
class PredictedReport:
    """One report in the runs chosen: ``values`` [L, N + C] before counting error, lowest and highest number it can have."""

    count: Count
    values: np.ndarray
    noise: float
    lowest: float
    earlier: str  # id of the stock to which this adds, empty if it has a number of its own


def check_together(witness: ReportContext, weights: Weights, counts: Sequence[Count], seed: int) -> Joint:
    """The check of ``counts``; a later stock of a tracker counts by what it adds, as in the likelihood."""
    names = tuple(count.id for count in counts)
    usable = np.flatnonzero(weights.possible & (weights.prior > 0))
    drawn_rows, reference = (pick(half, weights.prior[half], seed) for half in (usable[::2], usable[1::2]))
    if not counts or len(drawn_rows) < FEWEST:
        return Joint(None, len(drawn_rows), names)
    rows = np.concatenate([drawn_rows, reference])
    predicted_reports = [predict_report(witness, count, counts, rows) for count in counts]
    values = np.stack([draw_numbers(view, len(drawn_rows), seed) for view in predicted_reports], axis=1)
    meanings_drawn = meanings(witness, predicted_reports, seed)
    usual_densities = np.sort(densities(predicted_reports, values, len(drawn_rows)))
    as_unlikely = np.searchsorted(
        usual_densities, densities(predicted_reports, meanings_drawn, len(drawn_rows)), side="right"
    )
    return Joint(float(((1 + as_unlikely) / (1 + len(drawn_rows))).mean()), len(drawn_rows), names)


def pick(rows: np.ndarray, weights: np.ndarray, seed: int) -> np.ndarray:
    """At most MOST of ``rows`` by prior weight (systematic resampling): int64 [N]; equal weights give each at most once.

    rows, weights   [R], row numbers and prior weights
    """
    if not len(rows):
        return rows
    size = min(MOST, len(rows))
    first = float(uniforms(seed, "together.pick", np.array([0]))[0])
    edges = np.cumsum(weights) / weights.sum()
    places = np.searchsorted(edges, (first + np.arange(size)) / size)
    rows_chosen: np.ndarray = rows[np.minimum(places, len(rows) - 1)]
    return rows_chosen


def predict_report(
    witness: ReportContext, count: Count, counts: Sequence[Count], rows: np.ndarray
) -> PredictedReport:
    """What the source of ``count`` would see in the runs ``rows`` int64 [N + C]."""
    earlier_count = earlier_stock(count, counts)
    values = witness.predicted(count)[:, rows]
    if earlier_count is not None:
        values = values - witness.predicted(earlier_count)[:, rows]
    noise = max(FINEST_NOISE, witness.noise(count))
    lowest = 0.0 if earlier_count is None else -count.basis
    return PredictedReport(count, values, noise, lowest, "" if earlier_count is None else earlier_count.id)


def draw_numbers(seen: PredictedReport, number: int, seed: int) -> np.ndarray:
    """The number each of the first ``number`` runs would have led to, with a lag and a counting error drawn: [N]."""
    from scipy.special import ndtri  # slow to import; see draws.quantile

    sets, name = np.arange(number), f"together.{seen.count.id}"
    lag = (uniforms(seed, f"{name}.lag", sets) * len(seen.values)).astype(np.int64)
    error = seen.noise * ndtri(uniforms(seed, f"{name}.error", sets))
    values: np.ndarray = np.clip(np.rint(seen.values[lag, sets] + error), seen.lowest, seen.count.basis)
    return values


def meanings(witness: ReportContext, seen: Sequence[PredictedReport], seed: int) -> np.ndarray:
    """What the words of the reports can mean, drawn: [MEANINGS, K]."""
    draws = np.arange(MEANINGS)
    numbers = {}
    for view in seen:
        chances = np.cumsum(count_mass(view.count, witness.words))
        u = uniforms(seed, f"together.{view.count.id}.meaning", draws)
        numbers[view.count.id] = np.searchsorted(chances, u * chances[-1]).astype(np.float64)
    columns = [
        numbers[seen_count.count.id] - (numbers[seen_count.earlier] if seen_count.earlier else 0.0)
        for seen_count in seen
    ]
    return np.stack(columns, axis=1)


def densities(seen: Sequence[PredictedReport], values: np.ndarray, drawn_count: int) -> np.ndarray:
    """log density of each set of reported numbers ``values`` [M, K] under the C reference runs: float64 [M].

    drawn_count  N, columns of ``seen`` before those of the reference runs
    """
    from scipy.special import logsumexp  # slow to import; see draws.quantile

    near = [closeness(view, values[:, column], drawn_count) for column, view in enumerate(seen)]
    return np.concatenate([
        logsumexp(sum(table[place[first : first + SLICE]] for table, place in near), axis=1)
        for first in range(0, len(values), SLICE)
    ])  # fmt: skip


def closeness(seen: PredictedReport, values: np.ndarray, drawn_count: int) -> tuple[np.ndarray, np.ndarray]:
    """log of the density of each different one of ``values`` [M] in each reference run, up to a constant: float64 [V, C].

    drawn_count  N, columns of ``seen`` before those of the reference runs
    Second result: which of the V rows is that of each value, int64 [M].
    """
    from scipy.special import logsumexp  # slow to import; see draws.quantile

    numbers, place = np.unique(values, return_inverse=True)
    rows = []
    for first in range(0, len(numbers), SLICE):
        deviations = (numbers[first : first + SLICE, None, None] - seen.values[:, drawn_count:]) / seen.noise
        nearness = -0.5 * deviations * deviations
        rows.append(nearness[:, 0] if nearness.shape[1] == 1 else logsumexp(nearness, axis=1))
    return np.concatenate(rows), place
