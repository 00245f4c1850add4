"""Any text at all is read without an exception, and with work that grows with its length."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.reading.claim_grammar.word_classes import MEANING
from sim.reading.claims import read_claims
from sim.reading.lexical import function_words as words
from sim.reading.lexical import tokens as room
from sim.reading.quantities import KEYS, read_all
from tests.reading.claim_sentences import SENTENCES
from tests.reading.news import NEWS

ROOT = Path(__file__).resolve().parents[2]
TABLES = [table for table in vars(words).values() if isinstance(table, frozenset | dict)]
VOCABULARY = sorted({word for table in TABLES for word in table if isinstance(word, str)} | MEANING.keys())
ODD = [
    *".,;:()[]—–-'’\"“”%$+!?/_#",
    "\n\n",
    "\x00",
    "\u202e",
    "\u0663",
    "²",
    "😀",
    "12",
    "1,200",
    "3.5",
    "2021",
    "5th",
]
ODD += ["9" * 5000, "May", "Monday", "Kolvan", "IS", "İ", "ß", "re-", "'s", "km²", "\ud800"]
PIECES = (
    "a",
    "1",
    "1,",
    "(",
    ",",
    "and 5 ",
    "took 5 towns and ",
    "the ",
    "5 of ",
    "- ",
    "\n ",
    "twenty-",
    ", said ",
)
INSERTED = [
    "soon",
    "slowly",
    "only",
    "already",
    "not",
    "to",
    "to soon",
    "“",
    '"',
    "(",
    ")",
    "[3]",
    "[",
    "]",
    "—",
    ",",
    ".",
]
LIMIT = 100_000


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_characters_are_read(text: str) -> None:
    checked(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY + ODD), max_size=80), st.sampled_from([" ", ""]))
def test_any_order_of_known_words_is_read(pieces: list[str], between: str) -> None:
    checked(between.join(pieces))


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from([text for text, _ in NEWS]),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(INSERTED)), min_size=1, max_size=5),
)
def test_adverbs_quotes_and_brackets_anywhere_stop_nothing(text: str, more: list[tuple[int, str]]) -> None:
    words = text.split()
    for place, piece in more:
        words.insert(place % (len(words) + 1), piece)
    checked(" ".join(words))


def checked(text: str) -> None:
    """Fail unless every count and statement of ``text`` is whole and lies inside it."""
    reading = read_all(text)
    assert reading.unread == []
    for quantity in reading.quantities:
        low, high = quantity["low"], quantity["high"]
        assert tuple(quantity) == KEYS
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
    spans = [
        row["span"]
        for row in (*reading.quantities, *reading.named, *reading.other_numbers, *read_claims(text))
    ]
    assert all(0 <= start <= end <= len(text) for start, end in spans)


def test_news_sentences_with_words_put_in_left_out_and_moved_are_read() -> None:
    dice = random.Random(12)  # noqa: S311 - words for a test
    for text, _, _ in SENTENCES * 4:
        words = text.split()
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(words) + 1)
            words[place : place + dice.randint(0, 1)] = dice.choices(VOCABULARY + ODD, k=dice.randint(0, 2))
        mangled = " ".join(words)
        for row in read_claims(mangled):
            assert row["quote"] == mangled[slice(*row["span"])]


def calls(task: Callable[[], Any]) -> int:
    """Number of function calls, built-in ones included, that a task makes."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    short, long = piece * (2_000 // len(piece)), piece * (8_000 // len(piece))
    for read in (read_all, read_claims):
        assert calls(lambda read=read: read(long)) <= 5 * calls(lambda read=read: read(short)) + 2_000


@pytest.mark.parametrize(
    "piece", ["a", "1,", "(", pytest.param("took 5 towns and ", marks=pytest.mark.slow), "twenty-"]
)
def test_a_text_of_100_kb_is_read(piece: str) -> None:
    checked((piece * LIMIT)[:LIMIT])


@pytest.mark.parametrize("pattern", [room.TOKEN, room.GROUPED, room.PLAIN], ids=["TOKEN", "GROUPED", "PLAIN"])
def test_no_pattern_can_go_back_over_an_unbounded_repetition(pattern: re.Pattern[str]) -> None:
    rest = re.sub(r"\[[^\]]*\]|[*+]\+", "", pattern.pattern)
    rest = re.sub(r"\(\?>\(\?:[^()]*\)[*+]\)", "", rest)  # atomic
    assert re.findall(r"(?<!\\)[*+](.?)", rest) == [], pattern.pattern


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 matches such patterns wrongly (gh-100061); an atomic group around the repetition is the same."""
    patterns = {
        (path.name, node.value)
        for path in (ROOT / "sim").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert len(patterns) > 10_000
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[0-9,]+\})\+")
    assert possessive.search("(?:ab)*+")
    assert {pattern for pattern in patterns if possessive.search(pattern[1])} == set()
