"""What ``sim new`` sets by the length of the time: windows of definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.claims.kinds import KINDS

LATE = 10_000  # a day of the question from which every window fits


def fit_windows(claims: Sequence[Mapping[str, Any]], days: int) -> list[str]:
    """Shorten in place what drafted definitions look back on, where that is more than ``days``; what was done, in words."""
    reported = []
    for claim in claims:
        for name, row in definitions(claim.get("definitions") or ()):
            before = {key: value for key, value in row.items() if isinstance(value, int)}
            shorten(row, days)
            changed = [f"{key} {value} -> {row[key]}" for key, value in before.items() if row[key] != value]
            if changed:
                reported.append(
                    f"{claim['id']}.{name}: {', '.join(changed)} days, to fit the {days} since the start"
                )
    return reported


def definitions(entries: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each definition with its name; of a denied one what it denies."""
    for entry in entries:
        inner = entry.get("not", entry)
        if isinstance(inner, dict) and inner.get("kind") in KINDS:
            yield str(entry.get("id")), inner


def shorten(row: dict[str, Any], days: int) -> None:
    """Scale the numbers of days on which the start of the window depends, so that it opens within ``days``."""
    span = KINDS[row["kind"]].span
    numbers = {
        key: value for key, value in row.items() if isinstance(value, int) and not isinstance(value, bool)
    }
    try:
        back = LATE - span(LATE, row)[0]
        if back <= days or days < 2:
            return
        backward = [
            key
            for key, value in numbers.items()
            if value > 1 and span(LATE, {**row, key: value - 1})[0] > LATE - back
        ]
    except (KeyError, TypeError):  # a parameter nobody has set yet
        return
    for key in backward:
        row[key] = max(1, numbers[key] * days // back)
