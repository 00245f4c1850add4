"""``ClaimPattern``: a row of classes and words with gaps between, and where it holds in a sentence.

A row is written as its parts, blank-separated: ``DRIVE ~10 SLOW`` is a word of the class DRIVE and, at most ten words later, one
of the class SLOW; ``run|ran`` are words as they stand; ``!over`` forbids the next word; ``~3`` is a gap of up to three words,
``+3`` one that crosses no preposition but "of", as before the object of a verb.
A gap passes over what stands between two commas, brackets or dashes; it ends where a clause does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sim.reading.claim_grammar.word_classes import (
    ADVERBIAL,
    CALENDAR,
    CHAIN,
    COMMON_ENDS,
    FUNCTION,
    MEANING,
    NO_NAMES,
)
from sim.reading.lexical.function_words import DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, listed
from sim.reading.lexical.tokens import WORD, Token
from sim.reading.syntax.clauses import CLOSING, OPENING, spaced_dash
from sim.reading.syntax.numerals import numeral_at
from sim.reading.syntax.sentences import QUOTES

ASIDE = 16  # words at most between the commas around an aside
STOPS = SUBORDINATORS | {"as", "that", ";", ":", ".", "!", "?", "\n"}
NO_STOPS = frozenset((("all", "but"), ("not", "yet"), ("'t", "yet"), ("and", "yet")))
WEAK_STOPS = frozenset(("and", "or", "but"))
NONE: frozenset[str] = frozenset()
MEASURED = listed("PLACE % percent per square sq km km2 kilometres kilometers miles points cent hectares")
MEASURE_REACH = 6  # words from a number to what it counts
MOSTLY = 0.7  # share of capitalised words above which capitals tell nothing


class PatternPart(NamedTuple):
    """One word of a pattern: its classes or words, the gap before it, and words that must not follow it.

    direct  True where the gap crosses no preposition but "of": the object of a verb
    """

    keys: frozenset[str]
    gap: int = 0
    without: frozenset[str] = NONE
    direct: bool = False


class ClaimPattern(NamedTuple):
    """A row of ``rules``: its tag, its parts, and marks that say how it is to be read.

    marks  innate: its own words deny, so a denial is not read again; wish: true of plans and orders, too;
           martial: holds only where the sentence names an armed side or a front; real: only what has happened;
           uncounted: with a number beside it, it is a count; uncounted_places: with a number of places, whereas the loss
           of a share of what was held is said beside its count; own: not of troops from abroad
    """

    tag: str
    parts: tuple[PatternPart, ...]
    marks: frozenset[str] = NONE


def pattern(tag: str, row: str, marks: str = "") -> ClaimPattern:
    """A pattern from its row."""
    parts: list[PatternPart] = []
    gap, direct = 0, False
    for word in row.split():
        if word[0] in "~+":
            gap, direct = int(word[1:]), word[0] == "+"
        elif word.startswith("!"):
            parts[-1] = parts[-1]._replace(without=frozenset(word[1:].split("|")))
        else:
            parts.append(PatternPart(frozenset(word.split("|")), gap, direct=direct))
            gap, direct = 0, False
    return ClaimPattern(tag, tuple(parts), frozenset(marks.split()))


class ClaimClause:
    """The words of a sentence without quotation marks and the hyphens inside words, with their classes."""

    def __init__(self, sentence: list[Token]) -> None:
        self.tokens = [
            t
            for i, t in enumerate(sentence)
            if t.text not in QUOTES and not inner_hyphen(sentence, i) and t.text not in "'‘’…"
        ]
        words = [t for t in self.tokens if t.kind == WORD]
        self.titled = sum(t.text[0].isupper() for t in words) > MOSTLY * len(words)
        shouted = sum(t.text.isupper() for t in words) > MOSTLY * len(words)
        self.lows = [t.low.lower() if shouted else t.low for t in self.tokens]
        self.keys = [MEANING.get(low, NONE) | {low} for low in self.lows]
        if not shouted:
            self.keys = [
                keys | {"NAME"} if is_name(self.tokens, at) else keys for at, keys in enumerate(self.keys)
            ]
        self.all = frozenset[str]().union(*self.keys)
        self.jumps = jumps(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def counts(self, places: Iterable[int], shares: bool = True) -> bool:
        """True if a number of places or of land, or a share of them, stands at one of ``places``."""
        return any(
            any(MEASURED & keys for keys in self.keys[place : place + MEASURE_REACH])
            for place in places
            if (number := numeral_at(self.tokens, place)) is not None
            and (shares or not number.share and number.fraction is None)
        )


def inner_hyphen(sentence: list[Token], place: int) -> bool:
    """True for the hyphen of counter-offensive."""
    if sentence[place].low != "-" or not 0 < place < len(sentence) - 1:
        return False
    return (
        sentence[place - 1].end == sentence[place].start and sentence[place].end == sentence[place + 1].start
    )


def is_name(tokens: list[Token], place: int) -> bool:
    """True for a capitalised word that is no word of another meaning."""
    token = tokens[place]
    if not token.capitalised or token.low in FUNCTION or token.low in CALENDAR or token.low in NO_NAMES:
        return False
    return not MEANING.get(token.low, NONE) - {"OTHERS", "SIDE"} and (
        place > 0 or not token.low.endswith(COMMON_ENDS)
    )


def jumps(tokens: list[Token]) -> dict[int, int]:
    """Where an aside opens, by place: the place after its end."""
    ends_by_start: dict[int, int] = {}
    for opens, closes in (({","}, {","}), (OPENING, CLOSING), ({"—", "–"}, {"—", "–"})):
        places = [i for i, t in enumerate(tokens) if t.text in closes or (t.text == "," and "," in closes)]
        for at, token in enumerate(tokens):
            if token.text not in opens and not ("—" in opens and spaced_dash(tokens, at)):
                continue
            end = next((i for i in places if i > at), 0)
            if "—" in opens and not end:
                end = next((i for i in range(at + 1, len(tokens)) if spaced_dash(tokens, i)), 0)
            if end and end - at <= ASIDE:
                ends_by_start[at] = end + 1
    return ends_by_start


def matches(line: ClaimClause, row: ClaimPattern) -> Iterator[tuple[int, ...]]:
    """The places of the parts wherever the pattern holds, nearest first."""
    if any(part.keys.isdisjoint(line.all) for part in row.parts):
        return
    head = row.parts[0].keys
    for first, keys in enumerate(line.keys):
        if not head.isdisjoint(keys) and allowed(line, first, row.parts[0]):
            places = rest(line, row.parts, 1, (first,))
            if places:
                yield places


def rest(
    line: ClaimClause, parts: tuple[PatternPart, ...], at: int, places: tuple[int, ...]
) -> tuple[int, ...] | None:
    """Places of all parts given those of the first ``at``; None if the others do not follow."""
    if at == len(parts):
        return places
    for place in within(line, places[-1], parts[at].gap, parts[at].direct):
        if not parts[at].keys.isdisjoint(line.keys[place]) and allowed(line, place, parts[at]):
            remaining = rest(line, parts, at + 1, (*places, place))
            if remaining:
                return remaining
    return None


def allowed(line: ClaimClause, place: int, part: PatternPart) -> bool:
    """True unless the next word is one that the part forbids."""
    return place + 1 >= len(line) or part.without.isdisjoint(line.keys[place + 1])


def within(line: ClaimClause, last: int, gap: int, direct: bool) -> Iterator[int]:
    """Places at most ``gap`` words after the next one, as far as the clause goes."""
    at, steps, has_verb = last + 1, 0, False
    relative = at < len(line) and line.lows[at] in (
        "that",
        "which",
        "who",
    )  # "the offensive that began in May has"
    while at < len(line) and steps <= gap:
        yield at
        low = line.lows[at]
        if at in line.jumps:
            at = line.jumps[at]
            steps += 1
            continue
        if direct and "OBJECTLESS" in line.keys[at]:
            return
        if (line.lows[at - 1], low) in NO_STOPS or (low == "so" and line.lows[at + 1 : at + 2] == ["far"]):
            at, steps = at + 1, steps + 1
            continue
        if relative and at == last + 1:
            at, steps = at + 1, steps + 1
            continue
        if low in ("that", "which") and line.lows[at - 1] in PREPOSITIONS:  # "most of that territory"
            at, steps = at + 1, steps + 1
            continue
        if low in STOPS or low == "," or (low in WEAK_STOPS and starts_clause(line, at, has_verb)):
            return
        if "AUX" in line.keys[at] and (low != "'s" or line.lows[at - 1] in PRONOUNS):
            has_verb = True
        elif (
            has_verb
            and not relative
            and "PAST" in line.keys[at] | past(low)
            and low not in CHAIN
            and low not in ADVERBIAL
        ):
            return
        at += 1
        steps += 1


def past(low: str) -> frozenset[str]:
    """The class PAST for a word in -ed."""
    return frozenset(("PAST",)) if low.endswith("ed") and len(low) > 4 else NONE


def starts_clause(line: ClaimClause, place: int, has_verb: bool) -> bool:
    """True if a new statement follows "and": a pronoun, or anything once a verb has stood before it."""
    if place + 1 >= len(line):
        return True
    after, keys = line.lows[place + 1], line.keys[place + 1]
    if after in PRONOUNS:
        return True
    return has_verb and bool(keys & {"AUX", "PAST", "NAME"} or past(after) or after in DETERMINERS)
