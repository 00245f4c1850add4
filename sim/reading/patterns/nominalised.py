"""Nouns that carry a relation to places: "control of N", "the capture of N", "a presence in N", "a flag over N"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.reading.lexical.control_verbs import (
    ASSAULTS,
    CONTESTS,
    CONTROLS,
    DATIVES,
    ENDS,
    FALL_NOUNS,
    FALLS,
    GAINED,
    LIFTS,
    LIGHT,
    LOST,
    MOUNTS,
    NOUNS,
    RAISES,
    RECAPTURED,
    REPELS,
    SHARED,
)
from sim.reading.lexical.function_words import NEGATIVE, RISKY, UNREAL, listed
from sim.reading.patterns.rows import ANY, NOBODY, Facts, Row, Table
from sim.reading.patterns.subjects import VERBAL, Verbal
from sim.reading.patterns.verbs_of_subject import agent, fallen
from sim.reading.syntax.attachment import Attachment, in_mood, refused
from sim.reading.syntax.chunks import COUNT, LINK, NAME, VERB, ChunkedClause
from sim.reading.syntax.moods import ASSERTED, NEGATED
from sim.reading.syntax.parties import named, named_after, subject

GIVES = frozenset(word for word, relation in DATIVES.items() if relation == GAINED)
ABSENT = frozenset(["no", "without", "zero", "little"])
PRESENCES = listed("presence foothold footholds footprint influence resistance cells")


@dataclass(frozen=True)
class Hold(Verbal):
    """A noun of control at ``at``, the preposition that leads from it to the places, and the verb, or its stead, before it."""

    at: int
    preposition: str

    @cached_property
    def fight(self) -> int:
        """Place of the fight "for control of N"; -1 if there is none."""
        is_fight = self.line.at(self.at - 1).word in ("for", "over")
        return fought_over(self.line, self.at - 2) if is_fight else -1


HOLD_FACTS: Facts[Hold] = {
    "noun": lambda c: c.line.at(c.at).word,
    "fought_over": lambda c: c.fight >= 0 and (refusal_before(c.line, c.fight) or in_mood(ASSERTED, CONTESTS, possessor(c.line, c.fight))),
    "opening": lambda c: c.line.at(c.verb - 1).kind == "end",  # "in the north authority over N is disputed"
    "passed": lambda c: control_passed(c.line, c.at),
    "inside": lambda c: c.chunk.kind == LINK and c.word == "in",
    "in_control": lambda c: in_control(c.line, c.verb),
    "verbal": lambda c: c.chunk.kind == VERB,
    "refusal": lambda c: refusal_before(c.line, c.at),
    "possessor": lambda c: possessor(c.line, c.at),
    "planned": lambda c: {t.low for t in c.line.clause.tokens[c.chunk.last : c.line.at(c.at).first]} & (UNREAL | NEGATIVE),
    "given": lambda c: c.at - c.verb > 1 or "it" in c.line.at(c.at).words,  # "giving it control of N"
    "nobody": lambda c: nobody(c.line, c.verb),
    "no": lambda c: c.mood == NEGATED or "no" in c.line.at(c.at).words,
    "light": lambda c: LIGHT.get(c.word, CONTROLS),
}  # fmt: skip
HELD = Table(
    Hold,
    HOLD_FACTS,
    Row(ANY, "noun=grip|hold|stranglehold preposition=in"),
    Row(ANY, "", "fought_over"),
    Row(ANY, "opening", "passed"),
    Row(ANY, "inside", "in_control"),
    Row(ANY, "not_verbal", "passed"),
    Row(ANY, "not_verbal", "refusal"),
    Row(ANY, "not_verbal", CONTROLS, "possessor", ASSERTED),
    Row(GIVES, "given", CONTROLS),
    Row(ANY, "nobody", CONTESTS, NOBODY, ASSERTED),
    Row(ANY, "planned", reason="planned, feared or denied, not said to have happened"),  # "drew up plans for control of N"
    Row(ANY, "light=controls no", LOST, "subject", marks="lasting"),  # "does not have jurisdiction over N"
    Row(ANY, "", "light", "subject"),
)  # fmt: skip


def of_control(line: ChunkedClause, at: int, preposition: str) -> Attachment | None:
    """The bond of "control of N": what the verb before it makes of control, else control."""
    verb = at - 1
    while line.at(verb).kind in (LINK, NAME) and at - verb < 4 and line.at(verb).word != "in":
        verb -= 1
    return HELD.read(Hold(line, verb, at, preposition))


def fought_over(line: ChunkedClause, place: int) -> int:
    """Place of the fight at or before ``place`` that is "for control of" something; -1 if there is none."""
    for at, chunk in line.back(place, 6):
        if chunk.kind == NAME and NOUNS.get(chunk.word, ("",))[0] == CONTESTS:
            return at
        if chunk.kind == COUNT or (
            chunk.kind == NAME and line.at(at - 1).kind == VERB and not line.at(at - 1).passive
        ):
            return -1
    return -1


def nobody(line: ChunkedClause, verb: int) -> bool:
    """True for "neither side", "no one", "nobody" before the verb at ``verb``: the places are nobody's."""
    tokens, end = line.clause.tokens, line.at(verb).first
    words = [t.low for t in tokens[max(0, end - 4) : end]]
    return (
        "neither" in words
        or "nobody" in words
        or ("no" in words and bool({"one", "side", "party", "faction"} & {*words}))
    )


@dataclass(frozen=True)
class Passing(Verbal):
    """What the verb behind "control of N" says of it; the noun of control stands at ``at``."""

    at: int


PASSED = Table(
    Passing,
    {
        **VERBAL,
        "possessor": lambda c: possessor(c.line, c.at),
        "fallen": lambda c: fallen(c.line, c.verb, c.mood),
        "agent": lambda c: agent(c.line, c.verb)[0],
        "to": lambda c: agent(c.line, c.verb)[1] == "to",
        "light": lambda c: LIGHT[c.word],
        "with": lambda c: c.line.at(c.verb + 1).word in ("with", "to"),
        "party": lambda c: named_after(c.line, c.verb + 2),
    },
    Row(("lie", "remain", "stay", "belong"), "with", CONTROLS, "party"),  # "authority over N remains with X"
    Row(SHARED, "passive", CONTESTS),  # "control of N is split between the rivals"
    Row(ENDS, "not_passive", LOST, "possessor"),  # "the junta's hold over N has vanished"
    Row(FALLS, "not_passive", "fallen"),
    Row(LIGHT, "passive to", GAINED, "agent"),
    Row(LIGHT, "passive", "light"),
)


def control_passed(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of "control of N has passed to X", "control of N was lost"; None where nothing is said of it."""
    verb = next((i for i in range(at + 1, at + 7) if line.at(i).kind == VERB), -1)
    if verb < 0 or any(line.at(i).kind not in (LINK, NAME, COUNT) for i in range(at + 1, verb)):
        return None
    return PASSED.read(Passing(line, verb, at))


def in_control(line: ChunkedClause, link: int) -> Attachment:
    """The bond of "is in control of N", "remains in full control of N"."""
    verb = line.at(link - 1)
    if verb.kind == VERB:
        return in_mood(verb.mood, CONTROLS, subject(line, link - 1))
    return in_mood(ASSERTED, CONTROLS, named_after(line, link - 1))


def possessor(line: ChunkedClause, at: int) -> str:
    """The party in front of a noun ("the rebels' capture of")."""
    group = line.at(at)
    return named(line, group, group.last - 1) if group.last > group.first else ""


def refusal_before(line: ChunkedClause, at: int) -> Attachment | None:
    """A refusal where the words before a noun plan, fear or deny it; None if they do not."""
    before = {t.low for t in line.clause.tokens[max(0, line.at(at).last - 6) : line.at(at).last]}
    if line.clause.conditional or line.clause.denied or before & (UNREAL | RISKY | NEGATIVE):
        return refused("planned, feared or denied, not said to have happened")
    return None


def of_flag(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of a flag raised over N (gained) or flying there (controls)."""
    for verb, chunk in line.back(at - 1, 2):
        if chunk.kind == VERB and chunk.word in RAISES:
            return in_mood(chunk.mood, GAINED, subject(line, verb))
    return in_mood(ASSERTED, CONTROLS, possessor(line, at))


def of_assault(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of "repelled attacks on N", "launched an offensive against N": contested."""
    chunk = line.at(at - 1)
    is_fought = chunk.word in REPELS or (chunk.word in MOUNTS and line.at(at).word in ASSAULTS)
    return in_mood(chunk.mood, CONTESTS, subject(line, at - 1)) if chunk.kind == VERB and is_fought else None


@dataclass(frozen=True)
class Deed(Verbal):
    """A noun with a relation of its own at ``at``, its preposition at ``link``, and the verb before it, if any."""

    at: int
    link: int

    @property
    def mood(self) -> str:
        """The verb's mood."""
        return self.chunk.mood or ASSERTED

    @property
    def doer(self) -> str:
        """The party behind "by", before the noun, or before the verb."""
        places = range(self.link, self.link + 7)
        by_place = next(
            (i for i in places if self.line.at(i).word == "by" and self.line.at(i).kind == LINK), -1
        )
        if by_place >= 0:
            return named_after(self.line, by_place + 1)
        return possessor(self.line, self.at) or (self.subject if self.verb >= 0 else "")


DEED_FACTS: Facts[Deed] = {
    "relation": lambda c: NOUNS[c.line.at(c.at).word][0],
    "absent": lambda c: absent(c.line, c.at),
    "lifted": lambda c: next((v.passive and v.word in LIFTS for v in c.line.chunks[c.link : c.link + 6] if v.kind == VERB), False),
    "refusal": lambda c: refusal_before(c.line, c.at),
    "fallen": lambda c: c.line.at(c.at).word in FALL_NOUNS and c.line.at(c.link).word == "of" and fall_noun(c.line, c.at, c.link),
}  # fmt: skip
DONE_TO = Table(
    Deed,
    DEED_FACTS,
    Row(ANY, "relation=contests absent", reason="no presence, which counts no change"),
    Row(ANY, "", "refusal"),
    Row(LIFTS, "relation=contests", RECAPTURED, "doer", ASSERTED),  # "broke the siege of N"
    Row(ANY, "relation=contests lifted", RECAPTURED, "doer", ASSERTED),
    Row(("lose",), "relation=contests", LOST, "doer", ASSERTED),
    Row(ANY, "", "fallen"),
    Row(ANY, "", "relation", "doer", ASSERTED),
)  # fmt: skip


def of_noun(line: ChunkedClause, at: int, link: int) -> Attachment | None:
    """The bond of "the capture of N", "a presence in N"."""
    verb = next((i for i in range(at - 1, max(-1, at - 4), -1) if line.at(i).kind == VERB), -1)
    return DONE_TO.read(Deed(line, verb, at, link))


def absent(line: ChunkedClause, at: int) -> bool:
    """True for "no government presence", "without any army foothold"."""
    group = line.at(at)
    before = {t.low for t in line.clause.tokens[max(0, group.first - 2) : group.last]}
    return group.word in PRESENCES and bool(before & ABSENT) and not line.clause.denied


def fall_noun(line: ChunkedClause, at: int, link: int) -> Attachment:
    """The bond of "the fall of N": gained by the party after "to", lost where none is named."""
    for place, chunk in line.ahead(link + 1, 5):
        if chunk.kind == LINK and chunk.word == "to":
            party = named_after(line, place + 1)
            return (
                Attachment(LOST, possessor(line, at))
                if line.at(at).word == "loss"
                else Attachment(GAINED, party)
            )
        if chunk.kind not in (LINK, NAME, COUNT):
            break
    return Attachment(NOUNS[line.at(at).word][0], possessor(line, at), open=True)
