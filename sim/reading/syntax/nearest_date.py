"""``nearest_date``: which words of date belong to a count."""

from __future__ import annotations

from sim.reading.lexical.tokens import NUMBER
from sim.reading.lexical.verbs import lemma
from sim.reading.syntax.chunks import COUNT, LINK, VERB, ChunkedClause
from sim.reading.syntax.clauses import Clause
from sim.reading.syntax.number_phrases import NumberPhrase

NOWS = frozenset(("now", "currently", "presently"))
SINCE_REACH = 10  # tokens between "since" and the date of what began then


def nearest_date(text: str, line: ChunkedClause, phrase: NumberPhrase, *, state: bool) -> str | None:
    """Words of date nearest to a phrase in its clause, those after it first; None if there are none.

    A date behind a number the phrase is compared with ("11, up from four in May") is that number's, which in turn has none of
    the dates before it. What "now" holds is of the day of publication.
    """
    clause = line.clause
    past = earlier(line, phrase)
    stop = compared(line, phrase)
    after = [place for place in clause.dates if phrase.last < place[0] < stop]
    before = [place for place in clause.dates if place[1] <= phrase.first and not past]
    current = next((t for t in clause.tokens[:stop] if t.low in NOWS), None) if state and not past else None
    if after and not (current and crossed(line, phrase, after[0][0])):
        return written_date(text, clause, after[0])
    if current is not None:
        return text[current.start : current.end]
    return written_date(text, clause, before[-1]) if before else None


def written_date(text: str, clause: Clause, place: tuple[int, int]) -> str:
    """A date as the report writes it, from "since" on where what began then stands between ("since the war began in May")."""
    tokens = clause.tokens
    first = place[0]
    for at in range(place[0] - 1, max(-1, place[0] - SINCE_REACH), -1):
        if tokens[at].text == "," or tokens[at].kind == NUMBER:
            break
        if tokens[at].low == "since" and any(lemma(t.low) for t in tokens[at:first]):
            first = at
            break
    return text[tokens[first].start : tokens[place[1] - 1].end]


def earlier(line: ChunkedClause, phrase: NumberPhrase) -> bool:
    """True for the number with which another is compared ("up from two")."""
    at = next((at for at, chunk in enumerate(line.chunks) if chunk.first == phrase.first), 0)
    link, has_count = line.at(at - 1), any(chunk.kind == COUNT for chunk in line.chunks[:at])
    return has_count and link.kind == LINK and link.word in ("versus", "than", "against", "from")


def compared(line: ChunkedClause, phrase: NumberPhrase) -> int:
    """First token after the phrase that belongs to another number or a second verb with one; the clause's end if none does."""
    for at, chunk in enumerate(line.chunks):
        if chunk.kind != COUNT or chunk.first <= phrase.last:
            continue
        before = line.at(at - 1)
        if before.kind == LINK and before.word in ("versus", "than", "against", "from", "to"):
            return before.first
        if any(c.kind == VERB and phrase.last < c.first for c in line.chunks[:at]) and dated_between(
            line, at
        ):
            return chunk.first  # "took two in May and retook nine in June"
    return len(line.clause.tokens)


def dated_between(line: ChunkedClause, at: int) -> bool:
    """True if no date stands before the count at ``at`` that the one before could have."""
    return any(place[0] > line.at(at).last for place in line.clause.dates)


def crossed(line: ChunkedClause, phrase: NumberPhrase, place: int) -> bool:
    """True if another number stands between the phrase and the token at ``place``."""
    return any(c.kind == COUNT and phrase.last < c.first < place for c in line.chunks)
