"""``sim store list|verify|prune``: the store of earlier runs, whether it is whole, and taking away what is old.

``prune`` only lists what it would remove; with ``yes=true`` it removes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from sim.base.compiled import cache_root
from sim.base.errors import DONE, INTERNAL, UsageError, nearest
from sim.base.sizes import readable
from sim.ensemble.store import unpack
from sim.explore.row_store import row_is_whole
from sim.explore.sums.portions import portion_is_whole
from sim.inference.particles.island_jobs import island_is_whole
from sim.output.store_files import DAY, StoreFile, chosen, drop_empty, stored_files
from sim.output.sweep_cache import is_whole
from sim.session.console import Console

FORM = "expected sim store list, sim store verify, or sim store prune [other=true] [older=DAYS] [over=SIZE] [yes=true]"


def main(words: Sequence[str]) -> int:
    """Do what the first word says; returns the exit code. UsageError for words it does not understand."""
    console = Console()
    if not words or words[0] not in ACTIONS:
        given = words[0] if words else ""
        raise UsageError(f"store {given!r} is unknown{nearest(given, ACTIONS)}; {FORM}")
    return ACTIONS[words[0]](console, words[1:])


def show_list(console: Console, words: Sequence[str]) -> int:
    """Sizes by version and, for blocks, by simulation and seed."""
    refuse(words)
    files = stored_files()
    console.say(
        f"store: {cache_root()}  {readable(sum(entry.size for entry in files))} in {len(files):,} files"
    )
    groups: dict[tuple[str, str, str, bool], list[StoreFile]] = {}
    for file in files:
        groups.setdefault((file.kind, file.version, file.group, file.current), []).append(file)
    lines = [("kind", "code", "simulation/seed", "files", "size", "last written")]
    for (kind, version, group, current), held in sorted(groups.items()):
        days = (time.time() - max(entry.changed for entry in held)) / DAY
        state = version if current else f"{version} (other)"
        lines.append(
            (
                kind,
                state,
                group,
                f"{len(held):,}",
                readable(sum(entry.size for entry in held)),
                f"{days:.1f} days ago",
            )
        )
    console.say_table(lines if len(lines) > 1 else [])
    return DONE


def verify(console: Console, words: Sequence[str]) -> int:
    """Read every block and row against its digest; names the damaged. Exit code 1 if there are any."""
    refuse(words)
    checked, damaged = 0, []
    for stored_file in stored_files():
        if stored_file.kind in WHOLE:
            checked += 1
            if not WHOLE[stored_file.kind](stored_file.path):
                damaged.append(stored_file.path)
                console.say(f"damaged: {stored_file.path}")
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
    """List, or with yes=true remove, blocks of other code, old blocks and what exceeds the cap."""
    asked = read_words(words)
    files = stored_files()
    gone = chosen(files, asked)
    sure = asked.get("yes") == "true"
    for file in gone if sure else ():
        file.path.unlink(missing_ok=True)
    if sure:
        drop_empty(cache_root())
    size = readable(sum(entry.size for entry in gone))
    left = readable(sum(entry.size for entry in files) - sum(entry.size for entry in gone))
    verb = "took away" if sure else "would take away"
    console.say(
        f"{verb} {len(gone):,} of {len(files):,} files, {size}; {left} stay{'' if sure or not gone else '; add yes=true to do it'}"
    )
    return DONE


def read_words(words: Sequence[str]) -> dict[str, str]:
    """The choices of ``prune``; other=true if nothing else is chosen. UsageError for words it does not understand."""
    result = {}
    for word in words:
        key, equals, value = word.partition("=")
        if key not in ("other", "older", "over", "yes") or not equals:
            raise UsageError(
                f"store prune {word!r} is not understood{nearest(key, ('other', 'older', 'over', 'yes'))}; {FORM}"
            )
        if key in ("other", "yes") and value not in ("true", "false"):
            raise UsageError(f"store prune {word!r}: expected true or false")
        result[key] = value
    return result if {"other", "older", "over"} & set(result) else {**result, "other": "true"}


def refuse(words: Iterable[str]) -> None:
    """UsageError for words an action does not read."""
    for word in words:
        raise UsageError(f"store: {word!r} is not understood; {FORM}")


ACTIONS: dict[str, Callable[[Console, Sequence[str]], int]] = {
    "list": show_list,
    "verify": verify,
    "prune": prune,
}
