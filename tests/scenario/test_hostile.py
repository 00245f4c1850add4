"""Scenarios from strangers: nothing outside the folder is read, nothing is executed, no environment value is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.scenario.reader import read_outcomes, read_scenario
from tests.scenario.folders import MAIN, PRIORS, Edit, faults_at, faults_of, toy

HIDDEN = "not for strangers"


@pytest.mark.parametrize("key", ["districts", "edges"])
@pytest.mark.parametrize(
    "path", ["../secret.csv", "a/../../secret.csv", "/etc/passwd", "C:/secret.csv", "..\\\\secret.csv"]
)
def test_a_table_outside_the_folder_is_refused(
    key: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.csv").write_text(HIDDEN, encoding="utf-8")
    lines = faults_of(tmp_path, monkeypatch, (MAIN, f"{key}: {key}.csv", f'{key}: "{path}"'))
    line = {"districts": 18, "edges": 19}[key]
    value = path.replace("\\\\", "\\")
    assert lines == [
        f"toy/scenario.yaml:{line} network.{key} = {value!r} leads out of the scenario's folder; expected a file inside it"
    ]


def test_a_graph_file_outside_the_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = faults_of(
        tmp_path,
        monkeypatch,
        (
            MAIN,
            "  districts: districts.csv\n  edges: edges.csv\n  weights: border_km\n",
            "  from: graph\n  file: ../x.graphml\n",
        ),
    )
    assert lines == [
        "toy/scenario.yaml:19 network.file = '../x.graphml' leads out of the scenario's folder; expected a file inside it"
    ]


def test_a_table_that_is_a_link_out_of_the_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = toy(tmp_path / "toy")
    (folder / "edges.csv").rename(tmp_path / "edges.csv")
    (folder / "edges.csv").symlink_to(tmp_path / "edges.csv")
    assert faults_at("toy") == [
        "toy/scenario.yaml:19 network.edges = 'edges.csv' leads out of the scenario's folder; expected a file inside it"
    ]


@pytest.mark.parametrize("name", [MAIN, PRIORS])
def test_a_file_of_the_scenario_that_is_a_link_out_of_the_folder_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = toy(tmp_path / "toy")
    (folder / name).rename(tmp_path / "elsewhere.yaml")
    (folder / name).symlink_to(tmp_path / "elsewhere.yaml")
    assert faults_at("toy") == [
        f"toy/{name} is a link out of the scenario's folder; expected the file itself"
    ]


def test_outcomes_that_are_a_link_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy")
    (folder / "outcomes.yaml").rename(tmp_path / "outcomes.yaml")
    (folder / "outcomes.yaml").symlink_to(tmp_path / "outcomes.yaml")
    scenario = read_scenario(folder)
    with pytest.raises(ScenarioError, match="is a link out of the scenario's folder"):
        read_outcomes(scenario)


def test_links_in_a_circle_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = toy(tmp_path / "toy")
    (folder / "edges.csv").unlink()
    (folder / "edges.csv").symlink_to("edges.csv")
    assert len(faults_at("toy")) == 1


@pytest.mark.parametrize(
    "edit",
    [
        (MAIN, "title: A made-up", "title: ${oc.env:SECRET}"),
        (MAIN, "districts: districts.csv", 'districts: "${oc.env:SECRET}"'),
        (MAIN, "id: red,", 'id: "${env:SECRET}",'),
        (MAIN, "default_holder: blue", "default_holder: blue\n_target_: os.system"),
        (MAIN, "default_holder: blue", "default_holder: blue\n_global_: {SECRET: 1}"),
        (MAIN, "default_holder: blue", "default_holder: blue\nhydra: {run: {dir: /tmp}}"),
        (MAIN, "default_holder: blue", "default_holder: blue\ndefaults: [override]"),
        (MAIN, "default_holder: blue", "default_holder: blue\n'${oc.env:SECRET}': x"),
        (MAIN, "{red: gazette_march}", "{'${oc.env:SECRET}': gazette_march}"),
        (PRIORS, "prior: \"lognormal(8, 0.4)\"", "prior: \"${oc.env:SECRET}\""),
        (PRIORS, "prior: \"lognormal(8, 0.4)\"", "prior: \"__import__('os').system('echo x')\""),
        (MAIN, "kind: no_net_gain", "kind: !!python/name:os.system"),
    ],
)  # fmt: skip
def test_nothing_is_resolved_executed_or_taken_from_the_environment(
    edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", HIDDEN)
    lines = faults_of(tmp_path, monkeypatch, edit)
    assert lines
    assert HIDDEN not in "\n".join(lines)


@pytest.mark.parametrize(
    "name", ["x" * 300, "a/" * 300, "a\0b", "", ".", "..", "/dev/zero", "no_such_scenario", "sim", "\n"]
)
def test_a_name_that_leads_nowhere_is_one_clear_line(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(name)
    message = str(caught.value)
    assert message.startswith("scenario = ")
    assert len(message.splitlines()) == 1
    assert len(message) < 250


def test_a_misspelt_shipped_name_gets_the_nearest() -> None:
    with pytest.raises(
        ScenarioError,
        match=r"^scenario = 'toy_coridor' is neither a scenario nor a path; nearest: toy_corridor$",
    ):
        read_scenario("toy_coridor")


def test_a_folder_without_a_scenario_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"is a folder without a scenario\.yaml$"):
        read_scenario(tmp_path)


def test_two_spellings_of_one_accent_are_one_text(tmp_path: Path) -> None:
    composed = toy(tmp_path / "composed", (MAIN, "name: Reds", "name: \u00e9t\u00e9"))
    apart = toy(tmp_path / "apart", (MAIN, "name: Reds", "name: e\u0301te\u0301"))
    assert read_scenario(composed).factions == read_scenario(apart).factions
