"""Progress and lines on the terminal."""

from __future__ import annotations

import io
import sys

import pytest

from sim.app.console import Console, PlainProgress, table_of
from sim.app.sweep import percent
from sim.app.tell import share


def test_without_a_terminal_each_tenth_is_one_plain_line() -> None:
    lines: list[str] = []
    tick = PlainProgress(lines.append)
    for done in range(0, 1001, 25):
        tick(done, 1000, 0)
    assert len(lines) == 10
    assert lines[0].startswith(" 10 %  100 of 1,000 runs")
    assert lines[-1].startswith("100 %  1,000 of 1,000 runs")


def test_runs_taken_from_the_store_make_no_progress_lines() -> None:
    lines: list[str] = []
    PlainProgress(lines.append)(1000, 1000, 1000)
    assert lines == []


def test_lines_have_no_colour_and_are_not_wrapped_without_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Console().say("[bold]x[/bold] " + "word " * 60)
    assert capsys.readouterr().out == "[bold]x[/bold] " + "word " * 60 + "\n"


def test_a_reader_that_went_away_does_not_stop_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    console = Console()
    console.say("first")
    console.say("second")


def test_columns_stand_under_each_other() -> None:
    assert table_of([("a", "1"), ("long", "22")]) == ["a     1", "long  22"]
    assert table_of([]) == []


@pytest.mark.parametrize(
    ("p", "text"), [(0.0, "< 1"), (0.004, "< 1"), (0.256, "26"), (0.996, "> 99"), (1.0, "> 99")]
)
def test_a_probability_is_never_told_as_none_or_all(p: float, text: str) -> None:
    assert share(p) == text
    assert percent(p) == f"{text} %"


def test_no_probability_is_a_dash() -> None:
    assert percent(None) == "-"
