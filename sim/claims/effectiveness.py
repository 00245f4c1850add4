"""How a side fights: assaults at even odds or better, as it meets them."""

from __future__ import annotations

import numpy as np

from sim.claims.kind import (
    FACTION,
    Kind,
    Names,
    Parameters,
    ParameterSpec,
    Window,
    count_days,
    days,
    three_valued,
)
from sim.record.holdings import enemies
from sim.record.record import Record


def fight_span(t0: int, parameters: Parameters) -> Window:
    """The ``window`` days up to t0, or all since the start."""
    return (0 if parameters["window"] is None else t0 - parameters["window"]), t0


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
    faction, window = record.faction(parameters["faction"]), fight_span(record.as_of_day, parameters)
    even = enemy_total(record, "assaults_even", faction, window)
    won = enemy_total(record, "won_even", faction, window)
    return three_valued(won >= parameters["share"] * even, even >= parameters["at_least"])


def losses_sentence(parameters: Parameters, names: Names) -> str:
    """As a clause."""
    width = parameters["window"]
    when = "since the start" if width is None else f"in the last {count_days(width)}"
    return (
        f"{names.faction(parameters['faction'])} lost at least {100 * parameters['share']:g} % of the assaults begun "
        f"against it at odds of at least 1:1 {when} (undefined below {parameters['at_least']} of them)"
    )


EFFECTIVENESS = (
    Kind(
        "loses_even_assaults",
        "most assaults met at even odds are lost",
        {
            "faction": ParameterSpec(FACTION.type, "who is attacked"),
            "share": ParameterSpec("float", "least share that is lost", 0.7, low=0.0, high=1.0),
            "at_least": ParameterSpec("int", "assaults below which it is undefined", 20, low=1, high=100_000),
            "window": days("length of the window that ends at t0; since the start if absent", None),
        },
        judge_losses,
        fight_span,
        losses_sentence,
    ),
)
