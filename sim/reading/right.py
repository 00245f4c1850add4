"""What is said about a count on its right: "fell to X", "were taken by X", "are under X control", "the group holds"."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.bonds import Bond, as_said, refused
from sim.reading.chunks import AND, COUNT, LINK, NAME, VERB, WHO, Chunk, Line
from sim.reading.inflection import BASE, GERUND, PRESENT
from sim.reading.lexicon import (
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
    LANDS,
    LOST,
    LOYAL,
    NOUNS,
    OBEYS,
    PLEDGES,
    REACHES,
    RECAPTURED,
    RETURNS,
    SHAKES_OFF,
    STATES,
    STRIKES,
    SUFFERS,
    TAKES,
)
from sim.reading.moods import SAID
from sim.reading.parties import civil, named, named_after, subject
from sim.reading.states import changed_into, state_at
from sim.reading.units import participle_relation
from sim.reading.words import AUXILIARIES, LIGHT_VERBS

REACH = 16  # chunks looked at on the right of a count
AGENT_REACH = 5
TRANSFERS = frozenset(
    "cede surrender yield concede relinquish forfeit".split() + ["hand over", "sign over", "turn over", "give up", "give away"]
)
STAYS = frozenset(["remain", "stay", "be"])
OWN = frozenset(["theirs", "own", "his", "ours"])
MASTERS = frozenset("hands masters owners sides allegiance".split())


def said_after(line: Line, place: int, *, finite: bool = False, related: bool = False) -> Bond | None:
    """The bond made by what follows the count at ``place``; None if nothing does. ``finite``: only by a verb of its own.

    related  only what a relative pronoun says ("in the 20 villages that fell")
    """
    at, mood, verb = place + 1, SAID, ""
    whole, related = not related, False
    while at <= place + REACH:
        chunk = line.at(at)
        if not whole and not related and chunk.kind != WHO:
            return None
        if chunk.kind == VERB:
            if chunk.word in LIGHT_VERBS and not (chunk.word in TAKES and chunk.passive):
                settled = light(line, at)
                if settled is not None:
                    return settled
                mood, verb, at = chunk.mood, chunk.word, at + 1
                continue
            if chunk.passive and line.at(at + 1).word == "as" and line.at(at + 2).kind in (NAME, VERB):
                mood, verb, at = chunk.mood, "be", at + 2  # "classed as contested"
                continue
            inner = acted(line, place, at, mood, finite=finite)
            if inner is None and (then := joined_verb(line, at)):
                at, mood, verb = then, SAID, ""
                continue
            return main_after(line, at, related=related) or inner if related or not chunk.passive else inner
        found = stated(line, place, at, mood, verb)
        if found is not None:
            return None if finite and not verb else found
        if chunk.kind == WHO:
            related, at = True, at + 1
            continue
        if chunk.kind == NAME and (related or line.at(at - 1).kind in (COUNT, NAME)) and not verb:
            owned = gap(line, place, at)
            if owned is not None or related:
                return owned
        if chunk.kind == AND:
            mood, verb = SAID, ""
        step = passed_over(line, at)
        if not step:
            return None
        at += step
    return None


def passed_over(line: Line, at: int) -> int:
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
    if chunk.kind == AND and after.kind == VERB and not after.form == "gerund":
        return 1
    if chunk.kind == AND and after.kind in (NAME, COUNT):
        return 2
    if chunk.kind == AND and after.kind == AND:
        return 1
    return 0


def light(line: Line, at: int) -> Bond | None:
    """The bond of "are left to X", "belong to X" at the light verb ``at``; None where what follows it decides."""
    chunk, after = line.at(at), line.at(at + 1)
    if line.at(at + 2).words[:1] in (("their",), ("its",)):
        return None  # "left to their fate"
    if chunk.word == "leave" and after.kind == LINK and after.word in ("to", "for", "with"):
        return as_said(chunk.mood, CONTROLS, named_after(line, at + 2)) if state_at(line, at + 1) is None else None
    return None


def stated(line: Line, place: int, at: int, mood: str, verb: str) -> Bond | None:
    """The bond of the state or adjective at ``at`` ("under X", "with X", "loyal to X", "disputed")."""
    chunk, after = line.at(at), line.at(at + 1)
    if chunk.kind == LINK:
        back = any(t.low == "back" for t in line.clause.tokens[max(0, chunk.first - 2) : chunk.first])
        if chunk.word == "with" and NOUNS.get(after.word, ("",))[0] == CONTESTS:
            return as_said(mood, CONTESTS, "")
        if chunk.word == "with" and verb in ("remain", "stay", "lie", "rest", "be", "stick", "side"):
            return as_said(mood, RECAPTURED if back else CONTROLS, named_after(line, at + 1))
        if chunk.word in ("under", "into") and verb in ("come", "bring", "put", "place"):
            return changed_into(state_at(line, at, mood), back=back)
        if chunk.word == "as" and after.word in OWN:
            return as_said(mood, CONTROLS, "")
        if chunk.word == "as" and (relation := participle_relation(after.word)):
            return as_said(mood, relation, named(line, after, after.last - 2) if "-" in after.words else "")
        relation, links = LOYAL.get(after.word, ("", frozenset()))
        if relation and line.at(at + 2).word in links:  # "in thrall to X", "off limits to X"
            return as_said(mood, relation, named_after(line, at + 3))
        found = state_at(line, at, mood)
        if found is not None and found.relation == LOST and line.at(at + 2).kind == AND:
            found = state_at(line, at + 3, mood) or found  # "beyond the army's reach and under rebel rule"
        return changed_into(found, back=True) if back else found
    if chunk.kind != NAME:
        return None
    if verb in SUFFERS and NOUNS.get(chunk.word, ("",))[0] == CONTESTS:
        return as_said(mood, CONTESTS, "") if mood == SAID else None
    if chunk.word in OWN and verb:
        return as_said(mood, CONTROLS, "")
    if verb == "be" and chunk.word in LANDS and len(chunk.words) > 1:
        return as_said(mood, CONTROLS, named(line, chunk, chunk.last - 1))
    if verb and (relation := participle_relation(chunk.word)):
        return as_said(mood, relation, named(line, chunk, chunk.last - 2) if "-" in chunk.words else "")
    for word in chunk.words[-3:]:
        relation, links = LOYAL.get(word, ("", frozenset()))
        if relation and (not links or after.word in links):
            who = named_after(line, at + 2) if links else ""
            return as_said(mood, relation, who if relation == CONTROLS else "")
    if verb in ("be", "become", "remain") and chunk.words[-1] in ("battlefields", "battlegrounds", "frontlines", "flashpoints"):
        return as_said(mood, CONTESTS, "")
    return None


def acted(line: Line, place: int, at: int, mood: str, *, finite: bool) -> Bond | None:
    """The bond of the verb at ``at``, whose subject the count is."""
    chunk = line.at(at)
    mood = chunk.mood if chunk.mood != SAID else mood
    word = chunk.word
    if word in TAKES and (chunk.passive or reduced(line, place, at)):
        return None if finite and not chunk.passive and not line.at(at - 1).kind == VERB else taken(line, at, mood)
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
    if word in FALLS and AT_RISK & {*chunk.words, line.clause.tokens[max(0, chunk.first - 1)].low}:
        return as_said(SAID, CONTESTS, "")
    if word in RETURNS:
        return returned(line, at, mood)
    if word in FALLS and not chunk.passive:
        return fallen(line, at, mood)
    if word in OBEYS and (not OBEYS[word] or line.at(at + 1).word in OBEYS[word]):
        return as_said(mood, CONTROLS, named_after(line, at + 1 + bool(OBEYS[word])))
    if chunk.passive and (word, line.at(at + 1).word) in REACHES:
        return as_said(mood, REACHES[word, line.at(at + 1).word], "")
    if word in EXPELS and (chunk.passive or chunk.bare) and line.at(at + 1).word in ("of", "free of"):
        return as_said(mood, RECAPTURED, "")
    if chunk.passive and word in DATIVES and line.at(at + 1).word == "to":
        return as_said(mood, GAINED, named_after(line, at + 2))
    if chunk.passive and word in STRIKES and agent(line, at)[1] == "by" and not civil(line.at(at + 2)):
        return as_said(mood, CONTESTS, agent(line, at)[0])
    return suffered(line, at, mood)


def into(line: Line, at: int, mood: str) -> Bond | None:
    """The state entered through the link at ``at`` ("under X control", "into X hands", "to X rule")."""
    link = line.at(at)
    if link.kind != LINK or link.word not in ("under", "into", "to", "in", "within"):
        return None
    return state_at(line, at, mood)


def reduced(line: Line, place: int, at: int) -> bool:
    """True for a participle without "to be" that is said of the count: "nine towns captured since May"."""
    chunk, after = line.at(at), line.at(at + 1)
    if not chunk.bare or chunk.form == "gerund":
        return line.at(at - 1).kind == VERB and line.at(at - 1).word in LIGHT_VERBS and chunk.form == "participle"
    if line.at(at - 1).kind == WHO:
        return False
    return after.kind not in (NAME, COUNT) and after.word != "of"


def taken(line: Line, at: int, mood: str) -> Bond:
    """The bond of a passive: what was done, by whom ("lost to X" and "ceded to X" name who gained)."""
    chunk = line.at(at)
    while line.at(at + 1).kind == AND and line.at(at + 2).word in TAKES and line.at(at + 2).bare:
        at += 2  # "were taken, lost and retaken"
    chunk = chunk if line.at(at) is chunk else replace(line.at(at), words=chunk.words)
    relation = CONTROLS if chunk.word == "occupy" and line.at(at - 1).word in STAYS else taking(chunk)
    if civil(line.at(at + 2)) and line.at(at + 1).word in ("by", "for", "after", "over", "amid", "due"):
        return refused("done by no party")
    who, link = agent(line, at)
    if line.at(at + 1).word == "back" or "back" in {t.low for t in line.clause.tokens[chunk.last + 1 : chunk.last + 3]}:
        relation = RECAPTURED if relation == GAINED else relation
    if relation == LOST and link == "to":
        given = chunk.word in TRANSFERS
        return as_said(mood, GAINED if given else LOST, who if given else "")
    return as_said(mood, relation, who if link == "by" else "")


def taking(chunk: Chunk) -> str:
    """Relation of a verb of control; "occupy" is a gain when it happened and control while it lasts."""
    lasts = chunk.form in (BASE, PRESENT, GERUND) or chunk.words[0] in ("is", "are")
    return CONTROLS if chunk.word == "occupy" and lasts else TAKES[chunk.word]


def agent(line: Line, at: int) -> tuple[str, str]:
    """Who did it and the preposition that says so ("by X", "to X"); ('', '') if nobody is named."""
    for place in range(at + 1, at + 1 + AGENT_REACH):
        chunk = line.at(place)
        if chunk.kind == LINK and chunk.word in ("by", "to"):
            return named_after(line, place + 1), chunk.word
        if chunk.kind not in (LINK, NAME):
            break
    return "", ""


def returned(line: Line, at: int, mood: str) -> Bond | None:
    """The bond of places that returned to somebody."""
    for place in (at + 1, at + 2):
        link = line.at(place)
        if link.kind == LINK and link.word in ("to", "under", "into"):
            state = state_at(line, place, mood)
            return changed_into(state, back=True) or as_said(mood, RECAPTURED, named_after(line, place + 1))
    return None


def fallen(line: Line, at: int, mood: str) -> Bond | None:
    """The bond of places that fell: gained by who took them, lost where no taker is named."""
    chunk = line.at(at)
    away: Bond | None = None
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
            away = state_at(line, place, mood) or lost_from(line, place, mood)
        if link.kind not in (LINK, NAME):
            break
    return away or (as_said(mood, LOST, "") if chunk.word in FALLEN_ALONE or chunk.word == "surrender" else None)


def lost_from(line: Line, place: int, mood: str) -> Bond:
    """The bond of "slipped from the army's hands"."""
    group = line.at(place + 1)
    who = named(line, group, group.last - 1) if group.word in STATES else named_after(line, place + 1)
    return as_said(mood, LOST, who)


def changed_hands(line: Line, at: int, mood: str) -> Bond:
    """The bond of places that changed hands: gained by the party named after, if one is."""
    who, link = agent(line, at + 1)
    return as_said(mood, GAINED, who if link == "to" else "")


def suffered(line: Line, at: int, mood: str) -> Bond | None:
    """The bond of "face a strong rebel presence", "see heavy fighting": contested."""
    chunk, group = line.at(at), line.at(at + 1)
    if chunk.word == "face" and group.word in NOUNS:
        return as_said(mood, CONTESTS, "")
    if chunk.word in SUFFERS and group.kind == NAME and NOUNS.get(group.word, ("",))[0] == CONTESTS:
        who = named(line, group, group.last - 1) if group.word == "presence" else ""
        return as_said(mood, CONTESTS, who)
    return None


def gap(line: Line, place: int, at: int) -> Bond | None:
    """The bond of "the 40 towns [that] the group holds": an active verb whose object is the count before it."""
    verb = next((i for i in range(at + 1, at + 5) if line.at(i).kind == VERB), -1)
    if verb < 0 or any(line.at(i).kind not in (NAME, LINK, AND) for i in range(at, verb)):
        return None
    chunk, after = line.at(verb), line.at(verb + 1)
    if chunk.word in ("have",) or chunk.passive or after.kind in (NAME, COUNT) or civil(line.at(at)):
        return None
    if chunk.word not in TAKES:
        return None
    own = as_said(chunk.mood, TAKES[chunk.word], subject(line, verb))
    return main_verb(line, place, verb) or (own if own.reason else replace(own, whole=True))


def joined_verb(line: Line, verb: int) -> int:
    """Place of a second verb of the same subject ("were shelled and captured"); 0 if there is none."""
    at = verb + 1
    while line.at(at).kind in (LINK, NAME) and at - verb < AGENT_REACH:
        at += 1
    return at + 1 if line.at(at).word == "and" and line.at(at + 1).kind == VERB else 0


def main_after(line: Line, verb: int, *, related: bool) -> Bond | None:
    """What the main verb says after a relative clause or participle that ends with the verb at ``verb``."""
    at = verb + 1
    while line.at(at).kind == LINK and line.at(at + 1).kind == NAME:
        at += 2
    at += line.at(at).word == ","
    return said_after(line, at - 1) if line.at(at).kind == VERB and (related or at > verb + 1 or line.at(at).words[0] in AUXILIARIES) else None


def main_verb(line: Line, place: int, verb: int) -> Bond | None:
    """The bond made by the main verb after a relative clause ("villages that the army lost have been retaken")."""
    at = verb + 1
    while line.at(at).kind == LINK and line.at(at + 1).kind == NAME:
        at += 2
    return acted(line, place, at, SAID, finite=True) if line.at(at).kind == VERB and line.at(at).passive else None
