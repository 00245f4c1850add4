"""``mood_of``: whether a statement is said to be so, expected, thought possible, wished, asked or denied."""

from __future__ import annotations

from collections.abc import Sequence

from sim.reading.claim_grammar.patterns import STOPS, ClaimClause
from sim.reading.lexical.function_words import ADVERBS, CAUSING, CONDITIONS, NOT, REALISED, listed, phrased
from sim.reading.syntax.clauses import DENYING

ASSERTED, FORECAST, POSSIBLE, WISHED, ASKED, DENIED = (
    "said",
    "forecast",
    "possible",
    "wished",
    "asked",
    "denied",
)
AFTER = 8  # words after a statement in which its verb may be denied
BEFORE = 6  # words before a statement that may deny or doubt it
DOUBT = (
    (NOT - {"rejects", "rejected", "denied", "denies", "deny", "denying", "dismissed"})
    | DENYING
    | listed(
        "unlikely 't cannot failed fails fail failing refuse refused refuses without improbable any struggle struggles struggled little scant few"
    )
)
MAYBE = listed(
    "could may might can possible possibly perhaps risk risks possibility potentially fears feared fear warn"
)
AHEAD = listed(
    "will would shall likely expected expect expects probably going poised set bound soon predict predicts predicted forecast"
    " forecasts about imminent nearing 'll inevitably"
)
WISH = listed(
    "hope hopes hoped hoping aim aims aimed aiming plan plans planned planning vow vows vowed try tries tried trying attempt"
    " attempts attempted attempting bid want wants wanted seek seeks sought seeking effort efforts urged urge urges demand"
    " demands demanded call calls called calling intend intends intended pledge pledges pledged promise promises promised"
    " order ordered orders ask asked must should need needs goal objective designed struggling struggled intended"
    " opportunity chance able capable ability capability prepare prepares preparing ready prevent preventing"
)
WISH_NOUNS = listed(
    "effort efforts bid attempt attempts goal objective opportunity chance capability ability"
)
AIMING = listed("to at of for")
REALISING = REALISED | listed(
    "likely set going expected poised threatens threaten threatening used beginning begins begin start starts starting had"
)
CAUSED = CAUSING - listed("prompt force forces") | listed(
    "used using uses enough expect expects expected"
)  # "used its air force to claw back ground"
CAUSE_REACH = 12  # words between such a verb and its "to"
NO_DENIAL = phrased("not_only no_longer not_just no_doubt not_merely a_few")


def mood_of(line: ClaimClause, places: Sequence[int], head: int) -> str:
    """The mood of a statement whose words stand at ``places``; ``head`` is where its clause begins."""
    between = [i for i in range(max(head, places[0] - BEFORE), places[-1]) if i not in places]
    words = [line.lows[i] for i in between]
    nearby_words = set(words)
    if any(pair in NO_DENIAL for pair in zip(words, words[1:], strict=False)):
        nearby_words -= {"not", "no", "few"}
    if (nearby_words & DOUBT or denied_after(line, places[-1])) and not double(words):
        return DENIED
    if (
        nearby_words & CONDITIONS
        or line.lows[head] in CONDITIONS
        or (head and line.lows[head - 1] in CONDITIONS)
    ):
        return ASKED
    infinitive_mood = max((bare(line, place) for place in places), key=len, default="")
    if infinitive_mood == WISHED or nearby_words & WISH - aimless(words):
        return WISHED
    if nearby_words & MAYBE - ({"may"} if "May" in {line.tokens[i].text for i in between} else set()):
        return POSSIBLE
    if nearby_words & AHEAD:
        return FORECAST
    return ASSERTED


def aimless(words: list[str]) -> frozenset[str]:
    """The nouns of wishing behind which no aim follows: "the effort around the port", not "the effort to take it"."""
    return frozenset(
        word for at, word in enumerate(words) if word in WISH_NOUNS and not AIMING & set(words[at + 1 :])
    )


def denied_after(line: ClaimClause, last: int) -> bool:
    """True for "a breakthrough has not been achieved": a denial right behind the auxiliary that follows."""
    for at in range(last + 1, min(len(line) - 1, last + AFTER)):
        if line.lows[at] in STOPS or line.lows[at] in (",", "and", "but"):
            return False
        if "AUX" in line.keys[at]:
            return line.lows[at + 1] in NOT or line.lows[at + 1] == "'t"
    return False


def double(words: list[str]) -> bool:
    """True for "nobody doubts" and "no one denies": two denials."""
    return bool({"doubts", "doubt", "denies", "dispute", "disputes"} & set(words)) and bool(
        {"no", "nobody", "few", "not", "'t"} & set(words)
    )


def bare(line: ClaimClause, place: int) -> str:
    """``WISHED`` for a verb after a "to" that says what is to be; '' for "managed to", "began to" and all else."""
    at = place - 1
    while at >= 0 and (
        line.lows[at] in ADVERBS or line.lows[at] in ("have", "be", "been") or line.lows[at].endswith("ly")
    ):
        at -= 1
    if at < 0 or line.lows[at] != "to" or "BASE" not in line.keys[place]:
        return ""
    before = at - 1
    while before >= 0 and line.lows[before] in ADVERBS:
        before -= 1
    if before >= 0 and line.lows[before] in REALISING:
        return ""
    return "" if CAUSED & set(line.lows[max(0, at - CAUSE_REACH) : at]) else WISHED


def head_of(line: ClaimClause, place: int) -> int:
    """Where the clause of the word at ``place`` begins."""
    at = place
    while at > 0 and line.lows[at - 1] not in STOPS | {","}:
        at -= 1
    return at
