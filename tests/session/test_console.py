"""Progress and lines on the terminal."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console as RichConsole

from sim.claims.likelihood_words import percent
from sim.session.console import Console, PlainProgress, table_of
from sim.session.folding import fold_lines

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_terminal_each_tenth_is_one_plain_line() -> None:
    lines: list[str] = []
    tick = PlainProgress(lines.append)
    for done in range(0, 1001, 25):
        tick(done, 1000, 0)
    assert len(lines) == 10
    assert lines[0].startswith(" 10 %  100 of 1,000 runs")
    assert lines[-1].startswith("100 %  1,000 of 1,000 runs")


def test_lines_go_on_where_more_is_asked_for_than_at_first() -> None:
    lines: list[str] = []
    tick = PlainProgress(lines.append)
    for done, total in ((5, 10), (10, 10), (12, 20), (20, 20)):
        tick(done, total, 0)
    shares = [line.split("  ")[0].strip() for line in lines]
    assert shares == ["50 %", "100 %", "60 %", "100 %"]


def test_runs_taken_from_the_store_make_no_progress_lines() -> None:
    lines: list[str] = []
    PlainProgress(lines.append)(1000, 1000, 1000)
    assert lines == []


def test_lines_have_no_colour_and_are_not_wrapped_without_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "[bold]x[/bold]" + " word" * 60
    Console().say(text)
    assert capsys.readouterr().out == f"{text}\n"


def test_long_lines_are_folded_between_words_under_their_last_column() -> None:
    assert fold_lines("head\n  name  12  " + "word " * 6, 30).split("\n") == [
        "head",
        "  name  12  word word word",
        "            word word word",
    ]
    assert fold_lines("  a " + "word " * 6, 20).split("\n") == ["  a word word word", "    word word word"]
    assert fold_lines("short", 50) == "short" and "\n" not in fold_lines("x" * 90, 50)


def test_a_terminal_gets_folded_lines_and_whole_ones_to_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    console = Console()
    console.rich = RichConsole(file=screen, force_terminal=True, width=40, soft_wrap=True, color_system=None)
    console.say("word " * 20)
    console.say("again: " + "word " * 20, copied=True)
    lines = screen.getvalue().split("\n")
    assert max(map(len, lines[:3])) <= 40 and len(lines[-2]) > 100


def test_a_reader_that_went_away_does_not_stop_the_job() -> None:
    code = "from sim.session.console import Console; c = Console(); [c.say(str(n)) for n in range(99999)]; print('x')"
    shell = f'"{sys.executable}" -c "{code}" | head -n 1; exit ${{PIPESTATUS[0]}}'
    ended = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=ROOT)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("0\n", "", 0)


def test_columns_stand_under_each_other() -> None:
    assert table_of([("a", "1"), ("long", "22")]) == ["a     1", "long  22"]
    assert table_of([]) == []


@pytest.mark.parametrize(
    ("p", "text"), [(0.0, "<1"), (0.004, "<1"), (0.256, "26"), (0.996, ">99"), (1.0, ">99")]
)
def test_a_probability_is_never_told_as_none_or_all(p: float, text: str) -> None:
    assert percent(p) == f"{text} %"


def test_no_probability_is_a_dash() -> None:
    assert percent(None) == "-"
