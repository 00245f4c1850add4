"""``sim reproduce RUN_DIR``: the job of a finished folder done again from nothing, and every file compared."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.app.entry.arguments import read_arguments
from sim.base.errors import DONE, INTERNAL
from sim.base.limited_files import read_json, read_limited
from sim.output.differences import SCENARIO, fields, scenario_lines
from sim.output.folder import MANIFEST, OUTPUTS, scenario_label
from sim.output.json_documents import digest
from sim.output.run_folder import RunFolder, edited_files, read_run_folder, version_differences
from sim.output.timestamps import new_stamp
from sim.session.console import Console
from sim.session.temporary_store import own_store
from sim.session.verbs import VERBS

USAGE = f"{VERBS['reproduce'].usage}: the folder of a finished job"


def main(words: Sequence[str]) -> int:
    """Do the job again, print which files differ and why; 1 if any does. UsageError for words it does not understand."""
    arguments, console = read_arguments("reproduce", words), Console()
    original = read_run_folder(Path(arguments["RUN_DIR"]), USAGE)
    default = OUTPUTS / scenario_label(original.job.scenario) / new_stamp()
    fresh_folder = Path(arguments.get("out", default))
    job = replace(original.job, out=str(fresh_folder))
    console.say(f"again: {job.command}", copied=True)
    with own_store():
        importlib.import_module(VERBS[job.verb].module).main(job)
    differing_names = differing_files(original.path, fresh_folder)
    print_comparison(console, original, fresh_folder, differing_names)
    return INTERNAL if differing_names else DONE


def differing_files(first: Path, second: Path) -> list[str]:
    """Paths inside two folders that are not byte for byte the same in both; of the manifest, timing left out."""
    before, after = relative_files(first), relative_files(second)
    return sorted(
        name
        for name in before | after
        if name not in before or name not in after or not same_content(name, first / name, second / name)
    )


def relative_files(folder: Path) -> set[str]:
    """What a folder holds, but for ``.hydra``, which names places of one machine."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] != ".hydra"}


def same_content(name: str, first: Path, second: Path) -> bool:
    """Whether two files of that name hold the same."""
    if name == MANIFEST:
        return read_manifest(first) == read_manifest(second)
    return digest(first) == digest(second)


def read_manifest(path: Path) -> dict[str, Any]:
    """A manifest without its wall times, and without digests of files, which are compared themselves."""
    manifest: dict[str, Any] = read_json(path)
    manifest.pop("timing", None)
    if isinstance(manifest.get("hashes"), dict):
        manifest["hashes"].pop("files", None)
    return manifest


def print_comparison(
    console: Console, original: RunFolder, fresh_folder: Path, differing_names: Sequence[str]
) -> None:
    """How much is the same, what is not, and what explains it."""
    number = len(relative_files(original.path) | relative_files(fresh_folder))
    console.say(
        f"{original.path} and {fresh_folder}: {number - len(differing_names)} of {number} files equal to the last byte"
    )
    for name in differing_names:
        console.say(f"  differs: {name}{missing_side(original.path / name, fresh_folder / name)}")
    if differing_names:
        console.say("why:")
        for line in explanations(original, fresh_folder) or ["no recorded difference explains it"]:
            console.say(f"  {line}")


def missing_side(first: Path, second: Path) -> str:
    """Which folder alone has a file, in brackets; empty if both have it."""
    if not second.is_file():
        return " (only in the first)"
    return "" if first.is_file() else " (only in the second)"


def explanations(original: RunFolder, fresh_folder: Path) -> list[str]:
    """What may have made the difference: other code, an edited scenario, an edited folder."""
    return [
        *version_differences(original),
        *scenario_changes(original.path, fresh_folder),
        *manifest_changes(original, fresh_folder),
        *edited_files(original),
    ]


def scenario_changes(first: Path, second: Path) -> list[str]:
    """What differs between the resolved scenarios, where both folders keep one."""
    paths = [path / SCENARIO for path in (first, second)]
    if not all(path.is_file() for path in paths):
        return []
    before, after = (read_limited(path).decode("utf-8", "replace").splitlines() for path in paths)
    return scenario_lines(before, after)


def manifest_changes(original: RunFolder, fresh_folder: Path) -> list[str]:
    """Other differences of the manifests, versions left to ``version_differences``."""
    if not (fresh_folder / MANIFEST).is_file():
        return ["the repeated job left no finished folder"]
    before, after = read_manifest(original.path / MANIFEST), read_manifest(fresh_folder / MANIFEST)
    for manifest in (before, after):
        manifest.pop("versions", None)
    return fields("manifest", before, after)
