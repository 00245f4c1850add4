"""The filter follows the same target as plain weights, and each of its runs can be lived again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim.inference.particles.filter as filter_module
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble
from sim.ensemble.execution.executor import Threads
from sim.ensemble.lineage import Lineage
from sim.ensemble.resumable_runs import ResumableRuns
from sim.inference.particles.filter import PILOTS, dependence, next_number, run_filter, sizes_of
from sim.inference.particles.island import LEAST, LEAVES, PATHS, FilterTask, Swarm, pooled, run_island
from sim.inference.weights import Weights, weigh_ensemble
from sim.scenario.scenario import Scenario
from tests.inference.problems import (
    chunked_means,
    four_counts,
    islands_of,
    many_runs,
    mean_and_error,
    observed,
    prior_runs,
)

ROOTS, SIZE = 8192, 128
LEFT = (PILOTS + ROOTS // SIZE) * LEAVES  # runs that the pilots and the islands leave


@pytest.fixture(scope="module", autouse=True)
def small_islands() -> Iterator[None]:
    """Many small islands of two swarms: their scatter is the filter's error."""
    with islands_of(SIZE):
        yield


@pytest.fixture(scope="module")
def problem() -> Scenario:
    return four_counts()


@pytest.fixture(scope="module")
def filtered(problem: Scenario) -> Ensemble:
    return run_filter(prior_runs(problem, BLOCK), "all", ROOTS, Threads(2), keep=False)[0]


def survivors(ensemble: Ensemble) -> slice:
    """Rows of the filter's runs."""
    return slice(ensemble.runs - LEFT, ensemble.runs)


def test_the_filter_agrees_with_plain_weights_of_many_runs(problem: Scenario, filtered: Ensemble) -> None:
    (plain, weights), own = many_runs(), weigh_ensemble(filtered)
    assert own.ess > 200
    assert abs(own.log_evidence - weights.log_evidence) < 0.15
    for name, values in observed(plain).items():
        mean, error = mean_and_error(values, weights.values)
        found, its_error = mean_and_its_error(observed(filtered)[name], own)
        assert abs(found - mean) <= 3.5 * np.hypot(error, its_error), name


def mean_and_its_error(values: np.ndarray, weights: Weights) -> tuple[float, float]:
    """Weighted mean and its standard error by the effective runs that the filter claims."""
    mean = float(weights.values @ values)
    return mean, float(np.sqrt(weights.values @ (values - mean) ** 2 / weights.ess))


@pytest.mark.slow
def test_the_filter_agrees_with_plain_weights_of_200_000_runs(problem: Scenario, own_store: Path) -> None:
    expected = chunked_means(problem, runs=200_704, chunk=80 * BLOCK)
    ensemble = run_filter(prior_runs(problem, BLOCK), "all", 4 * ROOTS, keep=False)[0]
    weights = weigh_ensemble(ensemble)
    for name, (mean, error) in expected.items():
        found, its_error = mean_and_its_error(observed(ensemble)[name], weights)
        assert abs(found - mean) <= 3.8 * np.hypot(error, its_error), name  # as the batches


def test_before_the_evidence_the_joined_runs_tell_what_the_prior_runs_tell(
    problem: Scenario, filtered: Ensemble
) -> None:
    plain, weights = many_runs()[0], weigh_ensemble(filtered)
    for name, values in observed(plain).items():
        found = observed(filtered)[name]
        error = np.sqrt(
            weights.prior @ (found - values.mean()) ** 2 / BLOCK
        )  # the prior batch has BLOCK runs
        assert abs(weights.prior @ found - values.mean()) <= 3.5 * error, name


def test_a_lineage_lived_again_gives_every_run_of_the_filter_to_the_last_bit(
    problem: Scenario, filtered: Ensemble
) -> None:
    assert filtered.lineage is not None
    block = filtered.lineage.replay(problem, filtered.seed).block(0)
    rows, record = survivors(filtered), filtered.record
    assert block.counts[..., 0].tobytes() == np.ascontiguousarray(record.series["held"][rows]).tobytes()
    assert block.levels[..., 1].tobytes() == np.ascontiguousarray(record.series["reserve"][rows]).tobytes()
    assert (block.end[:, 0] == record.end_day[rows]).all()
    events = slice(record.event_first[rows.start], None)
    assert (block.events["district"] == record.event_district[events]).all()
    assert (block.events["day"] == record.event_day[events]).all()


def test_runs_of_the_filter_throw_the_dice_of_many_runs(filtered: Ensemble) -> None:
    assert filtered.lineage is not None
    own = filtered.lineage.dice == filtered.lineage.run[:, None]
    assert own[:, -1].all()  # after the last report everyone is on his own
    assert not own[:, 0].all()


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_no_bit_of_the_filter(problem: Scenario, workers: int) -> None:
    prior = prior_runs(problem, BLOCK)
    one, other = (
        run_filter(prior, "all", 2 * SIZE, Threads(number), keep=False)[0] for number in (2, workers)
    )
    assert one.log_prior.tobytes() == other.log_prior.tobytes()
    assert one.series["held"].tobytes() == other.series["held"].tobytes()


def test_particles_cannot_outlive_reports_that_no_run_can_lead_to(problem: Scenario) -> None:
    gone = tuple(replace(count, source="gazette", low=60.0, high=60.0) for count in problem.counts)
    sure = {"gazette": replace(problem.sources["gazette"], unreliable=0.0, noise=0.0, baseline=None)}
    prior = prior_runs(replace(problem, counts=gone, sources=sure), BLOCK)
    assert run_filter(prior, "all", SIZE, keep=False)[0] is prior


def test_the_filter_stops_at_enough_and_what_it_had_is_the_same(
    problem: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    prior = prior_runs(problem, BLOCK)
    monkeypatch.setattr(filter_module, "FEWEST", 2)
    stopped = run_filter(prior, "all", 16 * SIZE, enough=1.0, keep=False)[0]
    two = run_filter(prior, "all", 2 * SIZE, keep=False)[0]
    assert stopped.runs == BLOCK + (PILOTS + 2) * LEAVES
    assert stopped.log_prior.tobytes() == two.log_prior.tobytes()
    assert run_filter(prior, "all", 4 * SIZE, enough=1e9, keep=False)[0].runs == BLOCK + (PILOTS + 4) * LEAVES


def test_fewer_particles_go_on_where_few_families_count(problem: Scenario) -> None:
    swarm = Swarm(FilterTask(problem, problem.counts, 1), 10_000, 1024)
    assert swarm.wanted(last=False) == 1024
    swarm.log_weight = np.where(np.arange(1024) < 20, 0.0, -50.0)
    assert swarm.wanted(last=False) == PATHS * 20
    swarm.root = np.repeat(
        np.arange(64), 16
    )  # the twenty are of two families, one of sixteen and one of four
    assert swarm.wanted(last=False) == LEAST  # which count as 1.5
    assert swarm.wanted(last=True) == LEAVES


def test_copies_live_on_apart_and_keep_their_past(problem: Scenario) -> None:
    swarm = Swarm(FilterTask(problem, problem.counts, 1), 10_000, LEAST)
    swarm.advance(swarm.trajectories, swarm.dice, swarm.task.stages[0].day)
    past = swarm.trajectories.counts[7].copy()
    swarm.log_weight = np.where(np.arange(LEAST) == 7, 0.0, -np.inf)
    swarm.thin(swarm.task.stages[0].day, LEAST)
    swarm.advance(swarm.trajectories, swarm.dice, problem.days)
    day = swarm.task.stages[0].day + 1
    assert (swarm.trajectories.counts[:, :day] == past[None, :day]).all()
    assert len({one.tobytes() for one in swarm.trajectories.counts[:, day:]}) > LEAST // 2
    assert swarm.log_evidence == pytest.approx(-np.log(LEAST))
    lineage = Lineage(swarm.runs, swarm.task.until, swarm.dice, swarm.numbers(swarm.own).replaced)
    assert lineage.replay(problem, 1).counts.tobytes() == swarm.trajectories.counts.tobytes()


def test_a_pool_takes_from_each_swarm_by_the_evidence_it_found(problem: Scenario) -> None:
    task = FilterTask(problem, problem.counts, 1)
    swarms = [Swarm(task, first, 64) for first in (10_000, 10_064)]
    assert all(swarm.follow() for swarm in swarms)
    swarms[1].log_evidence = swarms[0].log_evidence + np.log(3.0)
    pool = pooled(swarms, 10_000, 128)
    assert len(pool.runs) == LEAVES
    lineage = Lineage(pool.runs, task.until, pool.dice, pool.numbers(pool.own).replaced)
    day = task.stages[-1].day + 1
    assert (lineage.replay(problem, 1).counts[:, :day] == pool.trajectories.counts[:, :day]).all()
    of_the_first = (pool.dice[:, 0] < 10_064).sum()
    assert of_the_first == pytest.approx(LEAVES / 4, abs=1)
    assert pool.log_evidence == pytest.approx(swarms[0].log_evidence + np.log(2.0))
    left = run_island(task, 10_000, 128)
    assert left is not None and left.roots == 128 and left.block.runs == LEAVES


def test_a_swarm_whose_evidence_is_nothing_gives_the_pool_no_particle(problem: Scenario) -> None:
    task = FilterTask(problem, problem.counts, 1)
    swarms = [Swarm(task, first, 64) for first in (10_000, 10_064, 10_128)]
    assert all(swarm.follow() for swarm in swarms)
    swarms[1].log_evidence = swarms[0].log_evidence - 1e4
    pool = pooled(swarms, 10_000, 192)
    assert len(pool.runs) == LEAVES
    assert not ((pool.dice[:, 0] >= 10_064) & (pool.dice[:, 0] < 10_128)).any()
    assert pool.trajectories.runs == LEAVES


def test_islands_that_scatter_leave_fewer_effective_runs_than_their_weights_say(filtered: Ensemble) -> None:
    sizes, alike = np.full(PILOTS + ROOTS // SIZE, LEAVES), np.zeros(PILOTS + ROOTS // SIZE)
    assert 0.0 < filtered.dependence <= 1.0
    as_found = dependence(filtered, sizes, alike)
    apart = {n: np.repeat(v[::LEAVES], LEAVES) for n, v in scores_of(filtered).items()}  # islands of copies
    assert filtered.lineage is not None
    copies = replace(filtered, lineage=replace(filtered.lineage, numbers=apart))
    assert dependence(copies, sizes, alike) < 0.5 * as_found


def scores_of(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """The numbers of the filter's runs."""
    assert ensemble.lineage is not None
    return dict(ensemble.lineage.numbers)


@pytest.mark.parametrize(
    ("islands", "effective", "expected"),
    [
        (8, 90.0, 16),
        (16, 170.0, 24),
        (16, 199.0, 20),
        (16, 90.0, 32),
        (16, 0.0, 32),
        (6, 190.0, 8),
    ],
)
def test_as_many_islands_are_asked_as_enough_would_need(
    islands: int, effective: float, expected: int
) -> None:
    assert next_number(islands, effective, 200.0) == expected
    assert next_number(islands, effective, float("inf")) == 2 * islands


def test_islands_cover_all_particles_once() -> None:
    assert sizes_of(300) == [(0, 128), (128, 128), (256, 44)]


def test_a_particle_that_fails_is_left_out_and_named_and_the_others_stand(
    problem: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    prior, advance = prior_runs(problem, BLOCK), Swarm.advance

    def spoil(swarm: Swarm, trajectories: ResumableRuns, dice: np.ndarray, day: int) -> None:
        advance(swarm, trajectories, dice, day)
        if day == problem.days:  # after the last report
            trajectories.levels[3, -1, 0, 1] = np.nan

    monkeypatch.setattr(Swarm, "advance", spoil)
    found = run_filter(prior, "all", 2 * SIZE, keep=False)[0]
    pilots = [BLOCK + number * SIZE // 2 for number in range(PILOTS)]
    first = BLOCK + PILOTS * SIZE // 2
    assert list(found.failed) == [one + 3 for one in (*pilots, first, first + SIZE)]
    assert found.runs == BLOCK + (PILOTS + 2) * (LEAVES - 1)
    assert not np.isin(found.record.run, list(found.failed)).any()
    assert all(np.isfinite(series).all() for series in found.series.values())
    assert weigh_ensemble(found).values.sum() == pytest.approx(1.0)


def test_a_particle_that_fails_before_a_report_follows_nothing(problem: Scenario) -> None:
    swarm = Swarm(FilterTask(problem, problem.counts, 1), 10_000, SIZE)
    stage = swarm.task.stages[0]
    swarm.advance(swarm.trajectories, swarm.dice, stage.day)
    swarm.trajectories.levels[5, 1, 0, 0] = np.inf
    target = swarm.likelihood(swarm.trajectories, swarm.own, stage, {})
    assert target[5] == -np.inf and np.isfinite(target).sum() >= SIZE // 2
