"""Forecasts that people made at the time, to stand beside a model's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Anchor:
    """What somebody publicly expected: the national capital lost by the end of ``until``, with chance ``p``."""

    name: str
    scenario: str  # the scenario it speaks about
    said: date  # known from this day on; a month is taken at its first day
    until: date
    p: float
    source: str


ANCHORS = (
    Anchor(
        name="panel of July 2021",
        scenario="afghanistan_2021_08_05",
        said=date(2021, 7, 1),
        until=date(2021, 8, 31),
        p=0.065,
        source="a panel of superforecasters in July 2021: before September 6.5 %, September to October 21.5, "
        "November to December 18.0, January to May 2022 28.5, later 24.5; as recorded in docs/model.md",
    ),
)
