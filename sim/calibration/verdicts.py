"""Verdicts with the chance that the record of other wars allows beside the one of the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.compiled import LAW_VERSION
from sim.calibration.bands import BandFactor, factor
from sim.calibration.calls import PastCalls, box_of, shipped
from sim.calibration.maps import LEAST_WARS, Calibration, PastCallsKey, calibration
from sim.calibration.topics import Asked, Holds, Moving, asked_of, describe_class
from sim.claims.judge import choose_words
from sim.claims.sentences import model_estimate
from sim.claims.types import Calibrated, DefinitionVerdict, Verdict
from sim.record.holdings import enemies
from sim.record.observables import change, holders
from sim.record.record import Record
from sim.scenario.scenario import Scenario

RECENT = 60  # days over which ground taken counts as taken of late, as in the exam


@dataclass(frozen=True)
class Basis:
    """What verdicts are calibrated on: wars and calls, which were left out, and whether the law is still the same.

    stale   what has changed since the past calls were made, empty if nothing has
    band    how many times as wide bands of counts had to be; None where too few other wars have known dates
    """

    digest: str
    law: str
    wars: int
    calls: int
    claims: int
    left_out: tuple[str, ...]
    stale: str
    band: BandFactor | None

    def to_dict(self) -> dict[str, object]:
        """``calibration`` of verdicts.json."""
        return {
            "past_calls": self.digest, "law_version": self.law, "campaigns": self.wars, "questions": self.calls,
            "claims": self.claims, "left_out": list(self.left_out), "stale": self.stale,
            "band": None if self.band is None else self.band.to_dict(),
        }  # fmt: skip

    @property
    def text(self) -> str:
        """In a sentence."""
        left_out_text = (
            f"; left out, as the same country and time: {', '.join(war.replace('_', ' ').title() for war in self.left_out)}"
            if self.left_out
            else ""
        )
        return (
            f"Probabilities are calibrated on {self.calls:,} questions and {self.claims} claims of {self.wars} other campaigns"
            f"{left_out_text}.{' ' + self.stale if self.stale else ''}"
        )


def past_of(scenario: Scenario, past: PastCalls | None = None) -> tuple[PastCalls, tuple[str, ...]] | None:
    """Past calls of other wars than the scenario's, and the groups left out; None where too few are left."""
    all_calls = past or shipped()
    if all_calls is None:
        return None
    terrain, calendar = scenario.terrain, scenario.calendar
    same_war = all_calls.same_war(
        scenario.name, calendar.start, calendar.as_of, box_of(terrain.lon, terrain.lat)
    )
    other_calls = all_calls.without(same_war)
    return (other_calls, same_war) if len(other_calls.groups) >= LEAST_WARS else None


def basis_of(scenario: Scenario, past: PastCalls | None = None) -> Basis | None:
    """What the verdicts of a scenario are calibrated on; None where nothing is."""
    past_calls = past_of(scenario, past)
    if past_calls is None:
        return None
    other_calls, groups_out = past_calls
    stale = (
        ""
        if other_calls.law == LAW_VERSION
        else f"The past calls were made with law {other_calls.law}; this is {LAW_VERSION}, so they are less informative."
    )
    calls = int(sum(call.number.sum() for call in other_calls.calls.values()))
    return Basis(
        other_calls.digest,
        other_calls.law,
        len(other_calls.groups),
        calls,
        len(other_calls.claims),
        groups_out,
        stale,
        factor(other_calls.counts),
    )


def calibrate_verdicts(
    verdicts: Sequence[Verdict],
    scenario: Scenario,
    record: Record,
    weights: np.ndarray | None = None,
    past: PastCalls | None = None,
) -> tuple[Verdict, ...]:
    """The verdicts with ``calibrated`` wherever there is a number; words follow it.

    record    runs that say who holds what and who took ground of late
    weights   float64 [R] of these runs, None: all alike
    past      past calls; those that come with the program if None
    """
    past_calls = past_of(scenario, past)
    if past_calls is None:
        return tuple(verdicts)
    fitted = calibration(PastCallsKey(past_calls[0]))
    is_holder, moving = situation(record, weights)
    return tuple(
        replace(
            verdict,
            definitions=tuple(
                calibrate_definition(
                    definition_verdict, asked_of(definition, is_holder, moving), fitted, scenario.words
                )
                for definition_verdict, definition in zip(
                    verdict.definitions, verdict.claim.definitions, strict=True
                )
            ),
        )
        for verdict in verdicts
    )


def situation(record: Record, weights: np.ndarray | None) -> tuple[Holds, Moving]:
    """Who holds what at the time of the report, and who gained on balance in the last RECENT days: in most of the runs.

    weights   float64 [R], None: all runs alike
    """
    share = (
        np.full(record.runs, 1.0 / max(record.runs, 1))
        if weights is None
        else weights / max(weights.sum(), 1e-300)
    )
    t0, first = record.as_of_day, max(record.as_of_day - RECENT, 0)

    def holds(faction: str, places: list[str]) -> bool:
        rows = np.array([record.terrain.row[place] for place in places], dtype=np.int64)
        if not len(rows):
            return False
        is_held = holders(record, t0, places=rows) == record.faction(faction)
        return bool(share @ is_held.mean(axis=1) > 0.5)

    def moving(faction: str, foes: bool) -> bool:
        if not faction:
            return False
        sides = enemies(record, record.faction(faction)) if foes else [record.faction(faction)]
        return any(bool(share @ (change(record, "held", side, (first, t0)) > 0) > 0.5) for side in sides)

    return holds, moving


def calibrate_definition(
    verdict: DefinitionVerdict, question: Asked, fitted: Calibration, scale: str
) -> DefinitionVerdict:
    """One definition with its calibrated chance; unchanged without a number."""
    estimate = model_estimate(verdict)
    if estimate.p is None:
        return verdict
    chance = fitted.chance(question, estimate.p)
    calibrated_chance = Calibrated(
        p=chance.p, low=chance.low, high=chance.high, always=chance.always if fitted.known(question) else None,
        most=chance.most, capped=chance.capped, topic=question.topic if fitted.known(question) else "",
        reference=reference(fitted, question), note=note(fitted, question),
    )  # fmt: skip
    if not verdict.graded:
        return replace(verdict, calibrated=calibrated_chance)
    ends = [float(np.clip(end, 1 - chance.most, chance.most)) for end in (chance.low, chance.high)]
    first, last = choose_words(scale, replace(estimate, p=chance.p, low=ends[0], high=ends[1]), "")
    return replace(verdict, calibrated=calibrated_chance, word=first, word_high=last)


def reference(fitted: Calibration, question: Asked) -> str:
    """``Of 55 past questions in 9 other wars whether a side would gain nothing on balance within 30 days 20 came true.``"""
    if not fitted.known(question):
        return ""
    calls = fitted.past.calls[question.topic]
    windows = np.unique(calls.days)
    days = int(windows[np.abs(np.log(windows / max(question.days, 1))).argmin()])
    calls_of_days = calls.only(calls.days == days)
    number, true = int(calls_of_days.number.sum()), int(calls_of_days.true.sum())
    came_true = number - true if question.contrary else true
    time_text = f"in the {days} days before" if question.past else f"within {days} days"
    return (
        f"Of {number:,} past questions in {len(np.unique(calls_of_days.group))} other wars whether {describe_class(question.topic, question.contrary)} "
        f"{time_text}, {came_true:,} came true."
    )


def note(fitted: Calibration, question: Asked) -> str:
    """What a reader must know of the calibration of such a claim; empty if nothing."""
    if not fitted.known(question):
        return f"No past question is like this claim. {claims_note(fitted)}"
    text = (
        ""
        if fitted.records[question.topic].adds
        else "On past questions of this kind the model added nothing to the base rate."
    )
    return text if question.past else f"{text} {claims_note(fitted)}".strip()


def claims_note(fitted: Calibration) -> str:
    """What the model was worth on claims as people made them."""
    number = sum(not claim.past for claim in fitted.past.claims)
    if fitted.claims.adds:
        return f"On {number} past claims about the future the model did better than one half."
    return f"On {number} past claims about the future, made by people at turning points, the model did no better than one half, so such a claim is given one half."


__all__ = ["Basis", "basis_of", "calibrate_verdicts"]
