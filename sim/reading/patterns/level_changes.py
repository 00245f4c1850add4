"""Numbers that are levels of something that changes: "the haul rose to 23", "its domain shrank from N to M"."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    GAINED,
    GROWS,
    HOARDS,
    HOLDS,
    LEVELS,
    LOST,
    PARTIES,
    SHRINKS,
    SPANS,
    TAKES,
    TRACKS,
)
from sim.reading.lexical.function_words import DETERMINERS, LEVEL_WORDS, listed
from sim.reading.lexical.tokens import Token
from sim.reading.patterns.rows import Facts, Row, Table
from sim.reading.patterns.states import state_at
from sim.reading.patterns.verb_objects import contested_claim
from sim.reading.syntax.attachment import Attachment, in_mood
from sim.reading.syntax.chunks import AND, COUNT, LINK, NAME, VERB, Chunk, ChunkedClause
from sim.reading.syntax.moods import ASSERTED
from sim.reading.syntax.parties import civil, named, named_party, subject, subject_place, written
from sim.reading.syntax.units import participle_relation, plural, unit_at

REACH = 9  # chunks between a verb of level and its number
TRACK_REACH = 5
TALLIES = listed("tally total count score sum toll list")
POSSESSIVE = frozenset(["'s", "'", "its", "their"])
POCKETS = listed(
    "pocket zone area areas pockets foothold sliver patch share bridgehead beachhead heartland perimeter empire kingdom portfolio ledger map"
)
SPREADS = listed("expand spread grow extend widen swell mushroom")
SHARES = listed("share portion slice part chunk percentage proportion")


def level(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of a level; None if no verb of level leads to the count or nothing says whose the number is."""
    link = line.at(place - 1)
    if link.kind == VERB:
        is_level = link.word in SPANS or link.word == "be" or link.word in LEVELS
        verb = place - 1 if is_level else -1
    elif link.kind == LINK and link.word in LEVEL_WORDS:
        verb = change_verb(line, place - 1)
    else:
        return None
    if verb < 0:
        return None
    attachment = whose(line, own_subject(line, verb), verb)
    if attachment is None and link.kind == LINK:
        attachment = whose(line, place + 1, len(line.chunks)) or whose(line, verb + 1, place)
    attachment = attachment or reach_of(line, verb)
    if attachment is None or attachment.reason:
        return attachment
    return changed_by(line.at(verb), attachment) if link.word == "by" else attachment


def own_subject(line: ChunkedClause, verb: int) -> int:
    """Place of a bare subject after "and" ("and thefts rose 27 percent"), which is no part of what stands before; else 0."""
    has_subject = (
        line.at(verb - 1).kind == NAME and line.at(verb - 2).kind == AND and line.at(verb - 3).kind != NAME
    )
    return verb - 1 if has_subject else 0


def reach_of(line: ChunkedClause, verb: int) -> Attachment | None:
    """The bond of a party that itself grows or shrinks ("the cartel expanded from 90 municipalities to 134")."""
    chunk, at = line.at(verb), subject_place(line, verb)
    if at < 0 or chunk.word not in SPREADS or chunk.passive or line.at(verb + 1).kind == NAME:
        return None
    is_growing = named_party(line, line.at(at)) and not civil(line.at(at))
    return in_mood(chunk.mood, CONTESTS, subject(line, verb)) if is_growing else None


def change_verb(line: ChunkedClause, link: int) -> int:
    """Place of the verb of level that leads to the preposition at ``link``; -1 if there is none."""
    for at, chunk in line.back(link - 1, REACH):
        if chunk.kind == VERB and chunk.word in LEVELS:
            return at
    return -1


def changed_by(verb: Chunk, whose_level: Attachment) -> Attachment | None:
    """The bond of the size of a change: gained where a holding grew by it, lost where it shrank by it."""
    if verb.word not in GROWS and verb.word not in SHRINKS or whose_level.relation not in (CONTROLS, GAINED):
        return None
    return Attachment(GAINED if verb.word in GROWS else LOST, whose_level.faction, open=whose_level.open)


def whose(line: ChunkedClause, first: int, end: int) -> Attachment | None:
    """The relation named among chunks ``first`` to ``end``: "X-held districts", "under X control", "X's haul"."""
    for at in range(first, end):
        chunk = line.at(at)
        if chunk.kind == LINK and (state := state_at(line, at)) is not None:
            return state
        if (
            chunk.kind == VERB
            and chunk.word in TAKES
            and not (chunk.word in LEVELS and first == 0 and at == end)
        ):
            return held_in_clause(line, at)
        if chunk.kind in (NAME, COUNT) and (attachment := by_words(line, chunk)) is not None:
            return attachment
    return None


def held_in_clause(line: ChunkedClause, at: int) -> Attachment:
    """The bond of "districts the group controls", "districts captured by the group"."""
    chunk = line.at(at)
    relation = CONTESTS if chunk.word == "claim" and contested_claim(line, at, at) else TAKES[chunk.word]
    if line.at(at + 1).kind == LINK and line.at(at + 1).word == "by":
        return in_mood(chunk.mood, relation, named(line, line.at(at + 2)))
    return in_mood(
        chunk.mood, relation, "" if chunk.bare and line.at(at - 1).kind != NAME else subject(line, at)
    )


def by_words(line: ChunkedClause, chunk: Chunk) -> Attachment | None:
    """The bond of a noun group that names a hoard ("the rebels' haul") or holds a participle ("rebel-held towns")."""
    tokens = line.clause.tokens
    for place in range(chunk.first, chunk.last + 1):
        relation = participle_relation(tokens[place].low)
        if relation and place > chunk.first:
            hyphen = tokens[place - 1].low == "-"
            return Attachment(
                relation, written(tokens, max(chunk.first, place - 2), place - 1) if hyphen else ""
            )
        if relation and place < chunk.last:
            return Attachment(relation)
        if (owner_bond := OWNED.read(Owned(tokens, chunk, place))) is not None:
            return owner_bond
    return None


@dataclass(frozen=True)
class Owned:
    """A word at ``place`` of a noun group that may name what somebody has."""

    tokens: list[Token]
    chunk: Chunk
    place: int
    mood: str = ASSERTED

    @property
    def word(self) -> str:
        """The word."""
        return self.tokens[self.place].low

    @property
    def before(self) -> list[Token]:
        """What stands before it in its group."""
        return self.tokens[self.chunk.first : self.place]


FACTS: Facts[Owned] = {
    "owner": lambda c: written(c.tokens, c.chunk.first, c.place),
    "owned": lambda c: c.before and c.before[-1].low in POSSESSIVE,
    "of": lambda c: [token.low for token in c.tokens[c.place + 1 : c.place + 2]] == ["of"],
    "party": lambda c: any(t.low in PARTIES | POSSESSIVE or (t.capitalised and t.low not in DETERMINERS) for t in c.before),
    "hoard": lambda c: HOARDS[c.word],
}  # fmt: skip
OWNED = Table(
    Owned,
    FACTS,
    Row(SHARES, "owned of", CONTROLS, "owner", marks="open"),  # "the rebels' share of the districts"
    Row(POCKETS, "party", CONTROLS, "owner", marks="open"),  # "the rebels' pocket"
    Row(TALLIES, "owned not_of", CONTROLS, "owner", marks="open"),  # "its tally": what it holds
    Row(HOARDS, "", "hoard", "owner"),
)


def tracked_unit(line: ChunkedClause) -> str:
    """Unit of "the number of districts" in a clause; '' if nothing is tracked there."""
    tokens = line.clause.tokens
    for chunk, link in zip(line.chunks, line.chunks[1:], strict=False):
        if (chunk.word not in TRACKS and chunk.word not in HOLDS | {"influence"}) or link.word != "of":
            continue
        for at in range(link.last + 1, min(len(tokens), link.last + 1 + TRACK_REACH)):
            unit, length = unit_at(tokens, at)
            if unit and plural(tokens[at + length - 1]):
                return unit
    return ""
