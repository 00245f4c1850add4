"""``read_claims``: statements of a report that are no counts, each with quote, place, negation and speaker."""

from __future__ import annotations

from typing import Any

from sim.reading.chunks import VERB, chunked
from sim.reading.claim_words import INNATE, NAME, PASSED, RULES, UNCOUNTED, UNPLANNED, Rule
from sim.reading.clauses import DENYING, SPEAKING, Clause, clauses, sentences
from sim.reading.dates import word_at
from sim.reading.numerals import numeral_at
from sim.reading.parties import named_after, subject
from sim.reading.phrases import phrases
from sim.reading.tokens import Token, tokens
from sim.reading.words import ANAPHORS, DETERMINERS, MODALS, NOT, REPORTING, SUBORDINATORS, UNREAL

KEYS = ("tag", "quote", "span", "negated", "speaker")
BEFORE = 5  # tokens before a statement in which a denial denies it
ASIDE = 3  # characters between two tokens of a clause, beyond which something was taken out
SENTENCE_NAMES = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


def read_claims(text: str) -> list[dict[str, Any]]:
    """Statements of ``text`` in order; keys ``KEYS``: span in characters (end exclusive), speaker None if not plain."""
    found: list[dict[str, Any]] = []
    speaker: str | None = None
    for sentence in sentences(tokens(text)):
        parts = clauses(sentence)
        speaker = said_by(parts, speaker)
        rows = [claim(text, parts, tag, place, speaker) for tag, place in matches(sentence)]
        found += sorted(rows, key=lambda row: row["span"])
    return found


def matches(sentence: list[Token]) -> list[tuple[str, tuple[Token, Token, list[Token]]]]:
    """Tags found in a sentence, each once, with first and last token and the tokens just before."""
    found: dict[str, tuple[Token, Token, list[Token]]] = {}
    for rule in RULES:
        if rule.tag in found:
            continue
        place = match_of(sentence, rule)
        if place is not None:
            first, last = place
            found[rule.tag] = (sentence[first], sentence[last], sentence[max(0, first - BEFORE) : first])
    return list(found.items())


def match_of(sentence: list[Token], rule: Rule) -> tuple[int, int] | None:
    """First and last token of the first place where a rule holds; None if there is none."""
    for first in range(len(sentence)):
        last = first if meant(sentence, first, rule.parts[0]) else -1
        for part in rule.parts[1:]:
            last = next_of(sentence, last, part, rule.gap) if last >= 0 else -1
        if last >= 0 and not put_aside(sentence, rule.tag, first, last):
            return first, last
    return None


def put_aside(sentence: list[Token], tag: str, first: int, last: int) -> bool:
    """True if the words of a rule are there without its meaning: a plan, an adjective ("the lost towns"), a count."""
    if tag in UNPLANNED and (planned(sentence, first) or word_at(sentence, first - 1) in DETERMINERS):
        return True
    if tag == "losing_ground" and any(t.low in ("no", "any") for t in sentence[first : last + 1]):
        return True
    if tag == "ceasefire" and {t.low for t in sentence[max(0, first - 2) : last + 2]} & PASSED:
        return True
    return tag in UNCOUNTED and any(numeral_at(sentence, place) is not None for place in range(first, last))


def next_of(sentence: list[Token], place: int, part: frozenset[str], gap: int) -> int:
    """First place after ``place`` with a word of ``part``, at most ``gap`` tokens between; -1 if there is none."""
    for at in range(place + 1, min(len(sentence), place + 2 + gap)):
        if meant(sentence, at, part):
            return at
        if sentence[at].low in SUBORDINATORS or sentence[at].text in ";:":
            break
    return -1


def meant(sentence: list[Token], place: int, part: frozenset[str]) -> bool:
    """True if the token at ``place`` is one of the words of a part, or a name where a name is allowed."""
    token = sentence[place]
    if token.low in part:
        return True
    named = (
        token.capitalised and place > 0 and token.text not in SENTENCE_NAMES and token.low not in REPORTING
    )
    return NAME in part and named and (token.text != token.text.upper() or len(token.text) > 4)


def planned(sentence: list[Token], place: int) -> bool:
    """True if the act at ``place`` is only planned, or denied by "failed to"."""
    before = [word_at(sentence, place - back) for back in range(1, 5)]
    return any(word in MODALS or word in UNREAL for word in before)


def claim(
    text: str, parts: list[Clause], tag: str, place: tuple[Token, Token, list[Token]], speaker: str | None
) -> dict[str, Any]:
    """One statement as a dictionary; its quote runs from the clause of its first word to that of its last."""
    first, last, before = place
    start, end = first.start, last.end
    denied = any(t.low in NOT or t.low in DENYING or t.low in ("n't", "'t") for t in before)
    for part in parts:
        if first in part.tokens:
            start = min(start, unbroken(part.tokens, part.tokens.index(first), -1).start)
            denied = denied or part.denied
        if last in part.tokens:
            end = max(end, unbroken(part.tokens, part.tokens.index(last), 1).end)
    start, end = stripped(text, start, end)
    return {
        "tag": tag,
        "quote": text[start:end],
        "span": (start, end),
        "negated": denied and tag not in INNATE,
        "speaker": speaker,
    }


def unbroken(words: list[Token], place: int, step: int) -> Token:
    """The farthest token reached from ``place`` in direction ``step`` without passing words taken out of the clause."""
    while 0 <= place + step < len(words):
        near, far = sorted((words[place], words[place + step]), key=lambda token: token.start)
        if far.start - near.end > ASIDE:
            break
        place += step
    return words[place]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space and points at its ends."""
    if text.startswith("that ", start):
        start += len("that ")
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
