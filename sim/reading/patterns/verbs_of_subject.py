"""What a verb does to the places that are its subject: "fell to X", "were taken by X", "returned to X", "declared for X"."""

from __future__ import annotations

from dataclasses import replace

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
    FLAGS,
    GAINED,
    JOINS,
    LOST,
    NOUNS,
    OBEYS,
    PARTIES,
    PLEDGES,
    REACHES,
    RECAPTURED,
    RETURNS,
    SHAKES_OFF,
    SHARED,
    STATES,
    STRIKES,
    SUFFERS,
    TAKES,
    listed,
)
from sim.reading.lexical.function_words import LIGHT_VERBS
from sim.reading.lexical.inflection import BASE, GERUND, PRESENT
from sim.reading.patterns.fixed_phrases import places_first
from sim.reading.patterns.states import changed_into, state_at
from sim.reading.syntax.attachment import Attachment, as_said, refused
from sim.reading.syntax.chunks import AND, COUNT, LINK, NAME, VERB, WHO, Chunk, ChunkedClause
from sim.reading.syntax.moods import SAID
from sim.reading.syntax.parties import civil, named, named_after

REPEATED = listed("twice times repeatedly thrice")  # "changed hands three times"
AGENT_REACH = 5
TRANSFERS = listed(
    "cede surrender yield concede relinquish forfeit hand_over sign_over turn_over give_up give_away"
)
STAYS = frozenset(["remain", "stay", "be"])
STANDS = listed("hold_out stand_firm hold hold_fast resist hang_on")
OWN = frozenset(["theirs", "own", "his", "ours"])
MASTERS = listed("hands masters owners sides allegiance")


def acted(line: ChunkedClause, place: int, at: int, mood: str, *, finite: bool) -> Attachment | None:
    """The bond of the verb at ``at``, whose subject the count is."""
    chunk = line.at(at)
    mood = chunk.mood if chunk.mood != SAID else mood
    word = chunk.word
    if word in TAKES and (chunk.passive or reduced(line, place, at)):
        return (
            None if finite and not chunk.passive and line.at(at - 1).kind != VERB else taken(line, at, mood)
        )
    if word in ENTERS and (chunk.passive or word in FALLS or word in ("come", "sink")):
        entered = next((found for i in (at + 1, at + 3) if (found := into(line, i, mood))), None)
        if entered is not None:
            return changed_into(entered, back=False)
    if word == "change" and line.at(at + 1).word in MASTERS:
        return changed_hands(line, at, mood)
    if word in JOINS and (not JOINS[word][1] or line.at(at + 1).word in JOINS[word][1]):
        return as_said(mood, JOINS[word][0], named_after(line, at + 1 + bool(JOINS[word][1])))
    vow = next((i for i in (at + 1, at + 2) if line.at(i).kind == NAME and line.at(i).word in PLEDGES), -1)
    if vow > 0 and line.at(vow + 1).word in ("to", "with"):
        return as_said(mood, GAINED, named_after(line, vow + 2))
    if word in SHAKES_OFF and line.at(at + 1).kind == NAME and line.at(at + 1).word in STATES:
        return as_said(mood, LOST, named_after(line, at + 3))
    vanished = word == "go" and chunk.words[-1] == "gone" and len(chunk.words) > 1
    if vanished and line.at(at + 1).kind not in (LINK, NAME):
        return as_said(mood, LOST, "")
    if word in FALLS and AT_RISK & {*chunk.words, line.clause.tokens[max(0, chunk.first - 1)].low}:
        return as_said(SAID, CONTESTS, "")
    if word in RETURNS:
        return returned(line, at, mood)
    if word in FALLS and not chunk.passive:
        return fallen(line, at, mood)
    stays = stayed(line, at, mood) or done_to(line, at, mood)
    return stays or places_first(line, at, mood) or suffered(line, at, mood)


def stayed(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of places that obey, hold out, fly a flag or are split."""
    chunk, after = line.at(at), line.at(at + 1)
    word = chunk.word
    if word == "fly" and line.at(at + 1).word in FLAGS:
        flag = line.at(at + 1)
        who = named_after(line, at + 3) if line.at(at + 2).word == "of" else named(line, flag, flag.last - 1)
        return as_said(mood, CONTROLS, who)
    if word in SHARED and chunk.passive and word in ("split", "divide", "share", "partition"):
        return as_said(mood, CONTESTS, "")  # "one is split"
    if word in STANDS and not chunk.passive and line.at(at + 1).kind not in (NAME, LINK):
        return as_said(mood, CONTROLS, "")  # "two districts were still holding out"
    if word in OBEYS and (after.word in OBEYS[word] if OBEYS[word] else after.kind == NAME):
        return as_said(mood, CONTROLS, named_after(line, at + 1 + bool(OBEYS[word])))
    return None


def done_to(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of a passive that leads on with a preposition ("were given to X", "were rid of X")."""
    chunk, word = line.at(at), line.at(at).word
    if chunk.passive and (word, line.at(at + 1).word) in REACHES:
        return as_said(mood, REACHES[word, line.at(at + 1).word], "")
    if word in EXPELS and (chunk.passive or chunk.bare) and line.at(at + 1).word in ("of", "free of"):
        return as_said(mood, RECAPTURED, "")
    if chunk.passive and word in DATIVES and line.at(at + 1).word == "to":
        return as_said(mood, GAINED, named_after(line, at + 2))
    if chunk.passive and word in STRIKES and agent(line, at)[1] == "by" and not civil(line.at(at + 2)):
        return as_said(mood, CONTESTS, agent(line, at)[0])
    return None


def into(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The state entered through the link at ``at`` ("under X control", "into X hands", "to X rule")."""
    link = line.at(at)
    if link.kind != LINK or link.word not in ("under", "into", "to", "in", "within"):
        return None
    return state_at(line, at, mood)


def reduced(line: ChunkedClause, place: int, at: int) -> bool:
    """True for a participle without "to be" that is said of the count: "nine towns captured since May"."""
    chunk, after = line.at(at), line.at(at + 1)
    if not chunk.bare or chunk.form == "gerund":
        return (
            line.at(at - 1).kind == VERB
            and line.at(at - 1).word in LIGHT_VERBS
            and chunk.form == "participle"
        )
    if line.at(at - 1).kind == WHO:
        return False
    return after.kind not in (NAME, COUNT) and after.word != "of"


def taken(line: ChunkedClause, at: int, mood: str) -> Attachment:
    """The bond of a passive: what was done, by whom ("lost to X" and "ceded to X" name who gained)."""
    chunk = line.at(at)
    while line.at(at + 1).kind == AND and line.at(at + 2).word in TAKES and line.at(at + 2).bare:
        if line.at(at + 1).word == "or":
            break  # "were controlled or contested"
        at += 2  # "were taken, lost and retaken"
    chunk = chunk if line.at(at) is chunk else replace(line.at(at), words=chunk.words)
    relation = CONTROLS if chunk.word == "occupy" and line.at(at - 1).word in STAYS else taking(chunk)
    doer = line.at(at + 2)
    if (
        civil(doer)
        and not set(doer.words) & PARTIES
        and line.at(at + 1).word in ("by", "for", "after", "over", "amid", "due")
    ):
        return refused("done by no party")
    who, link = agent(line, at)
    by = {t.low for t in line.clause.tokens[chunk.last + 1 : chunk.last + 5]}
    if relation == CONTROLS and link == "by" and by & {"both", "rival", "rivals", "competing"}:
        return as_said(mood, CONTESTS, who)
    if relation == CONTROLS and link == "by" and by & {"neither", "nobody"}:
        return as_said(SAID, CONTESTS, "")
    if line.at(at + 1).word == "back" or "back" in {
        t.low for t in line.clause.tokens[chunk.last + 1 : chunk.last + 3]
    }:
        relation = RECAPTURED if relation == GAINED else relation
    if relation == LOST and link == "to":
        given = chunk.word in TRANSFERS
        return as_said(mood, GAINED if given else LOST, who if given else "")
    return as_said(mood, relation, who if link == "by" else "")


def taking(chunk: Chunk) -> str:
    """Relation of a verb of control; "occupy" is a gain when it happened and control while it lasts."""
    lasts = chunk.form in (BASE, PRESENT, GERUND) or chunk.words[0] in ("is", "are")
    return CONTROLS if chunk.word == "occupy" and lasts else TAKES[chunk.word]


def agent(line: ChunkedClause, at: int) -> tuple[str, str]:
    """Who did it and the preposition that says so ("by X", "to X"); ('', '') if nobody is named."""
    for place in range(at + 1, at + 1 + AGENT_REACH):
        chunk = line.at(place)
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
            return changed_into(state, back=True) or as_said(mood, RECAPTURED, named_after(line, place + 1))
    return None


def fallen(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of places that fell: gained by who took them, lost where no taker is named."""
    chunk = line.at(at)
    if line.at(at + 1).kind == NAME and chunk.word == "fall":
        return None  # "fell short of their targets"
    away: Attachment | None = None
    for place in range(at + 1, at + 1 + AGENT_REACH):
        link = line.at(place)
        if link.kind == LINK and link.word in ("to", "before"):
            state = changed_into(state_at(line, place, mood), back=False)
            return state or as_said(mood, GAINED, named_after(line, place + 1))
        if link.kind == LINK and link.word in ("under", "into", "in"):
            state = changed_into(state_at(line, place, mood), back=False)
            if state is not None:
                return state
        if link.kind == LINK and link.word in (*BEYOND, "from", "away"):
            away = replace(state_at(line, place, mood) or lost_from(line, place, mood), lasting=False)
        if link.kind not in (LINK, NAME):
            break
    return away or (
        as_said(mood, LOST, "") if chunk.word in FALLEN_ALONE or chunk.word == "surrender" else None
    )


def lost_from(line: ChunkedClause, place: int, mood: str) -> Attachment:
    """The bond of "slipped from the army's hands"."""
    group = line.at(place + 1)
    who = named(line, group, group.last - 1) if group.word in STATES else named_after(line, place + 1)
    return as_said(mood, LOST, who)


def changed_hands(line: ChunkedClause, at: int, mood: str) -> Attachment:
    """The bond of places that changed hands: gained by the party named after, if one is."""
    who, link = agent(line, at + 1)
    after = {t.low for t in line.clause.tokens[line.at(at).last + 1 : line.at(at).last + 1 + AGENT_REACH]}
    if after & REPEATED:
        return as_said(mood, CONTESTS, "")  # nobody's for long
    return Attachment(GAINED, who if link == "to" else "") if mood == SAID else as_said(mood, GAINED, "")


def suffered(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of "face a strong rebel presence", "see heavy fighting": contested."""
    chunk, group = line.at(at), line.at(at + 1)
    if chunk.word == "face" and group.word in NOUNS:
        return as_said(mood, CONTESTS, "")
    if chunk.word in SUFFERS and group.kind == NAME and NOUNS.get(group.word, ("",))[0] == CONTESTS:
        who = named(line, group, group.last - 1) if group.word == "presence" else ""
        return as_said(mood, CONTESTS, who)
    return None
