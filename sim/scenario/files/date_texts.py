"""Days as files give them: a day, a day with its time, a day in words, or a whole month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9:.]+")
IN_WORDS = "%d %B %Y"  # 05 August 2021, as event tables write it
FIRST_YEAR, LAST_YEAR = 1800, 2200  # so that no sum of days leaves the calendar


def read_day(value: object) -> date:
    """A date from ISO text; ValueError otherwise."""
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise ValueError("expected a date like 2021-08-05")
    return day_of(value)


def day_of(text: str) -> date:
    """The day of ISO text; ValueError if the calendar has none, or out of range."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a calendar date; expected a date like 2021-08-05") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"is out of range; expected a year from {FIRST_YEAR} to {LAST_YEAR}")
    return day


def read_span(value: object) -> tuple[date, date]:
    """First and last day of a day (2021-08-05, with or without a time, 05 August 2021) or a month (2014-12).

    ValueError for anything else.
    """
    text = value if isinstance(value, str) else ""
    month = ISO_MONTH.fullmatch(text)
    if month:
        first = day_of(f"{text}-01")
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    timed = TIMED.fullmatch(text)
    try:
        day = datetime.strptime(text, IN_WORDS).date().isoformat() if text[3:4].isalpha() else text
    except ValueError:
        day = text
    if not timed and not ISO_DAY.fullmatch(day):
        raise ValueError("expected a day like 2021-08-05 or a month like 2021-08")
    only = day_of(timed[1] if timed else day)
    return only, only
