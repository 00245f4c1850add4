from __future__ import annotations

import pytest

from sim.base.errors import UsageError
from sim.ensemble.block import BLOCK
from sim.inference.run_size import FIRST, enough_runs, next_size


def root_law(constant: float) -> tuple[list[int], object]:
    """Half-widths that fall with the square root of the runs, and the numbers that were looked at."""
    looked: list[int] = []

    def half_width(runs: int) -> float:
        looked.append(runs)
        return float(constant / runs**0.5)

    return looked, half_width


def test_runs_grow_until_the_half_width_is_reached() -> None:
    looked, half_width = root_law(2.0)
    runs = enough_runs(half_width, 0.02, 100_000)
    assert 2.0 / runs**0.5 <= 0.02
    assert runs <= 1.35 * 10_000
    assert runs % BLOCK == 0
    assert looked[0] == FIRST
    assert len(looked) <= 5


def test_a_first_look_that_is_narrow_enough_is_the_answer() -> None:
    assert enough_runs(lambda runs: 0.01, 0.02, 100_000) == FIRST


def test_no_more_than_the_cap_is_run_and_it_is_not_looked_at() -> None:
    looked, half_width = root_law(50.0)
    assert enough_runs(half_width, 0.02, 5_000) == 5_000
    assert 5_000 not in looked
    assert enough_runs(half_width, 0.02, 300) == 300


def test_no_number_yet_means_more_runs() -> None:
    assert enough_runs(lambda runs: float("inf") if runs < 8_000 else 0.01, 0.02, 10**6) >= 8_000


def test_growth_is_at_least_a_block_and_at_most_fourfold() -> None:
    assert next_size(1024, 1.0001) == 1024 + BLOCK
    assert next_size(1024, 100.0) == 4 * 1024


@pytest.mark.parametrize("precision", [0.0, -0.1, float("nan")])
def test_a_precision_that_is_not_positive_is_refused(precision: float) -> None:
    with pytest.raises(UsageError, match=r"precision = .*: expected a half-width above 0"):
        enough_runs(lambda runs: 0.1, precision, 1000)
