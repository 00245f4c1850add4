"""The days that one expression of date means: named days, months and their parts, calendar periods, days counted back."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from math import ceil

from sim.reading.lexical.dates import MONTHS, NEAR_DAYS, WEEKDAYS

Days = tuple[date, date]
Parts = dict[str, str]
LENGTH = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3653}
THIRDS = {"early": (1, 10), "earlier": (1, 31), "mid": (11, 20), "late": (21, 31)}
THIRDS |= {"beginning of": (1, 10), "start of": (1, 10), "middle of": (11, 20), "end of": (21, 31)}
MONTHS_A_YEAR, HALF, MIDDLE = 12, 6, 15
HOURS_A_DAY = 24


def named_day(parts: Parts, published: date) -> Days | None:
    """One day by date or by name; None for 5/6/2021, of which nobody knows which is the month."""
    nearness = parts.get("near", "")
    if nearness:
        day = published - timedelta(NEAR_DAYS.get(nearness, 0))
        return day, published if nearness == "overnight" else day
    if "iso" in parts:
        day = date.fromisoformat(parts["iso"])
        return day, day
    if "one" in parts:
        number, second, year = int(parts["one"]), int(parts["two"]), int(parts["year"])
        if max(number, second) <= MONTHS_A_YEAR and number != second:
            return None
        day = date(
            year,
            min(number, second)
            if max(number, second) <= MONTHS_A_YEAR
            else (second if number > second else number),
            max(number, second),
        )
        return day, day
    month = MONTHS[parts["month"]] if "month" in parts else int(parts["number"])
    day = latest(month, int(parts["day"]), int(parts.get("year", 0)), published)
    return day, day


def latest(month: int, day: int, year: int, published: date) -> date:
    """That day in ``year``, or in the latest year in which it is not after publication."""
    if year:
        return date(year, month, day)
    nearest = date(published.year, month, day)
    return nearest if nearest <= published else date(published.year - 1, month, day)


def month_of(parts: Parts, published: date) -> tuple[date, int]:
    """First day of the month named, and its number of days."""
    first = latest(MONTHS[parts["month"]], 1, int(parts.get("year", 0)), published)
    return first, calendar.monthrange(first.year, first.month)[1]


def of_month(parts: Parts, published: date) -> Days:
    """A month or a third of it, up to publication."""
    first, length = month_of(parts, published)
    low, high = THIRDS.get(parts.get("part", ""), (1, 31))
    opens = first.replace(day=low)
    return opens, max(opens, min(published, first.replace(day=min(high, length))))


def month_days(parts: Parts, published: date) -> Days:
    """ "1-10 July": both days."""
    last = latest(MONTHS[parts["month"]], int(parts["until"]), int(parts.get("year", 0)), published)
    return last.replace(day=int(parts["day"])), last


def first_days(parts: Parts, published: date) -> Days:
    """ "The first ten days of July", "the first week of July"."""
    first, length = month_of(parts, published)
    days = min(length, int(parts.get("count", 1)) * LENGTH.get(parts["unit"], 1))
    return first, max(first, min(published, first.replace(day=days)))


def last_days(parts: Parts, published: date) -> Days:
    """ "The last week of June"; "by the end of June" is its last day."""
    first, length = month_of(parts, published)
    last = first.replace(day=length)
    days = 1 if "part" in parts else min(length, int(parts.get("count", 1)) * LENGTH.get(parts["unit"], 1))
    return last - timedelta(days - 1), last


def half_of(parts: Parts, published: date) -> Days:
    """The first or second half of a month or a year."""
    first_half = parts["half"] == "first"
    if "month" in parts:
        first, length = month_of(parts, published)
        return (
            (first, first.replace(day=MIDDLE))
            if first_half
            else (first.replace(day=MIDDLE + 1), first.replace(day=length))
        )
    year = published.year if parts["only"] == "year" else int(parts["only"])
    days = (
        (date(year, 1, 1), date(year, HALF, 30))
        if first_half
        else (date(year, HALF + 1, 1), date(year, 12, 31))
    )
    return days[0], max(days[0], min(published, days[1]))


def of_year(parts: Parts, published: date) -> Days | None:
    """A year, up to publication."""
    year = int(parts["only"])
    return (date(year, 1, 1), min(published, date(year, 12, 31))) if date(year, 1, 1) <= published else None


def period(parts: Parts, published: date) -> Days | None:
    """The calendar week, month or year of publication or the one before; a part of it for a month."""
    unit, last = parts["unit"], parts.get("which") == "last"
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
    part = parts.get("part", "")
    if part in ("", "earlier") or (part in ("beginning of", "start of") and not last):
        return first, (first if part and part != "earlier" else end)
    if unit != "month":
        return None  # "late last year"
    low, high = THIRDS[part]
    length = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=low), min(end, first.replace(day=min(high, length)))


def weekday(parts: Parts, published: date) -> Days:
    """The latest day of that name not after publication; "last Thursday" on a Thursday is a week before."""
    days_since = (published.weekday() - WEEKDAYS[parts["weekday"]]) % 7
    day = published - timedelta(days_since or (7 if "which" in parts else 0))
    return day, day


def weekend(parts: Parts, published: date) -> Days:
    """The latest Saturday and Sunday begun by publication; "last weekend" on one of them is the one before."""
    saturday = published - timedelta((published.weekday() - WEEKDAYS["saturday"]) % 7)
    if parts.get("which", "").strip() == "last" and published - saturday < timedelta(2):
        saturday -= timedelta(7)
    return saturday, min(published, saturday + timedelta(1))


def back(parts: Parts, published: date) -> Days | None:
    """Days counted back from publication: "in the past three weeks", "within 48 hours"; "two weeks ago" is about a week."""
    count, unit = int(parts.get("count", 1)), parts["unit"]
    if unit == "hour":
        return published - timedelta(ceil(count / HOURS_A_DAY)), published
    days = count * LENGTH[unit]
    if "ago" not in parts:
        return published - timedelta(days), published
    day, margin = published - timedelta(days), timedelta(LENGTH[unit] // 2)
    return day - margin, day + margin
