"""Verdicts with the chance that the record of other wars allows beside the one of the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.compiled import LAW_VERSION
from sim.calibration.calls import PastCalls, box_of, shipped
from sim.calibration.maps import LEAST_WARS, Calibration, PastCallsKey, calibration
from sim.calibration.topics import OTHERS, PLACE, SAYINGS, Asked, topic_of
from sim.claims.judge import choose_words
from sim.claims.sentences import spoken
from sim.claims.types import Calibrated, Definition, DefinitionVerdict, Verdict
from sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Basis:
    """What verdicts are calibrated on: wars and calls, which were left out, and whether the law is still the same.

    stale   what has changed since the past calls were made, empty if nothing has
    """

    digest: str
    law: str
    wars: int
    calls: int
    claims: int
    left_out: tuple[str, ...]
    stale: str

    def to_dict(self) -> dict[str, object]:
        """``calibration`` of verdicts.json."""
        return {
            "past_calls": self.digest, "law_version": self.law, "campaigns": self.wars, "questions": self.calls,
            "claims": self.claims, "left_out": list(self.left_out), "stale": self.stale,
        }  # fmt: skip

    @property
    def text(self) -> str:
        """In a sentence."""
        left = (
            f"; left out, as the same country and time: {', '.join(self.left_out)}" if self.left_out else ""
        )
        return (
            f"Chances are calibrated on {self.calls:,} questions and {self.claims} claims of {self.wars} other campaigns"
            f"{left}.{' ' + self.stale if self.stale else ''}"
        )


def past_of(scenario: Scenario, past: PastCalls | None = None) -> tuple[PastCalls, tuple[str, ...]] | None:
    """Past calls of other wars than the scenario's, and the groups left out; None where too few are left."""
    known = past or shipped()
    if known is None:
        return None
    terrain, calendar = scenario.terrain, scenario.calendar
    left = known.same_war(scenario.name, calendar.start, calendar.as_of, box_of(terrain.lon, terrain.lat))
    rest = known.without(left)
    return (rest, left) if len(rest.groups) >= LEAST_WARS else None


def basis_of(scenario: Scenario, past: PastCalls | None = None) -> Basis | None:
    """What the verdicts of a scenario are calibrated on; None where nothing is."""
    found = past_of(scenario, past)
    if found is None:
        return None
    rest, left = found
    stale = (
        ""
        if rest.law == LAW_VERSION
        else f"The past calls were made with law {rest.law}; this is {LAW_VERSION}, so they say less of it."
    )
    calls = int(sum(one.number.sum() for one in rest.calls.values()))
    return Basis(rest.digest, rest.law, len(rest.groups), calls, len(rest.claims), left, stale)


def calibrate_verdicts(
    verdicts: Sequence[Verdict], scenario: Scenario, past: PastCalls | None = None
) -> tuple[Verdict, ...]:
    """The verdicts with ``calibrated`` wherever there is a number; words and grade follow it."""
    found = past_of(scenario, past)
    if found is None:
        return tuple(verdicts)
    made = calibration(PastCallsKey(found[0]))
    return tuple(
        replace(
            verdict,
            definitions=tuple(
                calibrate_definition(one, meant, made, scenario.words)
                for one, meant in zip(verdict.definitions, verdict.claim.definitions, strict=True)
            ),
        )
        for verdict in verdicts
    )


def calibrate_definition(
    one: DefinitionVerdict, meant: Definition, made: Calibration, scale: str
) -> DefinitionVerdict:
    """One definition with its calibrated chance; unchanged without a number."""
    now = spoken(one)
    if now.p is None:
        return one
    asked = topic_of(meant)
    chance = made.chance(asked, now.p)
    calibrated = Calibrated(
        p=chance.p, low=chance.low, high=chance.high, most=chance.most, capped=chance.capped,
        topic=asked.topic if made.known(asked) else "", reference=reference(made, asked), note=note(made, asked),
    )  # fmt: skip
    if not one.graded:
        return replace(one, calibrated=calibrated)
    as_said = replace(now, p=chance.p, low=chance.low, high=chance.high)
    first, last = choose_words(scale, as_said, "")
    return replace(one, calibrated=calibrated, word=first, word_high=last)


def reference(made: Calibration, asked: Asked) -> str:
    """``Of 31 past questions whether a side would gain nothing on balance within 30 days 9 came true.``"""
    if not made.known(asked):
        return ""
    calls = made.past.calls[asked.topic]
    windows = np.unique(calls.days)
    days = int(windows[np.abs(np.log(windows / max(asked.days, 1))).argmin()])
    here = calls.only(calls.days == days)
    number, true = int(here.number.sum()), int(here.true.sum())
    came = number - true if asked.contrary else true
    when = f"{'over' if asked.topic in STATES else 'within'} {days} days"
    return (
        f"Of {number:,} past questions in {len(np.unique(here.group))} other wars whether {SAYINGS[asked.topic][asked.contrary]} "
        f"{when} {came:,} came true."
    )


STATES = ("slower than before", "has taken back")  # topics about the days before the report


def note(made: Calibration, asked: Asked) -> str:
    """What a reader must know of the calibration of such a claim; empty if nothing."""
    if not made.known(asked):
        return "No past question is like this claim, so it is calibrated as claims of all kinds are, around one half."
    if not made.ladders[asked.topic].adds:
        return "On past questions of this kind the model added nothing to how often such things happen."
    return ""


__all__ = ["OTHERS", "PLACE", "Basis", "basis_of", "calibrate_verdicts"]
