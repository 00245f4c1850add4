"""A phrase that takes its relation from a neighbour: "and four towns", "up from 12", "rose from 3 to 5"."""

from __future__ import annotations

from sim.reading.bonds import Bond, as_said, refused
from sim.reading.clauses import Clause
from sim.reading.dates import word_at
from sim.reading.factions import name, named_after, subject, trimmed
from sim.reading.governors import by_verb
from sim.reading.grammar import quiet, verbal
from sim.reading.holders import holder
from sim.reading.phrases import Phrase
from sim.reading.tokens import Token
from sim.reading.units import plural, unit_at
from sim.reading.words import (
    ANAPHORS,
    BE,
    CHANGE_VERBS,
    COMPARED,
    CONTROL_NOUNS,
    CONTROLS,
    NOUNS,
    PARTICIPLES,
    TRACKS,
    UNDER_STATES,
    VERBS,
)

PART_OF = frozenset(["including", "among", "namely"])
CHANGE_REACH = 14  # tokens between a verb of change and the level it leads to
LIST_REACH = 14  # tokens of names between a verb and "and three others"
TRACK_REACH = 5
STANDING_NOUNS = frozenset(
    ["presence", "influence", "holdings", "sway", "gains", "losses", "conquests", "captures"]
)
GAP = 5  # words of the faction between a comma and its number ("the junta 12")
RELATIVE_REACH = 5  # tokens between the pronoun of a relative clause and its verb


def listed_with(
    clause: Clause, phrase: Phrase, place: int, earlier: list[tuple[Phrase, Bond | None]]
) -> Bond | None:
    """The bond of a phrase joined by "and" or a comma at ``place``: that of the phrase or the verb before it."""
    tokens = clause.tokens
    if earlier:
        before, bond = earlier[-1]
        same_verb = bond is not None and bond.after and phrase.elided  # "ten were taken in A and five in B"
        if bond is not None and (same_verb or quiet_list(clause, before.last + 1, place)):
            return bond
    for verb in range(place - 1, max(-1, place - 1 - LIST_REACH), -1):
        if tokens[verb].low in VERBS and not any(p.first <= verb <= p.last for p, _ in earlier):
            return by_verb(clause, verb)
        if verbal(tokens, verb):
            return None
    return None


def quiet_list(clause: Clause, first: int, end: int) -> bool:
    """True if no verb stands between two members of a list (dates aside)."""
    passed = {i for start, stop in clause.dates for i in range(start, stop)}
    for place in range(first, end):
        if clause.tokens[place].low in ("it", "they"):  # "the land it once held"
            passed |= set(range(place, relative_end(clause.tokens, place, end)))
    return all(i in passed or quiet(clause.tokens, i, i + 1) for i in range(first, end))


def relative_end(tokens: list[Token], pronoun: int, end: int) -> int:
    """End of a relative clause without its "that": the place after the first verb of control, or its start if none."""
    for place in range(pronoun + 1, min(end, pronoun + RELATIVE_REACH)):
        if tokens[place].low in VERBS:
            return place + 1
    return pronoun


def gapped(
    clause: Clause, phrase: Phrase, place: int, earlier: list[tuple[Phrase, Bond | None]]
) -> Bond | None:
    """The bond of "... and the junta 12": the verb of the phrase before it, with a faction of its own."""
    tokens = clause.tokens
    if not earlier or earlier[-1][1] is None or not (phrase.elided or earlier[-1][0].unit == phrase.unit):
        return None
    before, bond = earlier[-1]
    start = next((i for i in range(place, before.last, -1) if tokens[i].low in (",", "and", "but")), -1)
    if bond is None or bond.reason or start < 0 or not quiet(tokens, before.last + 1, place + 1):
        return None
    who = name(tokens, *trimmed(tokens, start + 1, place + 1))
    return Bond(bond.relation, who) if who and place - start <= GAP else None


def part_of(tokens: list[Token], place: int) -> bool:
    """True if the governor at ``place`` makes the phrase a part of one already counted ("including four cities")."""
    return word_at(tokens, place) in PART_OF or (
        word_at(tokens, place) == "them" and word_at(tokens, place - 1) == "among"
    )


def compares(tokens: list[Token], place: int) -> bool:
    """True if the governor at ``place`` sets the phrase against one already read ("up from", "compared to")."""
    word, before = word_at(tokens, place), word_at(tokens, place - 1)
    if word in ("from", "to", "with", "on"):
        return before in COMPARED
    return word in ("versus", "vs", "against") or (word == "than" and before in ("rather", "more", "less"))


def change_verb(tokens: list[Token], place: int) -> int:
    """Place of the verb of change that leads to the preposition or verb at ``place``; -1 if there is none."""
    if word_at(tokens, place) in (
        "reached",
        "reaches",
        "reach",
        "is",
        "was",
        "are",
        "were",
        "totals",
        "totalled",
        "include",
        "includes",
        "included",
        "comprise",
    ):
        return place
    if word_at(tokens, place) not in ("from", "to", "at", "by"):
        return -1
    for verb in range(place - 1, max(-1, place - 1 - CHANGE_REACH), -1):
        if tokens[verb].low in CHANGE_VERBS - BE:
            return verb
        if tokens[verb].text == "," and verb < place - 8:
            break
    return -1


def level(clause: Clause, place: int) -> Bond | None:
    """The bond of a level that changes ("presence rose from 3 to 5"); None if no relation stands before the verb."""
    tokens = clause.tokens
    verb = change_verb(tokens, place)
    if verb < 0:
        return None
    ranges = ((0, verb), (verb + 1, place), (place, len(tokens)))
    bond = next((found for ends in ranges if (found := standing_relation(clause, *ends))), None)
    if bond is not None and word_at(tokens, place) == "by":
        return refused("a change, not a level")
    return bond


def standing_relation(clause: Clause, first: int, end: int) -> Bond | None:
    """The relation named among tokens ``first`` to ``end``: "districts under X control", "X's presence"."""
    tokens = clause.tokens
    for place in range(first, end):
        word = tokens[place].low
        if word == "under":
            found = holder(clause, place)
            if found is not None:
                return Bond(UNDER_STATES[found[0]], found[1])
        if word in PARTICIPLES and word_at(tokens, place - 1) not in ("have", "has", "had"):
            by = word_at(tokens, place + 1) == "by"
            if word_at(tokens, place - 1) == "-":  # "rebel-held districts"
                return Bond(VERBS.get(word, CONTROLS), name(tokens, max(first, place - 2), place - 1))
            return Bond(VERBS.get(word, CONTROLS), named_after(clause, place + 2) if by else "")
        if word in STANDING_NOUNS and place > 0:
            return Bond(
                NOUNS.get(word, "contests"),
                subject(clause, place) or name(tokens, max(first, place - 2), place),
            )
        if (
            word in CONTROL_NOUNS
            and place > first
            and (end > place + 1 or word_at(tokens, place + 1) in ("of", "over"))
        ):
            return as_said(clause, place, CONTROLS, subject(clause, place))
        if (
            word in VERBS
            and place > first
            and (holds_now(tokens, place) or word_at(tokens, place - 1) in ANAPHORS)
        ):
            return Bond(VERBS[word], name(tokens, max(first, place - 2), place), open=True)
    return None


def holds_now(tokens: list[Token], place: int) -> bool:
    """True for "districts the group controls" in front of a verb of change."""
    return word_at(tokens, place + 1) in CHANGE_VERBS and word_at(tokens, place) in (
        "controls",
        "holds",
        "control",
        "hold",
        "held",
    )


def tracked_unit(clause: Clause) -> str:
    """Unit of "the number of districts" in a clause; '' if nothing is tracked there."""
    tokens = clause.tokens
    for place in range(len(tokens) - 1):
        if tokens[place].low not in TRACKS or word_at(tokens, place + 1) != "of":
            continue
        for at in range(place + 2, min(len(tokens), place + 2 + TRACK_REACH)):
            unit, length = unit_at(tokens, at)
            if unit and plural(tokens[at + length - 1]):
                return unit
    return ""
