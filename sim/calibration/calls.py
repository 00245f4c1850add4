"""Past calls: the model's probabilities in other wars and what happened, as one file that comes with the program.

``sim record`` writes it. It names the law and the priors it was made with and its own digest; verdicts say so where the
law has changed since. Axes: N calls (bins of equal chance, ``number`` calls each), C campaigns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.errors import SimError

SCHEMA = "sim.past_calls/1"
FILE = Path(__file__).with_name("past_calls.json")
NEAR_YEARS = 3.0  # two campaigns of one country are one and the same war if no more years lie between them


@dataclass(frozen=True)
class War:
    """A campaign of the library: its group (country and time), its days, and the box (west, south, east, north) it lies in."""

    name: str
    group: str
    first: date
    last: date
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Calls:
    """N bins of past calls: group text, days int, chance p, number and how many came true."""

    group: np.ndarray
    days: np.ndarray
    p: np.ndarray
    number: np.ndarray
    true: np.ndarray

    def __len__(self) -> int:
        return len(self.p)

    def only(self, chosen: np.ndarray) -> Calls:
        """Those marked in bool ``chosen`` [N]."""
        return Calls(*(getattr(self, field)[chosen] for field in ("group", "days", "p", "number", "true")))


@dataclass(frozen=True)
class PastClaim:
    """A claim as it was made: the model's chance of its headline, and whether it came true."""

    group: str
    id: str
    topic: str
    contrary: bool
    days: int
    past: bool
    p: float
    happened: bool


@dataclass(frozen=True)
class PastCounts:
    """N known dates: group text, days ahead int, and how far the real count lay from the median, in half 90 % bands."""

    group: np.ndarray
    days: np.ndarray
    multiple: np.ndarray

    def __len__(self) -> int:
        return len(self.multiple)

    def without(self, groups: Iterable[str]) -> PastCounts:
        """The same without some groups."""
        remaining = ~np.isin(self.group, sorted(groups))
        return PastCounts(self.group[remaining], self.days[remaining], self.multiple[remaining])


@dataclass(frozen=True)
class PastCalls:
    """Everything the file says; ``calls`` by topic."""

    law: str
    priors: str
    runs: int
    digest: str
    wars: tuple[War, ...]
    calls: Mapping[str, Calls]
    claims: tuple[PastClaim, ...]
    counts: PastCounts

    def without(self, groups: Iterable[str]) -> PastCalls:
        """The same without some groups."""
        groups_out = frozenset(groups)
        return replace(
            self,
            wars=tuple(war for war in self.wars if war.group not in groups_out),
            calls={
                name: calls.only(~np.isin(calls.group, sorted(groups_out))) if groups_out else calls
                for name, calls in self.calls.items()
            },
            claims=tuple(claim for claim in self.claims if claim.group not in groups_out),
            counts=self.counts.without(groups_out) if groups_out else self.counts,
        )

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the groups, sorted."""
        return tuple(sorted({war.group for war in self.wars}))

    def same_war(
        self, name: str, first: date, last: date, box: tuple[float, float, float, float]
    ) -> tuple[str, ...]:
        """Groups of the campaigns that a scenario shares country and time with, or is itself."""
        lines = {
            war.group
            for war in self.wars
            if war.name == name or (near(war, first, last) and overlap(war.box, box))
        }
        return tuple(sorted(lines))  # fmt: skip


def near(war: War, first: date, last: date) -> bool:
    """True if at most NEAR_YEARS lie between two spans of days."""
    return max((first - war.last).days, (war.first - last).days) <= NEAR_YEARS * 365.25


def overlap(entry: Sequence[float], other: Sequence[float]) -> bool:
    """True if two boxes of degrees share ground; a box that is not known meets none."""
    if not np.isfinite([*entry, *other]).all():
        return False
    return entry[0] <= other[2] and other[0] <= entry[2] and entry[1] <= other[3] and other[1] <= entry[3]


def box_of(lon: np.ndarray, lat: np.ndarray) -> tuple[float, float, float, float]:
    """Box (west, south, east, north) in degrees of some places, ``lon`` and ``lat`` [D]; NaN where none has a position."""
    is_located = np.isfinite(lon) & np.isfinite(lat)
    if not is_located.any():
        return (np.nan, np.nan, np.nan, np.nan)
    west, east = float(lon[is_located].min()), float(lon[is_located].max())
    return west, float(lat[is_located].min()), east, float(lat[is_located].max())


@cache
def shipped() -> PastCalls | None:
    """The past calls that come with the program; None if there is no file."""
    return read_past(FILE) if FILE.is_file() else None


def read_past(path: Path) -> PastCalls:
    """Past calls of a file; SimError if it is not as ``sim record`` wrote it."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if document.get("schema") != SCHEMA or document.get("digest") != digest_of(document):
        raise SimError(
            f"{path.name}: schema or digest differs; expected the file as sim record wrote it ({SCHEMA})"
        )
    return from_plain(document)  # fmt: skip


def from_plain(reported: Mapping[str, Any]) -> PastCalls:
    """Past calls of the document."""
    wars = tuple(
        War(campaign["name"], campaign["group"], date.fromisoformat(campaign["from"]), date.fromisoformat(campaign["until"]),
            box=read_box(campaign["box"]))
        for campaign in reported["campaigns"]
    )  # fmt: skip
    group = np.array([war.group for war in wars])
    columns = {name: np.array(values) for name, values in reported["calls"].items()}
    calls = {}
    for number, topic in enumerate(reported["topics"]):
        topic_rows = columns["topic"] == number
        calls[topic] = Calls(
            group[columns["campaign"][topic_rows]],
            columns["days"][topic_rows],
            columns["p"][topic_rows].astype(np.float64),
            columns["number"][topic_rows].astype(np.float64),
            columns["true"][topic_rows].astype(np.float64),
        )
    claims = tuple(PastClaim(**{**claim, "group": group[claim["group"]]}) for claim in reported["claims"])
    dates = reported["counts"]
    counts = PastCounts(
        group[np.array(dates["campaign"], dtype=np.int64)],
        np.array(dates["days"], dtype=np.int64),
        np.array(dates["multiple"], dtype=np.float64),
    )
    return PastCalls(
        reported["law_version"],
        reported["priors"],
        reported["runs"],
        reported["digest"],
        wars,
        calls,
        claims,
        counts,
    )


def read_box(edges: Sequence[float | None]) -> tuple[float, float, float, float]:
    """A box with NaN for edges that are not known."""
    west, south, east, north = (np.nan if edge is None else float(edge) for edge in edges)
    return west, south, east, north


def digest_of(reported: Mapping[str, Any]) -> str:
    """16 hex digits over everything of the document but itself."""
    content = {name: value for name, value in reported.items() if name != "digest"}
    json_text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(json_text.encode()).hexdigest()[:16]
