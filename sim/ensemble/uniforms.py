"""The uniform numbers a run is made of, by name: those of its address, unless some were moved elsewhere.

Everything drawn before day 0 (parameters, model variant, start counts, biases of sources) is a quantile of one
uniform number with a name. A later batch moves the numbers of parameters; a particle of the filter moves all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.base.dice import uniforms
from sim.ensemble.proposal import Proposal


@dataclass(frozen=True)
class Numbers:
    """Numbers of R runs: ``of(name)`` is float64 [R] in (0, 1).

    runs    run numbers [R]
    replaced   name -> float64 [R], numbers that are not those of the address
    """

    seed: int
    runs: np.ndarray
    replaced: Mapping[str, np.ndarray] = field(default_factory=dict)

    def of(self, name: str) -> np.ndarray:
        """The numbers called ``name``: float64 [R] in (0, 1)."""
        return self.replaced[name] if name in self.replaced else uniforms(self.seed, name, self.runs)


def addressed(seed: int, runs: np.ndarray, proposal: Proposal | None = None) -> Numbers:
    """The numbers of the runs ``runs`` int [R], plain ones or those of a batch drawn from ``proposal``."""
    return Numbers(seed, runs, {} if proposal is None else proposal.uniforms(seed, runs))
