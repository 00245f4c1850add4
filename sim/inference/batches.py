"""Iterated batches: later batches of whole runs are drawn where the weighted earlier ones lie, and put right.

Population Monte Carlo (Cappe et al. 2004) with one normal in score space a batch and deterministic-mixture weights
(Owen & Zhou 2000; Cornuet et al. 2012). Every particle is an ordinary run from day 0 with an address.
Axes: R runs, K parameters that vary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.ensemble.block import BLOCK
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble, Plan, Progress, simulate
from sim.ensemble.execution.work import Executor
from sim.ensemble.join import Mixture
from sim.ensemble.proposal import Proposal
from sim.inference.weights import Weights, ess, normalise

ENOUGH = 300.0  # effective runs a proposal is fitted to; the likelihood is tempered until it has them
TEMPER = 0.8  # factor on the exponent of the likelihood while it has not
FLATTEST = 0.05  # least exponent
NOTICED = 2.0  # standard errors by which a mean must differ from zero to be used
CORRELATED = 3.0  # standard errors by which a correlation must differ from zero to be used
WIDENED = 1.2  # factor on a variance that has shrunk; never above the prior's
NARROWEST = 0.2  # least variance in score space
HOPE = 2.0  # most that each batch to come may gain, over the gain of the last; assumed, gains grow as proposals improve

Weigh = Callable[[Ensemble], Weights]


def add_batches(
    ensemble: Ensemble,
    weigh: Weigh,
    *,
    sizes: Sequence[int],
    enough: float,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> tuple[Ensemble, Weights]:
    """Add batches to a prior ensemble until ``enough`` effective runs, ``sizes`` are used up, or the rest cannot reach it.

    weigh    weights of any ensemble, its ``log_prior`` included
    sizes    runs of each batch, rounded up to whole blocks
    enough   infinite: all batches are added
    Returns the joined ensemble and its weights. The same arguments give the same bits, whatever was stored.
    """
    joined_ensemble, weights = ensemble, weigh(ensemble)
    names = varying(ensemble.scenario)
    mixture: Mixture | None = None
    gain = np.inf
    for done, size in enumerate(sizes):
        reachable = weights.ess + HOPE * gain * (len(sizes) - done)
        if weights.ess >= enough or reachable < enough < np.inf:
            break
        if not names or not np.isfinite(weights.log_values).any():
            break
        mixture = mixture or Mixture(names, [ensemble])
        proposal = propose(
            names, mixture.drawn, weights.log_values - joined_ensemble.log_prior, joined_ensemble.log_prior
        )
        first = -(-int(max(batch.record.run[-1] for batch in mixture.batches) + 1) // BLOCK) * BLOCK
        plan = Plan(ensemble.scenario, ensemble.seed, -(-size // BLOCK) * BLOCK, first, proposal)
        mixture.add(simulate(plan, executor, progress))
        joined_ensemble, before = mixture.joined(), weights.ess
        weights = weigh(joined_ensemble)
        gain = weights.ess - before
    return joined_ensemble, weights


def propose(
    names: tuple[str, ...], scores: np.ndarray, log_likelihood: np.ndarray, log_prior: np.ndarray
) -> Proposal:
    """The normal of the weighted, widened scores ``scores`` [R, K].

    What the weighted runs do not show clearly (means, variances and correlations within their standard errors of
    the prior's) stays the prior's, so forty parameters do not turn noise into a narrow proposal.
    """
    weights = tempered(log_likelihood, log_prior)
    runs = 1.0 / float((weights**2).sum())
    # no matrix products: their last bits depend on the number of processors, and these numbers decide what is simulated
    mean = (weights[:, None] * scores).sum(axis=0)
    centred = scores - mean
    covariance = np.einsum("ri,rj->ij", centred, centred * weights[:, None])
    spread = np.sqrt(np.diag(covariance))
    size = np.outer(spread, spread)  # zero if one run has all the weight
    correlations = np.divide(covariance, size, out=np.zeros_like(size), where=size > 0)
    correlation = clear(correlations, CORRELATED / np.sqrt(runs))
    shrunk = np.abs(spread**2 - 1.0) > CORRELATED * np.sqrt(2.0 / runs)
    variance = np.where(shrunk, np.clip(WIDENED * spread**2, NARROWEST, 1.0), 1.0)
    centre = np.where(np.abs(mean) > NOTICED / np.sqrt(runs), mean, 0.0)
    scale = np.sqrt(variance)
    return Proposal(names, centre, np.linalg.cholesky(scale[:, None] * correlation * scale[None, :]))


def tempered(log_likelihood: np.ndarray, log_prior: np.ndarray) -> np.ndarray:
    """Weights [R] by the likelihood to the largest power that leaves ENOUGH effective runs (a tenth if few)."""
    power, target_size = 1.0, min(ENOUGH, len(log_prior) / 10)
    while ess(powered(log_likelihood, power) + log_prior) < target_size and power > FLATTEST:
        power *= TEMPER
    return normalise(powered(log_likelihood, power) + log_prior)


def powered(log_likelihood: np.ndarray, power: float) -> np.ndarray:
    """``power`` times a log-likelihood [R] that may be -inf."""
    return np.where(
        np.isfinite(log_likelihood),
        power * np.where(np.isfinite(log_likelihood), log_likelihood, 0.0),
        -np.inf,
    )


def clear(correlation: np.ndarray, least: float) -> np.ndarray:
    """Correlations [K, K] of which only those above ``least`` remain, damped until the matrix is well conditioned."""
    damped = np.where(np.abs(correlation) > least, correlation, 0.0)
    np.fill_diagonal(damped, 1.0)
    while np.linalg.eigvalsh(damped).min() < 0.1:
        damped = 0.9 * damped
        np.fill_diagonal(damped, 1.0)
    return damped
