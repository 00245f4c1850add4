"""Who: the noun group before a verb or after "by", "to" or "under", as the report writes it."""

from __future__ import annotations

from sim.reading.lexical.control_verbs import CIVIL, PARTIES
from sim.reading.lexical.function_words import ANAPHORS, DETERMINERS, listed
from sim.reading.lexical.inflection import GERUND, PARTICIPLE
from sim.reading.lexical.tokens import Token
from sim.reading.lexical.verbs import adverb
from sim.reading.syntax.chunks import AND, COUNT, END, LINK, NAME, VERB, WHO, Chunk, ChunkedClause

LONGEST_NAME, LONGEST_OFFICE = 7, 12
STRENGTHS = listed(  # of a hold, and no party's name
    "full complete total effective firm heavy intense de facto partial nominal constant direct"
)
BACK = 14  # chunks looked at to the left of a verb for its subject


def subject(line: ChunkedClause, verb: int) -> str:
    """The party that the verb chunk at ``verb`` is said of; '' for a pronoun or nothing."""
    place = subject_place(line, verb)
    return named(line, line.at(place)) if place >= 0 else ""


def subject_place(line: ChunkedClause, verb: int) -> int:
    """Place of the noun group that the verb at ``verb`` is said of; -1 if none stands before it."""
    first = coordinated(line, verb)
    if first >= 0:
        return subject_place(line, first)
    at = before_aside(line, verb)
    subject_at = -1
    while at >= 0 and verb - at <= BACK:
        chunk = line.at(at)
        if chunk.kind == VERB and not (chunk.form == PARTICIPLE and chunk.bare):
            return subject_at if subject_at >= 0 else subject_place(line, at)
        if chunk.kind == END:
            return subject_at
        is_opening = at == 1 and line.at(0).word == line.clause.opener  # "as the dinar lost"
        if chunk.kind == NAME and (is_opening or line.at(at - 1).kind != LINK):
            subject_at = at
            if line.at(at - 1).word not in ("and", "or") or line.at(at - 2).kind not in (NAME, COUNT):
                return subject_at
            at -= 1
        at -= 1
    return subject_at


def coordinated(line: ChunkedClause, verb: int) -> int:
    """Place of the verb whose subject the verb at ``verb`` shares ("attacked the port and took N"); -1 if there is none.

    A verb right after "and", "but" or a comma has no noun group of its own before it: what stands there belongs to
    the verb before.
    """
    chunk, at = line.at(verb), verb - 1
    if (
        line.at(at).kind != AND
        or line.at(at).word in ("&", "plus")
        or chunk.form == GERUND
        and not chunk.passive
    ):
        return -1
    comma = all(line.at(i).word == "," for i in range(at, max(-1, at - 2), -1) if line.at(i).kind == AND)
    while line.at(at).kind == AND:
        at -= 1
    while at >= 0 and verb - at <= BACK:
        before = line.at(at)
        if before.kind == END or (comma and (before.kind == WHO or before.word == ",")):
            return -1
        if before.kind == VERB:
            return at
        at -= 1
    return -1


def before_aside(line: ChunkedClause, verb: int) -> int:
    """Place before a verb, or before what stands between two commas in front of it ("the front, a coalition, took")."""
    if line.at(verb - 1).word != ",":
        return verb - 1
    for at in range(verb - 2, max(-1, verb - BACK), -1):
        if line.at(at).word == ",":
            return at - 1
    return verb - 1


def named(line: ChunkedClause, chunk: Chunk, end: int | None = None) -> str:
    """The words of a noun group as written, without leading articles; '' for a pronoun."""
    last = chunk.last if end is None else end
    return written(line.clause.tokens, chunk.first, last + 1) if chunk.kind in (NAME, COUNT) else ""


def named_after(line: ChunkedClause, place: int) -> str:
    """The noun group at ``place``; '' if none stands there."""
    return named(line, line.at(place)) if line.at(place).kind == NAME else ""


def named_party(line: ChunkedClause, chunk: Chunk) -> bool:
    """True for a noun group with a party to the war or a name; a capital that opens the clause makes none."""
    tokens = line.clause.tokens[max(1, chunk.first) : chunk.last + 1]
    return bool(set(chunk.words) & PARTIES) or any(token.capitalised for token in tokens)


def whole_name(line: ChunkedClause, place: int) -> str:
    """The noun group at ``place`` with what "of" and "for" add to it ("the head of the council"); '' if none stands there."""
    if line.at(place).kind != NAME:
        return ""
    end = place
    while (
        line.at(end + 1).kind == LINK
        and line.at(end + 1).word in ("of", "for")
        and line.at(end + 2).kind == NAME
    ):
        end += 2
    return written(line.clause.tokens, line.at(place).first, line.at(end).last + 1, LONGEST_OFFICE)


def written(tokens: list[Token], start: int, end: int, longest: int = LONGEST_NAME) -> str:
    """Tokens ``start`` to ``end`` (exclusive) as written, at most ``longest`` words; '' for a pronoun."""
    while start < end and (
        tokens[start].low in DETERMINERS | STRENGTHS
        or adverb(tokens[start])
        or tokens[start].low in ("'s", "'", "-")
    ):
        start += 1
    while end > start and (tokens[end - 1].low in ("'s", "'", "-") or tokens[end - 1].low in STRENGTHS):
        end -= 1  # "the front's de facto"
    end = min(end, start + longest)
    if start >= end or (end - start == 1 and tokens[start].low in ANAPHORS | {"its", "their", "own"}):
        return ""
    text = tokens[start].text
    for left, right in zip(tokens[start : end - 1], tokens[start + 1 : end], strict=True):
        text += ("" if left.end == right.start else " ") + right.text
    return text


def civil(*chunks: Chunk) -> bool:
    """True if a chunk names somebody or something of civil life: no party to a war."""
    return any(word in CIVIL for chunk in chunks if "armed" not in chunk.words for word in chunk.words)
