"""``ScenarioFolder``: the one place from which the tables of a scenario are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import Fault, ScenarioError, UsageError

Finder = Callable[[str], Path]  # name in the scenario -> path inside its folder, UsageError if it leads out
MOST_BYTES = 64_000_000  # of a table; boundary files have their own limit


class UnusableError(ValueError):
    """What is wrong with a file, from a reader that does not know its name; ``line`` where known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


@dataclass(frozen=True)
class ScenarioFolder:
    """A scenario's folder.

    inside  path of a file by its name; refuses names that lead out of the folder
    shown   how the user named the folder; stands in every message instead of a path of this machine
    """

    inside: Finder
    shown: str

    def show(self, name: str) -> str:
        """Name of a file in messages: ``scenarios/a/districts.csv``."""
        return f"{self.shown}/{name}" if self.shown else name

    def refuse(self, name: str, problem: str, line: int | None = None) -> ScenarioError:
        """The error about one file, to be raised."""
        return ScenarioError([Fault(self.show(name), line, "", problem)])

    def find(self, name: str) -> Path:
        """Path of a file inside the folder. ScenarioError if the name leads out of it or to no file."""
        if "\\" in name or ":" in name:
            problem = "leads out of the scenario's folder; expected a name such as tables/districts.csv"
            raise self.refuse(name, problem)
        try:
            path = self.inside(name)
            if path.is_file():
                return path
        except UsageError as error:
            raise self.refuse(name, str(error)) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise self.refuse(name, f"cannot be found: {error}") from None
        raise self.refuse(name, "does not exist, or is no file")

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The bytes of a file inside the folder. ScenarioError if it cannot be read or has more than ``most``."""
        path = self.find(name)
        try:
            with path.open("rb") as file:
                data = file.read(most + 1)
        except OSError as error:
            raise self.refuse(name, f"cannot be read: {error.strerror}") from None
        if len(data) > most:
            raise self.refuse(name, f"has more than {most:,} bytes; expected at most that")
        return data

    def read_text(self, name: str, most: int = MOST_BYTES) -> str:
        """The UTF-8 text of a file inside the folder, a byte order mark removed. ScenarioError if it is none."""
        data = self.read(name, most)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise self.refuse(name, f"is not UTF-8 at byte {error.start}; save it as UTF-8", line) from None
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            raise self.refuse(name, "holds a NUL byte; expected text", line)
        return text
