"""Sums of weights: exact, in any order, whatever their size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explore.sums.exact_sums import add_up, effective_runs, ratio, value

LOGS = st.lists(st.floats(-2_000, 0), min_size=1, max_size=60)


@given(LOGS, st.randoms(use_true_random=False))
def test_sums_are_the_same_bits_in_any_order_and_any_parts(logs: list[float], chance: object) -> None:
    whole = add_up(np.array(logs))
    chance.shuffle(logs)  # type: ignore[attr-defined]
    parts = sum(add_up(np.array([one])) for one in logs)
    assert (parts == whole).all()


def test_ratios_are_those_of_floats_where_floats_can_tell() -> None:
    logs = np.array([-3.0, -1.0, -700.0, -2.5, -np.inf])
    some = np.array([True, False, True, True, True])
    weights = np.exp(logs)
    assert ratio(add_up(logs, some), add_up(logs)) == pytest.approx(
        weights[some].sum() / weights.sum(), rel=1e-8
    )
    wanted = weights.sum() ** 2 / (weights**2).sum()
    assert effective_runs(add_up(logs), add_up(2 * logs)) == pytest.approx(wanted, rel=1e-8)


def test_weights_far_below_what_a_float_holds_still_compare() -> None:
    assert ratio(add_up(np.array([-1_400.0])), add_up(np.array([-1_400.0, -1_400.0]))) == 0.5


def test_counting_a_weight_several_times_is_adding_it_several_times() -> None:
    logs = np.array([-1.3, -2.7])
    assert (add_up(logs, np.array([3, 0])) == 3 * add_up(logs[:1])).all()


def test_nothing_weighs_nothing() -> None:
    nothing = add_up(np.array([-np.inf, -1e9]))
    assert value(nothing) == 0
    assert ratio(nothing, nothing) == effective_runs(nothing, nothing) == 0.0
