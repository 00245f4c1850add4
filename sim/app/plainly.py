"""Plain arguments of verbs that take no overrides: folders, and options written ``--run 17``, ``--run=17`` or ``run=17``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sim.app.options import OPTIONS
from sim.base.errors import UsageError, nearest
from sim.scenario.days import read_day


def read_words(words: Sequence[str], options: Sequence[str], usage: str) -> tuple[list[str], dict[str, str]]:
    """(words that are no option, text of each option given). UsageError for an unknown option or one without a value."""
    rest, given = [], {}
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") and not (equals and name in options):
            rest.append(word)
            continue
        if name not in options:
            raise UsageError(f"{word!r} is an unknown option{nearest(name, options)}; expected {usage}")
        if not equals:
            if not waiting:
                raise UsageError(f"{word!r} has no value; expected {usage}")
            value = waiting.pop(0)
        given[name] = value
    return rest, given


def day(given: dict[str, str], name: str, usage: str) -> date | None:
    """The day given for an option; None if it was not given."""
    if name not in given:
        return None
    try:
        return read_day(given[name])
    except ValueError as error:
        told = str(error) if str(error).startswith("is ") else f"is no day; {error}"
        raise UsageError(f"{name} = {given[name]!r} {told}: {usage}") from None


def whole(given: dict[str, str], name: str, usage: str) -> int | None:
    """The whole number given for an option of the command line, in its range; None if it was not given."""
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
