"""Free of scale: the same ground in larger units gives about the same answers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.base.codes import NATIONAL, RURAL
from sim.ensemble.engine import Ensemble
from sim.exam.answers import first_days, held_by
from sim.exam.coarse_partition import coarsen
from sim.exam.origin_scenario import restart
from sim.exam.origin_sheet import run_prior
from sim.law.parameters import PARAMETERS
from sim.scenario.campaign import CHALLENGING, Campaign, read_campaign

RUNS, HORIZON = 300, 60
ALIKE = 0.1
GAINS = [(share, days) for share in (0.02, 0.05) for days in (14, 30, 60)]


def answers(campaign: Campaign, origin: date) -> dict[str, float]:
    """Chances that mean the same on any partition. A gain of any size does not: a first unit is more ground the larger it is."""
    ensemble = run_prior(RUNS, 1, 2)(restart(campaign, origin, HORIZON))
    found = {
        f"gain of {share:.0%} in {days} days": gain(campaign, ensemble, share, days) for share, days in GAINS
    }
    seat, now = ensemble.scenario.terrain.seat, ensemble.record.as_of_day
    first = first_days(ensemble.record, campaign.sides, CHALLENGING)
    for name, kind in (("the national capital falls", seat == NATIONAL), ("a capital falls", seat != RURAL)):
        places = kind & (first.min(axis=0) > now)  # not held already
        found[name] = float((first[:, places] <= now + 30).any(axis=1).mean()) if places.any() else 0.0
    return found


def gain(campaign: Campaign, ensemble: Ensemble, share: float, days: int) -> float:
    """Chance that the challenging side holds more units than at the origin, by more than a share of all."""
    now, record = ensemble.record.as_of_day, ensemble.record
    before, later = (held_by(record, campaign.sides, CHALLENGING, day) for day in (now, now + days))
    return float(np.mean(later - before > share * record.terrain.districts))


@pytest.mark.parametrize("name", ["syria_2024", "ethiopia_2021"])
def test_two_partitions_of_a_war_give_the_same_answers(name: str) -> None:
    fine = read_campaign(name)
    coarse, origin = coarsen(fine), fine.origins[0]
    one, other = answers(fine, origin), answers(coarse, origin)
    apart = {key: round(one[key] - other[key], 3) for key in one if abs(one[key] - other[key]) > ALIKE}
    assert len(one) == 8 and not apart


def test_the_coarser_war_has_the_priors_of_its_own_network() -> None:
    fine = read_campaign("ethiopia_2021")
    coarse = coarsen(fine).at(fine.origins[0])
    for scenario in (fine.at(fine.origins[0]), coarse):
        extent, reserve = scenario.terrain.extent, PARAMETERS["accounts.reserve_challenger"]
        assert scenario.law[reserve.name].prior == reserve.prior_for(extent)
    assert 30 < fine.scenario.terrain.extent.spacing < 40 < 100 < coarse.terrain.extent.spacing
