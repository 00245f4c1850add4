"""Words of date as days, anchored on the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from sim.reading.windows import window

PUBLISHED = date(2021, 8, 5)  # a Thursday


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on 3 July", date(2021, 7, 3), date(2021, 7, 3)),
        ("on September 27", date(2020, 9, 27), date(2020, 9, 27)),
        ("June 28, 2019", date(2019, 6, 28), date(2019, 6, 28)),
        ("2021-05-01", date(2021, 5, 1), date(2021, 5, 1)),
        ("since May", date(2021, 5, 1), PUBLISHED),
        ("since 20 July", date(2021, 7, 20), PUBLISHED),
        ("in July", date(2021, 7, 1), date(2021, 7, 31)),
        ("in August", date(2021, 8, 1), PUBLISHED),
        ("in early July", date(2021, 7, 1), date(2021, 7, 10)),
        ("as of October 2018", date(2018, 10, 1), date(2018, 10, 31)),
        ("in 2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("on Monday", date(2021, 8, 2), date(2021, 8, 2)),
        ("on Thursday", PUBLISHED, PUBLISHED),
        ("yesterday", date(2021, 8, 4), date(2021, 8, 4)),
        ("overnight", date(2021, 8, 4), PUBLISHED),
        ("in six days", date(2021, 7, 30), PUBLISHED),
        ("in the past three weeks", date(2021, 7, 15), PUBLISHED),
        ("two weeks ago", date(2021, 7, 19), date(2021, 7, 25)),
        ("last week", date(2021, 7, 26), date(2021, 8, 1)),
    ],
)
def test_words_of_date_mean_days(words: str, first: date, last: date) -> None:
    assert window(words, PUBLISHED) == (first, last)


@pytest.mark.parametrize(
    "words",
    [None, "", "in recent days", "on 31 June", "by the 80th day", "within the next 30 days", "since 2030"],
)
def test_words_outside_the_grammar_mean_nothing(words: str | None) -> None:
    assert window(words, PUBLISHED) is None
