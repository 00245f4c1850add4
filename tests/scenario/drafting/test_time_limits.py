"""Last days that claims speak of, read from their words."""

from __future__ import annotations

from datetime import date

import pytest

from sim.scenario.drafting.time_limits import time_limit

PUBLISHED = date(2024, 11, 14)  # a Thursday


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("the army will retake the lost districts within two months", "2025-01-14"),
        ("the rebels will not take a city in the next 90 days", "2025-02-12"),
        ("Kabul could fall in 30 to 90 days", "2025-02-12"),
        ("it could collapse within six to 12 months", "2025-11-14"),
        ("the town could fall within weeks", "2024-12-05"),
        ("the town could fall in a matter of days", "2024-11-17"),
        ("they will stall over the coming year", "2025-11-14"),
        ("they will stall for the next month", "2024-12-14"),
        ("they will stall in the coming months", "2025-02-14"),
        ("the town will fall by Friday", "2024-11-15"),
        ("the town will fall by 1 January", "2025-01-01"),
        ("the town will fall before the end of the year", "2024-12-31"),
        ("the town will fall by the end of December", "2024-12-31"),
        ("the town will fall before December", "2024-11-30"),
        ("the town will fall this week", "2024-11-17"),
    ],
)
def test_words_that_set_a_last_day_are_read(words: str, until: str) -> None:
    assert str(time_limit(words, PUBLISHED, ahead=True)) == until


@pytest.mark.parametrize(
    "words",
    [
        "the offensive is losing steam",
        "the rebels are held back by the army",
        "it fell within two months of the offensive",
        "the town was lost by 1 November 2024",
        "the town will fall before Christmas",
        "it will fall by 31 June",
    ],
)
def test_words_that_set_none_are_left(words: str) -> None:
    assert time_limit(words, PUBLISHED, ahead=True) is None


def test_a_time_gone_by_is_no_limit() -> None:
    assert time_limit("they took nine districts in two weeks", PUBLISHED, ahead=False) is None


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert str(time_limit("within a month", date(2025, 1, 31), ahead=True)) == "2025-02-28"
