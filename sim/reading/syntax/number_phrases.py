"""``phrases``: a numeral with what it counts (unit, total), or with the other noun that shows it is no control count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    CAPITALS,
    DETERMINERS,
    HEDGES_AFTER,
    LAND,
    OPENERS,
    TIME,
    listed,
)
from sim.reading.lexical.numeral import Numeral
from sim.reading.lexical.tokens import NUMBER, WORD, Token, tidy, touching
from sim.reading.lexical.verbs import adverb
from sim.reading.syntax.clauses import Clause
from sim.reading.syntax.hedges import BOUNDS, bounded
from sim.reading.syntax.numerals import numeral_at, numerals
from sim.reading.syntax.units import counted, ends_group, plural, unit_at

RUN = 7  # words looked at for the noun of a numeral
TWINS = (["to"], ["or"], ["and"], ["rather", "than"], ["and", "then"], ["and", "later"])
SIDES = listed(
    "west east north south western eastern northern southern central northwest northeast southwest southeast upper lower"
)  # of a place named only by name ("90 percent of west Mosul")
BARRING = listed("barring bar except except_for save save_for excepting excluding but apart_from")
INHABITANTS = listed("population populations people residents inhabitants citizens")
REACH = 8  # words between "of" and the numeral of a total ("of the country's roughly 400")


@dataclass(frozen=True)
class NumberPhrase:
    """Tokens ``first`` to ``last`` (inclusive) of a clause that state a number of something.

    unit     name of the unit, '' where the noun is left out (elided)
    noun     the head noun where it is no unit ('' otherwise)
    total    M of "N of M"
    opening  True for the total of "Of the 27 districts, ..."
    """

    first: int
    last: int
    numeral: Numeral
    unit: str = ""
    noun: str = ""
    total: float | None = None
    opening: bool = False
    reason: str = ""

    @property
    def elided(self) -> bool:
        """True where the numeral stands without a noun."""
        return not self.unit and not self.noun and not self.reason


def phrases(clause: Clause) -> list[NumberPhrase]:
    """Every numeral of a clause as a phrase, in order; "N of M" is one phrase."""
    tokens = clause.tokens
    waiting = numerals(clause)
    number_phrases: list[NumberPhrase] = []
    while waiting:
        numeral = waiting.pop(0)
        phrase = named(tokens, numeral)
        phrase, used_count = with_total(tokens, phrase, waiting)
        waiting = waiting[used_count:]
        phrase = opened(tokens, phrase, waiting)
        if not (empty_no(tokens, phrase)):
            number_phrases.append(without_named(tokens, phrase))
    return shared_units(tokens, number_phrases)


def empty_no(tokens: list[Token], phrase: NumberPhrase) -> bool:
    """True for a "no" that denies something other than places; it is no number."""
    return tokens[phrase.numeral.bare].low in ("no", "both", "neither") and not phrase.unit


def named(tokens: list[Token], numeral: Numeral) -> NumberPhrase:
    """The phrase of a numeral and the noun after it, before any "of M" is looked for."""
    phrase = NumberPhrase(numeral.first, numeral.last, numeral, reason=numeral.reason)
    if numeral.reason:
        return phrase
    if numeral.share or numeral.fraction:
        return hedged_after(tokens, shared(tokens, phrase))
    unit, noun, last = counted(tokens, numeral.last + 1, numeral.high in (0, 1) or numeral.low == 1)
    is_rate = word_at(tokens, last + 1) in ("a", "per", "each", "every") and word_at(tokens, last + 2) in TIME
    if unit and is_rate and word_at(tokens, last + 3) != "ago":
        return replace(phrase, unit=unit, last=last, reason="a rate")
    if unit and word_at(tokens, last + 1) in ("'s", "'") and touching(tokens[last], tokens[last + 1]):
        return replace(phrase, noun=tokens[last].low + "'s")
    return hedged_after(tokens, seats(tokens, replace(phrase, unit=unit, noun=noun, last=last)))


def hedged_after(tokens: list[Token], phrase: NumberPhrase) -> NumberPhrase:
    """The phrase with a hedge that follows its unit: "30 villages or more", "30 villages at least"."""
    modifier = HEDGES_AFTER.get((word_at(tokens, phrase.last + 1), word_at(tokens, phrase.last + 2)), "")
    if not phrase.unit or not modifier or phrase.numeral.modifier not in ("exact", "fraction"):
        return phrase
    return replace(phrase, numeral=bounded(phrase.numeral, modifier), last=phrase.last + 2)


def seats(tokens: list[Token], phrase: NumberPhrase) -> NumberPhrase:
    """ "The capitals of five provinces" are five provincial capitals, "the centres of two districts" two centres."""
    at = phrase.first - 1
    while at > 0 and tokens[at].low in DETERMINERS:
        at -= 1
    if at < 1 or tokens[at].low != "of" or tokens[at - 1].low not in CAPITALS:
        return phrase
    unit = {"province": "provincial_capital", "district": "district_center"}.get(phrase.unit, phrase.unit)
    return replace(phrase, unit=unit, first=at - 1)


def shared(tokens: list[Token], phrase: NumberPhrase) -> NumberPhrase:
    """The phrase of a percentage or fraction with what it is a share of, as far as words without a numeral say."""
    at = phrase.last + 1
    if word_at(tokens, at) in DETERMINERS and {word_at(tokens, at + 1), word_at(tokens, at + 2)} & TIME:
        return phrase  # "56 percent a year ago"
    if word_at(tokens, at) == "of":
        at += 1
    elif word_at(tokens, at) not in DETERMINERS and word_at(tokens, at) not in ("its", "their"):
        unit, noun, last = counted(tokens, at, False)
        if unit:
            return replace(phrase, unit="percent_" + unit, last=last)
        return replace(phrase, noun=noun, last=last) if noun else phrase
    for place in range(at, min(at + REACH, len(tokens))):
        unit, length = unit_at(tokens, place)
        if unit and plural(tokens[place + length - 1]):
            return replace(phrase, unit="percent_" + unit, last=place + length - 1)
        if word_at(tokens, place) in INHABITANTS:
            return replace(phrase, unit="percent_population", last=place)
        if (tokens[place].low in LAND or unit) and land_ends(tokens, place):
            return replace(phrase, unit="percent_territory", last=place)
        if ends_group(tokens, place) and tokens[place].low not in DETERMINERS and tokens[place].kind == WORD:
            return proper_share(tokens, phrase, at, place)
        if adverb(tokens[place]) or part_of_compound(tokens, place):
            continue
        if numeral_at(tokens, place) is not None:
            return phrase  # "half of its 20": left to the total
        if tokens[place].kind != WORD and tokens[place].low not in ("-", "'s", "'"):
            return proper_share(tokens, phrase, at, place)
    return proper_share(tokens, phrase, at, min(at + REACH, len(tokens)))


def part_of_compound(tokens: list[Token], place: int) -> bool:
    """True for a number joined to the word before it ("pre-2014")."""
    return tokens[place].kind == NUMBER and word_at(tokens, place - 1) == "-"


def land_ends(tokens: list[Token], place: int) -> bool:
    """True if the word for land ends its group ("the country", not "the country's 34")."""
    after = word_at(tokens, place + 1)
    return after not in ("'s", "'") and not (place + 1 < len(tokens) and tokens[place + 1].low in LAND)


def proper_share(tokens: list[Token], phrase: NumberPhrase, start: int, end: int) -> NumberPhrase:
    """The share of a place named only by name ("40 percent of Marawi"): land; of another noun: refused by the noun."""
    words = [t for t in tokens[start:end] if t.kind == WORD and t.low not in DETERMINERS]
    if words and words[-1].capitalised and all(t.capitalised or t.low in SIDES for t in words):
        return replace(phrase, unit="percent_territory", last=end - 1)
    if any(t.kind != WORD and t.low not in ("-", "'s", "'") for t in tokens[start:end]) or not words:
        return phrase
    return replace(phrase, noun=words[-1].low, last=end - 1)


def with_total(tokens: list[Token], phrase: NumberPhrase, waiting: list[Numeral]) -> tuple[NumberPhrase, int]:
    """The phrase with its total ("N of M", "N units out of M") and the number of numerals used up."""
    is_fraction = phrase.numeral.fraction is not None
    if phrase.reason:
        return phrase, 0
    share = phrase.numeral.share or is_fraction
    after = phrase.numeral.last + 1 if share else phrase.last + 1
    ofs = of_length(tokens, after) or (1 if is_fraction else 0) * (word_at(tokens, after) in DETERMINERS)
    if not ofs and not is_fraction:
        return of_all(phrase), 0
    if waiting and total_follows(tokens, after + ofs, waiting[0]):
        return joined_total(tokens, phrase, waiting[0]), 1
    if is_fraction:
        return percentage(phrase), 0
    return (phrase if share else of_all(of_group(tokens, phrase, after + ofs))), 0


def of_length(tokens: list[Token], place: int) -> int:
    """Length of "of" or "out of" at ``place``, 0 if neither stands there."""
    if word_at(tokens, place) == "of":
        return 1
    return 2 if word_at(tokens, place) == "out" and word_at(tokens, place + 1) == "of" else 0


def total_follows(tokens: list[Token], start: int, numeral: Numeral) -> bool:
    """True if ``numeral`` is the total announced by "of": only a noun group's words stand before it."""
    between = tokens[start : numeral.first]
    if numeral.reason or numeral.share or numeral.low is None or not 0 <= numeral.first - start <= REACH:
        return False
    return all(t.low in DETERMINERS or not ends_group(tokens, start + i) for i, t in enumerate(between))


def joined_total(tokens: list[Token], phrase: NumberPhrase, total: Numeral) -> NumberPhrase:
    """The phrase with total ``total``; a fraction of it becomes a count, "all but N" of it what remains."""
    total_phrase = named(tokens, total)
    total_value = total.low
    if phrase.numeral.share:
        unit = "percent_" + total_phrase.unit if total_phrase.unit else ""
        return replace(
            phrase,
            unit=unit,
            noun="" if unit else total_phrase.noun,
            total=total_value,
            last=total_phrase.last,
        )
    unit = phrase.unit if phrase.unit and not phrase.unit.startswith("percent_") else total_phrase.unit
    noun = phrase.noun or (total_phrase.noun if not unit else "")
    numeral = phrase.numeral
    if numeral.fraction is not None and total_value is not None:
        numeral = applied(numeral, total_value, total.approx)
    return replace(
        phrase,
        numeral=numeral,
        unit=unit,
        noun=noun,
        total=total_value,
        last=max(total_phrase.last, phrase.last),
    )


def applied(numeral: Numeral, total: float, rough: bool) -> Numeral:
    """A fraction of a known total as a count, half rounded up."""
    count = tidy(floor((numeral.fraction or 0.0) * total + 0.5))
    return valued(replace(numeral, approx=numeral.approx or rough), count)


def valued(numeral: Numeral, value: float) -> Numeral:
    """A fraction as the number it is, under its hedge."""
    exact_numeral = replace(numeral, low=value, high=value, fraction=None)
    return bounded(exact_numeral, numeral.modifier) if numeral.modifier in BOUNDS else exact_numeral


def percentage(phrase: NumberPhrase) -> NumberPhrase:
    """A fraction without a total as a percentage of what it names."""
    share = tidy(floor(100 * (phrase.numeral.fraction or 0.0) + 0.5))
    return replace(phrase, numeral=valued(replace(phrase.numeral, share=True), share))


def without_named(tokens: list[Token], phrase: NumberPhrase) -> NumberPhrase:
    """ "All 11 districts, barring Orla and Selm" are nine: the places named as exceptions are left out."""
    at = phrase.last + 1
    at += word_at(tokens, at) == ","
    length = next((n for n in (2, 1) if " ".join(t.low for t in tokens[at : at + n]) in BARRING), 0)
    low = phrase.numeral.low
    if phrase.numeral.modifier != "all" or not length or low is None or not phrase.unit:
        return phrase
    end, names = at + length, 0
    while end < len(tokens) and (tokens[end].capitalised or tokens[end].low in ("and", ",", "-")):
        names += tokens[end].capitalised and not (tokens[end - 1].capitalised or tokens[end - 1].low == "-")
        end += 1
    if not names:
        return phrase
    numeral = replace(phrase.numeral, low=low - names, high=low - names, modifier="all_but")
    return replace(phrase, numeral=numeral, total=low)


def of_all(phrase: NumberPhrase) -> NumberPhrase:
    """ "all 16" is 16 of 16."""
    return replace(phrase, total=phrase.numeral.low) if phrase.numeral.modifier == "all" else phrase


def of_group(tokens: list[Token], phrase: NumberPhrase, start: int) -> NumberPhrase:
    """The phrase whose unit stands after "of" without a total ("12 of its districts", "one of the cities")."""
    if phrase.noun and phrase.noun not in CAPITALS:
        return phrase
    owner = ""
    for place in range(start, min(start + REACH, len(tokens))):
        unit, length = unit_at(tokens, place)
        if unit and word_at(tokens, place + length) in ("'s", "'"):
            owner = tokens[place].low + "'s"
            continue
        if unit and plural(tokens[place + length - 1]) and not phrase.unit:
            return replace(phrase, unit=unit, noun="", last=place + length - 1)
        if ends_group(tokens, place) and tokens[place].low not in DETERMINERS:
            break
        if (
            not phrase.unit
            and place > start
            and tokens[place].low.endswith("s")
            and tokens[place].kind == WORD
        ):
            return replace(phrase, noun=tokens[place].low)
    return replace(phrase, unit="", noun=owner) if owner else phrase


def opened(tokens: list[Token], phrase: NumberPhrase, waiting: list[Numeral]) -> NumberPhrase:
    """The phrase, marked if it is the total that opens a sentence: "Of the 27 districts, ...", "From 18 towns, ..."."""
    start = phrase.first - 1
    while start >= 0 and (
        tokens[start].low in DETERMINERS or tokens[start].low == "'s" or tokens[start].capitalised
    ):
        if tokens[start].low in ("of", "from"):
            break
        start -= 1
    opens = (
        start >= 0
        and tokens[start].low in ("of", "from", "among")
        and (
            start == 0
            or tokens[start - 1].text == ","
            or (start == 1 and tokens[0].low in OPENERS)
            or (start == 2 and tokens[1].low == "out" and tokens[0].low in OPENERS)
        )
    )
    if not opens or not phrase.unit or phrase.unit.startswith("percent_"):
        return phrase
    end = phrase.last + 1
    while end < len(tokens) and tokens[end].text != "," and end - phrase.last < RUN:
        end += 1
    after_comma = end < len(tokens) and tokens[end].text == ","
    first = start == 0 and tokens[0].low == "of"
    return replace(phrase, opening=True) if after_comma or waiting or first else phrase


def shared_units(tokens: list[Token], number_phrases: list[NumberPhrase]) -> list[NumberPhrase]:
    """Phrases with the unit of the next one where a numeral waits for it ("from 20 to 45 districts", "two or three")."""
    completed = list(number_phrases)
    for place in range(len(completed) - 2, -1, -1):
        left, right = completed[place], completed[place + 1]
        between = [t.low for t in tokens[left.last + 1 : right.first]]
        if right.elided and left.numeral.share and not right.numeral.share and between == ["to"]:
            completed[place + 1] = replace(
                right, numeral=replace(right.numeral, share=True)
            )  # "from 40 percent to 10"
        if left.elided and right.unit and between in TWINS:
            completed[place] = replace(left, unit=right.unit)
    return completed
