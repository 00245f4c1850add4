"""The five regimes are reached inside the shipped prior of the seed, each by a share of about five per cent or more.

Where resources bind, each has at least five; the average over variants includes those made so that advances hardly stall.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.ensemble.engine import Ensemble, run_ensemble
from sim.record.regimes import REGIMES, regimes
from sim.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def thousands(seed_scenario: Scenario) -> Ensemble:
    """2,000 runs of the prior."""
    return run_ensemble(seed_scenario, runs=2000)


RARE = pytest.mark.xfail(
    strict=True,
    reason="reversals have a share of 4.1 % where resources bind, below 5 % (docs/record.md, Disappointments)",
)


@pytest.mark.parametrize("regime", [*REGIMES[1:-1], pytest.param("reversal", marks=RARE)])
def test_each_regime_has_a_share_of_at_least_five_per_cent_where_resources_bind(
    thousands: Ensemble, regime: str
) -> None:
    found = regimes(thousands.record, 0) == REGIMES.index(regime)
    names = [one.name for one in thousands.scenario.variants]
    loose = [number for number, name in enumerate(names) if name.startswith("loose")]
    binding = ~np.isin(thousands.variant, loose)
    assert loose and found[binding].mean() >= 0.05
    assert found.mean() >= 0.04


@pytest.mark.parametrize("regime", REGIMES[1:])
def test_each_regime_is_reached_by_more_than_a_few_runs(thousands: Ensemble, regime: str) -> None:
    assert (regimes(thousands.record, 0) == REGIMES.index(regime)).mean() >= 0.02


def test_no_run_of_the_prior_fails(thousands: Ensemble) -> None:
    assert thousands.failed == {}
