"""Counts and their statement in two parts: "nine towns is what X lost", "all X has left is N"."""

from __future__ import annotations

from sim.reading.lexical.control_verbs import CONTROLS, TAKES, TRACKS
from sim.reading.lexical.function_words import listed
from sim.reading.patterns.fixed_phrases import in_state_of
from sim.reading.syntax.attachment import Attachment, in_mood, inherited
from sim.reading.syntax.chunks import COUNT, LINK, NAME, VERB, WHO, Chunk, ChunkedClause
from sim.reading.syntax.parties import civil, named, subject, subject_place

REACH = 9  # chunks from the count to the verb of the other part
COPULAS = listed("be become remain make equal")
OPENERS = listed("what all how everything that this those these it so")
RETAINING = listed("leave remain")
PUTS = listed("put set revise bring raise lift cut estimate")


def cleft(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of a count and a clause joined by "is": "nine towns is what X lost", "all X has left is N"."""
    after, before = line.at(place + 1), line.at(place - 1)
    if after.kind == VERB and after.word in COPULAS:
        return gapped_clause(line, place + 2, len(line.chunks))
    if before.kind == VERB and before.word in COPULAS:
        return gapped_clause(line, 0, place - 1)
    return None


def gapped_clause(line: ChunkedClause, first: int, end: int) -> Attachment | None:
    """The bond of "what X lost", "all that X has left", "all that is left to X" among chunks ``first`` to ``end``."""
    opener = line.at(first)
    if opener.kind not in (NAME, WHO) or not (opens(opener) or first):
        return None
    for at in range(first, min(end, first + REACH)):
        chunk = line.at(at)
        object_follows = line.at(at + 1).kind in (NAME, COUNT) and line.at(at + 2).kind != VERB
        if chunk.kind == VERB and not (object_follows and at + 1 < end):
            return of_gap(line, at)
        if chunk.kind == COUNT:
            return None
    return None


def opens(chunk: Chunk) -> bool:
    """True for a group that starts with a word such as "what", "all" or "that"."""
    return (chunk.words[0] if chunk.words else chunk.word) in OPENERS and chunk.kind != VERB


def of_gap(line: ChunkedClause, verb: int) -> Attachment | None:
    """The bond of the verb whose object was moved out of its clause."""
    chunk = line.at(verb)
    tokens = {t.low for t in line.clause.tokens[chunk.first : chunk.last + 3]}
    subject_chunk = line.at(verb - 1)
    party = named(line, subject_chunk) if subject_chunk.kind == NAME else ""
    if chunk.word in ("have", *RETAINING) and tokens & {"left", "remains", "remaining", "remain"}:
        return in_mood(chunk.mood, CONTROLS, party)
    if chunk.word in TAKES and not chunk.passive and not civil(subject_chunk):
        return in_mood(chunk.mood, TAKES[chunk.word], subject(line, verb) or party)
    return None


def heading(line: ChunkedClause) -> Attachment | None:
    """The bond of a clause without a count, for the number after its colon or dash ("Rebel hands:")."""
    for chunk in line.chunks:
        if chunk.kind == NAME and (relation := in_state_of(chunk.words)):
            return Attachment(relation, named(line, chunk, chunk.last - 1))
    return gapped_clause(line, 0, len(line.chunks))


def tracked(line: ChunkedClause, place: int) -> Attachment | None:
    """The relation of the count before for "the figure stood at 223", "the number has since risen to 40"."""
    phrase, before = line.at(place).phrase, line.at(place - 1)
    if phrase is None or not phrase.elided or before.kind not in (LINK, VERB):
        return None
    figure = line.at(place - 2)
    if (
        before.word in ("at", "to")
        and figure.kind == NAME
        and figure.word in TRACKS
        and line.at(place - 3).word in PUTS
    ):
        return inherited()  # "others put the figure at 104"
    verb = place - 1 if before.kind == VERB else place - 2
    if phrase.numeral.share and line.at(verb).word == "be" and line.at(verb - 1).words == ("it",):
        return inherited()  # "today it is 18 percent"
    at = subject_place(line, verb) if line.at(verb).kind == VERB else -1
    return inherited() if at >= 0 and line.at(at).word in TRACKS and line.at(at + 1).word != "of" else None
