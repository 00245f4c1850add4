"""Verbs that reach their places through a preposition, as rows: "withdrew from N", "drove X out of N", "fought in N"."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    DATIVES,
    DEFEATS,
    DONE,
    ENDS,
    EXPELS,
    FLAGS,
    FLIES,
    GAINED,
    HOARDS,
    HOLDS,
    LIGHT,
    LOST,
    LOWERS,
    NOUNS,
    OVER,
    PARTIES,
    REACHES,
    RECAPTURED,
    RUNNING,
    STRIKES,
    TAKES,
)
from sim.reading.lexical.function_words import ANAPHORS, listed
from sim.reading.patterns.nominalised import possessor
from sim.reading.patterns.rows import ANY, Facts, Row, Table
from sim.reading.patterns.subjects import VERBAL, Verbal
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.chunks import LINK, NAME, Chunk, ChunkedClause
from sim.reading.syntax.parties import civil, named, subject_place, written

REFLEXIVE = frozenset(["themselves", "itself", "himself"])
NEED_PARTY = listed("return spread expand fan_out branch_out filter trickle seep count rely fall_back")
PRONOUNS = ANAPHORS | {"them", "us", "him"}
CLEARS = frozenset(["clear", "purge", "flush", "rid", "free"])
DEPRIVES = frozenset(word for word, relation in DATIVES.items() if relation == LOST)
FIGHTS_OVER = frozenset(word for word, relation in TAKES.items() if " " in word and relation == CONTESTS)
SEEN = listed("report record detect observe document spot register")
ABROAD = "|".join(OVER)


@dataclass(frozen=True)
class Reach(Verbal):
    """A verb that leads to its places through the preposition at ``at``."""

    at: int

    @property
    def link(self) -> str:
        """The preposition."""
        return self.line.at(self.at).word

    @property
    def names(self) -> list[Chunk]:
        """The noun groups between verb and preposition."""
        between = [self.line.at(i) for i in range(self.verb + 1, self.at)]
        return [c for c in between if c.kind == NAME and c.word not in REFLEXIVE]

    @property
    def objects(self) -> list[Chunk]:
        """Those of them that no other preposition leads to."""
        names = self.names
        between = range(self.verb + 1, self.at)
        return [
            self.line.at(i) for i in between if self.line.at(i) in names and self.line.at(i - 1).kind != LINK
        ]

    @property
    def expelled(self) -> str:
        """Who is driven out: the object, or the subject of a passive."""
        if self.passive or (not self.names and self.chunk.bare):
            return self.subject
        return named(self.line, self.names[0]) if self.names else ""

    @property
    def known(self) -> str:
        """What verb and preposition together say of the places."""
        return REACHES.get((self.word, self.link), "")

    @property
    def flag(self) -> Chunk:
        """What is lowered: the last noun group between the two, else the subject."""
        return self.names[-1] if self.names else self.line.at(subject_place(self.line, self.verb))

    @property
    def owner(self) -> str:
        """Whose the subject is ("the state's writ")."""
        return possessor(self.line, subject_place(self.line, self.verb))


FACTS: Facts[Reach] = {
    **VERBAL,
    "object": lambda c: named(c.line, c.objects[0]),
    "civil_object": lambda c: civil(*c.objects),
    "named": lambda c: named(c.line, c.names[0]),
    "civil_names": lambda c: civil(*c.names),
    "party_named": lambda c: any(set(chunk.words) & PARTIES for chunk in c.names),
    "pronoun": lambda c: len(c.names) == 1 and c.names[0].word in PRONOUNS,  # "drove them from N"
    "down": lambda c: c.line.at(c.at - 1).word == "down",
    "moving": lambda c: bool(c.known) and not (c.word in NEED_PARTY and not c.party) and not c.civil_subject,
    "back": lambda c: c.line.clause.tokens[c.line.at(c.at).first - 1].low == "back",
    "flag_lowered": lambda c: c.flag.word in FLAGS,
    "flag_owner": lambda c: written(c.line.clause.tokens, c.flag.first, c.flag.last),
    "flag_flies": lambda c: c.head in FLAGS,
    "rule": lambda c: c.head in HOLDS or c.head in HOARDS,
    "hold": lambda c: c.head in HOLDS and (c.head != "power" or c.owner),  # power cut off is no power over places
    "hoard": lambda c: HOARDS.get(c.head, ""),  # "its influence extends to N"
    "light": lambda c: LIGHT[c.word],
    "noun": lambda c: NOUNS.get(c.head, ("",))[0],
    "raging": lambda c: c.link in NOUNS.get(c.head, ("", ()))[1],
}  # fmt: skip
REACHED = Table(
    Reach,
    FACTS,
    # deprived or beaten
    Row(DEPRIVES, "passive link=of", LOST, "subject"),
    Row(DEPRIVES, "objects not_civil_object link=of", LOST, "object"),  # "stripped the army of N"
    Row(DEFEATS, "party_named link=in|across|at", GAINED, "subject"),
    Row(DEFEATS, "passive link=in|across|at", LOST, "subject"),
    Row(STRIKES, "unrest link=to|in|across|into", CONTESTS),
    # driven out, or into
    Row(EXPELS, "not_expelled pronoun not_passive link=from|out_of|back", LOST, marks="closed"),  # not the verb's subject
    Row(EXPELS, "civil_names link=from|out_of|back"),
    Row(EXPELS, "passive civil_subject link=from|out_of|back"),
    Row(EXPELS, "not_passive not_expelled link=from|out_of|back"),  # "drove everybody from N"
    Row(EXPELS, "link=from|out_of|back", LOST, "expelled", marks="remains"),
    Row(EXPELS, "objects not_civil_names link=into|onto|to", CONTROLS, "object"),  # "forced X back into N"
    Row(CLEARS, "passive not_names party not_civil_subject link=from|out_of", LOST, "subject"),
    Row(CLEARS, "names civil_names link=from|out_of|of"),
    Row(CLEARS, "names link=from|out_of|of", RECAPTURED, "subject"),
    Row(ANY, "civil_names"),
    # found there
    Row(("be",), "down party link=to", CONTROLS, "subject"),
    Row(SEEN, "passive party link=in|across", CONTESTS, "subject"),
    # moved or fought
    Row(FIGHTS_OVER, "party link=in|across", CONTESTS, "subject"),  # "compete for land in N"
    Row(ANY, "moving known=gained not_objects back", RECAPTURED, "subject"),
    Row(ANY, "moving known=gained|controls not_objects", "known", "subject"),
    Row(ANY, "moving known=lost", LOST, "subject", marks="remains"),
    Row(ANY, "moving known=contests|recaptured", "known", "subject"),
    # flags, and what is credited
    Row(LOWERS, f"flag_lowered link={ABROAD}", LOST, "flag_owner"),
    Row(FLIES, f"flag_flies link={ABROAD}", CONTROLS, "owner"),
    Row(("leave", "credit"), "names link=with", CONTROLS, "named"),
    Row(("leave", "credit"), "passive link=with", CONTROLS, "subject"),
    Row(ANY, "objects"),
    # a writ that runs there, a fight that rages there
    Row(ENDS, "rule link=in|across|from|over", LOST, "owner"),
    Row(LIGHT, "hold passive link=in|across|on|over|to", "light", "owner"),
    Row(DONE, "noun=gained|lost|recaptured link=in|across|of", "noun", "owner"),
    Row(RUNNING, "hoard link=in|to|over|across|into|through", "hoard", "owner"),
    Row(ANY, "raging noun=contests", CONTESTS),
)  # fmt: skip


def reached(line: ChunkedClause, verb: int, link: int) -> Attachment | None:
    """The bond of a verb that reaches its places through the preposition at ``link``; None where no row holds."""
    return REACHED.read(Reach(line, verb, link))
