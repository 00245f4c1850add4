"""A synthetic war whose sources report as those of the Afghan scenario do: the ground on which inference is calibrated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sim.base.parameters import LogNormal
from sim.claims.types import Definition
from sim.evidence.source_and_count import Baseline, Count, Source
from sim.scenario.scenario import Scenario
from sim.scenario.synthetic import START, make_scenario

# of a tracker of the Afghan scenario, on so many districts; scaled with the square root of the network
NOISE, USUAL = 12.0, 398
DAYS = 120
STOCK_DAYS = (45, 87)  # of the tracker, as in the Afghan scenario 15 June and 27 July
TRACKER, ENVOY, AGENCIES = "tracker", "envoy", "agencies"


def make_reported_war(districts: int) -> Scenario:
    """A war on ``districts`` districts with four reports: two stocks, a biased and late flow, and the capitals."""
    scenario = make_scenario(districts, DAYS)
    held_count = scenario.trackers[0].held["red"].low
    sources = make_sources(districts, held_count)
    last = scenario.calendar.as_of_day
    counts = [synthetic_count(f"stock_{day}", TRACKER, districts, day) for day in STOCK_DAYS]
    counts.append(synthetic_count("gained", ENVOY, districts, last, since=0))
    counts.append(
        synthetic_count("capitals_held", AGENCIES, len(scenario.terrain.capitals), last, unit="capitals")
    )
    return replace(scenario, sources=sources, counts=tuple(counts))


def make_sources(districts: int, held_number: float) -> dict[str, Source]:
    """A tracker, a late and biased envoy, and agencies on the capitals, trusted as in the Afghan scenario."""
    noise = NOISE * (districts / USUAL) ** 0.5
    start = {"red": Baseline(held_number, float(districts))}
    return {
        TRACKER: Source(
            TRACKER, "Tracker", "tracker", unreliable=0.05, noise=noise, bias=LogNormal(1.0, 0.05), baseline=start
        ),
        ENVOY: Source(
            ENVOY, "Envoy", "diplomat", unreliable=0.2, noise=noise, bias=LogNormal(0.8, 0.25), lag=(0.0, 40.0)
        ),
        AGENCIES: Source(AGENCIES, "Agencies", "press", unreliable=0.01, noise=0.3),
    }  # fmt: skip


def asked_again(scenario: Scenario) -> tuple[Definition, Definition]:
    """What the Monte Carlo intervals are tried on: a claim about the pace and one about the capitals."""
    places = [scenario.terrain.ids[row] for row in scenario.terrain.capitals]
    cities = {"faction": "red", "places": places, "number": 1, "hold": 1, "horizon": 20}
    return (
        Definition("no net gain in 14 days", "no_net_gain", parameters={"faction": "red", "after": 14}),
        Definition("no capital taken in 20 days", "cannot_take_and_hold", parameters=cities),
    )


def over_trusted(sources: Mapping[str, Source]) -> dict[str, Source]:
    """The same sources as they are if the tracker errs three times as much as it is believed to."""
    return {**sources, TRACKER: replace(sources[TRACKER], noise=3.0 * sources[TRACKER].noise)}


def synthetic_count(
    name: str, source: str, basis: int, day: int, *, since: int | None = None, unit: str = "districts"
) -> Count:
    """A template: who reports what about which day; the number is simulated later."""
    return Count(
        id=name, source=source, statement=name, quote="", published=START + timedelta(days=day),
        date=START + timedelta(days=day),
        window_from=None if since is None else START + timedelta(days=since + 1), faction="red",
        relation="controls" if since is None else "gained", unit=unit, measure="count",
        kind="stock" if since is None else "flow", low=1.0, high=1.0, modifier="exactly", basis=float(basis), use="fit",
    )  # fmt: skip
