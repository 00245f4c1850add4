"""``sim check`` on the command line: the description and 0, or every fault and 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.app.report import check
from sim.base.errors import DONE, ScenarioError
from sim.scenario.describe import describe
from sim.scenario.reader import read_scenario
from tests.scenario.folders import MAIN, PRIORS, toy


def test_a_right_scenario_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["toy_corridor"]) == DONE
    assert capsys.readouterr().out.strip() == describe(read_scenario("toy_corridor")).strip()


def test_a_folder_with_mistakes_gives_all_of_them_on_standard_error_and_2(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", (MAIN, "high: 4", "high: 40"), (PRIORS, "uniform(1, 4)", "uniform(4, 1)"))
    done = run_check(folder)
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.strip().removeprefix("sim: ").splitlines()
    assert [line.removeprefix(f"{folder}/").split()[0] for line in lines] == [
        "scenario.yaml:56",
        "priors.yaml:6",
    ]


def run_check(folder: Path) -> subprocess.CompletedProcess[str]:
    """``python -m sim check FOLDER``."""
    return subprocess.run(
        [sys.executable, "-m", "sim", "check", str(folder)], capture_output=True, text=True, check=False
    )


def test_a_fault_is_an_error_of_exit_code_2(tmp_path: Path) -> None:
    folder = toy(tmp_path / "toy", (MAIN, "high: 4", "high: 40"))
    with pytest.raises(ScenarioError, match=r"scenario\.yaml:56 .*high = 40") as caught:
        check.main([str(folder)])
    assert caught.value.exit_code == 2
