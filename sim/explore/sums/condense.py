"""From the runs of a portion to their aggregate. Axes: R runs.

Names of sums: runs, failed, alive (the war is on at as_of); truth.CLAIM.DEFINITION [3] runs false, true, undefined;
regimes [6]; falls [C, T+2] day on which each capital first was the challenger's, the last column: never; series.NAME
[T+1, F, B]; channels.CLAIM [3] captures that decided the headline. The same by weight: mass.all, mass.CLAIM.DEFINITION.
true and .defined, mass.regime.NAME, mass.channels.CLAIM.NAME, and mass.without.GROUP.CLAIM.true and .defined with one
group of reports left out; ``.squared`` is the sum of squares.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.base.dice import uniforms
from sim.claims.definitions import deciding_captures, evaluate
from sim.claims.kind import FALSE, TRUE, UNDEFINED
from sim.claims.types import Claim
from sim.ensemble.engine import Ensemble
from sim.explore.sums.aggregate import NAMED, NOBODY, SAMPLED, TOP, Aggregate, Sample
from sim.explore.sums.exact_sums import add_up
from sim.explore.targets import challenger
from sim.inference.weights import Weights, leave_one_out, weigh_ensemble
from sim.record.histograms import SERIES, histogram
from sim.record.holdings import first_passages
from sim.record.observables import CHANNEL_NAMES, by_channel
from sim.record.record import Record
from sim.record.regimes import REGIMES, regimes

Sums = Iterator[tuple[str, np.ndarray]]


def condense(ensemble: Ensemble, evidence: str) -> Aggregate:
    """The aggregate of an ensemble of plain prior draws."""
    record, weights = ensemble.record, weigh_ensemble(ensemble, evidence)
    truth = {
        f"{claim.id}.{definition.id}": evaluate(definition, record)
        for claim in ensemble.scenario.claims
        for definition in claim.definitions
    }
    sums = dict(counted(ensemble, truth, weights))
    if evidence == "none":
        return Aggregate(sums, errors=first_errors(ensemble))
    sums |= dict(weighed(ensemble, truth, weights))
    top = np.sort(weights.log_values)[::-1][:TOP].copy()
    return Aggregate(sums, top, sample_of(ensemble, weights), first_errors(ensemble))


def lost(errors: dict[int, str]) -> Aggregate:
    """The aggregate of runs that all failed."""
    return Aggregate({"failed": np.array([len(errors)])}, errors=dict(sorted(errors.items())[:NAMED]))


def first_errors(ensemble: Ensemble) -> dict[int, str]:
    """The first failed runs by number."""
    return dict(sorted(ensemble.failed.items())[:NAMED])


def counted(ensemble: Ensemble, truth: dict[str, np.ndarray], weights: Weights) -> Sums:
    """Sums of runs; ``truth`` holds int8 [R] by definition."""
    record = ensemble.record
    yield "runs", np.array([record.runs])
    yield "failed", np.array([len(ensemble.failed)])
    yield "alive", np.array([int(weights.alive.sum())])
    for name, values in truth.items():
        yield f"truth.{name}", np.array([int((values == state).sum()) for state in (FALSE, TRUE, UNDEFINED)])
    yield "regimes", np.bincount(regimes(record, challenger(record)), minlength=len(REGIMES))
    yield "falls", falls(record)
    for name in SERIES:
        yield f"series.{name}", histogram(record, name)
    for claim, channels in deciding(ensemble):
        yield f"channels.{claim.id}", channels.sum(axis=0)


def falls(record: Record) -> np.ndarray:
    """Runs by capital and day on which the challenger first held it, the last column for never: int64 [C, T+2]."""
    capitals = record.terrain.capitals
    days = first_passages(record, challenger(record), capitals)
    width = record.days + 2
    cells = np.where(days < 0, width - 1, days) + np.arange(len(capitals)) * width
    return np.bincount(cells.ravel(), minlength=len(capitals) * width).reshape(len(capitals), width)


def deciding(ensemble: Ensemble) -> Iterator[tuple[Claim, np.ndarray]]:
    """(claim, captures by channel int64 [R, 3]) of every claim whose headline is decided by captures."""
    record = ensemble.record
    for claim in ensemble.scenario.claims:
        for definition in claim.definitions:
            rows = deciding_captures(definition, record) if definition.id == claim.headline else None
            if rows is not None:
                yield claim, by_channel(record, rows)


def weighed(ensemble: Ensemble, truth: dict[str, np.ndarray], weights: Weights) -> Sums:
    """Sums of weights; ``truth`` holds int8 [R] by definition."""
    logs, record = weights.log_values, ensemble.record
    yield "mass.all", add_up(logs)
    yield "mass.all.squared", add_up(2.0 * logs)
    for name, values in truth.items():
        yield f"mass.{name}.true", add_up(logs, values == TRUE)
        yield f"mass.{name}.defined", add_up(logs, values != UNDEFINED)
        yield f"mass.{name}.defined.squared", add_up(2.0 * logs, values != UNDEFINED)
    regime_codes = regimes(record, challenger(record))
    for number, regime in enumerate(REGIMES):
        yield f"mass.regime.{regime}", add_up(logs, regime_codes == number)
    for claim, channels in deciding(ensemble):
        for column, channel in enumerate(CHANNEL_NAMES):
            yield f"mass.channels.{claim.id}.{channel}", add_up(logs, channels[:, column])
    for group, reduced in leave_one_out(weights).items():
        for claim in ensemble.scenario.claims:
            if claim.testable and claim.headline:
                values = truth[f"{claim.id}.{claim.headline}"]
                name = f"mass.without.{group}.{claim.id}"
                yield f"{name}.true", add_up(reduced.log_values, values == TRUE)
                yield f"{name}.defined", add_up(reduced.log_values, values != UNDEFINED)


def sample_of(ensemble: Ensemble, weights: Weights) -> Sample:
    """The priority sample of the runs that are possible."""
    is_possible = np.isfinite(weights.log_values)
    runs, logs = ensemble.record.run[is_possible], weights.log_values[is_possible]
    if not len(runs):
        return NOBODY
    return Sample(runs, logs, logs - np.log(uniforms(ensemble.seed, "shown", runs))).first(SAMPLED + 1)
