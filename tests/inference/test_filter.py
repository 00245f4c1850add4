"""The filter follows the same target as plain weights, and each of its runs can be lived again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim.inference.filter as filter_module
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble
from sim.ensemble.march import March
from sim.inference.filter import dependence, run_filter, sizes_of
from sim.inference.island import Island, Task, tempered
from sim.inference.weights import ess, weigh_ensemble
from sim.scenario.scenario import Scenario
from tests.inference.problems import (
    chunked_means,
    conditioned,
    four_counts,
    mean_and_error,
    observed,
    prior_runs,
)

PARTICLES, SIZE = 1024, 64


@pytest.fixture(scope="module", autouse=True)
def small_islands() -> Iterator[None]:
    """Many small islands: their scatter is the filter's error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filter_module, "ISLAND", SIZE)
        yield


@pytest.fixture(scope="module")
def problem() -> Scenario:
    return four_counts()


@pytest.fixture(scope="module")
def filtered(problem: Scenario) -> Ensemble:
    return run_filter(prior_runs(problem, BLOCK), "all", PARTICLES, workers=2)


def survivors(ensemble: Ensemble) -> slice:
    """Rows of the filter's runs."""
    return slice(ensemble.runs - PARTICLES, ensemble.runs)


def test_the_filter_agrees_with_plain_weights_of_many_runs(problem: Scenario, filtered: Ensemble) -> None:
    plain = prior_runs(problem, 80 * BLOCK)
    weights, own = conditioned(plain), weigh_ensemble(filtered)
    for name, values in observed(plain).items():
        mean, error = mean_and_error(values, weights.values)
        found = observed(filtered)[name]
        parts = np.split(found[survivors(filtered)], PARTICLES // SIZE)
        scatter = float(np.std([part.mean() for part in parts], ddof=1) / np.sqrt(len(parts)))
        assert abs(own.values @ found - mean) <= 3.5 * np.hypot(error, scatter), name


@pytest.mark.slow
def test_the_filter_agrees_with_plain_weights_of_200_000_runs(problem: Scenario, own_store: Path) -> None:
    expected = chunked_means(problem, runs=200_704, chunk=80 * BLOCK)
    particles = 64 * SIZE
    ensemble = run_filter(prior_runs(problem, BLOCK), "all", particles)
    weights = weigh_ensemble(ensemble).values
    for name, (mean, error) in expected.items():
        found = observed(ensemble)[name]
        parts = np.split(found[-particles:], 64)
        scatter = float(np.std([part.mean() for part in parts], ddof=1) / 8)
        assert abs(weights @ found - mean) <= 3.8 * np.hypot(error, scatter), name  # as the batches


def test_before_the_evidence_the_joined_runs_tell_what_the_prior_runs_tell(
    problem: Scenario, filtered: Ensemble
) -> None:
    plain = prior_runs(problem, 80 * BLOCK)
    weights = weigh_ensemble(filtered)
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
    one, other = (run_filter(prior, "all", 2 * SIZE, workers=number) for number in (2, workers))
    assert one.log_prior.tobytes() == other.log_prior.tobytes()
    assert one.series["held"].tobytes() == other.series["held"].tobytes()


def test_particles_cannot_outlive_reports_that_no_run_can_lead_to(problem: Scenario) -> None:
    gone = tuple(replace(count, source="gazette", low=60.0, high=60.0) for count in problem.counts)
    sure = {"gazette": replace(problem.sources["gazette"], unreliable=0.0, noise=0.0, baseline=None)}
    prior = prior_runs(replace(problem, counts=gone, sources=sure), BLOCK)
    assert run_filter(prior, "all", SIZE) is prior


def test_a_report_is_let_in_by_powers_that_keep_half_of_the_particles(problem: Scenario) -> None:
    island = Island(Task(problem, problem.counts, 1), 10_000, SIZE)
    island.after = np.linspace(-300.0, 0.0, SIZE)
    power = island.next_power(0.0)
    assert 0.0 < power < 0.1
    assert ess(power * island.gained) == pytest.approx(SIZE / 2, rel=0.01)
    island.after[5] = -np.inf
    assert island.gained[5] == -np.inf
    assert (tempered(island.before, island.after, 0.5)[[4, 5]] == [0.5 * island.after[4], -np.inf]).all()


def test_islands_that_scatter_leave_fewer_effective_runs_than_their_weights_say(filtered: Ensemble) -> None:
    sizes, alike = np.full(PARTICLES // SIZE, SIZE), np.zeros(PARTICLES // SIZE)
    assert 0.0 < filtered.dependence <= 1.0
    as_found = dependence(filtered, sizes, alike)
    apart = {n: np.repeat(v[::SIZE], SIZE) for n, v in scores_of(filtered).items()}  # islands of copies
    assert filtered.lineage is not None
    copies = replace(filtered, lineage=replace(filtered.lineage, numbers=apart))
    assert dependence(copies, sizes, alike) < 0.5 * as_found


def scores_of(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """The numbers of the filter's runs."""
    assert ensemble.lineage is not None
    return dict(ensemble.lineage.numbers)


def test_islands_cover_all_particles_once() -> None:
    assert sizes_of(150) == [(0, 64), (64, 64), (128, 22)]


def test_a_particle_that_fails_is_left_out_and_named_and_the_others_stand(
    problem: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    prior, live = prior_runs(problem, BLOCK), Island.live

    def spoil(island: Island, march: March, dice: np.ndarray, day: int) -> None:
        live(island, march, dice, day)
        if day == problem.days:  # after the last report
            march.levels[3, -1, 0, 1] = np.nan

    monkeypatch.setattr(Island, "live", spoil)
    found = run_filter(prior, "all", 2 * SIZE)
    first = BLOCK
    assert list(found.failed) == [first + 3, first + SIZE + 3]
    assert found.runs == BLOCK + 2 * SIZE - 2
    assert not np.isin(found.record.run, list(found.failed)).any()
    assert all(np.isfinite(series).all() for series in found.series.values())
    assert weigh_ensemble(found).values.sum() == pytest.approx(1.0)


def test_a_particle_that_fails_before_a_report_follows_nothing(problem: Scenario) -> None:
    island = Island(Task(problem, problem.counts, 1), 10_000, SIZE)
    stage = island.task.stages[0]
    island.live(island.march, island.dice, stage.day)
    island.march.levels[5, 1, 0, 0] = np.inf
    target = island.target(island.march, island.scores, stage)
    assert target[5] == -np.inf and np.isfinite(target).sum() >= SIZE // 2
