"""Priors learned over wars: a file named by its hash, what it moves, what it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import ScenarioError, UsageError
from sim.ensemble.draws import draw_laws, quantile
from sim.law.parameters import PARAMETERS
from sim.scenario.blocks import population as module
from sim.scenario.blocks.population import name_of, read_index, read_population, with_population
from sim.scenario.describe import describe
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.reader import read_scenario, with_law
from tests.scenario.folders import PRIORS, toy

SCORES = {"assault.rate": [-0.5, 0.8], "accounts.loot": [0.4, 0.9], "pressure.tempo_incumbent": [1.0, 0.5]}
CONTENT = {
    "schema": module.SCHEMA, "law_version": "0" * 12, "left_out": "elsewhere", "campaigns": ["a", "b"], "windows": 3, "runs": 500,
    "seed": 1, "scores": SCORES,
}  # fmt: skip
RUNS = np.arange(4000)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file over all wars and one without mali."""
    folder = tmp_path / "populations"
    folder.mkdir()
    without = CONTENT | {"left_out": "mali", "campaigns": ["a"]}
    for one in (CONTENT, without):
        (folder / f"{name_of(one)}.json").write_text(json.dumps(one), encoding="utf-8")
    index = {"all": name_of(CONTENT), "without": {"mali": name_of(without)}, "default": "all"}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    monkeypatch.setattr(module, "populations_folder", lambda: folder)
    return folder


def test_scores_of_the_draws_have_the_mean_and_width_of_the_file(shelf: Path) -> None:
    before = read_scenario("toy_corridor")
    after = with_population(before, "all")
    assert after.population is not None and after.population.name == name_of(CONTENT)
    laws = [draw_laws(one, 1, RUNS) for one in (before, after)]
    scores = [np.log(one["assault_rate"] / 0.05) / 0.7 for one in laws]
    np.testing.assert_allclose(scores[1], -0.5 + 0.8 * scores[0], atol=1e-9)
    loot = PARAMETERS["accounts.loot"].prior
    assert after.law["accounts.loot"].prior == loot.move(0.4, 0.9)
    assert float(quantile(after.law["accounts.loot"].prior, np.array(0.5))) == pytest.approx(0.6554, abs=1e-3)
    at_one = float(
        quantile(after.law["accounts.loot"].prior, np.array(0.8413447))
    )  # Phi(1) becomes Phi(0.4 + 0.9)
    assert at_one == pytest.approx(0.9032, abs=1e-3)
    assert laws[1]["accounts_loot"].max() <= 1


def test_what_the_scenario_or_the_command_line_gives_stays_on_top(shelf: Path) -> None:
    before = read_scenario("toy_corridor")
    for scenario in (
        with_population(with_law(before, {"assault.rate": 0.3}, ()), "all"),
        with_law(with_population(before, "all"), {"assault.rate": 0.3}, ()),
    ):
        assert scenario.law["assault.rate"].prior.a == 0.3
        assert (
            scenario.law["pressure.tempo_incumbent"] == before.law["pressure.tempo_incumbent"]
        )  # the toy's own
        assert scenario.law["accounts.loot"].origin == "population"
    back = with_population(with_population(before, "all"), "none")
    assert simulation_hash(back) == simulation_hash(before) != simulation_hash(with_population(before, "all"))


def test_a_campaign_of_the_library_has_the_file_that_leaves_it_out(shelf: Path) -> None:
    index = read_index()
    for name, expected in (("mali_2012_13", index["without"]["mali"]), ("kunduz_2015", index["all"])):
        found = with_population(read_scenario(name), "all").population
        assert found is not None and found.name == expected


@pytest.mark.parametrize("which", ["all", name_of(CONTENT)])
def test_priors_yaml_names_a_population_and_check_says_so(which: str, shelf: Path, tmp_path: Path) -> None:
    toy(tmp_path / "war", (PRIORS, "sources:\n", f'population: "{which}"\nsources:\n'))
    scenario = read_scenario(tmp_path / "war")
    assert simulation_hash(scenario) == simulation_hash(with_population(read_scenario("toy_corridor"), which))
    said = " ".join(describe(scenario).split())
    assert (
        f"population prior: {name_of(CONTENT)}, learned from 2 campaigns, none of elsewhere (a, b); it moves 2 parameters"
        in said
    )
    assert "population prior: none" in " ".join(describe(read_scenario("toy_corridor")).split())


def test_a_file_that_was_changed_is_refused(shelf: Path) -> None:
    path = shelf / f"{name_of(CONTENT)}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("-0.5", "-0.6"), encoding="utf-8")
    with pytest.raises(UsageError, match="was changed after it was named"):
        read_population(name_of(CONTENT))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("population: 0123456789ab", "population = '0123456789ab' is unknown; expected all, none or one of"),
        ("population: most", "population"),
        ("population: all\nmatched: {campaign: x, scores: {assault.rate: 1}, intercept: 0, source: s, argument: a}",
         "cannot be combined with matched"),
    ],
)  # fmt: skip
def test_a_mistake_in_priors_yaml_is_said(line: str, said: str, shelf: Path, tmp_path: Path) -> None:
    toy(tmp_path / "war", (PRIORS, "sources:\n", f"{line}\nsources:\n"))
    with pytest.raises(ScenarioError) as caught:
        read_scenario(tmp_path / "war")
    assert said in str(caught.value)
