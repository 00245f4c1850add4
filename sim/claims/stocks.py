"""What a side has: reserve and posture at t0, what it holds on a day, what it gained."""

from __future__ import annotations

import numpy as np

from sim.base.codes import ADVANCE
from sim.claims.kind import (
    FACTION,
    NO_WAR,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    Window,
    count_days,
    days,
    three_valued,
)
from sim.record.holdings import beaten, victors
from sim.record.observables import ever_captured, gross_captures, level, net_change
from sim.record.record import Record

HELD_THINGS = {
    "held": "districts held",
    "capitals": "capitals held",
    "contested": "enemy districts contested",
    "capitals_threatened": "enemy capitals threatened",
}
SINCE_START = "since the start"
GAIN_COUNTS = {
    "net_gain_between": (net_change, "net gain of districts"),
    "gross_gain_between": (gross_captures, "number of captures"),
    "ever_captured_between": (ever_captured, "number of districts captured at least once"),
}


def reserve_is_low(record: Record, parameters: Parameters) -> np.ndarray:
    """At t0 the reserve is below ``share`` of that of day 0; undefined if there was none."""
    faction = record.faction(parameters["faction"])
    start = level(record, "reserve", faction, 0)
    return three_valued(
        level(record, "reserve", faction, record.as_of_day) < parameters["share"] * start, start > 0
    )


def judge_posture(record: Record, parameters: Parameters) -> np.ndarray:
    """At t0 the faction consolidates, retreats or talks."""
    faction = record.faction(parameters["faction"])
    return three_valued(record.series["posture"][:, record.as_of_day, faction] != ADVANCE)


def judge_stock(record: Record, parameters: Parameters) -> np.ndarray:
    """The number held on a day lies within the limits. Who has won by then has all, who has lost nothing."""
    faction, day = record.faction(parameters["faction"]), record.as_of_day + parameters["day"]
    stock = level(record, parameters["what"], faction, day)
    over = (record.end_day >= 0) & (record.end_day <= day)
    stock[over & beaten(record, faction)] = 0
    stock[over & (victors(record) == faction)] = whole(record, parameters["what"])
    low, high = parameters["at_least"], parameters["at_most"]
    return three_valued(
        (stock >= (-np.inf if low is None else low)) & (stock <= (np.inf if high is None else high))
    )


def whole(record: Record, what: str) -> int:
    """What the victor has: everything, and no enemy left to contest anything of."""
    if what == "held":
        return record.terrain.districts
    return len(record.terrain.capitals) if what == "capitals" else 0


def between(low: float | None, high: float | None) -> str:
    """``at least 3``, ``at most 5``, ``80 to 100``."""
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"


def stock_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    day = parameters["day"]
    when = "on the day of the report"
    if day:
        when = f"{count_days(abs(day))} {'after' if day > 0 else 'before'} the report"
    limits = between(parameters["at_least"], parameters["at_most"])
    return f"the number of {HELD_THINGS[parameters['what']]} by {names.faction(parameters['faction'])} {when} is {limits}"


def gain_span(t0: int, parameters: Parameters) -> Window:
    """The ``window`` days up to t0, or all since the start."""
    return (0 if parameters["window"] is None else t0 - parameters["window"]), t0


def order_fault(low: str, high: str, parameters: Parameters) -> list[str]:
    """Limits in the wrong order, or none at all."""
    least, most = parameters[low], parameters[high]
    if least is None and most is None:
        return [f"{low} and {high} are missing; expected at least one"]
    if least is not None and most is not None and least > most:
        return [f"{low} = {least:g} is above {high} = {most:g}; expected {low} <= {high}"]
    return []


def gain_between(name: str) -> Kind:
    """The kind that holds one of GAIN_COUNTS against two limits."""
    observe, noun = GAIN_COUNTS[name]

    def judge_runs(record: Record, parameters: Parameters) -> np.ndarray:
        window = gain_span(record.as_of_day, parameters)
        gained = observe(record, record.faction(parameters["faction"]), *window)
        return three_valued((gained >= parameters["low"]) & (gained <= parameters["high"]))

    def sentence(parameters: Parameters, names: Names) -> str:
        width = parameters["window"]
        when = SINCE_START if width is None else f"in the last {count_days(width)}"
        limits = between(parameters["low"], parameters["high"])
        return f"the {noun} by {names.faction(parameters['faction'])} {when} is {limits}"

    specs = {
        "faction": FACTION,
        "low": ParameterSpec("float", "least number", unit="districts", low=-1e6, high=1e6),
        "high": ParameterSpec("float", "largest number", unit="districts", low=-1e6, high=1e6),
        "window": days("length of the window that ends at t0; since the start if absent", None),
    }
    return Kind(
        name,
        f"{noun} within limits",
        specs,
        judge_runs,
        gain_span,
        sentence,
        clash=lambda parameters: order_fault("low", "high", parameters),
    )


STOCKS = (
    Kind(
        "reserve_low",
        "the mobile reserve is nearly spent at t0",
        {
            "faction": FACTION,
            "share": ParameterSpec("float", "share of the reserve of day 0", 0.25, low=0.0, high=1.0),
        },
        reserve_is_low,
        lambda t0, parameters: (t0, t0),
        lambda parameters, names: (
            f"the mobile reserve of {names.faction(parameters['faction'])} is below "
            f"{100 * parameters['share']:g} % of what it was at the start"
        ),
        NO_WAR,
    ),
    Kind(
        "not_advancing",
        "the faction consolidates, retreats or talks at t0",
        {"faction": FACTION},
        judge_posture,
        lambda t0, parameters: (t0, t0),
        lambda parameters, names: (
            f"the posture of {names.faction(parameters['faction'])} is other than advance"
        ),
        NO_WAR,
    ),
    Kind(
        "stock_at",
        "what is held on a day lies within limits",
        {
            "faction": FACTION,
            "what": ParameterSpec("text", "what is counted", "held", choices=tuple(HELD_THINGS)),
            "day": ParameterSpec(
                "int", "days after t0, negative before", 0, unit="days", low=-3650, high=3650
            ),
            "at_least": ParameterSpec("float", "least number", None, low=0, high=1e6),
            "at_most": ParameterSpec("float", "largest number", None, low=0, high=1e6),
        },
        judge_stock,
        lambda t0, parameters: (t0 + parameters["day"], t0 + parameters["day"]),
        stock_sentence,
        clash=lambda parameters: order_fault("at_least", "at_most", parameters),
    ),
    *(gain_between(name) for name in GAIN_COUNTS),
)
