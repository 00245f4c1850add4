"""The end of the war itself."""

from __future__ import annotations

import numpy as np

from sim.base.codes import END_CAUSES, NOT_ENDED
from sim.claims.kind import (
    AS_RECORDED,
    HORIZON,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    ahead,
    count_days,
    three_valued,
)
from sim.record.record import Record

CAUSES = tuple(name for code, name in enumerate(END_CAUSES) if code != NOT_ENDED)
PHRASES = {
    "capital_lost": "the loss of the national capital",
    "conquest": "conquest",
    "truce": "a truce",
}


def judge_ending(record: Record, parameters: Parameters) -> np.ndarray:
    """The war ends within the horizon by one of the causes: int8 [R]."""
    causes = [END_CAUSES.index(name) for name in parameters["causes"]]
    t0 = record.as_of_day
    is_in_window = (record.end_day > t0) & (record.end_day <= t0 + parameters["horizon"])
    return three_valued(is_in_window & np.isin(record.end_cause, causes))


def ending_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    causes = [PHRASES[name] for name in parameters["causes"]]
    cause_text = causes[0] if len(causes) == 1 else ", ".join(causes[:-1]) + " or " + causes[-1]
    return f"the war will end within {count_days(parameters['horizon'])} by {cause_text}"


ENDING = (
    Kind(
        "war_ends",
        "the war ends within a horizon",
        {"horizon": HORIZON, "causes": ParameterSpec("texts", "how", CAUSES, choices=CAUSES)},
        judge_ending,
        ahead("horizon"),
        ending_sentence,
        {**AS_RECORDED, **dict.fromkeys(("won before", "lost before", "truce before"), "undefined")},
    ),
)
