"""Who has a place: "under X control", "in the hands of X", "with X", "out of X's control", "a rebel presence"."""

from __future__ import annotations

from sim.reading.bonds import UNTRUE, Bond, as_said, refused
from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.factions import name, named_after
from sim.reading.grammar import SAID, no_longer, standing
from sim.reading.phrases import Phrase
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    AUXILIARIES,
    BE,
    CONTESTS,
    CONTROL_NOUNS,
    CONTROLS,
    DETERMINERS,
    ENTERING,
    FOUGHT_OVER,
    GAINED,
    LOST,
    MODALS,
    NO_RULER,
    PASSING,
    PLACING,
    PREPOSITIONS,
    PRESENT,
    RECAPTURED,
    RETURNING,
    STAYING,
    STAYS,
    SUFFERING,
    UNDER_STATES,
)

STATE_REACH = 6  # words between "under" and "control"


def of_state(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of "under X control", "in the hands of X", "with X" after a phrase; gained after a verb of coming."""
    tokens = clause.tokens
    if tokens[place].low == "with":
        return staying_with(clause, place)
    found = holder(clause, place)
    if found is None:
        return under_whom(clause, place) if tokens[place].low == "under" else None
    noun, who = found
    relation = UNDER_STATES[noun]
    if (
        tokens[place].low != "under"
        and noun != "hands"
        and relation != CONTESTS
        and not of_whom(tokens, place)
    ):
        return None
    before = [word_at(tokens, place - back) for back in (1, 2, 3)]
    if relation == CONTROLS and no_longer(tokens, place):
        return Bond(LOST, who)
    said = standing(clause, place)
    if said != SAID:
        return refused(UNTRUE.get(said, UNTRUE["planned"]))
    if relation == CONTROLS and (RETURNING | {"back"}) & set(before):
        return Bond(RECAPTURED, who)
    own = not who or any(t.low in ("its", "their", "his") for t in tokens[place + 1 : place + 3])
    cause = word_at(tokens, phrase.first - 1)
    if relation == CONTROLS and (ENTERING & {*before, cause} or (own and cause in PLACING)):
        relation = GAINED
    return Bond(relation, who, open=own and relation != CONTESTS)


def of_whom(tokens: list[Token], place: int) -> bool:
    """True for "in the control of X", "in the grip of X"."""
    return tokens[place].low == "in" and any(
        word_at(tokens, at) in CONTROL_NOUNS and word_at(tokens, at + 1) == "of"
        for at in (place + 1, place + 2)
    )


def under_whom(clause: Clause, place: int) -> Bond | None:
    """The bond of "are under the council": a party named right after "under" and a form of "to be"."""
    tokens = clause.tokens
    before = place - 1
    while before > 0 and adverb(tokens[before]):
        before -= 1
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if (
        word_at(tokens, before) not in BE | STAYS
        or after is None
        or not (after.low == "the" or after.capitalised)
    ):
        return None
    who = named_after(clause, place + 1)
    ruled = who and not any(word.lower() in NO_RULER for word in who.split())
    return as_said(clause, place, CONTROLS, who) if ruled else None


def suffered(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of "face a strong rebel presence" and "are battlefields": contested."""
    tokens = clause.tokens
    if tokens[place].low in FOUGHT_OVER and word_at(tokens, place - 1) in BE | STAYS | {"become", "became"}:
        return Bond(CONTESTS)
    if tokens[place].low not in PRESENT or place <= phrase.last + 1:
        return None
    verbs = [i for i in range(phrase.last + 1, place) if tokens[i].low in SUFFERING]
    if not verbs or standing(clause, verbs[-1]) != SAID:
        return None
    start = after_determiners(tokens, verbs[-1] + 1, place)
    return Bond(CONTESTS, name(tokens, start, place) if tokens[place].low == "presence" else "")


def to_control(clause: Clause, place: int) -> Bond | None:
    """The bond of "returned to X control" and "passed to X control"."""
    found = holder(clause, place)
    if found is None or UNDER_STATES[found[0]] != CONTROLS or standing(clause, place) != SAID:
        return None
    before = {word_at(clause.tokens, place - back) for back in (1, 2)}
    if before & (RETURNING | {"back"}):
        return Bond(RECAPTURED, found[1])
    return Bond(GAINED, found[1]) if before & PASSING else None


def staying_with(clause: Clause, place: int) -> Bond | None:
    """The bond of "remain with X"."""
    tokens = clause.tokens
    if word_at(tokens, place - 1) not in STAYING:
        return None
    return Bond(CONTROLS, named_after(clause, place + 1))


def holder(clause: Clause, place: int) -> tuple[str, str] | None:
    """State noun and faction of "under X control", "under the control of X", "in X hands"; None if it is neither."""
    tokens = clause.tokens
    for noun in range(place + 1, min(len(tokens), place + 2 + STATE_REACH)):
        word = tokens[noun].low
        if word in UNDER_STATES and not goes_on(tokens, noun):
            if word_at(tokens, noun + 1) in ("of", "by", "from"):
                return word, named_after(clause, noun + 2)
            return word, name(tokens, after_determiners(tokens, place + 1, noun), noun)
        if (
            tokens[noun].text == ","
            or word in PREPOSITIONS
            or (word in AUXILIARIES | MODALS and word != "'s")
        ):
            return None
    return None


def goes_on(tokens: list[Token], noun: int) -> bool:
    """True if the state noun is part of a longer noun ("under control towers")."""
    after = tokens[noun + 1] if noun + 1 < len(tokens) else None
    return after is not None and after.kind == WORD and after.low in UNDER_STATES and after.low != "hands"


def after_determiners(tokens: list[Token], start: int, end: int) -> int:
    """First place that is no determiner and no "full" or "complete"."""
    words = DETERMINERS | frozenset(
        ("full", "complete", "total", "effective", "firm", "heavy", "intense", "de", "facto")
    )
    while start < end and (tokens[start].low in words or adverb(tokens[start])):
        start += 1
    return start


def out_of_control(clause: Clause, place: int) -> Bond | None:
    """The bond of "outside X control", "slipped out of X's hands": lost by X."""
    start = place + 1 + (word_at(clause.tokens, place + 1) == "of")
    found = holder(clause, start - 1)
    if found is None or UNDER_STATES[found[0]] != CONTROLS:
        return None
    return Bond(LOST, found[1])
