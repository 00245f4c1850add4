"""Where the parameters of a later batch of runs are drawn: one normal in score space.

A run's uniform number u for a parameter becomes the score z = Phi^-1(u), standard normal under the prior whatever
the prior is. A proposal draws z ~ N(mean, factor factor^T) instead; the log of the ratio of the two densities puts
it right (importance sampling). Runs keep their address: seed, run number, and the proposal of their batch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from sim.base.dice import uniforms


@dataclass(frozen=True)
class Proposal:
    """A normal over the scores of the named parameters (axis K); all other parameters keep their prior."""

    names: tuple[str, ...]
    mean: np.ndarray  # float64 [K]
    factor: np.ndarray  # float64 [K, K], lower triangular with positive diagonal

    @property
    def digest(self) -> str:
        """12 hex digits that name the proposal in the store."""
        content = hashlib.sha256("\n".join(self.names).encode())
        content.update(
            np.ascontiguousarray(self.mean).tobytes() + np.ascontiguousarray(self.factor).tobytes()
        )
        return content.hexdigest()[:12]

    def uniforms(self, seed: int, runs: np.ndarray) -> dict[str, np.ndarray]:
        """Uniform numbers in (0, 1) for each named parameter: name -> [R]."""
        from scipy import special  # slow to import; see draws.quantile

        placed_scores = self.place(scores(self.names, seed, runs))
        return {name: np.asarray(special.ndtr(placed_scores[:, k])) for k, name in enumerate(self.names)}

    def place(self, plain: np.ndarray) -> np.ndarray:
        """Prior scores [R, K] moved to where the proposal has them.

        Added up column by column: a matrix product's last bit depends on R, and run 17 must be the same alone.
        """
        placed_scores = np.repeat(self.mean[None, :], len(plain), axis=0)
        for k in range(len(self.names)):
            placed_scores += plain[:, k, None] * self.factor[None, :, k]
        return placed_scores

    def log_ratio(self, drawn: np.ndarray) -> np.ndarray:
        """log(proposal density / prior density) at scores ``drawn`` [R, K]: [R]."""
        # row by row: a library's last bits depend on R and on the number of processors
        whitened = np.ascontiguousarray((drawn - self.mean).T)
        for k, row in enumerate(self.factor):
            for before in range(k):
                whitened[k] -= row[before] * whitened[before]
            whitened[k] /= row[k]
        return 0.5 * ((drawn**2).sum(axis=1) - (whitened**2).sum(axis=0)) - float(
            np.log(np.diag(self.factor)).sum()
        )


def scores(names: tuple[str, ...], seed: int, runs: np.ndarray) -> np.ndarray:
    """Standard normal scores of the prior draws: float64 [R, K]."""
    from scipy import special

    return np.stack([np.asarray(special.ndtri(uniforms(seed, name, runs))) for name in names], axis=1)
