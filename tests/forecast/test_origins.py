"""Looking back from one set of runs is refused where the runs know more than the day, or nothing is followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.base.errors import UsageError
from sim.forecast.origins import choose_origins
from sim.scenario.reader import read_scenario
from sim.scenario.scenario import ControlRow, Tracker
from tests.scenario.folders import toy


def test_runs_that_carry_out_later_rows_are_not_seen_from_earlier_days(tmp_path: Path) -> None:
    scenario = read_scenario(toy(tmp_path / "toy"))
    assert choose_origins(scenario, "weekly")
    assert choose_origins(replace(scenario, control=(ControlRow(-3, 0, 0),)), "weekly")
    with pytest.raises(UsageError, match="carries out control rows after its start"):
        choose_origins(replace(scenario, control=(ControlRow(5, 0, 0),)), "weekly")


def test_without_a_start_count_there_is_no_tracker_to_follow(tmp_path: Path) -> None:
    scenario = replace(read_scenario(toy(tmp_path / "toy")), trackers=(Tracker("map", 1.0, {}, {}),))
    with pytest.raises(UsageError, match="has no start count"):
        choose_origins(scenario, "weekly")
