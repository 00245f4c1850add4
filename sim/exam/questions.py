"""What is asked from every origin: units near a front and named places at fixed horizons, net change, claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.base.codes import RURAL
from sim.exam.standard_questions import StandardQuestion, ask_standard_questions
from sim.exam.truth import CENSORED, NEUTRAL, UNKNOWN, Truth, analysed_map, last_mover, side_codes
from sim.scenario.campaign import CHALLENGING, DEFENDING, Campaign
from sim.terrain.distances import steps_from
from sim.terrain.terrain import Terrain

HORIZONS = (7, 30, 90, 180)
FARTHEST = 4  # steps from the mover's front
UNIT, NAMED, CAPITAL = "unit", "named", "capital"
STATIC, SAME, OTHER = "static", "mover", "other"  # who moved last: nobody, the mover, the other side
FAR = 10**6  # steps where there is no way


@dataclass(frozen=True)
class OriginQuestions:
    """Q questions of one origin whether a side takes a district within a horizon.

    kind      UNIT, NAMED (in a claim) or CAPITAL; steps int [Q] from the mover's nearest district
    outcome   int8 [Q]: 1, 0 or CENSORED
    """

    kind: np.ndarray
    district: np.ndarray
    mover: np.ndarray
    horizon: np.ndarray
    steps: np.ndarray
    outcome: np.ndarray

    def __len__(self) -> int:
        return len(self.district)


@dataclass(frozen=True)
class Paper:
    """All that is asked from one origin of a campaign, and what is known there of who moved last."""

    campaign: Campaign
    origin: date
    truth: Truth
    asked: OriginQuestions
    last: int | None  # side that moved last, None if the front is static
    standard_questions: tuple[StandardQuestion, ...] = ()

    @property
    def who(self) -> np.ndarray:
        """Who moved last, from the mover's side: text [Q] of STATIC, SAME, OTHER."""
        if self.last is None:
            return np.full(len(self.asked), STATIC)
        return np.where(self.asked.mover == self.last, SAME, OTHER)


def set_paper(campaign: Campaign, truth: Truth, origin: date) -> Paper:
    """The questions of an origin."""
    questions, standard = ask(campaign, truth, origin), ask_standard_questions(campaign, truth, origin)
    return Paper(campaign, origin, truth, questions, last_mover(campaign, origin), standard)


def ask(campaign: Campaign, truth: Truth, origin: date) -> OriginQuestions:
    """Every unit within FARTHEST steps of a front for either side as mover, named places and capitals, at all horizons.

    Where the units are and who holds them is read from the map an analyst had; a unit whose true holder at the origin
    is not known, or another, is left out.
    """
    sides = side_codes(campaign)[analysed_map(campaign, origin)[0]]
    true_sides = truth.sides_at(origin)
    parts = []
    for mover, holder in ((CHALLENGING, DEFENDING), (DEFENDING, CHALLENGING)):
        steps = steps_from_held(campaign.scenario.terrain, sides == mover)
        open_ = (sides == holder) & (true_sides == holder)
        near_places = np.flatnonzero(open_ & (steps <= FARTHEST))
        named_places = np.array([row for row in campaign.named if open_[row]], dtype=np.int64)
        capitals = np.flatnonzero(open_ & (campaign.scenario.terrain.seat != RURAL))
        for horizon in HORIZONS:
            outcomes = truth.taken(mover, origin, origin + timedelta(days=horizon))
            for kind, rows in ((UNIT, near_places), (NAMED, named_places), (CAPITAL, capitals)):
                constants = (np.full(len(rows), value) for value in (mover, horizon))
                parts.append((np.full(len(rows), kind), rows, *constants, steps[rows], outcomes[rows]))
    return OriginQuestions(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def steps_from_held(terrain: Terrain, is_held: np.ndarray) -> np.ndarray:
    """Steps of each district from the nearest one that is ``is_held`` bool [D]: int64 [D], FAR where no way leads."""
    return np.minimum(steps_from(terrain, np.flatnonzero(is_held).tolist()), FAR).astype(np.int64)


__all__ = [
    "CENSORED",
    "HORIZONS",
    "NEUTRAL",
    "UNKNOWN",
    "OriginQuestions",
    "Paper",
    "ask",
    "set_paper",
    "steps_from_held",
]
