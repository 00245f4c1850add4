"""From runs to verdicts, and verdicts as data and sentences."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.base.codes import ABANDONMENT, ASSAULT, CAPITULATION, REPORTED
from sim.claims.judge import choose_words, judge_claims
from sim.claims.kind import Names
from sim.claims.sentences import definition_sentence, sentence
from sim.claims.types import Claim, Definition, Estimate, Verdict
from sim.record.record import Record
from tests.claims.stories import PLACE, T0, TERRAIN
from tests.records import RED, make_record

STALL = Definition("no_net_gain_14", "no_net_gain", parameters={"faction": "red", "after": 14})
STOP = Definition("halted_7", "halted", parameters={"faction": "red", "days": 7})
STEAM = Claim(
    "steam",
    "S1",
    "is losing steam",
    "gazette",
    "forecast",
    True,
    "",
    "no_net_gain_14",
    (STALL, STOP),
    "it stalls",
)
NO_CITY = Definition(
    "no_city",
    "cannot_take_and_hold",
    parameters={"faction": "red", "places": [PLACE[90], PLACE[94]], "hold": 7},
)
CITY = Claim("city", "S2", "cannot take a city", "gazette", "forecast", True, "", "no_city", (NO_CITY,))
UNTESTABLE = Claim(
    "cause", "S3", "because of rain", "gazette", "state", False, "no weather in the model", "", ()
)

KEYS = [
    "id",
    "statement",
    "title",
    "quote",
    "source",
    "role",
    "testable",
    "why_not_testable",
    "headline",
    "definitions",
    "channels",
]
DEFINITION_KEYS = [
    "id",
    "text",
    "parameters",
    "window",
    "prior",
    "posterior",
    "level",
    "word",
    "word_high",
    "graded",
    "why_not",
    "capped",
    "outcome",
    "outcome_source",
    "calibrated",
]
PLAIN = str | int | float | bool | None


def many(gaining: int, idle: int) -> Record:
    """Runs in which red takes a district on day 50, and runs in which nothing happens."""
    stories = [[(50, 1, RED)]] * gaining + [[]] * idle
    return make_record(stories, terrain=TERRAIN, days=120, as_of=T0)


def test_before_the_evidence_all_runs_count_alike_and_after_it_by_weight() -> None:
    weights = np.repeat([3.0, 1.0], 200)
    (verdict,) = judge_claims(many(200, 200), [STEAM], weights, 0.3)
    headline = verdict.headline
    assert headline is not None and headline.posterior is not None
    assert headline.prior.p == pytest.approx(0.5) and headline.prior.ess == pytest.approx(400)
    assert headline.posterior.p == pytest.approx(0.25) and headline.posterior.ess == pytest.approx(320)
    assert (headline.word, headline.word_high, headline.graded) == ("unlikely", None, True)
    assert headline.window == "2030-04-16 to 2030-04-29"


def test_without_weights_there_is_no_posterior_and_the_prior_speaks() -> None:
    (verdict,) = judge_claims(many(200, 200), [STEAM])
    assert all(one.posterior is None and one.graded for one in verdict.definitions)
    assert (verdict.definitions[0].word, verdict.definitions[0].word_high) == ("roughly even chance", None)
    assert sentence(verdict) == (
        "It stalls: roughly even chance (50 %, 95 % interval 45 % to 55 %), before any evidence"
        "; all 2 definitions give 50 %"
    )


def test_an_ungraded_verdict_has_no_word_but_still_speaks() -> None:
    (verdict,) = judge_claims(many(24, 36), [STEAM], np.ones(60), 0.3)
    headline = verdict.definitions[0]
    assert (headline.word, headline.word_high, headline.graded) == (None, None, False)
    assert headline.why_not == "too few effective runs to grade (60; 100 needed)"
    assert sentence(verdict).startswith(
        "It stalls: not graded, too few effective runs to grade (60; 100 needed): between 47 % and 72 %"
    )


def test_with_hardly_any_weight_there_is_no_number() -> None:
    weights = np.zeros(60)
    weights[:5] = 1
    (verdict,) = judge_claims(many(24, 36), [STEAM], weights, 0.3)
    assert verdict.definitions[0].posterior is not None and verdict.definitions[0].posterior.p is None
    assert sentence(verdict) == "It stalls: no number: too few effective runs for a number (5; 20 needed)"
    json.dumps(verdict.to_dict(), allow_nan=False)


def test_nothing_is_nearly_certain_where_no_report_was_weighed() -> None:
    plain, bounded = (
        judge_claims(many(300, 0), [replace(STEAM, definitions=(STALL,))], capped=why)[0].definitions[0]
        for why in ("", "no report was used in the likelihood")
    )
    assert (plain.word, plain.capped) in (("almost certain", ""), ("almost no chance", ""))
    assert (
        bounded.word in ("very likely", "very unlikely")
        and bounded.capped == "no report was used in the likelihood"
    )
    assert "no nearer to certain: no report was used in the likelihood" in definition_sentence(bounded)
    (even,) = judge_claims(
        many(24, 36), [STEAM], np.ones(60), 0.3, capped="no report was used in the likelihood"
    )
    assert all(not one.capped for one in even.definitions if one.word is None)


def test_heavy_tails_and_evidence_outside_support_forbid_a_grade() -> None:
    weights = np.ones(400)
    (heavy,) = judge_claims(many(200, 200), [STEAM], weights, 0.9)
    assert "Pareto k 0.90" in heavy.definitions[0].why_not
    (blocked,) = judge_claims(
        many(200, 200), [STEAM], weights, 0.1, blocked="evidence outside support: april"
    )
    assert not blocked.definitions[0].graded
    assert blocked.definitions[0].why_not == "evidence outside support: april"


def test_a_claim_that_is_not_testable_gets_no_grade() -> None:
    verdicts = judge_claims(
        many(200, 200), [UNTESTABLE, replace(STEAM, testable=False, why_not_testable="no")]
    )
    assert verdicts[0].headline is None and verdicts[0].definitions == ()
    assert sentence(verdicts[0]) == "Because of rain: not testable, no weather in the model"
    assert verdicts[1].definitions[0].why_not == "not testable: no"
    assert verdicts[1].definitions[0].word is None


def test_no_hits_say_less_than_three_in_the_effective_sample() -> None:
    (verdict,) = judge_claims(many(300, 0), [replace(STEAM, definitions=(STALL,))], np.ones(300), 0.1)
    assert sentence(verdict) == "It stalls: almost no chance (<1 %, 95 % interval <1 % to <1 %)"
    (small,) = judge_claims(many(150, 0), [replace(STEAM, definitions=(STALL,))], np.ones(150), 0.1)
    assert sentence(small) == "It stalls: almost no chance (<2 %, 95 % interval <1 % to 2 %)"


def fallen(manners: list[int], idle: int) -> Record:
    """Runs in which city 90 falls by each of the manners, and runs in which it does not."""
    stories: list = [[(50, 90, RED, manner)] for manner in manners] + [[]] * idle
    return make_record(stories, terrain=TERRAIN, days=120, as_of=T0)


def test_channels_are_shares_of_the_captures_that_made_the_claim_false() -> None:
    record = fallen([ASSAULT] * 10 + [CAPITULATION] * 25 + [ABANDONMENT] * 5, 60)
    (verdict,) = judge_claims(record, [CITY])
    assert verdict.channels == pytest.approx({"assault": 0.25, "capitulation": 0.625, "abandonment": 0.125})
    weights = np.repeat([3.0, 0.0, 1.0], [10, 25, 65])
    (weighed,) = judge_claims(record, [CITY], weights, 0.1)
    assert weighed.channels == pytest.approx({"assault": 6 / 7, "capitulation": 0.0, "abandonment": 1 / 7})


def test_channels_leave_out_what_is_only_reported() -> None:
    (verdict,) = judge_claims(fallen([ASSAULT] * 10 + [REPORTED] * 30, 60), [CITY])
    assert verdict.channels == {"assault": 1.0, "capitulation": 0.0, "abandonment": 0.0}


def test_captures_that_did_not_last_are_no_channel() -> None:
    stories = [[(50, 90, RED, ASSAULT), (53, 90, 1)], [(50, 90, RED, CAPITULATION)]]
    (verdict,) = judge_claims(make_record(stories, terrain=TERRAIN, days=120, as_of=T0), [CITY])
    assert verdict.channels == {"assault": 0.0, "capitulation": 1.0, "abandonment": 0.0}


def test_captures_too_few_to_make_the_claim_false_are_no_channel() -> None:
    two = replace(CITY, definitions=(replace(NO_CITY, parameters={**NO_CITY.parameters, "number": 2}),))
    stories = [[(50, 90, RED, ASSAULT)], [(50, 90, RED, CAPITULATION), (51, 94, RED, CAPITULATION)]]
    (verdict,) = judge_claims(make_record(stories, terrain=TERRAIN, days=120, as_of=T0), [two])
    assert verdict.channels == {"assault": 0.0, "capitulation": 1.0, "abandonment": 0.0}


def test_channels_are_null_without_captures_and_absent_for_other_claims() -> None:
    city, steam = judge_claims(fallen([], 30), [CITY, STEAM])
    assert city.channels == {"assault": None, "capitulation": None, "abandonment": None}
    assert steam.channels is None


def test_a_place_that_does_not_fall_is_told_through_not() -> None:
    falls = Definition("f", "falls_by", parameters={"faction": "red", "place": PLACE[90]})
    claim = replace(CITY, headline="n", definitions=(Definition("n", "not", parts=(falls,)),))
    (verdict,) = judge_claims(fallen([CAPITULATION] * 30, 70), [claim])
    assert verdict.definitions[0].prior.p == pytest.approx(0.7)
    assert verdict.channels == {"assault": 0.0, "capitulation": 1.0, "abandonment": 0.0}


def shape(value: object) -> bool:
    """Only plain values, numbers with at most 6 significant digits."""
    if isinstance(value, dict):
        return all(isinstance(name, str) and shape(one) for name, one in value.items())
    if isinstance(value, list):
        return all(shape(one) for one in value)
    if isinstance(value, float):
        return value == float(f"{value:.6g}")
    return isinstance(value, PLAIN)


@pytest.mark.parametrize("weights", [None, np.arange(1.0, 301.0)])
def test_verdicts_as_data_keep_every_key_and_hold_plain_values(weights: np.ndarray | None) -> None:
    verdicts: tuple[Verdict, ...] = judge_claims(many(101, 199), [STEAM, CITY, UNTESTABLE], weights, None)
    for verdict in verdicts:
        data = verdict.to_dict()
        assert list(data) == KEYS
        assert all(list(one) == DEFINITION_KEYS for one in data["definitions"])
        assert shape(data)
        assert json.loads(json.dumps(data, allow_nan=False)) == data
    first = verdicts[0].to_dict()["definitions"][0]
    assert list(first["prior"]) == ["p", "low", "high", "undefined", "ess"]
    assert first["prior"]["p"] == 0.663333
    assert first["level"] == 0.95
    assert (first["posterior"] is None) == (weights is None)


def test_places_and_factions_are_called_by_their_names() -> None:
    names = Names({"red": "The Reds"}, {PLACE[90]: "Port", PLACE[94]: "Mill"})
    (verdict,) = judge_claims(fallen([], 30), [CITY], names=names)
    assert verdict.definitions[0].text == (
        "The Reds will not take any of Port and Mill within 30 days and hold it for 7 days"
    )


@pytest.mark.parametrize("high", [0.5496, 0.5499, 0.55, 0.5501, 0.5504])
def test_rows_that_print_alike_have_the_same_words(high: float) -> None:
    estimate = Estimate(p=0.49, low=0.43, high=high, undefined=0.0, ess=300.0)
    assert choose_words("icd203", estimate, "") == ("unlikely", "roughly even chance")
