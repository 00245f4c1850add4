"""Words of likelihood and numbers that never say 0 or 100 %."""

from __future__ import annotations

import pytest

from sim.base.errors import UsageError
from sim.claims.likelihood_words import SCALES, percent, word, words


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (0.0, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_icd_203_is_the_default_scale(p: float, expected: str) -> None:
    assert word(p) == expected


def test_other_scales_speak_their_own_words() -> None:
    assert word(0.005, "ipcc") == "exceptionally unlikely"
    assert word(0.7, "ipcc") == "likely"
    assert word(0.45, "phia") == "realistic possibility"
    for names, bounds in SCALES.values():
        assert len(names) == len(bounds) + 1 and sorted(bounds) == list(bounds)


def test_one_word_only_if_the_whole_interval_lies_in_one_band() -> None:
    assert words(0.60, 0.75) == ("likely", None)
    assert words(0.55, 0.80) == ("likely", None)
    assert words(0.40, 0.60) == ("unlikely", "likely")
    assert words(0.0, 0.0) == ("almost no chance", None)
    assert words(0.60, 0.61) == ("likely", None)


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "<1 %"),
        (0.0099, "<1 %"),
        (0.01, "1 %"),
        (0.424, "42 %"),
        (0.99, "99 %"),
        (0.995, ">99 %"),
        (1.0, ">99 %"),
    ],
)
def test_a_number_never_says_0_or_100_percent(p: float, text: str) -> None:
    assert percent(p) == text


def test_no_hits_say_less_than_three_in_the_effective_sample() -> None:
    assert percent(0.0, 450) == "<0.7 %"
    assert percent(1.0, 450) == ">99.3 %"
    assert percent(0.0, 60) == "<5 %"
    assert percent(0.0, 1e9) == "<0.0001 %"
    assert percent(1.0, 1e9) == ">99.9999 %"
    assert percent(0.3, 60) == "30 %"


def test_unknown_scales_and_impossible_numbers_are_refused() -> None:
    with pytest.raises(UsageError, match="words = 'icd' is unknown; expected one of icd203, ipcc, phia"):
        word(0.5, "icd")
    with pytest.raises(UsageError, match=r"p = 1\.2 is not a probability; expected 0 to 1"):
        word(1.2)
