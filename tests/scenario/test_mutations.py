"""Whatever happens to the files of a scenario, reading gives a scenario or an error with file and line, and quickly."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.errors import ScenarioError
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, PRIORS, TOY, toy

FILES = (MAIN, PRIORS, "districts.csv", "edges.csv")
PIECES = st.sampled_from(
    ["", " ", "\n", "\t", ":", "- ", "{", "}", "[", "]", "'", '"', "#", "|", "&a", "*a", "!!int ", "null", "true", "010",
     "-1", "1e999", ".nan", "99999999999999999999", "2030-02-30", "${x}", "_x: 1\n", "\u202e", "é", "\0", "---\n", "? ",
     "a" * 300, "[[[[", "{a: {a: ", ",,,,", "id", "red", "T01", "[1, 2]", "{a: 1}"]
)  # fmt: skip
LINE = re.compile(r"[^\n]*\.(yaml|csv)(:\d+)? \S[^\n]*")


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the toy and its text after one to three mutations: a span or a value replaced, lines moved or doubled."""
    file = draw(st.sampled_from(FILES))
    text = (TOY / file).read_text(encoding="utf-8")
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from([cut, replace_value, move_line]))(draw, text)
    return file, text


def cut(draw: st.DrawFn, text: str) -> str:
    """A short span replaced by a piece."""
    first = draw(st.integers(0, max(0, len(text) - 1)))
    return text[:first] + draw(PIECES) + text[first + draw(st.integers(0, 12)) :]


def replace_value(draw: st.DrawFn, text: str) -> str:
    """One word or number replaced by a piece."""
    words = list(re.finditer(r"[A-Za-z0-9_.\-]+", text))
    if not words:
        return text
    word = draw(st.sampled_from(words))
    return text[: word.start()] + draw(PIECES) + text[word.end() :]


def move_line(draw: st.DrawFn, text: str) -> str:
    """One line left out, doubled or put elsewhere."""
    lines = text.splitlines(keepends=True) or [""]
    line = lines[draw(st.integers(0, len(lines) - 1))]
    where = draw(st.integers(0, len(lines) - 1))
    kept = [one for one in lines if one is not line] if draw(st.booleans()) else lines
    return "".join([*kept[:where], *([line] if draw(st.booleans()) else []), *kept[where:]])


@settings(max_examples=250, deadline=None, derandomize=True)
@given(mutations())
def test_a_mutated_scenario_is_read_or_refused_with_file_and_line(mutation: tuple[str, str]) -> None:
    file, text = mutation
    with tempfile.TemporaryDirectory() as place:
        folder = toy(Path(place) / "toy")
        (folder / file).write_text(text, encoding="utf-8", newline="")
        try:
            read_scenario(folder)
        except ScenarioError as error:
            lines = str(error).splitlines()
            assert lines
            assert all(LINE.fullmatch(line) for line in lines), lines
            assert all(line.startswith(str(folder)) for line in lines), lines
