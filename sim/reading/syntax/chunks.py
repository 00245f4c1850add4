"""``chunks``: a clause as a row of noun groups, counts, verb groups and links, with dates and adverbs left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    ADVERBIALS,
    AUXILIARIES,
    BE,
    CHAINED,
    DETERMINERS,
    MODALS,
    MORE,
    NOT,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    WITHIN_COUNT,
    listed,
    phrased,
)
from sim.reading.lexical.inflection import BASE, GERUND, PARTICIPLE
from sim.reading.lexical.tokens import WORD, Token
from sim.reading.lexical.verbs import FORMS, PHRASALS, adverb, form_of, is_verb, lemma
from sim.reading.syntax.clauses import Clause
from sim.reading.syntax.moods import mood_of
from sim.reading.syntax.number_phrases import NumberPhrase

NAME, COUNT, VERB, LINK, AND, WHO, END = "name", "count", "verb", "link", "and", "who", "end"
JOINED_LINKS = {
    phrase: link
    for link, phrases in {
        "out of": "out_of",
        "outside": "outside_of",
        "free of": "free_from",
        "for": "up_for because_of",
        "from": "away_from back_from",
        "onto": "on_to",
        "than": "more_than",
        "before": "in_front",
        "versus": "up_from down_from up_on as_against rather_than compared_against compared_with compared_to",
        "without": "instead_of apart_from other_than aside_from except_for",
    }.items()
    for phrase in phrased(phrases)
}
JOINED_ANDS = phrased("along_with with_them with_it together_with as_well plus_another and_then")
ANDS = listed("and or nor plus & , but as_well_as then")
AGAINST = listed("versus vs")
OFF = frozenset(["up", "off", "down"])  # with a particle it is another verb ("held up by snow")


@dataclass(frozen=True)
class Chunk:
    """Tokens ``first`` to ``last`` (inclusive) of a clause as one part of it.

    kind    NAME (noun group), COUNT, VERB, LINK (preposition), AND, WHO (relative pronoun) or END (a mark)
    word    last word of a noun group, plain form of a verb with its particle, or the preposition
    words   all words in lower case
    passive True for a verb with a form of "to be";  bare  for a lone form that may be past or participle
    mood    what the verb group says of its act (see ``moods``)
    """

    kind: str
    first: int
    last: int
    word: str = ""
    words: tuple[str, ...] = ()
    phrase: NumberPhrase | None = None
    passive: bool = False
    bare: bool = False
    form: str = ""
    mood: str = ""


@dataclass
class ChunkedClause:
    """A clause and its chunks; ``at`` gives an END chunk outside."""

    clause: Clause
    chunks: list[Chunk]
    end: Chunk = field(default_factory=lambda: Chunk(END, -1, -1))

    def at(self, place: int) -> Chunk:
        """The chunk at ``place``."""
        return self.chunks[place] if 0 <= place < len(self.chunks) else self.end

    def back(self, start: int, reach: int) -> Iterator[tuple[int, Chunk]]:
        """The chunk at ``start`` and those before it, ``reach`` in all, each with its place."""
        return ((at, self.at(at)) for at in range(start, max(-1, start - reach), -1))

    def ahead(self, start: int, reach: int) -> Iterator[tuple[int, Chunk]]:
        """The chunk at ``start`` and those behind it, ``reach`` in all, each with its place."""
        return ((at, self.at(at)) for at in range(start, start + reach))


def chunked(clause: Clause, number_phrases: list[NumberPhrase]) -> ChunkedClause:
    """The chunks of a clause whose number phrases are known."""
    starts = {phrase.first: phrase for phrase in number_phrases}
    date_tokens = {place for first, end in clause.dates for place in range(first, end)}
    chunks: list[Chunk] = []
    place = 0
    while place < len(clause.tokens):
        if place in date_tokens and (place not in starts or starts[place].reason):
            place += 1
            continue
        chunk = next_chunk(clause, starts, date_tokens, place)
        if chunk is None:
            place += 1
            continue
        chunks.append(chunk)
        place = chunk.last + 1
    return ChunkedClause(clause, [c for i, c in enumerate(chunks) if not absorbed(clause.tokens, chunks, i)])


def next_chunk(clause: Clause, starts: dict[int, NumberPhrase], dated: set[int], place: int) -> Chunk | None:
    """The chunk that starts at ``place``; None for an adverb."""
    tokens = clause.tokens
    token = tokens[place]
    if place in starts:
        return count_chunk(tokens, starts[place])
    low = token.low
    if low in ("'", '"', "-", "'s"):
        return None
    if (low, word_at(tokens, place + 1)) in JOINED_ANDS:
        extra = word_at(tokens, place + 2) == "as"
        return Chunk(AND, place, place + 1 + extra, "and")
    if between_manners(tokens, place):
        return None
    if low in ANDS:
        return Chunk(AND, place, place, low)
    if token.kind != WORD:
        return Chunk(END, place, place, low)
    if low == "including":
        return Chunk(LINK, place, place, low)
    joined_link = JOINED_LINKS.get((low, word_at(tokens, place + 1)))
    if joined_link:
        return Chunk(LINK, place, place + 1, joined_link)
    group = verb_group(clause, starts, place)
    if group is not None:
        return group
    if low in RELATIVES and not (
        low == "that" and place and (lemma(tokens[place - 1].low) or tokens[place - 1].low in PREPOSITIONS)
    ):
        return Chunk(WHO, place, place, low)
    if low in AGAINST:
        return Chunk(LINK, place, place, "versus")
    if low in PREPOSITIONS or low == "than":
        return Chunk(LINK, place, place, low)
    if adverb(token) or low in NOT or low in SUBORDINATORS:
        return None
    return name_chunk(clause, starts, dated, place)


def between_manners(tokens: list[Token], place: int) -> bool:
    """True for the "or" of "wholly or partly"."""
    joins = tokens[place].low in ("and", "or")
    return joins and manner(tokens, place - 1) and manner(tokens, place + 1)


def manner(tokens: list[Token], place: int) -> bool:
    """True for an adverb in -ly at ``place``."""
    return 0 <= place < len(tokens) and tokens[place].low.endswith("ly") and adverb(tokens[place])


def count_chunk(tokens: list[Token], phrase: NumberPhrase) -> Chunk:
    """The chunk of a number phrase; one of another noun is a noun group."""
    words = tuple(t.low for t in tokens[phrase.first : phrase.last + 1])
    if phrase.noun or phrase.reason:
        return Chunk(NAME, phrase.first, phrase.last, words[-1], words, phrase)
    return Chunk(COUNT, phrase.first, phrase.last, phrase.unit, words, phrase)


def name_chunk(clause: Clause, starts: dict[int, NumberPhrase], dated: set[int], place: int) -> Chunk:
    """The noun group that starts at ``place``."""
    tokens = clause.tokens
    end = place + 1
    while end < len(tokens) and end not in starts and end not in dated and goes_on(clause, starts, end):
        end += 1
    while (
        end not in starts
        and end - 1 > place
        and (adverb(tokens[end - 1]) or tokens[end - 1].low in ("-", "'"))
    ):
        end -= 1
    words = tuple(t.low for t in tokens[place:end])
    words_only = [word for word in words if word not in ("'s", "'")]
    return Chunk(NAME, place, end - 1, words_only[-1] if words_only else "", words)


def initial(tokens: list[Token], place: int) -> bool:
    """True for the points and letters of "U.S." after its first letter."""
    letter = tokens[place - 1 if tokens[place].text == "." else place - 2] if place > 1 else tokens[0]
    point = tokens[place].text == "." or tokens[place - 1].text == "."
    is_initial = len(letter.text) == 1 and letter.capitalised and letter.end <= tokens[place].start
    return place > 0 and point and is_initial and tokens[place - 1].end == tokens[place].start


def goes_on(clause: Clause, starts: dict[int, NumberPhrase], place: int) -> bool:
    """True if the token at ``place`` belongs to the noun group before it."""
    token = clause.tokens[place]
    if token.low in ("-", "'s", "'") or initial(clause.tokens, place):
        return True
    if (
        token.kind != WORD
        or token.low in ANDS
        or token.low in RELATIVES
        or token.low in PREPOSITIONS | {"than"}
    ):
        return False
    if (
        token.low in DETERMINERS
        and clause.tokens[place - 1].kind == WORD
        and token.low not in ("all", "both")
    ):
        return clause.tokens[place - 1].low in DETERMINERS
    if token.low in NOT or token.low in MODALS and token.text != "May" or token.low in AUXILIARIES:
        return False
    return verb_group(clause, starts, place) is None


def absorbed(tokens: list[Token], chunks: list[Chunk], place: int) -> bool:
    """True for a noun group that only leads to the count after it ("the remaining", "the province's other")."""
    chunk, after = chunks[place], chunks[place + 1] if place + 1 < len(chunks) else None
    if chunk.kind != NAME or after is None or after.kind != COUNT or after.first != chunk.last + 1:
        return False
    owner = max((i for i, word in enumerate(chunk.words) if word in ("'s", "'")), default=-1)
    return all(
        word in DETERMINERS or word in MORE or word in WITHIN_COUNT for word in chunk.words[owner + 1 :]
    )


def verb_group(clause: Clause, starts: dict[int, NumberPhrase], place: int) -> Chunk | None:
    """The verb group that starts at ``place`` ("have not been able to take"); None if none does."""
    tokens = clause.tokens
    main, at = -1, place
    while at < len(tokens) and at not in starts:
        low = tokens[at].low
        if main >= 0 and auxiliary(tokens[main]) and (low, word_at(tokens, at + 1)) in ADVERBIALS:
            at += 2
            continue
        if low in AUXILIARIES and low != "'s" or (low in MODALS and tokens[at].text != "May"):
            if main >= 0 and word_at(tokens, at - 1) != "to" and not auxiliary(tokens[main]):
                break
            main = at
        elif low == "to":
            if not infinitive_at(tokens, at, starts):
                break
        elif main >= 0 and chain_word(tokens, at, starts):
            pass
        elif at not in starts and is_verb(tokens, at) and (main < 0 or continues(tokens, main, at)):
            main = at
        elif not (
            adverb(tokens[at]) or low in NOT or low in ("n't", "'t", "longer") or between_manners(tokens, at)
        ) or (main < 0 and at == place):
            break
        at += 1
    return closed_group(clause, starts, (place, main, at)) if main >= 0 else None


def auxiliary(token: Token) -> bool:
    """True for a form of be, have, do or a modal verb."""
    return token.low in AUXILIARIES or token.low in MODALS


def infinitive_at(tokens: list[Token], to_place: int, starts: dict[int, NumberPhrase]) -> bool:
    """True if the "to" at ``to_place`` opens an infinitive ("to take", "to have taken", "to holding")."""
    at = to_place + 1
    while at < len(tokens) and (adverb(tokens[at]) or between_manners(tokens, at)):
        at += 1
    low = word_at(tokens, at)
    if at in starts or not low or tokens[at].capitalised:
        return False
    return low in AUXILIARIES or BASE in FORMS.get(low, {}) or (GERUND in FORMS.get(low, {}))


def chain_word(tokens: list[Token], place: int, starts: dict[int, NumberPhrase]) -> bool:
    """True for an adjective between verb and infinitive ("able to", "likely to")."""
    return (
        tokens[place].low in CHAINED
        and word_at(tokens, place + 1) == "to"
        and infinitive_at(tokens, place + 1, starts)
    )


def continues(tokens: list[Token], main: int, place: int) -> bool:
    """True if the verb at ``place`` goes on with the group of the verb at ``main``."""
    low = tokens[place].low
    if auxiliary(tokens[main]) or word_at(tokens, place - 1) == "to":
        return True
    return GERUND in FORMS.get(low, {}) or (PARTICIPLE in FORMS.get(low, {}) and word_at(tokens, main) in BE)


def closed_group(clause: Clause, starts: dict[int, NumberPhrase], places: tuple[int, int, int]) -> Chunk:
    """The verb group from its first word to its main verb and particles; ``places``: first, main, end."""
    first, main, end = places
    tokens = clause.tokens
    words = tuple(t.low for t in tokens[first : main + 1])
    forms = [word for word in words[:-1] if word in AUXILIARIES or word == "to"]
    form = form_of(
        words[-1], after_be=bool(forms) and (forms[-1] in BE or forms[-1] in ("have", "has", "had", "having"))
    )
    passive = bool(forms) and forms[-1] in BE and form == PARTICIPLE
    main_lemma = lemma(words[-1], form) or lemma(words[-1]) or words[-1]
    if words[-1] in BE - {"get", "gets", "got"}:
        main_lemma = "be"
    word, last = with_particle(tokens, starts, main_lemma, main)
    if last == main < end - 2 and (tokens[end - 2].low, tokens[end - 1].low) in ADVERBIALS:
        last = end - 1  # "were by then under siege"
    is_bare = len(
        [w for w in words if w in AUXILIARIES or w in MODALS or w == "to"]
    ) == 0 and PARTICIPLE in FORMS.get(words[-1], {PARTICIPLE: ""} if words[-1].endswith("ed") else {})
    return Chunk(
        VERB, first, last, word, words, None, passive, is_bare, form, mood_of(clause, first, main, end)
    )


def with_particle(
    tokens: list[Token], starts: dict[int, NumberPhrase], main_lemma: str, main: int
) -> tuple[str, int]:
    """The verb with the particles that make another verb of it ("hand over", "hold on to"), and its last token."""
    if (word_at(tokens, main + 1), word_at(tokens, main + 2)) == ("out", "of"):
        return main_lemma, main
    for length in (2, 1):
        following = [word_at(tokens, main + i) for i in range(1, length + 1) if main + i not in starts]
        phrasal_verb = " ".join([main_lemma, *following])
        if phrasal_verb in PHRASALS and len(following) == length:
            return phrasal_verb, main + length
    if (
        main_lemma != "be"
        and word_at(tokens, main + 1) in OFF
        and main + 1 not in starts
        and not tokens[main].low.endswith("en")
    ):
        return f"{main_lemma} {word_at(tokens, main + 1)}", main + 1
    return main_lemma, main
