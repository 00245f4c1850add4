"""The peers of the engine do what they say: one spreads and recedes over borders, the other only spreads."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import peers
from tests.records import make_terrain


def test_border_shares_sum_to_one_where_there_are_neighbours() -> None:
    sums = np.asarray(peers.border_shares(make_terrain()).sum(axis=1))
    assert np.allclose(sums[sums > 0], 1.0)


def test_nothing_falls_where_one_side_holds_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "HELD", 1.1)
    held = peers.numpy_batch(make_terrain(), runs=8, days=30, seed=1)
    assert (held == make_terrain().districts).all()


def test_without_falling_back_the_batch_never_recedes(monkeypatch: pytest.MonkeyPatch) -> None:
    both = peers.numpy_batch(make_terrain(), runs=64, days=60, seed=1)
    assert (np.diff(both, axis=0) < 0).any()
    monkeypatch.setattr(peers, "BACK", 0.0)
    held = peers.numpy_batch(make_terrain(), runs=64, days=60, seed=1)
    assert (np.diff(held, axis=0) >= 0).all() and held[-1].mean() > held[0].mean()


def test_the_table_tells_core_hours_and_energy_of_a_million_runs() -> None:
    head, row = peers.table({"engine": [0.0036, 0.0036, 9.0]})
    assert head[2:] == ("a million runs", "energy")
    assert row == ("engine", "3.6 ms", "1 core-hours", "10 Wh")
