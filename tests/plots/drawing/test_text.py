"""Text of strangers, numbers as words, CSV cells."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.plots.drawing.text import (
    clean,
    day_name,
    digits,
    drawable,
    interval,
    missing_letters,
    number,
    percent,
    safe_cell,
    shorten,
    wrap,
)


@pytest.mark.parametrize("control", ["\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u061c"])
def test_controls_that_reverse_text_are_removed(control: str) -> None:
    assert clean(f"a{control}b") == "ab"


def test_line_separators_and_nul_become_spaces_and_twins_become_one() -> None:
    assert clean("a\u2028b\x00c\nd") == "a b c d"
    assert clean("e\u0301") == "\u00e9"


def test_probabilities_are_never_nought_or_hundred_percent() -> None:
    assert [percent(p) for p in (0.0, 0.0099, 0.01, 0.414, 0.99, 0.991, 1.0)] == [
        "<1\u00a0%", "<1\u00a0%", "1\u00a0%", "41\u00a0%", "99\u00a0%", ">99\u00a0%", ">99\u00a0%",
    ]  # fmt: skip
    assert percent(None) == percent(float("nan")) == "–"
    assert (
        interval(0.001, 0.04) == "<1–4\u00a0%"
        and interval(None, 0.5) == "–"
        and interval(0.3, 0.304) == "30\u00a0%"
    )


def test_numbers_are_whole_from_ten_on() -> None:
    assert [number(x) for x in (1234.6, 56.3, 7, 0.0471, -3, float("nan"), None)] == [
        "1,235", "56", "7", "0.047", "−3", "–", "–",
    ]  # fmt: skip


def test_three_digits_are_written_without_an_exponent_where_they_can_be() -> None:
    assert [digits(x) for x in (1304.0, -2070.0, 25.04, 0.02123, 0.0, 3.861e-6, -2e-5)] == [
        "1,300", "−2,070", "25", "0.0212", "0", "3.86×10⁻⁶", "−2×10⁻⁵",
    ]  # fmt: skip


def test_day_names_do_not_depend_on_the_locale() -> None:
    assert day_name(date(2021, 8, 5), year=True) == "5\u00a0Aug\u00a02021"


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\u202e=1", "\uff1d1"]
)
def test_cells_a_spreadsheet_might_run_are_prefixed(text: str) -> None:
    assert str(safe_cell(text)).startswith("'")


def test_numbers_in_cells_stay_numbers_and_holes_stay_empty() -> None:
    assert safe_cell(-3) == -3 and safe_cell(-0.123456789) == -0.123457
    assert safe_cell(None) == safe_cell(float("nan")) == "" and safe_cell(True) == "true"


def test_letters_without_a_glyph_are_drawn_as_a_box_and_named() -> None:
    assert drawable("a\u4e2d") == "a\u25a1" and missing_letters(["a\u4e2d", "b"]) == ["\u4e2d"]


@given(st.text(max_size=300), st.integers(5, 40))
def test_shortened_and_wrapped_text_keeps_to_its_width(text: str, width: int) -> None:
    assert len(shorten(text, width)) <= width
    lines = wrap(text, width, 3).split("\n")
    assert len(lines) <= 3 and all(len(line) <= width for line in lines)


def test_there_is_no_minus_zero() -> None:
    assert [number(x) for x in (-0.0, 0.0, 0)] == ["0", "0", "0"]
