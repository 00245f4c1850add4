"""``bond``: what ties a phrase to a faction.

The order of the questions is the order of the grammar: what governs the phrase from the left (a verb, a preposition
and its verb, a comparison, an "and"), then what is said about it on the right.
"""

from __future__ import annotations

from dataclasses import replace

from sim.reading.bonds import Bond, refused
from sim.reading.clauses import Clause
from sim.reading.dates import word_at
from sim.reading.factions import named_after, subject
from sim.reading.governors import advanced, by_dative, by_preposition, by_verb, governor
from sim.reading.links import change_verb, compares, gapped, level, listed_with, part_of
from sim.reading.phrases import Phrase
from sim.reading.states import said_of
from sim.reading.words import CONJUNCTIONS, PREPOSITIONS

Earlier = list[tuple[Phrase, Bond | None]]
INHERITS = Bond("inherits")  # relation, faction and unit of the last count taken


def bond(clause: Clause, phrase: Phrase, earlier: Earlier, starts: frozenset[int]) -> Bond | None:
    """What ties a phrase to a faction; see ``found_bond``. What was found on its right is marked ``after``."""
    found = found_bond(clause, phrase, earlier, starts)
    if found is None or found is INHERITS or found.reason:
        return found
    right = said_of(clause, phrase, starts)
    return replace(found, after=right is not None and right.relation == found.relation)


def found_bond(clause: Clause, phrase: Phrase, earlier: Earlier, starts: frozenset[int]) -> Bond | None:
    """The bond of a phrase; ``INHERITS`` for a comparison; None if nothing in its clause ties it to a faction.

    earlier  phrases of the clause already read, with their bonds;  starts  where phrases of the clause start
    """
    if phrase.opening:
        return refused("a total only")
    place = governor(clause.tokens, phrase)
    word = word_at(clause.tokens, place)
    if part_of(clause.tokens, place):
        return refused("part of a count already taken")
    if compares(clause.tokens, place):
        return INHERITS
    if place < 0 or word == "with" and place == 0:
        return said_of(clause, phrase, starts)
    governed = by_verb(clause, place) or by_advance(clause, phrase, place)
    if governed is not None:
        return governed
    if change_verb(clause.tokens, place) >= 0 and (level_of := level(clause, place)) is not None:
        return level_of
    if word in CONJUNCTIONS or word == ",":
        return joined(clause, phrase, earlier, starts, place)
    if word in PREPOSITIONS:
        return by_preposition(clause, place)
    return (
        by_dative(clause, place) or said_of(clause, phrase, starts) or gapped(clause, phrase, place, earlier)
    )


def by_advance(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of an advance counted in land."""
    if phrase.unit != "km2" or not advanced(clause.tokens, place):
        return None
    return Bond(advanced(clause.tokens, place), subject(clause, place))


def joined(
    clause: Clause, phrase: Phrase, earlier: Earlier, starts: frozenset[int], place: int
) -> Bond | None:
    """The bond of a phrase after "and" or a comma: its own verb if it has one, else that of the list it stands in."""
    own = said_of(clause, phrase, starts, finite=True)
    if own is not None:
        return own
    listed = listed_with(clause, phrase, place, earlier)
    if listed is None or listed.after:  # "ten were captured and two more surrounded"
        found = said_of(clause, phrase, starts)
        if found is not None or listed is None:
            return found
    return with_agent(clause, phrase, listed)


def with_agent(clause: Clause, phrase: Phrase, listed: Bond) -> Bond:
    """The bond with an agent of its own where one follows ("75 held by the front and 120 by the government")."""
    after = phrase.last + 1
    dated = any(first <= after < end for first, end in clause.dates)
    if word_at(clause.tokens, after) != "by" or listed.reason or dated:
        return listed
    return replace(listed, faction=named_after(clause, phrase.last + 2))
