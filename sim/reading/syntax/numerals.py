"""``numerals``: every numeral and number word of a clause with its value, bound and hedge, or why it is no count."""

from __future__ import annotations

from dataclasses import replace
from math import floor

from sim.reading.lexical.control_verbs import LEVELS
from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    COUPLES,
    FRACTIONS,
    HEDGES_AFTER,
    MULTIPLES,
    ONES,
    ORDINAL_ENDS,
    PERCENT,
    SPELLED,
    TENS,
    VAGUE,
)
from sim.reading.lexical.numeral import Numeral
from sim.reading.lexical.tokens import NUMBER, WORD, Token, number, tidy, touching
from sim.reading.lexical.verbs import lemma
from sim.reading.syntax.clauses import Clause
from sim.reading.syntax.hedges import bounded, hedged
from sim.reading.syntax.units import unit_at

RATIOS = (("in", "every"), ("in",), ("of", "every"), ("out", "of", "every"))
MONEY = frozenset("$€£¥₽₹")
ANYWHERE = frozenset(["anywhere", "somewhere", "anything"])
DOUBTFUL = frozenset(["perhaps", "maybe", "possibly"])
MOST_PARTS = 10  # of a fraction in digits
CHANGE_REACH = (
    10  # tokens before "from" in which a verb of change makes "from 7 to 9" two levels and no range
)


def numerals(clause: Clause) -> list[Numeral]:
    """Numerals of a clause in order, ranges joined and hedges applied; those inside dates say so."""
    ordered: list[Numeral] = []
    place = 0
    while place < len(clause.tokens):
        numeral = numeral_at(clause.tokens, place)
        if numeral is None:
            place += 1
            continue
        if not any(first <= place < end for first, end in clause.dates):
            numeral = joined(clause.tokens, numeral)
        floor = ordered[-1].last + 1 if ordered else 0
        ordered.append(dated(clause, hedged(clause.tokens, numeral, floor)))
        place = ordered[-1].last + 1
    return ordered


def numeral_at(tokens: list[Token], place: int) -> Numeral | None:
    """The numeral whose first token stands at ``place``, without its hedges."""
    token = tokens[place]
    if token.kind == NUMBER:
        return ratio_at(tokens, place) or slashed_at(tokens, place) or digits_at(tokens, place)
    return (
        nothing_at(tokens, place)
        or ratio_at(tokens, place)
        or fraction_at(tokens, place)
        or vague_at(tokens, place)
        or words_at(tokens, place)
    )


def digits_at(tokens: list[Token], place: int) -> Numeral:
    """A numeral in digits: percentages, millions, odd ones ("30-odd"); codes, ordinals and money with their reason."""
    value = number(tokens[place].text)
    reason = no_count(tokens, place) if value is not None else "not a plain number"
    last = place
    if value is not None and not reason and word_at(tokens, place + 1) in MULTIPLES:
        last, value = place + 1, tidy(value * MULTIPLES[word_at(tokens, place + 1)])
    return finished(tokens, Numeral(place, place, last, value, value, reason=reason))


def slashed_at(tokens: list[Token], place: int) -> Numeral | None:
    """The fraction "1/3", where "of" follows; None for a date or a code."""
    if word_at(tokens, place + 1) != "/" or word_at(tokens, place + 3) != "of":
        return None
    top, parts_total = small_number(tokens, place), small_number(tokens, place + 2)
    if not 0 < top < parts_total <= MOST_PARTS:
        return None
    return Numeral(place, place, place + 2, None, None, "fraction", fraction=top / parts_total)


def finished(tokens: list[Token], numeral: Numeral) -> Numeral:
    """The numeral with what may follow it: "%", "-odd", "+"."""
    last, low = numeral.last, numeral.low
    after, second = word_at(tokens, last + 1), word_at(tokens, last + 2)
    if after == "%" or after in PERCENT or (after == "per" and second == "cent"):
        return replace(numeral, last=last + 1 + (after == "per"), share=True)
    if after == "-" and second == "odd" and low is not None:
        return replace(numeral, last=last + 2, high=low + 9, modifier="vague", approx=True, reason="")
    if after == "+" and touching(tokens[last], tokens[last + 1]):
        return replace(numeral, last=last + 1, low=low, high=None, modifier="more_than")
    return numeral


def no_count(tokens: list[Token], place: int) -> str:
    """Why the digits at ``place`` are no count ('' if they may be): ordinals, codes, compounds, money, clock, score."""
    token = tokens[place]
    before = tokens[place - 1] if place else None
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if before is not None and before.text in MONEY:
        return "money"
    if after is not None and touching(token, after):
        if after.low in ORDINAL_ENDS:
            return "an ordinal"
        if after.kind == WORD or after.text in "/:_°" or after.text in MONEY:
            return "part of a code, date or measure"
        if after.low == "-" and compound_after(tokens, place + 1):
            return "part of a compound word"
    if before is not None and touching(before, token) and before.low in ("-", "/", ":", "_", ".", "#"):
        return (
            "" if before.low == "-" and range_before(tokens, place - 1) else "part of a code, date or measure"
        )
    return ""


def compound_after(tokens: list[Token], hyphen: int) -> bool:
    """True if the hyphen joins the number to a word ("14-page"), other than "30-odd"."""
    after = tokens[hyphen + 1] if hyphen + 1 < len(tokens) else None
    return after is not None and after.kind == WORD and touching(tokens[hyphen], after) and after.low != "odd"


def range_before(tokens: list[Token], hyphen: int) -> bool:
    """True if the hyphen stands between two numbers."""
    return hyphen > 0 and (tokens[hyphen - 1].kind == NUMBER or tokens[hyphen - 1].low in SPELLED)


def nothing_at(tokens: list[Token], place: int) -> Numeral | None:
    """Zero in words: "none", "not one", "not a single", "no" before a unit (left to the unit to decide)."""
    name, second_word, third_word = (word_at(tokens, place + i) for i in range(3))
    if name == "both":
        return Numeral(
            place,
            place,
            place + (second_word == "of") + (second_word == "of" and third_word == "the"),
            2,
            2,
            "all",
        )
    if name in ("none", "nil", "neither"):
        return Numeral(place, place, place, 0, 0)
    if name == "not" and (second_word == "one" or (second_word == "a" and third_word == "single")):
        last = place + (1 if second_word == "one" else 2)
        return Numeral(place, place, last + (second_word == "a" and word_at(tokens, last + 1) == "one"), 0, 0)
    if name == "no" and (second_word not in ("fewer", "less", "more", "one", "longer", "other")):
        return Numeral(place, place, place, 0, 0)
    return None


def ratio_at(tokens: list[Token], place: int) -> Numeral | None:
    """The share of "one in three districts", "two of every ten towns", "three out of five"; None where units differ."""
    top, at = small_number(tokens, place), place + 1
    if not top:
        return None
    joint = next(
        (words for words in RATIOS if tuple(word_at(tokens, at + i) for i in range(len(words))) == words), ()
    )
    base_count = small_number(tokens, at + len(joint)) if joint else 0
    if not base_count or base_count <= top or not counts_places(tokens, at + len(joint) + 1):
        return None
    share = tidy(floor(100 * top / base_count + 0.5))
    return Numeral(place, place, at + len(joint), share, share, "fraction", share=True)


def small_number(tokens: list[Token], place: int) -> int:
    """Value of a whole number up to 100 written as one token, 0 for anything else."""
    word = word_at(tokens, place)
    value = number(word) if word.isdigit() else ONES.get(word)
    return int(value) if value is not None and value <= 100 else 0


def counts_places(tokens: list[Token], place: int) -> bool:
    """True if a unit stands at ``place`` or after one word more."""
    return any(unit_at(tokens, place + offset)[0] for offset in (0, 1))


def fraction_at(tokens: list[Token], place: int) -> Numeral | None:
    """A fraction: "half", "a third", "two-thirds", "three quarters"."""
    top, at = 1, place
    if word_at(tokens, at) in ONES and word_at(tokens, at) != "zero":
        top, at = ONES[word_at(tokens, at)], at + 1
        at += word_at(tokens, at) == "-"
    elif word_at(tokens, at) == "a":
        at += 1
    part = word_at(tokens, at)
    part = part[:-1] if part.endswith("s") and part != "s" else part
    part = "half" if part in ("halve", "halves") else part
    if part not in FRACTIONS or (part != "half" and at == place):
        return None
    if word_at(tokens, place - 1) in ("second", "first", "the", "other") and part == "half" and at == place:
        return None
    if part == "half" and word_at(tokens, at + 1) in ("a", "-"):
        return None  # half a dozen, half-brother
    return Numeral(place, place, at, None, None, "fraction", fraction=top * FRACTIONS[part])


def vague_at(tokens: list[Token], place: int) -> Numeral | None:
    """A vague word: "several", "a few", "dozens of"; "few" alone says something else and is not read."""
    start = place + (word_at(tokens, place) == "a")
    word = word_at(tokens, start)
    if word not in VAGUE or (
        word in ("few", "handful") and start == place and word_at(tokens, place - 1) != "the"
    ):
        return None
    low, high = VAGUE[word]
    dozens = word_at(tokens, start + 1) + "s"
    if dozens in VAGUE:  # "several dozen", "a few hundred"
        low, high = VAGUE[dozens]
        return Numeral(place, place, start + 1, low, high, "vague", approx=True)
    return Numeral(place, place, start, low, high, "vague", approx=True)


def words_at(tokens: list[Token], place: int) -> Numeral | None:
    """A number in words: "twenty-one", "two hundred and six", "half a dozen", "a score", "a couple"."""
    first = word_at(tokens, place)
    if first == "half" and word_at(tokens, place + 1) == "a" and word_at(tokens, place + 2) == "dozen":
        return finished(tokens, Numeral(place, place, place + 2, 6, 6))
    if first in ("a", "an"):
        second = word_at(tokens, place + 1)
        if second in COUPLES:
            return Numeral(place, place, place + 1, COUPLES[second], COUPLES[second], "about", approx=True)
        if second not in MULTIPLES:
            return None
    elif first not in SPELLED or word_at(tokens, place - 1) == "every":
        return None
    value, end = spelled(tokens, place)
    return finished(tokens, Numeral(place, place, end - 1, value, value))


def spelled(tokens: list[Token], place: int) -> tuple[float, int]:
    """Value of the number words at ``place`` and where they end (exclusive)."""
    total, part, at = 0, 0, place
    if word_at(tokens, at) in ("a", "an"):
        part, at = 1, at + 1
    while at < len(tokens):
        word = tokens[at].low
        if word in ONES and part % 10 == 0 and (part % 100 == 0 or ONES[word] < 10):
            part += ONES[word]
        elif word in TENS and part % 100 == 0:
            part += TENS[word]
        elif word in MULTIPLES and part and MULTIPLES[word] >= 1000:
            total, part = (total + part) * MULTIPLES[word] if total < 1000 else total, 0
        elif word in MULTIPLES and 0 < part < 100:
            part *= MULTIPLES[word]
        elif not (word in ("-", "and") and goes_on(tokens, at, part)):
            break
        at += 1
    return total + part, at


def goes_on(tokens: list[Token], place: int, part: int) -> bool:
    """True if the hyphen or "and" at ``place`` stands inside a number word ("twenty-one", "two hundred and six")."""
    after = word_at(tokens, place + 1)
    if tokens[place].low == "-":
        return 20 <= part % 100 <= 90 and part % 10 == 0 and ONES.get(after, 10) < 10
    return part >= 100 and part % 100 == 0 and after in SPELLED


def joined(tokens: list[Token], left: Numeral) -> Numeral:
    """The numeral with the other end of its range ("80 to 100", "8-10", "five or six"), if one follows."""
    link, at = word_at(tokens, left.last + 1), left.last + 2
    is_aside = link == "," and word_at(tokens, at) in DOUBTFUL  # "four, perhaps five, towns"
    at += is_aside
    if not (is_aside or link in ("to", "-", "or", "and")) or left.reason or left.low is None or left.fraction:
        return left
    if link == "or" and (modifier := HEDGES_AFTER.get(("or", word_at(tokens, at)))):
        return bounded(replace(left, last=at), modifier)
    if link == "and" and word_at(tokens, left.first - 1) != "between":
        return left
    if link == "to" and two_levels(tokens, left.first):
        return left
    right_numeral = numeral_at(tokens, at) if at < len(tokens) else None
    if (
        right_numeral is None
        or right_numeral.reason
        or right_numeral.low is None
        or right_numeral.high is None
        or left.low > right_numeral.high
    ):
        return left
    first = left.first - (word_at(tokens, left.first - 1) in ("between", "from"))
    first -= first < left.first and word_at(tokens, first - 1) in ANYWHERE
    last = right_numeral.last + (is_aside and word_at(tokens, right_numeral.last + 1) == ",")
    share = left.share or right_numeral.share
    return replace(
        right_numeral, first=first, bare=first, last=last, low=left.low, modifier="range", share=share
    )


def two_levels(tokens: list[Token], place: int) -> bool:
    """True if "from N to M" tells a change of level: a verb of change stands shortly before "from"."""
    if word_at(tokens, place - 1) != "from" or word_at(tokens, place - 2) in ANYWHERE:
        return False
    return any(changes(word_at(tokens, place - 2 - offset)) for offset in range(CHANGE_REACH))


def changes(word: str) -> bool:
    """True for a form of a verb of change ("rose"), or "up" and "down"."""
    return lemma(word) in LEVELS or word in ("up", "down", "rise", "increase")


def dated(clause: Clause, numeral: Numeral) -> Numeral:
    """The numeral, refused where it belongs to a date or counts time."""
    if any(first <= numeral.bare < end for first, end in clause.dates):
        return replace(numeral, reason=numeral.reason or "a date or a length of time")
    return numeral
