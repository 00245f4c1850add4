"""Histograms of the daily series: every run in one bin, ends that hold what is in it, sums that add up."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.ensemble.engine import Ensemble
from sim.record.histograms import MOST_BINS, SERIES, edges, histogram, places, width
from sim.scenario.scenario import Scenario
from tests.worlds import line


@pytest.fixture(scope="module")
def ensemble(toy: Scenario) -> Ensemble:
    """Some runs of the toy corridor."""
    return sim.run_ensemble(toy, runs=300, seed=3)


@pytest.mark.parametrize("name", SERIES)
def test_every_value_lies_between_the_ends_of_its_bin_and_every_run_is_counted_once_a_day(
    ensemble: Ensemble, name: str
) -> None:
    values, ends = ensemble.series[name], edges(name, ensemble.record.terrain)
    place = places(name, values, ensemble.record.terrain)
    near, far = np.abs(ends[place]), np.abs(ends[place + 1])
    near, far = np.where(ends[place] * ends[place + 1] < 0, 0, np.minimum(near, far)), np.maximum(near, far)
    assert ((near <= np.abs(values)) & (np.abs(values) < far)).all()
    assert ((ends[place] <= values) & (values <= ends[place + 1])).all()
    counts = histogram(ensemble.record, name)
    assert (counts.sum(axis=2) == ensemble.runs).all()
    day, faction = 40, 1
    assert counts[day, faction, place[17, day, faction]] >= 1


def test_a_count_has_a_bin_for_each_value(ensemble: Ensemble) -> None:
    counts = histogram(ensemble.record, "held")
    wanted = np.bincount(ensemble.series["held"][:, 30, 0], minlength=counts.shape[2])
    assert (counts[30, 0] == wanted).all()


def test_ends_of_a_level_differ_by_at_most_an_eighth_and_signs_are_kept_apart(ensemble: Ensemble) -> None:
    terrain = ensemble.record.terrain
    ends = edges("momentum", terrain)
    inner = ends[np.isfinite(ends) & (ends > 0)]
    assert (np.diff(inner) / inner[:-1]).max() <= 0.125
    assert (np.diff(ends) > 0).all()
    low, none, high = places("momentum", np.array([-0.5, 0.0, 0.5]), terrain)
    assert (ends[low + 1], ends[high]) == (-0.5, 0.5)
    assert (ends[none], ends[none + 1]) == (-(2.0**-10), 2.0**-10)


def test_more_values_than_bins_share_them_evenly() -> None:
    terrain = line(3_000)
    assert width("held", terrain) == 3
    assert len(edges("held", terrain)) - 1 <= MOST_BINS
    assert places("held", np.array([0, 2, 3, 3_000]), terrain).tolist() == [0, 0, 1, 1_000]
