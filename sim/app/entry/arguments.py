"""The arguments of verbs without overrides, read by argparse as ``sim.session.verbs`` declares them."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NoReturn

from sim.base.errors import UsageError, nearest
from sim.session.options import OPTIONS, Option
from sim.session.verbs import VERBS, Verb

WIDTH = 108
CHOICE = "choice"  # name of an operand that is one of several words
OWN_NUMBERS = {  # numbers that are no option of a job
    option.name: option
    for option in (
        Option("port", int, None, "port on this machine", 0, 65_535),
        Option("parts", int, None, "unconnected parts of a network", 1, 1_000_000),
    )
}


class VerbParser(argparse.ArgumentParser):
    """argparse that raises UsageError, with the form of the verb, instead of ending the process."""

    def __init__(self, verb: Verb) -> None:
        self.form = verb.usage
        super().__init__(
            prog=f"sim {verb.name}",
            usage="\n    ".join(textwrap.wrap(verb.usage, WIDTH - 10)),
            description=f"{verb.summary[:1].upper()}{verb.summary[1:]}",
            epilog=f"example: {verb.example}",
            allow_abbrev=False,
            formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=34, width=WIDTH),
        )

    def error(self, message: str) -> NoReturn:
        """UsageError with the form of the verb."""
        raise UsageError(f"{message}; the form is {self.form}")


def make_parser(verb: Verb) -> VerbParser:
    """The parser of a verb without overrides; nothing has a default."""
    parser = VerbParser(verb)
    for operand in (verb.operands or "").split():
        name = operand.strip("[]")
        choices = name.split("|") if name.islower() else None
        parser.add_argument(
            CHOICE if choices else name,
            metavar=name,
            choices=choices,
            nargs="?" if operand.startswith("[") else None,
            help=argparse.SUPPRESS,
        )
    for flag in verb.flags:
        read = READERS.get(flag.value)
        parser.add_argument(
            f"--{flag.name}",
            dest=flag.name,
            metavar=flag.value,
            required=flag.needed,
            type=partial(read, flag.name) if read else str,
            help=flag.meaning.replace("%", "%%"),
        )
    return parser


def read_arguments(name: str, words: Sequence[str]) -> dict[str, Any]:
    """What was given behind the verb ``name``: operands and values of flags by name, days and numbers as such.

    A flag may be written ``--as-of DATE``, ``--as-of=DATE`` or, as an option, ``as_of=DATE``. UsageError, with the form of the verb, for an unknown
    flag, a value that cannot be read, and an operand too few or too many.
    """
    verb, names = VERBS[name], [flag.name for flag in VERBS[name].flags]
    spelled = []
    for word in words:
        key, equals, value = word.partition("=")
        is_equals_form = equals and key.replace("_", "-") in names
        spelled.append(f"--{key.replace('_', '-')}={value}" if is_equals_form else word)
    for word in spelled:
        flag = word.partition("=")[0].removeprefix("--")
        if word.startswith("--") and flag not in names:
            owners = [
                verb_name
                for verb_name, verb_spec in VERBS.items()
                if flag in (flag_spec.name for flag_spec in verb_spec.flags)
            ]
            hint = f"; it belongs to sim {owners[0]}" if len(owners) == 1 else nearest(word, names)
            raise UsageError(f"{word!r} is an unknown option{hint}; expected {verb.usage}")
    values = vars(make_parser(verb).parse_intermixed_args(spelled))
    return {name: value for name, value in values.items() if value is not None}


def read_date(name: str, text: str) -> date:
    """A day of the calendar; UsageError if it is none."""
    from sim.scenario.files.date_texts import read_day

    try:
        return read_day(text)
    except ValueError as error:
        problem = str(error) if str(error).startswith("is ") else f"is not a date; {error}"
        raise UsageError(f"{name} = {text!r} {problem}") from None


def read_number(name: str, text: str) -> int:
    """A whole number in the range of the option of that name. UsageError otherwise."""
    option = OPTIONS.get(name) or OWN_NUMBERS[name]
    try:
        value = int(text)
    except ValueError:
        raise UsageError(f"{name} = {text!r} is not a whole number; expected {option.expected}") from None
    option.check(value)
    return value


def read_switch(name: str, text: str) -> bool:
    """True or false, as ``true`` and ``false``. UsageError for another text."""
    if text not in ("true", "false"):
        raise UsageError(f"{name} = {text!r}; expected true or false")
    return text == "true"


READERS: dict[str, Callable[[str, str], object]] = {  # by what stands for a value
    "DATE": read_date, "K": read_number, "N": read_number, "DAY": read_number, "DAYS": read_number, "PORT": read_number,
    "true|false": read_switch,
}  # fmt: skip
