"""What governs a phrase from the left: a verb ("took five towns") or a preposition ("withdrew from five towns")."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.bonds import Bond, as_said, refused
from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.factions import named_after, subject
from sim.reading.grammar import noun_use, passive, verbal
from sim.reading.phrases import Phrase
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    CIVILIANS,
    CONTESTS,
    CONTROL_NOUNS,
    CONTROL_VERBS,
    CONTROLS,
    DATIVE,
    DETERMINERS,
    EXPEL,
    FALLS,
    GAINED,
    HAVE,
    LEAVING,
    LOST,
    MADE_OF_CONTROL,
    MORE,
    NEGATIVE,
    NOUNS,
    PARTICLE_VERBS,
    PREPOSITIONS,
    RISKS,
    STILL_GOING,
    THROUGH,
    UNREAL,
    VERBS,
)

BEFORE_NUMERAL = DETERMINERS | MORE | frozenset(("last", "remaining", "first", "next", "'s", "some"))
REACH = 10  # tokens between a preposition and the verb that asks for it
NEAR = 6  # tokens between "control" and the verb that makes it


def governor(tokens: list[Token], phrase: Phrase) -> int:
    """Place of the word that governs a phrase from the left; -1 where the clause starts with it."""
    place = phrase.first - 1
    while place >= 0 and (tokens[place].low in BEFORE_NUMERAL or adverb(tokens[place])):
        if (tokens[place].low, word_at(tokens, place)) in PARTICLE_VERBS or particle(tokens, place):
            break
        place -= 1
    return place


def particle(tokens: list[Token], place: int) -> str:
    """Relation of a verb and its particle at ``place`` ("took back"); '' if there is none."""
    return PARTICLE_VERBS.get((word_at(tokens, place - 1), tokens[place].low), "")


def by_verb(clause: Clause, place: int) -> Bond | None:
    """The bond of a phrase whose governor at ``place`` is a verb of control; None if it is none."""
    tokens = clause.tokens
    if particle(tokens, place):
        return as_said(clause, place - 1, particle(tokens, place), subject(clause, place - 1))
    relation = VERBS.get(tokens[place].low)
    if relation is None or passive(tokens, place) or made_noun(tokens, place):
        return None
    who = subject(clause, place)
    if relation == CONTESTS and CIVILIANS & set(who.lower().split()):
        return refused("threatened by no party")
    return as_said(clause, place, relation, who)


def made_noun(tokens: list[Token], place: int) -> bool:
    """True if the word at ``place`` is the noun control ("under army control"), not the verb."""
    if tokens[place].low not in CONTROL_NOUNS or tokens[place].low.endswith("s"):
        return False
    before = {word_at(tokens, back) for back in range(place - 4, place)}
    return bool(before & {"under", "of", "take", "took", "taken", "lost", "in"}) and noun_use(tokens, place)


def by_preposition(clause: Clause, place: int) -> Bond | None:
    """The bond of a phrase after the preposition at ``place``; None if nothing before it asks for that preposition."""
    tokens = clause.tokens
    noun = place - 1
    if noun >= 0 and tokens[place].low in ("of", "over", "in", "across", "on"):
        if tokens[noun].low in CONTROL_NOUNS and grips(tokens, noun):
            return by_control(clause, noun)
        if tokens[place].low == "of" and tokens[noun].low in NOUNS:
            return by_noun(clause, noun)
    return by_reach(clause, place)


def grips(tokens: list[Token], noun: int) -> bool:
    """True if the preposition after a noun of control belongs to it ("a grip on", not "took hold in")."""
    preposition = tokens[noun + 1].low
    if tokens[noun].low == "hold" or preposition == "on":
        return preposition in ("of", "over", "on") and tokens[noun].low in ("hold", "grip")
    return True


def by_control(clause: Clause, noun: int) -> Bond:
    """The bond of "control of N": what the verb before it makes of control, else control."""
    tokens = clause.tokens
    for verb in range(noun - 1, max(-1, noun - 1 - NEAR), -1):
        word = tokens[verb].low
        if word in THROUGH and THROUGH[word][0] == CONTESTS and word_at(tokens, verb + 1) in ("for", "over"):
            return as_said(clause, verb, CONTESTS, subject(clause, verb))
        if word in UNREAL:
            return refused("planned or only possible, not said to have happened")
        if word == "in" and verb == noun - 1:
            return as_said(clause, verb, CONTROLS, subject(clause, verb))
        if word in MADE_OF_CONTROL and not made_noun(tokens, verb):
            return as_said(clause, verb, MADE_OF_CONTROL[word], subject(clause, verb))
        if word in VERBS or word in HAVE or word in CONTROL_VERBS:
            return as_said(clause, verb, CONTROLS, subject(clause, verb))
        if verbal(tokens, verb):
            break
    return as_said(clause, noun, CONTROLS, subject(clause, noun))


def by_noun(clause: Clause, noun: int) -> Bond:
    """The bond of "capture of N", "loss of N"; none after words of risk or plan."""
    tokens = clause.tokens
    before = {t.low for t in tokens[max(0, noun - NEAR) : noun]}
    if before & (UNREAL | RISKS | NEGATIVE):
        return refused("planned, feared or denied, not said to have happened")
    relation = NOUNS[tokens[noun].low]
    if tokens[noun].low in FALLS:
        return fallen(clause, noun)
    after = [i for i in range(noun, min(len(tokens), noun + 2 * REACH)) if tokens[i].low == "by"]
    who = named_after(clause, after[0] + 1) if after else subject(clause, noun)
    return Bond(relation, who)


def fallen(clause: Clause, noun: int) -> Bond:
    """The bond of "the fall of N": gained by the party after "to", lost where none is named."""
    tokens = clause.tokens
    for place in range(noun + 1, min(len(tokens), noun + 1 + REACH)):
        if tokens[place].low == "to" and not any(first <= place < end for first, end in clause.dates):
            return Bond(GAINED, named_after(clause, place + 1))
    return Bond(LOST)


def by_dative(clause: Clause, place: int) -> Bond | None:
    """The bond of "cost the regime N" and "gave the rebels N", where ``place`` is the last word of the party."""
    tokens = clause.tokens
    for verb in range(place - 1, max(-1, place - 1 - NEAR), -1):
        if tokens[verb].low in DATIVE:
            return as_said(clause, verb, DATIVE[tokens[verb].low], named_after(clause, verb + 1))
        if tokens[verb].kind != WORD or tokens[verb].low in PREPOSITIONS or verbal(tokens, verb):
            return None
    return None


def by_reach(clause: Clause, place: int) -> Bond | None:
    """The bond made by a verb or noun that reaches its places through the preposition at ``place``."""
    tokens = clause.tokens
    preposition = tokens[place].low
    if preposition == "of" and word_at(tokens, place - 1) == "out":
        place, preposition = place - 1, "out"
    if preposition == "to" and word_at(tokens, place - 1) == "on":
        place, preposition = place - 1, "on"
    for cue in range(place - 1, max(-1, place - 1 - REACH), -1):
        word = tokens[cue].low
        asked = THROUGH.get(word)
        if asked and preposition in asked[1] and near_enough(word, place - cue):
            return reached(clause, cue, place, asked[0])
        if preposition == "with" and word in LEAVING:
            return Bond(CONTROLS, named_after(clause, cue + 1, frozenset(("with",))))
        if blocks(tokens, cue):
            return None
    return None


def near_enough(word: str, distance: int) -> bool:
    """True unless a weak verb ("remain", "hold", "left") stands apart from its preposition."""
    return distance == 1 or THROUGH[word][0] != CONTROLS


def blocks(tokens: list[Token], place: int) -> bool:
    """True if no cue left of ``place`` can ask for a preposition right of it."""
    token = tokens[place]
    if token.text == "," or token.low in ("and", "or"):
        return True
    if token.low in STILL_GOING:
        return False
    return verbal(tokens, place) and token.low not in (
        "was",
        "were",
        "is",
        "are",
        "been",
        "be",
        "has",
        "have",
        "being",
    )


def reached(clause: Clause, cue: int, place: int, relation: str) -> Bond | None:
    """The bond of a cue that reaches through a preposition, unless civilians are meant."""
    tokens = clause.tokens
    word = tokens[cue].low
    who = subject(clause, having(tokens, cue))
    if word in EXPEL and not passive_form(tokens, cue):
        who = named_after(clause, cue + 1, frozenset(("out", "back", "away")))
        if not who:
            return None
    if any(word.lower() in CIVILIANS for word in (*who.split(), *(t.low for t in tokens[cue:place]))):
        return None
    bond = as_said(clause, cue, relation, who)
    return replace(bond, remains=relation == LOST) if not bond.reason else bond


def having(tokens: list[Token], cue: int) -> int:
    """Place of the verb that has a noun cue for its object ("has a strong presence in"), else the cue itself."""
    if tokens[cue].low in NOUNS:
        for place in range(cue - 1, max(-1, cue - 1 - NEAR), -1):
            if tokens[place].low in HAVE or tokens[place].low in VERBS or tokens[place].low in CONTROL_VERBS:
                return place
            if verbal(tokens, place):
                break
    return cue


def passive_form(tokens: list[Token], verb: int) -> bool:
    """True if the verb of driving out stands with a form of "to be" ("was forced out of")."""
    return any(
        word_at(tokens, verb - back) in ("was", "were", "been", "being", "be", "is", "are", "got")
        for back in (1, 2, 3)
    )


def advanced(tokens: list[Token], place: int) -> str:
    """Relation of "advanced 12 square kilometres": gained; '' for another word."""
    return GAINED if tokens[place].low in ("advance", "advanced", "advances", "advancing") else ""
