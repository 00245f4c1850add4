"""The resolved form: plain, complete, the same bytes twice, and YAML that reads back as what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.law.parameters import PARAMETERS
from sim.scenario.files.paths import shipped_names
from sim.scenario.files.resolved import resolve, resolved_yaml
from sim.scenario.reader import read_scenario, with_law
from tests.scenario.folders import MAIN, Edit, read_edited, three_factions

SHIPPED = shipped_names()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_resolved_form_reads_back_as_it_was_meant(name: str) -> None:
    scenario = read_scenario(name)
    assert YAML(typ="safe", pure=True).load(as_text(resolved_yaml(scenario))) == resolve(scenario)


def as_text(text: str) -> str:
    """The text itself; a date in it must be quoted, or it would come back as a date and not as it was written."""
    assert "!!" not in text
    return text


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_scenario_gives_the_same_bytes(name: str) -> None:
    assert resolved_yaml(read_scenario(name)) == resolved_yaml(read_scenario(name))


@pytest.mark.parametrize(
    "quote", ["yes", "- a: b", "#", "'\"", "a: b\\nc", "2030-01-01", "010", " x ", "🚩", "null", "{x", "%"]
)
def test_text_of_any_kind_survives(quote: str, tmp_path: Path) -> None:
    edit: Edit = (MAIN, '"they cannot take and hold a city"', '"' + quote.replace('"', '\\"') + '"')
    scenario = read_edited(tmp_path, edit)
    back = YAML(typ="safe", pure=True).load(resolved_yaml(scenario))
    assert back["statements"][2]["quote"] == scenario.statements[2].quote
    assert back == resolve(scenario)


def test_every_parameter_stands_there_with_its_origin() -> None:
    scenario = with_law(read_scenario("toy_corridor"), {"momentum.half_life": 7}, ("loot",))
    law = resolve(scenario)["law"]
    assert list(law) == list(PARAMETERS)
    origins = {name: one["origin"] for name, one in law.items()}
    assert origins["momentum.half_life"] == "command line"
    assert origins["accounts.loot"] == "without"
    assert origins["pressure.tempo_challenger"] == "priors.yaml"
    assert origins["assault.rate"] == "code"
    assert law["momentum.half_life"]["prior"] == "fixed(7)"
    assert all(one["unit"] and one["meaning"] and one["source"] for one in law.values())


def test_definitions_stand_there_with_all_their_parameters() -> None:
    claims = resolve(read_scenario("toy_corridor"))["claims"]
    stall = claims[0]["definitions"][1]
    assert (stall["kind"], stall["parameters"]["after"]) == ("no_net_gain", 14)
    assert [part["kind"] for part in claims[0]["definitions"][2]["parts"]] == [
        "slower_than_before",
        "reserve_low",
    ]


def test_four_factions_are_resolved(tmp_path: Path) -> None:
    found = resolve(read_scenario(three_factions(tmp_path / "three")))
    assert [one["id"] for one in found["factions"]] == ["red", "blue", "green", "violet"]
    assert found["wars"] == [["red", "blue"], ["violet", "blue"]]
