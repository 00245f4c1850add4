"""``sim store list|verify|prune``: the store of earlier runs, whether it is whole, and taking away what is old.

``prune`` only lists what it would remove; with ``yes=true`` it removes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.app.entry.arguments import CHOICE, read_arguments
from sim.base.compiled import cache_root
from sim.base.errors import DONE, INTERNAL, UsageError
from sim.base.sizes import as_bytes, readable
from sim.ensemble.store import unpack
from sim.explore.row_store import row_is_whole
from sim.explore.sums.portions import portion_is_whole
from sim.inference.particles.island_jobs import island_is_whole
from sim.output.store_files import DAY, StoreFile, as_days, prunable, remove, stored_files, total_size
from sim.output.sweep_cache import is_intact
from sim.session.console import Console


def main(words: Sequence[str]) -> int:
    """Do what the first word says; returns the exit code. UsageError for words it does not understand."""
    arguments = read_arguments("store", words)
    action = arguments.pop(CHOICE)
    if arguments and action != "prune":
        raise UsageError(
            f"store: {', '.join(arguments)} is read by sim store prune only, not by sim store {action}"
        )
    return ACTIONS[action](Console(), arguments)


def show_list(console: Console, _: Mapping[str, Any]) -> int:
    """Sizes by version and, for blocks, by simulation and seed."""
    files = stored_files()
    console.say(f"store: {cache_root()}  {readable(total_size(files))} in {len(files):,} files")
    groups: dict[tuple[str, str, str, bool], list[StoreFile]] = {}
    for file in files:
        groups.setdefault((file.kind, file.version, file.group, file.current), []).append(file)
    lines = [("kind", "code", "simulation/seed", "files", "size", "last written")]
    for (kind, version, group, current), group_files in sorted(groups.items()):
        days = (time.time() - max(block_file.changed for block_file in group_files)) / DAY
        state = version if current else f"{version} (other)"
        size = readable(total_size(group_files))
        lines.append((kind, state, group, f"{len(group_files):,}", size, f"{days:.1f} days ago"))
    console.say_table(lines if len(lines) > 1 else [])
    return DONE


def verify(console: Console, _: Mapping[str, Any]) -> int:
    """Read every block and row against its digest; names the damaged. Exit code 1 if there are any."""
    files = [file for file in stored_files() if file.kind in WHOLE]
    damaged_files = [file for file in files if not WHOLE[file.kind](file.path)]
    for file in damaged_files:
        console.say(f"damaged: {file.path}")
    advice = "; they are computed again when needed" if damaged_files else ""
    console.say(f"{len(files):,} files checked, {len(damaged_files):,} damaged{advice}")
    return INTERNAL if damaged_files else DONE


def block_is_whole(path: Path) -> bool:
    """True if a block matches its digest."""
    try:
        return unpack(path.read_bytes()) is not None
    except (OSError, ValueError):
        return False


WHOLE: dict[str, Callable[[Path], bool]] = {
    "blocks": block_is_whole,
    "rows": row_is_whole,
    "finished": is_intact,
    "portions": portion_is_whole,
    "islands": island_is_whole,
    "sheets": row_is_whole,
}


def prune(console: Console, arguments: Mapping[str, Any]) -> int:
    """List, or with yes=true remove, blocks of other code, old blocks and what exceeds the cap."""
    files, confirmed = stored_files(), arguments.get("yes", False)
    prunable_files = prunable(
        files,
        other=arguments.get("other", not {"older", "over"} & set(arguments)),
        days=as_days(arguments["older"]) if "older" in arguments else None,
        most=as_bytes(arguments["over"]) if "over" in arguments else None,
    )
    if confirmed:
        remove(prunable_files)
    size, remaining_size = total_size(prunable_files), total_size(files) - total_size(prunable_files)
    verb, hint = (
        ("took away", "")
        if confirmed
        else ("would take away", "; add yes=true to do it" if prunable_files else "")
    )
    console.say(
        f"{verb} {len(prunable_files):,} of {len(files):,} files, {readable(size)}; {readable(remaining_size)} stay{hint}"
    )
    return DONE


ACTIONS: dict[str, Callable[[Console, Mapping[str, Any]], int]] = {
    "list": show_list,
    "verify": verify,
    "prune": prune,
}
