from __future__ import annotations

import numpy as np
import pytest

from sim.score.baselines import History
from sim.score.contagion import ContagionNetwork, count_distribution, fit_rate, seeded, spread


@pytest.fixture
def chain() -> ContagionNetwork:
    """Three districts in a row."""
    return ContagionNetwork(np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1]), np.array([1.0, 0.5, 0.5, 1.0]), 3)


def test_contagion_walks_from_neighbour_to_neighbour_and_never_leaves(chain: ContagionNetwork) -> None:
    found = spread(chain, np.array([1.0, 0.0, 0.0]), 0.2, 40)
    assert found[1, 1] == pytest.approx(1 - np.exp(-0.1))
    assert found[1, 2] == 0.0
    assert (np.diff(found, axis=0) >= 0).all()
    assert found[40, 2] > 0.9


def test_no_rate_spreads_nothing(chain: ContagionNetwork) -> None:
    np.testing.assert_array_equal(spread(chain, np.array([1.0, 0, 0]), 0.0, 5)[5], [1, 0, 0])


def test_the_rate_that_made_the_counts_is_found_again(chain: ContagionNetwork) -> None:
    start = np.array([1.0, 0.0, 0.0])
    shares = spread(chain, start, 0.07, 30).mean(axis=1)
    history = History(np.array([0.0, 10, 30]), 90 * shares[[0, 10, 30]], 90.0, 1.0)
    assert fit_rate(chain, start, history) == pytest.approx(0.07, rel=0.01)
    assert fit_rate(chain, start, History(np.array([0.0]), np.array([30.0]), 90.0, 1.0)) == 0.0


def test_start_chances_have_the_mean_asked_for_and_stay_below_one() -> None:
    found = seeded(np.array([0.2, 0.2, 1.2, 0.0]), 0.4)
    assert found.mean() == pytest.approx(0.4)
    assert found.max() <= 1.0
    assert found[3] == 0.0


def test_the_number_of_independent_events_has_the_poisson_binomial_distribution() -> None:
    np.testing.assert_allclose(count_distribution(np.array([0.5, 0.2])), [0.4, 0.5, 0.1])
