"""What reports say without numbers: "is on the offensive", "has paused", "surrendered without a fight".

Such words bear on what a run knows of a side (posture, momentum, reserve, how its places fell), by how often they are
right. The table is argued, not measured, and frozen with the priors: of two runs that are alike but for the state the words
refer to, the words favour the one in that state by right / (1 - right).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

Day = date


@dataclass(frozen=True)
class Meaning:
    """One kind of words: how often they are right (0.5 to 1) when the press says them, the range that is argued, and why."""

    right: float
    low: float
    high: float
    argument: str


SIGNALS: dict[str, Meaning] = {
    "on_offensive": Meaning(0.8, 0.65, 0.9,
        "assumed: who attacks is seen from far off, but single raids are called offensives"),
    "paused": Meaning(0.7, 0.55, 0.85,
        "assumed: quiet is seen from far off; whether it is a pause or an end of reporting is not"),
    "offensive_announced": Meaning(0.6, 0.5, 0.75,
        "assumed: many announced offensives come late or never, and some are meant to deceive"),
    "counter_offensive": Meaning(0.65, 0.55, 0.8,
        "assumed: said of real reversals and of every local counter-attack"),
    "surrendered_without_fight": Meaning(0.8, 0.65, 0.9,
        "assumed: reported by both sides, with pictures; how many did so is not"),
    "low_effectiveness": Meaning(0.6, 0.5, 0.75,
        "assumed: a judgement of observers who seldom see the fighting, and who were wrong both ways"),
    "crossed_border": Meaning(0.75, 0.6, 0.9,
        "assumed: the neighbour counts those who come; that it is a collapse is a reading of it"),
    "low_morale": Meaning(0.6, 0.5, 0.75,
        "assumed: said of every losing side, and by its enemies of every side"),
    "short_of_supply": Meaning(0.65, 0.5, 0.8,
        "assumed: specific and often from the troops themselves; local lacks are made general"),
}  # fmt: skip
"""Chance that the words are right, by kind of words."""

KINDS: dict[str, float] = {"tracker": 1.0, "press": 1.0, "diplomat": 0.8, "official": 0.6, "party": 0.3}
"""Share of the log odds of SIGNALS that is left where a source of this kind says it (of itself or of its enemy; assumed, plus or
minus 0.2): a party to the war says such things because it wishes them to be believed."""

OTHER_KIND = 0.6  # of a source of any other kind


@dataclass(frozen=True)
class Signal:
    """One statement about the state of a side."""

    id: str
    source: str
    statement: str
    faction: str  # whose state it describes
    signal: str  # a name of SIGNALS
    date: Day
    published: Day | None
    use: str  # fit | check | context | score
    quote: str = ""
    note: str = ""
    reason: str = ""
    origin: str = ""


def right(signal: str, kind: str) -> float:
    """Chance that the words are right when a source of that kind says them: above one half."""
    odds = SIGNALS[signal].right / (1.0 - SIGNALS[signal].right)
    return 1.0 / (1.0 + math.exp(-KINDS.get(kind, OTHER_KIND) * math.log(odds)))
