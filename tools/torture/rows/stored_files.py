"""R2: every kind of stored file damaged: found by its digest and computed again, or named; the results stay the same."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from sim.app.entry import cli
from sim.output.run_folder import edited_files, read_run_folder
from tools.torture.commands import TOY, differences, home
from tools.torture.mutate_bytes import damaged, flip, other_json, overwrite, truncate
from tools.torture.trial import Trial

JOBS = (
    ("scenario=" + TOY, "runs=300"),
    ("scenario=" + TOY, "runs=300", "keep=aggregates"),
    ("sweep", "scenario=" + TOY, "runs=60", "points=3", "over=[law.momentum.gain:0:3]"),
)


def run(trial: Trial) -> None:
    """Damage what three jobs leave in the store, and what stands in their folders."""
    folder = home(trial.folder / "home")
    os.chdir(folder)
    os.environ["SIM_CACHE_DIR"] = str(folder / "cache")
    per_kind, kinds, before = trial.size(50, 4), set[str](), set[Path]()
    for number, words in enumerate(JOBS):
        cli.main([*words, f"out=whole{number}"])
        files = store_files(folder) - before
        kinds |= damage_store(
            trial, folder, words, number, files, dict.fromkeys(kinds, per_kind // 4), per_kind
        )
        before |= store_files(folder)
        damage_folder(trial, folder / f"whole{number}", per_kind)
    damage_documents(trial, folder / "whole0", trial.size(100, 12))
    trial.figure(
        f"stored files of {len(kinds)} kinds ({', '.join(sorted(kinds))}), and those of three finished folders"
    )


def store_files(folder: Path) -> set[Path]:
    """All files of the store but compiled code."""
    store = folder / "cache"
    return {
        path
        for path in store.rglob("*")
        if path.is_file() and "compiled" not in path.relative_to(store).parts
    }


def damage_store(
    trial: Trial,
    folder: Path,
    words: tuple[str, ...],
    number: int,
    files: set[Path],
    times: Mapping[str, int],
    per_kind: int,
) -> set[str]:
    """Damage one of the files this job stored after the other, then do the job again; returns their kinds.

    times   how often a kind is damaged that earlier jobs had; others ``per_kind`` times
    """
    kinds = defaultdict(list)
    for path in sorted(files):
        kinds[path.suffix or "without suffix"].append(path)
    for kind, paths in kinds.items():
        for _repeat in range(times.get(kind, per_kind)):
            victim = trial.chance.choice(paths)
            if not victim.is_file():
                continue
            victim.write_bytes(
                trial.chance.choice((flip, truncate, overwrite))(victim.read_bytes(), trial.chance)
            )
            code = cli.main([*words, "out=again"])
            problem = (
                f"exit {code}"
                if code not in (0, 4)
                else differences(folder / "again", folder / f"whole{number}")
            )
            trial.count(f"{words[0]}: {kind} damaged: {problem}" if problem else "")
            remove(folder / "again")
    return set(kinds)


def damage_folder(trial: Trial, folder: Path, per_kind: int) -> None:
    """Files of a finished folder; each damage must be named."""
    names = list(read_run_folder(folder, "").part("hashes")["files"])
    for name in trial.chance.sample(names, min(len(names), per_kind)):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(flip(whole, trial.chance))
        told = edited_files(read_run_folder(folder, ""))
        trial.count("" if any(name in line for line in told) else f"{name} damaged and nothing said: {told}")
        path.write_bytes(whole)


def damage_documents(trial: Trial, folder: Path, number: int) -> None:
    """Documents of a finished folder with other values, read by what reads such folders: done, or refused with exit 2."""
    for _ in range(number):
        path = folder / trial.chance.choice(("brief.json", "verdicts.json", "evidence.json", "manifest.json"))
        whole = path.read_bytes()
        path.write_bytes((other_json if trial.chance.random() < 0.7 else damaged)(whole, trial.chance))
        verb = trial.chance.choice(
            (("brief", "{}"), ("diff", "{}", "{}"), ("export", "{}"), ("rerun", "{}", "run=1"))
        )
        words = [word.format(folder) for word in verb] + (
            ["out=told"] if verb[0] in ("brief", "export") else []
        )
        told = io.StringIO()
        with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
            code = cli.main(words)
        trial.count(
            ""
            if code in (0, 2)
            else f"{verb[0]} with other {path.name}: exit {code}: {told.getvalue()[-300:]}"
        )
        path.write_bytes(whole)
        remove(Path("told"))


def remove(folder: Path) -> None:
    """Take a folder away."""
    shutil.rmtree(folder, ignore_errors=True)
