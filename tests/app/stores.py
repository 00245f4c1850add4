"""A store and a folder of its own for a test of the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.base.compiled import cache_root

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
