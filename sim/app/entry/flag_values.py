"""Days and whole numbers among the flags of verbs that take no overrides."""

from __future__ import annotations

from datetime import date

from sim.base.errors import UsageError
from sim.scenario.files.date_texts import read_day
from sim.session.options import OPTIONS


def day(given: dict[str, str], name: str, usage: str) -> date | None:
    """The day given for an option; None if it was not given. UsageError if it is no day."""
    if name not in given:
        return None
    try:
        return read_day(given[name])
    except ValueError as error:
        text = str(error) if str(error).startswith("is ") else f"is no day; {error}"
        raise UsageError(f"{name} = {given[name]!r} {text}: {usage}") from None


def whole(given: dict[str, str], name: str, usage: str) -> int | None:
    """The whole number given for an option of the command line, in its range; None if it was not given. UsageError otherwise."""
    if name not in given:
        return None
    try:
        value = int(given[name])
    except ValueError:
        raise UsageError(
            f"{name} = {given[name]!r} is no whole number; expected {OPTIONS[name].expected}: {usage}"
        ) from None
    OPTIONS[name].check(value)
    return value
