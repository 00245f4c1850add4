from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from sim.app.entry import cli
from sim.app.replay.rerun import first_difference
from tests.blank_pictures import blank_pictures


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a finished folder ``done`` whose evidence needed batches: 2,000 prior runs and more."""
    folder = tmp_path_factory.mktemp("rerun")
    with blank_pictures(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SIM_CACHE_DIR", str(folder / "cache"))
        assert cli.main(["scenario=toy_corridor", "runs=300", "inference=batches", "out=done"]) == 0
    return folder


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """A copy of the folder, to be spoiled."""
    return Path(shutil.copytree(home / "done", tmp_path / "copy"))


def spoil(path: Path, run: int) -> None:
    """Count one district more for one run, on every day."""
    table = pq.read_table(path)
    more = pc.add(table["held"], pc.cast(pc.equal(table["run"], run), pa.int32()))
    pq.write_table(table.set_column(table.column_names.index("held"), "held", more), path)


@pytest.mark.parametrize("run", [0, 299, 700])
def test_a_run_of_any_batch_is_told_and_equal_to_the_stored_one(
    home: Path, run: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rerun", str(home / "done"), "--run", str(run), "--every", "40"]) == 0
    said = capsys.readouterr().out
    assert f"run {run}, seed 1" in said
    assert "day   0, 01 Mar" in said
    assert "events.parquet: " in said
    assert "series.parquet: 166 rows equal to the last bit" in said


def test_batches_were_added_so_that_the_last_run_had_a_proposal(home: Path) -> None:
    assert pc.max(pq.read_table(home / "done" / "runs.parquet")["run"]).as_py() >= 700


def test_a_table_that_was_edited_is_seen_with_the_row(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(copy / "series.parquet", 3)
    assert cli.main(["rerun", str(copy), "--run=3"]) == 1
    said = capsys.readouterr().out
    assert "series.parquet: row 1 of 166 differs: day 0, faction red, held" in said
    assert "no recorded difference explains it" in said
    assert cli.main(["rerun", str(copy), "--run=4"]) == 0


def test_another_law_version_is_named_as_what_explains_a_difference(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(copy / "series.parquet", 3)
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    manifest["versions"]["law"] = "0123456789ab"
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert cli.main(["rerun", str(copy), "run=3", "until=1"]) == 1
    assert "law: 0123456789ab -> " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "required: --run; the form is sim rerun RUN_DIR --run K"),
        (["done"], "the following arguments are required: --run; the form is sim rerun RUN_DIR"),
        (["done", "--run"], "argument --run: expected one argument; the form is sim rerun"),
        (["done", "--run", "x"], "run = 'x' is not a whole number; expected a whole number from 0"),
        (["done", "--run", "-4"], "run = -4 is outside its range"),
        (["done", "--runs", "4"], "'--runs' is an unknown option; nearest: run"),
        (["done", "--run", "99999"], "run = 99999 is not in done/runs.parquet"),
        (["nowhere", "--run", "1"], "nowhere/manifest.json cannot be read (No such file or directory)"),
    ],
)
def test_what_cannot_be_rerun_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], problem: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(home)
    assert cli.main(["rerun", *words]) == 2
    assert problem in capsys.readouterr().err


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ({"scenario": 5}, "scenario = 5 is not a possible value"),
        ({"scenario": "toy_corridor", "runs": "many"}, "runs = 'many' is not a possible value"),
        ({"scenario": "toy_corridor", "hydra": {}}, "override 'hydra' is unknown"),
        ({"scenario": "toy_corridor", "law": {"momentum.gian": "1"}}, "'law.momentum.gian' is unknown"),
        ({"scenario": "toy_corridor", "law": 4}, "config: "),
        ([], "holds neither command nor config"),
    ],
)
def test_a_manifest_is_not_trusted(
    copy: Path, config: object, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "manifest.json").write_text(json.dumps({"command": "sim", "config": config}), encoding="utf-8")
    assert cli.main(["rerun", str(copy), "--run", "1"]) == 2
    assert problem in capsys.readouterr().err


def test_a_missing_row_is_a_difference() -> None:
    row = {"run": 1, "day": 3, "held": 4}
    assert first_difference([row], [row]) == []
    assert first_difference([row], [row, row]) == ["row 2 of 1 differs: none -> day 3, held 4"]


def test_a_fault_of_ours_on_a_folder_as_it_was_written_is_no_mistake_of_the_user(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever document is edited, the user is told; a folder nobody touched shows the fault as an internal error."""

    def broken(*_: object) -> None:
        raise KeyError("claims")

    monkeypatch.setattr("sim.app.report.brief.write_brief", broken)
    monkeypatch.setattr("sim.app.replay.diff.difference_lines", broken)
    monkeypatch.setattr("sim.app.report.export.verdicts_csv", broken)
    commands = (["brief", str(copy)], ["diff", str(copy), str(copy)], ["export", str(copy)])
    assert [cli.main(words) for words in commands] == [1, 1, 1]
    assert capsys.readouterr().err.count("internal error: KeyError: 'claims'") == 3
    for name in ("brief.json", "evidence.json"):
        (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    assert [cli.main(words) for words in commands] == [2, 2, 2]
    assert capsys.readouterr().err.count("has another form (KeyError: 'claims')") == 3
