"""Definitions: kinds and their combinations by all / any / not, in three-valued (Kleene) logic.

all: false as soon as one part is false, undefined if none is false and one undefined. any: the mirror image.
not: undefined stays undefined. A part left undefined therefore counts only where it could change the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from sim.base.calendar import Calendar
from sim.base.errors import UsageError, nearest
from sim.claims.kind import FALSE, TRUE, UNDEFINED, Context, Kind, Names, Window
from sim.claims.kinds import COMBINATIONS, KINDS
from sim.claims.types import Definition
from sim.record.record import Record


def kind_of(definition: Definition) -> Kind:
    """The kind of a definition without parts; UsageError if it is unknown."""
    if definition.kind not in KINDS:
        raise UsageError(f"definition {definition.id}: {unknown_kind(definition)}")
    return KINDS[definition.kind]


def unknown_kind(definition: Definition) -> str:
    """The problem of a definition whose kind nobody knows."""
    return f"kind = {definition.kind!r} is unknown{nearest(definition.kind, (*KINDS, *COMBINATIONS))}"


def leaves(definition: Definition) -> Iterator[Definition]:
    """The parts that are no combination, the definition itself if it is none."""
    if definition.kind not in COMBINATIONS:
        yield definition
    for part in definition.parts:
        yield from leaves(part)


def check_definition(definition: Definition, context: Context) -> list[str]:
    """Everything wrong with a definition, parts included; one text each, empty if nothing."""
    if definition.kind not in COMBINATIONS:
        if definition.kind not in KINDS:
            return [unknown_kind(definition)]
        return KINDS[definition.kind].check(definition.parameters, context)
    parts = len(definition.parts)
    if parts == 0 or (definition.kind == "not" and parts != 1):
        part_rule = "exactly 1 part" if definition.kind == "not" else "at least 1 part"
        return [f"{definition.kind} has {parts} parts; expected {part_rule}"]
    return [problem for part in definition.parts for problem in check_definition(part, context)]


def evaluate(definition: Definition, record: Record) -> np.ndarray:
    """TRUE, FALSE or UNDEFINED of every run: int8 [R]."""
    if definition.kind not in COMBINATIONS:
        return kind_of(definition).judge(record, definition.parameters)
    parts = np.stack([evaluate(part, record) for part in definition.parts])
    if definition.kind == "not":
        return negate(parts[0])
    if definition.kind == "all":
        return both(parts)
    return negate(both(negate(parts)))


def negate(verdicts: np.ndarray) -> np.ndarray:
    """Kleene's not of ``verdicts`` [R]: int8 [R]."""
    return np.where(verdicts == UNDEFINED, UNDEFINED, TRUE - verdicts)


def both(parts: np.ndarray) -> np.ndarray:
    """Kleene's and over the first axis of int8 [parts, R]: int8 [R]."""
    some_undefined = (parts == UNDEFINED).any(axis=0)
    return np.where((parts == FALSE).any(axis=0), FALSE, np.where(some_undefined, UNDEFINED, TRUE))


def deciding_captures(definition: Definition, record: Record) -> np.ndarray | None:
    """Rows of the captures that decided the definition: int64 [N]; None if no part of it is about places."""
    rows = [
        kind.decided_by(record, kind.complete(leaf.parameters))
        for leaf in leaves(definition)
        if (kind := kind_of(leaf)).decided_by is not None
    ]
    return np.unique(np.concatenate(rows)) if rows else None


def definition_text(definition: Definition, names: Names | None = None) -> str:
    """The scenario's own wording if it gave one, else a clause made from the parameters."""
    if definition.text:
        return definition.text
    if definition.kind not in COMBINATIONS:
        return kind_of(definition).text(definition.parameters, names)
    parts = [definition_text(part, names) for part in definition.parts]
    if definition.kind == "not":
        return f"it is not the case that {parts[0]}"
    conjunction = " and " if definition.kind == "all" else " or "
    return conjunction.join(f"({part})" for part in parts) if len(parts) > 1 else parts[0]


def definition_window(definition: Definition, calendar: Calendar) -> Window:
    """The days (a, b] from the first that a part looks at to the last."""
    t0 = calendar.as_of_day
    windows = [kind_of(leaf).window(t0, leaf.parameters) for leaf in leaves(definition)]
    return min(opens for opens, _ in windows), max(closes for _, closes in windows)


def window_text(window: Window, calendar: Calendar) -> str:
    """First and last day as dates: ``2021-07-23 to 2021-08-05``; one date for a level at the end of a day."""
    first, last = (date_of(calendar, day) for day in (window[0] + 1, window[1]))
    return last.isoformat() if first >= last else f"{first.isoformat()} to {last.isoformat()}"


def date_of(calendar: Calendar, day: int) -> date:
    """Date of a day number, the calendar's first or last date where it has no more."""
    last, first = (date.max - calendar.start).days, (date.min - calendar.start).days
    return calendar.start + timedelta(days=min(max(day, first), last))


def definition_parameters(definition: Definition) -> dict[str, Any]:
    """Kind and complete parameters, parts nested under their combination; plain values for JSON."""
    if definition.kind in COMBINATIONS:
        parts = [definition_parameters(part) for part in definition.parts]
        return {definition.kind: parts[0] if definition.kind == "not" else parts}
    full = kind_of(definition).complete(definition.parameters)
    return {"kind": definition.kind} | {name: plain(value) for name, value in full.items()}


def plain(value: Any) -> Any:
    """Tuples as lists, numpy numbers as Python's."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.item() if isinstance(value, np.generic) else value
