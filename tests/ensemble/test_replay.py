"""A run lived again alone is the run of its batch to the last bit, whichever batch that was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import SimError
from sim.ensemble.block import BLOCK
from sim.ensemble.engine import Ensemble, Plan, run_ensemble, simulate
from sim.ensemble.lineage import Lineage
from sim.ensemble.proposal import Proposal
from sim.ensemble.replay import replay
from sim.scenario.reader import with_law
from sim.scenario.scenario import Scenario

NAMES = ("momentum.gain", "external.after")
MOVED = Proposal(NAMES, np.array([0.8, -0.5]), np.array([[0.7, 0.0], [0.2, 0.6]]))


def assert_same(batch: Ensemble, row: int, alone: Ensemble) -> None:
    """Row ``row`` of the batch and the only run of ``alone`` left the same."""
    assert alone.runs == 1
    assert alone.record.run[0] == batch.record.run[row]
    for name, values in batch.series.items():
        np.testing.assert_array_equal(values[row], alone.series[name][0])
    rows = slice(batch.record.event_first[row], batch.record.event_first[row + 1])
    for name in ("event_day", "event_district", "event_from", "event_to", "event_manner"):
        np.testing.assert_array_equal(getattr(batch.record, name)[rows], getattr(alone.record, name))
    assert batch.parameters[row] == alone.parameters[0]


@pytest.mark.parametrize("row", [0, 17, 255, 256, 299])
def test_a_run_alone_is_the_run_of_the_ensemble(toy: Scenario, own_store: Path, row: int) -> None:
    batch = run_ensemble(toy, runs=300, seed=3)
    assert_same(batch, row, replay(toy, 3, row))


def test_a_run_of_a_later_batch_needs_its_proposal_or_its_parameters(toy: Scenario, own_store: Path) -> None:
    batch = simulate(Plan(toy, 3, 40, 2 * BLOCK, MOVED))
    run = int(batch.record.run[21])
    assert_same(batch, 21, replay(toy, 3, run, proposal=MOVED))
    assert_same(batch, 21, replay(toy, 3, run, law=batch.parameters[21:22]))
    assert replay(toy, 3, run).parameters[0] != batch.parameters[21]


def test_a_lineage_of_a_runs_own_dice_is_the_run(toy: Scenario, own_store: Path) -> None:
    own = Lineage(np.array([5, 6]), np.array([20, toy.days]), np.array([[5, 5], [6, 6]]), {})
    assert_same(replay(toy, 3, 6), 0, replay(toy, 3, 6, lineage=own))


def test_a_run_of_a_filter_is_lived_again_from_its_lineage_alone(toy: Scenario, own_store: Path) -> None:
    toy = with_law(toy, {"capitulation.quiet_logit": "3"}, ())  # a front that moves, so that other dice show
    own = replay(toy, 3, 301)
    numbers = {"momentum.gain": np.array([0.2, 0.9]), "start.held.red": np.array([0.1, 0.99])}
    made = Lineage(np.array([300, 301]), np.array([20, toy.days]), np.array([[300, 7], [9, 301]]), numbers)
    block = made.replay(toy, 3).block(300)
    again = replay(toy, 3, 301, lineage=made)
    np.testing.assert_array_equal(again.series["held"][0], block.counts[1, ..., 0])
    np.testing.assert_array_equal(again.series["momentum"][0], block.levels[1, ..., 3])
    mine = block.events[block.event_count[0] :]
    np.testing.assert_array_equal(again.record.event_district, mine["district"])
    assert not np.array_equal(again.series["held"], own.series["held"])


def test_replaying_leaves_the_store_alone(toy: Scenario, own_store: Path) -> None:
    replay(toy, 1, 5)
    assert not own_store.exists()


def test_a_run_that_fails_says_so(toy: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ensemble.block.find_errors", lambda first, levels: {first: "not finite"})
    with pytest.raises(SimError, match="run 5: not finite"):
        replay(toy, 1, 5)
