"""``bond``: what ties a count to a faction.

The order of the questions is the order of the grammar: a comparison, a level, what governs the count from the left,
what is said about it on the right, the list it stands in.
"""

from __future__ import annotations

from dataclasses import replace

from sim.reading.lexical.control_verbs import (
    AREAS,
    COLLECTIVES,
    CONTROLS,
    ENTERS,
    GAINED,
    PARTIES,
    SPANS,
    TAKES,
)
from sim.reading.lexical.function_words import CONDITIONS, KM2, LIGHT_VERBS, listed
from sim.reading.lexical.inflection import GERUND
from sim.reading.patterns.clefts import cleft, tracked
from sim.reading.patterns.fallback import loosely
from sim.reading.patterns.fronted import fronted, where
from sim.reading.patterns.left_context import governed
from sim.reading.patterns.level_changes import level
from sim.reading.patterns.right_context import bond_after
from sim.reading.patterns.states import changed_into
from sim.reading.syntax.attachment import UNTRUE, Attachment, in_mood, inherited, refused, seen_after
from sim.reading.syntax.chunks import AND, COUNT, END, LINK, NAME, VERB, WHO, Chunk, ChunkedClause
from sim.reading.syntax.clauses import elective
from sim.reading.syntax.moods import ASSERTED, NEGATED, NO_LONGER
from sim.reading.syntax.parties import named, named_after, named_party, subject_place, written
from sim.reading.syntax.units import participle_relation

Bonds = dict[int, Attachment | None]
WHERE = listed("in from to near around across on at into between through over against toward towards for by")
BRINGS = listed("bring draw put place push get drag haul force deliver plunge")
PLACED = frozenset(["to", "in", "near", "around", "along", "across"])
GAPPED_LINKS = frozenset(["in", "of", "from", "over", "with"])
GIVEN_BACK = frozenset(["return", "restore"])
LISTING = listed(
    "watch witness count list record identify show report map tally register name number find see leave reckon include estimate assess"
    " classify deem describe rate label regard mark colour color say claim acknowledge admit"
)
COUNTERS = listed(
    "monitor monitors analyst analysts report survey map maps estimate estimates count tally data study tracker institute"
    " agency observatory researchers audit figures statistics spokesman spokeswoman official officials ministry assessment"
)
MANY = 1900  # a number without a noun from here on is a year or counts something else
FORMER = frozenset(["used", "once", "formerly", "previously"])
FORMER_REACH = 6  # tokens after a count
LIST_REACH = 12  # chunks of a list before "and three others"


def bond(line: ChunkedClause, place: int, earlier: Bonds) -> Attachment | None:
    """What ties the count at chunk ``place`` to a faction; None if nothing in its clause does.

    earlier  bonds of the counts of the clause already read, by chunk
    """
    phrase = line.at(place).phrase
    if phrase is not None and phrase.opening:
        return refused("a total only")
    if elective(line.clause):
        return refused("won or lost at the polls")
    before = line.at(place - 1)
    if before.word == "of" and line.at(place - 2).kind == AND:
        return refused("a total only")  # "half, or 54, of the 105 districts"
    if before.kind == LINK and before.word in ("including", "among"):
        has_counted = any(tied is not None and not tied.reason for tied in earlier.values())
        return (not has_counted and included(line, place)) or refused("part of a count already taken")
    if before.kind == LINK and (
        before.word in ("versus", "than") or (before.word == "against" and not line.at(place).word)
    ):
        return with_agent(line, place, inherited())
    if before.word in SPANS and before.form == GERUND and place == 1 and line.clause.opener.endswith("ing"):
        return inherited()  # "holds 72 townships, covering 17 percent of the land"
    if before.kind == AND:
        attachment = in_list(line, place, earlier) or where(line, place)
        return attachment or cleft(line, place) or alone(line, place)
    area = line.at(place - 2).word in AREAS and line.at(place).word in ("km2", *KM2)
    if (
        before.word == "of"
        and (area or line.at(place - 2).word in COLLECTIVES)
        and line.at(place - 3).kind == AND
    ):
        return in_list(line, place, earlier)  # "rules two cities and parts of three others"
    governing = governed(line, place)
    if governing is not None and (
        not governing.reason or governing.reason in (UNTRUE[NEGATED], UNTRUE[NO_LONGER])
    ):
        return governing
    attachment = tracked(line, place) or level(line, place) or gapped(line, place) or cleft(line, place)
    attachment = attachment or seen_after(own_words(line, place))
    attachment = attachment or governing or described(line, place) or alone(line, place)
    return attachment or loosely(line, place, apart=elsewhere(line, place))


def included(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of "most of the north, including its two largest cities": that of the names before, which hold no count."""
    for at, chunk in line.back(place - 2, LIST_REACH):
        if chunk.kind not in (NAME, LINK, AND):
            return None
        attachment = governed(line, at) if chunk.kind == NAME else None
        if attachment is not None:
            return attachment
    return None


def described(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of "there are eight rebel-held towns", "the map shows nine contested districts"."""
    before, chunk = line.at(place - 1), line.at(place)
    is_listed = (
        before.kind == VERB and before.mood == ASSERTED and (before.word == "be" or before.word in LISTING)
    )
    if not is_listed and (place > 0 or line.at(place + 1).kind != END):
        return None
    tokens = line.clause.tokens
    for at in range(chunk.first + 1, chunk.last):
        if relation := participle_relation(tokens[at].low):
            hyphen = tokens[at - 1].low == "-"
            return Attachment(relation, written(tokens, at - 2, at - 1) if hyphen else "")
    return None


def alone(line: ChunkedClause, place: int) -> Attachment | None:
    """The relation of the count before it for a clause that is only a number, or a party and its number."""
    chunks = [chunk for chunk in line.chunks if chunk.kind != END]
    if line.clause.opener in CONDITIONS:
        return None
    phrase = line.at(place).phrase
    if phrase is not None and phrase.elided and (phrase.numeral.low or 0) >= MANY:
        return refused("too great for a number of places")
    kinds = [chunk.kind for chunk in chunks]
    while kinds and kinds[-1] == AND:
        kinds.pop()
    kinds = kinds[kinds[:1] == [AND] and chunks[0].word == "and" :]
    is_location = kinds[1:3] == [LINK, NAME] and set(kinds[3:]) <= {
        AND,
        NAME,
    }  # "six towns in Kayah and southern Shan"
    listing = kinds[:1] == [COUNT] and (set(kinds) <= {COUNT, AND} or is_location)
    if listing and not partitive(line, place):
        return inherited()
    own_attachment = not line.at(place).word and [chunk.kind for chunk in chunks] == [NAME, AND, COUNT]
    return inherited(named(line, chunks[0])) if own_attachment else None


def own_words(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond made by what follows the count; a count that only says where something else is has none by a phrase."""
    is_elsewhere = (
        elsewhere(line, place) and line.at(place + 1).word != "as"
    )  # "assessed nine towns as rebel-held"
    attachment = fronted(line, place) or where(line, place) or bond_after(line, place, related=is_elsewhere)
    if (
        attachment is not None
        and attachment.whole
        and attachment.relation == CONTROLS
        and former(line, place)
    ):
        return None  # "78 percent of the territory they used to hold"
    return entered(line, place, attachment)


def former(line: ChunkedClause, place: int) -> bool:
    """True if what is said right behind the count is said to be past."""
    after = line.at(place).last + 1
    return bool(FORMER & {token.low for token in line.clause.tokens[after : after + FORMER_REACH]})


def elsewhere(line: ChunkedClause, place: int) -> bool:
    """True for a count that only says where something else happens, or to which something else is done."""
    before = line.at(place - 1)
    return before.word in WHERE if before.kind == LINK else before.kind == VERB and acts_otherwise(before)


def acts_otherwise(verb: Chunk) -> bool:
    """True for a verb that does something else to the places ("visited three districts held by the army")."""
    return (
        not verb.passive
        and verb.word not in LIGHT_VERBS
        and verb.word not in LISTING | GIVEN_BACK
        and verb.word not in ENTERS
    )


def counts(line: ChunkedClause, place: int) -> bool:
    """True if the verb before the count only counts ("the monitor put 54 districts under government control")."""
    at = subject_place(line, place - 1)
    return line.at(place - 1).word in ("put", "place") and at >= 0 and bool(set(line.at(at).words) & COUNTERS)


def entered(line: ChunkedClause, place: int, attachment: Attachment | None) -> Attachment | None:
    """The bond, a gain where the verb before the count brings it about ("brought 26 villages under rebel control")."""
    before = line.at(place - 1)
    if before.kind == VERB and before.word in GIVEN_BACK:
        return changed_into(attachment, back=True)
    is_brought = before.kind == VERB and before.word in BRINGS
    if attachment is not None and is_brought and before.mood != ASSERTED:
        return in_mood(before.mood, GAINED, attachment.faction)
    return changed_into(attachment, back=False) if is_brought and not counts(line, place) else attachment


def in_list(line: ChunkedClause, place: int, earlier: Bonds) -> Attachment | None:
    """The bond of a count after "and" or a comma: its own verb if it has one, else that of the list it stands in."""
    after = line.at(place + 1)
    last = next((tied for tied in reversed(earlier.values()) if tied is not None), None)
    if (
        after.word == "by"
        and not line.at(place).word
        and last is not None
        and line.at(place + 3).kind != VERB
    ):
        return with_agent(line, place, last)  # "40 towns held by the front, 12 by the army"
    holder = line.at(place + 2)
    if after.word == "with" and not line.at(place).word and set(holder.words) & PARTIES and last is not None:
        return Attachment(CONTROLS, named(line, holder))  # "four with the government"
    is_bare = (
        not line.at(place).word and after.kind == VERB and after.bare and after.word in TAKES
    )  # "and two lost"
    own_bond = bond_after(line, place, finite=not is_bare)
    if own_bond is not None:
        return seen_after(own_bond)
    if not line.at(place).word and after.kind == VERB and after.bare and after.word not in TAKES:
        return None  # "nine villages were taken and 300 people displaced"
    head = list_head(line, place)
    if partitive(line, place):
        relative_bond = bond_after(line, place + 1) if line.at(place + 2).kind == WHO else None
        return relative_bond or refused("part of a count already taken")
    inherited_bond = earlier.get(head) if line.at(head).kind == COUNT else governed_at(line, head, place)
    if inherited_bond is None and line.at(place).word == "":
        inherited_bond = next((tied for tied in reversed(earlier.values()) if tied is not None), None)
    if inherited_bond is None or inherited_bond.after:
        attachment = bond_after(line, place)
        if attachment is not None:
            return seen_after(attachment)
    return with_agent(line, place, inherited_bond) if inherited_bond is not None else None


def partitive(line: ChunkedClause, place: int) -> bool:
    """True for "six of them", "four of which"."""
    link, total = line.at(place + 1), line.at(place + 2)
    return link.word == "of" and total.word in ("them", "these", "those", "which")


def list_head(line: ChunkedClause, place: int) -> int:
    """Place of the count, or of what governs the names, that a list ending at ``place`` begins with."""
    at = place - 1
    while at >= 0 and place - at <= LIST_REACH:
        if line.at(at).kind == COUNT or line.at(at).kind not in (AND, NAME, LINK):
            return at
        at -= 1
    return at


def governed_at(line: ChunkedClause, head: int, place: int) -> Attachment | None:
    """The bond of names after the word at ``head``, which the count at ``place`` shares."""
    for at in range(place - 1, head, -1):
        if line.at(at).kind == NAME and line.at(at - 1).kind in (VERB, LINK):
            attachment = governed(line, at)
            if attachment is not None:
                return attachment
    return None


def with_agent(line: ChunkedClause, place: int, listed: Attachment) -> Attachment:
    """The bond with an agent of its own where one follows ("75 held by the front and 120 by the government")."""
    after = line.at(place + 1)
    if after.word != "by" or after.kind != LINK or listed.reason:
        return listed
    return replace(listed, faction=named_after(line, place + 2))


def gapped(line: ChunkedClause, place: int) -> Attachment | None:
    """The bond of "... and the junta 12": the relation of the count before it, with a party of its own."""
    before, phrase = line.at(place - 1), line.at(place).phrase
    if before.kind == LINK and before.word in GAPPED_LINKS and line.at(place - 2).kind == NAME:
        place -= 1  # "the front has a foothold in 31 towns, the league in 12"
        before = line.at(place - 1)
    if before.kind != NAME or phrase is None or not phrase.elided:
        return None
    after = line.at(place + 1 + (line.at(place).kind == LINK))
    next_chunk = line.at(place + 3 + (line.at(place).kind == LINK))
    is_placed = (
        after.kind == LINK and after.word in PLACED and next_chunk.kind != VERB
    )  # "three more to the south"
    is_alone = line.at(place - 2).kind in (AND, "end") and (is_placed or after.kind not in (VERB, LINK))
    return (
        inherited(named(line, before))
        if is_alone and (named_party(line, before) or before.words[0] == "the")
        else None
    )
