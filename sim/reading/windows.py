"""``window``: the days that words of date mean, anchored on the day of publication; a closed small grammar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from sim.reading.dates import MONTHS, NEAR_DAYS, WEEKDAYS, day_number, year_value
from sim.reading.numerals import numeral_at
from sim.reading.tokens import Token, tokens
from sim.reading.words import TIME

Days = tuple[date, date]
LENGTH = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3653}
THIRDS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def window(date_text: str | None, published: date) -> Days | None:
    """First and last day that ``date_text`` means in a text published on ``published``; None if it is not understood.

    "since X" runs to publication; a day without a year is the latest one not after publication.
    """
    if not date_text:
        return None
    words = tokens(date_text)
    try:
        found = (
            iso(words) or named_month(words, published) or near(words, published) or past(words, published)
        )
    except (ValueError, OverflowError):  # 31 June, or a day before year 1
        return None
    if found is None:
        return None
    if words[0].low == "since":
        return (found[0], published) if found[0] <= published else None
    return found


def iso(words: list[Token]) -> Days | None:
    """The day of 2021-08-05."""
    for place in range(len(words) - 4):
        if year_value(words, place) and words[place + 1].low == "-" and words[place + 3].low == "-":
            day = date(int(words[place].text), int(words[place + 2].text), int(words[place + 4].text))
            return day, day
    return None


def named_month(words: list[Token], published: date) -> Days | None:
    """A day or month by name, with or without its year; or a year alone."""
    year = next((value for place in range(len(words)) if (value := year_value(words, place))), 0)
    place = next((i for i in range(len(words)) if words[i].low in MONTHS and words[i].capitalised), -1)
    if place < 0:
        return (
            (date(year, 1, 1), min(published, date(year, 12, 31)))
            if year and date(year, 1, 1) <= published
            else None
        )
    month = MONTHS[words[place].low]
    day = next((int(float(words[i].text)) for i in range(len(words)) if day_number(words, i)), 0)
    part = next((THIRDS[t.low] for t in words[:place] if t.low in THIRDS), None)
    if day:
        found = latest(month, day, year, published)
        return found, found
    first, last = part or (1, 31)
    opens = latest(month, first, year, published)
    last = min(last, calendar.monthrange(opens.year, month)[1])
    return opens, max(opens, min(published, date(opens.year, month, last)))


def latest(month: int, day: int, year: int, published: date) -> date:
    """That day in ``year``, or in the latest year in which it is not after publication."""
    if year:
        return date(year, month, day)
    found = date(published.year, month, day)
    return found if found <= published else date(published.year - 1, month, day)


def near(words: list[Token], published: date) -> Days | None:
    """Yesterday, overnight, today and weekdays: the latest not after publication."""
    for token in words:
        if token.low in NEAR_DAYS:
            day = published - timedelta(NEAR_DAYS[token.low])
            return day, published if token.low == "overnight" else day
        if token.low in WEEKDAYS:
            day = published - timedelta((published.weekday() - WEEKDAYS[token.low]) % 7)
            return day, day
    return None


def past(words: list[Token], published: date) -> Days | None:
    """ "In the past three weeks", "in six days", "last month", "two weeks ago": counted back from publication."""
    unit = next((i for i, t in enumerate(words) if t.low in TIME), -1)
    length = LENGTH.get(words[unit].low.rstrip("s"), 0) if unit >= 0 else 0
    if not length or any(t.low in ("next", "coming", "until", "th", "st", "nd", "rd") for t in words):
        return None
    counted = [n for i in range(unit) if (n := numeral_at(words, i)) is not None and n.high is not None]
    if not counted and not any(t.low in ("last", "past", "this", "a", "previous") for t in words):
        return None
    days = round(length * (counted[0].high or 1)) if counted else length
    if any(t.low in ("ago", "earlier") for t in words):
        day = published - timedelta(days)
        return day, day
    return published - timedelta(days), published
