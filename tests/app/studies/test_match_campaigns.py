"""``sim match campaigns=``: what wars say together, as files named by their content; ``sim record population=`` uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.app.exam.record import with_population_priors
from sim.exam.origin_scenario import from_history
from sim.scenario.blocks import population
from sim.scenario.blocks.population import name_of
from sim.scenario.campaign import read_campaign
from sim.scenario.files.hashing import simulation_hash
from tools.docs.population import body

WARS = "campaigns=[kunduz_2015,kharkiv_2022]"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing kept from before."""
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))


def test_files_are_named_by_their_content_and_a_second_look_simulates_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        assert cli.main(["match", WARS, "runs=500", "workers=1", f"out={tmp_path / name}"]) == 0
        said = capsys.readouterr().out
        assert "2 campaigns, 2 windows of 500 runs" in said and "guesses as before" in said
        assert ("of 1,000 runs" in said) == (name == "one")  # nothing to wait for the second time
    found, again = (
        json.loads((tmp_path / name / "population.json").read_text("utf-8")) for name in ("one", "two")
    )
    assert found == again
    index = found["index"]
    assert set(index["without"]) == {"afghanistan", "ukraine"}
    for name, one in found["files"].items():
        file = json.loads((tmp_path / "one" / "populations" / f"{name}.json").read_text("utf-8"))
        assert name_of(file) == name and file == one
    assert found["files"][index["without"]["ukraine"]]["campaigns"] == ["kunduz_2015"]
    assert f"`{index['all']}` over all campaigns" in body(found, "none")

    monkeypatch.setattr(population, "populations_folder", lambda: tmp_path / "one" / "populations")
    campaign = read_campaign("kharkiv_2022")
    origin = campaign.origins[0]
    plain, begun = (
        with_population_priors(from_history, which)(campaign, origin, 30) for which in ("none", "all")
    )
    assert begun.population is not None and begun.population.name == index["without"]["ukraine"]
    assert simulation_hash(plain) != simulation_hash(begun)
    assert simulation_hash(plain) == simulation_hash(
        with_population_priors(from_history, None)(campaign, origin, 30)
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["match", WARS, "runs=100"], "runs = 100 are too few to learn from; expected 500 or more"),
        (["match", WARS, "scenario=toy_corridor"], "scenario = 'toy_corridor' is not read beside campaigns="),
        (["record", "campaigns=[kunduz_2015]", "runs=20", "population=most"], "population = 'most' is unknown; expected all, none or one of"),
        (["calibrate", "population=all"], "population = all is read by"),
    ],
)  # fmt: skip
def test_a_mistake_is_said(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*words, f"out={tmp_path / 'out'}"]) == 2
    assert said in capsys.readouterr().err
