"""Forecasts that people made at the time, to stand beside a model's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Anchor:
    """What somebody publicly expected: the national capital lost by the end of ``until``, with chance ``p``."""

    name: str
    scenario: str  # the scenario it is about
    published: date  # known from this day on; a month is taken at its first day
    until: date
    p: float
    source: str


@dataclass(frozen=True)
class PublicClaim:
    """A public claim about the capitals: at most ``most`` are lost from ``published`` to the end of ``until``.

    national   only the national capital is meant
    """

    id: str
    scenario: str
    speaker: str
    published: date
    until: date
    most: int
    source: str
    national: bool = False


LEDGER = (  # public claims by day; windows where none was stated are ours: 60 days, or the end of the season
    PublicClaim(
        "no_centre_seized", "afghanistan_2021_08_05", "Russian envoy", date(2021, 6, 29), date(2021, 9, 30), 0,
        "Sputnik, 29 June 2021: the Taliban \"did not seize a single\" provincial centre, so their chances are limited; "
        "https://www.urdupoint.com/en/world/too-early-to-say-taliban-seized-control-over-1289738.html",
    ),
    PublicClaim(
        "unable_to_hold_centres", "afghanistan_2021_08_05", "Russian envoy", date(2021, 7, 14), date(2021, 9, 12), 0,
        "Frontier Post, RIA, 14 July 2021: unable to capture and hold provincial centres; "
        "https://thefrontierpost.com/russia-is-building-a-new-border-post-in-tajikistan/",
    ),
    PublicClaim(
        "two_or_three_centres", "afghanistan_2021_08_05", "Russian envoy", date(2021, 7, 20), date(2021, 9, 18), 3,
        "TASS, 20 July 2021: may soon take two or three administrative centres; https://tass.com/politics/1315765/amp",
    ),
    PublicClaim(
        "capitals_protected", "afghanistan_2021_08_05", "US chiefs of staff", date(2021, 7, 21), date(2021, 8, 20), 0,
        "RFE/RL, 21 July 2021: forces are consolidated to protect the provincial capitals; "
        "https://www.en.rahapress.af/taliban-control-half-of-afghan-district-centers/",
    ),
    PublicClaim(
        "victory_not_guaranteed", "afghanistan_2021_08_05", "analysts to AFP", date(2021, 8, 5), date(2021, 9, 4), 0,
        "AFP, 5 August 2021: a military victory is far from guaranteed; "
        "https://www.geo.tv/latest/363512-how-do-the-afghan-forces-and-the-taliban-compare",
        national=True,
    ),
)  # fmt: skip

ANCHORS = (
    Anchor(
        "panel of July 2021", "afghanistan_2021_08_05", date(2021, 7, 1), date(2021, 8, 31), 0.065,
        "a panel of superforecasters in July 2021: before September 6.5 %, September to October 21.5, "
        "November to December 18.0, January to May 2022 28.5, later 24.5; as recorded in docs/model.md",
    ),
)  # fmt: skip
