"""From districts and borders as a source gives them to a ``Terrain``; what every source has in common."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.errors import Faults, ScenarioError, nearest, short
from sim.base.texts import first_names
from sim.terrain.files.columns import LONGEST_ID, slug
from sim.terrain.files.folder import ScenarioFolder
from sim.terrain.terrain import Terrain, seat_codes

MOST_DISTRICTS = 100_000
MOST_HINTS = 5  # of them with the nearest id, which takes long to find among many
NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
# controls, text direction
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class District:
    """One district as a source gives it; fields as the columns of ``Terrain``."""

    id: str
    name: str
    province: str = "all"
    seat: int = 0
    population: float = 0.0
    past: float = 0.0
    lon: float = math.nan
    lat: float = math.nan
    aliases: tuple[str, ...] = ()
    written: str = ""  # the id as the file writes it, where that cannot be one
    area_km2: float = 0.0
    support: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Border:
    """Two districts that touch, how much, and what lies between them (0 nothing, 1 a closed border)."""

    a: str
    b: str
    weight: float = 1.0
    barrier: float = 0.0

    @property
    def pair(self) -> tuple[str, str]:
        """Both ends in one order, whichever way the border was written."""
        return min(self.a, self.b), max(self.a, self.b)


def raise_faults(*files: Faults) -> None:
    """Raise ScenarioError with the faults of all files, if there are any."""
    faults = [fault for file in files for fault in file.listed()]
    if faults:
        raise ScenarioError(faults)


def read_id(value: Any) -> str:
    """An id, made from what is written if that holds blanks, accents or signs; ValueError if nothing can be made."""
    text = str(value).strip()
    if NAME.fullmatch(text):
        return text
    id_text = slug(text)
    if not id_text or len(text) > LONGEST_ID or UNSEEN.search(text):
        raise ValueError("expected 1 to 64 letters, digits, '_', '.' or '-'")
    return id_text


def read_label(value: Any) -> str:
    """A name for people, normalised (NFC); ValueError if it is empty, long or holds what cannot be seen."""
    text = unicodedata.normalize("NFC", str(value).strip())
    if not text or len(text) > 200:
        raise ValueError("expected a name of 1 to 200 characters")
    if UNSEEN.search(text):
        raise ValueError("holds a control character; take it out")
    return text


def number_between(low: float, high: float) -> Callable[[Any], float]:
    """A reader of finite numbers from ``low`` to ``high``."""

    def read(value: Any) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if isinstance(value, bool) or not low <= number <= high:
            point = ", with a point before its decimals" if "," in str(value) else ""
            raise ValueError(f"expected a number from {low:g} to {high:g}{point}")
        return number

    return read


def read_degrees(limit: float) -> Callable[[Any], float]:
    """A reader of degrees within ``limit``; empty text means unknown, NaN."""
    read_number = number_between(-limit, limit)
    return lambda value: math.nan if value in (None, "") else read_number(value)


def read_area(value: Any) -> float:
    """Square kilometres; empty text means unknown, 0."""
    return 0.0 if value in (None, "") else number_between(0, 1e8)(value)


def read_barrier(value: Any) -> float:
    """0 to 1; empty text means that nothing lies between."""
    return 0.0 if value in (None, "") else read_share(value)


def read_seat(value: Any) -> int:
    """0, 1 or 2; ValueError otherwise."""
    if str(value).removesuffix(".0") not in ("0", "1", "2"):
        raise ValueError("expected 0 (rural), 1 (provincial capital) or 2 (national capital)")
    return int(float(value))


def read_aliases(value: Any) -> tuple[str, ...]:
    """Other ids of a district, separated by semicolons."""
    return tuple(read_id(part.strip()) for part in str(value or "").split(";") if part.strip())


read_weight = number_between(1e-9, 1e12)
read_share = number_between(0, 1)
COLUMNS: dict[str, Callable[[Any], Any]] = {
    "id": read_id,
    "name": read_label,
    "province": read_label,
    "seat": read_seat,
    "population": number_between(0, 1e11),
    "past": number_between(0, 1),
    "lon": read_degrees(180),
    "lat": read_degrees(90),
    "aliases": read_aliases,
    "area_km2": read_area,
}
EQUAL = "equal"  # in place of a column of weights: all borders weigh alike
BARRIER = "barrier"  # column of the edges, which may be left out
KEYS = ("id", "Id", "key", "fid", "index", "")  # columns that number edges


def read_district(
    values: Mapping[str, Any],
    faults: Faults,
    line: int | None,
    location: str,
    allegiance: Mapping[str, str] | None = None,
) -> District | None:
    """A district from its columns by name; what is missing has its default. None if a value is faulty.

    allegiance  column of the support for each faction, 0 to 1
    """
    before = len(faults.faults)

    def read(column: str, reader: Callable[[Any], Any], default: Any = None) -> Any:
        try:
            return reader(values.get(column, default))
        except ValueError as problem:
            return faults.blame(line, f"{location}{column}", f" = {short(values.get(column))}: {problem}")

    fields = {column: read(column, reader) for column, reader in COLUMNS.items() if column in values}
    support = {faction: read(column, read_share, "") for faction, column in (allegiance or {}).items()}
    if len(faults.faults) > before:
        return None
    own_id = unicodedata.normalize("NFC", str(values["id"]).strip())
    fields.setdefault("name", own_id)
    return District(**fields, support=support, written=own_id if own_id != fields["id"] else "")


def read_border(
    ends: tuple[str, str],
    values: Mapping[str, Any],
    weights: str,
    faults: Faults,
    line: int | None,
    location: str = "",
    advice: str = "",
) -> Border | None:
    """The border between two districts by the columns of one edge; None with a fault if a value is faulty.

    weights   column of its weight, or EQUAL
    where     how a fault names the edge, if not by its line; ``advice`` stands behind the problem
    """
    readers = {} if weights == EQUAL else {weights: read_weight}
    read = {weights: 1.0}
    for column, reader in {**readers, BARRIER: read_barrier}.items():
        try:
            read[column] = reader(values.get(column))
        except ValueError as problem:
            faults.blame(line, f"{location}{column}", f" = {short(values.get(column))}: {problem}{advice}")
            return None
    a, b = map(written_id, ends)
    return Border(a, b, read[weights], read[BARRIER])


def written_id(text: str) -> str:
    """The id that a district of this name has; the text itself where none can be made, which is not a district then."""
    try:
        return read_id(text)
    except ValueError:
        return text


def check_known(border: Border, ids: Iterable[str], faults: Faults, line: int | None) -> bool:
    """True if both ends of a border are districts; adds a fault for each that is not."""
    is_known = True
    for end, name in (("a", border.a), ("b", border.b)):
        if name not in ids:
            hint = nearest(name, ids) if len(faults.faults) < MOST_HINTS else ""
            faults.blame(line, end, f" = {short(name)} is not a district{hint}")
            is_known = False
    return is_known


def unread_numbers(rows: Sequence[Mapping[str, Any]], read: Iterable[str]) -> list[str]:
    """A remark on the columns of edges that hold a number on every row and weigh nothing."""
    columns = set.intersection(*(set(row) for row in rows)) - {*read, *KEYS} if rows else set()
    numeric_columns = ", ".join(
        sorted(str(name) for name in columns if all(is_number(row[name]) for row in rows))
    )
    unread_note = (
        f"numbers of them that are not read: {numeric_columns} (network.weights; sim new: --weights)"
    )
    return [f"all borders have equal weight; {unread_note}"] if numeric_columns else []


def is_number(value: Any) -> bool:
    """True for a number, also written as text."""
    try:
        return not isinstance(value, bool) and math.isfinite(float(str(value).replace(",", ".")))
    except ValueError:
        return False


def check_size(number: int, folder: ScenarioFolder, file: str) -> None:
    """ScenarioError if there is not a district, or too many."""
    if not 1 <= number <= MOST_DISTRICTS:
        raise folder.refuse(file, f"has {number:,} districts; expected 1 to {MOST_DISTRICTS:,}")


def assemble(
    districts: Sequence[District], borders: Sequence[Border], *, source: str = "", parts: int = 1
) -> Terrain:
    """The ``Terrain`` of districts and borders whose ends are all known, unchecked otherwise."""
    row = {district.id: number for number, district in enumerate(districts)}
    return Terrain(
        ids=tuple(district.id for district in districts),
        names=tuple(district.name for district in districts),
        provinces=tuple(district.province for district in districts),
        seat=seat_codes([district.seat for district in districts]),
        population=np.array([district.population for district in districts], dtype=np.float64),
        past=np.array([district.past for district in districts], dtype=np.float64),
        lon=np.array([district.lon for district in districts], dtype=np.float64),
        lat=np.array([district.lat for district in districts], dtype=np.float64),
        edge_a=np.array([row[border.a] for border in borders], dtype=np.int32),
        edge_b=np.array([row[border.b] for border in borders], dtype=np.int32),
        edge_weight=np.array([border.weight for border in borders], dtype=np.float64),
        edge_barrier=np.array([border.barrier for border in borders], dtype=np.float64),
        area=np.array([district.area_km2 for district in districts], dtype=np.float64),
        support={
            faction: np.array([district.support[faction] for district in districts], dtype=np.float64)
            for faction in districts[0].support
        },
        source=source,
        declared_parts=parts,
        aliases=other_names(districts),
        notes=renamed(districts),
    )


def renamed(districts: Sequence[District]) -> tuple[str, ...]:
    """A remark on ids that had to be made from what the file writes."""
    notes = [f"{district.written!r} is {district.id}" for district in districts if district.written]
    examples = first_names(notes, MOST_HINTS)
    return (f"ids made from what the file writes ({len(notes)}): {examples}",) if notes else ()


def other_names(districts: Iterable[District]) -> dict[str, str]:
    """Id by alias; an alias that two districts claim belongs to nobody."""
    claimed = [
        (alias, district.id)
        for district in districts
        for alias in (*district.aliases, *([district.written] if district.written else []))
    ]
    alias_counts = Counter(alias for alias, _ in claimed)
    return {alias: name for alias, name in claimed if alias_counts[alias] == 1}
