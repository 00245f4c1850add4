"""A text becomes a draft: what it says and no more, whatever the text is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.evidence.count_words import MODIFIERS, mass
from sim.evidence.quantiles import quantiles
from sim.scenario.describe import counts_by_parties
from sim.scenario.drafting import draft as room
from sim.scenario.drafting.draft import (
    Draft,
    KnownNames,
    Text,
    draft_texts,
    draft_yaml,
    identifier,
    known_names,
)
from sim.scenario.drafting.draft_file import carried_over, read_draft, together
from sim.scenario.drafting.to_count import MODIFIERS as TRANSLATED
from sim.scenario.drafting.to_count import NOTHING, VAGUE
from sim.scenario.reader import read_scenario
from tests.reading.test_any_text import ODD, VOCABULARY
from tests.scenario.drafts import REPORT, text_of

TOY = known_names(read_scenario("toy_corridor"))


@cache
def seed() -> KnownNames:
    """What a draft of the seed scenario may name."""
    return known_names(read_scenario("afghanistan_2021_08_05"))


HOSTILE = [
    "\n- id: x\n  status: confirmed\n", "${oc.env:HOME}", "!!python/object:os.system", "&a *a", "\x00", "\u202e",
    "\u2028", "\ud800", "\ufeff", "' \" \\ # : , [ ] { } | > % @ `", "---\n...\n", "\t", "\r\n", "_target_: x", "?", "\x85",
]  # fmt: skip
SENTENCE = (
    "The Reds took {} 7 districts on Monday, {} said. Their offensive {} is losing steam. {} 40 people."
)


def drafted(words: str, known: Any = TOY, **more: Any) -> Draft:
    """The draft of one text."""
    return draft_texts([text_of(words, **more)], known)


def read_back(plain: dict[str, Any]) -> dict[str, Any]:
    """What the strict loader makes of the draft's file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "draft.yaml"
        path.write_text(draft_yaml(plain), encoding="utf-8", newline="\n")
        return read_draft(path, "draft.yaml")


def count_of(words: str, known: Any = TOY) -> dict[str, Any]:
    """The one count of a text."""
    (count,) = drafted(words, known).reports[0]["counts"]
    return dict(count)


def test_a_draft_says_what_the_text_says_and_marks_what_it_does_not() -> None:
    draft = drafted(REPORT)
    (count,) = draft.reports[0]["counts"]
    assert count["quote"] == "The Reds have taken 3 to 5 districts since 1 March, the Gazette wrote."
    assert REPORT[slice(*count["span"])] == "3 to 5 districts"
    assert count["reading"] == "gained by Reds, 3 to 5 districts, flow, window 2030-03-01 to 2030-04-15"
    assert (count["status"], count["faction"], count["low"], count["high"]) == ("draft", "red", 3, 5)
    assert count["basis"] is None and count["use"] is None and draft.reports[0]["source"] == "gazette"
    assert draft.reports[0]["text"] == {"file": "reports/news.txt", "sha256": text_of(REPORT).sha256}
    assert {"text": "40", "span": [104, 106], "reason": "counts people"} in draft.reports[0]["other_numbers"]
    yaml = draft_yaml(draft.plain())
    assert "basis: null  # TO SET: the total the source had in mind" in yaml
    assert (
        "use: null  # TO SET: fit (used in the likelihood), check (compared), context (shown) or start"
        in yaml
    )


def test_the_window_and_the_total_are_never_guessed() -> None:
    count = count_of("The Reds gained 80 to 100 new districts.")
    assert count["reading"] == "gained by Reds, 80 to 100 districts, flow, window to be set"
    assert count["window"] is None and count["basis"] is None
    long = count_of("In March the Reds held 5 of 12 districts.")  # a stock is of one day, and no month is one
    assert (long["date"], long["written"]["date"]) == (None, "In March")
    stock = count_of("The Reds hold 5 of 12 districts.")
    assert (stock["date"], stock["basis"], stock["kind"]) == (None, 12, "stock")


def test_reliability_is_left_to_the_person_and_a_known_source_is_not_named_again() -> None:
    assert drafted(REPORT, source="radio").sources == [
        {"id": "gazette_via_radio", "name": "Gazette via radio", "kind": "not said", "admiralty": ""},
        {"id": "radio", "name": "radio", "kind": "not said", "admiralty": ""},
    ]
    assert drafted(REPORT, source="gazette").sources == []
    assert 'admiralty: ""  # left to you: a letter A to F' in draft_yaml(
        drafted(REPORT, source="radio").plain()
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Taliban hold 5 districts.", "taliban"),
        ("The government holds 5 districts.", "government"),
        ("The Talib hold 5 districts.", None),
        ("Insurgents hold 5 districts.", None),
        ("They hold 5 districts.", None),
    ],
)
def test_a_faction_is_found_only_under_its_very_names(words: str, expected: str | None) -> None:
    assert count_of(words, seed())["faction"] == expected
    assert count_of(words, NOTHING)["faction"] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Reds hold 54 percent of the territory.", ("share_of_area", 0.54, "share", False)),
        ("The Reds hold 54 percent of the population.", ("share_of_population", 0.54, "share", False)),
        ("The Reds hold 54 percent of the districts.", ("share_of_districts", 0.54, "share", True)),
        (
            "The Reds hold more than 54 percent of the districts.",
            ("share_of_districts", 0.54, "more_than", True),
        ),
    ],
)
def test_percentages_keep_their_measure_and_only_those_of_districts_are_told_in_districts(
    words: str, expected: tuple[str, float, str, bool]
) -> None:
    count = count_of(words)
    told = (count["measure"], count["low"], count["modifier"], count["implied"] is not None)
    assert told == expected


def test_what_the_words_imply_is_what_the_semantics_say() -> None:
    count = count_of("The Reds hold more than 200 of 421 districts.")
    found = quantiles(mass(200, 200, "more_than", 421))
    assert count["implied"] == {"p05": found[0], "p50": found[1], "p95": found[2], "of": 421}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Reds hold dozens of districts.", "dozens"),
        ("The Reds hold several districts.", "several"),
        ("The Reds hold about half of the 419 districts.", "half"),
        ("The Reds hold a third of the 12 districts.", "about"),
        ("The Reds hold up to 7 districts.", "up_to"),
        ("The Reds hold fewer than 7 districts.", "up_to"),
        ("The Reds hold nearly 7 districts.", "nearly"),
        ("The Reds hold at least 7 districts.", "at_least"),
        ("The Reds hold all 12 districts.", "exactly"),
    ],
)
def test_hedges_become_the_words_of_a_count(words: str, expected: str) -> None:
    assert count_of(words)["modifier"] == expected


def test_every_word_the_reading_uses_has_a_word_of_a_count() -> None:
    assert {*TRANSLATED.values(), *VAGUE.values()} <= set(MODIFIERS)
    assert count_of("The Reds hold fewer than 7 districts.")["high"] == 6


def test_a_unit_that_is_none_of_the_network_is_a_gap() -> None:
    count = count_of("The Reds captured 12 villages on Monday.")
    assert (count["unit"], count["written"]["unit"]) == (None, "village")


def test_claims_propose_definitions_of_kinds_that_exist_and_leave_open_what_nobody_said() -> None:
    (claim,) = drafted("The Reds have no resources to capture and hold the big cities.").claims
    (one,) = claim["definitions"]
    assert (claim["tag"], one["kind"], one["faction"], one["places"]) == (
        "cannot_capture_city", "cannot_take_and_hold", "red", None,
    )  # fmt: skip
    assert claim["role"] == "forecast" and claim["statement"] == claim["id"]
    (momentum,) = drafted("Analysts denied that the Reds are losing momentum.").claims
    assert momentum["negated"] and momentum["definitions"][0]["not"]["kind"] == "slower_than_before"
    assert momentum["headline"] == "not_slower_than_before"


def test_a_forecast_is_proposed_with_a_definition_that_looks_ahead() -> None:
    (said,) = drafted("The offensive of the Reds has stalled.").claims
    (ahead,) = drafted("The offensive of the Reds is likely to stall.").claims
    assert (said["mood"], said["headline"], said["role"]) == ("said", "slower_than_before", "state")
    assert (ahead["mood"], ahead["headline"], ahead["role"]) == ("forecast", "no_net_gain", "forecast")


@pytest.mark.parametrize(
    ("words", "provinces"),
    [
        ("The army recaptured the border town of Lashay.", 1),
        ("The army has regained the lost districts in some provinces.", 2),
    ],
)
def test_what_was_regained_lies_in_several_provinces_only_if_the_text_says_so(
    words: str, provinces: int
) -> None:
    (claim,) = drafted(words).claims
    (definition,) = claim["definitions"]
    assert (definition["number"], definition["provinces"]) == (provinces, provinces)


def test_two_factions_in_one_statement_leave_its_faction_open() -> None:
    (claim,) = drafted("Fighting the Blues, the Reds are losing steam.").claims
    assert claim["definitions"][0]["faction"] is None


def test_reports_of_one_statement_share_one_origin_and_later_ones_do_not() -> None:
    same = "The Reds have taken 3 to 5 districts since 1 March."
    days = (date(2030, 4, 1), date(2030, 4, 3), date(2030, 4, 20))
    texts = [text_of(same + " " * n, f"{n}.txt", day, f"s{n}") for n, day in enumerate(days)]
    other = text_of("The Reds have taken 4 districts since 1 March.", "9.txt", days[0], "s9")
    reports = draft_texts([*texts, other], TOY).reports
    assert [one["counts"][0].get("origin") for one in reports] == ["0_gained", "0_gained", None, None]


def test_ids_are_new_and_readable() -> None:
    assert identifier("reports/2030-04-15 Hill.Radio.txt") == "2030_04_15_hill"
    assert identifier("....") == "report"
    ids = [
        one["id"]
        for one in draft_texts([text_of(REPORT, "a.txt"), text_of(REPORT + " ", "a.txt")], TOY).reports
    ]
    assert ids == ["a", "a_2"]


def test_drafting_again_keeps_decisions_until_the_text_changes() -> None:
    old = drafted(REPORT).plain()
    old["reports"][0]["counts"][0]["status"] = "confirmed"
    kept, new = carried_over(old, [text_of(REPORT)])
    assert (new, kept["reports"], kept["claims"]) == ([], old["reports"], old["claims"])
    changed = text_of(REPORT + " More.")
    kept, new = carried_over(old, [changed])
    assert (new, kept["reports"], kept["claims"], kept["statements"]) == ([changed], [], [], [])
    whole = together(kept, draft_texts(new, TOY).plain())
    assert [count["status"] for count in whole["reports"][0]["counts"]] == ["draft"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), min_size=4, max_size=4), st.text(max_size=40))
def test_no_text_breaks_the_draft_file_or_smuggles_anything_into_it(parts: list[str], any_text: str) -> None:
    plain = drafted(SENTENCE.format(*parts) + any_text, name="x" + any_text + ".txt").plain()
    assert read_back(plain) == plain
    statuses = {one["status"] for one in [*plain["reports"][0]["counts"], *plain.get("claims", [])]}
    assert statuses <= {"draft"}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*VOCABULARY, *ODD, *HOSTILE]), max_size=80), st.sampled_from([" ", ""]))
def test_any_order_of_known_words_is_drafted_and_read_back(pieces: list[str], between: str) -> None:
    plain = drafted(between.join(pieces)).plain()
    assert read_back(plain) == plain


@pytest.mark.parametrize(
    "piece", ["a", "1,", "(", "The Reds took 5 districts and ", "it is losing steam. ", "\x00"]
)
def test_a_text_of_100_kb_is_drafted_whole_and_read_back(piece: str) -> None:
    draft = drafted((piece * 100_000)[:100_000])
    plain = draft.plain()
    assert read_back(plain) == plain
    assert room.size_of(plain) < room.MOST_VALUES
    assert (draft.left_out > 0) == (piece.startswith(("The", "it")))


def calls(task: Callable[[], Any]) -> int:
    """Number of Python function calls that a task makes."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", ["a ", "The Reds took 5 districts. ", "It is losing steam. ", "5 of "])
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    short, long = piece * (2_000 // len(piece)), piece * (8_000 // len(piece))

    def work(words: str) -> int:
        return calls(lambda: draft_yaml(drafted(words).plain()))

    assert work(long) <= 5 * work(short) + 5_000


@pytest.mark.parametrize(
    "text", ["true", "No", "null", "2030", "1e3", "~", "a: b", "- x", "#", "", "0x1F", ".inf", "a #b"]
)
def test_text_that_looks_like_something_else_comes_back_as_text(text: str) -> None:
    plain = drafted(REPORT, source=None).plain()
    plain["reports"][0]["quote"] = text
    assert read_back(plain)["reports"][0]["quote"] == text


def test_numbers_larger_than_any_network_are_set_aside_with_the_reason() -> None:
    draft = drafted("The Reds hold 9000000 districts.")
    assert draft.reports[0]["counts"] == []
    assert {
        "text": "9000000 districts",
        "span": [14, 31],
        "reason": "larger than any network",
    } in draft.reports[0]["other_numbers"]


def test_the_seed_report_gives_its_flow_with_the_window_to_be_set() -> None:
    words = "In a full-scale summer offensive, the Taliban has gained control of 80 to 100 new districts."
    count = count_of(words, seed())
    assert (count["faction"], count["low"], count["high"], count["window"]) == ("taliban", 80, 100, None)
    assert count["implied"] == {"p05": 80, "p50": 90, "p95": 100, "of": 398}


def test_who_told_the_source_is_proposed_as_a_source_of_its_own() -> None:
    draft = drafted(
        "The Reds took 7 districts, the Peace Institute said. The Reds hold 5 villages.", source="reuters"
    )
    told, plain = draft.reports[0]["counts"]
    assert (told["speaker"], told["source"]) == ("Peace Institute", "peace_institute_via_reuters")
    assert "speaker" not in plain and "source" not in plain
    assert [(one["id"], one["name"]) for one in draft.sources] == [
        ("peace_institute_via_reuters", "Peace Institute via reuters"),
        ("reuters", "reuters"),
    ]
    assert read_back(draft.plain())["reports"][0]["counts"][0]["source"] == "peace_institute_via_reuters"


def test_a_count_told_by_a_party_to_the_war_says_so() -> None:
    assert count_of("The Reds said they hold 5 districts.")["note"] == "stated by a party to the war (red)"
    assert "note" not in count_of("The Reds hold 5 districts, a monitor said.")


def test_what_is_outside_a_sides_control_is_a_stock_of_nobody_named() -> None:
    count = count_of("Three districts are outside Reds control.")
    assert (count["relation"], count["kind"], count["faction"]) == ("controls", "stock", None)
    assert count["note"] == "held by others than Reds"
    assert count["reading"].startswith("held by others than Reds, 3 districts, stock")


def test_a_total_nobody_knows_is_none() -> None:
    assert count_of("The Reds took about 5 villages.")["implied"]["of"] is None
    assert count_of("The Reds took about 5 districts.")["implied"]["of"] == TOY.totals["districts"]


def test_places_counted_by_name_are_drafted_with_the_networks_own_names() -> None:
    first, second = list(TOY.places)[:2]
    count = count_of(f"The Reds seized {first}, Nowhere and {second} districts.")
    ids = TOY.places[first], TOY.places[second]
    assert (count["low"], count["high"], count["use"]) == (3, 3, None)
    assert count["note"] == f"counted from names: {first} ({ids[0]}), Nowhere, {second} ({ids[1]})"


def test_a_sentence_that_cannot_be_read_is_listed_in_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*given: object) -> None:
        raise ValueError("no verb")

    monkeypatch.setattr("sim.reading.quantities.read_clause", failing)
    draft = drafted("The Reds took 7 districts.")
    (lost,) = read_back(draft.plain())["reports"][0]["unread"]
    assert (lost["text"], lost["span"]) == ("The Reds took 7 districts.", [0, 26])
    assert lost["reason"] == "the rules failed on this sentence (ValueError: no verb)"


def test_the_posts_of_a_page_date_their_own_counts() -> None:
    words = "The Reds took 2 districts on Monday. The Reds took 7 districts on Monday."
    text = replace(text_of(words), days=((0, date(2030, 4, 3)), (37, date(2030, 4, 10))))
    counts = draft_texts([text], TOY).reports[0]["counts"]
    assert [count["window"] for count in counts] == [["2030-04-01"] * 2, ["2030-04-08"] * 2]


def test_weighed_counts_told_by_a_party_are_named() -> None:
    scenario = read_scenario("toy_corridor")
    (count, *rest) = scenario.counts
    told = replace(count, use="fit", speaker="a spokesman for the Reds")
    assert counts_by_parties(replace(scenario, counts=(told, *rest))) == [count.id]
    assert (
        counts_by_parties(replace(scenario, counts=(replace(told, speaker="Peace Institute"), *rest))) == []
    )


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "Their drive is running out of steam, and they do not have the resources to capture a city.",
            {
                "losing_momentum": "Their drive is running out of steam",
                "cannot_capture_city": "they do not have the resources to capture a city",
            },
        ),
        (
            "The advance has stalled, and the two sides agreed a ceasefire.",
            {"losing_momentum": "The advance has stalled", "ceasefire": "the two sides agreed a ceasefire"},
        ),
        (
            "The army denied it and said the rebels are losing ground in Elm, Oak and Ash.",
            {"losing_ground": "the rebels are losing ground in Elm, Oak and Ash"},
        ),
        (
            "The rebels have no resources to take and hold a major city.",
            {"cannot_capture_city": "The rebels have no resources to take and hold a major city"},
        ),
    ],
)
def test_a_claim_quotes_only_the_clause_that_says_it(text: str, quotes: dict[str, str]) -> None:
    draft = draft_texts([Text("r", text, "0" * 64)])
    told = {one["id"].removeprefix("r_"): one["quote"] for one in draft.statements}
    assert told == quotes
    for claim in draft.claims:
        first, end = claim["span"]
        assert text[first:end] == claim["quote"] == told[claim["tag"]]


def test_a_total_that_nobody_knows_is_not_made_up() -> None:
    (report,) = draft_texts([Text("r", "The rebels held 11 districts on 3 May 2021.", "0" * 64)]).reports
    assert report["counts"][0]["implied"] == {"p05": 11, "p50": 11, "p95": 11, "of": None}
