from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.pipeline import condition
from sim.app.entry import cli
from sim.app.studies import ablation
from sim.app.studies.ablation import (
    RULES,
    WHOLE,
    Setting,
    after_evidence,
    condition_setting,
    defined_mean,
    paired_change,
    prior_row,
    run_quantities,
    settings,
    simulate,
)
from sim.ensemble.join import join_records
from sim.inference.checks.simulated_reports import only
from sim.law.parameters import OFF
from sim.record.record import Record
from sim.record.regimes import REGIMES
from sim.scenario.scenario import Scenario
from sim.session.job import Job
from tests.app.stores import check_manifest

JOB = Job("toy_corridor", runs=256)


def test_every_mechanism_and_every_target_rule_has_its_row() -> None:
    found = settings()
    assert found[0].name == WHOLE
    assert {one.without for one in found[1:]} - {()} == {(name,) for name in OFF}
    assert {one.name for one in found if one.law} == set(RULES)
    assert {"targets at random", "targets greedily", "cities first"} <= {one.name for one in found}
    assert len({(one.without, tuple(one.law.items())) for one in found}) == len(found), "no setting twice"
    assert OFF["target_choice"] == {"pressure.focus": 0.0}


def test_runs_pair_by_their_number_when_another_run_failed(toy: Scenario, own_store: Path) -> None:
    ensemble = simulate(toy, Setting(WHOLE), JOB)
    kept = np.arange(256) != 3
    holed = replace(ensemble, record=thinned(ensemble.record, kept), failed={3: "made to fail"})
    whole, fewer = run_quantities(ensemble), run_quantities(holed)
    assert np.isnan(fewer["capitals"][3]) and paired_change(fewer["capitals"], whole["capitals"]) == (
        0.0,
        0.0,
    )


def thinned(record: Record, kept: np.ndarray) -> Record:
    """The record of the runs ``kept`` bool [R]."""
    return join_records([only(record, int(row)) for row in np.flatnonzero(kept)])


def test_the_whole_law_compared_with_itself_does_not_change(toy: Scenario, own_store: Path) -> None:
    ensemble = simulate(toy, Setting(WHOLE), JOB)
    seen = run_quantities(ensemble)
    row = prior_row(ensemble, seen, seen) | after_evidence(ensemble, condition(ensemble))
    assert row["held_share_change"] == 0.0
    assert sum(row[name] for name in REGIMES) == pytest.approx(1.0)
    assert {"losing_steam_p", "losing_steam_prior_change", "no_city_low"} <= set(row)


def test_without_either_channel_nothing_is_captured_by_it(toy: Scenario, own_store: Path) -> None:
    whole = run_quantities(simulate(toy, Setting(WHOLE), JOB))
    fought = run_quantities(simulate(toy, Setting("x", without=("capitulation",)), JOB))
    given = run_quantities(simulate(toy, Setting("x", without=("assault",)), JOB))
    assert np.nanmax(fought["capitulation_share"]) == 0.0
    assert np.nanmean(given["capitulation_share"]) > np.nanmean(whole["capitulation_share"])


def test_batches_add_effective_runs_where_they_are_asked_for(toy: Scenario, own_store: Path) -> None:
    plain = simulate(toy, Setting(WHOLE), JOB)
    few, weights = condition_setting(plain, JOB)
    more, later = condition_setting(plain, Job("toy_corridor", runs=256, inference="batches"))
    assert few is plain
    assert more.runs > plain.runs
    assert later.ess > weights.ess


def test_paired_changes_leave_out_what_one_side_does_not_define() -> None:
    change, error = paired_change(np.array([1.0, np.nan, 3.0]), np.array([0.0, 1.0, 1.0]))
    assert change == 1.5
    assert error == pytest.approx(0.5)
    assert paired_change(np.array([np.nan]), np.array([1.0])) == (None, None)
    assert defined_mean(np.array([np.nan])) is None


def test_the_verb_writes_a_table_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "cache"))
    few = [Setting(WHOLE), Setting("without loot", without=("loot",))]
    monkeypatch.setattr(ablation, "settings", lambda: few)
    assert cli.main(["ablation", "scenario=toy_corridor", "runs=256", "out=done"]) == 0
    document = json.loads((tmp_path / "done" / "ablation.json").read_text(encoding="utf-8"))
    assert document["schema"] == "sim.ablation/1"
    assert [row["setting"] for row in document["rows"]] == [WHOLE, "without loot"]
    table = list(
        csv.DictReader((tmp_path / "done" / "ablation.csv").read_text(encoding="utf-8").splitlines())
    )
    assert len(table) == 2
    assert (tmp_path / "done" / "figures" / "ablation.png").is_file()
    assert "without loot" in capsys.readouterr().out
    check_manifest(tmp_path / "done")
