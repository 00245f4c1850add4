from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import UsageError
from sim.evidence.count_words import (
    MODIFIERS,
    SHAPES,
    WIDTHS,
    Words,
    count_mass,
    mass,
    rounding,
    share_rounding,
)
from sim.evidence.quantiles import quantiles
from tests.reports import make_count
from tools.docs.example_phrases import PHRASES, ExamplePhrase


@pytest.mark.parametrize(
    ("low", "high", "modifier", "basis", "expected"),
    [
        (80, 100, "range", 398, (80, 90, 100)),
        (200, 200, "more_than", 421, (202, 221, 290)),
        (0.5, 0.5, "half", 419, (185, 209, 234)),
        (0, 0, "dozens", 398, (20, 40, 80)),
    ],
)
def test_words_have_the_reference_quantiles_of_the_model_document(low, high, modifier, basis, expected):
    assert quantiles(mass(low, high, modifier, basis)) == pytest.approx(expected, abs=1)


def test_every_modifier_has_exactly_one_shape():
    assert set(SHAPES) == set(MODIFIERS)


@st.composite
def reports(draw):
    modifier = draw(st.sampled_from(MODIFIERS))
    basis = draw(st.integers(0, 450))
    if modifier == "half":
        return 0.5, 0.5, modifier, basis
    top = 1.0 if modifier == "share" else float(basis)
    low, high = sorted(draw(st.tuples(st.floats(0, top), st.floats(0, top))))
    return low, high, modifier, basis


@given(reports())
def test_any_report_is_a_mass_function_on_nought_to_the_total(report):
    found = mass(*report)
    assert found.shape == (report[3] + 1,)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1.0, abs=1e-12)


@given(st.integers(0, 100), st.integers(100, 300))
def test_more_than_excludes_the_numeral_and_at_least_holds_it(numeral, basis):
    assert mass(numeral, numeral, "at_least", basis)[numeral] > 0
    assert mass(numeral, numeral, "at_least", basis)[:numeral].sum() == 0
    excluded = mass(numeral, numeral, "more_than", basis)[: numeral + 1].sum()
    assert excluded == (1.0 if numeral == basis else 0.0)


@given(st.integers(1, 300))
def test_nearly_stays_below_the_numeral_and_rises_towards_it(numeral):
    found = mass(numeral, numeral, "nearly", 300)
    assert found[numeral:].sum() == 0
    assert (np.diff(found[:numeral]) >= 0).all()


def test_more_than_falls_and_about_peaks_at_the_numeral():
    assert (np.diff(mass(60, 60, "more_than", 400)[61:]) < 0).all()
    found = mass(200, 200, "about", 400)
    assert found.argmax() == 200
    np.testing.assert_allclose(found, found[::-1], atol=1e-15)
    assert found[150] > 0
    assert found[149] == 0


def test_at_least_is_wider_than_more_than():
    near, wide = (mass(200, 200, word, 421) for word in ("more_than", "at_least"))
    assert quantiles(wide)[2] > quantiles(near)[2]


def test_exactly_is_one_number_and_an_equal_range_is_exactly():
    assert mass(224, 224, "exactly", 407)[224] == 1.0
    np.testing.assert_array_equal(mass(224, 224, "range", 407), mass(224, 224, "exactly", 407))


def test_an_editors_reading_of_more_than_keeps_only_its_lower_end():
    np.testing.assert_array_equal(mass(70, 79, "more_than", 400), mass(70, 70, "more_than", 400))


def test_up_to_has_a_soft_top_and_starts_at_a_given_lower_end():
    found = mass(0, 100, "up_to", 400)
    assert 0 < found[105] < found[100]
    assert found[0] == found[100]
    assert mass(20, 100, "up_to", 400)[:20].sum() == 0


def test_a_stated_share_is_as_wide_as_its_rounding():
    widths = [np.ptp(quantiles(mass(share, share, "share", 400))) for share in (0.54, 0.55, 0.5)]
    assert widths[0] < widths[1] < widths[2]
    assert quantiles(mass(0.54, 0.54, "share", 400))[1] == 216


@pytest.mark.parametrize(
    ("numeral", "unit"), [(200, 100), (100, 50), (210, 21), (32, 3.2), (150, 50), (2, 1)]
)
def test_rounding_is_the_largest_unit_that_divides_the_numeral_within_bounds(numeral, unit):
    assert rounding(numeral) == pytest.approx(unit)


@pytest.mark.parametrize(
    ("share", "unit"), [(0.5, 0.1), (0.55, 0.05), (0.54, 0.01), (1 / 3, 0.1), (0.7, 0.1)]
)
def test_share_rounding_knows_tenths_fives_and_fractions(share, unit):
    assert share_rounding(share) == unit


def test_a_share_of_districts_becomes_districts_of_the_sources_total():
    share = count_mass(
        make_count(low=0.5, high=0.5, modifier="more_than", measure="share_of_districts", basis=400.0)
    )
    np.testing.assert_array_equal(share, mass(200, 200, "more_than", 400))


def test_settings_are_swept_from_one_place():
    wide = mass(200, 200, "more_than", 421, Words(more_than=0.6))
    assert quantiles(wide)[1] > quantiles(mass(200, 200, "more_than", 421))[1]


def test_several_has_no_numeral_and_a_tiny_total_still_sums_to_one():
    assert quantiles(mass(0, 0, "several", 398)) == (2, 4, 9)
    assert mass(0, 0, "hundreds", 1).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ((1, 2, "abuot", 12), "modifier = 'abuot' is unknown; nearest: about"),
        ((3, 2, "range", 12), "range 3 to 2 of 12: expected 0 <= low <= high <= 12"),
        ((1, 13, "range", 12), "range 1 to 13 of 12"),
        ((50, 54, "share", 400), "share 50 to 54 of 400: expected 0 <= low <= high <= 1"),
        ((100, 100, "half", 400), "half = 100 to 100 of 400: expected 0.5"),
        ((1, 1, "exactly", float("nan")), "basis = nan: expected a total"),
        ((float("nan"), 1, "exactly", 5), "exactly nan to 1 of 5"),
    ],
)
def test_numbers_that_do_not_fit_are_refused_with_their_values(report, message):
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        mass(*report)


def test_every_width_has_a_range_that_holds_its_default_and_a_meaning():
    assert list(WIDTHS) == [one.name for one in fields(Words)]
    for name, row in WIDTHS.items():
        assert row["low"] <= getattr(Words(), name) <= row["high"] and row["meaning"] and row["unit"]


@pytest.mark.parametrize("name", WIDTHS)
def test_a_width_outside_its_range_is_refused(name):
    with pytest.raises(UsageError, match=rf"words.{name} = -1 is outside its range; expected"):
        Words(**{name: -1.0})


@pytest.mark.parametrize("name", WIDTHS)
def test_every_width_changes_the_meaning_of_some_phrase(name):
    changed = Words(**{name: 0.5 * (getattr(Words(), name) + WIDTHS[name]["high"])})
    phrases = [*PHRASES, ExamplePhrase("about", 32, 32, 400), ExamplePhrase("more_than", 1, 1, 34)]
    assert any(
        (mass(p.low, p.high, p.modifier, p.total) != mass(p.low, p.high, p.modifier, p.total, changed)).any()
        for p in phrases
    )


def test_the_lower_clamp_is_never_above_the_upper():
    with pytest.raises(UsageError, match="words.clamp_low = 0.4 is more than words.clamp_high = 0.2"):
        Words(clamp_low=0.4, clamp_high=0.2)
