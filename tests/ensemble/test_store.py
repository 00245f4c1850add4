"""The store: whole or not at all, never wrong, the same bytes from any fresh computation."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import DISK, OutputError
from sim.ensemble.block import BLOCK, Block
from sim.ensemble.engine import Ensemble, run_ensemble
from sim.ensemble.store import block_path, pack, read_block, unpack, write_block
from sim.law.state import EVENT, empty
from sim.scenario.scenario import Scenario
from tests.worlds import grid, made

RUNS = 2 * BLOCK + 30


def small() -> Scenario:
    """20 days on 16 districts."""
    return made(grid(4), days=20, held={"red": 3}, contested={"red": 3})


def files(store: Path) -> list[Path]:
    """All block files."""
    return sorted(store.rglob("*.block"))


def some_block(runs: int = 3) -> Block:
    """A block with numbers in it."""
    counts = np.arange(runs * 4 * 2 * 8, dtype=np.int16).reshape(runs, 4, 2, 8)
    levels = np.linspace(0, 1, runs * 4 * 2 * 4, dtype=np.float32).reshape(runs, 4, 2, 4)
    events = empty(EVENT, 5)
    events["day"] = [1, 2, 3, 1, 2]
    return Block(
        256,
        counts,
        levels,
        events,
        np.array([3, 2, 0]),
        np.full((runs, 2), -1, dtype=np.int32),
        {257: "broken"},
    )


def same(a: Block, b: Block) -> bool:
    """True if two blocks hold the same bytes."""
    arrays = ("counts", "levels", "events", "event_count", "end")
    return (a.first, a.errors) == (b.first, b.errors) and all(
        getattr(a, name).tobytes() == getattr(b, name).tobytes()
        and getattr(a, name).dtype == getattr(b, name).dtype
        for name in arrays
    )


def test_a_block_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_block(tmp_path, 1, some_block())
    again = read_block(tmp_path, 1, 3)
    assert again is not None and same(again, some_block())
    assert [path.name for path in tmp_path.iterdir()] == ["000001.block"]


def test_a_missing_or_too_short_block_is_none(tmp_path: Path) -> None:
    assert read_block(tmp_path, 1, 1) is None
    write_block(tmp_path, 1, some_block())
    assert read_block(tmp_path, 1, 4) is None


@pytest.mark.parametrize("where", [0, 5, 13, 40, 300, -40, -1])
def test_one_changed_byte_anywhere_makes_a_block_unreadable(where: int) -> None:
    data = bytearray(pack(some_block()))
    data[where] ^= 1
    assert unpack(bytes(data)) is None


@pytest.mark.parametrize("kept", [0, 1, 11, 12, 20, 31, 32, 33, 100, -1])
def test_a_truncated_file_is_none_and_no_error(kept: int) -> None:
    assert unpack(pack(some_block())[:kept]) is None


@pytest.fixture
def filled(own_store: Path) -> tuple[Path, Ensemble, list[bytes]]:
    """(store, ensemble, bytes of its block files) after one computation."""
    ensemble = run_ensemble(small(), runs=RUNS)
    return own_store, ensemble, [path.read_bytes() for path in files(own_store)]


def test_two_fresh_computations_leave_byte_identical_files(
    filled: tuple[Path, Ensemble, list[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "another"))
    run_ensemble(small(), runs=RUNS, workers=3)
    store, _, data = filled
    again = files(tmp_path / "another" / "store")
    assert [path.read_bytes() for path in again] == data and len(data) == 3
    assert [path.name for path in again] == [path.name for path in files(store)]


def damage(path: Path) -> None:
    """Change one byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(bytes(data))


def cut(path: Path) -> None:
    """Leave half of it, as a killed direct write would."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("harm", [damage, cut, Path.unlink], ids=["damaged", "truncated", "deleted"])
def test_a_harmed_block_is_computed_again_and_the_store_ends_byte_identical(
    filled: tuple[Path, Ensemble, list[bytes]], harm: object
) -> None:
    store, ensemble, data = filled
    harm(files(store)[1])  # type: ignore[operator]
    again = run_ensemble(small(), runs=RUNS)
    assert again.reused == RUNS - BLOCK
    assert (again.series["held"] == ensemble.series["held"]).all()
    assert [path.read_bytes() for path in files(store)] == data


def test_a_short_last_block_is_made_whole_by_a_larger_ensemble(
    filled: tuple[Path, Ensemble, list[bytes]],
) -> None:
    store, _, data = filled
    larger = run_ensemble(small(), runs=3 * BLOCK)
    assert larger.reused == 2 * BLOCK
    assert [path.read_bytes() for path in files(store)][:2] == data[:2]
    assert run_ensemble(small(), runs=RUNS).reused == RUNS


def test_a_full_disk_is_an_error_that_names_the_file_and_the_need_and_leaves_nothing_half_written(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        OutputError,
        match=r"cannot write .*000000\.block: No space left on device; a block of 10 runs needs [\d,]+ bytes",
    ) as caught:
        run_ensemble(small(), runs=10)
    assert caught.value.exit_code == DISK
    assert [path for path in own_store.rglob("*") if path.is_file()] == []


def test_the_need_of_a_block_is_the_size_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=f"a block of 3 runs needs {len(pack(some_block())):,} bytes"):
        write_block(tmp_path / "file", 1, some_block())
    write_block(tmp_path, 1, some_block())
    assert block_path(tmp_path, 1).read_bytes() == pack(some_block())


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=r"cannot write .*file/000001\.block"):
        write_block(tmp_path / "file", 1, some_block())
    with pytest.raises(OutputError, match=r"cannot read .*file/000001\.block: Not a directory"):
        read_block(tmp_path / "file", 1, 1)


def test_what_is_left_of_a_killed_write_is_never_read(tmp_path: Path) -> None:
    write_block(tmp_path, 1, some_block())
    path = block_path(tmp_path, 1)
    path.rename(path.with_name(f".{path.name}.999.tmp"))
    assert read_block(tmp_path, 1, 1) is None
