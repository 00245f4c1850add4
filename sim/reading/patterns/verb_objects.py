"""Counts that are the object of a verb, as rows: the verbs, what must hold of the clause, the relation, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

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
    listed,
)
from sim.reading.lexical.function_words import KM2
from sim.reading.patterns.nominalised import nobody
from sim.reading.patterns.prepositional_verbs import party, unrest
from sim.reading.patterns.right_context import OWN
from sim.reading.patterns.states import state_at
from sim.reading.patterns.verbs_of_subject import taking
from sim.reading.syntax.attachment import Attachment, as_said, refused
from sim.reading.syntax.chunks import COUNT, NAME, VERB, Chunk, ChunkedClause
from sim.reading.syntax.moods import NEGATED, SAID
from sim.reading.syntax.parties import civil, named_after, subject, subject_place

REVERSES = listed(
    "retreat withdrawal defeat rout mutiny collapse setback pullout pullback week month blunder war"
)
PARTISAN = listed(
    "presidential president party candidate senator incumbent premier democrats republicans liberals conservatives"
)
RIVALS = listed("each both rival competing")
OWN_SENSE = "own"  # the relation that the verb itself has here
ANY: frozenset[str] = frozenset()
NOBODY, SUBJECT, RECEIVER, HOLDER = "", "subject", "receiver", "holder"


@dataclass(frozen=True)
class Act:
    """The verb at ``verb`` with the count at ``place`` as its object."""

    line: ChunkedClause
    verb: int
    place: int

    @property
    def chunk(self) -> Chunk:
        """The verb's chunk."""
        return self.line.at(self.verb)

    @cached_property
    def sense(self) -> str:
        """The relation of the verb in this clause; '' for one that only other words make a verb of control."""
        chunk, before = self.chunk, self.line.at(self.verb - 1)
        tokens, end = self.line.clause.tokens, self.line.at(self.place).last + 1
        if chunk.word not in TAKES or chunk.passive:
            return DATIVES.get(chunk.word, "")
        relation = (
            CONTROLS
            if chunk.word == "occupy" and tokens[max(0, chunk.first - 1)].low in NOWS
            else taking(chunk)
        )
        if (
            relation == GAINED
            and "back" in [t.low for t in tokens[end : end + 2]]
            and chunk.word in BRINGS_BACK
        ):
            return RECAPTURED
        if relation == CONTESTS and before.word == "or" and self.line.at(self.verb - 2).kind == VERB:
            return TAKES.get(self.line.at(self.verb - 2).word, relation)  # "control or influence N"
        return relation

    @cached_property
    def state(self) -> Attachment | None:
        """The state behind the count ("under siege", "in government hands")."""
        return state_at(self.line, self.place + 1)

    def bond(self, row: Row) -> Attachment:
        """What the row says of the count, in the verb's mood."""
        if row.reason:
            return refused(row.reason)
        if row.whose == HOLDER and self.state is not None:
            return as_said(self.chunk.mood, self.state.relation, self.state.faction)
        relation = self.sense if row.relation == OWN_SENSE else row.relation
        who = {SUBJECT: subject(self.line, self.verb), RECEIVER: named_after(self.line, self.place + 2)}
        whose = who.get(row.whose, "")
        if row.mood == NEGATED:
            return Attachment(relation, whose, lasting=True)
        return as_said(row.mood or self.chunk.mood, relation, whose)


class Row(NamedTuple):
    """One way to be the object of a verb.

    verbs     plain forms; ANY for all
    guards    names of GUARDS that must hold, each with "not_" in front where it must not
    relation  what is said of the places; OWN_SENSE: what the verb itself says
    whose     SUBJECT, RECEIVER (after "to"), HOLDER (of the state behind the count) or NOBODY
    mood      instead of the verb's own; NEGATED: a lasting state
    reason    why the number is no count
    """

    verbs: Iterable[str]
    guards: str
    relation: str = ""
    whose: str = SUBJECT
    mood: str = ""
    reason: str = ""


def retreating(act: Act) -> bool:
    """True if the subject of the verb is a defeat, a retreat or an attack."""
    return bool(set(act.line.at(subject_place(act.line, act.verb)).words) & (REVERSES | ATTACKS))


def rivals(line: ChunkedClause, verb: int, place: int) -> bool:
    """True for "each claimed the same four villages", "both sides claim nine towns": a claim against another's."""
    tokens = line.clause.tokens
    first = line.at(max(0, subject_place(line, verb))).first
    before = {t.low for t in tokens[max(0, first - 1) : line.at(verb).last]}
    same = {t.low for t in tokens[line.at(verb).last : line.at(place).last]}
    return "same" in same or bool(before & RIVALS)


def left_behind(act: Act) -> bool:
    """True for "left 18 villages to the militia" and for soldiers who left, not for "left six villages without power"."""
    after = act.line.at(act.place + 1)
    own = after.kind != NAME and after.word not in ("with", "without")
    return after.word in ("to", "in") or (own and party(act.line, act.verb))


def gapped(act: Act) -> bool:
    """True if a party and its own number follow: "the east has 13 districts, the west nine"."""
    line = act.line
    return any(
        line.at(at).kind == NAME and line.at(at + 1).kind == COUNT and not line.at(at + 1).word
        for at in range(act.place + 1, act.place + 6)
    )


def of_civil_life(act: Act) -> bool:
    """True if the subject of the verb is no party to the war."""
    at = subject_place(act.line, act.verb)
    return at >= 0 and civil(act.line.at(at))


def share(act: Act, *, elided: bool) -> bool:
    """True for a number that is a share; ``elided``: only one that does not say of what."""
    phrase = act.line.at(act.place).phrase
    return phrase is not None and bool(phrase.numeral.share) and (phrase.elided or not elided)


NOWS = listed("now still currently")
BRINGS_BACK = listed("take win seize grab snatch wrest")
GUARDS: dict[str, Callable[[Act], bool]] = {
    "passive": lambda act: act.chunk.passive,
    "holds": lambda act: act.sense == CONTROLS,
    "denied": lambda act: act.chunk.mood == NEGATED,
    "state": lambda act: act.sense in (CONTESTS, CONTROLS, LOST),
    "party": lambda act: party(act.line, act.verb),
    "civil": of_civil_life,
    "nobody": lambda act: nobody(act.line, act.verb),
    "uprising": lambda act: unrest(act.line, act.verb),
    "retreat": retreating,
    "rival": lambda act: rivals(act.line, act.verb, act.place),
    "share": lambda act: share(act, elided=False),
    "bare_share": lambda act: share(act, elided=True),
    "land": lambda act: act.line.at(act.place).word in ("km2", *KM2),
    "election": lambda act: bool(PARTISAN & {token.low for token in act.line.clause.tokens}),
    "asked": lambda act: act.line.at(act.verb - 1).word == "who" and act.line.at(act.verb - 2).kind == VERB,
    "besieged": lambda act: act.state is not None and act.state.relation == CONTESTS,
    "held": lambda act: act.state is not None,
    "own": lambda act: act.line.at(act.place + 1).word in OWN,
    "wrested": lambda act: (
        TAKES.get(act.line.at(act.place + 1).word) == GAINED and act.line.at(act.place + 2).word == "from"
    ),
    "to_show": lambda act: [act.line.at(act.place + at).word for at in (1, 2)] == ["show", "for"],
    "handed": lambda act: act.line.at(act.place + 1).word == "to",
    "gapped": gapped,
    "left": left_behind,
}
ROWS = (
    Row(DATIVES, "passive", OWN_SENSE),
    Row(STRIKES, "not_passive uprising", CONTESTS, NOBODY),
    Row(TAKES, "not_passive bare_share civil", reason="a share of something else"),  # "the dinar lost 5 percent"
    Row(("enter",), "not_passive not_party", reason="entered by no party"),
    Row(TAKES, "not_passive holds besieged", CONTESTS),  # "keeps three towns under siege"
    Row(TAKES, "not_passive asked", reason="asked, not said"),
    Row(("win",), "not_passive election", reason="won at the polls"),
    Row(("yield",), "not_passive not_party", GAINED, NOBODY),
    Row(TAKES, "not_passive holds nobody", CONTESTS, NOBODY, SAID),
    Row(("claim",), "not_passive rival", CONTESTS),
    Row(TAKES, "not_passive holds denied share", LOST, SUBJECT, NEGATED),  # "does not control 40 percent of its land"
    Row(TAKES, "not_passive state civil", reason="threatened or held by no party"),
    Row(TAKES, "not_passive", OWN_SENSE),
    Row(ANY, "not_passive own", CONTROLS),  # "call eight towns their own"
    Row(("have",), "wrested", LOST),  # "had eight towns wrested from them"
    Row(("have",), "to_show", GAINED, SUBJECT, SAID),  # "have five towns to show for it"
    Row(("have",), "besieged", CONTESTS),
    Row(("have",), "party", CONTROLS),
    Row(("have",), "gapped", CONTROLS),
    Row(("leave",), "held not_party", whose=HOLDER),  # "leaving two in government hands"
    Row(("leave",), "left", LOST),
    Row(DATIVES, "handed not_party", OWN_SENSE, RECEIVER),
    Row(("cost",), "not_passive retreat", LOST, NOBODY),
    Row(("advance", "move"), "land", GAINED),
)  # fmt: skip


def by_verb(line: ChunkedClause, verb: int, place: int) -> Attachment | None:
    """The bond of the object of the verb at ``verb``: the first row that holds; None where none does."""
    act = Act(line, verb, place)
    for row in ROWS:
        if (row.verbs is ANY or act.chunk.word in row.verbs) and all(
            holds(act, one) for one in row.guards.split()
        ):
            return act.bond(row)
    return None


def holds(act: Act, guard: str) -> bool:
    """True if a guard holds, or does not where its name begins with "not_"."""
    wanted = not guard.startswith("not_")
    return GUARDS[guard.removeprefix("not_")](act) == wanted
