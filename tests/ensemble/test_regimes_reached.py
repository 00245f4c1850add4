"""The five regimes are reached inside the shipped prior of the seed, each by a share of at least five per cent."""

from __future__ import annotations

import pytest

from sim.ensemble.engine import Ensemble, run_ensemble
from sim.record.regimes import REGIMES, regimes
from sim.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def thousands(seed_scenario: Scenario) -> Ensemble:
    """2,000 runs of the prior."""
    return run_ensemble(seed_scenario, runs=2000)


@pytest.mark.parametrize("regime", REGIMES[1:])
def test_each_regime_has_a_share_of_at_least_five_per_cent_of_the_prior(
    thousands: Ensemble, regime: str
) -> None:
    assert (regimes(thousands.record, 0) == REGIMES.index(regime)).mean() >= 0.05


def test_no_run_of_the_prior_fails(thousands: Ensemble) -> None:
    assert thousands.failed == {}
