"""sim store: what is there, what is damaged, and what may go."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.base.sizes import as_bytes, readable
from sim.ensemble.engine import run_ensemble
from sim.explore.point_runs import Sweep, SweepProgress, run_points
from sim.explore.settings import Setup
from sim.output import store_files
from sim.output.store_files import keep_within, stored_files
from sim.scenario.scenario import Scenario


@pytest.fixture
def cache(own_store: Path, toy: Scenario) -> Path:
    """A store with two blocks, a row, a block of other code, and a file left unfinished long ago."""
    run_ensemble(toy, runs=300)
    run_points(Sweep(Setup(toy), 300, 1, 1), [{}], SweepProgress(1), lambda tally: None)
    root = own_store.parent
    block = next(own_store.rglob("000000.block"))
    other = own_store / "0123456789ab" / "aaaa" / "1" / "000000.block"
    other.parent.mkdir(parents=True)
    other.write_bytes(block.read_bytes())
    left = block.with_name(".000009.block.1.tmp")
    left.write_bytes(b"cut")
    os.utime(left, (time.time() - 3 * 86_400,) * 2)
    return root


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = cli.main(["store", *words])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_list_tells_sizes_by_code_and_simulation(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = said(capsys, "list")
    assert code == 0
    assert "0123456789ab (other)" in told
    assert "aaaa/1" in told
    assert told.count("\nblocks ") == 2
    assert "\nrows " in told


def test_verify_names_what_is_damaged(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "verify") == (0, "4 files checked, 0 damaged\n")
    block = next((cache / "store").rglob("000001.block"))
    row = next((cache / "rows").rglob("*.row"))
    block.write_bytes(block.read_bytes()[:-1])
    row.write_text("{}")
    code, told = said(capsys, "verify")
    assert code == 1
    assert f"damaged: {block}\n" in told
    assert f"damaged: {row}\n" in told
    assert "4 files checked, 2 damaged" in told


def test_prune_only_tells_until_it_is_told_to(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = [one.path for one in stored_files()]
    code, told = said(capsys, "prune")
    assert code == 0
    assert told.startswith("would take away 2 of 5 files")
    assert told.endswith("add yes=true to do it\n")
    assert [one.path for one in stored_files()] == before
    _, told = said(capsys, "prune", "yes=true")
    assert told.startswith("took away 2 of 5 files")
    assert not (cache / "store" / "0123456789ab").exists()
    assert [one.current for one in stored_files()] == [True] * 3
    assert said(capsys, "verify")[0] == 0


def test_prune_by_age_and_by_size_takes_the_oldest_first(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [one for one in stored_files() if one.current and one.kind == "blocks"]
    os.utime(files[0].path, (time.time() - 40 * 86_400,) * 2)
    said(capsys, "prune", "older=30", "yes=true")
    assert not files[0].path.exists()
    assert files[1].path.exists()
    os.utime(files[1].path, (time.time() - 86_400,) * 2)
    room = sum(one.size for one in stored_files()) - files[1].size
    said(capsys, "prune", f"over={room}", "yes=true")
    assert not files[1].path.exists()
    assert {one.kind for one in stored_files()} == {"blocks", "rows"}  # the younger ones fit


def test_the_cap_takes_other_code_first_then_the_oldest_and_never_compiled_code(cache: Path) -> None:
    files = stored_files()
    assert keep_within("1TB") == "" and stored_files() == files
    old = next(one for one in files if one.current and one.kind == "blocks")
    os.utime(old.path, (time.time() - 40 * 86_400,) * 2)
    compiled = cache / "compiled" / "aaaa" / "law.nbi"
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"x" * 10_000_000)
    room = sum(one.size for one in files if one.current) - old.size
    said = keep_within(str(room))
    left = stored_files()
    assert "removed" in said and f"store.cap={room}" in said
    assert (
        compiled.exists()
        and not old.path.exists()
        and all(one.current for one in left if one.kind != "compiled")
    )
    assert len([one for one in left if one.kind in ("blocks", "rows")]) == 2


def test_what_is_kept_is_told_to_a_person_where_it_is_much(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keep_within("1TB", always=True) == ""
    monkeypatch.setattr(store_files, "WORTH_SAYING", 1)
    assert "stored for later jobs" in keep_within("1TB", always=True) and keep_within("1TB") == ""


def test_a_cap_that_is_no_size_is_refused_before_anything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scenario=toy_corridor", "store.cap=much"]) == 2
    assert "store.cap = 'much'; expected a size" in capsys.readouterr().err


REFUSED = {
    "": "required: list|verify|prune; the form is sim store list|verify|prune [--other true|false]",
    "prnue": "invalid choice: 'prnue' (choose from",
    "prune old=3": "unrecognized arguments: old=3",
    "prune older=soon": "older = 'soon'; expected a number of days",
    "prune over=much": "over = 'much'; expected a size, such as 500MB",
    "prune yes=please": "yes = 'please'; expected true or false",
    "list all": "unrecognized arguments: all",
    "list yes=true": "yes is read by sim store prune only, not by sim store list",
}


@pytest.mark.parametrize("words", REFUSED)
def test_words_the_store_does_not_read_are_refused(
    words: str, own_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(capsys, *words.split())
    assert code == 2
    assert REFUSED[words] in told


def test_sizes_are_read_and_written() -> None:
    assert (as_bytes("2GB"), as_bytes("1.5 m"), as_bytes("7")) == (2e9, 1.5e6, 7.0)
    assert (readable(999), readable(1500), readable(2.5e9)) == ("999 bytes", "1.5 kB", "2.5 GB")
