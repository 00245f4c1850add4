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
from sim.inference.particles.filter import FEWEST, ISLAND, run_filter
from sim.inference.weights import Weights, weigh_ensemble
from sim.scenario.scenario import Scenario
from sim.session.session import Session

ENOUGH = 200.0  # effective runs at which automatic inference stops
MOST_BATCHES = 6
GAIN = 1.0  # of a batch, half as many runs, over the effective prior runs: .5 to 1.2 in seven scenarios (docs/design.md)
LEAST_FIRST = (
    2000  # prior runs below which a proposal would be fitted to noise: automatic inference leaves them alone
)
ASKED, LAST_RESORT = (
    64,
    16,
)  # most roots of the filter for each prior run, if asked for and as the last step of auto

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

    Weights of prior runs come first, then batches of further runs where these are likely to do for less than the filter
    costs, then the filter; of two that both leave too few, the one that leaves more.
    """
    prior_runs = ensemble, weigh_ensemble(ensemble, evidence)
    if method == "weights" or evidence == "none":
        return prior_runs
    work = Conditioning(ensemble, evidence, executor, say, progress)
    if method == "filter":
        return filtered(work, prior_runs[1], ASKED)
    ess = prior_runs[1].ess
    is_small = method == "auto" and ensemble.runs < LEAST_FIRST
    if is_small or ess == 0 or (method == "auto" and ess >= ENOUGH):
        return prior_runs
    if method == "batches":
        return batched(work, prior_runs[1], MOST_BATCHES, float("inf"))
    number = batches_worth(ensemble.runs, ess)
    reached = prior_runs[1]
    if number:
        batch_runs = batched(work, prior_runs[1], number, ENOUGH)
        if settled(batch_runs[1]):
            return batch_runs
        reached = batch_runs[1]
        # simulated or read again if it turns out the better: both at once would double the memory
        del batch_runs
    particles = filtered(work, reached, LAST_RESORT)
    if rank(particles[1]) >= rank(reached):
        return particles
    return batched(work, prior_runs[1], number, ENOUGH) if number else prior_runs


def batches_worth(runs: int, ess: float) -> int:
    """Batches to try beside ``runs`` prior runs of which ``ess`` are effective before the filter is asked.

    As many as cost at most half of what the filter simulates before its first look, none if those are unlikely to leave ENOUGH.
    """
    number = min(MOST_BATCHES, FEWEST * ISLAND // 2 // batch_size(runs))
    return number if ess * (1.0 + GAIN * number) >= ENOUGH else 0


def batch_size(runs: int) -> int:
    """Runs of a batch beside so many prior runs."""
    return -(-runs // 2)


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


def batched(work: Conditioning, weights: Weights, number: int, enough: float) -> Learned:
    """At most ``number`` batches of further runs where the reports lie, until ``enough`` are effective."""
    work.say(
        f"effective sample {weights.ess:.0f} of {work.ensemble.runs:,}: adding batches of runs near the reports"
    )
    weigh = partial(weigh_ensemble, evidence=work.evidence)
    with work.progress() as progress:
        return with_batches(work.ensemble, weigh, enough, work.executor, progress, number)


def filtered(work: Conditioning, weights: Weights, share: int) -> Learned:
    """Particles that were simulated from report to report, joined to the prior runs; ``weights``: what was reached without."""
    roots = islands_of(work.ensemble.runs, share) * ISLAND
    work.say(
        f"effective sample {weights.ess:.0f} of {weights.runs:,}: particle filter, "
        f"up to {roots:,} further runs, until {ENOUGH:.0f} are effective"
    )
    with work.progress() as progress:
        return run_filter(work.ensemble, work.evidence, roots, work.executor, progress, ENOUGH)


def with_batches(
    ensemble: Ensemble,
    weigh: Weigh,
    enough: float,
    executor: Executor,
    progress: Progress | None = None,
    number: int = MOST_BATCHES,
) -> Learned:
    """Prior runs and at most ``number`` batches of half as many, until ``enough`` are effective."""
    sizes = [batch_size(ensemble.runs)] * number
    return add_batches(ensemble, weigh, sizes=sizes, enough=enough, executor=executor, progress=progress)


def islands_of(runs: int, share: int) -> int:
    """Most islands of the filter beside so many prior runs, ``share`` roots for each."""
    return max(FEWEST, round(share * runs / ISLAND))
