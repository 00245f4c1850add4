"""How a source miscounts: a normal error of a number, slips about named places."""

from __future__ import annotations

import numpy as np
import pytest

from sim.evidence.counting_errors import NAMED_SLIP, NamedError, NormalError
from sim.evidence.likelihood import group_log_likelihood


@pytest.mark.parametrize("places", [1, 2, 5])
def test_chances_of_named_places_are_a_binomial_of_slips(places: int) -> None:
    chances = NamedError(places, 0.1).chances
    assert chances.sum(axis=1) == pytest.approx(np.ones(places + 1))
    assert chances[places] @ np.arange(places + 1) == pytest.approx(0.9 * places)
    assert chances[0] @ np.arange(places + 1) == pytest.approx(0.1 * places)


def test_a_trusted_source_that_names_a_fallen_city_is_nearly_certain() -> None:
    fallen = np.array([0.0, 1.0])  # 1 of 1 has fallen
    log = NamedError(1).log_likelihood(fallen, np.array([0.0, 1.0]))
    together = np.exp(group_log_likelihood([log], [2.0], 0.05))
    assert np.exp(log) == pytest.approx([NAMED_SLIP, 1 - NAMED_SLIP])
    assert together[1] / together[0] > 20
    prior = np.array([0.99, 0.01]) * together
    assert (prior / prior.sum())[1] > 0.15, "one run in a hundred that has it becomes a fifth of the weight"


@pytest.mark.parametrize("error", [NormalError(2.0), NamedError(4)])
def test_a_table_gives_what_the_likelihood_gives(error: NormalError | NamedError) -> None:
    mass = np.array([0.0, 0.1, 0.5, 0.3, 0.1])
    predicted = np.array([0.0, 1.0, 2.0, 4.0])
    assert np.interp(predicted, *error.table(mass, 4.0)) == pytest.approx(
        error.log_likelihood(mass, predicted), abs=2e-3
    )


@pytest.mark.parametrize("error", [NormalError(1.0), NamedError(4, 0.2)])
def test_draws_follow_the_predictive_mass(error: NormalError | NamedError) -> None:
    values = np.arange(5.0)
    drawn = [error.draw(3.0, values, (n + 0.5) / 4000) for n in range(4000)]
    shares = np.bincount(drawn, minlength=5) / 4000
    assert shares == pytest.approx(error.predictive(np.array([3.0]), np.ones(1), 4.0), abs=2e-3)
