"""``read_claims``: statements of a report that are no counts, each with quote, place, mood, negation and speaker."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.reading.claim_grammar.guards import COUNT_REACH, put_aside
from sim.reading.claim_grammar.moods import ASSERTED, DENIED, FORECAST, POSSIBLE, head_of, mood_of
from sim.reading.claim_grammar.patterns import ClaimClause, matches
from sim.reading.claim_grammar.rules import EVENTS, INNATE, ROWS_OF, RULES
from sim.reading.context.named_lists import named_lists
from sim.reading.lexical.function_words import ANAPHORS, PREPOSITIONS
from sim.reading.lexical.marks import level
from sim.reading.lexical.tokens import Token, tokens
from sim.reading.syntax.chunks import VERB, chunked
from sim.reading.syntax.clauses import SPEAKING, Clause, clauses
from sim.reading.syntax.number_phrases import phrases
from sim.reading.syntax.parties import subject_place, whole_name
from sim.reading.syntax.sentences import sentences

KEYS = ("tag", "quote", "span", "negated", "speaker", "mood")
MEMORY = 4  # sentences back in which a pronoun's speaker is looked for
ABOVE = "above"  # the speaker of the sentence before
ASIDE = 3  # characters between two tokens of a clause, beyond which something was taken out
AWAY = PREPOSITIONS - {"of", "over"}
CUTS = frozenset((",", ";", ":", "and", "but", "while", "as", "after", "although", "though"))


class PlacedClaim(NamedTuple):
    """One statement in a sentence: its tag, the places of its first and last word, and its mood.

    innate     its own words deny, so a denial before it is not read again
    uncounted  with a number of places beside it, it is a count
    """

    tag: str
    first: int
    last: int
    mood: str
    innate: bool
    uncounted: bool

    def place(self, line: ClaimClause) -> tuple[int, int]:
        """Where it stands in the text: the characters of its words."""
        return line.tokens[self.first].start, line.tokens[self.last].end


def read_claims(text: str) -> list[dict[str, Any]]:
    """Claims made in an English text, in order: a list of dicts with the keys ``KEYS``; empty if there are none.

    span     characters of ``text``, end exclusive
    speaker  who makes the claim; None where the text does not say so plainly
    mood     said, forecast, possible, wished, asked or denied; the last where ``negated`` is true
    """
    all_sentences = sentences(tokens(level(text)))
    speakers = Speakers(all_sentences)
    claims: list[dict[str, Any]] = []
    for number, sentence in enumerate(all_sentences):
        line = ClaimClause(sentence)
        rows = statements(line)
        if rows:
            claims += claims_of(text, sentence, line, rows, speakers.of(number))
    return claims


def claims_of(
    text: str, sentence: list[Token], line: ClaimClause, rows: list[PlacedClaim], speaker: str | None
) -> list[dict[str, Any]]:
    """The statements of one sentence in order, each with the part of it that carries its tag."""
    parts = clauses(sentence)
    rows = chosen([doubted(row, line, parts) for row in rows if not counted_by_name(text, line, parts, row)])
    rows.sort(key=lambda row: row.place(line))
    spans = parted(text, sentence, line, rows, [quote_of(text, line, parts, row) for row in rows])
    return [
        {
            "tag": row.tag,
            "quote": text[start:end],
            "span": (start, end),
            "negated": row.mood == DENIED,
            "speaker": speaker,
            "mood": row.mood,
        }
        for row, (start, end) in zip(rows, spans, strict=True)
    ]


def statements(line: ClaimClause) -> list[PlacedClaim]:
    """Every place of a sentence where a row of the rules holds and is meant."""
    rows = []
    for number in sorted({number for key in line.all for number in ROWS_OF.get(key, ())}):
        row = RULES[number]
        for places in matches(line, row):
            is_innate = row.tag in INNATE or "innate" in row.marks
            mood = mood_of(line, places, head_of(line, places[0]))
            mood = ASSERTED if is_innate and mood not in (FORECAST, POSSIBLE) else mood
            mood = DENIED if "contrary" in row.marks else mood
            if not put_aside(line, row, places, mood):
                rows.append(
                    PlacedClaim(row.tag, min(places), max(places), mood, is_innate, "uncounted" in row.marks)
                )
    return rows


def doubted(row: PlacedClaim, line: ClaimClause, parts: list[Clause]) -> PlacedClaim:
    """The statement, denied where the clause before it denies what follows."""
    denied = any(part.denied and line.tokens[row.first] in part.tokens for part in parts)
    return row._replace(mood=DENIED) if denied and not row.innate else row


def counted_by_name(text: str, line: ClaimClause, parts: list[Clause], row: PlacedClaim) -> bool:
    """True for a statement that holds of no number whose places are listed: "retook A and B districts" is a count of two."""
    if not row.uncounted:
        return False
    last = row.last
    while last + 1 < min(len(line), row.last + COUNT_REACH) and line.lows[last + 1] not in AWAY:
        last += 1  # to the end of the object: "positions in towns of A and B districts" are not the districts
    start, end = line.tokens[row.first].start, line.tokens[last].end
    return any(
        named_list.span[0] < end and start < named_list.span[1]
        for part in parts
        if line.tokens[row.first] in part.tokens
        for named_list in named_lists(text, part)
    )


def chosen(rows: list[PlacedClaim]) -> list[PlacedClaim]:
    """Each tag once: its first statement that is not denied, else its first; what says the contrary of another goes."""
    by_tag: dict[str, PlacedClaim] = {}
    for row in rows:
        if row.tag not in by_tag or (by_tag[row.tag].mood == DENIED and row.mood != DENIED):
            by_tag[row.tag] = row
    for tag in [tag for tag in EVENTS if tag in by_tag and by_tag[tag].mood == DENIED]:
        del by_tag[tag]
    if by_tag.keys() & {"cannot_capture_city", "will_recapture"}:
        by_tag.pop("will_capture_city", None)
    return list(by_tag.values())


class Speakers:
    """Who says each sentence of a text, found once and only where asked for."""

    def __init__(self, whole: list[list[Token]]) -> None:
        self.whole = whole
        self.known: dict[int, str | None] = {}

    def of(self, number: int, back: int = MEMORY) -> str | None:
        """Who says the sentence of that number: named there, or meant by its pronoun and named in one before."""
        if number not in self.known:
            self.known[number] = speaker_in(clauses(self.whole[number]), ABOVE)
        if self.known[number] != ABOVE:
            return self.known[number]
        return self.of(number - 1, back - 1) if number and back else None


def quote_of(text: str, line: ClaimClause, parts: list[Clause], row: PlacedClaim) -> tuple[int, int]:
    """The range from the clause of a statement's first word to that of its last."""
    first, last = line.tokens[row.first], line.tokens[row.last]
    start, end = row.place(line)
    for part in parts:
        if first in part.tokens:
            start = min(start, unbroken(part.tokens, part.tokens.index(first), -1).start)
        if last in part.tokens:
            end = max(end, unbroken(part.tokens, part.tokens.index(last), 1).end)
    return stripped(text, start, end)


def parted(
    text: str, sentence: list[Token], line: ClaimClause, rows: list[PlacedClaim], spans: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The ranges, cut between two statements that stand one behind the other in one clause."""
    cut_spans = list(spans)
    for n in range(len(rows)):
        for m in range(n + 1, len(rows)):
            left, right = line.tokens[rows[n].last], line.tokens[rows[m].first]
            if left.end > right.start or cut_spans[n][1] <= cut_spans[m][0]:
                continue
            cuts = [t for t in sentence if left.end <= t.start < right.start and t.low in CUTS]
            if cuts:
                cut_spans[n] = stripped(text, cut_spans[n][0], min(cut_spans[n][1], cuts[0].start))
                cut_spans[m] = stripped(text, max(cut_spans[m][0], cuts[-1].start), cut_spans[m][1])
    return cut_spans


def unbroken(words: list[Token], place: int, step: int) -> Token:
    """The farthest token reached from ``place`` in direction ``step`` without passing words taken out of the clause."""
    while 0 <= place + step < len(words):
        near_token, far_token = sorted((words[place], words[place + step]), key=lambda token: token.start)
        if far_token.start - near_token.end > ASIDE:
            break
        place += step
    return words[place]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space, points and opening conjunctions at its ends."""
    for word in ("that ", "and ", "but "):
        while start < end and text[start] in " \t\r\n,;:.\"“”'":
            start += 1
        if text.startswith(word, start, end):
            start += len(word)
    while start < end and text[start] in " \t\r\n,;:.\"“”'":
        start += 1
    while end > start and text[end - 1] in ' \t\r\n,;:."“”':
        end -= 1
    return start, end


def speaker_in(parts: list[Clause], before: str | None) -> str | None:
    """Who a sentence says speaks ("X said", "according to X"); the last speaker for a pronoun; None if nobody."""
    for part in parts:
        line = chunked(part, phrases(part))
        for place, chunk in enumerate(line.chunks):
            if chunk.word == "according" and line.at(place + 1).word == "to":
                return whole_name(line, place + 2) or None
            if chunk.kind != VERB or chunk.words[-1] not in SPEAKING or chunk.passive:
                continue
            if place == 0:
                return ("" if line.at(2).kind == VERB else whole_name(line, 1)) or before
            speaker = whole_name(line, subject_place(line, place))
            if speaker or part.tokens[chunk.first - 1].low in ANAPHORS:
                return speaker or before
    return None
