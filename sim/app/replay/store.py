"""``sim store list|verify|prune``: what is kept of earlier runs, whether it is whole, and taking away what is old.

``prune`` only tells what it would take; with ``yes=true`` it takes it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.compiled import LAW_VERSION, cache_root
from sim.base.errors import DONE, INTERNAL, UsageError, nearest
from sim.ensemble.store import MOTION_VERSION, unpack
from sim.explore.row_store import row_is_whole
from sim.explore.sums.portions import portion_is_whole
from sim.inference.particles.island_jobs import island_is_whole
from sim.output.sweep_cache import is_whole, program_version
from sim.session.console import Console, table_of

FORM = "expected sim store list, sim store verify, or sim store prune [other=true] [older=DAYS] [over=SIZE] [yes=true]"
UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", re.IGNORECASE)
DAY = 86_400.0
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
class Kept:
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


def main(words: Sequence[str]) -> int:
    """Do what the first word says; returns the exit code."""
    console = Console()
    if not words or words[0] not in ACTIONS:
        given = words[0] if words else ""
        raise UsageError(f"store {given!r} is unknown{nearest(given, ACTIONS)}; {FORM}")
    return ACTIONS[words[0]](console, words[1:])


def kept_files() -> list[Kept]:
    """Every file of the store, sorted by path."""
    root = cache_root()
    kinds = {kind: root / name for kind, name in HOMES.items()}
    found = [kept(path, kind, home) for kind, home in kinds.items() for path in sorted(home.rglob("*"))]
    return [one for one in found if one is not None]


def kept(path: Path, kind: str, home: Path) -> Kept | None:
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
    return Kept(path, "unfinished" if unfinished else kind, parts[0], group, held.st_size, held.st_mtime)


def show_list(console: Console, words: Sequence[str]) -> int:
    """Sizes by version and, for blocks, by simulation and seed."""
    refuse(words)
    files = kept_files()
    console.say(f"store: {cache_root()}  {readable(sum(one.size for one in files))} in {len(files):,} files")
    groups: dict[tuple[str, str, str, bool], list[Kept]] = {}
    for one in files:
        groups.setdefault((one.kind, one.version, one.group, one.current), []).append(one)
    lines = [("kind", "code", "simulation/seed", "files", "size", "last written")]
    for (kind, version, group, current), held in sorted(groups.items()):
        days = (time.time() - max(one.changed for one in held)) / DAY
        state = version if current else f"{version} (other)"
        lines.append(
            (
                kind,
                state,
                group,
                f"{len(held):,}",
                readable(sum(one.size for one in held)),
                f"{days:.1f} days ago",
            )
        )
    for line in table_of(lines if len(lines) > 1 else []):
        console.say(line)
    return DONE


def verify(console: Console, words: Sequence[str]) -> int:
    """Read every block and row against its digest; names the damaged. Exit code 1 if there are any."""
    refuse(words)
    checked, damaged = 0, []
    for one in kept_files():
        if one.kind in WHOLE:
            checked += 1
            if not WHOLE[one.kind](one.path):
                damaged.append(one.path)
                console.say(f"damaged: {one.path}")
    console.say(
        f"{checked:,} files checked, {len(damaged):,} damaged"
        + ("; they are computed again when needed" if damaged else "")
    )
    return INTERNAL if damaged else DONE


def block_is_whole(path: Path) -> bool:
    """True if a block matches its digest."""
    try:
        return unpack(path.read_bytes()) is not None
    except (OSError, ValueError):
        return False


WHOLE: dict[str, Callable[[Path], bool]] = {
    "blocks": block_is_whole,
    "rows": row_is_whole,
    "finished": is_whole,
    "portions": portion_is_whole,
    "islands": island_is_whole,
    "sheets": row_is_whole,
}


def prune(console: Console, words: Sequence[str]) -> int:
    """Tell, or with yes=true take away, what other code made, what is old, or what is too much."""
    asked = read_words(words)
    files = kept_files()
    gone = chosen(files, asked)
    sure = asked.get("yes") == "true"
    for one in gone if sure else ():
        one.path.unlink(missing_ok=True)
    if sure:
        drop_empty(cache_root())
    size = readable(sum(one.size for one in gone))
    left = readable(sum(one.size for one in files) - sum(one.size for one in gone))
    verb = "took away" if sure else "would take away"
    console.say(
        f"{verb} {len(gone):,} of {len(files):,} files, {size}; {left} stay{'' if sure or not gone else '; add yes=true to do it'}"
    )
    return DONE


def read_words(words: Sequence[str]) -> dict[str, str]:
    """The choices of ``prune``; other=true if nothing else is chosen."""
    found = {}
    for word in words:
        key, equals, value = word.partition("=")
        if key not in ("other", "older", "over", "yes") or not equals:
            raise UsageError(
                f"store prune {word!r} is not understood{nearest(key, ('other', 'older', 'over', 'yes'))}; {FORM}"
            )
        if key in ("other", "yes") and value not in ("true", "false"):
            raise UsageError(f"store prune {word!r}: expected true or false")
        found[key] = value
    return found if {"other", "older", "over"} & set(found) else {**found, "other": "true"}


def chosen(files: Sequence[Kept], asked: dict[str, str]) -> list[Kept]:
    """What goes: of other versions, unchanged for so many days, and then the oldest until the rest fits.

    Unfinished files go once they are a day old: nobody is writing them any more.
    """
    now = time.time()
    gone = {one.path: one for one in files if one.kind == "unfinished" and now - one.changed > DAY}
    if asked.get("other") == "true":
        gone |= {one.path: one for one in files if not one.current}
    if "older" in asked:
        limit = as_days(asked["older"]) * DAY
        gone |= {one.path: one for one in files if now - one.changed > limit}
    if "over" in asked:
        room = as_bytes(asked["over"])
        stay = sorted(
            (one for one in files if one.path not in gone), key=lambda one: (one.changed, str(one.path))
        )
        left = sum(one.size for one in stay)
        for one in stay:
            if left <= room:
                break
            gone[one.path] = one
            left -= one.size
    return list(gone.values())


def as_days(text: str) -> float:
    """Days from ``30`` or ``30d``."""
    try:
        days = float(text.lower().removesuffix("days").removesuffix("d"))
    except ValueError:
        days = -1.0
    if not days >= 0:
        raise UsageError(f"older = {text!r}; expected a number of days, such as 30")
    return days


def as_bytes(text: str) -> float:
    """Bytes from ``500MB`` or ``2GB``."""
    found = SIZE.fullmatch(text.strip())
    if not found:
        raise UsageError(f"over = {text!r}; expected a size, such as 500MB or 2GB")
    return float(found.group(1)) * UNITS[found.group(2).lower()]


def readable(size: float) -> str:
    """``1.2 GB``."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def drop_empty(root: Path) -> None:
    """Remove empty folders below the parts of the store."""
    for home in (root / name for name in HOMES.values()):
        for folder, _, _ in os.walk(home, topdown=False):
            if folder != str(home) and not os.listdir(folder):
                Path(folder).rmdir()


def refuse(words: Iterable[str]) -> None:
    """UsageError for words an action does not read."""
    for word in words:
        raise UsageError(f"store: {word!r} is not understood; {FORM}")


ACTIONS: dict[str, Callable[[Console, Sequence[str]], int]] = {
    "list": show_list,
    "verify": verify,
    "prune": prune,
}
