"""How answers moved from origin to origin: headlines with their windows moved along, questions with a fixed last day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sim.claims.definitions import evaluate
from sim.claims.estimate import estimate
from sim.forecast.origins import OriginView
from sim.forecast.outcomes import Outcomes
from sim.forecast.questions import NUMBERS, number_lost
from sim.forecast.scoring import Row
from sim.forecast.targets import capital_ids
from sim.record.regimes import capital_falls


def history_rows(view: OriginView) -> list[Row]:
    """The probability of each headline as it was at this origin, its windows moved along."""
    history = []
    for claim in view.scenario.claims:
        for definition in claim.definitions:
            if claim.testable and definition.id == claim.headline:
                share = estimate(evaluate(definition, view.record), view.weights.values)
                history.append(
                    {"origin": view.origin.isoformat(), "claim": claim.id, "definition": definition.id,
                     "p": share.p, "low": share.low, "high": share.high, "undefined": share.undefined, "ess": share.ess}
                )  # fmt: skip
    return history


def question_rows(view: OriginView, outcomes: Outcomes) -> list[Row]:
    """Chances at this origin that capitals are lost by the last day of the horizon, and the day on which they were."""
    scenario = view.scenario
    until = scenario.calendar.as_of + timedelta(days=scenario.horizon)
    falls = capital_falls(view.record, view.faction, view.day)
    ids = capital_ids(view)
    dates = sorted(day for place in ids if (day := outcomes.capitals.get(place)) is not None)
    questions = {
        f"{number} of {len(ids)} capitals": (number_lost(falls, number), nth(dates, number))
        for number in NUMBERS
        if number <= len(ids)
    }
    if scenario.terrain.national >= 0:
        place = scenario.terrain.ids[scenario.terrain.national]
        questions["national capital"] = (
            number_lost(falls[:, [ids.index(place)]], 1),
            outcomes.capitals.get(place),
        )
    rows = []
    for question, (days, fall_day) in questions.items():
        share = estimate((days <= view.record.calendar.day(until)).astype(np.int8), view.weights.values)
        has_come = fall_day is not None and fall_day <= until
        rows.append(
            {"origin": view.origin.isoformat(), "question": question, "until": until.isoformat(),
             "p": share.p, "low": share.low, "high": share.high, "happened": fall_day.isoformat() if has_come and fall_day else None}
        )  # fmt: skip
    return rows


def nth(dates: list[date], number: int) -> date | None:
    """The day on which the ``number``-th of rising dates came; None if there are fewer."""
    return dates[number - 1] if number <= len(dates) else None
