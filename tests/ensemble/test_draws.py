"""Prior draws: quantiles of every family, common random numbers, ranges, variants, start counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.base.parameters import Fixed, Gamma, LogNormal, Normal, Prior, Uniform
from sim.ensemble.draws import districts_from_count, draw_laws, draw_starts, draw_variants, quantile
from sim.evidence.count_words import mass
from sim.law.parameters import LAW_DTYPE, PARAMETERS
from sim.scenario.reader import with_law
from sim.scenario.scenario import LawPrior, Scenario, Tracker, Variant
from tests.worlds import exactly, grid, made

RUNS = np.arange(4000)
ERROR = 1e-4  # false-alarm rate of each test of chance; seeds are fixed
U = np.array([1e-9, 0.01, 0.25, 0.5, 0.9, 1 - 1e-9])


@pytest.mark.parametrize(
    ("prior", "reference"),
    [
        (Uniform(-1, 3), stats.uniform(-1, 4)),
        (Normal(7.3, 0.7), stats.norm(7.3, 0.7)),
        (LogNormal(0.05, 0.7), stats.lognorm(0.7, scale=0.05)),
        (Gamma(2, 0.75), stats.gamma(2, scale=0.75)),
    ],
    ids=lambda value: str(value) if isinstance(value, Prior) else "",
)
def test_quantiles_agree_with_scipy(prior: Prior, reference: stats.rv_continuous) -> None:
    assert quantile(prior, U) == pytest.approx(reference.ppf(U), rel=1e-7)


def test_a_fixed_prior_gives_its_value_to_every_run() -> None:
    assert (quantile(Fixed(0.3), U) == 0.3).all()


def scenario(**law: float | Prior) -> Scenario:
    """A small scenario with some priors replaced; __ stands for the dot."""
    return made(grid(4), {name.replace("__", "."): value for name, value in law.items()})


def test_draws_follow_their_prior() -> None:
    drawn = draw_laws(made(grid(4), calm=False), 5, RUNS)
    free = [p for p in PARAMETERS.values() if not p.prior.fixed]
    assert {"initiative.spell", "rout.surprise", "tempo.spread", "intervention.rate"} <= {
        p.name for p in free
    }
    for p in free:
        expected = np.clip(quantile(p.prior, (np.arange(20_000) + 0.5) / 20_000), p.low, p.high)
        assert stats.ks_2samp(drawn[p.field], expected).pvalue > ERROR / len(free), p.name


def test_every_parameter_is_drawn_for_every_run_and_lies_in_its_range() -> None:
    drawn = draw_laws(scenario(), 1, RUNS)
    assert drawn.dtype == LAW_DTYPE
    for p in PARAMETERS.values():
        assert (drawn[p.field] >= p.low).all() and (drawn[p.field] <= p.high).all(), p.name


def test_a_draw_beyond_the_range_is_put_on_its_edge() -> None:
    drawn = draw_laws(scenario(assault__rate=LogNormal(0.9, 2.0)), 1, RUNS)["assault_rate"]
    assert drawn.max() == 1.0
    assert 0.3 < (drawn == 1.0).mean() < 0.7


def test_fixing_one_parameter_leaves_all_other_draws_as_they_were() -> None:
    free, fixed = draw_laws(scenario(), 1, RUNS), draw_laws(scenario(momentum__gain=0.5), 1, RUNS)
    assert (fixed["momentum_gain"] == 0.5).all()
    assert free["momentum_gain"].std() > 0
    for name in LAW_DTYPE.names or ():
        assert name == "momentum_gain" or (free[name] == fixed[name]).all()


def test_a_run_has_the_same_draws_alone_and_in_any_batch_and_others_under_another_seed() -> None:
    many, alone = draw_laws(scenario(), 1, RUNS), draw_laws(scenario(), 1, np.array([17]))
    assert many[17] == alone[0]
    assert many[17] != draw_laws(scenario(), 2, np.array([17]))[0]
    assert many[17] != many[18]


def test_draws_of_different_parameters_are_not_correlated() -> None:
    drawn = draw_laws(made(grid(4), calm=False), 1, RUNS)
    free = [p for p in PARAMETERS.values() if not p.prior.fixed]
    columns = [drawn[p.field] for p in free]
    assert all(np.ptp(column) > 0 for column in columns)
    tau = stats.spearmanr(np.array(columns), axis=1).statistic[np.triu_indices(len(columns), 1)]
    assert np.abs(tau).max() < stats.norm.isf(ERROR / 2 / len(tau)) / np.sqrt(len(RUNS) - 1)


VARIANTS = (Variant("calm", 1.0, {}), Variant("fierce", 3.0, {"momentum.gain": Uniform(10, 11)}))


def test_variants_are_drawn_by_weight_and_bring_their_own_priors() -> None:
    two = replace(scenario(), variants=VARIANTS)
    picked = draw_variants(two, 1, RUNS)
    assert abs((picked == 1).mean() - 0.75) < stats.norm.isf(ERROR / 2) * np.sqrt(0.75 * 0.25 / len(RUNS))
    gain = draw_laws(two, 1, RUNS)["momentum_gain"]
    assert (gain[picked == 1] >= 10).all()
    assert (gain[picked == 0] == draw_laws(scenario(), 1, RUNS)["momentum_gain"][picked == 0]).all()


@pytest.mark.parametrize("origin", ["command line", "without"])
def test_what_the_user_fixed_is_not_undone_by_a_variant(origin: str) -> None:
    two = replace(scenario(), variants=VARIANTS)
    law = {**two.law, "momentum.gain": LawPrior(Fixed(0.2), "user", origin)}
    assert (draw_laws(replace(two, law=law), 1, RUNS)["momentum_gain"] == 0.2).all()


def test_switching_a_mechanism_off_sets_its_identity_values_in_every_variant() -> None:
    off = with_law(replace(scenario(), variants=VARIANTS), {}, ["momentum"])
    assert (draw_laws(off, 1, RUNS)["momentum_gain"] == 0.0).all()


def test_a_start_count_is_drawn_from_what_its_words_can_mean() -> None:
    count = exactly(20, 100, "range", high=30)
    drawn = districts_from_count(count, (np.arange(100_000) + 0.5) / 100_000, 100)
    chances = mass(20, 30, "range", 100)
    assert np.bincount(drawn, minlength=101) / 100_000 == pytest.approx(chances, abs=2e-5)


def test_a_count_with_another_total_in_mind_is_scaled() -> None:
    assert set(districts_from_count(exactly(129, 430), np.array([0.1, 0.9]), 398)) == {119}


def test_each_run_starts_from_one_tracker_drawn_by_weight() -> None:
    trackers = tuple(
        Tracker(name, weight, {"red": exactly(n, 16)}, {"red": exactly(c, 16)})
        for name, weight, n, c in (("a", 1.0, 3, 2), ("b", 1.0, 6, 5))
    )
    picked, held, contested = draw_starts(replace(scenario(), trackers=trackers), 1, RUNS)
    assert abs(picked.mean() - 0.5) < stats.norm.isf(ERROR / 2) * 0.5 / np.sqrt(len(RUNS))
    assert (held[:, 0] == np.where(picked == 0, 3, 6)).all()
    assert (contested[:, 0] == np.where(picked == 0, 2, 5)).all()
    assert (held[:, 1] == 0).all()
