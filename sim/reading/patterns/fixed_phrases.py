"""Fixed turns of a verb and its noun: "take orders from X", "have new masters", "call the shots in N", "set foot in N"."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.lexical.control_verbs import (
    CONTESTS,
    CONTROLS,
    GAINED,
    HOARDS,
    LOST,
    NOUNS,
    PARTIES,
    RECAPTURED,
    STATES,
    listed,
)
from sim.reading.syntax.attachment import Attachment, as_said
from sim.reading.syntax.chunks import NAME, VERB, ChunkedClause
from sim.reading.syntax.moods import NEGATED, NO_LONGER, SAID
from sim.reading.syntax.parties import civil, named, named_after, subject, subject_place

INSIDE = listed("in across throughout over inside within on into at of to for")


@dataclass(frozen=True)
class Turn:
    """Any of ``verbs`` with any of ``nouns``; ``links`` lead to the party, or to the places where ``of_party`` is set."""

    relation: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    links: frozenset[str]


PLACES_FIRST = (  # N + verb + noun + link + party
    Turn(CONTROLS, listed("take obey follow receive"), listed("orders instructions directions commands lead"), listed("from of")),
    Turn(CONTROLS, listed("pay owe render"), listed("tax taxes tribute tolls homage dues allegiance loyalty obedience"), listed("to")),
    Turn(GAINED, listed("swear pledge declare profess give offer transfer switch"), listed("allegiance loyalty fealty obedience support"),
         listed("to for")),
    Turn(CONTESTS, listed("lie be fall come"), listed("range earshot sight"), listed("of")),
)  # fmt: skip
PARTY_FIRST = (  # party + verb + noun + link + N
    Turn(CONTROLS, listed("have hold enjoy keep retain"),
         listed("hand edge run say word initiative whip final-say monopoly majority possession charge"), INSIDE),
    Turn(CONTROLS, listed("call"), listed("shots tune"), INSIDE),
    Turn(CONTROLS, listed("set make lay_down enforce dictate"), listed("rules law laws terms"), INSIDE),
    Turn(CONTROLS, listed("hold keep"), listed("keys reins whip"), INSIDE),
    Turn(CONTROLS, listed("collect levy raise gather extort impose"), listed("tax taxes tolls tithes zakat levies duties tribute"), INSIDE),
    Turn(CONTROLS, listed("run dispense administer operate man install appoint name set_up"),
         listed("courts justice checkpoints roadblocks affairs governors mayors police administrations administration order sharia"), INSIDE),
    Turn(CONTROLS, listed("lay stake"), listed("claim"), listed("to")),
    Turn(CONTROLS, listed("hold preserve keep"), listed("ground line fort"), listed("in")),
    Turn(GAINED, listed("set"), listed("foot"), INSIDE),
    Turn(GAINED, listed("plant raise hoist"), listed("flag flags banner banners colours"), INSIDE),
    Turn(LOST, listed("desert abandon quit flee leave vacate evacuate"),
         listed("posts post positions barracks outposts garrisons garrison bases stations checkpoints"), listed("in at across")),
    Turn(RECAPTURED, listed("restore reimpose reinstate re-establish reestablish"), listed("order rule law presence administration"), INSIDE),
    Turn(LOST, listed("turn"), listed("back backs tail"), listed("on from")),
    Turn(LOST, listed("beat make"), listed("retreat exit withdrawal escape"), listed("from")),
    Turn(LOST, listed("take"), listed("leave flight"), listed("of from")),
    Turn(LOST, listed("wash"), listed("hands"), listed("of")),
    Turn(LOST, listed("give lose"), listed("ground"), INSIDE),
    Turn(LOST, listed("suffer"), listed("loss losses"), listed("of")),
    Turn(GAINED, listed("gain make"), listed("ground gains"), INSIDE),
    Turn(CONTESTS, listed("lay put"), listed("siege"), listed("to")),
    Turn(CONTESTS, listed("lock cross"), listed("horns swords"), listed("over for in")),
    Turn(CONTESTS, listed("trade exchange"), listed("blows fire"), listed("over for in")),
)  # fmt: skip
WAY_VERBS = listed(
    "fight force battle punch blast shoot make work edge claw inch push smash bludgeon bulldoze storm hack batter elbow muscle find cut"
)
NEW = listed("new")
MASTERS = listed(
    "masters master rulers ruler owners owner overlords overlord bosses occupiers occupier authorities administration"
)
SEES_CELLS = listed("harbour harbor shelter house host contain hide have see")


def places_first(line: ChunkedClause, at: int, mood: str) -> Attachment | None:
    """The bond of a turn whose verb at ``at`` has the count for its subject."""
    chunk, noun, link = line.at(at), line.at(at + 1), line.at(at + 2)
    if noun.kind != NAME or chunk.passive:
        return None
    for turn in PLACES_FIRST:
        if chunk.word in turn.verbs and noun.word in turn.nouns and link.word in turn.links:
            return as_said(mood, turn.relation, named_after(line, at + 3))
    if (
        chunk.word in ("have", "get", "find", "acquire", "gain")
        and noun.word in MASTERS
        and set(noun.words) & NEW
    ):
        return as_said(mood, GAINED, "")
    if chunk.word in ("trade", "swap", "switch", "exchange") and noun.word in ("hands", "masters", "owners"):
        who = named_after(line, at + 3) if link.word == "to" else ""
        return Attachment(GAINED, who) if mood == SAID else as_said(mood, GAINED, who)
    if chunk.word in ("welcome", "embrace", "greet", "hail") and set(noun.words) & PARTIES:
        return as_said(mood, GAINED, named(line, noun))
    contested = NOUNS.get(noun.word, ("",))[0] == CONTESTS and not civil(noun)
    if chunk.word in SEES_CELLS and contested and chunk.word != "have":
        return as_said(mood, CONTESTS, "")
    return None


def party_first(line: ChunkedClause, at: int, link: int) -> Attachment | None:
    """The bond of a turn whose noun at ``at`` leads to the count through the preposition at ``link``."""
    verb, noun = line.at(at - 1), line.at(at)
    if verb.kind != VERB or verb.passive:
        return None
    who = subject_place(line, at - 1)
    if who >= 0 and civil(line.at(who)):
        return None
    preposition = line.at(link).word
    for turn in PARTY_FIRST:
        if verb.word in turn.verbs and noun.word in turn.nouns and preposition in turn.links:
            if turn.relation == GAINED and verb.mood in (NO_LONGER, NEGATED):
                return Attachment(LOST, subject(line, at - 1)) if verb.mood == NO_LONGER else None
            return as_said(verb.mood, turn.relation, subject(line, at - 1))
    return own_way(line, at, preposition) if noun.word in ("way", "back") else None


def own_way(line: ChunkedClause, at: int, preposition: str) -> Attachment | None:
    """The bond of "fought its way into N" (back: recaptured; out of: lost)."""
    verb, words = line.at(at - 1), line.at(at).words
    if verb.word not in WAY_VERBS or "way" not in words:
        return None
    if preposition in ("into", "through", "across", "onto", "in", "to"):
        before = line.clause.tokens[line.at(at + 1).first - 1].low
        back = "back" in words or before == "back"
        return as_said(verb.mood, RECAPTURED if back else GAINED, subject(line, at - 1))
    return as_said(verb.mood, LOST, subject(line, at - 1)) if preposition in ("out of", "from") else None


def in_state_of(words: tuple[str, ...]) -> str:
    """Relation of a heading that is only a state with its owner ("Rebel hands", "Army losses"); '' for another."""
    if len(words) < 2 or not set(words[:-1]) & (PARTIES | {"'s", "'"}):
        return ""
    return STATES.get(words[-1], "") or HOARDS.get(words[-1], "")
