"""Small changes of files: of bytes, of words and of values inside JSON. What damage, tools and strangers do to a file."""

from __future__ import annotations

import json
import random
import re
from typing import Any

WORD = re.compile(rb"[A-Za-z0-9_.+\-]+")
TOKENS = (
    b"", b"0", b"-1", b"1e999", b"NaN", b"-Infinity", b"null", b"true", b"[]", b"{}", b'""', b"9" * 30, b"1e308", b"-0.0", b"181",
    b"\0", b"\xff\xfe", b"\xe2\x80\xae", b"a" * 400, b"<", b">", b"&amp;", b"&#0;", b",", b";", b"\n", b"\r\n", b'"', b"'", b"{", b"[",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, -1e308, 1e-320, 10**30, "", "x", "\u202e", "a\nb", "é", "e\u0301", [], {}, [[]], [None], {"a": 1}, [1, 2, 3],
    float("nan"), float("inf"), "Polygon", "Point", "GeometryCollection", "Topology", "FeatureCollection", "EPSG:0", "1e5", "NaN", "../x",
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One to three changes of bytes, mostly one: bits flipped, spans cut, doubled, put elsewhere or overwritten, words replaced."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice((flip, flip, cut, double, overwrite, replace_word, truncate))(data, chance)
    return data


def flip(data: bytes, chance: random.Random) -> bytes:
    """One bit flipped."""
    if not data:
        return data
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def span(data: bytes, chance: random.Random) -> tuple[int, int]:
    """A short span."""
    first = chance.randrange(len(data) + 1)
    return first, min(len(data), first + chance.choice((1, 2, 8, 40, 400)))


def cut(data: bytes, chance: random.Random) -> bytes:
    """A span taken out."""
    first, last = span(data, chance)
    return data[:first] + data[last:]


def double(data: bytes, chance: random.Random) -> bytes:
    """A span copied elsewhere."""
    first, last = span(data, chance)
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[first:last] + data[place:]


def overwrite(data: bytes, chance: random.Random) -> bytes:
    """A span replaced by one value repeated, or by a token."""
    first, last = span(data, chance)
    filling = chance.choice((b"\0", b"\xff", b"\x80", b"\x7f")) * (last - first)
    return data[:first] + (filling if chance.random() < 0.5 else chance.choice(TOKENS)) + data[last:]


def truncate(data: bytes, chance: random.Random) -> bytes:
    """The file cut off."""
    return data[: chance.randrange(len(data) + 1)]


def replace_word(data: bytes, chance: random.Random) -> bytes:
    """One word or number replaced."""
    words = list(WORD.finditer(data[:200_000]))
    if not words:
        return data
    word = chance.choice(words)
    return data[: word.start()] + chance.choice(TOKENS) + data[word.end() :]


def other_json(data: bytes, chance: random.Random) -> bytes:
    """JSON with one to three of its values replaced, taken out or doubled."""
    value = json.loads(data)
    for _ in range(chance.randint(1, 3)):
        change(value, chance)
    return json.dumps(value).encode()


def change(value: Any, chance: random.Random) -> None:
    """One place of nested lists and mappings changed."""
    places = list(walk(value))
    if not places:
        return
    holder, key = chance.choice(places)
    what = chance.random()
    if what < 0.15:
        del holder[key]
    elif what < 0.3 and isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder[key] = chance.choice(VALUES)


def walk(value: Any) -> Any:
    """Every (holder, key) of nested lists and mappings."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(items):
        yield value, key
        yield from walk(inner)
