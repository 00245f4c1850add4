"""Counts and sources for tests, with everything not under test left plain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sim.evidence.source_and_count import Count, Source
from tests.records import START_DATE


def make_source(name: str = "gazette", **fields: Any) -> Source:
    """A press source with no doubt, no bias, no lag and the noise of one district unless told otherwise."""
    plain: dict[str, Any] = {"name": name, "kind": "press", "unreliable": 0.0, "noise": 1.0}
    return Source(id=name, **(plain | fields))


def make_count(name: str = "count", day: int = 30, since: int | None = None, **fields: Any) -> Count:
    """A fit count of red's districts, 5 of 12 on ``day`` unless told otherwise; ``since`` makes it a flow."""
    plain: dict[str, Any] = {
        "source": "gazette",
        "statement": "S1",
        "quote": "five districts",
        "published": START_DATE + timedelta(days=day),
        "date": START_DATE + timedelta(days=day),
        "window_from": None if since is None else START_DATE + timedelta(days=since),
        "faction": "red",
        "relation": "controls" if since is None else "gained",
        "unit": "districts",
        "measure": "count",
        "kind": "stock" if since is None else "flow",
        "low": 5.0,
        "high": 5.0,
        "modifier": "exactly",
        "basis": 12.0,
        "use": "fit",
    }
    return Count(id=name, **(plain | fields))
