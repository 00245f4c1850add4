"""Counts that are the object of a verb ("took five towns"), as rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.reading.lexical.control_verbs import (
    ATTACKS,
    CONTESTS,
    CONTROLS,
    DATIVES,
    GAINED,
    LOST,
    RECAPTURED,
    STRIKES,
    TAKES,
)
from sim.reading.lexical.function_words import KM2, listed
from sim.reading.patterns.nominalised import nobody
from sim.reading.patterns.rows import NOBODY, Facts, Row, Table
from sim.reading.patterns.states import state_at
from sim.reading.patterns.subjects import VERBAL, Verbal
from sim.reading.patterns.verbs_of_subject import verb_relation
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.chunks import COUNT, NAME, VERB, ChunkedClause
from sim.reading.syntax.moods import ASSERTED, NEGATED
from sim.reading.syntax.number_phrases import NumberPhrase
from sim.reading.syntax.parties import named_after, subject_place

REVERSES = listed(
    "retreat withdrawal defeat rout mutiny collapse setback pullout pullback week month blunder war"
)
PARTISAN = listed(
    "presidential president party candidate senator incumbent premier democrats republicans liberals conservatives"
)
COMPETING = listed("each both rival competing")
BRINGS_BACK = listed("take win seize grab snatch wrest")


@dataclass(frozen=True)
class Act(Verbal):
    """A verb with the count at ``place`` as its object."""

    place: int

    @cached_property
    def sense(self) -> str:
        """The relation of the verb in this clause; '' for one that only other words make a verb of control."""
        chunk, before = self.chunk, self.line.at(self.verb - 1)
        tokens, end = self.line.clause.tokens, self.line.at(self.place).last + 1
        if chunk.word not in TAKES or chunk.passive:
            return DATIVES.get(chunk.word, "")
        relation = verb_relation(self.line, self.verb)
        has_back = "back" in [t.low for t in tokens[end : end + 2]] and chunk.word in BRINGS_BACK
        if relation == GAINED and has_back:
            return RECAPTURED
        if relation == CONTESTS and before.word == "or" and self.line.at(self.verb - 2).kind == VERB:
            return TAKES.get(self.line.at(self.verb - 2).word, relation)  # "control or influence N"
        return relation

    @cached_property
    def state(self) -> Attachment | None:
        """The state behind the count ("under siege", "in government hands")."""
        return state_at(self.line, self.place + 1)

    @property
    def after(self) -> str:
        """The word behind the count."""
        return self.line.at(self.place + 1).word

    @property
    def phrase(self) -> NumberPhrase | None:
        """The count."""
        return self.line.at(self.place).phrase

    @property
    def gapped(self) -> bool:
        """True if a party and its own number follow: "the east has 13 districts, the west nine"."""
        line = self.line
        return any(
            line.at(at).kind == NAME and line.at(at + 1).kind == COUNT and not line.at(at + 1).word
            for at in range(self.place + 1, self.place + 6)
        )

    @property
    def left_behind(self) -> bool:
        """True for "left 18 villages to the militia" and for soldiers who left, not for "left six villages without power"."""
        has_direction = self.line.at(self.place + 1).kind != NAME and self.after not in ("with", "without")
        return self.after in ("to", "in") or (has_direction and self.party)


def contested_claim(line: ChunkedClause, verb: int, place: int) -> bool:
    """True for "each claimed the same four villages", "both sides claim nine towns": a claim against another's."""
    tokens = line.clause.tokens
    first = line.at(max(0, subject_place(line, verb))).first
    before = {t.low for t in tokens[max(0, first - 1) : line.at(verb).last]}
    lows_before = {t.low for t in tokens[line.at(verb).last : line.at(place).last]}
    return "same" in lows_before or bool(before & COMPETING)


FACTS: Facts[Act] = {
    **VERBAL,
    "receiver": lambda c: named_after(c.line, c.place + 2),
    "besieged": lambda c: c.state is not None and c.state.relation == CONTESTS,
    "nobody": lambda c: nobody(c.line, c.verb),
    "retreating": lambda c: set(c.line.at(subject_place(c.line, c.verb)).words) & (REVERSES | ATTACKS),
    "contested_claim": lambda c: contested_claim(c.line, c.verb, c.place),
    "share": lambda c: c.phrase is not None and c.phrase.numeral.share,
    "bare_share": lambda c: c.phrase is not None and c.phrase.numeral.share and c.phrase.elided,
    "land": lambda c: c.line.at(c.place).word in ("km2", *KM2),
    "election": lambda c: PARTISAN & {token.low for token in c.line.clause.tokens},
    "asked": lambda c: c.line.at(c.verb - 1).word == "who" and c.line.at(c.verb - 2).kind == VERB,
    "to_show": lambda c: [c.line.at(c.place + at).word for at in (1, 2)] == ["show", "for"],
}  # fmt: skip
OBJECTS = Table(
    Act,
    FACTS,
    Row(STRIKES, "not_passive unrest", CONTESTS),
    Row(TAKES, "not_passive bare_share civil_subject", reason="a share of something else"),  # "the dinar lost 5 percent"
    Row(("enter",), "not_passive not_party", reason="entered by no party"),
    Row(TAKES, "not_passive sense=controls besieged", CONTESTS, "subject"),  # "keeps three towns under siege"
    Row(TAKES, "not_passive asked", reason="asked, not said"),
    Row(("win",), "not_passive election", reason="won at the polls"),
    Row(("yield",), "not_passive not_party", GAINED),
    Row(TAKES, "not_passive sense=controls nobody", CONTESTS, NOBODY, ASSERTED),
    Row(("claim",), "not_passive contested_claim", CONTESTS, "subject"),
    Row(TAKES, f"not_passive sense=controls mood={NEGATED} share", LOST, "subject", marks="lasting"),
    Row(TAKES, "not_passive sense=contests|controls|lost civil_subject", reason="threatened or held by no party"),
    Row(TAKES, "not_passive", "sense", "subject"),
    Row(("have",), "to_show", GAINED, "subject", ASSERTED),
    Row(("have",), "besieged", CONTESTS, "subject"),
    Row(("have",), "party", CONTROLS, "subject"),
    Row(("have",), "gapped", CONTROLS, "subject"),
    Row(("leave",), "left_behind", LOST, "subject"),
    Row(DATIVES, "after=to not_party", "sense", "receiver"),
    Row(("cost",), "not_passive retreating", LOST),
    Row(("advance", "move"), "land", GAINED, "subject"),
)  # fmt: skip


def by_verb(line: ChunkedClause, verb: int, place: int) -> Attachment | None:
    """The bond of the object of the verb at ``verb``; None where no row holds."""
    return OBJECTS.read(Act(line, verb, place))
