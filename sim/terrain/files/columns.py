"""Which property of a boundary file is the id, the name, the province: by the names that public files give them.

Where a file has none of these names, ``column_values`` looks at what its properties hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.terrain.files.column_values import (
    code_property,
    differs,
    name_property,
    numbers_rows,
    province_property,
)

Rows = Sequence[Mapping[str, Any]]
NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9_.-]+")
LONGEST_ID = 64
# Names as they are compared: lower case, letters and digits only; {} is a level of administration, the finest first.
LEVELS = range(6, -1, -1)
CODES = (
    "adm{}pcode", "admin{}pcode", "admin{}pcod", "adm{}code", "admin{}code", "gid{}", "hasc{}", "cc{}", "adm{}a3",
    "shapeid", "pcode", "nutsid", "lauid", "geoid", "gsscode", "districtcode", "districtid", "distcode", "iso31662",
    "iso3166", "isoa3", "iso3", "id", "code", "osmid", "ref", "uuid", "id{}",
)  # fmt: skip
NUMBERS = ("objectid", "fid", "gid", "ogcfid", "cartodbid")  # of rows: a last resort
NAMES = (
    "adm{}en", "admin{}nameen", "adm{}nameen", "adm{}name", "admin{}name", "adm{}fr", "adm{}es", "adm{}pt", "adm{}ar",
    "admin{}namefr", "adm{}refname", "admin{}refname", "name{}", "shapename", "nameen", "name", "namelsad", "nutsname",
    "namelatn", "districtname", "district", "distname", "nam", "label", "admin",
)  # fmt: skip
ABOVE = (*(name for name in NAMES if "{}" in name), "adm{}pcode", "admin{}pcode", "gid{}")
PROVINCES = ("province", "provincename", "region", "state", "statename", "admin", "sovereignt", "country")
PEOPLE = ("population", "popest", "poptotal", "totalpop", "pop")


def propose(rows: Rows, members: Sequence[Any] = ()) -> dict[str, str]:
    """Column of ``Terrain`` -> property that seems to hold it, left out where both have one name.

    rows     properties of the features
    members  GeoJSON's own ``id`` of each. Where these are the best ids, or nothing serves, no ``id`` is proposed.
    """
    fields = {simple(key): key for row in reversed(rows) for key in reversed(list(row))}
    texts_by_key = {
        key: [row.get(key) for row in rows] for key in fields.values() if simple(key) not in NUMBERS
    }
    name = first(fields, leveled(NAMES), lambda key: differ(rows, key)) or name_property(texts_by_key) or ""
    names = [slug(str(row.get(name, ""))) for row in rows]
    code = first(fields, leveled(CODES), lambda key: differ(rows, key))
    has_member_names = differs(members) and not numbers_rows(members)
    if code is None and not has_member_names:
        code = code_property(texts_by_key) or (name if all(names) and differs(names) else None)
    if code is None and not differs(members):
        code = first(fields, NUMBERS, lambda key: differ(rows, key))
    level = level_of(code)
    columns = {
        "id": code,
        "name": first(fields, leveled(NAMES, level), lambda key: filled(rows, key))
        or name_property(texts_by_key),
        "population": first(fields, PEOPLE, lambda key: filled(rows, key)),
    }
    free_values = {key: values for key, values in texts_by_key.items() if key not in columns.values()}
    parent_names = [*(leveled(ABOVE, level - 1) if level else ()), *PROVINCES]
    columns["province"] = first(fields, parent_names, lambda key: filled(rows, key) and key in free_values)
    columns["province"] = columns["province"] or province_property(free_values, level)
    return {column: key for column, key in columns.items() if key is not None and key != column}


def first(fields: Mapping[str, str], names: Any, serves: Any) -> str | None:
    """The first property of these names that serves."""
    return next((fields[name] for name in names if name in fields and serves(fields[name])), None)


def leveled(names: Sequence[str], level: int | None = None) -> Iterator[str]:
    """Names with their level filled in: the one level, or each from the finest on."""
    for name in names:
        levels = LEVELS if level is None else (level,)
        yield from (name.format(number) for number in levels) if "{}" in name else (name,)


def level_of(key: str | None) -> int | None:
    """Level of a property such as ADM2_PCODE; None if it has none."""
    patterns = [name.replace("{}", "([0-9])") for name in CODES if "{}" in name]
    hits = (re.fullmatch(pattern, simple(key or "")) for pattern in patterns)
    return next((int(level_match[1]) for level_match in hits if level_match), None)


def simple(name: str) -> str:
    """A property's name as it is compared."""
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def filled(rows: Rows, key: str) -> bool:
    """True if no row lacks the property."""
    return all(row.get(key) not in (None, "") for row in rows)


def differ(rows: Rows, key: str) -> bool:
    """True if every row has its own value."""
    return filled(rows, key) and differs([row[key] for row in rows])


def slug(text: str) -> str:
    """A text as an id: accents taken off, what is no letter, digit, dot or dash becomes _; "" if nothing is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return NOT_IN_AN_ID.sub("_", ascii_text).strip("_")[:LONGEST_ID]
