"""Verbs that reach their places through a preposition: "withdrew from N", "drove X out of N", "fought in N"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    DATIVES,
    DEFEATS,
    DONE,
    ENDS,
    EXPELS,
    FLAGS,
    FLIES,
    GAINED,
    HOARDS,
    HOLDS,
    LIGHT,
    LOST,
    LOWERS,
    NOUNS,
    OBEYS,
    OVER,
    PARTIES,
    REACHES,
    RECAPTURED,
    RUNNING,
    STRIKES,
    TAKES,
    UNREST,
    listed,
)
from sim.reading.lexical.function_words import ANAPHORS
from sim.reading.patterns.nominalised import possessor
from sim.reading.syntax.attachment import Attachment, as_said
from sim.reading.syntax.chunks import LINK, NAME, Chunk, ChunkedClause
from sim.reading.syntax.moods import SAID
from sim.reading.syntax.parties import civil, named, subject, subject_place, written

REFLEXIVE = frozenset(["themselves", "itself", "himself"])
NEED_PARTY = listed("return spread expand fan_out branch_out filter trickle seep count rely fall_back")
CLEARS = frozenset(["clear", "purge", "flush", "rid", "free"])


def unrest(line: ChunkedClause, verb: int) -> bool:
    """True if an uprising or a war is the subject of the verb."""
    at = subject_place(line, verb)
    return at >= 0 and bool(set(line.at(at).words) & UNREST)


def party(line: ChunkedClause, verb: int) -> bool:
    """True if the subject of the verb is a party to the war."""
    at = subject_place(line, verb)
    words = line.at(at).words
    owner = max((i for i, word in enumerate(words) if word in ("'s", "'")), default=-1)
    return at >= 0 and bool(set(words[owner + 1 :]) & PARTIES)


@dataclass(frozen=True)
class Reach:
    """A verb that leads to its places through a preposition; ``names`` are the noun groups between the two."""

    line: ChunkedClause
    verb: int
    link: int
    preposition: str
    names: list[Chunk]

    @property
    def chunk(self) -> Chunk:
        """The verb's chunk."""
        return self.line.at(self.verb)

    @property
    def objects(self) -> list[Chunk]:
        """The noun groups between verb and preposition that no other preposition leads to."""
        line = self.line
        between = range(self.verb + 1, self.link)
        return [line.at(i) for i in between if line.at(i) in self.names and line.at(i - 1).kind != LINK]

    @property
    def who(self) -> str:
        """The party the verb is said of."""
        return subject(self.line, self.verb)

    def says(self, relation: str, who: str | None = None) -> Attachment:
        """The bond in the verb's mood, of its subject unless another party is given."""
        return as_said(self.chunk.mood, relation, self.who if who is None else who)


def reached(line: ChunkedClause, verb: int, link: int, preposition: str) -> Attachment | None:
    """The bond of a verb that reaches its places through a preposition ("withdrew from", "drove X from", "fought in")."""
    between = [line.at(i) for i in range(verb + 1, link)]
    names = [c for c in between if c.kind == NAME and c.word not in REFLEXIVE]
    reach = Reach(line, verb, link, preposition, names)
    chunk = reach.chunk
    if (found := beaten(reach)) is not None:
        return found
    if chunk.word in EXPELS and preposition in ("from", "out of", "back"):
        return expelled(line, verb, names)
    if chunk.word in EXPELS and preposition in ("into", "onto", "to") and reach.objects and not civil(*names):
        return (
            None if chunk.passive else reach.says(CONTROLS, named(line, reach.objects[0]))
        )  # "forced X back into N"
    if chunk.word in CLEARS and chunk.passive and preposition in ("from", "out of") and not names:
        return None if reserved(line, verb) or not party(line, verb) else reach.says(LOST)
    if chunk.word in CLEARS and preposition in ("from", "out of", "of") and names:
        return None if civil(*names) else reach.says(RECAPTURED)
    if preposition in OBEYS.get(chunk.word, ()) or civil(*names):
        return None
    for way in (found_there, moved, flew, credited):
        if (found := way(reach)) is not None:
            return found
    return None if reach.objects else spread(reach)


def beaten(reach: Reach) -> Attachment | None:
    """The bond of places a party was deprived of or beaten in, or that an uprising spread to."""
    chunk, preposition = reach.chunk, reach.preposition
    inside = preposition in ("in", "across", "at")
    if preposition == "of" and chunk.passive and DATIVES.get(chunk.word) == LOST:
        return reach.says(LOST)
    if (
        preposition == "of"
        and DATIVES.get(chunk.word) == LOST
        and reach.objects
        and not civil(*reach.objects)
    ):
        return reach.says(LOST, named(reach.line, reach.objects[0]))  # "stripped the army of N"
    if chunk.word in DEFEATS and inside and any(set(c.words) & PARTIES for c in reach.names):
        return reach.says(GAINED)
    if chunk.word in DEFEATS and chunk.passive and inside:
        return reach.says(LOST)
    if (
        unrest(reach.line, reach.verb)
        and chunk.word in STRIKES
        and preposition in ("to", "in", "across", "into")
    ):
        return reach.says(CONTESTS, "")
    return None


def found_there(reach: Reach) -> Attachment | None:
    """The bond of "is down to N" and "can be found in N"."""
    chunk, line = reach.chunk, reach.line
    down = reach.preposition == "to" and line.at(reach.link - 1).word == "down" and chunk.word == "be"
    if down and party(line, reach.verb):
        return reach.says(CONTROLS)
    possible = chunk.word in ("find", "see") and chunk.words[0] in ("could", "can")
    seen = possible or chunk.word in ("report", "record", "detect", "observe", "document", "spot", "register")
    if seen and reach.preposition in ("in", "across") and chunk.passive and party(line, reach.verb):
        return reach.says(CONTESTS)
    return None


def moved(reach: Reach) -> Attachment | None:
    """The bond of a verb of motion or fighting with its preposition ("withdrew from", "swept through", "fought in")."""
    chunk, line = reach.chunk, reach.line
    known = REACHES.get((chunk.word, reach.preposition), "")
    if " " in chunk.word and TAKES.get(chunk.word) == CONTESTS and reach.preposition in ("in", "across"):
        return reach.says(CONTESTS) if party(line, reach.verb) else None  # "compete for land in N"
    if not known or (chunk.word in NEED_PARTY and not party(line, reach.verb)):
        return None
    if (reach.objects and known in (GAINED, CONTROLS)) or reserved(line, reach.verb):
        return None
    back = known == GAINED and line.clause.tokens[line.at(reach.link).first - 1].low == "back"
    found = reach.says(RECAPTURED if back else known)
    return replace(found, remains=known == LOST) if not found.reason else found


def flew(reach: Reach) -> Attachment | None:
    """The bond of a flag lowered over N (lost) or flying there (controls)."""
    chunk, line = reach.chunk, reach.line
    if reach.preposition not in OVER:
        return None
    if chunk.word in LOWERS:
        flags = reach.names[-1:] or [line.at(subject_place(line, reach.verb))]
        owner = written(line.clause.tokens, flags[0].first, flags[0].last)
        return reach.says(LOST, owner) if flags[0].word in FLAGS else None
    if chunk.word in FLIES and flagged(line, reach.verb):
        return reach.says(CONTROLS, possessor(line, subject_place(line, reach.verb)))
    return None


def credited(reach: Reach) -> Attachment | None:
    """The bond of "was left with N", "credits the rebels with N"."""
    chunk, names = reach.chunk, reach.names
    if reach.preposition != "with" or chunk.word not in ("leave", "credit") or not (names or chunk.passive):
        return None
    return reach.says(CONTROLS, named(reach.line, names[0]) if names else None)


def spread(reach: Reach) -> Attachment | None:
    """The bond of what reaches the places with nothing between: a writ that runs there, a fight that rages there."""
    line, verb, preposition = reach.line, reach.verb, reach.preposition
    if (found := runs(line, verb, preposition)) is not None:
        return found
    if raging(line, verb, preposition):
        return reach.says(CONTESTS, "")
    taken = reach.chunk.word in ("wrest", "take", "seize", "snatch") and preposition in ("from", "out of")
    return reach.says(GAINED) if taken else None


def runs(line: ChunkedClause, verb: int, preposition: str) -> Attachment | None:
    """The bond of "the state's writ runs in N", "its influence extends to N"."""
    at, chunk = subject_place(line, verb), line.at(verb)
    word = line.at(at).word if at >= 0 else ""
    relation = HOARDS.get(word, "")
    if (
        (word in HOLDS or word in HOARDS)
        and chunk.word in ENDS
        and preposition in ("in", "across", "from", "over")
    ):
        return as_said(chunk.mood, LOST, possessor(line, at))
    if (
        word in HOLDS
        and chunk.passive
        and (word != "power" or possessor(line, at))
        and chunk.word in LIGHT
        and preposition in ("in", "across", "on", "over", "to")
    ):
        return as_said(chunk.mood, LIGHT[chunk.word], possessor(line, at))
    done = NOUNS.get(word, ("",))[0]
    if done in (GAINED, LOST, RECAPTURED) and chunk.word in DONE and preposition in ("in", "across", "of"):
        return as_said(chunk.mood, done, possessor(line, at))  # "the clearance was completed in"
    reaches = line.at(verb).word in RUNNING and preposition in (
        "in",
        "to",
        "over",
        "across",
        "into",
        "through",
    )
    return as_said(line.at(verb).mood, relation, possessor(line, at)) if relation and reaches else None


def raging(line: ChunkedClause, verb: int, preposition: str) -> bool:
    """True for "fighting raged in", "clashes were reported in": the subject is a fight in these places."""
    at = subject_place(line, verb)
    relation, links = NOUNS.get(line.at(at).word, ("", frozenset())) if at >= 0 else ("", frozenset())
    return relation == CONTESTS and preposition in links


def reserved(line: ChunkedClause, verb: int) -> bool:
    """True if the subject of a verb is somebody of civil life."""
    at = subject_place(line, verb)
    return at >= 0 and civil(line.at(at))


def expelled(line: ChunkedClause, verb: int, names: list[Chunk]) -> Attachment | None:
    """The bond of "X drove Y from N": lost by Y, who is the subject of a passive."""
    chunk = line.at(verb)
    who = (
        subject(line, verb)
        if chunk.passive or (not names and chunk.bare)
        else (named(line, names[0]) if names else "")
    )
    if (
        not who
        and len(names) == 1
        and names[0].word in ANAPHORS | {"them", "us", "him"}
        and not chunk.passive
    ):
        return (
            as_said(chunk.mood, LOST, "") if chunk.mood != SAID else Attachment(LOST)
        )  # not the subject of the verb
    if civil(*names) or (chunk.passive and reserved(line, verb)) or not (who or chunk.passive):
        return None
    found = as_said(chunk.mood, LOST, who)
    return replace(found, remains=True) if not found.reason else found


def flagged(line: ChunkedClause, verb: int) -> bool:
    """True if the subject of "fly" or "wave" is a flag."""
    at = subject_place(line, verb)
    return at >= 0 and line.at(at).word in FLAGS
