"""What a reader may ask about the days to come: questions, and how each is settled. Axes: R runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from sim.base.codes import CHALLENGER
from sim.ensemble.engine import Ensemble
from sim.record.holdings import NEVER
from sim.record.regimes import capital_falls

NUMBERS = (1, 3, 10)  # of capitals asked together
RECENT = 90  # days since as_of within which cities are named by their province only
LATER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class ForecastQuestion:
    """What is asked: ``days`` [R] is the day it came true in each run, LATER if not within the simulated days."""

    id: str
    text: str
    days: np.ndarray


def questions(ensemble: Ensemble) -> list[ForecastQuestion]:
    """Each capital, the national capital by name, and 1, 3 and 10 capitals together, from the day after as_of."""
    record, scenario = ensemble.record, ensemble.scenario
    side = int(np.flatnonzero(record.roles == CHALLENGER)[0])
    taker = scenario.factions[side].name
    falls = capital_falls(record, side, record.as_of_day)
    after, first = scenario.calendar.as_of, "the first day at whose end"
    forecast_questions = [
        ForecastQuestion(
            f"capital:{label}",
            f"{first} {label} is held by {taker}, after {after}; settled by dated reports of two agencies; a place that "
            "changes hands without a fight counts; when the war is won all that is left counts as taken that day",
            number_lost(falls[:, [column]], 1),
        )
        for column, label in capital_labels(ensemble, datetime.now(UTC).date())
    ]
    for number in (n for n in NUMBERS if n <= falls.shape[1]):
        text = f"{first} {number} of the {falls.shape[1]} provincial capitals have fallen to {taker} since {after}; later losses of them do not count back"
        forecast_questions.append(ForecastQuestion(f"capitals:{number}", text, number_lost(falls, number)))
    return forecast_questions


def number_lost(falls: np.ndarray, number: int) -> np.ndarray:
    """Day by whose end ``number`` of the places have fallen: int64 [R] of ``falls`` [R, C] (NEVER or a day)."""
    days = np.where(falls == NEVER, LATER, falls).astype(np.int64)
    sorted_days: np.ndarray = np.sort(days, axis=1)[:, number - 1]
    return sorted_days


def capital_labels(ensemble: Ensemble, today: date) -> list[tuple[int, str]]:
    """(column, name) of each capital; by province while the report is younger than RECENT days."""
    terrain = ensemble.scenario.terrain
    recent = (today - ensemble.scenario.calendar.as_of).days < RECENT
    names = terrain.provinces if recent else terrain.names
    prefix = "the capital of " if recent else ""
    return [(column, f"{prefix}{names[row]}") for column, row in enumerate(terrain.capitals)]
