"""A made-up campaign on the toy corridor, small enough to know every answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sim.law.parameters import PARAMETERS
from sim.scenario.campaign import Campaign, Holding
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario

START = date(2030, 3, 1)
RED, BLUE = 0, 1


def day(number: int) -> date:
    """The date of a day of the corridor."""
    return START + timedelta(days=number)


def corridor(*rows: tuple[int, str, int], known: int = 200, origins: tuple[int, ...] = (10,)) -> Campaign:
    """Reds hold T01 to T03 on day 0; ``rows`` (day, district, holder) are captures published the same day."""
    scenario = taught(read_scenario("toy_corridor"))
    places = scenario.terrain.row
    first = [
        Holding(day(0), place, RED if name in ("T01", "T02", "T03") else BLUE, -1, day(0), 0.0, "map")
        for name, place in places.items()
    ]
    later = [Holding(day(on), places[name], holder, -1, day(on), 0.0, "gazette") for on, name, holder in rows]
    return Campaign(
        scenario=scenario,
        holdings=tuple(sorted([*first, *later], key=lambda row: row.day)),
        known_until=day(known),
        sides=((RED,), (BLUE,)),
        maps=(day(0),),
        origins=tuple(day(one) for one in origins),
        named=(places["T04"],),
        group="corridor",
    )


def taught(scenario: Scenario) -> Scenario:
    """The corridor with its two rates of a front open to what other wars say, as those of the code are."""
    rates = {
        name: replace(scenario.law[name], origin="code") for name, one in PARAMETERS.items() if one.spaced
    }
    return replace(scenario, law={**scenario.law, **rates})
