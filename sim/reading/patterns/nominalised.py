"""Nouns that carry a relation to places: "control of N", "the capture of N", "a presence in N", "a flag over N"."""

from __future__ import annotations

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
    REACHES,
    RECAPTURED,
    REPELS,
    SHARED,
    listed,
)
from sim.reading.lexical.function_words import NEGATIVE, RISKY, UNREAL
from sim.reading.patterns.verbs_of_subject import agent, fallen
from sim.reading.syntax.attachment import Attachment, as_said, refused
from sim.reading.syntax.chunks import COUNT, LINK, NAME, VERB, ChunkedClause
from sim.reading.syntax.moods import NEGATED, SAID
from sim.reading.syntax.parties import civil, named, named_after, subject

PRESENCES = listed("presence foothold footholds footprint influence resistance cells")


def of_control(line: ChunkedClause, at: int, preposition: str) -> Attachment | None:
    """The bond of "control of N": what the verb before it makes of control, else control."""
    if line.at(at).word in ("grip", "hold", "stranglehold") and preposition == "in":
        return None
    if line.at(at - 1).word in ("for", "over") and (fight := fought_over(line, at - 2)) >= 0:
        return heard(line, fight) or as_said(SAID, CONTESTS, possessor(line, fight))
    verb = at - 1
    while line.at(verb).kind in (LINK, NAME) and at - verb < 4 and line.at(verb).word != "in":
        verb -= 1
    chunk = line.at(verb)
    opens = line.at(verb - 1).kind == "end"  # "in the north authority over N is disputed"
    if opens and (passed := control_passed(line, at)) is not None:
        return passed
    if chunk.kind == LINK and chunk.word == "in":
        return in_control(line, verb, at)
    if chunk.kind != VERB and (passed := control_passed(line, at)) is not None:
        return passed
    if chunk.kind != VERB or chunk.passive and chunk.word not in LIGHT:
        return as_said(SAID, CONTROLS, possessor(line, at)) if not heard(line, at) else heard(line, at)
    if REACHES.get((chunk.word, line.at(verb + 1).word)) == CONTESTS:
        return as_said(chunk.mood, CONTESTS, subject(line, verb))
    if DATIVES.get(chunk.word) == GAINED and (at - verb > 1 or "it" in line.at(at).words):
        return as_said(chunk.mood, CONTROLS, "")  # "giving it control of N"
    if nobody(line, verb):
        return as_said(SAID, CONTESTS, "")
    if chunk.words[-1] in UNREAL and " " not in chunk.word:
        return refused("wished for, not said to have happened")
    relation = LIGHT.get(chunk.word, CONTROLS)
    if relation == CONTROLS and (chunk.mood == NEGATED or "no" in line.at(at).words):
        return Attachment(LOST, subject(line, verb), lasting=True)  # "does not have jurisdiction over N"
    return as_said(chunk.mood, relation, subject(line, verb))


def fought_over(line: ChunkedClause, place: int) -> int:
    """Place of the fight at or before ``place`` that is "for control of" something; -1 if there is none."""
    for at in range(place, max(-1, place - 6), -1):
        chunk = line.at(at)
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


def control_passed(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of "control of N has passed to X", "control of N was lost"; None where nothing is said of it."""
    verb = next((i for i in range(at + 1, at + 7) if line.at(i).kind == VERB), -1)
    if verb < 0 or any(line.at(i).kind not in (LINK, NAME, COUNT) for i in range(at + 1, verb)):
        return None
    chunk = line.at(verb)
    if chunk.word in SHARED and (chunk.passive or chunk.bare):
        return as_said(chunk.mood, CONTESTS, "")  # "control of N is split between the rivals"
    if chunk.word in ENDS and not chunk.passive:
        return as_said(chunk.mood, LOST, possessor(line, at))  # "the junta's hold over N has vanished"
    if chunk.word in FALLS and not chunk.passive:
        return fallen(line, verb, chunk.mood)
    if not chunk.passive or chunk.word not in LIGHT:
        return None
    who, to = agent(line, verb)
    return as_said(chunk.mood, GAINED, who) if to == "to" else as_said(chunk.mood, LIGHT[chunk.word], "")


def in_control(line: ChunkedClause, link: int, at: int) -> Attachment:
    """The bond of "is in control of N", "remains in full control of N"."""
    verb = line.at(link - 1)
    if verb.kind == VERB:
        return as_said(verb.mood, CONTROLS, subject(line, link - 1))
    return as_said(SAID, CONTROLS, named_after(line, link - 1))


def possessor(line: ChunkedClause, at: int) -> str:
    """The party in front of a noun ("the rebels' capture of")."""
    group, tokens = line.at(at), line.clause.tokens
    last = group.last - (3 if tokens[group.last - 1].low == "-" else 1)  # "the army's mop-up of"
    return named(line, group, last) if last >= group.first else ""


def heard(line: ChunkedClause, at: int) -> Attachment | None:
    """A refusal where the words before a noun plan, fear or deny it; None if they do not."""
    before = {t.low for t in line.clause.tokens[max(0, line.at(at).last - 6) : line.at(at).last]}
    if line.clause.conditional or line.clause.denied or before & (UNREAL | RISKY | NEGATIVE):
        return refused("planned, feared or denied, not said to have happened")
    return None


def of_flag(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of a flag raised over N (gained) or flying there (controls)."""
    for verb in range(at - 1, max(-1, at - 3), -1):
        chunk = line.at(verb)
        if chunk.kind == VERB and chunk.word in RAISES:
            return as_said(chunk.mood, GAINED, subject(line, verb))
    return as_said(SAID, CONTROLS, possessor(line, at))


def of_assault(line: ChunkedClause, at: int) -> Attachment | None:
    """The bond of "repelled attacks on N", "launched an offensive against N": contested."""
    chunk = line.at(at - 1)
    fought = chunk.word in REPELS or (chunk.word in MOUNTS and line.at(at).word in ASSAULTS)
    return as_said(chunk.mood, CONTESTS, subject(line, at - 1)) if chunk.kind == VERB and fought else None


def of_noun(line: ChunkedClause, at: int, link: int) -> Attachment | None:
    """The bond of "the capture of N", "a presence in N"."""
    group = line.at(at)
    relation = NOUNS[group.word][0]
    if relation == CONTESTS and denied_presence(line, at):
        return refused("no presence, which counts no change")
    if (refusal := heard(line, at)) is not None:
        return refusal
    verb = next((i for i in range(at - 1, max(-1, at - 4), -1) if line.at(i).kind == VERB), -1)
    if civil(group) or (verb >= 0 and line.at(verb).mood not in (SAID,) and relation != CONTESTS):
        return as_said(line.at(verb).mood, relation, "") if verb >= 0 else refused("no party to the war")
    if relation == CONTROLS:
        return as_said(line.at(verb).mood if verb >= 0 else SAID, CONTROLS, subject(line, at))
    if verb >= 0 and line.at(verb).word in LIFTS and relation == CONTESTS:
        relation = RECAPTURED
    after = next((line.at(i) for i in range(link, link + 6) if line.at(i).kind == VERB), line.end)
    if after.passive and after.word in LIFTS and relation == CONTESTS:
        relation = RECAPTURED  # "the siege of two towns was lifted"
    if verb >= 0 and line.at(verb).word == "lose" and relation == CONTESTS:
        relation = LOST
    if group.word in FALL_NOUNS and line.at(link).word == "of":
        return fall_noun(line, at, link, relation)
    by = next((i for i in range(link, link + 7) if line.at(i).word == "by" and line.at(i).kind == LINK), -1)
    who = (
        named_after(line, by + 1)
        if by >= 0
        else possessor(line, at) or (subject(line, verb) if verb >= 0 else "")
    )
    return as_said(SAID, relation, who)


def denied_presence(line: ChunkedClause, at: int) -> bool:
    """True for "no government presence", "without any army foothold"."""
    tokens, group = line.clause.tokens, line.at(at)
    if group.word not in PRESENCES:
        return False
    before = {t.low for t in tokens[max(0, group.first - 2) : group.last]}
    return bool(before & {"no", "without", "zero", "little"}) and not line.clause.denied


def fall_noun(line: ChunkedClause, at: int, link: int, relation: str) -> Attachment:
    """The bond of "the fall of N": gained by the party after "to", lost where none is named."""
    for place in range(link + 1, link + 6):
        chunk = line.at(place)
        if chunk.kind == LINK and chunk.word == "to":
            who = named_after(line, place + 1)
            return (
                Attachment(LOST, possessor(line, at))
                if line.at(at).word == "loss"
                else Attachment(GAINED, who)
            )
        if chunk.kind not in (LINK, NAME, COUNT):
            break
    return Attachment(relation, possessor(line, at), open=True)
