"""For every kind: parameters and a war that makes it true, false and undefined; and wars on which kinds differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.base.codes import ADVANCE, ATTACKED, BY_TRUCE, CAPITAL_LOST, CONSOLIDATE
from sim.record.record import Record
from tests.claims.stories import PLACE, T0, TERRAIN, daily, march, steady, war
from tests.records import BLUE, RED

Make = Callable[[], Record]


@dataclass(frozen=True)
class Case:
    """One kind with three wars; ``undefined`` None for a kind that is undefined only outside the simulated days."""

    parameters: dict[str, Any]
    true: Make
    false: Make
    undefined: Make | None


def slowing() -> Record:
    """2 a day, then 1 a day in the last two weeks, none after t0."""
    return war(*march({**steady(1, 31, 2), **steady(32, T0)}))


def quickening() -> Record:
    """Nothing for a month, then 2 a day for ever."""
    return war(*march(steady(32, 75, 2)))


def finished() -> Record:
    """Won ten days before t0."""
    return war(*march(steady(1, 30, 2)), (35, 99, RED), end=(35, CAPITAL_LOST, RED))


def idle() -> Record:
    """Nothing happens."""
    return war()


def cities(*falls: tuple[int, int], end: tuple[int, ...] | None = None, days: int = 120) -> Record:
    """Red takes (day, city); blue takes it back where the city is negative."""
    happenings = [(day, abs(city), RED if city > 0 else BLUE) for day, city in falls]
    return war(*happenings, end=end, days=days)


def fights(even: int, won: int) -> Record:
    """So many assaults at even odds by red on day 40."""
    return war(series=daily(assaults_even={40: even, 41: 0}, won_even={40: won, 41: 0}))


def recapture(*provinces: int, back: int = 30, again: int | None = None) -> Record:
    """Blue loses the first district of some provinces on day 20 and takes them back; red may come again."""
    happenings = [(20, 4 * province, RED) for province in provinces]
    happenings += [(back, 4 * province, BLUE) for province in provinces]
    happenings += [(again, 4 * province, RED) for province in provinces if again is not None]
    return war(*happenings)


FACED = {"faction": "red"}
MAJOR = {**FACED, "places": [PLACE[90], PLACE[94], PLACE[99]]}
CASES: dict[str, Case] = {
    "slower_than_before": Case(FACED, slowing, quickening, finished),
    "slower_gross": Case(FACED, slowing, quickening, finished),
    "slower_by_population": Case(FACED, slowing, quickening, finished),
    "slower_by_capitals": Case(
        FACED, lambda: cities((10, 90), (12, 94)), lambda: cities((10, 90), (40, 94)), finished
    ),
    "half_the_rate": Case(
        FACED,
        lambda: war(*march({**steady(1, 31, 2), 40: 3})),
        lambda: war(*march(steady(1, T0))),
        quickening,
    ),
    "bends_down": Case(FACED, slowing, quickening, finished),
    "slower_next": Case(
        {**FACED, "days": 10},
        lambda: war(*march(steady(30, T0))),
        lambda: war(*march(steady(50, 60))),
        finished,
    ),
    "no_net_gain": Case({**FACED, "after": 14}, slowing, quickening, finished),
    "halted": Case({**FACED, "days": 14}, slowing, quickening, finished),
    "pace_above": Case({**FACED, "rate": 1.0}, quickening, slowing, finished),
    "pace_below": Case({**FACED, "rate": 1.0}, slowing, quickening, finished),
    "reserve_low": Case(
        FACED,
        lambda: war(series=daily(reserve={0: 100, 40: 20})),
        lambda: war(series=daily(reserve={0: 100, 40: 30})),
        idle,
    ),
    "not_advancing": Case(
        FACED,
        lambda: war(series=daily(posture={0: ADVANCE, 40: CONSOLIDATE})),
        lambda: war(series=daily(posture={0: CONSOLIDATE, 40: ADVANCE})),
        finished,
    ),
    "stock_at": Case(
        {**FACED, "day": 10, "at_least": 5.0, "at_most": 8.0},
        lambda: war(*march({50: 6})),
        lambda: war(*march({50: 9})),
        None,
    ),
    "net_gain_between": Case(
        {**FACED, "low": 4, "high": 6},
        lambda: war(*march({10: 8, 20: -3})),
        lambda: war(*march({10: 8})),
        None,
    ),
    "gross_gain_between": Case(
        {**FACED, "low": 10, "high": 12},
        lambda: war(*march({10: 8, 20: -3, 30: 3})),
        lambda: war(*march({10: 8})),
        None,
    ),
    "ever_captured_between": Case(
        {**FACED, "low": 8, "high": 8},
        lambda: war(*march({10: 8, 20: -3, 30: 3})),
        lambda: war(*march({10: 9})),
        None,
    ),
    "cannot_take_and_hold": Case(
        {**MAJOR, "number": 1, "hold": 7, "horizon": 30},
        lambda: cities((50, 90), (56, -90)),
        lambda: cities((50, 90), (57, -90)),
        lambda: cities((74, 90), days=75),
    ),
    "falls_by": Case(
        {**FACED, "place": PLACE[90], "horizon": 30}, lambda: cities((75, 90)), lambda: cities((76, 90)), None
    ),
    "falls_in_window": Case(
        {**FACED, "place": PLACE[90], "opens": 10, "closes": 30},
        lambda: cities((56, 90)),
        lambda: cities((55, 90)),
        None,
    ),
    "regained": Case({"faction": "blue", "window": 40}, lambda: recapture(1, 2), lambda: recapture(1), None),
    "will_be_retaken": Case(
        {"faction": "blue", "places": [PLACE[90], PLACE[94]], "hold": 3},
        lambda: cities((40, 90), (50, -90)),
        lambda: cities((40, 90), (50, -90), (52, 90)),
        idle,
    ),
    "held_on": Case(
        {**FACED, "places": [PLACE[90], PLACE[94]], "day": 14},
        lambda: cities((50, 90), (59, 94)),
        lambda: cities((50, 90), (55, 94), (59, -90)),
        None,
    ),
    "contested_on": Case(
        {**FACED, "place": PLACE[90], "day": 14, "recent": 10},
        lambda: war((50, 90, RED, ATTACKED)),
        lambda: war((49, 90, RED, ATTACKED)),
        None,
    ),
    "retaken_and_held": Case(
        {"faction": "blue", "places": [PLACE[90], PLACE[94]], "hold": 3, "horizon": 30},
        lambda: cities((50, 90), (60, -90)),
        lambda: cities((50, 90), (60, -90), (62, 90)),
        lambda: cities((50, 90), (74, -90), days=75),
    ),
    "distance": Case(
        {**FACED, "place": PLACE[90], "at_most": 2.0, "horizon": 30},
        lambda: war((75, 88, RED)),
        lambda: war((75, 87, RED), (76, 88, RED)),
        None,
    ),
    "at_least_as_many": Case(
        {**FACED, "day": 14},
        lambda: war(*march({40: 3, 50: -1, 55: 1})),
        lambda: war(*march({40: 3, 50: -1, 60: 1})),
        None,
    ),
    "loses_even_assaults": Case(
        {"faction": "blue"}, lambda: fights(20, 14), lambda: fights(20, 13), lambda: fights(19, 19)
    ),
    "war_ends": Case(
        {"causes": ["capital_lost", "conquest"]},
        lambda: cities((60, 99), end=(60, CAPITAL_LOST, RED)),
        lambda: war(end=(60, BY_TRUCE)),
        finished,
    ),
}


def captures_lost_again() -> Record:
    """Fewer net gains, more captures: lately much is taken and lost again."""
    return war(*march({**steady(5, 31), 40: 30, 42: -30}))


def one_big_district_late() -> Record:
    """Many small districts early, a capital late."""
    return war(*march(steady(5, 31)), (40, 90, RED))


def spurt_then_pause() -> Record:
    """2 a day before t0, none for two weeks, then 3 a day."""
    return war(*march({**steady(20, T0, 2), **steady(62, 75, 3)}))


def small_and_falling() -> Record:
    """1 a day, then .6 a day: slower, not half."""
    return war(*march({**steady(4, 31), **steady(32, 39)}))


Difference = tuple[Make, str, dict[str, Any], str, dict[str, Any]]
DIFFERENCES: tuple[Difference, ...] = (  # on this war the first is true and the second false
    (captures_lost_again, "slower_than_before", FACED, "slower_gross", FACED),
    (one_big_district_late, "slower_by_population", FACED, "slower_by_capitals", FACED),
    (small_and_falling, "slower_than_before", FACED, "half_the_rate", FACED),
    (slowing, "slower_than_before", FACED, "half_the_rate", {**FACED, "factor": 0.25}),
    (lambda: war(*march({**steady(10, 30, 2), 32: 16})), "bends_down", FACED, "half_the_rate", FACED),
    (spurt_then_pause, "no_net_gain", FACED, "no_net_gain", {**FACED, "after": 30}),
    (spurt_then_pause, "slower_next", FACED, "slower_than_before", FACED),
    (spurt_then_pause, "halted", FACED, "slower_than_before", FACED),
    (lambda: war(*march({50: 3, 52: -3})), "no_net_gain", FACED, "halted", FACED),
    (lambda: war(*march({50: 3})), "pace_below", {**FACED, "rate": 1}, "no_net_gain", FACED),
    (lambda: war(*march({50: 3})), "pace_above", {**FACED, "rate": 0.1}, "pace_above", {**FACED, "rate": 1}),
    (
        lambda: war(series=daily(reserve={0: 100, 40: 20})),
        "reserve_low",
        FACED,
        "not_advancing",
        FACED,
    ),
    (
        lambda: war(series=daily(reserve={0: 100}, posture={0: CONSOLIDATE})),
        "not_advancing",
        FACED,
        "reserve_low",
        FACED,
    ),
    (
        CASES["gross_gain_between"].true,
        "gross_gain_between",
        {**FACED, "low": 11, "high": 11},
        "ever_captured_between",
        {**FACED, "low": 11, "high": 11},
    ),
    (
        CASES["net_gain_between"].true,
        "net_gain_between",
        {**FACED, "low": 5, "high": 5},
        "gross_gain_between",
        {**FACED, "low": 5, "high": 5},
    ),
    (
        lambda: cities((50, 90), (53, -90)),
        "cannot_take_and_hold",
        {**MAJOR, "hold": 7},
        "cannot_take_and_hold",
        {**MAJOR, "hold": 1},
    ),
    (
        lambda: cities((50, 90)),
        "cannot_take_and_hold",
        {**MAJOR, "number": 2},
        "cannot_take_and_hold",
        {**MAJOR, "number": 1},
    ),
    (
        lambda: cities((50, 90), (51, -90)),
        "falls_by",
        {**FACED, "place": PLACE[90]},
        "falls_in_window",
        {**FACED, "place": PLACE[90], "opens": 10},
    ),
    (
        lambda: recapture(1, 2, again=32),
        "regained",
        {"faction": "blue", "hold": 2, "window": 40},
        "regained",
        {"faction": "blue", "hold": 3, "window": 40},
    ),
    (
        CASES["will_be_retaken"].true,
        "will_be_retaken",
        CASES["will_be_retaken"].parameters,
        "regained",
        {"faction": "blue", "provinces": 1, "window": 40},
    ),
    (
        lambda: cities((50, 90), (60, -90)),
        "falls_by",
        {**FACED, "place": PLACE[90]},
        "held_on",
        {**FACED, "places": [PLACE[90]], "day": 20},
    ),
    (
        lambda: war((50, 90, RED, ATTACKED)),
        "contested_on",
        {**FACED, "place": PLACE[90], "day": 10},
        "falls_by",
        {**FACED, "place": PLACE[90]},
    ),
    (
        lambda: cities((50, 90), (60, -90)),
        "retaken_and_held",
        {"faction": "blue", "places": [PLACE[90]]},
        "regained",
        {"faction": "blue", "provinces": 1, "window": 40},
    ),
    (
        lambda: war((50, 89, RED)),
        "distance",
        {**FACED, "place": PLACE[90], "at_most": 1},
        "falls_by",
        {**FACED, "place": PLACE[90]},
    ),
    (
        lambda: war(*march({40: 3, 50: 1, 55: -1})),
        "at_least_as_many",
        {**FACED, "day": 14},
        "halted",
        {**FACED, "days": 14},
    ),
    (
        lambda: war(*march({50: 2}), (52, 20, RED)),
        "stock_at",
        {**FACED, "day": 14, "at_most": 2, "within": "P0"},
        "stock_at",
        {**FACED, "day": 14, "at_most": 2},
    ),
    (
        lambda: war(*march({50: 2}), (52, 20, RED)),
        "pace_below",
        {**FACED, "rate": 0.3, "places": [TERRAIN.ids[20]], "days": 5},
        "pace_above",
        {**FACED, "rate": 0.7, "days": 5},
    ),
    (
        lambda: fights(20, 12),
        "loses_even_assaults",
        {"faction": "blue", "share": 0.5},
        "loses_even_assaults",
        {"faction": "blue", "share": 0.7},
    ),
    (
        lambda: war(end=(60, BY_TRUCE)),
        "war_ends",
        {},
        "war_ends",
        {"causes": ["conquest"]},
    ),
    (
        lambda: war(*march({50: 6})),
        "stock_at",
        {**FACED, "day": 10, "at_least": 6},
        "stock_at",
        {**FACED, "day": 0, "at_least": 6},
    ),
)
