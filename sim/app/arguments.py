"""Plain arguments of verbs without Hydra: places and ``--flag value``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sim.app.guard import usage
from sim.base.errors import nearest
from sim.scenario.schema import read_day


def split_words(
    words: Sequence[str], flags: Mapping[str, str], form: str
) -> tuple[list[str], dict[str, str]]:
    """Places in order, and values by flag; UsageError for a flag that is unknown, given twice or without value.

    flags   flag with its two hyphens -> what its value is, in words
    form    how the verb is called, for the message
    """
    places: list[str] = []
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            places.append(word)
            continue
        flag, equals, value = word.partition("=")
        if flag not in flags:
            raise usage(f"{flag!r} is unknown{nearest(flag, flags)}; expected {form}")
        value = value if equals else next(rest, "")
        if not value or value.startswith("--"):
            raise usage(f"{flag} has no value; expected {flags[flag]}")
        if flag in given:
            raise usage(f"{flag} is given twice; expected it once")
        given[flag] = value
    return places, given


def day_of(given: Mapping[str, str], flag: str) -> date | None:
    """The day given with ``flag``; None without it."""
    if flag not in given:
        return None
    try:
        return read_day(given[flag])
    except ValueError as error:
        problem = str(error).removeprefix("expected ")
        told = f"{problem}" if problem.startswith("is ") else f"is no day; expected {problem}"
        raise usage(f"{flag} = {given[flag]!r} {told}") from None
