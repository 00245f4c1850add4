"""The share of chance in the spread of runs: known answers, and more of it where the law has more dice."""

from __future__ import annotations

import numpy as np
import pytest

from sim.inference.checks.noise import chance_share, chance_shares, log_gain, simulate_groups
from tests.worlds import RED, grid, made


def test_the_share_is_that_of_the_variances_put_in() -> None:
    dice = np.random.default_rng(5)
    groups = dice.normal(0.0, 2.0, size=(4_000, 1))
    values = groups + dice.normal(0.0, 1.0, size=(4_000, 8))
    assert chance_share(values) == pytest.approx(0.2, abs=0.01)


def test_groups_that_differ_only_between_leave_nothing_to_chance() -> None:
    assert chance_share(np.repeat(np.arange(5.0)[:, None], 4, axis=1)) == 0.0


def test_groups_that_differ_only_within_are_all_chance() -> None:
    assert chance_share(np.tile(np.arange(6.0), (5, 1))) == 1.0


def test_what_never_varies_has_no_share() -> None:
    assert np.isnan(chance_share(np.ones((3, 4))))


def test_losses_are_as_long_as_gains_on_the_log_scale() -> None:
    assert log_gain(np.array([-9, 0, 9])).tolist() == pytest.approx([-np.log(10), 0.0, np.log(10)])


def test_runs_of_a_group_start_alike_and_part_by_chance() -> None:
    held = simulate_groups(made(grid(6), held={"red": 8}), RED, 20, 4, seed=3)
    assert (held[:, :, 0] == held[:, :1, 0]).all()
    assert held[:, :, -1].std(axis=1).max() > 0
    shares = chance_shares(held, [30, 60])
    assert all(0.0 < one.low <= one.share <= one.high <= 1.0 for one in shares)
