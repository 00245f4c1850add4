"""Counts are read as a person would annotate them, plain, tricky, in noise, and not where there are none."""

from __future__ import annotations

from datetime import date

import pytest

import sim
from sim.reading.quantities import KEYS, Reading, read_all, read_quantities
from tests.reading.agency import SILENT, STATED, Row
from tests.reading.more_ways import SAID, UNSAID
from tests.reading.sentences import NOISE_AFTER, NOISE_BEFORE, NONE, PLAIN, TRICKY, Stated
from tests.reading.turns import NO_TURNS, TURNS
from tests.reading.ways import NOUNS, NUMBERS, ORDERS, QUIET, STATES, VERBS

NAMES = ("M23", "Loyalist", "Rebel", "Rebels", "Kolvan", "Pro-government", "Insurgents", "Turkish-backed")


def noisy(text: str) -> str:
    """The sentence inside a longer one with numbers of its own."""
    first = text.split()[0].strip(",'s")
    inner = text if first in NAMES else text[0].lower() + text[1:]
    return NOISE_BEFORE + inner.rstrip(".") + NOISE_AFTER + "."


def stated(text: str) -> list[tuple[object, ...]]:
    """Low, high, unit and relation of every count read."""
    return [(q["low"], q["high"], q["unit"], q["relation"]) for q in read_quantities(text)]


def written(text: str) -> str:
    """Every count read, as a row of ``ways`` writes it."""
    ends = [
        ["" if q[end] is None else f"{q[end]:g}" for end in ("low", "high")] for q in read_quantities(text)
    ]
    units = [f"{q['unit']} {q['relation']}" for q in read_quantities(text)]
    return ", ".join(f"{low}-{high} {unit}" for (low, high), unit in zip(ends, units, strict=True))


def agrees(text: str, rows: list[Stated]) -> None:
    """Fail unless the reading of ``text`` equals its annotation, factions and totals included."""
    found = read_quantities(text)
    assert [(q["low"], q["high"], q["unit"], q["relation"], q["of_total"]) for q in found] == [
        (*row[:4], row[5]) for row in rows
    ]
    for quantity, row in zip(found, rows, strict=True):
        assert row[4].lower() in (quantity["faction_text"] or "").lower()


@pytest.mark.parametrize(("text", "rows"), PLAIN + TRICKY)
def test_a_sentence_is_read_as_annotated(text: str, rows: list[Stated]) -> None:
    agrees(text, rows)


@pytest.mark.parametrize(("text", "rows"), PLAIN + TRICKY)
def test_noise_around_a_sentence_changes_nothing(text: str, rows: list[Stated]) -> None:
    agrees(noisy(text), rows)


@pytest.mark.parametrize("row", STATED, ids=lambda row: row[0][:40])
def test_an_agency_sentence_is_read_as_annotated(row: Row) -> None:
    assert stated(row[0]) == row[1]


@pytest.mark.parametrize("text", NONE + SILENT)
def test_a_sentence_without_a_count_yields_none(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize("text", NONE + SILENT)
def test_noise_makes_no_count_of_a_sentence_without_one(text: str) -> None:
    assert stated(noisy(text)) == []


def test_a_count_has_exactly_the_keys_of_the_contract() -> None:
    (quantity,) = read_quantities("On 3 May the rebels took about 12 of the 40 villages.")
    assert tuple(quantity) == KEYS
    assert quantity == {
        "low": 12,
        "high": 12,
        "unit": "village",
        "relation": "gained",
        "faction_text": "rebels",
        "of_total": 40,
        "approx": True,
        "modifier": "about",
        "date_text": "On 3 May",
        "span": (25, 52),
        "kind": "flow",
        "speaker": None,
    }


def test_a_span_cuts_the_phrase_out_of_the_text() -> None:
    text = "Heavy rain fell. The front seized more than 30 villages — its own count — on Monday."
    (quantity,) = read_quantities(text)
    assert text[slice(*quantity["span"])] == "more than 30 villages"


def test_every_number_not_taken_is_returned_with_its_reason() -> None:
    reading = read_all("On 4 June the 3rd brigade, with 900 men and $2 million, failed to take five towns.")
    assert reading.quantities == []
    assert {row["text"]: row["reason"] for row in reading.other_numbers} == {
        "4": "a date or a length of time",
        "3": "an ordinal",
        "900": "counts men",
        "2": "money",
        "five": "denied",
    }


def test_a_number_is_either_taken_or_listed_among_the_others() -> None:
    text = "The front holds 31 districts and 14 bases in 5 provinces after 20 days."
    reading = read_all(text)
    taken = [text[slice(*q["span"])] for q in reading.quantities]
    assert taken == ["31 districts"]
    assert [row["text"] for row in reading.other_numbers] == ["14", "5", "20"]


def test_windows_of_dates_need_the_day_of_publication() -> None:
    text = "Rebels have seized nine towns since 20 July."
    assert read_all(text).windows == [None]
    assert read_all(text, date(2021, 8, 5)).windows == [(date(2021, 7, 20), date(2021, 8, 5))]


def test_an_unnamed_party_stays_unnamed() -> None:
    (quantity,) = read_quantities("Five districts have fallen since Sunday.")
    assert quantity["faction_text"] is None


def test_a_pronoun_takes_the_party_of_its_sentence_only() -> None:
    first, second = read_quantities("The front said it holds 12 towns. It lost three towns in May.")
    assert first["faction_text"] == "front"
    assert second["faction_text"] is None


def test_a_clause_does_not_veto_its_neighbour() -> None:
    text = "The front plans to take two cities, while the army recaptured four towns and denied losing nine."
    assert stated(text) == [(4, 4, "town", "recaptured")]


def test_what_is_left_of_an_unknown_total_is_not_made_up() -> None:
    reading = read_all("The front holds all but three districts.")
    assert reading.quantities == []
    assert reading.other_numbers[0]["reason"] == "what is left out of an unknown total"


def test_the_size_of_a_change_is_a_gain_or_a_loss_and_no_level() -> None:
    assert stated("The land under rebel control grew by 12 districts.") == [(12, 12, "district", "gained")]
    assert stated("The land under rebel control shrank by 12 districts.") == [(12, 12, "district", "lost")]


def test_the_rate_of_a_change_of_a_share_is_no_count() -> None:
    reading = read_all("Attacks in the province are up 12 percent on the year.")
    assert reading.quantities == []
    assert [row["text"] for row in reading.other_numbers] == ["12 percent"]


@pytest.mark.parametrize(("text", "ways"), VERBS + NOUNS + STATES + NUMBERS + ORDERS + SAID + TURNS)
def test_a_way_of_saying_it_is_read(text: str, ways: str) -> None:
    assert written(text) == ways


@pytest.mark.parametrize("text", QUIET + UNSAID + NO_TURNS)
def test_a_way_of_saying_something_else_is_not(text: str) -> None:
    assert written(text) == ""


def test_a_share_of_something_else_is_no_share_of_land() -> None:
    text = "The league holds 20 percent of the island, as the dinar lost 5 percent."
    assert written(text) == "20-20 percent_territory controls"


def test_an_empty_text_reads_as_nothing() -> None:
    assert read_all("") == Reading([], [], [])


def test_the_public_name_is_this_function() -> None:
    assert sim.read_quantities is read_quantities


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Of the land the League used to hold, 60 percent it can no longer enter.", ""),
        ("60 percent of the land the League used to hold, it can no longer enter.", ""),
        ("That makes 60 percent of the land the League once held.", ""),
        ("The League no longer holds any of the seven ports' towns.", ""),
        ("The army never won 12 of the towns the League rules.", ""),
        ("The League no longer controls 60 percent of the land it ruled.", "60-60 percent_territory lost"),
        ("The League no longer holds nine towns.", "9-9 town lost"),
        ("Of the land the League used to hold, 60 percent is under army control.", "60-60 percent_territory controls"),
        ("Of the nine towns the League took, four were retaken.", "4-4 town recaptured"),
    ],
)  # fmt: skip
def test_what_was_held_and_is_no_longer_is_lost_or_left_open_and_never_held(text: str, ways: str) -> None:
    assert written(text) == ways


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("provincial capitals", "provincial_capital"),
        ("capitals", "provincial_capital"),
        ("district capitals", "district_center"),
        ("township capitals", "town"),
        ("county capitals", "town"),
    ],
)
def test_a_capital_is_of_what_its_word_says(words: str, unit: str) -> None:
    assert stated(f"The League holds three {words}.") == [(3, 3, unit, "controls")]


def test_a_bare_number_of_another_sentence_is_of_places_and_never_of_land() -> None:
    assert stated("The League took 1,200 km2 of land. The army retook 12.") == [(1200, 1200, "km2", "gained")]
    assert stated("The League took 40 towns. The army retook 12.")[1] == (12, 12, "town", "recaptured")


@pytest.mark.parametrize(
    ("places", "unit"),
    [
        ("populated points", "settlement"),
        ("populated areas", "settlement"),
        ("populated places", "settlement"),
        ("populated localities", "settlement"),
        ("inhabited points", "settlement"),
        ("population centres", "settlement"),
        ("communities", "settlement"),
        ("LGs", "lga"),
        ("local councils", "lga"),
        ("woredas", "district"),
        ("raions", "district"),
        ("subdistricts", "subdistrict"),
        ("governorates", "province"),
        ("oblasts", "province"),
        ("prefectures", "province"),
        ("communes", "commune"),
        ("cantons", "canton"),
        ("parishes", "parish"),
        ("wards", "ward"),
        ("islands", "island"),
        ("zones", "zone"),
        ("district headquarters", "district_center"),
        ("administrative centres", "district_center"),
        ("state capitals", "provincial_capital"),
        ("county capitals", "town"),
    ],
)
def test_places_of_every_administration_are_units(places: str, unit: str) -> None:
    (row,) = read_quantities(f"Rebels have captured 12 {places}.")
    assert (row["low"], row["unit"], row["relation"]) == (12, unit, "gained")
