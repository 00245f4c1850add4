"""``mood_of``: whether a verb group says its act happened, plans it, denies it or threatens it."""

from __future__ import annotations

from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    CAUSING,
    MODALS,
    NEGATIVE,
    NOT,
    REALISED,
    RISKY,
    THREATEN,
    UNREAL,
)
from sim.reading.lexical.tokens import Token
from sim.reading.lexical.verbs import adverb
from sim.reading.syntax.clauses import DENYING, Clause

ASSERTED, PLANNED, NEGATED, THREATENED, NO_LONGER = "said", "planned", "negated", "threatened", "no longer"
GERUND_LINKS = frozenset(("of", "at", "for", "on", "from", "about", "in", "to", "without"))
CAUSE_REACH = 7  # tokens between "forced" and "to abandon"


def mood_of(clause: Clause, first: int, main: int, end: int) -> str:
    """The mood of the verb at ``main`` whose group starts at ``first`` and ends before ``end``."""
    tokens = clause.tokens
    if clause.conditional:
        return PLANNED
    if clause.denied:
        return NEGATED
    words = [t.low for t in (*tokens[first:main], *tokens[main + 1 : end])]
    if any(pair in (("no", "longer"), ("not", "longer")) for pair in zip(words, words[1:], strict=False)):
        return NO_LONGER
    if word_at(tokens, first - 1) == "longer" and word_at(tokens, first - 2) == "no":
        return NO_LONGER
    if any(
        word in NEGATIVE or word in NOT or word in ("n't", "'t")
        for word in (*words, word_at(tokens, first - 1))
    ):
        return NEGATED
    if any(word in MODALS and tokens[first + i].text != "May" for i, word in enumerate(words)):
        return PLANNED
    has_to = any(t.low == "to" for t in tokens[first:main])
    return infinitive(tokens, first, main) if has_to else gerund(tokens, first, main)


def infinitive(tokens: list[Token], first: int, main: int) -> str:
    """The mood of "to VERB" by what stands before "to"."""
    to_place = max(place for place in range(first, main) if tokens[place].low == "to")
    if tokens[main].low.endswith("ing") and to_place == main - 1 or word_at(tokens, to_place + 1) == "having":
        return ASSERTED
    before = to_place - 1
    while before >= 0 and adverb(tokens[before]):
        before -= 1
    word = word_at(tokens, before)
    if word in THREATEN:
        return THREATENED
    if (
        word in ("claim", "claims")
        and {t.low for t in tokens[max(0, before - CAUSE_REACH) : before]} & DENYING
    ):
        return NEGATED
    if word_at(tokens, to_place - 1) == "only":  # "only to lose five of them"
        return ASSERTED
    if word == "had" or word in REALISED or (to_place == first and caused(tokens, before)):
        return ASSERTED
    return PLANNED


def caused(tokens: list[Token], place: int) -> bool:
    """True for "forced the army to abandon": a verb of causing stands shortly before the infinitive."""
    return any(tokens[at].low in CAUSING for at in range(max(0, place - CAUSE_REACH), place))


def gerund(tokens: list[Token], first: int, main: int) -> str:
    """The mood of a verb without "to": an -ing form after a word of trying, risking or hoping is not said."""
    words = [t.low for t in tokens[first:main]]
    if any(word in UNREAL and word != "likely" for word in words):
        return PLANNED  # "have likely seized" says it happened
    if not tokens[main].low.endswith("ing") or first != main:
        return ASSERTED
    before = [word_at(tokens, first - 1), word_at(tokens, first - 2), word_at(tokens, first - 3)]
    if before[0] in UNREAL or (before[0] in GERUND_LINKS and (set(before[1:]) & (UNREAL | RISKY))):
        return NEGATED if before[0] in NEGATIVE else PLANNED
    return ASSERTED
