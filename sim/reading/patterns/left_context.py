"""What governs a count from the left: a verb ("took five towns") or a preposition ("withdrew from five towns")."""

from __future__ import annotations

from sim.reading.lexical.control_verbs import (
    AREAS,
    ATTACKS,
    COLLECTIVES,
    CONTESTS,
    DATIVES,
    FLAGS,
    HOLDS,
    NOUNS,
    OVER,
)
from sim.reading.lexical.function_words import DETERMINERS, KM2, listed
from sim.reading.patterns.fixed_phrases import party_first
from sim.reading.patterns.nominalised import of_assault, of_control, of_flag, of_noun
from sim.reading.patterns.prepositional_verbs import reached
from sim.reading.patterns.verb_objects import by_verb
from sim.reading.syntax.attachment import Attachment, in_mood
from sim.reading.syntax.chunks import AND, COUNT, LINK, NAME, VERB, ChunkedClause
from sim.reading.syntax.moods import ASSERTED
from sim.reading.syntax.parties import named, subject

NEAR = listed("distance reach range sight grasp")
HOLD_LINKS = listed("of over in on across to into")
REACH = 8  # chunks between a preposition and the word that asks for it


def governed(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond a count gets from the verb, noun or preposition on its left; None if nothing there ties it."""
    before = line.at(place - 1)
    if before.kind == VERB:
        return by_verb(line, place - 1, place)
    if before.kind == LINK:
        return by_link(line, place - 1, place)
    if before.kind == NAME and before.word in AREAS and line.at(place).word in ("km2", *KM2):
        return governed(line, whole_group(line, place - 1))  # "confined to an area less than N"
    if before.kind == NAME:
        return by_dative(line, place)
    return None


def by_link(line: ChunkedClause, link: int, place: int) -> Attachment | None:
    """The bond of a count after the preposition at ``link``: that of the noun or verb that asks for it."""
    for at, chunk in line.back(link - 1, REACH):
        if chunk.kind == NAME:
            attachment = by_noun(line, at, link) if at == link - 1 or line.at(at + 1).kind == LINK else None
        elif chunk.kind == VERB:
            return reached(line, at, link)
        elif chunk.kind in (LINK, COUNT) or (chunk.kind == AND and line.at(at - 1).kind == NAME):
            continue
        else:
            return None
        if attachment is not None:
            return attachment
    return None


def whole_group(line: ChunkedClause, at: int) -> int:
    """Place of the first part of a noun group that a number of its own divides ("a 40-mile belt")."""
    while line.at(at - 1).kind == NAME and (
        line.at(at - 1).phrase is not None or set(line.at(at - 1).words) <= DETERMINERS
    ):
        at -= 1
    return at


def by_noun(line: ChunkedClause, at: int, link: int) -> Attachment | None:
    """The bond of "control of N", "capture of N", "presence in N", "flag over N"; None for another noun."""
    group, preposition = line.at(at), line.at(link).word
    if at != link - 1:
        return None
    prepositions = HOLD_LINKS | {"for"} if group.word == "responsibility" else HOLD_LINKS
    if group.word in HOLDS and preposition in prepositions:
        return of_control(line, at, preposition)
    if preposition in ("with", "containing") and group.word in COLLECTIVES | AREAS:
        return governed(line, whole_group(line, at))  # "hold a belt with 20 villages"
    if preposition == "of" and (
        group.word in COLLECTIVES or (group.word in AREAS and line.at(link + 1).word in ("km2", *KM2))
    ):
        return governed(line, whole_group(line, at))
    if preposition == "of" and line.at(at - 1).word == "within" and group.word in NEAR:
        return in_mood(line.at(at - 2).mood or ASSERTED, CONTESTS, subject(line, at - 1))
    if group.word in FLAGS and preposition in OVER:
        return of_flag(line, at)
    if group.word in ATTACKS and preposition in ("on", "against", "at", "upon"):
        return of_assault(line, at)
    if (turn := party_first(line, at)) is not None:
        return turn
    if group.word in NOUNS and preposition in NOUNS[group.word][1]:
        return of_noun(line, at, link)
    return None


def by_dative(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of "cost the regime N", "gave the rebels N", "left the army just N"."""
    for verb, chunk in line.back(place - 2, 3):
        if chunk.kind == VERB:
            if chunk.word in DATIVES and not chunk.passive:
                return in_mood(chunk.mood, DATIVES[chunk.word], named(line, line.at(verb + 1)))
            return None
        if chunk.kind != NAME and chunk.kind != LINK:
            return None
    return None
