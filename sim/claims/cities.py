"""Taking and holding places: first passages, captures that last, both channels distinguished.

A place counts as taken and held if a holding that began with a capture, not later than the horizon and not over by
t0, lasts ``hold`` days; so a city taken before t0 and still held shows that it can be. The hold may reach beyond the
horizon; one that the simulated days cut off is undefined, never failed. Who takes the national capital has all places of
the state that ends with it; who wins otherwise has what it took: no place that the beaten still hold counts as taken. A
truce freezes the map.
"""

from __future__ import annotations

import numpy as np

from sim.claims.kind import (
    AS_RECORDED,
    FACTION,
    FALSE,
    HORIZON,
    PLACE,
    PLACES,
    Kind,
    Names,
    Parameters,
    ahead,
    count_days,
    days,
    describe_places,
    place_rows,
    three_valued,
    whole,
)
from sim.record.aftermath import falls_after, holders_after, passed_to, passing
from sim.record.holdings import NEVER, Holdings, holdings
from sim.record.record import Record


def recent_holdings(record: Record, parameters: Parameters) -> Holdings:
    """Holdings of the places that began by t0 + horizon and were not over by t0."""
    places, t0 = place_rows(parameters, record.terrain), record.as_of_day
    recent = holdings(record, record.faction(parameters["faction"]), places)
    return recent.only((recent.since <= t0 + parameters["horizon"]) & (recent.until > t0))


def count_places(record: Record, holdings: Holdings) -> np.ndarray:
    """Different places among the holdings of each run: int64 [R]."""
    run, district = holdings.run, holdings.district  # sorted by both
    is_repeated = (run[1:] == run[:-1]) & (district[1:] == district[:-1])
    return np.bincount(run[np.append(True, ~is_repeated)[: len(run)]], minlength=record.runs)


def held_enough(
    record: Record, parameters: Parameters, holdings: Holdings, passing_count: np.ndarray | int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Whether at least ``number`` places are held for ``hold`` days, surely and perhaps: two of bool [R].

    passing_count  places [R] that count as held beside ``holdings``
    """
    hold, number = parameters["hold"], parameters["number"]
    is_lasting, is_undecided = holdings.lasts(hold), holdings.undecided(hold)
    count_certain = count_places(record, holdings.only(is_lasting)) + passing_count
    count_possible = count_places(record, holdings.only(is_lasting | is_undecided)) + passing_count
    return count_certain >= number, count_possible >= number


def judge_cannot_hold(record: Record, parameters: Parameters) -> np.ndarray:
    """Fewer than ``number`` of the places are taken and held: int8 [R]; undefined where a hold cut off could decide it.

    What passes to the victor with a state is taken and held.
    """
    passing_count = count_passing(record, parameters)
    certain, possible = held_enough(record, parameters, recent_holdings(record, parameters), passing_count)
    return three_valued(~certain, certain | ~possible)


def count_passing(record: Record, parameters: Parameters) -> np.ndarray:
    """Places that pass to the faction with the state that held them, by t0 + horizon: int64 [R]."""
    faction, rows = record.faction(parameters["faction"]), place_rows(parameters, record.terrain)
    day = passed_to(record, faction)
    is_in_window = (day != NEVER) & (day <= record.as_of_day + parameters["horizon"])
    return np.where(is_in_window, passing(record, faction, rows).sum(axis=1), 0)


def lasting_captures(record: Record, parameters: Parameters) -> np.ndarray:
    """Rows of the captures that make ``cannot_take_and_hold`` false: int64 [N]."""
    holdings = recent_holdings(record, parameters)
    false = judge_cannot_hold(record, parameters) == FALSE
    return holdings.event[holdings.lasts(parameters["hold"]) & false[holdings.run]]


def some_places(parameters: Parameters, names: Names) -> tuple[str, str]:
    """``("Kabul", "it")``, ``("any of A and B", "it")``, ``("as many as 2 of A, B and C", "each")``."""
    places, number = describe_places(parameters, names), parameters["number"]
    place_count = len(parameters["places"] or ())
    if parameters["list"] == "national" or place_count == 1:
        return places, "it"
    if number == 1:
        return f"any of {places}", "it"
    return (f"all of {places}" if number == place_count else f"as many as {number} of {places}"), "each"


def cannot_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    places, pronoun = some_places(parameters, names)
    return (
        f"{names.faction(parameters['faction'])} will not take {places} within "
        f"{count_days(parameters['horizon'])} and hold {pronoun} for {count_days(parameters['hold'])}"
    )


def places_fault(parameters: Parameters) -> list[str]:
    """Neither or both of places and list, or a number of places that is larger than the list."""
    values = {name: parameters[name] for name in PLACES}
    if (values["places"] is None) == (values["list"] is None):
        return [f"places and list = {values!r}: expected exactly one of the two"]
    places, number = parameters["places"], parameters.get("number")
    if places is not None and number is not None and number > len(places):
        return [f"number = {number}: expected at most {len(places)}, as many as are listed"]
    return []


def judge_falls_by(record: Record, parameters: Parameters) -> np.ndarray:
    """The place is in the faction's hands at t0 or comes into them within the horizon: int8 [R]."""
    t0 = record.as_of_day
    is_held, falls = hold_and_fall(record, parameters, t0)
    return three_valued(is_held | ((falls != NEVER) & (falls <= t0 + parameters["horizon"])))


def hold_and_fall(record: Record, parameters: Parameters, after: int) -> tuple[np.ndarray, np.ndarray]:
    """Whether the faction holds the place on day ``after``, bool [R], and when it next takes it, int32 [R]."""
    faction, places = record.faction(parameters["faction"]), place_rows(parameters, record.terrain)
    is_held = holders_after(record, after, places)[:, 0] == faction
    return is_held, falls_after(record, faction, places, after)[:, 0]


def judge_falls_in_window(record: Record, parameters: Parameters) -> np.ndarray:
    """The place is not yet in the faction's hands when the window opens and comes into them before it closes: int8 [R].

    A state that ends within the window takes its places with it.
    """
    opens, closes = (record.as_of_day + parameters[name] for name in ("opens", "closes"))
    is_held, falls = hold_and_fall(record, parameters, opens)
    return three_valued(~is_held & (falls > opens) & (falls <= closes))


def deciding_passages(record: Record, parameters: Parameters) -> np.ndarray:
    """Rows of the captures of the place that are a first passage in the window: int64 [N]."""
    t0 = record.as_of_day
    opens = t0 + parameters.get("opens", 0)
    closes = t0 + parameters.get("closes", parameters.get("horizon", 0))
    held_periods = holdings(
        record, record.faction(parameters["faction"]), place_rows(parameters, record.terrain)
    )
    rows = np.flatnonzero((held_periods.since > opens) & (held_periods.since <= closes))
    return held_periods.event[rows[np.unique(held_periods.run[rows], return_index=True)[1]]]


def window_fault(parameters: Parameters) -> list[str]:
    """A window that closes before it opens."""
    opens, closes = parameters["opens"], parameters["closes"]
    return [] if closes > opens else [f"closes = {closes}: expected more than opens = {opens}"]


CITIES = (
    Kind(
        "cannot_take_and_hold",
        "fewer than a number of places are captured and then held",
        {
            "faction": FACTION,
            **PLACES,
            "number": whole("places that must be taken and held", 1),
            "hold": days("days that each must be held", 7),
            "horizon": HORIZON,
        },
        judge_cannot_hold,
        ahead("horizon"),
        cannot_sentence,
        {**AS_RECORDED, "lost before": "true"},
        places_fault,
        lasting_captures,
    ),
    Kind(
        "falls_by",
        "a place falls within a horizon",
        {"faction": FACTION, "place": PLACE, "horizon": HORIZON},
        judge_falls_by,
        ahead("horizon"),
        "{where} will be in the hands of {faction} within {horizon}",
        {**AS_RECORDED, "lost before": "false"},
        decided_by=deciding_passages,
    ),
    Kind(
        "falls_in_window",
        "a place falls between two days",
        {
            "faction": FACTION,
            "place": PLACE,
            "opens": days("days after t0 at which the window opens", 0, low=0),
            "closes": days("days after t0 at which the window closes", 30),
        },
        judge_falls_in_window,
        ahead("closes"),
        "{where} will fall to {faction} more than {opens} and at most {closes} after the report",
        {**AS_RECORDED, "won before": "false", "lost before": "false"},
        window_fault,
        deciding_passages,
    ),
)
