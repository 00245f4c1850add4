import numpy as np
import pytest

from sim.inference.pareto_k import fit_shape, pareto_k, tail_length


@pytest.mark.parametrize("shape", [-0.3, 0.2, 0.5, 0.7, 1.0, 1.5])
def test_the_shape_of_a_known_generalised_pareto_is_found(shape):
    u = np.random.default_rng(11).random((40, 1000))
    found = [fit_shape(np.sort((row**-shape - 1) / shape)) for row in u]
    # asymptotic sd of k is (1 + k)/sqrt(n); the pull towards 0.5 moves the mean by at most 10/1010 * |0.5 - k|
    tolerance = 3.3 * (1 + shape) / np.sqrt(1000 * 40) + 10 / 1010 * abs(0.5 - shape) + 0.01
    assert np.mean(found) == pytest.approx(shape, abs=tolerance)


def test_weights_of_a_known_tail_give_its_shape():
    u = np.random.default_rng(5).random(20_000)
    assert pareto_k(-0.9 * np.log(u)) == pytest.approx(0.9, abs=3.3 * 1.9 / np.sqrt(tail_length(20_000)))


def test_even_weights_are_trusted_and_one_dominant_run_is_not():
    rng = np.random.default_rng(6)
    even, wild = pareto_k(np.log(rng.random(4000))), pareto_k(rng.normal(0, 6, 4000))
    assert even is not None
    assert even < 0.5
    assert wild is not None
    assert wild > 0.7


@pytest.mark.parametrize(
    "log_weights",
    [np.zeros(1000), np.full(1000, -np.inf), np.zeros(3), np.array([0.0, -1.0] + [-np.inf] * 1000)],
)
def test_a_tail_that_is_not_there_has_no_shape(log_weights):
    assert pareto_k(log_weights) is None
