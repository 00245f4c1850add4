from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.codes import START
from sim.ensemble.block import BLOCK
from sim.ensemble.draws import varying
from sim.ensemble.engine import Ensemble, Plan, simulate
from sim.ensemble.join import Mixture, drawn_scores
from sim.ensemble.proposal import Proposal
from sim.record.observables import holders
from sim.scenario.scenario import Scenario


@pytest.fixture
def batches(toy: Scenario, own_store: Path) -> tuple[Ensemble, Ensemble]:
    """A prior batch of 2 blocks and a proposed one of 1."""
    names = varying(toy)
    mean = np.zeros(len(names))
    mean[:3] = 0.7
    proposal = Proposal(names, mean, 0.8 * np.eye(len(names)))
    prior = simulate(Plan(toy, 1, 2 * BLOCK))
    return prior, simulate(Plan(toy, 1, BLOCK, 2 * BLOCK, proposal))


def join(batches: Sequence[Ensemble]) -> Ensemble:
    """One ensemble of all batches."""
    return Mixture(varying(batches[0].scenario), batches).joined()


def test_one_batch_is_left_as_it_is(batches: tuple[Ensemble, Ensemble]) -> None:
    assert join(batches[:1]) is batches[0]


def test_joined_runs_are_those_of_the_batches_in_order(batches: tuple[Ensemble, Ensemble]) -> None:
    joined = join(batches)
    np.testing.assert_array_equal(joined.record.run, np.arange(3 * BLOCK))
    assert joined.parameters.dtype == batches[0].parameters.dtype
    for name, series in joined.series.items():
        np.testing.assert_array_equal(series[: 2 * BLOCK], batches[0].series[name])
        np.testing.assert_array_equal(series[2 * BLOCK :], batches[1].series[name])


def test_every_map_survives_joining(batches: tuple[Ensemble, Ensemble]) -> None:
    joined = join(batches)
    day = joined.days
    apart = np.concatenate([holders(one.record, day) for one in batches])
    np.testing.assert_array_equal(holders(joined.record, day), apart)
    assert (joined.record.event_manner[joined.record.event_first[:-1]] == START).all()
    assert joined.record.event_first[-1] == len(joined.record.event_day)


def test_mixture_weights_are_bounded_by_the_share_of_the_prior_batch(
    batches: tuple[Ensemble, Ensemble],
) -> None:
    ratio = np.exp(join(batches).log_prior)
    assert ratio.max() <= 3 / 2 + 1e-9
    assert ratio.min() > 0
    assert ratio.std() > 0.1


def test_mixture_weights_have_mean_one_within_error(batches: tuple[Ensemble, Ensemble]) -> None:
    ratio = np.exp(join(batches).log_prior)
    assert ratio.mean() == pytest.approx(1.0, abs=4 * ratio.std() / np.sqrt(len(ratio)))


def test_joining_keeps_the_names_of_failed_runs_and_adds_up_what_was_reused(
    batches: tuple[Ensemble, Ensemble],
) -> None:
    marked = [replace(one, failed={n: "no room"}, reused=7 * n) for n, one in enumerate(batches, 1)]
    joined = join(marked)
    assert joined.failed == {1: "no room", 2: "no room"}
    assert joined.reused == 21
    assert len(joined.proposals) == 1


def test_adding_batches_one_by_one_gives_the_density_of_the_whole_mixture(
    batches: tuple[Ensemble, Ensemble], toy: Scenario
) -> None:
    names = varying(toy)
    wide = Proposal(names, np.full(len(names), -0.2), 1.1 * np.eye(len(names)))
    third = simulate(Plan(toy, 1, BLOCK, 3 * BLOCK, wide))
    mixture = Mixture(names, [batches[0]])
    for batch in (batches[1], third):
        mixture.add(batch)
    drawn = mixture.drawn
    ratios = [
        np.ones(len(drawn)),
        *(np.exp(one.proposals[0].log_ratio(drawn)) for one in (batches[1], third)),
    ]
    expected = -np.log(0.5 * ratios[0] + 0.25 * ratios[1] + 0.25 * ratios[2])
    np.testing.assert_allclose(mixture.joined().log_prior, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(drawn, drawn_scores(names, [*batches, third]))
