"""Rows of special words: order, guards, what a row may name."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sim.reading.lexical.control_verbs import CONTROLS, GAINED, LOST
from sim.reading.patterns.rows import ANY, NOTHING, Facts, Row, Table
from sim.reading.syntax.attachment import Attachment
from sim.reading.syntax.moods import ASSERTED, NEGATED


@dataclass(frozen=True)
class Deed:
    """A verb with a preposition."""

    word: str
    link: str = ""
    party: str = ""
    mood: str = ASSERTED


FACTS: Facts[Deed] = {"named": lambda deed: deed.party, "own": lambda deed: LOST if deed.party else None}


def said(deed: Deed, *rows: Row) -> Attachment | None:
    """What rows say of a deed."""
    return Table(Deed, FACTS, *rows).read(deed)


def test_the_first_row_that_holds_decides() -> None:
    rows = Row(("take",), "link=off|out_of", LOST), Row(ANY, "", GAINED, "named")
    assert said(Deed("take", "out of"), *rows) == Attachment(LOST, open=True)
    assert said(Deed("take", "in", "the front"), *rows) == Attachment(GAINED, "the front")
    assert said(Deed("move", "out of"), *rows) == Attachment(GAINED, open=True)


def test_a_guard_may_be_turned_round() -> None:
    row = Row(("take",), "not_named not_link=of", GAINED)
    assert said(Deed("take"), row) is not None
    assert said(Deed("take", party="the front"), row) is said(Deed("take", "of"), row) is None


def test_a_row_that_says_nothing_ends_the_search_and_one_whose_fact_is_empty_does_not() -> None:
    last = Row(ANY, "", CONTROLS)
    assert said(Deed("take"), Row(("take",), "", NOTHING), last) is None
    assert said(Deed("take"), Row(("take",), "", "own"), last) == Attachment(CONTROLS, open=True)
    assert said(Deed("take", party="the front"), Row(("take",), "", "own", "named"), last) == Attachment(
        LOST, "the front"
    )


def test_a_row_speaks_in_the_mood_of_its_case_or_its_own() -> None:
    denied = Deed("take", mood=NEGATED)
    assert said(denied, Row(ANY, "", GAINED)) == Attachment("", reason="denied")
    assert said(denied, Row(ANY, "", GAINED, mood=ASSERTED)) == Attachment(GAINED, open=True)
    assert said(denied, Row(ANY, "", LOST, marks="lasting")) == Attachment(LOST, lasting=True)


@pytest.mark.parametrize(
    "row", [Row(ANY, "lonk=of", LOST), Row(ANY, "", "lots"), Row(ANY, "", LOST, "nomed")]
)
def test_a_row_that_names_what_its_case_has_not_is_refused(row: Row) -> None:
    with pytest.raises(ValueError, match=r"^Deed has no \['(lonk|lots|nomed)'\]; expected facts in Row"):
        Table(Deed, FACTS, row)
