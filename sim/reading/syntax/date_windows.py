"""``window``: the days that words of date mean, anchored on the day of publication; a closed small grammar.

Each row of ``FORMS`` must match the whole expression: what is understood in part only is left open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sim.reading.lexical.date_days import (
    Days,
    back,
    first_days,
    half_of,
    last_days,
    month_days,
    named_day,
    of_month,
    of_year,
    period,
    weekday,
    weekend,
)
from sim.reading.lexical.dates import MONTHS, WEEKDAYS
from sim.reading.lexical.tokens import NUMBER, Token, tokens
from sim.reading.syntax.numerals import numeral_at

MONTH = f"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
YEAR = r"(?: of)?(?: (?P<year>(?:19|20)[0-9]{2}))?"
DAY = r"(?P<day>[0-9]{1,2})"
ON = r"(?:(?:so far )?(?:on|in|at|as of|of|during|over|within|throughout|for) )?"
BY = r"(?:(?:by|as of|on|at) )?"
WEEKDAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
PART = r"(?:(?P<part>early|earlier|mid|late|beginning of|start of|middle of|end of) (?:in )?)?"
UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade)s?"
COUNT = r"(?P<count>[0-9]+)"
HEDGE = r"(?:(?:less than|just|only|about|around|nearly|almost|under|some) )?"
Maker = Callable[[dict[str, str], date], Days | None]
FORMS: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (f"{BY}{ON}(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})", named_day),
        (rf"{BY}{ON}{DAY}\.(?P<number>[0-9]{{1,2}})\.(?P<year>(?:19|20)[0-9]{{2}})", named_day),
        (rf"{BY}{ON}(?P<one>[0-9]{{1,2}})/(?P<two>[0-9]{{1,2}})/(?P<year>(?:19|20)[0-9]{{2}})", named_day),
        (f"{BY}{ON}(?:{WEEKDAY} )?{DAY} (?:of )?{MONTH}{YEAR}", named_day),
        (f"{BY}{ON}(?:{WEEKDAY} )?{MONTH} {DAY}{YEAR}", named_day),
        (f"{ON}{DAY} to (?P<until>[0-9]{{1,2}}) {MONTH}{YEAR}", month_days),
        (f"{ON}{MONTH} {DAY} to (?P<until>[0-9]{{1,2}}){YEAR}", month_days),
        (f"by (?P<part>end of) {MONTH}{YEAR}", last_days),
        (f"{ON}{PART}{MONTH}{YEAR}", of_month),
        (f"{ON}first (?:{COUNT} )?{UNIT} of {MONTH}{YEAR}", first_days),
        (f"{ON}last (?:{COUNT} )?(?P<unit>day|week|fortnight) of {MONTH}{YEAR}", last_days),
        (f"{ON}(?P<half>first|second|latter) half of (?:{MONTH}{YEAR}|(?P<only>(?:19|20)[0-9]{{2}}|year))", half_of),
        (f"{ON}(?P<only>(?:19|20)[0-9]{{2}})", of_year),
        (f"{ON}(?:so far )?{PART}(?P<which>this|last) (?P<unit>week|month|year)", period),
        (f"{ON}(?P<part>beginning of|start of) (?:this )?(?P<unit>week|month|year)", period),
        (f"{BY}{ON}(?P<which>last )?{WEEKDAY}(?: (?:morning|afternoon|evening|night))?", weekday),
        (f"{ON}(?:late |early )?(?P<near>yesterday|today|tonight|overnight|now|currently|presently)", named_day),
        (f"{ON}(?P<which>last |this |past )?weekend", weekend),
        (rf"{ON}{HEDGE}(?:last |past |recent |just )?{HEDGE}{COUNT} {UNIT}", back),
        (f"{ON}previous {COUNT} {UNIT}", back),
        (rf"{ON}past {UNIT}", back),
        (rf"{ON}the last {UNIT}", back),
        (rf"{HEDGE}{COUNT} {UNIT} (?P<ago>ago)", back),
    )
)  # fmt: skip
TWO_ENDS = re.compile(
    r"(?:between|from) (?P<left>.+?) (?:and|to|until|till|through) (?P<right>.+)|(?P<day>[a-z]+ [0-9]+) to (?P<end>[a-z]+ [0-9]+.*)"
)
UNTIL_NOW = re.compile(r"(?:since|from) (?P<start>.+?)(?: onwards?)?")
DATED_AT_END = re.compile(
    r"(?P<what>.+?) (?P<start>(?:in|on|at|early|late|mid|last|this) .+|yesterday|(?<=of )[0-9].+)"
)


def window(date_text: str | None, published: date) -> Days | None:
    """First and last day that ``date_text`` means in a text published on ``published``; None if it is not understood.

    "since X" runs to publication; a day without a year is the latest one not after publication.
    """
    if not date_text:
        return None
    phrase = normal(date_text)
    try:
        days = between(phrase, published) or until_now(phrase, published) or span(phrase, published)
    except (ValueError, OverflowError):  # 31 June, or a day before year 1
        return None
    return days if days is not None and days[0] <= days[1] and days[0] <= published else None


def span(phrase: str, published: date) -> Days | None:
    """The days of one expression, by the first form that matches all of it."""
    for pattern, make_span in FORMS:
        match = pattern.fullmatch(phrase)
        if match:
            return make_span({key: value for key, value in match.groupdict().items() if value}, published)
    return None


def between(phrase: str, published: date) -> Days | None:
    """Both ends of "from X to Y" and "between X and Y"; a day without a month takes that of the other end."""
    match = TWO_ENDS.fullmatch(phrase)
    if not match:
        return None
    left, right = match["left"] or match["day"], match["right"] or match["end"]
    last = span(right, published)
    if last is None:
        return None
    month = re.search(MONTH, right)
    first = span(left, last[1])
    if first is None and month and left.isdigit():
        first = span(f"{left} {month[0]} {last[1].year}", published)
    return (first[0], last[1]) if first is not None else None


def until_now(phrase: str, published: date) -> Days | None:
    """From the day of "since X" to publication; X may be a clause that ends with a date ("the offensive began in May").

    What lasts since a day of the week has lasted longer than the day of publication.
    """
    match = UNTIL_NOW.fullmatch(phrase)
    if not match:
        return None
    start = match["start"]
    days = span(start, published)
    date_match = DATED_AT_END.fullmatch(start)
    while days is None and date_match:
        days, start = span(date_match["start"], published), date_match["start"]
        date_match = DATED_AT_END.fullmatch(start.partition(" ")[2]) if days is None else None
    if days is None:
        return None
    if days == (published, published) and any(word in WEEKDAYS for word in start.split()):
        if start.split()[-1] not in WEEKDAYS:
            return None  # "since Sunday morning", on a Sunday: today or a week ago
        return published - timedelta(7), published
    return (days[1] if start.startswith("end of ") else days[0]), published


def normal(date_text: str) -> str:
    """The words in lower case with numbers in digits, without articles, commas and ordinal ends."""
    words_of_date = tokens(date_text)
    words: list[str] = []
    place = 0
    while place < len(words_of_date):
        token = words_of_date[place]
        numeral = (
            numeral_at(words_of_date, place)
            if token.kind != NUMBER and token.low not in ("a", "an", "one")
            else None
        )
        if numeral is not None and numeral.low is not None and numeral.low == numeral.high:
            words.append(f"{numeral.low:g}")
            place = numeral.last + 1
            continue
        if token.low in ("a", "an", "one"):
            words.append("1")
        elif token.low == "-":
            words.append(hyphen(date_text, words_of_date[place].start, words_of_date[place].end))
        elif token.low == "the":
            words.append("the" if " ".join(words) in TIMED and following(words_of_date, place) else "")
        elif token.low not in (",", ".", "st", "nd", "rd", "th", "'", "'s"):
            words.append(token.low)
        place += 1
    phrase = " ".join(word for word in words if word)
    return re.sub(r" ?([-/]) ?", r"\1", phrase)


TIMED = ("in", "over", "during", "within", "for")
PERIODS = frozenset(("week", "month", "year", "decade"))


def following(words: list[Token], place: int) -> bool:
    """True for the article of "in the last week", which counts back, unlike "last week"."""
    after = [token.low for token in words[place + 1 : place + 3]]
    return after[:1] == ["last"] and len(after) > 1 and after[1] in PERIODS


def hyphen(text: str, start: int, end: int) -> str:
    """ "to" for the hyphen of "1-10 July", itself in 2021-08-05, nothing in "mid-April"."""
    before, after = text[:start], text[end:]
    if re.search(r"[0-9]$", before.rstrip()) and re.match(r"\s*[0-9]", after):
        return "-" if re.search(r"(?:19|20)[0-9]{2}(?:-[0-9]{2})?$", before) else "to"
    return ""


__all__ = ["Days", "window"]
