"""The noun a numeral counts: a unit of territory, another noun, or none (left out)."""

from __future__ import annotations

from sim.reading.lexical.control_verbs import PARTIES, TAKES
from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    CLOSED,
    DETERMINERS,
    GROUNDS,
    IRREGULAR_PLURALS,
    MORE,
    PEOPLED,
    SPELLED,
    UNITS,
)
from sim.reading.lexical.tokens import WORD, Token
from sim.reading.lexical.verbs import FORMS, NOUN_TOO, adverb

RUN = 7  # words looked at for the noun of a numeral
UNIT_WORDS = 3
STARTS = frozenset(text for name in UNITS for text in (name[0], name[0] + "s")) | IRREGULAR_PLURALS.keys()


def counted(tokens: list[Token], start: int, is_single: bool) -> tuple[str, str, int]:
    """Unit, other noun and last token of the noun group at ``start``; ('', '', start - 1) where the noun is left out."""
    at, last, noun = start, start - 1, ""
    while at < len(tokens) and at - start < RUN:
        token = tokens[at]
        unit, length = unit_at(tokens, at)
        if unit and (plural(tokens[at + length - 1]) or is_single) and not compound(tokens, at, length):
            return with_pair(tokens, unit, at + length - 1)
        if labelled(tokens, at):
            return "", "", start - 1
        if ends_group(tokens, at) and not (token.text == "," and adjectives(tokens, at)):
            break
        if token.low in MORE or adverb(token):
            last = at if not noun else last
        elif token.low not in ("-",) and not (token.low in DETERMINERS and not noun):
            noun, last = token.low, at
        at += 1
    return "", noun, last


def labelled(tokens: list[Token], at: int) -> bool:
    """True for "Taliban controlled", "government-held" at the end of its group: a party and what the places are to it."""
    step = 2 if word_at(tokens, at + 1) == "-" else 1
    token, after = tokens[at], word_at(tokens, at + step + 1)
    party = token.low in PARTIES or (token.capitalised and at > 0)
    is_closed = not after or not after.isalpha() or after in CLOSED
    return party and is_closed and bool(participle_relation(word_at(tokens, at + step)))


def adjectives(tokens: list[Token], comma: int) -> bool:
    """True for the comma between two adjectives ("tiny, half-deserted hamlets")."""
    before = tokens[comma - 1]
    end = next((at for at in range(comma + 2, comma + 5) if unit_at(tokens, at)[0]), 0)
    is_plain_word = before.kind == WORD and not (
        before.low.endswith("s") or before.capitalised or before.low in MORE
    )
    return (
        bool(end)
        and is_plain_word
        and plural(tokens[end])
        and all(
            t.low == "-" or (t.kind == WORD and t.low not in CLOSED and not t.capitalised)
            for t in tokens[comma + 1 : end]
        )
    )


def ends_group(tokens: list[Token], place: int) -> bool:
    """True if the token at ``place`` cannot stand inside a noun group."""
    token = tokens[place]
    if describes(token):
        after = word_at(tokens, place + 1)
        if people(tokens, place + 1):
            return False
        next_words = (1,) if after in SPELLED or not after.isalpha() else (1, 2)
        return not any(unit_at(tokens, place + step)[0] for step in next_words)
    if token.kind != WORD:
        return token.low not in ("-", "'s", "'")
    if token.low in FORMS and token.low not in NOUN_TOO and not token.capitalised:
        return True
    if token.low in SPELLED:
        return True
    return token.low in CLOSED or (token.low in DETERMINERS and token.low not in ("another", "other"))


def people(tokens: list[Token], place: int) -> bool:
    """True for a plural noun that is no unit, after a participle ("2,500 remaining troops")."""
    if place >= len(tokens) or unit_at(tokens, place)[0]:
        return False
    token = tokens[place]
    is_plain_noun = token.kind == WORD and token.low.endswith("s") and token.low not in CLOSED | DETERMINERS
    return is_plain_noun and (token.low not in FORMS or token.low in NOUN_TOO) and not adverb(token)


def describes(token: Token) -> bool:
    """True for a participle, which ends the group unless the unit follows ("nine captured towns")."""
    kinds = FORMS.get(token.low, {})
    return "participle" in kinds or "gerund" in kinds


def participle_relation(word: str) -> str:
    """Relation of a participle that describes places ("contested", "held"); '' for any other word."""
    return TAKES.get(FORMS.get(word, {}).get("participle", ""), "")


def unit_at(tokens: list[Token], place: int) -> tuple[str, int]:
    """Unit named by the words at ``place`` and their number; ('', 0) if they name none."""
    if word_at(tokens, place) not in STARTS:
        return "", 0
    for length in range(UNIT_WORDS, 0, -1):
        words = tuple(word_at(tokens, place + i) for i in range(length))
        words = (*words[:-1], singular(words[-1]))
        if words in UNITS:
            return UNITS[words], length
    return "", 0


def singular(word: str) -> str:
    """A unit's word without its plural ending."""
    if word in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def plural(token: Token) -> bool:
    """True for a plural or a unit written without one (km, mi)."""
    return token.low.endswith("s") or token.low.startswith("km") or token.low == "mi"


def compound(tokens: list[Token], place: int, length: int) -> bool:
    """True if the unit only describes the next noun ("one village elder")."""
    end = place + length
    if plural(tokens[end - 1]) or end >= len(tokens):
        return False
    after = tokens[end]
    return after.kind == WORD and not after.capitalised and not ends_group(tokens, end) and not adverb(after)


def with_pair(tokens: list[Token], unit: str, last: int) -> tuple[str, str, int]:
    """The unit with a second one joined to it: "towns and villages" are settlements."""
    at = last
    while unit in PEOPLED and word_at(tokens, at + 1) in ("and", "or", ",", "&"):
        second_unit, length = unit_at(tokens, at + 2)
        grounds = word_at(tokens, at + 2) in GROUNDS
        if not grounds and (second_unit not in PEOPLED or not length):
            break
        unit, at = "settlement", at + 1 + (length or 1)
    return unit, "", at
