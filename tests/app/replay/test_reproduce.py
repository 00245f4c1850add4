from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.replay.reproduce import differing_files, relative_files
from sim.base.compiled import cache_root
from sim.session.temporary_store import own_store
from tests.scenario.folders import MAIN, change, toy


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with finished folders of a main job and of a hindcast."""
    folder = tmp_path_factory.mktemp("reproduce")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
        words = ["scenario=toy_corridor", "runs=300"]
        assert cli.main([*words, "law.momentum.gain=uniform(0,3)", "law.without=[truce]", "out=main"]) == 0
        assert cli.main(["hindcast", *words, "out=back"]) == 0
    return folder


@pytest.mark.parametrize("name", ["main", "back"])
def test_a_job_done_again_gives_the_same_bytes(
    home: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("SIM_CACHE_DIR", str(home / "cache"))
    assert cli.main(["reproduce", name, "--out", f"{name}_again"]) == 0
    number = len(relative_files(home / name))
    assert f"{number} of {number} files equal to the last byte" in capsys.readouterr().out
    assert number >= 5


@pytest.mark.usefixtures("blank_pictures")
def test_an_edited_file_is_named_with_the_reason(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("SIM_CACHE_DIR", str(home / "cache"))
    assert cli.main(["scenario=toy_corridor", "runs=300", "out=spoiled"]) == 0
    path = home / "spoiled" / "evidence.json"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    (home / "spoiled" / "notes.txt").write_text("mine", encoding="utf-8")
    manifest = home / "spoiled" / "manifest.json"
    document = json.loads(manifest.read_text(encoding="utf-8"))
    document["versions"] |= {"law": "0123456789ab", "numpy": "1.0"}
    manifest.write_text(json.dumps(document), encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["reproduce", "spoiled"]) == 1
    said = capsys.readouterr().out
    for line in (
        "differs: evidence.json",
        "differs: notes.txt (only in the first)",
        "differs: manifest.json",
        "evidence.json: edited or damaged since the folder was finished",
        "law: 0123456789ab -> ",
        "numpy: 1.0 -> ",
    ):
        assert line in said
    assert "verdicts.json" not in said


@pytest.mark.usefixtures("blank_pictures")
def test_a_changed_scenario_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(home / "cache"))
    place = toy(tmp_path / "corridor")
    assert cli.main([f"scenario={place}", "runs=300", "out=before"]) == 0
    change(place / MAIN, "horizon: 30", "horizon: 29")
    capsys.readouterr()
    assert cli.main(["reproduce", "before", "--out=after"]) == 1
    assert "scenario.dates.horizon: 30 -> 29" in capsys.readouterr().out


def test_timing_and_hydra_do_not_count_and_a_missing_file_does(tmp_path: Path) -> None:
    for name, seconds in (("a", 1), ("b", 2)):
        folder = tmp_path / name
        (folder / ".hydra").mkdir(parents=True)
        (folder / ".hydra" / "config.yaml").write_text(name, encoding="utf-8")
        text = json.dumps({"command": "sim", "timing": {"total_seconds": seconds}})
        (folder / "manifest.json").write_text(text, encoding="utf-8")
    assert differing_files(tmp_path / "a", tmp_path / "b") == []
    (tmp_path / "b" / "more").write_text("x", encoding="utf-8")
    assert differing_files(tmp_path / "a", tmp_path / "b") == ["more"]


def test_nothing_stored_before_is_used_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path))
    (tmp_path / "store").mkdir()
    with own_store():
        assert cache_root() != tmp_path
        assert not (cache_root() / "store").exists()
        (cache_root() / "store").mkdir()
    assert os.environ["SIM_CACHE_DIR"] == str(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "required: RUN_DIR; the form is sim reproduce RUN_DIR [--out DIR]"),
        (["a", "b"], "unrecognized arguments: b; the form is sim reproduce RUN_DIR"),
        (["nowhere"], "nowhere/manifest.json cannot be read"),
    ],
)
def test_what_is_no_folder_is_refused(
    words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["reproduce", *words]) == 2
    assert problem in capsys.readouterr().err
