"""Counts and their statement in two parts: "nine towns is what X lost", "all X has left is N", "the price: N"."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.lexical.control_verbs import CONTROLS, FORMS_OF, HOARDS, LOST, PARTIES, TAKES, TRACKS
from sim.reading.lexical.function_words import listed
from sim.reading.patterns.fixed_phrases import in_state_of
from sim.reading.patterns.level_changes import by_words
from sim.reading.syntax.attachment import Attachment, as_said, inherited
from sim.reading.syntax.chunks import COUNT, LINK, NAME, VERB, WHO, Chunk, ChunkedClause
from sim.reading.syntax.parties import civil, named, subject, subject_place

REACH = 9  # chunks from the count to the verb of the other part
COPULAS = listed("be become remain make equal")
OPENERS = listed("what all how everything that this those these it so")
PRICES = listed("price cost toll bill damage penalty")
KEPT = listed("leave remain")
PUTS = listed("put set revise bring raise lift cut estimate")


def cleft(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of a count and a clause joined by "is": "nine towns is what X lost", "all X has left is N"."""
    after, before = line.at(place + 1), line.at(place - 1)
    if after.kind == VERB and after.word in COPULAS:
        return gapped_clause(line, place + 2, len(line.chunks)) or priced(line, place + 2)
    if after.kind == VERB and after.word in FORMS_OF and not after.passive:
        chunk = line.at(place + 2)
        return by_words(line, chunk) if chunk.kind == NAME else None
    if before.kind == VERB and before.word in COPULAS:
        return gapped_clause(line, 0, place - 1) or priced(line, 0)
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
    who = line.at(verb - 1)
    party = named(line, who) if who.kind == NAME else ""
    if chunk.word in ("have", *KEPT) and tokens & {"left", "remains", "remaining", "remain"}:
        return as_said(chunk.mood, CONTROLS, party)
    if chunk.word in TAKES and not chunk.passive and not civil(who):
        return as_said(chunk.mood, TAKES[chunk.word], subject(line, verb) or party)
    return None


def priced(line: ChunkedClause, first: int) -> Attachment | None:
    """The bond of "the price of the retreat" said of the count: lost."""
    chunk = line.at(first)
    war = any(c.kind == NAME and set(c.words) & RETREATS for c in line.chunks)
    return Attachment(LOST, open=True) if chunk.kind == NAME and chunk.word in PRICES and war else None


RETREATS = listed(
    "retreat withdrawal defeat rout offensive battle war campaign mutiny collapse advance fighting week month"
) | listed("assault attack counter-offensive counteroffensive setback pullout")


def heading(line: ChunkedClause) -> Attachment | None:
    """The bond of a clause without a count, for the number after its colon or dash ("Rebel hands:", "the price of defeat:")."""
    for at, chunk in enumerate(line.chunks):
        if chunk.kind == NAME and (relation := in_state_of(chunk.words)):
            return Attachment(relation, named(line, chunk, chunk.last - 1))
        if chunk.kind == NAME and chunk.word in PRICES:
            return priced(line, at)
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


def split_off(line: ChunkedClause) -> Attachment | None:
    """The bond that a clause such as "that is what the junta lost" gives to the count before its dash."""
    first = line.at(0)
    if not opens(first):
        return pointed(line)
    at = next((i for i, c in enumerate(line.chunks[:4]) if c.kind == VERB and c.word == "be"), -1)
    return gapped_clause(line, at + 1, len(line.chunks)) if at >= 0 else None


def pointed(line: ChunkedClause) -> Attachment | None:
    """The bond of a clause that is only a noun group naming a hoard: "the junta's losses in May"."""
    if any(c.kind in (VERB, COUNT) for c in line.chunks) or line.at(0).kind != NAME:
        return None
    words = line.at(0).words
    relation = HOARDS.get(line.at(0).word, "")
    owned = set(words) & (PARTIES | {"'s", "'", "their", "its"})
    attachment = (
        Attachment(relation, named(line, line.at(0), line.at(0).last - 1)) if relation and owned else None
    )
    return replace(attachment, open=not attachment.faction) if attachment else None
