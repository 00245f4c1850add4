"""Which property of a boundary file is the id, the name, the province, by what its values are: for files of national agencies.

What is found is a proposal that a person looks at, so a property that fits badly is rather left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Values = Mapping[str, Sequence[Any]]  # property -> its value in each feature
CODE = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/:-]{0,31}|[A-Z]{2,5}")
CODE_WORDS = re.compile(
    r"p?code?|cod|cd|kod|id|nr|cve|clave|geo|ccgo|ags|insee|ibge|ccnct|istat|код", re.IGNORECASE
)
# of the record and not of the place: keys of databases, measures, days
RECORDS = re.compile(
    r"obj|guid|uuid|globalid|area|shape|len|perim|sqkm|pop|date|valid|edit|creat|lat|lon|(?<![a-z])[xy]$|bng",
    re.IGNORECASE,
)
KINDS = re.compile(
    r"type|bez|status|class|lang|source|level|version|tipo|capital|seat|note|remark", re.IGNORECASE
)
AFFIX = re.compile(
    r"name|namn|nome|nombre|naam|nam|nom|nm|den|cnmbr|label|p?code|cod|cd|en|es|fr|pt|viz|[0-9]", re.IGNORECASE
)  # fmt: skip
PROVINCES = frozenset((
    "province", "prov", "provincia", "provinsi", "state", "st", "estado", "ent", "entidad", "uf", "region", "reg", "regione",
    "departamento", "departement", "department", "dept", "dep", "dpto", "oblast", "oblys", "governorate", "gov", "wilaya",
    "county", "country", "область", "регион",
))  # fmt: skip


def code_property(values: Values) -> str | None:
    """The property whose values are codes, each one's own; of several the one named like a code, of these the longest."""
    codes = {
        key: column
        for key, column in values.items()
        if not RECORDS.search(key) and differs(column) and all(map(is_code, column))
    }
    code_like = [key for key in codes if CODE_WORDS.search(key)]
    textual = [key for key in codes if not numbers_rows(codes[key])]
    return max(code_like or textual, key=lambda key: mean_length(codes[key]), default=None)


def name_property(values: Values) -> str | None:
    """The property of words with the most different values; None if all features share each."""
    words = {key: column for key, column in values.items() if is_words(key, column)}
    best = max(words, key=lambda key: (len(set(words[key])), mean_length(words[key])), default=None)
    return best if best is not None and 2 * len(set(words[best])) > len(words[best]) else None


def province_property(values: Values, level: int | None) -> str | None:
    """The property of words that is called like a unit above the districts and groups them.

    level  of the districts' own property, as 2 of ``ADM2_CODE``
    """
    words = {key: column for key, column in values.items() if is_words(key, column)}
    groups = {key: len(set(column)) for key, column in words.items() if len(set(column)) < len(column)}
    parent_level = re.compile(rf"adm(in)?_?{level - 1}(?![0-9])", re.IGNORECASE) if level else None
    province_keys = [
        key for key in groups if is_province(key) or (parent_level is not None and parent_level.search(key))
    ]
    return max(province_keys, key=lambda key: groups[key], default=None)


def is_province(key: str) -> bool:
    """True if a property is called like a unit above districts, whatever stands around that word."""
    words = [AFFIX.sub("", word).lower() for word in re.split(r"[^\w]|_", key)]
    return any(word in PROVINCES for word in (*words, *re.split(r"[^\w]|_", key.lower())))


def is_words(key: str, values: Sequence[Any]) -> bool:
    """True if a property holds a text of letters in each feature and says nothing of the record or the kind of place."""
    return bool(values) and not RECORDS.search(key) and not KINDS.search(key) and all(map(is_name, values))


def is_name(value: Any) -> bool:
    """True for a text of three letters or more in which letters prevail."""
    return isinstance(value, str) and sum(map(str.isalpha, value)) > max(2, len(value) / 2)


def is_code(value: Any) -> bool:
    """True for a whole number, and for a short text without blanks that holds a digit or only capitals."""
    return isinstance(value, (int, str)) and not isinstance(value, bool) and bool(CODE.fullmatch(str(value)))


def differs(values: Sequence[Any]) -> bool:
    """True if there are values, none is missing and no two are alike."""
    return bool(values) and None not in values and len(set(map(str, values))) == len(values)


def numbers_rows(values: Sequence[Any]) -> bool:
    """True if values are whole numbers, or texts that only count the features from 0 or 1 on."""
    value_texts = [str(value) for value in values]
    return all(isinstance(value, int) for value in values) or any(
        value_texts == [str(number + first) for number in range(len(value_texts))] for first in (0, 1)
    )


def mean_length(values: Sequence[Any]) -> float:
    """Mean number of characters."""
    return sum(len(str(value)) for value in values) / len(values)
