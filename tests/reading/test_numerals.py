"""Numerals: digits, words, ranges, bounds and hedges, and what is no count."""

from __future__ import annotations

import pytest

from sim.reading.lexical.dates import date_places
from sim.reading.lexical.numeral import Numeral
from sim.reading.lexical.tokens import number, tokens
from sim.reading.syntax.clauses import Clause, clauses
from sim.reading.syntax.numerals import numerals
from sim.reading.syntax.sentences import LONGEST, sentences


def read(text: str) -> list[Numeral]:
    """Numerals of a text taken as one clause."""
    words = tokens(text)
    return numerals(Clause(words, date_places(words), ""))


@pytest.mark.parametrize(
    ("text", "low", "high", "modifier"),
    [
        ("twelve towns", 12, 12, "exact"),
        ("twenty-one towns", 21, 21, "exact"),
        ("two hundred and six towns", 206, 206, "exact"),
        ("1,250 villages", 1250, 1250, "exact"),
        ("18.4 percent", 18.4, 18.4, "exact"),
        ("half a dozen towns", 6, 6, "exact"),
        ("a score of towns", 20, 20, "exact"),
        ("3 thousand villages", 3000, 3000, "exact"),
        ("several towns", 3, 9, "vague"),
        ("a handful of towns", 3, 6, "vague"),
        ("scores of villages", 40, 199, "vague"),
        ("several hundred villages", 200, 999, "vague"),
        ("40-odd villages", 40, 49, "vague"),
        ("80 to 100 districts", 80, 100, "range"),
        ("8-10 towns", 8, 10, "range"),
        ("between five and seven towns", 5, 7, "range"),
        ("two or three towns", 2, 3, "range"),
        ("more than 200 districts", 200, None, "more_than"),
        ("200+ districts", 200, None, "more_than"),
        ("no fewer than 25 villages", 25, None, "at_least"),
        ("12 or more towns", 12, None, "at_least"),
        ("no more than 9 towns", None, 9, "at_most"),
        ("as many as 70 villages", None, 70, "up_to"),
        ("fewer than 100 villages", None, 100, "less_than"),
        ("nearly 70 towns", 70, 70, "nearly"),
        ("an estimated 40 towns", 40, 40, "about"),
        ("a dozen or so towns", 12, 12, "about"),
        ("all 16 districts", 16, 16, "all"),
        ("not one of the towns", 0, 0, "exact"),
    ],
)
def test_a_numeral_has_its_bounds_and_its_hedge(
    text: str, low: float | None, high: float | None, modifier: str
) -> None:
    found = read(text)[0]
    assert (found.low, found.high, found.modifier, found.reason) == (low, high, modifier, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the 80th day", "an ordinal"),
        ("its 3rd corps", "an ordinal"),
        ("$25 million", "money"),
        ("a 14-page report", "part of a compound word"),
        ("a ten-day lull", "a date or a length of time"),
        ("the AK-47 rifle", "part of a code, date or measure"),
        ("at 17:45", "part of a code, date or measure"),
        ("in 2014", "a date or a length of time"),
        ("12 July 2021", "a date or a length of time"),
        ("since May 3", "a date or a length of time"),
        ("six days", "a date or a length of time"),
        ("version 1.2.3", "not a plain number"),
        ("9" * 40, "not a plain number"),
    ],
)
def test_a_number_that_is_no_count_says_why(text: str, reason: str) -> None:
    assert read(text)[0].reason == reason


@pytest.mark.parametrize(("text", "share"), [("half", 1 / 2), ("two-thirds", 2 / 3), ("a quarter", 1 / 4)])
def test_a_fraction_waits_for_its_total(text: str, share: float) -> None:
    (found,) = read(text)
    assert found.fraction == pytest.approx(share)
    assert found.low is None


def test_a_change_of_level_is_no_range() -> None:
    assert [n.low for n in read("it rose from 12 to 15 towns")] == [12, 15]
    assert [(n.low, n.high) for n in read("it holds from 12 to 15 towns")] == [(12, 15)]


@pytest.mark.parametrize(
    ("written", "value"), [("1,200", 1200), ("18.40", 18.4), ("1.2.3", None), ("1,20", None)]
)
def test_a_plain_number_has_a_value_and_anything_else_none(written: str, value: float | None) -> None:
    assert number(written) == value


def parts(text: str) -> list[str]:
    """Words of each clause of the one sentence of a text."""
    (sentence,) = sentences(tokens(text))
    return [" ".join(t.text for t in clause.tokens) for clause in clauses(sentence)]


def test_a_clause_ends_at_a_conjunction_and_an_attribution_is_lifted_out() -> None:
    assert parts("Rebels took a town, the envoy said, while 12 people fled.") == [
        "Rebels took a town",
        "while 12 people fled .",
        "the envoy said",
    ]


def test_a_bracket_is_a_clause_of_its_own() -> None:
    assert parts("The front (led by two men) took a town.") == ["The front took a town .", "led by two men"]


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert len(sentences(tokens("On Sept. 27 Gen. Orm fell. Two towns fell."))) == 2


def test_a_run_of_words_without_end_is_cut() -> None:
    assert max(len(sentence) for sentence in sentences(tokens("took 5 towns and " * 500))) == LONGEST
