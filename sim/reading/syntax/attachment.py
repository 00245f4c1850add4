"""``Attachment``: what ties a phrase to a faction, or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.reading.lexical.control_verbs import CONTESTS, CONTROLS, LOST
from sim.reading.syntax.moods import NEGATED, NO_LONGER, PLANNED, THREATENED

UNTRUE = {
    PLANNED: "planned or only possible, not said to have happened",
    NEGATED: "denied",
    NO_LONGER: "no longer so",
}


@dataclass(frozen=True)
class Attachment:
    """Relation and faction of a phrase ('' where no faction is named); ``reason`` is set where it is no count.

    remains   True for "driven from all but two": the number is what the faction still holds
    open      True where a pronoun or nothing stands for the faction, which the sentence before may name
    after     True where the bond was made by what follows the phrase
    lasting   True where "lost" is a state and no change: the places are outside the faction's hold
    whole     True where a relative clause says it of the total ("one of the 19 towns the rebels hold")
    inherits  True where the relation is that of the last count taken ("up from 12", "the junta nine")
    """

    relation: str
    faction: str = ""
    reason: str = ""
    remains: bool = False
    open: bool = False
    after: bool = False
    inherits: bool = False
    whole: bool = False
    lasting: bool = False


def refused(reason: str) -> Attachment:
    """The bond of a phrase that is no count."""
    return Attachment("", reason=reason)


def in_mood(mood: str, relation: str, faction: str) -> Attachment:
    """The bond of an act in its mood: none if it is planned or denied, contested if threatened, lost if held no longer."""
    if mood == NO_LONGER and relation in (CONTROLS, CONTESTS):
        return Attachment(LOST, faction, open=not faction, lasting=True)
    if mood == THREATENED:
        return Attachment(CONTESTS, faction, open=not faction)
    return refused(UNTRUE[mood]) if mood in UNTRUE else Attachment(relation, faction, open=not faction)


def inherited(faction: str = "") -> Attachment:
    """The bond of a phrase that takes its relation from the last count taken."""
    return Attachment("inherits", faction, inherits=True, open=not faction)


def seen_after(bond: Attachment | None) -> Attachment | None:
    """The bond, marked as made by what follows its phrase."""
    return replace(bond, after=True) if bond is not None and not bond.reason else bond
