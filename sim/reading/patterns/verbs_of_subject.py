"""What a verb does to the places that are its subject: "fell to X", "were taken by X", "returned to X", "declared for X"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.reading.lexical.control_verbs import (
    AT_RISK,
    BEYOND,
    CONTESTS,
    CONTROLS,
    DATIVES,
    ENTERS,
    EXPELS,
    FALLEN_ALONE,
    FALLS,
    GAINED,
    JOINS,
    LOST,
    NOUNS,
    OBEYS,
    PARTIES,
    PLEDGES,
    RECAPTURED,
    RETURNS,
    SHAKES_OFF,
    SHARED,
    STATES,
    SUFFERS,
    TAKES,
)
from sim.reading.lexical.function_words import LIGHT_VERBS, listed
from sim.reading.lexical.inflection import BASE, GERUND, PRESENT
from sim.reading.patterns.fixed_phrases import places_first
from sim.reading.patterns.rows import ANY, NOBODY, Facts, Row, Table
from sim.reading.patterns.states import changed_into, state_at
from sim.reading.patterns.subjects import VERBAL, Verbal
from sim.reading.syntax.attachment import Attachment, in_mood, refused
from sim.reading.syntax.chunks import AND, COUNT, LINK, NAME, VERB, Chunk, ChunkedClause
from sim.reading.syntax.moods import ASSERTED
from sim.reading.syntax.parties import civil, named, named_after

REPEATED = listed("twice times repeatedly thrice")  # "changed hands three times"
AGENT_REACH = 5
TRANSFERS = listed(
    "cede surrender yield concede relinquish forfeit hand_over sign_over turn_over give_up give_away"
)
SPLITS = SHARED & {"split", "divide", "share", "partition"}  # "one is split"
STAYS = frozenset(["remain", "stay", "be"])
MASTERS = listed("hands masters owners sides allegiance")


@dataclass(frozen=True)
class Undergone(Verbal):
    """A verb whose subject is the count at ``place``.

    mood_before  mood of the verb before it, where it has none of its own
    finite  True where only a verb of the count's own counts
    """

    place: int
    mood_before: str
    finite: bool

    @property
    def mood(self) -> str:
        """The verb's own mood, else that of the verb before it."""
        return self.chunk.mood if self.chunk.mood != ASSERTED else self.mood_before

    def at(self, step: int) -> Chunk:
        """The chunk so many behind the verb."""
        return self.line.at(self.verb + step)

    @property
    def link(self) -> str:
        """The next word."""
        return self.at(1).word

    @property
    def entered(self) -> Attachment | None:
        """The bond of the state the places come into."""
        states = (state_at(self.line, at, self.mood) for at in (self.verb + 1, self.verb + 3))
        return changed_into(next((state for state in states if state), None), back=False)

    @property
    def joined(self) -> str:
        """What joining says, where its preposition follows."""
        relation, links = JOINS[self.word]
        return relation if not links or self.link in links else ""

    @property
    def vow(self) -> int:
        """Place of the gates, the lot or the loyalty given away; 0 where there is none."""
        places = (self.verb + 1, self.verb + 2)
        return next(
            (i for i in places if self.line.at(i).kind == NAME and self.line.at(i).word in PLEDGES), 0
        )


FACTS: Facts[Undergone] = {
    **VERBAL,
    "undergone": lambda c: c.passive or reduced(c.line, c.place, c.verb),
    "of_passive": lambda c: of_passive(c.line, c.verb, c.mood),
    "changed_hands": lambda c: changed_hands(c.line, c.verb, c.mood),
    "whom_joined": lambda c: named_after(c.line, c.verb + 1 + bool(JOINS[c.word][1])),
    "vowed": lambda c: c.vow and c.line.at(c.vow + 1).word in ("to", "with"),  # "opened their gates to X"
    "vowed_to": lambda c: named_after(c.line, c.vow + 2),
    "state": lambda c: c.at(1).kind == NAME and c.link in STATES,
    "second": lambda c: named_after(c.line, c.verb + 2),
    "third": lambda c: named_after(c.line, c.verb + 3),
    "at_risk": lambda c: AT_RISK & {*c.chunk.words, c.line.clause.tokens[max(0, c.chunk.first - 1)].low},
    "returned": lambda c: returned(c.line, c.verb, c.mood),
    "fallen": lambda c: fallen(c.line, c.verb, c.mood),
    "owner": lambda c: named(c.line, c.at(1), c.at(1).last - 1),
    "obeying": lambda c: c.link in OBEYS[c.word][1] if OBEYS[c.word][1] else c.at(1).kind == NAME,
    "obeyed": lambda c: named_after(c.line, c.verb + 1 + bool(OBEYS[c.word][1])),
    "turn": lambda c: places_first(c.line, c.verb, c.mood),
    "noun": lambda c: c.link in NOUNS,
    "fight": lambda c: c.at(1).kind == NAME and NOUNS.get(c.link, ("",))[0] == CONTESTS,
}  # fmt: skip
UNDERGOES = Table(
    Undergone,
    FACTS,
    Row(TAKES, "undergone", "of_passive"),
    Row(ENTERS, "passive", "entered"),
    Row(("change",), "link=" + "|".join(MASTERS), "changed_hands"),
    Row(JOINS, "", "joined", "whom_joined"),
    Row(ANY, "vowed", GAINED, "vowed_to"),
    Row(SHAKES_OFF, "state", LOST, "third"),
    Row(FALLS, "at_risk", CONTESTS, NOBODY, ASSERTED),
    Row(RETURNS, "", "returned"),
    Row(FALLS, "not_passive", "fallen"),
    # they fly a flag, are split, hold out, obey
    Row(SPLITS, "passive", CONTESTS),
    Row(OBEYS, "obeying", CONTROLS, "obeyed"),
    # a passive that leads on with a preposition
    Row(EXPELS, "passive link=of|free_of", RECAPTURED),
    Row(DATIVES, "passive link=to", GAINED, "second"),
    Row(ANY, "", "turn"),
    # they see fighting
    Row(("face",), "noun", CONTESTS),
    Row(SUFFERS, "fight link=presence", CONTESTS, "owner"),
    Row(SUFFERS, "fight", CONTESTS),
)  # fmt: skip


def acted(line: ChunkedClause, place: int, at: int, mood: str, *, finite: bool) -> Attachment | None:
    """The bond of the verb at ``at``, whose subject the count at ``place`` is; None where no row holds."""
    return UNDERGOES.read(Undergone(line, at, place, mood, finite))


def reduced(line: ChunkedClause, place: int, at: int) -> bool:
    """True for a participle without "to be" that is said of the count: "nine towns captured since May"."""
    chunk, after = line.at(at), line.at(at + 1)
    if not chunk.bare or chunk.form == "gerund":
        return (
            line.at(at - 1).kind == VERB
            and line.at(at - 1).word in LIGHT_VERBS
            and chunk.form == "participle"
        )
    return after.kind not in (NAME, COUNT) and after.word != "of"


def of_passive(line: ChunkedClause, at: int, mood: str) -> Attachment:
    """The bond of a passive: what was done, by whom ("lost to X" and "ceded to X" name who gained)."""
    chunk = line.at(at)
    while line.at(at + 1).kind == AND and line.at(at + 2).word in TAKES and line.at(at + 2).bare:
        at += 2  # "were taken, lost and retaken"
    chunk = line.at(at)
    relation = (
        CONTROLS if chunk.word == "occupy" and line.at(at - 1).word in STAYS else verb_relation(line, at)
    )
    doer = line.at(at + 2)
    if (
        civil(doer)
        and not set(doer.words) & PARTIES
        and line.at(at + 1).word in ("by", "for", "after", "over", "amid", "due")
    ):
        return refused("done by no party")
    agent_name, link = agent(line, at)
    lows_after = {t.low for t in line.clause.tokens[chunk.last + 1 : chunk.last + 5]}
    if relation == CONTROLS and link == "by" and lows_after & {"both", "rival", "rivals", "competing"}:
        return in_mood(mood, CONTESTS, agent_name)
    if relation == CONTROLS and link == "by" and lows_after & {"neither", "nobody"}:
        return in_mood(ASSERTED, CONTESTS, "")
    if line.at(at + 1).word == "back" or "back" in {
        t.low for t in line.clause.tokens[chunk.last + 1 : chunk.last + 3]
    }:
        relation = RECAPTURED if relation == GAINED else relation
    if relation == LOST and link == "to":
        is_transfer = chunk.word in TRANSFERS
        return in_mood(mood, GAINED if is_transfer else LOST, agent_name if is_transfer else "")
    return in_mood(mood, relation, agent_name if link == "by" else "")


def verb_relation(line: ChunkedClause, at: int) -> str:
    """Relation of a verb of control; "occupy" is a gain when it happened and control while it lasts."""
    chunk = line.at(at)
    is_still = "still" in {t.low for t in line.clause.tokens[max(0, chunk.first - 1) : chunk.last]}
    is_lasting = is_still or chunk.form in (BASE, PRESENT, GERUND) or chunk.words[0] in ("is", "are")
    return CONTROLS if chunk.word == "occupy" and is_lasting else TAKES[chunk.word]


def agent(line: ChunkedClause, at: int) -> tuple[str, str]:
    """Who did it and the preposition that says so ("by X", "to X"); ('', '') if nobody is named."""
    for place, chunk in line.ahead(at + 1, AGENT_REACH):
        if chunk.kind == LINK and chunk.word in ("by", "to"):
            return named_after(line, place + 1), chunk.word
        if chunk.kind not in (LINK, NAME):
            break
    return "", ""


def returned(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of places that returned to somebody."""
    for place in (at + 1, at + 2):
        link = line.at(place)
        if link.kind == LINK and link.word in ("to", "under", "into"):
            state = state_at(line, place, mood)
            return changed_into(state, back=True) or in_mood(mood, RECAPTURED, named_after(line, place + 1))
    return None


def fallen(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of places that fell: gained by who took them, lost where no taker is named."""
    chunk = line.at(at)
    if line.at(at + 1).kind == NAME and chunk.word == "fall":
        return None  # "fell short of their targets"
    lost_bond: Attachment | None = None
    for place, link in line.ahead(at + 1, AGENT_REACH):
        if link.kind == LINK and link.word in ("to", "before"):
            state = changed_into(state_at(line, place, mood), back=False)
            return state or in_mood(mood, GAINED, named_after(line, place + 1))
        if link.kind == LINK and link.word in ("under", "into", "in"):
            state = changed_into(state_at(line, place, mood), back=False)
            if state is not None:
                return state
        if link.kind == LINK and link.word in (*BEYOND, "from", "away"):
            lost_bond = replace(state_at(line, place, mood) or lost_from(line, place, mood), lasting=False)
        if link.kind not in (LINK, NAME):
            break
    return lost_bond or (
        in_mood(mood, LOST, "") if chunk.word in FALLEN_ALONE or chunk.word == "surrender" else None
    )


def lost_from(line: ChunkedClause, place: int, mood: str) -> Attachment:
    """The bond of "slipped from the army's hands"."""
    group = line.at(place + 1)
    loser = named(line, group, group.last - 1) if group.word in STATES else named_after(line, place + 1)
    return in_mood(mood, LOST, loser)


def changed_hands(line: ChunkedClause, at: int, mood: str) -> Attachment:
    """The bond of places that changed hands: gained by the party named after, if one is."""
    taker, link = agent(line, at + 1)
    after = {t.low for t in line.clause.tokens[line.at(at).last + 1 : line.at(at).last + 1 + AGENT_REACH]}
    if after & REPEATED:
        return in_mood(mood, CONTESTS, "")  # nobody's for long
    return (
        Attachment(GAINED, taker if link == "to" else "") if mood == ASSERTED else in_mood(mood, GAINED, "")
    )
