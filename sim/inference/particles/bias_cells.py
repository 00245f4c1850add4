"""What reports make of runs when nobody knows their sources' biases: integrated over cells, and drawn afterwards.

No run depends on a bias, so a run's likelihood can be had for every bias at once. Axes: R runs, G cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.ensemble.draws import quantile
from sim.ensemble.uniforms import Numbers
from sim.evidence.count_words import Words, count_mass
from sim.evidence.likelihood import log_mean
from sim.evidence.source_and_count import Count, Source
from sim.inference.predict import bias_name, bias_of, predict_lags
from sim.inference.report_terms import (
    ReportContext,
    difference,
    group_of,
    joint_log_likelihood,
    lags_of,
    term_of,
)
from sim.inference.weights import group_log, groups_of, normalise
from sim.record.record import Record

CELLS = 16  # of equal prior chance, over which a source's bias is integrated
Tables = dict[
    tuple[str, str | None], tuple[np.ndarray, np.ndarray]
]  # (count, earlier stock) -> grid, log-likelihood
Logs = dict[str, np.ndarray]  # count -> [G, R], its log-likelihood by cell


@dataclass(frozen=True)
class BiasGrid(ReportContext):
    """A witness of R runs for each of G biases of its source, run after run of the first bias first: [G * R].

    biases   [G], for every source asked
    tables   what has been tabulated of the reports so far; filled as they are asked
    """

    biases: np.ndarray = field(default_factory=lambda: np.ones(1))
    tables: Tables = field(default_factory=dict)

    def predicted(self, count: Count) -> np.ndarray:
        """[L, G * R]: every prediction is a straight line in the bias."""
        none, whole = (self.with_bias(count, level) for level in (0.0, 1.0))
        lines = none[:, None, :] + self.biases[None, :, None] * (whole - none)[:, None, :]
        return lines.reshape(len(none), -1)

    def with_bias(self, count: Count, level: float) -> np.ndarray:
        """The prediction of all runs with one bias: [L, R]."""
        source = self.sources[count.source]
        bias = np.full(self.record.runs, level)
        return predict_lags(self.record, count, source, bias, lags_of(count, source))

    def log_likelihood(self, count: Count, earlier: Count | None = None) -> np.ndarray:
        """log L [G * R] as ``ReportContext`` has it, from a table made once for all runs."""
        key = (count.id, earlier.id if earlier else None)
        if key not in self.tables:
            self.tables[key] = self.table(count, earlier)
        predicted = self.predicted(count)
        if earlier is not None:
            predicted = predicted - self.predicted(earlier)
        return log_mean([np.interp(values, *self.tables[key]) for values in predicted])

    def table(self, count: Count, earlier: Count | None) -> tuple[np.ndarray, np.ndarray]:
        """(predictions [N] within REACH of the total, log-likelihood of each [N])."""
        mass, first = count_mass(count, self.words), 0
        if earlier is not None:
            mass, first = difference(mass, count_mass(earlier, self.words))
        return self.error(count).table(mass, count.basis, first)


@dataclass(frozen=True)
class BiasMarginal:
    """Reports up to a day, about R runs.

    numbers   what each run is made of; a bias that is not integrated is the run's own
    tables    see ``BiasGrid``
    logs      of each report whose source's bias is integrated, its log-likelihood given the earlier stock of its tracker,
              by cell: count -> [G, R]; filled as they are asked
    """

    record: Record
    counts: tuple[Count, ...]
    sources: Mapping[str, Source]
    words: Words
    numbers: Numbers
    tables: Tables = field(default_factory=dict)
    logs: Logs = field(default_factory=dict)

    def integrated(self) -> np.ndarray:
        """Log-likelihood of all reports, every bias that can be integrated over its prior: [R]."""
        total = np.zeros(len(self.numbers.runs))
        for _, counts in self.bundles():
            cells = self.cells(counts)
            total = total + np.logaddexp.reduce(cells, axis=0) - np.log(len(cells))
        return total

    def drawn(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Numbers of the integrated biases drawn given each run (name -> [R]), and a log correction [R].

        The correction is what the drawn bias makes of the reports over what its cell made of them.
        """
        result: dict[str, np.ndarray] = {}
        correction = np.zeros(len(self.numbers.runs))
        for free, counts in self.bundles():
            cells = self.cells(counts)
            if free is None:
                continue
            name = bias_name(self.sources[free])
            result[name], chosen = from_cells(cells, self.numbers.of(name))
            correction = correction - cells[chosen, np.arange(cells.shape[1])]
            drawn = Numbers(self.numbers.seed, self.numbers.runs, {**self.numbers.replaced, **result})
            correction = correction + self.log_likelihood(counts, self.own(counts, drawn))
        return result, correction

    def bundles(self) -> list[tuple[str | None, tuple[Count, ...]]]:
        """Reports that are independent of all others, and the one source whose bias is integrated, if any.

        Reports are bound by a common source or a common switch. Where several biases meet in a bundle they stay
        the runs' own.
        """
        bundles: list[tuple[set[str], list[Count]]] = []
        for count in self.counts:
            ties, members = {f"source {count.source}", f"group {group_of(count)}"}, [count]
            for other in [bundle for bundle in bundles if bundle[0] & ties]:
                bundles.remove(other)
                ties, members = ties | other[0], [*other[1], *members]
            bundles.append((ties, members))
        return [(free_source(members, self.sources), tuple(members)) for _, members in bundles]

    def cells(self, counts: Sequence[Count]) -> np.ndarray:
        """Log-likelihood of a bundle in the middle of each cell of its bias: [G, R]; one row if none is integrated."""
        free, own = free_source(counts, self.sources), self.own(counts, self.numbers)
        if free is None:
            return self.log_likelihood(counts, own)[None, :]
        middles = quantile(self.sources[free].bias, (np.arange(CELLS) + 0.5) / CELLS)
        witness = BiasGrid(self.record, self.sources, {}, self.words, biases=middles, tables=self.tables)
        for count in counts:
            if count.id not in self.logs:  # what is over stays as it was, however many reports follow
                self.logs[count.id] = joint_log_likelihood(witness, count, counts).reshape(CELLS, -1)
        return combined({count: self.logs[count.id] for count in counts}, self.sources)

    def own(self, counts: Sequence[Count], numbers: Numbers) -> dict[str, np.ndarray]:
        """The biases [R] that ``numbers`` give the sources of the counts."""
        return {count.source: bias_of(numbers, self.sources[count.source]) for count in counts}

    def log_likelihood(self, counts: Sequence[Count], bias: Mapping[str, np.ndarray]) -> np.ndarray:
        """Of some reports, given biases: [R]."""
        witness = ReportContext(self.record, self.sources, bias, self.words)
        logs = {count: joint_log_likelihood(witness, count, counts) for count in counts}
        return combined(logs, self.sources)


def combined(logs: Mapping[Count, np.ndarray], sources: Mapping[str, Source]) -> np.ndarray:
    """Log-likelihood of reports together, each group of them trusted or not; ``logs`` of each by itself, all of one shape."""
    counts = list(logs)
    terms = [term_of(count, counts, sources, log, log) for count, log in logs.items()]
    groups = [group_log([term for term in terms if term.group == group]) for group in groups_of(terms)]
    return np.sum(groups, axis=0)


def free_source(counts: Sequence[Count], sources: Mapping[str, Source]) -> str | None:
    """The one source of the counts whose bias varies; None if there is none or more than one."""
    free = {count.source for count in counts if not sources[count.source].bias.fixed}
    return free.pop() if len(free) == 1 else None


def from_cells(cells: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers [R] drawn in cells by their likelihood [G, R], and which cell each is from; monotone in ``u`` [R]."""
    shares = np.stack([normalise(column) for column in cells.T])
    edges = np.cumsum(shares, axis=1)
    edges /= edges[:, -1:]
    chosen = np.minimum((edges < u[:, None]).sum(axis=1), len(cells) - 1)
    rows = np.arange(len(u))
    low = np.where(chosen > 0, edges[rows, chosen - 1], 0.0)
    inside = np.clip((u - low) / np.maximum(edges[rows, chosen] - low, np.finfo(float).tiny), 1e-9, 1 - 1e-9)
    return (chosen + inside) / len(cells), chosen
