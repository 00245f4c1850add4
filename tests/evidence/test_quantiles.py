import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.quantiles import distribution, quantiles, weighted_quantile


def test_quantiles_of_a_mass_function_are_the_smallest_values_that_reach_the_level():
    assert quantiles(np.array([0.05, 0.45, 0.5]), (0.05, 0.0500001, 0.5, 0.51, 1.0)) == (0, 1, 1, 2, 2)


def test_a_weight_counts_like_so_many_copies():
    values, copies = np.array([3.0, 1.0, 2.0, 5.0]), np.array([2, 3, 1, 4])
    found = weighted_quantile(values, copies / 10, (0.05, 0.3, 0.31, 0.5, 0.95))
    expected = np.quantile(np.repeat(values, copies), (0.05, 0.3, 0.31, 0.5, 0.95), method="inverted_cdf")
    np.testing.assert_array_equal(found, expected)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), min_size=1, max_size=30), st.floats(0.01, 0.99)
)
def test_weighted_quantile_agrees_with_numpy_on_repeated_values(pairs, level):
    values, copies = (np.array(column) for column in zip(*pairs, strict=True))
    if copies.sum() == 0:
        assert np.isnan(weighted_quantile(values, copies.astype(float), level))
        return
    found = weighted_quantile(values, copies.astype(float), level)
    below = np.repeat(values, copies)
    assert (below <= found).mean() >= level - 1e-9
    assert (below < found).mean() < level + 1e-9


def test_columns_are_taken_one_by_one_and_shapes_follow_the_levels():
    values = np.random.default_rng(1).integers(0, 50, (200, 7))
    weights = np.random.default_rng(2).random(200)
    table = weighted_quantile(values, weights, (0.1, 0.9))
    assert table.shape == (2, 7)
    assert weighted_quantile(values, weights, 0.5).shape == (7,)
    assert weighted_quantile(values[:, 0], weights, 0.5).shape == ()
    for day in range(7):
        np.testing.assert_array_equal(table[:, day], weighted_quantile(values[:, day], weights, (0.1, 0.9)))


def test_without_any_weight_the_quantile_is_not_a_number():
    assert np.isnan(weighted_quantile(np.ones((3, 2)), np.zeros(3), (0.5,))).all()


def test_small_integers_are_counted_and_have_the_quantiles_of_any_other_numbers():
    dice = np.random.default_rng(3)
    values, weights = dice.integers(-9, 30, (500, 7)).astype(np.int16), dice.exponential(size=500) ** 4
    levels = (0.0, 0.05, 0.5, 0.95, 1.0)
    for chosen in (weights, np.full(500, 1 / 500)):
        counted = weighted_quantile(values, chosen, levels)
        np.testing.assert_array_equal(counted, weighted_quantile(values.astype(np.float32), chosen, levels))
    assert all(len(running) == np.ptp(values) + 1 for _, _, running in distribution(values.T, weights))
