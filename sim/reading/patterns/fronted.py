"""Places named before the statement about them: "in nine districts the militia rules"."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    HOARDS,
    HOLDS,
    LIGHT,
    NOUNS,
    REACHES,
)
from sim.reading.syntax.attachment import Attachment, in_mood
from sim.reading.syntax.chunks import AND, LINK, NAME, VERB, WHO, ChunkedClause
from sim.reading.syntax.parties import civil, subject, subject_place

REACH = 8  # chunks between the places and the verb of the statement
ASIDE_REACH = 14  # the same with words between commas before the verb
OPENING = frozenset(["in", "across", "throughout", "over"])


def fronted(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of places that open a clause and are where its verb holds or contests; None if they are not."""
    before = line.at(place - 1)
    if before.kind != LINK or before.word not in OPENING or line.at(place - 2).kind not in (AND, "end"):
        return None
    for at, chunk in line.ahead(place + 1, REACH):
        if chunk.kind == VERB:
            return there(line, at)
        if chunk.kind == WHO:
            return None
    return None


def where(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of "nine towns in which X rules", "four districts where X has the upper hand"; else None."""
    at = place + 1 + (line.at(place + 1).word == "in")
    if line.at(at).kind != WHO or (line.at(at).word, at) not in (("which", place + 2), ("where", place + 1)):
        return None
    verb = next((i for i in range(at + 1, at + 1 + ASIDE_REACH) if line.at(i).kind == VERB), -1)
    attachment = there(line, verb) if verb >= 0 else None
    return replace(attachment, whole=True) if attachment is not None and not attachment.reason else attachment


def there(line: ChunkedClause, verb: int) -> Attachment | None:
    """The bond of a statement true of the places before it: "X rules", "X has the upper hand", "fighting goes on"."""
    chunk, group = line.at(verb), line.at(verb + 1)
    subject_chunk = line.at(verb - 1) if line.at(verb - 1).word != "," else line.at(subject_place(line, verb))
    if subject_chunk.kind != NAME or civil(subject_chunk):
        return None
    relation = REACHES.get((chunk.word, "in"), "")
    if relation in (CONTROLS, CONTESTS) and group.kind != NAME:
        return in_mood(chunk.mood, relation, subject(line, verb))
    if group.kind != NAME:
        return None
    if group.word in HOLDS and chunk.word in LIGHT:
        return in_mood(chunk.mood, LIGHT[chunk.word], subject(line, verb))
    is_contested = NOUNS.get(group.word, ("",))[0] == CONTESTS or HOARDS.get(group.word) == CONTESTS
    return (
        in_mood(chunk.mood, CONTESTS, subject(line, verb)) if is_contested and chunk.word in LIGHT else None
    )
