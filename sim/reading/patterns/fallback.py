"""The last resort: a count that no known pattern ties, in a clause with a party and a word of control, loss or fighting.

Such a word ties the count where nothing stands between them that could claim it: the predicate of a count that is a
subject or the words that lead to a count after a preposition.
"""

from __future__ import annotations

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    DISPUTED,
    FLAGS,
    NOUNS,
    PARTIES,
    STATES,
    UNREST,
    ZONES,
)
from sim.reading.lexical.function_words import ANAPHORS, listed
from sim.reading.syntax.attachment import Attachment, in_mood
from sim.reading.syntax.chunks import AND, COUNT, END, LINK, NAME, VERB, WHO, Chunk, ChunkedClause
from sim.reading.syntax.moods import ASSERTED
from sim.reading.syntax.parties import civil, named, named_party, subject

REACH = 7  # chunks between a count and the word that ties it
LEADING = listed("in across over throughout of on inside within into")


def loosely(line: ChunkedClause, place: int, *, apart: bool) -> Attachment | None:
    """The bond of a count by the nearest word of control in its clause; None where there is none or it is another's.

    apart  True for a count that only says where something else happens: nothing after it ties it
    """
    phrase, clause = line.at(place).phrase, line.clause
    if phrase is None or not phrase.unit or clause.conditional or clause.denied:
        return None
    names_near = [c for c in scope(line, place) if c.kind == NAME]
    if civil(*names_near) or not any(
        named_party(line, c) or set(c.words) & (ANAPHORS | FLAGS) for c in names_near
    ):
        return None
    before = line.at(place - 1)
    if before.kind == LINK:
        return led_to(line, place) if before.word in LEADING else None
    return None if apart or before.kind == VERB else predicate(line, place)


def scope(line: ChunkedClause, place: int) -> list[Chunk]:
    """The chunks around the count that belong to its statement: no other count, no second verb after "and"."""
    chunks: list[Chunk] = []
    for step in (-1, 1):
        at = place + step
        while abs(at - place) <= REACH and line.at(at).kind not in (END, COUNT):
            chunks.append(line.at(at))
            at += step
    return chunks


def sense(chunk: Chunk) -> str:
    """Relation of a noun group by its last word; '' for a word of something else."""
    if chunk.kind != NAME:
        return ""
    word = chunk.word
    if word in NOUNS and NOUNS[word][0] == CONTESTS or word in UNREST or word in DISPUTED or word in ZONES:
        return CONTESTS
    return STATES.get(word, "") if set(chunk.words) & PARTIES and len(chunk.words) > 1 else ""


def predicate(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of a count that is a subject: the first state or noun of control in what its verb says."""
    mood, verb = ASSERTED, ""
    for _, chunk in line.ahead(place + 1, REACH):
        if chunk.kind == VERB:
            mood, verb = (chunk.mood, chunk.word) if not verb or chunk.mood != ASSERTED else (mood, verb)
        elif chunk.word == "without":
            return None  # no presence counts no change
        elif chunk.kind == NAME and verb and sense(chunk):
            return in_mood(mood, sense(chunk), named(line, chunk, chunk.last - 1))
        elif chunk.kind in (COUNT, END, WHO) or (chunk.kind == AND and chunk.word != ","):
            return None
    return None


def led_to(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of a count after a preposition: the noun of control before it, with only names of places between."""
    for at, chunk in line.back(place - 2, REACH):
        if chunk.kind == NAME and sense(chunk):
            verb = next((i for i in range(at - 1, max(-1, at - 3), -1) if line.at(i).kind == VERB), -1)
            mood = line.at(verb).mood if verb >= 0 else ASSERTED
            return in_mood(mood, sense(chunk), named(line, chunk, chunk.last - 1) or subject(line, at))
        if chunk.kind in (COUNT, END, AND, WHO):
            return None
        if chunk.kind == NAME and line.at(at - 1).kind == VERB:
            return None  # the object of another act
    return None
