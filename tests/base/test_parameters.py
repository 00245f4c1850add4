"""Parameters: priors as text, ranges, what an error says; the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.calendar import Calendar
from sim.base.errors import USAGE, UsageError
from sim.base.parameters import Fixed, Gamma, LogNormal, Normal, Prior, Uniform, parameter, parse_prior
from sim.law.parameters import LAW_DTYPE, PARAMETERS

GAIN = parameter("momentum.gain", Gamma(2, 0.75), "logit", "effect", low=0, high=20, source="assumed")


@pytest.mark.parametrize(
    ("text", "prior"),
    [
        (0.5, Fixed(0.5)),
        (3, Fixed(3)),
        ("0.5", Fixed(0.5)),
        ("fixed(2)", Fixed(2)),
        ("uniform(0, 3)", Uniform(0, 3)),
        (" normal( -1.5e0 ,.7 ) ", Normal(-1.5, 0.7)),
        ("lognormal(0.05, 0.7)", LogNormal(0.05, 0.7)),
        ("gamma(2,0.75)", Gamma(2, 0.75)),
        ("uniform(0, 3) shifted(-0.5, 0.9)", Prior("uniform", 0, 3, -0.5, 0.9)),
    ],
)
def test_a_prior_is_read_as_it_is_written(text: object, prior: Prior) -> None:
    assert parse_prior(text) == prior


@given(st.floats(0.01, 100), st.floats(0.01, 100))
def test_a_prior_written_out_is_read_back_to_six_digits(a: float, b: float) -> None:
    for prior in (Uniform(-a, b), Normal(-a, b), LogNormal(a, b), Gamma(a, b), Fixed(-a)):
        again = parse_prior(str(prior))
        assert again.family == prior.family
        assert (again.a, again.b) == pytest.approx((prior.a, prior.b), rel=1e-5)
        assert parse_prior(prior.move(0.25, 0.5).text("r")) == prior.move(0.25, 0.5)
        twice, once = prior.move(0.25, 0.5).move(1.0, 2.0), prior.move(0.75, 1.0)
        assert (twice.a, twice.b, twice.shift, twice.width) == pytest.approx(
            (once.a, once.b, once.shift, once.width)
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (True, "prior = True is a truth value; expected a number or 'uniform\\(0, 3\\)'"),
        ("about 3", "prior = 'about 3' is not understood; expected a number or one of uniform"),
        ("unifrom(0, 3)", "prior = 'unifrom\\(0, 3\\)' names an unknown distribution; nearest: uniform"),
        ("uniform(3)", "prior = 'uniform\\(3\\)': uniform takes two numbers"),
        ("fixed(3, 4)", "prior = 'fixed\\(3, 4\\)': fixed takes one number"),
        (
            "uniform(3, 3)",
            "prior = 'uniform\\(3, 3\\)' is not a distribution; expected finite numbers, low < high",
        ),
        ("normal(0, 0)", "is not a distribution"),
        ("lognormal(-1, 1)", "is not a distribution"),
        ("gamma(0, 1)", "is not a distribution"),
        (
            "normal(0, 1) shifted(0, 2)",
            "cannot be shifted so; expected uniform or gamma, and a positive width",
        ),
        ("uniform(0, 1) shifted(0, 0)", "cannot be shifted so"),
        ("nan", "is not a distribution"),
        (float("inf"), "is not a distribution"),
        ("uniform(0, 1e999)", "is not a distribution"),
        ("__import__('os')", "is not understood"),
        (None, "is not understood"),
    ],
)
def test_what_is_no_prior_is_refused_with_its_text(text: object, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        parse_prior(text)
    assert caught.value.exit_code == USAGE


@pytest.mark.parametrize("prior", [Fixed(-0.1), Fixed(20.5), Uniform(-1, 3), Uniform(0, 21)])
def test_a_value_outside_its_range_is_refused_with_the_range_and_the_meaning(prior: Prior) -> None:
    with pytest.raises(
        UsageError, match=r"momentum.gain = .* is outside its range; expected 0 to 20 logit \(effect\)"
    ):
        GAIN.check(prior)


@pytest.mark.parametrize("prior", [Fixed(0), Fixed(20), Uniform(0, 20), Normal(0, 9), LogNormal(30, 1)])
def test_a_value_inside_its_range_or_an_open_tail_passes(prior: Prior) -> None:
    assert GAIN.check(prior) is prior


def test_every_parameter_of_the_law_is_documented_within_its_own_range() -> None:
    for name, p in PARAMETERS.items():
        assert p.name == name and p.low < p.high
        assert p.unit and p.meaning and p.source
        p.check(p.prior)
    assert LAW_DTYPE.names == tuple(name.replace(".", "_") for name in PARAMETERS)


def test_days_count_from_the_start_and_back_to_dates() -> None:
    calendar = Calendar(date(2021, 5, 1), date(2021, 8, 5))
    assert calendar.as_of_day == 96
    assert calendar.day(date(2021, 4, 30)) == -1
    assert calendar.date(96) == date(2021, 8, 5)
