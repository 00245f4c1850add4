"""Roots may be drawn anywhere: what a shift changes is how many of them are of use, and not what the filter finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import special

import sim.inference.particles.filter as filter_module
import sim.inference.particles.island_jobs as islands_module
from sim.base.dice import uniforms
from sim.ensemble.block import BLOCK
from sim.ensemble.execution.executor import Threads
from sim.inference.particles.filter import run_filter
from sim.inference.particles.island import FilterTask, Swarm, run_pilot
from sim.inference.particles.shift import CLEAR, FAMILIES, PLAIN, TAKEN, Pilot, Shift, learn_shift
from sim.inference.weights import weigh_ensemble
from tests.inference.problems import four_counts, islands_of, many_runs, mean_and_error, observed, prior_runs

N, K = 100_000, 4
BY = np.array([0.8, 0.0, -1.2, 0.0])


def drawn() -> tuple[np.ndarray, np.ndarray]:
    """(numbers [N, K], log weights [N]) of the shift ``BY``."""
    runs = np.arange(N)
    own = np.stack([uniforms(1, f"number {k}", runs) for k in range(K)], axis=1)
    shifted = Shift(BY).numbers(own, uniforms(1, "plain", runs) < PLAIN)
    return shifted, Shift(BY).log_weight(shifted)


def test_weighed_roots_are_those_of_the_prior() -> None:
    numbers, log_weight = drawn()
    weights, z = np.exp(log_weight), special.ndtri(numbers)
    assert z[:, 0].mean() == pytest.approx((1 - PLAIN) * BY[0], abs=0.02)
    assert (numbers[:, 1] == uniforms(1, "number 1", np.arange(N))).all()
    for values, expected in ((np.ones(N), 1.0), (z[:, 0], 0.0), (z[:, 2], 0.0), (z[:, 2] ** 2, 1.0), (z[:, 0] * z[:, 2], 0.0)):  # fmt: skip
        parts = weights * values
        assert abs(parts.mean() - expected) < 4 * parts.std() / np.sqrt(N)
    assert weights.max() <= 1 / PLAIN


def pilot(mean: list[list[float]], families: list[float], mass: float = 0.0) -> Pilot:
    return Pilot(np.full(len(mean), mass), np.array(families), np.array(mean))


def test_a_shift_is_the_clear_part_of_the_mean_at_the_last_stage_with_enough_families() -> None:
    slight = 0.9 * CLEAR / np.sqrt(FAMILIES)
    early, late = [0.1, 0.2, 0.0], [0.6, -0.8, slight]
    shift = learn_shift([pilot([early, late, [9.0, 9.0, 9.0]], [400.0, FAMILIES + 1, 5.0])])
    assert shift is not None
    assert shift.by == pytest.approx([TAKEN * 0.6, TAKEN * -0.8, 0.0])


def test_pilots_count_by_the_evidence_they_found_and_dead_ones_not_at_all() -> None:
    heavy, light, dead = (
        pilot([[mean, 0.0]], [200.0], mass)
        for mean, mass in ((1.0, 0.0), (0.2, -np.log(3.0)), (50.0, -np.inf))
    )
    shift = learn_shift([heavy, light, dead])
    assert shift is not None and shift.by == pytest.approx([TAKEN * 0.8, 0.0])


@pytest.mark.parametrize(
    "nothing",
    [pilot([[1.0]], [FAMILIES / 2]), pilot([[0.01]], [FAMILIES + 1]), pilot([[1.0]], [0.0], -np.inf)],
)
def test_nothing_is_shifted_where_a_pilot_shows_nothing(nothing: Pilot) -> None:
    assert learn_shift([nothing]) is None


def test_a_pilot_shows_the_means_of_its_own_roots() -> None:
    task = FilterTask(four_counts(), four_counts().counts, 1)
    (found, left), swarm = run_pilot(task, 10_000, 512), Swarm(task, 10_000, 512)
    assert left is not None and left.roots == 512 and left.log_evidence == pytest.approx(found.log_mass[-1])
    assert len(found.families) == len(task.stages) and found.mean.shape == (len(task.stages), len(task.names))
    assert swarm.reach(task.stages[0])
    share = np.bincount(swarm.root, weights=np.exp(swarm.log_weight), minlength=512)
    share /= share.sum()
    assert found.families[0] == pytest.approx(1 / (share**2).sum())
    roots = special.ndtri(Swarm(task, 10_000, 512).own)
    assert found.mean[0] == pytest.approx(share @ roots)


def test_a_filter_whose_roots_are_shifted_at_random_agrees_with_plain_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem, size = four_counts(), 128
    by = 0.4 * special.ndtri(
        np.random.default_rng(5).random(len(FilterTask(problem, problem.counts, 1).names))
    )
    monkeypatch.setattr(filter_module, "run_pilots", lambda *arguments: (Shift(by), [], 0))
    with islands_of(size):
        ensemble = run_filter(prior_runs(problem, BLOCK), "all", 64 * size, Threads(2), keep=False)[0]
    weights = weigh_ensemble(ensemble)
    plain, its_weights = many_runs()
    assert abs(weights.log_evidence - its_weights.log_evidence) < 0.2
    for name, values in observed(plain).items():
        mean, error = mean_and_error(values, its_weights.values)
        own = observed(ensemble)[name]
        found = float(weights.values @ own)
        own_error = float(np.sqrt(weights.values @ (own - found) ** 2 / weights.ess))
        assert abs(found - mean) <= 3.5 * np.hypot(error, own_error), name


def test_pilots_are_stored_and_islands_of_another_shift_are_others(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = four_counts()
    work = islands_module.Pilots(problem, 1, "all")
    pilot, left = work.here((10_240, 256))

    def never(*arguments: object) -> Pilot:
        raise AssertionError("a stored pilot is simulated again")

    monkeypatch.setattr(islands_module, "run_pilot", never)
    same_pilot, again = work.here((10_240, 256))
    assert all(vars(pilot)[name].tobytes() == vars(same_pilot)[name].tobytes() for name in vars(pilot))
    assert left is not None and again is not None
    assert left.lineage.dice.tobytes() == again.lineage.dice.tobytes()
    assert left.log_evidence == again.log_evidence
    assert islands_module.island_is_whole(work.path((10_240, 256)))
    shifts = (None, Shift(np.array([0.5])), Shift(np.array([0.25])))
    assert len({islands_module.Islands(problem, 1, "all", shift=shift).folder for shift in shifts}) == 3
