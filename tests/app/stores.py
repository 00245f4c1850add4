"""A store and a folder of its own for a test of the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sim.base.compiled import cache_root
from sim.output.run_folder import edited_files, read_run_folder

ROOT = Path(__file__).resolve().parents[2]
TOY = ROOT / "scenarios" / "toy_corridor"


def fresh_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in ``folder`` with an empty store; what is compiled is shared, so that no process compiles again."""
    compiled = cache_root() / "compiled"
    compiled.mkdir(parents=True, exist_ok=True)
    (folder / "cache").mkdir()
    (folder / "cache" / "compiled").symlink_to(compiled, target_is_directory=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
    return folder


def cells(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_manifest(folder: Path) -> None:
    """The folder's manifest names its command, and every file with the digest it has; a changed byte is seen."""
    document = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    files = {name for name in held if name != "manifest.json" and not name.startswith(".hydra")}
    assert set(document["hashes"]["files"]) == files
    assert set(document["hashes"]) == {"law", "simulation", "files"}
    assert document["command"].startswith("sim ")
    assert {"config", "versions", "seed", "runs", "timing"} <= set(document)
    assert edited_files(read_run_folder(folder, "")) == []
    name = sorted(files)[0]
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    assert edited_files(read_run_folder(folder, "")) == [
        f"{name}: edited or damaged since the folder was finished"
    ]
    path.write_bytes(before)
