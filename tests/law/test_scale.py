"""The same war on a coarser or a finer partition: parameters are per district or grow with the network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.base.parameters import SCALE, SPACING, Extent
from sim.law.parameters import PARAMETERS
from sim.scenario.scenario import LawPrior, Scenario
from tests.worlds import RED, campaign, grid, made

RUNS = 300


def war(side: int, across: int = 5) -> Scenario:
    """A war on a square of ``side`` x ``side`` districts: red holds a fifth, in a block, all priors as they come.

    The country has ``across`` x ``across`` provinces with a capital each, whatever its districts: capitals are cities,
    and how many there are is no matter of the partition. The law counts them one by one (shock, stress).
    """
    n, wide = side * side, side // across
    past = np.repeat(np.arange(side) < side // 4, side).astype(float)
    corners = range(0, side, wide)
    terrain = grid(
        side,
        past=past,
        seats={x * side + y: 1 for x in corners for y in corners if x + y},
        provinces=[f"P{x // wide}.{y // wide}" for x in range(side) for y in range(side)],
    )
    law = {name: LawPrior(p.prior_for(Extent(n)), "made up", "code") for name, p in PARAMETERS.items()}
    one = made(terrain, held={"red": n // 5}, contested={"red": n // 10}, days=90, calm=False)
    return replace(one, law=law)


def test_priors_for_a_network_grow_with_it_where_they_should() -> None:
    scaled = [p for p in PARAMETERS.values() if p.scaled]
    assert {p.name for p in scaled} >= {
        "accounts.reserve_challenger",
        "pressure.tempo_incumbent",
        "retake.counter",
    }
    for p in scaled:
        assert p.prior_for(Extent(SCALE)) == p.prior
        half = p.prior_for(Extent(SCALE // 2))
        assert half.a == p.prior.a / 2
    assert PARAMETERS["momentum.gain"].prior_for(Extent(40, 7.0)) == PARAMETERS["momentum.gain"].prior


def test_rates_of_districts_beside_a_front_fall_with_the_distance_of_neighbours() -> None:
    """A front that moves so many kilometres a day passes fewer districts the larger they are."""
    spaced = {p.name for p in PARAMETERS.values() if p.spaced}
    assert spaced == {"pressure.density", "capitulation.rural"}
    for name in spaced:
        prior = PARAMETERS[name].prior
        far = PARAMETERS[name].prior_for(Extent(45, 2 * SPACING))
        assert (far.a, far.b) == (prior.a / 2, prior.b)
        assert PARAMETERS[name].prior_for(Extent(45)) == prior


def test_shares_of_the_same_war_agree_on_100_and_on_400_districts() -> None:
    coarse, fine = shares(war(10)), shares(war(20))
    assert abs(coarse.mean() - fine.mean()) < 0.05
    assert abs(coarse.std() - fine.std()) < 0.05


def test_a_country_with_more_capitals_moves_more_because_each_is_a_shock_of_its_own() -> None:
    """What looked like a dependence on the partition: a finer map with four times as many capitals."""
    more = shares(war(20, across=10)) - shares(war(20))  # parameters are drawn alike, so runs are pairs
    assert more.mean() > 3.9 * more.std() / np.sqrt(RUNS)


def shares(scenario: Scenario) -> np.ndarray:
    """Share of the districts that red holds at the end of each run: float [RUNS]."""
    return np.asarray(campaign(scenario, RUNS).counts(0)[:, -1, RED] / scenario.terrain.districts)
