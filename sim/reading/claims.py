"""``read_claims``: statements of a report that are no counts, each with quote, place, mood, negation and speaker."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.reading.chunks import VERB, chunked
from sim.reading.claim_guards import put_aside
from sim.reading.claim_moods import DENIED, head_of, mood_of
from sim.reading.claim_patterns import Line, matches
from sim.reading.claim_rules import INNATE, RULES
from sim.reading.clauses import SPEAKING, Clause, clauses, sentences
from sim.reading.parties import named_after, subject
from sim.reading.phrases import phrases
from sim.reading.tokens import Token, tokens
from sim.reading.words import ANAPHORS

KEYS = ("tag", "quote", "span", "negated", "speaker", "mood")
ASIDE = 3  # characters between two tokens of a clause, beyond which something was taken out
CUTS = frozenset((",", ";", ":", "and", "but", "while", "as", "after", "although", "though"))


class Found(NamedTuple):
    """One statement in a sentence: its tag, its first and last token, its mood and whether it is denied."""

    tag: str
    first: Token
    last: Token
    mood: str
    negated: bool


def read_claims(text: str) -> list[dict[str, Any]]:
    """Statements of ``text`` in order; keys ``KEYS``: span in characters (end exclusive), speaker None if not plain.

    mood  said, forecast, possible, wished, asked or denied; the last where ``negated`` is true
    """
    found: list[dict[str, Any]] = []
    speaker: str | None = None
    for sentence in sentences(tokens(text)):
        parts = clauses(sentence)
        speaker = said_by(parts, speaker)
        found += claims_of(text, sentence, parts, speaker)
    return found


def claims_of(text: str, sentence: list[Token], parts: list[Clause], speaker: str | None) -> list[dict[str, Any]]:
    """The statements of one sentence in order, each with the part of it that carries its tag."""
    rows = sorted(statements(sentence, parts), key=lambda row: (row.first.start, row.last.end))
    spans = parted(text, sentence, rows, [quote_of(text, parts, row) for row in rows])
    return [
        {
            "tag": row.tag,
            "quote": text[start:end],
            "span": (start, end),
            "negated": row.negated,
            "speaker": speaker,
            "mood": row.mood,
        }
        for row, (start, end) in zip(rows, spans, strict=True)
    ]


def statements(sentence: list[Token], parts: list[Clause]) -> list[Found]:
    """The statements of a sentence, each tag once: the first that is not denied, else the first."""
    line = Line(sentence)
    found: dict[str, Found] = {}
    for row in RULES:
        if row.tag in found and not found[row.tag].negated:
            continue
        for places in matches(line, row):
            mood = mood_of(line, places, head_of(line, places[0]))
            first, last = line.tokens[min(places)], line.tokens[max(places)]
            denied = mood == DENIED or any(part.denied for part in parts if first in part.tokens)
            if row.tag in INNATE or "innate" in row.marks:
                denied, mood = False, mood if mood != DENIED else "said"
            if put_aside(line, row, places, DENIED if denied else mood):
                continue
            if row.tag not in found or not denied:
                found[row.tag] = Found(row.tag, first, last, DENIED if denied else mood, denied)
            if not denied:
                break
    if found.keys() & {"cannot_capture_city", "will_recapture"}:
        found.pop("will_capture_city", None)
    return list(found.values())


def quote_of(text: str, parts: list[Clause], row: Found) -> tuple[int, int]:
    """The range from the clause of a statement's first word to that of its last."""
    start, end = row.first.start, row.last.end
    for part in parts:
        if row.first in part.tokens:
            start = min(start, unbroken(part.tokens, part.tokens.index(row.first), -1).start)
        if row.last in part.tokens:
            end = max(end, unbroken(part.tokens, part.tokens.index(row.last), 1).end)
    return stripped(text, start, end)


def parted(
    text: str, sentence: list[Token], rows: list[Found], spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The ranges, cut between two statements that stand one behind the other in one clause."""
    whole = list(spans)
    for n in range(len(rows)):
        for m in range(n + 1, len(rows)):
            left, right = rows[n].last, rows[m].first
            if left.end > right.start or whole[n][1] <= whole[m][0]:
                continue
            cut = next((t for t in sentence if left.end <= t.start < right.start and t.low in CUTS), None)
            if cut is not None:
                whole[n] = stripped(text, whole[n][0], min(whole[n][1], cut.start))
                after = cut.end if cut.low in (",", ";", ":", "and", "but") else cut.start
                whole[m] = stripped(text, max(whole[m][0], after), whole[m][1])
    return whole


def unbroken(words: list[Token], place: int, step: int) -> Token:
    """The farthest token reached from ``place`` in direction ``step`` without passing words taken out of the clause."""
    while 0 <= place + step < len(words):
        near, far = sorted((words[place], words[place + step]), key=lambda token: token.start)
        if far.start - near.end > ASIDE:
            break
        place += step
    return words[place]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space, points and opening conjunctions at its ends."""
    for word in ("that ", "and "):
        while start < end and text[start] in " \t\r\n,;:.\"“”'":
            start += 1
        if text.startswith(word, start, end):
            start += len(word)
    while start < end and text[start] in " \t\r\n,;:.\"“”'":
        start += 1
    while end > start and text[end - 1] in ' \t\r\n,;:."“”':
        end -= 1
    return start, end


def said_by(parts: list[Clause], before: str | None) -> str | None:
    """Who a sentence says speaks ("X said", "according to X"); the last speaker for a pronoun; None if nobody."""
    for part in parts:
        line = chunked(part, phrases(part))
        for place, chunk in enumerate(line.chunks):
            if chunk.word == "according" and line.at(place + 1).word == "to":
                return named_after(line, place + 2) or None
            if chunk.kind != VERB or chunk.words[-1] not in SPEAKING or chunk.passive:
                continue
            if place == 0:
                return named_after(line, 1) or before
            who = subject(line, place)
            if who or part.tokens[chunk.first - 1].low in ANAPHORS:
                return who or before
    return None
