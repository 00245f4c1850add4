"""Who: the noun group before a verb, after "by", "to" or "under", as the report writes it."""

from __future__ import annotations

from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.grammar import group_start, verbal
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    ADVERBS,
    ANAPHORS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    REPORTING,
    SUBORDINATORS,
)

LONGEST_NAME = 7
LED = frozenset(
    ("led", "backed", "supported", "aided", "joined")
)  # "forces led by X": no verb of the sentence
BACK = 24  # tokens looked at to the left of a verb for its subject


def subject(clause: Clause, verb: int) -> str:
    """The noun group before the verb group that ends at ``verb``; '' for a pronoun or nothing."""
    tokens = clause.tokens
    end = group_start(tokens, verb)
    if word_at(tokens, end - 1) == ",":
        end = before_apposition(tokens, end - 1)
    start = end
    while start > 0 and end - start < BACK and not ends_subject(clause, start - 1):
        start -= 1
    return name(tokens, *trimmed(tokens, start, end))


def before_apposition(tokens: list[Token], comma: int) -> int:
    """End of the noun group that a parenthesis between commas interrupts, or the comma itself."""
    for place in range(comma - 1, max(-1, comma - BACK), -1):
        if tokens[place].text == ",":
            return place
    return comma


def ends_subject(clause: Clause, place: int) -> bool:
    """True if the token at ``place`` cannot belong to the subject that follows it."""
    tokens = clause.tokens
    token = tokens[place]
    if any(first <= place < end for first, end in clause.dates):
        return True
    if token.kind != WORD:
        return token.low not in ("'s", "'", "-", ".") and token.kind != "number"
    if token.low in SUBORDINATORS or token.low in REPORTING or token.low in ANAPHORS:
        return True
    if token.low in CONJUNCTIONS:
        return after_verb(tokens, place)
    return verbal(tokens, place) and token.low not in LED


def after_verb(tokens: list[Token], place: int) -> bool:
    """True if a verb stands between the last comma and ``place``: then "and" there opens a statement, no list."""
    for back in range(place - 1, max(-1, place - BACK), -1):
        if tokens[back].text == ",":
            return False
        if verbal(tokens, back) and tokens[back].low not in LED:
            return True
    return False


def trimmed(tokens: list[Token], start: int, end: int) -> tuple[int, int]:
    """The range without an opening "In Ghazni", leading "the" and what follows the first preposition."""
    while start < end and tokens[start].low in CONJUNCTIONS | ADVERBS | frozenset((",", "'", "-", ".", "'s")):
        start += 1
    if start < end and tokens[start].low in PREPOSITIONS:
        inner = [i for i in range(start, end) if tokens[i].low == "the"]
        start = inner[-1] if inner else end
    while start < end and (tokens[start].low in DETERMINERS or adverb(tokens[start])):
        start += 1
    stop = start
    while stop < end and tokens[stop].low not in PREPOSITIONS and stop - start < LONGEST_NAME:
        stop += 1
    while stop > start and (
        adverb(tokens[stop - 1]) or tokens[stop - 1].kind != WORD or tokens[stop - 1].low in LED
    ):
        stop -= 1
    return start, stop


def named_after(clause: Clause, start: int, stops: frozenset[str] = frozenset()) -> str:
    """The noun group that starts at ``start``; '' if none does."""
    tokens = clause.tokens
    while start < len(tokens) and tokens[start].low in DETERMINERS:
        start += 1
    end = start
    while end < len(tokens) and end - start < LONGEST_NAME and not ends_name(clause, end, stops):
        end += 1
    return name(tokens, start, end)


def ends_name(clause: Clause, place: int, stops: frozenset[str]) -> bool:
    """True if the token at ``place`` cannot belong to a name that began before it."""
    token = clause.tokens[place]
    if any(first <= place < end for first, end in clause.dates) or token.low in stops:
        return True
    if token.kind != WORD:
        return token.low not in ("-", "'s")
    return (
        token.low in PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS
        or adverb(token)
        or verbal(clause.tokens, place)
    )


def name(tokens: list[Token], start: int, end: int) -> str:
    """Tokens ``start`` to ``end`` (exclusive) as written, single spaces; '' for a pronoun, a possessive or nothing."""
    while end > start and tokens[end - 1].low in ("'s", "'", "-"):
        end -= 1
    if start >= end or (end - start == 1 and tokens[start].low in ANAPHORS | {"its", "their", "own"}):
        return ""
    written = tokens[start].text
    for left, right in zip(tokens[start : end - 1], tokens[start + 1 : end], strict=True):
        written += ("" if left.end == right.start else " ") + right.text
    return written
