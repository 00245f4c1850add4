"""A strict YAML 1.2 loader for files from strangers: plain values, and the line of every path.

Refused: aliases, anchors, tags, duplicate or odd keys, keys beginning with an underscore, ``${``, NaN and
infinities, numbers with a leading zero, control characters, a second document, more than MOST_BYTES bytes, more than
MOST_VALUES values, more than DEEPEST levels.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.base.errors import MOST_FAULTS, Fault, ScenarioError, short
from sim.base.limited_files import read_limited

MOST_BYTES = 2_000_000
MOST_VALUES = 50_000  # about twenty times the largest shipped scenario; two seconds of reading
DEEPEST = 20
NULL = re.compile(r"null|Null|NULL|~|")
TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE")
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?")
REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# libyaml reads a comment straight behind the sign of a block, where YAML asks for a space
TIGHT_COMMENT = re.compile(r"[|>][-+0-9]*#")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path_ = tuple[str | int, ...]


@dataclass
class Document:
    """Plain values of a file and the line on which each path begins."""

    file: str
    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    above: Path_ = ()  # where in the file ``value`` stands, if it is not the whole file
    homes: dict[Path_, tuple[str, Path_]] = field(default_factory=dict)  # of entries that came from elsewhere

    def line(self, path: Path_) -> int | None:
        """Line of ``path``, or of the nearest path above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def blame(self, path: Path_, problem: str) -> None:
        """Add a fault at ``path``."""
        file, file_path = self.written(path)
        path_text = spell(file_path)
        self.faults.append(
            Fault(file, self.line(path), path_text, problem if path_text else problem.lstrip())
        )

    def blame_all(self, path: Path_, problems: Iterable[tuple[str, str]]) -> None:
        """Add a fault for each (key below ``path``, problem)."""
        for key, problem in problems:
            self.blame((*path, key), problem)

    def written(self, path: Path_) -> tuple[str, Path_]:
        """File and path where the value that now stands at ``path`` was written."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.homes:
                file, home = self.homes[path[:length]]
                return file, (*home, *path[length:])
        return self.file, (*self.above, *path)

    def at(self, path: Path_) -> Any:
        """The value at ``path``, which must be there."""
        value = self.value
        for step in path:
            value = value[step]
        return value

    def join(self, key: str, other: Document) -> None:
        """Append the list ``key`` of another file; faults go on naming the file and place they are written in."""
        rows, added_rows = self.value.setdefault(key, []), other.value.get(key) or []
        first = len(rows)
        rows.extend(added_rows)
        self.homes |= {(key, first + n): (other.file, (key, n)) for n in range(len(added_rows))}
        for path, line in other.lines.items():
            if path[:1] == (key,) and len(path) > 1 and isinstance(path[1], int):
                self.lines[(key, first + path[1], *path[2:])] = line

    def without(self, gone: Collection[Path_]) -> None:
        """Take the entries of lists at ``gone`` out; faults go on naming the places of the rest as written."""
        shorter = {path[:-1] for path in gone}
        remaining = {
            path: [n for n in range(len(self.at(path))) if (*path, n) not in gone] for path in shorter
        }
        places = {
            path: {old_place: new_place for new_place, old_place in enumerate(olds)}
            for path, olds in remaining.items()
        }
        homes = {(*path, n): self.written((*path, n)) for path, olds in remaining.items() for n in olds}
        known_paths = {*self.lines, *self.homes, *homes}
        shifted = {path: new_place for path in known_paths if (new_place := shift(path, places)) is not None}
        for path in sorted(remaining, key=len, reverse=True):
            rows = self.at(path)
            rows[:] = [rows[n] for n in remaining[path]]
        homes = self.homes | homes
        self.homes = {shifted[path]: home for path, home in homes.items() if path in shifted}
        self.lines = {shifted[path]: line for path, line in self.lines.items() if path in shifted}


def shift(path: Path_, places: Mapping[Path_, Mapping[int, int]]) -> Path_ | None:
    """Where ``path`` leads after lists became shorter; None if its entry went."""
    steps: list[str | int] = []
    for depth, step in enumerate(path):
        table = places.get(path[:depth])
        if table is not None and step not in table:
            return None
        steps.append(step if table is None else table[step])  # type: ignore[index]  # a place of a list
    return tuple(steps)


def spell(path: Path_) -> str:
    """``reports[0].counts[1].high``; a key that is long or cannot be seen is quoted and cut."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
            continue
        shown_step = step if step and len(step) <= 64 and step.isprintable() else short(step)
        text += f".{shown_step}" if text else shown_step
    return text


def refusal(*documents: Document) -> ScenarioError:
    """The error with the faults of all documents, the first MOST_FAULTS of each, to be raised."""
    first_faults: list[Fault] = []
    for document in documents:
        faults = list(dict.fromkeys(document.faults))
        first_faults += faults[:MOST_FAULTS]
        if len(faults) > MOST_FAULTS:
            first_faults.append(Fault(document.file, None, "", f"has more faults than these {MOST_FAULTS}"))
    return ScenarioError(first_faults)


def load(path: Path, label: str) -> Document:
    """Read one YAML file. ScenarioError with every fault found if it is not plain data."""
    try:
        text = read_limited(path, MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise about_file(label, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise about_file(label, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    return parse(text, label)


def about_file(label: str, problem: str, line: int | None = None) -> ScenarioError:
    """The error with one fault about a whole file, to be raised."""
    return ScenarioError([Fault(label, line, "", problem)])


def parse(text: str, label: str) -> Document:
    """The plain values of a YAML text. ScenarioError with every fault found, under the name ``label``."""
    document = Document(label)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise about_file(label, "holds a NUL byte; expected text", line)
    if (fast := read_plain(text, label)) is not None:
        return fast
    from ruamel.yaml import YAML  # slow to import and to read with, and only needed to say what is wrong
    from ruamel.yaml.error import YAMLError

    try:
        YamlBuilder(document).build(YAML(typ="safe", pure=True).parse(text))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        fault_line = mark.line + 1 if mark else odd_character(text)
        document.faults.append(Fault(label, fault_line, "", f"is not YAML: {problem}"))
    except TooMuchError:
        pass  # the last fault says of what
    if document.faults:
        raise refusal(document)
    return document


def read_plain(text: str, label: str) -> Document | None:
    """The values as libyaml reads them, twenty times as fast; None where it sees a fault or might differ from ruamel.yaml."""
    document = Document(label)
    builder = YamlBuilder(document)
    if "\t" not in text and CONTROL.search(text) is None and TIGHT_COMMENT.search(text) is None:
        with suppress(yaml.YAMLError, TooMuchError):
            builder.build(yaml.parse(text, Loader=LOADER))
            return None if document.faults or builder.gaps else document
    return None


def odd_character(text: str) -> int | None:
    """Line of the first control character, which the parser refuses without saying where."""
    match = CONTROL.search(text.replace("\r\n", "\n"))
    return None if match is None else text[: match.start()].count("\n") + 1


class TooMuchError(Exception):
    """The rest of the file is not worth reading; why stands in the document's last fault."""


class YamlBuilder:
    """Builds plain values from parser events, without recursion."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.holders: list[Any] = []  # dicts and lists that are open
        self.path: list[str | int] = []  # path of the value that comes next; one step for each open holder
        self.keys: list[str | None] = []  # for each open dict: its key that waits for a value
        self.gaps = False  # a value is left out: the libraries disagree on the line of what is not there

    def build(self, events: Iterator[Any]) -> None:
        """Consume the events of one document; TooMuchError where reading on makes no sense."""
        documents = 0
        for event in events:
            line, kind = event.start_mark.line + 1, type(event).__name__  # the same in both libraries
            if kind in ("MappingStartEvent", "SequenceStartEvent", "ScalarEvent", "AliasEvent"):
                self.check_plain(event, line)
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self.stop(line, "begins a second document; expected one")
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self.open({} if kind == "MappingStartEvent" else [], line)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self.holders.pop()
                self.keys.pop()
                self.path = self.path[: max(0, len(self.holders) - 1)]
            elif kind == "ScalarEvent":
                self.scalar(event, line)
            elif kind == "AliasEvent":
                self.put(None, line)

    def check_plain(self, event: Any, line: int) -> None:
        """Faults for anchors, aliases and tags; TooMuchError after too much of anything."""
        if len(self.document.lines) > MOST_VALUES:
            self.stop(line, f"holds more than {MOST_VALUES:,} values; expected at most that")
        if len(self.document.faults) > MOST_FAULTS:
            raise TooMuchError
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.fault(line, f"uses the anchor {short(anchor)}; expected the value written out")
        tag = getattr(event, "tag", None)
        if tag is not None and type(event).__name__ != "AliasEvent":
            self.fault(line, f"uses the tag {tag!s}; expected plain data")

    def fault(self, line: int, problem: str) -> None:
        """Add a fault where the reading stands."""
        path = spell(self.here())
        self.document.faults.append(Fault(self.document.file, line, path, f" {problem}" if path else problem))

    def stop(self, line: int, problem: str) -> None:
        """Add a fault about the file as a whole and read no further (TooMuchError)."""
        self.document.faults.append(Fault(self.document.file, line, "", problem))
        raise TooMuchError

    def here(self) -> Path_:
        """Path of the value that comes next."""
        if not self.holders:
            return ()
        top = self.holders[-1]
        step: str | int | None = len(top) if isinstance(top, list) else self.keys[-1]
        return (*self.path, *(() if step is None else (step,)))

    def open(self, holder: Any, line: int) -> None:
        """Begin a mapping or a list."""
        if self.holders and isinstance(self.holders[-1], dict) and self.keys[-1] is None:
            self.fault(line, "has a mapping or list as key; expected text")
            self.keys[-1] = ""
        if len(self.holders) >= DEEPEST:
            self.stop(line, f"is nested deeper than {DEEPEST} levels; expected at most that")
        path = self.here()
        self.put(holder, line)
        self.path = list(path)
        self.holders.append(holder)
        self.keys.append(None)

    def scalar(self, event: Any, line: int) -> None:
        """A key of the open mapping, or a value."""
        is_plain = not event.style
        self.gaps |= is_plain and not event.value
        if self.holders and isinstance(self.holders[-1], dict) and self.keys[-1] is None:
            self.key(event.value, is_plain, line)
        else:
            self.put(self.resolve(event.value, is_plain, line), line)

    def key(self, text: str, plain: bool, line: int) -> None:
        """Take a key; it must be text, new, and must not begin with an underscore."""
        if text in self.holders[-1]:
            self.fault(line, f"has the key {short(text)} twice")
        if text.startswith("_"):
            self.fault(line, f"has the key {short(text)}; keys must not begin with an underscore")
        if not isinstance(self.resolve(text, plain, line), str):
            self.fault(line, f"has the key {short(text)}; expected text")
        self.keys[-1] = text

    def put(self, value: Any, line: int) -> None:
        """Put a value where the reading stands."""
        path = self.here()
        self.document.lines[path] = line
        if not self.holders:
            self.document.value = value
        elif isinstance(self.holders[-1], list):
            self.holders[-1].append(value)
        else:
            self.holders[-1][self.keys[-1]] = value
            self.keys[-1] = None

    def resolve(self, text: str, plain: bool, line: int) -> Any:
        """The value of a scalar by the YAML 1.2 core schema; dates stay text."""
        if "${" in text:
            self.fault(line, f"= {text[:60]!r} holds '${{'; expected plain text")
        if BIDI.search(text):
            self.fault(line, "holds a control character for the direction of text; take it out")
        if CONTROL.search(text):
            self.fault(line, f"holds the control character {CONTROL.findall(text)[0]!r}; take it out")
        if not plain:
            return text
        if NULL.fullmatch(text):
            return None
        if TRUTH.fullmatch(text):
            return text.lower() == "true"
        if WHOLE.fullmatch(text):
            return self.number(int(text) if len(text) < 19 else float(text), text, line)
        if LEADING_ZERO.fullmatch(text):
            shorter = text.lstrip("+-0")[:30] or "0"
            self.fault(line, f"= {text[:30]} has a leading zero; write {shorter} or quote it")
            return text
        if REAL.fullmatch(text):
            return self.number(float(text), text, line)
        if NOT_FINITE.fullmatch(text):
            self.fault(line, f"= {text} is not a finite number")
        return text

    def number(self, value: float, text: str, line: int) -> float:
        """``value`` unless it is infinite."""
        if abs(value) == float("inf"):
            self.fault(line, f"= {text[:30]} is too large for a number")
        return value
