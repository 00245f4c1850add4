"""Hedges before a numeral: bounds, "about", "all but", and when "over" belongs to the verb before it."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.lexical.control_verbs import CONTESTS, FLAGS, FLIES, HOLDS, NOUNS, REACHES, RUNNING, TAKES
from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    EXCEPT,
    HEDGES,
    MODALS,
    MORE,
    ROUGH,
)
from sim.reading.lexical.numeral import Numeral
from sim.reading.lexical.tokens import Token
from sim.reading.lexical.verbs import PHRASALS, is_verb, lemma, over_a_number

WHOLE = frozenset(("all", "all_but"))  # "took over all 12": no bound before these
BOUNDS = frozenset(("at_least", "more_than", "at_most", "less_than", "up_to"))
BY_LAST_WORD: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for words, modifier in (*HEDGES, *((words, "all_but") for words in EXCEPT)):
    BY_LAST_WORD.setdefault(words[-1], []).append((words, modifier))
PLACING = frozenset(("over", "around", "above"))  # prepositions, too
ROUGH_ALREADY = ROUGH | {"about_fraction"}
NO_WORDS: frozenset[str] = frozenset()


def hedged(tokens: list[Token], numeral: Numeral, floor: int) -> Numeral:
    """The numeral with the hedges before it (not left of ``floor``) applied: bounds, "about", "all but"."""
    while numeral.modifier not in WHOLE:
        start = skip_more(tokens, numeral.first, floor)
        hedge = hedge_before(tokens, start, floor)
        if hedge is None or (numeral.modifier in ROUGH_ALREADY and word_at(tokens, start - 1) in PLACING):
            break  # "rules over nearly a third": no bound of a number that is rough already
        length, modifier = hedge
        numeral = bounded(replace(numeral, first=start - length), modifier)
    return numeral


def skip_more(tokens: list[Token], place: int, floor: int) -> int:
    """Place after the hedge where words such as "another" stand between it and the numeral."""
    while place > floor and tokens[place - 1].low in MORE:
        place -= 1
    return place


def hedge_before(tokens: list[Token], place: int, floor: int) -> tuple[int, str] | None:
    """Length and modifier of the longest hedge that ends just before ``place``."""
    best: tuple[int, str] | None = owned_all(tokens, place, floor)
    before = [word_at(tokens, place - offset) if place - offset >= floor else "" for offset in range(1, 6)]
    for words, modifier in BY_LAST_WORD.get(before[0], ()):
        length = len(words)
        if tuple(reversed(before[:length])) != words or (best and best[0] >= length):
            continue
        if (
            length == 1
            and words[0] in PLACING
            and not (over_a_number(tokens, place - 2) and is_verb(tokens, place - 2))
            and before[2] not in ("to", *MODALS)
            and (joins_verb(before[1], words[0]) or f"{lemma(before[2])} {before[1]} over" in PHRASALS)
        ):
            continue
        best = length, modifier
    return best


def owned_all(tokens: list[Token], place: int, floor: int) -> tuple[int, str] | None:
    """Length of "all of the region's" before a numeral; None if "all" does not stand there."""
    if word_at(tokens, place - 1) not in ("'s", "'"):
        return None
    for length in range(2, 7):
        first = word_at(tokens, place - length)
        if place - length >= floor and (first in ("all", "each") or every_one(tokens, place - length)):
            return length, "all"
    return None


def every_one(tokens: list[Token], place: int) -> bool:
    """True for "every one" ("every one of the province's 11 districts")."""
    return word_at(tokens, place) == "every" and word_at(tokens, place + 1) in ("one", "single")


def joins_verb(before: str, preposition: str) -> bool:
    """True if "over" or "around" belongs to the word before it: "control over", "fighting over", "a ring around"."""
    verb_lemma = lemma(before)
    if preposition != "around" and (before in FLAGS | HOLDS or verb_lemma in FLIES):
        return True
    if preposition in NOUNS.get(before, ("", NO_WORDS))[1]:
        return True
    if f"{verb_lemma} over" in PHRASALS:
        return True
    relation = REACHES.get((verb_lemma, "over"), "")
    return verb_lemma in RUNNING or relation == CONTESTS or (relation != "" and verb_lemma not in TAKES)


def bounded(numeral: Numeral, modifier: str) -> Numeral:
    """The numeral under one more hedge; the innermost hedge is applied first."""
    low, high = numeral.low, numeral.high
    if modifier == "all_but":
        return replace(numeral, left_out=True, modifier="all_but")
    if modifier in ("exact", "all"):
        return (
            replace(numeral, modifier="all") if modifier == "all" and numeral.modifier == "exact" else numeral
        )
    if modifier in ROUGH:
        new_modifier = {"exact": modifier, "fraction": "about_fraction"}.get(
            numeral.modifier, numeral.modifier
        )
        return replace(numeral, approx=True, modifier=new_modifier)
    if modifier in ("at_least", "more_than"):
        return replace(numeral, low=low if low is not None else high, high=None, modifier=modifier)
    return replace(numeral, low=None, high=high if high is not None else low, modifier=modifier)
