"""What the blocks of a scenario file share: names looked up, ids used once, entries taken over into values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from pydantic import BaseModel

from sim.base.errors import MOST_FAULTS, nearest
from sim.scenario.files.loader import Document

Path_ = tuple[str | int, ...]
Names = Iterable[str] | Mapping[str, Any]
T = TypeVar("T")
FACTION = "faction of this scenario"
SOURCE = "source of this scenario"
STATEMENT = "statement of this scenario"
NO_RUNS = "where there are no runs; expected a later day, or use: context"
COMPARED = ("fit", "check")  # uses that are compared with the runs, so they must lie within them


def check_known(
    document: Document, path: Path_, name: str, names_known: Names, noun: str, *, key: bool = False
) -> bool:
    """True if ``name`` is among the ``names_known``; else False, with the fault at ``path`` that it is no ``noun``.

    key   the name is the last step of the path, so it is not repeated
    """
    if name in names_known:
        return True
    shown_name = "" if key else f" = {name!r}"
    document.blame(path, f"{shown_name} is not a {noun}{hint(name, names_known, document)}")
    return False


def hint(name: str, names_known: Names, document: Document) -> str:
    """The nearest known name; nothing once a document has so many faults that more would not be shown."""
    return nearest(name, names_known) if len(document.faults) < MOST_FAULTS else ""


def check_once(document: Document, path: Path_, key: str, ids: Sequence[str]) -> None:
    """A fault for each id of the list at ``path`` that was used before."""
    names_seen: set[str] = set()
    for number, name in enumerate(ids):
        if name and name in names_seen:
            document.blame((*path, number, key), f" = {name!r} is used twice; expected names that differ")
        names_seen.add(name)


def take_over(value: type[T], entry: BaseModel, **others: Any) -> T:
    """A ``value`` (a dataclass) with what ``entry`` holds under the names of its fields, and with ``others``."""
    shared_names = {field.name for field in fields(value)} & type(entry).model_fields.keys() - others.keys()  # type: ignore[arg-type]
    return value(**{name: getattr(entry, name) for name in shared_names}, **others)
