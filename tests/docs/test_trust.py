"""docs/trust.md: a row for everything the program must survive, and which result of a row stands in it."""

from __future__ import annotations

import argparse
import importlib
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.docs.documents import read
from tools.torture import command
from tools.torture.result_files import newest_results, results, store_result
from tools.torture.table import ROWS, Row, interval, write_table
from tools.torture.trial import FAILED, PASSED, Result, Trial, run_row

FULL = Result(
    "R9", "damaged", PASSED, 20_000, 0, "slowest 1 s", 300.0, False, when="2030-03-01T12:00", cpu=280.0
)
SHORT = replace(FULL, tried=400, fast=True, when="2030-03-02T12:00", cpu=9.0)


def test_rows_have_the_numbers_1_to_34_and_each_its_work() -> None:
    assert list(ROWS) == [f"R{number}" for number in range(1, 35)]
    for row in ROWS.values():
        assert callable(getattr(importlib.import_module(f"tools.torture.rows.{row.module}"), row.function))


def test_the_document_has_every_row() -> None:
    text = read("docs/trust.md")
    assert all(f"| {row.id} | {row.what} |" in text for row in ROWS.values())


def test_one_result_of_each_row_and_form_is_stored(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    for one in (SHORT, FULL, replace(SHORT, row="R1"), replace(SHORT, tried=401)):
        store_result(file, one)
    assert [(one.row, one.fast, one.tried) for one in results(file)] == [
        ("R1", True, 400),
        ("R9", False, 20_000),
        ("R9", True, 401),
    ]


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        (SHORT, FULL),
        (replace(SHORT, status=FAILED), replace(SHORT, status=FAILED)),
        (replace(SHORT, status=FAILED, when="2030-02-01T12:00"), FULL),
    ],
)  # fmt: skip
def test_a_full_result_stands_unless_the_short_form_has_failed_since(
    tmp_path: Path, other: Result, shown: Result
) -> None:
    for one in (FULL, other):
        store_result(tmp_path / "results.jsonl", one)
    assert newest_results(tmp_path / "results.jsonl") == {"R9": shown}


def test_the_table_is_written_from_what_is_stored(tmp_path: Path) -> None:
    document, file = tmp_path / "trust.md", tmp_path / "results.jsonl"
    marks = [
        f"<!-- {part}: {end} -->"
        for part in ("torture", "mutation")
        for end in ("begin, written by a command", "end")
    ]
    document.write_text("\n".join(marks), encoding="utf-8")
    store_result(file, replace(FULL, status=FAILED, failed=1, failures=["a.yaml: Traceback"]))
    write_table(document, file, tmp_path / "none.jsonl")
    text = document.read_text(encoding="utf-8")
    assert (
        "| R9 | damaged scenario files | FAILED | 1 of 20,000 | slowest 1 s | full | 280 s | 2030-03-01 |"
        in text
    )
    assert "* R9: a.yaml: Traceback" in text and text.count("not run yet") == 33


def test_a_share_has_the_interval_of_wilson() -> None:
    assert interval(85, 100) == pytest.approx((0.767, 0.907), abs=0.001)
    assert interval(10, 10)[1] == pytest.approx(1.0) and interval(0, 10)[0] == pytest.approx(0.0)


def test_a_row_that_tried_nothing_or_fails_itself_has_not_passed(tmp_path: Path) -> None:
    def broken(_trial: Trial) -> None:
        raise KeyError("x")

    assert run_row("R1", "", lambda _trial: None, Trial("R1", True, tmp_path)).status == FAILED
    assert run_row("R1", "", broken, Trial("R1", True, tmp_path)).failures == [
        "the row itself: KeyError: 'x'"
    ]
    assert run_row("R1", "", lambda trial: trial.count(), Trial("R1", True, tmp_path)).status == PASSED


def test_no_row_whose_measure_is_a_time_has_another_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    running: set[str] = set()
    most, alone, lock = 0, set[str](), threading.Lock()

    def work(row: Row, _given: argparse.Namespace) -> Result:
        nonlocal most
        with lock:
            running.add(row.id)
            most = max(most, len(running))
        time.sleep(0.05)
        with lock:
            if running == {row.id}:
                alone.add(row.id)
            running.remove(row.id)
        return replace(SHORT, row=row.id)

    monkeypatch.setattr(command, "run_apart", work)
    rows = ["R7", "R9", "R24", "R10", "R34"]
    ended = [one.row for one in command.run_all(rows, argparse.Namespace(at_once=2, fast=False))]
    assert sorted(ended) == sorted(rows) and set(ended[3:]) == {"R7", "R24"}
    assert most == 3 and alone >= {"R7", "R24"}  # R34 goes on by the clock, beside the two at once


def test_in_the_long_form_rows_without_a_long_result_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    last = {
        row: replace(SHORT, row=row, fast=fast, cpu=cpu)
        for row, fast, cpu in (("R1", False, 9.0), ("R2", True, 5.0), ("R3", False, 90.0))
    }
    monkeypatch.setattr(command, "newest_results", lambda _: last)
    assert command.longest_first(["R1", "R2", "R3"], fast=False) == ["R2", "R3", "R1"]
    assert command.longest_first(["R1", "R2", "R3"], fast=True) == ["R3", "R1", "R2"]
