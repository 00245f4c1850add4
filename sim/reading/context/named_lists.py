"""``named_lists``: places counted by their names, "captured A, B and C districts", as clauses with a number in their place."""

from __future__ import annotations

from typing import NamedTuple

from sim.reading.lexical.control_verbs import PARTIES
from sim.reading.lexical.dates import MONTHS, WEEKDAYS, date_places, word_at
from sim.reading.lexical.function_words import KM2
from sim.reading.lexical.tokens import NUMBER, WORD, Token
from sim.reading.syntax.clauses import Clause
from sim.reading.syntax.units import plural, unit_at

PARTICLES = frozenset(("al", "el", "de", "la", "bin", "ibn", "ul", "e"))
LEAST = 2  # names of a list
LONGEST = 4  # words of one name
AREAS = {"km2", *KM2}


class NamedList(NamedTuple):
    """Names as written, the clause with their number in their place, and where they stand in the text."""

    names: list[str]
    clause: Clause
    span: tuple[int, int]


def named_lists(text: str, clause: Clause) -> list[NamedList]:
    """The lists of names with one unit in a clause, before it ("A and B districts") or after ("the villages of A and B")."""
    lists: list[NamedList] = []
    place = 0 if sum(t.capitalised for t in clause.tokens) >= LEAST else len(clause.tokens)
    while place < len(clause.tokens):
        named_list = led_by_unit(text, clause, place) or ended_by_unit(text, clause, place)
        lists += [named_list[0]] if named_list else []
        place = named_list[1] if named_list else place + 1
    return lists


def led_by_unit(text: str, clause: Clause, place: int) -> tuple[NamedList, int] | None:
    """ "The villages of A, B and C" at ``place``, and the token after it."""
    unit, length = unit_at(clause.tokens, place)
    if not unit or unit in AREAS or not plural(clause.tokens[place + length - 1]):
        return None
    if word_at(clause.tokens, place + length) != "of" or (place and clause.tokens[place - 1].kind == NUMBER):
        return None
    names, end = names_at(text, clause.tokens, place + length + 1)
    if len(names) < LEAST:
        return None
    return counted(text, clause, names, (place, end), clause.tokens[place : place + length]), end


def ended_by_unit(text: str, clause: Clause, place: int) -> tuple[NamedList, int] | None:
    """ "A, B and C districts" at ``place``, and the token after it."""
    if place and (clause.tokens[place - 1].capitalised or word_at(clause.tokens, place - 1) in (",", "-")):
        return None
    names, end = names_at(text, clause.tokens, place)
    unit, length = unit_at(clause.tokens, end)
    if len(names) < LEAST or not unit or unit in AREAS or not plural(clause.tokens[end + length - 1]):
        return None
    return counted(
        text, clause, names, (place, end + length), clause.tokens[end : end + length]
    ), end + length


def names_at(text: str, tokens: list[Token], place: int) -> tuple[list[str], int]:
    """The names of a list that starts at ``place``, and the token after the last."""
    names: list[str] = []
    end = at = place
    while at < len(tokens):
        stop = name_end(tokens, at)
        if stop == at:
            break
        names.append(text[tokens[at].start : tokens[stop - 1].end])
        at = end = stop
        separator_count = 0
        while word_at(tokens, at + separator_count) in (",", "and", "&"):
            separator_count += 1
        if not separator_count:
            break
        at += separator_count
    return names, end


def name_end(tokens: list[Token], place: int) -> int:
    """End of the name at ``place``; ``place`` itself if none starts there."""
    at = place
    while at < len(tokens) and at - place < LONGEST and names(tokens, at, first=at == place):
        at += 1
    return at


def names(tokens: list[Token], at: int, *, first: bool) -> bool:
    """True if the token at ``at`` is part of a name of a place."""
    token = tokens[at]
    if token.kind == WORD and token.capitalised:
        return (
            token.low not in MONTHS
            and token.low not in WEEKDAYS
            and token.low not in PARTIES
            and token.low != "the"
        )
    if first:
        return token.low in PARTICLES and word_at(tokens, at + 1) == "-" and tokens[at + 2 :][:1] != []
    return token.low == "-" or token.low in PARTICLES


def counted(
    text: str, clause: Clause, listed_names: list[str], place: tuple[int, int], unit: list[Token]
) -> NamedList:
    """The clause with "3 districts" in place of the list from ``place``'s first token to its end."""
    first, end = place
    start, stop = clause.tokens[first].start, clause.tokens[end - 1].end
    number = Token(str(len(listed_names)), str(len(listed_names)), start, start + 1, NUMBER)
    words = [t._replace(start=start + 2, end=stop) for t in unit]
    tokens = [*clause.tokens[:first], number, *words, *clause.tokens[end:]]
    return NamedList(listed_names, clause._replace(tokens=tokens, dates=date_places(tokens)), (start, stop))
