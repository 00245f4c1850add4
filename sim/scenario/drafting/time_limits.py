"""The day until which a claim is meant: "within two months", "in the next 90 days", "by the end of the year"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from sim.reading.syntax.date_windows import normal, span

UNIT = r"(?P<unit>day|week|fortnight|month|year)(?P<many>s?)"
HEDGE = r"(?:(?:about|around|some|roughly|nearly|almost|at most|up to|less than|no more than|matter of) )*"
COUNT = r"(?:[0-9]+ (?:to|or) )?(?P<count>[0-9]+|few|couple of|several)"
AHEAD = "(?:next|coming|following)"
LENGTHS = (
    re.compile(rf"\b(?:in|over|during|within|for|through) (?:the )?{AHEAD} {HEDGE}(?:{COUNT} )?{UNIT}\b"),
    re.compile(rf"\b(?:within|inside|for another|for) (?:the )?{HEDGE}{COUNT} {UNIT}\b(?! of\b)"),
    re.compile(r"\b(?:within|in) (?:1 matter of )?(?P<count>)(?P<unit>day|week|month|year)(?P<many>s)\b"),
)
# of what is past too: only of what lies ahead
IN_A_TIME = re.compile(rf"\bin {HEDGE}{COUNT} {UNIT}(?: ?'? ?time)?\b")
ENDS = re.compile(r"\b(?:by|before|until|till) (?:the )?end of (?:the |this )?(?P<unit>week|month|year)\b")
THIS = re.compile(r"\b(?P<which>this|next) (?P<unit>week|month|year)\b")
DATED = re.compile(r"\b(?P<word>by|before|until|till) (?P<day>(?:[a-z0-9/-]+ ?){1,4})")
VAGUE = {"": 3, "few": 3, "couple of": 2, "several": 6}
DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "year": 12}
YEAR = 366


def time_limit(quote: str, published: date, ahead: bool) -> date | None:
    """The last day a claim speaks of; None where its words set none, or none after the day of publication.

    ahead   the claim is of what is not yet so: "in two months" is then no time gone by
    """
    text = normal(quote)
    try:
        return max((day for day in limits(text, published, ahead) if day > published), default=None)
    except (ValueError, OverflowError):  # 31 June, or a day after year 9999
        return None


def limits(text: str, published: date, ahead: bool) -> Iterator[date]:
    """Every last day that the words name."""
    for pattern in (*LENGTHS, *([IN_A_TIME] if ahead else [])):
        for match in pattern.finditer(text):
            amount = match["count"] or ("" if match["many"] else "1")
            yield later(published, VAGUE.get(amount) or int(amount), match["unit"])
    for match in ENDS.finditer(text):
        yield end_of(published, match["unit"])
    for match in THIS.finditer(text) if ahead and not LENGTHS[0].search(text) else ():
        day = published if match["which"] == "this" else end_of(published, match["unit"]) + timedelta(1)
        yield end_of(day, match["unit"])
    for match in DATED.finditer(text):
        last = named(match["day"].split(), published)
        if last is not None:
            yield last - timedelta(match["word"] == "before")


def later(day: date, count: int, unit: str) -> date:
    """The day so many units on; the last of its month where the month is too short."""
    if unit in DAYS:
        return day + timedelta(count * DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * MONTHS[unit]
    first = date(months // 12, months % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), end_of(first, "month"))


def end_of(day: date, unit: str) -> date:
    """Sunday, or the last day of month or year."""
    if unit == "week":
        return day + timedelta(6 - day.weekday())
    month = 12 if unit == "year" else day.month
    return date(day.year, month, monthrange(day.year, month)[1])


def named(words: list[str], published: date) -> date | None:
    """The first day after publication that the longest run of words from the first on means.

    Days without a year are read as the latest before a day: here a week on for a day of the week, a year on for others.
    """
    for word_count in range(len(words), 0, -1):
        spans = [span(" ".join(words[:word_count]), published + timedelta(offset)) for offset in (7, YEAR)]
        after = [days for days in spans if days is not None and days[0] > published]
        if after:
            return after[0][-1 if words[0] == "end" else 0]
        if any(spans):
            return None
    return None
