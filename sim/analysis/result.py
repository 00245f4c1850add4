"""``Result``: a job and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble
from sim.explore.sums.aggregate import Aggregate
from sim.inference.weights import Weights
from sim.session.job import Job


@dataclass(frozen=True)
class Result:
    """A job and what came of it.

    truth      int8 [R] of each headline, by claim id
    without    group of reports -> {claim id: p of the headline without them}
    variants   ``variants`` of verdicts.json, see ``sim.analysis.variant_table``
    apart      whether the reports discriminate between them, in a sentence
    coverage   ``coverage`` of evidence.json, see ``sim.analysis.coverage``
    whole      what is kept of all runs where none is kept; then ``ensemble`` holds those shown (see ``sim.analysis.aggregated``)
    reused     runs that came from the store
    """

    job: Job
    ensemble: Ensemble
    weights: Weights
    verdicts: tuple[Verdict, ...]
    truth: Mapping[str, np.ndarray] = field(default_factory=dict)
    without: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    variants: Sequence[Mapping[str, Any]] = ()
    apart: str = ""
    coverage: Mapping[str, Any] = field(default_factory=dict)
    whole: Aggregate | None = None
    reused: int = 0

    @property
    def runs(self) -> int:
        """Runs judged; those that failed are not counted."""
        return self.ensemble.runs if self.whole is None else self.whole.runs

    @property
    def failed(self) -> int:
        """Runs that failed."""
        return len(self.ensemble.failed) if self.whole is None else self.whole.failed
