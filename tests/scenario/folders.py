"""Copies of the toy scenario with mistakes in them, and a small scenario of three factions and an ally."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import Scenario

TOY = Path(__file__).resolve().parents[2] / "scenarios" / "toy_corridor"
MAIN, PRIORS = "scenario.yaml", "priors.yaml"
Edit = tuple[str, str, str]  # file, what stands there, what shall stand there


def toy(folder: Path, *edits: Edit) -> Path:
    """A copy of the toy at ``folder`` with the first occurrence of each old text replaced."""
    shutil.copytree(TOY, folder)
    for file, old, new in edits:
        change(folder / file, old, new)
    return folder


def change(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence of ``old``, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def read_edited(tmp_path: Path, *edits: Edit) -> Scenario:
    """The toy with edits, read."""
    return read_scenario(toy(tmp_path / "edited", *edits))


def faults_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *edits: Edit) -> list[str]:
    """Lines of the error that reading the toy with edits raises; the folder is called ``toy``."""
    monkeypatch.chdir(tmp_path)
    toy(tmp_path / "toy", *edits)
    return faults_at("toy")


def faults_at(name: str) -> list[str]:
    """Lines of the error that reading raises."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(name)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def three_factions(folder: Path) -> Path:
    """A folder in which a challenger and its ally fight an incumbent, while a neutral side holds two districts."""
    return toy(
        folder,
        (MAIN, "name: toy_corridor", "name: three_factions"),
        (
            MAIN,
            "  - {id: blue, name: Blues, role: incumbent, supported: true}\n",
            "  - {id: blue, name: Blues, role: incumbent, supported: true}\n"
            "  - {id: green, name: Greens, role: incumbent, strength: 0.5}\n"
            "  - {id: violet, name: Violets, role: challenger, strength: 0.5}\n",
        ),
        (MAIN, "wars: [[red, blue]]", "wars: [[red, blue], [violet, blue]]"),
        (MAIN, "held: {red: gazette_march}", "held: {red: gazette_march, green: greens, violet: violets}"),
        (
            MAIN,
            "  - id: april\n",
            "  - id: others\n"
            "    source: gazette\n"
            "    published: 2030-03-02\n"
            "    counts:\n"
            "      - {id: greens, statement: start, faction: green, relation: controls, unit: districts, kind: stock,\n"
            "         low: 2, high: 2, modifier: exactly, date: 2030-03-01, basis: 12, use: start}\n"
            "      - {id: violets, statement: start, faction: violet, relation: controls, unit: districts,\n"
            "         kind: stock, low: 1, high: 1, modifier: exactly, date: 2030-03-01, basis: 12, use: start}\n"
            "  - id: april\n",
        ),
    )
