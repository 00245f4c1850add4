"""``sentences``: where a sentence ends, and headlines with the capitals of ordinary text."""

from __future__ import annotations

from sim.reading.lexical.control_verbs import PARTIES
from sim.reading.lexical.dates import MONTHS, WEEKDAYS
from sim.reading.lexical.function_words import GRAMMAR, NUMBER_WORDS, listed
from sim.reading.lexical.tokens import NUMBER, WORD, Token, touching
from sim.reading.lexical.verbs import FORMS
from sim.reading.syntax.units import unit_at

LONGEST = 160  # tokens of one sentence looked at together; a longer run of words is cut here
QUOTES = frozenset('"“”«»„')
TITLES = listed("gen col maj lt capt mr mrs ms dr st approx prof rep sen gov e.g i.e vs sgt brig sq cpl adm")
BEFORE_NUMBERS = {name for name in MONTHS if len(name) <= 4 and name not in ("may", "june", "july")}
BEFORE_NUMBERS |= listed("no nos art")
OPENERS = GRAMMAR | NUMBER_WORDS | listed("nearly about roughly around more fewer according")
ZONES = listed("gmt utc est edt cet eet local")  # after "a.m."
HEADLINE = 3  # words a line needs to be taken for a headline
MOSTLY = 0.7  # share of its longer words in capitals that makes a line without a full stop a headline


def sentences(tokens: list[Token]) -> list[list[Token]]:
    """Tokens split at full stops, question and exclamation marks and ends of line; each at most ``LONGEST`` tokens."""
    split_sentences: list[list[Token]] = [[]]
    for place, token in enumerate(tokens):
        split_sentences[-1].append(token)
        if len(split_sentences[-1]) >= LONGEST or ends_sentence(tokens, place):
            split_sentences.append([])
    return [plain_case(sentence) for sentence in split_sentences if sentence]


def ends_sentence(tokens: list[Token], place: int) -> bool:
    """True if the token at ``place`` ends a sentence: not the point of an abbreviation or an initial."""
    token = tokens[place]
    if token.text in "!?" or "\n" in token.text:
        return True
    if token.text != ".":
        return False
    before = tokens[place - 1] if place else token
    after = next((t for t in tokens[place + 1 : place + 3] if t.text not in QUOTES), None)
    if before.kind == WORD and before.low in TITLES:
        return after is None
    if before.kind == WORD and len(before.text) == 1:
        return after is None or dotted_end(tokens, place, after)
    if before.kind == WORD and before.low in BEFORE_NUMBERS:
        return after is None or (after.kind == WORD and after.text[0].isupper())
    return after is None or after.kind == NUMBER or after.kind != WORD or after.text[0].isupper()


def dotted_end(tokens: list[Token], place: int, after: Token) -> bool:
    """True if the point of "a.m." or "U.S." also ends the sentence: a word follows that is no name."""
    if place < 3 or tokens[place - 2].text != "." or not after.capitalised:
        return False
    clock = tokens[place - 1].low == "m" and tokens[place - 3].low in ("a", "p")
    return after.low not in ZONES | WEEKDAYS.keys() if clock else after.low in OPENERS


def without_marks(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens without note marks behind a full stop ("contested.118 The"), and these marks."""
    places = {place for place in range(1, len(tokens)) if is_mark(tokens, place)}
    return [t for i, t in enumerate(tokens) if i not in places], [tokens[i] for i in sorted(places)]


def is_mark(tokens: list[Token], place: int) -> bool:
    """True for a number that touches the full stop before it and after which a sentence starts."""
    token, before = tokens[place], tokens[place - 1]
    if not touching(before, token) or before.text != "." or token.kind != NUMBER or len(token.text) > 3:
        return False
    worded = place > 1 and tokens[place - 2].kind == WORD and touching(tokens[place - 2], before)
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return worded and (after is None or "\n" in after.text or after.capitalised)


def plain_case(sentence: list[Token]) -> list[Token]:
    """A headline with the words that are no names in small letters ("TALIBAN SEIZE 12 DISTRICTS"); others as they are."""
    words = [t for t in sentence if t.kind == WORD and len(t.text) > 1]
    shouted = all(t.text.isupper() for t in words)
    if len(words) < HEADLINE or not (shouted or titled(sentence, words)):
        return sentence
    return [lowered(sentence, place) for place in range(len(sentence))]


def titled(sentence: list[Token], words: list[Token]) -> bool:
    """True for a line in title case: no full stop, nearly all its longer words in capitals, verbs among them."""
    if sentence[-1].text in ".;" or any(t.text == ";" for t in sentence):
        return False
    long_words = [t for t in words if len(t.text) > 3]
    capital = sum(t.capitalised for t in long_words)
    return (
        len(long_words) >= HEADLINE
        and capital >= MOSTLY * len(long_words)
        and any(t.low in FORMS for t in long_words[1:])
    )


def lowered(sentence: list[Token], place: int) -> Token:
    """The token at ``place`` in small letters where it is a word of the language and no name."""
    token = sentence[place]
    if token.low in MONTHS or token.low in WEEKDAYS or token.kind != WORD:
        return token
    low = token.low.lower() if token.low in ("IT", "WHO") else token.low
    return token._replace(text=low, low=low) if known(low) or unit_at([token], 0)[0] else token


def known(low: str) -> bool:
    """True for a word of the tables: a verb, a party, a number or a word of grammar."""
    return low in FORMS or low in PARTIES or low in GRAMMAR or low in NUMBER_WORDS
