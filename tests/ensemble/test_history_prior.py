"""Draws given what an earlier campaign showed: the exact map against rejection, and runs that do not hang on each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import special

from sim.ensemble.draws import draw_laws, laws_of, start_names, varying
from sim.ensemble.history_prior import LUCK, numbers_given
from sim.ensemble.lineage import Lineage
from sim.ensemble.proposal import scores
from sim.ensemble.uniforms import Numbers
from sim.inference.particles.island import FilterTask
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.reader import with_law
from sim.scenario.scenario import Matched, Scenario, Variant

SLOPES = {"momentum.gain": -1.2, "assault.rate": 0.7}
RUNS = np.arange(40_000)


def taught(scenario: Scenario, intercept: float = 0.3) -> Scenario:
    """The scenario with two parameters that an earlier campaign looks at."""
    names = [one.name for one in scenario.variants]
    return replace(scenario, matched=Matched("before", SLOPES, dict.fromkeys(names, intercept), "made up"))


def given_scores(scenario: Scenario, runs: np.ndarray) -> np.ndarray:
    """Scores [R, 2] of the two parameters as the campaign leaves them."""
    numbers = numbers_given(scenario, Numbers(1, runs), np.zeros(len(runs), dtype=np.int16))
    return np.stack([special.ndtri(numbers.of(name)) for name in SLOPES], axis=1)


def test_the_map_gives_the_draws_that_rejection_would_keep(toy: Scenario) -> None:
    mapped = given_scores(taught(toy), RUNS)
    plain = scores(tuple(SLOPES), 2, RUNS)
    keep = special.ndtr(0.3 + plain @ np.array(list(SLOPES.values())))
    kept = plain[np.random.default_rng(7).random(len(plain)) < keep]
    error = 4 * np.sqrt(1 / len(mapped) + 1 / len(kept))
    np.testing.assert_allclose(mapped.mean(axis=0), kept.mean(axis=0), atol=error)
    np.testing.assert_allclose(np.cov(mapped.T), np.cov(kept.T), atol=1.5 * error)
    for level in (0.05, 0.25, 0.75, 0.95):
        edges = np.quantile(kept, level, axis=0)
        np.testing.assert_allclose((mapped <= edges).mean(axis=0), level, atol=error)


def test_the_draws_are_those_of_the_prior_times_the_chance(toy: Scenario) -> None:
    kept = special.ndtr(0.3 / np.sqrt(1 + sum(slope**2 for slope in SLOPES.values())))
    plain = scores(tuple(SLOPES), 1, RUNS)
    weights = special.ndtr(0.3 + plain @ np.array(list(SLOPES.values()))) / kept
    assert weights.mean() == pytest.approx(1.0, abs=4 * weights.std() / np.sqrt(len(RUNS)))
    expected = (weights[:, None] * plain).mean(axis=0)
    np.testing.assert_allclose(given_scores(taught(toy), RUNS).mean(axis=0), expected, atol=0.03)


def test_a_campaign_that_keeps_every_run_moves_none(toy: Scenario) -> None:
    np.testing.assert_allclose(
        given_scores(taught(toy, 80.0), RUNS[:500]), scores(tuple(SLOPES), 1, RUNS[:500]), atol=1e-6
    )


def test_each_variant_has_its_own_intercept(toy: Scenario) -> None:
    two = replace(toy, variants=(Variant("hard", 1.0, {}), Variant("soft", 1.0, {})))
    two = replace(two, matched=Matched("before", SLOPES, {"hard": -1.0, "soft": 60.0}, "made up"))
    variant = np.arange(len(RUNS)) % 2
    numbers = numbers_given(two, Numbers(1, RUNS), variant)
    drawn = special.ndtri(numbers.of("momentum.gain"))
    assert drawn[variant == 0].mean() < -0.5
    assert abs(drawn[variant == 1].mean()) < 4 / np.sqrt(len(RUNS) / 2)


def test_numbers_the_campaign_does_not_look_at_stay_as_they_were(toy: Scenario) -> None:
    before, after = draw_laws(toy, 1, RUNS[:200]), draw_laws(taught(toy), 1, RUNS[:200])
    for name in before.dtype.names:
        moved = name in ("momentum_gain", "assault_rate")
        assert (before[name] != after[name]).all() if moved else (before[name] == after[name]).all(), name


def test_a_run_is_the_same_alone_and_in_a_batch(toy: Scenario) -> None:
    among = draw_laws(taught(toy), 1, RUNS[:300])
    for run in (0, 17, 299):
        assert draw_laws(taught(toy), 1, np.array([run])).tobytes() == among[run : run + 1].tobytes()


def test_a_parameter_fixed_by_hand_leaves_the_draws_of_the_others(toy: Scenario) -> None:
    drawn = draw_laws(taught(toy), 1, RUNS[:200])
    fixed = draw_laws(with_law(taught(toy), {"momentum.gain": 0.5}, ()), 1, RUNS[:200])
    assert (fixed["momentum_gain"] == 0.5).all()
    assert (fixed["assault_rate"] == drawn["assault_rate"]).all()


def test_a_lineage_keeps_every_number_that_makes_its_parameters(toy: Scenario) -> None:
    scenario = with_law(taught(toy), {"momentum.gain": 0.5}, ())
    task = FilterTask(scenario, (), 1)
    assert {LUCK, *SLOPES} <= set(task.names)
    assert len(set(task.names)) == len(task.names) == len({*start_names(scenario), *varying(scenario)})
    own = Numbers(1, np.array([40]))
    moved = Lineage(
        np.array([99]), np.array([1]), np.array([[40]]), {name: own.of(name) for name in task.names}
    )
    copied = laws_of(scenario, Numbers(1, moved.run, moved.numbers))
    assert copied.tobytes() == laws_of(scenario, own).tobytes()


@pytest.mark.parametrize("edge", [0.0, 1.0])
def test_numbers_that_a_proposal_rounds_to_an_edge_still_make_parameters(toy: Scenario, edge: float) -> None:
    scenario, runs = taught(toy), np.arange(3)
    for name in (LUCK, *SLOPES):
        numbers = Numbers(1, runs, {name: np.full(3, edge)})
        laws = laws_of(scenario, numbers)
        assert all(np.isfinite(laws[field]).all() for field in laws.dtype.names), name


def test_the_order_of_the_scores_is_part_of_the_address(toy: Scenario) -> None:
    scenario = taught(toy)
    assert scenario.matched is not None
    turned = replace(scenario.matched, scores=dict(reversed(SLOPES.items())))
    assert simulation_hash(scenario) != simulation_hash(replace(scenario, matched=turned))
