"""Tables of outcomes beside a scenario: every fault at once, with file, line, column and nearest name."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sim.app.entry import cli
from sim.base.errors import ScenarioError
from sim.forecast.outcomes import Outcomes, read_happened
from sim.scenario.reader import read_scenario
from tests.app.stores import ROOT

CAPITALS = "district,capital,best\nT01,Ashford,2021-08-12\nT05,Elm,\n"
DISTRICTS = """district,not_before,not_after,evidence,retaken
T01,2021-08-12,2021-08-12,press_day,
T02,2021-07-01,2021-07-08,press_week,2021-07-20
T03,,2021-08-15,final_upper_bound,
"""


def read(folder: Path, districts: str = DISTRICTS, capitals: str = CAPITALS, mark: str = "") -> Outcomes:
    """The outcomes of a toy corridor with these tables."""
    toy = folder / "toy"
    if not toy.exists():
        shutil.copytree(ROOT / "scenarios" / "toy_corridor", toy)
    (toy / "outcomes_districts.csv").write_text(mark + districts, encoding="utf-8")
    (toy / "outcomes_capitals.csv").write_text(mark + capitals, encoding="utf-8")
    return read_happened(read_scenario(toy))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_the_tables_are_read_as_spreadsheets_write_them(separator: str, mark: str, tmp_path: Path) -> None:
    texts = [text.replace(",", separator) + separator * 3 + "\n" for text in (DISTRICTS, CAPITALS)]
    found = read(tmp_path, *texts, mark=mark)
    assert found.capitals == {"T01": date(2021, 8, 12)}
    assert found.districts == {
        "T01": (date(2021, 8, 12), date(2021, 8, 12)),
        "T02": (date(2021, 7, 1), date(2021, 7, 8)),
    }
    assert found.intervals["T03"] == (None, date(2021, 8, 15))
    assert found.retaken == {"T02"}


FAULTS = {
    ("not_before", "not_befor"): "outcomes_districts.csv:1 has no column 'not_before'; nearest: not_befor",
    ("T02", "T2"): "outcomes_districts.csv:3 district = 'T2' is not a district of the network; nearest: T12",
    ("T02", "T01"): "outcomes_districts.csv:3 district = 'T01' appears twice; first on line 2",
    (
        "2021-07-08",
        "8 July",
    ): "outcomes_districts.csv:3 not_after = '8 July' is not a date; expected a date like",
    (
        "2021-07-08",
        "2021-06-08",
    ): "outcomes_districts.csv:3 not_before = 2021-07-01 lies after not_after = 2021-06-08",
    (
        "2021-07-01",
        "",
    ): "outcomes_districts.csv:3 not_before is empty; expected a day such as 2021-08-15, or evidence",
    (",2021-08-15", ","): "outcomes_districts.csv:4 not_after is empty; expected a day such as 2021-08-15",
    ("press_week,", "press_week"): "outcomes_districts.csv:3 has 4 fields; expected 5",
}


@pytest.mark.parametrize("change", FAULTS)
def test_a_fault_of_a_table_of_outcomes_is_named(change: tuple[str, str], tmp_path: Path) -> None:
    old, new = change
    changed = DISTRICTS.replace("press_week,2021-07-20", "press_week,").replace(old, new)
    with pytest.raises(ScenarioError) as told:
        read(tmp_path, changed, CAPITALS)
    assert FAULTS[change] in str(told.value)


def test_faults_of_both_tables_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as told:
        read(tmp_path, DISTRICTS.replace("T02", "X"), CAPITALS.replace("2021-08-12", "soon"))
    files = [fault.file.rpartition("/")[2] for fault in told.value.faults]
    assert files == ["outcomes_capitals.csv", "outcomes_districts.csv"]


def test_a_hindcast_tells_a_faulty_table_before_anything_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError):
        read(tmp_path, DISTRICTS.replace("T02", "X"))
    assert cli.main(["hindcast", "scenario=toy", "runs=300", "out=done"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("sim: toy/outcomes_districts.csv:3 district = 'X' is not a district")
    assert not (tmp_path / "done").exists()


def test_a_main_job_tells_faulty_outcomes_before_anything_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "scenarios" / "toy_corridor", "toy")
    (tmp_path / "toy" / "outcomes.yaml").write_text("schema: sim.outcomes/1\noutcomes:\n  - claim: none\n")
    assert cli.main(["scenario=toy", "runs=300", "out=done"]) == 2
    told = capsys.readouterr()
    assert "toy/outcomes.yaml:3 outcomes[0]" in told.err
    assert (told.out, (tmp_path / "done").exists()) == ("", False)
