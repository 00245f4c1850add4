"""Losing steam: rates of advance compared, bends of the curve, gains that fail to come.

All are questions about a war that is on at t0: a run that ended by t0 is undefined, since a finished run gains
nothing and would look exhausted. Of runs that end later, a victory is no lost steam, a defeat is, a truce neither; a pace
compared with a fixed rate is that of what was won, all of it where a state ended.
"""

from __future__ import annotations

import numpy as np

from sim.claims.kind import (
    FACTION,
    FROZEN,
    NO_WAR,
    Kind,
    Parameters,
    ParameterSpec,
    ahead,
    back,
    days,
    three_valued,
)
from sim.claims.stocks import PART, part_fault, stock_on
from sim.record.observables import change, gross_captures
from sim.record.record import Record

STEAM_LOST = {**NO_WAR, "won inside": "false", "lost inside": "true"}
BACKWARD = {
    "faction": FACTION,
    "recent": days("length of the window that ends at t0", 14),
    "earlier": days("length of the window before it", 28),
}
GAINED = {  # measure -> what was gained, as a clause with "fewer" or "less"
    "held": "gained fewer districts a day on balance",
    "gross": "captured fewer districts a day",
    "population": "gained less population a day on balance",
    "capitals": "gained fewer capitals a day on balance",
}
BOTH_WINDOWS = back("recent", "earlier")


def rates(record: Record, parameters: Parameters, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Change a day in the recent and in the earlier window: float64 [R] each."""
    faction, t0 = record.faction(parameters["faction"]), record.as_of_day
    recent, earlier = parameters["recent"], parameters["earlier"]
    recent_rate = change(record, measure, faction, (t0 - recent, t0)) / recent
    earlier_rate = change(record, measure, faction, (t0 - recent - earlier, t0 - recent)) / earlier
    return recent_rate, earlier_rate


def slower_kind(name: str, measure: str) -> Kind:
    """The kind that compares the rates of one of GAINED."""

    def judge_runs(record: Record, parameters: Parameters) -> np.ndarray:
        recent_rate, earlier_rate = rates(record, parameters, measure)
        return three_valued(recent_rate < earlier_rate)

    sentence = f"{{faction}} {GAINED[measure]} in the last {{recent}} than in the {{earlier}} before"
    summary = f"{GAINED[measure]} than before"
    return Kind(name, summary, BACKWARD, judge_runs, BOTH_WINDOWS, sentence, NO_WAR)


def judge_fraction(record: Record, parameters: Parameters) -> np.ndarray:
    """The recent rate is below ``factor`` of the earlier one: int8 [R]; undefined unless that exceeds ``min_rate``."""
    recent_rate, earlier_rate = rates(record, parameters, "held")
    return three_valued(
        recent_rate < parameters["factor"] * earlier_rate, earlier_rate > parameters["min_rate"]
    )


def judge_bend(record: Record, parameters: Parameters) -> np.ndarray:
    """The least-squares parabola through the districts held on window + 1 days has negative curvature: int8 [R]."""
    width, t0 = parameters["window"], record.as_of_day
    held_counts = record.series["held"][:, t0 - width : t0 + 1, record.faction(parameters["faction"])]
    return three_valued(held_counts @ curvature(width + 1) < 0)


def curvature(points: int) -> np.ndarray:
    """Whole numbers whose product with equally spaced values has the sign of their parabola's curvature: float64 [N].

    Exactly zero on a straight line. Orthogonal polynomial of degree 2 with x = 2 i - (n - 1): 3 x^2 - (n^2 - 1).
    """
    x = 2 * np.arange(points) - (points - 1)
    return (3 * x * x - (points * points - 1)).astype(np.float64)


def judge_slower_next(record: Record, parameters: Parameters) -> np.ndarray:
    """Less is gained on balance in the ``days`` after t0 than in as many before: int8 [R]."""
    faction, t0, width = record.faction(parameters["faction"]), record.as_of_day, parameters["days"]
    after = change(record, "held", faction, (t0, t0 + width))
    return three_valued(after < change(record, "held", faction, (t0 - width, t0)))


def judge_no_net_gain(record: Record, parameters: Parameters) -> np.ndarray:
    """The faction holds no more districts ``after`` days after t0 than at t0: int8 [R]."""
    t0 = record.as_of_day
    window = (t0, t0 + parameters["after"])
    return three_valued(change(record, "held", record.faction(parameters["faction"]), window) <= 0)


def judge_halted(record: Record, parameters: Parameters) -> np.ndarray:
    """Nothing is captured in the ``days`` after t0: int8 [R]."""
    t0 = record.as_of_day
    captures = gross_captures(record, record.faction(parameters["faction"]), t0, t0 + parameters["days"])
    return three_valued(captures == 0)


def pace_kind(name: str, faster: bool) -> Kind:
    """The kind that compares the net gains a day after t0 with a fixed rate."""
    word = "more" if faster else "fewer"

    def judge_runs(record: Record, parameters: Parameters) -> np.ndarray:
        t0, width = record.as_of_day, parameters["days"]
        stock_parameters = {**parameters, "what": "held"}
        gain = stock_on(record, stock_parameters, t0 + width) - stock_on(record, stock_parameters, t0)
        limit = parameters["rate"] * width
        return three_valued(gain > limit if faster else gain < limit)

    sentence = (
        f"{{faction}} will gain {word} than {{rate}} districts a day on balance{{part}} in the next {{days}}"
    )
    rate = ParameterSpec("float", "rate it is compared with", unit="districts a day", low=-1e6, high=1e6)
    specs = {"faction": FACTION, "rate": rate, "days": days("length of the window after t0", 14), **PART}
    ends = {**NO_WAR, "won inside": FROZEN, "lost inside": "false" if faster else "true"}
    summary = f"net gains of {word} districts a day than a rate"
    return Kind(name, summary, specs, judge_runs, ahead("days"), sentence, ends, part_fault)


MOMENTUM = (
    slower_kind("slower_than_before", "held"),
    slower_kind("slower_gross", "gross"),
    slower_kind("slower_by_population", "population"),
    slower_kind("slower_by_capitals", "capitals"),
    Kind(
        "half_the_rate",
        "the net gains a day have fallen below a fraction of what they were",
        {
            **BACKWARD,
            "factor": ParameterSpec("float", "fraction of the earlier rate", 0.5, low=0.0, high=10.0),
            "min_rate": ParameterSpec(
                "float", "least earlier rate", 0.5, unit="districts a day", low=0.0, high=1e6
            ),
        },
        judge_fraction,
        BOTH_WINDOWS,
        "{faction} gained on balance less than {factor} times as many districts a day in the last {recent} as in the "
        "{earlier} before (undefined unless it had gained more than {min_rate} a day)",
        NO_WAR,
    ),
    Kind(
        "bends_down",
        "a parabola through the districts held bends down",
        {"faction": FACTION, "window": days("length of the window that ends at t0", 28, low=2)},
        judge_bend,
        back("window"),
        "the curve of districts held by {faction} bends down over the last {window}",
        NO_WAR,
    ),
    Kind(
        "slower_next",
        "less is gained after t0 than before",
        {"faction": FACTION, "days": days("length of the windows before and after t0", 14)},
        judge_slower_next,
        lambda t0, parameters: (t0 - parameters["days"], t0 + parameters["days"]),
        "{faction} will gain fewer districts on balance in the next {days} than in the last {days}",
        STEAM_LOST,
    ),
    Kind(
        "no_net_gain",
        "nothing is gained on balance after t0",
        {"faction": FACTION, "after": days("length of the window after t0", 14)},
        judge_no_net_gain,
        ahead("after"),
        "{faction} will hold no more districts {after} later than on the day of the report",
        STEAM_LOST,
    ),
    Kind(
        "halted",
        "nothing is captured after t0",
        {"faction": FACTION, "days": days("length of the window after t0", 14)},
        judge_halted,
        ahead("days"),
        "{faction} will capture nothing in the next {days}",
        STEAM_LOST,
    ),
    pace_kind("pace_above", True),
    pace_kind("pace_below", False),
)
