"""The days that one expression of date means: named days, months and their parts, calendar periods, days counted back."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from math import ceil

from sim.reading.lexical.dates import MONTHS, NEAR_DAYS, WEEKDAYS

Days = tuple[date, date]
Said = dict[str, str]
LENGTH = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3653}
THIRDS = {"early": (1, 10), "earlier": (1, 31), "mid": (11, 20), "late": (21, 31)}
THIRDS |= {"beginning of": (1, 10), "start of": (1, 10), "middle of": (11, 20), "end of": (21, 31)}
MONTHS_A_YEAR, HALF, MIDDLE = 12, 6, 15
HOURS_A_DAY = 24


def named_day(said: Said, published: date) -> Days | None:
    """One day by date or by name; None for 5/6/2021, of which nobody knows which is the month."""
    near = said.get("near", "")
    if near:
        day = published - timedelta(NEAR_DAYS.get(near, 0))
        return day, published if near == "overnight" else day
    if "iso" in said:
        day = date.fromisoformat(said["iso"])
        return day, day
    if "one" in said:
        number, two, year = int(said["one"]), int(said["two"]), int(said["year"])
        if max(number, two) <= MONTHS_A_YEAR and number != two:
            return None
        day = date(
            year,
            min(number, two) if max(number, two) <= MONTHS_A_YEAR else (two if number > two else number),
            max(number, two),
        )
        return day, day
    month = MONTHS[said["month"]] if "month" in said else int(said["number"])
    day = latest(month, int(said["day"]), int(said.get("year", 0)), published)
    return day, day


def latest(month: int, day: int, year: int, published: date) -> date:
    """That day in ``year``, or in the latest year in which it is not after publication."""
    if year:
        return date(year, month, day)
    result = date(published.year, month, day)
    return result if result <= published else date(published.year - 1, month, day)


def month_of(said: Said, published: date) -> tuple[date, int]:
    """First day of the month named, and its number of days."""
    first = latest(MONTHS[said["month"]], 1, int(said.get("year", 0)), published)
    return first, calendar.monthrange(first.year, first.month)[1]


def of_month(said: Said, published: date) -> Days:
    """A month or a third of it, up to publication."""
    first, length = month_of(said, published)
    low, high = THIRDS.get(said.get("part", ""), (1, 31))
    opens = first.replace(day=low)
    return opens, max(opens, min(published, first.replace(day=min(high, length))))


def month_days(said: Said, published: date) -> Days:
    """ "1-10 July": both days."""
    last = latest(MONTHS[said["month"]], int(said["until"]), int(said.get("year", 0)), published)
    return last.replace(day=int(said["day"])), last


def first_days(said: Said, published: date) -> Days:
    """ "The first ten days of July", "the first week of July"."""
    first, length = month_of(said, published)
    days = min(length, int(said.get("count", 1)) * LENGTH.get(said["unit"], 1))
    return first, max(first, min(published, first.replace(day=days)))


def last_days(said: Said, published: date) -> Days:
    """ "The last week of June"; "by the end of June" is its last day."""
    first, length = month_of(said, published)
    last = first.replace(day=length)
    days = 1 if "part" in said else min(length, int(said.get("count", 1)) * LENGTH.get(said["unit"], 1))
    return last - timedelta(days - 1), last


def half_of(said: Said, published: date) -> Days:
    """The first or second half of a month or a year."""
    first_half = said["half"] == "first"
    if "month" in said:
        first, length = month_of(said, published)
        return (
            (first, first.replace(day=MIDDLE))
            if first_half
            else (first.replace(day=MIDDLE + 1), first.replace(day=length))
        )
    year = published.year if said["only"] == "year" else int(said["only"])
    days = (
        (date(year, 1, 1), date(year, HALF, 30))
        if first_half
        else (date(year, HALF + 1, 1), date(year, 12, 31))
    )
    return days[0], max(days[0], min(published, days[1]))


def of_year(said: Said, published: date) -> Days | None:
    """A year, up to publication."""
    year = int(said["only"])
    return (date(year, 1, 1), min(published, date(year, 12, 31))) if date(year, 1, 1) <= published else None


def period(said: Said, published: date) -> Days | None:
    """The calendar week, month or year of publication or the one before; a part of it for a month."""
    unit, last = said["unit"], said.get("which") == "last"
    first = {
        "week": published - timedelta(published.weekday()),
        "month": published.replace(day=1),
        "year": date(published.year, 1, 1),
    }[unit]
    end = published
    if last:
        end = first - timedelta(1)
        first = {"week": first - timedelta(7), "month": end.replace(day=1), "year": date(end.year, 1, 1)}[
            unit
        ]
    part = said.get("part", "")
    if part in ("", "earlier") or (part in ("beginning of", "start of") and not last):
        return first, (first if part and part != "earlier" else end)
    if unit != "month":
        return None  # "late last year"
    low, high = THIRDS[part]
    length = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=low), min(end, first.replace(day=min(high, length)))


def weekday(said: Said, published: date) -> Days:
    """The latest day of that name not after publication; "last Thursday" on a Thursday is a week before."""
    since = (published.weekday() - WEEKDAYS[said["weekday"]]) % 7
    day = published - timedelta(since or (7 if "which" in said else 0))
    return day, day


def weekend(said: Said, published: date) -> Days:
    """The latest Saturday and Sunday begun by publication; "last weekend" on one of them is the one before."""
    saturday = published - timedelta((published.weekday() - WEEKDAYS["saturday"]) % 7)
    if said.get("which", "").strip() == "last" and published - saturday < timedelta(2):
        saturday -= timedelta(7)
    return saturday, min(published, saturday + timedelta(1))


def back(said: Said, published: date) -> Days | None:
    """Days counted back from publication: "in the past three weeks", "within 48 hours"; "two weeks ago" is about a week."""
    count, unit = int(said.get("count", 1)), said["unit"]
    if unit == "hour":
        return published - timedelta(ceil(count / HOURS_A_DAY)), published
    days = count * LENGTH[unit]
    if "ago" not in said:
        return published - timedelta(days), published
    day, near = published - timedelta(days), timedelta(LENGTH[unit] // 2)
    return day - near, day + near
