"""``Bond``: what ties a phrase to a faction, or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.clauses import Clause
from sim.reading.grammar import SAID, THREATENED, no_longer, standing
from sim.reading.words import CONTESTS, CONTROLS, LOST

UNTRUE = {"planned": "planned or only possible, not said to have happened", "negated": "denied"}


@dataclass(frozen=True)
class Bond:
    """Relation and faction of a phrase ('' where no faction is named); ``reason`` is set where it is no count.

    remains  True for "driven from all but two": the number is what the faction still holds
    open     True where a pronoun or nothing stands for the faction, which the sentence before may name
    after    True where the bond was made by what follows the phrase
    """

    relation: str
    faction: str = ""
    reason: str = ""
    remains: bool = False
    open: bool = False
    after: bool = False


def refused(reason: str) -> Bond:
    """The bond of a phrase that is no count."""
    return Bond("", reason=reason)


def as_said(clause: Clause, verb: int, relation: str, faction: str) -> Bond:
    """The bond a verb makes: none if its act is planned or denied, contested if it is threatened."""
    said = standing(clause, verb)
    if relation == CONTROLS and no_longer(clause.tokens, verb):
        return Bond(LOST, faction, open=not faction)
    if said == THREATENED:
        return Bond(CONTESTS, faction, open=not faction)
    return Bond(relation, faction, open=not faction) if said == SAID else refused(UNTRUE[said])
