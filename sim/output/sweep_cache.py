"""What a finished sweep wrote, cached in the store, so that nothing that is unchanged is drawn or written again.

One file a sweep: a digest, a line with the names and sizes of its files, and their bytes. Its address is everything
the files are made from: all code, library versions, the job, the scenario as read, the points and their rows.
"""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from sim.base.compiled import LAW_VERSION, PACKAGE, cache_root
from sim.ensemble.store import write_whole
from sim.output.json_documents import versions
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.files.paths import leads_out
from sim.scenario.scenario import Scenario
from sim.session.job import Job

CODE = (".py", ".j2", ".css", ".js")


@cache
def program_version() -> str:
    """12 hex digits that change with any file of the program."""
    result = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in CODE):
        result.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return result.hexdigest()[:12]


def address_of(job: Job, scenario: Scenario, points: Sequence[Any], rows: Sequence[Any]) -> str:
    """The address of what such a sweep writes: 32 hex digits."""
    lines = [repr(getattr(scenario, field.name)) for field in fields(scenario) if field.name != "terrain"]
    lines += [simulation_hash(scenario), repr(scenario.terrain.names), scenario.terrain.source]
    plain = json.dumps([versions(LAW_VERSION), job.config, job.command, lines, points])
    result = hashlib.sha256(plain.encode())
    for row in rows:
        result.update(bits(row))
    return result.hexdigest()[:32]


def bits(row: Mapping[str, Any]) -> bytes:
    """All of a row as bytes, floats as the machine holds them: to write them out takes longer than to read the row.

    No float of a row is NaN, so NaN stands where something else is.
    """
    others = [value for value in row.values() if not isinstance(value, float)]
    floats = [value if isinstance(value, float) else math.nan for value in row.values()]
    return json.dumps([*row, others]).encode() + array("d", floats).tobytes()


def cached_path(address: str) -> Path:
    """File of the output stored under an address."""
    return cache_root() / "finished" / program_version() / f"{address}.kept"


def take(address: str, part: Path) -> bool:
    """Fill ``part`` from the cache; False if nothing is there, or if it is damaged."""
    files = read_cached(cached_path(address))
    for name, data in (files or {}).items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return files is not None


def cache_files(address: str, part: Path) -> None:
    """Keep the files in ``part``, written whole or not at all. OutputError if the disk refuses."""
    files = {path.relative_to(part).as_posix(): path for path in sorted(part.rglob("*")) if path.is_file()}
    packed = pack({name: file.read_bytes() for name, file in files.items()})
    write_whole(cached_path(address), packed, "a finished sweep")


def pack(files: dict[str, bytes]) -> bytes:
    """Files as one text of bytes with a digest in front."""
    head = json.dumps([[name, len(data)] for name, data in files.items()]).encode() + b"\n"
    body = head + b"".join(files.values())
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def read_cached(path: Path) -> dict[str, bytes] | None:
    """Files by name; None if there is nothing, or not what was written."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest != hashlib.sha256(body).hexdigest().encode():
        return None
    head, _, rest = body.partition(b"\n")
    files = dict(cut(json.loads(head), rest))
    inside = all(not leads_out(name) for name in files)
    return files if inside else None  # anybody who shares the store can write a digest


def cut(sizes: Sequence[tuple[str, int]], data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of each file."""
    start = 0
    for name, size in sizes:
        yield name, data[start : start + size]
        start += size


def is_whole(path: Path) -> bool:
    """True if a file holds what was written."""
    return read_cached(path) is not None
