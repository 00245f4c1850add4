"""How the runs come to agree with the reports: by weights alone, by batches near them, or by a filter within runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial

from sim.base.errors import UsageError, nearest
from sim.claims.estimate import MOST_PARETO_K
from sim.ensemble.engine import Ensemble, Progress
from sim.ensemble.execution.work import Executor
from sim.inference.batches import Weigh, add_batches
from sim.inference.particles.filter import ISLAND, run_filter
from sim.inference.weights import Weights, weigh_ensemble
from sim.scenario.scenario import Scenario
from sim.session.session import Session

ENOUGH = 200.0  # effective runs at which automatic inference stops
MOST_BATCHES = 6
LEAST_FIRST = (
    2000  # prior runs below which a proposal would be fitted to noise: automatic inference leaves them alone
)
ASKED, LAST_RESORT = (
    64,
    16,
)  # most roots of the filter for each prior run, if asked for and as the last step of auto
LEAST_ISLANDS = 8  # of the filter; their scatter is its error

Learned = tuple[Ensemble, Weights]


def weighed_counts(scenario: Scenario, fit: tuple[str, ...] | None) -> Scenario:
    """The scenario with just the counts ``fit`` weighed, if they are named; UsageError for one that cannot be.

    What it weighs otherwise becomes a check.
    """
    if fit is None:
        return scenario
    uses = {count.id: count.use for count in scenario.counts}
    for name in fit:
        if name not in uses:
            raise UsageError(f"fit = {name!r} is not a count of {scenario.name}{nearest(name, uses)}")
        if uses[name] not in ("fit", "check"):
            raise UsageError(
                f"fit = {name!r} has use {uses[name]}; expected a count with use fit or check: one that sets the start or is scored must not enter the likelihood too"
            )
    fit_counts = tuple(
        replace(count, use="fit" if count.id in fit else "check") if count.use in ("fit", "check") else count
        for count in scenario.counts
    )
    return replace(scenario, counts=fit_counts)


def condition_runs(ensemble: Ensemble, session: Session) -> Learned:
    """The runs and their weights by the method a session's job asks for; see ``conditioned``."""
    job, console = session.job, session.console
    return conditioned(ensemble, job.evidence, job.inference, session.executor, console.say, console.progress)


def conditioned(
    ensemble: Ensemble,
    evidence: str,
    method: str,
    executor: Executor,
    say: Callable[[str], None] = lambda text: None,
    progress: Callable[[], AbstractContextManager[Progress | None]] = nullcontext,
) -> Learned:
    """The runs and their weights by a method; auto takes the first that leaves ENOUGH effective runs.

    Weights of prior runs come first, then batches of further runs, then the filter; of two that both leave too few,
    the one that leaves more.
    """
    prior_runs = ensemble, weigh_ensemble(ensemble, evidence)
    if method == "weights" or evidence == "none":
        return prior_runs
    work = Conditioning(ensemble, evidence, executor, say, progress)
    if method == "filter":
        return filtered(work, ASKED)
    is_small = method == "auto" and ensemble.runs < LEAST_FIRST
    if is_small or prior_runs[1].ess == 0 or (method == "auto" and prior_runs[1].ess >= ENOUGH):
        return prior_runs
    batch_runs = batched(work, prior_runs[1], float("inf") if method == "batches" else ENOUGH)
    if method == "batches" or settled(batch_runs[1]):
        return batch_runs
    reached = rank(batch_runs[1])
    del batch_runs  # simulated or read again if it turns out the better: both at once would double the memory
    particles = filtered(work, LAST_RESORT)
    return particles if rank(particles[1]) >= reached else batched(work, prior_runs[1], ENOUGH)


def settled(weights: Weights) -> bool:
    """True if the weights need no other method."""
    return weights.ess >= ENOUGH and not heavy(weights)


def rank(weights: Weights) -> tuple[bool, float]:
    """What makes weights better than others: believable first, then the number of effective runs."""
    return not heavy(weights), weights.ess


def heavy(weights: Weights) -> bool:
    """True if few runs carry the weights, so that the effective sample size itself is not to be believed."""
    return weights.pareto_k is not None and weights.pareto_k > MOST_PARETO_K


@dataclass(frozen=True)
class Conditioning:
    """Further runs beside the prior ones."""

    ensemble: Ensemble
    evidence: str
    executor: Executor
    say: Callable[[str], None]
    progress: Callable[[], AbstractContextManager[Progress | None]]


def batched(work: Conditioning, weights: Weights, enough: float) -> Learned:
    """Batches of further runs where the reports lie, until ``enough`` are effective."""
    work.say(
        f"effective sample {weights.ess:.0f} of {work.ensemble.runs:,}: adding batches of runs near the reports"
    )
    weigh = partial(weigh_ensemble, evidence=work.evidence)
    with work.progress() as progress:
        return with_batches(work.ensemble, weigh, enough, work.executor, progress)


def filtered(work: Conditioning, share: int) -> Learned:
    """Particles that were simulated from report to report, joined to the prior runs."""
    roots = islands_of(work.ensemble.runs, share) * ISLAND
    work.say(f"particle filter: up to {roots:,} further runs, until {ENOUGH:.0f} are effective")
    with work.progress() as progress:
        filtered_ensemble = run_filter(work.ensemble, work.evidence, roots, work.executor, progress, ENOUGH)
    return filtered_ensemble, weigh_ensemble(filtered_ensemble, work.evidence)


def with_batches(
    ensemble: Ensemble,
    weigh: Weigh,
    enough: float,
    executor: Executor,
    progress: Progress | None = None,
) -> Learned:
    """Prior runs and at most MOST_BATCHES batches of half as many, until ``enough`` are effective."""
    sizes = [-(-ensemble.runs // 2)] * MOST_BATCHES
    return add_batches(ensemble, weigh, sizes=sizes, enough=enough, executor=executor, progress=progress)


def islands_of(runs: int, share: int) -> int:
    """Most islands of the filter beside so many prior runs, ``share`` roots for each."""
    return max(LEAST_ISLANDS, round(share * runs / ISLAND))
