"""What a finished sweep wrote, cached in the store, so that nothing that is unchanged is drawn or written again.

One archive a sweep, not compressed. Its address is everything the files are made from: all code, library versions, the job, the scenario as read, the points and their rows.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from sim.base.compiled import LAW_VERSION, PACKAGE, cache_root
from sim.ensemble.store import write_whole
from sim.explore.row_store import pack_row
from sim.output.json_documents import versions
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.files.paths import leads_out
from sim.scenario.scenario import Scenario
from sim.session.job import Job

CODE = (".py", ".j2", ".css", ".js")


@cache
def program_version() -> str:
    """12 hex digits that change with any file of the program."""
    hasher = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in CODE):
        hasher.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return hasher.hexdigest()[:12]


def address_of(job: Job, scenario: Scenario, points: Sequence[Any], rows: Sequence[Any]) -> str:
    """The address of what such a sweep writes: 32 hex digits."""
    lines = [repr(getattr(scenario, field.name)) for field in fields(scenario) if field.name != "terrain"]
    lines += [simulation_hash(scenario), repr(scenario.terrain.names), scenario.terrain.source]
    identity_text = json.dumps([versions(LAW_VERSION), job.config, job.command, lines, points])
    hasher = hashlib.sha256(identity_text.encode())
    for row in rows:
        hasher.update(pack_row(row))
    return hasher.hexdigest()[:32]


def cached_path(address: str) -> Path:
    """File of the output stored under an address."""
    return cache_root() / "finished" / program_version() / f"{address}.zip"


def restore_files(address: str, part: Path) -> bool:
    """Fill ``part`` from the cache; False if nothing is there, or if it is damaged."""
    path = cached_path(address)
    if not is_intact(path):
        return False
    with ZipFile(path) as archive:
        archive.extractall(part)
    return True


def cache_files(address: str, part: Path) -> None:
    """Store the files in ``part``, written whole or not at all. OutputError if the disk refuses."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for path in sorted(path for path in part.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(part).as_posix())
    write_whole(cached_path(address), packed.getvalue(), "a finished sweep")


def is_intact(path: Path) -> bool:
    """True if a file is there and holds what was written, by the checksums of its parts."""
    try:
        with ZipFile(path) as archive:
            # anybody who shares the store can write one: nothing that leads out or unpacks to more
            parts = archive.infolist()
            is_plain = not any(leads_out(part.filename) or part.compress_type != ZIP_STORED for part in parts)
            return is_plain and archive.testzip() is None
    except (OSError, EOFError, ValueError, RuntimeError, BadZipFile):
        return False
