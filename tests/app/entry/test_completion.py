"""Completion for shells: the script is run by a real bash (and zsh where there is one)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.entry.completion import bash, zsh
from sim.session.verbs import VERBS


def completed(*words: str, script: str = "") -> set[str]:
    """What bash would propose for the last of some words, as it splits them (at ``=`` too)."""
    listed = " ".join(f"'{word}'" for word in words)
    ask = f"{script or bash()}\nCOMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _sim; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash not found")
@pytest.mark.parametrize(
    ("words", "expected", "not_expected"),
    [
        (["sim", "s"], {"sweep", "sensitivity", "scenario=", "store"}, {"watch"}),
        (["sim", "watch", "sc"], {"scenario="}, {"sweep"}),
        (["sim", "scenario", "=", "toy"], {"toy_corridor"}, set()),
        (["sim", "scenario", "="], {"toy_corridor", "afghanistan_2018"}, {"quiet_year"}),
        (["sim", "experiment", "=", "qui"], {"quick", "quiet_year"}, set()),
        (["sim", "law.momentum."], {"law.momentum.gain=", "law.momentum.half_life="}, {"scenario="}),
        (["sim", "drafts", "=", ""], {"true", "false"}, set()),
        (["sim", "evidence", "=", "s"], {"seed"}, {"all"}),
        (["sim", "check", "toy"], {"toy_corridor"}, set()),
        (["sim", "export", "--"], {"--out"}, {"scenario="}),
        (["sim", "list", "par"], {"parameters"}, set()),
    ],
)
def test_bash_completes(words: list[str], expected: set[str], not_expected: set[str]) -> None:
    found = completed(*words)
    assert expected <= found and not found & not_expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash not found")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sim", "scenario", "=", ""], {"hills", "toy_corridor"}),
        (["sim", "scenario", "=", "hi"], {"hills"}),
        (["sim", "scenario", "=", "cases/"], {"cases/coast"}),
        (["sim", "check", "hi"], {"hills"}),
    ],
)
def test_scenarios_of_the_folder_are_completed_as_soon_as_they_are_there(
    words: list[str], expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script = bash()
    for name in ("hills", "cases/coast", "$(touch run)", "hills;b"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "scenario.yaml").touch()
    found = completed(*words, script=script)
    assert expected <= found
    assert words[1] == "check" or "hills;b" not in found  # files are proposed there as they are
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh not found")
def test_zsh_finds_the_scenarios_of_the_folder(tmp_path: Path) -> None:
    for name in ("hills", "cases/coast"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "scenario.yaml").touch()
    ask = f"compdef() {{ }}\n{zsh()}\nPREFIX=; _sim_scenarios; PREFIX=cases/; _sim_scenarios"
    done = subprocess.run(["zsh", "-fc", ask], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert {"hills", "cases/coast", "toy_corridor"} <= set(done.stdout.split())


def test_both_scripts_name_every_verb_and_zsh_reads_its_own() -> None:
    for script in (bash(), zsh()):
        assert all(f" {verb}" in script or f"{verb})" in script or f'"{verb}' in script for verb in VERBS)
    shell = shutil.which("zsh")
    if shell is not None:
        subprocess.run([shell, "-n"], input=zsh(), text=True, check=True)


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "fisch"]) == 2
    assert "(choose from" in capsys.readouterr().err
