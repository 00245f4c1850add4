"""What ``sim new`` sets by the length of the time: windows of definitions, and how far runs go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sim.claims.kinds import KINDS
from sim.scenario.drafting.to_claim import look_until

HORIZON = 30  # days ahead where no claim asks for more
LATE = 10_000  # a day of the question from which every window fits


def fit_windows(claims: Sequence[Mapping[str, Any]], days: int) -> list[str]:
    """Shorten in place what drafted definitions look back on, where that is more than ``days``; what was done, in words."""
    changes = []
    for claim in claims:
        for name, row in definitions(claim.get("definitions") or ()):
            before = {key: value for key, value in row.items() if isinstance(value, int)}
            shorten_window(row, days)
            changed_days = [
                f"{key} {value} -> {row[key]}" for key, value in before.items() if row[key] != value
            ]
            if changed_days:
                changes.append(
                    f"{claim['id']}.{name}: {', '.join(changed_days)} days, to fit the {days} since the start"
                )
    return changes


def set_horizons(claims: Sequence[Mapping[str, Any]], as_of: date) -> list[str]:
    """Set in place the horizons of claims whose words name a last day, counted from the day of the question; those whose day is over."""
    late_claims = []
    for claim in claims:
        if claim.get("until"):
            days = (date.fromisoformat(str(claim["until"])) - as_of).days
            if days < 1:
                late_claims.append(
                    f"{claim['id']}: its words look ahead until {claim['until']}, which is over on {as_of}"
                )
            look_until(claim.get("definitions") or (), days)
    return late_claims


def needed_horizon(claims: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    """Days ahead that the runs must reach for every drafted definition, at least ``HORIZON``; and why, in words."""
    horizon, reason = HORIZON, ""
    for claim in claims:
        for _, row in definitions(claim.get("definitions") or ()):
            days = days_ahead(row)
            if days > horizon:
                until = f" (until {claim['until']})" if "until" in claim else ""
                horizon, reason = days, f"horizon: {days} days, as far as {claim['id']} looks ahead{until}"
    return horizon, reason


def days_ahead(row: Mapping[str, Any]) -> int:
    """How far after the day of the question a definition looks; 0 while a parameter it depends on is open."""
    try:
        return int(KINDS[row["kind"]].span(0, row)[1])
    except (KeyError, TypeError):
        return 0


def definitions(entries: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each definition with its name; of a denied one what it denies."""
    for row in entries:
        inner = row.get("not", row)
        if isinstance(inner, dict) and inner.get("kind") in KINDS:
            yield str(row.get("id")), inner


def shorten_window(row: dict[str, Any], days: int) -> None:
    """Scale the numbers of days on which the start of the window depends, so that it opens within ``days``."""
    span = KINDS[row["kind"]].span
    numbers = {key: value for key, value in row.items() if type(value) is int}
    try:
        lookback = LATE - span(LATE, row)[0]
        if lookback <= days or days < 2:
            return
        backward = [
            key
            for key, value in numbers.items()
            if value > 1 and span(LATE, {**row, key: value - 1})[0] > LATE - lookback
        ]
    except (KeyError, TypeError):  # a parameter nobody has set yet
        return
    for key in backward:
        row[key] = max(1, numbers[key] * days // lookback)
