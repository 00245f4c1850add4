"""What is said about a count on its right: "fell to X", "were taken by X", "are under X control", "the group holds"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    LANDS,
    LOYAL,
    NOUNS,
    RECAPTURED,
    RULED,
    STATES,
    SUFFERS,
    TAKES,
    UNREST,
    ZONES,
)
from sim.reading.lexical.function_words import ANAPHORS, AUXILIARIES, LIGHT_VERBS
from sim.reading.patterns.fixed_phrases import places_first
from sim.reading.patterns.rows import ANY, Row, Table
from sim.reading.patterns.states import changed_into, holder, state_at
from sim.reading.patterns.verbs_of_subject import acted
from sim.reading.syntax.attachment import Attachment, in_mood, refused
from sim.reading.syntax.chunks import AND, COUNT, END, LINK, NAME, VERB, WHO, Chunk, ChunkedClause
from sim.reading.syntax.moods import ASSERTED
from sim.reading.syntax.parties import civil, named, named_after, named_party, subject
from sim.reading.syntax.units import participle_relation

REACH = 16  # chunks looked at on the right of a count
AGENT_REACH = 5
COPULAS = frozenset(["be", "become", "remain", "stay"])
OWN = frozenset(["theirs", "own", "his", "ours"])


def bond_after(
    line: ChunkedClause, place: int, *, finite: bool = False, related: bool = False
) -> Attachment | None:
    """The bond made by what follows the count at ``place``; None if nothing does. ``finite``: only by a verb of its own.

    related  only what a relative pronoun says ("in the 20 villages that fell")
    """
    at, mood, verb = place + 1, ASSERTED, ""
    is_whole, related = not related, False
    while at <= place + REACH:
        chunk = line.at(at)
        if not is_whole and not related and chunk.kind != WHO and not named_holder(line, place, at):
            return None
        if chunk.kind == VERB:
            if chunk.word in LIGHT_VERBS and not (chunk.word in TAKES and chunk.passive):
                light_bond = light(line, at)
                if light_bond is not None:
                    return light_bond
                mood, verb, at = chunk.mood, chunk.word, at + 1
                continue
            if chunk.passive and line.at(at + 1).word == "as" and line.at(at + 2).kind in (NAME, VERB):
                mood, verb, at = chunk.mood, "be", at + 2  # "classed as contested"
                continue
            inner = acted(line, place, at, mood, finite=finite)
            if inner is None and (joined_place := joined_verb(line, at)):
                at, mood, verb = joined_place, ASSERTED, ""
                continue
            return main_after(line, at, related=related) or inner if related or not chunk.passive else inner
        attachment = stated(line, place, at, mood, verb)
        if attachment is not None:
            return None if finite and not verb else attachment
        if chunk.kind == WHO:
            related, at = True, at + 1
            continue
        if at == place + 1 and line.at(place).word == "" and labelled(line, at):
            return in_mood(
                ASSERTED, TAKES[line.at(at + 1).word], named(line, chunk)
            )  # "210 Taliban controlled"
        if chunk.kind == NAME and (related or line.at(at - 1).kind in (COUNT, NAME)) and not verb:
            gap_bond = gap(line, place, at)
            if gap_bond is not None or related:
                return gap_bond
        if chunk.kind == AND:
            mood, verb = ASSERTED, ""
        step = passed_over(line, at)
        if not step:
            return None
        at += step
    return None


def named_holder(line: ChunkedClause, place: int, at: int) -> bool:
    """True for the party of "in the 40 villages rebels control", a relative clause without its pronoun."""
    chunk = line.at(at)
    return chunk.kind == NAME and at == place + 1 and chunk.word not in ANAPHORS


def passed_over(line: ChunkedClause, at: int) -> int:
    """Number of chunks to pass at ``at``: a place after a preposition, a name between commas; 0 where nothing more is said."""
    chunk, after = line.at(at), line.at(at + 1)
    if chunk.kind == LINK and after.kind in (NAME, COUNT):
        return 2
    if chunk.kind == LINK and after.kind == VERB:
        return 1
    if chunk.kind == NAME:
        return 1
    if chunk.kind == AND and chunk.word == "," and after.kind in (VERB, WHO, LINK, NAME):
        return 1
    if chunk.kind == AND and after.kind == VERB and after.form != "gerund":
        return 1
    if chunk.kind == AND and after.kind in (NAME, COUNT):
        return 2
    if chunk.kind == AND and after.kind == AND:
        return 1
    return 0


@dataclass(frozen=True)
class Predication:
    """What is said of the count at ``place`` by the chunk at ``at``, behind the verb ``verb`` ('' for none)."""

    line: ChunkedClause
    place: int
    at: int
    mood: str
    verb: str

    @property
    def chunk(self) -> Chunk:
        """The chunk."""
        return self.line.at(self.at)

    @property
    def word(self) -> str:
        """Its word: the preposition, or the last of a noun group."""
        return self.chunk.word

    @property
    def after(self) -> Chunk:
        """The chunk behind it."""
        return self.line.at(self.at + 1)

    @property
    def next(self) -> str:
        """The word of that."""
        return self.after.word

    @property
    def back(self) -> bool:
        """True for "back in", "back with"."""
        nearby_tokens = self.line.clause.tokens[max(0, self.chunk.first - 2) : self.chunk.first]
        return any(token.low == "back" for token in nearby_tokens)

    @property
    def state(self) -> Attachment | None:
        """The bond of the state that the preposition opens."""
        state = state_at(self.line, self.at, self.mood)
        return changed_into(state, back=True) if self.back else state

    @property
    def loyal(self) -> Attachment | None:
        """The bond of an adjective among the last words ("loyal to X", "disputed")."""
        for word in self.chunk.words[-3:]:
            relation, links = LOYAL.get(word, ("", frozenset()))
            if relation and (not links or self.next in links):
                phrase, whom = self.line.at(self.place).phrase, self.line.at(self.at + 2)
                if relation == RECAPTURED and (whom.word in UNREST or civil(whom)):
                    return refused("free of no party")  # "free of violence"
                if relation == RECAPTURED and phrase is not None and phrase.numeral.high == 0:
                    return refused("free of nobody")  # "no town is free of rebels" counts no return
                party_after = (
                    holder if whom.word in STATES else named_after
                )  # "subject to the authority of X"
                party = party_after(self.line, self.at + 2) if links and relation == CONTROLS else ""
                return in_mood(self.mood, relation, party)
        return None


def compound(line: ChunkedClause, chunk: Chunk) -> str:
    """The party in "rebel-held"; '' for a participle alone."""
    return named(line, chunk, chunk.last - 2) if "-" in chunk.words else ""


LINKED = Table(  # what a preposition opens
    Predication,
    {
        "fight": lambda c: NOUNS.get(c.next, ("",))[0] == CONTESTS,
        "party": lambda c: named_after(c.line, c.at + 1),
        "third": lambda c: named_after(c.line, c.at + 3),
        "entered": lambda c: changed_into(state_at(c.line, c.at, c.mood), back=c.back),
        "state_after": lambda c: state_at(c.line, c.at + 1, c.mood),
        "in_thrall": lambda c: c.line.at(c.at + 2).word in LOYAL.get(c.next, ("", ANY))[1],  # "in thrall to X"
        "loyalty": lambda c: LOYAL[c.next][0],
    },
    Row(("with",), "fight", CONTESTS),
    Row(("with",), "verb=remain|stay|lie|rest|be|stick|side back", RECAPTURED, "party"),
    Row(("with",), "verb=remain|stay|lie|rest|be|stick|side", CONTROLS, "party"),
    Row(("under", "into"), "verb=come|bring|put|place", "entered"),
    Row(("as",), "", "state_after"),  # "nine as under rebel control"
    Row(ANY, "in_thrall", "loyalty", "third"),
    Row(ANY, "", "state"),
)  # fmt: skip
PREDICATED = Table(  # a noun or an adjective
    Predication,
    {
        "labelled": lambda c: labelled(c.line, c.at),
        "label": lambda c: TAKES[c.next],
        "party": lambda c: named(c.line, c.chunk),
        "suffers": lambda c: c.verb in SUFFERS,
        "fight": lambda c: NOUNS.get(c.word, ("",))[0] == CONTESTS,
        "copula": lambda c: c.verb in COPULAS,
        "second": lambda c: named_after(c.line, c.at + 2),
        "owned": lambda c: len(c.chunk.words) > 1,
        "owner": lambda c: named(c.line, c.chunk, c.chunk.last - 1),
        "participle": lambda c: participle_relation(c.word),
        "compound": lambda c: compound(c.line, c.chunk),
    },
    Row(ANY, "verb labelled", "label", "party"),  # "two are Taliban controlled"
    Row(ANY, f"suffers fight mood={ASSERTED}", CONTESTS),
    Row(OWN, "verb", CONTROLS),
    Row(ZONES, "copula", CONTESTS),
    Row(RULED, "copula next=of", CONTROLS, "second"),
    Row(LANDS, "copula owned", CONTROLS, "owner"),
    Row(ANY, "verb", "participle", "compound"),
    Row(ANY, "", "loyal"),
)  # fmt: skip


def light(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of "are left to X", "belong to X" at the light verb ``at``; None where what follows it decides."""
    chunk, after = line.at(at), line.at(at + 1)
    if (phrase := places_first(line, at, chunk.mood)) is not None:
        return phrase
    if line.at(at + 2).words[:1] in (("their",), ("its",)) or state_at(line, at + 1) is not None:
        return None  # "left to their fate", "left in rebel hands"
    is_left_to = chunk.word == "leave" and after.kind == LINK and after.word in ("to", "for", "with")
    return in_mood(chunk.mood, CONTROLS, named_after(line, at + 2)) if is_left_to else None


def stated(line: ChunkedClause, place: int, at: int, mood: str, verb: str) -> Attachment | None:
    """The bond of the state or adjective at ``at`` ("under X", "with X", "loyal to X", "disputed")."""
    table = {LINK: LINKED, NAME: PREDICATED}.get(line.at(at).kind)
    return table.read(Predication(line, place, at, mood, verb)) if table else None


def labelled(line: ChunkedClause, at: int) -> bool:
    """True for a party and a participle without a hyphen, with nothing after them that they could describe."""
    party, verb = line.at(at), line.at(at + 1)
    if party.kind != NAME or verb.kind != VERB or not verb.bare or verb.word not in TAKES:
        return False
    return named_party(line, party) and line.at(at + 2).kind in (AND, LINK, END)


def gap(line: ChunkedClause, place: int, at: int) -> Attachment | None:
    """The bond of "the 40 towns [that] the group holds": an active verb whose object is the count before it."""
    verb = next((i for i in range(at + 1, at + 5) if line.at(i).kind == VERB), -1)
    if verb < 0 or any(line.at(i).kind not in (NAME, LINK, AND) for i in range(at, verb)):
        return None
    chunk, after = line.at(verb), line.at(verb + 1)
    if chunk.word in ("have",) or chunk.passive or after.kind in (NAME, COUNT) or civil(line.at(at)):
        return None
    if chunk.word not in TAKES:
        return None
    own_bond = in_mood(chunk.mood, TAKES[chunk.word], subject(line, verb))
    return main_verb(line, place, verb) or (own_bond if own_bond.reason else replace(own_bond, whole=True))


def joined_verb(line: ChunkedClause, verb: int) -> int:
    """Place of a second verb of the same subject ("were shelled and captured"); 0 if there is none."""
    at = verb + 1
    while line.at(at).kind in (LINK, NAME) and at - verb < AGENT_REACH:
        at += 1
    return at + 1 if line.at(at).word == "and" and line.at(at + 1).kind == VERB else 0


def main_after(line: ChunkedClause, verb: int, *, related: bool) -> Attachment | None:
    """What the main verb says after a relative clause or participle that ends with the verb at ``verb``."""
    at = verb + 1
    while line.at(at).kind == LINK and line.at(at + 1).kind == NAME:
        at += 2
    at += line.at(at).word == ","
    return (
        bond_after(line, at - 1)
        if line.at(at).kind == VERB and (related or at > verb + 1 or line.at(at).words[0] in AUXILIARIES)
        else None
    )


def main_verb(line: ChunkedClause, place: int, verb: int) -> Attachment | None:
    """The bond made by the main verb after a relative clause ("villages that the army lost have been retaken")."""
    at = verb + 1
    while line.at(at).kind == LINK and line.at(at + 1).kind == NAME:
        at += 2
    if line.at(at).kind == VERB and line.at(at).word in COPULAS:
        return bond_after(line, at - 1, finite=True)  # "towns the army lost in May are back in its hands"
    return (
        acted(line, place, at, ASSERTED, finite=True)
        if line.at(at).kind == VERB and line.at(at).passive
        else None
    )
