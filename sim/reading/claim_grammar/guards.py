"""``put_aside``: where the words of a rule stand without its meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.reading.claim_grammar.moods import ASKED, ASSERTED, DENIED, FORECAST, POSSIBLE, WISHED, head_of
from sim.reading.claim_grammar.patterns import STOPS, ClaimClause, ClaimPattern
from sim.reading.claim_grammar.rules import EVENTS, HAPPENED, UNWISHED
from sim.reading.claim_grammar.word_classes import STORMS, VERBS
from sim.reading.lexical.function_words import ADVERBS, DETERMINERS, PREPOSITIONS, PRONOUNS, REPORTING, listed
from sim.reading.syntax.clauses import SPEAKING

NEAR = 4  # words around a statement in which a word of another field takes it there
MOVING = frozenset(("DRIVE", "PACE"))
OWNERS = frozenset(
    ("SIDE", "NAME", "HEADS", "they", "their", "its", "it", "our", "us", "country", "enemy", "capital")
)
ARMS = listed("ground military combat armoured armored amphibious airborne mechanised mechanized infantry")
DRIVES_OF_ANY_KIND = listed("campaign campaigns drive push")
MODIFIERS = (
    listed(
        "new fresh latest recent current long slow first second third fourth final initial whole entire main bloody brutal costly"
        " relentless massive huge big major air bomb spring summer autumn winter season year month week northern southern eastern western"
        " northward southward eastward westward two pronged joint wider broader early much and or own month-long nationwide"
    )
    | ARMS
)
AIMS = VERBS.keys()  # a drive "to seize" is of war, one "to ban" is not
PARLEYS = listed(
    "peace talks negotiations negotiation negotiators negotiating agreement accord pact treaty diplomatic diplomacy"
)
OWNER_REACH, OF_REACH = 4, 5  # words between "'s" and what moves; words after its "of"
SPEAKER_REACH = 8  # words from a speaker to "said"
WAR = frozenset(("SIDE", "FRONT", "STRIKES", "BORDER", "ASSAULT"))
CONCEDED = listed("after despite following once initially early earlier seemingly billed previously formerly")
CONCEDED_REACH = (
    5  # words before a statement in which it is said to be past: "after rapid gains, the offensive stalled"
)
OVER = listed(
    "lapsed expired collapsed broke ended failed violated broken violating violations unravelled crumbled rejected refused"
    " dismissed violate ruled unlikely call calls called calling urge urged urging demand demanded demands appeal appealed"
    " proposal proposed sight refuse refuses reject rejects rejecting impossible hopes chances prospects without before until"
    " if unless seek seeks seeking"
)
OPENED_AS = listed("began begun started opened")  # "what had begun as a lightning thrust"
BACKGROUND = listed("after which where until")  # with a pluperfect: "weeks after they had been driven out"
INTENT = listed("plan plans intention intentions reason wish desire")  # "has no plans to stop its advance"
LESS = frozenset(("less",))  # "advances less quickly"
BEGUN = listed("launched began started mounted opened unleashed waged conducted")
COUNT_REACH = 8  # words before a statement in which a number makes it a count
TOLERATED = {
    **dict.fromkeys(HAPPENED, frozenset((ASSERTED, DENIED))),
    **dict.fromkeys(UNWISHED, frozenset((ASSERTED, DENIED, FORECAST, POSSIBLE))),
    **dict.fromkeys(EVENTS, frozenset((ASSERTED, FORECAST, WISHED))),
}


def put_aside(line: ClaimClause, row: ClaimPattern, places: Sequence[int], mood: str) -> bool:
    """True if a match is a wish, a plan, an adjective ("the lost towns"), a count or of another field than war."""
    kinds = {"", row.tag} | row.marks
    match = PatternMatch(line, row, places, mood, min(places), max(places))
    return any(kind in kinds and guard(match) for kind, guard in GUARDS)


class PatternMatch(NamedTuple):
    """A place of a line where a row of the rules holds."""

    line: ClaimClause
    row: ClaimPattern
    places: Sequence[int]
    mood: str
    first: int
    last: int


def counted(line: ClaimClause, first: int, last: int, shares: bool = True) -> bool:
    """True if a number stands beside a statement, in no aside: a count, and evidence is no claim."""
    asides = [
        range(start, end)
        for start, end in line.jumps.items()
        if not start <= first < end and not start <= last < end
    ]
    places = range(max(0, first - COUNT_REACH), min(len(line), last + 5))
    return line.counts((at for at in places if not any(at in aside_range for aside_range in asides)), shares)


def martial(line: ClaimClause) -> bool:
    """True for a sentence that names an armed side, a front, or a party, be it by a pronoun."""
    if line.all & {"they", "them", "their", "we", "our", "it", "its"} and "CIVIL" not in line.all:
        return True
    return warlike(line) or any(WAR & keys or "NAME" in keys for keys in line.keys)


def civil(line: ClaimClause, row: ClaimPattern, places: Sequence[int]) -> bool:
    """True if a statement's own words are of another field: those that belong to it, or all of a sentence without war."""
    if row.tag in ("ceasefire", "talks_planned", "border_crossings"):
        return row.tag == "talks_planned" and not peaceful(line)
    if any(civil_at(line, i) for i in around(line, min(places), max(places)) if i not in places):
        return True
    if warlike(line):
        return False
    parleys = PARLEYS if any("DRIVE" in line.keys[at] for at in places) else frozenset[str]()
    return any(civil_at(line, at) and line.lows[at] not in parleys for at in range(len(line))) or any(
        foreign(line, at) for at in places if line.keys[at] & MOVING
    )


def warlike(line: ClaimClause) -> bool:
    """True for a sentence that names fighters, a front or an assault, be it only a "ground operation"."""
    return any(WAR & keys - {"SIDE"} or armed(keys) for keys in line.keys) or any(
        low in ARMS and "DRIVE" in after for low, after in zip(line.lows, line.keys[1:], strict=False)
    )


def foreign(line: ClaimClause, place: int) -> bool:
    """True for a drive or a pace of something else than a war: "the union's push", "the pace of hiring"."""
    before, after = (
        line.lows[max(0, place - OWNER_REACH) : place],
        line.keys[place + 1 : place + 1 + OF_REACH],
    )
    if place and line.lows[place] in DRIVES_OF_ANY_KIND and odd(line, place - 1):
        return True
    if line.lows[place + 1 : place + 2] == ["to"] and after[1:]:
        return not (
            after[1] & AIMS or line.tokens[place + 2].capitalised or line.lows[place + 2] in DETERMINERS
        )
    if "'s" in before:
        owner = line.keys[place - before[::-1].index("'s") - 2]
        return not owner & OWNERS
    if line.lows[place + 1 : place + 2] != ["of"]:
        return False
    return not any(
        keys
        & (
            OWNERS
            | MOVING
            | WAR
            | {"PLACE", "GAINS", "CITY", "WHEN", "early", "late", "recent", "past", "last"}
        )
        for keys in after
    )


def odd(line: ClaimClause, place: int) -> bool:
    """True for a word before "campaign" that says of what kind it is, and is none of war ("the tourism campaign")."""
    low, keys = line.lows[place], line.keys[place]
    is_plain = low in DETERMINERS | PREPOSITIONS | ADVERBS | MODIFIERS or low.endswith(
        ("ed", "ing", "'s", "est")
    )
    return low.isalpha() and not is_plain and not line.tokens[place].capitalised and keys == {low}


def civil_at(line: ClaimClause, place: int) -> bool:
    """True for a word of another field, other than one that only describes a place ("the presidential palace")."""
    after = line.keys[place + 1] if place + 1 < len(line) else frozenset()
    is_proper_name = line.tokens[place].capitalised and any(
        0 <= at < len(line) and line.tokens[at].capitalised for at in (place - 1, place + 1)
    )
    return (
        "CIVIL" in line.keys[place]
        and not speaks(line, place)
        and not after & {"SITE", "PLACE", "ARMED"}
        and not (is_proper_name and not line.titled and line.lows[place] not in STORMS.split())
    )


def speaks(line: ClaimClause, place: int) -> bool:
    """True for a word of who says it: "a humanitarian worker inside the city said", "said the mayor"."""
    for at in range(place + 1, min(len(line), place + SPEAKER_REACH)):
        if line.lows[at] in REPORTING:
            return True
        if line.lows[at] in STOPS or line.lows[at] == "," or "AUX" in line.keys[at]:
            return False
    return False


def armed(keys: frozenset[str]) -> bool:
    """True for a word that names fighters."""
    return bool(
        keys & {"ARMED"}
        or keys & {"rebels", "rebel", "insurgents", "militants", "taliban", "jihadists", "junta"}
    )


def around(line: ClaimClause, first: int, last: int) -> range:
    """The places of a statement and up to NEAR words on both sides, as far as its clause goes."""
    start, end = first, last
    while start > 0 and first - start < NEAR and line.lows[start - 1] not in STOPS | SPEAKING | {","}:
        start -= 1
    while end + 1 < len(line) and end - last < NEAR and line.lows[end + 1] not in STOPS | {",", "and"}:
        end += 1
    return range(start, end + 1)


def peaceful(line: ClaimClause) -> bool:
    """True for a sentence about the sides of a conflict or those between them."""
    return (
        martial(line)
        or bool(
            line.all
            & {"AGENTS", "TRUCE", "peace", "ceasefire", "talks", "negotiations", "trio", "hostilities"}
        )
        and not line.all & {"budget", "voters", "shareholders", "board"}
    )


def over(line: ClaimClause, first: int, last: int) -> bool:
    """True if what is named is refused, asked for, or past."""
    clause_places = range(head_of(line, first), around(line, first, last).stop)
    return bool(OVER & {line.lows[i] for i in clause_places})


def described(line: ClaimClause, place: int) -> bool:
    """True for a participle after an article: "the lost towns"; or for a noun: "a final push"."""
    before = line.lows[place - 1] if place else ""
    after = line.keys[place + 1] if place + 1 < len(line) else frozenset()
    is_lead = not place or before in ("of", "in", "to", "for") or "RETAKE" in line.keys[place - 1]
    noun = before in DETERMINERS or before == "back" or (is_lead and "PLACE" in after)
    if noun and "PAST" in line.keys[place]:
        return True
    return "DRIVE" in line.keys[place] and bool(DETERMINERS & set(line.lows[max(0, place - 2) : place]))


def civilian(line: ClaimClause, first: int, last: int) -> bool:
    """True if those who move are no fighters."""
    return any("CIVILIANS" in line.keys[i] for i in around(line, first, last))


def beaten_off(line: ClaimClause, place: int) -> bool:
    """True for an assault that is pushed back, in which nobody loses ground."""
    return any(keys & {"STRIKES", "DRIVE"} for keys in line.keys[place + 1 : place + 4])


def outside(line: ClaimClause, place: int) -> bool:
    """True if those who move are troops from abroad."""
    return any("OTHERS" in line.keys[i] for i in range(max(0, place - 3), place + 1))


def resisted(line: ClaimClause, places: Sequence[int]) -> bool:
    """True for a drive that others do not stop, "the offensive that they could not halt": it is its object."""
    words = line.lows[places[0] + 1 : places[-1]]
    return any(
        word in ("that", "which")
        and (after in PRONOUNS | DETERMINERS or "SIDE" in line.keys[places[0] + 2 + at])
        for at, (word, after) in enumerate(zip(words, words[1:], strict=False))
    )


def under_way(line: ClaimClause, place: int) -> bool:
    """True for a drive that has begun, whose aim is no promise: "launched an offensive to retake the towns"."""
    return any(low in BEGUN for low in line.lows[max(0, place - NEAR) : place])


def conceded(line: ClaimClause, place: int) -> bool:
    """True for what only stood before: "after rapid gains", "what began as a rapid advance"."""
    before = line.lows[max(0, place - CONCEDED_REACH) : place]
    last_clause = before[len(before) - before[::-1].index(",") :] if "," in before else before
    opens_as_claim = any(
        word in OPENED_AS and after == "as" for word, after in zip(last_clause, last_clause[1:], strict=False)
    )
    return opens_as_claim or bool(CONCEDED & set(last_clause))


def long_past(line: ClaimClause, place: int) -> bool:
    """True for what was over before the rest of the sentence: "retook the hills from which they had been driven"."""
    head = head_of(line, place)
    return "had" in line.lows[head:place] and bool(BACKGROUND & set(line.lows[max(0, head - 1) : place]))


GUARDS: tuple[
    tuple[str, Callable[[PatternMatch], bool]], ...
] = (  # a tag, a mark or '' for all, and what puts a match aside
    (
        "",
        lambda m: not m.row.marks & {"wish", "innate"} and m.mood not in TOLERATED.get(m.row.tag, (m.mood,)),
    ),
    ("real", lambda m: m.mood not in (ASSERTED, DENIED, FORECAST)),
    ("martial", lambda m: not martial(m.line)),
    ("afoot", lambda m: not martial(m.line) and "DRIVE" not in m.line.all),
    ("uncounted", lambda m: counted(m.line, m.first, m.last)),
    ("uncounted_places", lambda m: counted(m.line, m.first, m.last, shares=False)),
    ("own", lambda m: outside(m.line, m.first)),
    *((tag, lambda m: m.mood in (DENIED, ASKED) or over(m.line, m.first, m.last)) for tag in EVENTS),
    *((tag, lambda m: described(m.line, m.first) or long_past(m.line, m.first)) for tag in HAPPENED),
    ("will_capture_city", lambda m: m.mood in (DENIED, ASKED)),
    ("losing_ground", lambda m: civilian(m.line, m.first, m.last)),
    ("losing_ground", lambda m: m.line.lows[m.last] == "back" and beaten_off(m.line, m.last)),
    ("will_recapture", lambda m: "DRIVE" in m.line.keys[m.first] and under_way(m.line, m.first)),
    ("losing_momentum", lambda m: "TRUCE" in m.line.all and "DRIVE" not in m.line.keys[m.first]),
    ("losing_momentum", lambda m: m.mood == DENIED and resisted(m.line, m.places)),
    ("gaining_momentum", lambda m: conceded(m.line, m.first)),
    ("gaining_momentum", lambda m: bool((INTENT | LESS) & set(m.line.lows[m.first : m.last]))),
    ("", lambda m: civil(m.line, m.row, m.places)),
)
