"""What was done to places: "fell to X", "were taken by X", "surrendered", and how an active past differs."""

from __future__ import annotations

from sim.reading.bonds import UNTRUE, Bond, refused
from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.factions import named_after
from sim.reading.grammar import SAID, passive, standing, verbal
from sim.reading.holders import holder, out_of_control
from sim.reading.phrases import Phrase
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    AFTER_FALL,
    AFTER_PARTICIPLE,
    ANAPHORS,
    GAINED,
    LOST,
    PREPOSITIONS,
    RECAPTURED,
    VERBS,
)

AGENT_REACH = 9


def ends_verb(clause: Clause, place: int) -> bool:
    """True if a verb of falling at ``place`` takes no object ("fell to", "have fallen.", not "surrendered weapons")."""
    tokens = clause.tokens
    if place + 1 >= len(tokens) or any(first == place + 1 for first, _ in clause.dates):
        return True
    after = tokens[place + 1]
    if tokens[place].low in ("passed", "slipped", "collapsed", "succumbed"):
        return after.low in ("to", "into", "under", "from", "out")
    if after.low == "from":
        return (
            word_at(tokens, place + 2) not in ("under",)
            and after.low in AFTER_FALL
            and not after_number(tokens, place + 2)
        )
    return after.kind != WORD or after.low in AFTER_FALL or adverb(after)


def after_number(tokens: list[Token], place: int) -> bool:
    """True if a numeral stands at ``place``."""
    return place < len(tokens) and tokens[place].kind == "number"


def fallen(clause: Clause, phrase: Phrase, verb: int) -> Bond | None:
    """The bond of places that fell: gained by who took them, lost where no taker is named."""
    said = standing(clause, verb)
    if said != SAID:
        return refused(UNTRUE.get(said, UNTRUE["planned"]))
    tokens = clause.tokens
    for place in range(verb + 1, min(len(tokens), verb + 1 + AGENT_REACH)):
        word = tokens[place].low
        if word == "to" and not any(first <= place < end for first, end in clause.dates):
            return Bond(GAINED, named_after(clause, place + 1))
        if word in ("under", "into"):
            who = holder(clause, place)
            return Bond(GAINED, who[1]) if who else None
        if word in ("from", "out"):
            lost = out_of_control(clause, place)
            return lost or Bond(LOST)
        if verbal(tokens, place) or tokens[place].text == ",":
            break
    return Bond(LOST)


def active(clause: Clause, phrase: Phrase, verb: int) -> bool:
    """True if the participle form at ``verb`` is an active past ("five towns that rebels captured", "lost power")."""
    tokens = clause.tokens
    if passive(tokens, verb):
        return False
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    if word_at(tokens, verb - 1) in ("have", "has", "had", "having"):
        return True
    if after is None or any(first == verb + 1 for first, _ in clause.dates):
        return bool(verb > phrase.last + 1 and subject_between(tokens, phrase.last + 1, verb))
    if after.kind == WORD and after.low not in AFTER_PARTICIPLE and not adverb(after):
        return True
    return verb > phrase.last + 1 and subject_between(tokens, phrase.last + 1, verb)


def subject_between(tokens: list[Token], first: int, end: int) -> bool:
    """True if a subject of its own stands between a phrase and a verb ("the 40 towns [that] the group held")."""
    words = [t.low for t in tokens[first:end]]
    if any(word in ANAPHORS for word in words):
        return True
    for place, word in enumerate(words):
        if word in ("the", "a", "an") and (place == 0 or words[place - 1] not in PREPOSITIONS):
            return True
    return False


def taken(clause: Clause, phrase: Phrase, verb: int, finite: bool) -> Bond | None:
    """The bond of a passive: what was done, by whom; a bare participle ("held by X") only where allowed."""
    tokens = clause.tokens
    if finite and not passive(tokens, verb):
        return None
    said = standing(clause, verb)
    if said != SAID:
        return refused(UNTRUE.get(said, UNTRUE["planned"]))
    relation = VERBS.get(tokens[verb].low, LOST)
    if word_at(tokens, verb + 1) == "back" or word_at(tokens, verb + 2) == "back" and relation == GAINED:
        relation = RECAPTURED
    who, preposition = agent(clause, verb)
    if (
        relation == LOST
        and preposition == "to"
        and tokens[verb].low in ("surrendered", "ceded", "yielded", "conceded")
    ):
        return Bond(GAINED, who)
    if relation == LOST and preposition == "to":
        who = ""
    return Bond(relation, who)


def agent(clause: Clause, verb: int) -> tuple[str, str]:
    """Who did it and the preposition that says so ("by X", "to X"); ('', '') if nobody is named."""
    tokens = clause.tokens
    for place in range(verb + 1, min(len(tokens), verb + 1 + AGENT_REACH)):
        dated = any(first <= place < end for first, end in clause.dates)
        if tokens[place].low in ("by", "to") and not dated:
            return named_after(clause, place + 1), tokens[place].low
        if tokens[place].text == "," or (verbal(tokens, place) and not dated):
            break
    return "", ""
