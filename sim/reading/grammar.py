"""Small questions about the words around a place: is it a verb, is it said to have happened, what lies between."""

from __future__ import annotations

from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    ADJECTIVES_ED,
    ADVERBS,
    ANAPHORS,
    AUXILIARIES,
    BE,
    HAVE,
    MODALS,
    NEGATIVE,
    NOT,
    OTHER_VERBS,
    PARTICIPLES,
    PREPOSITIONS,
    REALISED,
    RISKS,
    THREATEN,
    UNREAL,
    VERBS,
)

GROUP = (
    AUXILIARIES
    | MODALS
    | NOT
    | REALISED
    | UNREAL
    | THREATEN
    | ADVERBS
    | frozenset(("to", "able", "t", "n't", "'t"))
)
GROUP_REACH = 9
SAID, PLANNED, NEGATED, THREATENED = "said", "planned", "negated", "threatened"


def group_start(tokens: list[Token], verb: int) -> int:
    """First token of the verb group that ends at ``verb`` ("have not been able to take")."""
    first = verb
    while first > 0 and verb - first < GROUP_REACH and in_group(tokens[first - 1]):
        first -= 1
    return first


def in_group(token: Token) -> bool:
    """True for a word of a verb group; the month of May is none."""
    return (token.low in GROUP or adverb(token)) and token.text != "May"


def standing(clause: Clause, verb: int) -> str:
    """Whether the act of the verb is SAID to have happened, PLANNED, NEGATED or THREATENED."""
    tokens = clause.tokens
    if clause.conditional or clause.denied:
        return PLANNED if clause.conditional else NEGATED
    first = group_start(tokens, verb)
    words = [t.low for t in tokens[first:verb]]
    if denied(words):
        return NEGATED
    if any(word in MODALS for word in words):
        return PLANNED
    return infinitive(tokens, first, verb) if infinite(words) else gerund(tokens, first, verb)


def infinite(words: list[str]) -> bool:
    """True if a verb group ends in "to" or "to have", "to be" (not "admit to having")."""
    after = words[-1] if len(words) > 1 and words[-2] == "to" else ""
    return bool(words) and (words[-1] == "to" or (after != "" and not after.endswith("ing")))


def no_longer(tokens: list[Token], verb: int) -> bool:
    """True if "no longer" stands in the verb group that ends at ``verb``: what was held is lost."""
    words = [t.low for t in tokens[group_start(tokens, verb) : verb]]
    return ("no", "longer") in zip(words, words[1:], strict=False)


def denied(words: list[str]) -> bool:
    """True if a verb group denies its act."""
    return any(word in NEGATIVE or word in NOT or word in ("n't", "'t") for word in words)


def infinitive(tokens: list[Token], first: int, verb: int) -> str:
    """Standing of "to VERB": said after verbs such as managed or claims, threatened after threaten, else planned."""
    to = max(i for i in range(first, verb) if tokens[i].low == "to")
    before = to - 1
    while before >= 0 and adverb(tokens[before]):
        before -= 1
    word = word_at(tokens, before)
    if word in THREATEN:
        return THREATENED
    return SAID if word in REALISED and word_at(tokens, before - 1) not in ("un", "not") else PLANNED


def gerund(tokens: list[Token], first: int, verb: int) -> str:
    """Standing of a verb without "to": an -ing form after a word of trying, risking or hoping is not said."""
    if not tokens[verb].low.endswith("ing") and tokens[verb].low != "fall":
        return SAID
    before = [word_at(tokens, place) for place in (verb - 1, verb - 2)]
    if before[0] in UNREAL or (
        before[0] in ("of", "at", "for", "on", "from", "about", "in") and before[1] in UNREAL | RISKS
    ):
        return NEGATED if before[0] in NEGATIVE else PLANNED
    return SAID


def verbal(tokens: list[Token], place: int) -> bool:
    """True for a token that looks like a verb of a statement of its own (so that nothing reaches across it)."""
    token = tokens[place]
    if token.kind != WORD:
        return False
    if token.low in AUXILIARIES | MODALS | OTHER_VERBS:
        return token.low != "'s"
    if token.low in ANAPHORS:
        return not (token.low in ("it", "them", "itself") and word_at(tokens, place - 1) in PREPOSITIONS)
    if token.text == "May":
        return False
    if token.low in VERBS:
        return not noun_use(tokens, place)
    return (
        token.low.endswith("ed")
        and len(token.low) > 4
        and not token.capitalised
        and token.low not in ADJECTIVES_ED
    )


def noun_use(tokens: list[Token], place: int) -> bool:
    """True where a word such as "control" or "lost" stands as a noun or before a noun, not as a verb."""
    token = tokens[place]
    if token.low.endswith("ing"):
        return False
    left = place - 1
    while left >= 0 and adverb(tokens[left]):
        left -= 1
    before = word_at(tokens, left)
    if token.low in (
        "control",
        "rule",
        "hold",
        "command",
        "fall",
        "run",
        "influence",
        "siege",
        "pressure",
        "dispute",
    ):
        return before not in ("to", "they", "we", "who") and before not in MODALS
    return token.low in PARTICIPLES and before in (
        "the",
        "their",
        "its",
        "a",
        "an",
        "these",
        "those",
        "newly",
    )


def passive(tokens: list[Token], verb: int) -> bool:
    """True if a form of "to be" stands in the verb group of a participle ("were taken", "have been lost")."""
    if tokens[verb].low not in PARTICIPLES:
        return False
    first = group_start(tokens, verb)
    forms = [t.low for t in tokens[first:verb] if t.low in BE | HAVE or t.low == "to"]
    return bool(forms) and forms[-1] in BE


def quiet(tokens: list[Token], first: int, end: int) -> bool:
    """True if no verb and no strong mark stands among tokens ``first`` to ``end`` (exclusive)."""
    return not any(verbal(tokens, place) for place in range(first, end))
