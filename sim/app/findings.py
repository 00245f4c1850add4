"""``Findings``: a job and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.app.job import Job
from sim.claims.types import Verdict
from sim.ensemble.engine import Ensemble
from sim.inference.weights import Weights


@dataclass(frozen=True)
class Findings:
    """A job and what came of it."""

    job: Job
    ensemble: Ensemble
    weights: Weights
    verdicts: tuple[Verdict, ...]
