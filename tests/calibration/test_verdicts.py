"""Verdicts with a calibrated chance: which past questions they are like, what their words follow, what is said beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import SimError
from sim.calibration.calls import FILE, digest_of, read_past, shipped
from sim.calibration.maps import fit
from sim.calibration.topics import Asked, class_of, topic_of
from sim.calibration.verdicts import basis_of, calibrate_definition, note, past_of, reference
from sim.claims.kinds import KINDS
from sim.claims.sentences import calibrated_estimate, definition_sentence, model_estimate
from sim.claims.types import Definition, DefinitionVerdict, Estimate
from sim.scenario.reader import read_scenario
from tests.calibration.past import STALLS, past_calls

NOW = Estimate(0.9, 0.85, 0.94, 0.0, 400.0)
VERDICT = DefinitionVerdict(
    "asked", "no net gain", {}, "2030-01-01", NOW, NOW, 0.95, "very likely", None, graded=True, why_not=""
)


def holds(faction: str, places: list[str]) -> bool:
    return faction == "owner"


@pytest.mark.parametrize(
    ("kind", "parameters", "topic", "contrary", "past"),
    [
        ("no_net_gain", {"after": 14}, "no net gain", False, False),
        ("pace_above", {"rate": 0, "days": 45}, "no net gain", True, False),
        ("pace_below", {"rate": 0, "days": 45}, "net loss", False, False),
        ("pace_below", {"rate": 1.7, "days": 45}, "", False, False),
        ("at_least_as_many", {"day": 60}, "net loss", True, False),
        ("held_on", {"faction": "owner", "places": ["A"], "day": 20}, "place falls", True, False),
        ("held_on", {"faction": "other", "places": ["A"], "day": 20}, "place falls", False, False),
        ("cannot_take_and_hold", {"places": ["A"], "horizon": 30}, "place falls", True, False),
        ("cannot_take_and_hold", {"list": "provincial_capitals"}, "takes a capital", True, False),
        ("slower_than_before", {"recent": 14, "earlier": 28}, "slower than before", False, True),
        ("regained", {"window": 90}, "has taken back", False, True),
        ("war_ends", {"horizon": 30}, "", False, False),
    ],
)
def test_a_kind_has_its_topic(
    kind: str, parameters: dict[str, object], topic: str, contrary: bool, past: bool
) -> None:
    asked = topic_of(Definition("asked", kind, parameters=parameters), holds)
    assert (asked.topic, asked.contrary, asked.past) == (topic, contrary, past)  # fmt: skip


def test_every_topic_is_that_of_a_kind_there_is() -> None:
    from sim.calibration.topics import KINDS as READ

    assert set(READ) <= set(KINDS)


def test_parts_about_the_same_share_its_topic_and_others_have_none() -> None:
    falls = [
        Definition(str(n), "falls_by", parameters={"faction": str(n), "place": "A", "horizon": 14})
        for n in (1, 2)
    ]
    either = Definition("asked", "any", parts=tuple(falls))
    assert topic_of(either, holds) == replace(topic_of(falls[0], holds))
    assert topic_of(Definition("not", "not", parts=(either,)), holds).contrary
    mixed = Definition("asked", "any", parts=(falls[0], Definition("n", "no_net_gain", parameters={})))
    assert topic_of(mixed, holds).topic == ""


def test_the_word_follows_the_calibrated_chance_and_the_model_keeps_its_own() -> None:
    made = fit(past_calls(slope=0.3, level=0.0))
    found = calibrate_definition(VERDICT, Asked(STALLS, past=True), made, "icd203")
    assert found.calibrated is not None
    assert model_estimate(found).p == 0.9
    assert 0.55 < found.calibrated.p < 0.75
    assert calibrated_estimate(found).p == found.calibrated.p
    assert found.word in ("likely", "roughly even chance")
    assert "the model alone: 90 %" in definition_sentence(found)
    assert found.to_dict()["calibrated"]["p"] == pytest.approx(found.calibrated.p, abs=1e-5)
    assert VERDICT.to_dict()["calibrated"] is None


def test_a_verdict_without_a_number_or_a_grade_stays_without() -> None:
    made = fit(past_calls())
    silent = replace(VERDICT, posterior=replace(NOW, p=None, low=None, high=None))
    assert calibrate_definition(silent, Asked(STALLS), made, "icd203") is silent
    ungraded = replace(VERDICT, graded=False, word=None, why_not="too few effective runs")
    found = calibrate_definition(ungraded, Asked(STALLS), made, "icd203")
    assert found.word is None
    assert found.calibrated is not None


def test_a_kind_nobody_asked_says_so() -> None:
    made = fit(past_calls())
    found = calibrate_definition(VERDICT, topic_of(Definition("asked", "war_ends")), made, "icd203")
    assert found.calibrated is not None
    assert found.calibrated.topic == ""
    assert found.calibrated.reference == ""
    assert found.calibrated.always is None
    assert "No past question is like this claim" in found.calibrated.note


def test_the_reference_class_is_counted() -> None:
    past = past_calls()
    made = fit(past)
    true = int(past.calls[STALLS].true.sum())
    told = reference(made, Asked(STALLS, days=28))
    assert told == (
        "Of 600 past questions in 10 other wars whether a side that had recently taken ground would gain nothing on "
        f"balance within 30 days, {true:,} came true."
    )
    assert f", {600 - true:,} came true" in reference(made, Asked(STALLS, contrary=True))


def test_a_model_that_adds_nothing_is_not_shown_as_skill() -> None:
    worse = fit(past_calls(slope=-1.0))
    assert "added nothing" in note(worse, Asked(STALLS, past=True))
    assert note(fit(past_calls(slope=1.0)), Asked(STALLS, past=True)) == ""


def test_another_law_is_told() -> None:
    basis = basis_of(read_scenario("toy_corridor"), past_calls())
    assert basis is not None
    assert "made with law law" in basis.stale
    assert basis.stale in basis.text


def test_a_campaign_of_the_library_never_sees_its_own_calls() -> None:
    past = shipped()
    assert past is not None
    for war in past.wars:
        found = past_of(read_scenario(war.name))
        assert found is not None
        rest, left = found
        assert war.group in left
        assert war.group not in rest.groups
        assert not any((one.group == war.group).any() for one in rest.calls.values())
        assert war.group not in {one.group for one in rest.claims}


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    told = json.loads(FILE.read_text(encoding="utf-8"))
    assert told["digest"] == digest_of(told)
    told["calls"]["true"][0] = 1 - told["calls"]["true"][0]
    path = tmp_path / "past_calls.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(SimError, match="digest differs"):
        read_past(path)


def test_the_shipped_classes_have_a_reference() -> None:
    past = shipped()
    assert past is not None
    made = fit(past)
    assert class_of("no net gain", True) in made.records
    for name in made.records:
        assert "came true" in reference(made, Asked(name))
        chance = made.chance(Asked(name, past=True), 0.999)
        assert 0.5 <= max(chance.p, 1 - chance.p) <= chance.most < 1
        assert np.isfinite([chance.low, chance.high]).all()
