"""Where scenarios are found, what belongs to one, and what the command line may change."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from sim.base.errors import ScenarioError, UsageError
from sim.base.parameters import Fixed, Uniform
from sim.ensemble.engine import run_ensemble
from sim.law.parameters import OFF
from sim.scenario.files.hashing import simulation_hash
from sim.scenario.files.paths import shipped_names
from sim.scenario.files.resolved import resolve
from sim.scenario.reader import read_outcomes, read_scenario, with_law
from tests.scenario.folders import MAIN, PRIORS, change, three_factions, toy

SEED = "afghanistan_2021_08_05"


def test_shipped_scenarios_are_found_by_name_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert {"toy_corridor", SEED, "afghanistan_2018"} <= set(shipped_names())
    assert read_scenario("toy_corridor").folder == "scenarios/toy_corridor"


def test_outcomes_of_a_shipped_scenario_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcomes = read_outcomes(read_scenario("toy_corridor"))
    assert outcomes == {("losing_steam", "slower_than_before"): (None, "made up; nothing happened")}


def test_a_folder_elsewhere_is_read_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    by_name, by_path = read_scenario("toy_corridor"), read_scenario("mine")
    assert by_path.folder == "mine"
    assert resolve(by_path) == resolve(by_name)
    assert resolve(read_scenario("mine/")) == resolve(read_scenario("mine/scenario.yaml")) == resolve(by_name)


def test_a_scenario_in_the_folder_one_stands_in_is_read_as_a_dot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(toy(tmp_path / "mine"))
    assert read_scenario("./scenario.yaml").name == "toy_corridor"
    assert read_scenario(Path("scenario.yaml")).name == "toy_corridor"


def single_file(folder: Path) -> Path:
    """The toy with its priors inside the one file."""
    toy(folder)
    main = folder / MAIN
    priors = textwrap.indent((folder / PRIORS).read_text(encoding="utf-8"), "  ")
    main.write_text(main.read_text(encoding="utf-8") + "priors:\n" + priors, encoding="utf-8")
    (folder / PRIORS).unlink()
    return main.rename(folder / "all_in_one.yaml")


def test_priors_may_stand_inside_a_single_file(tmp_path: Path) -> None:
    scenario = read_scenario(single_file(tmp_path / "one"))
    assert scenario.frozen["valid"] == "true"
    assert resolve(scenario) == resolve(read_scenario("toy_corridor"))


def test_faults_of_inline_priors_have_the_line_and_path_of_the_single_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = single_file(tmp_path / "one")
    change(path, "uniform(1, 4)", "uniform(4, 1)")
    monkeypatch.chdir(tmp_path)
    line = path.read_text(encoding="utf-8").split("uniform(4, 1)")[0].count("\n") + 1
    with pytest.raises(ScenarioError) as caught:
        read_scenario("one/all_in_one.yaml")
    assert str(caught.value).startswith(
        f"one/all_in_one.yaml:{line} priors.law.pressure.tempo_challenger.prior = 'uniform(4, 1)' is not"
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{claim: losing_steem, definition: x, outcome: true, source: s}", "outcomes[1].claim = 'losing_steem' is not a claim of the scenario; nearest: losing_steam"),
        ("{claim: no_city, definition: any_city_8, outcome: true, source: s}", "outcomes[1].definition = 'any_city_8' is not a definition of no_city; nearest: any_city_7"),
        ("{claim: losing_steam, definition: slower_than_before, outcome: true, source: s}", "outcomes[1] states the outcome of losing_steam, slower_than_before twice; expected once"),
        ("{claim: no_city, definition: any_city_7, outcome: maybe, source: s}", "outcomes[1].outcome = 'maybe'; expected true or false"),
    ],
)  # fmt: skip
def test_a_faulty_outcome_is_told(entry: str, expected: str, tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    with (folder / "outcomes.yaml").open("a", encoding="utf-8") as file:
        file.write(f"  - {entry}\n")
    with pytest.raises(ScenarioError) as caught:
        read_outcomes(read_scenario(folder))
    assert str(caught.value).endswith(f"outcomes.yaml:5 {expected}")


def test_a_scenario_without_outcomes_has_none(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    (folder / "outcomes.yaml").unlink()
    assert read_outcomes(read_scenario(folder)) == {}


@pytest.mark.parametrize("name", shipped_names())
def test_the_outcomes_of_shipped_scenarios_answer_claims_they_have(name: str) -> None:
    assert read_outcomes(read_scenario(name))


def test_the_command_line_fixes_a_parameter_or_replaces_its_prior() -> None:
    scenario = with_law(
        read_scenario("toy_corridor"), {"momentum.gain": 0.5, "momentum.half_life": "uniform(5, 9)"}, ()
    )
    assert scenario.law["momentum.gain"].prior == Fixed(0.5)
    assert scenario.law["momentum.half_life"].prior == Uniform(5, 9)
    assert scenario.law["momentum.gain"].origin == "command line"


def test_every_mechanism_can_be_switched_off() -> None:
    scenario = with_law(read_scenario("toy_corridor"), {}, tuple(OFF))
    assert all(
        scenario.law[name].prior == Fixed(value) for off in OFF.values() for name, value in off.items()
    )


@pytest.mark.parametrize(
    ("overrides", "without", "expected"),
    [
        ({"momentum.gian": 1}, (), "law.momentum.gian is not a parameter of the law; nearest: momentum.gain"),
        ({"momentum.gain": "many"}, (), "prior = 'many' is not understood"),
        ({"momentum.gain": "uniform(3, 1)"}, (), "prior = 'uniform(3, 1)' is not a distribution"),
        ({"momentum.gain": -1}, (), "law.momentum.gain = fixed(-1) is outside its range; expected 0 to"),
        ({}, ("capitulatoin",), "law.without = 'capitulatoin' is not a mechanism; nearest: capitulation"),
    ],
)
def test_a_faulty_override_is_told(
    overrides: dict[str, object], without: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(UsageError) as caught:
        with_law(read_scenario("toy_corridor"), overrides, without)
    assert expected in str(caught.value)


def test_three_factions_and_an_ally_are_read_and_run(tmp_path: Path, own_store: Path) -> None:
    scenario = read_scenario(three_factions(tmp_path / "three"))
    assert scenario.faction_ids == ("red", "blue", "green", "violet")
    assert simulation_hash(scenario) != simulation_hash(read_scenario("toy_corridor"))
    ensemble = run_ensemble(scenario, runs=50, seed=1)
    held = ensemble.series["held"]
    assert own_store.is_dir()
    assert held.shape == (50, scenario.days + 1, 4)
    assert (held.sum(axis=2) == 12).all()
    assert (held[:, 0, 2] == 2).all(), "the neutral side starts with its two districts"
    assert (held[:, :, 2] == 2).all(), "nobody fights the neutral side"
    assert (held[:, 0, 3] == 1).all()


def test_a_hold_left_out_of_a_definition_counts_with_its_default(tmp_path: Path) -> None:
    edit = (MAIN, "number: 1, hold: 7, horizon: 30}", "number: 1, horizon: 30}")
    scenario = read_scenario(toy(tmp_path / "toy", edit, edit))
    assert scenario.claims[1].definitions[0].parameters["hold"] == 7
    assert scenario.days == 45 + 30 + 7
