"""Errors that say which thing, its value, what was expected and where to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MOST_FAULTS = 50  # shown of one file
DONE, INTERNAL, USAGE, FAILED_RUNS, NO_VERDICT, DISK, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


class SimError(Exception):
    """Base class of every error that a user can correct; ``exit_code`` is the exit code of the process."""

    exit_code = INTERNAL


class UsageError(SimError):
    """A command line, an override or an argument that is invalid (exit code 2)."""

    exit_code = USAGE


class OutputError(SimError):
    """A file or folder cannot be written or read: disk, permission (exit code 5)."""

    exit_code = DISK


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a scenario file."""

    file: str
    line: int | None
    path: str
    problem: str

    def __str__(self) -> str:
        location = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{location} {self.path}{self.problem}"


@dataclass
class Faults:
    """What is wrong with one file, collected as it is read."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def blame(self, line: int | None, path: str, problem: str) -> None:
        """Add a fault; ``path`` is the column or place it is about, if any."""
        self.faults.append(Fault(self.file, line, path, problem))

    def listed(self) -> list[Fault]:
        """The first MOST_FAULTS faults by line, with a last one that says how many were left out."""
        faults = sorted(self.faults, key=lambda fault: fault.line or 0)
        omitted_count = len(faults) - MOST_FAULTS
        last_fault = (
            [Fault(self.file, None, "", f"has {omitted_count} more faults")] if omitted_count > 0 else []
        )
        return [*faults[:MOST_FAULTS], *last_fault]


class ScenarioError(SimError):
    """All faults of a scenario, one per line (exit code 2); ``faults`` holds them."""

    exit_code = USAGE

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def one_line(text: str) -> str:
    """``text`` with what cannot be printed escaped, so that a name from a file never breaks a message."""
    return "".join(name if name.isprintable() else repr(name)[1:-1] for name in text)


def short(value: object) -> str:
    """A value in a message, on one line and cut to 60 characters."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def extra(name: str) -> str:
    """How to get the libraries of an extra; the package is in no registry, so it is installed from its checkout."""
    return f"expected the extra {name}: pip install '.[{name}]' in the folder of the checkout"


def nearest(name: object, names_known: Iterable[str]) -> str:
    """``'; nearest: x'`` for the known name closest to ``name``, else ``'; known: a, b, c'``."""
    names = sorted({one_line(text) for text in names_known})
    close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
    if close:
        return f"; nearest: {close[0]}"
    name_list = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"; known: {name_list}" if names else ""
