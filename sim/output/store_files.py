"""The store of earlier runs on this machine: its files, which of them may go, and the cap on them all."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.compiled import LAW_VERSION, cache_root
from sim.base.errors import UsageError
from sim.base.sizes import as_bytes, readable
from sim.ensemble.store import MOTION_VERSION
from sim.output.sweep_cache import program_version

DAY = 86_400.0
WORTH_SAYING = 1e9  # bytes from which a job says what the store holds
HOMES = {  # kind -> folder
    "blocks": "store",
    "rows": "rows",
    "portions": "portions",
    "islands": "islands",
    "sheets": "exam",
    "finished": "finished",
    "compiled": "compiled",
}


@dataclass(frozen=True)
class StoreFile:
    """One file of the store. ``kind`` of HOMES, or unfinished; ``version`` of the code that made it."""

    path: Path
    kind: str
    version: str
    group: str  # simulation hash and seed; empty for others
    size: int
    changed: float

    @property
    def current(self) -> bool:
        """True if this program's code would use it."""
        return self.version in (MOTION_VERSION, LAW_VERSION, program_version())


def stored_files() -> list[StoreFile]:
    """Every file of the store, sorted by path."""
    root = cache_root()
    kinds = {kind: root / name for kind, name in HOMES.items()}
    store_files = [
        store_file(path, kind, home) for kind, home in kinds.items() for path in sorted(home.rglob("*"))
    ]
    return [file for file in store_files if file is not None]


def store_file(path: Path, kind: str, home: Path) -> StoreFile | None:
    """What a path below ``home`` is; None for a folder or a file that has just gone."""
    try:
        held = path.stat()
    except OSError:
        return None
    if path.is_dir():
        return None
    parts = path.relative_to(home).parts
    unfinished = path.name.startswith(".") and path.name.endswith(".tmp")
    group = "/".join(parts[1:-1]) if kind == "blocks" else ""
    return StoreFile(path, "unfinished" if unfinished else kind, parts[0], group, held.st_size, held.st_mtime)


def chosen(files: Sequence[StoreFile], asked: dict[str, str]) -> list[StoreFile]:
    """What goes: of other versions, unchanged for so many days, and then the oldest until the rest fits.

    Unfinished files go once they are a day old: nobody is writing them any more.
    """
    now = time.time()
    gone = {entry.path: entry for entry in files if entry.kind == "unfinished" and now - entry.changed > DAY}
    if asked.get("other") == "true":
        gone |= {entry.path: entry for entry in files if not entry.current}
    if "older" in asked:
        limit = as_days(asked["older"]) * DAY
        gone |= {entry.path: entry for entry in files if now - entry.changed > limit}
    if "over" in asked:
        limit = as_bytes(asked["over"])
        stay = sorted(
            (entry for entry in files if entry.path not in gone),
            key=lambda entry: (entry.changed, str(entry.path)),
        )
        left = sum(entry.size for entry in stay)
        for file in stay:
            if left <= limit:
                break
            gone[file.path] = file
            left -= file.size
    return list(gone.values())


def as_days(text: str) -> float:
    """Days from ``30`` or ``30d``. UsageError for anything else."""
    try:
        days = float(text.lower().removesuffix("days").removesuffix("d"))
    except ValueError:
        days = -1.0
    if not days >= 0:
        raise UsageError(f"older = {text!r}; expected a number of days, such as 30")
    return days


def drop_empty(root: Path) -> None:
    """Remove empty folders below the parts of the store."""
    for home in (root / name for name in HOMES.values()):
        for folder, _, _ in os.walk(home, topdown=False):
            if folder != str(home) and not os.listdir(folder):
                Path(folder).rmdir()


def keep_within(cap: str, *, always: bool = False) -> str:
    """Take away what other code made, then the oldest, until the store fits; what to say of it, "" if nothing went.

    always  report what is stored also where nothing was removed, if it is 1 GB or more: for a person at a terminal
    cap     as ``as_bytes`` reads it. Compiled code stays; a job that still reads a file that goes computes it again.
    """
    limit = as_bytes(cap, "store.cap")
    files = [stored_file for stored_file in stored_files() if stored_file.kind != "compiled"]
    whole = sum(entry.size for entry in files)
    gone = over_cap(files, limit) if whole > limit else []
    for file in gone:
        file.path.unlink(missing_ok=True)
    if gone:
        drop_empty(cache_root())
    left = whole - sum(entry.size for entry in gone)
    if not gone and (whole < WORTH_SAYING or not always):
        return ""
    removed = f"; {readable(whole - left)} of the oldest taken away" if gone else ""
    return f"store: {readable(left)} stored for later jobs in {cache_root()} (store.cap={cap}; sim store prune){removed}"


def over_cap(files: Sequence[StoreFile], limit: float) -> list[StoreFile]:
    """The files of other code, then the oldest, as many as must go for the rest to fit."""
    left = sum(entry.size for entry in files)
    gone = []
    for file in sorted(files, key=lambda entry: (entry.current, entry.changed, str(entry.path))):
        if left <= limit:
            break
        gone.append(file)
        left -= file.size
    return gone
