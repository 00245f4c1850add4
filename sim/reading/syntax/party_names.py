"""``side``: the party in a noun group as the report writes it; nobody for a speaker, an operation, a number or a measure.

A field left open is filled by a person; a wrong one is confirmed by a person in a hurry.
"""

from __future__ import annotations

from sim.reading.lexical.control_verbs import ATTACKS, HOARDS, HOLDS, PARTIES, STATES
from sim.reading.lexical.function_words import (
    ANAPHORS,
    HEDGES,
    IRREGULAR_PLURALS,
    NUMBER_WORDS,
    TIME,
    UNITS,
    listed,
)

SPEAKERS = listed(
    "official officials diplomat diplomats lawmaker lawmakers governor governors spokesman spokeswoman spokesperson"
    " spokesmen president vice-president premier minister ministers ministry analyst analysts source sources monitor"
    " monitors observatory institute agency report reports reporter reporters resident residents witness witnesses"
    " commander commanders commander-in-chief general colonel major captain brigadier lieutenant chief mayor senator"
    " ambassador envoy expert experts researcher researchers media radio newspaper broadcaster television outlet"
    " member members elder elders mp mps leader leaders activist activists bloggers blogger correspondent bulletin"
    " statement statements assessment update journalist journalists university newspapers deputy adviser advisers"
    " according survey study map maps data figures statistics tracker observers watchdog ombudsman bishops un unicef"
)
STUDIES = listed("monitoring watch rights news study research think tank campaign observatory advocacy aid")
CODENAMED = ("Operation", "operation", "OPERATION")  # the name after it is no party's
OPERATIONS = ATTACKS | listed(
    "operation operations counteroffensive counter-offensive counterattack counter-attack incursion strike strikes"
    " fighting clashes battle battles war conflict violence expansion thrust surge onslaught blitz lightning"
    " ceasefire deal talks withdrawal retreat pullout retreats mobilisation mobilization capture seizure loss fall"
)
MEASURES = (
    (HOARDS.keys() | HOLDS | STATES.keys()) - PARTIES
    | TIME
    | UNITS.keys()
    | listed(
        "way ways total number area areas territory land lands rest part parts move moves result results size"
        " north south east west northeast northwest southeast southwest centre center interior extent line lines"
        " level share figure figures tally percentage proportion ground front-line frontline road roads control"
        " day night weekend dawn outskirts city cities town towns village villages district districts capital"
    )
)
VAGUE_PARTIES = listed("security state power powers side sides camp unit units men division column movement")
OWNED = ("'s", "’s", "s'", "s’")
FORMATIONS = listed("division brigade battalion corps regiment army mountain guards")
ADJECTIVES = ("al", "id", "ive", "ous", "ful", "ary", "ent", "ic", "ed", "ing")
SMALL = NUMBER_WORDS | listed("of and some the a an its their")
AROUND = SMALL | {word for words, _ in HEDGES for word in words} | IRREGULAR_PLURALS.keys()
TRAILING = listed("loyal allied close loyalists-led reportedly and")


def side(text: str) -> str:
    """The party that the noun group ``text`` names: "army" for "an army spokesman", '' for "a diplomat", "278 raids"."""
    words = text.split()
    has_count = False
    if len(words) > 1 and words[1].lower() in FORMATIONS and words[1][0].isupper():
        return text  # "58 Division"
    while words and (words[0][:1].isdigit() or words[0].lower() in AROUND):
        has_count, words = True, words[1:]
    while words and words[-1].lower() in TRAILING:
        words = words[:-1]
    low = [word.lower() for word in words]
    if not words or low[-1] in ANAPHORS:
        return ""
    speaker_place = next((i for i, word in enumerate(low) if word in SPEAKERS), -1)
    if speaker_place >= 0 and (
        speaker_place == len(low) - 1 or all(word[0].isupper() for word in words[speaker_place + 1 :])
    ):
        return party(words[:speaker_place], named=False)
    if STUDIES & set(low) and low[-1] not in ("forces", "fighters", "troops"):
        return ""
    coded = next(
        (i for i, word in enumerate(words[:-1]) if word in CODENAMED and words[i + 1][0].isupper()), -1
    )
    if coded >= 0:  # "the army's Operation Thunder"
        return party(words[:coded], named=True)
    if low[-1] in OPERATIONS or low[-1].strip("'’") in MEASURES:
        return party(words[:-1], named=True)
    if has_count:
        return party(words, named=False)
    return "" if describes(words) else " ".join(words)


def party(words: list[str], *, named: bool) -> str:
    """The owner among words before a noun that is no party ("Russia's latest", "rebel"); a mere name if ``named``."""
    owner = max((i for i, word in enumerate(words) if word.endswith(OWNED)), default=-1)
    if owner >= 0:
        return " ".join([*words[:owner], words[owner].removesuffix("'s").removesuffix("’s").rstrip("'’")])
    if {word.lower() for word in words} & (PARTIES - VAGUE_PARTIES):
        return " ".join(words)
    return " ".join(words) if named and words and words[-1][0].isupper() else ""


def operates(text: str) -> bool:
    """True for a noun group that is an operation, whose owner another clause may name ("an offensive in the north")."""
    words = text.lower().split()
    return bool(words) and words[-1] in OPERATIONS


def describes(words: list[str]) -> bool:
    """True for a lone adjective ("rapid", "territorial"), which names nobody."""
    word = words[-1]
    return (
        len(words) == 1
        and word.islower()
        and word not in PARTIES
        and (word.endswith(ADJECTIVES) or word in MEASURES)
    )
