"""``who``: the party of a count, also where a pronoun or nothing stands for it."""

from __future__ import annotations

from sim.reading.context.sentence_memory import Memory
from sim.reading.lexical.control_verbs import CONTESTS, PARTIES
from sim.reading.lexical.function_words import ANAPHORS, REPORTING
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.chunks import AND, VERB, ChunkedClause
from sim.reading.syntax.number_phrases import NumberPhrase
from sim.reading.syntax.parties import named_after, subject, subject_place
from sim.reading.syntax.party_names import SPEAKERS, operates, side

REFERRING = ANAPHORS | {"its", "their", "our", "his", "her", "own", "them", "us"}


def clause_faction(line: ChunkedClause, end: int | None = None) -> str:
    """Subject of the first verb of a clause (before chunk ``end``), for a pronoun in the next."""
    verbs = [place for place, chunk in enumerate(line.chunks[:end]) if chunk.kind == VERB]
    verbs.sort(key=lambda place: line.at(place).words[-1] in REPORTING)  # who acts before who tells
    return next((party for place in verbs if (party := party_of(line, place))), "")


def party_of(line: ChunkedClause, verb: int) -> str:
    """The party that is the subject of the verb at ``verb``, or for which its subject speaks ("a spokesman for X")."""
    at = subject_place(line, verb)
    if at >= 0 and line.at(at).word in SPEAKERS and line.at(at + 1).word in ("for", "of", "from"):
        spoken_for = line.at(at + 2)
        return side(named_after(line, at + 2)) if set(spoken_for.words) & PARTIES else ""
    return side(subject(line, verb))


def who(line: ChunkedClause, phrase: NumberPhrase, tied: Attachment, memory: Memory) -> str:
    """The party of a count; '' where nobody is named, which is better than a speaker or the other side."""
    text = side(tied.faction)
    if text or not (tied.open or tied.faction):
        return text
    end = sum(chunk.first < phrase.first for chunk in line.chunks)
    is_unstated = tied.relation == CONTESTS and not referred(line)  # "73 are rebel held and 124 contested"
    own_party = "" if is_unstated else clause_faction(line, end)
    return own_party or (memory.faction if operates(tied.faction) or referred(line) else "")


def referred(line: ChunkedClause) -> bool:
    """True for a clause whose subject stands in the one before: a pronoun, a participle, a verb without a subject."""
    words = {t.low for t in line.clause.tokens}
    elided = line.at(0).kind == VERB or (line.at(0).kind == AND and line.at(1).kind == VERB)
    return bool(words & REFERRING) or line.clause.opener.endswith("ing") or elided
