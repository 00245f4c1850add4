"""What ``sim new`` sets by the length of the time: windows of definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.claims.kinds import KINDS

LATE = 10_000  # a day of the question from which every window fits


def fit_windows(claims: Sequence[Mapping[str, Any]], days: int) -> list[str]:
    """Shorten in place what drafted definitions look back on, where that is more than ``days``; what was done, in words."""
    told = []
    for claim in claims:
        for name, one in definitions(claim.get("definitions") or ()):
            before = {key: value for key, value in one.items() if isinstance(value, int)}
            shorten(one, days)
            changed = [f"{key} {value} -> {one[key]}" for key, value in before.items() if one[key] != value]
            if changed:
                told.append(
                    f"{claim['id']}.{name}: {', '.join(changed)} days, to fit the {days} since the start"
                )
    return told


def definitions(entries: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each definition with its name; of a denied one what it denies."""
    for entry in entries:
        inner = entry.get("not", entry)
        if isinstance(inner, dict) and inner.get("kind") in KINDS:
            yield str(entry.get("id")), inner


def shorten(one: dict[str, Any], days: int) -> None:
    """Scale the numbers of days on which the start of the window depends, so that it opens within ``days``."""
    span = KINDS[one["kind"]].span
    numbers = {
        key: value for key, value in one.items() if isinstance(value, int) and not isinstance(value, bool)
    }
    try:
        back = LATE - span(LATE, one)[0]
        if back <= days or days < 2:
            return
        backward = [
            key
            for key, value in numbers.items()
            if value > 1 and span(LATE, {**one, key: value - 1})[0] > LATE - back
        ]
    except (KeyError, TypeError):  # a parameter nobody has set yet
        return
    for key in backward:
        one[key] = max(1, numbers[key] * days // back)
