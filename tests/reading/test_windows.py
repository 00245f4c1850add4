"""Words of date as days, anchored on the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from sim.reading.syntax.date_windows import window

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
        ("between July 1 and July 10", date(2021, 7, 1), date(2021, 7, 10)),
        ("from 1 to 12 July", date(2021, 7, 1), date(2021, 7, 12)),
        ("between 10 and 18 July", date(2021, 7, 10), date(2021, 7, 18)),
        ("from 20 October to 15 November", date(2020, 10, 20), date(2020, 11, 15)),
        ("1-10 July", date(2021, 7, 1), date(2021, 7, 10)),
        ("between May and June", date(2021, 5, 1), date(2021, 6, 30)),
        ("last month", date(2021, 7, 1), date(2021, 7, 31)),
        ("earlier this month", date(2021, 8, 1), PUBLISHED),
        ("late last month", date(2021, 7, 21), date(2021, 7, 31)),
        ("this week", date(2021, 8, 2), PUBLISHED),
        ("in the last week", date(2021, 7, 29), PUBLISHED),
        ("this year", date(2021, 1, 1), PUBLISHED),
        ("last year", date(2020, 1, 1), date(2020, 12, 31)),
        ("in the first ten days of July", date(2021, 7, 1), date(2021, 7, 10)),
        ("the first week of July", date(2021, 7, 1), date(2021, 7, 7)),
        ("the last week of July", date(2021, 7, 25), date(2021, 7, 31)),
        ("the second half of July", date(2021, 7, 16), date(2021, 7, 31)),
        ("in the first half of the year", date(2021, 1, 1), date(2021, 6, 30)),
        ("in the last 24 hours", date(2021, 8, 4), PUBLISHED),
        ("within 48 hours", date(2021, 8, 3), PUBLISHED),
        ("last weekend", date(2021, 7, 31), date(2021, 8, 1)),
        ("since the end of June", date(2021, 6, 30), PUBLISHED),
        ("by the end of May", date(2021, 5, 31), date(2021, 5, 31)),
        ("since the beginning of the month", date(2021, 8, 1), PUBLISHED),
        ("since the beginning of the year", date(2021, 1, 1), PUBLISHED),
        ("since the offensive began in May", date(2021, 5, 1), PUBLISHED),
        ("since the coup of 1 February", date(2021, 2, 1), PUBLISHED),
        ("now", PUBLISHED, PUBLISHED),
        ("27.05.2021", date(2021, 5, 27), date(2021, 5, 27)),
        ("on 27/05/2021", date(2021, 5, 27), date(2021, 5, 27)),
        ("on Tuesday, July 6", date(2021, 7, 6), date(2021, 7, 6)),
        ("last Thursday", date(2021, 7, 29), date(2021, 7, 29)),
        ("on July 1 to 12", date(2021, 7, 1), date(2021, 7, 12)),
        ("in the previous three weeks", date(2021, 7, 15), PUBLISHED),
        ("last weekend", date(2021, 7, 31), date(2021, 8, 1)),
        ("since Thursday", date(2021, 7, 29), PUBLISHED),
        ("since last Thursday", date(2021, 7, 29), PUBLISHED),
        ("since Tuesday", date(2021, 8, 3), PUBLISHED),
        ("since yesterday", date(2021, 8, 4), PUBLISHED),
        ("last week", date(2021, 7, 26), date(2021, 8, 1)),
    ],
)
def test_words_of_date_mean_days(words: str, first: date, last: date) -> None:
    assert window(words, PUBLISHED) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        None,
        "",
        "in recent days",
        "on 31 June",
        "by the 80th day",
        "within the next 30 days",
        "since 2030",
        "until May 5",
        "by May",
        "after 3 July",
        "late last year",
        "on 5/6/2021",
        "in the previous week",
        "the last days of June",
        "since the war",
        "since Thursday morning",
        "between May and peace",
        "from Monday to the river",
    ],
)
def test_words_outside_the_grammar_mean_nothing(words: str | None) -> None:
    assert window(words, PUBLISHED) is None
