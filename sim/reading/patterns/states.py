"""Who has a place: "under X control", "in the hands of X", "with X", "out of X's control", "in dispute"."""

from __future__ import annotations

from dataclasses import replace

from sim.reading.lexical.control_verbs import (
    BEYOND,
    CONTESTS,
    CONTROLS,
    DISPUTED,
    GAINED,
    GREY,
    LOST,
    NOUNS,
    REACH_NOUNS,
    RECAPTURED,
    RISKS,
    STATES,
    ZONES,
)
from sim.reading.lexical.function_words import NO_RULER, listed
from sim.reading.syntax.attachment import Attachment, in_mood
from sim.reading.syntax.chunks import LINK, NAME, ChunkedClause
from sim.reading.syntax.moods import ASSERTED
from sim.reading.syntax.parties import civil, named, named_after, written

WHOSE = frozenset(["of", "by", "from"])
DOOMS = listed(
    "falling fall capture collapse encirclement takeover attack assault seizure defeat being loss overrun rebels insurgents troops forces army"
)
IN_NOUNS = listed(
    "hands hand grip grasp possession fold camp clutches fist keeping column custody orbit thumb bag power"
)


def state_at(line: ChunkedClause, place: int, mood: str = ASSERTED) -> Attachment | None:
    """The bond of the state that the link at ``place`` opens ("under", "in", "with", "beyond"); None if it opens none."""
    link = line.at(place)
    group = line.at(place + 1)
    if link.kind != LINK or group.kind != NAME:
        return None
    if link.word in BEYOND and (group.word in REACH_NOUNS or STATES.get(group.word) == CONTROLS):
        attachment = in_mood(mood, LOST, holder(line, place + 1))
        return replace(attachment, lasting=not attachment.reason)
    if link.word in ("under", "in", "into", "at", "within", "to", "on", "behind", "for"):
        return inside(line, place, mood)
    return None


def inside(line: ChunkedClause, place: int, mood: str) -> Attachment | None:
    """The bond of "under X control", "in X hands", "in dispute", "at risk of falling"."""
    link, group = line.at(place).word, line.at(place + 1)
    if link != "under" and (group.word in DISPUTED or disputed_zone(group.words)):
        return in_mood(mood, CONTESTS, "")
    if (group.word in RISKS and link in ("at", "on", "in") and falling(line, place + 2)) or (
        link in ("on", "in") and group.word in ("line", "lines", "frontline")
    ):
        return in_mood(mood, CONTESTS, "")
    noun = state_noun(group.words)
    relation = STATES.get(noun, "")
    if not relation:
        return whom(line, place, mood) if link == "under" else None
    has_owner = line.at(place + 2).kind == LINK and line.at(place + 2).word in WHOSE
    if link != "under" and noun not in IN_NOUNS and not (has_owner or link == "to") and relation == CONTROLS:
        return None
    if link in ("on", "at", "behind", "for"):
        return None
    return in_mood(mood, relation, holder(line, place + 1))


def falling(line: ChunkedClause, place: int) -> bool:
    """True where "of falling", "of capture" or nothing of another kind follows "at risk"."""
    link, noun = line.at(place), line.at(place + 1)
    if link.kind != LINK or link.word not in ("of", "from"):
        return link.kind != LINK and not civil(*line.chunks)
    return noun.kind != NAME or bool(set(noun.words) & DOOMS) or NOUNS.get(noun.word, ("",))[0] != ""


def disputed_zone(words: tuple[str, ...]) -> bool:
    """True for "the contested grey zone", "no-man's land"; not for "the rebel zone"."""
    return words[-1] in ZONES and (words[-1] != "zone" or bool(set(words) & GREY))


def state_noun(words: tuple[str, ...]) -> str:
    """The noun of a state that a noun group ends with ("rebel control", "effective control")."""
    return words[-1] if words[-1] in STATES else ""


def holder(line: ChunkedClause, place: int) -> str:
    """The party in the state's noun group at ``place`` or after its "of"."""
    link = line.at(place + 1)
    if link.kind == LINK and link.word in WHOSE:
        return named_after(line, place + 2)
    return written(line.clause.tokens, line.at(place).first, line.at(place).last)


def whom(line: ChunkedClause, place: int, mood: str) -> Attachment | None:
    """The bond of "are under the council": a party named right after "under"."""
    group = line.at(place + 1)
    first = line.clause.tokens[group.first]
    if not (first.low == "the" or first.capitalised) or set(group.words) & NO_RULER:
        return None
    return in_mood(mood, CONTROLS, named(line, group))


def changed_into(bond: Attachment | None, *, back: bool) -> Attachment | None:
    """The bond of a state newly entered: gained, or recaptured where it is a return."""
    if bond is None or bond.reason or bond.relation != CONTROLS:
        return bond
    return Attachment(RECAPTURED if back else GAINED, bond.faction, open=bond.open)
