"""Which past questions a definition is like: its topic, whether it denies it, and its window.

A topic is what the exam asks of every campaign at fixed windows. Kinds that the truth of districts cannot decide have none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.claims.types import Definition

PLACE = "place falls"
MOVING, STILL = "on the move", "not on the move"
OTHERS = ""  # the topic of kinds without one: all past questions together
Parameters = Mapping[str, Any]
Holds = Callable[
    [str, list[str]], bool
]  # (faction, districts) -> whether it holds them at the time of the report
Moving = Callable[[str, bool], bool]  # (faction, or its enemies if True) -> whether they took ground of late


@dataclass(frozen=True)
class Asked:
    """topic, whether the definition is the contrary of it, the window in days, and the side it refers to.

    faction   id, empty if none is named
    keeps     it is asked to keep what it has, so the mover of the question is the other side
    past      it is about the days before the report: nobody could choose its window knowing the end
    """

    topic: str
    contrary: bool = False
    days: int = 30
    faction: str = ""
    keeps: bool = False
    past: bool = False


Reading = Callable[[Parameters, Holds], Asked]


def after(name: str, topic: str, contrary: bool = False) -> Reading:
    """A kind whose window is the parameter ``name``."""
    return lambda given, holds: Asked(topic, contrary, abs(int(given.get(name) or 30)))


def before(name: str, topic: str) -> Reading:
    """A kind about the days up to the report, whose window is the parameter ``name``."""
    return lambda given, holds: Asked(topic, days=abs(int(given.get(name) or 30)), past=True)


def taken(parameters: Parameters, holds: Holds) -> Asked:
    """Of one place, or of some of many: the capitals of a list are asked of the capitals."""
    places = parameters.get("places") or ()
    is_single = len(places) == 1 or parameters.get("list") == "national"
    return Asked(PLACE if is_single else "takes a capital", True, int(parameters.get("horizon") or 30))


def pace(parameters: Parameters, holds: Holds, is_slower: bool) -> Asked:
    """A pace compared with nothing is a net loss or gain, with a slow one about a net gain; faster ones have no topic."""
    days, rate = int(parameters.get("days") or 14), float(parameters.get("rate") or 0.0)
    if not 0.0 <= rate <= SLOW:
        return Asked(OTHERS, days=days)
    return Asked("net loss" if is_slower and rate == 0.0 else "no net gain", not is_slower, days)


def held(parameters: Parameters, holds: Holds) -> Asked:
    """Whoever holds the places is asked to keep them, whoever does not to take them."""
    is_holder = holds(str(parameters.get("faction")), list(parameters.get("places") or ()))
    return Asked(PLACE, is_holder, int(parameters.get("day") or 30), keeps=is_holder)


SLOW = 0.25  # districts a day that are hardly more than none
KINDS: dict[str, Reading] = {
    "no_net_gain": after("after", "no net gain"),
    "pace_below": lambda given, holds: pace(given, holds, True),
    "pace_above": lambda given, holds: pace(given, holds, False),
    "at_least_as_many": after("day", "net loss", True),
    "halted": after("days", "takes a district", True),
    "slower_next": after("days", "slower next"),
    "falls_by": after("horizon", PLACE),
    "falls_in_window": after("closes", PLACE),
    "held_on": held,
    "cannot_take_and_hold": taken,
    "will_be_retaken": after("horizon", "takes back"),
    "regained": before("window", "has taken back"),
    **{
        name: before("recent", "slower than before")
        for name in ("slower_than_before", "slower_gross", "slower_by_population", "slower_by_capitals", "half_the_rate")
    },
    "bends_down": before("window", "slower than before"),
}  # fmt: skip
SAYINGS = {  # topic -> (what such a question asks of a side, the same denied)
    "no net gain": ("would gain nothing on balance", "would gain ground on balance"),
    "net loss": ("would lose ground on balance", "would hold at least as much as before"),
    "large gain": ("would gain more than a twentieth of all districts", "would gain at most a twentieth of all districts"),
    "slower than before": ("had slowed down", "had not slowed down"),
    "slower next": ("would slow down", "would not slow down"),
    "takes a district": ("would take at least one district", "would take nothing"),
    "takes a capital": ("would take a capital", "would take no capital"),
    "takes back": ("would take back some of what it had lost", "would take nothing back"),
    "has taken back": ("had taken back some of what it had lost", "had taken nothing back"),
    PLACE: ("would take a certain place near its front", "would not take a certain place near its front"),
}  # fmt: skip


def topic_of(definition: Definition, holds: Holds = lambda faction, places: True) -> Asked:
    """The topic of a definition; OTHERS for a kind without one and for parts that are not about the same."""
    parts = [topic_of(part, holds) for part in definition.parts]
    if definition.kind == "not" and len(parts) == 1:
        return replace(parts[0], contrary=not parts[0].contrary)
    if parts:
        is_uniform = len({(part.topic, part.contrary, part.days) for part in parts}) == 1
        return parts[0] if is_uniform and parts[0].contrary == (definition.kind == "all") else Asked(OTHERS)
    reading = KINDS.get(definition.kind)
    if reading is None:
        return Asked(OTHERS)
    question = reading(definition.parameters, holds)
    return replace(question, faction=str(definition.parameters.get("faction") or ""))


def class_of(topic: str, moving: bool) -> str:
    """The class of past questions: of a side that took ground of late, or of one that did not."""
    return f"{topic}, {MOVING if moving else STILL}" if topic else OTHERS


def asked_of(definition: Definition, holds: Holds, moving: Moving) -> Asked:
    """What a definition asks, its topic as the class of past questions."""
    question = topic_of(definition, holds)
    return replace(question, topic=class_of(question.topic, moving(question.faction, question.keeps)))


def describe_class(name: str, contrary: bool) -> str:
    """``whether a side that had recently taken ground would gain nothing on balance``."""
    topic, _, state = name.rpartition(", ")
    subject = (
        "a side that had recently taken ground"
        if state == MOVING
        else "a side that had not recently taken ground"
    )
    return f"{subject} {SAYINGS[topic][contrary]}"
