"""Any number of runs when none is stored by itself: sums that merge exactly, and a sample.

Every sum is of whole numbers, so merging is the same bits in any order. Besides them there are the largest weights
(for the shape of their tail) and a priority sample by weight (Duffield, Lund & Thorup 2007): the runs with the largest
w/u, u a number addressed by the run; a run counts max(w, tau), tau the largest w/u left out. Both merge exactly too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.claims.estimate import estimate_from
from sim.claims.types import Estimate
from sim.explore.sums.exact_sums import effective_runs, ratio
from sim.inference.pareto_k import shape_of_tail, tail_length

SAMPLED = 4_000  # runs of the priority sample
TOP = 30_001  # largest weights stored: enough for the tail of a hundred million runs
NAMED = 100  # failed runs listed by number
FALSE_PLACE, TRUE_PLACE, UNDEFINED_PLACE = 0, 1, 2


@dataclass(frozen=True)
class Sample:
    """Runs with their weight and priority as logs, the largest priority first: int64, float64, float64 [S]."""

    run: np.ndarray
    log_weight: np.ndarray
    log_priority: np.ndarray

    def first(self, number: int) -> Sample:
        """The runs with the largest priority; of equal ones the first run."""
        order = np.lexsort((self.run, -self.log_priority))[:number]
        return Sample(self.run[order], self.log_weight[order], self.log_priority[order])

    @property
    def log_values(self) -> np.ndarray:
        """What each of the first N = SAMPLED runs counts, as a log: float64 [N]."""
        last = self.log_priority[SAMPLED] if len(self.run) > SAMPLED else -np.inf
        log_counts: np.ndarray = np.maximum(self.log_weight[:SAMPLED], last)
        return log_counts


NOBODY = Sample(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class Aggregate:
    """See the module.

    sums      name -> int64 array, see ``sim.explore.sums.condense``; a name that is missing is nothing
    top       the largest logs of weights, the largest first: float64, at most TOP
    errors    failed runs -> what went wrong, the first NAMED by number
    weighed   whether there are weights at all
    """

    sums: Mapping[str, np.ndarray]
    top: np.ndarray = field(default_factory=lambda: np.zeros(0))
    sample: Sample = NOBODY
    errors: Mapping[int, str] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """A sum that is one number."""
        return int(self.sums[name][0]) if name in self.sums else 0

    @property
    def runs(self) -> int:
        """Runs that did not fail."""
        return self.number("runs")

    @property
    def failed(self) -> int:
        """Runs that failed."""
        return self.number("failed")

    @property
    def weighed(self) -> bool:
        """True if there are weights."""
        return "mass.all" in self.sums

    @property
    def ess(self) -> float:
        """Effective runs after the evidence; all of them without any."""
        if not self.weighed:
            return float(self.runs)
        return effective_runs(self.sums["mass.all"], self.sums["mass.all.squared"])

    @property
    def pareto_k(self) -> float | None:
        """Shape of the tail of the weights."""
        return shape_of_tail(self.top[: tail_length(self.runs) + 1][::-1], tail_length(self.runs))

    def before(self, name: str) -> Estimate:
        """Share of runs in which a definition (``claim.definition``) is true."""
        counts = self.sums[f"truth.{name}"]
        defined, total = int(counts[:UNDEFINED_PLACE].sum()), int(counts.sum())
        p = int(counts[TRUE_PLACE]) / defined if defined else 0.0
        return estimate_from(p, int(counts[UNDEFINED_PLACE]) / total, float(defined))

    def after(self, name: str) -> Estimate:
        """The same of the weight."""
        true, defined, squares = (
            self.sums[f"mass.{name}.{field_name}"] for field_name in ("true", "defined", "defined.squared")
        )
        undefined = 1.0 - ratio(defined, self.sums["mass.all"])
        return estimate_from(ratio(true, defined), undefined, effective_runs(defined, squares))


def merge(parts: Iterable[Aggregate]) -> Aggregate:
    """All parts together; the order does not matter, and no more than two are held at a time."""
    sums: dict[str, np.ndarray] = {}
    top, sample, errors = np.zeros(0), NOBODY, dict[int, str]()
    for part in parts:
        for name, sums_added in part.sums.items():
            if name in sums:
                sums[name] += sums_added
            else:
                sums[name] = sums_added.copy()
        top = np.sort(np.concatenate([top, part.top]))[::-1][:TOP]
        sample = together(sample, part.sample)
        errors = dict(sorted({**errors, **part.errors}.items())[:NAMED])
    return Aggregate(sums, top.copy(), sample, errors)


def together(sample: Sample, other_sample: Sample) -> Sample:
    """The priority sample of both."""
    pairs = (
        (getattr(sample, name), getattr(other_sample, name)) for name in ("run", "log_weight", "log_priority")
    )
    return Sample(*(np.concatenate(pair) for pair in pairs)).first(SAMPLED + 1)
