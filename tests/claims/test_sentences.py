"""What claims, places, limits and verdicts are called in sentences, and what a value shows of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.claims.cities import some_places
from sim.claims.kind import Context, Names, ParameterSpec, describe_part, describe_places, expectation, fault
from sim.claims.kinds import KINDS
from sim.claims.likelihood_words import capped, central_word, interval, percent, printed, verdict_word
from sim.claims.sentences import (
    calibrated_estimate,
    capital,
    claim_name,
    claim_names,
    definition_sentence,
    interval_text,
    model_estimate,
    model_text,
    sentence,
    spread_text,
    uninformed,
)
from sim.claims.stocks import between, part_fault
from sim.claims.types import Calibrated, Claim, Definition, DefinitionVerdict, Estimate, Verdict
from tests.claims.stories import PLACE, TERRAIN, war
from tests.records import RED

PRIOR, POSTERIOR = Estimate(0.4, 0.3, 0.5, 0.0, 900.0), Estimate(0.62, 0.55, 0.7, 0.01, 300.0)
BETTER = Calibrated(0.58, 0.5, 0.66, 0.3, 0.9, False, "a stall", "it happened often", "")
NAMES = Names({"red": "Reds"}, {"A": "Alder", "B": "Birch", "C": "Cedar"})


def judged(name: str = "one", **changes: Any) -> DefinitionVerdict:
    """A graded definition."""
    whole = DefinitionVerdict(
        name, "it stalls", {"after": 14}, "days 1 to 14", PRIOR, POSTERIOR, 0.95, "likely", None, True, ""
    )
    return replace(whole, **changes)


def claimed(*definitions: DefinitionVerdict, **changes: Any) -> Verdict:
    """The verdict on a claim whose headline is the first of the definitions."""
    claim = Claim(
        "losing_steam", "S1", "is losing steam", "gazette", "state", True, "", "one", (), "the advance stalls"
    )
    return Verdict(replace(claim, **changes), definitions, None)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"places": ["A"], "list": None}, "Alder"),
        ({"places": ["A", "B"], "list": None}, "Alder and Birch"),
        ({"places": ["A", "B", "C"], "list": None}, "Alder, Birch and Cedar"),
        ({"places": list("ABCDEFGH"), "list": None}, "Alder, Birch, Cedar, D, E, F, G and H"),
        ({"places": list("ABCDEFGHI"), "list": None}, "the 9 places listed"),
        ({"place": "B"}, "Birch"),
        ({"places": None, "list": "provincial_capitals"}, "the provincial capitals"),
        ({"places": None, "list": "national"}, "the national capital"),
        ({"places": None, "list": "river_towns"}, "river towns"),
    ],
)  # fmt: skip
def test_places_are_listed_as_people_list_them(parameters: dict[str, Any], said: str) -> None:
    assert describe_places(parameters, NAMES) == said


@pytest.mark.parametrize(
    ("places", "name", "number", "expected"),
    [
        (["A"], None, 1, ("Alder", "it")),
        (None, "national", 1, ("the national capital", "it")),
        (["A", "B"], None, 1, ("any of Alder and Birch", "it")),
        (["A", "B"], None, 2, ("all of Alder and Birch", "each")),
        (["A", "B", "C"], None, 2, ("as many as 2 of Alder, Birch and Cedar", "each")),
        (None, "provincial_capitals", 3, ("as many as 3 of the provincial capitals", "each")),
    ],
)  # fmt: skip
def test_some_of_the_places(places: Any, name: Any, number: int, expected: tuple[str, str]) -> None:
    assert some_places({"places": places, "list": name, "number": number}, NAMES) == expected


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (ParameterSpec("int", "x", unit="days", low=1, high=9), "a whole number from 1 to 9 days"),
        (ParameterSpec("float", "x", low=0.5), "a number of at least 0.5"),
        (ParameterSpec("province", "x"), "the name of a province"),
        (ParameterSpec("int", "x"), "a whole number"),
    ],
)  # fmt: skip
def test_what_is_expected_is_said_in_words(spec: ParameterSpec, said: str) -> None:
    assert expectation(spec) == said


def test_a_province_is_known_by_its_name_and_nothing_may_stand_where_nothing_is_the_default() -> None:
    context = Context(frozenset({"red"}), frozenset({"A"}), provinces=frozenset({"North"}))
    spec = ParameterSpec("province", "x", None)
    assert fault(spec, "North", context) == fault(spec, None, context) == []
    assert fault(spec, "Nort", context) == ["'Nort': expected the name of a province; nearest: North"]
    assert fault(replace(spec, default="North"), None, context) != []


@pytest.mark.parametrize(
    ("low", "high", "said"), [(None, 5, "at most 5"), (3, None, "at least 3"), (80, 100, "80 to 100")]
)
def test_limits(low: Any, high: Any, said: str) -> None:
    assert between(low, high) == said


def test_a_part_of_the_network_is_named_in_one_way_and_only_for_what_is_known_of_it() -> None:
    none = {"places": None, "within": None}
    assert part_fault(none) == [] and describe_part(none, NAMES) == ""
    assert part_fault({**none, "what": "contested"}) == []
    assert part_fault({"places": ["A"], "within": "North"}) == [
        "places and within are both given; expected one of the two"
    ]
    assert part_fault({**none, "within": "North", "what": "contested"}) == [
        "what = 'contested' is not known of a part; expected held or capitals"
    ]
    assert part_fault({**none, "places": ["A"], "what": "capitals"}) == []
    assert describe_part({**none, "within": "North"}, NAMES) == " in North"
    assert describe_part({**none, "places": ["A", "B"]}, NAMES) == " among Alder and Birch"


def test_stocks_of_a_part_count_its_districts_or_its_capitals() -> None:
    record, kind = war((10, 90, RED), (11, 3, RED), (12, 94, RED)), KINDS["stock_at"]
    places = [PLACE[90], PLACE[98], TERRAIN.ids[3]]
    for what, number in (("held", 2), ("capitals", 1)):
        asked = {"faction": "red", "places": places, "what": what}
        assert kind.judge(record, {**asked, "at_least": number}).tolist() == [1]
        assert kind.judge(record, {**asked, "at_least": number + 1}).tolist() == [0]
        assert kind.judge(record, {**asked, "at_most": number}).tolist() == [1]
        assert kind.judge(record, {**asked, "at_most": number - 1}).tolist() == [0]


@pytest.mark.parametrize(
    ("day", "when"),
    [(0, "on the day of the report"), (1, "1 day after the report"), (-7, "7 days before the report")],
)
def test_a_stock_is_said_with_its_day(day: int, when: str) -> None:
    kind = KINDS["stock_at"]
    said = kind.text({"faction": "red", "day": day, "at_least": 3}, NAMES)
    assert said.endswith(f"the number of districts held by Reds {when} is at least 3")


def test_the_estimate_that_is_spoken_of() -> None:
    one = judged()
    assert model_estimate(one) is POSTERIOR and model_estimate(replace(one, posterior=None)) is PRIOR
    assert calibrated_estimate(one) is POSTERIOR
    better = calibrated_estimate(replace(one, calibrated=BETTER))
    assert (better.p, better.low, better.high, better.ess) == (0.58, 0.5, 0.66, 300.0)
    assert model_text(one) == "" and model_text(replace(one, calibrated=BETTER)) == "the model alone: 62 %"
    assert model_text(replace(one, calibrated=BETTER, posterior=replace(POSTERIOR, p=None))) == ""


def test_intervals_are_said_where_both_ends_are_known() -> None:
    assert interval_text(POSTERIOR) == "between 55 % and 70 %"
    assert interval_text(replace(POSTERIOR, low=None)) == interval_text(replace(POSTERIOR, high=None)) == ""


def test_a_definition_is_said_with_word_number_and_interval_or_with_why_not() -> None:
    one = judged()
    assert definition_sentence(one) == "likely (62 %, 95 % interval 55 % to 70 %)"
    assert (
        definition_sentence(replace(one, word_high="very likely"))
        == "likely to very likely (62 %, 95 % interval 55 % to 70 %)"
    )
    whole = definition_sentence(replace(one, calibrated=BETTER, capped="few wars"))
    assert (
        whole
        == "likely (58 %, 95 % interval 50 % to 66 %; no nearer to certain: few wars; the model alone: 62 %)"
    )
    assert (
        definition_sentence(replace(one, graded=False, why_not="too few"))
        == "not graded, too few: between 55 % and 70 %"
    )
    assert (
        definition_sentence(replace(one, posterior=replace(POSTERIOR, p=None), why_not="none"))
        == "no number: none"
    )


def test_definitions_that_disagree_are_named() -> None:
    apart = judged("two", posterior=replace(POSTERIOR, p=0.1))
    assert spread_text(claimed(judged())) == ""
    assert spread_text(claimed(judged(), judged("two"))) == "; all 2 definitions give 62 %"
    assert spread_text(claimed(judged(), apart)) == "; 2 definitions give 10 % to 62 %"
    assert spread_text(claimed(judged(), judged("two", posterior=replace(POSTERIOR, p=None)))) == ""


def test_the_bottom_line_of_a_claim() -> None:
    number = "likely (62 %, 95 % interval 55 % to 70 %)"
    assert sentence(claimed(judged())) == f"The advance stalls: {number}"
    assert sentence(claimed(judged(), text="")) == f"It stalls: {number}"
    assert (
        sentence(claimed(judged(posterior=None)))
        == "The advance stalls: likely (40 %, 95 % interval 30 % to 50 %), before any evidence"
    )
    vague = {"testable": False, "text": ""}
    assert (
        sentence(claimed(judged(), **vague, why_not_testable="no weather"))
        == "Is losing steam: not testable, no weather"
    )
    assert sentence(claimed(**vague, quote="")) == "Losing steam: not testable, no definition was given"


def test_a_claim_is_named_by_the_first_thing_that_is_there() -> None:
    claim = claimed().claim
    assert claim_name(replace(claim, title="The stall")) == "The stall"
    assert claim_name(claim) == "“is losing steam”"
    claim = replace(claim, quote="")
    assert claim_name(claim) == "the advance stalls"
    claim = replace(claim, text="")
    assert claim_name(claim, "a note") == "a note" and claim_name(claim) == "losing steam"


def test_claims_that_would_be_called_alike_are_called_by_what_they_mean() -> None:
    first = replace(
        claimed().claim,
        definitions=(Definition("one", "no_net_gain", "no gain in two weeks", {"faction": "red"}),),
    )
    second = replace(first, id="no_gain", headline="", definitions=())
    third = replace(first, id="other", quote="cannot take a city")
    assert claim_names([first, third]) == {
        "losing_steam": "“is losing steam”",
        "other": "“cannot take a city”",
    }
    named = claim_names([first, second, third], {"S1": "a note"}, NAMES)
    assert named == {
        "losing_steam": "no gain in two weeks",
        "no_gain": "no gain",
        "other": "“cannot take a city”",
    }
    twice = claim_names([first, replace(first, id="again")])
    assert twice == {
        "losing_steam": "no gain in two weeks (losing steam)",
        "again": "no gain in two weeks (again)",
    }


def test_only_the_first_letter_is_made_large() -> None:
    assert capital("the Reds") == "The Reds" and capital("") == ""


def test_a_number_is_graded_as_it_is_printed() -> None:
    assert printed(0.546) == 0.55 and printed(0.004) == 0.004 and printed(0.996) == 0.996
    assert printed(0.01) == 0.01 and printed(0.99) == 0.99
    assert central_word(0.546) == "likely" and central_word(0.544) == "roughly even chance"
    assert verdict_word(0.97, "") == "almost certain" and verdict_word(0.97, "few wars") == "very likely"
    assert verdict_word(0.02, "few wars") == "very unlikely" and capped("likely") == "likely"


def test_per_cents_never_say_more_than_the_runs() -> None:
    assert percent(None) == "-" and percent(0.42) == "42 %"
    assert percent(0.0, 3000) == "<0.1 %" and percent(1.0, 3000) == ">99.9 %"
    assert percent(0.0, 100) == "<3 %" and percent(1.0, 100) == ">97 %" and percent(0.0, 2) == "<100 %"
    assert percent(0.0) == percent(0.0099) == percent(0.0, 0.0) == "<1 %" and percent(0.01) == "1 %"
    assert percent(1.0) == percent(0.991) == ">99 %" and percent(0.99) == "99 %"
    assert interval(0.31, 0.47) == "31 to 47 %"


def test_a_verdict_shows_its_headline_and_a_row_a_definition() -> None:
    verdict = claimed(
        judged(),
        judged("two", text="", posterior=replace(POSTERIOR, p=None), graded=False, why_not="too few"),
    )
    assert repr(verdict) == "Verdict('losing_steam': 62.0 %, 2 definitions)"
    assert repr(claimed(judged(posterior=None))) == "Verdict('losing_steam': 40.0 %, 1 definitions)"
    assert repr(claimed()) == "Verdict('losing_steam': no number, 0 definitions)"
    html = verdict._repr_html_()
    assert all(
        words in html
        for words in ("is losing steam", "it stalls", "62.0 %", "likely", "two", "not graded: too few")
    )


def test_what_calibration_says_is_rounded_as_in_the_file() -> None:
    better = replace(BETTER, p=0.123456789, always=None)
    plain = judged(calibrated=better).to_dict()["calibrated"]
    assert plain["p"] == 0.123457 and plain["always"] is None
    assert set(plain) == {"p", "low", "high", "always", "most", "capped", "topic", "reference", "note"}
    assert judged(calibrated=BETTER).to_dict()["calibrated"]["topic"] == "a stall"


def test_a_record_that_allows_only_one_half_says_nothing() -> None:
    half, more = replace(BETTER, p=0.5, most=0.5), replace(BETTER, most=0.9)
    assert uninformed(judged(calibrated=half))
    assert not uninformed(judged(calibrated=more)) and not uninformed(judged())
