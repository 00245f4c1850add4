"""Lost districts won back: by t0, and after it."""

from __future__ import annotations

import numpy as np

from sim.claims.cities import count_passing, count_places, held_enough, places_fault
from sim.claims.kind import (
    AS_RECORDED,
    FACTION,
    HORIZON,
    PLACES,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    ahead,
    back,
    count_days,
    days,
    place_rows,
    three_valued,
    whole,
)
from sim.record.holdings import Holdings, retaken
from sim.record.observables import holders
from sim.record.record import Record


def held_again(record: Record, parameters: Parameters) -> Holdings:
    """Districts the faction had lost in the run, took back in the window, and held ``hold`` days by t0."""
    t0, hold = record.as_of_day, parameters["hold"]
    holdings = retaken(record, record.faction(parameters["faction"]))
    seen_at = holdings.since + hold - 1  # the last of the days that must be seen
    recent = holdings.since > t0 - parameters["window"]
    return holdings.only(recent & (seen_at <= t0) & holdings.lasts(hold))


def judge_regained(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``number`` districts in at least ``provinces`` provinces are held again: int8 [R]."""
    holdings = held_again(record, parameters)
    enough_places = count_places(record, holdings) >= least_number(parameters)
    enough_provinces = count_provinces(record, holdings) >= parameters["provinces"]
    return three_valued(enough_places & enough_provinces)


def least_number(parameters: Parameters) -> int:
    """Districts asked for: one a province unless the definition says more."""
    number, provinces = parameters["number"], parameters["provinces"]
    return int(provinces if number is None else number)


def regained_fault(parameters: Parameters) -> list[str]:
    """A hold longer than the window, or fewer districts than the provinces they are to lie in."""
    hold, window, number = (parameters[name] for name in ("hold", "window", "number"))
    provinces = parameters["provinces"]
    problems = [] if hold <= window else [f"hold = {hold}: expected at most window = {window}"]
    if least_number(parameters) < provinces:
        expectation = f"expected at least provinces = {provinces}, since a district lies in one province"
        problems.append(f"number = {number}: {expectation}")
    return problems


def count_provinces(record: Record, holdings: Holdings) -> np.ndarray:
    """Different provinces among the holdings of each run: int64 [R]."""
    provinces = len(record.terrain.province_names)
    reached = np.full((record.runs, provinces), False)
    reached[holdings.run, record.terrain.province_of[holdings.district]] = True
    return reached.sum(axis=1)


def regained_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    number, province_count = least_number(parameters), parameters["provinces"]
    return (
        f"{names.faction(parameters['faction'])} took back at least {number} lost district{'s' if number > 1 else ''} in at least "
        f"{province_count} province{'s' if province_count > 1 else ''} within the last {count_days(parameters['window'])} and had held "
        f"{'them' if number > 1 else 'it'} again for {count_days(parameters['hold'])}"
    )


def judge_retaken(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``number`` of the places lost by t0 are taken back within the horizon and held: int8 [R].

    Undefined where fewer than ``number`` are lost at t0, or where the simulated days cut off a hold that matters.
    """
    t0 = record.as_of_day
    faction, places = record.faction(parameters["faction"]), place_rows(parameters, record.terrain)
    started = holders(record, 0, places=places) == faction
    lost_count = (started & (holders(record, t0, places=places) != faction)).sum(axis=1)
    holdings = retaken(record, faction, places)
    holdings = holdings.only((holdings.since > t0) & (holdings.since <= t0 + parameters["horizon"]))
    certain, possible = held_enough(record, parameters, holdings, count_passing(record, parameters))
    return three_valued(certain, (lost_count >= parameters["number"]) & (certain | ~possible))


RECAPTURE = (
    Kind(
        "regained",
        "lost districts are held again at t0",
        {
            "faction": ParameterSpec("faction", "who took them back"),
            "number": whole("least number of districts; one a province if absent", None),
            "provinces": whole("least number of provinces they lie in", 2),
            "window": days("length of the window that ends at t0", 90),
            "hold": days("days that each must have been held again by t0", 3),
        },
        judge_regained,
        back("window"),
        regained_sentence,
        AS_RECORDED,
        regained_fault,
    ),
    Kind(
        "will_be_retaken",
        "lost places are taken back after t0",
        {
            "faction": FACTION,
            **PLACES,
            "number": whole("least number of places", 1),
            "hold": days("days that each must be held", 1),
            "horizon": HORIZON,
        },
        judge_retaken,
        ahead("horizon"),
        "{faction} will take back at least {number} of what it had lost among {where} within {horizon} "
        "and hold it for {hold}",
        {**AS_RECORDED, "won before": "undefined", "lost before": "false"},
        places_fault,
    ),
)
