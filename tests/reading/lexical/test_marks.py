"""Note marks, thousands and code names, as the library meets them in a text that no command has cleaned."""

from __future__ import annotations

import pytest

from sim.reading.lexical.marks import level
from sim.reading.quantities import read_all, read_quantities

MARKED = ("14(3)", "14¹", "14*", "14[b]", "14[note 2]", "14† of 30")
THOUSANDS = ("2\u202f400", "2\u00a0400", "2 400", "2.400", "2'400", "2’400", "2,400")
OWNERS = [
    ("Operation Thunder took 14 villages.", None),
    ("Operation Clear Sky seized 14 villages from the Greens.", None),
    ("The Greens' Operation Thunder took 14 villages.", "Greens"),
    ("In Operation Thunder the Greens took 14 villages.", "Greens"),
]
MILES = ("300 sq mi", "300 sq. mi.", "300 square miles")


@pytest.mark.parametrize("number", MARKED)
def test_a_mark_at_a_number_is_neither_part_of_it_nor_a_count(number: str) -> None:
    text = f"The Greens control {number} villages."
    (row,) = read_quantities(text)
    assert (row["low"], row["high"]) == (14, 14)
    assert text[slice(*row["span"])].startswith("14")


@pytest.mark.parametrize("number", THOUSANDS)
def test_thousands_are_one_number_however_they_are_parted(number: str) -> None:
    text = f"The Greens control {number} villages."
    (row,) = read_quantities(text)
    assert (row["low"], text[slice(*row["span"])]) == (2400, f"{number} villages")


def test_the_number_of_a_mark_is_listed() -> None:
    (one,) = read_all("The Greens control 14(3) villages.").other_numbers
    assert (one["text"], one["reason"]) == ("3", "a note mark")


@pytest.mark.parametrize(("text", "faction"), OWNERS)
def test_the_name_of_an_operation_is_no_side(text: str, faction: str | None) -> None:
    (row,) = read_quantities(text)
    assert row["faction_text"] == faction


@pytest.mark.parametrize("area", MILES)
def test_square_miles_may_be_shortened(area: str) -> None:
    (row,) = read_quantities(f"The Greens hold {area} of land.")
    assert (round(row["low"]), row["unit"]) == (777, "km2")


def test_a_text_made_level_keeps_every_place() -> None:
    text = "They hold 1\u202f200 villages[3][4] and 12(2) towns†, 30 km² in all."
    assert len(level(text)) == len(text)
    assert level(text).endswith("30 km² in all.")
