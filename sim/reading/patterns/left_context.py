"""What governs a count from the left: a verb ("took five towns") or a preposition ("withdrew from five towns")."""

from __future__ import annotations

from sim.reading.lexical.control_verbs import (
    AREAS,
    ATTACKS,
    COLLECTIVES,
    CONTESTS,
    CONTROLS,
    DATIVES,
    FLAGS,
    GAINED,
    HOLDS,
    LOST,
    NOUNS,
    OVER,
    RECAPTURED,
    SPANS,
    STRIKES,
    TAKES,
    listed,
)
from sim.reading.lexical.function_words import DETERMINERS, KM2
from sim.reading.lexical.inflection import GERUND
from sim.reading.patterns.fixed_phrases import party_first
from sim.reading.patterns.nominalised import nobody, of_assault, of_control, of_flag, of_noun
from sim.reading.patterns.prepositional_verbs import party, reached, unrest
from sim.reading.patterns.right_context import OWN
from sim.reading.patterns.states import state_at
from sim.reading.patterns.verbs_of_subject import taking
from sim.reading.syntax.attachment import Attachment, as_said, refused
from sim.reading.syntax.chunks import AND, COUNT, LINK, NAME, VERB, ChunkedClause
from sim.reading.syntax.moods import NEGATED, SAID
from sim.reading.syntax.parties import civil, named, named_after, subject, subject_place

NEAR = listed("distance reach range sight grasp")
REVERSES = listed(
    "retreat withdrawal defeat rout mutiny collapse setback pullout pullback week month blunder war"
)
PARTISAN = listed(
    "presidential president party candidate senator incumbent premier democrats republicans liberals conservatives"
)
RIVALS = listed("each both rival competing")
REACH = 8  # chunks between a preposition and the word that asks for it


def governed(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond a count gets from the verb, noun or preposition on its left; None if nothing there ties it."""
    before = line.at(place - 1)
    if before.kind == VERB:
        return by_verb(line, place - 1, place)
    if before.kind == LINK:
        return by_link(line, place - 1, place)
    if before.kind == NAME and before.word in AREAS and line.at(place).word in ("km2", *KM2):
        return governed(line, whole_group(line, place - 1))  # "confined to an area less than N"
    if before.kind == NAME:
        return by_dative(line, place)
    return None


def by_verb(line: ChunkedClause, verb: int, place: int) -> Attachment | None:
    """The bond of the object of the verb at ``verb``."""
    chunk = line.at(verb)
    if chunk.word in DATIVES and chunk.passive:
        who = subject(line, verb)
        return as_said(chunk.mood, DATIVES[chunk.word], who)
    if chunk.word in STRIKES and not chunk.passive and unrest(line, verb):
        return as_said(chunk.mood, CONTESTS, "")
    if chunk.word in TAKES and not chunk.passive:
        return transitive(line, verb, place)
    if line.at(place + 1).word in OWN and not chunk.passive:
        return as_said(chunk.mood, CONTROLS, subject(line, verb))  # "call eight towns their own"
    if (
        chunk.word == "have"
        and TAKES.get(line.at(place + 1).word) == GAINED
        and line.at(place + 2).word == "from"
    ):
        return as_said(chunk.mood, LOST, subject(line, verb))  # "had eight towns wrested from them"
    if chunk.word == "have" and line.at(place + 1).word == "show" and line.at(place + 2).word == "for":
        return as_said(SAID, GAINED, subject(line, verb))  # "have five towns to show for it"
    if chunk.word == "have" and (kept := state_at(line, place + 1)) is not None and kept.relation == CONTESTS:
        return as_said(chunk.mood, CONTESTS, subject(line, verb))
    if chunk.word == "have" and (party(line, verb) or gapped_after(line, place)):
        return as_said(chunk.mood, CONTROLS, subject(line, verb))
    if chunk.word == "leave" and (kept := state_at(line, place + 1)) is not None and not party(line, verb):
        return as_said(chunk.mood, kept.relation, kept.faction)  # "leaving two in government hands"
    if chunk.word == "leave" and left_behind(line, verb, place):
        return as_said(chunk.mood, LOST, subject(line, verb))
    if chunk.word in DATIVES and line.at(place + 1).word == "to" and not party(line, verb):
        return as_said(chunk.mood, DATIVES[chunk.word], named_after(line, place + 2))
    if chunk.word == "cost" and not chunk.passive and retreating(line, verb):
        return as_said(chunk.mood, LOST, "")
    if chunk.word in SPANS and chunk.form == GERUND and line.at(verb - 1).word in AREAS:
        return governed(line, verb - 1)  # "seized territory totalling 350 square kilometres"
    if chunk.word in ("advance", "move") and line.at(place).word in ("km2", *KM2):
        return as_said(chunk.mood, GAINED, subject(line, verb))
    return None


def retreating(line: ChunkedClause, verb: int) -> bool:
    """True if the subject of the verb is a defeat, a retreat or an attack."""
    words = set(line.at(subject_place(line, verb)).words)
    return bool(words & (REVERSES | ATTACKS))


def transitive(line: ChunkedClause, verb: int, place: int) -> Attachment | None:
    """The bond of the object of a verb of control; recaptured where "back" follows, entered where "under control" does."""
    chunk = line.at(verb)
    relation = taking(chunk)
    if chunk.word == "occupy" and line.clause.tokens[max(0, chunk.first - 1)].low in (
        "now",
        "still",
        "currently",
    ):
        relation = CONTROLS
    phrase, owner = line.at(place).phrase, subject_place(line, verb)
    if phrase is not None and phrase.elided and phrase.numeral.share and owner >= 0 and civil(line.at(owner)):
        return refused("a share of something else")  # "the dinar lost 5 percent"
    if chunk.word == "enter" and not party(line, verb):
        return refused("entered by no party")
    kept = state_at(line, place + 1) if relation == CONTROLS else None
    if kept is not None and kept.relation == CONTESTS:
        return as_said(chunk.mood, CONTESTS, subject(line, verb))  # "keeps three towns under siege"
    if line.at(verb - 1).word == "who" and line.at(verb - 2).kind == VERB:
        return refused("asked, not said")
    if chunk.word == "win" and PARTISAN & {t.low for t in line.clause.tokens}:
        return refused("won at the polls")
    if chunk.word == "yield" and not party(line, verb):
        return as_said(chunk.mood, GAINED, "")
    tail = {t.low for t in line.clause.tokens[line.at(place).last + 1 : line.at(place).last + 3]}
    if (
        relation == GAINED
        and "back" in tail
        and chunk.word in ("take", "win", "seize", "grab", "snatch", "wrest")
    ):
        relation = RECAPTURED
    if relation == CONTROLS and nobody(line, verb):
        return as_said(SAID, CONTESTS, "")
    if chunk.word == "claim" and rival(line, verb, place):
        return as_said(chunk.mood, CONTESTS, subject(line, verb))
    if relation == CONTESTS and line.at(verb - 1).word == "or" and line.at(verb - 2).kind == VERB:
        relation = TAKES.get(line.at(verb - 2).word, relation)  # "control or influence N"
    if relation == CONTROLS and chunk.mood == NEGATED and phrase is not None and phrase.numeral.share:
        return Attachment(
            LOST, subject(line, verb), lasting=True
        )  # "does not control 40 percent of its land"
    who = subject_place(line, verb)
    if relation in (CONTESTS, CONTROLS, LOST) and who >= 0 and civil(line.at(who)):
        return refused("threatened or held by no party")
    return as_said(chunk.mood, relation, subject(line, verb))


def rival(line: ChunkedClause, verb: int, place: int) -> bool:
    """True for "each claimed the same four villages", "both sides claim nine towns": a claim against another's."""
    tokens = line.clause.tokens
    first = line.at(max(0, subject_place(line, verb))).first
    before = {t.low for t in tokens[max(0, first - 1) : line.at(verb).last]}
    return "same" in {t.low for t in tokens[line.at(verb).last : line.at(place).last]} or bool(
        before & RIVALS
    )


def left_behind(line: ChunkedClause, verb: int, place: int) -> bool:
    """True for "left 18 villages to the militia" and for soldiers who left, not for "left six villages without power"."""
    after = line.at(place + 1)
    return after.word in ("to", "in") or (
        party(line, verb) and after.kind != NAME and after.word not in ("with", "without")
    )


def gapped_after(line: ChunkedClause, place: int) -> bool:
    """True if a party and its own number follow: "the east has 13 districts, the west nine"."""
    return any(
        line.at(at).kind == NAME and line.at(at + 1).kind == COUNT and not line.at(at + 1).word
        for at in range(place + 1, place + 6)
    )


def by_link(line: ChunkedClause, link: int, place: int) -> Attachment | None:
    """The bond of a count after the preposition at ``link``: that of the noun or verb that asks for it."""
    preposition = line.at(link).word
    for at in range(link - 1, max(-1, link - 1 - REACH), -1):
        chunk = line.at(at)
        if chunk.kind == NAME:
            found = by_noun(line, at, link) if at == link - 1 or line.at(at + 1).kind == LINK else None
        elif chunk.kind == VERB:
            return reached(line, at, link, preposition)
        elif chunk.kind in (LINK, COUNT) or (chunk.kind == AND and line.at(at - 1).kind == NAME):
            continue
        else:
            return None
        if found is not None:
            return found
    return None


def whole_group(line: ChunkedClause, at: int) -> int:
    """Place of the first part of a noun group that a number of its own divides ("a 40-mile belt")."""
    while line.at(at - 1).kind == NAME and (
        line.at(at - 1).phrase is not None or set(line.at(at - 1).words) <= DETERMINERS
    ):
        at -= 1
    return at


def by_noun(line: ChunkedClause, at: int, link: int) -> Attachment | None:
    """The bond of "control of N", "capture of N", "presence in N", "flag over N"; None for another noun."""
    group, preposition = line.at(at), line.at(link).word
    if at != link - 1:
        return None
    if group.word == "occupation" and preposition == "of" and line.at(at - 1).word == "in":
        return of_control(line, at, preposition)
    if group.word in HOLDS and preposition in (
        "for" if group.word == "responsibility" else "of",
        "over",
        "in",
        "on",
        "across",
        "to",
        "into",
    ):
        return of_control(line, at, preposition)
    if preposition in ("with", "containing") and group.word in COLLECTIVES | AREAS:
        return governed(line, whole_group(line, at))  # "hold a belt with 20 villages"
    if preposition == "of" and (
        group.word in COLLECTIVES or (group.word in AREAS and line.at(link + 1).word in ("km2", *KM2))
    ):
        return governed(line, whole_group(line, at))
    if preposition == "of" and line.at(at - 1).word == "within" and group.word in NEAR:
        return as_said(line.at(at - 2).mood or SAID, CONTESTS, subject(line, at - 1))
    if group.word in FLAGS and preposition in OVER:
        return of_flag(line, at)
    if group.word in ATTACKS and preposition in ("on", "against", "at", "upon"):
        return of_assault(line, at)
    if (turn := party_first(line, at, link)) is not None:
        return turn
    if group.word in NOUNS and preposition in NOUNS[group.word][1]:
        return of_noun(line, at, link)
    return None


def by_dative(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of "cost the regime N", "gave the rebels N", "left the army just N"."""
    for verb in range(place - 2, max(-1, place - 5), -1):
        chunk = line.at(verb)
        if chunk.kind == VERB:
            if chunk.word in DATIVES and not chunk.passive:
                return as_said(chunk.mood, DATIVES[chunk.word], named(line, line.at(verb + 1)))
            return None
        if chunk.kind != NAME and chunk.kind != LINK:
            return None
    return None
