"""What is said about a phrase on its right: "have fallen to X", "were taken by X", "are under X control"."""

from __future__ import annotations

from sim.reading.bonds import Bond
from sim.reading.clauses import Clause
from sim.reading.dates import word_at
from sim.reading.factions import name, named_after
from sim.reading.grammar import SAID, standing, verbal
from sim.reading.holders import after_determiners, of_state, out_of_control, suffered, to_control
from sim.reading.passives import active, ends_verb, fallen, subject_between, taken
from sim.reading.phrases import Phrase
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    AFTER_PARTICIPLE,
    AUXILIARIES,
    BE,
    CONTESTS,
    CONTROLS,
    ENTERING,
    FALLS,
    LIST_OPENERS,
    MODALS,
    NATURAL_BREAKS,
    PARTICIPLES,
    PASSING,
    RETURNING,
    RISKS,
    STAYS,
    SUFFERING,
    VERBS,
)

REACH = 24  # tokens looked at on the right of a phrase


def said_of(clause: Clause, phrase: Phrase, starts: frozenset[int], *, finite: bool = False) -> Bond | None:
    """The bond made by what follows a phrase; None if nothing does. ``finite``: a bare participle does not count.

    starts  token places where other phrases start; only those joined by "and" are passed over
    """
    tokens = clause.tokens
    place = phrase.last + 1
    end = min(len(tokens), place + REACH)
    while place < end:
        found = state_at(clause, phrase, place, finite)
        if found is not None:
            return found
        if stops(clause, phrase, place, starts):
            listing = tokens[place].low in ("and", "or", ",", "but")
            return None if finite or listing else owned(clause, phrase, place)
        place += 1
    return None


def state_at(clause: Clause, phrase: Phrase, place: int, finite: bool) -> Bond | None:
    """The bond of the passive, fall or state that stands at ``place``; None if none does."""
    word = clause.tokens[place].low
    if word in ("under", "in", "into", "with"):
        return of_state(clause, phrase, place)
    if word == "to":
        return to_control(clause, place)
    if word in ("outside", "beyond", "out"):
        return out_of_control(clause, place)
    if word in FALLS and ends_verb(clause, place):
        return fallen(clause, phrase, place)
    if word in PARTICIPLES and not active(clause, phrase, place):
        return taken(clause, phrase, place, finite)
    if word == "loyal" and word_at(clause.tokens, place + 1) == "to":
        return Bond(CONTROLS, named_after(clause, place + 2))
    return at_risk(clause, place) or suffered(clause, phrase, place)


def at_risk(clause: Clause, place: int) -> Bond | None:
    """ "At risk of falling" and "in danger of falling" are contested."""
    tokens = clause.tokens
    if (
        tokens[place].low in RISKS
        and word_at(tokens, place + 1) == "of"
        and word_at(tokens, place + 2) in FALLS
    ):
        return Bond(CONTESTS)
    return None


def stops(clause: Clause, phrase: Phrase, place: int, starts: frozenset[int]) -> bool:
    """True if nothing right of ``place`` can be said about the phrase."""
    tokens = clause.tokens
    token = tokens[place]
    if place in starts:
        return word_at(tokens, place - 1) not in ("and", "or", ",", "of", "a", "another")
    if token.text == ",":
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        return after is None or not (
            after.capitalised or after.low in LIST_OPENERS | AUXILIARIES | {"and"} | FALLS
        )
    if token.low in AUXILIARIES | MODALS or token.low in (
        "to",
        "left",
        "reported",
        "said",
        "believed",
        "thought",
        "reportedly",
    ):
        return False
    if token.text in NATURAL_BREAKS or token.low == "but":
        return True
    if token.low in ("and", "or"):
        return not (place + 1 in starts or (place + 1 < len(tokens) and goes_on_after(tokens[place + 1])))
    if token.low in FALLS | BE | ENTERING | RETURNING | PASSING | SUFFERING | STAYS:
        return False
    return verbal(tokens, place)


def goes_on_after(token: Token) -> bool:
    """True for a word after "and" that leaves the phrase the subject: a name of the list or a verb."""
    return token.capitalised or token.low in AUXILIARIES or token.low in FALLS or token.low in PARTICIPLES


def owned(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of "the 40 towns [that] the group holds": an active verb whose object is the phrase before it."""
    tokens = clause.tokens
    verb = place
    while verb < len(tokens) and verb - place < 6 and tokens[verb].low not in VERBS:
        verb += 1
    if (
        verb >= len(tokens)
        or tokens[verb].low not in VERBS
        or not subject_between(tokens, phrase.last + 1, verb)
    ):
        return None
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    dated = any(first == verb + 1 for first, _ in clause.dates)
    if (
        after is not None
        and not dated
        and after.kind == WORD
        and after.low not in AFTER_PARTICIPLE | STAYS | AUXILIARIES
    ):
        return None
    said = standing(clause, verb)
    who = name(tokens, after_determiners(tokens, phrase.last + 1, verb), verb)
    return Bond(VERBS[tokens[verb].low], who) if said == SAID else None
