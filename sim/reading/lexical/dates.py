"""``date_places``: where the words of date stand in a clause."""

from __future__ import annotations

import re

from sim.reading.lexical.function_words import SPELLED, TIME, UNITS, listed
from sim.reading.lexical.tokens import NUMBER, Token, number

NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
)
MONTHS = {name: place + 1 for names in NAMES for place, name in enumerate(names.split())} | {"sept": 9}
DAYS = "monday tuesday wednesday thursday friday saturday sunday"
WEEKDAYS = {name: place for place, name in enumerate(DAYS.split())}
NEAR_DAYS = {"yesterday": 1, "today": 0, "overnight": 1, "tonight": 0}
SEASONS = listed("spring summer autumn winter fall weekend")
LEADS = listed(
    "in on at by since of as during within over for until till from through throughout after before the this that last"
    " past recent previous first next coming early mid late final under less than just about around nearly almost only"
    " some a an few several couple - end start beginning middle between and more"
)
PREPOSED = listed(
    "in on at by since as during within over for until till from through throughout after before between"
)
NEEDS_LEAD = listed(
    "in since by during until till from of to for before after early late mid than and through"
)
RELATIVE = listed("this last past recent previous next coming first")
QUARTERS = listed("last this past previous next second fourth")  # "since last quarter"; "the third quarter"
DOTTED = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)[0-9]{2}")  # 27.05.2021
FAR = 8  # tokens a date reaches to the left of its core


def date_places(tokens: list[Token]) -> list[tuple[int, int]]:
    """Token ranges (first, end exclusive) of the dates of a clause, in order and apart from each other."""
    return joined(tokens, single_places(tokens))


def joined(tokens: list[Token], places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges with those joined that are one expression: "from July 1 to July 12", "the first week of July"."""
    ranges: list[tuple[int, int]] = []
    for first, end in places:
        if ranges and belongs(tokens, ranges[-1], first, end):
            ranges[-1] = ranges[-1][0], end
        else:
            ranges.append((first, end))
    return ranges


def belongs(tokens: list[Token], before: tuple[int, int], first: int, end: int) -> bool:
    """True if the date at ``first`` goes on with the one before it."""
    start, stop = before
    between = [t.low for t in tokens[stop:first]]
    opens, core = tokens[start].low, tokens[stop - 1].low
    has_month = any(is_month(tokens, i) for i in range(first, end))
    if between in ([], [","]):
        return core in WEEKDAYS and has_month
    if between == ["of"]:
        return core in TIME | {"half"}
    has_date = any(is_month(tokens, i) or year_value(tokens, i) for i in range(start, stop))
    ranged = opens in ("from", "between") or (has_date and has_month and tokens[stop - 1].kind == NUMBER)
    return ranged and len(between) == 1 and between[0] in ("and", "to", "until", "till", "through", "-")


def single_places(tokens: list[Token]) -> list[tuple[int, int]]:
    """The ranges before any two are joined."""
    places: list[tuple[int, int]] = []
    floor = 0
    for core in range(len(tokens)):
        if core < floor:
            continue
        end = core_end(tokens, core)
        if end:
            first = lead_start(tokens, core, floor)
            places.append((first, end))
            floor = end
    return places


def core_end(tokens: list[Token], place: int) -> int:
    """End (exclusive) of the date whose core stands at ``place``; 0 if no core stands there."""
    token = tokens[place]
    if token.kind == NUMBER and DOTTED.fullmatch(token.text):
        return place + 1
    if token.kind == NUMBER and slashed(tokens, place):
        return place + 5
    if token.kind == NUMBER:
        return iso_end(tokens, place) or (place + 1 if is_year(tokens, place) else 0)
    if is_month(tokens, place):
        return after_month(tokens, place)
    if token.low in WEEKDAYS and token.capitalised:
        return place + 1
    if token.low in NEAR_DAYS:
        return place + 1
    if token.low in SEASONS:
        return (
            place + 1 if place and tokens[place - 1].low in RELATIVE | {"the"} and token.low != "fall" else 0
        )
    if token.low == "quarter" and place and tokens[place - 1].low in QUARTERS:
        return place + 1
    if token.low in TIME and place and (tokens[place - 1].low in LEADS or counted(tokens, place - 1)):
        return place + 1 + (word_at(tokens, place + 1) in ("ago", "earlier", "later"))
    return 0


def slashed(tokens: list[Token], place: int) -> bool:
    """True for a date such as 27/05/2021."""
    marks = [word_at(tokens, place + 1), word_at(tokens, place + 3)]
    return marks == ["/", "/"] and day_number(tokens, place + 2) and bool(year_value(tokens, place + 4))


def is_month(tokens: list[Token], place: int) -> bool:
    """True for a month's name in capitals; March and May also need a date before or after them."""
    token = tokens[place]
    if not (token.capitalised and token.low in MONTHS):
        return False
    if token.low not in ("may", "march"):
        return True
    before = word_at(tokens, place - 1)
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return before in LEADS or before.isdigit() or (after is not None and after.kind == NUMBER)


def after_month(tokens: list[Token], place: int) -> int:
    """End of a date after its month: "Sept. 27", "June 28, 2021", "October 2018"."""
    end = place + 1 + (word_at(tokens, place + 1) == "." and place + 2 < len(tokens))
    if day_number(tokens, end) and not counts_a_unit(tokens, end + 1):
        end += 1 + (word_at(tokens, end + 1) in ("st", "nd", "rd", "th"))
    comma = word_at(tokens, end) == ","
    if year_value(tokens, end + comma):
        end += 1 + comma
    return end


def lead_start(tokens: list[Token], core: int, floor: int) -> int:
    """Start of a date: day numbers and words such as "in the past eight" before its core, not left of ``floor``."""
    first = core
    while first > floor and core - first < FAR:
        before = tokens[first - 1]
        if tokens[core].low in NEAR_DAYS and (before.low == "more" or counted(tokens, first - 1)):
            break  # "took two more today"
        if counted(tokens, first) and counted(tokens, first - 1) and before.kind != tokens[first].kind:
            break  # "89 two years ago"
        if tokens[first].low in ("a", "an") and first < core and counted(tokens, first - 1):
            break  # "45 a year ago": the number is none of the date
        if before.low == "half" and word_at(tokens, first - 2) in ("first", "second", "latter"):
            first -= 2  # "the second half of July"
            continue
        if before.low == "to" and counted(tokens, first) and from_before(tokens, first - 1):
            first -= 3  # "from 1 to 10 July"
            break
        if not (before.low in LEADS or counted(tokens, first - 1) or before.low in ("st", "nd", "rd", "th")):
            break
        first -= 1
        if before.low in PREPOSED and before.low not in ("over", "around", "about"):
            break
    while first < core and tokens[first].low in ("and", "-", "than", "more", "less", "of", "some"):
        first += 1
    return first


def from_before(tokens: list[Token], to_place: int) -> bool:
    """True if "from" and a number stand before the "to" at ``to_place``."""
    return to_place >= 2 and counted(tokens, to_place - 1) and tokens[to_place - 2].low == "from"


def counted(tokens: list[Token], place: int) -> bool:
    """True for a numeral small enough to count days or years."""
    token = tokens[place]
    if token.kind == NUMBER:
        value = number(token.text)
        return value is not None and value < 1000
    return token.low in SPELLED


def counts_a_unit(tokens: list[Token], place: int) -> bool:
    """True if the words at ``place`` name a unit or go on with "of": then the number before is no day."""
    pair = word_at(tokens, place), word_at(tokens, place + 1)
    singulars = tuple(word[:-1] if word.endswith("s") else word for word in pair)
    return (
        pair[0] == "of"
        or singulars in UNITS
        or singulars[:1] in UNITS
        or pair[0] in ("percent", "%", "more", "others")
    )


def day_number(tokens: list[Token], place: int) -> bool:
    """True for a numeral from 1 to 31."""
    if place >= len(tokens) or tokens[place].kind != NUMBER:
        return False
    value = number(tokens[place].text)
    return value is not None and value == int(value) and 1 <= value <= 31


def year_value(tokens: list[Token], place: int) -> int:
    """The year at ``place``, 0 if none stands there."""
    if place >= len(tokens) or tokens[place].kind != NUMBER or len(tokens[place].text) != 4:
        return 0
    word = tokens[place].text
    return int(word) if word.isdigit() and 1900 <= int(word) <= 2099 else 0


def is_year(tokens: list[Token], place: int) -> bool:
    """True for a year after a word that asks for one ("in 2010", "mid-2018") and not before a unit."""
    if not year_value(tokens, place) or counts_a_unit(tokens, place + 1):
        return False
    return place > 0 and (tokens[place - 1].low in NEEDS_LEAD or tokens[place - 1].low == "-")


def iso_end(tokens: list[Token], place: int) -> int:
    """End of a date such as 2021-08-05 at ``place``, 0 if none stands there."""
    date_tokens = [t.low for t in tokens[place : place + 5]]
    if (
        len(date_tokens) < 5
        or date_tokens[1] != "-"
        or date_tokens[3] != "-"
        or not year_value(tokens, place)
    ):
        return 0
    return place + 5 if day_number(tokens, place + 2) and day_number(tokens, place + 4) else 0


def word_at(tokens: list[Token], place: int) -> str:
    """The word at ``place`` in lower case, '' outside the clause."""
    return tokens[place].low if 0 <= place < len(tokens) else ""
