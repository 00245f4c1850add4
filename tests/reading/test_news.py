"""News as it is written: who is meant, where a sentence ends, what is counted by name, and what cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from sim.reading import quantities as room
from sim.reading.context.sentence_memory import Memory, Quantity
from sim.reading.lexical.dates import NAMES
from sim.reading.lexical.tokens import tokens
from sim.reading.quantities import read_all, read_quantities
from sim.reading.syntax.clauses import Clause
from sim.reading.syntax.sentences import sentences
from tests.reading.news import NEEDED, NEWS

PUBLISHED = date(2021, 7, 14)  # a Wednesday
MONTHS = [name.title() for name in NAMES[0].split()]


def written(row: Quantity) -> str:
    """A count as a row of ``news`` writes it."""
    low, high = ("" if row[end] is None else f"{row[end]:g}" for end in ("low", "high"))
    total = "" if row["of_total"] is None else f"/{row['of_total']:g}"
    who = f" by {row['faction_text']}" if row["faction_text"] else ""
    return f"{low}-{high}{total} {row['unit']} {row['relation']}{who}"


def read(text: str) -> str:
    """All counts of a text as a row of ``news`` writes them."""
    return ", ".join(written(row) for row in read_quantities(text))


@pytest.mark.parametrize(("text", "counts"), NEWS + NEEDED)
def test_a_sentence_of_the_news_is_read_with_total_and_party(text: str, counts: str) -> None:
    assert read(text) == counts


@pytest.mark.parametrize(
    "words", ["hopes to soon return", "managed to only capture", "began to slowly retake"]
)
def test_a_split_infinitive_is_read(words: str) -> None:
    reading = read_all(f"The army {words} five towns.")
    assert reading.unread == []
    assert len(reading.quantities) == (words != "hopes to soon return")


def test_a_sentence_that_fails_is_listed_and_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(text: str, clause: Clause, memory: Memory) -> None:
        if clause.tokens[0].low == "nobody":
            raise ValueError("no verb")
        whole(text, clause, memory)

    whole = room.read_clause
    monkeypatch.setattr(room, "read_clause", failing)
    text = "Rebels took five towns. Nobody took six towns. The army holds nine."
    reading = read_all(text)
    assert [q["low"] for q in reading.quantities] == [5, 9]
    (lost,) = reading.unread
    assert text[slice(*lost["span"])] == lost["text"] == "Nobody took six towns."
    assert lost["reason"] == "the rules failed on this sentence (ValueError: no verb)"


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_ends_a_sentence(month: str) -> None:
    first, second = read_quantities(
        f"The army regained two towns on 18 {month}. The front controls five states."
    )
    assert first["date_text"] == f"on 18 {month}"
    assert second["date_text"] is None and second["faction_text"] == "front"


@pytest.mark.parametrize(
    "text",
    [
        "The rebels crossed at 5 a.m. The army lost two villages.",
        "The talks were held in the U.S. The army lost two villages.",
        "The rebels crossed on 3 Sept. The army lost two villages.",
        "Rebels cross the river\nThe army lost two villages.",
        "- rebels crossed the river\n- The army lost two villages",
        "REBELS CROSS THE RIVER\nArmy posts were empty when the rebels came over it. The army lost two villages.",
    ],
)
def test_the_next_sentence_has_its_own_party_and_date(text: str) -> None:
    (row,) = read_quantities(text)
    assert (row["faction_text"], row["date_text"]) == ("army", None)


def test_a_pronoun_speaks_for_the_last_speaker_though_a_sentence_without_one_stands_between() -> None:
    text = (
        "A spokesman said five towns had fallen. Two bridges were down. He said two towns had been retaken."
    )
    assert [row["speaker"] for row in read_quantities(text)] == ["spokesman", "spokesman"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The rebels crossed at 5 a.m. Conscripts fled.", 2),
        ("The rebels crossed at 5 a.m. GMT on Friday.", 1),
        ("The rebels crossed at 5 p.m. Friday.", 1),
    ],
)
def test_a_time_of_day_ends_a_sentence_before_a_word_that_is_no_zone_or_day(text: str, number: int) -> None:
    assert len(sentences(tokens(text))) == number


@pytest.mark.parametrize(
    "text",
    [
        "The army took two villages from the\nReds in June.",
        "Gen. Orla of the U.S. Army said rebels took two villages.",
    ],
)
def test_a_wrapped_line_and_a_title_end_nothing(text: str) -> None:
    (row,) = read_quantities(text)
    assert row["low"] == 2


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Rebels hold 13 towns.[3][4] The army holds two.[5]", "13-13 town controls by Rebels, 2-2 town controls by army"),
        ("Rebels hold 13[6] towns and nine villages[7][8].", "13-13 town controls by Rebels, 9-9 village controls by Rebels"),
        ("Ten districts are contested.118 The rest is calm.", "10-10 district contests"),
        ("The army regained 60 sq km (23 sq miles) in June.", "60-60 km2 recaptured by army"),
        ("The army regained 23 square miles (60 square km) in June.", "59.57-59.57 km2 recaptured by army"),
        ("The army pushed them out of four towns.", "4-4 town lost"),
        ("Troops forced the rebels back into three villages.", "3-3 village controls by rebels"),
        ("A third of the country is outside government control.", "33-33 percent_territory lost by government"),
        ("1/3 of the country is contested.", "33-33 percent_territory contests"),
        ("The rebels rule most of the north, including its two largest cities.", "2-2 city controls by rebels"),
        ("They lost nine towns; four villages in Orla and southern Selm; and six in Mora.",
         "9-9 town lost, 4-4 village lost, 6-6 village lost"),
        ("The group holds 28 of the 40 towns, ten of which were retaken by the army.",
         "28-28/40 town controls by group, 10-10/28 town recaptured by army"),
    ],
)  # fmt: skip
def test_marks_conversions_and_shares_are_read_as_what_they_are(text: str, counts: str) -> None:
    assert read(text) == counts


def test_a_mark_and_a_conversion_are_told_among_the_other_numbers() -> None:
    reading = read_all("Rebels hold 13 towns.[3] The army regained 60 sq km (23 sq miles).")
    reasons = {row["text"]: row["reason"] for row in reading.other_numbers}
    assert reasons == {"3": "a note mark", "23": "the same area in another unit"}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("As of Friday 11 districts were held by rebels, up from four in May.", ["As of Friday", "in May"]),
        ("Rebels now hold nine towns, the army said on Monday.", ["now"]),
        ("The state says 72 percent of the land is now under its control, compared with 65 percent in 2020.",
         ["now", "in 2020"]),
        ("Rebels have taken nine towns since the offensive began in May.", ["since the offensive began in May"]),
        ("Rebels took two towns in May and nine in June.", ["in May", "in June"]),
        ("Rebels took two towns and nine villages in June.", ["in June", "in June"]),
        ("Rebels hold 12 districts, up from two when fighting flared on 1 May.", [None, "on 1 May"]),
        ("Rebels now hold 12 districts, up from two when fighting flared on 1 May.", ["now", "on 1 May"]),
        ("As of Friday rebels held 12 districts, up from two.", ["As of Friday", None]),
        ("Two towns fell on Tuesday, July 6, officials said.", ["on Tuesday, July 6"]),
        ("Rebels have now taken nine towns.", [None]),
        ("Rebels took two towns on 27.05.2021.", ["on 27.05.2021"]),
        ("Rebels took two towns on 27/05/2021.", ["on 27/05/2021"]),
        ("Rebels took two towns on 2021-05-27.", ["on 2021-05-27"]),
        ("Rebels have taken two towns since last quarter.", ["since last quarter"]),
        ("Rebels took two towns from 1 to 10 July.", ["from 1 to 10 July"]),
        ("Rebels took two towns in the second half of July.", ["in the second half of July"]),
        ("Rebels held 73 districts, and 89 two years ago.", ["two years ago", "two years ago"]),
    ],
)  # fmt: skip
def test_a_count_has_its_own_date(text: str, dates: list[str | None]) -> None:
    assert [row["date_text"] for row in read_quantities(text)] == dates


@pytest.mark.parametrize(
    ("text", "speaker", "faction"),
    [
        ("The general staff said rebels had taken five villages.", "general staff", "rebels"),
        ("The envoy, citing residents, said rebels had taken five villages.", "envoy", "rebels"),
        (
            "On Sunday, the governor, visibly tired, said rebels had taken five villages.",
            "governor",
            "rebels",
        ),
        ("The rebels, who seized nine towns in May, said they wanted talks.", None, "rebels"),
        ("Rebels took five villages, the army, citing residents, said.", "army", "Rebels"),
        ("Rebels took five villages, said the head of the council.", "head of the council", "Rebels"),
    ],
)
def test_what_stands_between_a_speaker_and_his_verb_hides_nobody(
    text: str, speaker: str | None, faction: str
) -> None:
    (row,) = read_quantities(text)
    assert (row["speaker"], row["faction_text"]) == (speaker, faction)


def test_a_post_of_a_live_page_is_of_its_own_day() -> None:
    first, second = "Rebels took two towns on Monday. ", "Rebels took nine towns on Monday."
    days = ((0, date(2021, 7, 1)), (len(first), PUBLISHED))
    windows = read_all(first + second, PUBLISHED, days).windows
    assert windows == [(date(2021, 6, 28),) * 2, (date(2021, 7, 12),) * 2]


@pytest.mark.parametrize(
    ("text", "names", "relation"),
    [
        ("The front seized Orla, Selm and Bir-Mora districts last year.", ["Orla", "Selm", "Bir-Mora"], "gained"),
        ("Troops captured the villages of Orla, Selm, Bir Mora and Tess.", ["Orla", "Selm", "Bir Mora", "Tess"], "gained"),
        ("The army retook al-Orla and al-Selm towns.", ["al-Orla", "al-Selm"], "recaptured"),
    ],
)  # fmt: skip
def test_places_counted_by_their_names_stand_apart(text: str, names: list[str], relation: str) -> None:
    reading = read_all(text, PUBLISHED)
    assert reading.quantities == []
    (row,) = reading.named
    assert (row["names"], row["low"], row["relation"]) == (names, len(names), relation)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took three districts, Orla, Selm and Mora districts.",
        "Militants burned schools in Orla, Selm and Mora districts.",
        "The Orla and Selm clans control three villages.",
    ],
)
def test_names_that_are_no_count_or_counted_already_are_left(text: str) -> None:
    assert read_all(text).named == []


def test_a_count_says_whether_it_is_a_state_and_who_told_it() -> None:
    text = "An army spokesman said troops had retaken nine villages. He said two towns were outside rebel control."
    rows = read_quantities(text)
    assert [(row["kind"], row["speaker"]) for row in rows] == [
        ("flow", "army spokesman"),
        ("stock", "army spokesman"),
    ]
