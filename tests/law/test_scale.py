"""The same war on a coarser or a finer partition: parameters are per district or grow with the network."""

from __future__ import annotations

import numpy as np

from sim.base.parameters import SCALE
from sim.law.parameters import PARAMETERS
from sim.scenario.scenario import LawPrior, Scenario
from tests.worlds import RED, campaign, grid, made

RUNS = 300


def war(side: int) -> Scenario:
    """A war on a square of ``side`` x ``side`` districts: red holds a quarter, in a block, all priors as they come."""
    n = side * side
    past = np.repeat(np.arange(side) < side // 4, side).astype(float)
    terrain = grid(side, past=past)
    law = {name: LawPrior(p.prior_for(n), "made up", "code") for name, p in PARAMETERS.items()}
    from dataclasses import replace

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
        assert p.prior_for(SCALE) == p.prior
        half = p.prior_for(SCALE // 2)
        assert half.a == p.prior.a / 2
    assert PARAMETERS["momentum.gain"].prior_for(40) == PARAMETERS["momentum.gain"].prior


def test_shares_of_the_same_war_agree_on_100_and_on_400_districts() -> None:
    share = [campaign(war(side), RUNS).counts(0)[:, -1, RED] / side**2 for side in (10, 20)]
    error = np.sqrt(sum(one.var() for one in share) / RUNS)
    assert abs(share[0].mean() - share[1].mean()) < 0.05 + 3.9 * error
    spread = [one.std() for one in share]
    # the spread of so many runs has an error of its own, as the mean has: that of a normal one
    error = np.sqrt(sum(one.var() for one in share) / (2 * RUNS))
    assert abs(spread[0] - spread[1]) < 0.05 + 3.9 * error
