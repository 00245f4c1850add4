"""How a side fights: assaults at even odds or better, as it meets them."""

from __future__ import annotations

import numpy as np

from sim.claims.kind import (
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    Window,
    back,
    days,
    lately,
    three_valued,
    whole,
)
from sim.record.holdings import enemies
from sim.record.record import Record

UP_TO_T0 = back("window")


def enemy_total(record: Record, name: str, faction: int, window: Window) -> np.ndarray:
    """Sum of a daily series over the enemies of ``faction`` within a window: int64 [R].

    With three or more factions the assaults of an enemy on others are among them: the series names no defender.
    """
    after, last = window
    total = np.zeros(record.runs, dtype=np.int64)
    for enemy in enemies(record, faction):
        total += record.series[name][:, after + 1 : last + 1, enemy].sum(axis=1, dtype=np.int64)
    return total


def judge_losses(record: Record, parameters: Parameters) -> np.ndarray:
    """At least ``share`` of the assaults begun at odds of 1:1 or better are lost: int8 [R]; undefined if there are too few."""
    faction, window = record.faction(parameters["faction"]), UP_TO_T0(record.as_of_day, parameters)
    even_assaults = enemy_total(record, "assaults_even", faction, window)
    won_assaults = enemy_total(record, "won_even", faction, window)
    return three_valued(
        won_assaults >= parameters["share"] * even_assaults, even_assaults >= parameters["at_least"]
    )


def losses_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    return (
        f"{names.faction(parameters['faction'])} lost at least {100 * parameters['share']:g} % of the assaults begun against it at "
        f"odds of at least 1:1 {lately(parameters['window'])} (undefined below {parameters['at_least']} of them)"
    )


EFFECTIVENESS = (
    Kind(
        "loses_even_assaults",
        "most assaults met at even odds are lost",
        {
            "faction": ParameterSpec("faction", "who is attacked"),
            "share": ParameterSpec("float", "least share that is lost", 0.7, low=0.0, high=1.0),
            "at_least": whole("assaults below which it is undefined", 20),
            "window": days("length of the window that ends at t0; since the start if absent", None),
        },
        judge_losses,
        UP_TO_T0,
        losses_sentence,
    ),
)
