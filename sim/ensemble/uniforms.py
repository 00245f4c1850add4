"""The uniform numbers a run is made of, by name: those of its address, unless some were moved elsewhere.

Everything drawn before day 0 (parameters, model variant, start counts, biases of sources) is a quantile of one
uniform number with a name. A later batch moves the numbers of parameters; a particle of the filter moves all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from sim.base.dice import uniforms
from sim.ensemble.proposal import Proposal

BATCH = 1024  # runs of a point of a sweep, at most: all its points read the same numbers


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
        if name in self.replaced:
            return self.replaced[name]
        if len(self.runs) > BATCH:
            return uniforms(self.seed, name, self.runs)
        return remembered(self.seed, name, np.asarray(self.runs, dtype=np.uint64).tobytes())


@lru_cache(maxsize=512)  # more than a run has: of parameters, start counts, sources, variant, luck
def remembered(seed: int, name: str, runs: bytes) -> np.ndarray:
    """The uniform numbers of a batch, read-only; ``runs`` are the bytes of its run numbers, uint64 [R]."""
    numbers = uniforms(seed, name, np.frombuffer(runs, dtype=np.uint64))
    numbers.setflags(write=False)
    return numbers


def addressed(seed: int, runs: np.ndarray, proposal: Proposal | None = None) -> Numbers:
    """The numbers of the runs ``runs`` int [R], plain ones or those of a batch drawn from ``proposal``."""
    return Numbers(seed, runs, {} if proposal is None else proposal.uniforms(seed, runs))
