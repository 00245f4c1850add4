"""What a side has: reserve and posture at t0, what it holds on a day, what it gained."""

from __future__ import annotations

from functools import partial

import numpy as np

from sim.base.codes import ADVANCE, RURAL
from sim.claims.kind import (
    FACTION,
    NO_WAR,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    ahead,
    back,
    days,
    days_from_report,
    describe_part,
    fill,
    lately,
    on_day,
    place_rows,
    three_valued,
)
from sim.record.aftermath import holders_after, level_after
from sim.record.observables import ever_captured, gross_captures, level, net_change
from sim.record.record import Record

HELD_THINGS = {
    "held": "districts held",
    "capitals": "capitals held",
    "contested": "enemy districts contested",
    "capitals_threatened": "enemy capitals threatened",
}
PART = {
    "places": ParameterSpec("places", "only these districts", None),
    "within": ParameterSpec("province", "only the districts of this province", None),
}
UP_TO_T0 = back("window")
GAIN_COUNTS = {
    "net_gain_between": (net_change, "net gain of districts"),
    "gross_gain_between": (gross_captures, "number of captures"),
    "ever_captured_between": (ever_captured, "number of districts captured at least once"),
}


def reserve_is_low(record: Record, parameters: Parameters) -> np.ndarray:
    """At t0 the reserve is below ``share`` of that of day 0: int8 [R]; undefined if there was none."""
    faction = record.faction(parameters["faction"])
    start, reserve_now = (level(record, "reserve", faction, day) for day in (0, record.as_of_day))
    return three_valued(reserve_now < parameters["share"] * start, start > 0)


def judge_posture(record: Record, parameters: Parameters) -> np.ndarray:
    """At t0 the faction consolidates, retreats or talks: int8 [R]."""
    faction = record.faction(parameters["faction"])
    return three_valued(record.series["posture"][:, record.as_of_day, faction] != ADVANCE)


def judge_stock(record: Record, parameters: Parameters) -> np.ndarray:
    """The number held on a day lies within the limits: int8 [R]. A state that has ended by then has nothing, its victor all of it."""
    stock = stock_on(record, parameters, record.as_of_day + parameters["day"])
    low = -np.inf if parameters["at_least"] is None else parameters["at_least"]
    high = np.inf if parameters["at_most"] is None else parameters["at_most"]
    return three_valued((stock >= low) & (stock <= high))


def stock_on(record: Record, parameters: Parameters, day: int) -> np.ndarray:
    """What is held at the end of a day, of the whole network or of the part asked about: float64 [R]."""
    faction, level_name = record.faction(parameters["faction"]), parameters["what"]
    if parameters["places"] is None and parameters["within"] is None:
        return level_after(record, level_name, faction, day)
    rows = place_rows(parameters, record.terrain)
    if level_name == "capitals":
        rows = rows[record.terrain.seat[rows] != RURAL]
    return np.asarray((holders_after(record, day, rows) == faction).sum(axis=1).astype(np.float64))


def part_fault(parameters: Parameters) -> list[str]:
    """Both ways of naming a part, or something that is not known of one."""
    if parameters["places"] is not None and parameters["within"] is not None:
        return ["places and within are both given; expected one of the two"]
    has_part = parameters["places"] is not None or parameters["within"] is not None
    if has_part and parameters.get("what", "held") not in ("held", "capitals"):
        return [f"what = {parameters['what']!r} is not known of a part; expected held or capitals"]
    return []


def judge_as_many(record: Record, parameters: Parameters) -> np.ndarray:
    """On the day at least as many are held as at t0: int8 [R]."""
    t0 = record.as_of_day
    stock_then = stock_on(record, parameters, t0 + parameters["day"])
    return three_valued(stock_then >= stock_on(record, parameters, t0))


def between(low: float | None, high: float | None) -> str:
    """``at least 3``, ``at most 5``, ``80 to 100``."""
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"


def stock_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    day_text = days_from_report(parameters["day"])
    limits = between(parameters["at_least"], parameters["at_most"])
    noun = f"{HELD_THINGS[parameters['what']]} by {names.faction(parameters['faction'])}{describe_part(parameters, names)}"
    return f"the number of {noun} {day_text} is {limits}"


def as_many_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    noun = "districts" if parameters["what"] == "held" else "capitals"
    sentence = (
        f"{{faction}} will hold at least as many {noun}{{part}} {{day}} later as on the day of the report"
    )
    return fill(sentence, AS_MANY, parameters, names)


def order_fault(low: str, high: str, parameters: Parameters) -> list[str]:
    """Limits in the wrong order, or none at all."""
    least, largest = parameters[low], parameters[high]
    if least is None and largest is None:
        return [f"{low} and {high} are missing; expected at least one"]
    if least is not None and largest is not None and least > largest:
        return [f"{low} = {least:g} is above {high} = {largest:g}; expected {low} <= {high}"]
    return []


def gain_between(name: str) -> Kind:
    """The kind that holds one of GAIN_COUNTS against two limits."""
    count_gains, noun = GAIN_COUNTS[name]

    def judge_runs(record: Record, parameters: Parameters) -> np.ndarray:
        window = UP_TO_T0(record.as_of_day, parameters)
        gain = count_gains(record, record.faction(parameters["faction"]), *window)
        return three_valued((gain >= parameters["low"]) & (gain <= parameters["high"]))

    def sentence(parameters: Parameters, names: Names) -> str:
        window_text, limits = lately(parameters["window"]), between(parameters["low"], parameters["high"])
        return f"the {noun} by {names.faction(parameters['faction'])} {window_text} is {limits}"

    specs = {
        "faction": FACTION,
        "low": ParameterSpec("float", "least number", unit="districts", low=-1e6, high=1e6),
        "high": ParameterSpec("float", "largest number", unit="districts", low=-1e6, high=1e6),
        "window": days("length of the window that ends at t0; since the start if absent", None),
    }
    clash = partial(order_fault, "low", "high")
    return Kind(name, f"{noun} within limits", specs, judge_runs, UP_TO_T0, sentence, clash=clash)


AS_MANY = {
    "faction": FACTION,
    "what": ParameterSpec("text", "what is counted", "held", choices=("held", "capitals")),
    "day": days("days after t0", 30),
    **PART,
}
STOCKS = (
    Kind(
        "reserve_low",
        "the mobile reserve is nearly spent at t0",
        {
            "faction": FACTION,
            "share": ParameterSpec("float", "share of the reserve of day 0", 0.25, low=0.0, high=1.0),
        },
        reserve_is_low,
        on_day,
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
        on_day,
        "the posture of {faction} is other than advance",
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
            **PART,
        },
        judge_stock,
        on_day,
        stock_sentence,
        clash=lambda parameters: [
            *order_fault("at_least", "at_most", parameters),
            *part_fault(parameters),
        ],
    ),
    Kind(
        "at_least_as_many",
        "as many are held on a later day as at t0, or more",
        AS_MANY,
        judge_as_many,
        ahead("day"),
        as_many_sentence,
        clash=part_fault,
    ),
    *(gain_between(name) for name in GAIN_COUNTS),
)
