"""What is said about a phrase on its right: "have fallen to X", "were taken by X", "are under X control"."""

from __future__ import annotations

from sim.reading.bonds import UNTRUE, Bond, as_said, refused
from sim.reading.clauses import Clause, adverb
from sim.reading.dates import word_at
from sim.reading.factions import name, named_after
from sim.reading.grammar import SAID, no_longer, passive, standing, verbal
from sim.reading.phrases import Phrase
from sim.reading.tokens import WORD, Token
from sim.reading.words import (
    ANAPHORS,
    AUXILIARIES,
    BE,
    CONTESTS,
    CONTROL_NOUNS,
    CONTROLS,
    DETERMINERS,
    ENTERING,
    FALLS,
    FOUGHT_OVER,
    GAINED,
    LOST,
    MODALS,
    NATURAL_BREAKS,
    NO_RULER,
    PARTICIPLES,
    PASSING,
    PLACING,
    PREPOSITIONS,
    PRESENT,
    RECAPTURED,
    RETURNING,
    RISKS,
    STAYS,
    SUFFERING,
    UNDER_STATES,
    VERBS,
)

REACH = 24  # tokens looked at on the right of a phrase
STATE_REACH = 6  # words between "under" and "control"
AGENT_REACH = 9
LIST_OPENERS = frozenset(["or", "including", "among", "such", "mostly", "mainly", "both", "all", "most", "many", "some"])
AFTER_FALL = frozenset(["to", "under", "into", "in", "since", "by", "on", "during", "within", "over", "this", "last", "so", "overnight", "and", "as", "without", "out", "from"])
AFTER_PARTICIPLE = AFTER_FALL | frozenset(("from", "at", "again", "back", "between"))
STAYING = frozenset(["remain", "remains", "remained", "stay", "stays", "stayed", "lie", "lies", "rest", "rests", "left", "still", "firmly", "are", "is"])


def said_of(clause: Clause, phrase: Phrase, starts: frozenset[int], *, finite: bool = False) -> Bond | None:
    """The bond made by what follows a phrase; None if nothing does. ``finite``: a bare participle does not count.

    starts  token places where other phrases start; only those joined by "and" are passed over
    """
    tokens = clause.tokens
    place = phrase.last + 1
    end = min(len(tokens), place + REACH)
    while place < end:
        found = state_at(clause, phrase, place, finite)
        if found is not None:
            return found
        if stops(clause, phrase, place, starts):
            listing = tokens[place].low in ("and", "or", ",", "but")
            return None if finite or listing else owned(clause, phrase, place)
        place += 1
    return None


def state_at(clause: Clause, phrase: Phrase, place: int, finite: bool) -> Bond | None:
    """The bond of the passive, fall or state that stands at ``place``; None if none does."""
    word = clause.tokens[place].low
    if word in ("under", "in", "into", "with"):
        return of_state(clause, phrase, place)
    if word == "to":
        return to_control(clause, place)
    if word in ("outside", "beyond", "out"):
        return out_of_control(clause, place)
    if word in FALLS and ends_verb(clause, place):
        return fallen(clause, phrase, place)
    if word in PARTICIPLES and not active(clause, phrase, place):
        return taken(clause, phrase, place, finite)
    if word == "loyal" and word_at(clause.tokens, place + 1) == "to":
        return Bond(CONTROLS, named_after(clause, place + 2))
    return at_risk(clause, place) or suffered(clause, phrase, place)


def at_risk(clause: Clause, place: int) -> Bond | None:
    """ "At risk of falling" and "in danger of falling" are contested."""
    tokens = clause.tokens
    if tokens[place].low in RISKS and word_at(tokens, place + 1) == "of" and word_at(tokens, place + 2) in FALLS:
        return Bond(CONTESTS)
    return None


def ends_verb(clause: Clause, place: int) -> bool:
    """True if a verb of falling at ``place`` takes no object ("fell to", "have fallen.", not "surrendered weapons")."""
    tokens = clause.tokens
    if place + 1 >= len(tokens) or any(first == place + 1 for first, _ in clause.dates):
        return True
    after = tokens[place + 1]
    if tokens[place].low in ("passed", "slipped", "collapsed", "succumbed"):
        return after.low in ("to", "into", "under", "from", "out")
    if after.low == "from":
        return word_at(tokens, place + 2) not in ("under",) and after.low in AFTER_FALL and not after_number(tokens, place + 2)
    return after.kind != WORD or after.low in AFTER_FALL or adverb(after)


def after_number(tokens: list[Token], place: int) -> bool:
    """True if a numeral stands at ``place``."""
    return place < len(tokens) and tokens[place].kind == "number"


def fallen(clause: Clause, phrase: Phrase, verb: int) -> Bond | None:
    """The bond of places that fell: gained by who took them, lost where no taker is named."""
    said = standing(clause, verb)
    if said != SAID:
        return refused(UNTRUE.get(said, UNTRUE["planned"]))
    tokens = clause.tokens
    for place in range(verb + 1, min(len(tokens), verb + 1 + AGENT_REACH)):
        word = tokens[place].low
        if word == "to" and not any(first <= place < end for first, end in clause.dates):
            return Bond(GAINED, named_after(clause, place + 1))
        if word in ("under", "into"):
            who = holder(clause, place)
            return Bond(GAINED, who[1]) if who else None
        if word in ("from", "out"):
            lost = out_of_control(clause, place)
            return lost or Bond(LOST)
        if verbal(tokens, place) or tokens[place].text == ",":
            break
    return Bond(LOST)


def active(clause: Clause, phrase: Phrase, verb: int) -> bool:
    """True if the participle form at ``verb`` is an active past ("five towns that rebels captured", "lost power")."""
    tokens = clause.tokens
    if passive(tokens, verb):
        return False
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    if word_at(tokens, verb - 1) in ("have", "has", "had", "having"):
        return True
    if after is None or any(first == verb + 1 for first, _ in clause.dates):
        return bool(verb > phrase.last + 1 and subject_between(tokens, phrase.last + 1, verb))
    if after.kind == WORD and after.low not in AFTER_PARTICIPLE and not adverb(after):
        return True
    return verb > phrase.last + 1 and subject_between(tokens, phrase.last + 1, verb)


def subject_between(tokens: list[Token], first: int, end: int) -> bool:
    """True if a subject of its own stands between a phrase and a verb ("the 40 towns [that] the group held")."""
    words = [t.low for t in tokens[first:end]]
    if any(word in ANAPHORS for word in words):
        return True
    for place, word in enumerate(words):
        if word in ("the", "a", "an") and (place == 0 or words[place - 1] not in PREPOSITIONS):
            return True
    return False


def taken(clause: Clause, phrase: Phrase, verb: int, finite: bool) -> Bond | None:
    """The bond of a passive: what was done, by whom; a bare participle ("held by X") only where allowed."""
    tokens = clause.tokens
    if finite and not passive(tokens, verb):
        return None
    said = standing(clause, verb)
    if said != SAID:
        return refused(UNTRUE.get(said, UNTRUE["planned"]))
    relation = VERBS.get(tokens[verb].low, LOST)
    if word_at(tokens, verb + 1) == "back" or word_at(tokens, verb + 2) == "back" and relation == GAINED:
        relation = RECAPTURED
    who, preposition = agent(clause, verb)
    if relation == LOST and preposition == "to" and tokens[verb].low in ("surrendered", "ceded", "yielded", "conceded"):
        return Bond(GAINED, who)
    if relation == LOST and preposition == "to":
        who = ""
    return Bond(relation, who)


def agent(clause: Clause, verb: int) -> tuple[str, str]:
    """Who did it and the preposition that says so ("by X", "to X"); ('', '') if nobody is named."""
    tokens = clause.tokens
    for place in range(verb + 1, min(len(tokens), verb + 1 + AGENT_REACH)):
        dated = any(first <= place < end for first, end in clause.dates)
        if tokens[place].low in ("by", "to") and not dated:
            return named_after(clause, place + 1), tokens[place].low
        if tokens[place].text == "," or (verbal(tokens, place) and not dated):
            break
    return "", ""


def of_state(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of "under X control", "in the hands of X", "with X" after a phrase; gained after a verb of coming."""
    tokens = clause.tokens
    if tokens[place].low == "with":
        return staying_with(clause, place)
    found = holder(clause, place)
    if found is None:
        return under_whom(clause, place) if tokens[place].low == "under" else None
    noun, who = found
    relation = UNDER_STATES[noun]
    if tokens[place].low != "under" and noun != "hands" and relation != CONTESTS and not of_whom(tokens, place):
        return None
    before = [word_at(tokens, place - back) for back in (1, 2, 3)]
    if relation == CONTROLS and no_longer(tokens, place):
        return Bond(LOST, who)
    said = standing(clause, place)
    if said != SAID:
        return refused(UNTRUE.get(said, UNTRUE["planned"]))
    if relation == CONTROLS and (RETURNING | {"back"}) & set(before):
        return Bond(RECAPTURED, who)
    own = not who or any(t.low in ("its", "their", "his") for t in tokens[place + 1 : place + 3])
    cause = word_at(tokens, phrase.first - 1)
    if relation == CONTROLS and (ENTERING & {*before, cause} or (own and cause in PLACING)):
        relation = GAINED
    return Bond(relation, who, open=own and relation != CONTESTS)


def of_whom(tokens: list[Token], place: int) -> bool:
    """True for "in the control of X", "in the grip of X"."""
    return tokens[place].low == "in" and any(
        word_at(tokens, at) in CONTROL_NOUNS and word_at(tokens, at + 1) == "of" for at in (place + 1, place + 2)
    )


def under_whom(clause: Clause, place: int) -> Bond | None:
    """The bond of "are now under the opposition": a party named right after "under" and a form of "to be"."""
    tokens = clause.tokens
    before = place - 1
    while before > 0 and adverb(tokens[before]):
        before -= 1
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if word_at(tokens, before) not in BE | STAYS or after is None or not (after.low == "the" or after.capitalised):
        return None
    who = named_after(clause, place + 1)
    ruled = who and not any(word.lower() in NO_RULER for word in who.split())
    return as_said(clause, place, CONTROLS, who) if ruled else None


def suffered(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of "face a strong rebel presence" and "are battlefields": contested."""
    tokens = clause.tokens
    if tokens[place].low in FOUGHT_OVER and word_at(tokens, place - 1) in BE | STAYS | {"become", "became"}:
        return Bond(CONTESTS)
    if tokens[place].low not in PRESENT or place <= phrase.last + 1:
        return None
    verbs = [i for i in range(phrase.last + 1, place) if tokens[i].low in SUFFERING]
    if not verbs or standing(clause, verbs[-1]) != SAID:
        return None
    start = after_determiners(tokens, verbs[-1] + 1, place)
    return Bond(CONTESTS, name(tokens, start, place) if tokens[place].low == "presence" else "")


def to_control(clause: Clause, place: int) -> Bond | None:
    """The bond of "returned to X control" and "passed to X control"."""
    found = holder(clause, place)
    if found is None or UNDER_STATES[found[0]] != CONTROLS or standing(clause, place) != SAID:
        return None
    before = {word_at(clause.tokens, place - back) for back in (1, 2)}
    if before & (RETURNING | {"back"}):
        return Bond(RECAPTURED, found[1])
    return Bond(GAINED, found[1]) if before & PASSING else None


def staying_with(clause: Clause, place: int) -> Bond | None:
    """The bond of "remain with X"."""
    tokens = clause.tokens
    if word_at(tokens, place - 1) not in STAYING:
        return None
    return Bond(CONTROLS, named_after(clause, place + 1))


def holder(clause: Clause, place: int) -> tuple[str, str] | None:
    """State noun and faction of "under X control", "under the control of X", "in X hands"; None if it is neither."""
    tokens = clause.tokens
    for noun in range(place + 1, min(len(tokens), place + 2 + STATE_REACH)):
        word = tokens[noun].low
        if word in UNDER_STATES and not goes_on(tokens, noun):
            if word_at(tokens, noun + 1) in ("of", "by", "from"):
                return word, named_after(clause, noun + 2)
            return word, name(tokens, after_determiners(tokens, place + 1, noun), noun)
        if tokens[noun].text == "," or word in PREPOSITIONS or (word in AUXILIARIES | MODALS and word != "'s"):
            return None
    return None


def goes_on(tokens: list[Token], noun: int) -> bool:
    """True if the state noun is part of a longer noun ("under control towers")."""
    after = tokens[noun + 1] if noun + 1 < len(tokens) else None
    return after is not None and after.kind == WORD and after.low in UNDER_STATES and after.low != "hands"


def after_determiners(tokens: list[Token], start: int, end: int) -> int:
    """First place that is no determiner and no "full" or "complete"."""
    words = DETERMINERS | frozenset(("full", "complete", "total", "effective", "firm", "heavy", "intense", "de", "facto"))
    while start < end and (tokens[start].low in words or adverb(tokens[start])):
        start += 1
    return start


def out_of_control(clause: Clause, place: int) -> Bond | None:
    """The bond of "outside X control", "slipped out of X's hands": lost by X."""
    start = place + 1 + (word_at(clause.tokens, place + 1) == "of")
    found = holder(clause, start - 1)
    if found is None or UNDER_STATES[found[0]] != CONTROLS:
        return None
    return Bond(LOST, found[1])


def stops(clause: Clause, phrase: Phrase, place: int, starts: frozenset[int]) -> bool:
    """True if nothing right of ``place`` can be said about the phrase."""
    tokens = clause.tokens
    token = tokens[place]
    if place in starts:
        return word_at(tokens, place - 1) not in ("and", "or", ",", "of", "a", "another")
    if token.text == ",":
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        return after is None or not (after.capitalised or after.low in LIST_OPENERS | AUXILIARIES | {"and"} | FALLS)
    if token.low in AUXILIARIES | MODALS or token.low in ("to", "left", "reported", "said", "believed", "thought", "reportedly"):
        return False
    if token.text in NATURAL_BREAKS or token.low == "but":
        return True
    if token.low in ("and", "or"):
        return not (place + 1 in starts or (place + 1 < len(tokens) and goes_on_after(tokens[place + 1])))
    if token.low in FALLS | BE | ENTERING | RETURNING | PASSING | SUFFERING | STAYS:
        return False
    return verbal(tokens, place)


def goes_on_after(token: Token) -> bool:
    """True for a word after "and" that leaves the phrase the subject: a name of the list or a verb."""
    return token.capitalised or token.low in AUXILIARIES or token.low in FALLS or token.low in PARTICIPLES


def owned(clause: Clause, phrase: Phrase, place: int) -> Bond | None:
    """The bond of "the 40 towns [that] the group holds": an active verb whose object is the phrase before it."""
    tokens = clause.tokens
    verb = place
    while verb < len(tokens) and verb - place < 6 and tokens[verb].low not in VERBS:
        verb += 1
    if verb >= len(tokens) or tokens[verb].low not in VERBS or not subject_between(tokens, phrase.last + 1, verb):
        return None
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    dated = any(first == verb + 1 for first, _ in clause.dates)
    if after is not None and not dated and after.kind == WORD and after.low not in AFTER_PARTICIPLE | STAYS | AUXILIARIES:
        return None
    said = standing(clause, verb)
    who = name(tokens, after_determiners(tokens, phrase.last + 1, verb), verb)
    return Bond(VERBS[tokens[verb].low], who) if said == SAID else None
