"""Fixed phrases of a verb and its noun, as rows: "take orders from X", "have new masters", "call the shots in N"."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    GAINED,
    HOARDS,
    LOST,
    NOUNS,
    PARTIES,
    RECAPTURED,
    STATES,
)
from sim.reading.lexical.function_words import listed
from sim.reading.patterns.rows import Facts, Row, Table
from sim.reading.patterns.subjects import VERBAL, Verbal
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.chunks import NAME, VERB, Chunk, ChunkedClause
from sim.reading.syntax.moods import NEGATED, NO_LONGER
from sim.reading.syntax.parties import civil, named_after

INSIDE = "in|across|throughout|over|inside|within|on|into|at|of|to|for"
MASTERS = "masters|master|rulers|ruler|owners|owner|overlords|overlord|bosses|occupiers|occupier|authorities|administration"
WAY_VERBS = listed(
    "fight force battle punch blast shoot make work edge claw inch push smash bludgeon bulldoze storm hack batter elbow muscle find cut"
)


@dataclass(frozen=True)
class Phrase(Verbal):
    """A verb, its noun right behind it, and what the noun leads to.

    phrase_mood  the mood of the phrase
    """

    phrase_mood: str

    @property
    def mood(self) -> str:
        """The mood of the phrase."""
        return self.phrase_mood

    @property
    def noun_group(self) -> Chunk:
        """The noun group."""
        return self.line.at(self.verb + 1)

    @property
    def noun(self) -> str:
        """The noun."""
        return self.noun_group.word

    @property
    def link(self) -> str:
        """The preposition behind the noun."""
        return self.line.at(self.verb + 2).word

    @property
    def gain(self) -> str | Attachment | None:
        """A gain; what is no longer so is lost, and what is denied says nothing."""
        return None if self.mood in (NEGATED, NO_LONGER) else GAINED


FACTS: Facts[Phrase] = {
    **VERBAL,
    "party_after": lambda c: named_after(c.line, c.verb + 3),
    "new": lambda c: "new" in c.noun_group.words,
    "contested": lambda c: NOUNS.get(c.noun, ("",))[0] == CONTESTS and not civil(c.noun_group),
    "own_way": lambda c: c.noun in ("way", "back") and "way" in c.noun_group.words,
    "back": lambda c: (
        "back" in (*c.noun_group.words, c.line.clause.tokens[c.line.at(c.verb + 2).first - 1].low)
    ),
}
PLACES_FIRST = Table(  # N + verb + noun + link + party
    Phrase,
    FACTS,
    Row(listed("take obey follow receive"),
        "noun=orders|instructions|directions|commands|lead link=from|of", CONTROLS, "party_after"),
    Row(listed("have get find acquire gain"), f"new noun={MASTERS}", GAINED),
    Row(listed("harbour harbor shelter house host contain hide"), "contested", CONTESTS),
)  # fmt: skip
PARTY_FIRST = Table(  # party + verb + noun + link + N
    Phrase,
    FACTS,
    Row(listed("run dispense administer operate man install appoint name set_up"),
        f"noun=courts|justice|checkpoints|roadblocks|affairs|governors|mayors|police|administrations|administration|order|sharia link={INSIDE}", CONTROLS, "subject"),
    Row(listed("desert abandon quit flee leave vacate evacuate"),
        "noun=posts|post|positions|barracks|outposts|garrisons|garrison|bases|stations|checkpoints link=in|at|across", LOST, "subject"),
    Row(listed("restore reimpose reinstate re-establish reestablish"),
        f"noun=order|rule|law|presence|administration link={INSIDE}", RECAPTURED, "subject"),
    Row(listed("give lose"), f"noun=ground link={INSIDE}", LOST, "subject"),
    Row(listed("gain make"), f"noun=ground|gains link={INSIDE}", "gain", "subject"),
    Row(WAY_VERBS, "own_way back link=into|through|across|onto|in|to", RECAPTURED, "subject"),  # "fought its way back into N"
    Row(WAY_VERBS, "own_way link=into|through|across|onto|in|to", GAINED, "subject"),
)  # fmt: skip


def places_first(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of a phrase whose verb at ``at`` has the count for its subject."""
    active = line.at(at + 1).kind == NAME and not line.at(at).passive
    return PLACES_FIRST.read(Phrase(line, at, mood)) if active else None


def party_first(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of a phrase whose noun at ``at`` leads to the count through the preposition behind it."""
    phrase = Phrase(line, at - 1, line.at(at - 1).mood)
    if phrase.chunk.kind != VERB or phrase.passive or phrase.civil_subject:
        return None
    return PARTY_FIRST.read(phrase)


def in_state_of(words: tuple[str, ...]) -> str:
    """Relation of a heading that is only a state with its owner ("Rebel hands", "Army losses"); '' for another."""
    if len(words) < 2 or not set(words[:-1]) & (PARTIES | {"'s", "'"}):
        return ""
    return STATES.get(words[-1], "") or HOARDS.get(words[-1], "")
