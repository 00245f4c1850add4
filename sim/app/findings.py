"""``Findings``: a job and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.app.job import Job
from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights


@dataclass(frozen=True)
class Findings:
    """A job and what came of it.

    truth      int8 [R] of each headline, by claim id
    without    group of reports -> {claim id: p of the headline without them}
    variants   ``variants`` of verdicts.json, see ``sim.app.structures``
    apart      whether the reports tell them apart, in a sentence
    coverage   ``coverage`` of evidence.json, see ``sim.app.known_past``
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
